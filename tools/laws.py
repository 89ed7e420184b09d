"""How many quotations survive changes of typography that change nothing of who said what.

    python tools/laws.py FOLDER [--law NAME] [--every N] [--show N]

FOLDER holds texts (``*.txt``). Prints for each law of ``newsquotes.testing.laws`` the share of quotations that survive it,
and N counterexamples.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from newsquotes.pipeline import Pipeline
from newsquotes.testing.laws import LAWS, broken


def main() -> None:
    """Read, change, read again, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--law", choices=list(LAWS))
    parser.add_argument("--every", type=int, default=1, help="only every Nth text")
    parser.add_argument("--show", type=int, default=0, help="print so many counterexamples of each law")
    arguments = parser.parse_args()
    read = Pipeline()
    docs = [
        read(path.read_bytes().decode("utf-8-sig"), id=path.stem)
        for path in sorted(arguments.folder.glob("*.txt"))[:: arguments.every]
    ]
    for law in LAWS.values():
        if arguments.law not in (None, law.name):
            continue
        results = list(broken(law, docs, read))
        total = sum(count for count, _ in results)
        lost = [example for _, examples in results for example in examples]
        share = 1 - len(lost) / total if total else 1.0
        print(f"{law.name:22} {share:7.2%} of {total} quotations in {len(results)} texts: {law.what}")
        for example in lost[: arguments.show]:
            print(f"    {example.document}\n      - {example.kept}\n      + {example.changed}")


if __name__ == "__main__":
    main()
