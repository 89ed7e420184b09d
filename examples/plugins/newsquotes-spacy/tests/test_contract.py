"""What newsquotes asks of every extractor."""

import tempfile

import pytest
import spacy
from newsquotes.testing import LemmatizerContract, SentenceSplitterContract, TokenizerContract

FOLDER = tempfile.TemporaryDirectory()
"""Holds a spaCy pipeline with lemmas, as a trained one would give them."""

LEMMAS = {"use": "spacy", "spacy": {"model": FOLDER.name}}


@pytest.fixture(scope="module", autouse=True)
def model():
    nlp = spacy.blank("ru")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("lemmatizer", config={"mode": "pymorphy3_lookup"})
    nlp.initialize()
    nlp.to_disk(FOLDER.name)
    yield
    FOLDER.cleanup()


class TestTokens(TokenizerContract):
    """Tokens of the blank Russian pipeline."""

    name = "spacy"
    options = {"model": "blank:ru"}


class TestSentences(SentenceSplitterContract):
    """Sentences by spaCy's rules."""

    name = "spacy"
    options = {"model": "blank:ru"}


class TestMorphs(LemmatizerContract):
    """Lemmas of a spaCy pipeline, which must be that of the tokens."""

    name = "spacy"
    options = {"model": FOLDER.name}
    config = {"tokenizer": LEMMAS}
