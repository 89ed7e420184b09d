"""The commands ``extract`` and ``explain``."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from newsquotes.cli import (
    FormatChoice,
    _asks,
    _check_output,
    _configurable,
    _prints_apart,
    _text_console,
    make_pipeline,
    offered,
)
from newsquotes.cli_input import (
    articles_of,
    documents_of,
    files_option,
    named_files,
    read_documents,
    reads_tables,
    report_unanswered,
)
from newsquotes.wording import gettext

if TYPE_CHECKING:
    from newsquotes.article_rows import ArticleColumns
    from newsquotes.document import Document
    from newsquotes.questions import Question

_FORMATS = ("table", "csv", "xlsx", "parquet", "jsonl", "json")
_BY_ENDING = {
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".txt": "table",
}


@click.command()
@click.argument("files", metavar="[FILE|FOLDER … | -]", nargs=-1)
@click.option(
    "-f",
    "--format",
    "format_",
    type=FormatChoice(_FORMATS),
    help="A table for people (on the screen, as CSV or as an Excel workbook), the complete table as Parquet, JSON Lines "
    "(one record a document and line), or one JSON array of records. Default: by the ending of --output, else table.",
)
@click.option("--full", is_flag=True, help="CSV with all columns, which can be read back, instead of the table for people.")
@click.option(
    "--russian-excel/--no-russian-excel",
    default=None,
    help="CSV as Excel opens it under Russian settings: semicolons and decimal commas (default: by the locale).",
)
@reads_tables
@files_option
@_asks
@_configurable
@click.option("--with-text", is_flag=True, help="Put the text of each document into its record.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, all or nothing, instead of standard output.")
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Processes that work (default: this one alone).")
def extract(
    files: tuple[str, ...],
    format_: str | None,
    full: bool,
    russian_excel: bool | None,
    kind: str | None,
    columns: ArticleColumns,
    files_from: str | None,
    question: Question,
    config: str | None,
    profile: str | None,
    with_text: bool,
    output: str | None,
    workers: int | None,
) -> None:
    """Find the quotations in FILEs (text, web pages, office documents or tables) and say whose they are.

    By its ending, a file is a web page (.html), a document (.docx, .pdf, .rtf), a table with an article a row (.jsonl, .csv,
    .parquet) or text, and may be compressed (.gz, .zst); of a folder everything of these kinds and .txt is read. The id of a
    document is its file name without the ending, or its path where two would be the same. A file or row that cannot be
    read, or holds no text, is named on standard error, and the others are still done; the exit status is then 1.
    """
    from newsquotes import files as io
    from newsquotes.unanswered import Asking

    format_ = _format(format_, output)
    writer = _writer(format_, with_text=with_text, full=full, russian=russian_excel, output=output, keep=columns.keep)
    named = named_files(files, files_from)
    _check_output(output, [*named, *filter(None, [config, files_from])])
    pipeline = make_pipeline(config, profile)
    failed: list[str] = []
    asking = Asking(question)
    ids = io.ids_of(named)
    articles = articles_of(ids, failed, kind, columns)
    docs = documents_of(pipeline, articles, failed, workers)
    to_screen = output in (None, io.STDIN)
    if to_screen and format_ in ("xlsx", "parquet") and sys.stdout.isatty():
        raise click.UsageError(gettext("{format} is not for the screen: name a file with --output", format=format_))
    with io.written(output) as file:
        counted = docs if to_screen and sys.stdout.isatty() else _counted(docs, ids, kind)
        if format_ == "table":
            _show(asking.of(counted), file, to_screen)
        else:
            writer(asking.of(counted), file)
    report_unanswered(asking)
    if failed:
        sys.exit(1)


def _format(asked: str | None, output: str | None) -> str:
    """The format that is asked for, or that the ending of the output says."""
    if asked is not None:
        return asked
    suffix = Path(output or "").suffix.lower()
    if suffix in _BY_ENDING or suffix in ("", "."):
        return _BY_ENDING.get(suffix, "table")
    for name, format_ in offered("format").items():
        if suffix in format_.endings:
            return name
    raise click.UsageError(
        gettext(
            "--output {output}: the ending {suffix} says no format; use {names}, or name it with --format",
            output=output,
            suffix=suffix,
            names=", ".join(_BY_ENDING),
        )
    )


def _writer(
    format_: str, *, with_text: bool, full: bool, russian: bool | None, output: str | None, keep: Sequence[str]
) -> Callable[[Iterable[Document], BinaryIO], None]:
    from newsquotes import formats

    if format_ not in _FORMATS:
        return formats.format_named(format_).write
    if with_text and format_ not in ("jsonl", "json", "parquet") and not (format_ == "csv" and full):
        raise click.UsageError(gettext("--with-text goes with --format jsonl, json or parquet, or with csv and --full"))
    if full and format_ not in ("csv", "parquet"):
        raise click.UsageError(gettext("--full goes with csv; parquet always has all columns"))
    if russian is not None and format_ != "csv":
        raise click.UsageError(gettext("--russian-excel goes with csv"))
    if format_ in ("jsonl", "json", "parquet"):
        return partial(getattr(formats, f"write_{format_}"), with_text=with_text)
    if format_ == "xlsx":
        return partial(formats.write_xlsx, keep=keep)
    tabs = "\t" if Path(output or "").suffix.lower() == ".tsv" else None
    if russian is None:
        russian = _russian_locale() and tabs is None
    if full:
        return partial(formats.write_csv, with_text=with_text, delimiter=tabs or (";" if russian else ","))
    return partial(formats.write_reading_csv, russian=russian, delimiter=tabs, keep=keep)


def _russian_locale() -> bool:
    """Whether numbers are written as in Russian here, as the environment says."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_NUMERIC", "LANG") if os.environ.get(name)), "")
    return said.startswith("ru")


def _counted(docs: Iterator[Document], ids: Iterable[str], kind: str | None) -> Iterable[Document]:
    """The same documents with a progress bar, where standard error is a terminal and tqdm is there."""
    if not sys.stderr.isatty() or find_spec("tqdm") is None:
        return docs
    from newsquotes.inputs import kind_of
    from newsquotes.progress import progress_bar

    kinds = [kind or kind_of(path) for path in ids]
    return progress_bar(docs, total=len(kinds) if {*kinds} <= {"text", "html"} else None)


def _show(docs: Iterable[Document], file: BinaryIO, to_screen: bool) -> None:
    from newsquotes.display import show_quotes

    with _text_console(file, to_screen) as to:
        for doc in docs:
            show_quotes(doc, to.console)


@click.command()
@click.argument("files", metavar="[FILE|FOLDER … | -]", nargs=-1)
@reads_tables
@files_option
@_asks
@_configurable
@click.option("--quotations", is_flag=True, help="Leave out the candidates that are no quotations.")
def explain(
    files: tuple[str, ...],
    kind: str | None,
    columns: ArticleColumns,
    files_from: str | None,
    question: Question,
    config: str | None,
    profile: str | None,
    quotations: bool,
) -> None:
    """Show why each quotation in FILEs was found and given to its speaker, and why other candidates were not.

    Each with the rules that proposed and declined it, what was weighed most for and against it, who else could have spoken,
    and how sure that is. FILEs are what `newsquotes extract` reads, or the records that it writes with their texts.
    """
    from newsquotes.display import console, show_explanations
    from newsquotes.unanswered import Asking

    failed: list[str] = []
    asking = Asking(question)
    to = console()
    for doc in read_documents(named_files(files, files_from), failed, config, profile, columns, kind):
        with _prints_apart():
            explained = doc.explain()
        asked = None if question.open else {quote.id for quote in asking.answer(doc).quotes}
        shown = [
            e
            for e in explained
            if (e.quote is not None and (asked is None or e.quote.id in asked))
            or not (quotations or e.quote is not None or asked is not None)
        ]
        if shown or question.open:
            show_explanations(shown, to)
    report_unanswered(asking)
    if failed:
        sys.exit(1)
