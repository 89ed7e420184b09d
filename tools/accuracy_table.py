"""Write the tables and the picture of ``docs/accuracy.md``.

    python tools/accuracy_table.py GOLD_DIR NAME=PREDICTIONS.jsonl [NAME=PREDICTIONS.jsonl …] [--unseen IDS.txt]

One column for each file of predictions, as ``newsquotes extract --format jsonl`` and the cross-validation
(``newsquotes.russian.training``) write them. The second table and the picture, how far confidences are probabilities, are of
the last one: figures by source of documents, with intervals that hold 95 % of 500 samples of documents drawn with
replacement. ``--unseen`` lists the documents whose errors nobody has looked at.
Needs matplotlib.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from matplotlib import pyplot

from newsquotes import __version__
from newsquotes.evaluation.records import read_gold, read_predictions
from newsquotes.evaluation.scorer import DocumentScore, Report, calibration_error, recall_at_precision, score, score_document
from newsquotes.profiles import PROFILES

DOCS = Path(__file__).parent.parent / "docs"
SOURCES = {
    "Wikinews (NEREL)": "nerel-",
    "news and analysis (factRuEval)": "fre-",
    "agency-style news (RuCoCo)": "rucoco-",
    "web pages (BSNLP)": "bsnlp-",
    "fifteen outlets, a regional paper (WMT)": "wmt",
}
SAMPLES = 100


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


Scores = Sequence[DocumentScore]


def shown(measure: Callable[[Scores], float | None], scores: Scores) -> str:
    """A measure in per cent, with the interval of samples of documents."""
    chance = random.Random(1)
    values = sorted(measure(chance.choices(scores, k=len(scores))) or 0.0 for _ in range(SAMPLES))
    low, high = values[SAMPLES // 40], values[-SAMPLES // 40]
    return f"{100 * (measure(scores) or 0.0):.1f} ({100 * low:.0f} to {100 * high:.0f})"


def judged(scores: Scores) -> list[tuple[float, bool]]:
    """The confidences of all predictions that count, and whether these are right."""
    return [verdict for document in scores for verdict in document.judged]


def required(scores: Scores) -> int:
    """How many quotations must be found."""
    return sum(len(document.findings) for document in scores)


def surest(scores: Scores) -> list[bool]:
    """Which of the quotations that the profile ``precision`` would keep by their confidence are right."""
    return [right for confidence, right in judged(scores) if confidence >= PROFILES["precision"].min_confidence]


def by_source(scores: Scores, unseen: frozenset[str], ids: Sequence[str]) -> str:
    """The table by source of documents, in Markdown."""
    named = list(zip(ids, scores, strict=True))
    groups = {label: [s for id, s in named if id.startswith(start)] for label, start in SOURCES.items()}
    groups["nobody has looked at: web pages"] = [s for id, s in named if id in unseen and id.startswith("bsnlp-")]
    groups["nobody has looked at: outlets, regional"] = [s for id, s in named if id in unseen and id.startswith("wmt")]
    columns: dict[str, Callable[[Scores], str]] = {
        "documents": lambda s: str(len(s)),
        "who said what, F1": lambda s: shown(lambda s: score(s).who_said_what.f1, s),
        "right speaker": lambda s: shown(lambda s: score(s).speaker_accuracy, s),
        "calibration error": lambda s: f"{calibration_error(judged(s)) or 0.0:.3f}",
        "recall at a precision of 96 %": lambda s: shown(lambda s: recall_at_precision(judged(s), required(s), 0.96), s),
        "`precision`: precision": lambda s: shown(lambda s: sum(surest(s)) / max(1, len(surest(s))), s),
        "… recall": lambda s: shown(lambda s: sum(surest(s)) / max(1, required(s)), s),
    }
    lines = [f"| | {' | '.join(columns)} |", f"|---|{'---|' * len(columns)}"]
    lines += [
        f"| {label} | {' | '.join(make(group) for make in columns.values())} |" for label, group in groups.items() if group
    ]
    return "\n".join([*lines, ""])


def draw(scores: Sequence[DocumentScore], path: Path) -> None:
    """How many of the predictions with about one confidence are right, for each tenth."""
    verdicts_of_all = judged(scores)
    bins = [
        [(c, right) for c, right in verdicts_of_all if n / 10 <= c < (n + 1) / 10 or (n == 9 and c == 1)] for n in range(10)
    ]
    figure, axes = pyplot.subplots(figsize=(5, 4), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--")
    for verdicts in (b for b in bins if len(b) >= 5):
        said = sum(c for c, _ in verdicts) / len(verdicts)
        share = sum(right for _, right in verdicts) / len(verdicts)
        axes.scatter(said, share, s=20 + 400 * len(verdicts) / len(verdicts_of_all), color="#0072b2")
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
    parser.add_argument("--unseen", type=Path, help="ids of documents whose errors nobody has looked at")
    arguments = parser.parse_args()
    gold = read_gold(arguments.gold)
    reports = {}
    for column in arguments.columns:
        name, _, path = column.rpartition("=")
        predicted = read_predictions(Path(path)).quotes
        scores = [score_document(document, predicted.get(document.id)) for document in gold]
        reports[name] = score(scores)
    unseen = frozenset(arguments.unseen.read_text(encoding="utf-8").split() if arguments.unseen else ())
    (DOCS / "accuracy-table.md").write_text(table(reports, len(gold), required(scores)), encoding="utf-8")
    (DOCS / "accuracy-by-source.md").write_text(by_source(scores, unseen, [g.id for g in gold]), encoding="utf-8")
    draw(scores, DOCS / "images" / "reliability.png")


if __name__ == "__main__":
    main()
