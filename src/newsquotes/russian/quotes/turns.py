"""Direct speech that a dash opens and no cue attributes: interviews, and words after a sentence about who says them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from newsquotes.russian.quotes.fragments import speaks
from newsquotes.russian.quotes.proposal import NO_ENTRY, Proposal
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.subjects import source_of
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import DASHES, FINITE, NOUN, PERSONAL, TERMINALS

_LONGEST_ANSWER = 12  # paragraphs
_YOU = frozenset("вы вас вам вами ваш ваша ваше ваши вашего вашей вашу ваших ты тебя тебе тобой твой твоя".split())


@attrs.frozen
class Turn:
    """A paragraph after a dash: ``first`` and ``last`` bound the words."""

    paragraph: int
    first: int
    last: int
    asks: bool


def after_dashes(view: View, found: Sequence[Proposal]) -> Iterator[Proposal]:
    """The turns of interviews, and dash speech without a cue at the start of a paragraph or within one."""
    turns = _turns(view)
    if turns:
        opened = _openings(found)
        if sum(one.asks and not other.asks for one, other in pairwise(turns)) > 1:
            yield from _interview(view, turns, opened)
        else:
            for block in _blocks(turns):
                yield from _speech(view, block, opened, any(c.rule == "dialogue" for c in found))
    yield from _within_paragraphs(view, found)


def _turns(view: View) -> list[Turn]:
    words = view.words
    return [
        Turn(n, first + 1, last, words[last - 1].text[0] == "?")
        for n, (first, last) in enumerate(view.paragraphs)
        if words[first].text in DASHES and last - first > 2 and not words[first + 1].text[0].islower()
    ]


def _openings(found: Sequence[Proposal]) -> set[int]:
    """Where a quotation, its cue or its source begins."""
    begins = {a for c in found for a, _ in c.content}
    begins.update(c.cue.start for c in found if c.cue is not None)
    begins.update(c.source.start for c in found if c.source is not None)
    return begins


def _interview(view: View, turns: Sequence[Turn], opened: set[int]) -> Iterator[Proposal]:
    """Questions and answers; an answer goes on until the next question."""
    for n, turn in enumerate(turns):
        if turn.first in opened:
            continue
        content = [(turn.first, turn.last)]
        if not turn.asks and n + 1 < len(turns) and turns[n + 1].paragraph - turn.paragraph <= _LONGEST_ANSWER:
            between = view.paragraphs[turn.paragraph + 1 : turns[n + 1].paragraph]
            content += [(a, b) for a, b in between if _is_sentence(view, a, b) and view.words[b - 1].text[0] != "?"]
        yield Proposal("interview", content, None, None, "direct")


def _blocks(turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    """Turns that follow each other."""
    block: list[Turn] = []
    for turn in turns:
        if block and turn.paragraph > block[-1].paragraph + 1:
            yield block
            block = []
        block.append(turn)
    yield block


def _speech(view: View, block: Sequence[Turn], opened: set[int], spoken: bool) -> Iterator[Proposal]:
    """Paragraphs after dashes: words said, no list of things. ``spoken``: others of the document are words said."""
    before = block[0].paragraph - 1
    asked = before >= 0 and view.words[view.paragraphs[before][1] - 1].text[0] == "?"
    talk = asked or (len(block) > 1 and any(turn.asks for turn in block))
    introduced = _introduced(view, view.paragraphs[before][1] - 1) if before >= 0 and not talk else None
    listed = before < 0 or view.words[view.paragraphs[before][1] - 1].text == ":" or len(block) > 1
    for n, turn in enumerate(block):
        if turn.first in opened or not (talk or _is_sentence(view, turn.first, turn.last)):
            continue
        own = is_own(view, turn.first, turn.last)
        if talk:
            yield Proposal("interview", [(turn.first, turn.last)], None, None, "direct")
        elif own or spoken or (introduced is not None and not listed):
            yield Proposal("dialogue", [(turn.first, turn.last)], None, introduced if n == 0 else None, "direct")


def _within_paragraphs(view: View, found: Sequence[Proposal]) -> Iterator[Proposal]:
    """«Мэр поблагодарила гостей. — Наш город рад вам»: a sentence within a paragraph begins with a dash."""
    words = view.words
    direct = sorted(a for c in found if c.type == "direct" for a, _ in c.content)
    dashed = [first for first, _ in view.sentences if words[first].text in DASHES]
    for first, following in pairwise([*dashed, view.size]):
        begin, border = view.paragraphs[view.paragraph_of[first]]
        end = min(following, border)
        if end - first < 3 or not words[first + 1].title or words[first - 1].text not in TERMINALS or view.depth[first]:
            continue
        if first == begin or words[begin].text in DASHES:
            continue
        k = bisect_left(direct, begin)
        if k < len(direct) and direct[k] < border:
            continue  # «…», — сказал X. — …
        introduced = _introduced(view, first - 1)
        if introduced is not None and _is_sentence(view, first, end) and is_own(view, first, end):
            yield Proposal("dialogue", [(first + 1, end)], None, introduced, "direct")


def _is_sentence(view: View, first: int, last: int) -> bool:
    """Whether words end like a sentence, as no heading, caption or item of a list does."""
    return view.words[last - 1].text in TERMINALS or view.words[last - 1].text[0] in "?!…"


def is_listed(view: View, n: int) -> bool:
    """Whether paragraph ``n`` is one of several after dashes that nobody says: «Главное за день: — … — …»."""
    both = view.paragraphs[n : n + 2]
    return len(both) == 2 and all(view.words[a].text in DASHES and not is_own(view, a, b) for a, b in both)


def is_own(view: View, first: int, last: int) -> bool:
    """Whether somebody speaks for himself or to others: a first or second person, outside marks."""
    level = view.depth[first]
    return (
        any(
            w.first_person or w.low in _YOU or (w.flags & FINITE and not w.subject and not w.flags & NOUN)
            for k, w in enumerate(view.words[first:last], first)
            if view.depth[k] <= level
        )
        or view.words[last - 1].text[0] in "?!"
    )


def _introduced(view: View, last: int) -> Phrase | None:
    """Who the sentence that ends with token ``last`` is about, where it is somebody who can speak."""
    source = subject_of(view, view.sentence_of[last])
    if source is None:
        return None
    return source if speaks(view, source) or view.words[source.head].flags & PERSONAL else None


def subject_of(view: View, n: int) -> Phrase | None:
    """The subject of the first verb of sentence ``n``."""
    first, last = view.sentences[n]
    for k in range(first, last):
        w = view.words[k]
        if w.flags & FINITE and w.subject and not w.flags & NOUN and not view.depth[k]:
            return source_of(view, CueAt(NO_ENTRY, ((k, k + 1),), k), (first, last), False)
    return None
