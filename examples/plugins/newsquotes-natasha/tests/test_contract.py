"""What newsquotes asks of every extractor."""

from newsquotes.testing import MentionDetectorContract, QuoteDetectorContract


class TestMentions(MentionDetectorContract):
    """The NER model."""

    name = "natasha"
    example = "По словам Марии Ильиной, мост откроют в мае."


class TestQuotes(QuoteDetectorContract):
    """The rules on trees."""

    name = "syntax"
    example = "Пётр Орлов сообщил, что мост откроют в мае."
