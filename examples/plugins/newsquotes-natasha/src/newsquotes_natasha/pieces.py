"""Token ranges that the models read at once: sentences, cut where they are longer than a model should get."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from newsquotes import Document

from newsquotes_natasha.models import LONGEST

Range = tuple[int, int]
"""A half-open range of token indices."""


def sentences(doc: Document) -> Iterator[Range]:
    """The token ranges of the sentences, cut at paragraphs too; none is empty, and together they hold every token.

    >>> from newsquotes import Document, Sentence, Token
    >>> doc = Document("Газ есть. Света нет.")
    >>> doc = doc.with_layer("tokens", [Token(0, 3, "Газ"), Token(4, 8, "есть"), Token(10, 15, "Света")])
    >>> list(sentences(doc.with_layer("sentences", [Sentence(0, 9, "Газ есть."), Sentence(10, 20, "Света нет.")])))
    [(0, 2), (2, 3)]
    """
    starts = [token.start for token in doc.tokens]
    cuts = {bisect_left(starts, sentence.start) for sentence in doc.sentences} - {0, len(starts)}
    cuts |= {i for i in range(1, len(starts)) if new_paragraph(doc, i)}
    borders = [0, *sorted(cuts), len(starts)]
    yield from ((a, b) for a, b in pairwise(borders) if a < b)


def new_paragraph(doc: Document, i: int) -> bool:
    """Whether a line break, and no small letter after it, stands before a token."""
    before, token = doc.tokens[i - 1], doc.tokens[i]
    return "\n" in doc.text[before.end : token.start] and not token.text[0].islower()


def short(ranges: Iterator[Range]) -> Iterator[Range]:
    """The ranges, those of more than ``LONGEST`` tokens in pieces."""
    for first, last in ranges:
        for start in range(first, last, LONGEST):
            yield start, min(start + LONGEST, last)
