"""Laws that hold for any article: changes of its typography that change nothing of who said what.

Each law rewrites a text letter by letter and knows where every letter went, so that the quotations of both texts can be
compared exactly. The metamorphic tests of machine translation are the model.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import attrs

from newsquotes.document import Document, Quote

Pieces = Sequence[tuple[str, str]]
"""A text in pieces, each with what stands in its place afterwards."""

_FRONT = "Вчера в городе шёл снег. Дороги чистили всю ночь.\n\n"
_BEHIND = "\n\nЗавтра в городе будет ясно. Температура днём около нуля."


@attrs.frozen
class Law:
    """A change that keeps who said what: ``change`` gives the pieces of the changed text."""

    name: str
    what: str
    change: Callable[[str], Pieces]


@attrs.frozen
class Broken:
    """A quotation that one of the two texts has and the other has not, or has otherwise."""

    document: str
    law: str
    kept: str
    changed: str


def _exchanged(pattern: str, by: Callable[[re.Match[str]], str]) -> Callable[[str], Pieces]:
    compiled = re.compile(pattern)

    def change(text: str) -> Pieces:
        pieces, last = [], 0
        for match in compiled.finditer(text):
            pieces += [(text[last : match.start()],) * 2, (match[0], by(match))]
            last = match.end()
        return [*pieces, (text[last:],) * 2]

    return change


def _marks(opening: str, closing: str) -> Callable[[str], Pieces]:
    """Guillemets, where they are paired and not nested, become other marks."""
    change = _exchanged("[«»]", lambda match: opening if match[0] == "«" else closing)
    return lambda text: change(text) if _plainly_marked(text) else [(text, text)]


def _plainly_marked(text: str) -> bool:
    if re.search("[\"„“”'’]", text):
        return False
    for line in text.splitlines():
        marks = re.sub("[^«»]", "", line)
        if marks.replace("«»", ""):
            return False
    return True


def _headline(text: str) -> Pieces:
    """The first line in capitals, where it is a headline: short, without a full stop."""
    first, _, _ = text.partition("\n")
    if not first or len(first) > 120 or first[-1:] in '.!?»"' or first.upper() == first or len(first.upper()) != len(first):
        return [(text, text)]
    return [(first, first.upper()), (text[len(first) :],) * 2]


LAWS: Mapping[str, Law] = MappingProxyType(
    {
        law.name: law
        for law in (
            Law("paragraph-before", "a paragraph stands in front", lambda text: [("", _FRONT), (text, text)]),
            Law("paragraph-behind", "a paragraph stands behind", lambda text: [(text, text), ("", _BEHIND)]),
            Law("marks-german", "«…» becomes „…“", _marks("„", "“")),
            Law("marks-english", "«…» becomes “…”", _marks("“", "”")),
            Law("marks-straight", '«…» becomes "…"', _marks('"', '"')),
            Law("dash-en", "— becomes –", _exchanged("—", lambda _: "–")),
            Law("dash-hyphen", " — becomes -", _exchanged("(?<=[ \xa0])[—–](?=[ \xa0])", lambda _: "-")),
            Law("without-yo", "ё becomes е", _exchanged("[ёЁ]", lambda match: "е" if match[0] == "ё" else "Е")),
            Law("no-break-spaces", "a space becomes a no-break space", _exchanged(" ", lambda _: "\xa0")),
            Law("crlf", "a line ends with CR LF", _exchanged("(?<!\r)\n", lambda _: "\r\n")),
            Law("headline-in-capitals", "the headline is in capitals", _headline),
        )
    }
)
"""Name → law."""

Said = tuple[tuple[tuple[int, int], ...], str, str | None]
"""The spans of a quotation, its type, its speaker (folded as the law folds)."""


def broken(law: Law, docs: Iterable[Document], read: Callable[[str], Document]) -> Iterator[tuple[int, list[Broken]]]:
    """For each document how many quotations it has, and those that do not survive the law.

    ``docs`` are what ``read`` (a pipeline) made of the unchanged texts. A quotation survives where the changed text has one
    at the places to which its letters went, of the same type and speaker (ё, capitals, spaces, marks and dashes apart).
    """
    for doc in docs:
        pieces = law.change(doc.text)
        changed = "".join(new for _, new in pieces)
        if changed == doc.text:
            continue
        before = {_said(quote, _places(pieces)) for quote in doc.quotes}
        after = {_said(quote, lambda offset: offset) for quote in read(changed).quotes}
        missing, new = sorted(before - after, key=str), sorted(after - before, key=str)
        rows = max(len(missing), len(new))
        yield (
            len(before),
            [
                Broken(
                    doc.id,
                    law.name,
                    _shown(changed, missing[i]) if i < len(missing) else "",
                    _shown(changed, new[i]) if i < len(new) else "",
                )
                for i in range(rows)
            ],
        )


def _places(pieces: Pieces) -> Callable[[int], int]:
    """Where an offset of the old text stands in the new one."""
    old = new = 0
    table = []
    for before, after in pieces:
        table.append((old, new, len(before), len(after)))
        old, new = old + len(before), new + len(after)

    def place(offset: int) -> int:
        i = bisect_right(table, offset, key=lambda row: row[0]) - 1
        start, to, length, then = table[i]
        return to + (min(offset - start, then) if offset - start < length or length == then else then)

    return place


def _said(quote: Quote, place: Callable[[int], int]) -> Said:
    speaker = quote.speaker
    spans = tuple((place(span.start), place(span.end - 1) + 1) for span in quote.content)  # not what is put behind the end
    name = None if speaker is None else _folded(speaker.name)
    return spans, quote.type, name


def _folded(name: str) -> str:
    """A name without what the laws change in the text that it is written in."""
    return " ".join(re.sub("[–—]", "-", re.sub(r'[«»„“”"]', "", name)).lower().replace("ё", "е").split())


def _shown(text: str, said: Said) -> str:
    spans, type_, speaker = said
    return f"{speaker or '?'} ({type_}): {' … '.join(text[a:b] for a, b in spans)}"
