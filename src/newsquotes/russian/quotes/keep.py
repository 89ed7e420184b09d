"""Keep or drop: how likely the best range of a cue is a quotation with about these borders.

A logistic regression over what the choice itself came to, beside its neighbours and the rules' own model: a few numbers,
fitted to choices that were made for documents that the choice had not seen, so that it knows how far to trust it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from newsquotes.russian.quotes.edges import Range
from newsquotes.russian.quotes.range_features import overlap

NEAR = 12
"""Cues to each side, in the order of the text, that a cue is compared with."""


def logit(p: float) -> float:
    """The log odds of a probability, bounded."""
    p = min(1.0 - 1e-6, max(1e-6, p))
    return math.log(p / (1.0 - p))


class Outcome:
    """What the choice came to for one cue: the probabilities of any range and of the best among them, and the best."""

    __slots__ = ("best", "range", "sentence", "some")

    def __init__(self, some: float, best: float, range_: Range, sentence: int) -> None:
        self.some = some
        self.best = best
        self.range = range_
        self.sentence = sentence


def evidence(outcomes: Sequence[Outcome], i: int, proposed: Range | None, rules: float) -> dict[str, float]:
    """What the outcome of cue ``i`` and those of its neighbours say, by name.

    ``rules`` is the probability that the rules' own model gives their proposal.
    """
    own = outcomes[i]
    start, end = own.range[0][0], own.range[-1][1]
    rival = beside = 0.0
    for k in range(max(0, i - NEAR), min(len(outcomes), i + NEAR + 1)):
        other = outcomes[k]
        if k == i:
            continue
        if other.sentence == own.sentence:
            beside = max(beside, other.some)
        if other.some > rival and other.range[0][0] < end and start < other.range[-1][1]:
            if overlap(other.range, own.range) >= 0.5:
                rival = other.some
    found = {
        "choice some": logit(own.some) / 2,
        "choice best": math.log(own.best + 1e-9),
        "choice rival": rival,
        "choice beside": beside,
    }
    if proposed is None:
        found["choice unproposed"] = 1.0
    else:
        found["choice rules"] = logit(rules) / 2
        found["choice as proposed"] = float(own.range == proposed)
    return found


def weighed(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The evidence times its weights."""
    return sum([weights.get(name, 0.0) * value for name, value in found.items()])
