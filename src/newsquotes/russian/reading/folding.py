"""Texts read through a folded copy: what layout, markup and scraping put between the letters is not there for the rules.

Soft hyphens, stress marks, zero-width characters, Latin letters that look like Cyrillic ones, entities, tags, Markdown and
emoji are folded away, and lines in capitals become ordinary ones. A map leads every offset of the copy back into the
untouched text, so that spans stay exact.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice
from unicodedata import normalize

from newsquotes.document import Document, Token
from newsquotes.russian.reading.capitals import in_small_letters

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
_STRESS = "\u0300-\u036f"
_SYMBOLS = "\u20e3\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff"
_BULLETS = "•‣⁃◦·∙"
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿѐѝЀЍ"
_CYRILLIC = "А-Яа-яЁё"
_ODD = re.compile(rf"[{_INVISIBLE}{_STRESS}{_SYMBOLS}{_BULLETS}&<>*_#`‹›《》‒‑\[\]]")
_BOTH_SCRIPTS = re.compile(
    rf"[{_LATIN}](?:(?<=[{_CYRILLIC}].)|(?=[{_CYRILLIC}])"
    rf"|(?<=[\s«„(].)(?:(?<=[acoyk])(?=\s[{_CYRILLIC}])|(?=\.\ ?[А-ЯЁ])))"
)
_ADDRESS = r"\]\((?:https?:/|/|\#|mailto:|www\.)[^()\s]{0,1000}\)"
_FOLDED = re.compile(  # what a character of _ODD begins
    rf"""
    (?P<stress>(?<=[^\W\d_])[{_STRESS}]+)
    |(?P<keycap>(?<=[0-9])\ufe0f?\u20e3)
    |(?P<symbol>(?:[{_SYMBOLS}]|(?<!\S)[{_BULLETS}](?=\s))[{_SYMBOLS}{_INVISIBLE}]*)
    |(?P<hidden>[{_INVISIBLE}{_STRESS}]+)
    |(?P<entity>&(?:amp;)?(?:(?:\#[0-9]{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,30}});
        |(?:nbsp|[lr]aquo|[mn]dash|quot)\b))
    |(?P<gap><(?:\.{{2,3}}|…)>)
    |<(?P<tag>/?[a-z][a-z0-9]{{0,11}})(?:\s[^<>]{{0,1000}})?/?>
    |(?P<image>(?<=!)\[[^\[\]\n]{{0,300}}{_ADDRESS})
    |(?P<link>\[(?=[^\[\]\n]{{1,300}}{_ADDRESS})|(?<=[^\s\[]){_ADDRESS})
    |(?P<line>^(?:(?:\#{{1,6}}|\*)[ \t]+(?=[^\s*])|(?:>[ \t]?)+(?=[^\s=>]|$)))
    |(?P<angle>[‹›《》]|<<(?=\S)|(?<=\S)>>)
    |(?P<dash>[‒‑])
    |(?P<code>\[(?:[0-9]{{1,3}}|/?(?:b|i|u|s|url|quote|color|size|center|img)(?:=[^\[\]\n]{{0,200}})?)\])
    |(?P<tick>`{{1,2}}(?!`))
    |(?P<emphasis>(?<![*_])[*_]{{1,6}}(?![*_]))
    """,
    re.VERBOSE | re.MULTILINE,
)
_WORD = re.compile(rf"[{_LATIN}{_CYRILLIC}]+")
_HAS_CYRILLIC = re.compile(rf"[{_CYRILLIC}]")
_BLOCKS = frozenset("p br div li ul ol h1 h2 h3 h4 h5 h6 blockquote tr table section hr figure figcaption".split())
_TO_CYRILLIC = dict(
    zip("aceopxykmABCEHKMOPTXYëËáàâéèêóòôýÁÀÉÈÓÒÝѐѝЀЍ", "асеорхукмАВСЕНКМОРТХУёЁаааеееоооуААЕЕООУеиЕИ", strict=True)
)
_TO_LATIN = {cyrillic: latin for latin, cyrillic in islice(_TO_CYRILLIC.items(), 21)}
_CYRILLIC_TABLE, _LATIN_TABLE = str.maketrans(_TO_CYRILLIC), str.maketrans(_TO_LATIN)
_UNSEEN = re.compile(rf"[{_INVISIBLE}{_STRESS}]")


class Folded:
    """A folded copy of a text: its character ``i`` stands for ``[starts[i], ends[i])`` of the untouched one."""

    __slots__ = ("ends", "starts", "text")

    def __init__(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    def bounds(self, first: int, last: int) -> tuple[int, int]:
        """The untouched range of the characters ``[first, last)``."""
        return self.starts[first], self.ends[last - 1]

    def within_marks(self, first: int, last: int) -> tuple[int, int]:
        """The untouched range of characters; where quote marks enclose them, with all that stands between the marks."""
        start, end = self.bounds(first, last)
        while first and self.text[first - 1].isspace():
            first -= 1
        while last < len(self.text) and self.text[last].isspace():
            last += 1
        if first and self.text[first - 1] in '«„“"':
            start = self.ends[first - 1]
        if last < len(self.text) and self.text[last] in '»”“"':
            end = self.starts[last]
        return start, end

    def place(self, offset: int) -> int:
        """The first character of the copy that stands for what begins at an untouched offset, or after it."""
        return bisect_left(self.starts, offset)

    def word(self, token: Token) -> Token | None:
        """A token of the untouched text as the copy has it; ``None`` where the copy has nothing of it."""
        first, last = self.place(token.start), self.place(token.end)
        text = self.text[first:last]
        return Token(first, last, text) if text and not text.isspace() else None


def folded(doc: Document) -> Folded | None:
    """The folded copy of a document's text, made once; ``None`` where there is nothing to fold.

    >>> copy = folded(Document("<b>&laquo;Мо́ст го\u00adтов&raquo;</b>, — cказал **мэр**."))
    >>> copy.text
    '«Мост готов», — сказал мэр.'
    """
    return doc.artefact("russian.folded", lambda d: _fold(d.text), ())


def folded_words(doc: Document, copy: Folded) -> list[Token | None]:
    """For each token of the document the one that the copy has, made once; ``None`` where the copy has nothing of it."""
    return doc.artefact("russian.folded words", lambda d: list(map(copy.word, d.tokens)), ("tokens",))


def _fold(text: str) -> Folded | None:
    changes = list(_changes(text))
    if not changes:
        read = in_small_letters(_one_script(text))
        return None if read == text else Folded(read, range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for first, last, new in changes:
        pieces += text[done:first], new
        starts += range(done, first)
        ends += range(done + 1, first + 1)
        starts += [first] * len(new)
        ends += [last] * len(new)
        done = last
    pieces.append(text[done:])
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Folded(in_small_letters(_one_script("".join(pieces))), starts, ends)


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """What is replaced: ranges of the text, in order, and what the copy has for them."""
    end = 0
    while (odd := _ODD.search(text, end)) is not None:
        if (m := _FOLDED.match(text, odd.start())) is None:
            end = odd.end()
            continue
        kind = m.lastgroup
        first, end = m.span()
        if kind == "stress":
            yield first - 1, end, _unstressed(text[first - 1], m[0])
        elif kind in ("keycap", "image"):
            yield first - 1, end, ""
        elif kind == "entity":
            if len(meant := unescape(unescape(m[0]))) == 1:  # there are others, and none by that name
                yield first, end, "" if _UNSEEN.match(meant) else meant
        elif kind == "gap":
            yield first, end, "…"
        elif kind == "tag":
            yield first, end, "\n" if m["tag"].strip("/") in _BLOCKS else ""
        elif kind == "angle":
            yield first, end, "«" if m[0][0] in "‹《<" else "»"
        elif kind == "dash":
            yield first, end, "–" if m[0] == "‒" else "-"
        elif kind == "tick":
            within = text[first - 1 : first].isalpha() and text[end : end + 1].isalpha()
            yield first, end, "'" if within else '"'
        elif kind == "symbol":
            yield first, end, " " if first and end < len(text) and not text[first - 1].isspace() else ""
        elif kind != "emphasis" or _emphasises(text, first, end):
            yield first, end, ""


def _unstressed(letter: str, marks: str) -> str:
    """A letter without the stress mark that follows it; «й» and «ё» are letters of their own."""
    for mark in marks:
        whole = normalize("NFC", letter + mark)
        if len(whole) == 1 and whole not in "ѐѝЀЍ":
            return whole
    return letter


def _emphasises(text: str, first: int, last: int) -> bool:
    """Whether stars or underscores mark words: they touch some on one side, and stand within none."""
    before, after = text[first - 1 : first], text[last : last + 1]
    if before.isalnum() and after.isalnum():
        return False
    return not (before.isspace() or not before) or not (after.isspace() or not after)


def _one_script(text: str) -> str:
    """Words of Cyrillic and Latin letters, read in the script in which they make sense; as long as before."""
    if _BOTH_SCRIPTS.search(text) is None:
        return text
    return _WORD.sub(_in_one_script, text)


def _in_one_script(m: re.Match[str]) -> str:
    word: str = m[0]
    if _HAS_CYRILLIC.search(word) is None:
        return word.translate(_CYRILLIC_TABLE) if len(word) == 1 and _BOTH_SCRIPTS.match(m.string, m.start()) else word
    if all(c in _TO_CYRILLIC or _HAS_CYRILLIC.match(c) for c in word):
        return word.translate(_CYRILLIC_TABLE)
    if all(c in _TO_LATIN or not _HAS_CYRILLIC.match(c) for c in word):
        return word.translate(_LATIN_TABLE)
    return word
