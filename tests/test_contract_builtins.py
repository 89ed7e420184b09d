"""What is built in keeps the contract that plugins are asked to keep."""

from newsquotes.testing import (
    LemmatizerContract,
    MentionDetectorContract,
    QuoteDetectorContract,
    SentenceSplitterContract,
    SpeakerResolverContract,
    TokenizerContract,
)


class TestRazdelTokens(TokenizerContract):
    name = "razdel"


class TestRazdelSentences(SentenceSplitterContract):
    name = "razdel"


class TestPymorphy(LemmatizerContract):
    name = "pymorphy"


class TestMentions(MentionDetectorContract):
    name = "russian"


class TestQuotes(QuoteDetectorContract):
    name = "russian"


class TestSpeakers(SpeakerResolverContract):
    name = "russian"
