"""Direct speech whose opening mark or dash is lost: «Работы начаты. Мы идём по плану, — отметил X».

It ends with the attribution; where it begins is told by the sentences before: who speaks says «я» and «мы», judges, asks,
and calls himself by no name.
"""

from __future__ import annotations

from newsquotes.russian.quotes.edges import tense
from newsquotes.russian.quotes.own_words import JUDGING, LIVELY, YOU, in_lines, names, speaks_of_self
from newsquotes.russian.quotes.proposal import is_speech
from newsquotes.russian.reading.forms import FINITE, NOM, NOUN, PERSON_NAME, PERSONAL
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.view import View

_MOST = 10  # sentences before the last
_FAR = 200  # tokens before the last sentence
_DOUBTFUL = 2  # sentences that tell nothing, between others or at the start of the paragraph
_GOING_ON = frozenset(
    "но а и поэтому это этот эта эти так тоже также теперь потому ведь кроме зато причем однако при".split()
)


def speech_start(view: View, n: int, source: Phrase | None, *, closed: bool = False) -> int:
    """Where the speech begins that sentence ``n`` ends, as far as its paragraph, or its lines, tell.

    Where a mark has ``closed`` it, it was opened somewhere: right after the sentence that says who speaks, or where the
    paragraph begins, if that is near.
    """
    begin, doubtful = n, 0
    lines, own = in_lines(view), view.paragraph_of[view.sentences[n][0]]
    for m in range(n - 1, max(-1, n - 1 - _MOST), -1):
        first, last = view.sentences[m]
        if view.sentences[n][0] - first > _FAR:
            break
        if (not lines and view.paragraph_of[first] != own) or is_author(view, m, source):
            begin = m + 1 if closed and m + 1 < begin else begin
            break
        if is_spoken(view, first, last) or view.words[view.sentences[m + 1][0]].low in _GOING_ON:
            begin, doubtful = m, 0
        elif not lines and not doubtful and first == view.paragraphs[view.paragraph_of[first]][0] and _is_timeless(view, m):
            begin = m
        else:
            doubtful += 1
            if doubtful > _DOUBTFUL:
                break
    return view.sentences[begin][0]


def is_author(view: View, m: int, source: Phrase | None) -> bool:
    """Whether a sentence is plainly not of the speech: it says who says something, quotes in marks, names the speaker."""
    first, last = view.sentences[m]
    words = view.words
    if source is not None and names(view, first, last, source):
        return True
    if any(is_speech(view, q) for q in view.quoted_between(first, last)):
        return True
    told = [
        w
        for w in words[first:last]
        if w.cue is not None and w.cue.reliability >= 0.7 and w.subject and w.flags & FINITE and not w.flags & NOUN
    ]
    return bool(told) and any(
        w.noun & NOM & t.subject and (w.role is not None or w.flags & (PERSON_NAME | PERSONAL) or w.title)
        for t in told
        for w in words[first:last]
    )


def is_spoken(view: View, first: int, last: int) -> bool:
    """Whether a sentence sounds spoken: «я», «вы», «нужно», «ведь», a question, a cry."""
    words = view.words[first:last]
    return (
        speaks_of_self(view, first, last)
        or words[-1].text[0] in "!?"
        or any(w.low in YOU or w.low in JUDGING or w.low in LIVELY for w in words)
    )


def _is_timeless(view: View, m: int) -> bool:
    """Whether a sentence tells no event: no past, nobody by name."""
    return not any(
        (w.title and w.flags & PERSON_NAME) or (w.flags & FINITE and not w.flags & NOUN and tense(w.low) == "past")
        for w in view.words[slice(*view.sentences[m])]
    )
