"""Showing things in a notebook: the one place where the model reaches up to the display, and only when a notebook asks."""

from __future__ import annotations

from typing import SupportsIndex, TypeVar, overload

T = TypeVar("T")


class Shown:
    """Has a face of its own in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        from newsquotes.reader.notebook import to_html

        return to_html(self)


class Items(Shown, tuple[T, ...]):
    """A tuple that a notebook shows as a table; so are its slices."""

    __slots__ = ()

    @overload
    def __getitem__(self, key: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> Items[T]: ...
    def __getitem__(self, key: SupportsIndex | slice) -> T | Items[T]:
        return type(self)(super().__getitem__(key)) if isinstance(key, slice) else super().__getitem__(key)
