"""Words that are an object, a noun's complement or the sentence before («назвал «A»», «Об этом сообщил X»)."""

from __future__ import annotations

from newsquotes.document import QuoteType
from newsquotes.russian.quotes.proposal import NO_ENTRY, Proposal, is_fragment, is_speech, minus
from newsquotes.russian.quotes.reported import Reported
from newsquotes.russian.reading.clauses import (
    has_predicate,
    segment_end,
)
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.subjects import source_of, subject_left, subject_right
from newsquotes.russian.reading.words import (
    ACC,
    ADVERB,
    CONJUNCTION,
    DASHES,
    FINITE,
    GERUND,
    INS,
    NOUN,
    PREPOSITION,
    QUOTE_MARKS,
    SHORT,
    TERMINALS,
    VERBAL,
)

_LIGHT = frozenset(
    [
        "дать",
        "давать",
        "сделать",
        "делать",
        "высказать",
        "высказывать",
        "выразить",
        "выражать",
        "привести",
        "приводить",
        "озвучить",
        "озвучивать",
        "выдвинуть",
        "опубликовать",
    ]
)
_SUCH_IS = frozenset(("таков", "такова", "таково", "таковы"))
_ANAPHORS = {
    "об": ("этом",),
    "о": ("чем", "случившемся", "происшествии", "произошедшем"),
    "про": ("это",),
    "с": ("этим",),
}


class Objects(Reported):
    """An object («назвал «A»»), a noun's complement («слова о том, что A») or the sentence before («Об этом сообщил X»)."""

    def anaphoric(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Proposal | None:
        """A. Об этом сообщил X."""
        view, words = self.view, self.words
        level = view.depth[cue.main]
        if level or cue.entry.reliability < 0.5 or not words[cue.main].flags & (FINITE | SHORT):
            return None
        segment = self.segment(cue, scope)
        inserted = self.insertion_after_anaphor(segment, scope)
        if not inserted and not self.refers_back(segment, cue, scope):
            return None
        if (
            segment - scope[0] > 2
            and words[segment + 1].low in _ANAPHORS.get(words[segment].low, ())
            and has_predicate(view, scope[0], segment - 1)
        ):
            start, end = scope[0], segment - 1  # «A: об этом сообщил X»
        elif n:
            start, end = view.sentences[self.said_before(n)]
            end = self.without_relay(start, end)
        else:
            return None
        type_: QuoteType = "mixed" if self.holds_quoted(start, end, 0) else "indirect"
        return Proposal("anaphoric", [(start, end)], cue, None, type_, None, 0.9)

    def insertion_after_anaphor(self, segment: int, scope: tuple[int, int]) -> bool:
        """«Об этом, как сообщает X, говорится в приказе»: the anaphor stands before an attribution put in."""
        words, first = self.words, scope[0]
        return (
            first + 4 < segment
            and words[first + 1].low in _ANAPHORS.get(words[first].low, ())
            and words[first + 2].text == words[segment - 1].text == ","
            and (words[first + 3].low in ("как", "по") or words[first + 3].cue is not None)
        )

    def said_before(self, n: int) -> int:
        """The sentence that «Об этом» of sentence ``n`` means: the one before it, over the caption of a picture."""
        view, words = self.view, self.words
        first, last = view.sentences[n - 1]
        paragraph = view.paragraphs[view.paragraph_of[first]]
        caption = (
            n > 1
            and paragraph == (first, last)
            and last - first <= 12
            and view.paragraph_of[view.sentences[n][0]] != view.paragraph_of[first]
            and words[last - 1].text not in TERMINALS
            and not has_predicate(view, first, last)
            and words[view.sentences[n - 2][1] - 1].text in TERMINALS
        )
        return n - 2 if caption else n - 1

    def refers_back(self, first: int, cue: CueAt, scope: tuple[int, int]) -> bool:
        """«Об этом …», «Это заявил …», «Такое мнение …», «Соответствующее заявление …»."""
        words = self.words
        for k in range(first, min(cue.start, first + 14)):
            if words[k + 1].low in _ANAPHORS.get(words[k].low, ()):
                return not any(words[j].flags & FINITE and not words[j].flags & NOUN for j in range(k, cue.start))
        for k in range(cue.end, min(cue.end + 6, scope[1] - 1)):
            if words[k + 1].low in _ANAPHORS.get(words[k].low, ()):
                return True
            if words[k].text in ",.:;":
                break
        lead = words[first]
        if first != scope[0]:
            return False
        if lead.low in (
            "это",
            "такое",
            "такую",
            "такой",
            "такие",
            "соответствующее",
            "соответствующую",
            "соответствующий",
            "подобное",
            "подобную",
            "данную",
            "данное",
            "эту",
            "этот",
            "эти",
        ):
            if lead.low == "это":
                return first + 1 == cue.start and "пасс" not in cue.entry.frames and cue.entry.reliability >= 0.8
            noun = words[first + 1].noun_cue if first + 1 < cue.start else None
            return (noun is not None or first + 1 >= cue.start) and cue.start - first <= 5
        return False

    def quoted_object(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Proposal | None:
        """X назвал это «A».  X пообещал «A»."""
        view, words = self.view, self.words
        if not words[cue.main].flags & VERBAL or cue.entry.reliability < 0.3:
            return None
        level = view.depth[cue.main]
        limit = min(scope[1], cue.end + 30)
        if not view.quoted_between(cue.end + 1, limit + 1):
            return None
        for k in range(cue.end, limit):
            if words[k].text in ";:" or words[k].text in TERMINALS:
                return None
            if (
                words[k].text == ","
                and k + 1 < limit
                and (words[k + 1].flags & GERUND or (words[k + 1].cue is not None and words[k + 1].flags & FINITE))
            ):
                return None
            if words[k].text in QUOTE_MARKS and view.depth[k] <= level:
                q = next((q for q in view.opening.get(k, ()) if q.close > 0 and q.repair == ""), None)
                if q is None or q.first in self.taken:
                    continue
                if not is_fragment(view, q):
                    continue
                end = self.object_end(q.close + 1, scope, level)
                begin = cue.end
                source = self.source(cue, cues, scope, Proposal("quoted-object", [], cue, None, "mixed"))
                if source is None:
                    return None
                if source.start >= cue.end and source.end <= k:
                    begin = source.end
                if words[begin + 1].low in _ANAPHORS.get(words[begin].low, ()):
                    return None  # «сказал об этом в эфире «Радио 5»»
                self.taken.add(q.first)
                return Proposal("quoted-object", [(begin, end)], cue, source, "mixed", q, 0.6)
            if (
                words[k].flags & FINITE
                and not words[k].flags & NOUN
                and k > cue.end
                and view.depth[k] <= level
                and not self.in_relative(cue.end, k)
            ):
                return None
        return None

    def naming(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Proposal | None:
        """X назвал A лучшим городом.  X считает A ошибкой."""
        view, words = self.view, self.words
        if (
            not cue.entry.frames & {"твор", "вин-как"}
            or not words[cue.main].flags & (FINITE | GERUND)
            or "пасс" in cue.entry.frames
        ):
            return None
        level = view.depth[cue.main]
        source = self.source(cue, cues, scope, Proposal("naming", [], cue, None, "indirect"))
        if source is None:
            return None
        start, end = self.segment(cue, scope), segment_end(view, cue.end, scope[1], level)
        end = self.content_end(cue.end, end, cue, cues)
        marked = [q for q in view.quoted_between(start, end) if q.close >= 0 and is_fragment(view, q)]
        if marked:
            end = max(end, self.object_end(marked[-1].close + 1, scope, level)) if marked[-1].open > cue.main else end
            self.taken.update(q.first for q in marked)
        rest = [r for r in minus((start, end), (cue.start, cue.end)) for r in minus(r, (source.start, source.end))]
        rest = [
            (a, b)
            for a, b in rest
            if any(words[k].noun & (ACC | INS) or words[k].adjective & (ACC | INS) for k in range(a, b))
            and not (a < cue.start and words[a].flags & (ADVERB | PREPOSITION | CONJUNCTION))
        ]
        if (
            not any(words[k].noun & INS or words[k].adjective & INS for a, b in rest for k in range(a, b))
            and "вин-как" not in cue.entry.frames
        ):
            return None
        if sum(b - a for a, b in rest) < 2:
            return None
        type_: QuoteType = "mixed" if any(self.holds_quoted(a, b, level) for a, b in rest) else "indirect"
        return Proposal("naming", rest, cue, source, type_, None, 0.5)

    def noun(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int]) -> Proposal | None:
        """заявление X о том, что A;  словами: «A»;  мнение, что A."""
        view, words = self.view, self.words
        if cue.entry.reliability < 0.3:
            return None
        if words[cue.start - 1].low in _SUCH_IS and (such := self.such_is(cue, scope)) is not None:
            return such
        n = view.sentence_of[cue.main]
        if any(c.entry.kind == "verb" and c.start <= cue.start < c.end for c in cues):
            return None
        at = self.complement_at(cue, scope) if cue.entry.frames & {"что", "о-том-что", "чтобы", "ли"} else None
        verb_between = at is not None and any(
            words[k].flags & FINITE and not words[k].flags & NOUN for k in range(cue.end, at[0])
        )
        if at is not None and not verb_between and at[0] - cue.end <= 14:
            k, _kind = at
            if words[k].low != "что":
                return None
            first = k + 1
            end = self.content_end(first, self.stretched(first, scope), cue, cues)
            type_: QuoteType = "mixed" if self.holds_quoted(first, end, 0) else "indirect"
            governed_by_verb = any(
                c.entry.kind != "noun" and c.main < cue.main and self.complement_at(c, scope) == at for c in cues
            )
            if governed_by_verb:
                return None
            source = source_of(view, cue, scope, False) or self.noun_subject(cue, scope)
            if source is None:
                return None
            return Proposal("noun", [(first, end)], cue, source, type_, None, cue.entry.reliability * 0.8)
        if (
            n
            and cue.start == scope[0] + 1
            and words[scope[0]].lemma in ("такой", "этот", "подобный", "данный")
            and cue.entry.reliability >= 0.4
            and not view.depth[cue.main]
        ):
            # «Такой прогноз дал X», «Это заявление сделал X»
            verb = next(
                (
                    k
                    for k in range(cue.end, min(scope[1], cue.end + 5))
                    if words[k].flags & FINITE and words[k].subject and not words[k].flags & NOUN
                ),
                None,
            )
            if verb is not None and words[verb].lemma in _LIGHT:
                maker = source_of(view, CueAt(NO_ENTRY, ((verb, verb + 1),), verb), (cue.end, scope[1]), True)
                if maker is not None:
                    start, end = view.sentences[n - 1]
                    light = CueAt(cue.entry, (cue.ranges[0], (verb, verb + 1)), cue.main)
                    return Proposal(
                        "anaphoric",
                        [(start, end)],
                        light,
                        maker,
                        "mixed" if self.holds_quoted(start, end, 0) else "indirect",
                        None,
                        0.8,
                    )
        if cue.entry.frames & {"прямая", "двоеточие"}:
            source = source_of(view, cue, scope, False)
            candidate = self.direct_before(cue, cues, scope, n)
            if candidate is not None:
                candidate.rule = "noun-direct"
                candidate.source = source
                candidate.score = 0.8
                return candidate
            k = source.end if source is not None and source.start >= cue.end else cue.end
            q = next((q for q in view.opening.get(k, ()) if q.close > 0), None)
            if q is not None and is_speech(view, q) and q.first not in self.taken and cue.entry.reliability >= 0.5:
                self.taken.add(q.first)
                return Proposal("noun-quoted", [(q.first, q.last)], cue, source, "direct", q, 0.5)
        return None

    def such_is(self, cue: CueAt, scope: tuple[int, int]) -> Proposal | None:
        """«A», — таков вердикт X."""
        words = self.words
        k = cue.start - 2
        while k > 0 and (words[k].text == "," or words[k].text in DASHES):
            k -= 1
        q = next((q for q in self.by_close.get(k, ()) if q.close == k), None)
        if q is None or k == cue.start - 2 or q.first in self.taken:
            return None
        self.taken.add(q.first)
        source = source_of(self.view, cue, scope, False)
        return Proposal("direct-after", [(q.first, q.last)], cue, source, "direct", q, 0.9)

    def noun_subject(self, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
        """Whose opinion a verb's object is: «придерживается мнения, что», «выступил с заявлением, что»."""
        view, words = self.view, self.words
        for k in range(cue.start - 1, max(scope[0], cue.start - 12) - 1, -1):
            w = words[k]
            if w.flags & FINITE and not w.flags & NOUN:
                if not w.subject:
                    return None
                at = CueAt(cue.entry, ((k, k + 1),), k)
                return subject_left(view, k, scope, w.subject) or subject_right(view, at, (scope[0], cue.start), w.subject)
        return None
