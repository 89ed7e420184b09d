"""Layers of a document that are made when somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from functools import partial
from typing import Any, TypeVar, overload

from newsquotes.annotations import quote_order
from newsquotes.checks import check_layer

T = TypeVar("T")


class Later(Sequence[T]):
    """The items of a layer, made all at once when somebody looks at one; how many they are is known before.

    Most tokens and mentions are never looked at: what reads a whole document gets along with what they are made of.

    >>> words = Later(["Газ", "дом"], lambda texts: [text.upper() for text in texts])
    >>> len(words), words[1], words.made_of
    (2, 'ДОМ', ['Газ', 'дом'])
    """

    __slots__ = ("_items", "_make", "made_of")

    def __init__(self, made_of: Sized, make: Callable[[Any], Iterable[T]]) -> None:
        self.made_of = made_of
        self._make = make
        self._items: tuple[T, ...] | None = None

    @property
    def items(self) -> tuple[T, ...]:
        """All of them, the same objects each time."""
        if self._items is None:
            self._items = tuple(self._make(self.made_of))
        return self._items

    def then(self, change: Callable[[tuple[T, ...]], Iterable[T]]) -> Later[T]:
        """The same number of items, with ``change`` done to them when they are made."""
        return Later(self.made_of, lambda _: change(self.items))

    def __len__(self) -> int:
        return len(self.made_of)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    @overload
    def __getitem__(self, key: int) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[T, ...]: ...
    def __getitem__(self, key: int | slice) -> T | tuple[T, ...]:
        return self.items[key]

    def __repr__(self) -> str:
        return repr(self.items)

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self.items,)


def made(items: Sequence[T]) -> tuple[T, ...]:
    """The items of a layer, made where that was left for later."""
    return items.items if type(items) is Later else items  # type: ignore[return-value]


def checked(text: str, layers: Mapping[str, Sequence[Any]], layer: str, items: Iterable[Any]) -> Sequence[Any]:
    """The items of a layer, quotes in their order; raises :class:`LayerError` where they do not fit the text.

    Those that are made later are looked at when they are made.
    """
    if type(items) is Later:
        return items.then(partial(checked, text, layers, layer))
    items = tuple(items)
    check_layer(text, layers, layer, items)
    return tuple(sorted(items, key=quote_order)) if layer == "quotes" else items


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
