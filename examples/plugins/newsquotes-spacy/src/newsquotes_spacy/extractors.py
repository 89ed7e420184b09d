"""Tokens, sentences and morphology from a spaCy ``Doc``.

Without a model the extractors read the ``Doc`` of the spaCy pipeline that runs them; with the name of one they run that
model themselves, once a document for all three.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import attrs
import spacy
from newsquotes import Document, Morph, Reading, Sentence, Token
from spacy.language import Language
from spacy.tokens import Doc

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half an emoji, as broken files hold it; spaCy raises on it."""

_read: ContextVar[Doc | None] = ContextVar("newsquotes_spacy_doc", default=None)


@contextmanager
def reading(doc: Doc) -> Iterator[None]:
    """While this lasts, extractors without a model read ``doc``."""
    token = _read.set(doc)
    try:
        yield
    finally:
        _read.reset(token)


@lru_cache(maxsize=4)
def load(model: str) -> Language:
    """A spaCy pipeline by name or path; ``blank:ru`` is the blank Russian one with rules for sentences."""
    if model.startswith("blank:"):
        nlp = spacy.blank(model.removeprefix("blank:"))
        nlp.add_pipe("sentencizer")
    else:
        nlp = spacy.load(model)
    # spaCy refuses texts of more than a million characters; news text must never raise.
    nlp.max_length = sys.maxsize
    return nlp


@attrs.frozen
class SpacyDoc:
    """Gives the spaCy ``Doc`` of a document."""

    model: str = ""

    def read(self, doc: Document) -> Doc:
        """The spaCy ``Doc`` of this text, made once a document."""
        return doc.artefact(f"spacy.doc {self.model}", self._made, ())

    def _made(self, doc: Document) -> Doc:
        if self.model:
            return load(self.model)(_LONE_SURROGATE.sub("\ufffd", doc.text))
        found = _read.get()
        if found is None or found.text != doc.text:
            raise LookupError(
                "there is no spaCy Doc to read: run newsquotes inside spaCy by nlp.add_pipe('newsquotes'), "
                "or give the option model, as in {'use': 'spacy', 'spacy': {'model': 'ru_core_news_sm'}}"
            )
        return found


@attrs.frozen
class Tokens(SpacyDoc):
    """spaCy's tokens, save for those of white space."""

    def __call__(self, doc: Document) -> Iterator[Token]:
        for token in self.read(doc):
            if not token.text.isspace():
                start, end = token.idx, token.idx + len(token)
                yield Token(start, end, doc.text[start:end])


@attrs.frozen
class Sentences(SpacyDoc):
    """spaCy's sentences, without the white space around them."""

    def __call__(self, doc: Document) -> Iterator[Sentence]:
        read = self.read(doc)
        if len(read) and not read.has_annotation("SENT_START"):
            raise ValueError("the spaCy pipeline marks no sentences: nlp.add_pipe('sentencizer'), or a parser, does")
        for sentence in read.sents:
            text = doc.text[sentence.start_char : sentence.end_char]
            if trimmed := text.strip():
                start = sentence.start_char + text.index(trimmed)
                yield Sentence(start, start + len(trimmed), trimmed)


@attrs.frozen
class Morphs(SpacyDoc):
    """spaCy's lemmas, parts of speech and features, one reading a token."""

    def __call__(self, doc: Document) -> Iterator[Morph]:
        read = self.read(doc)
        if doc.tokens and not read.has_annotation("LEMMA"):
            raise ValueError("the spaCy pipeline gives no lemmas: nlp.add_pipe('lemmatizer'), or a trained model, does")
        starts = {token.idx: token for token in read}
        for token in doc.tokens:
            found = starts.get(token.start)
            if found is None or len(found) != len(token):
                raise ValueError("the lemmatizer 'spacy' needs the tokenizer 'spacy', with the same model")
            feats = tuple(sorted(found.morph.to_dict().items()))
            yield Morph((Reading(found.lemma_ or found.lower_, found.pos_ or "X", feats),))
