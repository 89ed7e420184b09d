"""What tells a right range from a wrong one: its start, its end, the gap within, its shape; and what speaks for «none».

Facts are small; templates put them together (:mod:`newsquotes.russian.quotes.templates`). Training and use share both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from newsquotes.russian.quotes.edges import Clause, Edges, Range, tense
from newsquotes.russian.quotes.lost_marks import SentenceFacts, mentions, sentence_facts
from newsquotes.russian.quotes.ranges import Anchor
from newsquotes.russian.quotes.templates import Facts, RangeFacts, Tables
from newsquotes.russian.reading.forms import ANIMATE, FINITE, GERUND, INFINITIVE, PARTICIPLE, PRONOUN, SHORT
from newsquotes.russian.reading.words import Word


def bucket(value: int, limits: tuple[int, ...]) -> int:
    """The number of limits that a value exceeds."""
    return bisect_left(limits, value)


class AnchorFacts:
    """What is around a cue, and the features of its ranges."""

    def __init__(self, edges: Edges, anchor: Anchor, others: Mapping[Range, int]) -> None:
        self.edges = edges
        self.anchor = anchor
        self.others = others  # range → the main word of a cue for which the rules propose it
        view, cue = edges.view, anchor.cue
        entry = cue.entry
        w = view.words[cue.main]
        first, last = self.first, self.last = edges.bounds[anchor.sentence]
        self.form = form = form_of(w) if entry.kind != "preposition" else "preposition"
        self.cue = entry.kind if entry.kind != "verb" or form in ("past", "present", "reflexive") else f"verb {form}"
        self.lemma = entry.lemma
        self.frames = _frames(entry.frames)
        low, high = anchor.low, anchor.high
        before = edges.marks(low) if low < edges.size else ""
        self.left = "^" if low <= first else before or ("как" if edges.kinds[edges.last_end[low] - 1] == "как" else "word")
        after = edges.next_word[high]
        if high >= last or after >= last:
            self.right = "$"
        else:
            marks, kind = edges.marks(after), edges.kinds[after]
            self.right = (marks + ("что" if kind == "что" else "")) if marks else f"word {kind}"
        self.lead, self.opens_left = self._segment(low, first)
        self.subject = w.subject
        self.tense = tense(w.low)
        self.depth = view.depth[cue.main]
        source = anchor.source
        self.source = "" if source is None else "left" if source.start < cue.main else "right"
        self.proposed = anchor.proposals[0][1] if anchor.proposals else None
        self.opening = self.cut = ""  # what stands where the rules begin and end their first proposal
        if self.proposed is not None:
            start, end = edges.start(self.proposed[0][0]), edges.end(self.proposed[-1][1])
            self.opening, self.cut = f"{start.marks} {start.beyond}", f"{end.marks} {end.kind}"
        self.rule = anchor.proposals[0][0].rule if anchor.proposals else ""
        self._starts, self._ends = edges.borders(anchor.sentence)
        self._sentences: dict[int, tuple[SentenceFacts, tuple[Any, ...]]] = {}

    def _segment(self, low: int, first: int) -> tuple[str, bool]:
        """«как» or «который» where one opens the cue's segment, and whether the segment opens the sentence."""
        edges = self.edges
        k = low
        stop = max(first, low - 25)
        while k > stop and edges.last_end[k] == k:
            k -= 1
        lead = edges.view.words[k]
        return "как" if lead.low == "как" else "который" if lead.lemma == "который" else "", k <= first

    # --- starts ---

    def start(self, s: int) -> Facts:
        """The facts of a start."""
        edges, low, high = self.edges, self.anchor.low, self.anchor.high
        at = edges.start(s)
        marks, before, kind = at.marks, at.beyond, at.kind
        proposed = self._proposes(s, 0)
        place, cue, rule, lemma = self._start_place(s), self.cue, self.rule, self.lemma
        a, b = (s, low) if s < low else (high, s if s > high else high)
        verbs = edges.finite_before[b] - edges.finite_before[a]
        cues = edges.cues_before[b] - edges.cues_before[a]
        return (
            at.local,
            (place, cue, self.right),
            (place, cue, self.left),
            (place, marks, before, kind),
            (cue, before, kind),
            (place, marks, cue, self.lead),
            (place, rule, proposed),
            (proposed, self.opening, rule),
            (place, self._verb(at.clause), at.depth - self.depth, cue),
            (place, cues if cues < 2 else 2, verbs if verbs < 3 else 3, _DISTANCE[b - a if b - a < 61 else 61]),
            (lemma, place),
            (lemma, kind),
        )

    def _start_place(self, s: int) -> str:
        first, last, anchor = self.first, self.last, self.anchor
        if first <= s < last:
            if s == self.edges.next_word[anchor.high]:
                return "beside"
            if s >= anchor.cue.end:
                k = bisect_left(self._starts, s) - bisect_left(self._starts, anchor.cue.end)
                return _beside(_RIGHT, k, 3)
            if s == first:
                return "left ^"
            k = bisect_left(self._starts, anchor.low) - bisect_left(self._starts, s)
            return _beside(_LEFT, k, 4)
        return _far(self.edges.sentence_of[s] - anchor.sentence, s in self.edges.sentence_starts)

    def _proposes(self, edge: int, side: int) -> str:
        """How an edge lies to the ranges that the rules propose: that of the first, of another one, before or after it."""
        proposals = self.anchor.proposals
        if not proposals:
            return ""
        first = proposals[0][1][0][0] if side == 0 else proposals[0][1][-1][1]
        if first == edge:
            return "yes"
        for _, r in proposals[1:]:
            if (r[0][0] if side == 0 else r[-1][1]) == edge:
                return "also"
        return "before" if edge < first else "after"

    def _verb(self, clause: Clause) -> str:
        """Whether the verb of a clause could have the cue's subject, and whether it has one of its own."""
        if clause.verb is None:
            return ""
        agrees = bool(clause.verb.subject & self.subject)
        return _VERBS[agrees, clause.tense != self.tense, clause.subject_first]

    # --- ends ---

    def end(self, e: int) -> Facts:
        """The facts of an end."""
        edges, low, high = self.edges, self.anchor.low, self.anchor.high
        at = edges.end(e)
        marks, kind, clause = at.marks, at.kind, at.clause
        proposed = self._proposes(e, 1)
        place, cue, rule = self._end_place(e), self.cue, self.rule
        a, b = (high, e) if e > high else (e, low)
        if a > b:
            a, b = b, a
        verbs = min(3, edges.finite_before[b] - edges.finite_before[a])
        cues = edges.cues_before[b] - edges.cues_before[a]
        verb, opens = self._verb(clause), clause.verb_first
        return (
            at.local,
            (place, cue, self.right),
            (place, cue, self.left),
            (place, marks, kind),
            (place, marks, cue, self.lead),
            (cue, marks, kind, opens),
            (place, rule, proposed),
            (proposed, self.cut, rule),
            (verb, at.depth - self.depth, place, cue),
            (verb, marks, kind, clause.holds_cue, verbs),
            (place, cues if cues < 2 else 2, verbs, _DISTANCE[b - a if b - a < 61 else 61], opens),
            (self.lemma, place),
        )

    def _end_place(self, e: int) -> str:
        first, last, anchor = self.first, self.last, self.anchor
        if first < e <= last:
            if e == last:
                return "right $"
            if e <= anchor.low or e <= anchor.cue.start:
                if e == self.edges.last_end[anchor.low]:
                    return "beside"
                k = bisect_left(self._ends, anchor.low + 1) - bisect_left(self._ends, e)
                return _beside(_LEFT, k, 3)
            k = bisect_left(self._ends, e) - bisect_left(self._ends, anchor.high + 1)
            return _beside(_RIGHT, k, 4)
        return _far(self.edges.sentence_of[e - 1] - anchor.sentence, e in self.edges.sentence_ends)

    # --- the whole ---

    def gap(self, a: int, b: int) -> Facts:
        """The facts of the words between two fragments."""
        edges = self.edges
        inside = sum([max(0, min(b, y) - max(a, x)) for x, y in self.anchor.pieces])
        verbs = edges.finite_before[b] - edges.finite_before[a]
        proposed = self.proposed
        agrees = ""
        if proposed is not None and len(proposed) > 1:
            agrees = "yes" if (proposed[0][1], proposed[1][0]) == (a, b) else "no"
        after = edges.next_word[a]
        return (
            (
                min(b - a - inside, 6),
                min(verbs, 3),
                edges.marks(after),
                edges.marks(b),
                edges.kinds[after] if after < edges.size else "",
                self.cue,
                self.lead,
                agrees,
            ),
        )

    def of(self, r: Range) -> RangeFacts:
        """The facts of a range."""
        gaps = [self.gap(one[1], other[0]) for one, other in pairwise(r)] if len(r) > 1 else ()
        return RangeFacts(self.start(r[0][0]), self.end(r[-1][1]), gaps, self.whole(r), self.before(r))

    def whole(self, r: Range) -> Facts:
        """The facts of the whole range."""
        edges, cue = self.edges, self.cue
        s, e = r[0][0], r[-1][1]
        side = self.side(r)
        verbs = own = cues = length = opened = closed = 0
        for a, b in r:
            verbs += edges.finite_before[b] - edges.finite_before[a]
            own += edges.first_person_before[b] - edges.first_person_before[a]
            cues += edges.cues_before[b] - edges.cues_before[a]
            length += b - a
            opened += edges.opened(a + 1, b)
            closed += edges.closed(a, b - 1)
        sentences = _few(edges.sentence_of[e - 1] - edges.sentence_of[s], 4)
        paragraphs = _few(edges.paragraph_of[e - 1] - edges.paragraph_of[s], 2)
        quoted = self._quoted(r)
        balance = max(-2, min(2, opened - closed)) if len(r) == 1 else 9
        main = self.others.get(r)
        start, end = edges.start(s), edges.end(e)
        own = _few(own, 2)
        return (
            (side, cue, self.left, self.right, self.lead, self.opens_left),
            (side, self.lemma),
            (side, self.frames),
            (side, self.form, self.source),
            (side, quoted, balance, opened > 0, sentences),
            (side, quoted, cue),
            (quoted, own, sentences),
            (side, _LENGTH[_few(length, 101)], paragraphs, sentences),
            (side, _few(verbs, 3), own, _few(cues, 3)),
            (self._agreed(r), self.rule, main is not None and main != self.anchor.cue.main),
            (start.marks, end.marks, side),
            (start.beyond, end.kind, end.beyond),
            (side, self.left, start.marks, start.paragraph),
            (side, end.marks, end.paragraph),
            (side, start.sentence, end.sentence),
        )

    def side(self, r: Range) -> str:
        """Where the range lies: left, right, around, in the sentences before or after, and whether it runs over several."""
        s, e = r[0][0], r[-1][1]
        if len(r) > 1:
            side = "around"
        elif s >= self.anchor.cue.start:
            side = "right" if s < self.last else "after"
        else:
            side = "left" if e > self.first else "before"
        if s < self.first and side != "before":
            side += " back"
        if e > self.last and side != "after":
            side += " on"
        return side

    def before(self, r: Range) -> list[tuple[str, Facts]]:
        """What the sentences before the cue show of whether they belong to its words, where no marks say so."""
        s, e = r[0][0], r[-1][1]
        n, edges = self.anchor.sentence, self.edges
        if s >= self.anchor.low or self._quoted(r) not in ("", "none"):
            return []
        marks = edges.start(s).marks
        if s < self.first:
            begins = edges.sentence_of[s]
            told: list[tuple[str, Facts]] = [
                ("within", self._sentence(k)) for k in range(begins, min(edges.sentence_of[e - 1], n - 1) + 1)
            ]
            if begins > 0:
                told.append(("outside", self._sentence(begins - 1)))
            told.append(("lost", ((self.left, marks, _few(n - begins, 3), edges.start(s).sentence),)))
            return told
        if s == self.first and n > 0 and e > self.first:
            return [("outside", self._sentence(n - 1)), ("lost", ((self.left, marks, 0, True),))]
        return []

    def _sentence(self, k: int) -> tuple[SentenceFacts, tuple[Any, ...]]:
        known = self._sentences.get(k)
        if known is None:
            facts = sentence_facts(self.edges, k)
            named = mentions(self.edges, k, self.anchor.source)
            known = self._sentences[k] = (
                facts,
                (facts.first_person, facts.cue, named, facts.paragraph_ends, self.left),
            )
        return known

    def _quoted(self, r: Range) -> str:
        """How the range lies to the quote marks: within one pair exactly, two pairs, or none."""
        quoted = self.edges.quoted
        if len(r) == 1:
            q = quoted.get(r[0])
            return "none" if q is None else f"one {q.repair}"
        q = quoted.get((r[0][0], r[-1][1]))
        if q is not None:
            return f"across {q.repair}"
        found = sum(x in quoted for x in r)
        return "" if not found else "all" if found == len(r) else "some"

    def _agreed(self, r: Range) -> str:
        """How far the range agrees with the rules' first proposal; «also» where it is another one."""
        proposed = self.proposed
        if proposed is None:
            return ""
        if proposed == r:
            return "same"
        if any(r == other for _, other in self.anchor.proposals):
            return "also"
        shared = overlap(proposed, r)
        return "nearly" if shared >= 0.9 else "half" if shared >= 0.5 else "no"

    def none(self, tables: Tables, judged: Sequence[str]) -> Any:
        """What speaks for the cue attributing nothing; ``judged`` are the features of the rules' first proposal."""
        anchor = self.anchor
        entry = anchor.cue.entry
        reliability = bucket(int(entry.reliability * 100), (15, 30, 50, 70, 85, 95))
        negated = self.edges.view.words[anchor.cue.start].low == "не"
        total = tables.none(
            (
                (self.cue, self.lead, self.left, self.right, self.lemma, self.frames),
                (self.cue, self.lemma, reliability, self.form, self.source, self.depth, negated, self._who()),
            )
        )
        if anchor.proposals:
            return total + tables.of_rule(judged)
        return total + tables.unproposed(((self.cue, self.lead, self.left, self.right, self.lemma),))

    def _who(self) -> str:
        source = self.anchor.source
        if source is None:
            return "nobody"
        head = self.edges.view.words[source.head]
        if source.name is not None:
            return "name"
        if head.flags & PRONOUN:
            return "pronoun"
        if head.role is not None:
            return head.role.kind
        return "animate" if head.flags & ANIMATE else "thing"


def _beside(places: Sequence[str], k: int, most: int) -> str:
    """The name of a place in the cue's sentence, ``k`` edges away; less than none between the cue and its source."""
    return places[k if k < most else most] if k >= 0 else f"{places[0][:-1]}{k}"


def _far(sentences: int, whole: bool) -> str:
    """How many sentences before or after the cue's an edge stands, and whether at a sentence's own."""
    places = (_WHOLE if whole else _WITHIN)[sentences >= 0]
    return places[_few(abs(sentences), 4)]


def _few(value: int, most: int) -> int:
    return value if value < most else most


def overlap(x: Range, y: Range) -> float:
    """Shared tokens over all tokens of two ranges."""
    own, other = sum([b - a for a, b in x]), sum([b - a for a, b in y])
    shared = sum([min(b, d) - max(a, c) for a, b in x for c, d in y if a < d and c < b])
    return shared / (own + other - shared) if own + other > shared else 0.0


@lru_cache(maxsize=1 << 10)
def _frames(frames: frozenset[str]) -> str:
    return ",".join(sorted(frames & _FRAMES))


def form_of(w: Word) -> str:
    """The form of a verbal cue."""
    flags = w.flags
    if flags & FINITE:
        if not w.subject and not flags & (SHORT | PARTICIPLE | GERUND | INFINITIVE):
            return "first"  # «Мы сказали», «скажите»: first or second person
        return "reflexive" if w.low.endswith(("ся", "сь")) else tense(w.low)
    for flag, form in ((GERUND, "gerund"), (INFINITIVE, "infinitive"), (SHORT, "short"), (PARTICIPLE, "participle")):
        if flags & flag:
            return form
    return "other"


_FRAMES = frozenset(("что", "вводн", "прямая", "двоеточие", "твор", "как"))
_DISTANCE = [bucket(n, (0, 1, 2, 4, 8, 15, 30, 60)) for n in range(62)]
_LENGTH = [bucket(n, (1, 2, 4, 7, 12, 25, 50, 100)) for n in range(102)]
# names of places, made once: they are asked for at every edge
_LEFT, _RIGHT = ([f"{side} {n}" for n in range(5)] for side in ("left", "right"))
_WHOLE, _WITHIN = ([[f"{side} {n}{end}" for n in range(5)] for side in ("before", "after")] for end in ("", " within"))
_VERBS = {
    (agrees, tense_, subject): f"{'agrees' if agrees else 'other'}{' tense' * tense_}{' subject' * subject}"
    for agrees in (False, True)
    for tense_ in (False, True)
    for subject in (False, True)
}
