"""Surnames of several people: «братья Беловы», «Иван и Анна Беловы»."""

from __future__ import annotations

import attrs

from newsquotes.russian.lexicon import fold
from newsquotes.russian.reading.declension import analyses
from newsquotes.russian.reading.forms import ACC, DAT, FIRST_NAME, GEN, INS, LOC, NOM, PLUR
from newsquotes.russian.reading.name_parts import Name, part
from newsquotes.russian.reading.paradigms import Analysis
from newsquotes.russian.reading.view import View

_PLURAL = {
    "ыми": INS, "ими": INS, "ых": GEN | ACC | LOC, "их": GEN | ACC | LOC, "ым": DAT, "им": DAT, "ы": NOM, "ие": NOM,
}  # fmt: skip
_FAMILIES = tuple(stem + ending for stem in ("ов", "ев", "ин", "ын") for ending in ("ы", "ых", "ым", "ыми"))
_FAMILIES += tuple(stem + ending for stem in "нткцсж" for ending in ("ые", "ие", "ых", "их", "ыми", "ими"))


def family_name(text: str) -> str:
    """The surname of several people in the nominative.

    >>> family_name("Беловых"), family_name("Заречным"), family_name("Светлицкими"), family_name("Марченко")
    ('Беловы', 'Заречные', 'Светлицкие', 'Марченко')
    """
    for ending in ("ыми", "ими", "ых", "их", "ым", "им"):
        stem = text[: -len(ending)]
        if text.endswith(ending) and len(stem) > 2:
            return stem + ("ы" if stem.endswith(("ов", "ев", "ёв", "ин", "ын")) else "ые" if ending[0] == "ы" else "ие")
    return text


def couple(view: View, i: int) -> Name | None:
    """Two people with one surname: «Иван и Анна Беловы», «Петра и Павла Светлицких»."""
    words = view.words
    if i + 3 >= view.size or words[i + 1].low != "и" or not words[i].flags & words[i + 2].flags & FIRST_NAME:
        return None
    family = words[i + 3]
    forms = _several(family.low) if family.title and words[i + 2].title and family.low.endswith(_FAMILIES) else 0
    if not forms:
        return None
    cases = sum(1 << n for n in range(6) if forms >> 4 * n & PLUR)
    surname = Analysis(fold(family_name(family.text)), "masc", cases)
    firsts = [frozenset(r for r in analyses(words[k].text) if r.cases & cases) for k in (i, i + 2)]
    if not all(firsts):
        return None
    parts = (
        part(words[i].text, "first", firsts[0]),
        part("и", "particle"),
        part(words[i + 2].text, "first", firsts[1]),
        part(family.text, "surname", frozenset((surname, attrs.evolve(surname, gender="femn")))),
    )
    return Name(i, i + 4, parts, True)


def plural_forms(name: Name) -> int:
    """The plural forms of a lone surname or of two people: «супруги Беловы», «братьев Ивановых», «Ивана и Анны Беловых»."""
    if len(name.parts) > 1 and not name.of_two:
        return 0
    return _several(name.parts[-1].text.lower())


def _several(low: str) -> int:
    if low[-1] in "оиуюэе":
        return PLUR * 0x111111
    return next((forms & PLUR * 0x111111 for ending, forms in _PLURAL.items() if low.endswith(ending)), 0)
