"""What a cue governs, and whom it attributes to."""

from __future__ import annotations

from newsquotes.russian.quotes.borders import Borders
from newsquotes.russian.quotes.proposal import Proposal, is_outlet, minus
from newsquotes.russian.reading.clauses import (
    COMPLEMENTIZERS,
    QUESTION_WORDS,
    spaced_dash,
)
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.subjects import REPORTERS, source_of, subject_of_previous
from newsquotes.russian.reading.words import (
    CONJUNCTION,
    DASHES,
    FINITE,
    GERUND,
    NOM,
    NOUN,
    PARTICIPLE,
    PLACE,
    PREPOSITION,
    TERMINALS,
)

_SUCH = frozenset("такой этот подобный данный соответствующий".split())
_REPORTING = REPORTERS | {"собкор", "ведущий"}
_COMPOUND = {
    "того": frozenset("после|до|с|со|от|из-за|ввиду|вследствие|вместо|кроме|помимо|для|силу|мере|исходя из".split("|")),
    "тем": frozenset("связи с|перед|вместе с|между|наряду с|сравнению с".split("|")),
    "тому": frozenset("благодаря|вопреки|подобно|навстречу".split("|")),
    "то": frozenset("несмотря на|невзирая на|смотря на".split("|")),
    "том": frozenset(["при"]),
}
"""What makes a conjunction of a pronoun and «что», «как», «чтобы», by the pronoun."""


class Government(Borders):
    """What a cue governs, and whom it attributes to."""

    def complement_at(self, cue: CueAt, scope: tuple[int, int]) -> tuple[int, str] | None:
        """The conjunction that opens what a cue governs, and its kind («, что», «о том, что», «, где»)."""
        view, words = self.view, self.words
        frames = cue.entry.frames
        level = view.depth[cue.main]
        depth = view.depth
        limit = min(scope[1], cue.end + 45)
        k = cue.end
        while k < limit:
            w = words[k]
            if depth[k] > level or not w.bounding:
                k += 1
                continue
            text = w.text
            if text in ";:" or (text in TERMINALS and k > cue.end and len(words[k - 1].text) > 2):
                return None
            if k > cue.end and words[k - 1].text == "," and (inserted := self.insertion_end(k, limit)):
                k = inserted
                continue
            if k > cue.end and w.flags & FINITE and not w.flags & (NOUN | CONJUNCTION) and not self.in_relative(cue.end, k):
                if not (w.low in ("было", "будет", "был", "была", "были") and w.flags & FINITE and k == cue.end):
                    return None
            if k > cue.end and w.flags & GERUND and (reference := self.reference_end(k)):
                k = reference  # «сообщает газета, ссылаясь на МВД, что A»
                continue
            if (
                k > cue.end
                and w.flags & (GERUND | PARTICIPLE)
                and not w.flags & (NOUN | FINITE)
                and words[k - 1 - (words[k - 1].low == "не")].text == ","
                and (
                    (w.cue is not None and w.cue.reliability >= 0.5)
                    or (k + 2 < limit and words[k + 1].text == "," and words[k + 2].low == "что")
                )
            ):
                return None  # «сообщило агентство, добавив, что …»: the clause is the gerund's
            nxt = words[k + 1] if k + 1 < limit else None
            if text == "," or (text in DASHES and spaced_dash(view, k)):
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

    def reference_end(self, k: int) -> int:
        """Where a reference to somebody else that begins at a token ends: «ссылаясь на МВД»; 0 where none begins."""
        for other in self.cues:
            if other.start == k and other.entry.kind == "preposition" and other.source is not None:
                return other.source.end
        return 0

    def insertion_end(self, k: int, limit: int) -> int:
        """The comma after an attribution put before «что»: «считает X, пишет «Труд», что A»; 0 where there is none."""
        words = self.words
        w = words[k]
        if w.cue is None or not w.flags & FINITE or "вводн" not in w.cue.frames:
            return 0
        closing = next((j for j in range(k + 1, min(limit - 1, k + 9)) if words[j].text == ","), 0)
        if not closing or words[closing + 1].low != "что":
            return 0
        who = phrase_at(self.view, k + 1, closing, NOM)
        return closing if who is not None and who.end == closing else 0

    def conjunction(self, i: int, limit: int) -> str | None:
        """The frame that the word after a comma opens: «что», «чтобы», «ли» …; ``None`` where it opens none."""
        words = self.words
        w = words[i]
        if w.low in COMPLEMENTIZERS:
            if w.low == "как" and i + 1 < limit and words[i + 1].cue is not None:
                return None
            return COMPLEMENTIZERS[w.low]
        if w.low in QUESTION_WORDS or (w.lemma in ("какой", "чей")):
            return "ли" if w.lemma != "который" else None
        for k in range(i, min(i + 4, limit)):
            if words[k].low == "ли":
                return "ли"
            if words[k].text in ",.:":
                break
        if (
            w.flags & PREPOSITION
            and i + 1 < limit
            and ((words[i + 1].low in QUESTION_WORDS and words[i + 1].lemma != "который") or words[i + 1].lemma == "какой")
        ):
            return "ли"
        return None

    def governs(self, cue: CueAt, kind: str, comma: int) -> bool:
        """Whether the lexicon has the cue with a clause of that kind."""
        frames = cue.entry.frames
        before = self.words[comma - 1].low
        if kind == "ли" and before in ("вопрос", "вопросы") and self.words[cue.main].lemma in ("отвечать", "ответить"):
            return False  # «отвечая на вопрос, будет ли A»: others have asked
        if before == "тому" and self.words[comma - 2].low == "к":
            return "дат" in frames and cue.entry.stance == "demanded"  # «призвал к тому, чтобы», not «привело к тому, что»
        if before == "тем" and any(self.words[k].low == "себя" for k in range(cue.main, comma)):
            return False  # «обратил на себя внимание тем, что»
        if before in ("том", "то", "тем", "того", "тому"):
            return not self.compound(comma - 1, kind)
        if kind == "что" and before == "условии" and self.words[comma - 2].low == "при":
            return False
        if kind == "что":
            return (
                "что" in frames
                or "о-том-что" in frames
                or "в-том-что" in frames
                or ("прямая" in frames and cue.entry.reliability >= 0.6)
            )
        if kind == "будто":
            return bool(frames & {"что", "будто"})
        if kind == "чтобы":
            return "чтобы" in frames and cue.entry.reliability >= 0.5
        if kind == "как-союз":
            return "как-союз" in frames
        if self.words[comma + 1].lemma == "чей" and comma - cue.end > 2:
            return False  # «признал виновным X, чьё дело …»: a relative clause
        return "ли" in frames

    def compound(self, i: int, kind: str) -> bool:
        """Whether the pronoun ``i`` is part of a conjunction: «после того, как», «в связи с тем, что»."""
        words = self.words
        before, second = words[i - 1].low, words[i - 2].low if i > 1 else ""
        if words[i].low == "тем" and kind == "чтобы" and before == "с":
            return True
        return not {before, f"{second} {before}"}.isdisjoint(_COMPOUND[words[i].low])

    def source(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int], candidate: Proposal) -> Phrase | None:
        """Who the cue attributes to; coordinated verbs and gerunds share the subject of the verb before."""
        w = self.words[cue.main]
        within = scope
        start = self.segment(cue, scope)
        if candidate.rule in ("direct-after", "direct-split", "dialogue"):
            within = (start, scope[1])
        if candidate.rule == "anaphoric" and self.words[scope[0]].lemma in _SUCH:
            # «Такой прогноз озвучил X»: the subject is not what refers back
            maker = source_of(self.view, cue, (cue.start, scope[1]), True)
            if maker is not None:
                return maker
        gerund = bool(w.flags & GERUND) and not w.flags & FINITE
        lead = self.words[start] if start < cue.start else None
        joined = (
            (lead is not None and lead.low in ("и", "но", "а", "однако", "также", "затем"))
            or self.words[cue.start - 1].low in ("и", "но", "также", "однако", "а")
            if cue.start > scope[0]
            else False
        )
        if (gerund or joined) and candidate.rule not in ("direct-after", "direct-split"):
            shared = self.shared_source(cue, cues, scope)
            own = None if gerund else source_of(self.view, cue, (start, scope[1]), False)
            if own is None and shared is not None:
                return shared
            if own is not None and not (self.words[own.head].flags & PLACE and self.words[own.head].role is None):
                return own
            if not gerund and (previous := subject_of_previous(self.view, cue, scope)) is not None:
                return previous
        return source_of(self.view, cue, within, self.inverted(cue, scope))

    def shared_source(self, cue: CueAt, cues: list[CueAt], scope: tuple[int, int]) -> Phrase | None:
        """The source of the nearest finite cue before this one in the sentence whose subject agrees."""
        subject = self.words[cue.main].subject
        for c, candidate in reversed(self.sentence_found):
            if (
                c.main < cue.main
                and candidate.source is not None
                and c.entry.reliability >= 0.5
                and self.words[c.main].flags & FINITE
                and self.view.depth[c.main] == self.view.depth[cue.main]
            ) and (not subject or self.words[c.main].subject & subject):
                return candidate.source
        return None

    def referred(self, cue: CueAt, end: int) -> CueAt | None:
        """«по данным «Труда» со ссылкой на МЧС»: the reference that follows a source, taken with its cue."""
        for other in self.cues:
            if other.start == end and other.source is not None and self.words[end].low == "со":
                self.merged.add(other.start)
                origin = other.source
                source = Phrase(end + 3, origin.end, origin.head, origin.mask, origin.name)
                return CueAt(cue.entry, (*cue.ranges, (end, end + 3)), cue.main, source)
        return None

    def relays(self, source: Phrase) -> bool:
        """Whether a source may only pass on what others say: an outlet, a body, who reports for them."""
        if is_outlet(self.view, source):
            return True
        head = self.words[source.head]
        if source.name is not None:
            return False
        return head.role is None or head.role.kind != "person" or head.role.lemma in _REPORTING

    def relayed(self, candidate: Proposal, cues: list[CueAt]) -> None:
        """«сообщает ТАСС со ссылкой на МВД»: the source is the one referred to, the cue has two parts."""
        cue = candidate.cue
        if cue is None or candidate.source is None:
            return
        source = candidate.source
        relays = self.relays(source)
        for other in cues:
            if other.entry.kind != "preposition" or other.source is None:
                continue
            if (
                self.words[other.start].low in ("со", "ссылаясь")
                and len(cue.ranges) == 1
                and abs(other.start - cue.end) <= 14
                and self.view.depth[other.start] == self.view.depth[cue.main]
            ):
                if not relays and not other.source.start <= source.start < other.source.end:
                    if self.words[other.start].low == "ссылаясь":
                        self.merged.add(other.start)  # «Мэр, ссылаясь на погоду, заявил»: the mayor speaks
                    continue
                if any(a <= other.start < b for a, b in candidate.content) and candidate.rule != "parenthetical":
                    continue
                first = other.start
                reference = (first, first + 3) if self.words[first].low == "со" else (first, first + 2)
                origin = Phrase(reference[1], other.source.end, other.source.head, other.source.mask, other.source.name)
                ranges = tuple(sorted((*cue.ranges, reference)))
                candidate.cue = CueAt(cue.entry, ranges, cue.main)
                candidate.source = origin
                self.merged.add(other.start)
                candidate.content = [c for a, b in candidate.content for c in minus((a, b), (reference[0], origin.end))]
                return
