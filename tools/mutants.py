"""Mutation testing of a sample: the small faults in a module that its tests do not see.

    python tools/mutants.py MODULE TESTS… [--sample N] [--seed N]

Cosmic Ray (``pip install cosmic-ray``) makes the faults one at a time in a copy of the sources under ``build/mutants`` and
runs the tests on each. Those that survive are printed as a change of the source, to be read: some are the same program in
other words, the others want a test.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAME = ("_Is", "_IsNot", "RemoveDecorator")
"""Operators that mostly give the same program: identity of small numbers and of ``None``, decorators that only check."""


def copied() -> Path:
    """A fresh copy of what the tests need."""
    copy = ROOT / "build" / "mutants"
    shutil.rmtree(copy, ignore_errors=True)
    for name in ("src", "tests", "examples", "docs", "tools"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "_build"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def annotated(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where a module's annotations stand, which nobody evaluates, as pairs of line and column."""
    found: list[ast.expr | None] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.arg, ast.AnnAssign)):
            found.append(node.annotation)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.append(node.returns)
    return [((a.lineno, a.col_offset), (a.end_lineno or 0, a.end_col_offset or 0)) for a in found if a is not None]


def thin_out(session: Path, source: str, sample: int, seed: int) -> int:
    """Leave so many of a session's mutants; gives their number."""
    ranges = annotated(source)
    with sqlite3.connect(session) as db:
        rows = sorted(db.execute("SELECT job_id, operator_name, start_pos_row, start_pos_col FROM mutation_specs"))
        wanted = [
            job
            for job, operator, line, column in rows
            if not operator.endswith(SAME) and not any(first <= (line, column) < last for first, last in ranges)
        ]
        kept = set(random.Random(seed).sample(wanted, min(sample, len(wanted))))
        left_out = [(job,) for job, *_ in rows if job not in kept]
        for table in ("mutation_specs", "work_items"):
            db.executemany(f"DELETE FROM {table} WHERE job_id = ?", left_out)
    return len(kept)


def main() -> None:
    """Make the mutants, run the tests on each, print the survivors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("module", help="as in src/newsquotes/spans.py")
    parser.add_argument("tests", nargs="+", help="what pytest runs")
    parser.add_argument("--sample", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    copy = copied()
    command = f"{sys.executable} -m pytest -x -q -p no:cacheprovider {' '.join(options.tests)}"
    (copy / "mutants.toml").write_text(
        f"[cosmic-ray]\nmodule-path = {json.dumps(options.module)}\ntimeout = 60.0\nexcluded-modules = []\n"
        f'test-command = {json.dumps(command)}\n[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )

    def run(*args: str) -> str:
        env = os.environ | {"PYTHONPATH": str(copy / "src")}
        return subprocess.run([*args], cwd=copy, env=env, check=True, capture_output=True, text=True).stdout

    cosmic_ray = (sys.executable, "-m", "cosmic_ray.cli")
    run(*command.split())  # they pass as it is
    run(*cosmic_ray, "init", "mutants.toml", "mutants.sqlite")
    number = thin_out(
        copy / "mutants.sqlite", (copy / options.module).read_text(encoding="utf-8"), options.sample, options.seed
    )
    run(*cosmic_ray, "exec", "mutants.toml", "mutants.sqlite")
    survived = []
    for line in run(*cosmic_ray, "dump", "mutants.sqlite").splitlines():
        _, result = json.loads(line)
        if result and result["test_outcome"] == "survived":
            survived.append(result["diff"])
    sys.stdout.write("\n".join(survived) + f"\n{number - len(survived)} of {number} mutants of {options.module} were seen\n")


if __name__ == "__main__":
    main()
