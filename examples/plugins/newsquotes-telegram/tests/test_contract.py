"""What newsquotes asks of every extractor."""

from newsquotes.testing import QuoteDetectorContract, QuoteEditorContract, TokenizerContract


class TestTokens(TokenizerContract):
    name = "telegram"


class TestPosts(QuoteDetectorContract):
    name = "telegram"
    example = "❗️Анна Белова: мост откроют в мае."


class TestReposts(QuoteEditorContract):
    name = "reposts"
    example = "Переслано от Вестей\n«Мост откроют в мае», — сообщила мэр Анна Белова."
