"""The Russian quote detector: cues first, then the content that each cue attributes, then quotations without a cue.

For each sentence the cues are found; each cue proposes a quotation by the first rule that fits:

======================  =================================================================
rule                    example (the content in brackets)
======================  =================================================================
``direct-after``        «[A]», — сказал X.
``direct-split``        «[A], — сказал X. — [B]»
``direct-before``       X сказал: «[A]».
``complement``          X сказал, что [A].
``about-that``          X сказал о том, что [A].
``colon``               X сказал: [A].
``parenthetical``       [A], сказал X, [B].  Как сказал X, [A].
``prepositional``       По словам X, [A].
``quoted-object``       X назвал это [«A»].
``anaphoric``           [A]. Об этом сказал X.
``noun``                заявление X о том, что [A]
``headline``            X: [A]
``dialogue``            — [A], — сказал X.
``continuation``        «[A]» without a cue, after another quotation
======================  =================================================================
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from newsquotes.document import Cue, Document, Quote, QuoteType
from newsquotes.russian.clauses import (
    COMPLEMENTIZERS,
    QUESTION_WORDS,
    after_connectives,
    has_predicate,
    has_verb,
    is_connective,
    is_gerund_clause,
    mark_at,
    segment_end,
    segment_start,
    spaced_dash,
    trimmed,
    within_marks,
)
from newsquotes.russian.cues import CueAt, cues_in
from newsquotes.russian.judgement import probability
from newsquotes.russian.lexicon import CueEntry
from newsquotes.russian.marks import Quoted
from newsquotes.russian.phrases import Phrase, phrase_at
from newsquotes.russian.sources import source_of
from newsquotes.russian.stance import mode_of, stance_of
from newsquotes.russian.view import View, view_of
from newsquotes.russian.words import (
    ACC,
    ADVERB,
    CONJUNCTION,
    DASHES,
    FINITE,
    GERUND,
    INFINITIVE,
    INS,
    LATIN,
    NOM,
    NOUN,
    PARTICIPLE,
    PARTICLE,
    PREPOSITION,
    PRONOUN,
    QUOTE_MARKS,
    SHORT,
    TERMINALS,
    VERBAL,
)

_RESUMING = frozenset("и а но также однако при этом затем после тоже одновременно потом еще он она".split())
_AUTHORS = frozenset((("после", "чего"), ("в", "ответ"), ("имея", "в"), ("тем", "более")))
_COMMENTING = frozenset("комментировать отвечать ссылаться сослаться говорить выступать обращаться упирать намекать".split())
_LIGHT = frozenset("дать давать сделать делать высказать высказывать выразить выражать привести приводить озвучить озвучивать выдвинуть опубликовать".split())
_SILENT = frozenset("раскрывать раскрыть уточнять уточнить называть назвать вдаваться объяснять объяснить пояснять пояснить приводить указывать указать".split())
_DEPENDENT = frozenset("поскольку потому если так где куда когда чтобы".split())
_WE = frozenset("мы нас нам нами наш наша наше наши я мне меня".split())
_ASKING = frozenset("корр корреспондент вопрос ответ ведущий ведущая журналист интервьюер".split())
_NO_ENTRY = CueEntry("", "verb", frozenset())
_FIRST_SECOND = frozenset("я мы вы ты меня мне нас нам вас вам".split())
_ANAPHORS = (("об", "этом"), ("о", "чем"), ("про", "это"), ("с", "этим"), ("о", "случившемся"), ("о", "происшествии"), ("о", "произошедшем"))


@attrs.define
class Candidate:
    """A proposed quotation, in token indices."""

    rule: str
    content: list[tuple[int, int]]
    cue: CueAt | None
    source: Phrase | None
    type: QuoteType
    quoted: Quoted | None = None
    score: float = 0.5


class QuoteDetector:
    """Finds quotations by rules and lexicon, weighed by a log-linear model.

    ``min_confidence`` drops quotations whose detection confidence is lower; the default keeps what is more likely a
    quotation than not, as far as F1 is concerned.
    """

    def __init__(self, *, min_confidence: float = 0.4) -> None:
        self.min_confidence = min_confidence

    def __call__(self, doc: Document) -> list[Quote]:
        view = view_of(doc)
        proposed = candidates(view)
        for candidate in proposed:
            candidate.score = probability(view, candidate)
        kept = [c for c in proposed if c.score >= self.min_confidence]
        return [_quote(view, c) for c in without_relays(view, kept)]


def candidates(view: View) -> list[Candidate]:
    """The quotations that the rules accept, in the order of their content."""
    return _Finder(view).run()


class _Finder:
    def __init__(self, view: View) -> None:
        self.view = view
        self.words = view.words
        self.found: list[Candidate] = []
        self.speech = [q for q in view.quoted if is_speech(view, q)]
        self.by_close: dict[int, list[Quoted]] = {}
        for q in view.quoted:
            if q.close >= 0:
                self.by_close.setdefault(q.close, []).append(q)
        self.brackets_by_sentence: dict[int, list[tuple[int, int]]] = {}
        for a, b in view.brackets:
            self.brackets_by_sentence.setdefault(view.sentence(a), []).append((a, b))
        self.last_source: Phrase | None = None
        self.last_subject = 0
        self.taken: set[int] = set()  # first tokens of quoted ranges that a cue has claimed

    # --- the order of things -----------------------------------------------------------------------------------------

    def run(self) -> list[Candidate]:
        view = self.view
        for n, (first, last) in enumerate(view.sentences):
            cues = cues_in(view, first, last)
            if not cues:
                continue
            self.sentence_found: list[tuple[CueAt, Candidate]] = []
            self.merged: set[int] = set()
            for cue in sorted(cues, key=lambda c: (c.entry.kind == "preposition", c.entry.kind == "noun", c.main)):
                if cue.start in self.merged:
                    continue
                candidate = self.propose(cue, cues, n)
                if candidate is not None:
                    self.sentence_found.append((cue, candidate))
            proposals = [c for _, c in self.sentence_found]
            for c in proposals:
                self.trim(c)
            self.found.extend(c for c in proposals if c.content)
        self.share_splits()
        self.found.extend(self.interview())
        self.found.extend(self.blocks())
        self.found.extend(self.headlines())
        self.found.extend(self.dashed_headline())
        self.found.extend(self.orphans())
        for c in self.found:
            self.trim(c)
        return _without_doubles([c for c in self.found if c.content])

    def trim(self, c: Candidate) -> None:
        """Cuts marks off the ends of the content; of direct speech a full stop within the quote marks stays."""
        trim = within_marks if c.type == "direct" else trimmed
        c.content = [p for a, b in c.content if (p := trim(self.view, a, b))[1] > p[0]]

    def scope(self, cue: CueAt, n: int) -> tuple[int, int]:
        """The sentence of a cue, within the quoted range or the brackets that hold the cue."""
        first, last = self.view.sentences[n]
        q = self.view.holder(cue.start)
        if q is not None and cue.end <= q.last:
            first, last = max(first, q.first), min(last, q.last)
        for a, b in self.brackets_by_sentence.get(n, ()):
            if a <= cue.start and cue.end <= b:
                first, last = max(first, a), min(last, b)
        return first, last

    def propose(self, cue: CueAt, cues: list[CueAt], n: int) -> Candidate | None:
        view, words = self.view, self.words
        w = words[cue.main]
        if cue.entry.kind == "verb" and w.flags & FINITE and not w.subject and not w.flags & (SHORT | PARTICIPLE | GERUND | INFINITIVE):
            return None  # first or second person: the speaker's own words, not the author's report
        scope = self.scope(cue, n)
        self.cues = cues
        if cue.entry.kind == "preposition":
            return self.prepositional(cue, scope)
        if cue.entry.kind == "noun":
            return self.noun(cue, cues, scope)
        after = (self.parenthetical, self.quoted_object, self.naming)
        if self.segment(cue, scope) != cue.start:
            after = (self.quoted_object, self.naming, self.parenthetical)  # «X назвал это «A»» comes before «…, X назвал»
        if "твор" in cue.entry.frames:
            after = (self.naming, *(rule for rule in after if rule != self.naming))
        for rule in (self.direct_after, self.direct_before, self.anaphoric, self.complement, self.colon, *after):
            candidate = rule(cue, cues, scope, n)
            if candidate is None:
                continue
            if candidate.source is None:
                candidate.source = self.source(cue, cues, scope, candidate)
            if candidate.source is not None and words[candidate.source.head].low in _FIRST_SECOND and candidate.source.name is None:
                return None
            self.relayed(candidate, cues)
            return candidate
        return None

    def source(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], candidate: Candidate) -> Phrase | None:
        """Who the cue attributes to; coordinated verbs and gerunds share the subject of the verb before."""
        w = self.words[cue.main]
        within = scope
        start = self.segment(cue, scope)
        if candidate.rule in ("direct-after", "direct-split", "dialogue"):
            within = (start, scope[1])
        gerund = bool(w.flags & GERUND) and not w.flags & FINITE
        lead = self.words[start] if start < cue.start else None
        joined = lead is not None and lead.low in ("и", "но", "а", "однако", "также", "затем") or self.words[cue.start - 1].low in ("и", "но", "также", "однако", "а") if cue.start > scope[0] else False
        if (gerund or joined) and candidate.rule not in ("direct-after", "direct-split"):
            shared = self.shared_source(cue, cues, scope)
            own = None if gerund else source_of(self.view, cue, (start, scope[1]), False)
            if own is None and shared is not None:
                return shared
            if own is not None:
                return own
        return source_of(self.view, cue, within, self.inverted(cue, scope))

    def shared_source(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int]) -> Phrase | None:
        """The source of the nearest finite cue before this one in the sentence whose subject agrees."""
        subject = self.words[cue.main].subject
        for c, candidate in reversed(self.sentence_found):
            if c.main < cue.main and candidate.source is not None and self.words[c.main].flags & FINITE and self.view.depth[c.main] == self.view.depth[cue.main]:
                if not subject or self.words[c.main].subject & subject:
                    return candidate.source
        return None

    def relayed(self, candidate: Candidate, cues: list[CueAt]) -> None:
        """«сообщает ТАСС со ссылкой на МВД»: the source is the one referred to, the cue has two parts."""
        cue = candidate.cue
        if cue is None or candidate.source is None or not _is_outlet(self.view, candidate.source) and candidate.source.name is not None:
            return
        for other in cues:
            if other.entry.kind == "preposition" and other.source is not None and self.words[other.start].low in ("со", "ссылаясь") and len(cue.ranges) == 1 and abs(other.start - cue.end) <= 14 and self.view.depth[other.start] == self.view.depth[cue.main]:
                if any(a <= other.start < b for a, b in candidate.content) and candidate.rule != "parenthetical":
                    continue
                first = other.start
                reference = (first, first + 3) if self.words[first].low == "со" else (first, first + 2)
                origin = Phrase(reference[1], other.source.end, other.source.head, other.source.mask, other.source.name)
                ranges = tuple(sorted((*cue.ranges, reference)))
                candidate.cue = CueAt(cue.entry, ranges, cue.main)
                candidate.source = origin
                self.merged.add(other.start)
                candidate.content = [c for a, b in candidate.content for c in _minus((a, b), (reference[0], origin.end))]
                return

    def inverted(self, cue: CueAt, scope: tuple[int, int]) -> bool:
        """Whether the verb opens its segment, so that its subject follows."""
        start = self.segment(cue, scope)
        words = self.words
        k = start
        while k < cue.start and (words[k].flags & (ADVERB | PARTICLE | CONJUNCTION) and not words[k].noun or words[k].low in ("как", "и", "а", "но")):
            k += 1
        if k == cue.start:
            return True
        # «Об этом сообщил X», «В среду сообщил X»
        if words[k].flags & PREPOSITION:
            group = phrase_at(self.view, k + 1, cue.start)
            return group is not None and group.end == cue.start
        return False

    def segment(self, cue: CueAt, scope: tuple[int, int]) -> int:
        level = self.view.depth[cue.main]
        i = segment_start(self.view, cue.start, scope[0], level)
        k = cue.start
        while k > i:
            k -= 1
            if self.words[k].text in QUOTE_MARKS and self.view.depth[k] <= level and any(is_speech(self.view, q) for q in self.by_close.get(k, ())):
                return k + 1
        return i

    # --- direct ------------------------------------------------------------------------------------------------------

    def direct_after(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Candidate | None:
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
        if k < 0 or view.paragraph(k) != view.paragraph(cue.main):
            return None
        if not dashed and (k == start - 1 and (cue.start - start > 2 or words[start].title) or words[k + 1].text == "."):
            return None
        claimed = [q for q in self.by_close.get(k, ()) if q.close == k]
        if not claimed:
            return self.direct_split(cue, scope, start)
        complement = self.complement_at(cue, scope)
        if cue.start - start > 14 or complement is not None and complement[1] == "что" and not dashed:
            return None
        q = min(claimed, key=lambda q: q.depth)
        paragraph_first = view.paragraphs[view.paragraph(max(q.open, q.first))][0] if q.first < view.size else 0
        sentence_first = view.sentences[view.sentence(max(q.open, 0) if q.open >= 0 else q.first)][0]
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
        return Candidate("direct-after", content, cue, None, "direct", q, 0.95)

    def misplaced(self, q: Quoted) -> tuple[int, int] | None:
        """Sentences in the first person right before an opening mark that belong to the quotation: the mark is misplaced."""
        view, words = self.view, self.words
        if q.open <= 0 or not self.opens_sentence(q.open):
            return None
        border = view.paragraphs[view.paragraph(q.open)][0]
        n = view.sentence(q.open) - 1 if view.sentences[view.sentence(q.open)][0] == q.open else view.sentence(q.open)
        begin = None
        while n >= 0 and view.sentences[n][0] >= border:
            first, last = view.sentences[n][0], min(view.sentences[n][1], q.open)
            if any(words[k].text in QUOTE_MARKS for k in range(first, last)) or not any(words[k].low in _WE for k in range(first, last)):
                break
            if any(words[k].cue is not None and words[k].subject and words[k].cue.reliability >= 0.8 for k in range(first, last)):
                break
            begin = first
            n -= 1
        return None if begin is None else (begin, q.open)

    def opens_sentence(self, i: int) -> bool:
        """Whether token ``i`` begins a sentence or follows the end of one."""
        view, words = self.view, self.words
        if i <= 0:
            return True
        if i == view.paragraphs[view.paragraph(i)][0]:
            return True
        before = words[i - 1].text
        return before in TERMINALS or before[0] in ".!?…" or before in ("»", "”") and i - 2 >= 0 and words[i - 2].text in TERMINALS or i == view.sentences[view.sentence(i)][0]

    def paragraph_fragments(self, content: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """One fragment a paragraph, without the marks that re-open it."""
        view, words = self.view, self.words
        result = []
        for first, last in content:
            p = view.paragraph(first)
            while True:
                border = view.paragraphs[p][1]
                end = min(last, border)
                while first < end and words[first].text in QUOTE_MARKS:
                    first += 1
                if end > first:
                    result.append((first, end))
                if border >= last:
                    break
                first, p = border, p + 1
        return result

    def resumed(self, cue: CueAt, scope: tuple[int, int]) -> Quoted | None:
        """The quoted range that goes on after «…, — сказал X. — «B»» or «…, — сказал X, — «B»»."""
        view, words = self.view, self.words
        k = cue.end
        limit = min(view.size, cue.end + 25)
        while k < limit and words[k].text not in DASHES and words[k].text not in QUOTE_MARKS and not (words[k].text == ":" and k + 1 in view.opening):
            if view.paragraph(k) != view.paragraph(cue.main):
                return None
            k += 1
        if k >= limit:
            return None
        if words[k].text == ":":
            return next((q for q in view.opening[k + 1] if q.close > 0 and is_speech(view, q)), None)
        if words[k].text not in DASHES or words[k - 1].text not in (".", ",", ":"):
            return None
        return next((q for q in view.opening.get(k + 1, ()) if q.close > 0), None)

    def direct_split(self, cue: CueAt, scope: tuple[int, int], start: int) -> Candidate | None:
        """«A, — сказал X. — B»: the attribution stands within the marks."""
        view, words = self.view, self.words
        k = start - 1
        if k < 1 or words[k].text not in DASHES or not spaced_dash(view, k):
            return None
        before = words[k - 1].text
        if not (before in ",!?…." or before[0] in ".!?…"):
            return None
        q = view.holder(cue.start)
        while q is not None and q.depth and (outer := view.holder(q.open)) is not None and outer is not q:
            q = outer
        if q is None:
            q = next((x for x in reversed(view.quoted_between(view.paragraphs[view.paragraph(cue.main)][0], start)) if x.repair == "unclosed" and x.last > cue.start), None)
        if q is None or q.first >= start:
            return self.dialogue(cue, scope, start)
        if any(not (words[j].flags & (ADVERB | PARTICLE | PRONOUN)) or words[j].title for j in range(start, cue.start)):
            return None
        border = view.paragraphs[view.paragraph(cue.main)]
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
        return Candidate("direct-split", content, cue, None, "direct", q, 0.97)

    def dialogue(self, cue: CueAt, scope: tuple[int, int], start: int) -> Candidate | None:
        """— A, — сказал X. — B: a dash opens the words, marks there are none."""
        view, words = self.view, self.words
        if any(not (words[j].flags & (ADVERB | PARTICLE | PRONOUN)) or words[j].title for j in range(start, cue.start)) or view.depth[cue.main]:
            return None
        border = view.paragraphs[view.paragraph(cue.main)]
        n = view.sentence(cue.main)
        left = None
        while n >= 0 and view.sentences[n][0] >= border[0]:
            first = view.sentences[n][0]
            if words[first].text in DASHES:
                left = first + 1
                break
            n -= 1
        tail = next((k for k in range(cue.end, min(border[1], cue.end + 30)) if words[k].text in DASHES and spaced_dash(view, k) and words[k - 1].text in ".,"), None)
        ended = tail is not None and words[tail - 1].text == "."
        if left is None and not ended:
            return None
        if left is None:
            left = scope[0]
        content = [(left, start - 1)]
        if tail is not None and (ended or words[tail - 1].text == ","):
            stop = border[1]
            for m in range(view.sentence(tail) + 1, len(view.sentences)):
                a = view.sentences[m][0]
                if a >= border[1] or a > tail + 1 and words[a].text in DASHES:
                    stop = min(a, border[1])
                    break
            if stop > tail + 1:
                content.append((tail + 1, stop))
        return Candidate("dialogue", content, cue, None, "direct", None, 0.8)

    def share_splits(self) -> None:
        """«A, — сказал X. — B, — добавил он. — C»: each attribution has the words after the one before it."""
        splits = [c for c in self.found if c.rule == "direct-split" and c.cue is not None]
        for one, other in zip(splits, splits[1:], strict=False):
            assert one.cue is not None and other.cue is not None
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
        return min(q.last, border) if q.close >= 0 and q.close < border else border

    def direct_before(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Candidate | None:
        """X сказал: «A»."""
        view, words = self.view, self.words
        border = view.paragraphs[view.paragraph(cue.main)][1]
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
        if q.close > 0 and view.paragraph(q.first) == view.paragraph(q.close) and not self.ends_here(q.close, border):
            # «X сказал: «A» и B» goes on as a reported clause
            end = self.content_end(nxt, self.scope_end(cue), cue, cues)
            if end > q.close + 2 and not view.depth[cue.main]:
                self.taken.add(q.first)
                return Candidate("colon", [(nxt, end)], cue, None, "mixed", q, 0.7)
        self.taken.add(q.first)
        k = q.close
        while 0 < k < border - 2 and words[k + 1].text in (",", "и", ";") and (also := next((o for o in view.opening.get(k + 2, ()) if o.close > 0), None)) is not None:
            content.append((also.first, also.last))
            self.taken.add(also.first)
            k = also.close
        return Candidate("direct-before", content, cue, None, "direct", q, 0.95)

    def closes_words(self, cue: CueAt, scope: tuple[int, int]) -> bool:
        """«A, сказал X: …»: the cue already attributes the words before it."""
        start = self.segment(cue, scope)
        if cue.entry.kind not in ("verb", "predicative") or start != cue.start or start <= scope[0] + 2 or self.words[start - 1].text != ",":
            return False
        return bool(cue.entry.frames & {"вводн"}) and has_predicate(self.view, scope[0], start - 1) and not is_gerund_clause(self.view, scope[0], start - 1) and self.words[cue.main].flags & FINITE != 0

    def scope_end(self, cue: CueAt) -> int:
        view = self.view
        return view.sentences[view.sentence(cue.main)][1]

    def ends_here(self, close: int, border: int) -> bool:
        words = self.words
        k = close + 1
        return k >= border or words[k].text in TERMINALS or words[k].text in (",", ";", "(", ")") or words[k].text in DASHES or words[k].text in QUOTE_MARKS or self.view.sentence(k) != self.view.sentence(close)

    def colon_after(self, cue: CueAt, border: int) -> int | None:
        """The colon that opens what a cue introduces: at most an object, an addressee, a place and appositions lie between."""
        view, words = self.view, self.words
        level = view.depth[cue.main]
        limit = min(border, cue.end + 30)
        for k in range(cue.end, limit):
            text = words[k].text
            if text == ":" and view.depth[k] <= level:
                if k + 1 < view.size and words[k + 1].text.isdigit() and words[k - 1].text.isdigit() and view.starts[k + 1] == view.ends[k]:
                    continue
                return k
            if text in TERMINALS and not (k + 1 < limit and words[k + 1].text == "," or words[k - 1].text.__len__() <= 2 and k + 1 < limit and words[k + 1].title is False) or text in ";":
                return None
            if view.depth[k] <= level and words[k].flags & FINITE and not words[k].flags & NOUN and not self.in_relative(cue.end, k):
                return None
            if words[k].low == "что" and words[k - 1].text == ",":
                return None
        return None

    def in_relative(self, first: int, k: int) -> bool:
        """Whether token ``k`` lies in a relative clause that opened after ``first``."""
        words = self.words
        for j in range(k - 1, max(first - 1, k - 15), -1):
            if words[j].lemma == "который":
                return True
            if words[j].text == "," and j < k - 1 and words[j + 1].lemma != "который" and words[j + 1].flags & (CONJUNCTION | FINITE):
                return False
        return False

    # --- indirect ----------------------------------------------------------------------------------------------------

    def complement_at(self, cue: CueAt, scope: tuple[int, int]) -> tuple[int, str] | None:
        """The conjunction that opens what a cue governs, and its kind: «, что», «о том, что», «, чтобы», «, где» …"""
        view, words = self.view, self.words
        frames = cue.entry.frames
        level = view.depth[cue.main]
        limit = min(scope[1], cue.end + 45)
        k = cue.end
        while k < limit:
            w = words[k]
            if view.depth[k] > level:
                k += 1
                continue
            text = w.text
            if text in ";:" or text in TERMINALS and k > cue.end and len(words[k - 1].text) > 2:
                return None
            if k > cue.end and w.flags & FINITE and not w.flags & (NOUN | CONJUNCTION) and not self.in_relative(cue.end, k):
                if not (w.low in ("было", "будет", "был", "была", "были") and w.flags & FINITE and k == cue.end):
                    return None
            if k > cue.end and w.flags & (GERUND | PARTICIPLE) and not w.flags & (NOUN | FINITE) and words[k - 1].text == "," and (w.cue is not None and w.cue.reliability >= 0.5 or k + 2 < limit and words[k + 1].text == "," and words[k + 2].low == "что"):
                return None  # «сообщило агентство, добавив, что …»: the clause is the gerund's
            nxt = words[k + 1] if k + 1 < limit else None
            if text == "," or text in DASHES and spaced_dash(view, k):
                if nxt is None:
                    return None
                kind = self.conjunction(k + 1, limit)
                if kind is not None:
                    return (k + 1, kind) if self.governs(cue, kind, k) else None
                if text in DASHES and k > cue.end + 1:
                    return None
            elif w.low == "что" and k == cue.end and "что" in frames and not (nxt is not None and nxt.text in ",?"):
                return k, "что"
            k += 1
        return None

    def conjunction(self, i: int, limit: int) -> str | None:
        words = self.words
        w = words[i]
        if w.low in COMPLEMENTIZERS:
            if w.low == "как" and i + 1 < limit and words[i + 1].cue is not None:
                return None
            return COMPLEMENTIZERS[w.low]
        if w.low in QUESTION_WORDS or w.lemma in ("какой", "чей") and not w.lemma == "который":
            return "ли" if w.lemma != "который" else None
        for k in range(i, min(i + 4, limit)):
            if words[k].low == "ли":
                return "ли"
            if words[k].text in ",.:":
                break
        if w.flags & PREPOSITION and i + 1 < limit and (words[i + 1].low in QUESTION_WORDS and words[i + 1].lemma != "который" or words[i + 1].lemma == "какой"):
            return "ли"
        return None

    def governs(self, cue: CueAt, kind: str, comma: int) -> bool:
        frames = cue.entry.frames
        before = self.words[comma - 1].low
        if before in ("том", "то", "тем", "того", "тому"):
            return True
        if kind == "что":
            return "что" in frames or "о-том-что" in frames or "в-том-что" in frames or "прямая" in frames and cue.entry.reliability >= 0.6
        if kind == "будто":
            return bool(frames & {"что", "будто"})
        if kind == "чтобы":
            return "чтобы" in frames and cue.entry.reliability >= 0.5
        if kind == "как-союз":
            return "как-союз" in frames
        return "ли" in frames

    def complement(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Candidate | None:
        """X сказал, что A."""
        view, words = self.view, self.words
        at = self.complement_at(cue, scope)
        if at is None:
            return None
        k, kind = at
        before = words[k - 2].low if words[k - 1].text == "," else ""
        first = k + 1 if words[k].low in ("что", "мол", "дескать") else k
        if words[k].low == "что" and first < scope[1] and words[first].text == ":":
            first += 1
        while first < scope[1] and words[first].text == "," and False:
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
        return Candidate(rule, content, cue, None, type_, None, score)

    def stretched(self, first: int, scope: tuple[int, int]) -> int:
        """A reported clause may end within marks that run over the sentence's end."""
        view = self.view
        end = scope[1]
        for q in view.quoted_between(first, end + 1):
            if first <= q.open < end < q.close and view.paragraph(q.open) == view.paragraph(q.close) and view.depth[q.open] <= view.depth[max(first - 1, 0)]:
                end = q.close + 1
                if end < view.size and self.words[end].text == ".":
                    end += 1
        return end

    def holds_quoted(self, first: int, last: int, level: int) -> bool:
        """Whether words that the speaker is quoted with stand within: a marked range that is not a name."""
        return any(first <= q.open and 0 <= q.close < last and is_fragment(self.view, q) for q in self.view.quoted_between(first, last))

    def content_end(self, first: int, limit: int, cue: CueAt, cues: list[CueAt]) -> int:
        """Where reported words end: before another attribution, a coordinated cue or the author's own clause."""
        view, words = self.view, self.words
        level = view.depth[first] if first < view.size else 0
        level = min(level, view.depth[cue.main])
        mains = {c.main for c in cues if c is not cue and c.entry.kind in ("verb", "predicative")}
        k = first
        while k < limit:
            w = words[k]
            if view.depth[k] > level:
                k += 1
                continue
            if w.text == ":" and self.quotes_after_colon(k, limit):
                return k
            if k > first and (w.text == "," or w.text in DASHES and spaced_dash(view, k) or w.low == "и"):
                if self.author_resumes(k, limit, cue, mains, first):
                    return k
            k += 1
        return limit

    def quotes_after_colon(self, k: int, limit: int) -> bool:
        """«сказал, что A: «B»»: the marked sentence after the colon is a quotation of its own."""
        q = next(iter(self.view.opening.get(k + 1, ())), None)
        return self.words[k].text == ":" and q is not None and is_speech(self.view, q) and self.words[q.first].title

    def author_resumes(self, k: int, limit: int, cue: CueAt, mains: set[int], first: int) -> bool:
        """Whether the author speaks again after the mark (or «и») at ``k``."""
        words = self.words
        matrix = words[cue.main]
        if words[k].text == "," and self.conditional(cue) and has_predicate(self.view, first, k) and not self.subordinate_before(k, first):
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
        finite = matrix.flags & (FINITE | SHORT)
        if comma and words[k + 1].low in ("однако", "хотя", "поэтому"):
            if any(words[j].text in QUOTE_MARKS for j in range(k, limit)):
                return False
            return words[k + 1].low == "однако" or not any(words[j].flags & FINITE and j in mains for j in range(first, k))
        if comma and words[k + 1].low == "что" and k + 2 < limit and words[k + 2].low in ("вызвало", "вызывает", "стало", "привело"):
            return True
        if comma and matrix.flags & (PARTICIPLE | GERUND) and not matrix.flags & (FINITE | SHORT) and self.main_clause_follows(k, limit, first, cue):
            return True  # «Учёный, утверждавший, что A, ошибся»
        if comma and (words[k + 1].low, words[k + 2].low if k + 2 < limit else "") in _AUTHORS:
            return True
        verb = next((j for j in range(i, min(limit, i + 3)) if words[j].flags & FINITE and not words[j].flags & NOUN), None)
        if conjunction and finite and verb is not None and not any(words[j].noun & NOM for j in range(i, verb)):
            v = words[verb]
            if v.subject & matrix.subject and bool(v.flags & FINITE) and _tense(v.low) == _tense(matrix.low):
                # «сказал, что A, и добавил»: a comma before «и» closes the reported clause, where a subject does not follow
                if comma and conjunction in ("и", "но", "а") and not self.subordinate_before(k, first):
                    return True
                if verb in mains and v.cue is not None and v.cue.reliability >= 0.6 and (self.complement_after(verb, limit) or not any(x.flags & FINITE and x.subject & v.subject and not x.flags & NOUN for x in words[first:k])):
                    return True
        if comma and conjunction in ("а", "но", "и") and finite:
            # «X считает, что A, а Y уверен, что B»
            for j in range(i, min(limit, i + 9)):
                if words[j].text in ",;:":
                    break
                if j in mains and self.complement_after(j, limit):
                    return True
        if words[k].low == "и":
            return False
        if not conjunction and i in mains and w.flags & (FINITE | SHORT) and w.cue is not None and w.cue.reliability >= 0.5 and i == k + 1 + (words[k + 1].text in DASHES):
            # «…, сообщает ТАСС», «…, отметил он»
            if "вводн" in w.cue.frames and not self.complement_after(i, limit):
                return True
        if words[k].text in DASHES and any(j in mains and not words[j].text.endswith("ть") for j in range(k + 1, min(limit, k + 3))) and words[k + 1].flags & PRONOUN:
            return True
        if w.low == "передает" and not conjunction:
            return True
        if comma and w.flags & GERUND and not w.flags & (FINITE | NOUN | PREPOSITION) and not conjunction:
            return w.cue is not None and w.cue.reliability >= 0.5 or w.lemma in _COMMENTING
        if comma and w.low == "не" and i + 1 < limit and words[i + 1].flags & GERUND:
            return words[i + 1].lemma in _SILENT
        return False

    def main_clause_follows(self, k: int, limit: int, first: int, cue: CueAt) -> bool:
        """Whether the clause after the comma ``k`` is the main one that a participle or an opening gerund belongs to."""
        words = self.words
        if not has_predicate(self.view, first, k) or self.subordinate_before(k, first):
            return False
        nxt = words[k + 1] if k + 1 < limit else None
        if nxt is None or nxt.flags & CONJUNCTION or nxt.lemma == "который" or nxt.flags & (PARTICIPLE | GERUND) and not nxt.flags & NOUN:
            return False
        if words[cue.main].flags & GERUND and any(words[j].flags & FINITE and not words[j].flags & NOUN for j in range(max(0, cue.main - 15), cue.main)):
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
                return nxt.lemma == "который" or nxt.low in ("что", "чтобы", "если", "когда", "где", "как", "хотя", "поскольку") or bool(nxt.flags & (PARTICIPLE | GERUND)) and not nxt.flags & NOUN
        return False

    def complement_after(self, i: int, limit: int) -> bool:
        words = self.words
        for k in range(i + 1, min(limit, i + 14)):
            if words[k].low in ("что", "чтобы") and words[k - 1].text == ",":
                return True
            if words[k].text in ".;:" or words[k].flags & FINITE and not words[k].flags & NOUN:
                return False
        return False

    def colon(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Candidate | None:
        """X сказал: A (without marks)."""
        view, words = self.view, self.words
        if cue.entry.kind != "preposition" and not cue.entry.frames & {"двоеточие", "прямая"} or cue.entry.reliability < 0.3:
            return None
        border = view.paragraphs[view.paragraph(cue.main)][1]
        k = self.colon_after(cue, border)
        if k is None or self.closes_words(cue, scope):
            return None
        if k + 1 >= border:
            # «X говорится:» and the quotation is the next paragraph
            if self.complement_at(cue, scope) is not None or any(is_fragment(view, q) for q in view.quoted_between(cue.end, k)):
                return None  # the cue has words of its own before the colon
            p = view.paragraph(cue.main) + 1
            if p >= len(view.paragraphs):
                return None
            first, last = view.paragraphs[p]
            q = next(iter(view.opening.get(first, ())), None)
            if q is not None:
                self.taken.add(q.first)
                end = q.last
                return Candidate("direct-before", self.paragraph_fragments([(q.first, end)]), cue, None, "direct", q, 0.9)
            return Candidate("block", [(first, last)], cue, None, "direct", None, 0.8)
        w = words[cue.main]
        plain = cue.entry.kind == "preposition" or cue.entry.reliability >= 0.7 and "двоеточие" in cue.entry.frames and w.flags & (FINITE | SHORT)
        if not plain or words[k + 1].text == "/":
            return None
        end = min(max(scope[1], k + 2), border)
        if k + 1 >= scope[1]:
            end = view.sentences[min(n + 1, len(view.sentences) - 1)][1]
        if not has_predicate(view, k + 1, end):
            return None
        return Candidate("colon", [(k + 1, end)], cue, None, "mixed" if self.holds_quoted(k + 1, end, 0) else "indirect", None, 0.75)

    def parenthetical(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Candidate | None:
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
            if start == scope[0] or words[start - 1].text in ":;(" and start - 1 >= scope[0]:
                return None
            if words[start].flags & CONJUNCTION or words[start].lemma == "который" or words[start].low in ("где", "когда"):
                return None
            gap = [words[j] for j in range(start, cue.start)]
            if len(gap) > 8:
                return None
            if any(g.flags & VERBAL and not g.flags & (NOUN | CONJUNCTION | PREPOSITION | ADVERB) and not g.flags & PARTICIPLE for g in gap):
                return None
        inverted = how or all(x.flags & (ADVERB | PARTICLE) and not x.noun for x in words[start : cue.start])
        source = source_of(view, cue, (start, scope[1]), inverted)
        if source is None:
            return None
        end = self.attribution_segment_end(cue, source, scope, level)
        if how and start == scope[0] or how and start > scope[0] and words[start - 1].text != "," and start - scope[0] <= 3:
            # at the beginning: everything after it
            first = end
            if first >= scope[1]:
                return None
            limit = self.content_end(first + 1, self.stretched(first, scope), cue, cues)
            content = [(first, limit)]
        else:
            left = self.left_border(start - 1, scope, cue, cues, how)
            if left >= start - 1:
                return None
            content = [(left, start - 1)]
            if end < scope[1] and words[end].text == "," or end < scope[1] and words[end].text in DASHES:
                right = self.content_end(end + 1, self.stretched(end, scope), cue, cues)
                if right > end + 1 and not self.authors_tail(end + 1, right):
                    content.append((end + 1, right))
            if len(content) > 1 and is_connective(view, *content[0]):
                del content[0]  # «При этом, отметил X, …»
        if not self.reportable(content, cue):
            return None
        type_: QuoteType = "mixed" if any(self.holds_quoted(a, b, level) for a, b in content) else "indirect"
        return Candidate("parenthetical", content, cue, source, type_, None, cue.entry.reliability)

    def authors_tail(self, first: int, last: int) -> bool:
        """What follows a final attribution and is the author's: a gerund clause, a relative clause, an outlet."""
        words = self.words
        w = words[first]
        if is_gerund_clause(self.view, first, last):
            return True
        return w.lemma == "который" or w.low in ("передает", "сообщает", "пишет", "цитирует", "комментируя", "однако", "хотя", "где", "куда", "чей", "чья")

    def reportable(self, content: list[tuple[int, int]], cue: CueAt) -> bool:
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
            if after.lemma == "который" or after.flags & PARTICIPLE and not after.flags & NOUN or is_gerund_clause(view, k + 1, stop):
                k = stop
                continue
            if not has_predicate(view, k + 1, stop):
                phrase = phrase_at(view, k + 1, stop, NOM)
                if phrase is not None and phrase.end == stop and words[phrase.head].role is not None and source.name is not None:
                    k = stop
                    continue
                if after.text[0].isdigit() and stop - k <= 6:
                    k = stop
                    continue
            break
        return k

    def left_border(self, end: int, scope: tuple[int, int], cue: CueAt, cues: list[CueAt], how: bool) -> int:
        """Where the words before a final or inserted attribution begin."""
        view = self.view
        first = after_connectives(view, scope[0], end)
        words = self.words
        if first + 3 < end and words[first].low in ("о", "об") and words[first + 1].low == "том" and words[first + 2].text == ",":
            return first + 4 if words[first + 3].low == "что" else first + 3
        # an earlier attribution at the beginning of the sentence is not part of it
        for c in cues:
            if c.main >= end or c is cue:
                break
        return first

    def prepositional(self, cue: CueAt, scope: tuple[int, int]) -> Candidate | None:
        """По словам X, A.  A, по мнению X, B."""
        view, words = self.view, self.words
        if cue.entry.reliability < 0.5 or cue.source is None:
            return None
        level = view.depth[cue.main]
        start = segment_start(view, cue.start, scope[0], level)
        end = max(cue.end, cue.source.end)
        if end < scope[1] and words[end].text == ",":
            after = end
            while after < scope[1] and words[after].text == ",":
                closing = next((j for j in range(after + 1, min(scope[1], after + 25)) if mark_at(view, j, level)), None)
                nxt = words[after + 1] if after + 1 < scope[1] else None
                apposition = phrase_at(view, after + 1, scope[1], cue.source.mask) if nxt is not None and closing is not None else None
                if apposition is not None and apposition.end == closing and words[closing].text == "," and words[apposition.head].role is not None and not apposition.mask & NOM:
                    after = closing
                    continue
                if nxt is not None and closing is not None and (nxt.lemma == "который" or nxt.flags & PARTICIPLE and not nxt.flags & (NOUN | FINITE) and words[closing].text == ","):
                    after = closing
                    continue
                break
            end = after
        if end < scope[1] and words[end].text == ":" and not level:
            block = self.colon(cue, [], scope, view.sentence(cue.main))
            if block is not None:
                block.source = cue.source
                return block
        first_part: tuple[int, int] | None = None
        lead = cue.start - start
        at_start = start == scope[0] and all(not words[k].flags & VERBAL or words[k].flags & (NOUN | CONJUNCTION | ADVERB) for k in range(start, cue.start)) and lead <= 4
        if not at_start and start > scope[0]:
            lead_start = after_connectives(view, scope[0], start)
            if lead_start == start:
                at_start = True
        if at_start:
            content = [(end, self.content_end(end + 1, self.stretched(end, scope), cue, self.cues))] if end + 1 < scope[1] else []
        else:
            left_end = start - 1 if lead == 0 or words[start].flags & CONJUNCTION else cue.start
            if lead and not words[start].flags & CONJUNCTION:
                left_first = self.clause_start(start, scope, level)
                first_part = (left_first, cue.start)
            elif lead:
                first_part = None
                content_first = end
                right = self.content_end(end + 1, self.stretched(end, scope), cue, self.cues)
                return self._prepositional_candidate(cue, [(content_first, right)], level)
            else:
                left_first = self.clause_start(left_end, scope, level)
                first_part = (left_first, left_end)
            content = [first_part]
            if end < scope[1] and (words[end].text == "," or words[end].text in DASHES):
                right = self.content_end(end + 1, self.stretched(end, scope), cue, self.cues)
                if right > end + 1:
                    content.append((end + 1, right))
            elif end < scope[1] and not words[end].text in TERMINALS:
                right = self.content_end(end + 1, self.stretched(end, scope), cue, self.cues)
                content.append((end, right))
        return self._prepositional_candidate(cue, content, level)

    def _prepositional_candidate(self, cue: CueAt, content: list[tuple[int, int]], level: int) -> Candidate | None:
        content = [c for c in content if c[1] > c[0]]
        if not content or not self.reportable(content, cue):
            return None
        type_: QuoteType = "mixed" if any(self.holds_quoted(a, b, level) for a, b in content) else "indirect"
        return Candidate("prepositional", content, cue, cue.source, type_, None, cue.entry.reliability)

    def clause_start(self, i: int, scope: tuple[int, int], level: int) -> int:
        """The beginning of the clause that ends at ``i``: after its conjunction, or the sentence's beginning."""
        view, words = self.view, self.words
        k = i
        while k > scope[0]:
            s = segment_start(view, k - 1, scope[0], level)
            w = words[s]
            if s == scope[0]:
                return after_connectives(view, s, i)
            if w.low in ("что",):
                return s + 1
            if w.lemma == "который" or w.low in ("где", "когда", "если", "чтобы", "хотя", "поскольку", "так", "потому"):
                return s
            if w.low in ("и", "а", "но") and has_predicate(view, s, i):
                return s + 1
            k = s - 1
        return scope[0]

    # --- anaphora, objects, nouns ------------------------------------------------------------------------------------

    def anaphoric(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Candidate | None:
        """A. Об этом сообщил X."""
        view, words = self.view, self.words
        level = view.depth[cue.main]
        if n == 0 or level or cue.entry.reliability < 0.5 or not words[cue.main].flags & (FINITE | SHORT):
            return None
        first, last = view.sentences[n]
        segment = self.segment(cue, scope)
        if not self.refers_back(segment, cue, scope):
            return None
        start, end = view.sentences[n - 1]
        content = [(start, end)]
        type_: QuoteType = "mixed" if self.holds_quoted(start, end, 0) else "indirect"
        return Candidate("anaphoric", content, cue, None, type_, None, 0.9)

    def refers_back(self, first: int, cue: CueAt, scope: tuple[int, int]) -> bool:
        """«Об этом …», «Это заявил …», «Такое мнение …», «Соответствующее заявление …»."""
        words = self.words
        for k in range(first, min(cue.start, first + 14)):
            if (words[k].low, words[k + 1].low) in _ANAPHORS:
                return not any(words[j].flags & FINITE and not words[j].flags & NOUN for j in range(k, cue.start))
        for k in range(cue.end, min(cue.end + 6, scope[1] - 1)):
            if (words[k].low, words[k + 1].low) in _ANAPHORS:
                return True
            if words[k].text in ",.:;":
                break
        lead = words[first]
        if first != scope[0]:
            return False
        if lead.low in ("это", "такое", "такую", "такой", "такие", "соответствующее", "соответствующую", "соответствующий", "подобное", "подобную", "данную", "данное", "эту", "этот", "эти"):
            if lead.low == "это":
                return first + 1 == cue.start and "пасс" not in cue.entry.frames and cue.entry.reliability >= 0.8
            noun = words[first + 1].noun_cue if first + 1 < cue.start else None
            return (noun is not None or first + 1 >= cue.start) and cue.start - first <= 5
        return False

    def quoted_object(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Candidate | None:
        """X назвал это «A».  X пообещал «A»."""
        view, words = self.view, self.words
        frames = cue.entry.frames
        if not words[cue.main].flags & VERBAL or cue.entry.reliability < 0.3:
            return None
        level = view.depth[cue.main]
        limit = min(scope[1], cue.end + 30)
        for k in range(cue.end, limit):
            if words[k].text in ";:" or words[k].text in TERMINALS:
                return None
            if words[k].text == "," and k + 1 < limit and (words[k + 1].flags & GERUND or words[k + 1].cue is not None and words[k + 1].flags & FINITE):
                return None
            if words[k].text in QUOTE_MARKS and view.depth[k] <= level:
                q = next((q for q in view.opening.get(k, ()) if q.close > 0 and q.repair == ""), None)
                if q is None or q.first in self.taken:
                    continue
                if not is_fragment(view, q):
                    continue
                end = self.object_end(q.close + 1, scope, level)
                begin = cue.end
                source = self.source(cue, cues, scope, Candidate("quoted-object", [], cue, None, "mixed"))
                if source is None:
                    return None
                if source.start >= cue.end and source.end <= k:
                    begin = source.end
                self.taken.add(q.first)
                return Candidate("quoted-object", [(begin, end)], cue, source, "mixed", q, 0.6)
            if words[k].flags & FINITE and not words[k].flags & NOUN and k > cue.end and not view.depth[k] > level:
                return None
        return None

    def naming(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], n: int) -> Candidate | None:
        """X назвал A лучшим городом.  X считает A ошибкой."""
        view, words = self.view, self.words
        if not cue.entry.frames & {"твор", "вин-как"} or not words[cue.main].flags & (FINITE | GERUND) or "пасс" in cue.entry.frames:
            return None
        level = view.depth[cue.main]
        source = self.source(cue, cues, scope, Candidate("naming", [], cue, None, "indirect"))
        if source is None:
            return None
        start, end = self.segment(cue, scope), segment_end(view, cue.end, scope[1], level)
        end = self.content_end(cue.end, end, cue, cues)
        marked = [q for q in view.quoted_between(start, end) if q.close >= 0 and is_fragment(view, q)]
        if marked:
            end = max(end, self.object_end(marked[-1].close + 1, scope, level)) if marked[-1].open > cue.main else end
            self.taken.update(q.first for q in marked)
        rest = [r for r in _minus((start, end), (cue.start, cue.end)) for r in _minus(r, (source.start, source.end))]
        rest = [(a, b) for a, b in rest if any(words[k].noun & (ACC | INS) or words[k].adjective & (ACC | INS) for k in range(a, b)) and not (a < cue.start and words[a].flags & (ADVERB | PREPOSITION | CONJUNCTION))]
        if not any(words[k].noun & INS or words[k].adjective & INS for a, b in rest for k in range(a, b)) and "вин-как" not in cue.entry.frames:
            return None
        if sum(b - a for a, b in rest) < 2:
            return None
        type_: QuoteType = "mixed" if any(self.holds_quoted(a, b, level) for a, b in rest) else "indirect"
        return Candidate("naming", rest, cue, source, type_, None, 0.5)

    def object_end(self, i: int, scope: tuple[int, int], level: int) -> int:
        """The end of the object: its dependent clauses belong to it, a second predicate after «и» is the author's."""
        view, words = self.view, self.words
        end = segment_end(view, i, scope[1], level)
        for k in range(i, end - 1):
            if words[k].low == "и" and any(words[j].flags & FINITE and not words[j].flags & NOUN for j in range(k + 1, min(end, k + 4))):
                return k
        while end + 1 < scope[1] and words[end].text == ",":
            nxt = words[end + 1]
            if nxt.text in QUOTE_MARKS or nxt.lemma == "который" or nxt.low in _DEPENDENT or nxt.flags & PARTICIPLE and not nxt.flags & (NOUN | FINITE):
                end = segment_end(view, end + 1, scope[1], level)
                continue
            break
        return end

    def noun(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int]) -> Candidate | None:
        """заявление X о том, что A;  словами: «A»;  мнение, что A."""
        view, words = self.view, self.words
        if cue.entry.reliability < 0.3:
            return None
        n = view.sentence(cue.main)
        if any(c.entry.kind == "verb" and c.start <= cue.start < c.end for c in cues):
            return None
        source = source_of(view, cue, scope, False)
        at = self.complement_at(cue, scope) if cue.entry.frames & {"что", "о-том-что", "чтобы", "ли"} else None
        verb_between = at is not None and any(words[k].flags & FINITE and not words[k].flags & NOUN for k in range(cue.end, at[0]))
        if at is not None and not verb_between and at[0] - cue.end <= 14:
            k, kind = at
            if words[k].low != "что":
                return None
            first = k + 1
            end = self.content_end(first, self.stretched(first, scope), cue, cues)
            type_: QuoteType = "mixed" if self.holds_quoted(first, end, 0) else "indirect"
            governed_by_verb = any(c.entry.kind != "noun" and c.main < cue.main and self.complement_at(c, scope) == at for c in cues)
            if governed_by_verb:
                return None
            if source is None:
                source = self.noun_subject(cue, scope)
            if source is None:
                return None
            return Candidate("noun", [(first, end)], cue, source, type_, None, cue.entry.reliability * 0.8)
        if n and cue.start == scope[0] + 1 and words[scope[0]].lemma in ("такой", "этот", "подобный", "данный") and cue.entry.reliability >= 0.4 and not view.depth[cue.main]:
            # «Такой прогноз дал X», «Это заявление сделал X»
            verb = next((k for k in range(cue.end, min(scope[1], cue.end + 5)) if words[k].flags & FINITE and words[k].subject and not words[k].flags & NOUN), None)
            if verb is not None and words[verb].lemma in _LIGHT:
                maker = source_of(view, CueAt(_NO_ENTRY, ((verb, verb + 1),), verb), (cue.end, scope[1]), True)
                if maker is not None:
                    start, end = view.sentences[n - 1]
                    light = CueAt(cue.entry, (cue.ranges[0], (verb, verb + 1)), cue.main)
                    return Candidate("anaphoric", [(start, end)], light, maker, "mixed" if self.holds_quoted(start, end, 0) else "indirect", None, 0.8)
        if cue.entry.frames & {"прямая", "двоеточие"}:
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
                return Candidate("noun-quoted", [(q.first, q.last)], cue, source, "direct", q, 0.5)
        return None

    def noun_subject(self, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
        """Whose opinion a verb's object is: «придерживается мнения, что», «выступил с заявлением, что»."""
        view, words = self.view, self.words
        for k in range(cue.start - 1, max(scope[0], cue.start - 12) - 1, -1):
            w = words[k]
            if w.flags & FINITE and not w.flags & NOUN:
                from newsquotes.russian.sources import _subject_left, _subject_right

                if not w.subject:
                    return None
                at = CueAt(cue.entry, ((k, k + 1),), k)
                return _subject_left(view, k, scope, w.subject) or _subject_right(view, at, (scope[0], cue.start), w.subject)
        return None

    # --- without cues ------------------------------------------------------------------------------------------------

    def interview(self) -> Iterator[Candidate]:
        """«Корр.: … Иванов: …»: paragraphs that begin with who speaks, several of them."""
        view, words = self.view, self.words
        turns = []
        for first, last in view.paragraphs:
            k = next((k for k in range(first + 1, min(last - 1, first + 8)) if words[k].text == ":" and not view.depth[k]), None)
            if k is None or view.starts[k + 1] == view.ends[k] and not words[k + 1].title:
                continue
            source = self.titled(first, k)
            if source is None and words[first].low in _ASKING and all(words[j].text == "." for j in range(first + 1, k)):
                source = Phrase(first, first + 1, first, NOM)
            if source is not None and (source.name is not None or words[source.head].role is not None or words[first].low in _ASKING):
                turns.append((first, k, last, source))
        if len(turns) < 3:
            return
        for _, k, last, source in turns:
            begin, end = k + 1, last
            if words[begin].text in DASHES:
                begin += 1
            q = next(iter(view.opening.get(begin, ())), None)
            if q is not None and q.close >= last - 2:
                self.taken.add(q.first)
                begin, end = q.first, q.last
            if end > begin and not any(begin <= c.content[0][0] < end and c.rule == "headline" for c in self.found):
                yield Candidate("interview", [(begin, end)], None, source, "direct", q, 0.8)

    def blocks(self) -> Iterator[Candidate]:
        """A paragraph after one that ends with a colon, and marked sentences after a colon: words said, cue or no cue."""
        view, words = self.view, self.words
        starts = {c.content[0][0] for c in self.found if c.content}
        for p, (first, last) in enumerate(view.paragraphs):
            if words[last - 1].text != ":" or last - first < 2 or p + 1 >= len(view.paragraphs):
                continue
            a, b = view.paragraphs[p + 1]
            q = next(iter(view.opening.get(a, ())), None)
            begin = q.first if q is not None else a
            if begin in starts or a in starts or b - a < 5 or not has_verb(view, a, b) or words[b - 1].text == ":":
                continue
            source = self.titled(first, last - 1) or self.last_person(view.sentence(last - 1))
            content = self.paragraph_fragments([(q.first, q.last)]) if q is not None else [(a, b)]
            if q is not None:
                self.taken.add(q.first)
            yield Candidate("block", content, None, source, "direct", q, 0.6)
        for q in self.speech:
            if q.first in self.taken or q.depth or q.open < 2 or words[q.open - 1].text != ":" or not words[q.first].title or q.close < 0:
                continue
            if q.first in starts or q.open - 1 == view.sentences[view.sentence(q.open)][0]:
                continue
            self.taken.add(q.first)
            yield Candidate("after-colon", self.paragraph_fragments([(q.first, q.last)]), None, self.titled(view.sentences[view.sentence(q.open - 1)][0], q.open - 1) or self.last_person(view.sentence(q.open - 1)), "direct", q, 0.6)

    def titled(self, first: int, last: int) -> Phrase | None:
        """«Иван Королёв: …»: nothing but a name or a role before the colon."""
        source = phrase_at(self.view, first, last, NOM)
        return source if source is not None and source.end == last else None

    def last_person(self, n: int) -> Phrase | None:
        """The subject of a sentence that introduces words without a cue: «Иванов не спешит: «…»»."""
        view, words = self.view, self.words
        first, last = view.sentences[n]
        for k in range(first, last):
            w = words[k]
            if w.flags & FINITE and w.subject and not w.flags & NOUN and not view.depth[k]:
                cue = CueAt(_NO_ENTRY, ((k, k + 1),), k)
                return source_of(view, cue, (first, last), False)
        return None

    def headlines(self) -> Iterator[Candidate]:
        """X: A, in the first line or in a line without a full stop."""
        view, words = self.view, self.words
        for p, (first, last) in enumerate(view.paragraphs):
            k = next((k for k in range(first + 1, min(last, first + 12)) if words[k].text == ":" and not view.depth[k]), None)
            if k is None or k + 2 >= last:
                continue
            marked = any(q.close >= last - 2 for q in view.opening.get(k + 1, ()))
            if not marked and (last - first > 40 or p > 0 and words[last - 1].text in TERMINALS):
                continue
            source = phrase_at(view, first, k, NOM)
            if source is None or source.end != k:
                continue
            head = words[source.head]
            if source.name is None and head.role is None and not head.flags & PRONOUN and words[first].low not in view.lexicon.outlets:
                continue
            if any(first <= c.content[0][0] < last for c in self.found) or words[k + 1].flags & LATIN and words[k + 2].text in (":", "/", "."):
                continue
            q = next((q for q in view.opening.get(k + 1, ())), None)
            if q is not None and q.close >= last - 2:
                self.taken.add(q.first)
                yield Candidate("headline", [(q.first, q.last)], None, source, "direct", q, 0.8)
            elif has_predicate(view, k + 1, last) or last - k > 3:
                yield Candidate("headline", [(k + 1, last)], None, source, "mixed" if self.holds_quoted(k + 1, last, 0) else "indirect", None, 0.6)

    def dashed_headline(self) -> Iterator[Candidate]:
        """The headline «X — A», «X о деле: A» and ««A» — X»."""
        view, words = self.view, self.words
        if not view.paragraphs:
            return
        first, last = view.paragraphs[0]
        if last - first > 40 or any(c.content and first <= c.content[0][0] < last for c in self.found):
            return
        q = next((q for q in view.opening.get(first, ()) if 0 < q.close < last - 2), None)
        if q is not None and words[q.close + 1].text in DASHES and is_speech(view, q):
            source = self.titled(q.close + 2, last)
            if source is not None and self.speaks(source):
                self.taken.add(q.first)
                yield Candidate("headline", [(q.first, q.last)], None, source, "direct", q, 0.8)
            return
        for k in range(first + 1, min(last - 1, first + 14)):
            if words[k].text == ":" or words[k].text in DASHES and spaced_dash(view, k):
                about = next((j for j in range(first + 1, k) if words[j].low in ("о", "об", "про")), None)
                source = self.titled(first, k if about is None else about)
                if source is None or not self.speaks(source) or words[k].text == ":" and about is None:
                    return
                quoted = next(iter(view.opening.get(k + 1, ())), None)
                if quoted is not None and quoted.close >= last - 2:
                    self.taken.add(quoted.first)
                    yield Candidate("headline", [(quoted.first, quoted.last)], None, source, "direct", quoted, 0.8)
                elif has_predicate(view, k + 1, last) and source.name is not None or words[source.head].role is not None and has_predicate(view, k + 1, last):
                    yield Candidate("headline", [(k + 1, last)], None, source, "mixed" if self.holds_quoted(k + 1, last, 0) else "indirect", None, 0.6)
                return

    def speaks(self, source: Phrase) -> bool:
        """Whether a phrase names a person, a role or a body."""
        head = self.words[source.head]
        return source.name is not None or head.role is not None and head.role.kind != "document" or head.low in self.view.lexicon.outlets

    def orphans(self) -> Iterable[Candidate]:
        """Marked sentences that no cue claims: they go on with the running speaker."""
        view, words = self.view, self.words
        covered = [(a, b) for c in self.found for a, b in c.content]
        for q in self.speech:
            if q.first in self.taken or q.depth or q.repair in ("unopened",):
                continue
            if any(a < q.last and q.first < b and min(b, q.last) - max(a, q.first) > 0.5 * (q.last - q.first) for a, b in covered):
                continue
            if q.last - q.first < 4 or not has_verb(view, q.first, q.last):
                continue
            if not self.opens_sentence(q.open) or not words[q.first].title and words[q.first].text not in ("...", "…"):
                continue
            end = q.close + 1
            whole = q.close < 0 or end >= view.size or words[end].text in TERMINALS or view.sentence(end) != view.sentence(q.close) or words[end].text in DASHES or view.paragraph(end) != view.paragraph(q.close)
            if not whole:
                continue
            content = self.paragraph_fragments([(q.first, q.last)])
            yield Candidate("continuation", content, None, None, "direct", q, 0.6)


def _tense(low: str) -> str:
    return "past" if low.endswith(("л", "ла", "ло", "ли", "лся", "лась", "лось", "лись")) else "present"


def is_speech(view: View, q: Quoted) -> bool:
    """Whether marked words are words said rather than a name: a sentence, or a longer run with a verb."""
    words = view.words
    length = q.last - q.first
    if length <= 0:
        return False
    last = words[q.last - 1]
    if last.text in TERMINALS or last.text[0] in "!?…" or last.text == ",":
        return length >= 2
    if has_verb(view, q.first, q.last):
        return length >= 3
    return length >= 8


def is_fragment(view: View, q: Quoted) -> bool:
    """Whether marked words within a sentence are the speaker's own words rather than a name: lower case, or a verb."""
    words = view.words
    if q.last <= q.first:
        return False
    first = words[q.first]
    if has_verb(view, q.first, q.last) and q.last - q.first >= 2:
        return True
    if first.title:
        return q.last - q.first >= 7
    return True


def _without_doubles(found: list[Candidate]) -> list[Candidate]:
    """One quotation for one content: that of the more reliable cue."""
    best: dict[tuple[tuple[int, int], ...], Candidate] = {}
    for c in found:
        key = tuple(c.content)
        other = best.get(key)
        if other is None or _rank(c) > _rank(other):
            best[key] = c
    return list(best.values())


def _rank(c: Candidate) -> tuple[bool, float]:
    return c.source is not None, c.cue.entry.reliability if c.cue is not None else 0.0


def _minus(a: tuple[int, int], b: tuple[int, int]) -> list[tuple[int, int]]:
    """The range ``a`` without ``b``."""
    if b[0] >= a[1] or b[1] <= a[0]:
        return [a]
    return [r for r in ((a[0], b[0]), (b[1], a[1])) if r[1] > r[0]]


def without_relays(view: View, found: list[Candidate]) -> list[Candidate]:
    """An outlet that only relays a quotation of the same sentence gives none of its own."""
    by_sentence: dict[int, list[Candidate]] = {}
    for c in found:
        if c.cue is not None:
            by_sentence.setdefault(view.sentence(c.cue.main), []).append(c)
    gone: set[int] = set()
    for together in by_sentence.values():
        for c in together:
            if c.rule in ("parenthetical", "prepositional") and c.source is not None and _is_outlet(view, c.source):
                if any(o is not c and o.rule != "noun" and _inside(o, c) and not (o.source is not None and _is_outlet(view, o.source)) for o in together):
                    gone.add(id(c))
    return [c for c in found if id(c) not in gone]


def _inside(inner: Candidate, outer: Candidate) -> bool:
    a, b = inner.content[0][0], inner.content[-1][1]
    overlap = sum(max(0, min(b, y) - max(a, x)) for x, y in outer.content)
    return overlap > 0 or inner.cue is not None and any(x <= inner.cue.start < y for x, y in outer.content)


def _is_outlet(view: View, source: Phrase) -> bool:
    role = view.words[source.head].role
    if role is not None and role.kind == "outlet":
        return True
    low = view.text(source.start, source.end).lower().replace("ё", "е").strip("«»\"„“” ")
    return low in view.lexicon.outlets or view.words[source.head].low in view.lexicon.outlets


def _quote(view: View, c: Candidate) -> Quote:
    cue = Cue()
    if c.cue is not None:
        cue = Cue(tuple(view.span(a, b) for a, b in c.cue.ranges), c.cue.entry.lemma)
    mode, stance = mode_of(view, c), stance_of(view, c)
    return Quote(
        content=tuple(view.span(a, b) for a, b in c.content),
        cue=cue,
        source=view.span(c.source.start, c.source.end) if c.source is not None else None,
        type=c.type,
        mode=mode,
        stance=stance,
        detection_confidence=round(c.score, 4),
        rule=c.rule,
    )
