import io

import pytest
from rich.console import Console

from newsquotes import Document
from newsquotes.display import console, plain, show_explanations, show_quotes
from newsquotes.explanations import Explanation

TEXT = "«Мост\nоткроют [bold]в\x1b[31m мае», — сообщила Анна Белова. Он «далеко»."


def shown(show, *args, width: int = 100, **options) -> str:
    file = io.StringIO()
    show(*args, Console(file=file, width=width, highlight=False, **options))
    return file.getvalue()


def test_the_table_says_who_says_what(build):
    table = shown(show_quotes, build()(TEXT, id="most", meta={"title": "О мосте"}))
    assert "most — О мосте (2 quotations)" in table
    for words in ("Анна Белова", "direct", "сообщила", "Мост откроют [bold]в [31m мае", "0.94", "?"):
        assert words in table
    assert "\x1b" not in table


@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_table_fits_the_width_with_one_line_a_quote(build, width):
    lines = shown(show_quotes, build()(TEXT.replace("мае", "мае " * 60)), width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert sum("direct" in line for line in lines) == 2
    assert any("…" in line for line in lines)


def test_no_quotations(build):
    assert shown(show_quotes, build()("Выпал снег.", id="sneg")) == "sneg: no quotations found\n"
    assert shown(show_quotes, build()("Выпал снег.")) == "This text: no quotations found\n"


def test_colours_are_for_terminals_only(build, monkeypatch):
    doc = build()(TEXT)
    file = io.StringIO()
    show_quotes(doc, console(file))
    assert "\x1b[" not in file.getvalue()
    monkeypatch.setenv("TERM", "xterm")
    found = [Explanation(doc.span(0, 6), None, "", "a name")]
    assert "\x1b[1;31m" in shown(show_explanations, found, force_terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "31m" not in shown(show_explanations, found, force_terminal=True)


def test_explanations():
    span = Document("«Мост» стоит").span(0, 6)
    told = shown(show_explanations, [Explanation(span, None, "names", "a name")])
    assert [line.split() for line in told.splitlines()] == [["-", "[0,", "6)", "«Мост»"], ["no", "quotation", "a", "name"]]
    assert "nothing to explain" in shown(show_explanations, [])


def test_nothing_that_a_terminal_obeys():
    assert plain("\x1b]0;title\x07 а\u202eб\r\n\tв\u2028г") == "]0;title а б в г"
