"""Train the models that ship with newsquotes.

    python -m newsquotes.russian.training GOLD_DIR [--goldens DIR] [-o MODELS_DIR] [--check]

The same gold makes the same files, byte for byte: inputs are sorted, seeds fixed, weights rounded. ``--check`` writes
nothing and says whether the models in the folder are those that the gold makes. Needs ``pip install newsquotes[train]``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from newsquotes.evaluation.records import read_gold
from newsquotes.russian import fitted
from newsquotes.russian.training.examples import prepared_gold
from newsquotes.russian.training.goldens import read_goldens
from newsquotes.russian.training.manifest import manifest, teaches, written
from newsquotes.russian.training.quotes import trained, weights_of

SHIPPED = Path(fitted.__file__).with_name("models")


def train(gold_folder: Path, models: Path, goldens: Path | None = None) -> None:
    """Writes the models that the documents of a gold folder teach, and goldens with them."""
    drawn = () if goldens is None else read_goldens(goldens)
    every = sorted([*read_gold(gold_folder), *drawn], key=lambda g: g.id)
    gold = [g for g in every if teaches(g)]
    examples = prepared_gold(gold)
    figures = {
        "cues": sum(not a.hidden for a in examples.anchors),
        "cues_in_copies": sum(a.hidden for a in examples.anchors),
    }
    parts = trained(examples, range(len(gold)), weights_of(gold))
    figures |= {f"weights_{name}": len(weights) for name, weights in parts.items()}
    written(models / "quotes.json", parts, manifest(gold, (g.id for g in every if not teaches(g)), figures))


def main() -> None:
    """Train and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--goldens", type=Path, help="a folder of goldens, which count little each")
    parser.add_argument("-o", "--models", type=Path, default=SHIPPED, help="the folder of the models")
    parser.add_argument("--check", action="store_true", help="compare with the models of the folder, write nothing")
    arguments = parser.parse_args()
    if not arguments.check:
        train(arguments.gold, arguments.models, arguments.goldens)
        return
    with tempfile.TemporaryDirectory() as folder:
        train(arguments.gold, Path(folder), arguments.goldens)
        differing = [
            made.name
            for made in sorted(Path(folder).iterdir())
            if made.read_bytes() != (arguments.models / made.name).read_bytes()
        ]
    if differing:
        sys.exit(f"{', '.join(differing)} in {arguments.models}: not what {arguments.gold} makes; train them anew")


if __name__ == "__main__":
    main()
