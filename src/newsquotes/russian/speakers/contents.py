"""Which tokens are part of a quotation's content, and by what name a body is known again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from newsquotes.caches import cached
from newsquotes.document import Quote, name_key
from newsquotes.russian.reading.view import View

_MARKS = "«»\"„“”'"


@cached(size=240, most=1 << 14)
def body_name(name: str) -> tuple[str, str]:
    """The name of a body without marks around the whole, and the key by which it is known again."""
    name = name.strip(_MARKS) if name[:1] in _MARKS and not any(c in _MARKS for c in name[1:-1]) else name
    return name, name_key(name.replace("«", "").replace("»", "").replace('"', ""))


def inside_of(view: View, quotes: Sequence[Quote]) -> list[bool]:
    """For each token, whether it is part of a quotation's content."""
    change = [0] * (view.size + 2)  # how many contents more or fewer hold a token than the one before
    sources = sorted(q.source.start for q in quotes if q.source is not None)
    for quote in quotes:
        if quote.anaphoric and bisect_left(sources, quote.start) < bisect_left(sources, quote.end):
            continue  # «X сказал, что A. Об этом он написал»: what the author reports of X is not said by X
        for span in quote.content:
            first, last = view.tokens_of(span)
            change[first] += 1
            change[last] -= 1
    return [n > 0 for n in accumulate(change[:-1])]
