"""Features as groups of named templates, and tables that add them up.

A group reads a few small facts («rel», «marks», «kind») and makes features of them alone and together. A table holds, for
the facts that it has met, what their features come to: the sum of their weights in use, the names themselves in training and
in explanations. So both run the same code: ``score = START(…) + WORDS(…)`` is a number in one and a tuple in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from newsquotes.caches import Remembered


class Group:
    """Templates over the same facts: each names the facts that go into one feature.

    >>> start = Group("start", "place marks", "place", "place marks")
    >>> start.names(("right", ","))
    ('start place=right', 'start place marks=right|,')
    """

    def __init__(self, key: str, facts: str, *templates: str) -> None:
        places = {fact: i for i, fact in enumerate(facts.split())}
        self._templates = [(f"{key} {t}=", [places[fact] for fact in t.split()]) for t in templates]

    def names(self, values: tuple[Any, ...]) -> tuple[str, ...]:
        """The features of these facts."""
        return tuple([head + "|".join([str(values[i]) for i in places]) for head, places in self._templates])


class Table(Remembered[tuple[Any, ...], Any]):
    """Facts of one group → what ``make`` makes of their features' names, remembered."""

    def __init__(self, group: Group, make: Callable[[tuple[str, ...]], Any]) -> None:
        super().__init__(lambda facts: make(group.names(facts)), size=300, longest=None)
        self.name = f"{type(self).__module__}.{type(self).__qualname__}"


def adder(weights: Mapping[str, Any]) -> Callable[[Iterable[str]], Any]:
    """Adds up the weights of features; what training has not seen weighs nothing.

    >>> adder({"start place=right": 1.5})(["start place=right", "start place=left"])
    1.5
    """
    get = weights.get

    def add(names: Iterable[str]) -> Any:
        return sum([get(name, 0.0) for name in names])

    return add
