"""The quote detector: rules propose, ranges rival them, models choose and say how likely the choice is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsquotes.document import Cue, Document, Layout, Quote
from newsquotes.rules import QuoteRule
from newsquotes.russian.confidence import ConfidenceModel, graded
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.language import Recipe, language_of
from newsquotes.russian.quotes.choice import Choice, choices, compatible, edges_of
from newsquotes.russian.quotes.explanations import Listening, decisions
from newsquotes.russian.quotes.finder import proposals, without_relays
from newsquotes.russian.quotes.judgement import judge
from newsquotes.russian.quotes.models import models_of
from newsquotes.russian.quotes.proposal import Proposal, Trait
from newsquotes.russian.quotes.rules import TRAITS, Rules
from newsquotes.russian.quotes.stance import mode_of, stance_of
from newsquotes.russian.reading.view import View, view_of
from newsquotes.stages import Decision

LEAST = 0.45
"""The probability from which a proposal is taken by default: where F1 is highest on the development set."""


class QuoteDetector:
    """Finds quotations by rules and lexicon, weighed by a log-linear model.

    ``min_confidence`` drops quotations whose detection confidence is lower. ``without`` names rules that are left out, as
    ``quote.rule`` shows them; another detector can take their place, or ``rules`` of plugins, by name. ``lexicon`` is a TOML
    file that adds and removes cues and roles (see :func:`newsquotes.russian.lexicon.lexicon_from`), ``model`` and
    ``confidence`` are other models than those that ship with newsquotes. Without ``choose`` the rules' proposals are weighed
    as they are, without rivals: faster, and less exact where real news departs from clean typography.
    """

    needs = ("morphs.pos", "morphs.feats")

    def __init__(
        self,
        *,
        min_confidence: float = LEAST,
        without: Iterable[str] = (),
        rules: Sequence[QuoteRule] = (),
        lexicon: str | Path | Recipe = None,
        model: Mapping[str, Any] | None = None,
        confidence: ConfidenceModel | None = None,
        choose: bool = True,
    ) -> None:
        self.min_confidence = min_confidence
        self.rules = Rules(without, rules)
        self.language = language_of(lexicon)
        self.models = models_of(shipped_model("quotes") if model is None else model)
        self.confidence = shipped_model("confidence") if confidence is None else confidence
        self.choose = choose

    def __call__(self, doc: Document) -> list[Quote]:
        """The quotations of a document, without speakers."""
        view = view_of(doc, self.language)
        added = self.rules.added
        return [q if q.rule in added else graded(view, q, self.confidence) for q in self.found(doc)]

    def found(self, doc: Document) -> list[Quote]:
        """The same, with the probabilities of the choice in place of calibrated confidences (for training)."""
        view = view_of(doc, self.language)
        _, found = self._found(view)
        kept = self._kept(view, found)
        view.forget("edges")
        return [_quote(view, p) for p in kept]

    def _found(self, view: View, rules: Rules | None = None) -> tuple[list[Choice], list[Proposal]]:
        """What was chosen for the cues, and everything that may be a quotation, each with its probability."""
        proposed = proposals(view, rules or self.rules)
        own = [p for p in proposed if p.rule in self.rules.added]
        judged = [judge(view, p, self.models.rules) for p in proposed if p.rule not in self.rules.added]
        if not self.choose:
            return [], [*own, *(j.proposal for j in judged)]
        taken = {p.cue.main for p in own if p.cue is not None}
        chosen = [c for c in choices(view, judged, self.models) if c.scored.anchor.cue.main not in taken]
        found = [*own, *(c.proposal for c in chosen), *(j.proposal for j in judged if j.proposal.cue is None)]
        return chosen, [p for p in found if p.rule not in self.rules.gone]

    def _kept(self, view: View, found: list[Proposal]) -> list[Proposal]:
        likely = [p for p in found if p.score >= self.min_confidence]
        if self.choose:
            likely = compatible(edges_of(view), likely)
        return without_relays(view, likely)

    def explain(self, doc: Document) -> Iterator[Decision]:
        """What became of every proposal, every cue and every pair of quote marks, in the order of the text."""
        view = view_of(doc, self.language)
        rules = Listening(self.rules)
        chosen, found = self._found(view, rules)
        kept = self._kept(view, found)
        yield from decisions(view, chosen, found, kept, self.min_confidence, self.models, rules)


def _layout(traits: int) -> Layout:
    return "interview" if traits & Trait.TURN else "dialogue" if traits & Trait.DASHED else "prose"


def _quote(view: View, c: Proposal) -> Quote:
    traits = TRAITS.get(c.rule, Trait.NONE)
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
        layout=_layout(traits),
        continues=bool(traits & Trait.CONTINUES),
        anaphoric=bool(traits & Trait.REFERS_BACK),
        extractor="russian",
    )
