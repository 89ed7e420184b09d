"""Where cues stand: verbs, collocations, predicatives, nouns and prepositional phrases of the lexicon, by token index."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest

from newsquotes.russian.lexicon import POSSESSIVES, CueEntry
from newsquotes.russian.reading.appositions import with_name_after
from newsquotes.russian.reading.forms import (
    ACC,
    ADJECTIVE,
    ANY_FORM,
    DAT,
    FINITE,
    GEN,
    INFINITIVE,
    INS,
    LOC,
    NOUN,
    PARTICIPLE,
    SHORT,
    VERBAL,
)
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View

_CASE_MASKS = {"gent": GEN, "datv": DAT, "accs": ACC, "ablt": INS, "loct": LOC}
_SELF = frozenset(["моему", "моим", "нашему", "нашим", "мой", "наш", "своему", "вашему", "вашим", "твоему"])
_SUCH = frozenset("такой подобный аналогичный этот".split())
_BETWEEN = 7
_MOST = 9  # of an endless sentence's part: no sentence of real news has more
_LEAD = 20  # tokens between «такие данные» and its verb


class CueAt:
    """A cue in a document: its token ranges, its entry, and for prepositional cues the source that it governs."""

    __slots__ = ("end", "entry", "main", "ranges", "source", "start")

    def __init__(
        self, entry: CueEntry, ranges: tuple[tuple[int, int], ...], main: int, source: Phrase | None = None
    ) -> None:
        self.entry = entry
        self.ranges = ranges
        self.main = main
        self.source = source
        self.start = ranges[0][0]
        self.end = ranges[-1][1]


def cues_of(view: View) -> list[list[CueAt]]:
    """The cues of every sentence, in their order; looked for once."""
    return view.once("cues", _cues)


def _cues(view: View) -> list[list[CueAt]]:
    found = [cues_in(view, first, last) for first, last in view.sentences]
    for n in view.endless:
        found[n] = sorted(nlargest(_MOST, found[n], key=lambda cue: cue.entry.reliability), key=lambda cue: cue.main)
    return found


def cues_in(view: View, first: int, last: int) -> list[CueAt]:
    """The cues of the tokens ``[first, last)``, in their order."""
    found: list[CueAt] = []
    words = view.words
    prepositions = view.lexicon.prepositions
    consumed: set[int] = set()
    for i in view.hints_between(first, last):
        if i in consumed:
            continue
        w = words[i]
        if w.low in prepositions:
            cue = _prepositional(view, i, last)
            if cue is not None:
                found.append(cue)
                consumed.update(range(i, cue.end))
                continue
        if w.predicative is not None and w.flags & SHORT and not w.flags & FINITE:
            found.append(_negated(view, first, CueAt(w.predicative, ((i, i + 1),), i)))
        elif w.cue is not None and w.flags & VERBAL:
            if not _authors_own(view, i, first):
                cue = _verbal(view, i, first, last, w.cue)
                found.append(cue)
                if cue.end > i + 1:
                    consumed.update(k for a, b in cue.ranges for k in range(a, b))
        elif w.flags & VERBAL and w.collocating:
            collocation = _collocation(view, i, first, last)
            if collocation is not None:
                found.append(collocation)
                consumed.update(k for a, b in collocation.ranges for k in range(a, b))
        elif w.noun_cue is not None:
            found.append(CueAt(w.noun_cue, ((i, i + 1),), i))
    return found


IMPERSONAL = frozenset(
    [
        "стоит",
        "следует",
        "нужно",
        "надо",
        "можно",
        "важно",
        "необходимо",
        "остается",
        "хочется",
        "нельзя",
        "трудно",
        "сложно",
        "достаточно",
    ]
)


def _authors_own(view: View, i: int, first: int) -> bool:
    """«Стоит отметить, что», «Нужно сказать»: the author speaks."""
    w = view.words[i]
    return bool(w.flags & INFINITIVE) and not w.flags & FINITE and i > first and view.words[i - 1].low in IMPERSONAL


def _verbal(view: View, i: int, first: int, last: int, entry: CueEntry) -> CueAt:
    return _negated(view, first, _collocation(view, i, first, last) or CueAt(entry, ((i, i + 1),), i))


def _negated(view: View, first: int, cue: CueAt) -> CueAt:
    """«не сказал»: the negation is part of the cue."""
    start = cue.start
    if start > first and view.words[start - 1].low == "не":
        return CueAt(cue.entry, ((start - 1, cue.ranges[0][1]), *cue.ranges[1:]), cue.main, cue.source)
    return cue


_ENDING = frozenset(',:;—«"')  # marks that no collocation goes over


def _collocation(view: View, i: int, first: int, last: int) -> CueAt | None:
    """«выразил … уверенность»: the rest of a collocation after its verb, or before it."""
    words = view.words
    by_lemma = view.lexicon.collocations
    such = words[first].lemma in _SUCH
    near = [w.low for w in words[max(first, i - 4) : min(last, i + _BETWEEN)]]
    for lemma in words[i].collocating:
        by_word = by_lemma[lemma]
        if not such and by_word.keys().isdisjoint(near):
            continue
        best: CueAt | None = None
        for k in range(i + 1, min(last, i + _BETWEEN)):
            w = words[k]
            if w.low in by_word:
                for entry in by_word[w.low]:
                    end = k + len(entry.words)
                    if end <= min(last, i + _BETWEEN + 1) and all(words[k + n].low == p for n, p in enumerate(entry.words)):
                        ranges = ((i, end),) if k == i + 1 else ((i, i + 1), (k, end))
                        if best is None or len(entry.words) > len(best.entry.words):
                            best = CueAt(entry, ranges, i)
                if best is not None:
                    return best
            if w.text in _ENDING or (w.flags & FINITE and not w.flags & NOUN):
                break
        for k in range(i - 1, max(first, i - 4) - 1, -1):
            if words[k].text in _ENDING:
                break  # «Комментируя слова X, Y сказал»
            if words[k].low in by_word and (cue := _ending_at(view, k, i, by_word[words[k].low])) is not None:
                return cue
        if such and first + 1 < i <= first + _LEAD and words[first + 1].low in by_word:
            # «Такие данные в среду, 5 июля, приводит X»
            return _ending_at(view, first + 1, i, by_word[words[first + 1].low])
    return None


def _ending_at(view: View, k: int, i: int, entries: Iterable[CueEntry]) -> CueAt | None:
    """A collocation whose words begin at ``k`` and whose verb ``i`` follows: «к такому выводу пришли»."""
    words = view.words
    for entry in entries:
        pattern = entry.words
        end = k + len(pattern)
        if end < i and len(pattern) > 1 and words[k + 1].lemma in _SUCH and pattern[1] != words[k + 1].low:
            such = all(words[k + 1 + n].low == pattern[n] for n in range(1, len(pattern)))
            end += 1
        else:
            such = False
        if end <= i and (such or all(words[k + n].low == p for n, p in enumerate(pattern))):
            ranges = ((k, i + 1),) if end == i else ((k, end), (i, i + 1))
            return CueAt(entry, ranges, i)
    return None


def _prepositional(view: View, i: int, last: int) -> CueAt | None:
    """«по словам X», «по его словам», «согласно X», «со слов X»; the adjective slot is written ``*`` in the lexicon."""
    words = view.words
    by_second = view.lexicon.prepositions[words[i].low]
    second = words[i + 1] if i + 1 < last else None
    entries: Iterable[CueEntry] = by_second.get(second.low, ()) if second is not None else ()
    if second is not None and second.flags & (ADJECTIVE | PARTICIPLE) and i + 2 < last:
        entries = (*entries, *by_second.get(f"* {words[i + 2].low}", ()))
    if "" in by_second:
        entries = (*entries, *by_second[""])
    for entry in entries:
        pattern = entry.words
        end = i + len(pattern)
        if end > last:
            continue
        if all(
            p == w.low or (p == "*" and w.flags & (ADJECTIVE | PARTICIPLE))
            for p, w in zip(pattern, words[i:end], strict=True)
        ):
            if entry.case in ("", "-"):
                return CueAt(entry, ((i, end),), i)
            # «по данным же ведомства»; «По словам, мэра Белова, …», with a comma too many
            after = end + (end < last and words[end].low in ("же", ","))
            if after < last and words[after].lemma == "который" and (owner := _antecedent(view, i)) is not None:
                return CueAt(entry, ((i, end),), i, owner)
            source = _governed(view, after, last, entry)
            if source is not None:
                if pattern[0] == "согласно" and len(pattern) > 1:
                    # «согласно докладу ведомства»: the document is the source
                    whole = Phrase(i + 1, source.end, i + len(pattern) - 1, source.mask)
                    return CueAt(entry, ((i, i + 1),), i, whole)
                return CueAt(entry, ((i, end),), i, source)
        if entry.possessive and len(pattern) >= 2 and end < last:
            # «по его словам», «по его собственным словам»
            head, tail = pattern[:-1], pattern[-1]
            k = i + len(head)
            if all(p == words[i + n].low for n, p in enumerate(head)) and words[k].low in POSSESSIVES:
                if words[k + 1].low == tail:
                    return CueAt(entry, ((i, k + 2),), i, Phrase(k, k + 1, k, ANY_FORM))
                if k + 2 < last and words[k + 1].flags & ADJECTIVE and words[k + 2].low == tail:
                    return CueAt(entry, ((i, k + 3),), i, Phrase(k, k + 1, k, ANY_FORM))
    return None


def _antecedent(view: View, i: int) -> Phrase | None:
    """«Иванов, по словам которого …»: the noun phrase before the comma at which a relative clause begins."""
    if not i or view.words[i - 1].text != ",":
        return None
    found = None
    for k in range(i - 2, max(-1, i - 10), -1):
        phrase = phrase_at(view, k, i - 1)
        if phrase is not None and phrase.end == i - 1:
            found = phrase
        elif view.words[k].text in _ENDING:
            break
    return found


def _governed(view: View, i: int, last: int, entry: CueEntry) -> Phrase | None:
    need = _CASE_MASKS.get(entry.case, ANY_FORM)
    if i >= last:
        return None
    if view.words[i].low in _SELF:
        return None
    if view.words[i].lemma == "который" or view.words[i].low in ("этому", "этим", "чему", "тому", "этого"):
        return None
    phrase = phrase_at(view, i, last, need)
    return with_name_after(view, phrase, last, need) if phrase is not None else None
