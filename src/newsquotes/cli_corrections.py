"""The command ``correct``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from newsquotes.cli import FormatChoice, _report
from newsquotes.conversion import _FORMATS, _WRITTEN, _texts, _told
from newsquotes.errors import InputError, MissingExtraError, RecordError

if TYPE_CHECKING:
    from newsquotes.corrections import Correction


@click.command()
@click.argument("records", metavar="RECORDS|-")
@click.argument("corrections", metavar="CORRECTIONS", nargs=-1, required=True)
@click.option("-o", "--output", metavar="OUT", default="-", help="Write to OUT, all or nothing, instead of standard output.")
@click.option("--from", "source_format", type=FormatChoice(_FORMATS), help="The format of RECORDS (default: by its ending).")
@click.option("--to", "target_format", type=FormatChoice(_WRITTEN), help="The format of OUT (default: see its ending).")
@click.option("--texts", metavar="FOLDER", help="Where the texts are (<id>.txt), if RECORDS does not hold them.")
def correct(
    records: str,
    corrections: tuple[str, ...],
    output: str,
    source_format: str | None,
    target_format: str | None,
    texts: str | None,
) -> None:
    """Bring RECORDS to what people said of them in CORRECTIONS (JSON Lines, as the report saves them).

    What somebody has corrected is certain from then on: confidence 1, rule `by hand`. Of several corrections of one thing
    the last one counts. A correction that fits no quotation is told, and the others are still made; the exit status is then
    1. Without the ending of a file or --to, RECORDS are written as JSON Lines with their texts.
    """
    from newsquotes.corrections import correct as corrected
    from newsquotes.files import STDIN, check_target
    from newsquotes.formats.catalogue import format_named, format_of, read, write

    failed: list[str] = []

    def fail(message: str) -> None:
        failed.append(message)
        _report(message)

    try:
        check_target(output, [records, *corrections], folder=True)
    except InputError as exc:
        raise click.UsageError(f"--output {exc}") from exc
    try:
        said = [correction for path in corrections for correction in _of_file(path)]
        target = format_named(target_format or "jsonl") if target_format or output == STDIN else format_of(output)
        docs = corrected(_told(read(records, source_format, texts=_texts(texts)), records), said, report=fail)
        write(docs, output, target.name)
    except (InputError, RecordError, MissingExtraError) as exc:
        raise click.ClickException(str(exc)) from exc
    if failed:
        sys.exit(1)


def _of_file(path: str) -> list[Correction]:
    from newsquotes.corrections import read_corrections

    try:
        return read_corrections(path)
    except (InputError, RecordError) as exc:
        raise type(exc)(f"{path}: {exc}") from exc
