"""Why a cue or a pair of quote marks became a quotation, or did not, in words for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsquotes.russian.quotes.choice import Choice, all_cues, parts
from newsquotes.russian.quotes.edges import Range
from newsquotes.russian.quotes.proposal import Proposal, is_speech
from newsquotes.russian.quotes.range_features import Tables
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.view import View
from newsquotes.spans import Span
from newsquotes.stages import Decision

_RIVALS = 2
_FEATURES = 4


def decisions(
    view: View, chosen: Sequence[Choice], found: Sequence[Proposal], kept: Sequence[Proposal], least: float
) -> list[Decision]:
    """What became of every cue and every pair of quote marks, in the order of the text."""
    verdicts = _Verdicts(view, chosen, found, {id(p) for p in kept}, least)
    made = [*verdicts.of_cues(), *verdicts.of_marks()]
    return sorted(made, key=lambda d: (d.span.start, d.span.end))


class _Verdicts:
    def __init__(
        self, view: View, chosen: Sequence[Choice], found: Sequence[Proposal], kept: set[int], least: float
    ) -> None:
        self.view = view
        self.chosen = {id(c.proposal): c for c in chosen}
        self.found = found
        self.kept = kept
        self.least = least

    def of_cues(self) -> Iterator[Decision]:
        """One decision a cue."""
        by_cue = {p.cue.main: p for p in self.found if p.cue is not None}
        for _, cue in all_cues(self.view):
            span = self.view.span(cue.start, cue.ranges[0][1])
            proposal = by_cue.get(cue.main)
            if proposal is not None:
                yield self._verdict(proposal, span, "cue")
            else:
                reason = f"no words that «{cue.entry.lemma}» could attribute stand beside it"
                yield Decision(span, "cue", "rejected", reason)

    def of_marks(self) -> Iterator[Decision]:
        """One decision a pair of quote marks."""
        for q in self.view.quoted:
            span = self.view.span(q.first, q.last)
            holders = [p for p in self.found if any(a <= q.first and q.last <= b for a, b in p.content)]
            best = max(holders, key=lambda p: (id(p) in self.kept, p.score), default=None)
            if best is not None:
                yield self._verdict(best, span, "quote marks")
            else:
                yield Decision(span, "quote marks", "rejected", _why_not(self.view, q))

    def _verdict(self, p: Proposal, span: Span, kind: str) -> Decision:
        view = self.view
        source = f", source «{view.text(p.source.start, p.source.end)}»" if p.source is not None else ", no source"
        shown = f"{_shown(view, p.content)}{source}"
        rivals = self._rivals(p)
        if id(p) in self.kept:
            return Decision(span, kind, "accepted", f"{shown}: probability {p.score:.2f}{rivals}", p.rule)
        if p.score >= self.least:
            reason = f"{shown}: another quotation has these words, or an outlet only relays them"
            return Decision(span, kind, "rejected", f"{reason}{rivals}", p.rule)
        return Decision(
            span, kind, "rejected", f"{shown}: probability {p.score:.2f} is below {self.least:.2f}{rivals}", p.rule
        )

    def _rivals(self, p: Proposal) -> str:
        """The next best ranges of the cue, and the features that put the best one before the second."""
        choice = self.chosen.get(id(p))
        if choice is None or len(choice.scored.rivals) < 2:
            return ""
        best, *others = choice.scored.rivals[: 1 + _RIVALS]
        shown = ", ".join(f"{_shown(self.view, r.range)} {r.score - best.score:+.1f}" for r in others)
        return f"; rivals {shown}; decided by {', '.join(_deciding(choice, best.range, others[0].range))}"


def _deciding(choice: Choice, best: Range, other: Range) -> list[str]:
    """The features whose weights part two ranges most, with what they weigh."""
    tables, scored = Tables.named(), choice.scored
    weights = choice.weights
    sums: dict[str, float] = {}
    for r, sign in ((best, 1.0), (other, -1.0)):
        for name in parts(tables, scored.facts, scored.judged, r):
            sums[name] = sums.get(name, 0.0) + sign * weights.get(name, 0.0)
    most = sorted(sums, key=lambda name: (-abs(sums[name]), name))[:_FEATURES]
    return [f"{name} {sums[name]:+.1f}" for name in most]


def _shown(view: View, fragments: Sequence[tuple[int, int]]) -> str:
    words = " … ".join(view.text(a, b) for a, b in fragments)
    return f"«{words if len(words) <= 80 else words[:80] + '…'}»"


def _why_not(view: View, q: Quoted) -> str:
    if not is_speech(view, q):
        return "a name, a title or a term: short, without a verb, and no cue takes it"
    if q.repair == "unopened":
        return "a closing mark that nothing opens, and no attribution follows"
    return "no cue attributes it, and no quotation before it goes on"
