"""Words behind the label of a speaker, as channels write them: «❗️Анна Белова: мост откроют в мае»."""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs
from newsquotes import Document, Mention, Quote, Span

from newsquotes_telegram.tokens import EMOJI

_BULLET = rf"[ \t]*(?:(?:{EMOJI.pattern}|[•·*▪▫—–-]|\d{{1,2}}[.)])[ \t]*)*"
_LABEL = re.compile(rf"^{_BULLET}(?P<who>[А-ЯЁA-Z][^\n:!?]{{1,80}}?)[ \t]*:[ \t]*(?P<said>[^\n]*)$", re.M)
_ITEM = re.compile(rf"(?:\r?\n)(?P<mark>[ \t]*(?:{EMOJI.pattern}|[•·*▪▫—–-]|\d{{1,2}}[.)])[ \t]*)(?P<said>[^\n]*)")
_MARKS = {"«": "»", '"': '"', "“": "”", "„": "“"}
_SPEAKING = frozenset(("person", "role", "organization", "group"))
_NOT_SPEAKERS = frozenset(
    "фото видео источник подробнее важно срочно внимание итог адрес телефон подписаться контакты справка обновлено кратко"
    " главное читайте смотрите цена дата время место тема вопрос ответ".split()
)


@attrs.frozen
class PostDetector:
    """Finds what stands behind a label that names somebody who can speak, and in the bullets below a bare label."""

    not_speakers: frozenset[str] = frozenset()

    def __call__(self, doc: Document) -> Iterator[Quote]:
        mentions = [mention for mention in doc.mentions if mention.kind in _SPEAKING]
        at = 0
        for line in _LABEL.finditer(doc.text):
            start, end = line.span("who")
            while at < len(mentions) and mentions[at].span.start < start:
                at += 1
            source = self._source(doc, start, end, mentions[at : at + 5])
            if source is None:
                continue
            said = _words(doc, *line.span("said"))
            for part in [said] if said else list(_items(doc, line.end())):
                yield Quote(
                    content=(part,),
                    source=source,
                    type="direct",
                    detection_confidence=0.85 if said else 0.75,
                    rule="telegram-label" if said else "telegram-bullet",
                )

    def _source(self, doc: Document, start: int, end: int, near: list[Mention]) -> Span | None:
        """The words of a label, where a mention that can speak begins them."""
        label = doc.span(start, end)
        first = label.text.split()[0].lower().strip(".,")
        if first in _NOT_SPEAKERS or first in self.not_speakers or len(label.text.split()) > 8:
            return None
        return label if any(mention.span.start == start and mention.span.end <= end for mention in near) else None


def _items(doc: Document, end: int) -> Iterator[Span]:
    """The bullets that follow a bare label at once, one after another."""
    while item := _ITEM.match(doc.text, end):
        if said := _words(doc, *item.span("said")):
            yield said
        end = item.end()


def _words(doc: Document, start: int, end: int) -> Span | None:
    """What is said, without marks that enclose it and the white space around."""
    text = doc.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ";,"):
        end -= 1
    closing = _MARKS.get(text[start]) if start < end else None
    if closing and text[start + 1 : end].rstrip(".").endswith(closing) and text.count(closing, start + 1, end) == 1:
        start, end = start + 1, text.rindex(closing, start + 1, end)
    return doc.span(start, end) if any(map(str.isalnum, text[start:end])) else None
