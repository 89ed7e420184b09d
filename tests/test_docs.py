"""The examples of the README and of the docs, run as they stand there."""

import contextlib
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(python|text|toml)\n(.*?)^```$", re.M | re.S)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_do_what_the_page_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("newsquotes.registry._default", None)
    names: dict[str, object] = {"__name__": "example"}
    printed = ""
    for language, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "toml":
            (tmp_path / "newsquotes.toml").write_text(block, encoding="utf-8")
        elif language == "text":
            assert printed.rstrip() == block.rstrip()
        else:
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(compile(block, page.name, "exec"), names)
            printed = output.getvalue()


def test_links_between_pages_lead_somewhere():
    broken = [
        f"{page.name}: {target}"
        for page in [*PAGES, ROOT / "CHANGELOG.md"]
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []
