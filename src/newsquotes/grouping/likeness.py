"""What two utterances have in common: their telling lemmas, and whether they can be one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import attrs

from newsquotes.caches import cached
from newsquotes.extras import need
from newsquotes.grouping.utterances import Utterance

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|%")
_SILENT = frozenset("ADP CCONJ SCONJ PART PRON DET INTJ AUX".split())
_NEGATIONS = frozenset({"не", "ни"})
_WEAK = frozenset("быть это весь также тоже уже ещё сейчас сегодня завтра вчера самый очень который".split())
_STEM = 6  # letters of a lemma: «строить» and «строительство», and typos at the end, come out alike
_SPELLED_ALIKE = 5  # letters from which on one letter more, less, changed or swapped makes no other word

SHORT = 4
"""An utterance of fewer telling words is a formula («Комментариев пока нет»): only the same speaker says it twice."""
DAYS = 21
"""What is said again more days later is another utterance, unless word for word the same."""
_SHORT_DAYS = 3
_WORD_FOR_WORD = 8
_PLAIN = 6
_ENOUGH, _NEARLY_ALL, _SMALL = 0.68, 0.9, 7


@attrs.frozen(eq=False)
class Telling:
    """The telling words of an utterance: their stems in order, and those of names and numbers, of negated words, and of
    words that no dictionary has; ``spelled`` has the lemma and the form of each.
    """

    utterance: Utterance
    stems: tuple[str, ...]
    sharp: frozenset[str]
    negated: frozenset[str]
    strange: frozenset[str]
    spelled: Mapping[str, tuple[str, str]]

    @property
    def features(self) -> list[str]:
        """Pairs of neighbours in alphabetical order, also over one word: what shortened and reordered variants share."""
        stems = self.stems
        if len(stems) < 3:
            return [" ".join(sorted(stems))]
        near = pairwise(stems)
        far = zip(stems, stems[2:], strict=False)
        return [f"{a} {b}" if a <= b else f"{b} {a}" for pairs in (near, far) for a, b in pairs]


@lru_cache(maxsize=1)
def _spelled() -> dict[str, str]:
    return dict(line.split(" = ") for line in _lines("spelled.txt"))


@lru_cache(maxsize=1)
def _opposites() -> dict[str, tuple[int, int]]:
    """Stem → the pair that it belongs to, and its side there."""
    found: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(_lines("opposites.txt")):
        for side, words in enumerate(line.split("|")):
            found.update((_stem(word), (number, side)) for word in words.split())
    return found


def _lines(name: str) -> list[str]:
    text = files("newsquotes.grouping").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _stem(lemma: str) -> str:
    return lemma.replace("ё", "е")[:_STEM]


@attrs.frozen
class _Word:
    stem: str = ""  # empty where the word tells nothing
    spelled: tuple[str, str] = ("", "")
    sharp: bool = False
    strange: bool = False
    infinitive: bool = False


@cached(size=600, most=1 << 15)
def _word(word: str, inside: bool) -> _Word:
    """What a word tells; ``inside`` a sentence a capital letter makes a name."""
    from newsquotes.russian.morphology import parse  # with its dictionary: not while newsquotes is imported

    if word[0].isdigit():
        return _Word(word.replace(",", "."), (word, word), sharp=True)
    if word == "%":
        return _Word(_stem("процент"), ("процент", "процент"))
    morph = parse(word)
    lemma = morph.best.lemma
    if lemma in _spelled():
        stem = _spelled()[lemma]
        return _Word(stem, (lemma, lemma), sharp=stem.isdigit())
    if morph.best.pos in _SILENT or lemma in _WEAK:
        return _Word()
    named = morph.best.pos == "PROPN" or (inside and word[0].isupper()) or lemma in _CALENDAR
    infinitive = dict(morph.best.feats).get("VerbForm") == "Inf"
    spelled = lemma.replace("ё", "е"), word.lower().replace("ё", "е")
    return _Word(_stem(lemma), spelled, named, not morph.known, infinitive)


_CALENDAR = frozenset(
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь "
    "понедельник вторник среда четверг пятница суббота воскресенье".split()
)


def telling(utterance: Utterance) -> Telling:
    """The telling words of an utterance.

    >>> told = telling(Utterance("Мы не закроем порт в Зареченске до мая."))
    >>> told.stems, sorted(told.sharp), sorted(told.negated)
    (('закрой', 'порт', 'зарече', 'май'), ['зарече', 'май'], ['закрой'])
    """
    text = utterance.text
    words: list[_Word] = []
    negated: set[str] = set()
    last, negative = _Word(), False
    for match in _WORD.finditer(text):
        if match[0].lower() in _NEGATIONS:
            negative = True
            continue
        start = match.start()
        inside = start > 0 and text[max(start - 2, 0) : start].strip() not in _OPENINGS
        word = _word(match[0], inside)
        if negative and (word.stem or last.infinitive):
            negated.add(word.stem or last.stem)  # «повышать не будет»
            negative = False
        if word.stem:
            words.append(word)
        last = word
    return Telling(
        utterance,
        tuple(w.stem for w in words),
        frozenset(w.stem for w in words if w.sharp),
        frozenset(negated),
        frozenset(w.stem for w in words if w.strange),
        {w.stem: w.spelled for w in words},
    )


_OPENINGS = frozenset({".", "!", "?", "«", "…", '"'})


class Weights:
    """How much each stem tells: the rarer it is in the collection, the more."""

    def __init__(self, seen: Mapping[str, int], total: int) -> None:
        self._total = total + 50
        self._of = {stem: math.log(self._total / (count + 1)) for stem, count in seen.items()}

    @classmethod
    def of(cls, tellings: Sequence[Telling]) -> Weights:
        """Those of a collection: in how many of its utterances each stem stands."""
        return cls(Counter(stem for t in tellings for stem in set(t.stems)), len(tellings))

    def __getitem__(self, stem: str) -> float:
        return self._of.get(stem, math.log(self._total))


def surname(speaker: str | None) -> str:
    """By what two mentions of a speaker are compared: the last word of a name.

    >>> surname("А. П. Белова") == surname("Анна Белова")
    True
    """
    words = (speaker or "").lower().replace("ё", "е").replace(".", " ").split()
    return words[-1] if words else ""


def same(a: Telling, b: Telling, weights: Weights) -> bool:
    """Whether two utterances are variants of one.

    The shorter one's telling words must stand in the longer one, save a few by weight. What contradicts: names or numbers
    on both sides that the other lacks, opposites («вырастут», «снизятся»), a negation on one side, another time, and for
    formulas another speaker.
    """
    if len(a.stems) < len(b.stems):
        a, b = b, a
    size = len(b.stems)
    if not _within(a, b, DAYS):
        return size >= _WORD_FOR_WORD and _letters(a) == _letters(b)
    if not size:
        return _letters(a) == _letters(b) and _same_speaker(a, b) and _within(a, b, 1)
    left_a, left_b = _left(a, b), _left(b, a)
    if left_b:
        left_a, left_b = _without_typos(a, b, left_a, left_b)
    if _contradict(a, b, left_a, left_b):
        return False
    if size < SHORT:
        days = 1 if size == 1 or not left_a else _SHORT_DAYS
        return not left_b and (size > 1 or not left_a) and _same_speaker(a, b) and _within(a, b, days)
    share = 1 - sum(weights[stem] for stem in left_b) / sum(weights[stem] for stem in b.stems)
    if _same_speaker(a, b):
        few = len(left_b) == 1 and (len(left_a) <= 2 or left_b[0] in b.strange)
        return share >= _ENOUGH and (size >= _SMALL or not left_b or few)
    if a.utterance.speaker and b.utterance.speaker:
        return share >= _NEARLY_ALL and (size >= _PLAIN or bool(a.sharp & b.sharp))
    return share >= (_ENOUGH if size >= _SMALL else _NEARLY_ALL)


def _letters(telling: Telling) -> list[str]:
    return _WORD.findall(telling.utterance.text.casefold())


def _left(a: Telling, b: Telling) -> list[str]:
    """The stems of one that the other lacks."""
    return [stem for stem in dict.fromkeys(a.stems) if stem not in b.stems]


def _without_typos(a: Telling, b: Telling, left_a: Sequence[str], left_b: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is left once words that differ by a letter are taken for the same."""
    rest_a, rest_b = list(left_a), []
    for stem in left_b:
        like = next((s for s in rest_a if _spelled_alike(a.spelled[s], b.spelled[stem])), None)
        if like is None or _opposites().get(like) != _opposites().get(stem):
            rest_b.append(stem)
        else:
            rest_a.remove(like)
    return rest_a, rest_b


def _spelled_alike(a: tuple[str, str], b: tuple[str, str]) -> bool:
    return any(
        not one[0].isdigit() and min(len(one), len(other)) >= _SPELLED_ALIKE and _distance()(one, other, score_cutoff=1) <= 1
        for one, other in zip(a, b, strict=True)
    )


@lru_cache(maxsize=1)
def _distance() -> Any:
    return need("rapidfuzz.distance", "group", "group()").OSA.distance


def _contradict(a: Telling, b: Telling, left_a: Sequence[str], left_b: Sequence[str]) -> bool:
    if any(stem in a.sharp for stem in left_a) and any(stem in b.sharp for stem in left_b):
        return True
    if any((stem in a.negated) != (stem in b.negated) for stem in b.stems if stem in a.stems):
        return True
    opposites = _opposites()
    sides_a = {opposites[stem] for stem in left_a if stem in opposites}
    return any((number, 1 - side) in sides_a for number, side in (opposites[s] for s in left_b if s in opposites))


def _same_speaker(a: Telling, b: Telling) -> bool:
    one, other = surname(a.utterance.speaker), surname(b.utterance.speaker)
    return bool(one) and one == other


def _within(a: Telling, b: Telling, days: int) -> bool:
    one, other = a.utterance.day, b.utterance.day
    return one is None or other is None or abs((one - other).days) <= days
