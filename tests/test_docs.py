"""The examples of the READMEs and of the docs, run as they stand there.

A ``python`` block is run, and a ``text`` block after it holds what it prints; the blocks of a page share their names. A
``toml`` block becomes ``newsquotes.toml``. A ``console`` block holds commands after ``$`` with what they print; all run in
a folder of the page's own in which ``examples`` is that of the repository. A ``json`` block must be JSON. An ``sh`` block
is not run, but the commands, options and make targets in it must exist.
"""

import contextlib
import importlib.util
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

import newsquotes
from newsquotes.cli import cli
from newsquotes.inputs import read_articles

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
READMES = sorted(ROOT.glob("README*.md"))
PAGES = [*READMES, *DOCS]
BLOCK = re.compile(r"^```(python|text|toml|console|json|sh)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#([^)\s]+))?\)")
CONFIDENCE = re.compile(r"\b[01]\.\d\d\b")


def blocks(page: Path) -> list[tuple[str, str]]:
    """The language and the code of each block; what longer fences hold is text that shows blocks."""
    return BLOCK.findall(re.sub(r"^(`{4,}).*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S))


def prose(page: Path) -> str:
    return re.sub(r"^(`{3,}).*?^\1$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)


def pages_with(*languages: str) -> list[Path]:
    return [page for page in PAGES if any(language in languages for language, _ in blocks(page))]


@pytest.fixture
def shell(tmp_path):
    """Runs a command line as a reader of the page would, and returns what it prints."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "newsquotes"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m newsquotes "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    package = Path(newsquotes.__file__).parent.parent
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(package), os.environ.get("PYTHONPATH")))),
        "PYTHONUTF8": "1",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }

    def run(command: str) -> str:
        return subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=120
        ).stdout

    return run


@pytest.mark.parametrize("page", pages_with("python", "console", "json"), ids=lambda page: page.name)
def test_examples_do_what_the_page_says(page, tmp_path, monkeypatch, shell):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("newsquotes.registry._default", None)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    names: dict[str, object] = {"__name__": "__main__"}
    printed = ""
    for language, block in blocks(page):
        if language == "toml":
            (tmp_path / "newsquotes.toml").write_text(block, encoding="utf-8")
        elif language == "text":
            assert printed.rstrip() == block.rstrip()
        elif language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(compile(block, page.name, "exec"), names)
            printed = output.getvalue()
        elif language == "console":
            for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
                assert shapes(shell(command)) == shapes(expected), command
        elif language == "json":
            json.loads(block)


def shapes(printed: str) -> str:
    """Without spaces at the ends of lines, and with confidences, which follow the weights, as ``0.##``."""
    return "\n".join(line.rstrip() for line in CONFIDENCE.sub("0.##", printed).strip("\n").splitlines())


@pytest.mark.parametrize("page", pages_with("sh", "console"), ids=lambda page: page.name)
def test_commands_and_options_exist(page):
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for language, block in blocks(page):
        for line in block.splitlines() if language in ("sh", "console") else ():
            words = re.sub(r"\s#.*| \| .*|^\$ ", "", line).split()
            if words[:1] == ["make"]:
                assert words[1] in targets
            elif words[:1] == ["newsquotes"] and len(words) > 1 and not words[1].startswith("-"):
                assert_exists(words[1], re.findall(r"(?<![\w-])--[a-z][a-z-]*", line), line)


def assert_exists(name: str, options: list[str], line: str) -> None:
    context = click.Context(cli)
    command = cli.get_command(context, name)
    assert command is not None, line
    known = {option for parameter in command.get_params(context) for option in (*parameter.opts, *parameter.secondary_opts)}
    assert set(options) <= known, line


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    for target, anchor in LINK.findall(prose(page)):
        linked = page.parent / target
        assert linked.exists(), target
        if anchor and linked.suffix == ".md":
            assert anchor in anchors(linked), f"{target}#{anchor}"


def anchors(page: Path) -> set[str]:
    """The ids of a page's headings, as GitHub and MyST make them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_both_readmes_show_the_same_programs():
    english, russian = ([language for language, _ in blocks(page)] for page in READMES)
    assert english == russian


def test_rules_that_the_examples_show_are_explained():
    explained = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    texts = [(ROOT / "examples" / "article.txt").read_text(encoding="utf-8")]
    texts += [text for _, text, _ in read_articles(ROOT / "examples" / "corpus" / "most.jsonl")]
    quotes = [quote for doc in newsquotes.Pipeline(profile="recall").stream(texts) for quote in doc.quotes]
    rules = {quote.rule for quote in quotes} | {quote.attribution.rule for quote in quotes}
    assert len(rules) > 10
    assert [rule for rule in sorted(rules) if f"`{rule}`" not in explained] == []


def test_documentation_builds_without_warnings(tmp_path):
    missing = [name for name in ("sphinx", "myst_parser", "furo") if importlib.util.find_spec(name) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} not installed: pip install 'newsquotes[docs]'")
    package = Path(newsquotes.__file__).parent.parent
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", ROOT / "docs", tmp_path],
        env={**os.environ, "PYTHONPATH": str(package), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    assert built.returncode == 0, built.stderr
