"""Parquet: the same table as CSV, with typed columns; reading and writing need the extra ``formats`` (pyarrow)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from newsquotes.columns import COLUMNS
from newsquotes.document import Document
from newsquotes.errors import RecordError
from newsquotes.extras import need
from newsquotes.formats.halves import storable
from newsquotes.formats.jsonlines import Texts, text_of
from newsquotes.formats.record import from_record, to_record
from newsquotes.formats.rows import CARRIED, Row, complete_rows, from_rows
from newsquotes.formats.shape import formed
from newsquotes.wording import gettext

_TYPES = {**{name: type_ for name, (type_, _) in COLUMNS.items()}, **CARRIED}
_GROUP = 500  # documents


def write_parquet(docs: Iterable[Document], file: BinaryIO, *, with_text: bool = False) -> None:
    """Write one row a quotation; spans are lists of ``[start, end]``. The columns are those of the CSV table."""
    arrow = need("pyarrow", "formats", "writing Parquet")
    schema = _schema(arrow)
    remaining = iter(docs)
    with need("pyarrow.parquet", "formats", "writing Parquet").ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(remaining, _GROUP)):
            rows = [row for doc in map(storable, group) for row in complete_rows(to_record(doc, with_text=with_text))]
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema))


def _schema(arrow: Any) -> Any:
    types = {
        "str": arrow.string(),
        "int": arrow.int64(),
        "float": arrow.float64(),
        "names": arrow.list_(arrow.string()),
        "ints": arrow.list_(arrow.int64()),
        "spans": arrow.list_(arrow.list_(arrow.int64())),
    }
    return arrow.schema([(name, types[type_]) for name, type_ in _TYPES.items()])


def read_parquet(file: BinaryIO, texts: Texts | None = None) -> Iterator[Document]:
    """The documents of a table that :func:`write_parquet` wrote; ``texts`` gives the text of an id where it does not."""
    arrow = need("pyarrow", "formats", "reading Parquet")
    try:
        table = need("pyarrow.parquet", "formats", "reading Parquet").ParquetFile(file)
    except (arrow.ArrowException, OSError) as exc:
        raise RecordError(
            gettext("is not a Parquet file that can be read; it may be damaged or cut off ({name})", name=type(exc).__name__)
        ) from exc
    missing = [name for name in _TYPES if name not in table.schema_arrow.names]
    if missing:
        raise RecordError(
            gettext("is not a table that newsquotes wrote: it has no column {names}", names=", ".join(missing))
        )
    for record in from_rows(enumerate(_rows(arrow, table), 1)):
        with formed(gettext("the document {item!r}", item=record["id"])):
            doc = from_record(record, text_of(texts, record))
        yield doc


def _rows(arrow: Any, table: Any) -> Iterator[Row]:
    try:
        for batch in table.iter_batches(columns=list(_TYPES)):
            yield from batch.to_pylist()
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as exc:
        raise RecordError(gettext("is a damaged Parquet file ({name})", name=type(exc).__name__)) from exc
