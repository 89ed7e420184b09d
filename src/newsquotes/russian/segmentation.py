"""Tokens and sentences, by razdel (rules of the Natasha project)."""

from __future__ import annotations

from razdel import sentenize, tokenize

from newsquotes.document import Document, Sentence, Token


def tokens(doc: Document) -> list[Token]:
    """The tokens of a text as razdel cuts it.

    >>> [str(t) for t in tokens(Document("Газ придёт, сказал Иванов."))]
    ['Газ', 'придёт', ',', 'сказал', 'Иванов', '.']
    """
    return [Token(t.start, t.stop, t.text) for t in tokenize(doc.text)]


def sentences(doc: Document) -> list[Sentence]:
    """The sentences of a text as razdel cuts it; blank ones are left out.

    >>> [str(s) for s in sentences(Document("Газ придёт. Так сказал Иванов."))]
    ['Газ придёт.', 'Так сказал Иванов.']
    """
    return [Sentence(s.start, s.stop, s.text) for s in sentenize(doc.text) if s.start < s.stop]
