"""A document in a terminal: its text with the quotations in the colours of their speakers.

Braces and the number of the speaker stand around every quotation, so that it can be read without colours too.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsquotes.display import plain
from newsquotes.document import Document
from newsquotes.reader.highlight import Voice, looks, segments, voices
from newsquotes.reader.pages import about, heading, origin, quotations
from newsquotes.wording import gettext


def show_document(doc: Document, to: Console) -> None:
    """Print a document's text with its quotations marked, and who the numbers stand for."""
    found = voices(doc)
    title = " — ".join(filter(None, (plain(heading(doc)), plain(origin(doc)))))
    if title:
        to.print(Text(title, style="bold"))
    marked = _marked(doc, found)
    marked.rstrip()
    to.print(marked)
    to.print()
    to.print(_legend(found) if found else Text(gettext("No quotations found."), style="dim"))


def _marked(doc: Document, found: tuple[Voice, ...]) -> Text:
    look_of = looks(found)
    number_of = {quote.id: _number(rank, voice) for rank, voice in enumerate(found, 1) for quote in voice.quotes}
    marked = Text()
    for segment in segments(doc):
        for id_ in segment.opens:
            marked.append(f"{{{number_of[id_]} ", style=f"bold {look_of[id_].terminal}")
        style = []
        if segment.content:
            style.append(look_of[segment.content[-1]].terminal)
            if len(segment.content) > 1:
                style.append("underline")
        named = segment.source or segment.cue
        if named:
            if not segment.content:
                style.append(look_of[named[0]].terminal)
            style.append("bold" if segment.source else "italic")
        marked.append(_lines(segment.span.text), style=" ".join(style))
        for id_ in reversed(segment.closes):
            marked.append("}", style=f"bold {look_of[id_].terminal}")
    return marked


def _legend(found: tuple[Voice, ...]) -> Table:
    legend = Table.grid(padding=(0, 1))
    legend.add_column(justify="right", no_wrap=True)
    legend.add_column()
    for rank, voice in enumerate(found, 1):
        role = plain(about(voice.speaker)) if voice.speaker else ""
        who = Text(plain(voice.name), style=voice.look.terminal)
        who.append(f"{' (' + role + ')' if role else ''}, {quotations(len(voice.quotes))}", style="default")
        legend.add_row(Text(_number(rank, voice), style=f"bold {voice.look.terminal}"), who)
    legend.add_row("", Text(gettext("bold: source, italic: cue, underlined: a quotation within another"), style="dim"))
    return legend


def _number(rank: int, voice: Voice) -> str:
    return str(rank) if voice.speaker else "?"


def _lines(text: str) -> str:
    """The text line by line, without anything that a terminal would obey."""
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
    inner = "\n".join(plain(line) for line in text.strip().splitlines())
    return _space(lead) + inner + _space(trail)


def _space(white: str) -> str:
    return "\n" * white.count("\n") or (" " if white else "")
