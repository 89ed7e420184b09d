"""Fitting: a softmax over the ranges of a cue, and logistic regression; both with an L2 penalty, both reproducible."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import expit

from newsquotes.russian.training.examples import AnchorExample, Examples

PENALTY = 6.0  # the best for sources that the weights do not know
ROUNDS = 70
LEAST_DOCUMENTS = 3  # in which a feature has to stand


def fit_ranges(examples: Examples, anchors: Sequence[AnchorExample], weights: Sequence[float]) -> NDArray[np.float64]:
    """Weights of every feature that make the right range, or «none», of each cue the most likely.

    A cue to which the gold attributes a range that is not among its own says nothing, nor does optional gold, whose borders
    were annotated with less care.
    """
    chosen: list[int] = []
    targets: list[float] = []
    starts: list[int] = []
    counted: list[float] = []
    documents: list[int] = []
    for anchor, weight in zip(anchors, weights, strict=True):
        target = _target(anchor)
        if target is None:
            continue
        starts.append(len(chosen))
        documents.append(anchor.document)
        counted.append(weight)
        chosen.extend(range(anchor.first, anchor.first + 1 + len(anchor.ranges)))
        targets.extend(target)
    segment = np.array(starts)
    sizes = np.diff(np.append(segment, len(chosen)))
    uses, parts, columns = _frequent(examples, examples.uses[np.array(chosen)], np.repeat(np.array(documents), sizes))
    wanted, count = np.array(targets, dtype=np.float32), np.array(counted, dtype=np.float32)
    spread = np.repeat(count, sizes)
    used_by, part_of = uses.T.tocsr(), parts.T.tocsr()

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = uses @ (parts @ w.astype(np.float32))
        scores -= np.repeat(np.maximum.reduceat(scores, segment), sizes)
        powers = np.exp(scores)
        totals = np.add.reduceat(powers, segment)
        likelihood = np.add.reduceat(wanted * scores, segment) - np.log(totals)
        residual = (powers / np.repeat(totals, sizes) - wanted) * spread
        gradient = (part_of @ (used_by @ residual)).astype(np.float64) + PENALTY * w
        return -float((likelihood * count).sum()) + PENALTY * float(w @ w) / 2, gradient

    result = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 8})
    found = np.zeros(examples.parts.shape[1])
    found[columns] = result.x
    return found


def _target(anchor: AnchorExample) -> list[float] | None:
    """What each row should get of the probability: all to the best ranges, or to «none»."""
    count = len(anchor.ranges)
    if anchor.required is None:
        return [1.0, *[0.0] * count]
    top = float(anchor.overlaps.max())
    if top < 0.5 or not anchor.required:
        return None
    best = [1.0 if o >= top - 1e-6 else 0.0 for o in anchor.overlaps]
    total = sum(best)
    return [0.0, *[b / total for b in best]]


def _frequent(
    examples: Examples, uses: sparse.csr_matrix, documents: NDArray[np.int64]
) -> tuple[sparse.csr_matrix, sparse.csr_matrix, NDArray[np.int64]]:
    """The rows and parts of these examples alone, by the features that stand in enough documents, and which these are."""
    used, columns = np.unique(uses.indices, return_inverse=True)
    own = sparse.csr_matrix((uses.data, columns, uses.indptr), shape=(uses.shape[0], len(used)))
    parts = examples.parts[used]
    _, numbers = np.unique(documents, return_inverse=True)
    member = sparse.csr_matrix((np.ones(len(numbers), dtype=np.float32), (numbers, np.arange(len(numbers)))))
    standing = (member @ own > 0).astype(np.float32) @ parts > 0
    frequent = np.flatnonzero(np.asarray(standing.astype(np.int32).sum(axis=0)).ravel() >= LEAST_DOCUMENTS)
    return own, parts.tocsc()[:, frequent].tocsr(), frequent


def scores(examples: Examples, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The score of every row."""
    return np.asarray(examples.uses @ (examples.parts @ weights))


def fit_logistic(
    matrix: sparse.csr_matrix,
    right: NDArray[np.bool_],
    weights: NDArray[np.float64],
    *,
    penalty: float,
    prior: NDArray[np.float64] | None = None,
) -> tuple[NDArray[np.float64], float]:
    """Weights and bias of a logistic regression; the penalty draws the weights to their ``prior``, by default to nothing."""
    width = matrix.shape[1]
    expected = np.zeros(width) if prior is None else prior
    columns = np.flatnonzero(np.diff(matrix.tocsc().indptr) > 0)
    own = matrix.tocsc()[:, columns].tocsr().astype(np.float64)
    turned = own.T.tocsr()
    offset = own @ expected[columns]
    sign = np.where(right, 1.0, -1.0)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (own @ w[:-1] + w[-1] + offset)
        residual = -sign * weights * expit(-margin)
        gradient = np.append(turned @ residual + penalty * w[:-1], residual.sum())
        return float((weights * np.logaddexp(0.0, -margin)).sum()) + penalty * float(w[:-1] @ w[:-1]) / 2, gradient

    result = minimize(loss, np.zeros(len(columns) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    found = expected.copy()
    found[columns] += result.x[:-1]
    return found, float(result.x[-1])


def named(names: Sequence[str], weights: NDArray[np.float64], least: float = 0.015) -> dict[str, float]:
    """Feature → weight, three digits, in the order of the names, without those that hardly matter."""
    return {n: round(float(w), 3) for n, w in sorted(zip(names, weights, strict=True)) if abs(w) >= least}
