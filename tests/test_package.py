"""The package as a whole: what importing it costs, what it exports, what its hooks promise."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import newsquotes
from newsquotes import hookspecs
from newsquotes.stages import STAGES

ROOT = Path(__file__).parent.parent
HEAVY = {"pymorphy3", "razdel", "click", "rich", "jinja2"}


def test_importing_loads_nothing_heavy_and_looks_for_no_plugins():
    code = "import sys, newsquotes; print(*sys.modules, newsquotes.registry._default)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert HEAVY & set(loaded) == set()
    assert loaded[-1] == "None"


def test_help_loads_nothing_heavy_but_click():
    code = "import sys; from newsquotes import cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert HEAVY & set(loaded) == {"click"}


def test_everything_that_is_exported_is_there_and_documented():
    for name in newsquotes.__all__:
        exported = getattr(newsquotes, name)
        assert name.startswith("__") or inspect.getdoc(exported), name
    assert newsquotes.__all__ == sorted(newsquotes.__all__)


def test_nobody_inside_imports_from_the_package_itself():
    modules = [path for path in (ROOT / "src" / "newsquotes").rglob("*.py") if path.name != "__init__.py"]
    pattern = re.compile(
        r"^(from newsquotes import (?!hookspecs|stage_results|formats|files|errors)|import newsquotes$)", re.M
    )
    assert [path.name for path in modules if pattern.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_every_hook_is_documented_with_its_exact_signature(stage):
    hook = getattr(hookspecs, stage.hook)
    signature = f"{stage.hook}{inspect.signature(hook)}".replace("'", "")
    assert f"`{signature}`" in (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    assert hook.__doc__
    assert stage.protocol.__doc__


def test_every_stage_is_in_the_configuration_and_its_table():
    from newsquotes.config import Config

    names = [stage.name for stage in STAGES]
    assert names == [key for key in Config.__annotations__ if key not in ("profile", "disable_plugins")]
    table = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", table, re.M)[: len(names)] == names
