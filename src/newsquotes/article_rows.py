"""Rows of a table as articles: which column holds what; tables of pandas, Arrow and polars."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from typing import Any, TypedDict

import attrs

from newsquotes.dates import day_of
from newsquotes.errors import InputError, InputWarning, MissingExtraError, did_you_mean, tell
from newsquotes.terms import in_words
from newsquotes.wording import gettext, ngettext

Article = tuple[str, str, dict[str, Any]]
"""``(id, text, metadata)``, as ``Pipeline.stream`` takes it."""

_METADATA = ("title", "date", "url", "outlet")
_RUSSIAN = {"text": "текст", "title": "заголовок", "date": "дата", "url": "ссылка", "outlet": "издание"}
_USUAL_TEXT = "text"
_YEAR_OR_MONTH = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}.*", re.S)


class Columns(TypedDict, total=False):
    """Which columns of a table hold what; those of ``keep`` go along as they are, in ``doc.meta.kept``."""

    text: str
    id: str | None
    title: str
    date: str
    url: str
    outlet: str
    keep: Sequence[str]


@attrs.frozen
class ArticleColumns:
    """The same, checked: a column that is named must be there, one of the usual name may be."""

    text: str = _USUAL_TEXT
    id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    keep: tuple[str, ...] = attrs.field(default=(), converter=tuple)

    @property
    def wanted(self) -> frozenset[str]:
        """All columns that are looked at."""
        return frozenset({self.text, self.id or "id", *(getattr(self, n) or n for n in _METADATA), *self.keep})

    def of(self, present: Iterable[str]) -> ArticleColumns:
        """The columns as a table with these names has them: «Текст» is ``text``, where nobody says otherwise.

        Raises :class:`InputError` where a column that is named is not there.

        >>> ArticleColumns().of(["Дата", "Текст"]).date
        'Дата'
        """
        return _called(self, tuple(map(str, present)))

    def hold_text(self, present: Iterable[str]) -> bool:
        """Whether a table with these names has the column of the texts."""
        names = list(present)
        return self.text in names or (
            self.text == _USUAL_TEXT and any(name.strip().casefold() in (_USUAL_TEXT, _RUSSIAN["text"]) for name in names)
        )

    def _check(self, columns: Sequence[str]) -> None:
        named = {"text": self.text, "id": self.id, **{name: getattr(self, name) for name in _METADATA}}
        for what, column in (*named.items(), *(("kept", column) for column in self.keep)):
            if column is not None and column not in columns:
                message = gettext(
                    "there is no {what} column {column!r}; {known}",
                    what=in_words("column", what),
                    column=column,
                    known=did_you_mean(column, columns),
                )
                if column == _USUAL_TEXT and what == "text":
                    message += gettext("; --text-column (text_column in Python) says which one holds the texts")
                raise InputError(message)

    def article(self, row: Mapping[str, Any], fallback: str) -> Article:
        """The article of a row; ``fallback`` is its id where it has none."""
        id_ = row.get(self.id or "id")
        if isinstance(row.get("meta"), Mapping):  # a record of newsquotes
            row = {**row["meta"], **row}
        found = {name: row.get(getattr(self, name) or name) for name in _METADATA}
        meta: dict[str, Any] = {
            name: _metadata(value) for name, value in found.items() if not missing(value) and value != ""
        }
        if self.keep:
            meta["kept"] = {column: _plain(row[column]) for column in self.keep}
        return fallback if missing(id_) or id_ == "" else str(id_), _text(row[self.text]), meta


@functools.lru_cache(maxsize=64)
def _called(columns: ArticleColumns, present: tuple[str, ...]) -> ArticleColumns:
    there = {name.strip().casefold(): name for name in reversed(present)}
    found: dict[str, Any] = {}
    for name, russian in _RUSSIAN.items():
        free = getattr(columns, name) in (None, _USUAL_TEXT if name == "text" else None)
        called = next((there[usual] for usual in (name, russian) if usual in there), None)
        if free and name not in present and called is not None:
            found[name] = called
    columns = attrs.evolve(columns, **found)
    columns._check(present)
    return columns


def is_table(source: object) -> bool:
    """Whether something is a table or column of pandas, Arrow or polars.

    >>> is_table(["text"])
    False
    """
    return type(source).__module__.partition(".")[0] in ("pandas", "pyarrow", "polars")


def articles_of(table: Any, columns: ArticleColumns) -> Iterator[Article]:
    """The articles of a table, a row each, or of a column of texts; a text that is missing is ``None``.

    Where the table has no ids, they are pandas' index, or the numbers of the rows from 0.
    """
    if not any(hasattr(table, attribute) for attribute in ("columns", "to_batches", "read_next_batch")):
        yield from _of_series(table)
        return
    names = list(table.columns if hasattr(table, "iloc") or hasattr(table, "iter_rows") else table.schema.names)
    columns = columns.of(names)
    undated = Undated()
    for number, (label, row) in enumerate(_rows(table, [name for name in names if name in columns.wanted])):
        yield dated(columns.article(row, str(label)), gettext("row {number}", number=number), undated)
    undated.warn()


def length_of(table: Any) -> int | None:
    """How many rows a table has, where it knows."""
    return len(table) if isinstance(table, Sized) else None


class Undated:
    """The dates of a table that cannot be told: they stay as they are, and one warning names the first of them."""

    def __init__(self) -> None:
        self._first = ""
        self._count = 0

    def add(self, where: str, why: Exception) -> None:
        """Note a date, and where it stands."""
        self._first = self._first or gettext("{where}: the date {why}", where=where, why=why)
        self._count += 1

    def warn(self) -> None:
        """Tell of them, if there are any."""
        if not self._count:
            return
        more = self._count - 1
        others = ngettext("; so it is in {number} more row", "; so it is in {number} more rows", more) if more else ""
        tell(self._first + others, InputWarning)


def dated(article: Article, where: str, undated: Undated) -> Article:
    """The article with its date as an ISO date; one that cannot be told stays, and is noted."""
    id_, text, meta = article
    written = meta.get("date")
    if not isinstance(written, str) or _YEAR_OR_MONTH.fullmatch(written):
        return article
    try:
        day = day_of(written).isoformat()
        return article if _ISO_DAY.fullmatch(written) else (id_, text, {**meta, "date": day})
    except (InputError, MissingExtraError) as exc:
        undated.add(where, exc)
        return article


def missing(value: Any) -> bool:
    """Whether a cell is empty: ``None``, not a number, pandas' ``NA`` and ``NaT``."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or (isinstance(value, float) and value != value)


def _text(value: Any) -> str:
    text: Any = None if missing(value) else value
    return text  # type: ignore[no-any-return]  # whatever it is: the pipeline says what is wrong with it


def _of_series(column: Any) -> Iterator[Article]:
    labels = column.index if hasattr(column, "index") and hasattr(column, "iloc") else range(len(column))
    values = column.to_pylist() if hasattr(column, "to_pylist") else column
    for label, text in zip(labels, values, strict=True):
        yield str(label), _text(text), {}


def _rows(table: Any, names: Sequence[str]) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    if hasattr(table, "iloc"):
        for label, *cells in zip(table.index, *(table[name] for name in names), strict=True):
            yield label, dict(zip(names, cells, strict=True))
    elif hasattr(table, "iter_rows"):
        yield from enumerate(table.select(names).iter_rows(named=True))
    else:
        batches = table.to_batches() if hasattr(table, "to_batches") else [table] if hasattr(table, "to_pylist") else table
        number = 0
        for batch in batches:
            for row in batch.select(names).to_pylist():
                yield number, row
                number += 1


def _metadata(value: Any) -> Any:
    return value if isinstance(value, str) or hasattr(value, "isoformat") else str(value)


def _plain(value: Any) -> Any:
    """A kept value as JSON can carry it."""
    if missing(value):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, (str, int, float, bool)) else str(value)
