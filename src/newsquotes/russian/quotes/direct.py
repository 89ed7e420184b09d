"""Direct speech with a cue: before, after and within the quote marks, and after a dash."""

from __future__ import annotations

import itertools

import attrs

from newsquotes.russian.quotes.government import Government
from newsquotes.russian.quotes.proposal import Proposal, is_speech
from newsquotes.russian.reading.clauses import (
    has_predicate,
    is_gerund_clause,
    spaced_dash,
)
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.words import (
    ADVERB,
    DASHES,
    FINITE,
    GERUND,
    PARTICLE,
    PRONOUN,
    QUOTE_MARKS,
    SHORT,
)

_WE = frozenset(["мы", "нас", "нам", "нами", "наш", "наша", "наше", "наши", "я", "мне", "меня"])


class Direct(Government):
    """Direct speech with a cue: before, after and within the quote marks, and after a dash."""

    def direct_after(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Proposal | None:
        """«A», — сказал X."""
        if cue.entry.kind == "noun":
            return None
        view, words = self.view, self.words
        start = self.segment(cue, scope)
        k = start - 1
        dashed = False
        while k >= 0 and (words[k].text in ",." or words[k].text in DASHES or words[k].text in ("!", "?")):
            dashed = dashed or words[k].text in DASHES
            k -= 1
            if start - k > 4:
                return None
        if k < 0 or view.paragraph_of[k] != view.paragraph_of[cue.main]:
            return None
        if not dashed and ((k == start - 1 and (cue.start - start > 2 or words[start].title)) or words[k + 1].text == "."):
            return None
        claimed = [q for q in self.by_close.get(k, ()) if q.close == k]
        outer = view.holder(claimed[0].open) if claimed and claimed[0].open > 0 else None
        if not claimed or (outer is not None and outer is view.holder(cue.start)):
            return self.direct_split(cue, scope, start)  # «Он приплыл на «Верности», — сказал X. — B»
        complement = self.complement_at(cue, scope)
        if cue.start - start > 14 or (complement is not None and complement[1] == "что" and not dashed):
            return None
        q = min(claimed, key=lambda q: q.depth)
        paragraph_first = view.paragraphs[view.paragraph_of[max(q.open, q.first)]][0] if q.first < view.size else 0
        sentence_first = view.sentences[view.sentence_of[max(q.open, 0) if q.open >= 0 else q.first]][0]
        before = q.open if q.open >= 0 else q.first
        lead = before - max(sentence_first, paragraph_first)
        if lead > 0 and not self.opens_sentence(before):
            # quoted words that end a reported clause: «Он заехал «на минуту», сказал X»
            if words[before - 1].text == ":" and is_speech(view, q):
                pass
            else:
                return None
        if not is_speech(view, q) and not (dashed or q.last - q.first >= 3):
            return None
        content = self.paragraph_fragments([(q.first, q.last)])
        self.taken.add(q.first)
        lost = self.misplaced(q)
        if lost is not None:
            content.insert(0, lost)
        tail = self.resumed(cue, scope)
        if tail is not None:
            content.extend(self.paragraph_fragments([(tail.first, tail.last)]))
            self.taken.add(tail.first)
        elif dashed and (unmarked := self.resumed_without_marks(cue)) is not None:
            content.append(unmarked)
        return Proposal("direct-after", content, cue, None, "direct", q, 0.95)

    def misplaced(self, q: Quoted) -> tuple[int, int] | None:
        """Sentences in the first person right before an opening mark that belong to the quotation: the mark is misplaced."""
        view, words = self.view, self.words
        if q.open <= 0 or not self.opens_sentence(q.open):
            return None
        border = view.paragraphs[view.paragraph_of[q.open]][0]
        n = (
            view.sentence_of[q.open] - 1
            if view.sentences[view.sentence_of[q.open]][0] == q.open
            else view.sentence_of[q.open]
        )
        begin = None
        while n >= 0 and view.sentences[n][0] >= border:
            first, last = view.sentences[n][0], min(view.sentences[n][1], q.open)
            if any(words[k].text in QUOTE_MARKS for k in range(first, last)) or not any(
                words[k].low in _WE for k in range(first, last)
            ):
                break
            if any(
                (entry := words[k].cue) is not None and words[k].subject and entry.reliability >= 0.8
                for k in range(first, last)
            ):
                break
            begin = first
            n -= 1
        return None if begin is None else (begin, q.open)

    def resumed(self, cue: CueAt, scope: tuple[int, int]) -> Quoted | None:
        """The quoted range that goes on after «…, — сказал X. — «B»» or «…, — сказал X, — «B»»."""
        view, words = self.view, self.words
        k = cue.end
        limit = min(view.size, cue.end + 25)
        while (
            k < limit
            and words[k].text not in DASHES
            and words[k].text not in QUOTE_MARKS
            and not (words[k].text == ":" and k + 1 in view.opening)
        ):
            if view.paragraph_of[k] != view.paragraph_of[cue.main]:
                return None
            if words[k].flags & GERUND and words[k].cue is not None and words[k - 1].text == ",":
                return None  # «A», — сказал он, добавив: «B»
            k += 1
        if k >= limit:
            return None
        if words[k].text == ":":
            return next((q for q in view.opening[k + 1] if q.close > 0 and is_speech(view, q)), None)
        if words[k].text not in DASHES or words[k - 1].text not in (".", ",", ":"):
            return None
        return next((q for q in view.opening.get(k + 1, ()) if q.close > 0), None)

    def resumed_without_marks(self, cue: CueAt) -> tuple[int, int] | None:
        """«A», — сказал X. — B, where the marks around B are lost: up to the next mark, or the end of the paragraph."""
        view, words = self.view, self.words
        last = view.paragraphs[view.paragraph_of[cue.main]][1]
        for k in range(cue.end, min(last - 1, cue.end + 25)):
            if words[k].text in DASHES and words[k - 1].text == "." and spaced_dash(view, k):
                if not words[k + 1].title:
                    return None
                stop = next((j for j in range(k + 1, last) if words[j].text in QUOTE_MARKS), last)
                return (k + 1, stop) if stop - k > 3 else None
            if words[k].text in QUOTE_MARKS or words[k].text in ":;":
                return None
        return None

    def direct_split(self, cue: CueAt, scope: tuple[int, int], start: int) -> Proposal | None:
        """«A, — сказал X. — B»: the attribution stands within the marks."""
        view, words = self.view, self.words
        if not words[cue.main].flags & (FINITE | SHORT):
            return None
        k = start - 1
        if k < 1 or words[k].text not in DASHES or not spaced_dash(view, k):
            return None
        before = words[k - 1].text
        if not (before in ",!?…." or before[0] in ".!?…") or (before == "." and words[start].title):
            return None  # «A, — сказал X. — Следует понять, что B»: the words go on
        q = view.holder(cue.start)
        while q is not None and q.depth and (outer := view.holder(q.open)) is not None and outer is not q:
            q = outer
        if q is None:
            q = next(
                (
                    x
                    for x in reversed(view.quoted_between(view.paragraphs[view.paragraph_of[cue.main]][0], start))
                    if x.repair == "unclosed" and x.last > cue.start
                ),
                None,
            )
        if q is None or q.first >= start:
            return self.dialogue(cue, scope, start)
        if any(not (words[j].flags & (ADVERB | PARTICLE | PRONOUN)) or words[j].title for j in range(start, cue.start)):
            return None
        border = view.paragraphs[view.paragraph_of[cue.main]]
        end = self.attribution_end(cue, min(q.last, border[1]))
        if end is None:
            return None
        left = q.first
        content = self.paragraph_fragments([(left, start - 1)])
        tail_first = end
        if tail_first < min(q.last, border[1]):
            nxt = self.next_attribution_start(q, tail_first, border[1])
            content.extend(self.paragraph_fragments([(tail_first, nxt)]))
        self.taken.add(q.first)
        return Proposal("direct-split", content, cue, None, "direct", q, 0.97)

    def dialogue(self, cue: CueAt, scope: tuple[int, int], start: int) -> Proposal | None:
        """— A, — сказал X. — B: a dash opens the words, marks there are none."""
        view, words = self.view, self.words
        if (
            any(not (words[j].flags & (ADVERB | PARTICLE | PRONOUN)) or words[j].title for j in range(start, cue.start))
            or view.depth[cue.main]
        ):
            return None
        border = view.paragraphs[view.paragraph_of[cue.main]]
        n = view.sentence_of[cue.main]
        left = None
        while n >= 0 and view.sentences[n][0] >= border[0]:
            first = view.sentences[n][0]
            if words[first].text in DASHES:
                left = first + 1
                break
            n -= 1
        tail = next(
            (
                k
                for k in range(cue.end, min(border[1], cue.end + 30))
                if words[k].text in DASHES and spaced_dash(view, k) and words[k - 1].text in ".,"
            ),
            None,
        )
        ended = tail is not None and words[tail - 1].text == "."
        if left is None and not ended:
            return None
        if left is None:
            left = scope[0]
        content = [(left, start - 1)]
        if tail is not None and (ended or words[tail - 1].text == ","):
            stop = border[1]
            for m in range(view.sentence_of[tail] + 1, len(view.sentences)):
                a = view.sentences[m][0]
                if a >= border[1] or (a > tail + 1 and words[a].text in DASHES):
                    stop = min(a, border[1])
                    break
            if stop > tail + 1:
                content.append((tail + 1, stop))
        return Proposal("dialogue", content, cue, None, "direct", None, 0.8)

    def share_splits(self) -> None:
        """«A, — сказал X. — B, — добавил он. — C»: each attribution has the words after the one before it."""
        splits = [c for c in self.found if c.rule == "direct-split" and c.cue is not None]
        for one, other in itertools.pairwise(splits):
            assert one.cue is not None
            assert other.cue is not None
            if one.quoted is other.quoted and one.cue.main < other.cue.main:
                head = [r for r in one.content if r[1] <= one.cue.start]
                tail = [r for r in one.content if r[0] > one.cue.start]
                begin = min((r[0] for r in tail), default=one.cue.end)
                one.content = head or one.content
                other.content = [(max(a, begin), b) for a, b in other.content if b > begin] or other.content

    def attribution_end(self, cue: CueAt, limit: int) -> int | None:
        """Where an attribution within marks ends and the quotation goes on: after «. —» or «, —»."""
        view, words = self.view, self.words
        for k in range(cue.end, min(limit, cue.end + 40)):
            if words[k].text in DASHES and spaced_dash(view, k) and words[k - 1].text in ".,:!?":
                return k + 1
            if words[k].text == "." and k + 1 >= limit:
                return limit
        return limit if limit - cue.end <= 25 else None

    def next_attribution_start(self, q: Quoted, first: int, border: int) -> int:
        """Where the words after an attribution within marks end at the latest."""
        return min(q.last, border) if q.close >= 0 and q.close < border else border

    def direct_before(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Proposal | None:
        """X сказал: «A»."""
        view, words = self.view, self.words
        border = view.paragraphs[view.paragraph_of[cue.main]][1]
        k = self.colon_after(cue, border)
        if k is None or self.closes_words(cue, scope):
            return None
        nxt = k + 1
        while nxt < view.size and words[nxt].text in DASHES:
            nxt += 1
        if nxt >= view.size or nxt - k > 2:
            return None
        ranges = view.opening.get(nxt, ())
        q = next(iter(ranges), None)
        if q is None:
            return None
        if q.last >= border and q.repair == "unclosed":
            q = attrs.evolve(q, last=border)
        content = self.paragraph_fragments([(q.first, q.last)])
        if q.close > 0 and view.paragraph_of[q.first] == view.paragraph_of[q.close] and not self.ends_here(q.close, border):
            # «X сказал: «A» и B» goes on as a reported clause
            end = self.content_end(nxt, self.scope_end(cue), cue, cues)
            if end > q.close + 2 and not view.depth[cue.main]:
                self.taken.add(q.first)
                return Proposal("colon", [(nxt, end)], cue, None, "mixed", q, 0.7)
        self.taken.add(q.first)
        k = q.close
        while (
            0 < k < border - 2
            and words[k + 1].text in (",", "и", ";")
            and (also := next((o for o in view.opening.get(k + 2, ()) if o.close > 0), None)) is not None
        ):
            content.append((also.first, also.last))
            self.taken.add(also.first)
            k = also.close
        return Proposal("direct-before", content, cue, None, "direct", q, 0.95)

    def closes_words(self, cue: CueAt, scope: tuple[int, int]) -> bool:
        """«A, сказал X: …»: the cue already attributes the words before it."""
        start = self.segment(cue, scope)
        if (
            cue.entry.kind not in ("verb", "predicative")
            or start != cue.start
            or start <= scope[0] + 2
            or self.words[start - 1].text != ","
        ):
            return False
        return (
            bool(cue.entry.frames & {"вводн"})
            and has_predicate(self.view, scope[0], start - 1)
            and not is_gerund_clause(self.view, scope[0], start - 1)
            and self.words[cue.main].flags & FINITE != 0
        )

    def scope_end(self, cue: CueAt) -> int:
        """The end of the cue's sentence."""
        view = self.view
        return view.sentences[view.sentence_of[cue.main]][1]
