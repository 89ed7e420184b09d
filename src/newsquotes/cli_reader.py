"""The commands ``report`` and ``show``."""

from __future__ import annotations

import sys

import click

from newsquotes.cli import (
    _asks,
    _check_output,
    _configurable,
)
from newsquotes.cli_input import files_option, named_files, read_documents
from newsquotes.questions import Question, answers


@click.command()
@click.argument("files", metavar="[FILE|FOLDER … | -]", nargs=-1)
@click.option("-o", "--output", metavar="FILE", required=True, help="The page to write, all or nothing.")
@click.option("--title", help="The title of the page (default: Who said what).")
@files_option
@_asks
@_configurable
def report(
    files: tuple[str, ...],
    output: str,
    title: str | None,
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
    docs = read_documents(named, failed, config, profile)
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
    docs = read_documents((file,), failed, config, profile)
    for doc in docs if question.open else answers(question, docs):
        show_document(doc, console())
    if failed:
        sys.exit(1)
