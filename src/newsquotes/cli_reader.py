"""The commands ``report`` and ``show``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from newsquotes.article_rows import ArticleColumns
from newsquotes.cli import (
    _asks,
    _check_output,
    _configurable,
    _report,
)
from newsquotes.cli_input import files_option, named_files, read_documents, reads_tables, report_unanswered
from newsquotes.document import Document
from newsquotes.questions import Question
from newsquotes.unanswered import Asking
from newsquotes.wording import count, gettext, ngettext


@click.command()
@click.argument("files", metavar="[FILE|FOLDER … | -]", nargs=-1)
@click.option("-o", "--output", metavar="FILE", required=True, help="The page to write, all or nothing.")
@click.option("--title", metavar="WORDS", help="The title of the page (default: Who said what).")
@click.option(
    "--parts",
    metavar="N",
    type=click.IntRange(1),
    help="Write pages of at most N quotations: FILE-1.html, FILE-2.html …",
)
@reads_tables
@files_option
@_asks
@_configurable
def report(
    files: tuple[str, ...],
    output: str,
    kind: str | None,
    columns: ArticleColumns,
    title: str | None,
    parts: int | None,
    files_from: str | None,
    question: Question,
    config: str | None,
    profile: str | None,
) -> None:
    """Write one page with everything that is quoted in FILEs, to read, search and filter in a browser.

    The page needs nothing but itself. FILEs are what `newsquotes extract` reads, or the records that it writes with
    --format jsonl --with-text. The timeline needs dates, which web pages, tables and their records may have. Corrections
    that are saved on the page are applied by `newsquotes correct`. Pages of more than 30,000 quotations open slowly: --parts
    writes several.
    """
    named = named_files(files, files_from)
    _check_output(output, [*named, *filter(None, [config, files_from])])
    failed: list[str] = []
    docs = read_documents(named, failed, config, profile, columns, kind)
    asking = Asking(question)
    asked = asking.of(docs)
    if parts is None:
        _write_page(output, asked, title)
    else:
        from newsquotes.reader.report import in_parts

        name = Path(output)
        heading = gettext("Who said what") if title is None else title
        for number, part in enumerate(in_parts(asked, parts), 1):
            _write_page(str(name.with_name(f"{name.stem}-{number}{name.suffix}")), part, f"{heading} ({number})")
    report_unanswered(asking)
    if failed:
        sys.exit(1)


def _write_page(output: str, docs: Iterable[Document], title: str | None) -> None:
    from newsquotes.files import written
    from newsquotes.reader.report import MOST, report_data, report_of

    data = report_data(docs)
    html = report_of(data, title=title).encode()
    with written(output) as file:
        file.write(html)
    found = len(data["quotes"])
    if found > MOST:
        _report(
            gettext(
                "{page} holds {quotations} and is {size} MB; a browser takes about {memory} MB of memory for it and some "
                "seconds to open it. Write several pages: --parts {most}",
                page=output,
                quotations=ngettext("{number} quotation", "{number} quotations", found),
                size=count(len(html) // 1_000_000),
                memory=count(_MEMORY * len(html) // 1_000_000),
                most=MOST,
            )
        )


_MEMORY = 10
"""The bytes of memory that a browser takes for a byte of a page: measured with Chromium on pages of 30,000 quotations."""


@click.command()
@click.argument("files", metavar="[FILE|FOLDER … | -]", nargs=-1)
@reads_tables
@files_option
@_asks
@_configurable
def show(
    files: tuple[str, ...],
    kind: str | None,
    columns: ArticleColumns,
    files_from: str | None,
    question: Question,
    config: str | None,
    profile: str | None,
) -> None:
    """Show the texts of FILEs with their quotations in the colours of their speakers."""
    from newsquotes.display import console
    from newsquotes.reader.terminal import show_document

    failed: list[str] = []
    docs = read_documents(named_files(files, files_from), failed, config, profile, columns, kind)
    asking = Asking(question)
    for doc in asking.of(docs):
        show_document(doc, console())
    report_unanswered(asking)
    if failed:
        sys.exit(1)
