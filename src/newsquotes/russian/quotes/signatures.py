"""Signatures: who said marked words, or a paragraph, is named after them: «…», — X; «…» (X, мэр); «… / — X, директор»."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from newsquotes.russian.quotes.fragments import opens_sentence, paragraph_fragments, speaks
from newsquotes.russian.quotes.own_words import is_own
from newsquotes.russian.quotes.proposal import Proposal, is_speech
from newsquotes.russian.reading.clauses import has_predicate
from newsquotes.russian.reading.forms import DASHES, NOM, TERMINALS
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View

_LONGEST = 20
_SIGNS = frozenset("©/|")


def signed(view: View, claimed: AbstractSet[int]) -> Iterator[Proposal]:
    """Marked words and paragraphs that a signature follows."""
    words, size = view.words, view.size
    for q in view.quoted:
        k = q.close + 1
        if q.close < 0 or q.depth or q.first in claimed or k >= size or not opens_sentence(view, q.open):
            continue
        ended = words[k].text == "."
        if words[k].text in (".", ",") and k + 1 < size:
            k += 1
        begin, last = view.paragraphs[view.paragraph_of[k]]
        bracketed = words[k].text == "("
        if bracketed:
            last = next((j for j in range(k + 1, min(last, k + _LONGEST)) if words[j].text == ")"), k)
        marked = bracketed or words[k].text in DASHES or words[k].text in _SIGNS
        if not (is_speech(view, q) or is_own(view, q.first, q.last)) or not (marked or ended or k == begin):
            continue
        source = _signature(view, k + marked, last)
        if (
            source is None
            or (not marked and source.name is None)
            or (bracketed and source.end == last and source.name is None)
        ):
            continue
        content = paragraph_fragments(view, [(q.first, q.last)])
        yield Proposal("signature", content, None, source, "direct", q, (q.first,))
    yield from _paragraphs(view, claimed)


def _paragraphs(view: View, claimed: AbstractSet[int]) -> Iterator[Proposal]:
    """A paragraph in the first person above one that is a name after a dash."""
    for (first, last), (dash, end) in zip(view.paragraphs, view.paragraphs[1:], strict=False):
        if view.words[dash].text not in DASHES or view.words[end - 1].text in TERMINALS or end - dash < 3:
            continue
        if view.opening.get(first) or not is_own(view, first, last) or view.words[last - 1].text not in TERMINALS:
            continue
        source = _signature(view, dash + 1, end)
        if source is not None and source.name is not None:
            yield Proposal("signature", [(first, last)], None, source, "direct")


def _signature(view: View, first: int, last: int) -> Phrase | None:
    """The name or role that a signature is, with what it tells of somebody: «Анна Белова, директор завода «Луч»»."""
    words = view.words
    if last > first and words[last - 1].text == ".":
        last -= 1
    if not 0 < last - first <= _LONGEST:
        return None
    source = phrase_at(view, first, last, NOM)
    if source is None or not speaks(view, source):
        return None
    if source.end == last:
        return source
    told = words[source.end].text == "," and source.name is not None and not has_predicate(view, source.end, last)
    return source if told and not any(w.text in TERMINALS or w.text == ":" for w in words[source.end : last - 1]) else None
