"""Run the notebooks in ``examples/`` and keep their output in them.

    python tools/run_notebooks.py [NOTEBOOK …]

Needs ``pip install 'newsquotes[test]'``. What changes from run to run (times, ids, versions) is left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parent.parent / "examples"


def run(path: Path) -> nbformat.NotebookNode:
    """The notebook with fresh output; a cell that fails raises."""
    notebook = nbformat.read(path, as_version=4)
    notebook = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    ).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        cell.metadata = {}
    return notebook


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(EXAMPLES.glob("*.ipynb")):
        nbformat.write(run(path), path)
        print(path)
