"""The commands ``evaluate`` and ``diff``."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from newsquotes.errors import RecordError
from newsquotes.evaluation.listing import mistake_lines, mistakes_dict, printable, report_lines
from newsquotes.evaluation.mistakes import mistakes
from newsquotes.evaluation.records import GoldDocument, Predictions, misfits, read_gold, read_predictions
from newsquotes.evaluation.scorer import score, score_document

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, readable=True, path_type=Path)
_HALVES = click.Choice(["a", "b"])


@click.command()
@click.argument("gold_dir", type=_FOLDER)
@click.argument("predictions", type=_FILE)
@click.option("--errors", type=click.IntRange(min=0), default=0, metavar="N", help="List at most N errors of each kind.")
@click.option("--only", metavar="PREFIX", default="", help="Only documents whose id starts with this.")
@click.option("--half", type=_HALVES, help="Only one half of the documents: look at errors in one, check on the other.")
@click.option("--json", "as_json", is_flag=True, help="Write the figures as JSON.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with gold beside predictions.")
def evaluate(
    gold_dir: Path, predictions: Path, errors: int, only: str, half: str | None, as_json: bool, html: Path | None
) -> None:
    """Score PREDICTIONS (as `newsquotes extract --format jsonl` writes them) against the gold in GOLD_DIR."""
    gold, predicted = _read(gold_dir, predictions)
    documents = [d for d in gold if d.id.startswith(only) and (half is None or half_of(d.id) == half)]
    if not documents:
        raise click.ClickException(f"no document of {gold_dir} is left to score: check --only and --half")
    scores = [score_document(document, predicted.quotes.get(document.id)) for document in documents]
    report = score(scores)
    found = [m for s in scores for m in mistakes(s, _lemma)] if errors or html else []
    if as_json:
        _write_json(report.as_dict() | (mistakes_dict(found, errors) if errors else {}))
    else:
        _write(report_lines(report))
        if errors:
            _write(mistake_lines(found, errors))


def half_of(document_id: str) -> str:
    """The half that a document belongs to, by a hash of its id alone: the same on every machine and in every run."""
    return "ab"[zlib.crc32(document_id.encode("utf-8", "surrogatepass")) & 1]


def _read(gold_dir: Path, path: Path) -> tuple[tuple[GoldDocument, ...], Predictions]:
    try:
        gold, predictions = read_gold(gold_dir), read_predictions(path)
    except RecordError as error:
        raise click.ClickException(str(error)) from error
    for note in (*predictions.notes, *misfits(gold, predictions)):
        click.echo(f"Warning: {printable(note)}", err=True)
    return gold, predictions


def _lemma(word: str) -> str:
    from newsquotes.russian.morphology import parse  # loads a dictionary, which plain figures do not need

    return parse(word).lemma


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _write_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
