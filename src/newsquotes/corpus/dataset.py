"""The folder of a corpus: parts that are complete or absent, and a manifest that says what they were made of.

::

    OUT/manifest.json               how the corpus is made: format, pipeline, columns
    OUT/parts/part-00000.json       written last: the part is complete; which documents it has, what it was made of
    OUT/documents/part-00000.…      a row a document, with its text and its record
    OUT/quotes/part-00000.parquet   a row a quotation (where the format is Parquet)
    OUT/errors/part-00000.…         a row a document that failed: id, stage, extractor, reason
"""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import attrs

from newsquotes.columns import COLUMNS
from newsquotes.errors import CorpusError, InputError
from newsquotes.extras import need
from newsquotes.formats.halves import whole
from newsquotes.wording import gettext

LAYOUT = 1
"""The version of the layout; a reader refuses others."""

CorpusFormat = Literal["parquet", "jsonl"]
TABLES = ("documents", "quotes", "errors")

DOCUMENT_COLUMNS = ("id", "title", "date", "url", "outlet", "kept", "quotes", "text", "record")
ERROR_COLUMNS = ("id", "stage", "extractor", "plugin", "reason")


@attrs.frozen
class Part:
    """A complete part: the numbers of the items that it was made of, counts, and a digest of the input up to its end."""

    number: int
    first: int
    end: int
    documents: int
    quotes: int
    errors: int
    digest: str

    @property
    def name(self) -> str:
        """Its name in every table."""
        return part_name(self.number)


def part_name(number: int) -> str:
    """The name of a part.

    >>> part_name(7)
    'part-00007'
    """
    return f"part-{number:05}"


@attrs.frozen
class Dataset:
    """A corpus in a folder."""

    folder: Path
    format: CorpusFormat = "parquet"

    @classmethod
    def open(cls, folder: str | Path) -> Dataset:
        """The corpus in a folder; raises :class:`~newsquotes.InputError` where there is none that can be read."""
        manifest = Path(folder) / "manifest.json"
        try:
            known = json.loads(manifest.read_bytes())
            if known["layout"] != LAYOUT:
                raise InputError(
                    gettext(
                        "{folder}: is a corpus of layout {layout}; this newsquotes reads layout {LAYOUT}",
                        folder=folder,
                        layout=known["layout"],
                        LAYOUT=LAYOUT,
                    )
                )
            return cls(Path(folder), known["format"])
        except FileNotFoundError:
            raise InputError(
                gettext("{folder}: is no corpus: it has no manifest.json (newsquotes corpus makes one)", folder=folder)
            ) from None
        except (ValueError, KeyError, TypeError) as exc:
            if isinstance(exc, InputError):
                raise
            raise InputError(gettext("{manifest}: is no manifest of a corpus: {why}", manifest=manifest, why=exc)) from None

    @property
    def manifest(self) -> Mapping[str, Any] | None:
        """How the corpus is made, as far as that is written down."""
        with contextlib.suppress(FileNotFoundError):
            made: Mapping[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
            return made
        return None

    def begin(self, made: Mapping[str, Any]) -> None:
        """Write down how the corpus is made."""
        for name in (*TABLES, "parts"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / "manifest.json", json.dumps(made, ensure_ascii=False, indent=1).encode())

    def parts(self) -> list[Part]:
        """The complete parts, in their order."""
        found = sorted((self.folder / "parts").glob("part-*.json"))
        parts = [Part(**json.loads(path.read_bytes())) for path in found]
        if [part.number for part in parts] != list(range(len(parts))):
            raise CorpusError(
                gettext(
                    "{folder}: a part is missing among {names}",
                    folder=self.folder,
                    names=", ".join(path.name for path in found[:9]),
                )
            )
        return parts

    def clean(self) -> None:
        """Remove what a broken run left: files of parts that are not complete."""
        complete = {part.name for part in self.parts()}
        for name in (*TABLES, "parts"):
            for path in (self.folder / name).iterdir():
                if path.name.partition(".")[0] not in complete:
                    path.unlink()

    def path(self, table: str, number: int) -> Path:
        """The file of a part in a table."""
        return self.folder / table / f"{part_name(number)}.{'jsonl' if self.format == 'jsonl' else 'parquet'}"

    def write(self, part: Part, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Write the tables of a part, and last that it is complete."""
        for table in TABLES:
            if table == "quotes" and self.format == "jsonl":
                continue
            write_whole(self.path(table, part.number), self._encoded(table, rows[table]))
        write_whole(self.folder / "parts" / f"{part.name}.json", json.dumps(attrs.asdict(part)).encode())

    def _encoded(self, table: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
        if self.format == "jsonl":
            from newsquotes.formats.jsonlines import encoded

            if table == "documents":  # the records as `newsquotes extract` writes them, with their texts
                return b"".join(
                    row["record"].encode()[:-1] + b', "text": ' + encoded(row["text"], None) + b"}\n" for row in rows
                )
            return b"".join(encoded(row, None) + b"\n" for row in rows)
        arrow = need("pyarrow", "formats", "a corpus in Parquet")
        file = io.BytesIO()
        columns = {name: [whole(row.get(name)) for row in rows] for name in schema(table).names}
        need("pyarrow.parquet", "formats", "a corpus in Parquet").write_table(
            arrow.table(columns, schema=schema(table)), file, compression="zstd"
        )
        return file.getvalue()

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of a table, part by part."""
        for part in self.parts():
            path = self.path(table, part.number)
            if self.format == "jsonl":
                with path.open("rb") as lines:
                    yield from (
                        {"record": line, "text": None} if table == "documents" else json.loads(line) for line in lines
                    )
            else:
                for batch in need("pyarrow.parquet", "formats", "a corpus in Parquet").ParquetFile(path).iter_batches(200):
                    yield from batch.to_pylist()


def schema(table: str) -> Any:
    """The Arrow schema of a table."""
    arrow = need("pyarrow", "formats", "a corpus in Parquet")
    types = {"str": arrow.string(), "int": arrow.int64(), "float": arrow.float64()}
    if table == "quotes":
        return arrow.schema([(name, types[type_]) for name, (type_, _) in COLUMNS.items()])
    names = DOCUMENT_COLUMNS if table == "documents" else ERROR_COLUMNS
    return arrow.schema([(name, types["int" if name == "quotes" else "str"]) for name in names])


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, whatever happens: a temporary one, synchronized, then renamed."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Nobody else builds the corpus meanwhile; raises :class:`CorpusError` where somebody does. Kept on POSIX systems."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(folder / ".lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CorpusError(gettext("{folder}: another process is building this corpus", folder=folder)) from None
        yield
