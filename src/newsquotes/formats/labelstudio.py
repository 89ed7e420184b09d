"""Label Studio: tasks with predictions, to be corrected by hand, and the corrections back.

A region is a content, cue, source or medium; relations lead from a content to the others, and with ``continues`` to the next
fragment of an interrupted quotation. Offsets count code points, as Label Studio does since 2021; exports of older versions
count UTF-16 units, which is seen by the words of a region. The labelling interface is in ``LABEL_CONFIG``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, BinaryIO

from newsquotes.document import Document
from newsquotes.errors import RecordError
from newsquotes.formats.draft import Draft, Pair, details_of, fitted, head_of
from newsquotes.formats.jsonlines import encoded
from newsquotes.formats.record import CONFIDENCES, to_record
from newsquotes.formats.shape import formed, json_of
from newsquotes.wording import gettext

LABEL_CONFIG = files("newsquotes.formats").joinpath("label_studio.xml").read_text(encoding="utf-8")
"""The labelling interface for these tasks: paste it into Settings → Labeling Interface → Code."""

_CHOICES = ("type", "mode", "stance")
_PARTS = ("cue", "source", "medium")
_KEY = "newsquotes"


def write_label_studio(docs: Iterable[Document], file: BinaryIO) -> None:
    """Write an array of tasks; what is found in a document is the prediction of its task.

    The data of a task hold the text, and under ``newsquotes`` what Label Studio does not show; it gives them back unchanged.
    """
    file.write(encoded([_task(doc) for doc in docs], 1) + b"\n")


def _task(doc: Document) -> dict[str, Any]:
    record = to_record(doc)
    title = doc.meta.title or doc.id
    kept = {**head_of(record), "quotes": [{**details_of(quote), **_speaker_of(quote)} for quote in record["quotes"]]}
    results = [result for quote in record["quotes"] for result in _results(doc.text, quote)]
    mean = sum(quote["confidence"] for quote in record["quotes"]) / max(1, len(record["quotes"]))
    prediction = {"model_version": doc.pipeline or "newsquotes", "score": round(mean, 4), "result": results}
    return {"data": {"text": doc.text, "title": title, _KEY: kept}, "predictions": [prediction]}


def _speaker_of(quote: Mapping[str, Any]) -> dict[str, Any]:
    return {"speaker": quote["speaker"]["id"]} if quote["speaker"] else {}


def _results(text: str, quote: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The regions of a quotation, what is said of the first one, and the relations that lead from it."""
    first = f"q{quote['id']}"
    parts: dict[str, list[Any]] = {
        "content": quote["content"],
        "cue": quote["cue"],
        "source": [quote["source"]] if quote["source"] else [],
        "medium": quote["media"],
    }
    spans = {
        first if (part, i) == ("content", 0) else f"{first}-{part}{i}": (part, s)
        for part in parts
        for i, s in enumerate(parts[part])
    }
    for id_, (part, span) in spans.items():
        yield _result(id_, "role", "labels", _place(text, span), labels=[part.title()])
    place = _place(text, quote["content"][0])
    for name in _CHOICES:
        yield _result(first, name, "choices", place, choices=[quote[name]])
    if quote["speaker"]:
        yield _result(first, "speaker", "textarea", place, text=[quote["speaker"]["name"]])
    for id_, (part, _) in spans.items():
        if id_ != first:
            label = "continues" if part == "content" else part
            yield {"type": "relation", "from_id": first, "to_id": id_, "direction": "right", "labels": [label]}


def _place(text: str, span: Mapping[str, Any]) -> dict[str, Any]:
    return {"start": span["start"], "end": span["end"], "text": text[span["start"] : span["end"]]}


def _result(id_: str, name: str, type_: str, place: Mapping[str, Any], **value: Any) -> dict[str, Any]:
    return {"id": id_, "from_name": name, "to_name": "text", "type": type_, "value": {**place, **value}}


# --- back ------------------------------------------------------------------------------------------------------------


def read_label_studio(file: BinaryIO) -> Iterator[Document]:
    """The documents of an export in Label Studio's format JSON (not JSON-MIN), or of a file of tasks.

    Of each task the last annotation that was not cancelled counts; a task without any has its prediction. Quotations that
    somebody has changed or added are certain (confidence 1, rule ``by hand``); the others keep what was known of them.
    """
    tasks = json_of(file.read())
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
        with formed(gettext("task {number}", number=number), gettext("Label Studio's JSON export")):
            doc = _document(task)
        yield doc


def _document(task: Mapping[str, Any]) -> Document:
    data = task["data"]
    kept = data.get(_KEY) or {"id": str(data.get("id", task.get("id", "")))}
    text = data["text"]
    if "text_sha256" in kept and Document(text).text_sha256 != kept["text_sha256"]:
        raise RecordError(gettext("the text of {id!r} is not the one that its quotations were found in", id=kept["id"]))
    draft = Draft(text, kept)
    by_hand = [a for a in task.get("annotations") or () if not a.get("was_cancelled")]
    results = [*(task.get("predictions") or ()), *by_hand]
    predicted = _quotes(text, task["predictions"][-1]["result"]) if task.get("predictions") else {}
    found = _quotes(text, results[-1]["result"]) if results else {}
    for id_, quote in found.items():
        details = _details(kept.get("quotes", ()), id_)
        if by_hand and predicted.get(id_) != quote:
            details = {"id": details["id"]} if "id" in details else {}
        _add(draft, quote, details)
    return draft.document()


def _details(quotes: Iterable[Mapping[str, Any]], id_: str) -> Mapping[str, Any]:
    """What was known of the quotation that has that region."""
    return next((quote for i, quote in enumerate(quotes) if f"q{quote.get('id', i)}" == id_), {})


def _quotes(text: str, results: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Region → the quotation that starts with it: its places and what is said of it."""
    regions: dict[str, tuple[str, Pair]] = {}
    values: dict[str, dict[str, str]] = {}
    relations: list[tuple[str, str]] = []
    for result in results:
        if result["type"] == "relation":
            ends = result["from_id"], result["to_id"]
            relations.append(ends[::-1] if result.get("direction") == "left" else ends)
        elif result["type"] == "labels":
            value = result["value"]
            regions[result["id"]] = (
                value.get("labels", [""])[0].lower(),
                fitted(text, value["start"], value["end"], value.get("text")),
            )
        else:
            said = result["value"].get("choices") or result["value"].get("text") or [""]
            values.setdefault(result["id"], {})[result["from_name"]] = said if isinstance(said, str) else said[0]
    relations = [ends for ends in relations if all(end in regions for end in ends)]
    heads = _heads(regions, relations)
    quotes: dict[str, dict[str, Any]] = {}
    for id_, head in heads.items():
        quote = quotes.setdefault(head, {"content": [], **{part: [] for part in _PARTS}, **values.get(head, {})})
        quote["content"].append(regions[id_][1])
    for pair in relations:
        # People draw relations either way.
        for content, other in (pair, pair[::-1]):
            if content in heads and regions[other][0] in _PARTS:
                quotes[heads[content]][regions[other][0]].append(regions[other][1])
    return quotes


def _heads(regions: Mapping[str, tuple[str, Pair]], relations: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each content region → the region that stands for its quotation: the first of those that continue one another."""
    heads = {id_: id_ for id_, (role, _) in regions.items() if role == "content"}
    for first, second in relations:
        if first in heads and second in heads:
            joined = {heads[first], heads[second]}
            heads |= {id_: heads[first] for id_, head in heads.items() if head in joined}
    return heads


def _add(draft: Draft, quote: Mapping[str, Any], details: Mapping[str, Any]) -> None:
    names = details.get("media", ())
    if len(names) != len(quote["medium"]):
        names = [draft.text[start:end] for start, end in quote["medium"]]
    lemma = details.get("cue_lemma", "")
    media = zip(names, quote["medium"], strict=True)
    draft.add(
        quote["content"],
        cue=[{"start": start, "end": end, "lemma": lemma} for start, end in quote["cue"]],
        source=quote["source"][0] if quote["source"] else None,
        speaker=_speaker(draft, quote.get("speaker", "").strip(), details.get("speaker")),
        media=[{"name": name, "start": start, "end": end} for name, (start, end) in media],
        **{key: quote.get(key) for key in _CHOICES},
        **{key: details[key] for key in ("id", *CONFIDENCES, "rules", "runner_up") if key in details},
    )


def _speaker(draft: Draft, name: str, known: int | None) -> int | None:
    if not name:
        return None
    return known if known is not None and draft.speakers[known]["name"].strip() == name else draft.speaker(name)
