"""A proposed quotation, and what marked words are: words said, a fragment, a name."""

from __future__ import annotations

import attrs

from newsquotes.document import QuoteType
from newsquotes.russian.lexicon import CueEntry
from newsquotes.russian.reading.clauses import (
    has_verb,
)
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import (
    TERMINALS,
)

NO_ENTRY = CueEntry("", "verb", frozenset())
"""The entry of a verb that is no cue, for asking who its subject is."""


@attrs.define
class Proposal:
    """A proposed quotation, in token indices."""

    rule: str
    content: list[tuple[int, int]]
    cue: CueAt | None
    source: Phrase | None
    type: QuoteType
    quoted: Quoted | None = None
    score: float = 0.5


def is_speech(view: View, q: Quoted) -> bool:
    """Whether marked words are words said rather than a name: a sentence, or a longer run with a verb."""
    words = view.words
    length = q.last - q.first
    if length <= 0:
        return False
    last = words[q.last - 1]
    if last.text in TERMINALS or last.text[0] in "!?…" or last.text == ",":
        return length >= 2
    if has_verb(view, q.first, q.last):
        return length >= 3
    return length >= 8


def is_fragment(view: View, q: Quoted) -> bool:
    """Whether marked words within a sentence are the speaker's own words rather than a name: lower case, or a verb."""
    words = view.words
    if q.last <= q.first:
        return False
    first = words[q.first]
    if has_verb(view, q.first, q.last) and q.last - q.first >= 2:
        return True
    if first.title:
        return q.last - q.first >= 7
    return True


def minus(a: tuple[int, int], b: tuple[int, int]) -> list[tuple[int, int]]:
    """The range ``a`` without ``b``."""
    if b[0] >= a[1] or b[1] <= a[0]:
        return [a]
    return [r for r in ((a[0], b[0]), (b[1], a[1])) if r[1] > r[0]]


def is_outlet(view: View, source: Phrase) -> bool:
    """Whether a source is a medium."""
    role = view.words[source.head].role
    if role is not None and role.kind == "outlet":
        return True
    low = view.text(source.start, source.end).lower().replace("ё", "е").strip('«»"„“” ')
    return low in view.lexicon.outlets or view.words[source.head].low in view.lexicon.outlets
