"""Quotations by dependency trees: who is the subject of a cue verb, and which clause is its object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import islice

import attrs
from newsquotes import Cue, Document, Quote, Reading, Span

from newsquotes_natasha.carriers import DASHES, Carrier, Utterance, carriers, quoted
from newsquotes_natasha.pieces import Range
from newsquotes_natasha.trees import Tree, parsed

_OPENERS = frozenset("что чтобы как где когда куда откуда почему зачем кто какой какая какие какое сколько если".split())
_NOUNS = frozenset("слово мнение данные данная дать информация оценка сведение версия подсчет утверждение прогноз".split())
_WHICH = frozenset(("который", "которая", "которое", "которые"))
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj")
_CLAUSES = ("ccomp", "csubj", "csubj:pass", "acl", "advcl", "xcomp")
_BORDERS = frozenset((",", *DASHES))
_TRIMMED = frozenset((",", ";", ":", ".", "!", "?", "…", *DASHES))

CONFIDENCE = {
    "marks-cue": 0.98,
    "marks-broken": 0.97,
    "phrase": 0.94,
    "clause": 0.93,
    "inserted": 0.9,
    "before": 0.86,
    "marks": 0.83,
    "words": 0.74,
}
"""How often a quotation of each rule shares at least half of its content with a real one, counted on news texts."""


@lru_cache(maxsize=1)
def cue_lemmas() -> frozenset[str]:
    """The lemmas of ``cues.txt``, with «е» for «ё»."""
    lines = files("newsquotes_natasha").joinpath("cues.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(lemma for line in lines if not line.startswith("#") for lemma in line.split())


class QuoteDetector:
    """Finds quotations by natasha's dependency trees, those of ``min_confidence`` or more."""

    def __init__(self, min_confidence: float = 0.0) -> None:
        if not 0.0 <= min_confidence <= 1.0:
            raise ValueError(f"min_confidence must be from 0 to 1, not {min_confidence!r}")
        self.min_confidence = min_confidence

    def __call__(self, doc: Document) -> list[Quote]:
        [found] = self.many([doc])
        return found

    def many(self, docs: Sequence[Document]) -> Iterator[list[Quote]]:
        """The quotations of several documents, whose carriers go through the parser together."""
        marked = [_Marked.of(doc) for doc in docs]
        trees = parsed((m.doc, carrier.nodes) for m in marked for carrier in m.carriers)
        for of_doc in marked:
            found = of_doc.quotes(islice(trees, len(of_doc.carriers)))
            yield [quote for quote in found if quote.detection_confidence >= self.min_confidence]


@attrs.frozen
class _Marked:
    """A document with its carriers, before they are parsed."""

    doc: Document
    is_cue: list[bool]
    carriers: list[Carrier]

    @classmethod
    def of(cls, doc: Document) -> _Marked:
        cues = [_is_cue(doc, i) for i in range(len(doc.tokens))]
        return cls(doc, cues, [carrier for carrier in carriers(doc, cues) if carrier.nodes])

    def quotes(self, trees: Iterable[Tree]) -> Iterator[Quote]:
        ranges = list(quoted(self.doc))
        previous: Carrier | None = None
        for carrier, tree in zip(self.carriers, trees, strict=True):
            yield from _Reader(self.doc, carrier, tree, self.is_cue, previous, ranges).quotes()
            previous = carrier


def _is_cue(doc: Document, i: int) -> bool:
    return any(r.pos in ("VERB", "ADJ") and r.lemma.replace("ё", "е") in cue_lemmas() for r in doc.morphs[i].readings)


@attrs.frozen
class _Reader:
    """The quotations of one carrier. Positions count in the nodes of its tree."""

    doc: Document
    carrier: Carrier
    tree: Tree
    is_cue: list[bool]
    previous: Carrier | None
    marked: list[tuple[int, int]]

    def quotes(self) -> Iterator[Quote]:
        used: set[int] = set()
        for utterance, cue in self.spoken():
            if cue is not None:
                used.add(cue)
            yield self.direct(utterance, cue)
        for i in range(len(self.tree.nodes)):
            quote = None
            if self.cue_at(i) and i not in used:
                quote = self.before(i) or self.clause(i) or self.inserted(i) or self.words(i)
            elif self.low(i) == "по":
                quote = self.phrase(i)
            if quote is not None:
                yield quote

    # --- direct speech -----------------------------------------------------------------------------------------------

    def spoken(self) -> list[tuple[Utterance, int | None]]:
        """The utterances with their cues; one that only goes on after its cue is joined to the one before."""
        found: list[tuple[Utterance, int | None]] = []
        for utterance in self.carrier.utterances:
            cue = self.cue_of(utterance)
            if found and found[-1][1] is not None and cue in (None, found[-1][1]) and self.goes_on(found[-1], utterance):
                earlier, at = found.pop()
                joined = attrs.evolve(earlier, fragments=(*earlier.fragments, *utterance.fragments))
                found.append((joined, at))
            else:
                found.append((utterance, cue))
        return found

    def cue_of(self, utterance: Utterance) -> int | None:
        nodes = self.tree.nodes
        if utterance.cue is not None:
            first, last = utterance.cue
            return next((i for i, node in enumerate(nodes) if first <= node < last and self.cue_at(i)), None)
        first, last = utterance.outer
        text = self.doc.tokens
        after = [i for i in range(len(nodes)) if last <= nodes[i] < last + 12]
        before = [i for i in range(len(nodes)) if first - 25 <= nodes[i] < first]
        if first > self.carrier.range[0] and text[first - 1].text == ":":
            return next((i for i in reversed(before) if self.cue_at(i)), None)
        for i in after:
            if self.cue_at(i):
                return i
            if self.low(i) in (".", "«", '"'):
                break
        return None

    def goes_on(self, earlier: tuple[Utterance, int | None], utterance: Utterance) -> bool:
        first = utterance.outer[0]
        return first > earlier[0].outer[1] and self.doc.tokens[first - 1].text in DASHES

    def direct(self, utterance: Utterance, cue: int | None) -> Quote:
        rule = "marks" if cue is None else "marks-broken" if utterance.cue else "marks-cue"
        return Quote(
            content=tuple(self.span(a, b) for a, b in utterance.fragments),
            cue=Cue() if cue is None else self.cue(cue),
            source=None if cue is None else self.source(cue),
            detection_confidence=CONFIDENCE[rule],
            rule=rule,
        )

    # --- reported speech ---------------------------------------------------------------------------------------------

    def clause(self, i: int) -> Quote | None:
        """«Иванов сказал, что газ придёт», «… о том, что газ придёт»."""
        tree = self.tree
        holders = [i, *(c for c in tree.children[i] if self.low(c) in ("то", "том", "тем", "это"))]
        for child in (c for holder in holders for c in tree.related(holder, *_CLAUSES) if c > i):
            first = next((k for k in sorted(tree.subtree(child, without=(i,))) if self.low(k)[0].isalnum()), i)
            opening = [self.low(k) for k in range(first, min(first + 3, len(tree.nodes)))]
            if first > i and (opening[0] in _OPENERS or "ли" in opening):
                return self.reported("clause", i, self.clause_nodes(i, first))
        for first in range(i + 2, min(i + 8, len(tree.nodes))):
            if self.low(first) == "что" and self.low(first - 1) == ",":
                return self.reported("clause", i, self.clause_nodes(i, first))
        return None

    def clause_nodes(self, i: int, first: int) -> list[int]:
        """From the conjunction to the end of what hangs on the cue, or to the next verb with the cue's subject."""
        tree = self.tree
        last = max(tree.subtree(i) | {first})
        others = (min(tree.subtree(c)) for c in tree.related(i, "conj") if c > first)
        stop = min((o for o in others if o > first), default=last + 1)
        while stop <= last and self.low(stop - 1) in ("и", "а", "но"):
            stop -= 1
        return list(range(first + (self.low(first) == "что"), stop))

    def inserted(self, i: int) -> Quote | None:
        """«Газ придёт, сообщил Иванов», «Как сообщил Иванов, газ придёт»."""
        size = len(self.tree.nodes)
        as_said = next((k for k in range(i - 1, max(i - 4, -1), -1) if self.low(k) == "как"), None)
        start = i if as_said is None else as_said
        if start and self.low(start - 1) not in _BORDERS or as_said is None and not start:
            return None
        source = self.source_nodes(i)
        if not source or as_said is None and source[0] < i:
            return None
        end = max(i, source[1]) + 1
        while end < size and self.low(end) not in (*_BORDERS, "."):
            end += 1
        return self.reported("inserted", i, [*range(start), *range(end, size)])

    def words(self, i: int) -> Quote | None:
        """«Иванов назвал слухи «полной чепухой»»."""
        subtree = self.tree.subtree(i)
        inside = [k for k in range(i + 1, len(self.tree.nodes)) if k in subtree]
        source = self.source_nodes(i)
        if not inside or source is None or source[0] > i:
            return None
        nodes = range(inside[0], inside[-1] + 1)
        return self.reported("words", i, list(nodes)) if self.quotes_words(self.fragments(list(nodes))) else None

    def phrase(self, i: int) -> Quote | None:
        """«По словам Иванова, газ придёт»."""
        tree = self.tree
        noun = tree.heads[i]
        if not i < noun <= i + 3 or not any(r.lemma.replace("ё", "е") in _NOUNS for r in self.morph(noun)):
            return None
        aside = tree.phrase(noun)
        owner = next((k for k in tree.related(noun, "nmod", "det", "appos", "flat:name")), None)
        if owner is None:
            return None
        if owner < noun and self.low(owner) not in ("его", "ее", "её", "их"):
            return None
        end = noun + 1
        while end in aside and self.adjacent(end - 1):
            end += 1
        source = self.nodes_span(*self.phrase_nodes(owner))
        return self.reported("phrase", i, [*range(i), *range(end, len(tree.nodes))], (i, noun), source)

    def before(self, i: int) -> Quote | None:
        """«Об этом сообщил Иванов»: the sentence before."""
        about = [k for k in self.tree.children[i] if self.low(k) == "этом" and k and self.low(k - 1) in ("об", "о")]
        if not about or self.previous is None:
            return None
        last = self.doc.tokens[self.previous.range[1] - 1]
        sentence = self.doc.sentence_at(last.start)
        start = max(self.doc.tokens[self.previous.range[0]].start, sentence.start if sentence is not None else 0)
        end = last.start if last.text == "." else last.end
        if start >= end:
            return None
        content = (self.doc.span(start, end),)
        confidence = CONFIDENCE["before"]
        return Quote(content, self.cue(i), self.source(i), "indirect", detection_confidence=confidence, rule="before")

    def reported(
        self, rule: str, i: int, nodes: list[int], cue: tuple[int, int] | None = None, source: Span | None = None
    ) -> Quote | None:
        content = tuple(self.fragments(nodes))
        source = source or self.source(i)
        if not content or source is None:
            return None
        return Quote(
            content=content,
            cue=self.cue(i) if cue is None else Cue((self.nodes_span(*cue),), self.low(cue[1])),
            source=source,
            type="mixed" if self.quotes_words(content) else "indirect",
            stance="denied" if "не" in {self.low(k) for k in self.tree.children[i]} else "asserted",
            detection_confidence=CONFIDENCE[rule],
            rule=rule,
        )

    def quotes_words(self, content: Iterable[Span]) -> bool:
        tokens = self.doc.tokens
        return any(
            b - a > 3 and any(s.start <= tokens[a].start and tokens[b].end <= s.end for s in content) for a, b in self.marked
        )

    # --- parts -------------------------------------------------------------------------------------------------------

    def source(self, i: int) -> Span | None:
        """The words that name who speaks, if the tree shows them."""
        nodes = self.source_nodes(i)
        return None if nodes is None else self.nodes_span(*nodes)

    def source_nodes(self, i: int) -> Range | None:
        """The subject of a cue, or of the verb that it is coordinated with; «в сообщении» where there is none."""
        tree = self.tree
        for at in tree.above(i):
            for child in tree.related(at, *_SUBJECTS):
                if self.low(child) in _WHICH and tree.heads[at] >= 0:
                    return self.phrase_nodes(tree.heads[at])
                if self.low(child) not in ("что", "это"):
                    return self.phrase_nodes(child)
            if tree.relations[at] not in ("conj", "xcomp", "advcl"):
                break
        if self.low(i).endswith(("ся", "но", "ли", "ют", "ят")):
            for child in tree.related(i, "obl"):
                if any(self.low(c) in ("в", "во", "на") for c in tree.related(child, "case")):
                    return self.phrase_nodes(child)
        return None

    def phrase_nodes(self, i: int) -> Range:
        """The first and the last node of a noun phrase."""
        nodes = self.tree.phrase(i)
        left = right = i
        while left - 1 in nodes and self.low(left - 1) not in ("в", "во", "на", "по") and self.adjacent(left - 1):
            left -= 1
        while right + 1 in nodes and self.adjacent(right):
            right += 1
        while right > left and self.low(right) in _TRIMMED:
            right -= 1
        while left < right and self.low(left) in _TRIMMED:
            left += 1
        return left, right

    def adjacent(self, i: int) -> bool:
        return self.tree.nodes[i] + 1 == self.tree.nodes[i + 1]

    def fragments(self, nodes: list[int]) -> Iterator[Span]:
        """Runs of nodes that stand side by side in the text, without the punctuation at their borders."""
        runs: list[list[int]] = []
        for k in nodes:
            if runs and self.tree.nodes[k] == self.tree.nodes[runs[-1][-1]] + 1:
                runs[-1].append(k)
            else:
                runs.append([k])
        for run in runs:
            while run and self.low(run[-1]) in _TRIMMED:
                run.pop()
            while run and self.low(run[0]) in _TRIMMED:
                run.pop(0)
            if run:
                yield self.nodes_span(run[0], run[-1])

    def cue(self, i: int) -> Cue:
        lemma = next((r.lemma for r in self.morph(i) if r.lemma.replace("ё", "е") in cue_lemmas()), self.low(i))
        return Cue((self.nodes_span(i, i),), lemma)

    def cue_at(self, i: int) -> bool:
        return self.is_cue[self.tree.nodes[i]]

    def morph(self, i: int) -> tuple[Reading, ...]:
        return self.doc.morphs[self.tree.nodes[i]].readings

    def low(self, i: int) -> str:
        return self.doc.tokens[self.tree.nodes[i]].text.lower()

    def nodes_span(self, first: int, last: int) -> Span:
        return self.span(self.tree.nodes[first], self.tree.nodes[last] + 1)

    def span(self, first: int, last: int) -> Span:
        """The span of the tokens ``[first, last)`` of the document."""
        return self.doc.span(self.doc.tokens[first].start, self.doc.tokens[last - 1].end)
