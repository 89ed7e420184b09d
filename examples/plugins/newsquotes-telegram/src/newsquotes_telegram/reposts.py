"""Reposts: what is said in a forwarded post was said elsewhere, and would be counted twice."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import attrs
from newsquotes import Document, Quote

_SIGNS = ("Переслано от", "Переслано из", "Репост", "Forwarded from", "Forwarded message")
_POST_END = re.compile(r"\n[ \t\r]*(?:[*_—–-]{3,}[ \t\r]*)?\n")


@attrs.frozen
class WithoutReposts:
    """Leaves out the quotations of posts that begin with one of the signs of a repost; a post ends at an empty line."""

    signs: tuple[str, ...] = ()

    def __call__(self, doc: Document) -> Iterator[Quote]:
        starts = [0, *(match.end() for match in _POST_END.finditer(doc.text))]
        signs = tuple(sign.lower() for sign in (*_SIGNS, *self.signs))
        for quote in doc.quotes:
            begin = starts[bisect_right(starts, quote.start) - 1]
            if not re.sub(r"^\W+", "", doc.text[begin : begin + 80]).lower().startswith(signs):
                yield quote
