"""The rules for words with a cue, in one table: name, what proposes, for which kinds of cues, traits.

Each rule looks at a :class:`~newsquotes.russian.quotes.situation.Situation` and proposes a quotation or none. For a cue the
rules of its kind are tried in the order of the table; the first that fits proposes. Three rules of verbs compete for words
without quote marks around them; their order depends on where the verb stands (:func:`rules_for`).
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from newsquotes.russian.quotes.direct import dialogue, direct_after, direct_before, direct_split
from newsquotes.russian.quotes.nouns import noun, noun_direct, noun_quoted, such_is, such_words
from newsquotes.russian.quotes.objects import anaphoric, naming, quoted_object
from newsquotes.russian.quotes.prepositional import prepositional
from newsquotes.russian.quotes.proposal import Proposal, Trait
from newsquotes.russian.quotes.reported import about_that, after_colon, complement, next_paragraph, parenthetical
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.quotes.turns import after_colon_and_dash


@attrs.frozen
class Rule:
    """A named rule: what it proposes of a situation, and what others need to know of it."""

    name: str
    propose: Callable[[Situation], Proposal | None]
    traits: Trait = Trait.NONE


_OWN = Trait.SELF_ATTRIBUTED
_PARENTHETICAL = Rule("parenthetical", parenthetical, Trait.INSERTED | Trait.RELAYABLE)
_OBJECT = Rule("quoted-object", quoted_object)
_NAMING = Rule("naming", naming)

VERB_RULES = (
    Rule("direct-after", direct_after, Trait.OWN_SEGMENT | Trait.OWN_SUBJECT),
    Rule("direct-split", direct_split, Trait.OWN_SEGMENT | Trait.OWN_SUBJECT | Trait.WITHIN_MARKS),
    Rule("dialogue", dialogue, Trait.OWN_SEGMENT),
    Rule("direct-before", direct_before),
    Rule("direct-before", after_colon_and_dash),
    Rule("anaphoric", anaphoric, Trait.REFERS_BACK),
    Rule("complement", complement),
    Rule("about-that", about_that),
    Rule("block", next_paragraph),
    Rule("colon", after_colon),
    _PARENTHETICAL,
    _OBJECT,
    _NAMING,
)
NOUN_RULES = (
    Rule("direct-after", such_is, _OWN),
    Rule("noun", noun, _OWN | Trait.OF_NOUN),
    Rule("anaphoric", such_words, _OWN),
    Rule("noun-direct", noun_direct, _OWN),
    Rule("noun-quoted", noun_quoted, _OWN),
)
PREPOSITION_RULES = (Rule("prepositional", prepositional, _OWN | Trait.RELAYABLE),)

_COMMON = VERB_RULES[:-3]
_AS_SAID = (*_COMMON, _PARENTHETICAL, _OBJECT, _NAMING)  # «Как объяснил X, A»; «…, сказал X»
_OBJECT_FIRST = (*_COMMON, _OBJECT, _NAMING, _PARENTHETICAL)  # «X назвал это «A»» comes before «…, X назвал»
_NAMING_FIRST = (*_COMMON, _NAMING, _OBJECT, _PARENTHETICAL)
_NAMED_AFTER = (*_COMMON, _NAMING, _PARENTHETICAL, _OBJECT)

TRAITS = {rule.name: rule.traits for rule in (*NOUN_RULES, *VERB_RULES, *PREPOSITION_RULES)}
"""The traits of a rule by its name, for who sees only its proposals."""


def rules_for(s: Situation) -> tuple[Rule, ...]:
    """The rules of a cue, in the order in which they are tried."""
    entry = s.cue.entry
    if entry.kind == "preposition":
        return PREPOSITION_RULES
    if entry.kind == "noun":
        return NOUN_RULES
    start = s.segment
    if s.words[start].low == "как" and s.cue.start - start <= 2:
        return _AS_SAID
    if "твор" in entry.frames:
        return _NAMING_FIRST if start != s.cue.start else _NAMED_AFTER
    return _OBJECT_FIRST if start != s.cue.start else _AS_SAID
