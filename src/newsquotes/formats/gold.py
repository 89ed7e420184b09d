"""Gold: a folder with ``gold.jsonl`` and ``txt/<id>.txt``, against which predictions are measured and on which weights are
trained; written from documents that somebody has corrected, and read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newsquotes.document import Document, Quote
from newsquotes.errors import RecordError, brief, of_system
from newsquotes.files import no_room, opened, read_text
from newsquotes.formats.draft import Draft
from newsquotes.formats.halves import storable
from newsquotes.formats.jsonlines import encoded
from newsquotes.formats.shape import formed, json_of
from newsquotes.wording import gettext

GOLD = "gold.jsonl"


def write_gold(docs: Iterable[Document], folder: str | Path) -> None:
    """Write documents as gold into a new folder: every quotation that a document has must be found by who is measured.

    Raises :class:`~newsquotes.RecordError` where an id is none for a file, or comes twice.
    """
    texts = Path(folder, "txt")
    texts.mkdir(parents=True)
    with Path(folder, GOLD).open("wb") as file:
        for doc in map(storable, docs):
            target = _text_of(texts, doc.id)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as text:
                    text.write(doc.text.encode())
            except FileExistsError:
                raise RecordError(
                    gettext(
                        "two documents have the id {id!r}; gold needs each once: give every article an id of its own "
                        "(--id-column of extract), or leave one of them out",
                        id=doc.id,
                    )
                ) from None
            except OSError as exc:
                if no_room(exc):
                    raise
                raise RecordError(
                    gettext("no file can have the id {id} for its name: {why}", id=brief(doc.id), why=of_system(exc))
                ) from exc
            file.write(encoded(gold_record(doc), None) + b"\n")


def _text_of(texts: Path, id_: str) -> Path:
    """The file of a text; an id may name one in a folder, but none outside."""
    path = Path(id_)
    if not id_.strip("./") or path.is_absolute() or ".." in path.parts or "\0" in id_:
        raise RecordError(gettext("the id {id!r} is no name of a file, which gold needs", id=id_))
    return texts / f"{id_}.txt"


def gold_record(doc: Document) -> dict[str, Any]:
    """A document as a line of ``gold.jsonl``.

    >>> import newsquotes
    >>> record = gold_record(newsquotes.extract("«Мост готов», — сказал Пётр Ильин.", id="most"))
    >>> record["attributions"][0]["content"], record["attributions"][0]["speaker"]
    ([[1, 11]], 'Пётр Ильин')
    """
    return {"id": doc.id, "attributions": [_attribution(quote) for quote in doc.quotes]}


def _attribution(quote: Quote) -> dict[str, Any]:
    speaker = quote.speaker
    return {
        "type": quote.type,
        "content": [[span.start, span.end] for span in quote.content],
        "cue": [[span.start, span.end] for span in quote.cue.spans],
        "source": [] if quote.source is None else [[quote.source.start, quote.source.end]],
        "speaker": speaker and speaker.name,
        "aliases": [],
        "kind": speaker.kind if speaker else "unknown",
        "medium": quote.medium,
        "required": True,
        "tags": ["nested"] if quote.parent is not None else [],
    }


def read_gold(folder: str | Path) -> Iterator[Document]:
    """The documents of a gold folder, whose quotations are all certain; what gold does not say of one stays open."""
    path = Path(folder, GOLD)
    with opened(str(path)) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                with formed(f"{path}: {gettext('line {number}', number=number)}", gettext("gold")):
                    doc = _document(json_of(line), Path(folder, "txt"))
                yield doc


def _document(record: Mapping[str, Any], texts: Path) -> Document:
    draft = Draft(read_text(str(_text_of(texts, record["id"]))), {"id": record["id"]})
    for found in record["attributions"]:
        speaker, medium, source = found.get("speaker"), found.get("medium"), found.get("source") or []
        draft.add(
            [(start, end) for start, end in found["content"]],
            cue=[{"start": start, "end": end, "lemma": ""} for start, end in found.get("cue") or []],
            source=(source[0][0], source[-1][1]) if source else None,
            speaker=None if speaker is None else draft.speaker(speaker, found.get("kind")),
            media=_media(draft.text, medium),
            type=found.get("type"),
        )
    return draft.document()


def _media(text: str, name: str | None) -> list[dict[str, Any]]:
    """A medium stands somewhere in the text; gold says only its name, which may stand in another form."""
    at = text.find(name) if name else -1
    return [{"name": name, "start": at, "end": at + len(str(name))}] if at >= 0 else []
