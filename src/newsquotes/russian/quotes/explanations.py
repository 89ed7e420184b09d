"""Why words became a quotation, or did not, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from newsquotes.russian.quotes.choice import Choice, all_cues, parts
from newsquotes.russian.quotes.edges import Range
from newsquotes.russian.quotes.feature_words import feature_in_words
from newsquotes.russian.quotes.judgement import features
from newsquotes.russian.quotes.models import QuoteModels
from newsquotes.russian.quotes.proposal import Proposal, is_speech
from newsquotes.russian.quotes.rules import Rule, Rules
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.quotes.templates import Tables
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.view import View
from newsquotes.spans import Span
from newsquotes.stages import Decision, Evidence
from newsquotes.wording import decimal, gettext, signed

_RIVALS = 2
_FEATURES = 4
_MOST = 5


class Listening(Rules):
    """The same rules, which remember for every cue those that looked and proposed nothing, by the cue's main word."""

    def __init__(self, rules: Rules) -> None:
        self.__dict__.update(rules.__dict__)
        self.declined: dict[int, list[str]] = {}

    def of(self, s: Situation) -> tuple[Rule, ...]:
        """All rules of a cue; they are noted when they decline."""
        return tuple(attrs.evolve(rule, propose=self._noting(rule)) for rule in self.ordered(s)[True])

    def _noting(self, rule: Rule) -> Callable[[Situation], Proposal | None]:
        def propose(s: Situation) -> Proposal | None:
            proposal = rule.propose(s)
            if proposal is None:
                self.declined.setdefault(s.cue.main, []).append(rule.name)
            return proposal

        return propose


def decisions(
    view: View,
    chosen: Sequence[Choice],
    found: Sequence[Proposal],
    kept: Sequence[Proposal],
    least: float,
    models: QuoteModels,
    rules: Listening,
) -> list[Decision]:
    """What became of every proposal, every other cue and every other pair of quote marks, in the order of the text."""
    by_proposal = {id(c.proposal): c for c in chosen}
    verdicts = _Verdicts(view, by_proposal, found, {id(p) for p in kept}, least, models, rules)
    made = [*map(verdicts.of, found), *verdicts.of_cues(), *verdicts.of_marks()]
    return sorted(made, key=lambda d: (d.span.start, d.span.end))


@attrs.frozen
class _Verdicts:
    view: View
    chosen: Mapping[int, Choice]
    found: Sequence[Proposal]
    kept: set[int]
    least: float
    models: QuoteModels
    rules: Listening

    def of(self, p: Proposal) -> Decision:
        """What became of a proposal."""
        view = self.view
        kind, span = self._place(p)
        source = gettext("no source")
        if p.source is not None:
            source = gettext("source «{words}»", words=view.text(p.source.start, p.source.end))
        told = {"words": _shown(view, p.content), "source": source, "probability": decimal(p.score)}
        accepted = id(p) in self.kept
        if accepted:
            reason = gettext("{words}, {source}: probability {probability}", **told)
        elif p.score >= self.least:
            reason = gettext("{words}, {source}: another quotation has these words, or an outlet only relays them", **told)
        else:
            least = decimal(self.least)
            reason = gettext("{words}, {source}: probability {probability} is below {least}", least=least, **told)
        return Decision(
            span,
            kind,
            "accepted" if accepted else "rejected",
            reason + self._rivals(p),
            p.rule,
            content=tuple(view.span(a, b) for a, b in p.content),
            declined=self._declined(p.cue.main) if p.cue is not None else (),
            evidence=most_telling(self._evidence(p)),
        )

    def _declined(self, cue: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.rules.declined.get(cue, ())))

    def _place(self, p: Proposal) -> tuple[str, Span]:
        if p.cue is not None:
            return "cue", self.view.span(p.cue.start, p.cue.ranges[0][1])
        return "quote" if p.quoted is None else "quote marks", self.view.span(p.content[0][0], p.content[-1][1])

    def of_cues(self) -> Iterator[Decision]:
        """One decision for every cue without a proposal."""
        proposed = {p.cue.main for p in self.found if p.cue is not None}
        for _, cue in all_cues(self.view):
            if cue.main not in proposed:
                span = self.view.span(cue.start, cue.ranges[0][1])
                reason = gettext("no words that «{cue}» could attribute stand beside it", cue=cue.entry.lemma)
                yield Decision(span, "cue", "rejected", reason, declined=self._declined(cue.main))

    def of_marks(self) -> Iterator[Decision]:
        """One decision for every pair of quote marks that is in no proposal."""
        for q in self.view.quoted:
            if not any(a <= q.first and q.last <= b for p in self.found for a, b in p.content):
                yield Decision(self.view.span(q.first, q.last), "quote marks", "rejected", _why_not(self.view, q))

    def _evidence(self, p: Proposal) -> Iterable[Evidence]:
        """Everything that was weighed: of a range against attributing nothing, or of what a built-in rule proposed."""
        if p.rule in self.rules.added:
            return ()
        choice = self.chosen.get(id(p))
        if choice is None:
            weights = self.models.rules
            return (Evidence(name, weights.get(name, 0.0)) for name in features(self.view, p) if name != "bias")
        scored, tables = choice.scored, Tables.named()
        none = [*scored.facts.none(tables, scored.judged)]
        total = [*parts(tables, scored.facts, scored.judged, scored.rivals[0].range)]
        sums: dict[str, float] = {}
        for names, sign in ((total[len(none) :], 1.0), (none, -1.0)):
            for name in names:
                sums[name] = sums.get(name, 0.0) + sign * choice.weights.get(name, 0.0)
        return (Evidence(name, weight) for name, weight in sums.items())

    def _rivals(self, p: Proposal) -> str:
        """The next best ranges of the cue, and the features that put the best one before the second."""
        choice = self.chosen.get(id(p))
        if choice is not None and choice.scored.sure:
            return gettext("; what the rules propose is not in doubt, no rivals were looked for")
        if choice is None or len(choice.scored.rivals) < 2:
            return ""
        best, *others = choice.scored.rivals[: 1 + _RIVALS]
        shown = ", ".join(f"{_shown(self.view, r.range)} {signed(r.score - best.score)}" for r in others)
        decided = "; ".join(_deciding(choice, best.range, others[0].range))
        return gettext("; rivals {rivals}; decided by {features}", rivals=shown, features=decided)


def most_telling(evidence: Iterable[Evidence], most: int = _MOST) -> tuple[Evidence, ...]:
    """What speaks most for a candidate and what speaks most against it, at most ``most`` of each, the heaviest first."""
    heavy = sorted(evidence, key=lambda e: (-abs(e.weight or 0.0), e.name))
    for_it = [e for e in heavy if (e.weight or 0.0) >= 0.005][:most]
    against = [e for e in heavy if (e.weight or 0.0) <= -0.005][:most]
    return tuple(attrs.evolve(e, words=feature_in_words(e.name)) for e in (*for_it, *against))


def _deciding(choice: Choice, best: Range, other: Range) -> list[str]:
    """The features whose weights part two ranges most, with what they weigh."""
    tables, scored = Tables.named(), choice.scored
    weights = choice.weights
    sums: dict[str, float] = {}
    for r, sign in ((best, 1.0), (other, -1.0)):
        for name in parts(tables, scored.facts, scored.judged, r):
            sums[name] = sums.get(name, 0.0) + sign * weights.get(name, 0.0)
    most = sorted(sums, key=lambda name: (-abs(sums[name]), name))[:_FEATURES]
    return [f"{feature_in_words(name)} {signed(sums[name])}" for name in most]


def _shown(view: View, fragments: Sequence[tuple[int, int]]) -> str:
    words = " … ".join(view.text(a, b) for a, b in fragments)
    return f"«{words if len(words) <= 80 else words[:80] + '…'}»"


def _why_not(view: View, q: Quoted) -> str:
    if not is_speech(view, q):
        return gettext("a name, a title or a term: short, without a verb, and no cue takes it")
    if q.repair == "unopened":
        return gettext("a closing mark that nothing opens, and no attribution follows")
    return gettext("no cue attributes it, and no quotation before it goes on")
