"""The model of the speaker resolver: which person a pronoun or a role means.

**Choices** (which person a pronoun or a role means): the gold quotations are given to the resolver, which shows the
candidates of every choice with their features; those that the scorer would accept are right. A conditional logit with an L2
penalty is fitted to them.

Needs scikit-learn (``pip install newsquotes[train]``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import numpy as np
from scipy.optimize import minimize

from newsquotes.annotations import quote_order
from newsquotes.document import Cue, Document, Quote
from newsquotes.evaluation.names import same_speaker
from newsquotes.evaluation.records import GoldDocument, GoldQuote, PredictedQuote, Spans
from newsquotes.pipeline import Pipeline
from newsquotes.russian.speakers import SpeakerResolver
from newsquotes.russian.speakers.ranking import SpeakerCandidate

KINDS = ("body", "plural", "pronoun", "role")
STRENGTH = 1.0


@attrs.frozen
class Choice:
    """The candidates of one choice; ``right`` holds the indices of those that are right."""

    document: str
    which: str
    features: tuple[Mapping[str, float], ...]
    right: frozenset[int]


def with_gold(doc: Document, gold: GoldDocument) -> tuple[Document, list[GoldQuote]]:
    """The document with the gold's quotations in place of its own."""
    pairs = []
    for g in gold.quotes:
        source = doc.span(g.source[0][0], g.source[-1][1]) if g.source else None
        cue = Cue(tuple(doc.span(*s) for s in g.cue))
        pairs.append((Quote(tuple(doc.span(*s) for s in sorted(g.content)), cue, source, g.type, continues=not g.cue), g))  # type: ignore[arg-type]
    pairs.sort(key=lambda pair: quote_order(pair[0]))
    return doc.with_layer("quotes", [q for q, _ in pairs]), [g for _, g in pairs]


def choices(docs: Sequence[tuple[Document, GoldDocument]], model: Mapping[str, Any]) -> list[Choice]:
    """Every choice that the resolver makes for the gold's quotations."""
    resolver = SpeakerResolver(model=model)
    found: list[Choice] = []
    for doc, gold in docs:
        prepared, quotes = with_gold(doc, gold)

        def watch(
            quote: Quote,
            which: str,
            candidates: list[SpeakerCandidate],
            quotes: list[GoldQuote] = quotes,
            name: str = gold.id,
        ) -> None:
            right = frozenset(
                n for n, c in enumerate(candidates) if c.entity is not None and same_speaker(c.entity.name, quotes[quote.id])
            )
            itself = [n for n, c in enumerate(candidates) if c.entity is None]
            if not right and itself and not quotes[quote.id].named_person:
                right = frozenset(itself)
            if right:
                found.append(Choice(name, which, tuple(c.features for c in candidates), right))

        resolver.watched(prepared, watch)
    return found


def choices_of(gold: Sequence[GoldDocument]) -> list[Choice]:
    """The choices of gold documents; who spoke before is told by a first model that is made of the same documents."""
    pipeline = Pipeline(quote_detector=_nothing)
    docs = [(pipeline(g.text, id=g.id), g) for g in gold]
    first = trained(choices(docs, {which: {} for which in KINDS}))
    return choices(docs, first)


def _nothing(doc: Document) -> list[Quote]:
    return []


def fitted(examples: Sequence[Choice]) -> dict[str, float]:
    """Weights of a conditional logit."""
    names = sorted({name for e in examples for f in e.features for name in f})
    index = {name: n for n, name in enumerate(names)}
    groups = []
    for e in examples:
        matrix = np.zeros((len(e.features), len(names)))
        for row, f in enumerate(e.features):
            for name, value in f.items():
                matrix[row, index[name]] = value
        groups.append((matrix, np.array([n in e.right for n in range(len(e.features))])))

    def loss(weights: Any) -> tuple[float, Any]:
        value, gradient = STRENGTH * float(weights @ weights), 2 * STRENGTH * weights
        for matrix, right in groups:
            scores = matrix @ weights
            p = np.exp(scores - scores.max())
            p /= p.sum()
            share = p[right].sum()
            value -= float(np.log(max(share, 1e-12)))
            target = np.where(right, p / max(share, 1e-12), 0.0)
            gradient = gradient - matrix.T @ (target - p)
        return value, gradient

    result = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {name: round(float(w), 3) for name, w in zip(names, result.x, strict=True) if abs(w) >= 0.01}


def trained(examples: Sequence[Choice]) -> dict[str, Any]:
    """Weights for every kind of choice."""
    return {which: fitted([e for e in examples if e.which == which]) for which in KINDS}


def accuracy(examples: Iterable[Choice], model: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """Right choices and choices, by kind."""
    result: dict[str, list[int]] = {which: [0, 0] for which in KINDS}
    for e in examples:
        weights = model[e.which]
        scores = [sum(weights.get(n, 0.0) * v for n, v in f.items()) for f in e.features]
        result[e.which][0] += max(range(len(scores)), key=scores.__getitem__) in e.right
        result[e.which][1] += 1
    return {which: (a, b) for which, (a, b) in result.items()}


def predicted_quote(quote: Quote) -> PredictedQuote:
    """A quotation as the scorer reads it."""

    def ranges(spans: Iterable[Any]) -> Spans:
        return tuple((s.start, s.end) for s in spans)

    source = ranges([quote.source]) if quote.source else ()
    return PredictedQuote(quote.type, ranges(quote.content), ranges(quote.cue.spans), source, None, None, None)
