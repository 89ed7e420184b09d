"""Layers of a document that are made when somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any


class LazyLayers(Mapping[str, tuple[Any, ...]]):
    """Layer → items, each group of layers made by a function when one of them is first asked for.

    >>> layers = LazyLayers()
    >>> layers.later(("tokens",), lambda: {"tokens": ()})
    >>> "tokens" in layers, layers["tokens"]
    (True, ())
    """

    def __init__(self) -> None:
        self._made: dict[str, tuple[Any, ...]] = {}
        self._later: dict[str, Callable[[], Mapping[str, tuple[Any, ...]]]] = {}

    def later(self, names: tuple[str, ...], make: Callable[[], Mapping[str, tuple[Any, ...]]]) -> None:
        """Layers that ``make`` gives, all at once."""
        self._later.update(dict.fromkeys(names, make))

    def __getitem__(self, name: str) -> tuple[Any, ...]:
        if name not in self._made:
            self._made.update(self._later[name]())
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._later

    def __iter__(self) -> Iterator[str]:
        return iter(self._later)

    def __len__(self) -> int:
        return len(self._later)
