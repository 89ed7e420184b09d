"""The commands ``report`` and ``show``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from newsquotes.cli import _check_output, _configurable, _documents, _pipeline, _report
from newsquotes.document import Document
from newsquotes.errors import InputError, RecordError

_RECORDS = ".jsonl"


@click.command()
@click.argument("files", metavar="[FILE … | -]", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", required=True, help="The page to write, all or nothing.")
@click.option("--title", default="Who said what", show_default=True, help="The title of the page.")
@_configurable
def report(files: tuple[str, ...], output: str, title: str, config: str | None, profile: str | None) -> None:
    """Write one page with everything that is quoted in FILEs, to read, search and filter in a browser.

    The page needs nothing but itself. FILEs are texts, or records with their texts and metadata as `newsquotes extract
    --format jsonl --with-text` writes them (FILE.jsonl): the timeline needs their dates.
    """
    from newsquotes.files import written
    from newsquotes.reader.report import report as page

    _check_output(output, files)
    failed: list[str] = []
    html = page(_read(files, config, profile, failed), title=title)
    with written(output) as file:
        file.write(html.encode())
    if failed:
        sys.exit(1)


@click.command()
@click.argument("file", metavar="FILE|-")
@_configurable
def show(file: str, config: str | None, profile: str | None) -> None:
    """Show the text of FILE with its quotations in the colours of their speakers."""
    from newsquotes.display import console
    from newsquotes.reader.terminal import show_document

    failed: list[str] = []
    for doc in _read((file,), config, profile, failed):
        show_document(doc, console())
    if failed:
        sys.exit(1)


def _read(files: Sequence[str], config: str | None, profile: str | None, failed: list[str]) -> Iterator[Document]:
    """The documents of texts and of records; files that cannot be read are reported and go into ``failed``."""
    from newsquotes.files import ids_of

    for path in dict.fromkeys(files):
        if path.endswith(_RECORDS):
            yield from _records(path, failed)
    texts = {path: id_ for path, id_ in ids_of(files).items() if not path.endswith(_RECORDS)}
    if texts:
        yield from _documents(_pipeline(config, profile), texts, failed)


def _records(path: str, failed: list[str]) -> Iterator[Document]:
    from newsquotes.files import read_text
    from newsquotes.formats import read_jsonl

    try:
        yield from read_jsonl(read_text(path).split("\n"))
    except (InputError, RecordError) as exc:
        failed.append(path)
        _report(f"{path}: {exc}")
