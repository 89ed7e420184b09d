"""Quote marks: which opens, which closes, and what stands between them.

Marks are paired within a paragraph by depth; what stays open or closes nothing is repaired: a closing mark may be shared
by a name and the quotation that ends with it («… ледокол «Магадан», — сказал), a quotation may run over paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import attrs

from newsquotes.russian.words import CLOSING, DASHES, QUOTE_MARKS, Word

Repair = Literal["", "shared", "unclosed", "unopened", "paragraphs"]
_PARTNERS = {"«": "»", "„": "“”\"", "“": "”\"", "‹": "›", '"': '"”“'}


@attrs.frozen
class Quoted:
    """A range in quote marks, in token indices: ``open`` and ``close`` are the marks (-1 where one is missing).

    ``first`` and ``last`` bound the words within, half-open; ``depth`` is 0 for an outermost range.
    """

    open: int
    close: int
    first: int
    last: int
    depth: int = 0
    repair: Repair = ""


def quoted_ranges(words: Sequence[Word], starts: Sequence[int], ends: Sequence[int], paragraphs: Sequence[tuple[int, int]]) -> list[Quoted]:
    """The ranges in quote marks of a document, by their first word, outer ones first."""
    found: list[Quoted] = []
    carried: int | None = None  # a quotation that is still open where the paragraph ends
    for first, last in paragraphs:
        marks = [i for i in range(first, last) if words[i].text in QUOTE_MARKS]
        if not marks:
            carried = None
            continue
        carried = _pair(words, starts, ends, first, last, marks, found, carried)
    found.sort(key=lambda q: (q.first, -q.last))
    return found


def _pair(
    words: Sequence[Word],
    starts: Sequence[int],
    ends: Sequence[int],
    first: int,
    last: int,
    marks: list[int],
    found: list[Quoted],
    carried: int | None,
) -> int | None:
    stack: list[int] = []
    loose: list[int] = []
    here: list[Quoted] = []
    for n, i in enumerate(marks):
        mark = words[i].text
        if _opens(words, starts, ends, first, last, i, stack, marks, n):
            stack.append(i)
        elif stack:
            # A closing mark takes the innermost range that it can close, else the innermost of all.
            k = next((k for k in range(len(stack) - 1, -1, -1) if mark in _PARTNERS.get(words[stack[k]].text, "")), len(stack) - 1)
            open_ = stack[k]
            for lost in stack[k + 1 :]:
                here.append(Quoted(lost, -1, lost + 1, i, k + 1, "shared"))
            del stack[k:]
            here.append(Quoted(open_, i, open_ + 1, i, len(stack)))
        else:
            loose.append(i)
    left = None
    for depth, open_ in enumerate(stack):
        # An opening mark that nothing closes: where a later range ends the paragraph's last quoted words, it shares that mark.
        inner = [q for q in here if q.open > open_ and q.close > 0]
        share = inner[-1] if inner else None
        if share is not None and depth == len(stack) - 1 and _ends_quotation(words, share.close, last):
            here.append(Quoted(open_, share.close, open_ + 1, share.close, depth, "shared"))
        else:
            here.append(Quoted(open_, -1, open_ + 1, last, depth, "unclosed"))
            left = open_
    for close in loose:
        here.append(Quoted(-1, close, first, close, 0, "unopened"))
    found.extend(q for q in here if q.last > q.first)
    return left


def _ends_quotation(words: Sequence[Word], close: int, last: int) -> bool:
    """Whether a closing mark is followed by the end of the paragraph, or by a comma or dash and an attribution."""
    k = close + 1
    if k >= last:
        return True
    if words[k].text == ".":
        return True
    return words[k].text in DASHES or (words[k].text == "," and k + 1 < last and (words[k + 1].text in DASHES or words[k + 1].cue is not None))


def _opens(
    words: Sequence[Word],
    starts: Sequence[int],
    ends: Sequence[int],
    first: int,
    last: int,
    i: int,
    stack: list[int],
    marks: list[int],
    n: int,
) -> bool:
    mark = words[i].text
    if mark in "«„‹":
        return True
    if mark in "»›":
        return False
    open_mark = words[stack[-1]].text if stack else ""
    if mark == "“" and open_mark == "„":
        return False
    glued_left = i > first and ends[i - 1] == starts[i]
    glued_right = i + 1 < last and starts[i + 1] == ends[i]
    if mark == "”":
        return not stack and glued_right and not glued_left
    if i == first:
        return True
    if i + 1 == last:
        return False
    if glued_left and not glued_right:
        before = words[i - 1].text
        return before in "(«„" and not stack
    if glued_right and not glued_left:
        after = words[i + 1].text
        return after not in ",;:)" and not (after in "." and stack)
    if glued_left and glued_right:
        before, after = words[i - 1], words[i + 1]
        if before.text in "(«„[" or (before.text in CLOSING and not stack):
            return True
        if before.text in QUOTE_MARKS and i - 1 in marks:
            # Two marks in a row go the same way.
            return bool(stack) and stack[-1] == i - 1
        if after.text in ",.;:!?…)»”" or after.text in DASHES:
            return False
        return not stack
    return not stack
