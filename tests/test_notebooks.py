"""The notebooks in ``examples/``: they run, and are kept with their output and nothing else."""

import importlib.util
import os
from pathlib import Path

import pytest

import newsquotes

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
PACKAGE = Path(newsquotes.__file__).parent.parent

NEEDED = ("nbclient", "nbformat", "ipykernel", "matplotlib", "pandas")
MISSING = ", ".join(name for name in NEEDED if importlib.util.find_spec(name) is None)

pytestmark = pytest.mark.skipif(MISSING != "", reason=f"{MISSING} not installed: pip install 'newsquotes[test]'")


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("run_notebooks", ROOT / "tools" / "run_notebooks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """The kernel finds the same newsquotes as this test, and nothing of the user's settings."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, (str(PACKAGE), os.environ.get("PYTHONPATH")))))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "jupyter"))


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_four_of_them():
    assert [path.stem for path in NOTEBOOKS] == ["first_steps", "plugin", "service", "study"]


@pytest.mark.filterwarnings("default")  # Jupyter's own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs(path, tool, environment):
    import nbformat

    if path.stem == "service":
        pytest.importorskip("fastapi", reason="fastapi is not installed: pip install 'newsquotes[test]'")
    stored = nbformat.read(path, as_version=4)
    fresh = tool.run(path)
    for old, new in zip(code_cells(stored), code_cells(fresh), strict=True):
        warned = [output.text for output in new.outputs if output.output_type == "stream" and output.name == "stderr"]
        assert warned == []
        assert shape(new) == shape(old), f"run tools/run_notebooks.py {path.name}"


def shape(cell):
    """What kinds of output a cell has."""
    return [(output.output_type, *sorted(output.get("data", ()))) for output in cell.outputs]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_clean(path):
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = code_cells(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any(cell.metadata for cell in notebook.cells)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert str(Path.home()) not in path.read_text(encoding="utf-8")
    assert path.stat().st_size < 400_000
