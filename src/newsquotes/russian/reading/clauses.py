"""Clauses by their punctuation: where a reported clause begins and ends, and what an attributing segment is made of."""

from __future__ import annotations

from bisect import bisect_left

from newsquotes.russian.reading.forms import DASHES, FINITE, GERUND, NOUN, PARTICIPLE
from newsquotes.russian.reading.view import View

COMPLEMENTIZERS = {
    "что": "что",
    "чтобы": "чтобы",
    "будто": "будто",
    "якобы": "будто",
    "как": "как-союз",
    "мол": "что",
    "дескать": "что",
}
QUESTION_WORDS = frozenset(
    [
        "кто",
        "кого",
        "кому",
        "кем",
        "ком",
        "где",
        "куда",
        "откуда",
        "когда",
        "почему",
        "зачем",
        "отчего",
        "сколько",
        "какой",
        "какая",
        "какое",
        "какие",
        "каким",
        "какую",
        "каких",
        "какого",
        "какова",
        "каков",
        "каковы",
        "насколько",
        "чем",
        "чего",
        "чему",
        "чей",
        "чья",
        "чье",
        "чьи",
        "который",
        "которая",
        "которое",
        "которые",
        "ли",
    ]
)
CONNECTIVES = (
    "при этом|при всем этом|кроме того|кроме этого|помимо этого|помимо того|наряду с этим|к тому же|более того|вместе с тем"
    "|в то же время|в то время|между тем|тем временем|тем не менее|таким образом|следовательно|иными словами|другими словами"
    "|в свою очередь|в частности|в целом|вместо этого|с другой стороны|с одной стороны|однако|впрочем|напротив|хотя|причем"
    "|ранее|позже|позднее|затем|далее|теперь|наконец|так|также|например|к примеру|во-первых|во-вторых|в-третьих"
    "|напомним|отметим|и|а|но"
)
_CONNECTIVES = tuple(sorted((tuple(c.split()) for c in CONNECTIVES.split("|")), key=len, reverse=True))
_CONNECTIVE_SET = frozenset(_CONNECTIVES)
_CONNECTIVES_BY_WORD = {
    first: [c for c in _CONNECTIVES if c[0] == first] for first in {connective[0] for connective in _CONNECTIVES}
}


def mark_at(view: View, i: int, level: int) -> bool:
    """Whether token ``i`` is a mark that borders segments of words at quotation depth ``level``."""
    if view.depth[i] > level:
        return False
    text = view.words[i].text
    if text in ",;:":
        return True
    if text == "(":
        return i + 1 >= view.size or view.depth[i + 1] == view.depth[i]
    if text == ")":
        return view.depth[i - 1] == view.depth[i]
    return text in DASHES and spaced_dash(view, i)


def spaced_dash(view: View, i: int) -> bool:
    """Whether a dash stands between words rather than within one («Нью-Йорк», «2–3»)."""
    if view.words[i].text not in DASHES:
        return False
    left = i > 0 and view.ends[i - 1] == view.starts[i]
    right = i + 1 < view.size and view.ends[i] == view.starts[i + 1]
    return not (left and right) or (i > 0 and view.words[i - 1].text in ',»"”')


def segment_start(view: View, i: int, first: int, level: int) -> int:
    """Where the segment of token ``i`` begins."""
    marks = view.marks
    for n in range(bisect_left(marks, i) - 1, -1, -1):
        if marks[n] < first:
            break
        if mark_at(view, marks[n], level):
            return marks[n] + 1
    return min(i, first)


def segment_end(view: View, i: int, last: int, level: int) -> int:
    """Where the segment of token ``i`` ends: at the next mark, or at the end of the scope."""
    marks = view.marks
    for n in range(bisect_left(marks, i), len(marks)):
        if marks[n] >= last:
            break
        if mark_at(view, marks[n], level):
            return marks[n]
    return max(i, last)


def has_predicate(view: View, first: int, last: int) -> bool:
    """Whether a finite verb, a short form or a word like «можно» stands among the words."""
    return last > first and view.predicates[last] > view.predicates[first]


def has_verb(view: View, first: int, last: int) -> bool:
    """Whether any verb form but an adjectival participle stands among the words."""
    return last > first and view.verbs[last] > view.verbs[first]


def after_connectives(view: View, first: int, last: int) -> int:
    """The first token after connectives that belong to the author: «При этом, …», «Кроме того, …»."""
    words = view.words
    for connective in _CONNECTIVES_BY_WORD.get(words[first].low, ()) if first < last else ():
        n = len(connective)
        if (
            first + n < last
            and all(words[first + k].low == connective[k] for k in range(n))
            and words[first + n].text == ","
        ):
            return first + n + 1
    while first + 1 < last and words[first].low in ("но", "а", "однако") and words[first].title:
        first += 1
    return first


def trimmed(view: View, first: int, last: int) -> tuple[int, int]:
    """A range without the commas, dashes, colons and the full stop at its ends; quote marks stay."""
    words = view.words
    while first < last and (words[first].text in ",;:)'" or words[first].text in DASHES):
        first += 1
    while last > first and (
        words[last - 1].text in ",;:('" or words[last - 1].text in DASHES or words[last - 1].text == "."
    ):
        if words[last - 1].text == "." and _abbreviates(view, last - 1):
            break
        last -= 1
    return first, last


def is_connective(view: View, first: int, last: int) -> bool:
    """Whether the words are nothing but a connective of the author's («При этом»)."""
    return tuple(view.words[k].low for k in range(first, last)) in _CONNECTIVE_SET


def within_marks(view: View, first: int, last: int) -> tuple[int, int]:
    """A range of direct speech without commas and dashes at its ends; a full stop that stands inside stays."""
    words = view.words
    while first < last and (words[first].text in ",;:)'" or words[first].text in DASHES):
        first += 1
    while last > first and (words[last - 1].text in ",;:('" or words[last - 1].text in DASHES):
        last -= 1
    return first, last


def _abbreviates(view: View, i: int) -> bool:
    """Whether a full stop belongs to an abbreviation that it is glued to («2011 г.», «млн.»)."""
    low = view.words[i - 1].low if i else ""
    return low in (
        "г",
        "гг",
        "млн",
        "млрд",
        "тыс",
        "руб",
        "долл",
        "др",
        "т",
        "д",
        "п",
        "им",
        "ст",
        "кв",
        "м",
        "км",
        "в",
        "вв",
    )


def is_gerund_clause(view: View, first: int, last: int) -> bool:
    """Whether a segment is opened by a gerund («отвечая на вопрос …»)."""
    for k in range(first, min(first + 3, last)):
        w = view.words[k]
        if w.flags & GERUND and not w.flags & (FINITE | NOUN):
            return True
        if w.flags & (FINITE | PARTICIPLE):
            return False
    return False
