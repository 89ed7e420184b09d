"""The models of the quote detector as use needs them: their weights added up by facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any

from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.quotes.features import adder
from newsquotes.russian.quotes.templates import Sum, Tables


class QuoteModels:
    """Five linear models, each a mapping of features to weights; what has no weight weighs nothing.

    ``rules`` weighs a proposal of the rules, ``gate`` drops cues at a glance, ``doubts`` says whether a proposal has rivals,
    ``ranges`` scores the ranges of a cue against «none», ``keep`` says how likely the best range is right.
    ``python -m newsquotes.russian.training`` makes them.
    """

    def __init__(self, model: Mapping[str, Any]) -> None:
        self.model = model
        self.rules: Mapping[str, float] = model["rules"]
        self.keep: Mapping[str, float] = model["keep"]
        self.closed: float = model["gate"]["closed"]
        self.doubts: Mapping[str, float] = model["doubts"]

    @cached_property
    def gate(self) -> Sum:
        """The gate's weights, added up by cue and the words beside it."""
        return Sum("gate", adder(self.model["gate"]))

    @cached_property
    def proposal_tables(self) -> Tables:
        """What is asked of the rules' proposals, added up by facts, two sums in one complex number.

        The real part is their score (:attr:`range_tables`); the imaginary one speaks for a rival's being better.
        """
        ranges: Mapping[str, float] = self.model["ranges"]
        return Tables.weighted({n: complex(ranges.get(n, 0.0), self.doubts.get(n, 0.0)) for n in {**ranges, **self.doubts}})

    @cached_property
    def range_tables(self) -> Tables:
        """The weights of the choice, added up by facts."""
        return Tables.weighted(self.model["ranges"])

    def __reduce__(self) -> tuple[Callable[..., QuoteModels], tuple[Mapping[str, Any]]]:
        return models_of, (self.model,)


def models_of(model: Mapping[str, Any]) -> QuoteModels:
    """The models of a mapping of weights; those that ship with newsquotes are made once a process."""
    return _shipped() if model is shipped_model("quotes") else QuoteModels(model)


@lru_cache(maxsize=1)
def _shipped() -> QuoteModels:
    return QuoteModels(shipped_model("quotes"))
