"""Tokens and sentences, by razdel (rules of the Natasha project)."""

from __future__ import annotations

import re

from razdel import tokenize
from razdel.segmenters.sentenize import DELIMITER, SentSegmenter, SentSplitter

from newsquotes.document import Document, Sentence, Token
from newsquotes.russian.remembered import Remembered


def tokens(doc: Document) -> list[Token]:
    """The tokens of a text as razdel cuts its runs without white space.

    Each run is cut by itself, and the cuts of short ones (words with their punctuation) are remembered: razdel never joins
    over white space, but looks over it, and would glue the comma of «10, 9 и 8» to the number.

    >>> [str(t) for t in tokens(Document("Газ придёт, сказал Иванов."))]
    ['Газ', 'придёт', ',', 'сказал', 'Иванов', '.']
    """
    found: list[Token] = []
    for match in _RUN.finditer(doc.text):
        run = match[0]
        start, end = match.span()
        cuts = _cuts[run] if end - start <= _LONGEST_REMEMBERED else _cut(run)
        if isinstance(cuts, str):
            found.append(Token(start, end, cuts))
        else:
            found += [Token(start + first, start + last, piece) for first, last, piece in cuts]
    return found


_RUN = re.compile(r"\S+")
_LONGEST_REMEMBERED = 40


def _cut(run: str) -> str | tuple[tuple[int, int, str], ...]:
    """The tokens of a run with their offsets in it; the run itself where it is one token.

    The same strings come out for the same run, so that look-ups of remembered words need not compare characters.
    """
    cuts = tuple((t.start, t.stop, t.text) for t in tokenize(run))
    return run if len(cuts) == 1 and cuts[0][2] == run else cuts


_cuts = Remembered(_cut, 1 << 17)


def sentences(doc: Document) -> list[Sentence]:
    """The sentences of a text as razdel cuts it; blank ones are left out.

    >>> [str(s) for s in sentences(Document("Газ придёт. Так сказал Иванов."))]
    ['Газ придёт.', 'Так сказал Иванов.']
    """
    return [Sentence(s.start, s.stop, s.text) for s in _sentenize(doc.text) if s.start < s.stop]


# razdel's rules keep a sentence whole at a mark that no white space follows, or a word in small letters: such marks need
# not be shown to them.
_ENDING = DELIMITER + r"(?=\s)(?!\s+[a-zа-яё]+(?![^\W\d]))"
_sentenize = SentSegmenter(split=SentSplitter(pattern=_ENDING))
