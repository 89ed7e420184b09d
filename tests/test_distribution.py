"""Wheel and sdist: what they hold, no more and no less, and the same bytes each time."""

import fnmatch
import os
import subprocess
import sys
import tarfile
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from release import built  # noqa: E402


@pytest.fixture(scope="module")
def archives(tmp_path_factory) -> tuple[list[str], list[str]]:
    """The names of what the wheel and the sdist hold."""
    [wheel, sdist] = built(tmp_path_factory.mktemp("dist")).values()
    with zipfile.ZipFile(BytesIO(wheel)) as zipped, tarfile.open(fileobj=BytesIO(sdist)) as tarred:
        return zipped.namelist(), [name.partition("/")[2] for name in tarred.getnames()]


def sources() -> set[str]:
    return {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and path.suffix != ".pyc" and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_it_holds_what_its_list_says(archives, kind):
    names = archives[kind == "sdist"]
    patterns = (ROOT / "tests" / "data" / f"{kind}.txt").read_text(encoding="utf-8").split()
    unknown = [name for name in names if not any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)]
    assert unknown == [], f"these are not in tests/data/{kind}.txt: do they belong into the {kind}?"
    unused = [pattern for pattern in patterns if not fnmatch.filter(names, pattern)]
    assert unused == [], f"these lines of tests/data/{kind}.txt fit nothing"
    assert len(names) == len(set(names))


def test_all_sources_are_in_both(archives):
    wheel, sdist = archives
    assert sources() <= set(wheel)
    assert {f"src/{name}" for name in sources()} <= set(sdist)


def test_two_builds_are_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = built(tmp_path / "a")
    old = os.umask(0o077)
    monkeypatch.setenv("TZ", "Asia/Vladivostok")
    try:
        time.tzset()
        assert built(tmp_path / "b") == first
    finally:
        os.umask(old)
        monkeypatch.undo()
        time.tzset()


def test_the_sdist_builds_the_same_wheel(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    [(name, wheel), (_, sdist)] = built(tmp_path / "dist").items()
    with tarfile.open(fileobj=BytesIO(sdist)) as tarred:
        tarred.extractall(tmp_path / "sources", filter="data")
    [root] = (tmp_path / "sources").iterdir()
    assert built(tmp_path / "again", root)[name] == wheel


def test_the_wheel_works_as_built(tmp_path):
    [wheel, _] = built(tmp_path / "dist")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'dist' / wheel)!r}); import newsquotes; "
        "doc = newsquotes.extract('«Мост открыт», — сказала Анна Белова.'); "
        "print(newsquotes.__file__, [(str(q.speaker), q.text) for q in doc.quotes])"
    )
    run = [sys.executable, "-P", "-c", code]
    told = subprocess.run(run, capture_output=True, text=True, check=True, cwd=tmp_path, encoding="utf-8").stdout
    assert wheel in told
    assert told.strip().endswith("[('Анна Белова', 'Мост открыт')]")
