"""Compares the compiled newsquotes with the pure one: is it the same, and how much faster is it.

    python tools/compiled.py PYTHON [TEXTS] [--documents N] [--passes N]

``PYTHON`` is the interpreter of an environment with a compiled wheel (``make compiled`` makes one); this one has the pure
package. Both read the same texts in turns, document by document, so that a busy machine slows both alike; what they say
must be the same bytes. The first pass meets new words, the others know them; times are those of the processor.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
PROFILES = ("default", "fast", "precision")


def answer() -> None:
    """Read the texts that are asked for, each by a profile; say how long it took and what came of it."""
    import newsquotes
    from newsquotes.formats.jsonlines import write_jsonl

    pipelines: dict[str, newsquotes.Pipeline] = {}
    for line in sys.stdin:
        profile, path = line.rstrip("\n").split("\t")
        if profile not in pipelines:  # as a worker that another process starts has it
            pipelines[profile] = pickle.loads(pickle.dumps(newsquotes.Pipeline(profile=profile)))
        text = Path(path).read_bytes().decode("utf-8")
        start = process_time()
        doc = pipelines[profile](text)
        seconds = process_time() - start
        record = BytesIO()
        write_jsonl([doc], record)
        print(seconds, hashlib.sha256(record.getvalue()).hexdigest(), flush=True)


class Reader:
    """A process of one interpreter that reads one text after another."""

    def __init__(self, python: str) -> None:
        self._process = subprocess.Popen(
            [python, __file__, "--answer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __call__(self, profile: str, path: Path) -> tuple[float, str]:
        """The seconds that a text takes, and the sum of its record."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(profile, path, sep="\t", file=self._process.stdin, flush=True)
        seconds, checksum = self._process.stdout.readline().split()
        return float(seconds), checksum


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python")
    parser.add_argument("texts", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--documents", type=int)
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--profiles", default=PROFILES, type=lambda names: names.split(","))
    options = parser.parse_args()
    paths = sorted(options.texts.glob("*.txt"))[: options.documents]
    pure, compiled = Reader(sys.executable), Reader(options.python)
    differing: set[Path] = set()
    print(f"{len(paths)} texts; seconds of the processor, pure and compiled")
    for profile in options.profiles:
        for n in range(options.passes):
            ours = theirs = 0.0
            for path in paths:
                first, second = pure(profile, path), compiled(profile, path)
                ours, theirs = ours + first[0], theirs + second[0]
                if first[1] != second[1]:
                    differing.add(path)
            print(f"{profile:10} pass {n + 1} {ours:8.2f} {theirs:8.2f}   {ours / theirs:.2f} times", flush=True)
    if differing or not paths:
        sys.exit(f"differently read: {', '.join(sorted(path.name for path in differing)) or 'no texts'}")
    print("all records are the same bytes")


if __name__ == "__main__":
    if sys.argv[1:] == ["--answer"]:
        answer()
    else:
        main()
