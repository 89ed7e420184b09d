"""Names of bodies: ministries, agencies, courts, parties, firms, in the nominative; the body in somebody's role."""

from __future__ import annotations

import re

from newsquotes.russian.data_files import word_set
from newsquotes.russian.morphology import inflected
from newsquotes.russian.reading.compounds import compound
from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ADJECTIVE,
    BRAND,
    DETERMINER,
    GEN,
    LATIN,
    NOUN,
    PERSON_NAME,
    PLACE,
    PREPOSITION,
    PRONOUN,
    QUOTE_MARKS,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.nominative import nominative_text, unknown_nominative
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View

_PROPER = word_set("bodies_proper")
_PROPER_WITH_ADJECTIVE = word_set("bodies_proper_with_adjective")
_PROPER_PHRASES = word_set("bodies_proper_phrases")
_BRACKETED = re.compile(r"\s*\([^()]*\)$")


def official(view: View, phrase: Phrase) -> bool:
    """Whether a body's words are its official name, which keeps its capital: «Верховный суд», «Минобороны»."""
    head = view.words[phrase.head]
    if head.role is not None and "proper" in head.role.flags:
        return True
    if phrase.head > phrase.start and view.words[phrase.head - 1].title and body_of_two(view, phrase.head):
        return True
    if head.low.startswith(("мин", "рос", "гос")) and head.lemma not in _PROPER:
        return True
    if compound(head.text) is not None:
        return True
    if phrase.end - phrase.start == 1:
        return False
    if phrase.head == phrase.start and f"{head.lemma} {view.words[phrase.head + 1].low}" in _PROPER_PHRASES:
        return True  # «Банк России»
    return head.lemma in _PROPER or (phrase.head > phrase.start and head.lemma in _PROPER_WITH_ADJECTIVE)


def body_of_two(view: View, head: int) -> bool:
    """Whether an adjective and a noun name a body together: «Белый дом», «Красный Крест»."""
    words = view.words
    return f"{words[head - 1].lemma} {words[head].lemma}" in view.lexicon.roles


def body_name(view: View, phrase: Phrase, mask: int) -> str:
    """A body's name in the nominative, without the abbreviation in brackets that ends it."""
    name = nominative_text(view, phrase.start, phrase.end, phrase.head, official(view, phrase), mask)
    return _BRACKETED.sub("", name)


# --- the body in a role ----------------------------------------------------------------------------------------------


def body_in(view: View, first: int, last: int) -> str | None:
    """The body that the words after a role's head name, in the nominative; ``None`` where they name none.

    «глава МИД РФ»: МИД РФ; «директор завода «Прибой»»: завод «Прибой»; «министр финансов», «глава ведомства»: none.
    """
    words = view.words
    k = first
    while k < last:
        w = words[k]
        if w.flags & PREPOSITION and not w.flags & NOUN:
            if w.low not in ("в", "во", "из", "от"):
                return None
            k += 1
            continue
        phrase = phrase_at(view, k, last, GEN if k == first or not words[k - 1].flags & PREPOSITION else ~0)
        if phrase is None:
            return None
        head = words[phrase.head]
        if phrase.name is None and _names_body(view, phrase):
            name = _name_of(view, phrase)
            return name if _is_whole(name) else None
        person = head.role is not None and head.role.kind in ("person", "group")
        if not person or phrase.head + 1 >= last:
            return None
        k = phrase.head + 1  # «заместитель директора | завода «Прибой»»
    return None


def _is_whole(name: str) -> bool:
    """Whether no mark of a name was cut off: not «партия «Север», not «Банк» по»."""
    return name.count("«") == name.count("»") and not name.count('"') % 2


def _names_body(view: View, phrase: Phrase) -> bool:
    words = view.words
    head = words[phrase.head]
    if words[phrase.start].text in QUOTE_MARKS:
        return True
    if (
        head.flags & PRONOUN
        or words[phrase.start].flags & (PRONOUN | DETERMINER)
        or head.lemma in view.lexicon.places
        or head.low in view.lexicon.places
    ):
        return False
    if head.role is not None:
        if head.role.kind not in ("organization", "outlet"):
            return False
        within = words[phrase.start : phrase.end]
        telling = any(w.title or w.text in QUOTE_MARKS or w.flags & LATIN for w in within)
        modified = any(w.flags & ADJECTIVE and not w.flags & PRONOUN for w in words[phrase.start : phrase.head])
        return telling or modified or phrase.end > phrase.head + 1
    named = head.flags & (UPPER | LATIN | ABBREVIATION | BRAND) or compound(head.text) is not None
    return bool(head.title and named and not head.flags & (PERSON_NAME | PLACE)) or bool(
        head.title and head.flags & UPPER and not head.flags & PLACE
    )


def _name_of(view: View, phrase: Phrase) -> str:
    words = view.words
    if words[phrase.start].text in QUOTE_MARKS:
        inner = view.text(phrase.start + 1, phrase.end - 1)
        if phrase.end - phrase.start == 3:
            w = words[phrase.start + 1]
            if w.flags & UNKNOWN:
                return unknown_nominative(w.text, GEN)
            return inner if w.fixed else inflected(w.text, "nomn") or inner
        return inner
    return body_name(view, phrase, GEN)
