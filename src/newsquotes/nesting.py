"""Quotations within one another."""

from __future__ import annotations

from newsquotes.annotations import Quote
from newsquotes.spans import covers

_DEEPEST = 12  # quotations within one another: no text has as many


def parents_of(quotes: tuple[Quote, ...]) -> list[int | None]:
    """For each quote the smallest other quote within whose content its own content and cue lie."""
    parents: list[int | None] = []
    around: list[int] = []  # the earlier quotes that are not over yet
    for i, inner in enumerate(quotes):
        around = [j for j in around[-_DEEPEST:] if quotes[j].end > inner.start]
        parts = (*inner.content, *inner.cue.spans)
        size = sum(map(len, inner.content))
        enclosing = [
            (extent, -j)
            for j in around
            if (extent := sum(map(len, quotes[j].content))) > size and covers(quotes[j].content, parts)
        ]
        parents.append(-min(enclosing)[1] if enclosing else None)
        around.append(i)
    return parents
