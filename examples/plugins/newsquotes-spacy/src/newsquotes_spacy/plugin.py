"""What the plugin offers to newsquotes: spaCy's tokens, sentences and lemmas, all called ``spacy``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from newsquotes import hookimpl
from newsquotes.stages import Lemmatizer, SentenceSplitter, Tokenizer


def _loaded(model: str) -> str:
    """The model's name, loaded so that a wrong name fails when the pipeline is built."""
    from newsquotes_spacy.extractors import load

    if model:
        load(model)
    return model


def _tokens(*, model: str = "") -> Tokenizer:
    from newsquotes_spacy.extractors import Tokens

    return Tokens(_loaded(model))


def _sentences(*, model: str = "") -> SentenceSplitter:
    from newsquotes_spacy.extractors import Sentences

    return Sentences(_loaded(model))


def _morphs(*, model: str = "") -> Lemmatizer:
    from newsquotes_spacy.extractors import Morphs

    return Morphs(_loaded(model))


@hookimpl
def newsquotes_tokenizers() -> Mapping[str, Callable[..., Tokenizer]]:
    """Tokens of a spaCy pipeline."""
    return {"spacy": _tokens}


@hookimpl
def newsquotes_sentence_splitters() -> Mapping[str, Callable[..., SentenceSplitter]]:
    """Sentences of a spaCy pipeline."""
    return {"spacy": _sentences}


@hookimpl
def newsquotes_lemmatizers() -> Mapping[str, Callable[..., Lemmatizer]]:
    """Lemmas, parts of speech and features of a spaCy pipeline."""
    return {"spacy": _morphs}
