"""For those who test extractors: the contract of each stage, and texts with the answer drawn in them.

The contracts are classes for pytest to subclass (``pip install 'newsquotes[testing]'``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsquotes.extras import need
from newsquotes.testing.difference import diff_markup, markup_of
from newsquotes.testing.documents import document
from newsquotes.testing.markup import MarkedQuote, MarkedText, parse_markup, render_markup

if TYPE_CHECKING:
    from newsquotes.testing.contracts import (
        AnnotatorContract,
        LemmatizerContract,
        LinkerContract,
        MentionDetectorContract,
        QuoteDetectorContract,
        QuoteEditorContract,
        SentenceSplitterContract,
        SpeakerEditorContract,
        SpeakerResolverContract,
        TokenizerContract,
    )

__all__ = [
    "AnnotatorContract",
    "LemmatizerContract",
    "LinkerContract",
    "MarkedQuote",
    "MarkedText",
    "MentionDetectorContract",
    "QuoteDetectorContract",
    "QuoteEditorContract",
    "SentenceSplitterContract",
    "SpeakerEditorContract",
    "SpeakerResolverContract",
    "TokenizerContract",
    "diff_markup",
    "document",
    "markup_of",
    "parse_markup",
    "render_markup",
]


def __getattr__(name: str) -> Any:
    if name.endswith("Contract"):
        need("pytest", "testing", f"newsquotes.testing.{name}")
        from newsquotes.testing import contracts

        if hasattr(contracts, name):
            return getattr(contracts, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
