"""The projects that ``newsquotes new-plugin`` writes: their tests pass as written, for every stage."""

import os
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsquotes.cli import cli
from newsquotes.errors import InputError
from newsquotes.hookspecs import CONTRACT
from newsquotes.scaffold import new_plugin
from newsquotes.stages import STAGE_NAMES, STAGES

ROOT = Path(__file__).parent.parent


def installed(projects: list[Path], site: Path) -> dict[str, str]:
    """The variables for which projects are installed: their modules are found, and their entry points as metadata."""
    for project in projects:
        settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        info = site / f"{settings['name'].replace('-', '_')}-{settings['version']}.dist-info"
        info.mkdir(parents=True)
        metadata = f"Metadata-Version: 2.1\nName: {settings['name']}\nVersion: {settings['version']}\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        [(name, module)] = settings["entry-points"]["newsquotes"].items()
        (info / "entry_points.txt").write_text(f"[newsquotes]\n{name} = {module}\n", encoding="utf-8")
    paths = [site, *(project / "src" for project in projects), ROOT / "src"]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONDONTWRITEBYTECODE": "1"}


def run(*command: object, **options: object) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_tests_of_new_projects_pass(tmp_path):
    """All stages in one run, for each has to read a megabyte as the stages before it leave it."""
    projects = [new_plugin(f"{stage.replace('_', '-')}-one", stage, tmp_path) for stage in STAGE_NAMES]
    env = installed(projects, tmp_path / "site")
    options = ("-q", "-p", "no:cacheprovider", "-W", "error", "--import-mode=importlib")
    out = run(sys.executable, "-m", "pytest", *options, *projects, cwd=tmp_path, env=env)
    costs = out.split("milliseconds for 1,000 tokens")[1]
    assert [stage for stage in STAGE_NAMES if f"  {stage} " not in costs] == []


def test_a_new_project_is_tested_from_its_own_folder(tmp_path):
    project = new_plugin("shouting", "tokenizer", tmp_path)
    assert " passed" in run(sys.executable, "-m", "pytest", cwd=project, env=installed([project], tmp_path / "site"))


@pytest.mark.parametrize("stage", STAGES, ids=STAGE_NAMES)
def test_a_new_project_says_what_it_is(stage, tmp_path):
    project = new_plugin("newsquotes-my-shouting", stage.name, tmp_path)
    assert project == tmp_path / "newsquotes-my-shouting"
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert settings["entry-points"]["newsquotes"] == {"my-shouting": "newsquotes_my_shouting.plugin"}
    plugin = (project / "src" / "newsquotes_my_shouting" / "plugin.py").read_text(encoding="utf-8")
    assert f"newsquotes_contract = {CONTRACT}\n" in plugin
    assert f"def {stage.hook}()" in plugin
    assert not [path for path in project.rglob("*") if path.is_file() and "{{" in path.read_text(encoding="utf-8")]


def test_new_projects_are_tidy_and_typed(tmp_path):
    for tool in ("ruff", "mypy"):
        pytest.importorskip(tool)
    projects = [new_plugin(f"tidy-{stage.replace('_', '-')}", stage, tmp_path) for stage in STAGE_NAMES]
    env = {**os.environ, "MYPYPATH": os.pathsep.join(str(project / "src") for project in projects)}
    packages = [f"-p{path.name}" for project in projects for path in (project / "src").iterdir()]
    rules = ("--select", "E,F,I,B,UP,RUF", "--ignore", "RUF001,RUF003", "--line-length", 120)
    for project in projects:
        run(sys.executable, "-m", "ruff", "check", *rules, cwd=project)
        run(sys.executable, "-m", "ruff", "format", "--line-length", 120, "--check", cwd=project)
    run(sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", *packages, cwd=tmp_path, env=env)


def test_a_new_project_installs_as_any_other(tmp_path):
    """Built by its own build backend and installed, in an environment that sees what is installed here."""
    pytest.importorskip("hatchling", reason="without it the project cannot be built offline")
    project = new_plugin("shouting", "quote_detector", tmp_path)
    here = tmp_path / "env"
    venv.create(here, with_pip=False, symlinks=True)
    python = here / "bin" / "python"
    [site] = here.glob("lib/*/site-packages")
    (site / "outer.pth").write_text("\n".join(p for p in sys.path if p and Path(p).is_dir()), encoding="utf-8")
    quiet = ("--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check")
    run(python, "-m", "pip", "install", *quiet, "--ignore-installed", project)
    assert "shouting (newsquotes-shouting 0.1.0)" in run(
        python, "-m", "newsquotes", "plugins", env={**os.environ, "COLUMNS": "120"}
    )


@pytest.mark.parametrize(
    ("name", "stage", "message"),
    [
        ("Shouting", "linker", "'Shouting' cannot name a plugin; use lower-case Latin letters"),
        ("../away", "linker", "cannot name a plugin"),
        ("use", "linker", "cannot name a plugin"),
        ("newsquotes-", "linker", "cannot name a plugin"),
        ("russian", "quote_detector", "a quote_detector 'russian' is built in"),
        ("shouting", "linkers", "unknown stage 'linkers'; did you mean 'linker'"),
    ],
)
def test_names_that_cannot_be(name, stage, message, tmp_path):
    with pytest.raises(InputError, match=message):
        new_plugin(name, stage, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path):
    project = new_plugin("shouting", "linker", tmp_path)
    (project / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="is there already"):
        new_plugin("shouting", "linker", tmp_path)
    assert (project / "README.md").read_text(encoding="utf-8") == "mine"


def test_the_command(tmp_path):
    call = ["new-plugin", "shouting", "--stage", "annotator", "--folder", str(tmp_path)]
    done = CliRunner().invoke(cli, call)
    assert (done.exit_code, done.output.splitlines()[0]) == (0, f"{tmp_path / 'newsquotes-shouting'} is ready. Next:")
    again = CliRunner().invoke(cli, call)
    assert again.exit_code == 2
    assert "is there already" in again.output
