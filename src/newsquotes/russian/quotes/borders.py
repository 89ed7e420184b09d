"""Where reported words begin and end."""

from __future__ import annotations

from newsquotes.russian.quotes.proposal import is_speech
from newsquotes.russian.quotes.rules import Rules
from newsquotes.russian.reading.clauses import (
    after_connectives,
    has_predicate,
    is_gerund_clause,
    mark_at,
    segment_end,
    segment_start,
    spaced_dash,
)
from newsquotes.russian.reading.cues import IMPERSONAL, CueAt
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.words import (
    CONJUNCTION,
    DASHES,
    FINITE,
    GERUND,
    INFINITIVE,
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
_RELAYING = frozenset(
    "передавать передать сообщать сообщить писать написать цитировать процитировать приводить информировать отмечать".split()
)
_DEPENDENT = frozenset(["поскольку", "потому", "если", "так", "где", "куда", "когда", "чтобы"])


class Borders(Rules):
    """Where reported words begin and end."""

    def content_end(self, first: int, limit: int, cue: CueAt, cues: list[CueAt]) -> int:
        """Where reported words end: before another attribution, a coordinated cue or the author's own clause."""
        view, words = self.view, self.words
        level = view.depth[first] if first < view.size else 0
        level = min(level, view.depth[cue.main])
        mains = {c.main for c in cues if c is not cue and c.entry.kind in ("verb", "predicative")}
        limit = self.before_insertion(first, limit, cue, cues, level)
        k = first
        while k < limit:
            w = words[k]
            if view.depth[k] > level:
                k += 1
                continue
            if w.text == ":" and self.quotes_after_colon(k, limit):
                if not any(first <= m < k and words[m].flags & (FINITE | SHORT | GERUND) for m in mains):
                    return k
            if k > first and (w.text == "," or (w.text in DASHES and spaced_dash(view, k)) or w.low == "и"):
                if self.author_resumes(k, limit, cue, mains, first):
                    return k
            k += 1
        return limit

    def before_insertion(self, first: int, limit: int, cue: CueAt, cues: list[CueAt], level: int) -> int:
        """«сказал, что A, но, по его словам, B»: a clause with an attribution put into it is no part of A."""
        view, words = self.view, self.words
        for c in cues:
            if c is cue or c.entry.kind != "preposition" or not first < c.start < limit or c.source is None:
                continue
            after = max(c.end, c.source.end)
            if words[c.start - 1].text != "," or after >= limit or words[after].text != ",":
                continue
            start = self.clause_start(c.start - 1, after, (first, limit), level)
            while start > first and words[start - 1].text != ",":
                start -= 1
            if start - 1 > first and has_predicate(view, first, start - 1) and not _subordinates(words[start]):
                return start - 1
        return limit

    def goes_on_without_subject(self, first: int, limit: int, matrix: Word, mains: set[int]) -> bool:
        """Whether the next verb belongs to the cue's own subject, or is a cue itself: «…, однако отвечать не стал»."""
        words = self.words
        for j in range(first, limit):
            w = words[j]
            if w.flags & FINITE and not w.flags & NOUN:
                if w.cue is not None and w.low.endswith(("лось", "ется")):
                    return True
                if j in mains:
                    return bool(w.subject & matrix.subject)
                named = any(
                    words[i].noun & NOM & w.subject and not words[i - 1].flags & PREPOSITION for i in range(first, j)
                )
                return bool(w.subject & matrix.subject) and _tense(w.low) == _tense(matrix.low) and not named
        return False

    def quotes_after_colon(self, k: int, limit: int) -> bool:
        """«сказал, что A: «B»»: the marked sentence after the colon is a quotation of its own."""
        q = next(iter(self.view.opening.get(k + 1, ())), None)
        return self.words[k].text == ":" and q is not None and is_speech(self.view, q) and self.words[q.first].title

    def author_resumes(self, k: int, limit: int, cue: CueAt, mains: set[int], first: int) -> bool:
        """Whether the author speaks again after the mark (or «и») at ``k``."""
        words = self.words
        matrix = words[cue.main]
        if words[k].text == "," and self.conditional(cue) and k - first >= 2 and not self.subordinate_before(k, first):
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
                return self.goes_on_without_subject(k + 2, limit, matrix, mains)
            if words[k + 1].low == "хотя" and self.awaits_verb(first, k):
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
            and self.main_clause_follows(k, limit, first, cue)
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
                    and not self.subordinate_before(k, first)
                    and (
                        (verb in mains and v.cue is not None and v.cue.reliability >= 0.6)
                        or not self.subjectless(first, k, matrix)
                    )
                ):
                    return True
                if (
                    verb in mains
                    and v.cue is not None
                    and v.cue.reliability >= 0.6
                    and (
                        self.complement_after(verb, limit)
                        or not any(
                            x.flags & FINITE
                            and x.subject & v.subject
                            and not x.flags & NOUN
                            and _tense(x.low) == _tense(v.low)
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
                if j in mains and self.complement_after(j, limit):
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
            if "вводн" in w.cue.frames and not self.complement_after(i, limit):
                return not self.awaits_verb(first, k)
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

    def awaits_verb(self, first: int, k: int) -> bool:
        """Whether the clause has no predicate yet before the comma ``k``: «ведомство, чтобы узнать это, планирует …»."""
        words = self.words
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
            if not subordinate and has_predicate(self.view, start, j):
                return False
            start = j + 1
        return True

    def subjectless(self, first: int, k: int, matrix: Word) -> bool:
        """Whether reported words leave out their subject, as it is the speaker: «сказал, что был возмущён, но …»."""
        words = self.words
        verb = next((j for j in range(first, k) if words[j].flags & FINITE and not words[j].flags & NOUN), None)
        if verb is None or not words[verb].subject & matrix.subject:
            return False
        return not any(
            words[j].noun & NOM and not (j and words[j - 1].flags & PREPOSITION and not words[j - 1].flags & NOUN)
            for j in range(first, k)
        )

    def main_clause_follows(self, k: int, limit: int, first: int, cue: CueAt) -> bool:
        """Whether the clause after the comma ``k`` is the main one that a participle or an opening gerund belongs to."""
        words = self.words
        if not has_predicate(self.view, first, k) or self.subordinate_before(k, first):
            return False
        nxt = words[k + 1] if k + 1 < limit else None
        if (
            nxt is None
            or nxt.flags & CONJUNCTION
            or nxt.lemma == "который"
            or (nxt.flags & (PARTICIPLE | GERUND) and not nxt.flags & NOUN)
        ):
            return False
        if words[cue.main].flags & GERUND and any(
            words[j].flags & FINITE and not words[j].flags & NOUN for j in range(max(0, cue.main - 15), cue.main)
        ):
            return False
        return any(words[j].flags & FINITE and not words[j].flags & NOUN for j in range(k + 1, min(limit, k + 6)))

    def conditional(self, cue: CueAt) -> bool:
        """Whether the cue stands in a clause that «если» or «когда» opens."""
        words = self.words
        for k in range(cue.main - 1, max(-1, cue.main - 8), -1):
            if words[k].low in ("если", "когда"):
                return True
            if words[k].text in ",;:.":
                return False
        return False

    def subordinate_before(self, k: int, first: int) -> bool:
        """Whether a clause within the reported one ends at the comma ``k``, so that the comma belongs to it."""
        words = self.words
        for j in range(k - 1, first, -1):
            if words[j].text == "," and j + 1 < k:
                nxt = words[j + 1]
                return (
                    nxt.lemma == "который"
                    or nxt.low in ("что", "чтобы", "если", "когда", "где", "как", "хотя", "поскольку")
                    or (bool(nxt.flags & (PARTICIPLE | GERUND)) and not nxt.flags & NOUN)
                )
        return False

    def complement_after(self, i: int, limit: int) -> bool:
        """Whether «, что» follows token ``i`` before another verb does."""
        words = self.words
        for k in range(i + 1, min(limit, i + 14)):
            if words[k].low in ("что", "чтобы") and words[k - 1].text == ",":
                return True
            if words[k].text in ".;:" or (words[k].flags & FINITE and not words[k].flags & NOUN):
                return False
        return False

    def object_end(self, i: int, scope: tuple[int, int], level: int) -> int:
        """The end of the object: its dependent clauses belong to it, a second predicate after «и» is the author's."""
        view, words = self.view, self.words
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
            ):
                end = segment_end(view, end + 1, scope[1], level)
                continue
            break
        return end

    def clause_start(self, i: int, after: int, scope: tuple[int, int], level: int) -> int:
        """The beginning of the clause before an attribution ``[i, after)`` that is put into it: after its conjunction."""
        view, words = self.view, self.words
        goes_on = has_predicate(view, after, segment_end(view, after + 1, scope[1], level)) if after < scope[1] else False
        k = i
        while k > scope[0]:
            s = segment_start(view, k - 1, scope[0], level)
            w = words[s]
            if s == scope[0]:
                return self.after_lead(s, i)
            if w.low == "что":
                return s + 1
            if all(words[j].flags & CONJUNCTION or words[j].low == "так" for j in range(s, i)):
                return i  # «, так как, по словам X, A»
            over = goes_on and has_predicate(view, s, k)  # «люди, которые пришли, по словам X, ушли»
            if _subordinates(w) and not over:
                return s
            if w.low in ("и", "а", "но") and (i == s + 1 or has_predicate(view, s, i)):
                return s + 1
            if goes_on and not over:
                if w.low == "как":
                    return s + 1  # «после того, как он, по словам X, ушёл»
                before = segment_start(view, s - 2, scope[0], level) if s - 2 >= scope[0] else s
                if has_predicate(view, before, s - 1) and not _subordinates(words[before]) and k == i:
                    return s  # «двое ушли, третий, по словам X, остался»
            k = s - 1
        return scope[0]

    def left_border(self, end: int, scope: tuple[int, int], cue: CueAt, goes_on: bool) -> int:
        """Where the words before a final attribution begin, or before one after which their clause goes on."""
        view = self.view
        first = self.after_lead(scope[0], end, cue)
        words = self.words
        for k in range(end - 1, first, -1):
            # «A, но B, как пишет X, C»: the attribution stands within B
            if words[k].low == "а" and words[k + 1].low == "также":
                continue  # «придут A, а также B, сообщает X»
            if (
                (words[k].low in ("но", "а") or (goes_on and words[k].low == "и"))
                and words[k - 1].text == ","
                and view.depth[k] == view.depth[cue.main]
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

    def after_lead(self, first: int, end: int, cue: CueAt | None = None) -> int:
        """The first token after the author's connectives and an earlier attribution: «При этом, как передаёт X, A»."""
        view, words = self.view, self.words
        first = after_connectives(view, first, end)
        if first + 4 < end and words[first].low in IMPERSONAL and words[first + 1].flags & INFINITIVE:
            if words[first + 2].text == "," and words[first + 3].low == "что":
                return first + 4  # «Стоит отметить, что A, сообщает X»
        dash = first + 1 + (first + 1 < end and words[first + 1].outlet > 0 and words[first + 1].title)
        if words[first].outlet and words[first].title and dash < end and words[dash].text in DASHES:
            return dash + 1  # «ИНТЕРФАКС — A, сообщили в ведомстве»
        for c in self.cues:
            if c is cue or not first <= c.start <= first + 3 or c.end >= end:
                continue
            relayed = words[first].low == "как" and c.entry.kind == "verb"
            cited = c.entry.kind == "preposition" and c.start == first and c.source is not None
            if relayed or cited:
                close = segment_end(view, max(c.end, c.source.end if c.source is not None else 0), end, view.depth[first])
                if close >= end:
                    return end
                return close + 1 if words[close].text == "," else first
        return first

    def authors_tail(self, first: int, last: int) -> bool:
        """What follows a final attribution and is the author's: a gerund clause, a relative clause, an outlet."""
        words = self.words
        w = words[first]
        if is_gerund_clause(self.view, first, last):
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

    def without_relay(self, first: int, last: int) -> int:
        """Where a sentence ends before its outlet: «A, передаёт ТАСС»."""
        words = self.words
        for k in range(last - 1, max(first, last - 9), -1):
            if words[k].text == "," and self.view.depth[k] == self.view.depth[first]:
                relays = words[k + 1].lemma in _RELAYING and words[k + 1].flags & FINITE
                return k if relays and not has_predicate(self.view, k + 2, last) else last
        return last

    def reportable(self, content: list[tuple[int, int]], cue: CueAt) -> bool:
        """Whether the words can be a report: they hold a predicate, or are many."""
        return any(has_predicate(self.view, a, b) for a, b in content) or sum(b - a for a, b in content) >= 5

    def attribution_segment_end(self, cue: CueAt, source: Phrase, scope: tuple[int, int], level: int) -> int:
        """Where the attributing segment ends: the mark after cue, source and what goes with them."""
        view, words = self.view, self.words
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
                if (
                    phrase is not None
                    and phrase.end == stop
                    and words[phrase.head].role is not None
                    and source.name is not None
                ):
                    k = stop
                    continue
                if after.text[0].isdigit() and stop - k <= 6:
                    k = stop
                    continue
            break
        if (
            k + 1 < scope[1]
            and words[k].text in DASHES
            and source.name is not None
            and not has_predicate(view, k + 1, scope[1])
        ):
            phrase = phrase_at(view, k + 1, scope[1], NOM)
            if phrase is not None and words[phrase.head].role is not None:
                return scope[1]  # «считает Иван Белов — директор фонда и эксперт»
        return k


def _subordinates(w: Word) -> bool:
    """Whether a word opens a relative or adverbial clause."""
    return w.lemma == "который" or w.low in _SUBORDINATING


_SUBORDINATING = frozenset(("где", "когда", "если", "чтобы", "хотя", "поскольку", "так", "потому"))


def _tense(low: str) -> str:
    return "past" if low.endswith(("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")) else "present"
