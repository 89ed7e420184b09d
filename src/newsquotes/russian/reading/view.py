"""The view of a document that the Russian rules work on: words, sentences and quoted ranges by token index.

It is made once for the layers that it reads and shared by the extractors of one run.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, TypeVar

from newsquotes.document import Document, Morph, Token
from newsquotes.russian.data_files import word_set
from newsquotes.russian.language import Language, language_of
from newsquotes.russian.reading.abbreviations import read_abbreviations, read_gentlemen
from newsquotes.russian.reading.eastern import eastern_name
from newsquotes.russian.reading.folding import folded
from newsquotes.russian.reading.marks import Quoted, quoted_ranges
from newsquotes.russian.reading.sites import sites_in
from newsquotes.russian.reading.words import (
    ADJECTIVE,
    ADVERB,
    ANIMATE,
    CONJUNCTION,
    DASHES,
    DETERMINER,
    EASTERN_SURNAMES,
    FINITE,
    FIRST_NAME,
    INITIAL,
    MASC,
    NAMING,
    NOM,
    NOUN,
    NUMBER,
    PARTICLE,
    PATRONYMIC,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE_MARKS,
    SURNAME,
    TERMINALS,
    Vocabulary,
    Word,
)
from newsquotes.spans import Span

_WORDLIKE = NAMING | NOUN | ADJECTIVE | DETERMINER | PRONOUN | NUMBER | PREPOSITION | CONJUNCTION | ADVERB | PARTICLE
_ENDING_ABBREVIATIONS = word_set("ending_abbreviations")
_LINK = re.compile(r"https?://[^\s\]»)]*[^\s\]»).,;:!?]")
_LINE_END = re.compile(r"[\r\n\u2028\u2029]")
_RARE_LINE_ENDS = "\r\u2028\u2029"
_MARKS = frozenset(",;:()") | DASHES
_WE_AND_YOU = ("ем", "им", "ете", "ите")  # «Приглашаем»: verbs that no name looks like
_LONGEST_SENTENCE = 240  # tokens: no sentence of real news is longer
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
        self._folded = folded(doc)
        self.source = doc.text if self._folded is None else self._folded.text
        self._made: dict[str, Any] = {}
        self.starting: dict[int, Any] | None = None  # names by their first token, once they are read
        self.vocabulary = vocabulary = language.vocabulary
        self.lexicon = language.lexicon
        tokens: Sequence[Token] = doc.tokens
        morphs: Sequence[Morph] = doc.morphs
        if self._folded is not None:
            tokens, morphs = self._folded.words(tokens, morphs)
        self.words: list[Word] = vocabulary.words(tokens, morphs)
        self.starts = [t.start for t in tokens]
        self.ends = [t.end for t in tokens]
        self.size = len(tokens)
        if "://" in self.source:
            _read_links(self.source, self.words, self.starts, vocabulary)
        self.sites = sites_in(self.source, self.words, self.starts, vocabulary)  # first token → the one after the last
        if "'" in self.source:
            _read_apostrophes(self.words, self.starts, self.ends, vocabulary)
        _read_surnames(self.words, vocabulary)
        words = self.words
        read_abbreviations(words, [i for i, w in enumerate(words) if w.text == "."], vocabulary)
        if "г-" in self.source or "р-" in self.source or "Г-" in self.source:
            read_gentlemen(words, vocabulary)
        # how many predicates, and how many forms of verbs, stand before each token
        self.predicates = list(accumulate([w.predicating for w in words], initial=0))
        self.verbs = list(accumulate([w.verbal for w in words], initial=0))
        punctuation = [i for i, w in enumerate(words) if w.flags & PUNCTUATION]
        lines = _paragraphs(self.source, words, self.starts, self.ends)
        self.paragraphs = _turns_apart(words, self.starts, self.ends, lines, punctuation)
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
        self.sentences = _sentences(self, begins, [i for i in punctuation if words[i].text == "."])
        self.sentence_of = _numbers(self.sentences)

    def once(self, what: str, make: Callable[[View], T]) -> T:
        """``make(self)``, made once and kept under the name ``what``."""
        try:
            return self._made[what]  # type: ignore[no-any-return]
        except KeyError:
            made = self._made[what] = make(self)
            return made

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
        if self._folded is not None:
            start, end = self._folded.within_marks(start, end)
            end = start + len(self._untouched[start:end].rstrip())
            start = end - len(self._untouched[start:end].lstrip())
        return Span(start, end, self._untouched[start:end])

    def text(self, first: int, last: int) -> str:
        """The text of the tokens ``[first, last)``, as it is read."""
        return self.source[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """The token range that a text span covers."""
        starts = self.starts
        if self._folded is None:
            return bisect_left(starts, span.start), bisect_left(starts, span.end)
        return bisect_left(starts, self._place(span.start)), bisect_left(starts, self._place(span.end))

    def _place(self, offset: int) -> int:
        return offset if self._folded is None else self._folded.place(offset)


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


def _line_ends(text: str) -> Iterator[int]:
    """Where line breaks stand; those of other systems than Unix are rare, and a search for one character is fast."""
    if any(mark in text for mark in _RARE_LINE_ENDS):
        yield from (found.start() for found in _LINE_END.finditer(text))
        return
    at = text.find("\n")
    while at >= 0:
        yield at
        at = text.find("\n", at + 1)


def _paragraphs(text: str, words: Sequence[Word], starts: Sequence[int], ends: Sequence[int]) -> list[tuple[int, int]]:
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


def _turns_apart(
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


def _attributes(words: Sequence[Word], starts: Sequence[int], ends: Sequence[int], first: int, last: int) -> bool:
    """Whether an attribution stands among words («…, — сказал X»), or marks that may hold the dash."""
    return any(
        (words[k].text in QUOTE_MARKS and words[k].text != "»" and first == k)
        or (words[k].text in DASHES and words[k + 1].cue is not None and words[k + 1].flags & FINITE)
        for k in range(first, last - 1)
    )


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


def _speaks(words: Sequence[Word], i: int) -> bool:
    """Whether a verb of speech stands at a token that shows a man to be its subject."""
    return 0 <= i < len(words) and words[i].cue is not None and bool(words[i].flags & FINITE) and words[i].subject == MASC


def _titles(w: Word) -> bool:
    """Whether a word is somebody's role, which a name may follow."""
    return w.role is not None and w.role.kind == "person"


def _initials_of_what_follows(words: Sequence[Word], i: int) -> bool:
    """Whether initials before a word are its own: «И. О. Кошка», not «Ершов И. О. Кошка …»."""
    k = i
    while k > 1 and words[k - 1].text == "." and words[k - 2].flags & INITIAL and words[k - 2].title:
        k -= 2
    before = words[k - 1] if k else None
    return k < i and not (before is not None and before.title and before.flags & SURNAME)


def _read_surnames(words: list[Word], vocabulary: Vocabulary) -> None:
    """Words that are names here though the dictionary has no such name.

    A common noun that follows a first name, or speaks with a capital within a sentence, is a surname everywhere («Владимир
    Урин … Урин сказал», «Ранее Макрон сказал»); so is what can only be the genitive of something else and speaks.
    """
    stems: set[str] = set()
    eastern: set[str] = set()  # «Си Цзиньпин … Си»
    doubtful = [i for i, w in enumerate(words) if w.may_become_name]
    for i in doubtful:
        w, before = words[i], words[i - 1] if i else vocabulary.quote_mark
        if w.low in EASTERN_SURNAMES and eastern_name(words, i) is not None:
            words[i] = vocabulary.as_name(w.text)  # «Во Ван Тхань» is no preposition
            if w.flags & NOUN:
                eastern.add(w.low)
        elif w.given and not w.flags & NOUN and i + 1 < len(words) and words[i + 1].title:
            words[i] = vocabulary.as_name(w.text)  # «Эва Копач» is no interjection
        elif not w.flags & _WORDLIKE:
            within = before.text[0].isalpha() or before.text == ","
            if within and not (w.flags & FINITE and w.low.endswith(_WE_AND_YOU)):
                # «По словам Данна»: a capital within a sentence, and no noun of the language
                words[i] = vocabulary.as_name(w.text)
        elif (
            w.low in ("бин", "бен", "ван", "фон") and before.text[0].isalpha() and i + 1 < len(words) and words[i + 1].title
        ):
            words[i] = vocabulary.as_name(w.text)  # «президент Xiaomi Бин Лин»
        elif (
            w.looks_genitive and not before.title and (_speaks(words, i + 1) or (_speaks(words, i - 2) and _titles(before)))
        ):
            words[i] = vocabulary.as_name(w.text)  # «врио главы региона Снегов доложил», «уточнил замминистра Сазанов»
        elif w.flags & NOUN and len(w.low) > 2:
            named = before.title and (before.flags & FIRST_NAME or before.given)
            within = before.text[0].isalpha() and not before.title and not before.adjective
            thing = w.role is None and not w.flags & ANIMATE and w.noun & NOM
            if within and thing and (before.role is None or _titles(before)) and _speaks(words, i + 1):
                stems.add(w.low)  # «Ранее Макрон сказал»
            if named or (before.text == "." and _initials_of_what_follows(words, i)):
                stems.add(w.low[: max(3, len(w.low) - 1)])
    for i in doubtful if eastern else ():
        if words[i].low in eastern:
            words[i] = vocabulary.as_name(words[i].text)
    if any(words[i].looks_genitive for i in doubtful):
        # «генерал Александр Бульбов … Бульбов»: a known surname whose nominative looks like a genitive plural
        for i, w in enumerate(words):
            if w.title and w.flags & SURNAME and i and words[i - 1].title and words[i - 1].flags & (FIRST_NAME | PATRONYMIC):
                stems.add(w.low[: max(4, len(w.low) - 1)])
    if not stems:
        return
    lengths = {len(stem) for stem in stems}
    for i in doubtful:
        w = words[i]
        if w.flags & NOUN and any(w.low[:n] in stems and len(w.low) <= n + 3 for n in lengths):
            words[i] = vocabulary.as_name(w.text)


def _sentences(view: View, begins: Sequence[int], stops: Sequence[int]) -> list[tuple[int, int]]:
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
    for stop in stops:
        # «… в 2006г. По данным …»: an abbreviation that ends a sentence
        if not 0 < stop < size - 1 or words[stop - 1].low not in _ENDING_ABBREVIATIONS:
            continue
        w = words[stop + 1]
        initial = len(w.text) == 1 and stop + 2 < size and words[stop + 2].text == "."
        if w.title and w.flags & (PREPOSITION | PRONOUN | CONJUNCTION) and not initial:
            cuts.add(stop + 1)
    return [part for first, last in pairwise([*sorted(cuts), size]) for part in _in_parts(view, first, last)]


def _in_parts(view: View, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A sentence; one too long to be one (a list, speech without stops) in parts that end at a mark, where there is one."""
    while last - first > _LONGEST_SENTENCE:
        marks = view.marks_between(first + _LONGEST_SENTENCE // 2, first + _LONGEST_SENTENCE)
        stop = marks[-1] + 1 if marks else first + _LONGEST_SENTENCE
        yield first, stop
        first = stop
    yield first, last
