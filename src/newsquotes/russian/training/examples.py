"""What the quote detector's models are trained on: every cue of the gold's documents with its ranges and their features.

Features are numbers here, and parts (a start, an end, a whole) are kept once, however many ranges share them. The examples
do not depend on any model, so that they are made once and split by document.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import attrs
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from newsquotes.document import Document, Quote
from newsquotes.evaluation.matching import match
from newsquotes.evaluation.records import GoldDocument, GoldQuote, PredictedQuote, Spans
from newsquotes.pipeline import Pipeline
from newsquotes.russian.quotes.choice import candidates
from newsquotes.russian.quotes.edges import Edges, Range
from newsquotes.russian.quotes.finder import proposals, without_relays
from newsquotes.russian.quotes.judgement import Judged, judge
from newsquotes.russian.quotes.proposal import Trait
from newsquotes.russian.quotes.range_features import AnchorFacts, overlap
from newsquotes.russian.quotes.ranges import ranges_of
from newsquotes.russian.quotes.rules import TRAITS
from newsquotes.russian.quotes.templates import Sum, Tables
from newsquotes.russian.reading.view import View, view_of
from newsquotes.russian.training.hidden_marks import copies
from newsquotes.spans import Span

FOUND = 0.5


@attrs.define(eq=False)
class AnchorExample:
    """A cue with its ranges; row ``glance`` is what the gate sees, ``first`` is «none», the rows after it the ranges.

    ``overlaps`` are those of the ranges with what the gold attributes to the cue; ``required`` says whether it must be
    found, and is ``None`` where the gold attributes nothing.
    """

    document: int
    glance: int
    first: int
    ranges: list[Range]
    overlaps: NDArray[np.float64]
    required: bool | None
    sentence: int
    judged: int  # the row of what the rules' model sees of their first proposal for the cue, or -1
    proposed: Range | None
    hidden: bool = False  # in a copy of a document, with marks hidden


@attrs.define(eq=False)
class DocumentExamples:
    """A gold document as the models see it: the features of its proposals, and the spans of every range."""

    gold: GoldDocument
    view: View
    judged: list[Judged]
    rows: list[int] = attrs.field(factory=list)  # of the proposals' features
    right: list[bool | None] = attrs.field(factory=list)  # the proposals that are


@attrs.define(eq=False)
class Examples:
    """All examples as sparse matrices: ``uses`` says which parts make up a row, ``parts`` which features a part has."""

    documents: list[DocumentExamples]
    anchors: list[AnchorExample]
    uses: sparse.csr_matrix
    parts: sparse.csr_matrix
    names: list[str]


class _Numbers(dict[str, int]):
    """Feature → its number, given when it is first met."""

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


class _Rows:
    """Rows of parts, as they are met."""

    def __init__(self) -> None:
        self.numbers = _Numbers()
        self.tables = Tables(self._numbered)
        self.gate = Sum("gate", self._numbered)
        self._parts: dict[tuple[int, ...], int] = {}
        self._part_features, self._part_ends = array("i"), array("q", [0])
        self._row_parts, self._row_ends = array("i"), array("q", [0])

    def _numbered(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple([self.numbers[n] for n in names])

    def part(self, features: tuple[int, ...]) -> int:
        """The number of a part with these features."""
        number = self._parts.get(features)
        if number is None:
            number = self._parts[features] = len(self._parts)
            self._part_features.extend(features)
            self._part_ends.append(len(self._part_features))
        return number

    def add(self, parts: Iterable[int]) -> int:
        """A row of parts, by its number."""
        self._row_parts.extend(parts)
        self._row_ends.append(len(self._row_parts))
        return len(self._row_ends) - 2

    def matrices(self) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Rows × parts, parts × features."""
        return (
            _ones(self._row_parts, self._row_ends, len(self._parts)),
            _ones(self._part_features, self._part_ends, len(self.numbers)),
        )


def _ones(columns: array[int], ends: array[int], width: int) -> sparse.csr_matrix:
    return sparse.csr_matrix(
        (
            np.ones(len(columns), dtype=np.float32),
            np.frombuffer(columns, dtype=np.int32),
            np.frombuffer(ends, dtype=np.int64),
        ),
        shape=(len(ends) - 1, width),
    )


def prepared(gold: GoldDocument, pipeline: Pipeline) -> DocumentExamples:
    """A gold document with the rules' proposals."""
    view = view_of(pipeline(gold.text, id=gold.id))
    return DocumentExamples(gold, view, [judge(view, p, {}) for p in proposals(view)])


def prepared_gold(gold: Sequence[GoldDocument]) -> Examples:
    """The examples of gold documents, and of copies of them in which quote marks are lost."""
    pipeline = Pipeline(quote_detector=_nothing)
    hidden = [
        (n, prepared(copy.gold, pipeline), copy.changed) for n, document in enumerate(gold) for copy in copies(document)
    ]
    return examples([prepared(document, pipeline) for document in gold], hidden)


def _nothing(doc: Document) -> list[Quote]:
    return []


def examples(
    documents: Sequence[DocumentExamples], hidden: Sequence[tuple[int, DocumentExamples, frozenset[int]]] = ()
) -> Examples:
    """The examples of gold documents and of copies with ``hidden`` marks: the original's number, the quotes that count."""
    rows = _Rows()
    found: list[AnchorExample] = []
    for number, document in enumerate(documents):
        document.rows = [rows.add([rows.part(rows.tables.of_rule(j.features))]) for j in document.judged]
        document.right = rule_labels(document)
        found.extend(_of_document(rows, number, document, None))
    for number, document, counted in hidden:
        found.extend(_of_document(rows, number, document, counted))
    uses, parts = rows.matrices()
    return Examples(list(documents), found, uses, parts, list(rows.numbers))


def _of_document(
    rows: _Rows, number: int, document: DocumentExamples, counted: frozenset[int] | None
) -> Iterator[AnchorExample]:
    view = document.view
    for candidate in candidates(view, document.judged):
        facts, judged = candidate.facts(), candidate.judged
        gold = [
            (i, q)
            for i, q in enumerate(document.gold.quotes)
            if _touches(view, facts, q.cue) and (counted is None or i in counted)
        ]
        if counted is not None and not gold:
            continue
        ranges = sorted(ranges_of(facts.edges, facts.anchor))
        if not ranges:
            continue
        quotes = [q for _, q in gold if q.required] or [q for _, q in gold]
        golden = [r for q in quotes if (r := gold_range(view, facts.edges, q))]
        overlaps = np.array([max((overlap(g, r) for g in golden), default=0.0) for r in ranges])
        proposed = facts.anchor.proposals
        glance = rows.add([rows.part(rows.gate(candidate.glance()))])
        first = _add_rows(rows, facts, judged, ranges)
        yield AnchorExample(
            number,
            glance,
            first,
            ranges,
            overlaps,
            quotes[0].required if golden else None,
            facts.anchor.sentence,
            rows.add([rows.part(rows.tables.of_rule(judged))]) if proposed else -1,
            proposed[0][1] if proposed else None,
            counted is not None,
        )


def _add_rows(rows: _Rows, facts: AnchorFacts, judged: Sequence[str], ranges: Sequence[Range]) -> int:
    tables = rows.tables
    first = rows.add([rows.part(facts.none(tables, judged))])
    starts = {s: rows.part(tables.start(facts.start(s))) for s in {r[0][0] for r in ranges}}
    ends = {e: rows.part(tables.end(facts.end(e))) for e in {r[-1][1] for r in ranges}}
    gaps = {(x[1], y[0]): rows.part(tables.gap(facts.gap(x[1], y[0]))) for r in ranges for x, y in pairwise(r)}
    for r in ranges:
        between = [gaps[x[1], y[0]] for x, y in pairwise(r)]
        whole = tables.shape(facts.whole(r)) + tables.before(facts.before(r))
        rows.add([starts[r[0][0]], ends[r[-1][1]], *between, rows.part(whole)])
    return first


def _touches(view: View, facts: AnchorFacts, spans: Spans) -> bool:
    return any(x < b and a < y for x, y in _tokens(view, spans) for a, b in facts.anchor.cue.ranges)


def _tokens(view: View, spans: Spans) -> list[tuple[int, int]]:
    return [view.tokens_of(Span(start, end, "")) for start, end in spans]


def gold_range(view: View, edges: Edges, quote: GoldQuote) -> Range:
    """The content of a gold quotation as a range."""
    return edges.range(_tokens(view, quote.content))


def spans_of(view: View, r: Sequence[tuple[int, int]]) -> Spans:
    """Token ranges as text offsets."""
    return tuple((span.start, span.end) for span in (view.span(a, b) for a, b in r))


def labels(document: DocumentExamples, contents: Sequence[Spans], likely: Sequence[bool] | None = None) -> list[bool | None]:
    """Right, wrong, or not to be judged, for contents that may repeat each other; the ``likely`` ones come first."""
    gold = document.gold
    first = [likely is None or likely[i] for i in range(len(contents))]
    judged: list[bool | None] = [False] * len(contents)
    open_quotes = list(gold.quotes)
    for turn in (True, False):
        places = [i for i, own in enumerate(first) if own is turn]
        matching = match(open_quotes, [PredictedQuote(None, contents[i]) for i in places], gold.text)
        for n in matching.ignored:
            judged[places[n]] = None
        for m in matching.matches:
            if open_quotes[m.gold].required:
                judged[places[m.predicted]] = True
        taken = {m.gold for m in matching.matches}
        open_quotes = [q for i, q in enumerate(open_quotes) if i not in taken]
    return judged


def rule_labels(document: DocumentExamples) -> list[bool | None]:
    """For each proposal of the rules whether it is right; ``None`` where the gold leaves it open or another replaces it."""
    view = document.view
    found = [j.proposal for j in document.judged]
    judged = labels(document, [spans_of(view, p.content) for p in found])
    relaying = [bool(TRAITS[p.rule] & Trait.RELAYABLE) for p in found]
    kept = {
        id(p)
        for p in without_relays(
            view,
            [p for p, label, relays in zip(found, judged, relaying, strict=True) if label or (label is False and relays)],
        )
    }
    return [
        None if label is False and relays and id(p) not in kept else label
        for p, label, relays in zip(found, judged, relaying, strict=True)
    ]
