"""Articles from files: text, web pages, office documents, and tables (JSON Lines, CSV, Parquet) with an article a row."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal, Unpack, get_args

from newsquotes.article_rows import Article, ArticleColumns, Columns, Undated, dated
from newsquotes.errors import InputError, InputWarning, did_you_mean, no_json, tell
from newsquotes.extras import need
from newsquotes.files import MOST, STDIN, decoded, expanded, ids_of, opened, read_bytes, read_text, uncompressed_name
from newsquotes.formats.draft import BY_HAND
from newsquotes.office import READERS
from newsquotes.wording import gettext, ngettext

Kind = Literal["text", "html", "docx", "pdf", "rtf", "jsonl", "csv", "parquet"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_USUAL = ArticleColumns()

_ENDINGS: Mapping[str, Kind] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".rtf": "rtf",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
}
READABLE = (".txt", ".text", ".md", *_ENDINGS)
"""The endings of the files that are read from a folder."""

_DELIMITERS = (",", ";", "\t", "|")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
# An entity or a tag of a web page, as they are left in columns of texts.
_MARKED = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6});|</?(?:a|b|br|div|em|i|li|p|span|strong|ul)\b[^<>]{0,200}>", re.I)
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_HEAD = 4096  # bytes in which a web page must name its encoding

Report = Callable[[str], None]
Row = tuple[int, Mapping[str, Any] | str]
"""The number of a row and its cells, or what is wrong with it."""


def kind_of(path: str) -> Kind:
    """What a file holds by its name: text, unless its ending says otherwise.

    >>> kind_of("news/may.jsonl.gz"), kind_of("most.txt"), kind_of("-")
    ('jsonl', 'text', 'text')
    """
    return _ENDINGS.get(Path(uncompressed_name(path)).suffix.lower(), "text")


def read_articles(
    path: str | Path,
    *,
    kind: Kind | None = None,
    columns: ArticleColumns = _USUAL,
    id: str | None = None,
    report: Report | None = None,
) -> Iterator[Article]:
    """The articles of a file (``-``: standard input) as ``(id, text, metadata)``, ready for ``Pipeline.stream``.

    A text file, a web page or an office document (Word, PDF, RTF) is one article; offsets count in the text that is found
    in it. In a table each row is one; ``columns`` name where its text and metadata stand (default: ``text``, and ``id``,
    ``title``, ``date``, ``url`` and ``outlet`` where there are such columns; in a record of newsquotes under ``meta``). A
    row without an id gets the file's, a colon and its number from 1. Dates as people write them
    («18.05.2023», «5 марта 2023») become ISO dates; a warning names the row whose date cannot be told, and it stays as it
    is. Files may be compressed with gzip or Zstandard.

    A row that cannot be read raises :class:`~newsquotes.InputError`; with ``report``, that is called with the message
    instead and the other rows are still read.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "may.jsonl"
    >>> _ = path.write_text('{"text": "«Мост готов», — сказал Пётр Ильин.", "outlet": "Вести"}', encoding="utf-8")
    >>> list(read_articles(path))
    [('may:1', '«Мост готов», — сказал Пётр Ильин.', {'outlet': 'Вести'})]
    """
    path = str(path)
    base = ids_of([path])[path] if id is None else id
    kind = kind_of(path) if kind is None else kind
    if kind == "text":
        yield base, read_text(path), {}
    elif kind == "html":
        yield base, *_html(path)
    elif kind in READERS:
        yield base, *READERS[kind](read_bytes(path))
    elif kind in KINDS:
        yield from _table(path, kind, columns, base, report)
    else:
        raise InputError(
            gettext("there is no kind of input {kind!r}; {known}", kind=kind, known=did_you_mean(str(kind), KINDS))
        )


def holds_records(path: str) -> bool:
    """Whether a file is JSON Lines of records as newsquotes writes them, and no table of articles."""
    if kind_of(path) != "jsonl":
        return False
    try:
        with opened(path) as file:
            first = json.loads(file.readline())
    except (InputError, ValueError, RecursionError):
        return False  # whoever reads it says what is wrong
    return isinstance(first, dict) and "schema" in first


def articles_in(path: str | Path, **columns: Unpack[Columns]) -> Iterator[Article]:
    """The articles of a file, or of all readable files of a folder, with their columns named as in ``Pipeline.stream``."""
    shown = ArticleColumns(**columns)  # type: ignore[arg-type]
    for name, id_ in ids_of(expanded([str(path)], READABLE)).items():
        yield from read_articles(name, columns=shown, id=id_)


# --- web pages -------------------------------------------------------------------------------------------------------


def _html(path: str) -> tuple[str, dict[str, Any]]:
    html = _page_text(path, read_bytes(path))
    trafilatura = need("trafilatura", "html", "reading web pages")
    page = trafilatura.bare_extraction(html, with_metadata=True, include_comments=False, include_tables=False)
    if page is None or not page.text or not page.text.strip():
        raise InputError(gettext("holds no article that could be found in it"))
    found = {"title": page.title, "date": page.date, "url": page.url, "outlet": page.sitename}
    return page.text, {name: value for name, value in found.items() if value}


def _page_text(path: str, data: bytes) -> str:
    """A page in the encoding that it names, if it does so truly."""
    named = None if data.startswith(_UNICODE_MARKS) else _CHARSET.search(data[:_HEAD])
    with contextlib.suppress(LookupError, UnicodeError):
        if named:
            return data.decode(named[1].decode())
    return decoded(path, data)


# --- tables ----------------------------------------------------------------------------------------------------------


def _table(path: str, kind: Kind, columns: ArticleColumns, base: str, report: Report | None) -> Iterator[Article]:
    rows_of = {"jsonl": _json_rows, "csv": _csv_rows, "parquet": _parquet_rows}[kind]
    undated = Undated()
    marked = corrected = 0
    first = ""
    for number, row in rows_of(path, columns):
        where = gettext("row {number}", number=number)
        try:
            article = _article(row, columns, f"{base}:{number}")
            corrected += _is_corrected(row)
            if match := _MARKED.search(article[1]):
                marked += 1
                first = first or f"{path}: {where}: {match[0]}"
            yield dated(article, f"{path}: {where}", undated)
        except InputError as exc:
            where = gettext("line {number}", number=number) if kind == "jsonl" else gettext("row {number}", number=number)
            what = f"{where}: {exc}"
            if report is None:
                raise InputError(f"{path}: {what}") from None
            report(what)
    undated.warn()
    if corrected:
        message = ngettext(
            "{path}: {number} record was corrected by hand; its text is read anew, without the corrections (`newsquotes "
            "convert` writes records as they are)",
            "{path}: {number} records were corrected by hand; their texts are read anew, without the corrections "
            "(`newsquotes convert` writes records as they are)",
            corrected,
            path=path,
        )
        tell(message, InputWarning)
    if marked:
        message = ngettext(
            "{first} … {number} text holds entities or mark-up of web pages; they are read as what they mean, and count in "
            "offsets as they stand",
            "{first} … {number} texts hold entities or mark-up of web pages; they are read as what they mean, and count in "
            "offsets as they stand",
            marked,
            first=first,
        )
        tell(message, InputWarning)


def _article(row: Mapping[str, Any] | str, columns: ArticleColumns, fallback: str) -> Article:
    if isinstance(row, str):
        raise InputError(row)
    columns = columns.of(row)
    article = columns.article(row, fallback)
    if not isinstance(article[1], str):
        raise InputError(
            gettext("the column {text!r} holds no text but {article!r:.40}", text=columns.text, article=article[1])
        )
    return article


def _is_corrected(row: Mapping[str, Any] | str) -> bool:
    """Whether a row is a record of newsquotes with something in it that somebody corrected."""
    quotes = row.get("quotes") if isinstance(row, Mapping) and "schema" in row else None
    rules = [quote.get("rules") for quote in quotes if isinstance(quote, dict)] if isinstance(quotes, list) else []
    return any(isinstance(rule, dict) and BY_HAND in rule.values() for rule in rules)


def _json_rows(path: str, columns: ArticleColumns) -> Iterator[Row]:
    with opened(path) as file:
        for number, line in enumerate(_lines(path, file), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as exc:
                yield (
                    number,
                    no_json(exc),
                )
            else:
                yield (
                    number,
                    row
                    if isinstance(row, dict)
                    else gettext("is no JSON object but {line!r}", line=line[:40].decode(errors="replace")),
                )


def _lines(path: str, file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file in UTF-8, whatever Unicode it is in."""
    first = file.readline(MOST)
    if first.startswith(_UNICODE_MARKS[:2]):
        yield from decoded(path, first + file.read(MOST)).encode("utf-8", "surrogatepass").splitlines()
        return
    yield first.removeprefix(b"\xef\xbb\xbf")
    yield from file


def _csv_rows(path: str, columns: ArticleColumns) -> Iterator[Row]:
    header, rows = csv_table(decoded(path, read_bytes(path)), columns)
    columns.of(header)
    for number, cells in enumerate(rows, 1):
        if len(cells) == len(header):
            yield number, dict(zip(header, cells, strict=True))
        elif cells:
            yield number, gettext("has {cells} cells, but the header has {names}", cells=len(cells), names=len(header))


def csv_table(text: str, columns: ArticleColumns) -> tuple[list[str], Iterator[list[str]]]:
    """The header and the rows of a CSV text, whose delimiter is the one that makes the text a column of the header."""
    csv.field_size_limit(2**31 - 1)
    tables = [csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for delimiter in _DELIMITERS]
    headers = [[name.strip() for name in next(table, [])] for table in tables]
    if not any(headers):
        raise InputError(gettext("is empty: a CSV file starts with the names of its columns"))
    best = max(range(len(headers)), key=lambda i: (columns.hold_text(headers[i]), len(headers[i])))
    column = columns.of(headers[best]).text
    if headers[best].count(column) > 1:
        raise InputError(gettext("has several columns {twice!r}: rename all but the one to read", twice=column))
    return headers[best], tables[best]


def _parquet_rows(path: str, columns: ArticleColumns) -> Iterator[Row]:
    parquet = need("pyarrow.parquet", "formats", "reading Parquet files")
    arrow = need("pyarrow", "formats", "reading Parquet files")
    try:
        table = parquet.ParquetFile(io.BytesIO(read_bytes(path)) if path == STDIN else path)
        columns = columns.of(table.schema_arrow.names)
        wanted = [name for name in table.schema_arrow.names if name in columns.wanted]
        number = 0
        for batch in table.iter_batches(batch_size=256, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except FileNotFoundError:
        raise InputError(gettext("no such file")) from None
    except (arrow.ArrowException, OSError, UnicodeDecodeError) as exc:
        raise InputError(
            gettext("is not a Parquet file that can be read; it may be damaged or cut off ({name})", name=type(exc).__name__)
        ) from exc
