"""Write the table and the picture of ``docs/accuracy.md``.

    python tools/accuracy_table.py GOLD_DIR NAME=PREDICTIONS.jsonl [NAME=PREDICTIONS.jsonl …]

One column for each file of predictions, as ``newsquotes extract --format jsonl`` and the cross-validation
(``newsquotes.russian.training``) write them; the picture shows how far the confidences of the last one are probabilities.
Needs matplotlib.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from matplotlib import pyplot

from newsquotes import __version__
from newsquotes.evaluation.records import read_gold, read_predictions
from newsquotes.evaluation.scorer import DocumentScore, Report, score, score_document

DOCS = Path(__file__).parent.parent / "docs"


def figures(report: Report) -> dict[str, str]:
    """What the table shows, by its label."""

    def percent(*values: float) -> str:
        return ", ".join(f"{100 * value:.1f}" for value in values) + "\u00a0%"

    types = [report.types[name] for name in ("direct", "indirect", "mixed")]
    tags = [report.tags[name] for name in ("plain", "role", "pronoun")]
    return {
        "who said what, F1": percent(report.who_said_what.f1),
        "detection, F1, at least half of the words shared": percent(report.detection.f1),
        "detection, F1, nearly the same borders (0.9)": percent(report.detection_strict.f1),
        "recall: direct, indirect, mixed": percent(*(group.recall for group in types)),
        "words of content, cue, source, F1": percent(*(report.words[role].f1 for role in ("content", "cue", "source"))),
        "right speaker on what was found": percent(report.speaker_accuracy),
        "… named plainly, by a role, by a pronoun": percent(*(group.speaker_accuracy for group in tags)),
        "medium, F1": percent(report.medium.f1),
        "calibration error": f"{report.calibration_error:.3f}",
        "recall where who-said-what has a precision of 96 %": percent(report.recall_at_precision_96),
    }


def table(columns: dict[str, Report], documents: int, required: int) -> str:
    """The page's include, in Markdown."""
    rows = {name: figures(report) for name, report in columns.items()}
    lines = [f"| | {' | '.join(rows)} |", f"|---|{'---|' * len(rows)}"]
    lines += [f"| {label} | {' | '.join(row[label] for row in rows.values())} |" for label in next(iter(rows.values()))]
    note = f"newsquotes {__version__}, {date.today().isoformat()}, {documents} documents, {required:,} quotations."
    return "\n".join([*lines, "", note, ""])


def draw(scores: Sequence[DocumentScore], path: Path) -> None:
    """How many of the predictions with about one confidence are right, for each tenth."""
    judged = [verdict for document in scores for verdict in document.judged]
    bins = [[(c, right) for c, right in judged if n / 10 <= c < (n + 1) / 10 or (n == 9 and c == 1)] for n in range(10)]
    figure, axes = pyplot.subplots(figsize=(5, 4), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--")
    for verdicts in (b for b in bins if len(b) >= 5):
        said = sum(c for c, _ in verdicts) / len(verdicts)
        share = sum(right for _, right in verdicts) / len(verdicts)
        axes.scatter(said, share, s=20 + 400 * len(verdicts) / len(judged), color="#0072b2")
        axes.annotate(
            str(len(verdicts)), (said, share), textcoords="offset points", xytext=(0, -18), ha="center", fontsize=8
        )
    axes.set(xlabel="confidence", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1.03))
    figure.savefig(path, dpi=120)


def main() -> None:
    """Read, score, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("columns", nargs="+", metavar="NAME=PREDICTIONS")
    arguments = parser.parse_args()
    gold = read_gold(arguments.gold)
    reports = {}
    for column in arguments.columns:
        name, _, path = column.rpartition("=")
        predicted = read_predictions(Path(path)).quotes
        scores = [score_document(document, predicted.get(document.id)) for document in gold]
        reports[name] = score(scores)
    required = sum(len(s.findings) for s in scores)
    (DOCS / "accuracy-table.md").write_text(table(reports, len(gold), required), encoding="utf-8")
    draw(scores, DOCS / "images" / "reliability.png")


if __name__ == "__main__":
    main()
