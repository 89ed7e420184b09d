"""Copies of gold documents in which quote marks are lost, as scraping loses them.

Real texts with lost marks are few; marked quotations whose marks are hidden teach the same: where speech begins is then to
be told from the words. A copy is made by the document's id alone, so that training repeats itself.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import attrs

from newsquotes.evaluation.records import GoldDocument, GoldQuote, Spans

OPENING, CLOSING = '«"„“', '»"”“'
_LOST, _BOTH = 0.8, 0.25  # the share of quotations that lose their opening mark, and of these the share that lose both


@attrs.frozen
class Copy:
    """A document with marks hidden, and the numbers of the quotations that lost theirs."""

    gold: GoldDocument
    changed: frozenset[int]


def copies(gold: GoldDocument) -> Iterator[Copy]:
    """The copies of a document: marks lost, and a dash for the marks; none where it quotes nobody directly."""
    for edits, changed in (_lost(gold), _dashed(gold)):
        if changed:
            yield Copy(edited(gold, edits), changed)


Edits = dict[int, str]  # position → what stands there instead of the character


def _lost(gold: GoldDocument) -> tuple[Edits, frozenset[int]]:
    """Opening marks lost, sometimes closing ones too; in every other copy line breaks are lost as well."""
    chance = random.Random(f"lost {gold.id}")
    edits: Edits = {}
    changed = set()
    for n, quote in openers(gold):
        if chance.random() > _LOST:
            continue
        start, end = quote.content[0]
        edits[start - 1] = ""
        if chance.random() < _BOTH and gold.text[end : end + 1] in tuple(CLOSING):
            edits[end] = ""
        changed.add(n)
    if changed and chance.random() < 0.5:
        edits.update({i: " " for i, c in enumerate(gold.text) if c == "\n" and i not in edits})
    return edits, frozenset(changed)


def _dashed(gold: GoldDocument) -> tuple[Edits, frozenset[int]]:
    """A dash for the marks, where a quotation opens its paragraph and is the only one in it."""
    chance = random.Random(f"dashed {gold.id}")
    text = gold.text
    edits: Edits = {}
    changed = set()
    direct = [q for q in gold.quotes if q.type == "direct"]
    for n, quote in openers(gold):
        start = quote.content[0][0]
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", start)
        last = len(text) if last < 0 else last
        alone = all(q is quote or not first <= q.content[0][0] < last for q in direct)
        if start - 1 != first or not alone or chance.random() > _LOST:
            continue
        edits[start - 1] = "— "
        for a, b in quote.content:
            if a != start and text[a - 1] in OPENING:
                edits[a - 1] = ""
            if text[b : b + 1] in tuple(CLOSING):
                edits[b] = ""
        changed.add(n)
    return edits, frozenset(changed)


def openers(gold: GoldDocument) -> Iterator[tuple[int, GoldQuote]]:
    """The marked quotations that stand before their cue."""
    for n, quote in enumerate(gold.quotes):
        if quote.type != "direct" or not quote.cue or "nested" in quote.tags:
            continue
        start = quote.content[0][0]
        if 0 < start < quote.cue[0][0] and gold.text[start - 1] in OPENING:
            yield n, quote


def edited(gold: GoldDocument, edits: Edits) -> GoldDocument:
    """The document with some characters replaced, its spans moved along."""
    places = sorted(edits)
    shifts = [0]
    for place in places:
        shifts.append(shifts[-1] + len(edits[place]) - 1)

    def moved(spans: Sequence[tuple[int, int]]) -> Spans:
        return tuple((_at(start), _at(end)) for start, end in spans)

    def _at(offset: int) -> int:
        return offset + shifts[bisect_right(places, offset - 1)]

    text = "".join(edits.get(i, c) for i, c in enumerate(gold.text))
    quotes = tuple(attrs.evolve(q, content=moved(q.content), cue=moved(q.cue), source=moved(q.source)) for q in gold.quotes)
    return attrs.evolve(gold, text=text, quotes=quotes)
