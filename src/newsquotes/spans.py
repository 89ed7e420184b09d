"""Spans: half-open ranges of code points in an untouched text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any, TypeVar

import attrs

_NEW: Any = object.__new__
S = TypeVar("S", bound="Span")


@attrs.frozen(order=True, init=False, weakref_slot=False)
class Span:
    """The half-open range ``[start, end)`` of a text, in code points, with the text that stands there.

    Documents make spans (``doc.span(start, end)``), so that nobody types the text in by hand; every layer checks
    ``doc.text[span.start:span.end] == span.text``.

    >>> span = Span(0, 6, "Сергей")
    >>> len(span), str(span), span.contains(Span(0, 3, "Сер"))
    (6, 'Сергей', True)
    """

    start: int
    end: int
    text: str = attrs.field(order=False)

    def __init__(self, start: int, end: int, text: str) -> None:
        # Documents have many spans: setting the slots takes two thirds of the time of the initializer that attrs makes.
        _set_start(self, start)
        _set_end(self, end)
        _set_text(self, text)

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return self.text

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


_set_start, _set_end, _set_text = (getattr(Span, name).__set__ for name in ("start", "end", "text"))


class Pieces:
    """Spans side by side, in columns: where each one starts and ends, and its text."""

    __slots__ = ("ends", "starts", "texts")

    def __init__(self, starts: Sequence[int], ends: Sequence[int], texts: Sequence[str]) -> None:
        self.starts = starts
        self.ends = ends
        self.texts = texts

    @classmethod
    def of(cls, spans: Sequence[Span]) -> Pieces:
        """The columns of some spans."""
        return cls([span.start for span in spans], [span.end for span in spans], [span.text for span in spans])

    def __len__(self) -> int:
        return len(self.starts)

    def spans(self, kind: type[S]) -> list[S]:
        """The spans, of one kind.

        >>> Pieces([0, 4], [3, 7], ["Газ", "дом"]).spans(Span)
        [Span(start=0, end=3, text='Газ'), Span(start=4, end=7, text='дом')]
        """
        # Many at once take a third of the time of one after another.
        made = list(map(_NEW, repeat(kind, len(self))))
        for put, values in ((_set_start, self.starts), (_set_end, self.ends), (_set_text, self.texts)):
            deque(map(put, made, values), maxlen=0)
        return made


def covers(outer: Iterable[Span], inner: Iterable[Span]) -> bool:
    """Whether every span of ``inner`` lies within some span of ``outer``.

    >>> covers([Span(0, 4, "Газ "), Span(9, 12, "дом")], [Span(1, 3, "аз")])
    True
    """
    outer = tuple(outer)
    return all(any(o.contains(i) for o in outer) for i in inner)
