"""The features of a range: of its start, its end, the gap within, its whole, and what speaks for «none».

``data/features.tsv`` says what they are made of; :class:`~newsquotes.russian.quotes.range_features.AnchorFacts` gives the
facts. Training and use share both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import getitem
from typing import Any, NamedTuple

from newsquotes.russian.data_files import rows
from newsquotes.russian.quotes.features import Group, Table, adder

Facts = tuple[tuple[Any, ...], ...]
"""The facts of several groups."""


class RangeFacts(NamedTuple):
    """The facts of a range: of its edges, the gaps between its fragments, its whole, the sentences before the cue."""

    start: Facts
    end: Facts
    gaps: Sequence[Facts]
    whole: Facts
    before: Sequence[tuple[str, Facts]]


Make = Callable[[tuple[str, ...]], Any]
"""What becomes of the names of features: the sum of their weights, or the names themselves."""

_OF_RULE = "veto "


def _groups() -> dict[str, list[Group]]:
    found = defaultdict(list)
    for row in rows("features"):
        found[row["of"]].append(Group(row["of"], row["facts"], *row["templates"].split(", ")))
    return dict(found)


GROUPS = _groups()
"""The groups of features, by what they are of."""


class Sum:
    """The tables of several groups, added up."""

    def __init__(self, of: str, make: Make) -> None:
        self._tables = tuple(Table(group, make) for group in GROUPS[of])
        self._nothing = make(())

    def __call__(self, facts: Facts) -> Any:
        """What these facts say, a tuple of them for each group."""
        return sum(map(getitem, self._tables, facts), self._nothing)


class Tables:
    """The tables of every group: weights added up (:meth:`weighted`), or whatever ``make`` makes of features' names."""

    def __init__(self, make: Make, of_rule: Callable[[Sequence[str]], Any] | None = None) -> None:
        self.start, self.end, self.gap, self.shape = (Sum(of, make) for of in ("start", "end", "gap", "shape"))
        self.none, self.unproposed = Sum("none", make), Sum("unproposed", make)
        self._before = {of: Sum(of, make) for of in ("within", "outside", "lost")}
        self._nothing = make(())
        self._make = make
        self._of_rule = of_rule

    @classmethod
    def weighted(cls, weights: Mapping[str, Any]) -> Tables:
        """Tables of weights added up."""
        of_rule = {name.removeprefix(_OF_RULE): w for name, w in weights.items() if name.startswith(_OF_RULE)}
        return cls(adder(weights), adder(of_rule))

    @classmethod
    def named(cls) -> Tables:
        """Tables of the names themselves."""
        return cls(lambda names: names)

    def range(self, facts: RangeFacts) -> Any:
        """What everything that is known of a range says."""
        edges = self.start(facts.start) + self.end(facts.end)
        for gap in facts.gaps:
            edges = edges + self.gap(gap)
        return edges + (self.shape(facts.whole) + self.before(facts.before))

    def before(self, told: Iterable[tuple[str, Facts]]) -> Any:
        """What the sentences before the cue say."""
        return sum([self._before[of](facts) for of, facts in told], self._nothing)

    def of_rule(self, names: Sequence[str]) -> Any:
        """What the features of the rules' proposal (:mod:`newsquotes.russian.quotes.judgement`) say."""
        if self._of_rule is not None:
            return self._of_rule(names)
        return self._make(tuple([f"{_OF_RULE}{name}" for name in names]))
