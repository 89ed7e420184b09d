"""Where reported words begin and end."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.russian.quotes.proposal import is_speech
from newsquotes.russian.quotes.resuming import author_resumes, subordinates
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.clauses import (
    after_connectives,
    has_predicate,
    is_gerund_clause,
    mark_at,
    segment_end,
    segment_start,
    spaced_dash,
)
from newsquotes.russian.reading.cues import IMPERSONAL
from newsquotes.russian.reading.forms import (
    CONJUNCTION,
    DASHES,
    FINITE,
    GERUND,
    INFINITIVE,
    INS,
    NOM,
    NOUN,
    PARTICIPLE,
    QUOTE_MARKS,
    SHORT,
)
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View

_RELAYING = frozenset(
    "передавать передать сообщать сообщить писать написать цитировать процитировать приводить информировать отмечать".split()
)
_DEPENDENT = frozenset("поскольку потому если так где куда когда чтобы чем нежели".split())
_DAYS = frozenset("понедельник вторник среда четверг пятница суббота воскресенье сегодня вчера завтра накануне".split())
_SINCE = frozenset("ранее раньше позже позднее впоследствии потом затем прим примечание напомним".split())
_MOST_SEGMENTS = 12  # between commas: no clause of real news is cut into more
_MOST_INSERTIONS = 4  # «A, по его словам, B, по данным X, C»: nor holds more


def content_end(s: Situation, first: int, limit: int) -> int:
    """Where reported words end: before another attribution, a coordinated cue or the author's own clause."""
    view, words = s.view, s.words
    level = min(view.depth[first] if first < view.size else 0, view.depth[s.cue.main])
    mains = s.mains
    limit = _before_insertion(s, first, limit, level)
    k = first
    while k < limit:
        w = words[k]
        if view.depth[k] > level:
            k += 1
            continue
        if w.text == "(" and first < k < limit - 1 and words[k + 1].low in _SINCE and _closes_at(view, k, limit):
            return k  # «сказал, что уходит (позже он передумал)»
        if w.text == ":" and _quotes_after_colon(view, k):
            if not any(first <= m < k and words[m].flags & (FINITE | SHORT | GERUND) for m in mains):
                return k
        if k > first and (w.text == "," or (w.text in DASHES and spaced_dash(view, k)) or w.low == "и"):
            if author_resumes(s, k, limit, mains, first):
                return k
        k += 1
    return limit


def _closes_at(view: View, k: int, limit: int) -> bool:
    """Whether the bracket that opens at ``k`` closes where the words end."""
    end = limit - 1 if view.words[limit - 1].text != "." else limit - 2
    return view.words[end].text == ")" and not any(view.words[j].text == ")" for j in range(k, end))


def _before_insertion(s: Situation, first: int, limit: int, level: int) -> int:
    """«сказал, что A, но, по его словам, B»: a clause with an attribution put into it is no part of A."""
    view, words = s.view, s.words
    inserted = [
        c
        for c in s.cues
        if c is not s.cue and c.entry.kind == "preposition" and first < c.start < limit and c.source is not None
    ]
    for c in inserted[:_MOST_INSERTIONS]:
        assert c.source is not None
        after = max(c.end, c.source.end)
        if words[c.start - 1].text != "," or after >= limit or words[after].text != ",":
            continue
        start = clause_start(s, c.start - 1, after, (first, limit), level)
        while start > first and words[start - 1].text != ",":
            start -= 1
        if start - 1 > first and has_predicate(view, first, start - 1) and not subordinates(words[start]):
            return start - 1
    return limit


def _quotes_after_colon(view: View, k: int) -> bool:
    """«сказал, что A: «B»»: the marked sentence after the colon is a quotation of its own."""
    q = next(iter(view.opening.get(k + 1, ())), None)
    return q is not None and is_speech(view, q) and view.words[q.first].title


def object_end(view: View, i: int, scope: tuple[int, int], level: int) -> int:
    """The end of the object: its dependent clauses belong to it, a second predicate after «и» is the author's."""
    words = view.words
    end = segment_end(view, i, scope[1], level)
    for k in range(i, end - 1):
        if words[k].low == "и" and any(
            words[j].flags & FINITE and not words[j].flags & NOUN for j in range(k + 1, min(end, k + 4))
        ):
            return k
    while end + 1 < scope[1] and words[end].text == ",":
        nxt = words[end + 1]
        if (
            nxt.text in QUOTE_MARKS
            or nxt.lemma == "который"
            or nxt.low in _DEPENDENT
            or (nxt.flags & PARTICIPLE and not nxt.flags & (NOUN | FINITE))
            or _adds_to_object(view, end + 1, scope[1], level)
        ):
            end = segment_end(view, end + 1, scope[1], level)
            continue
        if (beside := _named_beside(view, end + 1, scope[1], level)) > end:
            end = beside
            continue
        break
    return end


def _named_beside(view: View, i: int, last: int, level: int) -> int:
    """Where another that is named in the same breath ends: «назвал мост «лишним» | , а мэра — «мечтателем»»; else 0."""
    words = view.words
    if words[i].low != "а" or words[i + 1].low == "не":
        return 0
    end = segment_end(view, i + 1, last, level)
    if end + 1 < last and words[end].text in DASHES:
        named = end + 1 + (words[end + 1].text in QUOTE_MARKS)
        end = segment_end(view, end + 1, last, level)
    else:
        named = next((q.first for q in view.quoted_between(i + 1, end + 1)), 0)
    if named >= end or not (words[named].noun | words[named].adjective) & INS:
        return 0
    return 0 if has_predicate(view, i + 1, end) else end


def _adds_to_object(view: View, i: int, last: int, level: int) -> bool:
    """Whether words after a comma go on with an object: «лучшим, хотя и трудным», «опасным, дорогим»."""
    w = view.words[i]
    if w.low == "а" and view.words[i + 1].low != "не":
        return False
    if w.low not in ("хотя", "а", "но", "пусть", "если") and not (w.adjective & INS and not w.flags & FINITE):
        return False
    return not has_predicate(view, i, segment_end(view, i + 1, last, level))


def clause_start(s: Situation, i: int, after: int, scope: tuple[int, int], level: int) -> int:
    """The beginning of the clause before an attribution ``[i, after)`` that is put into it: after its conjunction."""
    view, words = s.view, s.words
    goes_on = has_predicate(view, after, segment_end(view, after + 1, scope[1], level)) if after < scope[1] else False
    k = i
    for _ in range(_MOST_SEGMENTS):
        if k <= scope[0]:
            break
        begin = segment_start(view, k - 1, scope[0], level)
        w = words[begin]
        if begin == scope[0]:
            return after_lead(s, begin, i)
        if w.low == "что":
            return begin + 1
        if all(words[j].flags & CONJUNCTION or words[j].low == "так" for j in range(begin, i)):
            return i  # «, так как, по словам X, A»
        over = goes_on and has_predicate(view, begin, k)  # «люди, которые пришли, по словам X, ушли»
        if subordinates(w) and not over:
            return begin
        if w.low in ("и", "а", "но") and (i == begin + 1 or has_predicate(view, begin, i)):
            return begin + 1
        if goes_on and not over:
            if w.low == "как":
                return begin + 1  # «после того, как он, по словам X, ушёл»
            before = segment_start(view, begin - 2, scope[0], level) if begin - 2 >= scope[0] else begin
            if has_predicate(view, before, begin - 1) and not subordinates(words[before]) and k == i:
                return begin  # «двое ушли, третий, по словам X, остался»
        k = begin - 1
    return scope[0]


def left_border(s: Situation, end: int, goes_on: bool) -> int:
    """Where the words before a final attribution begin, or before one after which their clause goes on."""
    view, words = s.view, s.words
    first = after_lead(s, s.scope[0], end)
    for k in range(end - 1, first, -1):
        # «A, но B, как пишет X, C»: the attribution stands within B
        if words[k].low == "а" and words[k + 1].low == "также":
            continue  # «придут A, а также B, сообщает X»
        if (
            goes_on
            and words[k].low in ("но", "а", "и")
            and words[k - 1].text == ","
            and view.depth[k] == view.depth[s.cue.main]
        ):
            if has_predicate(view, first, k) and not has_predicate(view, k + 1, end):
                first = k + 1
            break
    if (
        first + 3 < end
        and words[first].low in ("о", "об")
        and words[first + 1].low == "том"
        and words[first + 2].text == ","
    ):
        return first + 4 if words[first + 3].low == "что" else first + 3
    return first


def after_lead(s: Situation, first: int, end: int) -> int:
    """The first token after the author's connectives and an earlier attribution: «При этом, как передаёт X, A»."""
    view, words = s.view, s.words
    first = after_connectives(view, first, end)
    if first + 4 < end and words[first].low in IMPERSONAL and words[first + 1].flags & INFINITIVE:
        if words[first + 2].text == "," and words[first + 3].low == "что":
            return first + 4  # «Стоит отметить, что A, сообщает X»
    dash = first + 1 + (first + 1 < end and words[first + 1].outlet > 0 and words[first + 1].title)
    if words[first].outlet and words[first].title and dash < end and words[dash].text in DASHES:
        return dash + 1  # «ИНТЕРФАКС — A, сообщили в ведомстве»
    for c in s.cues:
        if c is s.cue or not first <= c.start <= first + 3 or c.end >= end:
            continue
        relayed = words[first].low == "как" and c.entry.kind == "verb"
        cited = c.entry.kind == "preposition" and c.start == first and c.source is not None
        if relayed or cited:
            close = segment_end(view, max(c.end, c.source.end if c.source is not None else 0), end, view.depth[first])
            if close >= end:
                return end
            return close + 1 if words[close].text == "," else first
    return first


def authors_tail(view: View, first: int, last: int) -> bool:
    """What follows a final attribution and is the author's: a gerund clause, a relative clause, an outlet."""
    words = view.words
    w = words[first]
    if is_gerund_clause(view, first, last):
        return True
    if w.lemma in _RELAYING and w.flags & FINITE and last - first <= 8:
        return True
    return w.lemma == "который" or w.low in (
        "что",
        "комментируя",
        "однако",
        "хотя",
        "где",
        "куда",
        "чей",
        "чья",
    )


def without_relay(view: View, first: int, last: int) -> int:
    """Where a sentence ends before its outlet: «A, передаёт ТАСС»."""
    words = view.words
    for k in range(last - 1, max(first, last - 9), -1):
        if words[k].text == "," and view.depth[k] == view.depth[first]:
            relays = words[k + 1].lemma in _RELAYING and words[k + 1].flags & FINITE
            return k if relays and not has_predicate(view, k + 2, last) else last
    return last


def reportable(view: View, content: Sequence[tuple[int, int]]) -> bool:
    """Whether the words can be a report: they hold a predicate, or are many."""
    return any(has_predicate(view, a, b) for a, b in content) or sum(b - a for a, b in content) >= 5


def attribution_segment_end(s: Situation, source: Phrase, level: int) -> int:
    """Where the attributing segment ends: the mark after cue, source and what goes with them."""
    view, words = s.view, s.words
    cue, scope = s.cue, s.scope
    k = max(cue.end, source.end if source.start >= cue.start else cue.end)
    while k < scope[1] and not mark_at(view, k, level):
        k += 1
    # «сообщил Иванов, директор фонда, …», «сообщил в пятницу, 5 марта, …», «… , возглавляющий фонд, …»
    while k + 1 < scope[1] and words[k].text == ",":
        after = words[k + 1]
        closing = next((j for j in range(k + 1, min(scope[1], k + 25)) if mark_at(view, j, level)), None)
        stop = closing if closing is not None else scope[1]
        if (
            after.lemma == "который"
            or (after.flags & PARTICIPLE and not after.flags & NOUN and not has_predicate(view, k + 1, stop))
            or is_gerund_clause(view, k + 1, stop)
        ):
            k = stop
            continue
        if not has_predicate(view, k + 1, stop):
            phrase = phrase_at(view, k + 1, stop, NOM)
            if phrase is not None and phrase.end == stop and words[phrase.head].role is not None and source.name is not None:
                k = stop
                continue
            if after.text[0].isdigit() and stop - k <= 6 and words[k - 1].lemma in _DAYS:
                k = stop  # «сообщил в пятницу, 5 марта, …»
                continue
        break
    if k + 1 < scope[1] and words[k].text in DASHES and source.name is not None and not has_predicate(view, k + 1, scope[1]):
        phrase = phrase_at(view, k + 1, scope[1], NOM)
        if phrase is not None and words[phrase.head].role is not None:
            return scope[1]  # «считает Иван Белов — директор фонда и эксперт»
    return k
