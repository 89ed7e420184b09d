"""What commands read: the files that are named, the articles in them, and their documents."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from newsquotes.cli import _prints_apart, _report
from newsquotes.errors import InputError

if TYPE_CHECKING:
    from newsquotes.document import Document
    from newsquotes.pipeline import Pipeline

files_option = click.option(
    "--files-from", metavar="LIST", help="Read also the files that LIST names, one a line (- is standard input)."
)


def named_files(files: tuple[str, ...], files_from: str | None) -> list[str]:
    """The files that the arguments name, folders and wildcards opened."""
    from newsquotes.files import expanded, read_text
    from newsquotes.inputs import READABLE

    listed = [line.strip() for line in read_text(files_from).splitlines()] if files_from else []
    if not files and not any(listed):
        raise click.UsageError("name the FILEs or folders to read; - is standard input")
    return expanded([*files, *filter(None, listed)], READABLE)


_Named = tuple[str, tuple[str, str, dict[str, Any]]]


def articles_of(
    ids: dict[str, str], failed: list[str], kind: Any, text_column: str, id_column: str | None
) -> Iterator[_Named]:
    """All articles that can be read, each with its name for messages; the rest is reported and goes into ``failed``."""
    from newsquotes.article_rows import ArticleColumns
    from newsquotes.files import name_of
    from newsquotes.inputs import read_articles

    columns = ArticleColumns(text=text_column, id=id_column)

    for path, id_ in ids.items():
        name = name_of(path)

        def fail(message: str, name: str = name) -> None:
            failed.append(name)
            _report(f"{name}: {message}")

        try:
            for article in read_articles(path, kind=kind, columns=columns, id=id_, report=fail):
                yield name if article[0] == id_ else f"{name}: {article[0]}", article
        except InputError as exc:
            fail(str(exc))


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
                _report(f"{name}: is empty" if not article[1] else f"{name}: holds nothing but white space")
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
