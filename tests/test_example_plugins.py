"""The plugins of examples/plugins, installed and tested as a third party would: in an environment apart, all together.

The installing tests need a package index that pip reaches (or its cache); without one they are skipped.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from newsquotes.registry import PROJECT

ROOT = Path(__file__).parent.parent
PLUGINS = sorted(path.parent for path in (ROOT / "examples" / "plugins").glob("*/pyproject.toml"))
TUTORIAL = ROOT / "docs" / "tutorial-plugin.md"
SHOWN = re.compile(r"^(`{3,})\{code-block\} \w+\n:caption: (\S+)\n\n?(.*?)^\1$", re.M | re.S)


def test_there_are_five():
    assert [plugin.name for plugin in PLUGINS] == [
        "newsquotes-figures",
        "newsquotes-llm",
        "newsquotes-natasha",
        "newsquotes-spacy",
        "newsquotes-telegram",
    ]


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_each_is_a_whole_distribution(plugin):
    project = tomllib.loads((plugin / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == plugin.name
    assert (plugin / "LICENSE").read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert (plugin / project["readme"]).read_text(encoding="utf-8").startswith(f"# {plugin.name}\n")
    assert any(re.match(r"newsquotes\b(?!-)", requirement) for requirement in project["dependencies"])
    assert "test" in project["optional-dependencies"]
    assert len(project["entry-points"][PROJECT]) == 1
    assert list((plugin / "tests").glob("test_*.py"))


def test_the_tutorial_shows_the_very_files():
    folder = ROOT / "examples" / "plugins" / "newsquotes-figures"
    shown = {name: text for _, name, text in SHOWN.findall(TUTORIAL.read_text(encoding="utf-8"))}
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".py", ".toml", ".md") and "." not in path.relative_to(folder).parts[0][:1]
    }
    assert shown == files


# --- in an environment apart ----------------------------------------------------------------------------------


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "COVERAGE"))}
    env = {
        **clean,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PYTHONUTF8": "1",
        "COLUMNS": "200",
    }
    return subprocess.run([*map(str, command)], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8")


def python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def new_environment(folder: Path) -> Path:
    made = run(sys.executable, "-m", "venv", folder, cwd=folder.parent)
    assert made.returncode == 0, made.stdout + made.stderr
    return python_of(folder)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """newsquotes as a wheel, made once; skips where pip finds no package index."""
    folder = tmp_path_factory.mktemp("wheel")
    python = new_environment(folder / "environment")
    probe = run(python, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder / "probe", "hatchling", cwd=folder)
    if probe.returncode:
        pytest.skip("pip reaches no package index")
    built = run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("newsquotes-*.whl")
    return path


@pytest.fixture(scope="module")
def together(wheel, tmp_path_factory) -> tuple[Path, Path]:
    """One environment for all, into which newsquotes and the plugins are installed at once, and where their copies are."""
    folder = tmp_path_factory.mktemp("together")
    ignored = shutil.ignore_patterns("__pycache__", ".*", "*.egg-info")
    projects = [shutil.copytree(plugin, folder / plugin.name, ignore=ignored) for plugin in PLUGINS]
    python = new_environment(folder / "environment")
    wanted = [f"{project}[test]" for project in projects]
    installed = run(python, "-m", "pip", "install", "--quiet", wheel, *wanted, cwd=folder)
    assert installed.returncode == 0, installed.stderr
    return python, folder


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_it_installs_and_passes_its_own_tests(plugin, together):
    python, folder = together
    listed = run(python, "-m", "newsquotes", "plugins", cwd=folder)
    assert listed.returncode == 0, listed.stderr
    assert plugin.name in listed.stdout
    tested = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=folder / plugin.name)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert re.search(r"^\d+ passed", tested.stdout, re.M)
    assert "skipped" not in tested.stdout
