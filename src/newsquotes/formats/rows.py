"""Records as the rows of a table, one a quotation, and back: what CSV, Parquet and ``to_frame`` share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from newsquotes._version import __version__
from newsquotes.errors import RecordError
from newsquotes.formats.draft import BY_HAND
from newsquotes.formats.record import CONFIDENCES, SCHEMA, Record
from newsquotes.wording import gettext

Row = dict[str, Any]

CARRIED: Mapping[str, str] = MappingProxyType(
    {
        "content_spans": "spans",
        "cue_spans": "spans",
        "source_spans": "spans",
        "media": "names",
        "media_spans": "spans",
        "runner_up_id": "int",
        "members": "ints",
        "mentions": "spans",
        "pipeline": "str",
        "extractors": "str",
        "extra": "str",
        "kept": "str",
        "text_sha256": "str",
        "text_part": "int",
        "document_text": "str",
        "speaker_found": "str",
    }
)
"""The further columns with which a file is complete, so that it can be read back."""

_SPEAKER = {
    "speaker": "name",
    "kind": "kind",
    "gender": "gender",
    "role": "role",
    "organization": "organization",
    "kb_id": "kb_id",
}


def quote_rows(record: Mapping[str, Any]) -> Iterator[Row]:
    """One row a quotation, with the columns of :data:`newsquotes.columns.COLUMNS`."""
    for quote in record["quotes"]:
        speaker = quote["speaker"] and record["speakers"][quote["speaker"]["id"]]
        yield {**_document_cells(record), **_quote_cells(quote), **(_speaker_cells(speaker) if speaker else {})}


def _document_cells(record: Mapping[str, Any]) -> Row:
    return {"document": record["id"], **{name: value for name, value in record["meta"].items() if name != "kept"}}


def _quote_cells(quote: Mapping[str, Any]) -> Row:
    content, source, runner_up = quote["content"], quote["source"], quote["runner_up"]
    return {
        "quote": quote["id"],
        **{key: quote[key] for key in ("parent", "type", "stance", "mode", "medium")},
        "text": " … ".join(span["text"] for span in content),
        "start": content[0]["start"],
        "end": content[-1]["end"],
        "fragments": len(content),
        "cue": " … ".join(span["text"] for span in quote["cue"]) or None,
        "cue_lemma": (quote["cue"][0]["lemma"] or None) if quote["cue"] else None,
        "source": source and source["text"],
        "runner_up": runner_up and runner_up["name"],
        **{key: quote[key] for key in CONFIDENCES},
        "quote_rule": quote["rules"]["quote"],
        "speaker_rule": quote["rules"]["speaker"],
    }


def _speaker_cells(speaker: Mapping[str, Any]) -> Row:
    return {"speaker_id": speaker["id"], **{column: speaker[key] for column, key in _SPEAKER.items()}}


# --- complete rows ---------------------------------------------------------------------------------------------------


def complete_rows(record: Mapping[str, Any], part: int | None = None) -> Iterator[Row]:
    """The rows of a record with the columns of ``COLUMNS`` and ``CARRIED``: everything that the record says.

    A speaker of no quotation, a document without quotations, and more pieces of the text than there are rows take rows in
    which the quotation is missing. A record with its text spreads it over rows in pieces of at most ``part`` characters.
    """
    rows = [{**row, **_carried(quote)} for row, quote in zip(quote_rows(record), record["quotes"], strict=True)]
    speaking = {row.get("speaker_id") for row in rows}
    silent = [speaker for speaker in record["speakers"] if speaker["id"] not in speaking]
    rows += [_speaker_cells(speaker) for speaker in silent]
    text = record.get("text")
    parts = (
        [] if text is None else [text[i : i + (part or len(text))] for i in range(0, len(text) or 1, part or len(text) or 1)]
    )
    rows += [{} for _ in range(len(rows), max(1, len(parts)))]
    for i, row in enumerate(rows):
        row |= _document_cells(record)
        row |= {"pipeline": record["pipeline"], "text_sha256": record["text_sha256"]}
        if i == 0:  # as JSON, once a document
            row |= {key: _json(record[key]) for key in ("extractors", "extra") if record.get(key)}
            row |= {"kept": _json(record["meta"]["kept"])} if record["meta"].get("kept") else {}
        if row.get("speaker_id") is not None:
            speaker = record["speakers"][row["speaker_id"]]
            row |= {"members": speaker["members"], "mentions": _pairs(speaker["mentions"]), "speaker_found": speaker["name"]}
        if i < len(parts):
            row |= {"text_part": i, "document_text": parts[i]}
        yield row


def _carried(quote: Mapping[str, Any]) -> Row:
    return {
        "content_spans": _pairs(quote["content"]),
        "cue_spans": _pairs(quote["cue"]),
        "source_spans": _pairs([quote["source"]] if quote["source"] else []),
        "media": [medium["name"] for medium in quote["media"]],
        "media_spans": _pairs(quote["media"]),
        "runner_up_id": quote["runner_up"] and quote["runner_up"]["id"],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pairs(spans: Iterable[Mapping[str, Any]]) -> list[list[int]]:
    return [[span["start"], span["end"]] for span in spans]


def from_rows(rows: Iterable[tuple[int, Row]]) -> Iterator[Record]:
    """The records of numbered complete rows, in the order of their first rows; the rows may have been sorted otherwise.

    The details of a speaker are those of the first row with that ``speaker_id``; rows that disagree raise. A row whose
    ``speaker`` is not the one that was found, or that has a speaker but no ``speaker_id``, was corrected by hand: it names
    another speaker of the document, a new one, or nobody, and that is certain.
    """
    documents: dict[tuple[Any, Any], list[tuple[int, Row]]] = {}
    for number, row in rows:
        documents.setdefault((row["document"], row["text_sha256"]), []).append((number, row))
    for group in documents.values():
        yield _record(group)


def _record(rows: list[tuple[int, Row]]) -> Record:
    first = rows[0][1]
    speakers = _Speakers(rows)
    quotes: dict[int, Record] = {}
    for number, row in rows:
        if row["quote"] is None:
            continue
        if row["quote"] in quotes:
            raise RecordError(
                gettext(
                    "row {number}: the document {document!r} has two quotations {quote}",
                    number=number,
                    document=row["document"],
                    quote=row["quote"],
                )
            )
        try:
            quotes[row["quote"]] = _quote(row, speakers.id_of(row))
        except (TypeError, ValueError) as exc:
            raise RecordError(
                gettext("row {number}: a cell does not hold what its column needs: {why}", number=number, why=exc)
            ) from exc
    parts = sorted((row["text_part"], row["document_text"]) for _, row in rows if row["text_part"] is not None)
    record: Record = {
        "schema": SCHEMA,
        "newsquotes": __version__,
        "pipeline": first["pipeline"] or "",
        "extractors": _from_json(rows, "extractors"),
        "id": first["document"] or "",
        "text_sha256": first["text_sha256"],
        "meta": _meta(rows),
        "speakers": speakers.records(),
        "quotes": [quotes[i] for i in sorted(quotes)],
        "extra": _from_json(rows, "extra"),
    }
    return {**record, "text": "".join(part or "" for _, part in parts)} if parts else record


def _meta(rows: list[tuple[int, Row]]) -> Record:
    meta = {key: rows[0][1][key] for key in ("title", "date", "url", "outlet")}
    kept = _from_json(rows, "kept")
    return {**meta, "kept": kept} if kept else meta


def _from_json(rows: list[tuple[int, Row]], column: str) -> Any:
    for number, row in rows:
        if row.get(column):
            try:
                return json.loads(row[column])
            except ValueError as exc:
                raise RecordError(
                    gettext("row {number}: the cell of {column!r} is no JSON: {why}", number=number, column=column, why=exc)
                ) from exc
    return {}


def _quote(row: Row, speaker: int | None) -> Record:
    lemma = row["cue_lemma"] or ""
    media = zip(row["media"] or (), row["media_spans"] or (), strict=True)
    by_hand = dict.fromkeys(CONFIDENCES, 1.0) if _edited(row) else {}
    return {
        **{key: row[key] for key in ("type", "stance", "mode", *CONFIDENCES)},
        **by_hand,
        "content": _spans(row["content_spans"]),
        "cue": [{**span, "lemma": lemma} for span in _spans(row["cue_spans"])],
        "source": next(iter(_spans(row["source_spans"])), None),
        "speaker": None if speaker is None else {"id": speaker},
        "runner_up": None if row["runner_up_id"] is None else {"id": row["runner_up_id"]},
        "media": [{"name": name, "start": start, "end": end} for name, (start, end) in media],
        "rules": {part: BY_HAND if by_hand else row[f"{part}_rule"] or "" for part in ("quote", "speaker")},
        "id": row["quote"],
    }


def _spans(pairs: Iterable[tuple[int, int]] | None) -> list[Record]:
    return [{"start": start, "end": end} for start, end in pairs or ()]


def _edited(row: Row) -> bool:
    """Whether somebody has put another speaker into a row."""
    if row["speaker_id"] is None:
        return row["speaker"] is not None
    return row["speaker_found"] is not None and row["speaker"] != row["speaker_found"]


class _Speakers:
    """The speakers of a document: those with an id in its rows, and after them those that are only named."""

    def __init__(self, rows: list[tuple[int, Row]]) -> None:
        found: dict[int, tuple[int, Record]] = {}
        for number, row in rows:
            if row["speaker_id"] is None:
                continue
            record = _speaker(row["speaker_id"], {**row, "speaker": row["speaker_found"] or row["speaker"]})
            if _edited(row) and row["speaker_id"] in found:
                continue
            earlier, known = found.setdefault(row["speaker_id"], (number, record))
            if known != record:
                raise RecordError(
                    gettext(
                        "row {number}: the speaker {speaker_id} of the document {document!r} is not the same as in row "
                        "{earlier}; to name another speaker, change the name",
                        number=number,
                        speaker_id=row["speaker_id"],
                        document=row["document"],
                        earlier=earlier,
                    )
                )
        self._records = [found[id_][1] for id_ in sorted(found)]
        if sorted(found) != list(range(len(found))):
            there = ", ".join(map(str, sorted(found)))
            raise RecordError(
                gettext(
                    "row {rows}: speakers of the document {document!r} are missing: only {there}",
                    rows=rows[0][0],
                    document=rows[0][1]["document"],
                    there=there,
                )
            )
        self._ids: dict[str, int] = {record["name"]: record["id"] for record in reversed(self._records)}

    def id_of(self, row: Row) -> int | None:
        name: str | None = row["speaker"]
        if not _edited(row):
            return row["speaker_id"]  # type: ignore[no-any-return]
        if name is None:
            return None
        if name not in self._ids:
            self._ids[name] = len(self._records)
            self._records.append(_speaker(len(self._records), row))
        return self._ids[name]

    def records(self) -> list[Record]:
        return self._records


def _speaker(id_: int, row: Row) -> Record:
    cells = {key: row[column] for column, key in _SPEAKER.items()}
    members, mentions = list(row["members"] or ()), _spans(row["mentions"])
    return {
        "id": id_,
        **cells,
        "name": cells["name"] or "",
        "kind": cells["kind"] or "unknown",
        "members": members,
        "mentions": mentions,
    }
