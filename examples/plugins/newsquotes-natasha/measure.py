"""The table of docs/plugins-measured.md: this plugin and the built-in extractors, alone and together.

    python measure.py FOLDER

FOLDER holds ``gold.jsonl`` and ``txt/`` as ``newsquotes evaluate`` reads them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from newsquotes import Pipeline, extract
from newsquotes.evaluation.records import GoldDocument, read_gold, read_predictions
from newsquotes.evaluation.scorer import Report, score, score_document
from newsquotes.formats import write_jsonl

SURE = {"min_confidence": 0.97}
PIPELINES: dict[str, dict[str, Any]] = {
    "russian | russian": {},
    "natasha | russian": {"mention_detector": ["natasha"]},
    "russian, natasha | russian": {"mention_detector": ["russian", "natasha"]},
    "natasha, russian | russian": {"mention_detector": ["natasha", "russian"]},
    "russian | syntax": {"quote_detector": ["syntax"]},
    "russian | russian, syntax": {"quote_detector": ["russian", "syntax"]},
    "russian | russian, syntax (from 0.97)": {"quote_detector": {"use": ["russian", "syntax"], "syntax": SURE}},
    "russian | syntax, russian": {"quote_detector": ["syntax", "russian"]},
    "natasha | syntax": {"mention_detector": ["natasha"], "quote_detector": ["syntax"]},
}


def measured(pipeline: Pipeline, gold: Sequence[GoldDocument]) -> tuple[Report, float]:
    """The figures of a pipeline, and how many documents it reads in a second of processor time."""
    pipeline(gold[0].text)
    start = time.process_time()
    docs = list(pipeline.stream((document.id, document.text) for document in gold))
    speed = len(gold) / (time.process_time() - start)
    with TemporaryDirectory() as folder:
        path = Path(folder, "predictions.jsonl")
        with path.open("wb") as file:
            write_jsonl(docs, file)
        found = read_predictions(path).quotes
    return score([score_document(document, found.get(document.id)) for document in gold]), speed


def main(folder: str) -> None:
    """Print the table."""
    gold = read_gold(Path(folder))
    for document in gold:
        extract(document.text)  # words are remembered: the first row shall not pay for them
    print("| mention detector | quote detector | detection P | R | F1 | F1 at 0.9 | who said what | documents/s |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    for name, config in PIPELINES.items():
        report, speed = measured(Pipeline.from_dict(config), gold)
        found = report.detection
        figures = (found.precision, found.recall, found.f1, report.detection_strict.f1, report.who_said_what.f1)
        print(f"| {name} | " + " | ".join(f"{100 * figure:.1f}" for figure in figures) + f" | {speed:.0f} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
