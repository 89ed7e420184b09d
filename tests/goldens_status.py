"""Goldens: texts with the answer drawn in them, and which of them the default pipeline does not find yet.

    python -m tests.goldens_status [--write] [PHENOMENON …]

prints what each failing golden has otherwise than expected, by phenomenon; ``--write`` also puts their ids into open.txt.

A file of goldens holds one phenomenon. A line ``+++ name`` opens a positive golden, ``--- name`` a negative one (a trap in
which the phenomenon is not there); the lines up to the next such line are its text, drawn as in ``newsquotes.testing``.
Lines that begin with ``#`` are comments. Whatever is not drawn must not be found.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import attrs

import newsquotes
from newsquotes.testing import MarkedText, diff_markup, parse_markup

FOLDER = Path(__file__).parent / "goldens"
OPEN = FOLDER / "open.txt"
_HEADER = re.compile(r"^(\+\+\+|---) (\S+)$", re.M)
_COMMENT = re.compile(r"^#.*\n?", re.M)


@attrs.frozen
class Golden:
    """A text with its answer drawn in it."""

    phenomenon: str
    name: str
    positive: bool
    marked: str

    @property
    def id(self) -> str:
        return f"{self.phenomenon}/{self.name}"

    @property
    def expected(self) -> MarkedText:
        return parse_markup(self.marked)

    def difference(self) -> str:
        """What the default pipeline finds otherwise; empty where nothing is."""
        expected = self.expected
        return diff_markup(expected, newsquotes.extract(expected.text))


def phenomena() -> list[str]:
    """The names of the files, which are the names of the phenomena."""
    return sorted(path.stem for path in FOLDER.glob("*.txt") if path != OPEN)


def read(phenomenon: str) -> list[Golden]:
    """The goldens of a file."""
    text = _COMMENT.sub("", (FOLDER / f"{phenomenon}.txt").read_text(encoding="utf-8"))
    before, *pieces = _HEADER.split(text)
    if before.strip():
        raise ValueError(f"{phenomenon}.txt: text before the first golden: {before.strip():.40}")
    triples = zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    return [Golden(phenomenon, name, sign == "+++", marked.strip("\n")) for sign, name, marked in triples]


def is_rare(phenomenon: str) -> bool:
    """Whether a file says in its first line that the phenomenon is rare: then it needs no negatives."""
    return (FOLDER / f"{phenomenon}.txt").read_text(encoding="utf-8").startswith("# rare")


def open_ids() -> list[str]:
    """The ids of the goldens that are known to fail."""
    return [line for line in OPEN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@cache
def failing(phenomenon: str) -> dict[str, str]:
    """The difference of each failing golden of a file, by its id."""
    found = ((golden.id, golden.difference()) for golden in read(phenomenon))
    return {id: difference for id, difference in found if difference}


def shares(names: Iterable[str]) -> list[str]:
    """``phenomenon passed/all``, the lowest share first."""
    counts = [(len(read(name)), len(failing(name)), name) for name in names]
    return [f"{name} {count - bad}/{count}" for count, bad, name in sorted(counts, key=lambda c: (-c[1] / c[0], c[2]))]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.goldens_status", description="Goldens that fail, and how.")
    parser.add_argument("phenomenon", nargs="*", help="files to look at (default: all)")
    parser.add_argument("--write", action="store_true", help="put the ids of failing goldens into open.txt")
    options = parser.parse_args(arguments)
    names = options.phenomenon or phenomena()
    if unknown := sorted(set(names) - set(phenomena())):
        parser.error(f"there is no {', '.join(unknown)}; phenomena: {', '.join(phenomena())}")
    for name in names:
        for id, difference in failing(name).items():
            print(f"== {id}\n{difference}\n")
    print("\n".join(shares(names)))
    total, bad = sum(len(read(name)) for name in names), sum(len(failing(name)) for name in names)
    print(f"{total - bad} of {total} goldens pass")
    if options.write:
        kept = [id for id in open_ids() if id.split("/")[0] not in names and id.split("/")[0] in phenomena()]
        ids = sorted([*kept, *(id for name in names for id in failing(name))])
        OPEN.write_text(
            "# Goldens that fail; one that passes must leave this list.\n" + "".join(f"{id}\n" for id in ids), "utf-8"
        )


if __name__ == "__main__":
    sys.exit(main())
