"""Whole articles that are printed again."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from datetime import date

import attrs

from newsquotes.document import Document
from newsquotes.errors import InputError
from newsquotes.grouping.buckets import candidate_pairs, signatures
from newsquotes.grouping.groups import Joined
from newsquotes.grouping.utterances import Utterance
from newsquotes.wording import gettext

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_LIKE, _WITHIN, _FEWEST = 0.5, 0.8, 30


@attrs.frozen
class Reprint:
    """An article in all its printings, the earliest first; ``documents`` are their ids."""

    documents: tuple[str, ...]
    outlets: tuple[str, ...]
    date: str | None

    def __len__(self) -> int:
        return len(self.documents)


def reprints(docs: Iterable[Document]) -> tuple[Reprint, ...]:
    """The articles that several documents print, whole, shortened or slightly changed; the most printed first.

    Two documents are one article where half of all their runs of four words are the same, or four fifths of the shorter
    one's, if it has some thirty words at least. Articles that stand alone are left out.

    >>> import newsquotes
    >>> text = "Мост через Тишанку откроют в мае. «Строители закончат работу раньше срока», — сказала мэр Анна Белова. " * 3
    >>> docs = [newsquotes.extract(text, id="a"), newsquotes.extract(text + "Подробности позже.", id="b")]
    >>> [r.documents for r in newsquotes.reprints(docs)]
    [('a', 'b')]
    """
    about: list[Utterance] = []
    runs: list[frozenset[int]] = []
    for doc in docs:
        if not isinstance(doc, Document):
            raise InputError(gettext("reprints() takes documents, not {doc!r:.80}", doc=doc))
        day = None if doc.meta.date is None else str(doc.meta.date)
        about.append(Utterance("", document=doc.id, date=day, outlet=doc.meta.outlet))
        words = _WORD.findall(doc.text.lower().replace("ё", "е"))
        runs.append(frozenset(hash_of(words[i : i + _SHINGLE]) for i in range(max(len(words) - _SHINGLE + 1, 1))))
    joined = Joined(len(about))
    for i, j in candidate_pairs(signatures([str(n) for n in run] for run in runs)).tolist():
        if joined.root(i) != joined.root(j) and _printed_again(runs[i], runs[j]):
            joined.join(i, j)
    found = [[about[n] for n in members] for members in joined.listed() if len(members) > 1]
    return tuple(sorted(map(_reprint, found), key=lambda r: -len(r)))


def hash_of(words: list[str]) -> int:
    """The number of a run of words, the same in every process."""
    text = " ".join(words).encode("utf-8", "surrogatepass")
    return zlib.crc32(text) << 32 | zlib.adler32(text)


def _printed_again(a: frozenset[int], b: frozenset[int]) -> bool:
    common = len(a & b)
    shorter = min(len(a), len(b))
    return common >= _LIKE * (len(a) + len(b) - common) or (shorter >= _FEWEST and common >= _WITHIN * shorter)


def _reprint(members: list[Utterance]) -> Reprint:
    ordered = sorted(members, key=lambda m: m.day or date.max)
    outlets = tuple(dict.fromkeys(m.outlet for m in ordered if m.outlet))
    return Reprint(tuple(m.document for m in ordered), outlets, ordered[0].date)
