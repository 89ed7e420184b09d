"""Reported clauses: «сказал, что A», «A, сказал X», «по словам X, A», «X сказал: A»."""

from __future__ import annotations

from newsquotes.document import QuoteType
from newsquotes.russian.quotes.direct import Direct
from newsquotes.russian.quotes.proposal import Proposal, is_fragment, is_speech
from newsquotes.russian.reading.clauses import (
    after_connectives,
    has_predicate,
    is_connective,
    mark_at,
    segment_end,
    segment_start,
)
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.phrases import Phrase, any_gender, phrase_at
from newsquotes.russian.reading.subjects import source_of
from newsquotes.russian.reading.words import (
    ADVERB,
    CONJUNCTION,
    DASHES,
    FINITE,
    GEN,
    INFINITIVE,
    NOM,
    NOUN,
    PARTICIPLE,
    PARTICLE,
    PREPOSITION,
    SHORT,
    TERMINALS,
    VERBAL,
)

_SAID = frozenset("слово заявление высказывание утверждение реплика".split())


class Reported(Direct):
    """Reported clauses: «сказал, что A», «A, сказал X», «по словам X, A», «X сказал: A»."""

    def complement(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Proposal | None:
        """X сказал, что A."""
        view, words = self.view, self.words
        at = self.complement_at(cue, scope)
        if at is None:
            return None
        if (
            words[cue.start - 1].text == ","
            and self.insertion_end(cue.main, scope[1])
            and any(c.main < cue.main <= c.end + 8 and self.complement_at(c, scope) == at for c in cues)
        ):
            return None  # «X считает, пишет «Труд», что A»: what follows is the first verb's
        k, kind = at
        before = words[k - 2].low if words[k - 1].text == "," else ""
        first = k + 1 if words[k].low in ("что", "мол", "дескать") else k
        if words[k].low == "что" and first < scope[1] and words[first].text == ":":
            first += 1
        if first >= scope[1]:
            return None
        level = view.depth[cue.main]
        end = self.content_end(first, self.stretched(first, scope), cue, cues)
        content = [(first, end)]
        type_: QuoteType = "indirect"
        q = next((q for q in view.opening.get(first, ()) if q.close >= 0), None)
        if q is not None and q.close + 1 >= end and is_speech(view, q):
            type_ = "mixed"
            content = [(first, q.close + 1)]
            self.taken.add(q.first)
        elif self.holds_quoted(first, end, level):
            type_ = "mixed"
        rule = "about-that" if before in ("том", "тем", "то", "того", "тому") else "complement"
        score = cue.entry.reliability
        if kind == "ли":
            score *= 0.75
        return Proposal(rule, content, cue, self.whose_words(cue, k), type_, None, score)

    def whose_words(self, cue: CueAt, stop: int) -> Phrase | None:
        """«комментируя слова X о том, что A»: somebody whose words the cue is about."""
        if cue.end - cue.main <= 1 or self.words[cue.end - 1].lemma not in _SAID:
            return None
        whose = phrase_at(self.view, cue.end, stop, GEN)
        return whose if whose is not None and (whose.name is not None or self.words[whose.head].role is not None) else None

    def colon(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Proposal | None:
        """X сказал: A (without marks)."""
        view, words = self.view, self.words
        if (
            cue.entry.kind != "preposition" and not cue.entry.frames & {"двоеточие", "прямая"}
        ) or cue.entry.reliability < 0.3:
            return None
        border = view.paragraphs[view.paragraph_of[cue.main]][1]
        k = self.colon_after(cue, border)
        if k is None or self.closes_words(cue, scope):
            return None
        if k + 1 >= border:
            # «X говорится:» and the quotation is the next paragraph
            if self.complement_at(cue, scope) is not None or any(
                is_fragment(view, q) for q in view.quoted_between(cue.end, k)
            ):
                return None  # the cue has words of its own before the colon
            p = view.paragraph_of[cue.main] + 1
            if p >= len(view.paragraphs):
                return None
            first, last = view.paragraphs[p]
            q = next(iter(view.opening.get(first, ())), None)
            if q is not None:
                self.taken.add(q.first)
                end = q.last
                return Proposal("direct-before", self.paragraph_fragments([(q.first, end)]), cue, None, "direct", q, 0.9)
            return Proposal("block", [(first, last)], cue, None, "direct", None, 0.8)
        w = words[cue.main]
        plain = cue.entry.kind == "preposition" or (
            cue.entry.reliability >= 0.7 and "двоеточие" in cue.entry.frames and w.flags & (FINITE | SHORT)
        )
        if not plain or words[k + 1].text == "/" or words[k + 1] is view.vocabulary.link:
            return None
        end = min(max(scope[1], k + 2), border)
        if k + 1 >= scope[1]:
            end = view.sentences[min(n + 1, len(view.sentences) - 1)][1]
        if not has_predicate(view, k + 1, end):
            return None
        return Proposal(
            "colon", [(k + 1, end)], cue, None, "mixed" if self.holds_quoted(k + 1, end, 0) else "indirect", None, 0.75
        )

    def parenthetical(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Proposal | None:
        """A, сказал X.  A, отметил он, B.  Как сказал X, A."""
        view, words = self.view, self.words
        frames = cue.entry.frames
        w = words[cue.main]
        if not w.flags & (FINITE | SHORT):
            return None
        level = view.depth[cue.main]
        start = segment_start(view, cue.start, scope[0], level)
        lead = words[start].low
        how = lead == "как" and cue.start - start <= 8
        if how and not ("как" in frames or "вводн" in frames or "прямая" in frames):
            return None
        if not how and not frames & {"вводн", "прямая"}:
            return None
        if not how:
            if start == scope[0] or (words[start - 1].text in ":;(" and start - 1 >= scope[0]):
                return None
            if words[start].flags & CONJUNCTION or words[start].lemma == "который" or words[start].low in ("где", "когда"):
                return None
            gap = [words[j] for j in range(start, cue.start)]
            if len(gap) > 8 or any(g.lemma == "который" for g in gap):
                return None
            after = words[cue.end] if cue.end < scope[1] else None
            if after is not None and (after.low == "ли" or (after.flags & INFINITIVE and not after.flags & NOUN)):
                return None  # «открыт вопрос, согласится ли X», «угрожали полиции, грозили взорвать метро»
            if any(
                g.flags & VERBAL and not g.flags & (NOUN | CONJUNCTION | PREPOSITION | ADVERB) and not g.flags & PARTICIPLE
                for g in gap
            ):
                return None
        inverted = how or all(x.flags & (ADVERB | PARTICLE) and not x.noun for x in words[start : cue.start])
        source = source_of(view, cue, (start, scope[1]), inverted)
        if source is None:
            return None
        end = self.attribution_segment_end(cue, source, scope, level)
        if (how and start == scope[0]) or (
            how and start > scope[0] and words[start - 1].text != "," and start - scope[0] <= 3
        ):
            # at the beginning: everything after it
            first = end
            if first >= scope[1]:
                return None
            limit = self.content_end(first + 1, self.stretched(first, scope), cue, cues)
            content = [(first, limit)]
        else:
            goes_on = end < scope[1] and has_predicate(view, end, segment_end(view, end + 1, scope[1], level))
            left = self.left_border(start - 1, scope, cue, goes_on)
            if left >= start - 1:
                return None
            content = [(left, start - 1)]
            if (end < scope[1] and words[end].text == ",") or (end < scope[1] and words[end].text in DASHES):
                right = self.content_end(end + 1, self.stretched(end, scope), cue, cues)
                if right > end + 1 and not self.authors_tail(end + 1, right):
                    content.append((end + 1, right))
            if len(content) > 1 and is_connective(view, *content[0]):
                del content[0]  # «При этом, отметил X, …»
        if not self.reportable(content, cue):
            return None
        if not how and self.has_topic(cue, source, scope) and not any(has_predicate(view, a, b) for a, b in content):
            return None  # «Вчера, за день до матча, X заявил об уходе»
        type_: QuoteType = "mixed" if any(self.holds_quoted(a, b, level) for a, b in content) else "indirect"
        return Proposal("parenthetical", content, cue, source, type_, None, cue.entry.reliability)

    def has_topic(self, cue: CueAt, source: Phrase, scope: tuple[int, int]) -> bool:
        """Whether the cue says itself what was spoken of: «заявил об уходе», «сообщил о приезде»."""
        words = self.words
        k = max(cue.end, source.end if source.start == cue.end else cue.end)
        return k < scope[1] and words[k].low in ("о", "об", "обо", "про")

    def prepositional(self, cue: CueAt, scope: tuple[int, int]) -> Proposal | None:
        """По словам X, A.  A, по мнению X, B."""
        view, words = self.view, self.words
        if cue.entry.reliability < 0.5 or cue.source is None:
            return None
        level = view.depth[cue.main]
        start = segment_start(view, cue.start, scope[0], level)
        if words[cue.end - 1].low == "версии" and cue.start > start and words[cue.start - 1].flags & NOUN:
            return None  # «чемпион мира по версии федерации»
        end = max(cue.end, cue.source.end)
        if words[cue.start].low == "со" and end < scope[1] and words[end].cue is not None and words[end].flags & FINITE:
            return None  # «портал со ссылкой на X сообщил о Z»
        cue = self.referred(cue, end) or cue
        source = cue.source
        assert source is not None
        end = max(end, source.end)
        if end < scope[1] and words[end].text == ",":
            after = end
            while after < scope[1] and words[after].text == ",":
                closing = next((j for j in range(after + 1, min(scope[1], after + 25)) if mark_at(view, j, level)), None)
                nxt = words[after + 1] if after + 1 < scope[1] else None
                apposition = (
                    phrase_at(view, after + 1, scope[1], source.mask) if nxt is not None and closing is not None else None
                )
                if (
                    apposition is not None
                    and apposition.end == closing
                    and words[closing].text == ","
                    and words[apposition.head].role is not None
                    and not apposition.mask & NOM
                ):
                    after = closing
                    continue
                if (
                    nxt is not None
                    and closing is not None
                    and (
                        nxt.lemma == "который"
                        or (
                            nxt.flags & PARTICIPLE
                            and not nxt.flags & (NOUN | FINITE)
                            and nxt.adjective & any_gender(source.mask)
                            and words[closing].text == ","
                        )
                    )
                ):
                    after = closing
                    continue
                break
            end = after
        if end < scope[1] and words[end].text == ":" and not level:
            block = self.colon(cue, [], scope, view.sentence_of[cue.main])
            if block is not None:
                block.source = source
                return block
        if end < scope[1] and end == source.end and source.name is None and self.belongs_to_source(end, source):
            # «По данным журнала на 2013 год, A», «По словам отца погибшей, Анны Беловой, A»
            close = segment_end(view, end, scope[1], level)
            if close - end <= 8 and close < scope[1] and words[close].text == "," and not has_predicate(view, end, close):
                end = close
                named = phrase_at(view, close + 1, scope[1], any_gender(source.mask))
                if named is not None and named.name is not None and named.end < scope[1] and words[named.end].text == ",":
                    end = named.end
        first_part: tuple[int, int] | None = None
        lead = cue.start - start
        at_start = (
            start == scope[0]
            and all(
                not words[k].flags & VERBAL or words[k].flags & (NOUN | CONJUNCTION | ADVERB)
                for k in range(start, cue.start)
            )
            and lead <= 4
        )
        if start > scope[0] and words[start - 1].text == ":" and lead == 0:
            at_start = True  # «С ним спорит Белов: по словам врача, A»
        if not at_start and start > scope[0]:
            lead_start = after_connectives(view, scope[0], start)
            if lead_start == start:
                at_start = True
        if at_start:
            content = (
                [(end, self.content_end(end + 1, self.stretched(end, scope), cue, self.cues))] if end + 1 < scope[1] else []
            )
        else:
            left_end = start - 1 if lead == 0 or words[start].flags & CONJUNCTION else cue.start
            if lead and not words[start].flags & CONJUNCTION:
                left_first = self.clause_start(start, end, scope, level)
                first_part = (left_first, cue.start)
            elif lead:
                first_part = None
                content_first = end
                right = self.content_end(end + 1, self.stretched(end, scope), cue, self.cues)
                return self._prepositional_candidate(cue, [(content_first, right)], level)
            else:
                left_first = self.clause_start(left_end, end, scope, level)
                first_part = (left_first, left_end)
            content = [first_part]
            if end < scope[1] and (words[end].text == "," or words[end].text in DASHES):
                right = self.content_end(end + 1, self.stretched(end, scope), cue, self.cues)
                if right > end + 1:
                    content.append((end + 1, right))
            elif end < scope[1] and words[end].text not in TERMINALS:
                right = self.content_end(end + 1, self.stretched(end, scope), cue, self.cues)
                content.append((end, right))
        return self._prepositional_candidate(cue, content, level)

    def belongs_to_source(self, i: int, source: Phrase) -> bool:
        """Whether the word after a source goes with it: it has a preposition or stands in the genitive alone."""
        w = self.words[i]
        if w.flags & PREPOSITION and not w.flags & NOUN:
            return w.low not in ("с", "со", "из-за", "благодаря", "после", "до")
        forms = w.noun | w.adjective
        return bool(forms & GEN) and not forms & NOM and not w.flags & FINITE and bool(source.mask & GEN)

    def _prepositional_candidate(self, cue: CueAt, content: list[tuple[int, int]], level: int) -> Proposal | None:
        content = [c for c in content if c[1] > c[0]]
        if not content or (
            not self.reportable(content, cue) and not (cue.entry.reliability >= 0.8 and content[0][1] - content[0][0] >= 3)
        ):
            return None
        type_: QuoteType = "mixed" if any(self.holds_quoted(a, b, level) for a, b in content) else "indirect"
        return Proposal("prepositional", content, cue, cue.source, type_, None, cue.entry.reliability)
