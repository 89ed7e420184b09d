"""Memory over a long run: what a process holds while it reads news with ever new names.

    python benchmarks/memory.py [--documents N] [--every N] [--longest N] [--budget MB]

Prints a table: documents, documents/s since the row above, memory of the process and what the caches say that they hold.
"""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from pathlib import Path
from time import perf_counter

from generated import articles

import newsquotes
from newsquotes import caches


def resident() -> float:
    """What this process holds now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--every", type=int, default=1_000)
    parser.add_argument("--longest", type=int, default=14, help="the most paragraphs of an article")
    parser.add_argument("--budget", type=float, help="megabytes for all caches (default: the library's)")
    arguments = parser.parse_args()
    if arguments.budget:
        caches.set_budget(arguments.budget)
    pipeline = newsquotes.Pipeline()
    print("| documents | documents/s | process, MB | caches by their own account, MB |\n|--:|--:|--:|--:|")
    stream = pipeline.stream(articles(longest=arguments.longest))
    done = 0
    while done < arguments.documents:
        start = perf_counter()
        done += sum(1 for _ in islice(stream, arguments.every))
        rate = arguments.every / (perf_counter() - start)
        held = sum(use.megabytes for use in caches.uses())
        print(f"| {done:,} | {rate:,.0f} | {resident():,.0f} | {held:,.0f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
