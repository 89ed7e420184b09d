"""Paragraphs of a text: its lines, save where a break divides nothing or scraping glued turns together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.forms import DASHES, DIGIT, FINITE, NOUN, PLACE, QUOTE_MARKS, TERMINALS, UPPER
from newsquotes.russian.reading.words import Word

_LINE_END = re.compile(r"[\r\n\u2028\u2029]")
_RARE_LINE_ENDS = "\r\u2028\u2029"
_TOP = 6  # lines in which a dateline may stand
_LONGEST_DATELINE = 16
_MONTHS = word_set("dateline_months")
_IN_DATELINES = frozenset(",.()/")


def _line_ends(text: str) -> Iterator[int]:
    """Where line breaks stand; those of other systems than Unix are rare, and a search for one character is fast."""
    if any(mark in text for mark in _RARE_LINE_ENDS):
        yield from (found.start() for found in _LINE_END.finditer(text))
        return
    at = text.find("\n")
    while at >= 0:
        yield at
        at = text.find("\n", at + 1)


def lines_of(text: str, words: Sequence[Word], starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
    """Lines, save that a line break within a sentence (a scraped, wrapped text) divides nothing."""
    result = []
    first = 0
    size = len(words)
    breaks: list[int] = []
    for line_end in _line_ends(text):
        i = bisect_left(starts, line_end)
        if 0 < i < size and (not breaks or breaks[-1] != i):
            breaks.append(i)
    for i in breaks:
        gap = text[ends[i - 1] : starts[i]]
        blank = gap.count("\n") > 1 or gap.count("\r") > 1
        before, after = words[i - 1], words[i]
        wrapped = (
            not blank
            and before.text not in TERMINALS
            and before.text[-1:] not in "»”:"
            and not after.title
            and after.text[:1].isalpha()
        )
        if not wrapped:
            result.append((first, i))
            first = i
    if first < size:
        result.append((first, size))
    return result


def turns_apart(
    words: Sequence[Word],
    starts: Sequence[int],
    ends: Sequence[int],
    lines: list[tuple[int, int]],
    punctuation: Sequence[int],
) -> list[tuple[int, int]]:
    """Lines, save that the turns of a talk that scraping glued into one («— Когда? — В мае. — А где?») stand apart."""
    size = len(words)
    dashes = [
        i
        for i in punctuation
        if words[i].text in DASHES
        and 0 < i < size - 1
        and words[i - 1].text[0] in ".?!…"
        and ends[i] < starts[i + 1]
        and words[i + 1].text[0].isalnum()
        and not words[i + 1].text[0].islower()
    ]
    if len(dashes) < 2:
        return lines
    result: list[tuple[int, int]] = []
    for first, last in lines:
        here = dashes[bisect_left(dashes, first) : bisect_left(dashes, last)]
        borders = [first, *here, last]
        opened = [(a, b) for a, b in pairwise(borders) if words[a].text in DASHES]
        asked = any(words[b - 1].text[0] == "?" for _, b in opened[:-1])
        glued = len(opened) > 1 and asked and not any(_attributes(words, starts, ends, a + 1, b) for a, b in opened)
        result += pairwise(borders) if glued else [(first, last)]
    return [(a, b) for a, b in result if b > a]


def datelines_apart(words: Sequence[Word], lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines, save that a dateline stands apart: «ОМСК, 14 мар - РИА Новости. | Мост открыт», «ИНТЕРФАКС — | Мост открыт»."""
    result: list[tuple[int, int]] = []
    for n, (first, last) in enumerate(lines):
        end = _dateline_end(words, first, last) if n < _TOP else 0
        result += [(first, end), (end, last)] if first < end < last else [(first, last)]
    return result


def _dateline_end(words: Sequence[Word], first: int, last: int) -> int:
    """Where the place, the date and the agency end that open a line; 0 where none do."""
    k, stop = first, min(last, first + _LONGEST_DATELINE)
    while k < stop and not _agency(words[k]):
        w = words[k]
        place = w.title and (not w.flags & NOUN or w.flags & PLACE)
        if not (w.text in _IN_DATELINES or w.text in DASHES or place or w.flags & DIGIT or w.low in _MONTHS):
            return 0
        k += 1
    if k == stop or (k > first and words[k - 1].text[0].isalnum()):
        return 0
    named = k
    while k < stop and words[k].title and k - named < max(1, words[named].outlet):
        k += 1
    dated = named > first and any(w.flags & DIGIT for w in words[first:named])
    divided = k < stop and (words[k].text in DASHES or (dated and words[k].text in "./"))
    if not divided or not (dated or (named == first and words[first].flags & UPPER)):
        return 0
    while k < stop and (words[k].text in DASHES or words[k].text in "./"):
        k += 1
    return k if k < last and words[k].title else 0


def _agency(w: Word) -> bool:
    """Whether a word may be the agency of a dateline; «Москва» is its place."""
    return w.title and (w.outlet > 0 or "." in w.text) and not w.flags & PLACE


def _attributes(words: Sequence[Word], starts: Sequence[int], ends: Sequence[int], first: int, last: int) -> bool:
    """Whether an attribution stands among words («…, — сказал X»), or marks that may hold the dash."""
    return any(
        (words[k].text in QUOTE_MARKS and words[k].text != "»" and first == k)
        or (words[k].text in DASHES and words[k + 1].cue is not None and words[k + 1].flags & FINITE)
        for k in range(first, last - 1)
    )
