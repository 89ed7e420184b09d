"""All formats by name, and files of any of them by their endings."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

from newsquotes.document import Document
from newsquotes.errors import InputError, RecordError, did_you_mean
from newsquotes.files import STDIN, compressed, naming, opened, read_text, uncompressed_name, written
from newsquotes.formats.brat import read_brat, write_brat
from newsquotes.formats.csvtable import read_csv, write_csv
from newsquotes.formats.gold import GOLD, read_gold, write_gold
from newsquotes.formats.jsonlines import Texts, read_json, read_jsonl, write_json, write_jsonl
from newsquotes.formats.labelstudio import read_label_studio, write_label_studio
from newsquotes.formats.parquet import read_parquet, write_parquet
from newsquotes.formats.reading_table import write_xlsx
from newsquotes.formats.webannotation import read_web_annotations, write_web_annotations
from newsquotes.registry import default_registry
from newsquotes.wording import gettext


@attrs.frozen
class Format:
    """A format: how it is written and read, and whether its text, if not given with it, can come from elsewhere.

    ``write(docs, file)`` writes documents into a binary file; where texts can come from elsewhere (``text_apart``), it
    takes a keyword ``with_text``. ``read(file)`` gives the documents, and takes ``texts`` then; it is ``None`` where the
    format is not read back.
    """

    name: str
    what: str
    endings: tuple[str, ...]
    write: Callable[..., None]
    read: Callable[..., Iterator[Document]] | None = None
    text_apart: bool = True
    folder: bool = False


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        format_.name: format_
        for format_ in (
            Format("jsonl", "JSON Lines, a record a line", (".jsonl", ".ndjson"), write_jsonl, read_jsonl),
            Format("json", "an array of records", (".json",), write_json, read_json),
            Format("csv", "a table with a row a quotation, for spreadsheets", (".csv", ".tsv"), write_csv, read_csv),
            Format("parquet", "the same table with types", (".parquet",), write_parquet, read_parquet),
            Format(
                "xlsx",
                "an Excel workbook for people, which is not read back",
                (".xlsx",),
                write_xlsx,
                None,
                text_apart=False,
            ),
            Format(
                "web-annotation", "W3C Web Annotation (JSON-LD)", (".jsonld",), write_web_annotations, read_web_annotations
            ),
            Format("label-studio", "tasks of Label Studio", (), write_label_studio, read_label_studio, text_apart=False),
            Format("brat", "a folder of brat standoff", (".ann",), write_brat, read_brat, text_apart=False, folder=True),
            Format("gold", "a folder of gold to measure by", (), write_gold, read_gold, text_apart=False, folder=True),
        )
    }
)
"""Name → format."""

_FIRST_KEY = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\[?\s*(?:\{\s*"(.*?)"|\])', re.S)


def read(path: str | Path, format: str | None = None, *, texts: Texts | None = None) -> Iterator[Document]:
    """The documents of a file or folder; without ``format``, its ending says which format it has.

    ``texts`` gives the texts of ids where the file does not hold them. Files may be compressed with gzip or Zstandard.
    Raises :class:`~newsquotes.InputError` where a file cannot be read, :class:`~newsquotes.RecordError` where it does not
    hold what its format asks for.
    """
    path = str(path)
    found = format_named(format) if format else format_of(path)
    if found.read is None:
        raise InputError(
            gettext(
                "{path}: {name} is {what}; what can be read: {names}",
                path=path,
                name=found.name,
                what=found.what,
                names=", ".join(readable()),
            )
        )
    if found.folder:
        yield from found.read(path)
        return
    with opened(path) as file:
        whole = file if found.name == "jsonl" else io.BytesIO(file.read())
        yield from found.read(whole, texts) if found.text_apart else found.read(whole)


def write(
    docs: Iterable[Document], path: str | Path, format: str | None = None, *, with_text: bool = True, **options: Any
) -> None:
    """Write documents into a file or folder, which appears or changes only when all is written.

    Without ``format``, the ending says which one it is; a name without ending is a folder of brat. A further ending ``.gz``
    or ``.zst`` compresses the file. ``with_text`` puts the texts into formats that can do without them; ``options`` are
    those of the format's own function.
    """
    path = str(path)
    found = format_named(format) if format else format_of(path)
    if found.folder:
        _write_folder(found, docs, path)
        return
    if Path(uncompressed_name(path)).suffix.lower() == ".tsv":
        options = {"delimiter": "\t", **options}
    with written(path) as file, compressed(file, path) as target:
        found.write(docs, target, **({"with_text": with_text} if found.text_apart else {}), **options)


def _write_folder(format_: Format, docs: Iterable[Document], path: str) -> None:
    if path == STDIN:
        raise InputError(gettext("{name} is a folder, not a file: it cannot go to standard output", name=format_.name))
    target = Path(path).absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(
            gettext("{path} is there already: {name} documents go into a new folder", path=path, name=format_.name)
        )
    with naming(path), tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as name:
        format_.write(docs, Path(name, target.name))
        if target.exists():
            target.rmdir()
        Path(name, target.name).rename(target)


def readable() -> list[str]:
    """The names of the formats that documents can be read from."""
    return [format_.name for format_ in FORMATS.values() if format_.read is not None]


def all_formats() -> Mapping[str, Format]:
    """The formats that are built in and those of plugins; a name that is built in stays."""
    return {**{format_.name: format_ for format_ in _of_plugins()}, **FORMATS}


def format_named(name: str) -> Format:
    """The format of that name, be it a plugin's; raises :class:`~newsquotes.InputError`."""
    formats = FORMATS if name in FORMATS else all_formats()
    if name not in formats:
        raise InputError(gettext("there is no format {name!r}; {known}", name=name, known=did_you_mean(name, formats)))
    return formats[name]


def format_of(path: str) -> Format:
    """The format of a file or folder by its name, and by its content where ``.json`` may be several."""
    if path == STDIN:
        raise InputError(
            gettext(
                "standard input and output have no ending: name the format; available: {names}", names=", ".join(FORMATS)
            )
        )
    suffix = Path(uncompressed_name(path)).suffix.lower()
    if Path(path).is_dir() or not suffix:
        return FORMATS["gold" if Path(path, GOLD).is_file() else "brat"]
    for format_ in chain(FORMATS.values(), _of_plugins()):
        if suffix in format_.endings:
            return _json_of(path) if suffix == ".json" and Path(path).is_file() else format_
    known = ", ".join(all_formats())
    raise InputError(
        gettext(
            "{path}: its ending {suffix} is that of no format: name the format; available: {known}",
            path=path,
            suffix=suffix,
            known=known,
        )
    )


def _of_plugins() -> Iterator[Format]:
    """The formats of plugins, which are loaded only when none that is built in will do."""
    for name, format_ in default_registry().catalogue().offered("format").items():
        yield attrs.evolve(format_, name=name)


def _json_of(path: str) -> Format:
    """What a file of JSON holds, by its first key: records, Web Annotations, or tasks of Label Studio."""
    with opened(path) as file:
        match = _FIRST_KEY.match(file.read(1000))
    key = match[1] if match else b"schema"
    return FORMATS["json" if key in (b"schema", None) else "web-annotation" if key == b"@context" else "label-studio"]


def texts_in(path: str | Path) -> Callable[[str], str]:
    """A function that gives the text of an id, from a folder of files (``<id>.txt``).

    It raises :class:`~newsquotes.RecordError` where there is no such file, which fits ``texts`` of the formats.
    """
    folder = Path(path)

    def text_of(id_: str) -> str:
        outside = Path(id_).is_absolute() or ".." in Path(id_).parts
        for name in (f"{id_}.txt", id_):
            if id_ and not outside and (folder / name).is_file():
                return read_text(str(folder / name))
        raise RecordError(
            gettext("there is no text for the id {id!r}: {folder} is not there", id=id_, folder=folder / f"{id_}.txt")
        )

    return text_of
