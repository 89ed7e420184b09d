"""Quotations by a model, each checked against the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

import attrs
from newsquotes import Cue, Document, Quote, Span
from newsquotes.document import QuoteType

from newsquotes_llm.alignment import Aligner
from newsquotes_llm.asking import together
from newsquotes_llm.client import Client
from newsquotes_llm.usage import Usage

TASK = """\
Find every quotation in the Russian news text: direct speech, reported speech and mixtures of both. Answer with a JSON object
{"quotes": [{"content": ["words said"], "cue": "сказал", "source": "мэр Анна Белова", "type": "direct"}]}.
Copy all words letter by letter from the text: content is what was said, without marks around it, in several pieces where an
insertion interrupts it; cue is the word that attributes it; source are the words that name who says it; type is direct,
indirect or mixed. Leave cue and source empty where there are none. Answer {"quotes": []} where nobody is quoted.
"""
_TYPES = get_args(QuoteType)


@attrs.frozen
class LlmDetector:
    """Asks a model for the quotations of a text. What it gives that does not stand in the text is dropped and counted."""

    client: Client
    at_once: int = 4
    confidence: float = 0.7
    longest_text: int = 20_000
    usage: Usage = attrs.field(factory=Usage, eq=False)

    def __call__(self, doc: Document) -> list[Quote]:
        found: list[Quote] = []
        for start, end in _pieces(doc.text, self.longest_text):
            answer = self.client.ask(TASK, doc.text[start:end], self.usage)
            quotes = answer.get("quotes")
            found += self._aligned(doc, quotes if isinstance(quotes, list) else [], start)
        return list({quote.content: quote for quote in reversed(found)}.values())[::-1]

    def many(self, docs: Sequence[Document]) -> Iterator[list[Quote] | Exception]:
        """The quotations of several documents, with at most ``at_once`` requests under way."""
        return together(self, docs, self.at_once)

    def _aligned(self, doc: Document, given: Sequence[Any], start: int) -> Iterator[Quote]:
        aligner = Aligner(doc)
        for item in given:
            quote = _quote(aligner, item, start, self.confidence) if isinstance(item, dict) else None
            self.usage.add(**{"dropped" if quote is None else "kept": 1})
            if quote is not None:
                yield quote


def _quote(aligner: Aligner, item: dict[str, Any], near: int, confidence: float) -> Quote | None:
    given = item.get("content")
    content: list[Span] = []
    for words in given if isinstance(given, list) else [given]:
        span = aligner.find(words, content[-1].end if content else near)
        if span is None or (content and span.start < content[-1].end):
            return None
        content.append(span)
    if not content:
        return None
    around = max(near, content[0].start - 300)
    cue, source = aligner.find(item.get("cue"), around), aligner.find(item.get("source"), around)
    kind: QuoteType = item["type"] if item.get("type") in _TYPES else "direct"
    return Quote(
        content=tuple(content),
        cue=Cue((cue,), cue.text.lower()) if cue else Cue(),
        source=source,
        type=kind,
        detection_confidence=confidence,
        rule="llm",
    )


def _pieces(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """The text in pieces of at most ``longest`` characters, cut at line ends if there are any; blank ones are left out."""
    start = 0
    while start < len(text):
        end = min(len(text), start + longest)
        if end < len(text):
            end = text.rfind("\n", start + 1, end) + 1 or end
        if text[start:end].strip():
            yield start, end
        start = end
