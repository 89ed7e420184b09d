"""Numbers in what is said, and what they count."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsquotes import Document, Morph, Span, Token

NUMBER = re.compile(r"(?<![\w,.-])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:,\d+)?(?!\w)")
SCALES = {"тысяча": 1e3, "тыс": 1e3, "миллион": 1e6, "млн": 1e6, "миллиард": 1e9, "млрд": 1e9}


class Figure(NamedTuple):
    """A number that is named in a quotation, and the lemma of the word that it counts («рубль», «%», «год» …)."""

    quote: int
    span: Span
    value: float
    unit: str


class Figures:
    """Finds the figures of each quotation; those that count ``skip`` are left out."""

    def __init__(self, skip: frozenset[str]) -> None:
        self.skip = skip

    def __call__(self, doc: Document) -> dict[str, tuple[Figure, ...]]:
        morphs = dict(zip(doc.tokens, doc.morphs, strict=True))
        found = (figure for quote in doc.quotes for part in quote.content for figure in read(doc, morphs, quote.id, part))
        return {"figures": tuple(figure for figure in found if figure.unit not in self.skip)}


def read(doc: Document, morphs: dict[Token, Morph], quote: int, part: Span) -> Iterator[Figure]:
    """The figures in one fragment of a quotation."""
    for number in NUMBER.finditer(doc.text, part.start, part.end):
        value = float(re.sub(r"\s", "", number.group()).replace(",", "."))
        end, unit = number.end(), ""
        for token in doc.tokens_in(doc.span(number.end(), part.end)):
            lemma = morphs[token].lemma
            if lemma in SCALES:
                value *= SCALES[lemma]
            elif token.text == "%" or morphs[token].pos == "NOUN":
                unit, end = lemma, token.end
                break
            elif token.text != ".":
                break
            end = token.end
        yield Figure(quote, doc.span(number.start(), end), value, unit)
