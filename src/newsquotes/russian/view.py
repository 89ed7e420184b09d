"""The view of a document that the Russian rules work on: words, sentences and quoted ranges by token index.

It is made once for the layers that it reads and shared by the extractors of one run.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from newsquotes.document import Document
from newsquotes.russian.lexicon import Lexicon, default_lexicon
from newsquotes.russian.marks import Quoted, quoted_ranges
from newsquotes.russian.words import (
    QUOTE_MARKS,
    TERMINALS,
    Vocabulary,
    Word,
)
from newsquotes.spans import Span

_READS = ("tokens", "sentences", "morphs")


class View:
    """Words and structure of one document; every index is a token index, every range half-open."""

    def __init__(self, doc: Document, vocabulary: Vocabulary) -> None:
        self.doc = doc
        self.lexicon = vocabulary.lexicon
        tokens = doc.tokens
        self.words: list[Word] = vocabulary.words(tokens, doc.morphs)
        self.starts = [t.start for t in tokens]
        self.ends = [t.end for t in tokens]
        self.size = len(tokens)
        self.paragraphs = _paragraphs(doc.text, self.words, self.starts, self.ends)
        self.quoted: list[Quoted] = quoted_ranges(self.words, self.starts, self.ends, self.paragraphs)
        self.opening: dict[int, list[Quoted]] = {}
        for q in self.quoted:
            self.opening.setdefault(q.open, []).append(q)
        self.depth = _depths(self.quoted, self.size)
        self.sentences = _sentences(self)
        self._sentence_starts = [s for s, _ in self.sentences]
        self._paragraph_starts = [p for p, _ in self.paragraphs]

    def sentence(self, i: int) -> int:
        """The number of the sentence that holds token ``i``."""
        return bisect_right(self._sentence_starts, i) - 1

    def paragraph(self, i: int) -> int:
        """The number of the paragraph that holds token ``i``."""
        return bisect_right(self._paragraph_starts, i) - 1

    def span(self, first: int, last: int) -> Span:
        """The text span of the tokens ``[first, last)``."""
        start, end = self.starts[first], self.ends[last - 1]
        return Span(start, end, self.doc.text[start:end])

    def text(self, first: int, last: int) -> str:
        """The text of the tokens ``[first, last)``."""
        return self.doc.text[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """The token range that a text span covers."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)


def view_of(doc: Document, lexicon: Lexicon | None = None) -> View:
    """The view of a document, made once a run."""
    vocabulary = vocabulary_for(lexicon or default_lexicon())
    view: View = doc.derived(("view", id(vocabulary)), lambda d: View(d, vocabulary), _READS)
    return view


_VOCABULARIES: dict[int, Vocabulary] = {}


def vocabulary_for(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of a lexicon; one a lexicon and process."""
    vocabulary = _VOCABULARIES.get(id(lexicon))
    if vocabulary is None or vocabulary.lexicon is not lexicon:
        vocabulary = _VOCABULARIES[id(lexicon)] = Vocabulary(lexicon)
    return vocabulary


def _paragraphs(text: str, words: Sequence[Word], starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
    """Lines, save that a line break within a sentence (a scraped, wrapped text) divides nothing."""
    result = []
    first = 0
    size = len(words)
    breaks = []
    position = text.find("\n")
    if position < 0:
        position = text.find("\r")
    while position >= 0:
        i = bisect_left(starts, position)
        if i < size and i and (not breaks or breaks[-1] != i):
            breaks.append(i)
        after = starts[i] if i < size else len(text)
        position = text.find("\n", max(after, position + 1))
    for i in breaks:
        blank = text.count("\n", ends[i - 1], starts[i]) > 1
        before, after = words[i - 1], words[i]
        wrapped = not blank and before.text not in TERMINALS and before.text[-1:] not in "»”:" and not after.title and after.text[:1].isalpha()
        if not wrapped:
            result.append((first, i))
            first = i
    if first < size:
        result.append((first, size))
    return result


def _depths(quoted: Sequence[Quoted], size: int) -> list[int]:
    """How many quoted ranges each token lies in."""
    change = [0] * (size + 1)
    for q in quoted:
        if q.repair in ("", "shared"):
            change[q.first] += 1
            change[q.last] -= 1
    depth, level = [], 0
    for delta in change[:size]:
        level += delta
        depth.append(level)
    return depth


def _sentences(view: View) -> list[tuple[int, int]]:
    """The splitter's sentences, cut at paragraphs and joined where a cut was no end of a sentence."""
    words, starts = view.words, view.starts
    cuts = {first for first, _ in view.paragraphs}
    size = view.size
    for sentence in view.doc.sentences:
        i = bisect_left(starts, sentence.start)
        if i >= size or i in cuts:
            continue
        before = words[i - 1] if i else None
        if before is not None and (before.text in TERMINALS or before.text[0] in ".!?…" or before.text in QUOTE_MARKS or before.text == ")"):
            cuts.add(i)
    # Ends that the splitter leaves to quotations: «… идёт. «Нет», — сказал он.»
    ordered = sorted(cuts)
    return [(a, b) for a, b in zip(ordered, [*ordered[1:], size], strict=True) if b > a]
