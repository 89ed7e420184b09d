"""Tokens and sentences, by razdel (rules of the Natasha project)."""

from __future__ import annotations

import re
from functools import lru_cache

from razdel import sentenize, tokenize

from newsquotes.document import Document, Sentence, Token


def tokens(doc: Document) -> list[Token]:
    """The tokens of a text as razdel cuts its runs without white space.

    Each run is cut by itself, and the cuts of short ones (words with their punctuation) are remembered: razdel never joins
    over white space, but looks over it, and would glue the comma of «10, 9 и 8» to the number.

    >>> [str(t) for t in tokens(Document("Газ придёт, сказал Иванов."))]
    ['Газ', 'придёт', ',', 'сказал', 'Иванов', '.']
    """
    found: list[Token] = []
    for run in _RUN.finditer(doc.text):
        start = run.start()
        word = run.group()
        cuts = _cuts(word) if len(word) <= _LONGEST_REMEMBERED else _cut(word)
        found += [Token(start + first, start + last, text) for first, last, text in cuts]
    return found


_RUN = re.compile(r"\S+")
_LONGEST_REMEMBERED = 40
_Cuts = tuple[tuple[int, int, str], ...]


def _cut(word: str) -> _Cuts:
    return tuple((t.start, t.stop, t.text) for t in tokenize(word))


@lru_cache(maxsize=1 << 17)
def _cuts(word: str) -> _Cuts:
    return _cut(word)


def sentences(doc: Document) -> list[Sentence]:
    """The sentences of a text as razdel cuts it; blank ones are left out.

    >>> [str(s) for s in sentences(Document("Газ придёт. Так сказал Иванов."))]
    ['Газ придёт.', 'Так сказал Иванов.']
    """
    return [Sentence(s.start, s.stop, s.text) for s in sentenize(doc.text) if s.start < s.stop]
