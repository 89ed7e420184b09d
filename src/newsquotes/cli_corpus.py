"""The command ``corpus``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsquotes.cli_input import KINDS
from newsquotes.errors import CorpusError, InputError, MissingExtraError, WorkerError, printable
from newsquotes.wording import count, decimal, gettext, ngettext, percent

if TYPE_CHECKING:
    from newsquotes.corpus import Progress, Summary

_EVERY = 10.0
"""Seconds after which a line of progress is due where no bar is shown."""


@click.command()
@click.argument("inputs", metavar="INPUT…", nargs=-1, required=True)
@click.option("-o", "--output", metavar="OUT", required=True, help="The folder of the corpus.")
@click.option("--workers", metavar="N", type=click.IntRange(1), default=1, show_default=True, help="Processes that work.")
@click.option("--resume", is_flag=True, help="Go on where an earlier run ended, however it did.")
@click.option("--format", "format_", type=click.Choice(["parquet", "jsonl"]), default="parquet", show_default=True)
@click.option(
    "--duplicates",
    type=click.Choice(["number", "refuse"]),
    default="number",
    show_default=True,
    help="Tell documents with the same id apart (id#2), or refuse the later ones as errors.",
)
@click.option("--time-limit", metavar="SECONDS", type=click.FloatRange(0, min_open=True), help="The most for a document.")
@click.option(
    "--part",
    "part_documents",
    metavar="N",
    type=click.IntRange(1),
    default=2000,
    show_default=True,
    help="Documents in a part.",
)
@click.option("--from", "kind", type=click.Choice(KINDS), help="What all INPUTs hold (default: see each one's ending).")
@click.option("--text-column", metavar="NAME", default="text", show_default=True)
@click.option("--id-column", metavar="NAME", help="(default: id, if there is one)")
@click.option("--title-column", metavar="NAME", help="(default: title, if there is one)")
@click.option("--date-column", metavar="NAME", help="(default: date, if there is one)")
@click.option("--url-column", metavar="NAME", help="(default: url, if there is one)")
@click.option("--outlet-column", metavar="NAME", help="(default: outlet, if there is one)")
@click.option("--keep", metavar="NAME", multiple=True, help="A further column that goes along; may be repeated.")
@click.option("--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Configuration file (TOML).")
@click.option("--profile", metavar="NAME", help="default, fast, precision, recall or a plugin's; wins over --config.")
def corpus(
    inputs: tuple[str, ...],
    output: str,
    workers: int,
    resume: bool,
    format_: Any,
    duplicates: Any,
    time_limit: float | None,
    part_documents: int,
    kind: Any,
    keep: tuple[str, ...],
    config: str | None,
    profile: str | None,
    **named: str | None,
) -> None:
    """Build a corpus of quotations in the folder OUT from files, folders and wildcards.

    OUT holds tables of documents, quotations and errors in parts, each complete or absent. A run that was broken off,
    killed, or found the disk full goes on with --resume, given the same INPUTs and settings. What could not be read or
    worked at is a row in OUT/errors. The exit status is 0 also where documents failed; the summary says how many.
    """
    from newsquotes.cli import make_pipeline, status_of
    from newsquotes.corpus import build_corpus

    columns = {name.removesuffix("_column"): value for name, value in named.items() if value is not None}
    shown = _Shown()
    try:
        summary = build_corpus(
            inputs,
            output,
            pipeline=make_pipeline(config, profile),
            workers=workers,
            format=format_,
            resume=resume,
            duplicates=duplicates,
            time_limit=time_limit,
            kind=kind,
            part_documents=part_documents,
            progress=shown,
            keep=keep,
            **columns,
        )
    except (CorpusError, InputError, MissingExtraError, WorkerError) as exc:
        raise click.ClickException(str(exc)) from exc
    except KeyboardInterrupt as exc:
        click.echo("newsquotes: " + gettext("interrupted; {told} Go on with --resume.", told=shown.told), err=True)
        sys.exit(status_of(exc))
    _tell(summary, output)


class _Shown:
    """Progress for people: a line now and then, in place on a terminal."""

    def __init__(self) -> None:
        self.told = gettext("No part is complete yet.")
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        self.told = ngettext("{number} part is complete.", "{number} parts are complete.", progress.parts)
        terminal = sys.stderr.isatty()
        if not terminal and time.monotonic() - self._last < _EVERY:
            return
        self._last = time.monotonic()
        done = ngettext("{number} document", "{number} documents", progress.done)
        parts = [done, gettext("{rate}/s", rate=count(round(progress.rate)))]
        if progress.total is not None:
            share = percent(progress.done / max(progress.total, 1))
            parts[0] = gettext("{done} of {total} ({share})", done=done, total=count(progress.total), share=share)
        if progress.left is not None:
            parts.append(gettext("{clock} left", clock=_clock(progress.left)))
        line = ", ".join(parts)
        click.echo(f"\r\x1b[K{line}" if terminal else f"newsquotes: {line}", err=True, nl=not terminal)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}" if minutes >= 60 else f"{minutes}:{rest:02}"


def _tell(summary: Summary, output: str) -> None:
    if sys.stderr.isatty():
        click.echo("", err=True)
    documents = ngettext("{number} document", "{number} documents", summary.documents)
    quotations = ngettext("{number} quotation", "{number} quotations", summary.quotes)
    parts = ngettext("in {number} part", "in {number} parts", summary.parts)
    _say(f"{output}: {documents}, {quotations} {parts}")
    if summary.resumed:
        _say(ngettext("resumed after {number} part", "resumed after {number} parts", summary.resumed))
    share = percent(summary.error_share, 2)
    errors = gettext("errors: {number} ({share})", number=count(summary.errors), share=share)
    _say(errors + (gettext(", in this run by stage:") if summary.stages else ""))
    for stage, number in sorted(summary.stages.items()):
        _say(f"  {stage}: {count(number)}")
    rate = count(round(summary.rate))
    _say(gettext("this run: {clock}, {rate} documents/s", clock=_clock(summary.seconds), rate=rate))
    if summary.slowest:
        slowest = [gettext("{id} ({seconds} s)", id=id_, seconds=decimal(taken)) for id_, taken in summary.slowest]
        _say(gettext("slowest: {names}", names=", ".join(slowest)))
    if summary.errors:
        _say(gettext("the errors are in {folder}", folder=Path(output) / "errors"), err=True)


def _say(line: str, *, err: bool = False) -> None:
    click.echo(printable(line), err=err)
