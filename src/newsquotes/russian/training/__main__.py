"""Train the models that ship with newsquotes.

    python -m newsquotes.russian.training GOLD [GOLD …] [--goldens DIR] [--unseen IDS] [-o MODELS_DIR] [--check]

GOLD is a gold folder, a folder of brat or an export of Label Studio.

The same gold makes the same files, byte for byte: inputs are sorted, seeds fixed, weights rounded. ``--check`` writes
nothing and says whether the models in the folder are those that the gold makes. Needs ``pip install newsquotes[train]``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from newsquotes.evaluation.records import GoldDocument
from newsquotes.russian import fitted
from newsquotes.russian.training.confidence import calibration, surest
from newsquotes.russian.training.cross_validation import OutOfFold, unseen
from newsquotes.russian.training.examples import prepared_gold
from newsquotes.russian.training.gold import gold_in
from newsquotes.russian.training.goldens import read_goldens
from newsquotes.russian.training.manifest import manifest, teaches, written

SHIPPED = Path(fitted.__file__).with_name("models")


def train(paths: Sequence[Path], models: Path, goldens: Path | None = None, ids: Path | None = None) -> None:
    """Writes the models that the documents of all paths teach, and goldens with them.

    ``ids`` is a file with the ids of documents whose errors nobody has looked at. How sure to be is taught by what models
    find in them that do not know them; then they teach the weights as all others do.
    """
    drawn = () if goldens is None else read_goldens(goldens)
    every = sorted([*gold_in(paths), *drawn], key=lambda g: g.id)
    gold = [g for g in every if teaches(g)]
    counts = unseen(ids)
    examples = prepared_gold(gold)
    made = OutOfFold(examples, counts)
    models.mkdir(parents=True, exist_ok=True)

    def write(name: str, parts: Mapping[str, Any], teaching: Sequence[GoldDocument], figures: Mapping[str, Any]) -> None:
        used = {g.id for g in teaching}
        written(models / f"{name}.json", parts, manifest(teaching, [g.id for g in every if g.id not in used], figures))

    quotes, speakers = made.final()
    figures = {
        "cues": sum(not a.hidden for a in examples.anchors),
        "cues_in_copies": sum(a.hidden for a in examples.anchors),
    }
    write("quotes", quotes, made.every, figures | {f"weights_{name}": len(weights) for name, weights in quotes.items()})
    write("speakers", speakers, made.every, {"choices": len(made.choices)})
    rows = made.rows(counts)
    sure = {"precise_from": surest(rows, counts)} if counts else {}
    write("confidence", calibration(rows), made.gold, {"quotations": len(rows), **sure})


def main() -> None:
    """Train and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--goldens", type=Path, help="a folder of goldens, which count little each")
    parser.add_argument(
        "--unseen", type=Path, help="ids of documents whose errors nobody has looked at: they tell best how sure to be"
    )
    parser.add_argument("-o", "--models", type=Path, default=SHIPPED, help="the folder of the models")
    parser.add_argument("--check", action="store_true", help="compare with the models of the folder, write nothing")
    arguments = parser.parse_args()
    if not arguments.check:
        train(arguments.gold, arguments.models, arguments.goldens, arguments.unseen)
        return
    with tempfile.TemporaryDirectory() as folder:
        train(arguments.gold, Path(folder), arguments.goldens, arguments.unseen)
        differing = [
            made.name
            for made in sorted(Path(folder).iterdir())
            if made.read_bytes() != (arguments.models / made.name).read_bytes()
        ]
    if differing:
        sys.exit(f"{', '.join(differing)} in {arguments.models}: not what this gold makes; train them anew")


if __name__ == "__main__":
    main()
