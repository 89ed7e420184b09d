"""The choice: for every cue the best of many ranges, or none.

Rules propose (:mod:`newsquotes.russian.quotes.finder`), ranges around the cue rival them
(:mod:`newsquotes.russian.quotes.ranges`), a trained linear model scores all against «none», and a second one
(:mod:`newsquotes.russian.quotes.keep`) says how likely the best one is right.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from newsquotes.russian.quotes.contents import proposal_of
from newsquotes.russian.quotes.edges import Edges, Range
from newsquotes.russian.quotes.judgement import Judged
from newsquotes.russian.quotes.keep import NEAR, Outcome, evidence, logit, weighed
from newsquotes.russian.quotes.models import QuoteModels
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.quotes.range_features import AnchorFacts, bucket, form_of, overlap
from newsquotes.russian.quotes.ranges import Anchor, anchored, spread_of
from newsquotes.russian.quotes.templates import Facts, Tables
from newsquotes.russian.reading.cues import CueAt, cues_of
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.subjects import source_of
from newsquotes.russian.reading.view import View

SHAPED = 5
"""Ranges whose whole is scored: the best ones by their edges alone."""


class Rival(NamedTuple):
    """A range with its score."""

    range: Range
    score: float


class Scored:
    """A cue with its best ranges, the best first, and the score of its attributing nothing."""

    __slots__ = ("facts", "judged", "none", "rivals", "sure")

    def __init__(
        self,
        facts: AnchorFacts,
        judged: Sequence[str],
        rivals: list[Rival],
        none: float,
        sure: bool = False,
    ) -> None:
        self.facts = facts
        self.judged = judged
        self.rivals = rivals
        self.none = none
        self.sure = sure  # what the rules propose, without rivals

    @property
    def anchor(self) -> Anchor:
        """The cue and its place."""
        return self.facts.anchor

    @property
    def some(self) -> float:
        """The probability that the cue attributes one of the ranges."""
        scores = [r.score for r in self.rivals]
        top = max(self.none, scores[0])
        total = sum([math.exp(s - top) for s in scores])
        return total / (total + math.exp(self.none - top))

    @property
    def best(self) -> float:
        """The probability of the best range among the ranges."""
        return 1.0 / sum([math.exp(r.score - self.rivals[0].score) for r in self.rivals])


class Candidate:
    """A cue with what the rules propose for it, before its ranges are looked for."""

    __slots__ = ("cue", "edges", "judged", "others", "proposals", "sentence")

    def __init__(
        self,
        edges: Edges,
        cue: CueAt,
        sentence: int,
        proposals: list[tuple[Proposal, Range]],
        judged: Sequence[str],
        others: Mapping[Range, int],
    ) -> None:
        self.edges = edges
        self.cue = cue
        self.sentence = sentence
        self.proposals = proposals
        self.judged = judged
        self.others = others

    def glance(self) -> Facts:
        """The facts of the cue and the words beside it."""
        edges, cue = self.edges, self.cue
        entry, words = cue.entry, edges.view.words
        w = words[cue.main]
        before, after = edges.last_end[cue.start], edges.next_word[cue.end]
        at_a_glance = (
            entry.kind if entry.kind != "verb" else form_of(w),
            entry.lemma,
            "^" if cue.start <= edges.bounds[self.sentence][0] else edges.marks(cue.start) or edges.kinds[before - 1],
            "$" if after >= edges.bounds[self.sentence][1] else edges.marks(after) or edges.kinds[after],
            bucket(int(entry.reliability * 100), (15, 30, 50, 70, 85, 95)),
            edges.view.depth[cue.main],
            words[cue.start].low == "не",
        )
        return (at_a_glance,)

    def facts(self) -> AnchorFacts:
        """The cue with its source and what is around it."""
        anchor = anchored(self.edges, self.cue, self.sentence, self._source(), self.proposals)
        return AnchorFacts(self.edges, anchor, self.others)

    def _source(self) -> Phrase | None:
        if self.proposals:
            return self.proposals[0][0].source
        view = self.edges.view
        return self.cue.source or source_of(view, self.cue, view.sentences[self.sentence], False)


def all_cues(view: View) -> list[tuple[int, CueAt]]:
    """Every cue with the number of its sentence."""
    return [(n, cue) for n, cues in enumerate(cues_of(view)) for cue in cues]


def edges_of(view: View) -> Edges:
    """The edges of a document, made once."""
    return view.once("edges", lambda v: Edges(v, [cue.main for _, cue in all_cues(v)]))


def candidates(view: View, judged: Sequence[Judged]) -> list[Candidate]:
    """Every cue of the document with what the rules propose for it."""
    cues = all_cues(view)
    edges = edges_of(view)
    proposed: dict[int, list[tuple[Proposal, Range]]] = {}
    features: dict[int, Sequence[str]] = {}
    others: dict[Range, int] = {}
    absorbed: set[int] = set()
    for j in judged:
        absorbed.update(j.proposal.absorbed)
        cue = j.proposal.cue
        if cue is not None and (r := edges.range(j.proposal.content)):
            proposed.setdefault(cue.main, []).append((j.proposal, r))
            features.setdefault(cue.main, j.features)
            others.setdefault(r, cue.main)
    found = []
    for n, cue in cues:
        if cue.start in absorbed:
            continue
        proposals = proposed.get(cue.main, [])
        at = proposals[0][0].cue or cue if proposals else cue
        found.append(Candidate(edges, at, n, proposals, features.get(cue.main, ()), others))
    return found


def undoubted(models: QuoteModels, facts: AnchorFacts, judged: Sequence[str], endless: bool = False) -> Scored | None:
    """What the rules propose for a cue, where no rival is likely to be better, or none is looked for; else ``None``."""
    proposal, r = facts.anchor.proposals[0]
    both: complex = models.proposal_tables.range(facts.of(r))
    score, none = both.real, facts.none(models.range_tables, judged)
    doubts = models.doubts
    doubt = both.imag + doubts["margin"] * (score - none) + doubts["rules"] * logit(proposal.score)
    return Scored(facts, judged, [Rival(r, score)], none, sure=True) if endless or doubt < doubts["sure"] else None


def scored(tables: Tables, facts: AnchorFacts, judged: Sequence[str]) -> Scored | None:
    """A cue's best ranges; ``None`` where it has none at all.

    Every edge is scored once, and the whole of those ranges alone that their edges put first, and of the proposals.
    """
    rated = _rated(tables, facts)
    if not rated:
        return None
    order = sorted([(score, r) for r, score in rated.items()], reverse=True)
    proposed = {_flat(r) for _, r in facts.anchor.proposals}
    kept = order[:SHAPED] + [(a, r) for a, r in order[SHAPED:] if r in proposed]
    rivals = [_as_a_whole(tables, facts, _fragments(r), a) for a, r in kept]
    rivals.sort(key=lambda rival: (-rival.score, rival.range))
    return Scored(facts, judged, rivals, facts.none(tables, judged))


def _as_a_whole(tables: Tables, facts: AnchorFacts, r: Range, edges: float) -> Rival:
    return Rival(r, edges + (tables.shape(facts.whole(r)) + tables.before(facts.before(r))))


def _rated(tables: Tables, facts: AnchorFacts) -> dict[tuple[int, ...], float]:
    """The ranges of a cue, flat, with what their edges and gaps say."""
    spread = spread_of(facts.edges, facts.anchor)
    ranges = [*spread.ranges, *[r for _, r in facts.anchor.proposals]]
    begin, finish, between = tables.start, tables.end, tables.gap
    starts = {s: begin(facts.start(s)) for s in {s for some, _ in spread.products for s in some} | {r[0][0] for r in ranges}}
    ends = {e: finish(facts.end(e)) for e in {e for _, some in spread.products for e in some} | {r[-1][1] for r in ranges}}
    rated: dict[tuple[int, ...], float] = {}
    for some, others in spread.products:
        scores = [(e, ends[e]) for e in others]
        for s in some:
            a = starts[s]
            for e, b in scores:
                if e > s:
                    rated[s, e] = a + b
    for some, x, y, others in spread.pairs:
        gap = between(facts.gap(x, y))
        scores = [(e, ends[e]) for e in others]
        for s in some:
            a = starts[s]
            for e, b in scores:
                rated[s, x, y, e] = a + b + gap
    for r in ranges:
        total = starts[r[0][0]] + ends[r[-1][1]]
        for one, other in pairwise(r):
            total += between(facts.gap(one[1], other[0]))
        rated[_flat(r)] = total
    return rated


def _flat(r: Range) -> tuple[int, ...]:
    return tuple([edge for fragment in r for edge in fragment])


def _fragments(flat: tuple[int, ...]) -> Range:
    return tuple(zip(flat[::2], flat[1::2], strict=True))


class Choice:
    """What was chosen for a cue: the proposal that the best range makes, its probability, and the ranges that it beat."""

    __slots__ = ("proposal", "scored", "weights")

    def __init__(self, scored: Scored, proposal: Proposal, weights: Mapping[str, float]) -> None:
        self.scored = scored
        self.proposal = proposal
        self.weights = weights  # that scored the ranges


def choices(view: View, judged: Sequence[Judged], models: QuoteModels) -> list[Choice]:
    """For every cue that could attribute something the best range and how likely it is right.

    Two small models spare most cues the search: what the rules propose nothing for must pass a gate, and what they propose
    stands where a rival is not likely to be better. In an endless sentence nothing else is looked at.
    """
    weights = models.model["ranges"]
    endless = frozenset(view.endless)
    found: list[Scored] = []
    for candidate in candidates(view, judged):
        if candidate.proposals:
            facts = candidate.facts()
            one = undoubted(models, facts, candidate.judged, candidate.sentence in endless)
            one = one or scored(models.range_tables, facts, candidate.judged)
        elif candidate.sentence not in endless and models.gate(candidate.glance()) > models.closed:
            one = scored(models.range_tables, candidate.facts(), candidate.judged)
        else:
            continue
        if one is not None:
            found.append(one)
    outcomes = [Outcome(s.some, s.best, s.rivals[0].range, s.anchor.sentence) for s in found]
    chosen = []
    for i, s in enumerate(found):
        proposals = s.anchor.proposals
        told = evidence(outcomes, i, proposals[0][1] if proposals else None, proposals[0][0].score if proposals else 0.0)
        r = s.rivals[0].range
        total = weighed(models.keep, told) + models.keep["bias"]
        probability = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
        chosen.append(Choice(s, proposal_of(s.facts, r).scored(probability), weights))
    return chosen


def parts(tables: Tables, facts: AnchorFacts, judged: Sequence[str], r: Range) -> Any:
    """What everything that is known of a range says: its edges, its gaps, its whole, and «none»."""
    return facts.none(tables, judged) + tables.range(facts.of(r))


SAME = 0.7
"""The overlap from which two contents are one quotation."""


def compatible(edges: Edges, found: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, the most probable first, without those that repeat or cross one before; in the order of the text.

    Where the same words are found with a cue and without one, the cue is told.
    """
    ranges = [edges.range(c.content) for c in found]
    with_cue = {own for own, c in zip(ranges, found, strict=True) if c.cue is not None}
    kept: list[tuple[Range, int]] = []
    taken: list[Proposal] = []
    for i in sorted(range(len(found)), key=lambda i: (-found[i].score, i)):
        own = ranges[i]
        if found[i].cue is None and own in with_cue:
            continue
        at = bisect_left(kept, (own, i))
        near = kept[max(0, at - NEAR) : at + NEAR]
        if own and not any(_clash(own, other) for other, _ in near):
            kept.insert(at, (own, i))
            taken.append(found[i])
    return taken


def _clash(own: Range, other: Range) -> bool:
    shared = overlap(own, other)
    if shared >= SAME:
        return True
    return shared > 0.1 and not _within(own, other) and not _within(other, own)


def _within(inner: Range, outer: Range) -> bool:
    return all(any(a <= x and y <= b for a, b in outer) for x, y in inner)
