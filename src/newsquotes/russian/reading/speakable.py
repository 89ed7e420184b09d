"""Who can speak: how likely a phrase names a speaker, and words that are told as well as tell."""

from __future__ import annotations

from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ACC,
    ANIMATE,
    CONJUNCTION,
    DASHES,
    DAT,
    DIGIT,
    FINITE,
    GEN,
    GERUND,
    INS,
    LATIN,
    LOC,
    NOM,
    PARTICIPLE,
    PLACE,
    PRONOUN,
    QUOTE_MARKS,
    SING,
    TITLE,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

_OBLIQUE = GEN | DAT | ACC | INS | LOC
CITING = frozenset(["цитировать", "процитировать", "приводить", "привести"])
REPORTERS = frozenset("корреспондент корреспондентка журналист журналистка репортер обозреватель спецкор".split())
_WHO = frozenset(["он", "она", "они", "кто", "который", "тот", "та", "те", "сам", "сама", "сами", "последний", "последняя"])


def speakability(view: View, phrase: Phrase) -> float:
    """How likely a phrase names somebody who can speak."""
    w = view.words[phrase.head]
    if phrase.name is not None:
        return 1.0
    if w.role is not None:
        return 0.95
    if w.flags & PRONOUN:
        return 0.9 if w.lemma in _WHO or w.low in _WHO else 0.2
    if w.flags & ANIMATE:
        return 0.9
    if w.flags & (ABBREVIATION | UNKNOWN | LATIN | PLACE | UPPER) and w.flags & TITLE:
        return 0.8
    if view.words[phrase.start].text in QUOTE_MARKS:
        return 0.7
    if w.flags & TITLE and phrase.start > 0:
        return 0.6
    return 0.4


def is_unchanging(w: Word) -> bool:
    """Whether a word looks the same in every case: «ТАСС», «СМИ», «Reuters» may be told something, or tell it."""
    return bool(w.flags & (LATIN | ABBREVIATION)) or bool(w.noun & NOM and w.noun & DAT and w.noun & INS)


def after_insertion(view: View, comma: int, stop: int) -> int | None:
    """Where a short insertion after a comma ends: a date («в пятницу, 5 марта 2015 года, …»), «в частности»."""
    words = view.words
    if comma + 1 < stop and words[comma + 1].flags & CONJUNCTION:
        return None  # «пояснили, что прописи, тетради и ручки …»
    for k in range(comma + 1, min(stop, comma + 8)):
        w = words[k]
        if w.text == ",":
            return k + 1
        if w.flags & (FINITE | GERUND | PARTICIPLE) or w.text in DASHES or w.text in ":.":
            return None
    return None


def is_oblique(view: View, phrase: Phrase) -> bool:
    """Forms that look nominative and are not: «его», indeclinable words after a preposition."""
    w = view.words[phrase.head]
    return (phrase.end - phrase.start == 1 and w.low in ("это", "что", "то", "его", "ее", "их", "чего")) or bool(
        w.flags & DIGIT
    )


def oblique_up_to(view: View, first: int, stop: int) -> bool:
    """Whether one phrase in another case than the nominative spans the words up to ``stop``: «в интервью ТВЦ»."""
    last = view.words[stop - 1]
    person = last.role is not None and last.role.kind == "person"
    if person and last.noun & NOM & SING and not last.noun & _OBLIQUE & SING * 0x111111:
        return False  # «после встречи премьер»: no genitive of «премьера»
    group = phrase_at(view, first, stop, _OBLIQUE)
    return group is not None and group.end == stop
