"""The view of a document that the Russian rules work on: words, sentences and quoted ranges by token index.

It is made once for the layers that it reads and shared by the extractors of one run.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, TypeVar

from newsquotes.document import Document, Morph, pieces_of
from newsquotes.russian.data_files import word_set
from newsquotes.russian.language import Language, language_of
from newsquotes.russian.reading.abbreviations import read_abbreviations, read_gentlemen
from newsquotes.russian.reading.folding import folded, folded_words
from newsquotes.russian.reading.forms import (
    ADJECTIVE,
    ADVERB,
    CONJUNCTION,
    DASHES,
    INITIAL,
    NOUN,
    PARTICLE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE_MARKS,
    TERMINALS,
)
from newsquotes.russian.reading.houses import read_houses
from newsquotes.russian.reading.marks import Quoted, quoted_ranges
from newsquotes.russian.reading.paragraphs import datelines_apart, lines_of, turns_apart
from newsquotes.russian.reading.sites import sites_in
from newsquotes.russian.reading.unlisted import read_unlisted
from newsquotes.russian.reading.vocabulary import Vocabulary
from newsquotes.russian.reading.words import Word
from newsquotes.spans import Pieces, Span

_ENDING_ABBREVIATIONS = word_set("ending_abbreviations")
_RELAYING = word_set("relaying")
_OPENING = PREPOSITION | CONJUNCTION | ADVERB | PARTICLE
_BEFORE = frozenset(["ранее", "раньше", "позже", "позднее"])
_LINK = re.compile(r"https?://[^\s\]»)]*[^\s\]»).,;:!?]")
_MARKS = frozenset(",;:()") | DASHES
_LONGEST_SENTENCE = 240  # tokens: no sentence of real news is longer
_ENDLESS = 100 * _LONGEST_SENTENCE  # what hours of speech without a stop do not reach
_READS = ("tokens", "sentences", "morphs")
T = TypeVar("T")


class View:
    """Words and structure of one document; every index is a token index, every range half-open.

    ``source``, ``starts`` and ``ends`` are those of the text as it is read (see :mod:`newsquotes.russian.reading.folding`);
    ``span`` gives spans of the untouched text.
    """

    def __init__(self, doc: Document, language: Language) -> None:
        # Not the document: it holds its view, and a cycle would be left to the garbage collector.
        self._untouched = doc.text
        self.folded = folded(doc)
        self.source = doc.text if self.folded is None else self.folded.text
        self._made: dict[str, Any] = {}
        self.starting: dict[int, Any] | None = None  # names by their first token, once they are read
        self.vocabulary = vocabulary = language.vocabulary
        self.lexicon = language.lexicon
        morphs: Sequence[Morph] = doc.morphs
        if self.folded is None:
            pieces = pieces_of(doc)
        else:
            words_of_copy = folded_words(doc, self.folded)
            morphs = [morph for word, morph in zip(words_of_copy, morphs, strict=True) if word is not None]
            pieces = Pieces.of([word for word in words_of_copy if word is not None])
        self.words: list[Word] = vocabulary.words(pieces.texts, morphs)
        self.starts = pieces.starts
        self.ends = pieces.ends
        self.size = len(pieces)
        if "://" in self.source:
            _read_links(self.source, self.words, self.starts, vocabulary)
        self.sites = sites_in(self.source, self.words, self.starts, vocabulary)  # first token → the one after the last
        if "'" in self.source:
            _read_apostrophes(self.words, self.starts, self.ends, vocabulary)
        read_houses(self.source, self.words, self.starts, vocabulary)
        read_unlisted(self.words, vocabulary)
        words = self.words
        marks = [i for i, w in enumerate(words) if w.flags & PUNCTUATION]
        read_abbreviations(words, [i for i in marks if words[i].text == "."], vocabulary)
        if "г-" in self.source or "р-" in self.source or "Г-" in self.source:
            read_gentlemen(words, vocabulary)
        # how many predicates, and how many forms of verbs, stand before each token
        self.predicates = list(accumulate([w.predicating for w in words], initial=0))
        self.verbs = list(accumulate([w.verbal for w in words], initial=0))
        punctuation = [i for i in marks if words[i].flags & PUNCTUATION]
        lines = datelines_apart(words, lines_of(self.source, words, self.starts, self.ends))
        self.paragraphs = turns_apart(words, self.starts, self.ends, lines, punctuation)
        self.paragraph_of = _numbers(self.paragraphs)
        quote_marks = [i for i in punctuation if words[i].text in QUOTE_MARKS]
        self.quoted: list[Quoted] = quoted_ranges(words, self.starts, self.ends, self.paragraphs, quote_marks)
        self.opening: dict[int, list[Quoted]] = {}
        self.closing: dict[int, list[Quoted]] = {}
        for q in self.quoted:
            self.opening.setdefault(q.open, []).append(q)
            if q.close >= 0:
                self.closing.setdefault(q.close, []).append(q)
        self.closers = sorted(self.closing)
        self.marks = [i for i in punctuation if words[i].text in _MARKS]
        self.colons = [i for i in self.marks if words[i].text == ":"]
        self.brackets = _brackets(self)
        self.depth = _depths(self.quoted, self.brackets, self.size)
        self.holders = _holders(self.quoted, self.size)
        self.naming = [i for i, w in enumerate(words) if w.naming]
        self._hints = [i for i, w in enumerate(words) if w.hint]
        self._quoted_starts = [q.first for q in self.quoted]
        begins = [bisect_left(self.starts, self._place(s.start)) for s in doc.sentences]
        self.sentences: list[tuple[int, int]] = []
        self.endless: list[int] = []  # sentences that are parts of one far too long to be language
        for first, last in _sentences(self, begins, punctuation):
            before = len(self.sentences)
            self.sentences += _in_parts(self, first, last)
            if last - first > _ENDLESS:
                self.endless += range(before, len(self.sentences))
        self.sentence_of = _numbers(self.sentences)

    def once(self, what: str, make: Callable[[View], T]) -> T:
        """``make(self)``, made once and kept under the name ``what``."""
        try:
            return self._made[what]  # type: ignore[no-any-return]
        except KeyError:
            made = self._made[what] = make(self)
            return made

    def forget(self, what: str) -> None:
        """Let go of what was made once: what holds the view would be left to the garbage collector, together with it."""
        self._made.pop(what, None)

    def preposition(self, i: int) -> bool:
        """Whether token ``i`` is a preposition, and no initial («С. Иванов», «О’Рейли»)."""
        w = self.words[i]
        if not w.flags & PREPOSITION:
            return False
        return not (w.flags & INITIAL and i + 1 < self.size and self.words[i + 1].text in (".", "'", "’"))

    def marks_between(self, first: int, last: int) -> list[int]:
        """The commas, colons, brackets and dashes of the tokens ``[first, last)``."""
        return self.marks[bisect_left(self.marks, first) : bisect_left(self.marks, last)]

    def hints_between(self, first: int, last: int) -> list[int]:
        """The tokens of ``[first, last)`` at which a cue may begin."""
        return self._hints[bisect_left(self._hints, first) : bisect_left(self._hints, last)]

    def quoted_between(self, first: int, last: int) -> list[Quoted]:
        """The quoted ranges whose first word lies in ``[first, last)``."""
        a = bisect_left(self._quoted_starts, first)
        b = bisect_left(self._quoted_starts, last)
        return self.quoted[a:b]

    def marked(self, first: int, last: int) -> bool:
        """Whether nothing but the tokens ``[first, last)`` stands between quote marks: «Верста»."""
        return any(q.first == first and q.last == last for q in self.opening.get(first - 1, ()))

    def holder(self, i: int) -> Quoted | None:
        """The innermost closed quoted range that holds token ``i``."""
        n = self.holders[i]
        return self.quoted[n] if n >= 0 else None

    def span(self, first: int, last: int) -> Span:
        """The span of the tokens ``[first, last)`` in the untouched text."""
        start, end = self.starts[first], self.ends[last - 1]
        if self.folded is not None:
            start, end = self.folded.within_marks(start, end)
            end = start + len(self._untouched[start:end].rstrip())
            start = end - len(self._untouched[start:end].lstrip())
        return Span(start, end, self._untouched[start:end])

    def text(self, first: int, last: int) -> str:
        """The text of the tokens ``[first, last)``, as it is read."""
        return self.source[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """The token range that a text span covers."""
        starts = self.starts
        if self.folded is None:
            return bisect_left(starts, span.start), bisect_left(starts, span.end)
        return bisect_left(starts, self._place(span.start)), bisect_left(starts, self._place(span.end))

    def _place(self, offset: int) -> int:
        return offset if self.folded is None else self.folded.place(offset)


def view_of(doc: Document, language: Language | None = None) -> View:
    """The view of a document in a language (default: Russian without a user's additions), made once a run."""
    language = language or language_of()
    view: View = doc.artefact(f"russian.view {id(language)}", lambda d: View(d, language), _READS)
    return view


def _numbers(ranges: Sequence[tuple[int, int]]) -> list[int]:
    """For each token, and for the place after the last, the number of the range that holds it."""
    numbers = []
    for n, (first, last) in enumerate(ranges):
        numbers += [n] * (last - first)
    return [*numbers, len(ranges) - 1]


def _brackets(view: View) -> list[tuple[int, int]]:
    """The words between round brackets that are closed within their paragraph, innermost ones first."""
    found = []
    stack: list[int] = []
    for i in view.marks:
        text = view.words[i].text
        if text == "(":
            stack.append(i)
        elif text == ")" and stack:
            opened = stack.pop()
            if view.paragraph_of[opened] == view.paragraph_of[i]:
                found.append((opened + 1, i))
            else:
                stack.clear()
    return found


def _depths(quoted: Sequence[Quoted], brackets: Sequence[tuple[int, int]], size: int) -> list[int]:
    """How many quoted ranges and brackets each token lies in."""
    change = [0] * (size + 1)
    for q in quoted:
        if q.repair in ("", "shared"):
            change[q.first] += 1
            change[q.last] -= 1
    for first, last in brackets:
        change[first] += 1
        change[last] -= 1
    return list(accumulate(change[:size]))


def _holders(quoted: Sequence[Quoted], size: int) -> list[int]:
    """For each token the number of the innermost closed range that holds it, or -1."""
    holders = [-1] * size
    at = 0
    around: list[tuple[int, int]] = []  # where the ranges that hold token ``at`` end, and their numbers

    def reach(i: int) -> None:
        nonlocal at
        if around and i > at:
            holders[at:i] = [around[-1][1]] * (i - at)
        at = max(at, i)

    for n, q in enumerate(quoted):  # outer ranges come first
        if q.repair not in ("", "shared"):
            continue
        while around and around[-1][0] <= q.first:
            reach(around[-1][0])
            around.pop()
        reach(q.first)
        around.append((q.last, n))
    while around:
        reach(around[-1][0])
        around.pop()
    return holders


def _read_links(text: str, words: list[Word], starts: Sequence[int], vocabulary: Vocabulary) -> None:
    """Nothing in an address is a name: «[http://www.example.org/cio заявил]»."""
    for link in _LINK.finditer(text):
        first, last = bisect_left(starts, link.start()), bisect_left(starts, link.end())
        words[first:last] = [vocabulary.link] * (last - first)


def _read_apostrophes(words: list[Word], starts: Sequence[int], ends: Sequence[int], vocabulary: Vocabulary) -> None:
    """Apostrophes that open and close words are quote marks; of two in a row the outer one is read as a mark."""
    size = len(words)
    opened = -1
    for i, w in enumerate(words):
        if w.text != "'":
            continue
        glued_left = i > 0 and ends[i - 1] == starts[i]
        glued_right = i + 1 < size and starts[i + 1] == ends[i]
        if glued_right and words[i + 1].text == "'":
            if not glued_left:
                words[i] = vocabulary.quote_mark
        elif glued_left and i and (words[i - 1].text == "'" or words[i - 1] is vocabulary.quote_mark):
            if words[i - 1] is not vocabulary.quote_mark:
                words[i] = vocabulary.quote_mark
        elif glued_right and not glued_left and words[i + 1].text[0].isalpha():
            opened = i
        elif glued_left and not (glued_right and words[i + 1].text[0].isalpha()) and opened >= 0 and i - opened > 2:
            words[opened] = words[i] = vocabulary.quote_mark
            opened = -1


def _sentences(view: View, begins: Sequence[int], punctuation: Sequence[int]) -> list[tuple[int, int]]:
    """The splitter's sentences, cut at paragraphs and joined where a cut was no end of a sentence."""
    words = view.words
    cuts = {first for first, _ in view.paragraphs}
    size = view.size
    for i in begins:
        if i >= size or i in cuts:
            continue
        before = words[i - 1] if i else None
        if before is not None and (
            before.text in TERMINALS or before.text[0] in ".!?…" or before.text in QUOTE_MARKS or before.text == ")"
        ):
            cuts.add(i)
    for stop in punctuation:
        if not 0 < stop < size - 1:
            continue
        if words[stop].text == "," and words[stop + 1].lemma in _RELAYING and _lost_its_end(view, stop + 2):
            cuts.add(stop + 2)
        # «… в 2006г. По данным …»: an abbreviation that ends a sentence
        if words[stop].text != "." or words[stop - 1].low not in _ENDING_ABBREVIATIONS:
            continue
        w = words[stop + 1]
        initial = len(w.text) == 1 and stop + 2 < size and words[stop + 2].text == "."
        if w.title and w.flags & (PREPOSITION | PRONOUN | CONJUNCTION) and not initial:
            cuts.add(stop + 1)
    return list(pairwise([*sorted(cuts), size]))


def _lost_its_end(view: View, i: int) -> bool:
    """Whether a new sentence begins at token ``i``, as the outlet before it was lost with its link and the full stop.

    «Завод встал, передаёт | По словам мэра, …», «…, пишет | "Мы готовы", — сказал X.»
    """
    words = view.words
    if i + 1 >= view.size:
        return False
    w = words[i]
    if w.text in QUOTE_MARKS:
        return any(q.close > i and words[q.first].title and _goes_on(view, q.close) for q in view.opening.get(i, ()))
    if not w.title or w.low in view.lexicon.outlets or words[i + 1].text == "." or view.starts[i] - view.ends[i - 1] != 1:
        return False
    return w.low in _BEFORE or bool(w.flags & _OPENING and not w.flags & (NOUN | ADJECTIVE))


def _goes_on(view: View, close: int) -> bool:
    """Whether an attribution may follow a closing mark."""
    after = view.words[close + 1].text if close + 1 < view.size else ""
    return after in DASHES or (after == "," and close + 2 < view.size and view.words[close + 2].text in DASHES)


def _in_parts(view: View, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A sentence; one too long to be one (a list, speech without stops) in parts that end at a mark, where there is one."""
    while last - first > _LONGEST_SENTENCE:
        marks = view.marks_between(first + _LONGEST_SENTENCE // 2, first + _LONGEST_SENTENCE)
        stop = marks[-1] + 1 if marks else first + _LONGEST_SENTENCE
        yield first, stop
        first = stop
    yield first, last
