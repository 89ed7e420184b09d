"""Train the model of the Russian speaker resolver (``russian/models/speakers.json``).

    python -m newsquotes.russian.training.speakers GOLD_DIR [--without PREFIX] [--folds 5] [-o WEIGHTS.json]

**Choices** (which person a pronoun or a role means): the gold quotations are given to the resolver, which shows the
candidates of every choice with their features; those that the scorer would accept are right. A conditional logit with an L2
penalty is fitted to them.

**Confidence**: for each fold of documents the choices are trained on the other folds; then the whole pipeline reads the
fold, its quotations are matched with the gold, and isotonic regression, rule by rule, says how often a verdict with that
probability is right. Nothing is calibrated on what it was trained on.

Needs scikit-learn (``pip install newsquotes[train]``).
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import numpy as np
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold

from newsquotes.annotations import quote_order
from newsquotes.document import Cue, Document, Quote
from newsquotes.evaluation.matching import match
from newsquotes.evaluation.names import same_speaker
from newsquotes.evaluation.records import GoldDocument, GoldQuote, PredictedQuote, Spans, read_gold
from newsquotes.pipeline import Pipeline
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.speakers import SpeakerResolver
from newsquotes.russian.speakers.ranking import SpeakerCandidate

KINDS = ("pronoun", "plural", "role")
STRENGTH = 0.35
LEAST = 12  # verdicts that a rule needs for a calibration of its own


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
        rule = "continuation" if not g.cue else ""
        cue = Cue(tuple(doc.span(*s) for s in g.cue))
        pairs.append((Quote(tuple(doc.span(*s) for s in sorted(g.content)), cue, source, g.type, rule=rule), g))  # type: ignore[arg-type]
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


def verdicts(
    docs: Sequence[tuple[Document, GoldDocument]], model: Mapping[str, Any]
) -> list[tuple[str, float | None, bool]]:
    """Ground, probability and rightness of the verdicts on those of the pipeline's quotations that the gold has too."""
    resolver = SpeakerResolver(model=model)
    found = []
    for doc, gold in docs:
        predicted = [_predicted(q) for q in doc.quotes]
        answers = resolver.watched(doc, lambda *_: None)
        for m in match(gold.quotes, predicted, doc.text).matches:
            verdict = answers[m.predicted]
            if gold.quotes[m.gold].required and verdict.entity is not None:
                right = same_speaker(verdict.entity.name, gold.quotes[m.gold])
                found.append((verdict.ground, verdict.probability, right))
    return found


def _predicted(quote: Quote) -> PredictedQuote:
    def ranges(spans: Iterable[Any]) -> Spans:
        return tuple((s.start, s.end) for s in spans)

    source = ranges([quote.source]) if quote.source else ()
    return PredictedQuote(quote.type, ranges(quote.content), ranges(quote.cue.spans), source, None, None, None)


def calibration(judged: Sequence[tuple[str, float | None, bool]]) -> dict[str, list[list[float]]]:
    """Ground → points (probability, confidence), straight lines between them; one point where it has no probability."""
    by_rule = defaultdict(list)
    for ground, probability, right in judged:
        words = ground.split()
        for n in range(1, len(words) + 1):
            by_rule[" ".join(words[:n])].append((probability, right))
    overall = sum(right for _, _, right in judged) / len(judged)
    table: dict[str, list[list[float]]] = {"other": [[1.0, round(overall, 3)]]}
    for rule, items in sorted(by_rule.items()):
        if " " in rule and len(items) < LEAST:
            continue
        rate = (sum(r for _, r in items) + 3 * overall) / (len(items) + 3)
        scored = [(p, r) for p, r in items if p is not None]
        if len(scored) < max(LEAST * 2, len(items) * 0.9):
            table[rule] = [[1.0, round(rate, 3)]]
            continue
        curve = IsotonicRegression(y_min=0.02, y_max=0.99, out_of_bounds="clip")
        curve.fit([p for p, _ in scored], [float(r) for _, r in scored])
        grid = [0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97]
        window = 0.12
        points: list[list[float]] = []
        for p in grid:
            near = [r for q, r in scored if abs(q - p) <= window]
            smooth = (sum(near) + 4 * float(curve.predict([p])[0])) / (len(near) + 4)
            points.append([p, round(max(smooth, points[-1][1] if points else 0.0), 3)])
        table[rule] = points
    return table


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--without", default="", help="leave out documents whose id starts with this")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    pipeline = Pipeline()
    docs = [(pipeline(g.text, id=g.id), g) for g in read_gold(arguments.gold)]
    examples = choices(docs, shipped_model("speakers"))
    names = [g.id for _, g in docs]
    judged: list[tuple[str, float | None, bool]] = []
    totals: dict[str, list[int]] = {which: [0, 0] for which in KINDS}
    confidence = shipped_model("speakers")["confidence"]
    for _, test in GroupKFold(arguments.folds).split(names, groups=names):
        held_out = {names[i] for i in test}
        model = {**trained([e for e in examples if e.document not in held_out]), "confidence": confidence}
        for which, (right, count) in accuracy([e for e in examples if e.document in held_out], model).items():
            totals[which][0] += right
            totals[which][1] += count
        judged += verdicts([docs[i] for i in test], model)
    for which, (right, count) in totals.items():
        print(f"{which}: {right} of {count} choices right out of fold ({right / max(count, 1):.3f})")
    by_rule: dict[str, list[bool]] = defaultdict(list)
    for rule, _, right in judged:
        by_rule[rule].append(right)
    for rule, rights in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        print(f"  {rule:22} {sum(rights):4} of {len(rights):4} verdicts right ({sum(rights) / len(rights):.3f})")
    if arguments.output:
        kept = [e for e in examples if not (arguments.without and e.document.startswith(arguments.without))]
        record = {"without": arguments.without, **trained(kept), "confidence": calibration(judged)}
        arguments.output.write_text(
            json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
