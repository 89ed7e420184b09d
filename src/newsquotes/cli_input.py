"""What commands read: the files that are named, the articles in them, and their documents."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from newsquotes.cli import _prints_apart, _report, make_pipeline
from newsquotes.errors import InputError, InputWarning, tell
from newsquotes.wording import gettext, ngettext

if TYPE_CHECKING:
    from newsquotes.article_rows import ArticleColumns
    from newsquotes.document import Document
    from newsquotes.pipeline import Pipeline
    from newsquotes.unanswered import Asking

KINDS = ("text", "html", "docx", "pdf", "rtf", "jsonl", "csv", "parquet")

files_option = click.option(
    "--files-from", metavar="LIST", help="Read also the files that LIST names, one a line (- is standard input)."
)


_SHOWN = 5  # ids in a message
_COLUMNS = ("text", "id", "title", "date", "url", "outlet")
_column_options = [
    click.option("--from", "kind", type=click.Choice(KINDS), help="What all FILEs hold (default: see each one's ending)."),
    click.option("--text-column", metavar="NAME", help="Where a table holds the texts (default: text)."),
    click.option("--id-column", metavar="NAME", help="Where a table holds the ids (default: id, if there is one)."),
    click.option("--title-column", metavar="NAME", help="Where a table holds the titles (default: title)."),
    click.option("--date-column", metavar="NAME", help="Where a table holds the dates (default: date)."),
    click.option("--url-column", metavar="NAME", help="Where a table holds the addresses (default: url)."),
    click.option("--outlet-column", metavar="NAME", help="Where a table holds the outlets (default: outlet)."),
    click.option("--keep", metavar="NAME", multiple=True, help="A further column that goes along; may be repeated."),
]


def reads_tables(command: Any) -> Any:
    """Gives a command the options that say what files hold; it gets the columns as ``columns``."""

    @wraps(command)
    def reading(keep: tuple[str, ...], **options: Any) -> Any:
        from newsquotes.article_rows import ArticleColumns

        asked = {name: options.pop(f"{name}_column") for name in _COLUMNS}
        named = {name: column for name, column in asked.items() if column is not None}
        columns = ArticleColumns(keep=keep, **named)  # type: ignore[arg-type]  # the type of its converter
        return command(columns=columns, **options)

    for option in reversed(_column_options):
        reading = option(reading)
    return reading


def named_files(files: tuple[str, ...], files_from: str | None) -> list[str]:
    """The files that the arguments name, folders and wildcards opened."""
    from newsquotes.files import expanded, read_text
    from newsquotes.inputs import READABLE

    try:
        listed = [line.strip() for line in read_text(files_from).splitlines()] if files_from else []
    except InputError as exc:
        raise InputError(f"{files_from}: {exc}") from exc
    if not files and not any(listed):
        raise click.UsageError(gettext("name the FILEs or folders to read; - is standard input"))
    return expanded([*files, *filter(None, listed)], READABLE)


_Named = tuple[str, tuple[str, str, dict[str, Any]]]


def articles_of(
    ids: dict[str, str], failed: list[str], kind: Any = None, columns: ArticleColumns | None = None
) -> Iterator[_Named]:
    """All articles that can be read, each with its name for messages; the rest is reported and goes into ``failed``."""
    from newsquotes.article_rows import ArticleColumns
    from newsquotes.files import name_of
    from newsquotes.inputs import read_articles

    columns = columns or ArticleColumns()
    seen: set[str] = set()
    twice: list[str] = []
    for path, id_ in ids.items():
        name = name_of(path)

        def fail(message: str, name: str = name) -> None:
            failed.append(name)
            _report(f"{name}: {message}")

        try:
            for article in read_articles(path, kind=kind, columns=columns, id=id_, report=fail):
                (twice.append if article[0] in seen else seen.add)(article[0])
                yield name if article[0] == id_ else f"{name}: {article[0]}", article
        except InputError as exc:
            fail(str(exc))
    if twice:
        shown = ", ".join(list(dict.fromkeys(twice))[:_SHOWN])
        message = ngettext(
            "{number} document has the id of an earlier one: {ids}",
            "{number} documents have the ids of earlier ones: {ids}",
            len(twice),
            ids=shown,
        )
        tell(message, InputWarning)


def documents_of(
    pipeline: Pipeline, articles: Iterable[_Named], failed: list[str], workers: int | None = None
) -> Iterator[Document]:
    """The documents of all articles; what goes wrong is reported and goes into ``failed``."""
    from newsquotes.document import Document

    names: deque[str] = deque()

    def given() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for name, article in articles:
            names.append(name)
            if not article[1].strip():
                # A record without quotations is the truth about it, and keeps one for each file that could be read.
                failed.append(name)
                why = gettext("holds nothing but white space") if article[1] else gettext("is empty")
                _report(f"{name}: {why}")
            yield article

    outcomes = pipeline.stream(given(), on_error="record", workers=workers)
    while True:
        with _prints_apart():
            outcome = next(outcomes, None)
        if outcome is None:
            return
        name = names.popleft()
        wrong = [fault.message for fault in outcome.faults] if isinstance(outcome, Document) else [str(outcome.error)]
        if wrong:
            failed.append(name)
            _report(f"{name}: {wrong[0]}")
        if isinstance(outcome, Document):  # what an optional stage failed at does not lose the quotations
            yield outcome


def read_documents(
    files: Sequence[str],
    failed: list[str],
    config: str | None,
    profile: str | None,
    columns: ArticleColumns | None = None,
    kind: Any = None,
) -> Iterator[Document]:
    """The documents of articles and of records, in the order of their files; what cannot be read goes into ``failed``."""
    from newsquotes.files import ids_of
    from newsquotes.inputs import holds_records

    pipeline = None
    for path, id_ in ids_of(files).items():
        if kind is None and holds_records(path):
            yield from _records(path, failed)
        else:
            pipeline = pipeline or make_pipeline(config, profile)
            yield from documents_of(pipeline, articles_of({path: id_}, failed, kind, columns), failed)


def report_unanswered(asking: Asking) -> None:
    """Tell where nothing fits a question, and what there is."""
    if (told := asking.told()) is not None:
        _report(told)


def _records(path: str, failed: list[str]) -> Iterator[Document]:
    from newsquotes.files import opened
    from newsquotes.formats import read_jsonl

    def fail(message: str) -> None:
        failed.append(path)
        _report(f"{path}: {message}")

    try:
        with opened(path) as file:
            yield from read_jsonl(file, report=fail)
    except InputError as exc:
        fail(str(exc))
