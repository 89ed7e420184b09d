"""Training of the quote detector's models: what the rules propose, the gate, the ranges, and what is kept.

The choice among ranges is fitted to the cues of the gold; what is kept is fitted to choices that were made out of fold, for
documents that neither the ranges nor the rules' model had seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from newsquotes.evaluation.records import GoldDocument
from newsquotes.russian.quotes.judgement import PRIORS
from newsquotes.russian.quotes.keep import Outcome, evidence
from newsquotes.russian.training.examples import AnchorExample, Examples, labels, spans_of
from newsquotes.russian.training.fitting import fit_logistic, fit_ranges, named, scores
from newsquotes.russian.training.manifest import weight

INNER_FOLDS = 3
DROPPED = 0.5
"""The share of the cues without a proposal that the gate drops."""


@attrs.frozen(eq=False)
class Learned:
    """Weights by the number of the feature."""

    rules: NDArray[np.float64]
    rules_bias: float
    ranges: NDArray[np.float64]


@attrs.frozen(eq=False)
class _Outcome:
    """What a choice came to out of fold, and whether it was right."""

    document: int
    told: dict[str, float]
    right: bool


def weights_of(gold: Sequence[GoldDocument]) -> dict[int, float]:
    """How much each document counts."""
    return {n: weight(document.id) for n, document in enumerate(gold)}


def trained(examples: Examples, members: Sequence[int], weight_of: Mapping[int, float]) -> dict[str, dict[str, float]]:
    """The models that the documents ``members`` teach; ``weight_of`` says how much a document counts."""
    inside = frozenset(members)
    anchors = [a for a in examples.anchors if a.document in inside]
    gate, closed, passed = _gate(examples, anchors, weight_of)
    fold_of = {d: i % INNER_FOLDS for i, d in enumerate(sorted(inside, key=lambda d: examples.documents[d].gold.id))}
    outcomes: list[_Outcome] = []
    for fold in range(INNER_FOLDS):
        learned = _learned(examples, passed, [d for d in members if fold_of[d] != fold], weight_of)
        outcomes.extend(_outcomes(examples, passed, learned, [d for d in members if fold_of[d] == fold]))
    learned = _learned(examples, passed, members, weight_of)
    keep = _keep(outcomes, weight_of)
    rules = named(examples.names, learned.rules)
    rules = {name.removeprefix("veto "): w for name, w in rules.items()}
    rules["bias"] = round(learned.rules_bias, 3)
    return {
        "rules": rules,
        "gate": {**named(examples.names, gate), "closed": round(closed, 3)},
        "ranges": named(examples.names, learned.ranges),
        "keep": keep,
    }


def _gate(
    examples: Examples, anchors: Sequence[AnchorExample], weight_of: Mapping[int, float]
) -> tuple[NDArray[np.float64], float, list[AnchorExample]]:
    """Weights of the gate, the score at which it is closed, and the cues that pass it."""
    judged = [a for a in anchors if a.proposal < 0 and a.required is not False and not a.hidden]
    if not judged:
        return np.zeros(examples.parts.shape[1]), 0.0, list(anchors)
    matrix = examples.uses[[a.glance for a in judged]] @ examples.parts
    right = np.array([a.required is True for a in judged])
    weights, _ = fit_logistic(matrix, right, np.array([weight_of[a.document] for a in judged]), penalty=8.0)
    values = scores(examples, weights)
    closed = float(np.quantile(values[[a.glance for a in judged]], DROPPED))
    return weights, closed, [a for a in anchors if a.proposal >= 0 or values[a.glance] > closed]


def _learned(
    examples: Examples, anchors: Sequence[AnchorExample], members: Sequence[int], weight_of: Mapping[int, float]
) -> Learned:
    inside = frozenset(members)
    mine = [a for a in anchors if a.document in inside]
    ranges = fit_ranges(examples, mine, [weight_of[a.document] for a in mine])
    judged = [
        (document.rows[i], right, weight_of[d])
        for d in members
        for document in (examples.documents[d],)
        for i, right in enumerate(document.right)
        if right is not None
    ]
    rules, bias = fit_logistic(
        examples.uses[[row for row, _, _ in judged]] @ examples.parts,
        np.array([right for _, right, _ in judged]),
        np.array([weight for _, _, weight in judged]),
        penalty=4.0,
        prior=np.array([PRIORS.get(name.removeprefix("veto "), 0.0) for name in examples.names]),
    )
    return Learned(rules, bias, ranges)


def _outcomes(
    examples: Examples, anchors: Sequence[AnchorExample], learned: Learned, members: Sequence[int]
) -> list[_Outcome]:
    """For every cue of these documents the evidence on its best range, and whether it is right."""
    values = scores(examples, learned.ranges)
    rules = scores(examples, learned.rules) + learned.rules_bias
    by_document = defaultdict(list)
    for a in anchors:
        if not a.hidden:
            by_document[a.document].append(a)
    found = []
    for d in members:
        document = examples.documents[d]
        outcomes = []
        for a in by_document[d]:
            own = values[a.first : a.first + 1 + len(a.ranges)]
            k = int(own[1:].argmax())
            powers = np.exp(own - own.max())
            some = float(powers[1:].sum())
            outcomes.append(Outcome(some / float(powers.sum()), float(powers[1 + k]) / some, a.ranges[k], a.sentence))
        judged = labels(document, [spans_of(document.view, o.range) for o in outcomes], [o.some >= 0.5 for o in outcomes])
        for i, (a, label) in enumerate(zip(by_document[d], judged, strict=True)):
            if label is not None:
                probability = 0.0
                if a.proposal >= 0:
                    probability = float(1.0 / (1.0 + np.exp(-rules[document.rows[a.proposal]])))
                told = evidence(outcomes, i, a.proposed, probability)
                found.append(_Outcome(d, told, label))
    return found


def _keep(outcomes: Sequence[_Outcome], weight_of: Mapping[int, float]) -> dict[str, float]:
    """Weights of the evidence on a choice."""
    names = sorted({name for o in outcomes for name in o.told})
    numbers = np.array([[o.told.get(name, 0.0) for name in names] for o in outcomes])
    weights, bias = fit_logistic(
        sparse.csr_matrix(numbers),
        np.array([o.right for o in outcomes]),
        np.array([weight_of[o.document] for o in outcomes]),
        penalty=1.0,
    )
    return {**named(names, weights), "bias": round(bias, 3)}
