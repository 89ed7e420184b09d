"""The contract with plugins: its version, and the hooks by which plugins offer extractors, one a stage.

A hook returns ``{name: factory}``. A factory is called once, when a pipeline is built, with the options of the
configuration as keyword arguments; it loads heavy things and returns the extractor (see :mod:`newsquotes.stages`).
``docs/plugins.md`` says of each what its extractors get and return, with an example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pluggy

from newsquotes.stages import (
    Annotator,
    Lemmatizer,
    Linker,
    MentionDetector,
    QuoteDetector,
    SentenceSplitter,
    SpeakerResolver,
    Tokenizer,
)

CONTRACT = 1
"""The version of the contract: of the hooks, and of what their extractors get and return.

A plugin may say for which version it is written: ``newsquotes_contract = 1`` beside its hook functions.
"""

OLDEST_CONTRACT = 1
"""The oldest version for which a plugin may be written; one for a version between the two is warned, and works."""

PROJECT = "newsquotes"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""The decorator that marks a plugin's hook functions."""

DEPRECATED: Mapping[str, tuple[str, str]] = MappingProxyType({})
"""Hooks that are on their way out: name → (the stage that they serve, what to do instead).

Their specifications stay below until the version of the contract that drops them.
"""


@hookspec
def newsquotes_tokenizers() -> Mapping[str, Callable[..., Tokenizer]]:  # type: ignore[empty-body]
    """Offer tokenizers: name → factory."""


@hookspec
def newsquotes_sentence_splitters() -> Mapping[str, Callable[..., SentenceSplitter]]:  # type: ignore[empty-body]
    """Offer sentence splitters: name → factory."""


@hookspec
def newsquotes_lemmatizers() -> Mapping[str, Callable[..., Lemmatizer]]:  # type: ignore[empty-body]
    """Offer lemmatizers: name → factory."""


@hookspec
def newsquotes_mention_detectors() -> Mapping[str, Callable[..., MentionDetector]]:  # type: ignore[empty-body]
    """Offer mention detectors: name → factory."""


@hookspec
def newsquotes_quote_detectors() -> Mapping[str, Callable[..., QuoteDetector]]:  # type: ignore[empty-body]
    """Offer quote detectors: name → factory."""


@hookspec
def newsquotes_speaker_resolvers() -> Mapping[str, Callable[..., SpeakerResolver]]:  # type: ignore[empty-body]
    """Offer speaker resolvers: name → factory."""


@hookspec
def newsquotes_linkers() -> Mapping[str, Callable[..., Linker]]:  # type: ignore[empty-body]
    """Offer linkers: name → factory."""


@hookspec
def newsquotes_annotators() -> Mapping[str, Callable[..., Annotator]]:  # type: ignore[empty-body]
    """Offer annotators: name → factory."""
