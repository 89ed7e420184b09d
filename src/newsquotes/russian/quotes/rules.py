"""The rules in one table: name, what proposes, for which kinds of cues, traits; and those of plugins among them.

Each rule looks at a :class:`~newsquotes.russian.quotes.situation.Situation` and proposes a quotation or none. For a cue the
rules of its kind are tried in the order of the table; the first that fits proposes. Three rules of verbs compete for words
without quote marks around them; their order depends on where the verb stands (:meth:`Rules.of`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import attrs

from newsquotes.errors import ConfigError, RuleError, brief, did_you_mean, told
from newsquotes.rules import QuoteRule
from newsquotes.russian.quotes.cueless import CUELESS_RULES, CUELESS_TRAITS
from newsquotes.russian.quotes.dash_speech import after_colon_and_dash
from newsquotes.russian.quotes.dialogue import dialogue, resumed, unmarked
from newsquotes.russian.quotes.direct import direct_after, direct_before, direct_split, direct_without_dash
from newsquotes.russian.quotes.nouns import noun, noun_direct, noun_quoted, such_is, such_words
from newsquotes.russian.quotes.objects import anaphoric, naming, quoted_object
from newsquotes.russian.quotes.prepositional import prepositional
from newsquotes.russian.quotes.proposal import Proposal, Trait
from newsquotes.russian.quotes.reported import about_that, after_colon, complement, next_paragraph, parenthetical
from newsquotes.russian.quotes.situation import Rest, Situation
from newsquotes.russian.reading.forms import DASHES
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.view import View
from newsquotes.wording import gettext


@attrs.frozen
class Rule:
    """A named rule: what it proposes of a situation, and what others need to know of it."""

    name: str
    propose: Callable[[Situation], Proposal | None]
    traits: int = Trait.NONE


_OWN = Trait.SELF_ATTRIBUTED
_SET_OFF = Trait.SET_OFF
_ATTRIBUTION = Trait.OWN_SEGMENT | Trait.SET_OFF
_PARENTHETICAL = Rule("parenthetical", parenthetical, Trait.INSERTED | Trait.RELAYABLE)
_OBJECT = Rule("quoted-object", quoted_object)
_NAMING = Rule("naming", naming)

VERB_RULES = (
    Rule("direct-after", direct_after, _ATTRIBUTION | Trait.OWN_SUBJECT),
    Rule("direct-split", direct_split, _ATTRIBUTION | Trait.OWN_SUBJECT | Trait.WITHIN_MARKS),
    Rule("direct-split", direct_without_dash, _ATTRIBUTION | Trait.OWN_SUBJECT | Trait.WITHIN_MARKS),
    Rule("dialogue", dialogue, _ATTRIBUTION | Trait.DASHED),
    Rule("dialogue", resumed, _ATTRIBUTION | Trait.DASHED),
    Rule("unmarked", unmarked, Trait.OWN_SEGMENT | Trait.DASHED),
    Rule("direct-before", direct_before, _SET_OFF),
    Rule("direct-before", after_colon_and_dash, _SET_OFF),
    Rule("anaphoric", anaphoric, Trait.REFERS_BACK),
    Rule("complement", complement),
    Rule("about-that", about_that),
    Rule("block", next_paragraph, _SET_OFF),
    Rule("colon", after_colon, _SET_OFF),
    _PARENTHETICAL,
    _OBJECT,
    _NAMING,
)
NOUN_RULES = (
    Rule("direct-after", such_is, _OWN | _SET_OFF),
    Rule("noun", noun, _OWN | Trait.OF_NOUN),
    Rule("anaphoric", such_words, _OWN),
    Rule("noun-direct", noun_direct, _OWN | _SET_OFF),
    Rule("noun-quoted", noun_quoted, _OWN | _SET_OFF),
)
PREPOSITION_RULES = (Rule("prepositional", prepositional, _OWN | Trait.RELAYABLE),)

_COMMON = VERB_RULES[:-3]
_ORDERS = (
    (*_COMMON, _PARENTHETICAL, _OBJECT, _NAMING),
    (*_COMMON, _OBJECT, _NAMING, _PARENTHETICAL),
    (*_COMMON, _NAMING, _OBJECT, _PARENTHETICAL),
    (*_COMMON, _NAMING, _PARENTHETICAL, _OBJECT),
)
_AS_SAID, _OBJECT_FIRST, _NAMING_FIRST, _NAMED_AFTER = range(4)
# «Как объяснил X, A», «…, сказал X»; «X назвал это «A»» comes before «…, X назвал»

TRAITS = {rule.name: rule.traits for rule in (*NOUN_RULES, *VERB_RULES, *PREPOSITION_RULES)} | CUELESS_TRAITS
"""The traits of a rule by its name, for who sees only its proposals."""

RULE_NAMES = frozenset(TRAITS)
"""The names of all built-in rules."""


class Rules:
    """The rules of one detector: the built-in ones but those in ``without``, and those of plugins.

    A plugin's rule stands where the rule stands that it ``replaces``, or before all others. Raises
    :class:`~newsquotes.errors.ConfigError` for names that there are not.
    """

    def __init__(self, without: Iterable[str] = (), added: Sequence[QuoteRule] = ()) -> None:
        self._without = tuple(sorted(without))
        self.added = {rule.name: rule for rule in added}
        gone = {*self._without}
        problems = [
            gettext("there is no rule {name!r}; {known}", name=name, known=did_you_mean(name, RULE_NAMES))
            for name in sorted(gone - RULE_NAMES)
        ]
        for rule in added:
            if rule.replaces and rule.replaces not in RULE_NAMES:
                known = did_you_mean(rule.replaces, RULE_NAMES)
                problems.append(
                    gettext(
                        "{of} replaces {replaces!r}, but there is no such rule; {known}",
                        of=_of(rule),
                        replaces=rule.replaces,
                        known=known,
                    )
                )
            if rule.name in RULE_NAMES:
                problems.append(
                    gettext(
                        "{of} has the name of a built-in rule; give it another, and replaces={name!r}",
                        of=_of(rule),
                        name=rule.name,
                    )
                )
        if problems:
            raise ConfigError(problems)
        self.gone = frozenset(gone | {rule.replaces for rule in added if rule.replaces})
        self._nouns = _both(self._arranged(NOUN_RULES, "noun"))
        self._prepositions = _both(self._arranged(PREPOSITION_RULES, "preposition"))
        self._verbs = [_both(self._arranged(order, "verb")) for order in _ORDERS]
        self._predicatives = [_both(self._arranged(order, "predicative")) for order in _ORDERS] if added else self._verbs
        own = [_Cueless(rule) for rule in added if not rule.cues]
        self.cueless: tuple[Callable[[Rest], Iterable[Proposal]], ...] = (*own, *CUELESS_RULES)

    def __reduce__(self) -> tuple[type[Rules], tuple[object, ...]]:
        return type(self), (self._without, tuple(self.added.values()))

    def of(self, s: Situation) -> tuple[Rule, ...]:
        """The rules of a cue, in their order; where nothing sets words off, those alone that do not need it."""
        return self.ordered(s)[s.view.paragraph_of[s.cue.main] in s.view.once("paragraphs with words set off", _set_off)]

    def ordered(self, s: Situation) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """The rules of a cue that need nothing to set words off, and all of them, each in their order."""
        entry = s.cue.entry
        if entry.kind == "preposition":
            return self._prepositions
        if entry.kind == "noun":
            return self._nouns
        orders = self._verbs if entry.kind == "verb" else self._predicatives
        start = s.segment
        if s.words[start].low == "как" and s.cue.start - start <= 2:
            return orders[_AS_SAID]
        if "твор" in entry.frames:
            return orders[_NAMING_FIRST if start != s.cue.start else _NAMED_AFTER]
        return orders[_OBJECT_FIRST if start != s.cue.start else _AS_SAID]

    def _arranged(self, order: Sequence[Rule], kind: str) -> tuple[Rule, ...]:
        own = [rule for rule in self.added.values() if kind in rule.cues]
        places = {rule.replaces: Rule(rule.name, _ForCue(rule)) for rule in own}
        there = {rule.name for rule in order}
        first = [Rule(rule.name, _ForCue(rule)) for rule in own if rule.replaces not in there]
        taken: dict[str, Rule] = {}
        for rule in order:
            placed = places.get(rule.name)
            if placed is not None:
                taken.setdefault(placed.name, placed)
            elif rule.name not in self.gone:
                taken[f"{rule.name} {len(taken)}"] = rule
        return (*first, *taken.values())


def _both(rules: tuple[Rule, ...]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Those of the rules that need nothing to set words off, and all of them."""
    return tuple([rule for rule in rules if not rule.traits & Trait.SET_OFF]), rules


def _set_off(view: View) -> frozenset[int]:
    """The numbers of the paragraphs with a colon, a dash or marked words."""
    words, paragraph_of = view.words, view.paragraph_of
    found = {paragraph_of[i] for i in view.marks if words[i].text == ":" or words[i].text in DASHES}
    for q in view.quoted:
        found.update(range(paragraph_of[q.open if q.open >= 0 else q.first], paragraph_of[q.last] + 1))
    return frozenset(found)


@attrs.frozen
class _ForCue:
    """What a plugin's rule proposes of a situation, checked."""

    rule: QuoteRule

    def __call__(self, s: Situation) -> Proposal | None:
        try:
            proposal = self.rule.propose(s)  # type: ignore[arg-type]
        except Exception as exc:
            raise _fault(self.rule, gettext("raised {why}", why=told(exc))) from exc
        return None if proposal is None else attrs.evolve(_checked(self.rule, proposal, s.view), cue=s.cue)


@attrs.frozen
class _Cueless:
    """What a plugin's rule finds without a cue, checked."""

    rule: QuoteRule

    def __call__(self, rest: Rest) -> Iterator[Proposal]:
        try:
            found = [*islice(self.rule.propose(rest) or (), rest.view.size + 1)]  # type: ignore[arg-type]
        except Exception as exc:
            raise _fault(self.rule, gettext("raised {why}", why=told(exc))) from exc
        if len(found) > rest.view.size:
            raise _fault(self.rule, gettext("yields more proposals than the text has tokens"))
        return (attrs.evolve(_checked(self.rule, proposal, rest.view), cue=None) for proposal in found)


def _checked(rule: QuoteRule, proposal: object, view: View) -> Proposal:
    """The proposal with the name and confidence of its rule; raises :class:`RuleError` where it cannot be one."""
    if not isinstance(proposal, Proposal):
        raise _fault(rule, gettext("proposed {proposal}; it must propose a Proposal, or None", proposal=brief(proposal)))
    last = 0
    for part in proposal.content or (None,):
        if not (isinstance(part, tuple) and len(part) == 2 and all(type(i) is int for i in part)):
            raise _fault(
                rule,
                gettext(
                    "proposed the content {content}; it must hold pairs of token indices", content=brief(proposal.content)
                ),
            )
        if not last <= part[0] < part[1] <= view.size:
            raise _fault(
                rule,
                gettext(
                    "proposed the content {content}, out of order or beyond the {size} tokens",
                    content=brief(proposal.content),
                    size=view.size,
                ),
            )
        last = part[1]
    if proposal.type not in ("direct", "indirect", "mixed"):
        raise _fault(
            rule, gettext("proposed the type {type}; it must be direct, indirect or mixed", type=brief(proposal.type))
        )
    if proposal.source is not None and not isinstance(proposal.source, Phrase):
        raise _fault(
            rule, gettext("proposed the source {source}; it must be a Phrase, or None", source=brief(proposal.source))
        )
    return attrs.evolve(proposal, rule=rule.name, score=rule.confidence)


def _of(rule: QuoteRule) -> str:
    return gettext("the rule {name!r} (plugin {plugin!r})", name=rule.name, plugin=rule.plugin)


def _fault(rule: QuoteRule, what: str) -> RuleError:
    return RuleError(f"{_of(rule)} {what}", rule=rule.name, plugin=rule.plugin)
