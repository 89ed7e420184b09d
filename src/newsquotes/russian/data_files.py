"""The files of ``russian/data``: lists of words (``.txt``) and tables (``.tsv``).

``#`` begins a line of comment; the first one says who reads the file. The first other line of a table names its columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def word_list(name: str) -> tuple[str, ...]:
    """The words of a list, which white space divides, in their order; «_» stands for a blank within an entry.

    >>> word_list("possessives")
    ('его', 'ее', 'их')
    """
    return tuple(word.replace("_", " ") for line in _lines(f"{name}.txt") for word in line.split())


def word_set(name: str) -> frozenset[str]:
    """The words of a list as a set."""
    return frozenset(word_list(name))


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table, by column; a cell that is missing or «-» is empty.

    >>> next(rows("platforms"))["name"]
    'Facebook'
    """
    lines = _lines(f"{name}.tsv")
    columns = next(lines).split("\t")
    for line in lines:
        cells = ["" if cell == "-" else cell for cell in line.split("\t")]
        yield dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=True))


def _lines(name: str) -> Iterator[str]:
    text = files("newsquotes.russian").joinpath("data", name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
