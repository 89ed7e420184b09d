"""What people see in a terminal: tables of quotations, extractors and decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsquotes.document import Document, Quote
from newsquotes.explanations import Explanation
from newsquotes.terms import in_words
from newsquotes.wording import decimal, gettext, ngettext


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # rich would end the program; that is for the command to do


def console(file: TextIO | None = None) -> Console:
    """A console that knows the width, takes NO_COLOR seriously and writes plainly into pipes and files."""
    return _Console(file=file, highlight=False)


def plain(text: str) -> str:
    r"""The text on one line, without anything that a terminal would obey.

    >>> plain("Первая строка\n\x1b[31mвторая")
    'Первая строка [31mвторая'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def show_quotes(doc: Document, to: Console) -> None:
    """Print who says what in a document."""
    title = " — ".join(filter(None, (doc.id, doc.meta.title)))
    if not doc.quotes:
        to.print(Text(gettext("{name}: no quotations found", name=plain(title) or gettext("This text"))))
        return
    table = Table(
        title=Text(f"{plain(title)} ({_counted(doc)})" if title else _counted(doc)), title_justify="left", expand=True
    )
    table.add_column(in_words("column", "speaker"), ratio=3, no_wrap=True, overflow="ellipsis", style="bold")
    table.add_column(in_words("column", "type"), no_wrap=True)
    table.add_column(in_words("column", "cue"), ratio=2, no_wrap=True, overflow="ellipsis")
    table.add_column(in_words("column", "quotation"), ratio=6, no_wrap=True, overflow="ellipsis")
    table.add_column(gettext("conf"), justify="right", no_wrap=True)
    for quote in doc.quotes:
        table.add_row(*map(Text, _cells(quote)))
    to.print(table)


def _counted(doc: Document) -> str:
    return ngettext("{number} quotation", "{number} quotations", len(doc.quotes))


def _cells(quote: Quote) -> tuple[str, ...]:
    who = "?" if quote.speaker is None else plain(str(quote.speaker))
    if quote.medium:
        who += f" ({plain(quote.medium)})"
    return who, in_words("type", quote.type), plain(str(quote.cue)), plain(quote.text), decimal(quote.confidence)


def show_rows(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], to: Console) -> None:
    """Print a table whose cells wrap."""
    table = Table(title=Text(title), title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    to.print(table)


def show_explanations(explanations: Iterable[Explanation], to: Console) -> None:
    """Print why quotations were found and given to their speakers, and why other candidates were not, a block each."""
    none = True
    for explanation in explanations:
        none = False
        found = explanation.quote is not None
        head = Text.assemble(
            ("+ " if found else "- ", "bold green" if found else "bold red"),
            (f"[{explanation.span.start}, {explanation.span.end}) ", "dim"),
            (plain(explanation.quote.text if explanation.quote else explanation.span.text), "bold" if found else ""),
        )
        head.no_wrap, head.overflow = True, "ellipsis"
        to.print(head)
        lines = Table.grid(padding=(0, 1))
        lines.add_column(style="dim", min_width=16, max_width=20)
        lines.add_column(overflow="fold")
        for heading, said in explanation.lines():
            lines.add_row(Text(f"    {heading}"), Text(plain(said)))
        to.print(lines)
    if none:
        to.print(gettext("The extractors of this pipeline had nothing to explain."))
