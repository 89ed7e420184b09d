"""The lemmatizer of the stages: one morph a token, its word read as the folded copy of the text has it."""

from __future__ import annotations

from newsquotes.document import Document, Morph, pieces_of
from newsquotes.russian.morphology import parse_all
from newsquotes.russian.reading.folding import folded, folded_words


def morphs(doc: Document) -> list[Morph]:
    """One morph a token; words are read out of context and cached.

    >>> from newsquotes.document import Token
    >>> doc = Document("Газ").with_layer("tokens", [Token(0, 3, "Газ")])
    >>> morphs(doc)[0].lemma
    'газ'
    """
    copy = folded(doc)
    if copy is None:
        return parse_all(pieces_of(doc).texts)
    return parse_all([(word or token).text for word, token in zip(folded_words(doc, copy), doc.tokens, strict=True)])
