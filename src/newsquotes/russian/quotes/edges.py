"""Where reported words may begin and end, and what stands there.

An edge is a token index. Ranges begin at a word and end after one, so that two ranges never differ by punctuation alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from newsquotes.caches import Remembered
from newsquotes.russian.reading.forms import (
    ADJECTIVE,
    ADVERB,
    DASHES,
    FINITE,
    GERUND,
    INFINITIVE,
    NOM,
    NOUN,
    NUMBER,
    PARTICIPLE,
    PARTICLE,
    PREPOSITION,
    PUNCTUATION,
    QUOTE_MARKS,
    SHORT,
)
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

Range = tuple[tuple[int, int], ...]
"""The words of a quotation: fragments ``[first, last)`` in token indices, each from its first word to its last."""

_PAST = ("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись", "с", "з", "к", "г", "б", "р", "х")
_CLAUSE = 25  # words that are looked at to see what a clause is made of
_NOMINATIVE_PRONOUNS = frozenset(["он", "она", "они", "оно", "это", "кто", "который", "которая", "которое", "которые"])


class Clause:
    """What the words from an edge to the next mark are made of."""

    __slots__ = ("first_person", "holds_cue", "subject_first", "tense", "verb", "verb_first")

    def __init__(
        self,
        verb: Word | None = None,
        tense: str = "",
        verb_first: bool = False,
        subject_first: bool = False,
        first_person: bool = False,
        holds_cue: bool = False,
    ) -> None:
        self.verb = verb
        self.tense = tense
        self.verb_first = verb_first
        self.subject_first = subject_first
        self.first_person = first_person
        self.holds_cue = holds_cue


class EdgeFacts:
    """What stands at an edge: the marks, the word after them, the clause that it opens.

    ``local`` holds what of it does not depend on a cue; ``beyond`` is the word before the marks of a start, the second word
    after an end.
    """

    __slots__ = ("beyond", "clause", "depth", "kind", "local", "marks", "paragraph", "sentence")

    def __init__(
        self,
        marks: str,
        kind: str,
        paragraph: bool,
        sentence: bool,
        depth: int,
        clause: Clause,
        local: tuple[Any, ...],
        beyond: str,
    ) -> None:
        self.marks = marks
        self.kind = kind
        self.paragraph = paragraph
        self.sentence = sentence
        self.depth = depth
        self.clause = clause
        self.local = local
        self.beyond = beyond


class Trait:
    """What edges ask of a word: its kind, and whether a range may begin or end beside it («before», «both», or empty)."""

    __slots__ = ("border", "finite", "is_word", "kind")

    def __init__(self, kind: str, is_word: bool, border: str, finite: bool) -> None:
        self.kind = kind
        self.is_word = is_word
        self.border = border
        self.finite = finite


@lru_cache(maxsize=1)
def _edge_words() -> dict[str, str]:
    """Word → what it is at an edge (``data/edges.tsv``)."""
    lines = files("newsquotes.russian").joinpath("data", "edges.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    known: dict[str, str] = {}
    for word, border in rows:
        known.setdefault(word, border)
    return known


def tense(low: str) -> str:
    """``past`` or ``present``, by the ending of a finite verb: «сказал», «произнёс»."""
    return "past" if low.endswith(_PAST) else "present"


_KINDS = (
    (GERUND, "gerund"),
    (INFINITIVE, "infinitive"),
    (SHORT, "short"),
)


def _kind(w: Word) -> str:
    """The word itself where it tells much, else its part of speech as far as borders depend on it."""
    flags = w.flags
    if flags & PUNCTUATION:
        return "—" if w.text in DASHES else w.text
    if w.low in _edge_words():
        return w.low
    if not flags & NOUN:
        if flags & FINITE:
            return "says" if w.cue is not None else tense(w.low)
        for flag, kind in _KINDS:
            if flags & flag:
                return "saying" if flag == GERUND and w.cue is not None else kind
    if flags & PREPOSITION:
        return "preposition"
    if w.role is not None:
        return "role"
    if w.naming and w.title:
        return "name"
    if flags & PARTICIPLE:
        return "participle"
    if flags & NOUN:
        return "nominative" if w.noun & NOM else "oblique"
    for flag, kind in ((ADJECTIVE, "adjective"), (ADVERB, "adverb"), (PARTICLE, "particle"), (NUMBER, "number")):
        if flags & flag:
            return kind
    return "number" if w.low.isdigit() else "other"


def _trait(w: Word) -> Trait:
    is_word = not w.flags & PUNCTUATION
    border = _edge_words().get(w.low, "")
    return Trait(
        _kind(w),
        is_word,
        "" if border == "itself" or not is_word else border,
        bool(w.flags & FINITE and not w.flags & NOUN),
    )


_TRAITS = Remembered(_trait, size=500, longest=None)
_NO_CLAUSE = Clause()


class Edges:
    """The edges of a document; ``mains`` are the main words of its cues, in order."""

    def __init__(self, view: View, mains: Sequence[int]) -> None:
        self.view = view
        self.size = view.size
        words = view.words
        self.traits = traits = list(map(_TRAITS.__getitem__, words))
        self.kinds = [t.kind for t in traits]
        self._punctuation = [i for i, t in enumerate(traits) if not t.is_word]
        self.next_word, self.last_end = _neighbours(self.size, self._punctuation)
        self.finite_before = list(accumulate([t.finite for t in traits], initial=0))
        self.first_person_before = list(accumulate([w.first_person for w in words], initial=0))
        self.cues_before = _counts(mains, self.size)
        self.bounds = [(self.next_word[a], self.last_end[b]) for a, b in view.sentences]
        # the number of the sentence that holds a token; for the end of the text, the number of sentences
        self.sentence_of = [*view.sentence_of[: self.size], len(self.bounds)]
        self.paragraph_of = view.paragraph_of
        closed = [q for q in view.quoted if q.open >= 0 and q.close >= 0]
        self._opened = sorted(self.next_word[q.first] for q in closed)
        self._closed = sorted(self.last_end[q.last] for q in closed)
        self.quoted: dict[tuple[int, int], Quoted] = {}
        self.openings: dict[int, list[int]] = {}  # sentence → where quoted words begin in it
        self.closings: dict[int, list[int]] = {}
        for q in view.quoted:
            first, last = self.next_word[q.first], self.last_end[q.last]
            if first < last:
                self.quoted[first, last] = q
                self.openings.setdefault(view.sentence_of[first], []).append(first)
                self.closings.setdefault(view.sentence_of[last - 1], []).append(last)
        self._borders: dict[int, tuple[list[int], list[int]]] = {}
        self._marks: dict[int, str] = {}
        self._clauses: dict[int, Clause] = {}
        self._starts: dict[int, EdgeFacts] = {}
        self._ends: dict[int, EdgeFacts] = {}
        self.paragraph_starts = frozenset(self.next_word[a] for a, _ in view.paragraphs)
        self.sentence_starts = frozenset(a for a, _ in self.bounds)
        self.paragraph_ends = frozenset(self.last_end[b] for _, b in view.paragraphs)
        self.sentence_ends = frozenset(b for _, b in self.bounds)

    def range(self, fragments: Iterable[tuple[int, int]]) -> Range:
        """Fragments from word to word, those that only punctuation parts joined, without «что» in front.

        The same words make the same range, however their punctuation was cut.
        """
        found: list[tuple[int, int]] = []
        for first, last in sorted(fragments):
            a, b = self.next_word[first], self.last_end[last]
            if not found and a < b and self.kinds[a] == "что":
                a = self.next_word[a + 1]
            if b <= a:
                continue
            if found and a <= self.next_word[found[-1][1]]:
                found[-1] = (found[-1][0], max(b, found[-1][1]))
            else:
                found.append((a, b))
        return tuple(found)

    def borders(self, n: int) -> tuple[list[int], list[int]]:
        """Where ranges may begin, and where they may end, in sentence ``n``; in order."""
        known = self._borders.get(n)
        if known is None:
            first, last = self.view.sentences[n]
            traits, next_word, last_end = self.traits, self.next_word, self.last_end
            low, high = self.bounds[n]
            starts, ends = {low}, {high}
            for k in range(first, last):
                t = traits[k]
                if not t.is_word:
                    ends.add(last_end[k])
                    starts.add(next_word[k + 1])
                elif t.border:
                    ends.add(last_end[k])
                    starts.add(k)
                    if t.border == "both":
                        starts.add(next_word[k + 1])
            known = self._borders[n] = (
                sorted(s for s in starts if low <= s < high),
                sorted(e for e in ends if low < e <= high),
            )
        return known

    def marks(self, i: int) -> str:
        """The marks right before the word at token ``i``, those of a kind alike."""
        first = self.last_end[i]
        if first == i:
            return ""
        known = self._marks.get(i)
        if known is None:
            known = "".join([self._mark(k) for k in range(first, i)])
            if len(known) > 4:
                known = known[:2] + "~" + known[-2:]
            self._marks[i] = known
        return known

    def _mark(self, k: int) -> str:
        """A mark as guillemets and an em dash would be, whatever the text has."""
        text = self.view.words[k].text
        if text in DASHES:
            return "—"
        if text in QUOTE_MARKS:
            return "«" if k in self.view.opening else "»"
        return text

    def start(self, s: int) -> EdgeFacts:
        """What stands at a start."""
        known = self._starts.get(s)
        if known is None:
            known = self._starts[s] = self._read_start(s)
        return known

    def _read_start(self, s: int) -> EdgeFacts:
        kinds = self.kinds
        marks, clause = self.marks(s), self.clause(s)
        paragraph, sentence = s in self.paragraph_starts, s in self.sentence_starts
        last = self.last_end[s] - 1
        before = "^" if sentence or s == 0 else "word" if marks and not self.traits[last].border else kinds[last]
        title = self.view.words[s].title
        local = (marks, before, kinds[s], title, clause.first_person, clause.holds_cue, paragraph, sentence)
        return EdgeFacts(marks, kinds[s], paragraph, sentence, self.view.depth[s], clause, local, before)

    def end(self, e: int) -> EdgeFacts:
        """What stands at an end."""
        known = self._ends.get(e)
        if known is None:
            known = self._ends[e] = self._read_end(e)
        return known

    def _read_end(self, e: int) -> EdgeFacts:
        kinds, size = self.kinds, self.size
        after = self.next_word[e]
        paragraph, sentence = e in self.paragraph_ends, e in self.sentence_ends
        kind, second, clause = "^", "", _NO_CLAUSE
        if after < size and not sentence:
            following = self.next_word[after + 1]
            kind, second = kinds[after], kinds[following] if following < size else ""
            clause = self.clause(after)
        marks = self.marks(after) if after < size else "$"
        local = (marks, kind, second, kinds[e - 1], clause.first_person, clause.holds_cue, paragraph, sentence)
        return EdgeFacts(marks, kind, paragraph, sentence, self.view.depth[e - 1], clause, local, second)

    def clause(self, i: int) -> Clause:
        """What the words from the word at token ``i`` to the next mark are made of."""
        known = self._clauses.get(i)
        if known is None:
            known = self._clauses[i] = self._read_clause(i)
        return known

    def _read_clause(self, i: int) -> Clause:
        words, traits = self.view.words, self.traits
        verb: Word | None = None
        subject = verb_first = False
        stop = min(self.size, i + _CLAUSE)
        n = bisect_left(self._punctuation, i)
        if n < len(self._punctuation) and self._punctuation[n] < stop:
            stop = self._punctuation[n]
        for k in range(i, stop):
            w = words[k]
            if traits[k].finite:
                verb, verb_first = w, k == i
                break
            if not subject and (w.noun & NOM or w.low in _NOMINATIVE_PRONOUNS):
                subject = k == i or not words[k - 1].flags & PREPOSITION
        own = self.first_person_before[stop] > self.first_person_before[i]
        cue = self.cues_before[stop] > self.cues_before[i]
        return Clause(verb, tense(verb.low) if verb is not None else "", verb_first, subject, own, cue)

    def opened(self, first: int, last: int) -> int:
        """How many closed quoted ranges begin at the words ``[first, last)``."""
        return bisect_left(self._opened, last) - bisect_left(self._opened, first)

    def closed(self, first: int, last: int) -> int:
        """How many end after the words ``(first, last]``."""
        return bisect_left(self._closed, last + 1) - bisect_left(self._closed, first + 1)


def _counts(places: Sequence[int], size: int) -> list[int]:
    """How many of some tokens stand before each place."""
    counts: list[int] = []
    for n, place in enumerate(sorted(places)):
        counts += [n] * (place + 1 - len(counts))
    return counts + [len(places)] * (size + 1 - len(counts))


def _neighbours(size: int, marks: Sequence[int]) -> tuple[list[int], list[int]]:
    """For every place the first word from it on, and the end of the last word before it."""
    last_end = list(range(size + 1))
    for i in marks:
        last_end[i + 1] = last_end[i]
    next_word = [*range(size + 1), size]
    for i in reversed(marks):
        next_word[i] = next_word[i + 1]
    return next_word, last_end
