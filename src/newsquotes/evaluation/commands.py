"""The commands ``evaluate`` and ``diff``."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from newsquotes.errors import InputError, RecordError, of_system
from newsquotes.evaluation.diff import compare, difference_dict, difference_lines
from newsquotes.evaluation.listing import mistake_lines, mistakes_dict, printable, report_lines
from newsquotes.evaluation.mistakes import mistakes
from newsquotes.evaluation.records import GoldDocument, Predictions, misfits, read_gold, read_predictions
from newsquotes.evaluation.scorer import score, score_document
from newsquotes.files import check_target
from newsquotes.formats.jsonlines import encoded
from newsquotes.wording import gettext

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, readable=True, path_type=Path)
_HALVES = click.Choice(["a", "b"])


@click.command()
@click.argument("gold_dir", metavar="GOLD_DIR", type=_FOLDER)
@click.argument("predictions", metavar="PREDICTIONS", type=_FILE)
@click.option("--errors", type=click.IntRange(min=0), default=0, metavar="N", help="List at most N errors of each kind.")
@click.option("--only", metavar="PREFIX", default="", help="Only documents whose id starts with this.")
@click.option("--half", type=_HALVES, help="Only one half of the documents: look at errors in one, check on the other.")
@click.option("--json", "as_json", is_flag=True, help="Write the figures as JSON.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with gold beside predictions.")
def evaluate(
    gold_dir: Path, predictions: Path, errors: int, only: str, half: str | None, as_json: bool, html: Path | None
) -> None:
    """Score PREDICTIONS (as `newsquotes extract --format jsonl` writes them) against the gold in GOLD_DIR."""
    if html:
        try:
            check_target(str(html), [str(predictions), *map(str, gold_dir.glob("*.jsonl"))])
        except InputError as exc:
            raise click.UsageError(gettext("--html {why}", why=exc)) from exc
    gold, (predicted,) = _read(gold_dir, predictions)
    documents = [d for d in gold if d.id.startswith(only) and (half is None or half_of(d.id) == half)]
    if not documents:
        raise click.ClickException(
            gettext("no document of {gold_dir} is left to score: check --only and --half", gold_dir=gold_dir)
        )
    scores = [score_document(document, predicted.quotes.get(document.id)) for document in documents]
    report = score(scores)
    found = [m for s in scores for m in mistakes(s, _lemma)] if errors else []
    if html:
        from newsquotes.evaluation.page import render  # Jinja2 is loaded only where a page is wanted

        _write_file(html, render(report, scores, _lemma))
    if as_json:
        _write_json(report.as_dict() | (mistakes_dict(found, errors) if errors else {}))
    else:
        _write(report_lines(report))
        if errors:
            _write(mistake_lines(found, errors))


@click.command()
@click.argument("old", metavar="OLD", type=_FILE)
@click.argument("new", metavar="NEW", type=_FILE)
@click.option("--gold", "gold_dir", type=_FOLDER, help="Judge every change by the gold in this folder.")
@click.option("--json", "as_json", is_flag=True, help="Write the changes as JSON.")
def diff(old: Path, new: Path, gold_dir: Path | None, as_json: bool) -> None:
    """Show what the predictions in NEW find differently from those in OLD."""
    gold, (before, after) = _read(gold_dir, old, new)
    difference = compare(before, after, gold if gold_dir else None)
    if as_json:
        _write_json(difference_dict(difference))
    else:
        _write(difference_lines(difference))


def half_of(document_id: str) -> str:
    """The half that a document belongs to, by a hash of its id alone: the same on every machine and in every run."""
    return "ab"[zlib.crc32(document_id.encode("utf-8", "surrogatepass")) & 1]


def _read(gold_dir: Path | None, *paths: Path) -> tuple[tuple[GoldDocument, ...], list[Predictions]]:
    """The gold, if any, and the predictions; what looks odd about them is told on stderr."""
    try:
        gold = read_gold(gold_dir) if gold_dir else ()
        read = [read_predictions(path) for path in paths]
    except RecordError as error:
        raise click.ClickException(printable(str(error))) from error
    for path, predictions in zip(paths, read, strict=True):
        for note in (*predictions.notes, *(f"{path}: {m}" for m in (misfits(gold, predictions) if gold_dir else ()))):
            click.echo(printable(gettext("warning: {message}", message=note)), err=True)
    return gold, read


def _lemma(word: str) -> str:
    from newsquotes.russian.morphology import parse  # loads a dictionary, which plain figures do not need

    return parse(word).lemma


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _write_file(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path}: {of_system(error)}") from error


def _write_json(value: Any) -> None:
    click.echo(encoded(value, 1))
