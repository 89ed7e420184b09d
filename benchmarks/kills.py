"""A corpus that is killed again and again: is it in the end the one that an undisturbed run builds?

    python benchmarks/kills.py [--documents N] [--kills N] [--workers N] [--profile NAME]

The moments are drawn from the time that the undisturbed run took. After each kill the run goes on with ``--resume``; in the
end the rows of all tables are compared.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from time import perf_counter, sleep

from generated import articles

import newsquotes


def rows(corpus: Path) -> dict[str, list[str]]:
    """The rows of each table of a corpus, sorted; the run's own account (times, attempts) left out."""
    tables = {}
    for table in sorted(path for path in corpus.iterdir() if path.is_dir()):
        lines = [line for part in sorted(table.glob("*.jsonl")) for line in part.read_text(encoding="utf-8").splitlines()]
        if lines:
            tables[table.name] = sorted(lines)
    return tables


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--profile", default="default")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with (place / "articles.jsonl").open("w", encoding="utf-8") as out:
            for id_, text in islice(articles(), arguments.documents):
                out.write(json.dumps({"id": id_, "text": text}, ensure_ascii=False) + "\n")

        def start(corpus: str, *options: str) -> subprocess.Popen[bytes]:
            command = [
                sys.executable,
                "-m",
                "newsquotes",
                "corpus",
                str(place / "articles.jsonl"),
                "-o",
                str(place / corpus),
            ]
            command += ["--format", "jsonl", "--workers", str(arguments.workers), "--profile", arguments.profile, *options]
            return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)

        began = perf_counter()
        if start("whole").wait():
            print("the undisturbed run failed")
            return 1
        took = perf_counter() - began
        print(f"{arguments.documents:,} documents undisturbed: {took:.0f} s", flush=True)
        r = random.Random(arguments.seed)
        killed = 0
        for number in range(arguments.kills):
            run = start("killed", *(["--resume"] if number else []))
            sleep(r.uniform(0.2, 2 * took / arguments.kills))
            ended = run.poll() is not None
            # Now and then the whole group dies at once, as when a machine loses its power; else the parent alone.
            kill = os.killpg if r.random() < 0.5 else os.kill
            if not ended:
                kill(run.pid, signal.SIGKILL)
                killed += 1
            run.wait()
            if ended:
                break
        last = start("killed", "--resume")
        _, told = last.communicate()
        if last.returncode:
            print("the last run failed:", told.decode())
            return 1
        same = rows(place / "whole") == rows(place / "killed")
        documents = sum(1 for _ in newsquotes.read_corpus(place / "killed"))
        print(f"{killed} kills; {documents:,} documents in the end; the corpus is {'the same' if same else 'ANOTHER'}")
        return 0 if same and documents == arguments.documents else 1


if __name__ == "__main__":
    sys.exit(main())
