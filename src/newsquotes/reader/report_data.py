"""What a report embeds: documents with their texts, quotations, and speakers with one entry each."""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from newsquotes.document import Document, Quote, Speaker, name_key
from newsquotes.errors import MissingLayerError
from newsquotes.explanations import reasons_of
from newsquotes.pipeline import Pipeline
from newsquotes.reader.highlight import look_at, speaker_of, unknown
from newsquotes.reader.offices import is_official
from newsquotes.reader.pages import about, confidence_of, facts, harmless, rule_words
from newsquotes.same_speakers import merge_speakers

Data = dict[str, Any]


def report_data(docs: Iterable[Document], explaining: Pipeline | None = None) -> Data:
    """What the page embeds: documents, quotations, and speakers with one entry each.

    Speakers of several documents are one as :func:`newsquotes.merge_speakers` joins them. The most quoted have looks of
    their own on the whole page. Documents of which only the records are known are explained by the pipeline ``explaining``,
    where there is one.
    """
    docs = list(docs)
    people = _People(docs)
    documents: list[Data] = []
    quotes: list[Data] = []
    explained = sum(len(doc.quotes) for doc in docs) <= EXPLAINED
    for number, doc in enumerate(docs):
        reasons = reasons_of(doc, explaining) if explained else {}
        for quote in doc.quotes:
            speaker = speaker_of(quote)
            who = {"speaker": people.index(number, speaker), "own": harmless(speaker.name) if speaker else None}
            why = [[harmless(heading), harmless(said)] for heading, said in reasons.get(quote.id, ())]
            quotes.append(_quote(quote) | {"doc": number} | who | ({"why": why} if why else {}))
        documents.append(
            {
                "id": harmless(doc.id),
                "title": harmless(doc.meta.title or ""),
                "outlet": harmless(doc.meta.outlet or ""),
                "date": harmless(doc.meta.date or ""),
                "day": _day(doc.meta.date),
                "url": _link(doc.meta.url),
                "sha": doc.text_sha256,
                "speakers": [harmless(speaker.name) for speaker in doc.speakers] if doc.has("speakers") else [],
                "text": harmless(doc.text),
            }
        )
    counts = Counter(quote["speaker"] for quote in quotes if quote["speaker"] is not None)
    for rank, (index, _) in enumerate(counts.most_common()):
        look = look_at(rank)
        people.entries[index] |= {"k": look.key, "p": look.pattern}
    fingerprint = hashlib.sha256("\n".join(f"{doc['id']} {doc['sha']}" for doc in documents).encode()).hexdigest()[:16]
    return {
        "documents": documents,
        "speakers": people.entries,
        "quotes": quotes,
        "unknown": unknown(),
        "fingerprint": fingerprint,
    }


EXPLAINED = 500
"""Pages of more quotations do not say why: the reasons would be most of the page."""
_NOBODY = Document("").with_layer("speakers", [])


class _People:
    """Speakers across documents, each once."""

    def __init__(self, docs: Sequence[Document]) -> None:
        self.entries: list[Data] = []
        self._index: dict[tuple[str, str | int], int] = {}
        self._merged: dict[tuple[int, int], tuple[int, str]] = {
            (place.document, place.speaker.id): (n, who.name)
            for n, who in enumerate(merge_speakers([doc if doc.has("speakers") else _NOBODY for doc in docs]))
            if who.kind == "organization" or (who.kind == "person" and who.name[:1].isupper()) or who.kb_id
            for place in who.appearances
        }

    def index(self, document: int, speaker: Speaker | None) -> int | None:
        if speaker is None:
            return None
        number, name = self._merged.get((document, speaker.id), (None, speaker.name))
        key = ("name", name_key(name)) if number is None else ("speaker", number)
        if key not in self._index:
            self._index[key] = len(self.entries)
            details = {"name": name, "kind": speaker.kind, "role": speaker.role or "", "about": about(speaker)}
            details["organization"] = speaker.organization or ""
            entry: Data = {name: harmless(value) for name, value in details.items()}
            self.entries.append(entry | {"gender": "", "official": False})
        entry = self.entries[self._index[key]]
        if speaker.kind == "person" and speaker.gender and not entry["gender"]:
            entry["gender"] = speaker.gender
        if not entry["about"] and (speaker.role or speaker.organization):
            entry["about"] = harmless(about(speaker))
        entry["official"] = entry["official"] or is_official(speaker)
        return self._index[key]


def _quote(quote: Quote) -> Data:
    parts = [("content", span) for span in quote.content]
    parts += [("cue", span) for span in quote.cue.spans]
    parts += [("source", span) for span in (quote.source,) if span]
    return {
        "n": quote.id,
        "parent": quote.parent,
        "type": quote.type,
        "stance": quote.stance,
        "mode": quote.mode,
        "media": [harmless(medium.name) for medium in _media(quote)],
        "confidence": round(confidence_of(quote), 4),
        "text": harmless(quote.text),
        "cue": harmless(str(quote.cue)),
        "source": harmless(quote.source.text) if quote.source else "",
        "parts": [[role, span.start, span.end] for role, span in parts],
        "about": harmless(facts(quote)),
        "sure": _sure(quote),
        "rules": harmless(rule_words(quote)),
    }


def _sure(quote: Quote) -> list[float]:
    """How sure the content is, and the speaker, where there are any."""
    sure = [quote.detection_confidence]
    with contextlib.suppress(MissingLayerError):
        sure.append(quote.speaker_confidence)
    return [round(share, 4) for share in sure]


_USUAL: Data = {"parent": None, "stance": "asserted", "mode": "speech", "media": [], "speaker": None}
_ROLES = ("content", "cue", "source")
BLOCK = 50
"""The documents whose texts stand together on a page, in one block that is read when one of them is looked at."""


def packed(data: Data) -> tuple[Data, list[list[str]]]:
    """The same in as little as a page needs: without what is usual or follows from the text, and the texts in blocks."""
    rules = list(dict.fromkeys(quote["rules"] for quote in data["quotes"]))
    number = {rule: i for i, rule in enumerate(rules)}
    quotes = []
    for quote in data["quotes"]:
        places = [[at for role, *span in quote["parts"] if role == wanted for at in span] for wanted in _ROLES]
        own = quote["own"] is not None and quote["own"] != data["speakers"][quote["speaker"]]["name"]
        kept = {name: quote[name] for name in ("n", "doc", "type", "confidence", "sure", "why") if name in quote}
        kept |= {name: quote[name] for name, usual in _USUAL.items() if quote[name] != usual}
        kept |= {"places": places, "rules": number[quote["rules"]]} | ({"own": quote["own"]} if own else {})
        quotes.append(kept)
    texts = [doc["text"] for doc in data["documents"]]
    documents = [{name: value for name, value in doc.items() if name != "text"} for doc in data["documents"]]
    blocks = [texts[i : i + BLOCK] for i in range(0, len(texts), BLOCK)]
    return {**data, "documents": documents, "quotes": quotes, "rules": rules, "block": BLOCK}, blocks


def _media(quote: Quote) -> tuple[Any, ...]:
    try:
        return quote.media
    except MissingLayerError:
        return ()


def _day(written: str | None) -> str | None:
    """The date as ``YYYY-MM-DD`` where it starts with one."""
    try:
        return date.fromisoformat((written or "")[:10]).isoformat()
    except ValueError:
        return None


def _link(url: str | None) -> str:
    """Only what leads to the web is linked: never ``javascript:``."""
    return harmless(url) if url and url.startswith(("http://", "https://")) else ""
