import io

import pytest
from drawn import BRIDGE, drawn
from rich.console import Console

from newsquotes.display import console
from newsquotes.document import Document, Quote
from newsquotes.reader.terminal import show_document


def shown(doc: Document, width: int = 300, **options) -> str:
    file = io.StringIO()
    show_document(doc, Console(file=file, width=width, highlight=False, **options))
    return file.getvalue()


def test_quotations_bear_the_number_of_their_speaker():
    text = shown(drawn(BRIDGE, title="О мосте", date="2024-03-11"))
    assert text.startswith("О мосте — 2024-03-11\n")
    assert "{1 Мост откроют в мае}, сообщила мэр Анна Белова. «{1 Мы готовы}, — сказала она, — {1 но" in text
    assert '«{2 Нам в министерстве говорили: "{3 Денег не будет}", — и мы искали их сами}», — вспоминает' in text
    assert "{? мост подорожал}" in text
    assert "\n1 Анна Белова, 2 quotations" in text
    assert "\n? unknown speaker, 1 quotation" in text


@pytest.mark.parametrize("width", [30, 60, 100])
def test_lines_are_as_wide_as_the_terminal(width):
    assert max(map(len, shown(drawn(BRIDGE), width).splitlines())) <= width


def test_colours_are_for_terminals_only(monkeypatch):
    file = io.StringIO()
    show_document(drawn(BRIDGE), console(file))
    assert "\x1b" not in file.getvalue()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert "\x1b[38;2;47;143;211m" in shown(drawn(BRIDGE), force_terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "38;2" not in shown(drawn(BRIDGE), force_terminal=True)


def test_no_quotations():
    assert "No quotations found." in shown(drawn("Выпал снег."))


def test_nothing_that_a_terminal_obeys():
    doc = Document("а\x1b[31m б [bold]в[/bold]\r\nг\u202eд")
    doc = doc.with_layer("quotes", [Quote((doc.span(8, 9),))])
    text = shown(doc)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold]в[/bold]\nг д" in text
