"""Whether the author speaks again after a mark or an «и» within reported words."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from newsquotes.russian.quotes.edges import tense
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.clauses import has_predicate
from newsquotes.russian.reading.forms import (
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
)
from newsquotes.russian.reading.speakable import REPORTERS
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

_RESUMING = frozenset("и а но также однако при этом затем после тоже одновременно потом еще он она".split())
_AUTHORS = frozenset((("в", "ответ"), ("имея", "в"), ("тем", "более")))
_COMMENTING = frozenset("комментировать отвечать ссылаться сослаться говорить выступать обращаться упирать намекать".split())
_WITHHELD = frozenset(
    "раскрывать раскрыть раскрываться уточнять уточнить уточняться называть назвать называться вдаваться объяснять объяснить"
    " пояснять пояснить приводить привести приводиться указывать указать указываться представлять представить"
    " предоставлять предоставить предъявить описывать описать описываться конкретизировать конкретизироваться разглашать"
    " разглашаться сообщать сообщить сообщаться прокомментировать подтверждать подтвердить подтверждаться".split()
)
"""What somebody has not told, says the author: «…, но сроки не назвал», «…, не уточнив деталей»."""
_INFORMATION = frozenset(
    "информация сведение сведения данные слово слова сообщение заявление утверждение версия слух обвинение подтверждение"
    " доказательство факт".split()
)
_LATER = frozenset("выясниться обнаружиться опровергнуть опровергать опровергаться передумать отозвать признаться".split())
_CONTRASTING = frozenset("но а однако хотя".split())
_SUBORDINATE = frozenset(["чтобы", "если", "когда", "хотя", "поскольку", "где", "пока", "как", "несмотря"])
_OPENING = frozenset(["как", "когда", "если", "пока"])  # of a clause within a segment: «после того как власти»
_COMPARED = frozenset("больше меньше лучше хуже раньше позже более менее иначе иной другой другое другие прежде".split())
_MORE = ("ее", "ей", "ше", "же")
_REACH = 16  # words after a conjunction among which the author's verb stands


def author_resumes(s: Situation, k: int, limit: int, mains: AbstractSet[int], first: int) -> bool:
    """Whether the author speaks again after the mark (or «и») at ``k``."""
    words = s.words
    matrix = words[s.cue.main]
    comma = words[k].text == ","
    if (
        comma
        and _conditional(s)
        and (k - first > 1 or has_predicate(s.view, first, k))
        and not _subordinate_before(s.view, k, first)
    ):
        return True  # «Если X скажет, что A, никто не поверит»
    i, conjunction = _after_conjunctions(words, k, limit)
    if i >= limit or i == k or (not comma and words[k].low == "и" and words[i - 1].low in ("он", "она") and i - 1 > k):
        return False  # «акция была его идеей и он так выразил протест»
    if comma and words[k + 1].low in _CONTRASTING and _contradicts(words, k + 2, limit, mains):
        return True
    if comma and words[k + 1].low in ("однако", "хотя"):
        return _concedes(s, k, limit, mains, first)
    if comma and _comments(s, k, limit, first):
        return True
    finite = s.cue.entry.kind != "preposition" and matrix.flags & (FINITE | SHORT)
    if conjunction and finite:
        if _coordinates(s, k, i, limit, mains, first, conjunction):
            return True
        if comma and conjunction in ("а", "но", "и"):
            other = _reports_again(s, i, limit, mains)
            if other is not None:
                return conjunction == "а" or not any(words[n].noun & NOM & words[other].subject for n in range(i, other))
    if words[k].low == "и":
        return False
    w = words[i]
    if not conjunction and i in mains and i == k + 1 + (words[k + 1].text in DASHES) and _inserts(w):
        # «…, сообщает ТАСС», «…, отметил он»
        if not _complement_after(s.view, i, limit):
            return not _awaits_verb(s.view, first, k)
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
        return words[i + 1].lemma in _WITHHELD
    return False


def _after_conjunctions(words: Sequence[Word], k: int, limit: int) -> tuple[int, str]:
    """The first word after a mark and the conjunctions and adverbs that follow it, and the conjunction."""
    i = k
    conjunction = ""
    while i < limit and (words[i].text == "," or words[i].text in DASHES or words[i].low in _RESUMING):
        if words[i].low in ("и", "а", "но", "однако"):
            conjunction = words[i].low
        i += 1
    return i, conjunction


def _inserts(w: Word) -> bool:
    """Whether a verb may stand in an attribution that is put into the words said."""
    return bool(w.flags & (FINITE | SHORT)) and w.cue is not None and w.cue.reliability >= 0.5 and "вводн" in w.cue.frames


def _contradicts(words: Sequence[Word], i: int, limit: int, mains: AbstractSet[int]) -> bool:
    """Whether the author sets something against what was said: «…, но сроки не назвал», «…, однако в фирме это отрицают»."""
    for j in range(i, min(limit, i + _REACH)):
        w = words[j]
        if w.text in ";:" or w.low in ("что", "чтобы"):
            return False
        if w.lemma in _INFORMATION and _is_doubted(words, i, j, min(limit, j + 7)):
            return True
        if not w.flags & FINITE or w.flags & NOUN:
            continue
        if (words[j - 1].low == "не" and w.lemmas & _WITHHELD) or w.lemma in _LATER:
            return True
        if j in mains and w.cue is not None and w.cue.stance == "denied" and w.cue.reliability >= 0.6:
            return True
        if any(x.lemma in REPORTERS and x.noun & NOM & w.subject for x in words[i:j]):
            return True  # «…, но вместо окон корреспондент увидел фанеру»
        if any(one.low == "тем" and other.low == "временем" for one, other in pairwise(words[i:j])):
            return True
    return False


def _is_doubted(words: Sequence[Word], first: int, i: int, last: int) -> bool:
    """Whether the author doubts what was said: «эта информация не подтверждена», «подтверждений этому нет»."""
    this = any(w.lemma in ("этот", "данный") or w.low == "этому" for w in (*words[first:i], *words[i + 1 : last]))
    return this and any(w.low in ("не", "нет", "ни") for w in words[i + 1 : last])


def _concedes(s: Situation, k: int, limit: int, mains: AbstractSet[int], first: int) -> bool:
    """Whether «…, однако» or «…, хотя» is the author's."""
    words = s.words
    if any(words[j].text in QUOTE_MARKS for j in range(k, limit)):
        return False
    if words[k + 1].low == "однако":
        return _goes_on_without_subject(s, k + 2, limit, words[s.cue.main], mains)
    if _awaits_verb(s.view, first, k) or not has_predicate(s.view, k + 2, limit):
        return False  # «отношения, хотя не запрещены, могут …», «путь лучший, хотя и трудный»
    return not any(words[j].flags & FINITE and j in mains for j in range(first, k))


def _comments(s: Situation, k: int, limit: int, first: int) -> bool:
    """Whether the clause after the comma ``k`` is the author's remark: «…, что вызвало спор», «…, после чего ушёл»."""
    words = s.words
    opener, second = words[k + 1].low, words[k + 2].low if k + 2 < limit else ""
    if opener == "что" and second in ("вызвало", "вызывает", "стало", "привело"):
        return True
    flags = words[s.cue.main].flags
    if s.cue.entry.kind == "noun" and _is_told_of(s, k, first):
        return True  # «Заявление мэра о том, что A, удивило всех»
    if opener == "чем" and not any(w.low in _COMPARED or w.low.endswith(_MORE) for w in words[max(first, k - 4) : k]):
        return _leaves_out_subject(words, k + 2, limit, words[s.cue.main])  # «…, чем удивил коллег»
    if flags & (PARTICIPLE | GERUND) and not flags & (FINITE | SHORT) and _main_clause_follows(s, k, limit, first):
        return True  # «Учёный, утверждавший, что A, ошибся»
    if opener == "поэтому":
        return _tells_on(s, k, limit, first)
    if (opener, second) == ("после", "чего"):
        if s.cue.entry.kind == "preposition" or any(words[j].text in QUOTE_MARKS for j in range(k, limit)):
            return False  # «По данным полиции, он вошёл, после чего ушёл»
        return _tells_on(s, k, limit, first) or _leaves_out_subject(words, k + 3, limit, words[s.cue.main])
    return (opener, second) in _AUTHORS


def _is_told_of(s: Situation, k: int, first: int) -> bool:
    """Whether the verb after the comma ``k`` is the one whose subject the noun is."""
    words, w = s.words, s.words[s.cue.main]
    verb = words[k + 1] if k + 1 < s.scope[1] else w
    if not verb.flags & FINITE or verb.flags & NOUN or not w.noun & NOM & verb.subject:
        return False
    return has_predicate(s.view, first, k) and not has_predicate(s.view, s.scope[0], s.cue.start)


def _leaves_out_subject(words: Sequence[Word], i: int, limit: int, matrix: Word) -> bool:
    """Whether the next verb is the speaker's, and no subject stands before or behind it: «…, после чего ушёл»."""
    verb = next((j for j in range(i, min(limit, i + 6)) if words[j].flags & FINITE and not words[j].flags & NOUN), None)
    if verb is None or not words[verb].subject & matrix.subject:
        return False
    near = words[i : min(limit, verb + 4)]
    return not any(w.noun & NOM & words[verb].subject for w in near)


def _tells_on(s: Situation, k: int, limit: int, first: int) -> bool:
    """Whether the tense goes back to that of the cue: «предупредили, что будет шторм, поэтому паром остался в порту»."""
    words = s.words
    if s.cue.entry.kind == "preposition" or tense(words[s.cue.main].low) != "past":
        return False
    told = next(
        (j for j in range(k + 2, min(limit, k + _REACH)) if words[j].flags & FINITE and not words[j].flags & NOUN), None
    )
    if told is None or tense(words[told].low) != "past":
        return False
    return not any(w.flags & FINITE and not w.flags & NOUN and tense(w.low) == "past" for w in words[first:k])


def _coordinates(s: Situation, k: int, i: int, limit: int, mains: AbstractSet[int], first: int, conjunction: str) -> bool:
    """Whether a verb after the conjunction is coordinated with the cue: «сказал, что A, и добавил»."""
    words = s.words
    matrix = words[s.cue.main]
    verb = next((j for j in range(i, min(limit, i + 5)) if words[j].flags & FINITE and not words[j].flags & NOUN), None)
    if verb is None:
        return False
    v = words[verb]
    if not v.subject & matrix.subject or tense(v.low) != tense(matrix.low):
        return False
    if any(words[j].noun & NOM & v.subject for j in range(i, verb)):
        return False
    cue = verb in mains and v.cue is not None and v.cue.reliability >= 0.6
    if words[k].text == "," and conjunction in ("и", "но", "а") and not _subordinate_before(s.view, k, first):
        # a comma before «и» closes the reported clause, where a subject does not follow
        if cue or not _subjectless(s.view, first, k, matrix):
            return True
    if not cue:
        return False
    return _complement_after(s.view, verb, limit) or not any(
        x.flags & FINITE and x.subject & v.subject and not x.flags & NOUN and tense(x.low) == tense(v.low)
        for x in words[first:k]
    )


def _reports_again(s: Situation, i: int, limit: int, mains: AbstractSet[int]) -> int | None:
    """The next cue with a clause of its own: «X считает, что A, а Y уверен, что B», «X считает, что A, но уверен, что B»."""
    words = s.words
    for j in range(i, min(limit, i + 9)):
        if words[j].text in ",;:":
            return None
        if j in mains and _complement_after(s.view, j, limit):
            return j
    return None


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
            return bool(w.subject & matrix.subject) and tense(w.low) == tense(matrix.low) and not named
    return False


def _awaits_verb(view: View, first: int, k: int) -> bool:
    """Whether the clause has no predicate yet before the comma ``k``: «ведомство, чтобы узнать это, планирует …»."""
    words = view.words
    start = first
    open_clause = complete = False  # «испугались после того, как власти, чтобы …, заключили»: one is open
    for j in range(first, k + 1):
        if j < k and words[j].text != ",":
            continue
        lead = words[min(start, k)]
        subordinate = (
            lead.low in _SUBORDINATE
            or lead.lemma == "который"
            or (start > first and lead.flags & (PARTICIPLE | GERUND) and not lead.flags & NOUN)
        )
        inner = next((m for m in range(j - 1, start, -1) if words[m].low in _OPENING), 0)
        if inner:
            open_clause = not has_predicate(view, inner, j)
            complete = complete or has_predicate(view, start, inner)
        elif not subordinate and has_predicate(view, start, j):
            complete, open_clause = True, False
        start = j + 1
    return open_clause or not complete


def _subjectless(view: View, first: int, k: int, matrix: Word) -> bool:
    """Whether reported words leave out their subject, as it is the speaker: «сказал, что был возмущён, но …»."""
    words = view.words
    verb = next((j for j in range(first, k) if words[j].flags & FINITE and not words[j].flags & NOUN), None)
    if verb is None or not words[verb].subject & matrix.subject or tense(words[verb].low) != tense(matrix.low):
        return False  # «сказал, что уйдёт, но передумал»
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


_SUBORDINATING = frozenset(("где", "когда", "если", "чтобы", "хотя", "поскольку", "так", "потому"))


def subordinates(w: Word) -> bool:
    """Whether a word opens a relative or adverbial clause."""
    return w.lemma == "который" or w.low in _SUBORDINATING
