"""Whether the author speaks again after a mark or an «и» within reported words."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.clauses import has_predicate
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import (
    CONJUNCTION,
    DASHES,
    FINITE,
    GERUND,
    NOM,
    NOUN,
    PARTICIPLE,
    PREPOSITION,
    PRONOUN,
    QUOTE_MARKS,
    SHORT,
    Word,
)

_RESUMING = frozenset(
    ["и", "а", "но", "также", "однако", "при", "этом", "затем", "после", "тоже", "одновременно", "потом", "еще", "он", "она"]
)
_AUTHORS = frozenset((("после", "чего"), ("в", "ответ"), ("имея", "в"), ("тем", "более")))
_COMMENTING = frozenset(
    ["комментировать", "отвечать", "ссылаться", "сослаться", "говорить", "выступать", "обращаться", "упирать", "намекать"]
)
_SILENT = frozenset(
    [
        "раскрывать",
        "раскрыть",
        "уточнять",
        "уточнить",
        "называть",
        "назвать",
        "вдаваться",
        "объяснять",
        "объяснить",
        "пояснять",
        "пояснить",
        "приводить",
        "указывать",
        "указать",
    ]
)
_SUBORDINATE = frozenset(["чтобы", "если", "когда", "хотя", "поскольку", "где", "пока", "как", "несмотря"])


def author_resumes(s: Situation, k: int, limit: int, mains: AbstractSet[int], first: int) -> bool:
    """Whether the author speaks again after the mark (or «и») at ``k``."""
    view, words = s.view, s.words
    matrix = words[s.cue.main]
    if words[k].text == "," and _conditional(s) and k - first >= 2 and not _subordinate_before(view, k, first):
        return True  # «Если X скажет, что A, никто не поверит»
    i = k
    conjunction = ""
    while i < limit and (words[i].text == "," or words[i].text in DASHES or words[i].low in _RESUMING):
        if words[i].low in ("и", "а", "но", "однако"):
            conjunction = words[i].low
        i += 1
    if i >= limit or i == k:
        return False
    w = words[i]
    comma = words[k].text == ","
    if not comma and words[k].low == "и" and words[i - 1].low in ("он", "она") and i - 1 > k:
        return False  # «акция была его идеей и он так выразил протест»
    finite = matrix.flags & (FINITE | SHORT)
    if comma and words[k + 1].low in ("однако", "хотя", "поэтому"):
        if any(words[j].text in QUOTE_MARKS for j in range(k, limit)):
            return False
        if words[k + 1].low == "однако":
            return _goes_on_without_subject(s, k + 2, limit, matrix, mains)
        if words[k + 1].low == "хотя" and _awaits_verb(view, first, k):
            return False  # «отношения, хотя не запрещены, могут …»
        return not any(words[j].flags & FINITE and j in mains for j in range(first, k))
    if (
        comma
        and words[k + 1].low == "что"
        and k + 2 < limit
        and words[k + 2].low in ("вызвало", "вызывает", "стало", "привело")
    ):
        return True
    if (
        comma
        and matrix.flags & (PARTICIPLE | GERUND)
        and not matrix.flags & (FINITE | SHORT)
        and _main_clause_follows(s, k, limit, first)
    ):
        return True  # «Учёный, утверждавший, что A, ошибся»
    if comma and (words[k + 1].low, words[k + 2].low if k + 2 < limit else "") in _AUTHORS:
        return words[k + 1].low != "после" or not any(words[j].text in QUOTE_MARKS for j in range(k, limit))
    verb = next((j for j in range(i, min(limit, i + 4)) if words[j].flags & FINITE and not words[j].flags & NOUN), None)
    if conjunction and finite and verb is not None and not any(words[j].noun & NOM for j in range(i, verb)):
        v = words[verb]
        if v.subject & matrix.subject and bool(v.flags & FINITE) and _tense(v.low) == _tense(matrix.low):
            # «сказал, что A, и добавил»: a comma before «и» closes the reported clause, where a subject does not follow
            if (
                comma
                and conjunction in ("и", "но", "а")
                and not _subordinate_before(view, k, first)
                and (
                    (verb in mains and v.cue is not None and v.cue.reliability >= 0.6)
                    or not _subjectless(view, first, k, matrix)
                )
            ):
                return True
            if (
                verb in mains
                and v.cue is not None
                and v.cue.reliability >= 0.6
                and (
                    _complement_after(view, verb, limit)
                    or not any(
                        x.flags & FINITE and x.subject & v.subject and not x.flags & NOUN and _tense(x.low) == _tense(v.low)
                        for x in words[first:k]
                    )
                )
            ):
                return True
    if comma and conjunction in ("а", "но", "и") and finite:
        # «X считает, что A, а Y уверен, что B», «X считает, что A, но уверен, что B»
        for j in range(i, min(limit, i + 9)):
            if words[j].text in ",;:":
                break
            if j in mains and _complement_after(view, j, limit):
                return conjunction == "а" or not any(words[n].noun & NOM & words[j].subject for n in range(i, j))
    if words[k].low == "и":
        return False
    if (
        not conjunction
        and i in mains
        and w.flags & (FINITE | SHORT)
        and w.cue is not None
        and w.cue.reliability >= 0.5
        and i == k + 1 + (words[k + 1].text in DASHES)
    ):
        # «…, сообщает ТАСС», «…, отметил он»
        if "вводн" in w.cue.frames and not _complement_after(view, i, limit):
            return not _awaits_verb(view, first, k)
    if (
        words[k].text in DASHES
        and any(j in mains and not words[j].text.endswith("ть") for j in range(k + 1, min(limit, k + 3)))
        and words[k + 1].flags & PRONOUN
    ):
        return True
    if w.low == "передает" and not conjunction:
        return True
    if comma and w.flags & GERUND and not w.flags & (FINITE | NOUN | PREPOSITION) and not conjunction:
        return (w.cue is not None and w.cue.reliability >= 0.5) or w.lemma in _COMMENTING
    if comma and w.low == "не" and i + 1 < limit and words[i + 1].flags & GERUND:
        return words[i + 1].lemma in _SILENT
    return False


def _goes_on_without_subject(s: Situation, first: int, limit: int, matrix: Word, mains: AbstractSet[int]) -> bool:
    """Whether the next verb belongs to the cue's own subject, or is a cue itself: «…, однако отвечать не стал»."""
    words = s.words
    for j in range(first, limit):
        w = words[j]
        if w.flags & FINITE and not w.flags & NOUN:
            if w.cue is not None and w.low.endswith(("лось", "ется")):
                return True
            if j in mains:
                return bool(w.subject & matrix.subject)
            named = any(words[i].noun & NOM & w.subject and not words[i - 1].flags & PREPOSITION for i in range(first, j))
            return bool(w.subject & matrix.subject) and _tense(w.low) == _tense(matrix.low) and not named
    return False


def _awaits_verb(view: View, first: int, k: int) -> bool:
    """Whether the clause has no predicate yet before the comma ``k``: «ведомство, чтобы узнать это, планирует …»."""
    words = view.words
    start = first
    for j in range(first, k + 1):
        if j < k and words[j].text != ",":
            continue
        lead = words[min(start, k)]
        subordinate = (
            lead.low in _SUBORDINATE
            or lead.lemma == "который"
            or (start > first and lead.flags & (PARTICIPLE | GERUND) and not lead.flags & NOUN)
        )
        if not subordinate and has_predicate(view, start, j):
            return False
        start = j + 1
    return True


def _subjectless(view: View, first: int, k: int, matrix: Word) -> bool:
    """Whether reported words leave out their subject, as it is the speaker: «сказал, что был возмущён, но …»."""
    words = view.words
    verb = next((j for j in range(first, k) if words[j].flags & FINITE and not words[j].flags & NOUN), None)
    if verb is None or not words[verb].subject & matrix.subject:
        return False
    return not any(
        words[j].noun & NOM and not (j and words[j - 1].flags & PREPOSITION and not words[j - 1].flags & NOUN)
        for j in range(first, k)
    )


def _main_clause_follows(s: Situation, k: int, limit: int, first: int) -> bool:
    """Whether the clause after the comma ``k`` is the main one that a participle or an opening gerund belongs to."""
    view, words = s.view, s.words
    if not has_predicate(view, first, k) or _subordinate_before(view, k, first):
        return False
    nxt = words[k + 1] if k + 1 < limit else None
    if (
        nxt is None
        or nxt.flags & CONJUNCTION
        or nxt.lemma == "который"
        or (nxt.flags & (PARTICIPLE | GERUND) and not nxt.flags & NOUN)
    ):
        return False
    if words[s.cue.main].flags & GERUND and any(
        words[j].flags & FINITE and not words[j].flags & NOUN for j in range(max(0, s.cue.main - 15), s.cue.main)
    ):
        return False
    return any(words[j].flags & FINITE and not words[j].flags & NOUN for j in range(k + 1, min(limit, k + 6)))


def _conditional(s: Situation) -> bool:
    """Whether the cue stands in a clause that «если» or «когда» opens."""
    words = s.words
    for k in range(s.cue.main - 1, max(-1, s.cue.main - 8), -1):
        if words[k].low in ("если", "когда"):
            return True
        if words[k].text in ",;:.":
            return False
    return False


def _subordinate_before(view: View, k: int, first: int) -> bool:
    """Whether a clause within the reported one ends at the comma ``k``, so that the comma belongs to it."""
    words = view.words
    for j in range(k - 1, first, -1):
        if words[j].text == "," and j + 1 < k:
            nxt = words[j + 1]
            return (
                nxt.lemma == "который"
                or nxt.low in ("что", "чтобы", "если", "когда", "где", "как", "хотя", "поскольку")
                or (bool(nxt.flags & (PARTICIPLE | GERUND)) and not nxt.flags & NOUN)
            )
    return False


def _complement_after(view: View, i: int, limit: int) -> bool:
    """Whether «, что» follows token ``i`` before another verb does."""
    words = view.words
    for k in range(i + 1, min(limit, i + 14)):
        if words[k].low in ("что", "чтобы") and words[k - 1].text == ",":
            return True
        if words[k].text in ".;:" or (words[k].flags & FINITE and not words[k].flags & NOUN):
            return False
    return False


def _tense(low: str) -> str:
    return "past" if low.endswith(("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")) else "present"


_SUBORDINATING = frozenset(("где", "когда", "если", "чтобы", "хотя", "поскольку", "так", "потому"))


def subordinates(w: Word) -> bool:
    """Whether a word opens a relative or adverbial clause."""
    return w.lemma == "который" or w.low in _SUBORDINATING


_SUBORDINATING = frozenset(("где", "когда", "если", "чтобы", "хотя", "поскольку", "так", "потому"))
