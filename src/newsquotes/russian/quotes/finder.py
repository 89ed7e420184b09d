"""The order of the rules, and what is left of their proposals."""

from __future__ import annotations

from collections.abc import Callable

from newsquotes.russian.quotes.cueless import Cueless
from newsquotes.russian.quotes.proposal import Proposal, is_outlet
from newsquotes.russian.reading.cues import CueAt, cues_in
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import (
    CONJUNCTION,
    FINITE,
    GERUND,
    INFINITIVE,
    NOUN,
    PARTICIPLE,
    QUOTE_MARKS,
    SHORT,
)

_FIRST_SECOND = frozenset(["я", "мы", "вы", "ты", "меня", "мне", "нас", "нам", "вас", "вам"])


Rule = Callable[["Finder", CueAt, list[CueAt], tuple[int, int], int], Proposal | None]


def proposals(view: View) -> list[Proposal]:
    """The quotations that the rules propose, in the order in which they were found."""
    return Finder(view).run()


class Finder(Cueless):
    """The order of the rules, and what is left of their proposals."""

    def run(self) -> list[Proposal]:
        """Every proposal: sentence by sentence from the cues, then those without one."""
        view = self.view
        for n, (first, last) in enumerate(view.sentences):
            cues = cues_in(view, first, last)
            if not cues:
                continue
            self.sentence_found = []
            self.merged = set()
            for cue in sorted(cues, key=_turn) if len(cues) > 1 else cues:
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

    def own_words(self, cue: CueAt) -> bool:
        """«Я могу сказать», «хочу напомнить»: a speaker's own words, whose infinitive hangs on a first or second person."""
        words = self.words
        for k in range(cue.start - 1, max(-1, cue.start - 6), -1):
            w = words[k]
            if w.low in _FIRST_SECOND:
                return True
            if w.flags & FINITE and not w.flags & NOUN:
                return not w.subject and w.low not in ("надо", "нельзя")
            if w.text in ",;:—–-" or w.text in QUOTE_MARKS or w.flags & CONJUNCTION:
                return False
        return False

    def propose(self, cue: CueAt, cues: list[CueAt], n: int) -> Proposal | None:
        """What the first rule that fits makes of a cue of sentence ``n``."""
        words, entry = self.words, cue.entry
        w = words[cue.main]
        if (
            entry.kind == "verb"
            and w.flags & FINITE
            and not w.subject
            and not w.flags & (SHORT | PARTICIPLE | GERUND | INFINITIVE)
        ):
            return None  # first or second person: the speaker's own words, not the author's report
        if w.flags & INFINITIVE and not w.flags & FINITE and self.own_words(cue):
            return None
        scope = self.scope(cue, n)
        self.cues = cues
        if entry.kind == "preposition":
            return self.prepositional(cue, scope)
        if entry.kind == "noun":
            return self.noun(cue, cues, scope)
        start = self.segment(cue, scope)
        rules = _PARENTHETICAL_FIRST
        if words[start].low == "как" and cue.start - start <= 2:
            pass  # «Как объяснил X, A»
        elif "твор" in entry.frames:
            rules = _NAMING_FIRST if start != cue.start else _NAMING_AND_PARENTHETICAL_FIRST
        elif start != cue.start:
            rules = _OBJECT_FIRST  # «X назвал это «A»» comes before «…, X назвал»
        for rule in rules:
            candidate = rule(self, cue, cues, scope, n)
            if candidate is None:
                continue
            if candidate.source is None:
                candidate.source = self.source(cue, cues, scope, candidate)
            if (
                candidate.source is not None
                and words[candidate.source.head].low in _FIRST_SECOND
                and candidate.source.name is None
            ):
                return None
            if len(cues) > 1:
                self.relayed(candidate, cues)
            return candidate
        return None


_FIRST: tuple[Rule, ...] = (
    Finder.direct_after,
    Finder.direct_before,
    Finder.anaphoric,
    Finder.complement,
    Finder.colon,
)
_PARENTHETICAL_FIRST = (*_FIRST, Finder.parenthetical, Finder.quoted_object, Finder.naming)
_OBJECT_FIRST = (*_FIRST, Finder.quoted_object, Finder.naming, Finder.parenthetical)
_NAMING_FIRST = (*_FIRST, Finder.naming, Finder.quoted_object, Finder.parenthetical)
_NAMING_AND_PARENTHETICAL_FIRST = (*_FIRST, Finder.naming, Finder.parenthetical, Finder.quoted_object)


def _turn(cue: CueAt) -> tuple[bool, bool, int]:
    """Verbs before nouns before prepositions."""
    return cue.entry.kind == "preposition", cue.entry.kind == "noun", cue.main


def _without_doubles(found: list[Proposal]) -> list[Proposal]:
    """One quotation for one content: that of the more reliable cue."""
    best: dict[tuple[tuple[int, int], ...], Proposal] = {}
    for c in found:
        key = tuple(c.content)
        other = best.get(key)
        if other is None or _rank(c) > _rank(other):
            best[key] = c
    return list(best.values())


def _rank(c: Proposal) -> tuple[bool, float]:
    return c.source is not None, c.cue.entry.reliability if c.cue is not None else 0.0


def without_relays(view: View, found: list[Proposal]) -> list[Proposal]:
    """An outlet that only relays a quotation of the same sentence gives none of its own."""
    by_sentence: dict[int, list[Proposal]] = {}
    for c in found:
        if c.cue is not None:
            by_sentence.setdefault(view.sentence_of[c.cue.main], []).append(c)
    gone: set[int] = set()
    for together in by_sentence.values():
        for c in together:
            if c.rule in ("parenthetical", "prepositional") and c.source is not None and is_outlet(view, c.source):
                if any(
                    o is not c
                    and o.rule != "noun"
                    and _inside(o, c)
                    and not (o.source is not None and is_outlet(view, o.source))
                    for o in together
                ):
                    gone.add(id(c))
    return [c for c in found if id(c) not in gone]


def _inside(inner: Proposal, outer: Proposal) -> bool:
    a, b = inner.content[0][0], inner.content[-1][1]
    overlap = sum(max(0, min(b, y) - max(a, x)) for x, y in outer.content)
    return overlap > 0 or (inner.cue is not None and any(x <= inner.cue.start < y for x, y in outer.content))
