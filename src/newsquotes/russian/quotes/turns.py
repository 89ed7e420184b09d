"""The turns of interviews: questions and answers after dashes, or questions alone on lines of their own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from newsquotes.russian.quotes.dash_speech import about, after_dash, within_paragraphs
from newsquotes.russian.quotes.own_words import (
    YOU,
    is_own,
    is_sentence,
    may_go_on,
    own_paragraphs,
    requests,
    speaks_of_self,
)
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.reading.forms import DASHES, NOM
from newsquotes.russian.reading.phrases import phrase_at
from newsquotes.russian.reading.view import View

_LONGEST_ANSWER = 100  # paragraphs, which may be lines of one sentence
_SHORT = 4  # turns of an interview with one question
_SELDOM = 0.55  # the reliability of a cue
_MORE = 2  # paragraphs by which the last answer may be longer than the others


@attrs.frozen
class Turn:
    """A paragraph after a dash, with what follows it up to the next one."""

    paragraph: int
    first: int
    last: int
    following: tuple[tuple[int, int], ...]
    asks: bool
    glued: bool  # to another turn of the same line

    @property
    def content(self) -> list[tuple[int, int]]:
        """The words after the dash, a fragment a paragraph."""
        return [(self.first, self.last), *self.following]


def after_dashes(view: View, found: Sequence[Proposal]) -> Iterator[Proposal]:
    """The turns of interviews, and dash speech without a cue at the start of a paragraph or within one."""
    turns = _turns(view)
    opened = _openings(found)
    within = list(within_paragraphs(view, found))
    if not turns:
        yield from _plain_interview(view, opened)
    else:
        if _is_interview(view, turns):
            yield from _interview(view, _with_last_answer(view, turns), opened)
        else:
            begun = sorted(a for c in found if c.type == "direct" for a, _ in c.content)
            opened.update(turn.first for turn in turns if bisect_right(begun, turn.first) < bisect_left(begun, turn.last))
            spoken = bool(within) or any(_is_dashed(view, c) for c in found)
            for block in _blocks(turns):
                yield from _speech(view, block, opened, spoken)
    yield from within


def _is_interview(view: View, turns: Sequence[Turn]) -> bool:
    """Whether turns are questions and answers: two of each, or one that speaks to «вы», or questions stand before all."""
    answered = [one for one, other in pairwise(turns) if one.asks and not other.asks]
    asked = sum(_asks(view, turn.paragraph - 1) for turn in turns)
    if len(answered) > 1 or (asked > 1 and asked == len(turns)):
        return True
    if not answered:
        return False
    if len(turns) >= _SHORT and _addresses(view, turns[0]):
        return True
    return any(w.low in YOU for w in view.words[answered[0].first : answered[0].last]) and 1 < len(turns) <= _SHORT


def _addresses(view: View, turn: Turn) -> bool:
    """Whether a turn begins with the name of whom it speaks to: «Семён Аркадьевич, поздравляем вас»."""
    who = phrase_at(view, turn.first, turn.last, NOM)
    return who is not None and who.name is not None and who.end < turn.last and view.words[who.end].text == ","


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
            following = [p for p in following if words[p[1] - 1].text[0] != "?"]
        following = [(a, b) for a, b in following if is_sentence(view, a, b)]
        a, b = following[-1] if following else (first, last)
        asks = words[last - 1].text[0] == "?" or words[b - 1].text[0] == "?" or requests(view, a, b)
        turns.append(Turn(n, first + 1, last, tuple(following), asks, _same_line(view, first) or _same_line(view, last)))
    return turns


def _with_last_answer(view: View, turns: Sequence[Turn]) -> list[Turn]:
    """The turns of an interview, of which the last answer goes on about as far as the others did."""
    last = turns[-1]
    if last.asks:
        return list(turns)
    longest = max(len(turn.following) for turn in turns[:-1]) + _MORE
    following: list[tuple[int, int]] = []
    for first, end in view.paragraphs[last.paragraph + 1 : last.paragraph + 1 + longest]:
        if not may_go_on(view, first, end) or _asks(view, view.paragraph_of[first]):
            break
        following.append((first, end))
    return [*turns[:-1], attrs.evolve(last, following=max(last.following, tuple(following), key=len))]


def _same_line(view: View, i: int) -> bool:
    """Whether the paragraph that begins with token ``i`` begins within a line."""
    return 0 < i < view.size and not any(c in view.source[view.ends[i - 1] : view.starts[i]] for c in "\n\r\u2028\u2029")


def _asks(view: View, n: int) -> bool:
    """Whether a paragraph ends with a question."""
    return n >= 0 and view.words[view.paragraphs[n][1] - 1].text[0] == "?"


def _openings(found: Sequence[Proposal]) -> set[int]:
    """Where a quotation, its cue or its source begins."""
    found = [c for c in found if not (c.rule == "parenthetical" and _seldom_attributes(c))]  # «— Входите, чай готов»
    begins = {a for c in found if not (c.rule == "dialogue" and _seldom_attributes(c)) for a, _ in c.content}
    begins.update(c.cue.start for c in found if c.cue is not None)
    begins.update(c.source.start for c in found if c.source is not None)
    return begins


def _seldom_attributes(c: Proposal) -> bool:
    """Whether a verb that seldom attributes stands after words that a dash opens: «— Думала, ограбили! — волнуется X»."""
    return c.cue is not None and c.cue.entry.reliability < _SELDOM


def _is_dashed(view: View, c: Proposal) -> bool:
    """Whether a dash opens what an attribution after it says was said: the dashes of the document are those of speech."""
    if c.cue is None or c.quoted is not None or c.type != "direct":
        return False
    first, last = c.content[0]
    return last <= c.cue.start and view.words[first - 1].text in DASHES


def _interview(view: View, turns: Sequence[Turn], opened: set[int]) -> Iterator[Proposal]:
    """Questions and answers; each goes on until the next."""
    for turn in turns:
        if turn.first not in opened and not (turn.asks and turn.glued):
            yield Proposal("interview", turn.content, None, None, "direct")


def _plain_interview(view: View, opened: set[int]) -> Iterator[Proposal]:
    """Questions on lines of their own and answers below them, without dashes: several, to «вы», answered by «я» or «мы»."""
    asked = [n for n in range(len(view.paragraphs)) if _asks(view, n)]
    answers: list[list[tuple[int, int]]] = []
    for n, following in pairwise([*asked, len(view.paragraphs)] if asked else []):
        parts = [(a, b) for a, b in view.paragraphs[n + 1 : following] if is_sentence(view, a, b)]
        if following == len(view.paragraphs):
            most = max([len(other) for other in answers], default=0) + 1
            parts = [p for p in parts[:most] if may_go_on(view, *p)]
        elif len(parts) > _LONGEST_ANSWER:
            return
        if parts:  # else two questions at once
            answers.append(parts)
    to_you = sum(any(w.low in YOU for w in view.words[slice(*view.paragraphs[n])]) for n in asked)
    by_self = sum(any(speaks_of_self(view, a, b) for a, b in parts) for parts in answers)
    if len(answers) < 2 or 2 * to_you < len(answers) or 2 * by_self < len(answers):
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
    introduced = about(view, view.paragraphs[before][1] - 1) if before >= 0 and not talk else None
    colon = before >= 0 and view.words[view.paragraphs[before][1] - 1].text == ":"
    own = [is_own(view, turn.first, turn.last) for turn in block]
    if len(block) > 1:  # «Памятка: — Мойте руки. — Не трогайте лицо.» is a list
        own = [any(speaks_of_self(view, turn.first, turn.last) for turn in block)] * len(block)
    listed = before < 0 or len(block) > 1 or (colon and introduced is None)
    for n, turn in enumerate(block):
        if turn.first in opened or not (talk or is_sentence(view, turn.first, turn.last)):
            continue
        last = n == len(block) - 1
        if talk and turn.asks and turn.glued:
            continue  # where a question ends in a line is not told surely
        if talk:
            following = own_paragraphs(view, turn.paragraph, led=True) if last and not turn.asks else ()
            yield Proposal("interview", [(turn.first, turn.last), *following], None, None, "direct")
        elif own[n] or spoken or (introduced is not None and not listed):
            yield after_dash(view, turn.paragraph, introduced if n == 0 else None, goes_on=last)
