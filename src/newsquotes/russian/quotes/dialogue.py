"""Direct speech with a cue that a dash opens: «— A, — сказал X. — B», with the lines before and after that belong to it."""

from __future__ import annotations

from bisect import bisect_right

from newsquotes.russian.quotes.direct import attributed_within, follows_dash, only_manner_before
from newsquotes.russian.quotes.fragments import paragraph_fragments
from newsquotes.russian.quotes.government import attributed
from newsquotes.russian.quotes.own_words import in_lines, is_sentence, may_go_on, own_paragraphs, speaks_of_self
from newsquotes.russian.quotes.proposal import Proposal, Trait, is_outlet
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.quotes.unmarked import is_author, is_spoken, speech_start
from newsquotes.russian.reading.clauses import after_connectives, has_predicate, spaced_dash
from newsquotes.russian.reading.forms import DASHES, FINITE, QUOTE_MARKS
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.view import View

_CONJUNCTIONS = frozenset(["но", "а", "и", "однако"])
_MOST_LINES = 12  # before the attribution, and sentences after it that are looked through


def dialogue(s: Situation) -> Proposal | None:
    """— A, — сказал X. — B: a dash opens the words, marks there are none."""
    if not follows_dash(s) or not only_manner_before(s) or s.view.depth[s.cue.main]:
        return None
    q = attributed_within(s)
    if q is not None and q.first < s.segment:
        return None
    view, cue = s.view, s.cue
    begin, border = view.paragraphs[view.paragraph_of[cue.main]]
    left = _dashed_start(s, begin)
    tail = _dash_after(s, border)
    ended = tail is not None and s.words[tail - 1].text == "."
    if left is None and (tail is None or not ended or s.words[min(tail + 1, view.size - 1)].text in QUOTE_MARKS):
        return None  # «A, — сообщает X. — «B», — сказал Y»
    begin = speech_start(view, view.sentence_of[cue.main], None) if left is None else left
    content = paragraph_fragments(view, [(begin, s.segment - 1)])
    if tail is not None and (ended or s.words[tail - 1].text == ","):
        stop = _author_again(s, tail, _next_turn(view, tail, border)) if ended else _next_turn(view, tail, border)
        if stop > tail + 1:
            content.append((tail + 1, stop))
        elif ended and (line := _next_line(s, None)) is not None:
            return Proposal("dialogue", [*content, line], cue, None, "direct")
        if stop < border:
            return Proposal("dialogue", content, cue, None, "direct")
    if left is not None:
        content += _lines_after(s)
    return Proposal("dialogue", content, cue, None, "direct")


def _dashed_start(s: Situation, begin: int) -> int | None:
    """The first word after the dash that opens the words: in the paragraph, or in one of the lines before."""
    view, words = s.view, s.words
    dashed = view.once("sentences after dashes", _dashed_sentences)
    at = bisect_right(dashed, view.sentences[view.sentence_of[s.cue.main]][0]) - 1
    if at >= 0 and dashed[at] == s.segment - 1:
        at -= 1  # «— A! — X разводит руками. — B»: the author's own dash
    if at >= 0 and dashed[at] >= begin:
        return dashed[at] + 1
    if not in_lines(view):
        return None
    p = view.paragraph_of[s.cue.main]
    for n in range(p - 1, max(-1, p - _MOST_LINES), -1):
        first, last = view.paragraphs[n]
        if words[first].text in DASHES and is_sentence(view, first, last):
            return first + 1
        if not may_go_on(view, first, last):
            break
    return None


def _dashed_sentences(view: View) -> list[int]:
    """The dashes that open sentences."""
    return [first for first, _ in view.sentences if view.words[first].text in DASHES]


def _dash_after(s: Situation, border: int) -> int | None:
    """The dash after an attribution: «…, — сказал X. — B»."""
    view, words, cue = s.view, s.words, s.cue
    near = range(cue.end, min(border, cue.end + 30))
    return next((k for k in near if words[k].text in DASHES and spaced_dash(view, k) and words[k - 1].text in ".,"), None)


def _next_line(s: Situation, source: Phrase | None) -> tuple[int, int] | None:
    """The paragraph after an attribution whose dash ends its own line."""
    view, n = s.view, s.view.paragraph_of[s.cue.main] + 1
    if n >= len(view.paragraphs) or not may_go_on(view, *view.paragraphs[n], source):
        return None
    return view.paragraphs[n]


def _next_turn(view: View, tail: int, border: int) -> int:
    """Where the next dash opens a sentence of the paragraph, or its end."""
    dashed = view.once("sentences after dashes", _dashed_sentences)
    at = bisect_right(dashed, tail + 1)
    return min(dashed[at], border) if at < len(dashed) else border


def _author_again(s: Situation, tail: int, stop: int) -> int:
    """Where the author plainly speaks again in the paragraph: «— A, — сказал X. — B. Мэр Y отметил, что …»."""
    view = s.view
    if view.sentence_of[tail] == view.sentence_of[stop - 1]:
        return stop
    source = attributed(s, Trait.OWN_SEGMENT)
    after = view.sentence_of[tail] + 1
    for m in range(after, min(after + _MOST_LINES, view.sentence_of[stop - 1] + 1)):
        first, last = view.sentences[m]
        if is_author(view, m, source) and not speaks_of_self(view, first, last):
            return first
    return stop


def _lines_after(s: Situation) -> list[tuple[int, int]]:
    """The paragraphs after an attribution that go on with the words; the first line may begin with the author's dash."""
    view, words = s.view, s.words
    p = view.paragraph_of[s.cue.main]
    found: list[tuple[int, int]] = []
    if in_lines(view) and p + 1 < len(view.paragraphs):
        first, last = view.paragraphs[p + 1]
        if words[first].text in DASHES and is_sentence(view, first, last) and not _holds_attribution(view, first, last):
            found.append((first + 1, last))
            p += 1
    return found + own_paragraphs(view, p, led=True)


def _holds_attribution(view: View, first: int, last: int) -> bool:
    """Whether a line that a dash opens has an attribution of its own, or asks: it is another turn."""
    words = view.words
    return words[last - 1].text[0] == "?" or any(
        words[k].text in DASHES and spaced_dash(view, k) for k in view.marks_between(first + 1, last)
    )


def resumed(s: Situation) -> Proposal | None:
    """«A, говорит X. — B»: only the dash after the attribution is left, and it may end the line that B follows."""
    view, words, cue, start = s.view, s.words, s.cue, s.segment
    if view.depth[cue.main] or start <= s.scope[0] + 1 or words[start - 1].text != "," or s.complement is not None:
        return None
    if cue.entry.kind != "verb" or not {"вводн", "прямая"} <= cue.entry.frames or not words[cue.main].flags & FINITE:
        return None
    border = view.paragraphs[view.paragraph_of[cue.main]][1]
    tail = _dash_after(s, border)
    if tail is None or words[tail - 1].text != "." or any(words[k].text in ".,:;" for k in range(cue.end, tail - 1)):
        return None
    source = attributed(s, Trait.OWN_SEGMENT)
    if source is None or is_outlet(view, source) or not has_predicate(view, s.scope[0], start - 1):
        return None
    within = (tail + 1, _author_again(s, tail, _next_turn(view, tail, border)))
    goes_on = within if tail + 1 < border else _next_line(s, source)
    if goes_on is None:
        return None
    begin = speech_start(view, view.sentence_of[cue.main], source)
    content = paragraph_fragments(view, [(begin, start - 1)])
    return Proposal("dialogue", [*content, goes_on], cue, source, "direct")


def unmarked(s: Situation) -> Proposal | None:
    """A, — сказал X, where nothing shows where A begins; a plain fact in the third person is no direct speech.

    Where the dash is lost too, «A, сказал X», A speaks in the first person.
    """
    view, cue, words = s.view, s.cue, s.words
    if view.depth[cue.main]:
        return None
    dashed = follows_dash(s)
    if not dashed and not _closes_sentence(s):
        return None
    if (dashed and attributed_within(s) is not None) or not only_manner_before(s):
        return None
    source = attributed(s, Trait.OWN_SEGMENT)
    if source is None or is_outlet(view, source) or _is_page(view, source):
        return None
    begin = speech_start(view, view.sentence_of[cue.main], source)
    stop = s.segment - 1
    if begin >= stop:
        return None  # the sentence was too long, and the part before ends with the dash
    own = any(speaks_of_self(view, a, b) for a, b in view.sentences[view.sentence_of[begin] : view.sentence_of[cue.main]])
    if not dashed and not own and not speaks_of_self(view, s.scope[0], stop):
        return None
    if begin == s.scope[0] and not is_spoken(view, begin, stop):
        return None
    first = after_connectives(view, begin, stop) if words[begin].low not in _CONJUNCTIONS else begin
    return Proposal("unmarked", paragraph_fragments(view, [(first, stop)]), cue, source, "direct")


def _is_page(view: View, source: Phrase) -> bool:
    role = view.words[source.head].role
    return role is not None and role.kind == "document"


def _closes_sentence(s: Situation) -> bool:
    """Whether an attribution follows a comma and is all that follows: «A, сказал X»."""
    words, cue, start = s.words, s.cue, s.segment
    if start <= s.scope[0] + 2 or words[start - 1].text != "," or not {"вводн", "прямая"} <= cue.entry.frames:
        return False
    if not words[cue.main].flags & FINITE or cue.entry.reliability < 0.9 or s.complement is not None or s.colon is not None:
        return False
    return not any(words[k].text in ",;:" for k in range(cue.end, min(s.scope[1], cue.end + 12)))
