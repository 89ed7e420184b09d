"""Answers about words, remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K", bound=str)
V = TypeVar("V")


class Remembered(dict[K, V]):
    """The values of a function by key, made when they are first asked for and forgotten all at once when there are too many.

    For what is asked for at every token: a look-up costs a quarter of one in ``functools.lru_cache``, which keeps an order.
    Keys longer than ``longest`` are not kept.

    >>> lengths = Remembered(len, 100)
    >>> lengths["Газ"], dict(lengths)
    (3, {'Газ': 3})
    """

    def __init__(self, make: Callable[[K], V], limit: int, longest: int = 100) -> None:
        super().__init__()
        self._make = make
        self._limit = limit
        self._longest = longest

    def __missing__(self, key: K) -> V:
        value = self._make(key)
        if len(key) <= self._longest:
            if len(self) >= self._limit:
                self.clear()
            self[key] = value
        return value
