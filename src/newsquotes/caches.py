"""What is remembered about words, names and phrases, within one budget of memory for all.

Whoever remembers says how large one answer is, roughly; when all together reach the budget, all of it is forgotten, and what
is asked for again is made again. So a process that reads news with ever new names stays as large as it is.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Hashable, Iterator
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, Protocol, TypeVar

import attrs

from newsquotes.errors import ConfigError
from newsquotes.wording import gettext

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

BUDGET_MB = 160.0
"""The default budget in megabytes; the environment variable ``NEWSQUOTES_CACHE_MB`` says another one."""
_LOOK_EVERY = 256  # answers of a Remembered that are made between two looks at the whole


class Remembered(dict[K, V]):
    """The values of a function by key, made when they are first asked for; ``size`` is what one takes in bytes, roughly.

    For what is asked for at every token: a look-up costs a quarter of one in ``functools.lru_cache``, which keeps an order.
    Keys longer than ``longest`` are not kept; with ``None`` they need no length.

    >>> lengths = Remembered(len, size=100)
    >>> lengths["Газ"], dict(lengths)
    (3, {'Газ': 3})
    """

    def __init__(self, make: Callable[[K], V], size: int, longest: int | None = 100) -> None:
        super().__init__()
        self._make = make
        self._longest = longest
        self.size = size
        self.misses = 0
        self.name = f"{make.__module__}.{make.__qualname__}" if hasattr(make, "__qualname__") else "remembered"
        register(self)

    def __missing__(self, key: K) -> V:
        self.misses += 1
        value = self._make(key)
        if self.misses % _LOOK_EVERY == 0:
            _look()
        if self._longest is None or len(key) <= self._longest:  # type: ignore[arg-type]
            self[key] = value
        return value

    @property
    def entries(self) -> int:
        """How many answers are kept."""
        return len(self)

    @property
    def counts(self) -> tuple[int | None, int]:
        """Hits, where they are counted, and misses."""
        return None, self.misses

    def forget(self) -> None:
        """Forget all answers."""
        self.clear()


class _Function:
    """A function that ``cached`` remembers."""

    def __init__(self, kept: _lru_cache_wrapper[Any], size: int) -> None:
        self._kept, self.size = kept, size
        self.name = f"{kept.__module__}.{kept.__qualname__}"

    @property
    def entries(self) -> int:
        return self._kept.cache_info().currsize

    def forget(self) -> None:
        self._kept.cache_clear()

    @property
    def counts(self) -> tuple[int, int]:
        info = self._kept.cache_info()
        return info.hits, info.misses


class Cache(Protocol):
    """What can be registered: a name, the size of an entry in bytes, how many there are, and a way to forget them."""

    name: str
    size: int

    @property
    def entries(self) -> int:
        """How many entries are kept."""
        ...

    def forget(self) -> None:
        """Forget them."""
        ...


_references: list[weakref.ref[Any]] = []
_lasting: list[Cache] = []


def register(cache: Cache) -> None:
    """Let a cache count in the budget, as long as somebody holds it."""
    _references.append(weakref.ref(cache))


def _caches() -> list[Cache]:
    found = [reference() for reference in _references]
    if None in found:
        _references[:] = [reference for reference in _references if reference() is not None]
    return [cache for cache in found if cache is not None]


_budget: list[float] = []


def cached(size: int, most: int = 1 << 16) -> Callable[[Callable[..., V]], _lru_cache_wrapper[V]]:
    """Remember the answers of a function, ``most`` at most; ``size`` is what one takes in bytes, roughly.

    >>> @cached(size=100)
    ... def doubled(text): return text * 2
    >>> doubled("ку"), doubled.cache_info().currsize
    ('куку', 1)
    """

    def remember(function: Callable[..., V]) -> _lru_cache_wrapper[V]:
        kept = lru_cache(maxsize=most)(function)
        _lasting.append(_Function(kept, size))
        register(_lasting[-1])
        return kept

    return remember


def budget() -> float:
    """The budget of all caches together, in megabytes."""
    if not _budget:
        given = os.environ.get("NEWSQUOTES_CACHE_MB", "")
        try:
            set_budget(float(given) if given else BUDGET_MB)
        except ValueError:
            raise ConfigError(
                gettext("NEWSQUOTES_CACHE_MB is {given!r}; it is a number of megabytes", given=given)
            ) from None
    return _budget[0]


def set_budget(megabytes: float) -> None:
    """Let all caches of this process together take about so many megabytes; less memory costs time.

    >>> set_budget(BUDGET_MB)
    """
    if not megabytes > 0:
        raise ConfigError(
            gettext("the budget of caches is {megabytes!r}; it is a number of megabytes above 0", megabytes=megabytes)
        )
    _budget[:] = [float(megabytes)]


def _look() -> None:
    """Forget where the answers take more than the budget."""
    caches = _caches()
    if sum(cache.entries * cache.size for cache in caches) > budget() * 1e6:
        for cache in caches:
            cache.forget()


def clear() -> None:
    """Forget everything."""
    for cache in _caches():
        cache.forget()


@attrs.frozen
class CacheUse:
    """A cache: how many answers it keeps, what they take, and the share of questions that it could answer.

    ``hits`` is ``None`` where look-ups are not counted (see :func:`counting`).
    """

    name: str
    entries: int
    megabytes: float
    hits: int | None
    misses: int

    @property
    def hit_rate(self) -> float | None:
        """The share of questions that were answered from memory."""
        return None if self.hits is None else self.hits / max(self.hits + self.misses, 1)


def uses() -> Iterator[CacheUse]:
    """How each cache is used, the largest first."""
    for cache in sorted(_caches(), key=lambda c: -c.entries * c.size):
        hits, misses = cache.counts if isinstance(cache, (Remembered, _Function)) else (None, 0)
        yield CacheUse(cache.name, cache.entries, cache.entries * cache.size / 1e6, hits, misses)


class _Counting(Remembered[K, V]):
    """Counts its hits, and is slower for it."""

    hits = 0

    def __getitem__(self, key: K) -> V:
        if key in self:
            self.hits += 1
            return super().__getitem__(key)
        return self.__missing__(key)

    @property
    def counts(self) -> tuple[int | None, int]:
        return self.hits, self.misses


def counting() -> None:
    """Count hits from now on everywhere, which slows down what is counted: for measuring."""
    for cache in _caches():
        if isinstance(cache, Remembered):
            cache.__class__ = _Counting
