"""Quotations with what is known of their articles, from documents, tables and records."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from newsquotes.document import Document
from newsquotes.errors import InputError
from newsquotes.wording import gettext

_FIELDS = ("text", "type", "speaker", "document", "quote", "date", "outlet", "confidence")


@attrs.frozen
class Utterance:
    """A quotation as one article has it.

    ``document`` and ``quote`` are the id of the article and of the quotation in it, ``day`` the day of the article where
    its date begins with one (``2031-02-03``), ``confidence`` how sure the speaker is.
    """

    text: str
    type: str = "direct"
    speaker: str | None = None
    document: str = ""
    quote: int = 0
    date: str | None = None
    outlet: str | None = None
    confidence: float = 1.0
    day: datetime.date | None = attrs.field(init=False, repr=False, eq=False)

    @day.default
    def _day(self) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(str(self.date)[:10])
        except ValueError:
            return None


def utterances(source: Any) -> Iterator[Utterance]:
    """The utterances of documents, of a table as :func:`newsquotes.to_frame` makes it, of mappings, or themselves."""
    if isinstance(source, Document):
        source = [source]
    if hasattr(source, "to_dict") and hasattr(source, "columns"):
        source = _rows(source)
    if isinstance(source, (str, bytes, Mapping)) or not isinstance(source, Iterable):
        raise InputError(
            gettext("group() takes documents, a table of quotations or utterances, not {source!r:.80}", source=source)
        )
    for item in source:
        if isinstance(item, Utterance):
            yield item
        elif isinstance(item, Document):
            yield from _of_document(item)
        elif isinstance(item, Mapping):
            yield _of_row(item)
        else:
            raise InputError(
                gettext("group() takes documents, rows with a column 'text' or utterances, not {item!r:.80}", item=item)
            )


def _of_document(doc: Document) -> Iterator[Utterance]:
    resolved = doc.has("attributions")
    for quote in doc.quotes:
        speaker = quote.speaker if resolved else None
        yield Utterance(
            text=quote.text,
            type=quote.type,
            speaker=None if speaker is None else speaker.name,
            document=doc.id,
            quote=quote.id,
            date=None if doc.meta.date is None else str(doc.meta.date),
            outlet=doc.meta.outlet,
            confidence=quote.attribution.confidence if resolved else 1.0,
        )


def _rows(frame: Any) -> Iterator[Mapping[str, Any]]:
    if "text" not in frame.columns:
        raise InputError(gettext("a table of quotations has a column 'text', as newsquotes.to_frame() makes it"))
    columns = [name for name in (*_FIELDS, "speaker_confidence") if name in frame.columns]
    for values in zip(*(frame[name] for name in columns), strict=True):
        yield dict(zip(columns, values, strict=True))


def _of_row(row: Mapping[str, Any]) -> Utterance:
    known = {name: value for name, value in row.items() if not _missing(value)}
    if not isinstance(known.get("text"), str):
        raise InputError(
            gettext("a quotation has a column 'text' that holds what was said, not {get!r:.80}", get=row.get("text"))
        )
    known["confidence"] = float(known.get("speaker_confidence", known.get("confidence", 1.0)))
    if "date" in known:
        known["date"] = str(known["date"]).removesuffix(" 00:00:00")  # a day, as a table holds it
    return Utterance(**{name: known[name] for name in _FIELDS if name in known})


def _missing(value: Any) -> bool:
    # pandas.NA is neither equal nor unequal to anything, itself included.
    return value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value)
