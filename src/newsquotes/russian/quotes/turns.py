"""Direct speech that a dash opens and no cue attributes: interviews, and words after a sentence about who says them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from newsquotes.russian.quotes.direct import closes_words
from newsquotes.russian.quotes.fragments import speaks
from newsquotes.russian.quotes.own_words import YOU, is_own, own_paragraphs
from newsquotes.russian.quotes.proposal import NO_ENTRY, Proposal
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.clauses import has_verb
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.subjects import source_of
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import DASHES, FINITE, NOUN, PERSONAL, TERMINALS

_LONGEST_ANSWER = 40  # paragraphs, which may be lines of one sentence


@attrs.frozen
class Turn:
    """A paragraph after a dash, with what follows it up to the next one."""

    paragraph: int
    first: int
    last: int
    following: tuple[tuple[int, int], ...]
    asks: bool
    glued: bool  # to another turn of the same line


def after_dashes(view: View, found: Sequence[Proposal]) -> Iterator[Proposal]:
    """The turns of interviews, and dash speech without a cue at the start of a paragraph or within one."""
    turns = _turns(view)
    if not turns:
        yield from _plain_interview(view, _openings(found))
    else:
        opened = _openings(found)
        asked = sum(_asks(view, turn.paragraph - 1) for turn in turns)
        if sum(one.asks and not other.asks for one, other in pairwise(turns)) > 1 or (asked > 1 and asked == len(turns)):
            yield from _interview(view, turns, opened)
        else:
            for block in _blocks(turns):
                yield from _speech(view, block, opened, any(c.rule == "dialogue" for c in found))
    yield from _within_paragraphs(view, found)


def _turns(view: View) -> list[Turn]:
    words = view.words
    numbers = [
        n
        for n, (first, last) in enumerate(view.paragraphs)
        if words[first].text in DASHES and last - first > 2 and not words[first + 1].text[0].islower()
    ]
    turns = []
    plain = bool(numbers) and _asks(view, numbers[0] - 1)  # questions without dashes
    for n, end in pairwise([*numbers, len(view.paragraphs)]):
        first, last = view.paragraphs[n]
        following = view.paragraphs[n + 1 : end] if end - n <= _LONGEST_ANSWER else []
        if end == len(view.paragraphs):
            following = own_paragraphs(view, n) if len(numbers) > 1 else []
        if plain:
            following = [p for p in following if view.words[p[1] - 1].text[0] != "?"]
        following = [(a, b) for a, b in following if _is_sentence(view, a, b)]
        asks = words[last - 1].text[0] == "?" or any(words[b - 1].text[0] == "?" for _, b in following[-1:])
        turns.append(Turn(n, first + 1, last, tuple(following), asks, _same_line(view, first) or _same_line(view, last)))
    return turns


def _same_line(view: View, i: int) -> bool:
    """Whether the paragraph that begins with token ``i`` begins within a line."""
    return 0 < i < view.size and not any(c in view.source[view.ends[i - 1] : view.starts[i]] for c in "\n\r\u2028\u2029")


def _asks(view: View, n: int) -> bool:
    """Whether a paragraph ends with a question."""
    return n >= 0 and view.words[view.paragraphs[n][1] - 1].text[0] == "?"


def _openings(found: Sequence[Proposal]) -> set[int]:
    """Where a quotation, its cue or its source begins."""
    begins = {a for c in found for a, _ in c.content}
    begins.update(c.cue.start for c in found if c.cue is not None)
    begins.update(c.source.start for c in found if c.source is not None)
    return begins


def _interview(view: View, turns: Sequence[Turn], opened: set[int]) -> Iterator[Proposal]:
    """Questions and answers; each goes on until the next."""
    for turn in turns:
        if turn.first not in opened and not (turn.asks and turn.glued):
            yield Proposal("interview", [(turn.first, turn.last), *turn.following], None, None, "direct")


def _plain_interview(view: View, opened: set[int]) -> Iterator[Proposal]:
    """Questions on lines of their own and answers below them, without dashes: several, to «вы», answered by «я» or «мы»."""
    asked = [n for n in range(len(view.paragraphs)) if _asks(view, n)]
    answers = []
    for n, following in pairwise([*asked, min(len(view.paragraphs), asked[-1] + 2)] if asked else []):
        parts = [(a, b) for a, b in view.paragraphs[n + 1 : following] if _is_sentence(view, a, b)]
        if not 0 < len(parts) <= _LONGEST_ANSWER:
            return
        answers.append(parts)
    to_you = sum(any(w.low in YOU for w in view.words[slice(*view.paragraphs[n])]) for n in asked)
    by_self = sum(any(w.first_person for a, b in parts for w in view.words[a:b]) for parts in answers)
    if len(asked) < 2 or 2 * to_you < len(asked) or 2 * by_self < len(asked):
        return
    for parts in answers:
        if parts[0][0] not in opened:
            yield Proposal("interview", parts, None, None, "direct")


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
    talk = _asks(view, before) or (len(block) > 1 and any(turn.asks for turn in block))
    introduced = _introduced(view, view.paragraphs[before][1] - 1) if before >= 0 and not talk else None
    listed = before < 0 or view.words[view.paragraphs[before][1] - 1].text == ":" or len(block) > 1
    for n, turn in enumerate(block):
        if turn.first in opened or not (talk or _is_sentence(view, turn.first, turn.last)):
            continue
        own = is_own(view, turn.first, turn.last)
        if talk and turn.asks and turn.glued:
            continue  # where a question ends in a line is not told surely
        if talk:
            yield Proposal("interview", [(turn.first, turn.last)], None, None, "direct")
        elif own or spoken or (introduced is not None and not listed):
            content = [(turn.first, turn.last), *(own_paragraphs(view, turn.paragraph) if len(block) == 1 else ())]
            yield Proposal("dialogue", content, None, introduced if n == 0 else None, "direct")


def _within_paragraphs(view: View, found: Sequence[Proposal]) -> Iterator[Proposal]:
    """«Мэр поблагодарила гостей. — Наш город рад вам», «Анна расплакалась: — Я не верила»: a dash within a paragraph."""
    words = view.words
    direct = sorted(a for c in found if c.type == "direct" for a, _ in c.content)
    for first, end in _dashed(view):
        begin, border = view.paragraphs[view.paragraph_of[first]]
        if first == begin or words[begin].text in DASHES or not _is_sentence(view, first, end):
            continue
        k = bisect_left(direct, begin)
        if k < len(direct) and direct[k] < border:
            continue  # «…», — сказал X. — …
        introduced = _introduced(view, first - 1)
        if introduced is not None and is_own(view, first, end):
            yield Proposal("dialogue", [(first + 1, end)], None, introduced, "direct")


def _dashed(view: View) -> list[tuple[int, int]]:
    """What a dash opens after a sentence or a colon, up to the next such dash or the end of the paragraph."""
    return view.once("dashed", _find_dashed)


def _find_dashed(view: View) -> list[tuple[int, int]]:
    words = view.words
    dashes = {first for first, _ in view.sentences if words[first].text in DASHES}
    dashes.update(k + 1 for k in view.colons if k + 1 < view.size and words[k + 1].text in DASHES)
    opening = sorted(k for k in dashes if not view.depth[k] and k + 2 < view.size and words[k + 1].title)
    return [
        (first, min(following, view.paragraphs[view.paragraph_of[first]][1]))
        for first, following in pairwise([*opening, view.size])
    ]


def after_colon_and_dash(s: Situation) -> Proposal | None:
    """X сказал: — A."""
    view, k = s.view, s.colon
    if k is None or closes_words(s):
        return None
    dashed = _dashed(view)
    n = bisect_left(dashed, (k + 1,))
    if n == len(dashed) or dashed[n][0] != k + 1 or view.paragraph_of[k] != view.paragraph_of[k + 1]:
        return None
    first, end = dashed[n]
    if not _is_sentence(view, first, end) or not (has_verb(view, first, end) or end - first < 6):
        return None
    return Proposal("direct-before", [(first + 1, end)], s.cue, None, "direct")


def _is_sentence(view: View, first: int, last: int) -> bool:
    """Whether words end like a sentence, as no heading, caption or item of a list does."""
    return view.words[last - 1].text in TERMINALS or view.words[last - 1].text[0] in "?!…"


def is_listed(view: View, n: int) -> bool:
    """Whether paragraph ``n`` is one of several after dashes that nobody says: «Главное за день: — … — …»."""
    both = view.paragraphs[n : n + 2]
    return len(both) == 2 and all(view.words[a].text in DASHES and not is_own(view, a, b) for a, b in both)


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
