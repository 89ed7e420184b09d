"""The commands ``report`` and ``show``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

import click

from newsquotes.cli import (
    _asks,
    _check_output,
    _configurable,
    _report,
    make_pipeline,
)
from newsquotes.cli_input import articles_of, documents_of, files_option, named_files
from newsquotes.document import Document
from newsquotes.errors import InputError
from newsquotes.questions import Question, answers


@click.command()
@click.argument("files", metavar="[FILE|FOLDER … | -]", nargs=-1)
@click.option("-o", "--output", metavar="FILE", required=True, help="The page to write, all or nothing.")
@click.option("--title", default="Who said what", show_default=True, help="The title of the page.")
@files_option
@_asks
@_configurable
def report(
    files: tuple[str, ...],
    output: str,
    title: str,
    files_from: str | None,
    question: Question,
    config: str | None,
    profile: str | None,
) -> None:
    """Write one page with everything that is quoted in FILEs, to read, search and filter in a browser.

    The page needs nothing but itself. FILEs are what `newsquotes extract` reads, or the records that it writes with
    --format jsonl --with-text. The timeline needs dates, which web pages, tables and their records may have.
    """
    from newsquotes.files import written
    from newsquotes.reader.report import report as page

    named = named_files(files, files_from)
    _check_output(output, [*named, *filter(None, [config, files_from])])
    failed: list[str] = []
    docs = _read(named, config, profile, failed)
    html = page(docs if question.open else answers(question, docs), title=title)
    with written(output) as file:
        file.write(html.encode())
    if failed:
        sys.exit(1)


@click.command()
@click.argument("file", metavar="FILE|-")
@_asks
@_configurable
def show(file: str, question: Question, config: str | None, profile: str | None) -> None:
    """Show the text of FILE with its quotations in the colours of their speakers."""
    from newsquotes.display import console
    from newsquotes.reader.terminal import show_document

    failed: list[str] = []
    docs = _read((file,), config, profile, failed)
    for doc in docs if question.open else answers(question, docs):
        show_document(doc, console())
    if failed:
        sys.exit(1)


def _read(files: Sequence[str], config: str | None, profile: str | None, failed: list[str]) -> Iterator[Document]:
    """The documents of articles and of records, in the order of their files; what cannot be read goes into ``failed``."""
    from newsquotes.files import ids_of

    pipeline = None
    for path, id_ in ids_of(files).items():
        if _holds_records(path):
            yield from _records(path, failed)
        else:
            pipeline = pipeline or make_pipeline(config, profile)
            yield from documents_of(pipeline, articles_of({path: id_}, failed, None, "text", None), failed)


def _holds_records(path: str) -> bool:
    """Whether a file of JSON Lines holds records of this program, and not a table of articles."""
    from newsquotes.files import opened
    from newsquotes.inputs import kind_of

    if kind_of(path) != "jsonl":
        return False
    try:
        with opened(path) as file:
            first = json.loads(file.readline())
    except (InputError, ValueError, RecursionError):
        return False  # whoever reads it says what is wrong
    return isinstance(first, dict) and "schema" in first


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
