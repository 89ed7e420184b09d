import io
import sys
from types import SimpleNamespace

import pytest

import newsquotes
from newsquotes.progress import progress_bar

pytest.importorskip("tqdm")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    """Makes standard error a terminal; within the test, as pytest puts its own in place after the fixtures."""

    def make() -> Terminal:
        monkeypatch.setattr(sys, "stderr", Terminal())
        return sys.stderr

    return make


def test_a_terminal_shows_a_bar(build, terminal):
    screen = terminal()
    docs = list(build().stream(["«Мост»", "«Газ»", "Снег."], progress=True))
    assert [len(doc.quotes) for doc in docs] == [1, 1, 0]
    assert "3/3" in screen.getvalue()
    assert "doc/s" in screen.getvalue()


def test_streams_of_unknown_length_are_counted(build, terminal):
    screen = terminal()
    list(build().stream((text for text in ["«Мост»"] * 2), progress=True))
    assert "2 doc" in screen.getvalue()


def test_no_bar_where_nobody_asks_or_looks(build, terminal, monkeypatch):
    screen = terminal()
    list(build().stream(["«Мост»"]))
    assert screen.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    list(build().stream(["«Мост»"], progress=True))
    assert sys.stderr.getvalue() == ""


def test_a_notebook_shows_a_bar_although_it_is_no_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setitem(
        sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: SimpleNamespace(config={"IPKernelApp": {}}))
    )
    assert list(progress_bar(range(4))) == [0, 1, 2, 3]
    assert "4/4" in sys.stderr.getvalue()


def test_streams_stay_lazy(build, terminal):
    terminal()

    def texts():
        yield "«Мост»"
        raise AssertionError("asked for too early")

    assert next(build().stream(texts(), progress=True)).text == "«Мост»"


def test_without_tqdm(build, monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    with pytest.raises(
        newsquotes.MissingExtraError, match=r"progress=True needs tqdm: pip install 'newsquotes\[progress\]'"
    ):
        build().stream([], progress=True)
