"""The features of the models of quotations as a reader says them: «start before=что» is «its start: the word before что»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from newsquotes.terms import in_words
from newsquotes.wording import gettext, pgettext, term

_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "start": term("feature", "its start"),
        "end": term("feature", "its end"),
        "gap": term("feature", "what interrupts it"),
        "shape": term("feature", "the whole"),
        "none": term("feature", "the cue"),
        "veto": term("feature", "what a rule proposed"),
        "within": term("feature", "a sentence taken in"),
        "outside": term("feature", "a sentence left out"),
        "lost": term("feature", "where marks are lost"),
        "unproposed": term("feature", "no rule proposed it"),
    }
)
"""The first words of features of ranges; those of rules' proposals have none."""

_FACTS: Mapping[str, str] = MappingProxyType(
    {
        "agreed": term("feature", "as the rule proposed"),
        "after": term("feature", "what comes after"),
        "as": term("feature", "with «как»"),
        "balance": term("feature", "marks in pairs"),
        "before": term("feature", "the word before"),
        "block": term("feature", "a block"),
        "collocation": term("feature", "a set phrase"),
        "content": term("feature", "the words"),
        "cue": term("feature", "the kind of cue"),
        "cues": term("feature", "further cues"),
        "cut": term("feature", "what the rule ends at"),
        "depth": term("feature", "how deep in marks the cue is"),
        "distance": term("feature", "distance from the cue"),
        "end": term("feature", "its end"),
        "extra": term("feature", "words besides cue and source"),
        "first": term("feature", "the first word"),
        "form": term("feature", "the form of the cue"),
        "fragments": term("feature", "in pieces"),
        "frames": term("feature", "what the cue governs"),
        "gap": term("feature", "gap"),
        "headline": term("feature", "in the headline"),
        "judging": term("feature", "words that judge"),
        "kind": term("feature", "the kind of word"),
        "last": term("feature", "the last word"),
        "lead": term("feature", "how the sentence leads in"),
        "left": term("feature", "left of the cue"),
        "lemma": term("feature", "the cue itself"),
        "length": term("feature", "length"),
        "lively": term("feature", "lively words"),
        "marks": term("feature", "marks"),
        "marks_in": term("feature", "marks within"),
        "marks_out": term("feature", "marks outside"),
        "mentioned": term("feature", "the speaker is mentioned"),
        "modal": term("feature", "with a modal verb"),
        "mode": term("feature", "speech, writing or thought"),
        "names": term("feature", "names"),
        "negated": term("feature", "with «не»"),
        "opened": term("feature", "opens with a mark"),
        "opener": term("feature", "the first word"),
        "opening": term("feature", "what the rule begins at"),
        "opens": term("feature", "what it opens with"),
        "opens_left": term("feature", "what the left side opens with"),
        "others": term("feature", "another cue claims it"),
        "own": term("feature", "words in the first person"),
        "paragraph": term("feature", "ends a paragraph"),
        "paragraph_in": term("feature", "begins a paragraph"),
        "paragraph_out": term("feature", "ends a paragraph"),
        "paragraphs": term("feature", "paragraphs"),
        "past": term("feature", "a past tense"),
        "person": term("feature", "person"),
        "place": term("feature", "on which side of the cue"),
        "plural": term("feature", "in the plural"),
        "predicate": term("feature", "has a predicate"),
        "present": term("feature", "a present tense"),
        "pronoun": term("feature", "the pronoun"),
        "proposed": term("feature", "as the rule proposed"),
        "quoted": term("feature", "in quote marks"),
        "reliability": term("feature", "how reliable the cue is"),
        "right": term("feature", "right of the cue"),
        "rule": term("feature", "the rule"),
        "says": term("feature", "the verb speaks"),
        "second": term("feature", "the word after"),
        "sentence": term("feature", "ends a sentence"),
        "sentence_in": term("feature", "begins a sentence"),
        "sentence_out": term("feature", "ends a sentence"),
        "sentences": term("feature", "sentences"),
        "side": term("feature", "on which side of the cue"),
        "source": term("feature", "the source"),
        "stance": term("feature", "what is done with the words"),
        "starts": term("feature", "how it starts"),
        "tail": term("feature", "what follows the source"),
        "title": term("feature", "a capital letter"),
        "type": term("feature", "direct or indirect"),
        "under": term("feature", "depends on"),
        "unended": term("feature", "the paragraph has no full stop"),
        "verb": term("feature", "the verb"),
        "verbs": term("feature", "verbs"),
        "who": term("feature", "who speaks"),
        "within": term("feature", "in quote marks"),
    }
)
_VALUES: Mapping[str, str] = MappingProxyType(
    {
        "True": term("feature", "yes"),
        "False": term("feature", "no"),
        "yes": term("feature", "yes"),
        "no": term("feature", "no"),
        "": term("feature", "none"),
        "none": term("feature", "none"),
        "^": term("feature", "the beginning"),
        "$": term("feature", "the end"),
        "all": term("feature", "all"),
        "some": term("feature", "some"),
        "same": term("feature", "the same"),
        "nearly": term("feature", "nearly"),
        "half": term("feature", "half"),
        "one": term("feature", "one"),
        "nobody": term("feature", "nobody"),
        "left": term("feature", "left"),
        "right": term("feature", "right"),
        "before": term("feature", "before"),
        "after": term("feature", "after"),
        "beside": term("feature", "beside"),
        "around": term("feature", "around"),
        "across": term("feature", "across"),
        "back": term("feature", "sentences back"),
        "on": term("feature", "sentences on"),
        "agrees": term("feature", "agrees"),
        "between": term("feature", "between"),
        "first": term("feature", "first"),
        "word": term("feature", "a word"),
        "verb": term("feature", "a verb"),
        "noun": term("feature", "a noun"),
        "adjective": term("feature", "an adjective"),
        "adverb": term("feature", "an adverb"),
        "preposition": term("feature", "a preposition"),
        "particle": term("feature", "a particle"),
        "predicative": term("feature", "a predicative"),
        "infinitive": term("feature", "an infinitive"),
        "gerund": term("feature", "a gerund"),
        "participle": term("feature", "a participle"),
        "short": term("feature", "a short form"),
        "reflexive": term("feature", "a reflexive verb"),
        "past": term("feature", "past"),
        "present": term("feature", "present"),
        "nominative": term("feature", "in the nominative"),
        "oblique": term("feature", "in an oblique case"),
        "number": term("feature", "a number"),
        "name": term("feature", "a name"),
        "title": term("feature", "a capitalized word"),
        "marks": term("feature", "marks"),
        "animate": term("feature", "somebody"),
        "thing": term("feature", "a thing"),
        "place": term("feature", "a place"),
        "finite": term("feature", "a verb"),
        "other": term("feature", "another one"),
        "saying": term("feature", "a word of speech"),
        "says": term("feature", "a word of speech"),
        "subject": term("feature", "the subject"),
        "tense": term("feature", "the tense"),
        "unclosed": term("feature", "not closed"),
        "unopened": term("feature", "not opened"),
        "shared": term("feature", "shared"),
        "paragraphs": term("feature", "over paragraphs"),
        "paragraph": term("feature", "a paragraph"),
        "opens": term("feature", "opens"),
        "content": term("feature", "the words"),
        "fragments": term("feature", "in pieces"),
        "person": term("feature", "a person"),
        "within": term("feature", "within marks"),
        "lost": term("feature", "a lost mark"),
        "mark": term("feature", "a mark"),
        "bias": term("feature", "how it is in general"),
        "collocation": term("feature", "a set phrase"),
        "proposed": term("feature", "proposed"),
    }
)
_LATIN = re.compile(r"[A-Za-z_][A-Za-z_-]*|\^|\$")
_PAIR = re.compile(r"([^\s=]+(?: [^\s=]+)*)=(\S*)")


def feature_in_words(name: str) -> str:
    """A feature of the models of quotations in the language that is spoken.

    >>> feature_in_words("start before=что"), feature_in_words("length=2 predicate=True")
    ('its start: the word before – что', 'length – 2; has a predicate – yes')
    """
    first, _, rest = name.partition(" ")
    if (first in _PARTS and "=" in rest and not rest.startswith(("gap=", "left ", "right "))) or first == "veto":
        told = _templates(rest) if first != "veto" else _pairs(rest)
        return gettext("{part}: {told}", part=pgettext("feature", _PARTS[first]), told=told)
    return _pairs(name)


def _templates(rest: str) -> str:
    """What a template says: its facts, and their values parted by «|»."""
    facts, _, values = rest.partition("=")
    names, said = facts.split(), values.split("|")
    if len(names) != len(said):
        return ", ".join([*map(_fact, names), _value("", values)])
    return ", ".join(f"{_fact(fact)} – {_value(fact, value)}" for fact, value in zip(names, said, strict=True))


def _pairs(name: str) -> str:
    """What a feature of a rule's proposal says: pairs of facts and values, and words alone."""
    told = []
    rest = name
    for match in _PAIR.finditer(name):
        told.append(f"{', '.join(map(_fact, match[1].split()))} – {_value(match[1], match[2])}")
        rest = rest.replace(match[0], "", 1)
    told += [", ".join(map(_fact, rest.split()))] if rest.strip() else []
    return "; ".join(told)


def _fact(fact: str) -> str:
    return pgettext("feature", _FACTS[fact]) if fact in _FACTS else _value("", fact)


def _value(fact: str, value: str) -> str:
    for what in ("rule", "type", "mode", "stance"):
        if fact == what and (word := in_words("quote rule" if what == "rule" else what, value)) != value:
            return word
    if value in _VALUES:
        return pgettext("feature", _VALUES[value])
    return _LATIN.sub(_translated, value)


def _translated(match: re.Match[str]) -> str:
    word = match[0]
    for what in ("quote rule", "kind", "type"):
        if (said := in_words(what, word)) != word:
            return said
    return pgettext("feature", _VALUES[word]) if word in _VALUES else word
