"""The compiled wheel: what is compiled, and that a build of it works; ``make compiled`` builds and compares the whole."""

import subprocess
import sys
import tomllib
from pathlib import Path
from shutil import which

import pytest

ROOT = Path(__file__).parent.parent
pytest.importorskip("hatchling")
sys.path.insert(0, str(ROOT))
import hatch_build  # noqa: E402

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
HOOK = SETTINGS["hooks"]["custom"]


def test_a_build_is_pure_unless_it_is_asked():
    assert HOOK["enable-by-default"] is False


@pytest.mark.parametrize("pattern", HOOK["modules"] + HOOK["without"])
def test_every_pattern_names_modules(pattern):
    assert list((ROOT / "src").glob(pattern)), f"{pattern} in pyproject.toml names nothing"


def test_what_takes_the_time_is_compiled():
    paths = hatch_build.modules(ROOT / "src", HOOK["modules"], HOOK["without"])
    names = {path.relative_to(ROOT / "src" / "newsquotes" / "russian").as_posix() for path in paths}
    assert {"reading/words.py", "reading/view.py", "reading/phrases.py", "quotes/edges.py"} <= names


def test_constants_become_final_where_they_stay_what_they_are():
    future = "from __future__ import annotations"
    source = f"{future}\n\nONE = 1\n_MORE = (1,)\n_MORE += (2,)\nname = 3\n"
    final = hatch_build.with_final_constants(source)
    assert final.splitlines() == [
        f"{future}; from typing import Final", "", "ONE: Final = 1", "_MORE = (1,)", "_MORE += (2,)", "name = 3"
    ]  # fmt: skip
    assert hatch_build.with_final_constants("ONE = 1\n") == "ONE = 1\n"


@pytest.fixture
def package(tmp_path) -> Path:
    """A source tree of one module."""
    source = tmp_path / "source" / "sample"
    source.mkdir(parents=True)
    (source / "__init__.py").write_text("", encoding="utf-8")
    text = "from __future__ import annotations\n\nMASK = 6\n\n\ndef kept(flags: int) -> int:\n    return flags & MASK\n"
    (source / "words.py").write_text(text, encoding="utf-8")
    return tmp_path


def test_modules_are_compiled(package):
    pytest.importorskip("mypyc")
    if not (which("cc") or which("gcc")):
        pytest.skip("there is no C compiler")
    found = list(hatch_build.compiled(package / "source", package / "build", ["sample/*.py"], ["sample/__init__.py"]))
    assert any(path.parent.name == "sample" for path in found)
    ask = "import sample.words as w; print(w.__file__.endswith('.py'), w.kept(15)); w.kept('6')"
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=package / "build" / "built", capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["False", "6"], done.stderr
    assert "TypeError: int object expected; got str" in done.stderr


def test_what_cannot_be_compiled_says_why(package):
    pytest.importorskip("mypyc")
    (package / "source" / "sample" / "words.py").write_text("def kept() -> int:\n    return 'нет'\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="mypyc could not compile newsquotes"):
        hatch_build.compiled(package / "source", package / "build", ["sample/*.py"], [])
