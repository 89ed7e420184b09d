"""The command ``convert``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from newsquotes.cli import FormatChoice, _asks
from newsquotes.cli_input import report_unanswered
from newsquotes.errors import InputError, InputWarning, MissingExtraError, RecordError, tell
from newsquotes.questions import Question
from newsquotes.unanswered import Asking
from newsquotes.wording import gettext, ngettext

# Named here too, so that the help needs none of them.
_FORMATS = ("jsonl", "json", "csv", "parquet", "web-annotation", "label-studio", "brat", "gold")
_WRITTEN = (*_FORMATS, "xlsx")


@click.command()
@click.argument("source", metavar="IN|-")
@click.option("-o", "--output", metavar="OUT", default="-", help="Write to OUT, all or nothing, instead of standard output.")
@click.option("--from", "source_format", type=FormatChoice(_FORMATS), help="The format of IN (default: see its ending).")
@click.option("--to", "target_format", type=FormatChoice(_WRITTEN), help="The format of OUT (default: see its ending).")
@click.option("--texts", metavar="FOLDER", help="Where the texts are (<id>.txt), if IN does not hold them.")
@click.option("--no-text", is_flag=True, help="Leave the texts out of OUT, where its format can do without them.")
@click.option("--delimiter", metavar="CHAR", help="What separates the cells of CSV (default: comma; Russian Excel needs ;).")
@click.option("--keep", metavar="NAME", multiple=True, help="A kept column that a workbook (xlsx) shows; may be repeated.")
@_asks
def convert(
    source: str,
    output: str,
    source_format: str | None,
    target_format: str | None,
    texts: str | None,
    no_text: bool,
    delimiter: str | None,
    keep: tuple[str, ...],
    question: Question,
) -> None:
    """Convert quotations from one format to another.

    \b
    jsonl (.jsonl)           records as `newsquotes extract` writes them
    json (.json)             an array of such records
    csv (.csv)               a table with a row a quotation, for spreadsheets
    parquet (.parquet)       the same table with types
    xlsx (.xlsx)             an Excel workbook for people, which is not read back
    web-annotation (.jsonld) W3C Web Annotation
    label-studio             tasks of Label Studio, and its JSON export (--to is needed)
    brat (a folder)          brat standoff
    gold (a folder)          gold.jsonl and txt/, to measure and train by (--to is needed)

    Everything that a format can carry is kept, and all of them but xlsx and gold can carry all of it. The
    texts of the articles go along.
    """  # noqa: D301
    from newsquotes.files import check_target
    from newsquotes.formats.catalogue import format_named, format_of, read, write

    try:
        check_target(output, [source], folder=True)
    except InputError as exc:
        raise click.UsageError(f"--output {exc}") from exc
    try:
        target = format_named(target_format) if target_format else format_of(output)
        options = _options(delimiter, keep, target.name)
        docs = _told(read(source, source_format, texts=_texts(texts)), source)
        asking = Asking(question)
        write(asking.of(docs), output, target.name, with_text=not no_text, **options)
    except (InputError, RecordError, MissingExtraError) as exc:
        raise click.ClickException(str(exc)) from exc
    report_unanswered(asking)


def _options(delimiter: str | None, keep: tuple[str, ...], target: str) -> dict[str, Any]:
    if keep and target != "xlsx":
        raise click.UsageError(gettext("--keep goes with xlsx; every other format has all that was kept"))
    if delimiter is None:
        return {"keep": keep} if keep else {}
    if target != "csv":
        raise click.UsageError(gettext("--delimiter goes with csv, not with {target}", target=target))
    if len(delimiter) != 1 or delimiter not in ",;\t":
        raise click.UsageError(gettext("--delimiter is a comma, a semicolon or a tab"))
    return {"delimiter": delimiter}


def _texts(folder: str | None) -> Callable[[str], str]:
    from newsquotes.formats.catalogue import texts_in

    if folder is not None:
        return texts_in(folder)

    def missing(id_: str) -> str:
        raise RecordError(
            gettext(
                "the record of {id!r} does not hold its text: name the folder of the texts with --texts, or let "
                "`newsquotes extract --with-text` write the records",
                id=id_,
            )
        )

    return missing


def _told(docs: Iterable[Any], source: str) -> Iterator[Any]:
    """The documents; errors name their file, and what cannot be converted is told."""
    from newsquotes.files import name_of

    left = 0
    try:
        for doc in docs:
            left += "brat" in doc.extra
            yield doc
    except (InputError, RecordError) as exc:
        name = name_of(source)
        raise type(exc)(str(exc) if str(exc).startswith(name) else f"{name}: {exc}") from exc
    if left:
        message = ngettext(
            "{source}: {number} document has annotations besides those of quotations, which are left out",
            "{source}: {number} documents have annotations besides those of quotations, which are left out",
            left,
            source=source,
        )
        tell(message, InputWarning)
