"""What newsquotes asks of every extractor; the model is a local one that always answers the same."""

from newsquotes import Attribution, Resolution
from newsquotes.testing import QuoteDetectorContract, SpeakerEditorContract, SpeakerResolverContract
from server import TEXT, running

ENDPOINT = {"url": running().url, "model": "good"}


class TestQuotes(QuoteDetectorContract):
    name = "llm"
    options = ENDPOINT
    example = TEXT


class TestResolver(SpeakerResolverContract):
    name = "llm"
    options = ENDPOINT
    example = TEXT


def nobody(doc):
    return Resolution((), tuple(Attribution() for _ in doc.quotes))


class TestEditor(SpeakerEditorContract):
    name = "llm"
    options = ENDPOINT
    example = TEXT
    config = {"speaker_resolver": nobody}
