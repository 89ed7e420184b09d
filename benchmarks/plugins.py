"""What idle plugins cost: a pipeline with ten of them installed against one with none.

    python benchmarks/plugins.py [--plugins 10] [--json]

What is compared are calls of functions, Python's and C's, which are the same on a busy machine as on a quiet one: those of
reading texts by a pipeline, of reading them by ``extract``, and of building the pipeline, where plugins are looked at.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from newsquotes import Pipeline, extract, registry
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


def calls(what: Callable[[], Any]) -> int:
    """How many functions are called."""
    counted = 0

    def count(frame: object, event: str, arg: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        what()
    finally:
        sys.setprofile(None)
    return counted


def measured(entries: list[EntryPoint], texts: list[str]) -> dict[str, int]:
    """The calls of building a pipeline, of reading with it, and of ``extract``, where these plugins are installed."""
    made: list[Pipeline] = []
    kept, registry._default = registry._default, Registry(entries)
    try:
        building = calls(lambda: made.append(Pipeline()))
        for text in texts:  # words are remembered from the first reading on
            made[0](text)
            extract(text)
        reading = calls(lambda: [made[0](text) for text in texts])
        extracting = calls(lambda: [extract(text) for text in texts])
    finally:
        registry._default = kept
    return {"building": building, "reading": reading, "extracting": extracting}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plugins", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    texts = [text * 3 for text in NEWS.values()]
    measured([], texts)  # the dictionary is loaded once a process, and for neither
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        without, with_idle = measured([], texts), measured(installed(Path(folder), options.plugins), texts)
    more = {what: with_idle[what] / without[what] - 1 for what in without}
    if options.json:
        print(json.dumps({"plugins": options.plugins, "without": without, "with": with_idle, "more": more}, indent=2))
    else:
        print(f"{'calls':<12} {'without':>10} {f'with {options.plugins}':>10} {'more':>8}")
        for what in without:
            print(f"{what:<12} {without[what]:>10,} {with_idle[what]:>10,} {more[what]:>8.2%}")
    sys.exit(max(more["reading"], more["extracting"]) > ALLOWED)


if __name__ == "__main__":
    main()
