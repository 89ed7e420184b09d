"""Appositions: roles and a name set off by commas that mean one person («экономист, профессор, декан Олег Рыков»)."""

from __future__ import annotations

from collections.abc import Mapping

from newsquotes.russian.reading.forms import ANIMATE, DASHES, NOM, SING
from newsquotes.russian.reading.people import Person, people_in
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View

_LONGEST = 6  # roles in a chain


def is_of_person(view: View, phrase: Phrase) -> bool:
    """Whether a phrase names one person by a role: «мастер спорта», «член комитета»."""
    head = view.words[phrase.head]
    if phrase.members > 1 or not (head.noun | head.adjective) & SING * 0x111111:
        return False
    return head.role.kind == "person" if head.role is not None else bool(head.flags & ANIMATE)


def with_name_after(view: View, phrase: Phrase, stop: int, need: int) -> Phrase:
    """A role with the roles after it up to the name that they belong to; the phrase itself where no name ends the chain.

    «экономист, профессор, декан факультета Олег Рыков», «мужа погибшей, Павла Дёмина, …». The forms are ``need``.
    """
    words = view.words
    if phrase.name is not None or not is_of_person(view, phrase):
        return phrase
    end = phrase.end
    for _ in range(_LONGEST):
        if end + 1 >= stop or words[end].text != ",":
            break
        link = phrase_at(view, end + 1, stop, need)
        if link is None or not (link.name is not None or is_of_person(view, link)):
            break
        end = link.end
        if link.name is None:
            continue
        after = words[end].text if end < stop else "."
        bare = link.name[0] == link.start
        if after == "," or (need & NOM and not bare and (after in ".:;!?…»)" or after in DASHES)) or end == view.size:
            return Phrase(phrase.start, end, phrase.head, phrase.mask, link.name)
        break
    return phrase


def with_roles_before(view: View, phrase: Phrase, first: int) -> Phrase:
    """A name with the roles before it, set off by commas: «экономист, профессор Олег Рыков | сказал»."""
    words = view.words
    start, head, mask = phrase.start, phrase.head, phrase.mask
    for _ in range(_LONGEST):
        comma = start - 1
        if comma <= first or words[comma].text != ",":
            break
        role = next(
            (
                found
                for k in range(max(first, comma - 16), comma)
                if (found := phrase_at(view, k, comma, NOM)) is not None
                and found.end == comma
                and found.name is None
                and (known := words[found.head].role) is not None
                and known.kind == "person"
                and is_of_person(view, found)
            ),
            None,
        )
        if role is None:
            break
        start, head = role.start, role.head
    return Phrase(start, phrase.end, head, mask, phrase.name) if start < phrase.start else phrase


def whole_person(view: View, phrase: Phrase, first: int, stop: int) -> Phrase:
    """A source that was cut short, with the rest of the role and the name that belong to it, within ``[first, stop)``.

    «директор департамента по борьбе | с огнём Пётр Лань», «замдиректора департамента Фонда ЖКХ | Пётр Лань».
    """
    by_name, by_head, by_led = view.once("people by name and role", _people_by_place)
    led = by_led.get(phrase.head) if phrase.start == phrase.head else None
    if led is not None and first <= led.start < phrase.start:
        head = led.heads[-1] if led.heads else phrase.head
        return Phrase(led.start, led.end, head, phrase.mask, (led.name.first, led.end))
    if phrase.name is None:
        person = by_head.get(phrase.head)
        if person is None or person.name.first < phrase.end or person.end > stop:
            return phrase
        return Phrase(phrase.start, person.end, phrase.head, phrase.mask, (person.name.first, person.name.last))
    person = by_name.get(phrase.name[0])
    if person is None or not first <= person.start < phrase.start or phrase.name[0] != phrase.start:
        return phrase
    return Phrase(person.start, phrase.end, phrase.head, phrase.mask, phrase.name)


def _people_by_place(view: View) -> tuple[Mapping[int, Person], Mapping[int, Person], Mapping[int, Person]]:
    """People by the first token of their name, by the head of the role that opens their phrase, by what a particle leads."""
    people = people_in(view)
    led = {k: p for p in people if p.name.parts[0].kind == "particle" for k in range(p.name.first + 1, p.name.last)}
    return {p.name.first: p for p in people}, {p.heads[-1]: p for p in people if p.heads}, led
