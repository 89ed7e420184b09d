"""What the plugin offers; the models are loaded when a pipeline that uses them is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from newsquotes import hookimpl
from newsquotes.stages import MentionDetector, QuoteDetector


def _mentions() -> MentionDetector:
    from newsquotes_natasha import mentions, models

    models.ner()
    return mentions.MentionDetector()


def _quotes(*, min_confidence: float = 0.0) -> QuoteDetector:
    from newsquotes_natasha import models, quotes

    models.syntax()
    return quotes.QuoteDetector(min_confidence)


@hookimpl
def newsquotes_mention_detectors() -> Mapping[str, Callable[..., MentionDetector]]:
    """People and organizations by natasha's NER."""
    return {"natasha": _mentions}


@hookimpl
def newsquotes_quote_detectors() -> Mapping[str, Callable[..., QuoteDetector]]:
    """Quotations by natasha's dependency trees."""
    return {"syntax": _quotes}
