"""CSV: one row a quotation, as spreadsheets open it, and back.

A spreadsheet takes a cell that starts with ``=``, ``+``, ``-`` or ``@`` for a formula, even in quote marks, and news hold
such texts («- Мы готовы»). Such a cell gets an apostrophe in front, which is taken away again when it is read. One that
splits at another separator than the file has would see cells within the texts («мост;=1»): an apostrophe goes there too.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from newsquotes.columns import COLUMNS
from newsquotes.decoding import decode
from newsquotes.document import Document
from newsquotes.errors import InputError, RecordError
from newsquotes.formats.halves import storable
from newsquotes.formats.jsonlines import Texts, text_of
from newsquotes.formats.record import from_record, to_record
from newsquotes.formats.rows import CARRIED, Row, complete_rows, from_rows
from newsquotes.formats.shape import formed
from newsquotes.wording import gettext

_TYPES = {**{name: type_ for name, (type_, _) in COLUMNS.items()}, **CARRIED}
_DELIMITERS = ",;\t"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_APOSTROPHE = "'"
_WITHIN = re.compile(r"""([,;\t]"*'*)([=+\-@＝＋－＠])""")
_WITHIN_SHIELDED = re.compile(r"""([,;\t]"*'*)'([=+\-@＝＋－＠])""")
_MAY_BE_EMPTY = ("title", "date", "url", "outlet", "role", "organization", "kb_id")  # elsewhere empty and missing are one
_CELL = 32_000  # Excel cuts cells at 32,767 characters


def write_csv(docs: Iterable[Document], file: BinaryIO, *, with_text: bool = False, delimiter: str = ",") -> None:
    """Write one row a quotation, as UTF-8 with a byte order mark, by which Excel knows it.

    Excel splits at the list separator of its language: with Russian settings that is ``delimiter=";"``. ``with_text`` adds
    the text of each document, so that the file can be read without it; for half a character (a lone surrogate) stands � in
    it, as a warning tells. The columns are those of
    :func:`newsquotes.to_frame`, and further ones in which the spans are.
    """
    with text_file(file, "utf-8-sig") as text:
        writer = csv.DictWriter(text, list(_TYPES), delimiter=delimiter, lineterminator="\r\n")
        writer.writeheader()
        for doc in map(storable, docs):
            rows = complete_rows(to_record(doc, with_text=with_text), _CELL)
            writer.writerows({name: as_cell(name, value) for name, value in row.items()} for row in rows)


class text_file(io.TextIOWrapper):
    """Text over a binary file that stays open."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        super().__init__(file, encoding=encoding, newline="", write_through=True)

    def __exit__(self, *_: object) -> None:
        self.flush()
        self.detach()


def as_cell(name: str, value: Any) -> Any:
    """What the cell of a column holds: no spreadsheet takes it for a formula, and empty is told from missing."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if value == "" and name in _MAY_BE_EMPTY:
        return _APOSTROPHE
    if isinstance(value, str):
        shielded = _WITHIN.sub(r"\1'\2", value)
        return _APOSTROPHE + shielded if value.startswith((*_FORMULA, _APOSTROPHE)) else shielded
    return value


def read_csv(file: BinaryIO, texts: Texts | None = None) -> Iterator[Document]:
    """The documents of a table that :func:`write_csv` wrote; ``texts`` gives the text of an id where the table does not.

    Delimiter and encoding may be those of a spreadsheet that saved it again, and the rows may be sorted otherwise. A speaker
    is corrected by another name in ``speaker`` (or by none), and is then certain; the offsets count, not the words in
    ``text``, ``cue`` and ``source``. Raises :class:`RecordError` where the table does not fit its text.
    """
    try:
        text = decode(file.read()).text
    except InputError as exc:
        raise RecordError(str(exc)) from exc
    csv.field_size_limit(2**31 - 1)
    head = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), restval="")
    missing = [name for name in _TYPES if name not in (table.fieldnames or ())]
    if missing:
        raise RecordError(
            gettext("is not a table that newsquotes wrote: it has no column {names}", names=", ".join(missing))
        )
    for record in from_rows((number, _values(number, row)) for number, row in enumerate(_lines(table), 1)):
        with formed(gettext("the document {item!r}", item=record["id"])):
            doc = from_record(record, text_of(texts, record))
        yield doc


def _lines(table: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    try:
        yield from table
    except csv.Error as exc:
        raise RecordError(gettext("is not CSV: {why}", why=exc)) from exc


def _values(number: int, cells: Mapping[str, str]) -> Row:
    row = {}
    for name, type_ in _TYPES.items():
        try:
            row[name] = _value(cells[name], type_)
        except (ValueError, RecursionError):
            raise RecordError(
                gettext(
                    "row {number}: the column {name!r} holds {cells!r:.60}, which is no {type}",
                    number=number,
                    name=name,
                    cells=cells[name],
                    type=type_,
                )
            ) from None
    return row


def _value(cell: str, type_: str) -> Any:
    if cell == "":
        return None
    if type_ == "int":
        return int(cell)
    if type_ == "float":
        return float(cell.replace(",", "."))  # as a spreadsheet with Russian settings writes it
    if type_ == "str":
        bare = cell[1:] if cell.startswith(_APOSTROPHE) and cell[1:2] in ("", *_FORMULA, _APOSTROPHE) else cell
        return _WITHIN_SHIELDED.sub(r"\1\2", bare)
    return json.loads(cell)
