"""Names of people: where they stand in a text."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.russian.lexicon import fold
from newsquotes.russian.reading.declension import analyses, listed
from newsquotes.russian.reading.eastern import EasternName, eastern_name, unchanging
from newsquotes.russian.reading.families import couple
from newsquotes.russian.reading.forms import (
    FEM,
    FINITE,
    FIRST_NAME,
    GEN,
    INITIAL,
    LATIN,
    MASC,
    NOUN,
    PATRONYMIC,
    PERSON_NAME,
    PLACE,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.latin_names import LATIN_PARTICLES, latin_name
from newsquotes.russian.reading.led_names import LEADING, led_by_particles, with_particles
from newsquotes.russian.reading.name_parts import Name, Part, lemmas_of, part
from newsquotes.russian.reading.name_reader import read_name
from newsquotes.russian.reading.name_words import PLACE_NOUNS, class_of, starts, stem_of
from newsquotes.russian.reading.paradigms import ALL_CASES, guesses
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import EASTERN_SURNAMES, Word

_WHERE = frozenset(("в", "во", "на", "из", "под"))


def names_in(view: View) -> tuple[Name, ...]:
    """The personal names of a document, in order, none within another."""
    return view.once("names", _names)


def name_starting(view: View, i: int) -> Name | None:
    """The personal name that begins at token ``i``, if one does."""
    starting: dict[int, Name] | None = view.starting
    if starting is None:
        starting = view.starting = {name.first: name for name in names_in(view)}
    return starting.get(i)


def _names(view: View) -> tuple[Name, ...]:
    words = view.words
    found: list[Name] = []
    done = 0
    for i in view.naming:
        w = words[i]
        if i < done or not w.may_begin_name:
            if i >= done and w.flags & LATIN and w.title and (end := latin_name(words, i)) is not None:
                found.append(_in_latin_letters(view, i, end))
                done = end
            elif i >= done and w.title and w.low in LEADING and (led := led_by_particles(view, i)) is not None:
                found.append(led)
                done = led.last
            continue
        if w.outlet > 1 and i + 1 < view.size and f"{w.low} {words[i + 1].low}" in view.lexicon.outlets:
            done = i + 2  # «Франс Пресс»
            continue
        eastern = eastern_name(words, i)
        if w.low in LEADING and not (eastern is not None and eastern.last - i > 2):  # «Ле Галль», not «Ле Хоай Чунг»
            if (led := led_by_particles(view, i)) is not None:
                found.append(led)
                done = led.last
                continue
        if eastern is not None:
            found.append(_of_the_east(view, eastern))
            done = eastern.last
            continue
        kind = class_of(view, i, 0, None)
        if not (kind or w.flags & INITIAL) or (w.flags & UNKNOWN and _owning_place(view, i)):
            continue
        if _site(view, i) or _named_body(view, i) or _of_what_country(words, i):
            continue
        name = couple(view, i) or read_name(view, i, kind)
        if name is not None:
            if len(name.parts) == 1 and i > done and words[i - 1].low in LEADING and name.parts[0].kind == "surname":
                name = with_particles(view, name)
            found.append(name)
            done = name.last
    return tuple(_supported(view, found))


def _in_latin_letters(view: View, first: int, last: int) -> Name:
    words = view.words
    surname = next((k for k in range(first + 1, last) if words[k].low in LATIN_PARTICLES), last - 1)
    if surname > first + 1 and words[surname - 1].text in "'’":
        surname -= 2  # «O'Neil»
    given = part(view.text(first, surname), "first", unchanging(fold(view.text(first, surname))))
    return Name(
        first, last, (given, part(view.text(surname, last), "surname", unchanging(fold(view.text(surname, last))))), True
    )


def _of_the_east(view: View, name: EasternName) -> Name:
    words = view.words[name.first : name.last]
    surname = unchanging(words[0].low) if words[0].low in EASTERN_SURNAMES else guesses(words[0].low)
    still = [
        part(w.text, "first" if n else "surname", unchanging(w.low) if n else surname) for n, w in enumerate(words[:-1])
    ]
    return Name(name.first, name.last, (*still, part(words[-1].text, "first", name.given)), True)


def _places(view: View) -> frozenset[str]:
    """The stems of unknown words that the text shows to be places: «в Боулдере», «город Боулдер»."""
    words = view.words
    found = set()
    for i in view.naming:
        w = words[i]
        if not i or not w.flags & UNKNOWN or not w.title or w.flags & (LATIN | UPPER):
            continue
        before = words[i - 1]
        alone = i + 1 >= view.size or not words[i + 1].title
        if alone and (before.lemma in PLACE_NOUNS or (before.low in ("в", "во") and w.low[-1] in "еи")):
            found.add(stem_of(w.low))
    return frozenset(found)


def _owning_place(view: View, i: int) -> bool:
    """Whether an unknown word says whose somebody is: «шериф Боулдера Джон Смит», «мэр Боулдера»."""
    words = view.words
    w = words[i]
    if not i or not w.flags & UNKNOWN or w.flags & PATRONYMIC:
        return False
    before = words[i - 1]
    if not before.flags & NOUN or (before.title and (before.role is None or not starts(view, i - 1))):
        return False
    if stem_of(w.low) in view.once("places", _places):
        return True
    following = words[i + 1] if i + 1 < view.size else w
    role = before.role
    if not following.title or role is None or role.kind != "organization":
        return False
    if not before.noun & GEN or w.low[-1] not in "аяыи" or following is w:
        return False
    known = following.flags & FIRST_NAME and not following.flags & UNKNOWN
    return bool(known) or (i + 2 < view.size and words[i + 2].title and bool(words[i + 2].flags & (UNKNOWN | PERSON_NAME)))


def _named_body(view: View, i: int) -> bool:
    """«агентство Рейтер», «газета «Хьюстон Кроникл»»: what a noun for outlets says the name of."""
    words = view.words
    q = view.holder(i)
    before = q.open - 1 if q is not None and q.last - q.first <= 5 else i - 1
    if before < 0 or (role := words[before].role) is None or role.kind != "outlet":
        return False
    return q is not None or words[i].low in view.lexicon.outlets or words[i].lemma in view.lexicon.outlets


def _of_what_country(words: Sequence[Word], i: int) -> bool:
    """«Литванский министр», «Римский папа»: an adjective of a country or town before a role that agrees with it."""
    w = words[i]
    if i + 1 >= len(words) or not w.low.endswith(_OF_COUNTRIES):
        return False
    after = words[i + 1]
    role = after.role is not None and after.role.kind == "person" and not after.title
    return role and bool((w.noun | w.adjective) & after.noun)


_OF_COUNTRIES = tuple(stem + ending for stem in ("ск", "цк") for ending in "ий ого ому им ом ая ой ую ие их ими".split())


def _site(view: View, i: int) -> bool:
    """«Каспаров.Ru»: a word that a domain is glued to."""
    return i in view.sites


def _spoken_by(view: View, k: int) -> bool:
    """Whether a place with the surname of somebody is he: «Маас», «Хьюстон заявила», not «в Хьюстоне», «река Маас»."""
    words = view.words
    before, after = words[k - 1] if k else None, words[k + 1] if k + 1 < view.size else None
    if before is not None and (before.lemma in PLACE_NOUNS or before.low in _WHERE):
        return False
    kind = view.lexicon.places.get(words[k].lemma)
    if kind is None:
        return True
    beside = [verb for verb in (before, after) if verb is not None and verb.cue is not None and verb.flags & FINITE]
    return kind != "country" and any(verb.subject in (MASC, FEM) for verb in beside)


def _supported(view: View, found: list[Name]) -> list[Name]:
    """The names, with the single capitalised words that repeat the surname of a full name («Дмитрий Козак … Козак»)."""
    surnames: set[str] = set()
    for name in found:
        surname = name.part("surname")
        if surname is not None and len(name.parts) > 1 and (name.strong or listed(fold(name.parts[0].text))):
            surnames |= surname.lemmas
    if not surnames:
        return found
    given = {fold(name.parts[0].text) for name in found if len(name.parts) > 1}
    found = [_as_surname(name, surnames) if fold(name.parts[0].text) not in given else name for name in found]
    taken = {k for name in found for k in range(name.first, name.last)}
    words = view.words
    for k in view.naming:
        w = words[k]
        if not w.title or k in taken or w.flags & (LATIN | UPPER | INITIAL) or not (w.noun or w.adjective):
            continue
        if w.flags & PLACE and not _spoken_by(view, k):
            continue
        if not w.noun and k + 1 < view.size and (words[k + 1].noun | words[k + 1].adjective) & w.adjective:
            continue  # «Антон Рябой … Рябой конь»
        if len(w.text) < 3 and w.low not in EASTERN_SURNAMES:
            continue
        readings = analyses(w.text)
        if not surnames.isdisjoint(lemmas_of(readings)) and not (w.flags & FINITE and starts(view, k)):
            found.append(Name(k, k + 1, (Part(w.text, "surname", readings),), False))
    found.sort(key=lambda n: n.first)
    return found


def _as_surname(name: Name, surnames: set[str]) -> Name:
    """A lone first name that is the surname of somebody named in full: «Лола Грант … Грант»."""
    alone = name.parts[0]
    if len(name.parts) > 1 or alone.kind != "first" or surnames.isdisjoint(alone.lemmas):
        return name
    low = fold(alone.text)
    readings = alone.readings | {
        r for r in guesses(low) if r.lemma == low and r.cases == ALL_CASES
    }  # a woman's never changes
    return Name(name.first, name.last, (part(alone.text, "surname", frozenset(readings)),), name.strong)
