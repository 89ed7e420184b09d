"""Many ranges for one cue: whatever it could attribute, by the edges around it.

The scheme is that of over-generating and ranking (Collins 2000; for quotations: Pareti et al. 2013 label borders, Citron
picks among candidates): to the right of the cue, to its left, around it, back and on over several sentences.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from newsquotes.russian.quotes.edges import Edges, Range
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.phrases import Phrase

REACH = 14  # borders that are looked at to each side of a cue within its sentence
NEAR = 5  # of these, where there are two sides to go through
RIGHT_STARTS, LEFT_ENDS = 4, 3
BACK, FORWARD = 6, 6  # sentences
MARKED = 2  # sentences in which quote marks are borders too
REFERRED = 3  # sentences before that «об этом» may mean


class Anchor:
    """A cue, what the rules propose for it, and its place: ``low`` and ``high`` bound the cue with its source."""

    __slots__ = ("cue", "high", "low", "pieces", "proposals", "sentence", "source")

    def __init__(
        self,
        cue: CueAt,
        sentence: int,
        source: Phrase | None,
        proposals: list[tuple[Proposal, Range]],
        pieces: list[tuple[int, int]],
        low: int,
        high: int,
    ) -> None:
        self.cue = cue
        self.sentence = sentence
        self.source = source
        self.proposals = proposals
        self.pieces = pieces
        self.low = low
        self.high = high


def anchored(
    edges: Edges, cue: CueAt, sentence: int, source: Phrase | None, proposals: list[tuple[Proposal, Range]]
) -> Anchor:
    """The anchor of a cue."""
    first, last = edges.bounds[sentence]
    spans = list(cue.ranges)
    if source is not None and first <= source.start < last:
        spans.append((source.start, source.end))
    pieces = [
        (a, b) for x, y in spans if (a := edges.next_word[x]) < (b := edges.last_end[y])
    ]  # a source may stand in marks
    low, high = min(a for a, _ in pieces), max(b for _, b in pieces)
    return Anchor(cue, sentence, source, proposals, pieces, low, high)


class _Around:
    """The borders around a cue: starts and ends to its left and right, and in other sentences."""

    __slots__ = ("back", "forward", "left_ends", "left_starts", "right_ends", "right_starts")

    def __init__(
        self,
        left_starts: list[int],
        left_ends: list[int],
        right_starts: list[int],
        right_ends: list[int],
        back: list[int],
        forward: list[int],
    ) -> None:
        self.left_starts = left_starts
        self.left_ends = left_ends
        self.right_starts = right_starts
        self.right_ends = right_ends
        self.back = back
        self.forward = forward


class Spread:
    """The ranges of a cue: each start of a product with each end after it, the same around a gap, and single ones."""

    __slots__ = ("pairs", "products", "ranges")

    def __init__(
        self,
        products: list[tuple[list[int], list[int]]],
        pairs: list[tuple[list[int], int, int, list[int]]],
        ranges: list[Range],
    ) -> None:
        self.products = products
        self.pairs = pairs
        self.ranges = ranges


def ranges_of(edges: Edges, anchor: Anchor) -> list[Range]:
    """The ranges that a cue could attribute, in no order; their number is bounded whatever the length of the sentence."""
    spread = spread_of(edges, anchor)
    found: set[Range] = {r for _, r in anchor.proposals}
    found.update(((s, e),) for starts, ends in spread.products for s in starts for e in ends if e > s)
    found.update(((s, a), (b, e)) for starts, a, b, ends in spread.pairs for s in starts for e in ends)
    found.update(spread.ranges)
    return list(found)


def spread_of(edges: Edges, anchor: Anchor) -> Spread:
    """The ranges that a cue could attribute beside those that the rules propose."""
    n, main = anchor.sentence, anchor.cue.main
    first, last = edges.bounds[n]
    around = _around(edges, anchor)
    products = [
        (around.right_starts[:RIGHT_STARTS], around.right_ends),
        (around.right_starts[:2], around.forward),
        (around.left_starts, around.left_ends[-LEFT_ENDS:]),
        (around.back, around.left_ends[-2:]),
    ]
    if n + 1 < len(edges.bounds):
        products.append(([edges.bounds[n + 1][0], *edges.openings.get(n + 1, ())[:1]], around.forward))
    for k in range(n - 1, max(-1, n - 1 - REFERRED), -1):
        a, b = edges.bounds[k]
        products.append(([a], [edges.last_end[first], b]))
    ranges: list[Range] = []
    if anchor.cue.entry.kind == "preposition":
        before = [s for s in around.left_starts if s <= anchor.low]
        after = [e for e in around.right_ends if e >= anchor.high]
        for s in {first, *before[-NEAR:]}:
            for e in {last, *after[:NEAR]}:
                r = edges.range([(s, anchor.low), (anchor.high, e)])
                if r and _leaves_out(r, main):
                    ranges.append(r)
    return Spread([_meeting(*product) for product in products], _two_fragments(around), ranges)


def _meeting(starts: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
    """The starts that have an end after them, and the ends that have a start before them."""
    if not starts or not ends:
        return [], []
    earliest, latest = min(starts), max(ends)
    return [s for s in starts if s < latest], [e for e in ends if e > earliest]


def _leaves_out(r: Range, main: int) -> bool:
    if len(r) == 1:
        return not r[0][0] <= main < r[0][1]
    return not any(a <= main < b for a, b in r)


def _around(edges: Edges, anchor: Anchor) -> _Around:
    n, main = anchor.sentence, anchor.cue.main
    first, last = edges.bounds[n]
    starts, ends = edges.borders(n)
    i, j = bisect_left(starts, main), bisect_right(ends, main + 1)
    left_starts = {first, *starts[max(0, i - REACH) : i]}
    right_starts = set(starts[i : i + REACH])
    left_ends = set(ends[max(0, bisect_right(ends, main) - REACH) : bisect_right(ends, main)])
    right_ends = {last, *ends[j : j + REACH]}
    for a, b in anchor.pieces:
        after, before = edges.next_word[b], edges.last_end[a]
        if after < last:
            (left_starts if after < main else right_starts).add(after)
        if before > first:
            (left_ends if before <= main else right_ends).add(before)
    back: list[int] = []
    for k in range(n - 1, max(-1, n - 1 - BACK), -1):
        back.append(edges.bounds[k][0])
        if k >= n - MARKED:
            back += edges.openings.get(k, ())[:4]
    forward: list[int] = []
    for k in range(n + 1, min(len(edges.bounds), n + 1 + FORWARD)):
        forward.append(edges.bounds[k][1])
        if k <= n + MARKED:
            forward += edges.closings.get(k, ())[:4]
    return _Around(
        sorted(left_starts),
        sorted(left_ends),
        sorted(s for s in right_starts if s > main),
        sorted(e for e in right_ends if e > main + 1),
        back,
        forward,
    )


def _two_fragments(around: _Around) -> list[tuple[list[int], int, int, list[int]]]:
    """Words before the cue and after it: «A, — сказал X. — B»."""
    found = []
    for a in around.left_ends[-1:]:
        before = [s for s in around.left_starts if s < a]
        before = before[:1] + before[1:][-NEAR:]
        for b in around.right_starts[:2]:
            after = [e for e in around.right_ends if e > b]
            after = after[:-1][:NEAR] + after[-1:]
            found.append((before, a, b, [*after, *around.forward]))
            found.append((around.back[:1], a, b, [*after, *around.forward[:3]]))
    return found
