"""The output record, schema 1: a document's quotations and speakers as plain dicts and lists, and back.

Keys may be added in later versions; none changes its meaning within schema 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from newsquotes._version import __version__
from newsquotes.document import (
    Attribution,
    Cue,
    Document,
    Fault,
    Medium,
    Metadata,
    Quote,
    Resolution,
    Speaker,
    name_key,
    quote_order,
)
from newsquotes.errors import LayerError, RecordError
from newsquotes.formats.layers import plain_layers
from newsquotes.spans import Span
from newsquotes.value_checks import check_text
from newsquotes.wording import gettext

CONFIDENCES = ("confidence", "detection_confidence", "borders_confidence", "speaker_confidence")
SCHEMA = 1

Record = dict[str, Any]


def to_record(doc: Document, *, with_text: bool = False) -> Record:
    """The record of a document whose speakers are resolved; ``with_text`` adds its text under ``"text"``.

    >>> import newsquotes
    >>> record = to_record(newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.", id="most"))
    >>> record["id"], record["quotes"][0]["speaker"]["name"]
    ('most', 'Анна Белова')
    """
    quotes = [_quote_record(quote) for quote in doc.quotes]
    record: Record = {
        "schema": SCHEMA,
        "newsquotes": __version__,
        "pipeline": doc.pipeline,
        "extractors": {stage: list(names) for stage, names in doc.extractors.items()},
        "id": doc.id,
        "text_sha256": doc.text_sha256,
        "meta": doc.meta.to_dict(),
        "speakers": [_speaker_record(speaker) for speaker in doc.speakers],
        "quotes": quotes,
        "extra": plain_layers(doc.extra, doc.extractors.get("annotator", ())),
    }
    if doc.faults:
        record["faults"] = [attrs.asdict(fault) for fault in doc.faults]
    return {**record, "text": doc.text} if with_text else record


def _speaker_record(speaker: Speaker) -> Record:
    return {
        "id": speaker.id,
        "name": speaker.name,
        "kind": speaker.kind,
        "gender": speaker.gender,
        "role": speaker.role,
        "organization": speaker.organization,
        "members": list(speaker.members),
        "kb_id": speaker.kb_id,
        "mentions": [_span_record(span) for span in speaker.mentions],
    }


def _quote_record(quote: Quote) -> Record:
    speaker, runner_up = quote.speaker, quote.runner_up
    detection = round(float(quote.detection_confidence), 4)
    attribution = round(float(quote.speaker_confidence), 4)
    overall = quote.attribution.overall
    return {
        "id": quote.id,
        "parent": quote.parent,
        "type": quote.type,
        "stance": quote.stance,
        "mode": quote.mode,
        "content": [_span_record(span) for span in quote.content],
        "cue": [{**_span_record(span), "lemma": quote.cue.lemma} for span in quote.cue.spans],
        "source": None if quote.source is None else _span_record(quote.source),
        "speaker": speaker and {"id": speaker.id, "name": speaker.name, "kind": speaker.kind},
        "runner_up": runner_up and {"id": runner_up.id, "name": runner_up.name},
        "medium": quote.medium,
        "media": [{"name": m.name, "start": m.span.start, "end": m.span.end} for m in quote.media],
        # Where it is a product, one of the rounded factors, so that a record that was read again is written the same.
        "confidence": round(detection * attribution if overall is None else overall, 4),
        "detection_confidence": detection,
        "borders_confidence": round(float(quote.borders_confidence), 4),
        "speaker_confidence": attribution,
        "rules": {"quote": quote.rule, "speaker": quote.attribution.rule},
    }


def _span_record(span: Span) -> Record:
    return {"start": span.start, "end": span.end, "text": span.text}


# --- back ------------------------------------------------------------------------------------------------------------


def from_record(record: Mapping[str, Any], text: str | None = None) -> Document:
    """The document of a record: quotations, speakers and metadata on their text, which the hash must fit.

    ``text`` may be left out where the record holds it. The layers of tokens, sentences, morphs and mentions are not part
    of a record, so the document has none; those of annotators come back as the plain values that they were written as.
    """
    if not isinstance(record, Mapping) or record.get("schema") != SCHEMA:
        found = record.get("schema") if isinstance(record, Mapping) else record
        raise RecordError(
            gettext("not an output record of schema {schema}: its schema is {found!r:.80}", schema=SCHEMA, found=found)
        )
    id_ = record.get("id")
    if text is None:
        text = record.get("text")
        if text is None:
            raise RecordError(
                gettext("the record of {id!r} does not hold its text: pass it, as from_record(record, text)", id=id_)
            )
    try:
        for name in ("id", "pipeline"):
            check_text(record[name], name)
        doc = Document(
            text,
            id=record["id"],
            meta=Metadata.from_mapping(record["meta"]),
            pipeline=record["pipeline"],
            extractors={stage: tuple(names) for stage, names in record.get("extractors", {}).items()},
            faults=tuple(Fault(**fault) for fault in record.get("faults", ())),
            extra=record.get("extra", {}),
        )
        if doc.text_sha256 != record["text_sha256"]:
            raise RecordError(
                gettext(
                    "the record of {id!r} belongs to another text: its SHA-256 is {text_sha256}, that of this text "
                    "{text_sha2562} (were line ends translated, or a BOM kept?)",
                    id=id_,
                    text_sha256=record["text_sha256"],
                    text_sha2562=doc.text_sha256,
                )
            )
        return _filled(doc, record)
    except RecordError:
        raise
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, ArithmeticError, LayerError) as exc:
        what = gettext("the key {why} is missing", why=exc) if isinstance(exc, KeyError) else str(exc)
        raise RecordError(
            gettext(
                "the record of {id!r} does not have the form of schema {schema}: {what}", id=id_, schema=SCHEMA, what=what
            )
        ) from exc


def _filled(doc: Document, record: Mapping[str, Any]) -> Document:
    pairs = [(_quote(doc, r), _attribution(doc, r)) for r in record["quotes"]]
    pairs.sort(key=lambda pair: quote_order(pair[0]))
    # An id that follows from the place is not kept, so that the document is the same as the one that was written.
    pairs = [(quote if quote.id != i else quote.bare(), a) for i, (quote, a) in enumerate(pairs)]
    speakers = tuple(_speaker(doc, r) for r in record["speakers"])
    resolution = Resolution(speakers, tuple(attribution for _, attribution in pairs))
    return doc.with_layer("quotes", [quote for quote, _ in pairs]).with_resolution(resolution)


def _span(doc: Document, record: Mapping[str, Any]) -> Span:
    span = doc.span(record["start"], record["end"])
    return span if "text" not in record else Span(span.start, span.end, record["text"])


def _speaker(doc: Document, record: Mapping[str, Any]) -> Speaker:
    mentions = tuple(_span(doc, r) for r in record["mentions"])
    return Speaker(
        id=record["id"],
        name=record["name"],
        kind=record["kind"],
        gender=record["gender"],
        role=record["role"],
        organization=record["organization"],
        members=tuple(record["members"]),
        kb_id=record["kb_id"],
        mentions=mentions,
        keys=frozenset(map(name_key, (record["name"], *(span.text for span in mentions)))),
    )


def _quote(doc: Document, record: Mapping[str, Any]) -> Quote:
    cues = record["cue"]
    return Quote(
        content=tuple(_span(doc, r) for r in record["content"]),
        cue=Cue(tuple(_span(doc, r) for r in cues), cues[0]["lemma"] if cues else ""),
        source=None if record["source"] is None else _span(doc, record["source"]),
        type=record["type"],
        mode=record["mode"],
        stance=record["stance"],
        detection_confidence=record["detection_confidence"],
        rule=record["rules"]["quote"],
        id=record.get("id", -1),
        borders_confidence=record.get("borders_confidence", 1.0),
    )


def _attribution(doc: Document, record: Mapping[str, Any]) -> Attribution:
    product = round(record["detection_confidence"] * record["speaker_confidence"], 4)
    overall = record.get("confidence", product)
    return Attribution(
        speaker=record["speaker"] and record["speaker"]["id"],
        media=tuple(Medium(r["name"], _span(doc, r)) for r in record["media"]),
        confidence=record["speaker_confidence"],
        rule=record["rules"]["speaker"],
        runner_up=record["runner_up"] and record["runner_up"]["id"],
        overall=None if overall == product else overall,
    )
