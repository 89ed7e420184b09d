"""What idle plugins cost: a pipeline with ten of them installed against one with none.

    python benchmarks/plugins.py [--plugins 10] [--rounds 40] [--json]

Both pipelines are in the same process and read the same texts in turns, the order changing from round to round; what is
compared are the medians, and the cost of building a pipeline is shown beside them.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import tempfile
from importlib.metadata import EntryPoint
from pathlib import Path
from time import perf_counter

from newsquotes import Pipeline
from newsquotes.registry import Registry
from newsquotes.stages import STAGES
from newsquotes.testing.texts import NEWS

ALLOWED = 0.02
IDLE = """
from newsquotes import hookimpl

@hookimpl
def newsquotes_{stage}s():
    return {{"idle-{i}": lambda: lambda doc: ()}}
"""


def installed(folder: Path, count: int) -> list[EntryPoint]:
    """Entry points of idle plugins, for each stage in turn."""
    entries = []
    for i in range(count):
        (folder / f"idle_plugin_{i}.py").write_text(IDLE.format(stage=STAGES[i % len(STAGES)].name, i=i), encoding="utf-8")
        entries.append(EntryPoint(f"idle-{i}", f"idle_plugin_{i}", "newsquotes"))
    return entries


def built(entries: list[EntryPoint]) -> tuple[Pipeline, float]:
    started = perf_counter()
    pipeline = Pipeline.from_dict({}, registry=Registry(entries))
    return pipeline, perf_counter() - started


def compared(pipelines: list[Pipeline], texts: list[str], rounds: int) -> list[float]:
    """The median seconds a document of each pipeline."""
    times: list[list[float]] = [[] for _ in pipelines]
    for i in range(-2, rounds):  # two rounds to warm up
        for text in texts:
            order = range(len(pipelines)) if i % 2 else reversed(range(len(pipelines)))
            for which in order:
                gc.collect(0)
                started = perf_counter()
                pipelines[which](text)
                if i >= 0:
                    times[which].append(perf_counter() - started)
    return [statistics.median(seconds) for seconds in times]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugins", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    texts = [text * 3 for text in NEWS.values()]
    built([])  # the dictionary is loaded once a process, and for neither
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        without, built_without = built([])
        with_idle, built_with = built(installed(Path(folder), options.plugins))
    seconds = compared([without, with_idle], texts, options.rounds)
    more = seconds[1] / seconds[0] - 1
    figures = {
        "plugins": options.plugins,
        "ms_per_document_without": round(seconds[0] * 1000, 3),
        "ms_per_document_with": round(seconds[1] * 1000, 3),
        "more_per_document": round(more, 4),
        "ms_to_build_without": round(built_without * 1000, 1),
        "ms_to_build_with": round(built_with * 1000, 1),
    }
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        rows = (("without plugins", seconds[0], built_without), (f"with {options.plugins} idle", seconds[1], built_with))
        for name, document, building in rows:
            print(f"{name:<16} {document * 1000:8.3f} ms a document {building * 1000:8.1f} ms to build")
        print(f"{'more':<16} {more:8.2%} (allowed: {ALLOWED:.0%})")
    sys.exit(more > ALLOWED)


if __name__ == "__main__":
    main()
