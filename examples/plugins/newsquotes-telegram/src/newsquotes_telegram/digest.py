"""A digest of quotations in the HTML that Telegram's bots send."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import BinaryIO

from newsquotes import Document


def write_digest(docs: Iterable[Document], file: BinaryIO) -> None:
    """Write a line for each quotation with a speaker: «🗣 Анна Белова: «Мост откроют в мае»»."""
    for doc in docs:
        for quote in doc.quotes:
            if quote.speaker is not None:
                line = f"🗣 <b>{escape(quote.speaker.name)}</b>: «{escape(' '.join(quote.text.split()))}»\n"
                file.write(line.encode("utf-8", "replace"))
