"""What is built in keeps the contract that plugins are asked to keep."""

import pytest

from newsquotes.knowledge import KnownPerson, PeopleLinker, PeopleTable
from newsquotes.testing import (
    LemmatizerContract,
    LinkerContract,
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


class TestPeople(LinkerContract):
    """Without a name, for the table that it needs is a file."""

    @pytest.fixture
    def extractor(self):
        return PeopleLinker(PeopleTable([KnownPerson("Анна Белова", (), ("мэр",), "people/1")]))
