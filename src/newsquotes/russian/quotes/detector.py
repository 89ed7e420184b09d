"""The quote detector: proposals of the rules, weighed by the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from newsquotes.document import Cue, Document, Layout, Quote
from newsquotes.errors import ConfigError, did_you_mean
from newsquotes.russian.confidence import ConfidenceModel, graded
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.language import Recipe, language_of
from newsquotes.russian.quotes.cueless import CUELESS_NAMES
from newsquotes.russian.quotes.finder import proposals, without_relays
from newsquotes.russian.quotes.judgement import probability
from newsquotes.russian.quotes.proposal import Proposal, is_speech
from newsquotes.russian.quotes.rules import TRAITS
from newsquotes.russian.quotes.stance import mode_of, stance_of
from newsquotes.russian.reading.cues import cues_in
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.view import View, view_of
from newsquotes.spans import Span
from newsquotes.stages import Decision

LEAST = 0.4
"""The probability from which a proposal is taken by default: where F1 is highest on the development set."""

RULE_NAMES = frozenset(TRAITS) | CUELESS_NAMES
"""The names of all rules."""

_LAYOUTS: dict[str, Layout] = {"interview": "interview", "dialogue": "dialogue"}


class QuoteDetector:
    """Finds quotations by rules and lexicon, weighed by a log-linear model.

    ``min_confidence`` drops quotations whose detection confidence is lower. ``without`` names rules that are left out, as
    ``quote.rule`` shows them; another detector can take their place. ``lexicon`` is a TOML file that adds and
    removes cues and roles (see :func:`newsquotes.russian.lexicon.lexicon_from`), ``model`` and ``confidence`` are other
    models than those that ship with newsquotes.
    """

    needs = ("morphs.pos", "morphs.feats")

    def __init__(
        self,
        *,
        min_confidence: float = LEAST,
        without: Iterable[str] = (),
        lexicon: str | Path | Recipe = None,
        model: Mapping[str, Any] | None = None,
        confidence: ConfidenceModel | None = None,
    ) -> None:
        self.min_confidence = min_confidence
        self.without = frozenset(without)
        if unknown := sorted(self.without - RULE_NAMES):
            raise ConfigError(f"there is no rule {unknown[0]!r}; {did_you_mean(unknown[0], RULE_NAMES)}")
        self.language = language_of(lexicon)
        self.model = shipped_model("quotes") if model is None else model
        self.confidence = shipped_model("confidence") if confidence is None else confidence

    def __call__(self, doc: Document) -> list[Quote]:
        """The quotations of a document, without speakers."""
        view = view_of(doc, self.language)
        return [graded(view, quote, self.confidence) for quote in self.found(doc)]

    def found(self, doc: Document) -> list[Quote]:
        """The same, with the probabilities of the choice in place of calibrated confidences (for training)."""
        view, proposed = self._proposed(doc)
        kept = [c for c in proposed if c.score >= self.min_confidence]
        return [_quote(view, c) for c in without_relays(view, kept)]

    def _proposed(self, doc: Document) -> tuple[View, list[Proposal]]:
        view = view_of(doc, self.language)
        weights = self.model["weights"]
        return view, [attrs.evolve(c, score=probability(view, c, weights)) for c in proposals(view, self.without)]

    def explain(self, doc: Document) -> Iterator[Decision]:
        """What became of every cue and every pair of quote marks, in the order of the text."""
        view, proposed = self._proposed(doc)
        kept = {id(c) for c in without_relays(view, [c for c in proposed if c.score >= self.min_confidence])}
        decisions = [*self._cue_decisions(view, proposed, kept), *self._mark_decisions(view, proposed, kept)]
        yield from sorted(decisions, key=lambda d: (d.span.start, d.span.end))

    def _cue_decisions(self, view: View, proposed: list[Proposal], kept: set[int]) -> Iterator[Decision]:
        by_cue = {c.cue.main: c for c in proposed if c.cue is not None}
        for first, last in view.sentences:
            for cue in cues_in(view, first, last):
                span = view.span(cue.start, cue.ranges[0][1])
                candidate = by_cue.get(cue.main)
                if candidate is None:
                    yield Decision(
                        span, "cue", "rejected", f"no words that «{cue.entry.lemma}» could attribute stand beside it"
                    )
                else:
                    yield self._verdict(view, candidate, kept, span, "cue")

    def _mark_decisions(self, view: View, proposed: list[Proposal], kept: set[int]) -> Iterator[Decision]:
        for q in view.quoted:
            span = view.span(q.first, q.last)
            holders = [c for c in proposed if any(a <= q.first and q.last <= b for a, b in c.content)]
            best = max(holders, key=lambda c: (id(c) in kept, c.score), default=None)
            if best is not None:
                yield self._verdict(view, best, kept, span, "quote marks")
            else:
                yield Decision(span, "quote marks", "rejected", _why_not(view, q))

    def _verdict(self, view: View, c: Proposal, kept: set[int], span: Span, kind: str) -> Decision:
        words = " … ".join(view.text(a, b) for a, b in c.content)
        source = f", source «{view.text(c.source.start, c.source.end)}»" if c.source is not None else ", no source"
        shown = f"«{words if len(words) <= 80 else words[:80] + '…'}»{source}"
        if id(c) in kept:
            return Decision(span, kind, "accepted", f"{shown}: probability {c.score:.2f}", c.rule)
        if c.score >= self.min_confidence:
            return Decision(
                span, kind, "rejected", f"{shown}: an outlet that relays a quotation of the same sentence", c.rule
            )
        return Decision(
            span, kind, "rejected", f"{shown}: probability {c.score:.2f} is below {self.min_confidence:.2f}", c.rule
        )


def _why_not(view: View, q: Quoted) -> str:
    if not is_speech(view, q):
        return "a name, a title or a term: short, without a verb, and no cue takes it"
    if q.repair == "unopened":
        return "a closing mark that nothing opens, and no attribution follows"
    return "no cue attributes it, and no quotation before it goes on"


def _quote(view: View, c: Proposal) -> Quote:
    cue = Cue()
    if c.cue is not None:
        cue = Cue(tuple(view.span(a, b) for a, b in c.cue.ranges), c.cue.entry.lemma)
    return Quote(
        content=tuple(view.span(a, b) for a, b in c.content),
        cue=cue,
        source=view.span(c.source.start, c.source.end) if c.source is not None else None,
        type=c.type,
        mode=mode_of(view, c),
        stance=stance_of(view, c),
        detection_confidence=round(c.score, 4),
        rule=c.rule,
        layout=_LAYOUTS.get(c.rule, "prose"),
        continues=c.rule == "continuation",
        anaphoric=c.rule == "anaphoric",
        extractor="russian",
    )
