"""Carriers: what remains of a sentence when the words within quote marks are taken out of it.

A parser trained on sentences does badly on two or three of them that hang together by quote marks. So the words that are
plainly somebody's direct speech are cut out first, and the parser sees only «, — сказал Иванов.»
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
from newsquotes import Document

from newsquotes_natasha.models import LONGEST
from newsquotes_natasha.pieces import Range, new_paragraph, sentences

DASHES = frozenset("—–-−―")
OPENING = {"«": "»", "„": "“", "“": "”"}
_ENDS = frozenset((",", ".", "!", "?", "…", "...", "?!", "!.."))


@attrs.frozen
class Utterance:
    """Direct speech: its fragments, and the token range that it takes with its marks.

    ``cue`` is the token range of a cue that stands inside the marks («Нет, — сказал он. — Да»).
    """

    fragments: tuple[Range, ...]
    outer: Range
    cue: Range | None = None


@attrs.frozen
class Carrier:
    """A sentence, or several that quote marks hold together."""

    range: Range
    utterances: tuple[Utterance, ...]
    nodes: tuple[int, ...]


def carriers(doc: Document, cues: Sequence[bool]) -> Iterator[Carrier]:
    """The carriers of a text; ``cues`` says for each token whether it may be a cue."""
    marked = list(quoted(doc))
    for first, last in _joined(doc, marked):
        inside = [(a, b) for a, b in marked if first <= a and b < last]
        found = tuple(u for a, b in inside if (u := _utterance(doc, (first, last), (a, b), cues)) is not None)
        spoken = {k for u in found for a, b in u.fragments for k in range(a, b)}
        nodes = tuple(k for k in range(first, last) if k not in spoken)
        yield Carrier((first, last), found, nodes[:LONGEST])


def quoted(doc: Document) -> Iterator[Range]:
    """The outermost pairs of quote marks: the indices of their two tokens. A pair ends where its line ends."""
    opened: list[tuple[int, str]] = []
    tokens = doc.tokens
    for i, token in enumerate(tokens):
        if i and new_paragraph(doc, i):
            opened = []
        mark = token.text
        if opened and mark == opened[-1][1]:
            first, _ = opened.pop()
            if not opened:
                yield first, i
        elif mark in OPENING or mark == '"':
            opened.append((i, OPENING.get(mark, mark)))


def _joined(doc: Document, marked: Sequence[Range]) -> Iterator[Range]:
    """Sentences, joined where a border lies within marks or before a dash or a comma that goes on."""
    within = {k for a, b in marked for k in range(a + 1, b + 1)}
    tokens = doc.tokens
    begin = 0
    for _, end in sentences(doc):
        if end < len(tokens) and not new_paragraph(doc, end) and (end in within or tokens[end].text in DASHES | {","}):
            continue
        yield begin, end
        begin = end


def _utterance(doc: Document, unit: Range, marks: Range, cues: Sequence[bool]) -> Utterance | None:
    """The direct speech between two marks, if it is that and no name, term or part of a reported clause."""
    texts = [token.text for token in doc.tokens[unit[0] : unit[1]]]
    opening, closing = marks[0] - unit[0], marks[1] - unit[0]
    before = texts[opening - 1] if opening else "."
    after = texts[closing + 1 : closing + 3]
    led = before == ":" or (before in DASHES and opening < 2) or before in _ENDS - {","}
    goes_on = len(after) > 1 and after[0] in (",", ".") and after[1] in DASHES or bool(after) and after[0] in DASHES
    broken = _broken(texts, opening, closing, cues[unit[0] : unit[1]])
    if broken and led:
        fragments, cue = broken
        return Utterance(tuple(_shifted(f, unit[0]) for f in fragments), (marks[0], marks[1] + 1), _shifted(cue, unit[0]))
    words = sum(text[0].isalnum() for text in texts[opening + 1 : closing])
    if words < 2 or not (before == ":" or led and (goes_on or _is_clause(doc, (marks[0] + 1, marks[1])) and words > 3)):
        return None
    return Utterance((_trimmed(texts, opening + 1, closing, unit[0]),), (marks[0], marks[1] + 1))


def _broken(texts: list[str], opening: int, closing: int, cues: Sequence[bool]) -> tuple[list[Range], Range] | None:
    """The fragments and the cue of «Нет, — сказал он. — Да»."""
    for i in range(opening + 2, closing - 1):
        if texts[i] in DASHES and texts[i - 1] in _ENDS and any(cues[i + 1 : min(i + 4, closing)]):
            again = next((k for k in range(i + 2, closing) if texts[k] in DASHES and texts[k - 1] in (*_ENDS, ":")), closing)
            fragments = [_trimmed(texts, opening + 1, i, 0), _trimmed(texts, again + 1, closing, 0)]
            return [(a, b) for a, b in fragments if a < b], (i + 1, again)
    return None


def _trimmed(texts: list[str], first: int, last: int, shift: int) -> Range:
    while last > first and (texts[last - 1] == "," or texts[last - 1] in DASHES):
        last -= 1
    return first + shift, max(first, last) + shift


def _shifted(pair: Range, by: int) -> Range:
    return pair[0] + by, pair[1] + by


def _is_clause(doc: Document, tokens: Range) -> bool:
    return any(m.pos == "VERB" for m in doc.morphs[tokens[0] : tokens[1]])
