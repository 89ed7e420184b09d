"""Quotations of a Spark DataFrame (extra ``spark``).

Each Python worker of an executor builds the pipeline once and keeps it. What is shipped is the configuration: names of
extractors, whose plugins the executors must have, or functions, which Spark sends along.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsquotes.columns import COLUMNS
from newsquotes.document import Document
from newsquotes.errors import InputError, did_you_mean
from newsquotes.extras import need
from newsquotes.formats.halves import whole
from newsquotes.formats.record import to_record
from newsquotes.formats.rows import quote_rows
from newsquotes.pipeline import FailedDocument, Pipeline
from newsquotes.wording import gettext

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_SQL = {"str": "string", "int": "bigint", "float": "double"}
_ABOUT = ("document", "title", "date", "url", "outlet")
ERROR_COLUMNS: Mapping[str, tuple[str, str]] = {
    "error_stage": ("str", "the stage that failed, for a document that failed"),
    "error_extractor": ("str", "the extractor that failed"),
    "error": ("str", "what went wrong"),
}
"""The columns that a document fills that failed; its row has nothing else but the id and what is known of the article."""
_GROUP = 200  # documents whose rows leave together

_pipelines: dict[str, Pipeline] = {}


def schema(*, nested: bool = False, keep: Sequence[str] = ()) -> str:
    """The schema of the result, as Spark writes schemas.

    >>> schema(nested=True).partition(", quotes")[0]
    'document string, title string, date string, url string, outlet string'
    """

    def listed(columns: Mapping[str, tuple[str, str]], mark: str) -> str:
        return ", ".join(f"{name}{mark}{_SQL[type_]}" for name, (type_, _) in columns.items())

    kept = "".join(f", `{name}` string" for name in keep)
    if not nested:
        return f"{listed(COLUMNS, ' ')}{kept}, {listed(ERROR_COLUMNS, ' ')}"
    about = listed({name: COLUMNS[name] for name in _ABOUT}, " ")
    inner = listed({name: what for name, what in COLUMNS.items() if name not in _ABOUT}, ": ")
    return f"{about}{kept}, quotes array<struct<{inner}>>, {listed(ERROR_COLUMNS, ' ')}"


def extract_quotes(
    df: DataFrame,
    *,
    text: str = "text",
    id: str = "id",
    title: str | None = None,
    date: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    keep: Sequence[str] = (),
    config: Mapping[str, Any] | None = None,
    nested: bool = False,
    time_limit: float | None = None,
    isolate: bool = False,
) -> DataFrame:
    """The quotations in the texts of a Spark DataFrame, as a DataFrame: a row each, or with ``nested`` a row a document.

    The columns are those of :func:`newsquotes.to_frame`, those of ``keep`` as strings, and :data:`ERROR_COLUMNS`: a
    document that fails, or takes longer than ``time_limit`` seconds, gives a row with its id and what went wrong, and never
    fails the job. ``title``, ``date``, ``url`` and ``outlet`` name the columns with what is known of the article (default:
    those of these names, where there are such). ``config`` is that of :meth:`newsquotes.Pipeline.from_dict`.

    With ``isolate`` the work is done in a process of its own, so that a text that kills it costs an error row too and not
    the task; that takes a tenth more time. Lazy, as everything in Spark. Raises :class:`~newsquotes.InputError` for a column
    that is not there, :class:`~newsquotes.ConfigError` for a wrong configuration, both at once and on the driver.
    """
    need("pyspark", "spark", "extract_quotes()")
    cloudpickle = need("pyspark.cloudpickle", "spark", "extract_quotes()")
    given = {"text": text, "id": id, "title": title, "date": date, "url": url, "outlet": outlet}
    names = {what: name or what for what, name in given.items() if name is not None or what in df.columns}
    for what, name in (*names.items(), *(("kept", name) for name in keep)):
        if name not in df.columns:
            raise InputError(
                gettext(
                    "there is no {what} column {name!r}; {known}", what=what, name=name, known=did_you_mean(name, df.columns)
                )
            )
    settings = dict(config or {})
    Pipeline.from_dict(settings)  # what is wrong with it is told here, not by every task
    recipe = cloudpickle.dumps(settings)
    columns = [df[name].cast("string").alias(what) for what, name in names.items()]
    columns += [df[name].cast("string").alias(f"kept_{n}") for n, name in enumerate(keep)]
    work = _worker(recipe, tuple(keep), nested, time_limit, isolate)
    return df.select(*columns).mapInArrow(work, schema(nested=nested, keep=keep))


def _worker(
    recipe: bytes, keep: Sequence[str], nested: bool, time_limit: float | None, isolate: bool
) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def work(batches: Iterable[Any]) -> Iterator[Any]:
        pipeline = _pipeline(recipe)
        rows = (row for batch in batches for row in batch.to_pylist())
        return _batches(_results(pipeline, rows, keep, nested, time_limit, isolate), nested, keep)

    return work


def _pipeline(recipe: bytes) -> Pipeline:
    """The pipeline of a configuration, built once in this process."""
    key = hashlib.sha256(recipe).hexdigest()
    if key not in _pipelines:
        settings = need("pyspark.cloudpickle", "spark", "extract_quotes()").loads(recipe)
        _pipelines[key] = Pipeline.from_dict(settings)
    return _pipelines[key]


def _results(
    pipeline: Pipeline,
    rows: Iterable[Mapping[str, Any]],
    keep: Sequence[str],
    nested: bool,
    time_limit: float | None,
    isolate: bool,
) -> Iterator[list[dict[str, Any]]]:
    """The rows that each document gives."""
    given: list[Mapping[str, Any]] = []

    def items() -> Iterator[Any]:
        for row in rows:
            given.append(row)
            meta = {name: row[name] for name in _ABOUT[1:] if row.get(name) is not None}
            yield row["id"] or "", row["text"], meta

    if isolate:
        from newsquotes.parallel import run

        outcomes = run(pipeline, items(), 1, time_limit=time_limit)
    else:
        outcomes = pipeline.outcomes(items(), time_limit=time_limit)
    for number, outcome in enumerate(outcomes):
        row, given[number] = given[number], {}
        kept = {name: row[f"kept_{n}"] for n, name in enumerate(keep)}
        yield [{**kept, **made} for made in _rows(outcome, row, nested)]


def _rows(outcome: Document | FailedDocument, row: Mapping[str, Any], nested: bool) -> list[dict[str, Any]]:
    about = {"document": row["id"] or "", **{name: row.get(name) for name in _ABOUT[1:]}}
    if isinstance(outcome, FailedDocument):
        error = outcome.error
        stage = getattr(error, "stage", "") or "input"
        return [{**about, "error_stage": stage, "error_extractor": getattr(error, "extractor", ""), "error": str(error)}]
    quotes = list(quote_rows(to_record(outcome)))
    return [{**about, "quotes": [{n: q.get(n) for n in COLUMNS if n not in _ABOUT} for q in quotes]}] if nested else quotes


def _batches(results: Iterator[list[dict[str, Any]]], nested: bool, keep: Sequence[str]) -> Iterator[Any]:
    arrow = need("pyarrow", "spark", "extract_quotes()")
    target = _arrow_schema(arrow, nested, keep)
    while group := list(islice(results, _GROUP)):
        rows = [{name: whole(value) for name, value in row.items()} for made in group for row in made]
        yield arrow.RecordBatch.from_pylist(rows, schema=target)


def _arrow_schema(arrow: Any, nested: bool, keep: Sequence[str]) -> Any:
    types = {"str": arrow.string(), "int": arrow.int64(), "float": arrow.float64()}
    kept = [(name, arrow.string()) for name in keep]
    errors = [(name, types[type_]) for name, (type_, _) in ERROR_COLUMNS.items()]
    if not nested:
        return arrow.schema([*((name, types[type_]) for name, (type_, _) in COLUMNS.items()), *kept, *errors])
    about = [(name, arrow.string()) for name in _ABOUT]
    inner = arrow.struct([(name, types[type_]) for name, (type_, _) in COLUMNS.items() if name not in _ABOUT])
    return arrow.schema([*about, *kept, ("quotes", arrow.list_(inner)), *errors])
