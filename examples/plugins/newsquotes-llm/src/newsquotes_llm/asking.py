"""Asking for many documents at once, with a bounded number of requests under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from newsquotes import Document

T = TypeVar("T")


def together(ask: Callable[[Document], T], docs: Sequence[Document], at_once: int) -> Iterator[T | Exception]:
    """The answer for each document in their order; an exception in place of one that failed harms no other."""

    def tried(doc: Document) -> T | Exception:
        try:
            return ask(doc)
        except Exception as exc:
            return exc

    if not docs:
        return
    with ThreadPoolExecutor(max_workers=max(1, min(at_once, len(docs)))) as pool:
        yield from pool.map(tried, docs)
