"""The search for quotations: the table of rules is run over the cues of each sentence, then over what no cue claims."""

from __future__ import annotations

from newsquotes.russian.quotes.direct import shared_marks
from newsquotes.russian.quotes.fragments import trimmed_content
from newsquotes.russian.quotes.government import attributed, with_reference
from newsquotes.russian.quotes.proposal import Proposal, Trait, is_outlet
from newsquotes.russian.quotes.rules import TRAITS, Rules
from newsquotes.russian.quotes.situation import Rest, Situation, scope_of
from newsquotes.russian.quotes.teasers import without_teasers
from newsquotes.russian.reading.cues import CueAt, cues_of
from newsquotes.russian.reading.forms import CONJUNCTION, FINITE, GERUND, INFINITIVE, NOUN, PARTICIPLE, QUOTE_MARKS, SHORT
from newsquotes.russian.reading.view import View

BUILT_IN = Rules()
_FIRST_SECOND = frozenset(["я", "мы", "вы", "ты", "меня", "мне", "нас", "нам", "вас", "вам"])


def proposals(view: View, rules: Rules = BUILT_IN) -> list[Proposal]:
    """The quotations that the rules propose, in the order in which they were found."""
    claimed: set[int] = set()
    found: list[Proposal] = []
    for n, cues in enumerate(cues_of(view)):
        if cues:
            found += _of_sentence(view, n, cues, claimed, rules)
    found = shared_marks(found, lambda c: bool(_traits(c) & Trait.WITHIN_MARKS))
    rest = Rest(view, found, claimed)
    for rule in rules.cueless:
        for proposal in rule(rest):
            if proposal.rule in rules.gone:
                continue
            claimed.update(proposal.claims)
            found.append(proposal)
    found = [t for c in found if (t := trimmed_content(view, c)).content]
    return _without_doubles(without_teasers(view, found))


def _of_sentence(view: View, n: int, cues: list[CueAt], claimed: set[int], rules: Rules) -> list[Proposal]:
    """The proposals of a sentence's cues; what they claim is added to ``claimed``."""
    earlier: list[tuple[CueAt, Proposal]] = []
    absorbed: set[int] = set()
    mains = frozenset([c.main for c in cues if c.entry.kind in ("verb", "predicative")])
    for cue in sorted(cues, key=_turn) if len(cues) > 1 else cues:
        if cue.start in absorbed or _is_own_report(view, cue):
            continue
        proposal = _proposal(Situation(view, cue, cues, mains, n, scope_of(view, cue, n), earlier, claimed), rules)
        if proposal is None:
            continue
        claimed.update(proposal.claims)
        absorbed.update(proposal.absorbed)
        if not _tells_of_self(view, proposal):
            earlier.append((cue, proposal))
    return [t for _, c in earlier if (t := trimmed_content(view, c)).content]


def _proposal(s: Situation, rules: Rules) -> Proposal | None:
    """What the first rule that fits makes of a situation."""
    for rule in rules.of(s):
        proposal = rule.propose(s)
        if proposal is None:
            continue
        if rule.traits & Trait.SELF_ATTRIBUTED:
            return proposal
        if proposal.source is None and (source := attributed(s, rule.traits)) is not None:
            proposal.source = source
        return with_reference(s, proposal, rule.traits) if len(s.cues) > 1 else proposal
    return None


def _tells_of_self(view: View, c: Proposal) -> bool:
    """«Я его попросил: «A»»: who speaks is the one who tells, and the words are no quotation of the author's."""
    if _traits(c) & Trait.SELF_ATTRIBUTED or c.source is None or c.source.name is not None:
        return False
    return view.words[c.source.head].low in _FIRST_SECOND


def _is_own_report(view: View, cue: CueAt) -> bool:
    """Whether a cue is the speaker's own, not the author's report: «говорю», «я могу сказать»."""
    w = view.words[cue.main]
    if w.flags & FINITE:
        return cue.entry.kind == "verb" and not w.subject and not w.flags & (SHORT | PARTICIPLE | GERUND | INFINITIVE)
    return bool(w.flags & INFINITIVE) and _hangs_on_first_person(view, cue)


def _hangs_on_first_person(view: View, cue: CueAt) -> bool:
    """«Я могу сказать», «хочу напомнить»: an infinitive that hangs on a first or second person."""
    words = view.words
    for k in range(cue.start - 1, max(-1, cue.start - 6), -1):
        w = words[k]
        if w.low in _FIRST_SECOND:
            return True
        if w.flags & FINITE and not w.flags & NOUN:
            return not w.subject and w.low not in ("надо", "нельзя")
        if w.text in ",;:—–-" or w.text in QUOTE_MARKS or w.flags & CONJUNCTION:
            return False
    return False


def _turn(cue: CueAt) -> tuple[bool, bool, int]:
    """Verbs before nouns before prepositions."""
    return cue.entry.kind == "preposition", cue.entry.kind == "noun", cue.main


def _traits(c: Proposal) -> int:
    return TRAITS.get(c.rule, Trait.NONE)


def _without_doubles(found: list[Proposal]) -> list[Proposal]:
    """One quotation for one content: that of the more reliable cue. What a dash opens may be said without its cue too."""
    best: dict[tuple[bool, tuple[tuple[int, int], ...]], Proposal] = {}
    for c in found:
        key = c.rule == "dash-speech", c.content
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
            if _traits(c) & Trait.RELAYABLE and c.source is not None and is_outlet(view, c.source):
                if any(
                    o is not c
                    and not _traits(o) & Trait.OF_NOUN
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
