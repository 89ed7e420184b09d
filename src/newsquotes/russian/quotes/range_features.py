"""What tells a right range from a wrong one: its start, its end, the gap within, its shape; and what speaks for «none».

Facts are small, templates put them together (:mod:`newsquotes.russian.quotes.features`). Training and use share this module.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from newsquotes.russian.quotes.edges import Clause, Edges, Range, StartFacts, tense
from newsquotes.russian.quotes.features import Group, Table, adder
from newsquotes.russian.quotes.lost_marks import SentenceFacts, mentions, sentence_facts
from newsquotes.russian.quotes.ranges import Anchor
from newsquotes.russian.reading.words import ANIMATE, FINITE, GERUND, INFINITIVE, PARTICIPLE, PRONOUN, SHORT, Word

START = (
    Group(
        "start",
        "marks before kind title own says paragraph sentence",
        *("marks", "before", "kind", "title", "own", "says", "paragraph", "sentence", "marks before kind"),
    ),
    Group("start", "place cue right", "place cue right"),
    Group("start", "place cue left", "place cue left"),
    Group("start", "place marks before kind", "place", "place marks before", "place kind"),
    Group("start", "cue before kind", "cue before kind"),
    Group("start", "place marks cue lead", "place marks cue lead"),
    Group("start", "place rule proposed", "proposed", "place rule proposed", "proposed rule"),
    Group("start", "proposed opening rule", "proposed opening", "proposed opening rule"),
    Group("start", "place verb depth cue", "verb", "depth", "place verb", "place depth cue"),
    Group("start", "place cues verbs distance", "cues", "verbs", "distance", "place cues verbs"),
    Group("start", "lemma place", "lemma place"),
    Group("start", "lemma kind", "lemma kind"),
)
END = (
    Group(
        "end",
        "marks kind second before own says paragraph sentence",
        *("marks", "kind", "second", "before", "own", "says", "paragraph", "sentence", "marks kind", "marks kind second"),
    ),
    Group("end", "place cue right", "place cue right"),
    Group("end", "place cue left", "place cue left"),
    Group("end", "place marks kind", "place", "place marks", "place kind"),
    Group("end", "place marks cue lead", "place marks cue lead"),
    Group("end", "cue marks kind opens", "cue marks kind opens"),
    Group("end", "place rule proposed", "proposed", "place rule proposed", "proposed rule"),
    Group("end", "proposed cut rule", "proposed cut", "proposed cut rule"),
    Group("end", "verb depth place cue", "verb", "depth", "place verb", "place depth cue"),
    Group("end", "verb marks kind says verbs", "marks kind verb", "kind verb says", "marks says verb verbs"),
    Group("end", "place cues verbs distance opens", "cues", "verbs", "distance", "opens", "place cues verbs"),
    Group("end", "lemma place", "lemma place"),
)
GAP = Group(
    "gap",
    "extra verbs first last kind cue lead proposed",
    *("extra", "verbs", "first", "last", "kind", "proposed", "extra verbs", "first last", "first last cue", "kind cue"),
    "extra cue lead",
)
SHAPE = (
    Group(
        "shape",
        "side cue left right lead opens_left",
        *("side", "side cue left right lead", "side cue left", "side cue right", "side lead opens_left"),
    ),
    Group("shape", "side lemma", "side lemma"),
    Group("shape", "side frames", "side frames"),
    Group("shape", "side form source", "side form source"),
    Group(
        "shape",
        "side quoted balance opened sentences",
        *("quoted", "balance", "opened", "side quoted balance", "side opened quoted sentences", "side balance sentences"),
    ),
    Group("shape", "side quoted cue", "side quoted cue"),
    Group("shape", "quoted own sentences", "quoted own sentences"),
    Group(
        "shape",
        "side length paragraphs sentences",
        *("length", "sentences", "paragraphs", "side length", "side sentences paragraphs"),
    ),
    Group("shape", "side verbs own cues", "verbs", "own", "cues", "side verbs own", "side cues"),
    Group("shape", "agreed rule others", "agreed", "others", "agreed rule", "agreed others rule"),
    Group("shape", "marks_in marks_out side", "marks_in marks_out", "side marks_in marks_out"),
    Group("shape", "before kind second", "before kind second"),
    Group("shape", "side left marks_in paragraph_in", "side left marks_in paragraph_in"),
    Group("shape", "side marks_out paragraph_out", "side marks_out paragraph_out"),
    Group("shape", "side sentence_in sentence_out", "side sentence_in sentence_out"),
)
WITHIN = Group(
    "within",
    "own second past present cue names marks paragraph opener end lively judging length",
    *("own", "second", "past present own", "cue", "names", "marks", "paragraph", "opener", "end", "lively", "judging"),
    "length",
)
OUTSIDE = Group(
    "outside",
    "own second past present cue names marks paragraph opener end lively judging length",
    *("own", "second", "past present own", "cue", "names", "marks", "paragraph", "opener", "end", "lively", "judging"),
    "length",
)
NAMED = (
    Group(
        "within", "own cue mentioned paragraph left", "mentioned", "own cue mentioned paragraph", "own cue paragraph left"
    ),
    Group(
        "outside", "own cue mentioned paragraph left", "mentioned", "own cue mentioned paragraph", "own cue paragraph left"
    ),
)
LOST = Group("lost", "left marks sentences starts", "left marks sentences", "sentences starts")
NONE = (
    Group(
        "none",
        "cue lead left right lemma frames",
        *("cue", "cue lead left right", "lemma", "lemma cue", "cue left", "cue right", "frames", "frames cue"),
        *("lead cue", "lemma right"),
    ),
    Group(
        "none",
        "cue lemma reliability form source depth negated who",
        *("reliability cue", "form source", "depth cue", "source lemma", "negated", "who cue", "who lemma"),
    ),
)
GATE = Group(
    "gate",
    "cue lemma before after reliability depth negated",
    *("cue", "lemma", "before", "after", "lemma cue", "lemma before", "lemma after", "cue before", "cue after"),
    *("cue before after", "reliability cue", "depth cue", "negated cue"),
)
"""What tells at a glance that a cue for which the rules propose nothing attributes nothing."""
UNPROPOSED = Group("unproposed", "cue lead left right lemma", "cue", "cue lead left right", "lemma", "cue left", "cue right")

_SINGLE = (GAP, WITHIN, OUTSIDE, LOST, UNPROPOSED)


class Tables:
    """The tables of every group: weights added up (:meth:`weighted`), or whatever ``make`` makes of features' names."""

    def __init__(self, make: Callable[[tuple[str, ...]], Any]) -> None:
        self.zero = make(())
        self.start = tuple(Table(g, make) for g in START)
        self.end = tuple(Table(g, make) for g in END)
        self.shape = tuple(Table(g, make) for g in SHAPE)
        self.none = tuple(Table(g, make) for g in NONE)
        self.within_named, self.outside_named = (Table(g, make) for g in NAMED)
        self.gap, self.within, self.outside, self.lost, self.unproposed = (Table(g, make) for g in _SINGLE)
        self._make = make

    @classmethod
    def weighted(cls, weights: Mapping[str, float]) -> Tables:
        """Tables of weights added up."""
        return cls(adder(weights))

    @classmethod
    def named(cls) -> Tables:
        """Tables of the names themselves."""
        return cls(lambda names: names)

    def of_rule(self, names: Sequence[str]) -> Any:
        """What the features of the rules' proposal (:mod:`newsquotes.russian.quotes.judgement`) say."""
        return self._make(tuple([f"veto {name}" for name in names]))


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
        first, last = edges.bounds[anchor.sentence]
        self.first, self.last = first, last
        self.form = form = form_of(w) if entry.kind != "preposition" else "preposition"
        self.cue = entry.kind if entry.kind != "verb" or form in ("past", "present", "reflexive") else f"verb {form}"
        self.lemma = entry.lemma
        self.frames = ",".join(sorted(f for f in entry.frames if f in _FRAMES))
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
            self.opening, self.cut = f"{start.marks} {start.before}", f"{end.marks} {end.kind}"
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

    def start(self, tables: Tables, s: int) -> Any:
        """What a start says."""
        edges, low, high = self.edges, self.anchor.low, self.anchor.high
        at = edges.start(s)
        marks, before, kind = at.marks, at.before, at.kind
        proposed = self._proposes(s, 0)
        place, cue = self._start_place(s), self.cue
        a, b = (s, low) if s < low else (high, s if s > high else high)
        verbs = edges.finite_before[b] - edges.finite_before[a]
        t = tables.start
        return (
            t[0][at.local]
            + t[1][place, cue, self.right]
            + t[2][place, cue, self.left]
            + t[3][place, marks, before, kind]
            + t[4][cue, before, kind]
            + t[5][place, marks, cue, self.lead]
            + t[6][place, self.rule, proposed]
            + t[7][proposed, self.opening, self.rule]
            + t[8][place, self._verb(at.clause), at.depth - self.depth, cue]
            + t[9][place, _few(edges.cues(a, b), 2), _few(verbs, 3), bucket(b - a, _DISTANCES)]
            + t[10][self.lemma, place]
            + t[11][self.lemma, kind]
        )

    def _start_place(self, s: int) -> str:
        first, last, anchor = self.first, self.last, self.anchor
        if first <= s < last:
            if s == self.edges.next_word[anchor.high]:
                return "beside"
            if s >= anchor.cue.end:
                k = bisect_left(self._starts, s) - bisect_left(self._starts, anchor.cue.end)
                return f"right {min(k, 3)}"
            if s == first:
                return "left ^"
            k = bisect_left(self._starts, anchor.low) - bisect_left(self._starts, s)
            return f"left {min(k, 4)}"
        k = self.edges.sentence(s) - anchor.sentence
        return f"{'before' if k < 0 else 'after'} {min(abs(k), 4)}{'' if s in self.edges.sentence_starts else ' within'}"

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
        agrees = "agrees" if clause.verb.subject & self.subject else "other"
        return (
            f"{agrees}{' tense' if tense(clause.verb.low) != self.tense else ''}{' subject' if clause.subject_first else ''}"
        )

    # --- ends ---

    def end(self, tables: Tables, e: int) -> Any:
        """What an end says."""
        edges, low, high = self.edges, self.anchor.low, self.anchor.high
        at = edges.end(e)
        marks, kind, clause = at.marks, at.kind, at.clause
        proposed = self._proposes(e, 1)
        place, cue = self._end_place(e), self.cue
        a, b = (high, e) if e > high else (e, low)
        if a > b:
            a, b = b, a
        verbs = _few(edges.finite_before[b] - edges.finite_before[a], 3)
        verb, opens = self._verb(clause), clause.verb_first
        t = tables.end
        return (
            t[0][at.local]
            + t[1][place, cue, self.right]
            + t[2][place, cue, self.left]
            + t[3][place, marks, kind]
            + t[4][place, marks, cue, self.lead]
            + t[5][cue, marks, kind, opens]
            + t[6][place, self.rule, proposed]
            + t[7][proposed, self.cut, self.rule]
            + t[8][verb, at.depth - self.depth, place, cue]
            + t[9][verb, marks, kind, clause.holds_cue, verbs]
            + t[10][place, _few(edges.cues(a, b), 2), verbs, bucket(b - a, _DISTANCES), opens]
            + t[11][self.lemma, place]
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
                return f"left {min(k, 3)}"
            k = bisect_left(self._ends, e) - bisect_left(self._ends, anchor.high + 1)
            return f"right {min(k, 4)}"
        k = self.edges.sentence(e - 1) - anchor.sentence
        return f"{'before' if k < 0 else 'after'} {min(abs(k), 4)}{'' if e in self.edges.sentence_ends else ' within'}"

    # --- the whole ---

    def gap(self, tables: Tables, a: int, b: int) -> Any:
        """What the words between two fragments say."""
        edges = self.edges
        inside = sum(max(0, min(b, y) - max(a, x)) for x, y in self.anchor.pieces)
        verbs = edges.finite_before[b] - edges.finite_before[a]
        proposed = self.proposed
        agrees = ""
        if proposed is not None and len(proposed) > 1:
            agrees = "yes" if (proposed[0][1], proposed[1][0]) == (a, b) else "no"
        after = edges.next_word[a]
        return tables.gap[
            min(b - a - inside, 6),
            min(verbs, 3),
            edges.marks(after),
            edges.marks(b),
            edges.kinds[after] if after < edges.size else "",
            self.cue,
            self.lead,
            agrees,
        ]

    def shape(self, tables: Tables, r: Range) -> Any:
        """What the whole range says."""
        edges, cue = self.edges, self.cue
        s, e = r[0][0], r[-1][1]
        side = self.side(r)
        verbs = own = cues = length = opened = closed = 0
        for a, b in r:
            verbs += edges.finite_before[b] - edges.finite_before[a]
            own += edges.first_person_before[b] - edges.first_person_before[a]
            cues += edges.cues(a, b)
            length += b - a
            opened += edges.opened(a + 1, b)
            closed += edges.closed(a, b - 1)
        sentences = _few(edges.sentence(e - 1) - edges.sentence(s), 4)
        paragraphs = _few(edges.paragraph(e - 1) - edges.paragraph(s), 2)
        quoted = self._quoted(r)
        balance = max(-2, min(2, opened - closed)) if len(r) == 1 else 9
        main = self.others.get(r)
        start, end = edges.start(s), edges.end(e)
        own = _few(own, 2)
        t = tables.shape
        total = (
            t[0][side, cue, self.left, self.right, self.lead, self.opens_left]
            + t[1][side, self.lemma]
            + t[2][side, self.frames]
            + t[3][side, self.form, self.source]
            + t[4][side, quoted, balance, opened > 0, sentences]
            + t[5][side, quoted, cue]
            + t[6][quoted, own, sentences]
            + t[7][side, bucket(length, _LENGTHS), paragraphs, sentences]
            + t[8][side, _few(verbs, 3), own, _few(cues, 3)]
            + t[9][self._agreed(r), self.rule, main is not None and main != self.anchor.cue.main]
            + t[10][start.marks, end.marks, side]
            + t[11][start.before, end.kind, end.second]
            + t[12][side, self.left, start.marks, start.paragraph]
            + t[13][side, end.marks, end.paragraph]
            + t[14][side, start.sentence, end.sentence]
        )
        if quoted in ("", "none") and s < self.anchor.low:
            total += self._before(tables, s, e, start)
        return total

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

    def _before(self, tables: Tables, s: int, e: int, start: StartFacts) -> Any:
        """What the sentences before the cue say of whether they belong to its words."""
        n, edges = self.anchor.sentence, self.edges
        total = tables.zero
        begins = edges.sentence(s)
        if s < self.first:
            for k in range(begins, min(edges.sentence(e - 1), n - 1) + 1):
                facts, named = self._sentence(k)
                total = total + tables.within[facts] + tables.within_named[named]
            if begins > 0:
                facts, named = self._sentence(begins - 1)
                total = total + tables.outside[facts] + tables.outside_named[named]
            return total + tables.lost[self.left, start.marks, _few(n - begins, 3), start.sentence]
        if s == self.first and n > 0 and e > self.first:
            facts, named = self._sentence(n - 1)
            total = total + tables.outside[facts] + tables.outside_named[named]
            total = total + tables.lost[self.left, start.marks, 0, True]
        return total

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
        anchor, view = self.anchor, self.edges.view
        entry = anchor.cue.entry
        one, two = tables.none
        total = (
            one[self.cue, self.lead, self.left, self.right, self.lemma, self.frames]
            + two[
                self.cue,
                self.lemma,
                bucket(int(entry.reliability * 100), (15, 30, 50, 70, 85, 95)),
                self.form,
                self.source,
                self.depth,
                view.words[anchor.cue.start].low == "не",
                self._who(),
            ]
        )
        if anchor.proposals:
            return total + tables.of_rule(judged)
        return total + tables.unproposed[self.cue, self.lead, self.left, self.right, self.lemma]

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


def _few(value: int, most: int) -> int:
    return value if value < most else most


def overlap(x: Range, y: Range) -> float:
    """Shared tokens over all tokens of two ranges."""
    own, other = sum(b - a for a, b in x), sum(b - a for a, b in y)
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in x for c, d in y)
    return shared / (own + other - shared) if own + other > shared else 0.0


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
_DISTANCES = (0, 1, 2, 4, 8, 15, 30, 60)
_LENGTHS = (1, 2, 4, 7, 12, 25, 50, 100)
