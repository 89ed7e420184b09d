"""What a rule looks at: one cue of one sentence, where its words may stand, and what the cues before it have got."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar

import attrs

from newsquotes.russian.quotes.complements import colon_after, complement_at
from newsquotes.russian.quotes.proposal import Proposal, is_speech
from newsquotes.russian.reading.clauses import is_gerund_clause, segment_start
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import ADVERB, CONJUNCTION, DASHES, PARTICLE, PREPOSITION
from newsquotes.russian.reading.phrases import phrase_at
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

T = TypeVar("T")


class _Once(Generic[T]):
    """What an object works out when it is first asked; ``functools.cached_property`` takes a lock for it."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, held: Any, kind: Any = None) -> T:
        made = held.__dict__[self._name] = self._make(held)
        return made


@attrs.define(slots=False, eq=False)
class Situation:
    """One cue among the ``cues`` of sentence number ``sentence``.

    ``mains`` are the main words of the sentence's verbal cues; ``scope`` the tokens in which its words, source and subject
    may stand; ``earlier`` the proposals of the sentence that were made before; ``claimed`` the first tokens of the marked
    words that a proposal has taken already.
    """

    view: View
    cue: CueAt
    cues: Sequence[CueAt]
    mains: AbstractSet[int]
    sentence: int
    scope: tuple[int, int]
    earlier: Sequence[tuple[CueAt, Proposal]] = ()
    claimed: AbstractSet[int] = frozenset()

    words: list[Word] = attrs.field(init=False)  # of the document

    @words.default
    def _words_of(self) -> list[Word]:
        return self.view.words

    @_Once
    def segment(self) -> int:
        """Where the cue's segment begins: after a comma, a dash, or the mark that closes words said."""
        view, cue = self.view, self.cue
        level = view.depth[cue.main]
        start = segment_start(view, cue.start, self.scope[0], level)
        closers = view.closers
        for n in range(bisect_left(closers, cue.start) - 1, -1, -1):
            k = closers[n]
            if k < start:
                break
            if view.depth[k] <= level and any(is_speech(view, q) for q in view.closing[k]):
                return k + 1
        if start - 1 > self.scope[0] and self.words[start - 1].text == ",":
            before = segment_start(view, start - 1, self.scope[0], level)
            if self.words[before - 1].text in DASHES and is_gerund_clause(view, before, start - 1):
                return before  # «A, — улыбаясь, говорит X»
        return start

    @_Once
    def complement(self) -> tuple[int, str] | None:
        """The conjunction that opens what the cue governs, and its kind."""
        return complement_at(self.view, self.cue, self.cues, self.scope)

    @_Once
    def colon(self) -> int | None:
        """The colon that opens what the cue introduces."""
        return colon_after(self.view, self.cue, self.view.paragraphs[self.view.paragraph_of[self.cue.main]][1])

    @property
    def inverted(self) -> bool:
        """Whether the verb opens its segment, so that its subject follows."""
        words, cue = self.view.words, self.cue
        k = self.segment
        while k < cue.start and (
            (words[k].flags & (ADVERB | PARTICLE | CONJUNCTION) and not words[k].noun)
            or words[k].low in ("как", "и", "а", "но")
        ):
            k += 1
        if k == cue.start:
            return True
        # «Об этом сообщил X», «В среду сообщил X»
        if words[k].flags & PREPOSITION:
            group = phrase_at(self.view, k + 1, cue.start)
            return group is not None and group.end == cue.start
        return False


@attrs.frozen(eq=False)
class Rest:
    """What a rule without a cue looks at: the document, what is proposed already, and the marked words that are claimed."""

    view: View
    found: Sequence[Proposal]
    claimed: AbstractSet[int]


def scope_of(view: View, cue: CueAt, sentence: int) -> tuple[int, int]:
    """The sentence of a cue, within the quoted range or the brackets that hold the cue."""
    first, last = view.sentences[sentence]
    q = view.holder(cue.start)
    if q is not None and cue.end <= q.last:
        first, last = max(first, q.first), min(last, q.last)
    for a, b in view.once("brackets by sentence", _brackets_by_sentence).get(sentence, ()):
        if a <= cue.start and cue.end <= b:
            first, last = max(first, a), min(last, b)
    return first, last


def _brackets_by_sentence(view: View) -> dict[int, list[tuple[int, int]]]:
    result: dict[int, list[tuple[int, int]]] = {}
    for a, b in view.brackets:
        result.setdefault(view.sentence_of[a], []).append((a, b))
    return result
