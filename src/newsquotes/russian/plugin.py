"""The built-in extractors, offered through the same hooks as everybody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from newsquotes.errors import ConfigError
from newsquotes.hookspecs import hookimpl
from newsquotes.knowledge import PeopleTable, make_people_linker, read_people
from newsquotes.rules import QuoteRule
from newsquotes.stages import (
    Lemmatizer,
    Linker,
    MentionDetector,
    QuoteDetector,
    SentenceSplitter,
    SpeakerResolver,
    Tokenizer,
)
from newsquotes.wording import gettext


def _razdel_tokens() -> Tokenizer:
    from newsquotes.russian.segmentation import tokens

    return tokens


def _razdel_sentences() -> SentenceSplitter:
    from newsquotes.russian.segmentation import sentences

    return sentences


def _pymorphy() -> Lemmatizer:
    from newsquotes.russian.morphology import analyzer
    from newsquotes.russian.tagging import morphs

    analyzer()
    return morphs


def _mentions(*, lexicon: str | Path | None = None) -> MentionDetector:
    from newsquotes.russian import mentions

    return mentions.MentionDetector(lexicon=lexicon)


def _share(min_confidence: float) -> float:
    if not 0 <= min_confidence <= 1:
        raise ConfigError(gettext("min_confidence is {value!r}; it is a number from 0 to 1", value=min_confidence))
    return min_confidence


def _quotes(
    *,
    min_confidence: float = 0.45,
    without: tuple[str, ...] = (),
    rules: tuple[QuoteRule, ...] = (),
    lexicon: str | Path | None = None,
    model: str | Path | None = None,
    confidence: str | Path | None = None,
    choose: bool = True,
) -> QuoteDetector:
    from newsquotes.russian import fitted, quotes

    return quotes.QuoteDetector(
        min_confidence=_share(min_confidence),
        without=without,
        rules=rules,
        lexicon=lexicon,
        model=fitted.model_of("quotes", model),
        confidence=fitted.model_of("confidence", confidence),
        choose=choose,
    )


def _speakers(
    *,
    min_confidence: float = 0.0,
    people: str | Path | None = None,
    lexicon: str | Path | None = None,
    model: str | Path | None = None,
    confidence: str | Path | None = None,
) -> SpeakerResolver:
    from newsquotes.russian import fitted, speakers

    table = None if people is None else PeopleTable(read_people(people))
    return speakers.SpeakerResolver(
        min_confidence=_share(min_confidence),
        people=table,
        lexicon=lexicon,
        model=fitted.model_of("speakers", model),
        confidence=fitted.model_of("confidence", confidence),
    )


@hookimpl
def newsquotes_tokenizers() -> Mapping[str, Callable[..., Tokenizer]]:
    """Razdel's tokens."""
    return {"razdel": _razdel_tokens}


@hookimpl
def newsquotes_sentence_splitters() -> Mapping[str, Callable[..., SentenceSplitter]]:
    """Razdel's sentences."""
    return {"razdel": _razdel_sentences}


@hookimpl
def newsquotes_lemmatizers() -> Mapping[str, Callable[..., Lemmatizer]]:
    """pymorphy3's readings."""
    return {"pymorphy": _pymorphy}


@hookimpl
def newsquotes_mention_detectors() -> Mapping[str, Callable[..., MentionDetector]]:
    """Rules and lexicons."""
    return {"russian": _mentions}


@hookimpl
def newsquotes_quote_detectors() -> Mapping[str, Callable[..., QuoteDetector]]:
    """Rules and lexicons."""
    return {"russian": _quotes}


@hookimpl
def newsquotes_speaker_resolvers() -> Mapping[str, Callable[..., SpeakerResolver]]:
    """Rules: names, agreement, salience."""
    return {"russian": _speakers}


@hookimpl
def newsquotes_linkers() -> Mapping[str, Callable[..., Linker]]:
    """A table of people."""
    return {"people": make_people_linker}
