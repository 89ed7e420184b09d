"""Training of the quote detector's models: what the rules propose, the gate, the ranges, and what is kept.

The choice among ranges is fitted to the cues of the gold; what is kept is fitted to choices that were made out of fold, for
documents that neither the ranges nor the rules' model had seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from newsquotes.evaluation.records import GoldDocument
from newsquotes.russian.quotes.judgement import PRIORS
from newsquotes.russian.quotes.keep import Outcome, evidence
from newsquotes.russian.quotes.range_features import overlap
from newsquotes.russian.training.examples import AnchorExample, Examples, labels, spans_of
from newsquotes.russian.training.fitting import fit_logistic, fit_ranges, named, scores
from newsquotes.russian.training.manifest import weight

INNER_FOLDS = 3
DROPPED, UNTAUGHT = 0.985, 0.5
"""The shares of the cues without a proposal that the gate drops, in use and in training the choice among ranges."""
UNDOUBTED = 0.9
"""The share of the cues with a proposal for which no rivals are looked for."""
STRICT = 0.9  # overlap from which ranges are the same
_LIKELY = 0.3  # the probability of any range from which a change of the range matters


@attrs.frozen(eq=False)
class Learned:
    """Weights by the number of the feature."""

    rules: NDArray[np.float64]
    rules_bias: float
    ranges: NDArray[np.float64]


@attrs.frozen(eq=False)
class _Tried:
    """A cue as it is scored out of fold: «none» and every range, and the log odds of the rules' proposal."""

    anchor: AnchorExample
    scores: NDArray[np.float64]
    rules: float

    @property
    def proposed(self) -> int:
        """The number of the range that the rules propose."""
        assert self.anchor.proposed is not None
        return self.anchor.ranges.index(self.anchor.proposed)

    def outcome(self, *, sure: bool) -> Outcome:
        """What the choice comes to, of all ranges or, where that is ``sure``, of what the rules propose."""
        own = self.scores
        k = self.proposed if sure else int(own[1:].argmax())
        if sure:
            own = own[[0, 1 + k]]
        powers = np.exp(own - own.max())
        some, best = float(powers[1:].sum()), float(powers[1:].max())
        return Outcome(some / float(powers.sum()), best / some, self.anchor.ranges[k], self.anchor.sentence)


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
    gate, closed, passed, taught = _gate(examples, anchors, weight_of)
    fold_of = {d: i % INNER_FOLDS for i, d in enumerate(sorted(inside, key=lambda d: examples.documents[d].gold.id))}
    tried: list[_Tried] = []
    for fold in range(INNER_FOLDS):
        learned = _learned(examples, taught, [d for d in members if fold_of[d] != fold], weight_of)
        tried.extend(_tried(examples, [a for a in passed if fold_of[a.document] == fold], learned))
    doubts, sure = _doubts(examples, [t for t in tried if t.anchor.judged >= 0], weight_of)
    outcomes = _outcomes(examples, [t for t in tried if not t.anchor.hidden], sure)
    learned = _learned(examples, taught, members, weight_of)
    keep = _keep(outcomes, weight_of)
    rules = named(examples.names, learned.rules)
    rules = {name.removeprefix("veto "): w for name, w in rules.items()}
    rules["bias"] = round(learned.rules_bias, 3)
    return {
        "rules": rules,
        "gate": {**named(examples.names, gate), "closed": round(closed, 3)},
        "doubts": doubts,
        "ranges": named(examples.names, learned.ranges),
        "keep": keep,
    }


def _gate(
    examples: Examples, anchors: Sequence[AnchorExample], weight_of: Mapping[int, float]
) -> tuple[NDArray[np.float64], float, list[AnchorExample], list[AnchorExample]]:
    """Weights of the gate, the score at which it is closed, the cues that pass it, and those that teach the choice."""
    judged = [a for a in anchors if a.judged < 0 and a.required is not False and not a.hidden]
    if not judged:
        return np.zeros(examples.parts.shape[1]), 0.0, list(anchors), list(anchors)
    matrix = examples.uses[[a.glance for a in judged]] @ examples.parts
    right = np.array([a.required is True for a in judged])
    weights, _ = fit_logistic(matrix, right, np.array([weight_of[a.document] for a in judged]), penalty=8.0)
    values = scores(examples, weights)
    closed, untaught = (float(q) for q in np.quantile(values[[a.glance for a in judged]], (DROPPED, UNTAUGHT)))
    passed, taught = ([a for a in anchors if a.judged >= 0 or values[a.glance] > limit] for limit in (closed, untaught))
    return weights, closed, passed, taught


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


def _tried(examples: Examples, anchors: Sequence[AnchorExample], learned: Learned) -> list[_Tried]:
    values = scores(examples, learned.ranges)
    rules = scores(examples, learned.rules) + learned.rules_bias
    return [
        _Tried(a, values[a.first : a.first + 1 + len(a.ranges)], float(rules[a.judged]) if a.judged >= 0 else 0.0)
        for a in anchors
    ]


def _doubts(
    examples: Examples, tried: Sequence[_Tried], weight_of: Mapping[int, float]
) -> tuple[dict[str, float], frozenset[int]]:
    """Weights of the doubts that a rival beats what the rules propose, and the cues (by their first row) without doubt."""
    if not tried:
        return {"margin": 0.0, "rules": 0.0, "sure": 0.0}, frozenset()
    rows = [t.anchor.first + 1 + t.proposed for t in tried]
    margins = [float(t.scores[1 + t.proposed] - t.scores[0]) for t in tried]
    features = examples.uses[rows] @ examples.parts
    numbers = sparse.csr_matrix(np.array([margins, [t.rules for t in tried]]).T)
    weights, _ = fit_logistic(
        sparse.hstack([features, numbers]).tocsr(),
        np.array([_changes(t) for t in tried]),
        np.array([weight_of[t.anchor.document] for t in tried]),
        penalty=10.0,
    )
    found = named(examples.names, weights[:-2])
    rounded = np.array([found.get(name, 0.0) for name in examples.names])
    margin, rules = round(float(weights[-2]), 3), round(float(weights[-1]), 3)
    values = features @ rounded + numbers @ np.array([margin, rules])
    limit = round(float(np.quantile(values[[not t.anchor.hidden for t in tried]], UNDOUBTED)), 3)
    sure = frozenset(t.anchor.first for t, value in zip(tried, values, strict=True) if value < limit)
    return {**found, "margin": margin, "rules": rules, "sure": limit}, sure


def _changes(t: _Tried) -> bool:
    """Whether the choice puts another range in the place of what the rules propose."""
    outcome = t.outcome(sure=False)
    return outcome.some >= _LIKELY and overlap(outcome.range, t.anchor.ranges[t.proposed]) < STRICT


def _outcomes(examples: Examples, tried: Sequence[_Tried], sure: AbstractSet[int]) -> list[_Outcome]:
    """For every cue the evidence on its best range, and whether it is right."""
    by_document = defaultdict(list)
    for t in tried:
        by_document[t.anchor.document].append(t)
    found = []
    for d, together in by_document.items():
        document = examples.documents[d]
        outcomes = [t.outcome(sure=t.anchor.first in sure) for t in together]
        judged = labels(document, [spans_of(document.view, o.range) for o in outcomes], [o.some >= 0.5 for o in outcomes])
        for i, (t, label) in enumerate(zip(together, judged, strict=True)):
            if label is not None:
                probability = float(1.0 / (1.0 + np.exp(-t.rules))) if t.anchor.judged >= 0 else 0.0
                told = evidence(outcomes, i, t.anchor.proposed, probability)
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
