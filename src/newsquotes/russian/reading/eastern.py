"""Names of China, Korea and Vietnam: the surname stands first and still; of the words after it only the last declines."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from newsquotes.caches import cached
from newsquotes.russian.lexicon import fold
from newsquotes.russian.reading.declension import analyses
from newsquotes.russian.reading.forms import FINITE, FIRST_NAME, LATIN, PLACE, PREPOSITION, SURNAME, UNKNOWN, UPPER
from newsquotes.russian.reading.paradigms import ALL_CASES, Analysis, guesses
from newsquotes.russian.reading.words import EASTERN_SURNAMES, Word

_VOWELS = re.compile("[аеиоуыэюя]+")
_OF_MANY = frozenset(("ян", "ле", "ан", "до", "во", "о", "ю", "е", "да", "ла", "но"))
"""Surnames that are words of other names and languages: two more words must follow."""
_FINAL = r"(?:[аоэуиыяюе]|[аэ]й|[ая]о|[ояю]у|[аэуияюе]н|[аэуя]нь|инь|юнь|у[аоэ]|уай|у[аэ]нь?|ю[йэ]|юань|эр)"
_CHINESE = re.compile(rf"(?:(?:чж|цз|[бпмфдтнлгкхжцсчшвй])?{_FINAL}){{2}}(?:а|у|ом|ем|е|я|ю)?")
"""Two syllables as Russian writes Chinese ones, and the ending of a case."""
_CLOSING = re.compile("[нйрлмгкптс]ь?$")  # how a syllable of these languages ends that declines
_SONS, _DAUGHTERS = frozenset(("ван", "дык", "минь", "куанг")), frozenset(("тхи",))


@attrs.frozen
class EasternName:
    """The tokens ``[first, last)`` of a name; ``given`` says how the last of them can be read."""

    first: int
    last: int
    given: frozenset[Analysis]


def eastern_name(words: Sequence[Word], i: int) -> EasternName | None:
    """The name that begins at token ``i``: «Ван Имин», «Пак Мин Хо», «Нгуен Ван Туан»."""
    surname = words[i]
    if surname.flags & (LATIN | UPPER):
        return None
    declined = surname.low not in EASTERN_SURNAMES
    if declined and not (surname.low[-1] in "ауе" and surname.low[:-1] in EASTERN_SURNAMES and len(surname.low) > 3):
        return None
    border = len(words)
    if i + 1 >= border or not _may_be_given(words[i + 1]):
        return None
    middle = words[i + 1]
    if len(surname.text) == 1 == len(middle.text):  # «вице-премьер У И»
        apart = i + 2 >= border or words[i + 2].text != "."
        return EasternName(i, i + 2, unchanging(middle.low)) if apart and i and words[i - 1].text[1:].islower() else None
    if i + 2 < border and _syllables(middle.low) == 1 and len(middle.low) < 6:
        given = words[i + 2]
        if _may_be_given(given) and _syllables(given.low) < 3 and len(given.low) < 8 and not _other_person(given):
            last = i + 3
            if last < border and _syllables(given.low) == 1 and _is_syllable(words[last]):
                last += 1  # «Нгуен Тхи Ким Нган»
            return EasternName(i, last, _given(words[last - 1].low, middle.low))
    if (
        declined
        or (surname.low in _OF_MANY and not (middle.flags & UNKNOWN and _CHINESE.fullmatch(middle.low)))
        or _syllables(middle.low) > 3
        or _other_person(middle)
    ):
        return None
    if not middle.flags & UNKNOWN and (_syllables(middle.low) > 2 or middle.role is not None or middle.flags & PLACE):
        return None
    if surname.flags & PREPOSITION and not _CHINESE.fullmatch(middle.low) and not _subject(words, i):
        return None
    return EasternName(i, i + 2, _given(middle.low, ""))


def _may_be_given(w: Word) -> bool:
    return w.title and not w.flags & (LATIN | UPPER) and w.text[-1].isalpha() and bool(_VOWELS.search(w.low))


def _is_syllable(w: Word) -> bool:
    if not _may_be_given(w) or not w.flags & UNKNOWN or len(w.low) > 6:
        return False
    return _syllables(w.low) == 1 or len(_VOWELS.findall(w.low)) == 1


def _other_person(w: Word) -> bool:
    """Whether a word is a first name or a surname that the dictionary knows to be no part of such a name: «Ким Белов»."""
    if not w.flags & (FIRST_NAME | SURNAME) or w.flags & UNKNOWN or _syllables(w.low) < 2:
        return False
    return any(r.weight > 1.0 for r in analyses(w.text))


def _subject(words: Sequence[Word], i: int) -> bool:
    """«У Чжиган сообщил»: what a preposition governs would be no nominative."""
    if words[i + 1].low[-1] in "аеиоуыэюя" or not words[i + 1].flags & UNKNOWN:
        return False
    within = i > 0 and (words[i - 1].text[0].isalpha() or words[i - 1].text == ",")
    return within or (i + 2 < len(words) and (bool(words[i + 2].flags & FINITE) or words[i + 2].text in ":,"))


@cached(size=400, most=1 << 12)
def _syllables(low: str) -> int:
    """How many vowels or groups of them a word has, without the ending of a case."""
    return len(_VOWELS.findall(low[:-1] if low[-1] in "аяую" and len(low) > 3 else low))


@cached(size=400, most=1 << 12)
def _given(low: str, middle: str) -> frozenset[Analysis]:
    """How a given name can be read: a man's declines, a woman's never changes."""
    found = {r for r in guesses(fold(low)) if r.cases == ALL_CASES or (r.gender == "masc" and _is_closed(r.lemma))}
    if low[-1] in "ая":
        declines = any(r.cases != ALL_CASES for r in found)
        found |= {attrs.evolve(r, weight=0.3 if declines else 0.6) for r in unchanging(low)}  # «Юйся»
    if middle in _SONS:
        found = {r for r in found if r.gender == "masc"} or found
    if middle in _DAUGHTERS:
        found = {r for r in found if r.gender == "femn"} or found
    return frozenset(found) or unchanging(low)


def _is_closed(lemma: str) -> bool:
    """Whether a syllable ends so that a man's name declines: «Гын», «Хай», not «Хв» of «Хва»."""
    return bool(_VOWELS.search(lemma)) and bool(_CLOSING.search(lemma)) and lemma[-2:-1] not in "бвджзхцчшщ"


@cached(size=400, most=1 << 12)
def unchanging(low: str) -> frozenset[Analysis]:
    """The readings of a word of a name that never changes; news speaks of men more."""
    return frozenset((Analysis(low, "masc", ALL_CASES), Analysis(low, "femn", ALL_CASES, 0.9)))
