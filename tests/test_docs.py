"""The examples of the READMEs and of the docs, run as they stand there.

A ``python`` block is run, and a ``text`` block after it holds what it prints; the blocks of a page share their names. A
``toml`` block becomes ``newsquotes.toml``. A ``console`` block holds commands after ``$`` with what they print; all run in
a folder of the page's own in which ``examples`` is that of the repository. A ``json`` block must be JSON. An ``sh`` block
must name commands, options and make targets that exist, and its command lines of newsquotes are run in a folder that holds
the files that the pages speak of: each must succeed, and either write what it says or print something.
"""

import contextlib
import gzip
import importlib.util
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import newsquotes
from newsquotes import formats
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


SYNOPSIS = re.compile(r"\[|…|\b(?:FILE|GOLD|RECORDS|NAME)\b")


def command_lines(page: Path) -> list[str]:
    """The command lines of a page's ``sh`` blocks that anybody could type, without their remarks."""
    lines = [line for language, block in blocks(page) if language == "sh" for line in block.splitlines()]
    typed = [re.sub(r"\s+#.*", "", line) for line in lines if line.startswith("newsquotes ")]
    return [line for line in typed if not SYNOPSIS.search(line) and not line.startswith("newsquotes serve")]


@pytest.fixture
def desk(tmp_path) -> Path:
    """A folder with the files that the pages speak of: articles, a table, records, corrections, gold."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    article = (ROOT / "examples" / "article.txt").read_text(encoding="utf-8")
    said = "Мэр Анна Белова приехала. «Мост готов, тариф не вырастет», — сказала она."
    for folder in ("news", "articles", "texts", "more"):
        (tmp_path / folder).mkdir()
    for name in ("article.txt", "news/most.txt", "articles/most.txt", "texts/most.txt"):
        (tmp_path / name).write_text(article, encoding="utf-8")
    (tmp_path / "news" / "pages.csv").write_text(f'id,date,text\nb,2031-05-20,"{said}"\n', encoding="utf-8")
    (tmp_path / "archive.csv").write_text(f"статья;когда;издание;рубрика\n{said};20.05.2031;Вести;город\n", encoding="utf-8")
    row = json.dumps({"id": "c", "text": said}, ensure_ascii=False)
    (tmp_path / "more" / "may.jsonl.gz").write_bytes(gzip.compress(row.encode()))
    doc = newsquotes.extract(article, id="most")
    for name in ("quotes", "records", "old", "new", "corrected"):
        formats.write([doc], tmp_path / f"{name}.jsonl")
    for name in ("gold", "my-gold"):
        formats.write([doc], tmp_path / name, "gold")
    content = [[span.start, span.end] for span in doc.quotes[0].content]
    accepted = {"action": "accept", "document": "most", "quotation": content, "author": "Белова", "time": "2031-05-20"}
    (tmp_path / "corrections.jsonl").write_text(json.dumps(accepted) + "\n", encoding="utf-8")
    (tmp_path / "my.toml").write_text('profile = "fast"\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if command_lines(page)], ids=lambda page: page.name)
def test_command_lines_do_what_the_page_says(page, desk, shell):
    for line in command_lines(page):
        targets = re.findall(r"(?:-o|--output|>) (\S+)", line)
        before = {path.name for path in desk.iterdir()} - set(targets)
        given = "cat article.txt | " if line.endswith(" -") else ""
        if line.startswith("newsquotes convert --to gold"):
            shutil.rmtree(desk / "gold")
        printed = shell(f"{given}{line} 2> errors; echo status $? >> errors")
        errors = (desk / "errors").read_text(encoding="utf-8")
        assert "status 0" in errors, f"{line}: {errors}"
        assert all((desk / target).exists() for target in targets), line
        made = {path.name for path in desk.iterdir()} - before
        assert printed.strip() or made - {"errors"}, f"{line} does nothing that one could see"


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


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("howto-*.md")), ids=lambda page: page.name)
def test_every_how_to_ends_with_what_can_go_wrong(page):
    assert re.findall(r"^## (.*)$", prose(page), re.M)[-1] == "What can go wrong"


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
