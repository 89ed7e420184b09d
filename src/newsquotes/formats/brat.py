"""brat standoff: a folder with a text and an ``.ann`` file for each document, to look at, to correct, and to read back.

A quotation is an entity ``Content``, discontinuous where it is interrupted, with the attributes ``Type``, ``Mode`` and
``Stance``, and related to its ``Cue``, ``Source`` and ``Medium`` entities. A note on it holds, as JSON, the name of the
speaker and what brat has no place for. brat allows no line end within a fragment, so spans are cut there, and joined when
read. Offsets count code points.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newsquotes.document import Document
from newsquotes.errors import InputError, RecordError
from newsquotes.formats.ann import BratAnnotations, Entity, parse_ann
from newsquotes.formats.draft import Draft, Pair, details_of, head_of, untouched
from newsquotes.formats.halves import storable
from newsquotes.formats.record import CONFIDENCES, to_record
from newsquotes.formats.shape import formed, json_of
from newsquotes.wording import gettext

_HEADS = "newsquotes.jsonl"  # beside the documents: their ids, metadata and speakers
_BREAK = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_BREAKS = re.compile(f"[{_BREAK}]")
_PIECE = re.compile(f"[^{_BREAK}]+")
_ATTRIBUTES = ("type", "mode", "stance")
_CONFIGURATION = """\
[entities]
Content
Cue
Source
Medium

[relations]
HasCue\tArg1:Content, Arg2:Cue
HasSource\tArg1:Content, Arg2:Source
HasMedium\tArg1:Content, Arg2:Medium

[events]

[attributes]
Type\tArg:Content, Value:direct|indirect|mixed
Mode\tArg:Content, Value:speech|writing|thought
Stance\tArg:Content, Value:asserted|denied|unsaid|hypothetical|asked|promised|demanded
"""

# What others call these roles (case does not matter); SiR names its sources by their class.
_ROLES = {
    "content": ("content", "quote", "quotation", "citation"),
    "cue": ("cue", "signal"),
    "source": ("source", "speaker", "official", "unofficial", "anonymous"),
    "medium": ("medium",),
}


def write_brat(docs: Iterable[Document], folder: str | Path) -> None:
    """Write a folder that brat opens: ``<id>.txt``, ``<id>.ann``, and brat's ``annotation.conf``.

    Letters of an id that file names cannot have become ``_``. A folder that holds anything already is refused.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InputError(gettext("{folder} is not empty: brat documents go into a folder of their own", folder=folder))
    (folder / "annotation.conf").write_text(_CONFIGURATION, encoding="utf-8", newline="\n")
    taken: set[str] = set()
    with open(folder / _HEADS, "w", encoding="utf-8", newline="\n") as heads:
        for doc in map(storable, docs):
            record = to_record(doc)
            name = _file_name(doc.id, taken)
            (folder / f"{name}.txt").write_bytes(doc.text.encode())
            (folder / f"{name}.ann").write_bytes("".join(f"{line}\n" for line in _lines(doc.text, record)).encode())
            heads.write(json.dumps({"file": name, **head_of(record)}, ensure_ascii=False) + "\n")


_LONGEST = 200  # bytes of a file name, which file systems bound at 255
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.I)  # what Windows takes for devices


def _file_name(id_: str, taken: set[str]) -> str:
    base = re.sub(r"[^\w.-]", "_", id_)[:80].encode()[:_LONGEST].decode(errors="ignore").strip(".") or "document"
    if _RESERVED.match(base):
        base = f"_{base}"
    name, number = base, 1
    while name.lower() in taken:  # some file systems do not tell case apart
        number += 1
        name = f"{base}_{number}"
    taken.add(name.lower())
    return name


def _lines(text: str, record: Mapping[str, Any]) -> Iterator[str]:
    entities: dict[tuple[str, tuple[Pair, ...], int], str] = {}
    counts = dict.fromkeys("AR#", 0)

    def line(kind: str, head: str) -> str:
        counts[kind] += 1
        return f"{kind}{counts[kind]}\t{head}"

    def entity(type_: str, records: Iterable[Mapping[str, Any]], number: int = -1) -> tuple[str, list[str]]:
        pairs = tuple((span["start"], span["end"]) for span in records)
        fragments = _cut(text, pairs)
        if not fragments or (type_, pairs, number) in entities:
            return entities.get((type_, pairs, number), ""), []
        id_ = entities[type_, pairs, number] = f"T{len(entities) + 1}"
        offsets = ";".join(f"{start} {end}" for start, end in fragments)
        new = [f"{id_}\t{type_} {offsets}\t{' '.join(text[a:b] for a, b in fragments)}"]
        if _joined(text, fragments) != pairs and type_ != "Content":
            new.append(line("#", f"AnnotatorNotes {id_}\t{_json({'spans': pairs})}"))
        return id_, new

    for quote in record["quotes"]:
        content, new = entity("Content", quote["content"], quote["id"])
        if not content:
            raise RecordError(
                gettext(
                    "the quotation {id} of {id2!r} is made of line ends, which brat cannot", id=quote["id"], id2=record["id"]
                )
            )
        yield from new
        for name in _ATTRIBUTES:
            yield line("A", f"{name.title()} {content} {quote[name]}")
        for type_, records in [
            ("Cue", [quote["cue"]]),
            ("Source", [[quote["source"]]] if quote["source"] else []),
            ("Medium", [[medium] for medium in quote["media"]]),
        ]:
            for group in records:
                other, new = entity(type_, group)
                yield from new
                if other:
                    yield line("R", f"Has{type_} Arg1:{content} Arg2:{other}")
        yield line("#", f"AnnotatorNotes {content}\t{_json(_note(quote))}")


def _note(quote: Mapping[str, Any]) -> dict[str, Any]:
    speaker = quote["speaker"]
    pairs = tuple((span["start"], span["end"]) for span in quote["content"])
    return {
        **({"speaker": speaker["name"], "speaker_id": speaker["id"], "kind": speaker["kind"]} if speaker else {}),
        **details_of(quote),
        "spans": pairs,
    }


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _BREAKS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _cut(text: str, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """The pieces of spans between line ends (and tabs, which part the fields of a line), without white space around them."""
    pieces = (match.span() for start, end in pairs for match in _PIECE.finditer(text, start, end))
    trimmed = ((end - len(text[start:end].lstrip()), start + len(text[start:end].rstrip())) for start, end in pieces)
    return tuple(sorted({(start, end) for start, end in trimmed if start < end}))


def _joined(text: str, fragments: Iterable[Pair]) -> tuple[Pair, ...]:
    """The spans of which fragments are pieces: those between which there is a line end, and nothing but white space."""
    joined: list[Pair] = []
    for start, end in fragments:
        gap = text[joined[-1][1] : start] if joined else ""
        if _BREAKS.search(gap) and not gap.strip():
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return tuple(joined)


# --- back ------------------------------------------------------------------------------------------------------------


def read_brat(path: str | Path) -> Iterator[Document]:
    """The documents of a folder of ``.txt`` and ``.ann`` files (folders in it too), or of one ``.ann`` file.

    Corrected files of :func:`write_brat` and files of others are read. Entities are taken for contents, cues, sources and
    media by their type (``Quote``, ``Signal``, ``Speaker`` … will do), and belong together by their relations, whatever
    these are called. All annotations of a file, such as the persons of NEREL or the sources of SiR, are in
    ``doc.extra["brat"]`` as :class:`BratAnnotations`, unless nothing but quotations is there. Raises
    :class:`RecordError` with file and line.
    """
    path = Path(path)
    files = [path] if path.suffix == ".ann" else sorted(path.rglob("*.ann"))
    if not files:
        raise InputError(
            gettext("{path}: there is no .ann file in it", path=path)
            if path.is_dir()
            else gettext("{path}: no such folder", path=path)
        )
    root = path.parent if path.suffix == ".ann" else path
    heads = _heads(root)
    for file in files:
        name = file.relative_to(root).with_suffix("").as_posix()
        try:
            text, notes = file.with_suffix(".txt").read_bytes().decode(), file.read_bytes().decode()
        except FileNotFoundError as exc:
            raise InputError(gettext("{filename}: no such file", filename=exc.filename)) from None
        except UnicodeDecodeError as exc:
            raise RecordError(gettext("{file}: it or its text is not UTF-8 ({why})", file=file, why=exc)) from exc
        with formed(str(file)):
            doc = _document(text, parse_ann(notes, text), heads.get(name, {"id": name}))
        yield doc


def _heads(folder: Path) -> dict[str, Mapping[str, Any]]:
    file = folder / _HEADS
    if not file.exists():
        return {}
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except ValueError as exc:
        raise RecordError(gettext("{file}: is not UTF-8: {why}", file=file, why=exc)) from exc
    with formed(str(file)):
        return {head["file"]: head for head in (json_of(line) for line in lines if line.strip())}


def _document(text: str, annotations: BratAnnotations, head: Mapping[str, Any]) -> Document:
    draft = Draft(text, head)
    entities = {entity.id: entity for entity in annotations.entities}
    roles = {id_: _role(entity.type) for id_, entity in entities.items()}
    linked: dict[str, list[str]] = {}
    for relation in annotations.relations:
        linked.setdefault(relation.first, []).append(relation.second)
        linked.setdefault(relation.second, []).append(relation.first)
    used: set[str] = set()
    for id_, entity in entities.items():
        if roles[id_] != "content":
            continue
        near = [other for other in linked.get(id_, ()) if roles.get(other) in ("cue", "source", "medium")]
        if not any(roles[other] == "source" for other in near):  # as in SiR, where the cue has the source
            near += [b for a in near if roles[a] == "cue" for b in linked[a] if roles.get(b) == "source"]
        used |= {id_, *near}
        parts = {role: [entities[o] for o in near if roles[o] == role] for role in ("cue", "source", "medium")}
        attributes = {name.lower(): value for name, value in annotations.attributes.get(id_, {}).items()}
        notes = {e.id: _read_note(annotations.notes.get(e.id, ())) for e in (entity, *parts["cue"], *parts["source"])}
        _add(draft, entity, parts, attributes, notes)
    doc = draft.document()
    return doc if used == set(entities) or "brat" in doc.extra else doc.with_extra({"brat": annotations})


def _role(type_: str) -> str | None:
    word = re.split(r"[^a-z]", type_.lower())[0]
    return next((role for role, words in _ROLES.items() if word in words), None)


def _read_note(notes: Iterable[str]) -> dict[str, Any]:
    for note in notes:
        try:
            value = json_of(note)
        except RecordError:
            continue  # somebody's remark
        if isinstance(value, dict):
            return value
    return {}


_NOTED = ("id", *CONFIDENCES, "rules", "runner_up")


def _add(
    draft: Draft,
    entity: Entity,
    parts: Mapping[str, list[Entity]],
    attributes: Mapping[str, str],
    notes: Mapping[str, Mapping[str, Any]],
) -> None:
    note = notes[entity.id]
    cue = [pair for part in parts["cue"] for pair in _pairs(draft.text, part, notes[part.id])]
    sources = [_pairs(draft.text, part, notes[part.id]) for part in parts["source"]]
    media = [_joined(draft.text, part.fragments)[0] for part in parts["medium"]]
    names = note.get("media", ())
    if len(names) != len(media):
        names = [draft.text[start:end] for start, end in media]
    lemma = note.get("cue_lemma", "")
    content = _pairs(draft.text, entity, note)
    speaker = _speaker(draft, note)
    named = speaker is not None and speaker != note.get("speaker_id")
    moved = "spans" in note and content != tuple((start, end) for start, end in note["spans"])
    draft.add(
        content,
        cue=[{"start": start, "end": end, "lemma": lemma} for start, end in cue],
        source=sources[0][0] if sources else None,
        speaker=speaker,
        media=[{"name": name, "start": start, "end": end} for name, (start, end) in zip(names, media, strict=True)],
        **{key: attributes.get(key) for key in _ATTRIBUTES},
        **untouched({key: note[key] for key in _NOTED if key in note}, corrected=named or moved),
    )


def _pairs(text: str, entity: Entity, note: Mapping[str, Any]) -> tuple[Pair, ...]:
    """The spans of an entity; those in its note while they are still where its fragments are."""
    noted = tuple((start, end) for start, end in note.get("spans", ()))
    return noted if noted and _cut(text, noted) == entity.fragments else _joined(text, entity.fragments)


def _speaker(draft: Draft, note: Mapping[str, Any]) -> int | None:
    name, id_ = note.get("speaker"), note.get("speaker_id")
    if name is None:
        return None
    same = isinstance(id_, int) and 0 <= id_ < len(draft.speakers) and draft.speakers[id_]["name"] == name
    return id_ if same else draft.speaker(str(name), note.get("kind"))
