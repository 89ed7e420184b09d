"""Gold and prediction files: one JSON record a line, one record a document.

Gold is a folder with ``gold.jsonl`` and ``txt/<id>.txt``; predictions are what ``newsquotes extract --format jsonl`` writes.
Offsets are code points of the text as it stands in the file, without newline translation.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs

from newsquotes.errors import RecordError, no_json, of_system
from newsquotes.wording import count, gettext, ngettext

Spans = tuple[tuple[int, int], ...]
"""Half-open offset pairs, in the order of the record."""

_Record = TypeVar("_Record")


@attrs.frozen
class GoldQuote:
    """A gold attribution; one that is not ``required`` is neither rewarded nor punished."""

    type: str
    content: Spans
    cue: Spans = ()
    source: Spans = ()
    speaker: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str = "unknown"
    medium: str | None = None
    required: bool = True
    tags: tuple[str, ...] = ()

    @property
    def named_person(self) -> bool:
        """Whether the speaker is a person whom the document names."""
        return bool(self.kind == "person" and self.speaker and self.speaker[0].isupper())


@attrs.frozen
class PredictedQuote:
    """A predicted quotation, as far as scoring and comparing need it.

    ``text`` is the record's own copy of the content and ``lemma`` that of the cue; both are empty where it has none.
    """

    type: str | None
    content: Spans
    cue: Spans = ()
    source: Spans = ()
    speaker: str | None = None
    medium: str | None = None
    confidence: float | None = None
    quote_rule: str = ""
    speaker_rule: str = ""
    text: str = ""
    lemma: str = ""


@attrs.frozen
class GoldDocument:
    """A text and its gold attributions."""

    id: str
    text: str = attrs.field(repr=False)
    quotes: tuple[GoldQuote, ...] = ()


@attrs.frozen
class Predictions:
    """The predictions of one file by document id; ``notes`` are oddities of the file worth telling its owner."""

    quotes: Mapping[str, tuple[PredictedQuote, ...]]
    notes: tuple[str, ...] = ()


def read_gold(folder: Path) -> tuple[GoldDocument, ...]:
    """The documents of a gold folder, in the order of its ``gold.jsonl``."""
    documents: dict[str, GoldDocument] = {}
    for place, document in _records(folder / "gold.jsonl", lambda record: _gold_document(record, folder)):
        if document.id in documents:
            raise RecordError(gettext("{place}: the gold holds document {id!r} twice", place=place, id=document.id))
        documents[document.id] = document
    return tuple(documents.values())


def read_predictions(path: Path) -> Predictions:
    """The predictions of a JSON Lines file; of a document that comes twice the last record counts."""
    quotes: dict[str, tuple[PredictedQuote, ...]] = {}
    notes = []
    for place, (document_id, predicted) in _records(path, _prediction):
        if document_id in quotes:
            notes.append(gettext("{place}: {id!r} is predicted twice, the last one counts", place=place, id=document_id))
        quotes[document_id] = predicted
    return Predictions(quotes, tuple(notes))


def misfits(gold: Iterable[GoldDocument], predictions: Predictions) -> Iterator[str]:
    """What shows that predictions were made for other documents than these: unknown ids, spans that do not fit the text."""
    texts = {document.id: document.text for document in gold}
    for document_id, quotes in predictions.quotes.items():
        if document_id not in texts:
            yield gettext("{id!r} is not in the gold", id=document_id)
            continue
        text = texts[document_id]
        outside = sum(not 0 <= start <= end <= len(text) for q in quotes for start, end in (*q.content, *q.cue, *q.source))
        if outside:
            yield ngettext(
                "{id!r}: {number} span lies outside the text of {length} characters",
                "{id!r}: {number} spans lie outside the text of {length} characters",
                outside,
                id=document_id,
                length=count(len(text)),
            )
        strangers = sum(bool(q.text) and q.text != content_text(text, q.content) for q in quotes)
        if strangers:
            yield ngettext(
                "{id!r}: {number} quotation shows another text than the document has at its offsets",
                "{id!r}: {number} quotations show another text than the document has at their offsets",
                strangers,
                id=document_id,
            )


def content_text(text: str, spans: Spans) -> str:
    """The fragments of a content, joined as ``Quote.text`` joins them."""
    return " … ".join(text[start:end] for start, end in spans)


# --- reading ---------------------------------------------------------------------------------------------------------


def _records(path: Path, convert: Callable[[Any], _Record]) -> Iterator[tuple[str, _Record]]:
    """Each record of a JSON Lines file with its place («file:line») for messages."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    place = f"{path}:{number}"
                    yield place, _converted(place, line, convert)
    except OSError as error:
        raise RecordError(f"{path}: {of_system(error)}") from error


def _converted(place: str, line: bytes, convert: Callable[[Any], _Record]) -> _Record:
    try:
        return convert(json.loads(line.decode("utf-8-sig")))
    except RecordError:
        raise
    except UnicodeDecodeError as error:
        raise RecordError(f"{place}: {no_json(error)}") from error
    except json.JSONDecodeError as error:
        raise RecordError(f"{place}: {no_json(error)}") from error
    except KeyError as error:
        raise RecordError(gettext("{place}: a field {name!r} is missing", place=place, name=error.args[0])) from error
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise RecordError(gettext("{place}: not a record of the expected form: {why}", place=place, why=error)) from error


def _gold_document(record: Any, folder: Path) -> GoldDocument:
    document_id = _string(record["id"], "id")
    path = folder / "txt" / f"{document_id}.txt"
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise RecordError(f"{path}: {of_system(error)}") from error
    except UnicodeDecodeError as error:
        raise RecordError(gettext("{path}: is not UTF-8 from byte {place} on", path=path, place=error.start + 1)) from error
    return GoldDocument(document_id, text, tuple(_gold_quote(a) for a in record["attributions"]))


def _gold_quote(record: Any) -> GoldQuote:
    return GoldQuote(
        type=_string(record["type"], "type"),
        content=_spans(record["content"]),
        cue=_spans(record["cue"]),
        source=_spans(record["source"]),
        speaker=_optional_string(record["speaker"], "speaker"),
        aliases=tuple(_string(alias, "aliases") for alias in record.get("aliases") or () if alias),
        kind=record.get("kind") or "unknown",
        medium=_optional_string(record.get("medium"), "medium"),
        required=bool(record["required"]),
        tags=tuple(_string(tag, "tags") for tag in record["tags"]),
    )


def _prediction(record: Any) -> tuple[str, tuple[PredictedQuote, ...]]:
    return _string(record["id"], "id"), tuple(_predicted_quote(quote) for quote in record["quotes"])


def _predicted_quote(record: Any) -> PredictedQuote:
    speaker = record.get("speaker")
    rules = record.get("rules") or {}
    cues = [cue for cue in _listed(record.get("cue")) if isinstance(cue, dict)]
    fragments = [s["text"] for s in _listed(record["content"]) if isinstance(s, dict) and isinstance(s.get("text"), str)]
    return PredictedQuote(
        type=_optional_string(record.get("type"), "type"),
        content=_spans(record["content"]),
        cue=_spans(record.get("cue")),
        source=_spans(record.get("source")),
        speaker=_optional_string(speaker.get("name") if isinstance(speaker, dict) else speaker, "speaker"),
        medium=_optional_string(record.get("medium"), "medium"),
        confidence=_confidence(record.get("confidence")),
        quote_rule=_string(rules.get("quote") or "", "rules.quote"),
        speaker_rule=_string(rules.get("speaker") or "", "rules.speaker"),
        text=" … ".join(fragments),
        lemma=" … ".join(dict.fromkeys(cue["lemma"] for cue in cues if cue.get("lemma"))),
    )


def _listed(value: Any) -> list[Any]:
    """A record holds one span or a list of spans, and null for none."""
    return [value] if isinstance(value, dict) else [item for item in value or () if item is not None]


def _spans(value: Any) -> Spans:
    pairs = [(s["start"], s["end"]) if isinstance(s, dict) else tuple(s) for s in _listed(value)]
    for pair in pairs:
        if len(pair) != 2 or not all(isinstance(offset, int) for offset in pair):
            raise ValueError(gettext("{pair!r} is not a pair of offsets", pair=pair))
    return tuple(pairs)


def _confidence(value: Any) -> float | None:
    if value is None:
        return None
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(gettext("confidence {value!r} is not a number", value=value))
    return float(value)


def _string(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise ValueError(gettext("{field} is {value!r}, not a string", field=field, value=value))
    return value


def _optional_string(value: Any, field: str) -> str | None:
    return None if value is None else _string(value, field)
