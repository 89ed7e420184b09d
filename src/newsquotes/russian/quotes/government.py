"""Whom a cue attributes to."""

from __future__ import annotations

import attrs

from newsquotes.russian.quotes.proposal import Proposal, Trait, is_outlet, minus
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import FINITE, GERUND, PLACE
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.speakable import REPORTERS
from newsquotes.russian.reading.subject_search import subject_of_previous
from newsquotes.russian.reading.subjects import source_of
from newsquotes.russian.reading.view import View

_SUCH = frozenset("такой этот подобный данный соответствующий".split())
_REPORTING = REPORTERS | {"собкор", "ведущий"}


def attributed(s: Situation, traits: int) -> Phrase | None:
    """Who the cue attributes to; coordinated verbs and gerunds share the subject of the verb before."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    w = words[cue.main]
    within = scope
    start = s.segment
    if traits & Trait.OWN_SEGMENT:
        within = (start, scope[1])
    if traits & Trait.REFERS_BACK and words[scope[0]].lemma in _SUCH:
        # «Такой прогноз озвучил X»: the subject is not what refers back
        maker = source_of(view, cue, (cue.start, scope[1]), True)
        if maker is not None:
            return maker
    gerund = bool(w.flags & GERUND) and not w.flags & FINITE
    lead = words[start] if start < cue.start else None
    joined = (
        (lead is not None and lead.low in ("и", "но", "а", "однако", "также", "затем"))
        or words[cue.start - 1].low in ("и", "но", "также", "однако", "а")
        if cue.start > scope[0]
        else False
    )
    if (gerund or joined) and not traits & Trait.OWN_SUBJECT:
        shared = _shared_source(s)
        own = None if gerund else source_of(view, cue, (start, scope[1]), False)
        if own is None and shared is not None:
            return shared
        if own is not None and not (words[own.head].flags & PLACE and words[own.head].role is None):
            return own
        if not gerund and (previous := subject_of_previous(view, cue, scope)) is not None:
            return previous
    return source_of(view, cue, within, s.inverted)


def _shared_source(s: Situation) -> Phrase | None:
    """The source of the nearest finite cue before this one in the sentence whose subject agrees."""
    view, words, cue = s.view, s.words, s.cue
    subject = words[cue.main].subject
    for c, candidate in reversed(s.earlier):
        if (
            c.main < cue.main
            and candidate.source is not None
            and c.entry.reliability >= 0.5
            and words[c.main].flags & FINITE
            and view.depth[c.main] == view.depth[cue.main]
        ) and (not subject or words[c.main].subject & subject):
            return candidate.source
    return None


def referred(s: Situation, end: int) -> CueAt | None:
    """«по данным «Труда» со ссылкой на МЧС»: the cue with the reference that follows its source at ``end``."""
    for other in s.cues:
        if other.start == end and other.source is not None and s.words[end].low == "со":
            origin = other.source
            source = Phrase(end + 3, origin.end, origin.head, origin.mask, origin.name)
            return CueAt(s.cue.entry, (*s.cue.ranges, (end, end + 3)), s.cue.main, source)
    return None


def _relays(view: View, source: Phrase) -> bool:
    """Whether a source may only pass on what others say: an outlet, a body, who reports for them."""
    if is_outlet(view, source):
        return True
    head = view.words[source.head]
    if source.name is not None:
        return False
    return head.role is None or head.role.kind != "person" or head.role.lemma in _REPORTING


def with_reference(s: Situation, proposal: Proposal, traits: int) -> Proposal:
    """«сообщает ТАСС со ссылкой на МВД»: the source is the one referred to, the cue has two parts."""
    cue, source = proposal.cue, proposal.source
    if cue is None or source is None:
        return proposal
    view, words = s.view, s.words
    relays = _relays(view, source)
    absorbed: list[int] = []
    for other in s.cues:
        origin = other.source
        if (
            other.entry.kind != "preposition"
            or origin is None
            or words[other.start].low not in ("со", "ссылаясь")
            or len(cue.ranges) != 1
            or abs(other.start - cue.end) > 14
            or view.depth[other.start] != view.depth[cue.main]
        ):
            continue
        if not relays and not origin.start <= source.start < origin.end:
            if words[other.start].low == "ссылаясь":
                absorbed.append(other.start)  # «Мэр, ссылаясь на погоду, заявил»: the mayor speaks
            continue
        if not traits & Trait.INSERTED and any(a <= other.start < b for a, b in proposal.content):
            continue
        first = other.start
        of_three = words[first].low == "со" and words[first + 1].low != "слов"  # «со ссылкой на»
        reference = first, first + (3 if of_three else 2)
        return attrs.evolve(
            proposal,
            cue=CueAt(cue.entry, tuple(sorted((*cue.ranges, reference))), cue.main),
            source=Phrase(reference[1], origin.end, origin.head, origin.mask, origin.name),
            content=[c for a, b in proposal.content for c in minus((a, b), (reference[0], origin.end))],
            absorbed=(*absorbed, other.start),
        )
    return attrs.evolve(proposal, absorbed=tuple(absorbed)) if absorbed else proposal
