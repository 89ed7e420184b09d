"""Corpora read back: documents lazily, quotations as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsquotes.columns import COLUMNS
from newsquotes.corpus.dataset import Dataset, schema
from newsquotes.dates import day_of
from newsquotes.document import Document, name_key
from newsquotes.errors import InputError, did_you_mean
from newsquotes.extras import need
from newsquotes.formats.record import from_record
from newsquotes.formats.rows import quote_rows
from newsquotes.questions import Question, answers, same_outlet
from newsquotes.tables import column
from newsquotes.wording import gettext

if TYPE_CHECKING:
    import pandas


def read_corpus(
    folder: str | Path,
    *,
    since: str | date | None = None,
    until: str | date | None = None,
    outlet: str | None = None,
    speaker: str | None = None,
) -> Iterator[Document]:
    """The documents of a corpus, lazily, in the order of its inputs.

    With a choice, only documents with such quotations, each with those alone, as :func:`newsquotes.where` chooses them:
    ``since`` and ``until`` are days, both included, ``outlet`` published the document or relays the quotation, ``speaker``
    is a name in any form that the document shows. Raises :class:`~newsquotes.InputError` where there is no corpus.
    """
    dataset = Dataset.open(folder)
    question = Question(since=since, until=until, outlet=outlet, speaker=speaker)
    docs = (from_record(json.loads(row["record"]), row["text"]) for row in dataset.rows("documents"))
    return docs if question.open else answers(question, docs)


def read_errors(folder: str | Path) -> Iterator[dict[str, Any]]:
    """The documents of a corpus that failed: ``id``, ``stage``, ``extractor``, ``plugin`` and ``reason``."""
    return Dataset.open(folder).rows("errors")


def corpus_frame(
    folder: str | Path,
    *,
    columns: Sequence[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    outlet: str | None = None,
    speaker: str | None = None,
) -> pandas.DataFrame:
    """The quotations of a corpus as a pandas table, with the columns of :func:`newsquotes.to_frame` but its context.

    The choice is made while the files are read, a part at a time: ``since`` and ``until`` are days, both included;
    ``outlet`` is a name in any known spelling, ``speaker`` one as the table has it, in upper or lower case.
    """
    pandas = need("pandas", "tables", "corpus_frame()")
    dataset = Dataset.open(folder)
    names = list(COLUMNS) if columns is None else list(columns)
    for name in names:
        if name not in COLUMNS:
            raise InputError(gettext("there is no column {name!r}; {known}", name=name, known=did_you_mean(name, COLUMNS)))
    chosen = _Choice(since, until, outlet, speaker)
    looked_at = list(dict.fromkeys([*names, *chosen.columns]))
    rows = [row for row in _quote_rows(dataset, looked_at) if chosen.fits(row)]
    return pandas.DataFrame({name: column(pandas, rows, name) for name in names})


class _Choice:
    def __init__(self, since: str | date | None, until: str | date | None, outlet: str | None, speaker: str | None) -> None:
        self._since = None if since is None else day_of(since).isoformat()
        self._until = None if until is None else day_of(until).isoformat()
        self._speaker = None if speaker is None else name_key(speaker)
        self._outlet = outlet

    @property
    def columns(self) -> list[str]:
        dated = self._since is not None or self._until is not None
        of_outlet = [] if self._outlet is None else ["outlet", "medium"]
        return [*(["date"] if dated else []), *([] if self._speaker is None else ["speaker"]), *of_outlet]

    def fits(self, row: dict[str, Any]) -> bool:
        day = (row.get("date") or "")[:10]
        if self._since is not None and day < self._since:
            return False
        if self._until is not None and not "" < day <= self._until:
            return False
        if self._speaker is not None and name_key(row.get("speaker") or "") != self._speaker:
            return False
        return self._outlet is None or same_outlet(self._outlet, row.get("outlet"), row.get("medium"))


def _quote_rows(dataset: Dataset, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    if dataset.format == "jsonl":
        for row in dataset.rows("documents"):
            yield from quote_rows(json.loads(row["record"]))
        return
    parquet = need("pyarrow.parquet", "formats", "a corpus in Parquet")
    wanted = [name for name in schema("quotes").names if name in names]
    for part in dataset.parts():
        yield from parquet.read_table(dataset.path("quotes", part.number), columns=wanted).to_pylist()
