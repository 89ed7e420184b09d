"""Speakers by a model: for all quotations (a resolver), or for those of which the pipeline is not sure (an editor)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from newsquotes import Attribution, Document, Quote, Resolution, Speaker
from newsquotes.document import name_key

from newsquotes_llm.alignment import Aligner
from newsquotes_llm.asking import together
from newsquotes_llm.client import Client
from newsquotes_llm.usage import Usage

TASK = """\
The message is a JSON object with a Russian news text and quotations from it by number. Say for each quotation who says it:
{"speakers": [{"quote": 0, "name": "Анна Белова"}]}. Give the fullest name that the text has, in the nominative; a role or an
organization where no name is given. Leave a quotation out where the text does not tell.
"""


@attrs.frozen
class _Asker:
    client: Client
    at_once: int = 4
    confidence: float = 0.7
    usage: Usage = attrs.field(factory=Usage, eq=False)

    def answers(self, doc: Document, quotes: Sequence[Quote]) -> dict[int, str]:
        """Quotation → the name that the model gives, if somebody of that name is in the text."""
        if not quotes:
            return {}
        question = {"text": doc.text, "quotes": {quote.id: quote.text for quote in quotes}}
        answer = self.client.ask(TASK, json.dumps(question, ensure_ascii=False), self.usage).get("speakers")
        asked = {quote.id for quote in quotes}
        named = {name_key(mention.name) for mention in doc.mentions} | {name_key(s.name) for s in _speakers(doc)}
        aligner = Aligner(doc)
        found: dict[int, str] = {}
        for item in answer if isinstance(answer, list) else []:
            id, name = (item.get("quote"), item.get("name")) if isinstance(item, dict) else (None, None)
            id = int(id) if isinstance(id, str) and id.isdecimal() else id
            known = isinstance(name, str) and (name_key(name) in named or aligner.find(name) is not None)
            if type(id) is int and id in asked and known:
                found.setdefault(id, " ".join(str(name).split()))
                self.usage.add(kept=1)
            else:
                self.usage.add(dropped=1)
        return found


@attrs.frozen
class LlmResolver(_Asker):
    """Gives every quotation that is still open to whom the model names."""

    def __call__(self, doc: Document) -> Resolution:
        resolved = doc.has("attributions")
        open_ones = [quote for quote in doc.quotes if not resolved or quote.speaker is None]
        names = self.answers(doc, open_ones)
        speakers = _Speakers(doc, ())
        attributions = [
            Attribution(speakers.id_of(names[quote.id]), confidence=self.confidence, rule="llm")
            if quote.id in names
            else Attribution()
            for quote in doc.quotes
        ]
        return Resolution(tuple(speakers.all), tuple(attributions))

    def many(self, docs: Sequence[Document]) -> Iterator[Resolution | Exception]:
        """The same for several documents, with at most ``at_once`` requests under way."""
        return together(self, docs, self.at_once)


@attrs.frozen(kw_only=True)
class LlmEditor(_Asker):
    """Asks only about quotations whose confidence is below a threshold, and changes their speakers where it answers."""

    below: float = 0.6

    def __call__(self, doc: Document) -> Resolution:
        names = self.answers(doc, [quote for quote in doc.quotes if quote.confidence < self.below])
        speakers = _Speakers(doc, doc.resolution.speakers)
        attributions = list(doc.attributions)
        for i, quote in enumerate(doc.quotes):
            if quote.id in names:
                speaker = speakers.id_of(names[quote.id])
                if speaker != attributions[i].speaker:
                    attributions[i] = attrs.evolve(
                        attributions[i],
                        speaker=speaker,
                        runner_up=attributions[i].speaker,
                        confidence=self.confidence,
                        rule="llm",
                    )
        return Resolution(tuple(speakers.all), tuple(attributions))

    def many(self, docs: Sequence[Document]) -> Iterator[Resolution | Exception]:
        """The same for several documents, with at most ``at_once`` requests under way."""
        return together(self, docs, self.at_once)


class _Speakers:
    """The speakers of a document, and those whom a model adds."""

    def __init__(self, doc: Document, known: Sequence[Speaker]) -> None:
        self.all = list(known)
        self._mentions = {name_key(mention.name): mention for mention in reversed(doc.mentions)}
        self._ids = {name_key(speaker.name): speaker.id for speaker in reversed(self.all)}

    def id_of(self, name: str) -> int:
        key = name_key(name)
        if key not in self._ids:
            mention = self._mentions.get(key)
            details: dict[str, Any] = {}
            if mention is not None:
                details = {"gender": mention.gender, "role": mention.role, "mentions": (mention.span,)}
            kind = "person" if mention is not None and mention.kind == "person" else "unknown"
            self._ids[key] = len(self.all)
            self.all.append(Speaker(len(self.all), name, kind, keys=frozenset({key}), **details))
        return self._ids[key]


def _speakers(doc: Document) -> Sequence[Speaker]:
    return doc.speakers if doc.has("speakers") else ()
