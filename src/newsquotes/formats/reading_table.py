"""The table for people: a row a quotation, with what one reads, as CSV or as an Excel workbook.

Cells hold no formula in either: a text that looks like one is kept as text. What can be read back into documents is the
complete table of :func:`~newsquotes.formats.write_csv`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from html import unescape
from types import MappingProxyType
from typing import Any, BinaryIO

from newsquotes.document import Document, Quote
from newsquotes.errors import RecordError
from newsquotes.extras import need
from newsquotes.formats.csvtable import as_cell, text_file
from newsquotes.formats.halves import has_half, whole
from newsquotes.terms import in_words
from newsquotes.wording import count, gettext, pgettext, term

READING_COLUMNS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "document": (18, term("column", "id of the document")),
        "date": (12, term("column", "its date")),
        "outlet": (18, term("column", "the outlet that published it")),
        "speaker": (26, term("column", "who said it, in the nominative")),
        "role": (26, term("column", "what the speaker is")),
        "organization": (22, term("column", "for whom the speaker speaks")),
        "type": (10, term("column", "direct, indirect or mixed")),
        "left": (30, term("column", "the sentence before the quotation")),
        "quotation": (70, term("column", "what was said; interruptions are cut out and marked « … »")),
        "right": (30, term("column", "the sentence after it")),
        "cue": (16, term("column", "the words that attribute it")),
        "medium": (18, term("column", "the outlet that relays the speaker")),
        "confidence": (11, term("column", "probability that content and speaker are both right")),
    }
)
"""The columns, each with its width in characters in Excel and what it says."""

_AROUND = 300  # characters of context on either side at most
_LINE_END = re.compile(r"[\r\n\u2028\u2029]+")
_TAG = re.compile(r"</?(?:a|b|br|div|em|i|li|p|span|strong|ul)\b[^<>]{0,200}>", re.I)
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CELL = 32_767  # characters that a cell of Excel holds
_ROWS = 1_048_575  # rows that a sheet of Excel holds below its header


def reading_rows(doc: Document) -> Iterator[dict[str, Any]]:
    """One row a quotation, with the columns of :data:`READING_COLUMNS`; ``None`` where something is not known.

    >>> import newsquotes
    >>> row = next(reading_rows(newsquotes.extract("Новости. «Мост готов», — сказал мэр Пётр Ильин.")))
    >>> row["left"], row["quotation"], row["right"]
    ('«', 'Мост готов', '», — сказал мэр Пётр Ильин.')
    """
    for quote in doc.quotes:
        speaker = quote.speaker
        left, right = context(doc, quote)
        yield {
            **doc.meta.kept,
            "document": doc.id,
            "date": doc.meta.date,
            "outlet": doc.meta.outlet,
            "speaker": speaker and speaker.name,
            "role": speaker and speaker.role,
            "organization": speaker and speaker.organization,
            "type": in_words("type", quote.type),
            "left": _as_meant(left),
            "quotation": _as_meant(quote.text),
            "right": _as_meant(right),
            "cue": _as_meant(str(quote.cue)) or None,
            "medium": quote.medium,
            "confidence": round(quote.confidence, 4),
        }


def context(doc: Document, quote: Quote) -> tuple[str, str]:
    """What stands before and after a quotation within its sentence and line: its keyword in context.

    Where a document has no sentences (it was read back from a record), the line is taken. At most 300 characters on either
    side.
    """
    start, end = quote.start, quote.end
    first, last = max(0, start - _AROUND), min(len(doc.text), end + _AROUND)
    if doc.has("sentences"):
        opening, closing = doc.sentence_at(start), doc.sentence_at(max(start, end - 1))
        first = max(first, opening.start) if opening else first
        last = min(last, closing.end) if closing else last
    left = _LINE_END.split(doc.text[first:start])[-1]
    right = _LINE_END.split(doc.text[end:last])[0]
    return " ".join(left.split()), " ".join(right.split())


def _as_meant(words: str) -> str:
    """Words with the entities and tags of web pages read: «&laquo;» shows as «."""
    return unescape(_TAG.sub("", words)) if "&" in words or "<" in words else words


def write_reading_csv(
    docs: Iterable[Document],
    file: BinaryIO,
    *,
    russian: bool = False,
    delimiter: str | None = None,
    keep: Sequence[str] = (),
) -> None:
    """Write the table for people as CSV in UTF-8 with a byte order mark.

    ``russian`` writes what Excel opens under Russian settings: semicolons between cells and a comma in decimals;
    ``delimiter`` chooses the separator by itself. A cell that holds any separator of a spreadsheet stands in quote marks.
    ``keep`` names columns of ``doc.meta.kept`` that come last.
    """
    delimiter = delimiter or (";" if russian else ",")
    with text_file(file, "utf-8-sig") as text:
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
        names = [*READING_COLUMNS, *(name for name in keep if name not in READING_COLUMNS)]
        writer.writerow([in_words("column", name) for name in names])
        for doc in docs:
            halved = has_half(doc)
            for row in reading_rows(doc):
                cells = [_csv_cell(row.get(name), russian) for name in names]
                writer.writerow(whole(cells) if halved else cells)


def _csv_cell(value: Any, russian: bool) -> Any:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value}".replace(".", ",") if russian else value
    return as_cell("", value)


def write_xlsx(docs: Iterable[Document], file: BinaryIO, *, keep: Sequence[str] = ()) -> None:
    """Write the table for people as an Excel workbook: a filter row, wrapped text, real dates and numbers, no formula.

    Needs the extra ``tables`` (XlsxWriter). Rows are written as they come, so that memory stays small. Raises
    :class:`~newsquotes.RecordError` where there are more quotations than a sheet of Excel holds.
    """
    xlsxwriter = need("xlsxwriter", "tables", "writing Excel workbooks")
    packed = io.BytesIO()  # a ZipFile over a file on a full disk fails once more, aloud, when it is forgotten
    book = xlsxwriter.Workbook(
        packed,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(gettext("quotations"))
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
        "share": book.add_format({"num_format": "0.00", "valign": "top"}),
    }
    names = [*READING_COLUMNS, *(name for name in keep if name not in READING_COLUMNS)]
    for column, name in enumerate(names):
        width, what = READING_COLUMNS.get(name, (18, ""))
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, in_words("column", name), formats["head"])
        if what:
            sheet.write_comment(0, column, pgettext("column", what))
    sheet.freeze_panes(1, 0)
    number = 0
    for doc in docs:
        has_half(doc)
        for row in reading_rows(doc):
            number += 1
            if number > _ROWS:
                raise RecordError(
                    gettext(
                        "an Excel sheet holds {rows} rows, and there are more: write .csv or .parquet", rows=count(_ROWS)
                    )
                )
            for column, name in enumerate(names):
                _write_cell(sheet, number, column, name, row.get(name), formats)
    sheet.autofilter(0, 0, number, len(names) - 1)
    book.close()
    file.write(packed.getbuffer())


def _write_cell(sheet: Any, row: int, column: int, name: str, value: Any, formats: Mapping[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, (int, float)):
        sheet.write_number(row, column, value, formats["share" if name == "confidence" else "text"])
    elif name == "date" and (day := _day(value)):
        sheet.write_datetime(row, column, day, formats["date"])
    else:
        sheet.write_string(row, column, _NOT_IN_XML.sub("\ufffd", value)[:_CELL], formats["text"])


def _day(value: str) -> datetime | None:
    """The day of an ISO date, where Excel knows it: from 1900 on."""
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day) if day.year >= 1900 else None
