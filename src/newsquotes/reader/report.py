"""A self-contained page of one or many documents: who is quoted, what they said, where it stands in the text.

The page loads nothing: a policy in its head forbids all but its own style and its own script, named by their hashes. The
documents are embedded as JSON, and the script writes them as text, never as HTML.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from newsquotes.document import Document, Quote, Speaker, name_key
from newsquotes.errors import MissingLayerError
from newsquotes.reader.highlight import look_at, segments, speaker_of, unknown
from newsquotes.reader.pages import about, asset, confidence_of, described, harmless, quotations, render, speakers
from newsquotes.same_speakers import merge_speakers
from newsquotes.terms import words_of
from newsquotes.wording import gettext, language, messages_of, ngettext

Data = dict[str, Any]


def report(docs: Iterable[Document], *, title: str | None = None) -> str:
    """The page, as HTML. It shows any number of documents; some tens of thousands of quotations stay usable.

    It speaks the language of :func:`newsquotes.set_language`.

    >>> import newsquotes
    >>> page = report([newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.", id="most")])
    >>> page.startswith("<!DOCTYPE html>"), "Анна Белова" in page
    (True, True)
    """
    data = report_data(docs)
    counts = (len(data[key]) for key in ("documents", "quotes", "speakers"))
    style = render("report.css.jinja", root="report")
    parts = "\n".join(map(asset, ("messages.js", "marks.js", "report.js", "quotations.js")))
    script = f"(function () {{\n{parts}}})();"
    words = words_of("type", "stance", "mode", "kind", "gender")
    spoken: Data = {"language": language(), "messages": messages_of(script), "words": words}
    return render(
        "report.html.jinja",
        title=gettext("Who said what") if title is None else title,
        summary=", ".join(say(count) for say, count in zip((_documents, quotations, speakers), counts, strict=True)),
        # Jinja marks nothing in these as safe but what this package wrote, and JSON in which no tag can start or end.
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=Markup(embedded(data | spoken)),
    )


def _documents(number: int) -> str:
    return ngettext("{number} document", "{number} documents", number)


def embedded(data: Any) -> str:
    r"""JSON that may stand in an HTML ``script`` element: no ``<`` can end it, no ``<!--`` can open another.

    >>> embedded("</script>")
    '"\\u003c/script>"'
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hash(content: str) -> str:
    return b64encode(hashlib.sha256(content.encode()).digest()).decode()


def report_data(docs: Iterable[Document]) -> Data:
    """What the page embeds: documents cut into stretches, quotations, and speakers with one entry each.

    Speakers of several documents are one as :func:`newsquotes.merge_speakers` joins them. The most quoted have looks of
    their own on the whole page.
    """
    docs = list(docs)
    people = _People(docs)
    documents: list[Data] = []
    quotes: list[Data] = []
    for number, doc in enumerate(docs):
        quotes += [
            _quote(quote) | {"doc": number, "speaker": people.index(number, speaker_of(quote))} for quote in doc.quotes
        ]
        documents.append(
            {
                "id": harmless(doc.id),
                "title": harmless(doc.meta.title or ""),
                "outlet": harmless(doc.meta.outlet or ""),
                "date": harmless(doc.meta.date or ""),
                "day": _day(doc.meta.date),
                "url": _link(doc.meta.url),
                "text": _text(doc),
            }
        )
    counts = Counter(quote["speaker"] for quote in quotes if quote["speaker"] is not None)
    for rank, (index, _) in enumerate(counts.most_common()):
        look = look_at(rank)
        people.entries[index] |= {"k": look.key, "p": look.pattern}
    return {"documents": documents, "speakers": people.entries, "quotes": quotes, "unknown": unknown()}


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
            entry = {name: harmless(value) for name, value in details.items()}
            self.entries.append(entry)
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
        "about": harmless(described(quote)),
    }


def _media(quote: Quote) -> tuple[Any, ...]:
    try:
        return quote.media
    except MissingLayerError:
        return ()


def _text(doc: Document) -> list[Any]:
    """Stretches of text: a string, or a list of the string and the ids that have content, cue, source and a start here."""
    begun: set[int] = set()
    stretches: list[Any] = []
    for segment in segments(doc):
        text = harmless(segment.span.text)
        if not (segment.content or segment.cue or segment.source):
            stretches.append(text)
            continue
        labels = [[id_, id_ not in begun] for id_ in segment.opens]
        begun.update(segment.opens)
        stretches.append([text, segment.content, segment.cue, segment.source, labels])
    return stretches


def _day(written: str | None) -> str | None:
    """The date as ``YYYY-MM-DD`` where it starts with one."""
    try:
        return date.fromisoformat((written or "")[:10]).isoformat()
    except ValueError:
        return None


def _link(url: str | None) -> str:
    """Only what leads to the web is linked: never ``javascript:``."""
    return harmless(url) if url and url.startswith(("http://", "https://")) else ""
