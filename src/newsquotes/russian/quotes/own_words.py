"""Words that are plainly somebody's own: in the first person, or to a second."""

from __future__ import annotations

from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import DASHES, FINITE, NOUN, QUOTE_MARKS, TERMINALS

YOU = frozenset("вы вас вам вами ваш ваша ваше ваши вашего вашей вашу ваших ты тебя тебе тобой твой твоя".split())
_MOST = 100  # paragraphs, which may be lines of one sentence


def is_own(view: View, first: int, last: int) -> bool:
    """Whether somebody speaks for himself or to others: a first or second person outside marks, a question, a cry."""
    level = view.depth[first]
    return (
        any(
            w.first_person or w.low in YOU or (w.flags & FINITE and not w.subject and not w.flags & NOUN)
            for k, w in enumerate(view.words[first:last], first)
            if view.depth[k] <= level
        )
        or view.words[last - 1].text[0] in "?!"
    )


def own_paragraphs(view: View, n: int) -> list[tuple[int, int]]:
    """The paragraphs after paragraph ``n`` that go on with its words: in the first person, without marks or an attribution.

    One that tells of others may stand between two («Мне было пять лет. … Отец работал в колхозе. … Я помню …»).
    """
    if not is_own(view, *view.paragraphs[n]):
        return []
    found: list[tuple[int, int]] = []
    doubtful: list[tuple[int, int]] = []
    for first, last in view.paragraphs[n + 1 : n + 1 + _MOST]:
        if not _may_go_on(view, first, last) or len(doubtful) > 1:
            break
        doubtful.append((first, last))
        if any(w.first_person and view.depth[k] == 0 for k, w in enumerate(view.words[first:last], first)):
            found += doubtful
            doubtful = []
    return found


def _may_go_on(view: View, first: int, last: int) -> bool:
    """Whether a paragraph is sentences without marks around them, and nobody else says what it says."""
    words = view.words
    if words[first].text in QUOTE_MARKS or words[first].text in DASHES:
        return False
    if words[last - 1].text not in TERMINALS and words[last - 1].text[0] not in "?!…":
        return False
    return not any(
        w.cue is not None and w.cue.reliability >= 0.8 and w.subject and w.flags & FINITE and not view.depth[k]
        for k, w in enumerate(words[first:last], first)
    )
