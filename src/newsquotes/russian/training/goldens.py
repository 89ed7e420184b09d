"""Goldens as gold: sentences of this project's own with the answer drawn in them, a file for each kind.

Real news shows rare kinds once or never; the goldens show each ten times. A file holds texts under lines «+++ name» and
«--- name», as ``docs/markup.md`` describes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from newsquotes.evaluation.records import GoldDocument, GoldQuote
from newsquotes.testing.markup import MarkedQuote, parse_markup

_HEADER = re.compile(r"^(?:\+\+\+|---) (\S+)$", re.M)
_COMMENT = re.compile(r"^#.*\n?", re.M)


def is_golden(document: GoldDocument) -> bool:
    """Whether a document is a golden."""
    return document.id.startswith("golden-")


def read_goldens(folder: Path) -> Iterator[GoldDocument]:
    """The goldens of a folder as gold documents, by file and name."""
    for path in sorted(folder.glob("*.txt")):
        _, *pieces = _HEADER.split(_COMMENT.sub("", path.read_text(encoding="utf-8")))
        for name, marked in zip(pieces[::2], pieces[1::2], strict=True):
            drawn = parse_markup(marked.strip("\n"))
            yield GoldDocument(f"golden-{path.stem}/{name}", drawn.text, tuple(_quote(q) for q in drawn.quotes))


def _quote(drawn: MarkedQuote) -> GoldQuote:
    source = drawn.source
    return GoldQuote(
        type=drawn.type or "indirect",
        content=tuple((s.start, s.end) for s in drawn.content),
        cue=tuple((s.start, s.end) for s in drawn.cue),
        source=() if source is None else ((source.start, source.end),),
        speaker=drawn.speaker,
    )
