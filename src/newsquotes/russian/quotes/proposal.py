"""A proposed quotation, and what marked words are: words said, a fragment, a name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from newsquotes.document import QuoteType
from newsquotes.russian.lexicon import CueEntry
from newsquotes.russian.reading.clauses import (
    has_verb,
)
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import (
    ADJECTIVE,
    ADVERB,
    ANIMATE,
    FINITE,
    NOM,
    NOUN,
    PRONOUN,
    SHORT,
    TERMINALS,
    VERBAL,
)
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.view import View

NO_ENTRY = CueEntry("", "verb", frozenset())
"""The entry of a verb that is no cue, for asking who its subject is."""


class Trait:
    """What the search and the other rules need to know of a rule, as bits."""

    NONE: Final = 0
    OWN_SEGMENT: Final = 1  # the source stands in the segment of the cue, after the words said
    OWN_SUBJECT: Final = 2  # the cue shares no subject with the verb before it
    REFERS_BACK: Final = 4  # the words are in a sentence before
    INSERTED: Final = 8  # the attribution is put into the words
    WITHIN_MARKS: Final = 16  # several attributions may share the marks
    RELAYABLE: Final = 32  # an outlet as the source may only relay what another cue of the sentence attributes
    SELF_ATTRIBUTED: Final = 64  # the rule knows the source itself
    OF_NOUN: Final = 128  # the words hang on a noun
    TURN: Final = 256  # the words are a turn of a talk
    DASHED: Final = 512  # a dash opens the words, not marks
    CONTINUES: Final = 1024  # the words go on with those of the running speaker
    SET_OFF: Final = 2048  # quote marks, a dash or a colon in the cue's paragraph set the words off


def _fragments(content: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple(content)


@attrs.define(on_setattr=attrs.setters.NO_OP)
class Proposal:
    """A proposed quotation, in token indices.

    ``claims`` are the first tokens of the marked words that are the proposal's own; ``absorbed`` the starts of other cues
    of the sentence that are part of its attribution («сообщает ТАСС со ссылкой на МВД»).
    """

    rule: str
    content: tuple[tuple[int, int], ...] = attrs.field(converter=_fragments)
    cue: CueAt | None
    source: Phrase | None
    type: QuoteType
    quoted: Quoted | None = None
    claims: tuple[int, ...] = ()
    absorbed: tuple[int, ...] = ()
    score: float = 0.5

    def scored(self, score: float) -> Proposal:
        """The same with another probability; ``attrs.evolve`` takes four times as long."""
        return Proposal(
            self.rule,
            self.content,
            self.cue,
            self.source,
            self.type,
            self.quoted,
            self.claims,
            self.absorbed,
            score,
        )


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


def is_term(view: View, q: Quoted) -> bool:
    """Whether a lone noun in marks names what the author speaks of too: «штамм «омикрон»», «что «дельта» опаснее»."""
    w = view.words[q.first]
    if q.last - q.first != 1 or q.open < 1 or not w.noun & NOM or w.flags & (VERBAL | ADJECTIVE) or q.close + 1 >= view.size:
        return False
    before, after = view.words[q.open - 1], view.words[q.close + 1]
    if before.flags & NOUN and not before.flags & (PRONOUN | VERBAL) and not before.title and not before.flags & ANIMATE:
        return True
    return before.low in ("что", ",") and bool(after.flags & (FINITE | ADVERB | SHORT))


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
