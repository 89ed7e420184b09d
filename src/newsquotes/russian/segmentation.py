"""Tokens and sentences, by razdel (rules of the Natasha project)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from operator import add, itemgetter, sub

from razdel import sentenize, tokenize
from razdel.segmenters.punct import ENDINGS
from razdel.segmenters.sentenize import BULLET_SIZE, DELIMITERS, SentSplit
from razdel.segmenters.sokr import HEAD_SOKRS, INITIALS, PAIR_SOKRS, SOKRS

from newsquotes.caches import Remembered
from newsquotes.document import Document, Sentence, Token
from newsquotes.lazy_layers import Later
from newsquotes.russian.reading.folding import Folded, folded
from newsquotes.spans import Pieces


def tokens(doc: Document) -> Sequence[Token]:
    """The tokens of a text as razdel cuts its runs without white space.

    Each run is cut by itself, and the cuts of short ones (words with their punctuation) are remembered: razdel never joins
    over white space, but looks over it, and would glue the comma of «10, 9 и 8» to the number.

    >>> [str(t) for t in tokens(Document("Газ придёт, сказал Иванов."))]
    ['Газ', 'придёт', ',', 'сказал', 'Иванов', '.']

    Addresses, @names, #tags and emoji are tokens of their own.

    >>> [str(t) for t in tokens(Document("‼️Срочно: @most24 пишет, см. https://example.org/a?b=1."))]
    ['‼️', 'Срочно', ':', '@most24', 'пишет', ',', 'см', '.', 'https://example.org/a?b=1', '.']

    A word is one token whatever stands between its letters, and markup is cut off the words.

    >>> [str(t) for t in tokens(Document("Га\u0301з **придёт**"))]
    ['Га\u0301з', '**', 'придёт', '**']
    """
    copy = folded(doc)
    if copy is None:
        return Later(_pieces_of(doc.text), _made)
    cut = _pieces_of(copy.text)
    found: list[Token] = []
    end = 0
    for start, stop in [*map(copy.bounds, cut.starts, cut.ends), (len(doc.text),) * 2]:
        gap = doc.text[end:start]
        if gap.startswith(_SELECTORS) and found and found[-1].end == end:  # how the sign before is drawn
            first = found.pop().start
            end += len(gap) - len(gap.lstrip("".join(_SELECTORS)))
            found.append(Token(first, end, doc.text[first:end]))
        if end < start and not gap.isspace():
            found += (Token(end + t.start, end + t.end, t.text) for t in _made(_pieces_of(doc.text[end:start])))
        if stop > start:
            found.append(Token(start, stop, doc.text[start:stop]))
        end = stop
    return found


def _made(pieces: Pieces) -> list[Token]:
    return pieces.spans(Token)


def _pieces_of(text: str) -> Pieces:
    pieces: list[str] = []
    starts: list[int] = []
    begin = 0
    for line in text.split("\n"):
        if not line:
            begin += 1
            continue
        cuts = list(map(_cuts.__getitem__, line.split()))
        found = list(chain.from_iterable(map(_PIECES, cuts)))
        # As a rule one character stands between two runs: adding up what each token takes is faster than looking for it.
        places = list(accumulate(chain.from_iterable(map(_STEPS, cuts)), initial=begin))
        end = begin + len(line) + 1
        if places.pop() != end:
            places = _sought(text, found, begin)
        pieces += found
        starts += places
        begin = end
    return Pieces(starts, list(map(add, starts, map(len, pieces))), pieces)


def _sought(text: str, pieces: list[str], begin: int) -> list[int]:
    """Where each of some tokens begins, the first one at ``begin`` or after."""
    find = text.find
    ends = [begin := find(piece, begin) + len(piece) for piece in pieces]
    return list(map(sub, ends, map(len, pieces)))


_PIECES, _STEPS = itemgetter(0), itemgetter(1)


def _cut(run: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The tokens of a run, which fill it, and how far each one's start is from the next one's, over one character of space.

    The same strings come out for the same run, so that look-ups of remembered words need not compare characters.
    """
    if len(run) > _LONGEST_RUN:
        pieces = tuple(run[k : k + _LONGEST_RUN] for k in range(0, len(run), _LONGEST_RUN))
    else:
        pieces = tuple(_pieces(run) if _MARKS_OF_WHOLES.search(run) else [t.text for t in tokenize(run)])
    if len(pieces) == 1:
        return (run,), (len(run) + 1,)
    return pieces, (*map(len, pieces[:-1]), len(pieces[-1]) + 1)


# Addresses, @names, #tags, and signs that are drawn as pictures: no letter beside them belongs to the same token.
_PICTURE = r"[\u203c\u2049\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\U0001f000-\U0001faff]"
_DRAWN = r"[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
_WHOLE = re.compile(
    r"https?://[^\s\]»)]*[^\s\]»).,;:!?]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@#])[@#][^\W\d]\w*"
    rf"|(?:{_PICTURE}{_DRAWN}\u200d?)+|\d\ufe0f?\u20e3"
)
_LONGEST_RUN = 4000  # characters without white space: more are no writing, and not cut into words
_SELECTORS = ("\ufe0f", "\u20e3", "\u200d")
_MARKS_OF_WHOLES = re.compile(rf"[@#\u20e3]|://|{_PICTURE}")


def _pieces(run: str) -> Iterator[str]:
    end = 0
    for whole in _WHOLE.finditer(run):
        yield from (t.text for t in tokenize(run[end : whole.start()]))
        yield whole[0]
        end = whole.end()
    yield from (t.text for t in tokenize(run[end:]))


_cuts = Remembered(_cut, size=230)


def sentences(doc: Document) -> list[Sentence]:
    """The sentences of a text as razdel's rules cut it; blank ones are left out.

    >>> [str(s) for s in sentences(Document("Газ придёт. Так сказал Иванов."))]
    ['Газ придёт.', 'Так сказал Иванов.']
    """
    text = doc.text
    copy = folded(doc)
    ends = _sentence_ends(text) if copy is None else _untouched_ends(text, copy)
    found: list[Sentence] = []
    start = 0
    for end in ends:
        if sentence := text[start:end].strip():
            first = text.find(sentence, start)
            found.append(Sentence(first, first + len(sentence), sentence))
        start = end
    return found


def _sentence_ends(text: str) -> Iterator[int]:
    start = 0
    last = len(text.rstrip())
    for mark in _MARK.finditer(text):
        if mark.end() < last and _ends(text, start, mark):
            start = mark.end()
            yield start
    yield len(text)


def _untouched_ends(text: str, copy: Folded) -> Iterator[int]:
    """Where the sentences of a folded copy end in the untouched text, with what is folded away right behind them."""
    for end in _sentence_ends(copy.text):
        if end < len(copy.text):
            last = copy.ends[end - 1]
            yield min(last + len(_RUN.match(text, last)[0]), copy.starts[end])  # type: ignore[index]
    yield len(text)


def _ends(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a sentence from ``start`` on ends at a mark, by razdel's rules.

    They end it between a closing mark, or a word in small letters that is no abbreviation, and a capital letter, be it in
    marks: there they are not asked.
    """
    at, end = mark.span()
    left, right = text[max(0, at - _WINDOW) : at], text[end : end + _WINDOW]
    if text[at] in ENDINGS and (word := _WORD.search(left)) is not None and _CAPITAL.match(right):
        if word[0].lower() not in _ABBREVIATIONS:
            return True
    return not _goes_on(left, mark[0], right, text[start : min(at, start + BULLET_SIZE + 1)])


@lru_cache(maxsize=16)  # for texts that repeat themselves
def _goes_on(left: str, mark: str, right: str, beginning: str) -> bool:
    """Whether razdel keeps a sentence whole at a mark; only where it is short do its rules look at how it begins."""
    split = SentSplit(left, mark, right)
    split.buffer = beginning
    return bool(sentenize.join(split))


_RUN = re.compile(r"\S*")
_WINDOW = sentenize.split.window
_WORD = re.compile(r"(?:[^\W\d]*[а-яё]{3}|[»”])$")
_CAPITAL = re.compile(r"\s+[«„]?[A-ZА-ЯЁ]")
_ABBREVIATIONS = SOKRS | HEAD_SOKRS | INITIALS | {pair[0] for pair in PAIR_SOKRS}
# razdel's delimiters: one of them, or a smile. Its rules keep a sentence whole at one that no white space follows, or a word
# in small letters: these are passed over.
_MARK = re.compile(
    rf"[=:{re.escape(DELIMITERS)}](?:(?<=[=:;])-?[)(]{{1,3}}|(?<![=:]))" r"(?=\s)(?!\s+[a-zа-яё]+(?![^\W\d]))"
)
