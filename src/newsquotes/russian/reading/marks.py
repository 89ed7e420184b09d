"""Quote marks: which opens, which closes, and what stands between them.

Marks are paired within a paragraph by depth; what stays open or closes nothing is repaired: a closing mark may be shared
by a name and the quotation that ends with it («… ледокол «Магадан», — сказал), a quotation may run over paragraphs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal

from newsquotes.russian.reading.forms import CLOSING, DASHES, QUOTE_MARKS, TERMINALS
from newsquotes.russian.reading.words import Word

Repair = Literal["", "shared", "unclosed", "unopened", "paragraphs"]
_MOST_PARAGRAPHS = 12
_DEEPEST = 8  # open marks among which a closing mark looks for its partner
_PARTNERS = {"«": "»", "„": '“”"', "“": '”"', "‹": "›", '"': '"”“'}


class Quoted:
    """A range in quote marks, in token indices: ``open`` and ``close`` are the marks (-1 where one is missing).

    ``first`` and ``last`` bound the words within, half-open; ``depth`` is 0 for an outermost range.
    """

    __slots__ = ("close", "depth", "first", "last", "open", "repair")

    def __init__(self, open: int, close: int, first: int, last: int, depth: int = 0, repair: Repair = "") -> None:
        self.open = open
        self.close = close
        self.first = first
        self.last = last
        self.depth = depth
        self.repair = repair


def quoted_ranges(
    words: Sequence[Word],
    starts: Sequence[int],
    ends: Sequence[int],
    paragraphs: Sequence[tuple[int, int]],
    quote_marks: Sequence[int],
) -> list[Quoted]:
    """The ranges between the ``quote_marks`` of a document, by their first word, outer ones first."""
    found: list[Quoted] = []
    carried: int | None = None  # a quotation that is still open where the paragraph ends
    for first, last in paragraphs:
        marks = quote_marks[bisect_left(quote_marks, first) : bisect_left(quote_marks, last)]
        if not marks:
            carried = None
            continue
        carried = _pair(words, starts, ends, first, last, marks, found, carried)
    found = _over_paragraphs(words, found, paragraphs)
    found.sort(key=lambda q: (q.first, -q.last))
    return found


def _over_paragraphs(words: Sequence[Word], found: list[Quoted], paragraphs: Sequence[tuple[int, int]]) -> list[Quoted]:
    """Joins a range that stays open at the end of its paragraph with the closing mark a few paragraphs on.

    The paragraphs between may re-open the quotation with a mark of their own, as Russian typography asks. What shares the
    mark of a name at the end of its paragraph («… ЧВК "Вагнер".») goes on too where the next mark closes what none opened.
    """
    firsts = [first for first, _ in paragraphs]
    loose = [q for q in found if q.repair in ("unclosed", "unopened") or _may_go_on(words, q, paragraphs, firsts)]
    loose += [q for q in found if q.repair == "" and q.depth == 0 and _at(firsts, q.open)]
    loose.sort(key=_place)
    gone: set[Quoted] = set()
    joined = []
    pending: list[Quoted] = []  # opened and not yet closed
    chain: list[Quoted] = []  # what belongs to the same words: marks that re-open them, marks within
    reached = 0  # the last paragraph that the chain has got to by re-opening
    for q in loose:
        here = bisect_right(firsts, _place(q)) - 1
        if pending and here - (bisect_right(firsts, pending[0].open) - 1) > _MOST_PARAGRAPHS:
            pending, chain = [], []
        if pending and pending[-1].repair == "shared" and q.repair != "unopened":
            pending, chain = [], []
        if q.repair == "unopened":
            if pending:
                chain.append(q)
                opener = pending.pop()
                if not pending and here > bisect_right(firsts, opener.open) - 1:
                    gone.update(chain)
                    joined.append(Quoted(opener.open, q.close, opener.first, q.close, 0, "paragraphs"))
        elif q.repair == "":
            if len(pending) == 1 and here == reached + 1:
                # a paragraph that opens with a mark and closes it ends the quotation too
                opener = pending.pop()
                gone.update((*chain, q))
                joined.append(Quoted(opener.open, q.close, opener.first, q.close, 0, "paragraphs"))
        elif pending and _at(firsts, q.open):
            chain.append(q)
            reached = here if here == reached + 1 else reached
        else:
            if not pending:
                chain, reached = [], here
            pending.append(q)
            chain.append(q)
    return [q for q in found if q not in gone] + joined


def _place(q: Quoted) -> int:
    return q.open if q.open >= 0 else q.close


def _at(firsts: Sequence[int], i: int) -> bool:
    """Whether a paragraph begins with token ``i``."""
    k = bisect_left(firsts, i)
    return k < len(firsts) and firsts[k] == i


def _may_go_on(words: Sequence[Word], q: Quoted, paragraphs: Sequence[tuple[int, int]], firsts: Sequence[int]) -> bool:
    """Whether a range that shares its closing mark with a name ends its paragraph: «"… ЧВК "Вагнер".»."""
    if q.repair != "shared" or q.depth or not _at(firsts, q.open):
        return False
    last = paragraphs[bisect_right(firsts, q.open) - 1][1]
    return q.close >= last - 2 and words[last - 1].text[0] in ".!?…"


def _pair(
    words: Sequence[Word],
    starts: Sequence[int],
    ends: Sequence[int],
    first: int,
    last: int,
    marks: Sequence[int],
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
            k = next(
                (k for k in reversed(range(max(0, len(stack) - _DEEPEST), len(stack))) if _match(words, stack[k], mark)),
                len(stack) - 1,
            )
            open_ = stack[k]
            here.extend(Quoted(lost, -1, lost + 1, i, k + 1, "shared") for lost in stack[k + 1 :])
            del stack[k:]
            here.append(Quoted(open_, i, open_ + 1, i, len(stack)))
            if stack and _shares(words, starts, ends, i, marks[n + 1] if n + 1 < len(marks) else None, last):
                here.append(Quoted(stack[-1], i, stack[-1] + 1, i, len(stack) - 1, "shared"))
                stack.pop()
        else:
            loose.append(i)
    left = None
    for depth, open_ in enumerate(stack):
        # An opening mark that nothing closes shares the mark of a later range that ends the paragraph's last quoted words.
        share = None
        if depth == len(stack) - 1:
            share = next((q for q in reversed(here) if q.open > open_ and q.close > 0), None)
        if share is not None and _ends_quotation(words, share.close, last):
            here.append(Quoted(open_, share.close, open_ + 1, share.close, depth, "shared"))
        else:
            following = stack[depth + 1] if depth + 1 < len(stack) else last
            lost = following < last and (words[following - 1].text in TERMINALS or words[following - 1].text in DASHES)
            here.append(Quoted(open_, -1, open_ + 1, following if lost else last, depth, "unclosed"))
            left = open_
    here.extend(Quoted(-1, close, first, close, 0, "unopened") for close in loose)
    found.extend(q for q in here if q.last > q.first)
    return left


def _match(words: Sequence[Word], opened: int, mark: str) -> bool:
    return mark in _PARTNERS.get(words[opened].text, "")


def _shares(
    words: Sequence[Word], starts: Sequence[int], ends: Sequence[int], close: int, following: int | None, last: int
) -> bool:
    """«… мост "Луч", - сказал X. "B"»: whether a mark closes the words around a name too, so that new ones open next."""
    k = close + 1
    if following is None or following + 1 >= last or k >= last:
        return False
    opens = ends[following] == starts[following + 1] and ends[following - 1] < starts[following]
    if not opens or words[following].text == "»":
        return False
    if words[k].text == ",":
        k += 1
    return k + 1 < last and words[k].text in DASHES and words[k + 1].cue is not None


def _ends_quotation(words: Sequence[Word], close: int, last: int) -> bool:
    """Whether a closing mark is followed by the end of the paragraph, or by a comma or dash and an attribution."""
    k = close + 1
    if k >= last:
        return True
    if words[k].text == ".":
        return True
    return words[k].text in DASHES or (
        words[k].text == "," and k + 1 < last and (words[k + 1].text in DASHES or words[k + 1].cue is not None)
    )


def _opens(
    words: Sequence[Word],
    starts: Sequence[int],
    ends: Sequence[int],
    first: int,
    last: int,
    i: int,
    stack: list[int],
    marks: Sequence[int],
    n: int,
) -> bool:
    mark = words[i].text
    open_mark = words[stack[-1]].text if stack else ""
    glued_left = i > first and ends[i - 1] == starts[i]
    glued_right = i + 1 < last and starts[i + 1] == ends[i]
    if mark in "«„‹":
        return not (open_mark == "»" and glued_left and not (glued_right and words[i + 1].text[0].isalnum()))
    if mark in "»›":
        return mark == "»" and not stack and glued_right and not glued_left  # »A«, as in German books
    if mark == "“" and open_mark == "„":
        return False
    if mark == "”":
        return not stack and glued_right and not glued_left
    if i == first:
        return True
    if i + 1 == last:
        return False
    if glued_left and not glued_right:
        return words[i - 1].text in "(«„" and not stack
    if glued_right and not glued_left:
        following = words[i + 1].text
        return following not in ",;:)" and not (following == "." and stack)
    if glued_left and glued_right:
        before, after = words[i - 1], words[i + 1]
        if before.text in "(«„[" or (before.text in CLOSING and not stack):
            return True
        if before.text in QUOTE_MARKS and n and marks[n - 1] == i - 1:
            # Two marks in a row go the same way.
            return bool(stack) and stack[-1] == i - 1
        if after.text in ",.;:!?…)»”" or after.text in DASHES:
            return False
        return not stack
    return not stack
