"""W3C Web Annotation: an ``AnnotationCollection`` in JSON-LD, one annotation a quotation, and back.

The targets of an annotation are the content's fragments; its bodies are the speaker's name (``identifying``), the type
(``tagging``), and cue, source and media (``linking``), as places in the same text. Every place has a TextPositionSelector,
which counts code points as the W3C model asks for, and a TextQuoteSelector, by which it is found where somebody counted
otherwise. What the model has no words for has terms of newsquotes, which the file itself defines in its ``@context``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO
from urllib.parse import quote as quoted

from newsquotes._version import __version__
from newsquotes.document import Document
from newsquotes.errors import RecordError
from newsquotes.formats.draft import Draft, Pair, details_of, fitted, untouched
from newsquotes.formats.jsonlines import Texts, encoded, text_of
from newsquotes.formats.record import CONFIDENCES, to_record
from newsquotes.formats.shape import formed, json_of
from newsquotes.wording import gettext

ANNO = "http://www.w3.org/ns/anno.jsonld"
_NS = "urn:newsquotes:terms#"
_TERMS = (
    *(
        "text_sha256",
        "pipeline",
        "extractors",
        "extra",
        "faults",
        "document_text",
        "documents",
        "document_id",
        "speakers",
        "speaker_id",
        "mentions",
        "members",
    ),
    *("kind", "gender", "role", "organization", "kb_id", "title", "date", "url", "outlet", "part", "details"),
    *(
        "stance",
        "mode",
        "cue_lemma",
        "runner_up",
        "confidence",
        "detection_confidence",
        "borders_confidence",
        "speaker_confidence",
        "quote_rule",
        "speaker_rule",
        "content_found",
        "speaker_found",
    ),
)
_LISTS = ("documents", "speakers", "mentions", "members")
CONTEXT = [
    ANNO,
    {name: {"@id": _NS + name, **({"@container": "@list"} if name in _LISTS else {})} for name in _TERMS},
]
"""The ``@context`` of the files: that of the W3C, and the terms of newsquotes."""

_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_AROUND = 32  # characters before and after a place
_JSON = ("extractors", "extra", "faults")  # kept as text
_OURS = re.compile(r"urn:newsquotes:\d+:(\d+)")
_META = ("title", "date", "url", "outlet")
_RULES = {"quote_rule": "quote", "speaker_rule": "speaker"}


def write_web_annotations(docs: Iterable[Document], file: BinaryIO, *, with_text: bool = False) -> None:
    """Write one AnnotationCollection with the quotations of all documents.

    ``with_text`` adds the texts, so that the file can be read without them. The sources of the places are the addresses of
    the articles where their metadata have them, else ``urn:newsquotes:`` and the id of the document.
    """
    documents: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    taken: set[str] = set()
    for number, doc in enumerate(docs):
        record = to_record(doc, with_text=with_text)
        source = doc.meta.url or ""
        if not _ADDRESS.fullmatch(source):
            source = f"urn:newsquotes:{quoted(doc.id.encode('utf-8', 'surrogatepass'), safe='')}"
        if source in taken:
            source += f"#{number}"
        taken.add(source)
        documents.append(_document(record, source))
        annotations += [_annotation(doc.text, record, quote, source, number) for quote in record["quotes"]]
    collection = {
        "@context": CONTEXT,
        "id": "urn:newsquotes:quotations",
        "type": "AnnotationCollection",
        "generator": {"id": "urn:newsquotes", "type": "Software", "name": f"newsquotes {__version__}"},
        "total": len(annotations),
        "first": {"id": "urn:newsquotes:quotations:1", "type": "AnnotationPage", "startIndex": 0, "items": annotations},
        "documents": documents,
    }
    file.write(encoded(collection, 1) + b"\n")


def _document(record: Mapping[str, Any], source: str) -> dict[str, Any]:
    known = {key: value for key, value in record["meta"].items() if value is not None}
    text = {"document_text": record["text"]} if "text" in record else {}
    known |= {key: json.dumps(record[key], ensure_ascii=False) for key in _JSON if record.get(key)}
    head = {"id": source, "type": "Text", "document_id": record["id"], "pipeline": record["pipeline"], **known}
    speakers = [
        {"speaker_id": s["id"], **{k: v for k, v in s.items() if k != "id" and v is not None}} for s in record["speakers"]
    ]
    for speaker in speakers:
        speaker["mentions"] = [
            {"type": "TextPositionSelector", "start": m["start"], "end": m["end"]} for m in speaker["mentions"]
        ]
    return {**head, "text_sha256": record["text_sha256"], "speakers": speakers, **text}


def _annotation(text: str, record: Mapping[str, Any], quote: Mapping[str, Any], source: str, number: int) -> dict[str, Any]:
    def place(span: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        return {"type": "SpecificResource", **more, "source": source, "selector": _selectors(text, span)}

    parts = [("cue", span) for span in quote["cue"]]
    parts += [("source", quote["source"])] if quote["source"] else []
    bodies = [_words("identifying", quote["speaker"]["name"], speaker_id=quote["speaker"]["id"])] if quote["speaker"] else []
    bodies += [_words("tagging", quote["type"])]
    bodies += [place(span, purpose="linking", part=part) for part, span in parts]
    bodies += [place(medium, purpose="linking", part="medium", name=medium["name"]) for medium in quote["media"]]
    details = {key: value for key, value in details_of(quote).items() if key not in ("id", "media", "rules")}
    rules = {key: quote["rules"][rule] for key, rule in _RULES.items()}
    return {
        "id": f"urn:newsquotes:{number}:{quote['id']}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": [place(span) for span in quote["content"]],
        "stance": quote["stance"],
        "mode": quote["mode"],
        **details,
        **rules,
        "content_found": json.dumps([[span["start"], span["end"]] for span in quote["content"]]),
        **({"speaker_found": quote["speaker"]["name"]} if quote["speaker"] else {}),
    }


def _words(purpose: str, value: str, **more: Any) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", **more}


def _selectors(text: str, span: Mapping[str, Any]) -> list[dict[str, Any]]:
    start, end = span["start"], span["end"]
    around = {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {"type": "TextQuoteSelector", "exact": text[start:end], **around},
    ]


# --- back ------------------------------------------------------------------------------------------------------------


def read_web_annotations(file: BinaryIO, texts: Texts | None = None) -> Iterator[Document]:
    """The documents of a collection that :func:`write_web_annotations` wrote, and that others may have changed.

    Places are read by position; where other words stand there than their TextQuoteSelector says, positions may count UTF-16
    units, or else the words are looked for. ``texts`` gives the text of an id where the file does not hold it. Raises
    :class:`RecordError` where a place is not found.
    """
    collection = json_of(file.read())
    if not isinstance(collection, dict) or "documents" not in collection:
        raise RecordError(gettext("is not a collection that newsquotes wrote: it has no 'documents'"))
    by_number: dict[str, list[dict[str, Any]]] = {}
    with formed(gettext("it"), gettext("a collection that newsquotes wrote")):
        for item in collection["first"]["items"]:
            by_number.setdefault(_source(item), []).append(item)
        documents = list(collection["documents"])
    for number, document in enumerate(documents, 1):
        with formed(gettext("document {number}", number=number), gettext("a collection that newsquotes wrote")):
            doc = _read_document(document, by_number.get(document["id"], []), texts)
        yield doc


def _source(item: Mapping[str, Any]) -> str:
    return str(_listed(item["target"])[0]["source"])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _read_document(document: Mapping[str, Any], items: Iterable[Mapping[str, Any]], texts: Texts | None) -> Document:
    id_ = document["document_id"]
    text = document.get("document_text")
    text = text_of(texts, {"id": id_}) if text is None else text
    if text is None:
        raise RecordError(gettext("the collection does not hold the text of {id!r}: pass it", id=id_))
    if Document(text).text_sha256 != document["text_sha256"]:
        raise RecordError(
            gettext(
                "the annotations of {id!r} belong to another text: its SHA-256 is not the one they were made for", id=id_
            )
        )
    nothing = dict.fromkeys(("gender", "role", "organization", "kb_id"))
    speakers = [{**nothing, **s, "id": s["speaker_id"], "mentions": s["mentions"]} for s in document["speakers"]]
    for speaker in speakers:
        speaker["mentions"] = [{"start": m["start"], "end": m["end"]} for m in speaker["mentions"]]
    meta = {key: document.get(key) for key in _META}
    known = {key: json.loads(document[key]) for key in _JSON if key in document}
    draft = Draft(text, {"id": id_, "pipeline": document["pipeline"], "meta": meta, "speakers": speakers, **known})
    for item in items:
        try:
            _add(draft, item)
        except RecordError as exc:
            raise RecordError(
                gettext("the annotation {get!r} of {id!r}: {why}", get=item.get("id"), id=id_, why=exc)
            ) from exc
    return draft.document()


def _add(draft: Draft, item: Mapping[str, Any]) -> None:
    bodies = _listed(item.get("body", []))
    parts: dict[str, list[tuple[Pair, Mapping[str, Any]]]] = {"cue": [], "source": [], "medium": []}
    for body in bodies:
        if body.get("part") in parts:
            parts[body["part"]].append((_place(draft.text, body), body))
    names = [body for body in bodies if body.get("purpose") == "identifying"]
    tags = [body["value"] for body in bodies if body.get("purpose") == "tagging"]
    lemma = item.get("cue_lemma", "")
    rules = {rule: item[key] for key, rule in _RULES.items() if key in item}
    known = {key: item[key] for key in ("stance", "mode", "runner_up", *CONFIDENCES) if key in item}
    known |= {"rules": rules} if len(rules) == len(_RULES) else {}
    content = [_place(draft.text, target) for target in _listed(item["target"])]
    number = _OURS.fullmatch(str(item.get("id")))
    draft.add(
        content,
        cue=[{"start": start, "end": end, "lemma": lemma} for (start, end), _ in parts["cue"]],
        source=parts["source"][0][0] if parts["source"] else None,
        speaker=_speaker(draft, names[0]) if names else None,
        media=[{"name": body["name"], "start": start, "end": end} for (start, end), body in parts["medium"]],
        type=tags[0] if tags else None,
        id=int(number[1]) if number else None,
        **untouched(known, corrected=_corrected(item, content, names)),
    )


def _corrected(item: Mapping[str, Any], content: Iterable[Pair], names: list[Mapping[str, Any]]) -> bool:
    """Whether somebody has changed the borders or the speaker of what was found."""
    if "content_found" not in item:
        return False
    found = json_of(item["content_found"])
    return [list(pair) for pair in content] != found or item.get("speaker_found") != (names[0]["value"] if names else None)


def _speaker(draft: Draft, body: Mapping[str, Any]) -> int:
    name, id_ = body["value"], body.get("speaker_id")
    same = isinstance(id_, int) and 0 <= id_ < len(draft.speakers) and draft.speakers[id_]["name"] == name
    return id_ if isinstance(id_, int) and same else draft.speaker(name)


def _place(text: str, resource: Mapping[str, Any]) -> Pair:
    selectors = {selector["type"]: selector for selector in _listed(resource["selector"])}
    position, words = selectors.get("TextPositionSelector", {}), selectors.get("TextQuoteSelector", {})
    start, end = position.get("start", -1), position.get("end", -1)
    return fitted(text, start, end, words.get("exact"), words.get("prefix", ""), words.get("suffix", ""))
