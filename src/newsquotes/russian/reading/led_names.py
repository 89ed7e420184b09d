"""Surnames that begin with a particle and stand alone: «Ле Галль», «Де Бур», «ван дер Линден»."""

from __future__ import annotations

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.declension import analyses
from newsquotes.russian.reading.eastern import unchanging
from newsquotes.russian.reading.forms import FIRST_NAME, INITIAL, LATIN, PATRONYMIC, UNKNOWN, UPPER
from newsquotes.russian.reading.name_parts import Name, Part, likely_bits, part
from newsquotes.russian.reading.name_words import CLOSING_MARKS, OPENING_MARKS, PLACE_NOUNS
from newsquotes.russian.reading.paradigms import NOMINATIVE
from newsquotes.russian.reading.view import View

LEADING = word_set("leading_particles")
_IN, _MOST = frozenset(("в", "во", "из", "под", "близ")), 3


def led_by_particles(view: View, i: int) -> Name | None:
    """The surname that begins with the capital of a particle at token ``i``: «Ле Галль»; no town or newspaper."""
    words, size = view.words, view.size
    k = i + 1
    while k < size and k - i < _MOST and words[k].low in LEADING:
        k += 1
    if k >= size:
        return None
    w, before = words[k], words[i - 1] if i else None
    if not w.title or w.flags & (LATIN | UPPER | INITIAL | PATRONYMIC) or not w.text[-1].isalpha() or w.body:
        return None
    following = words[k + 1] if k + 1 < size else w
    if w.flags & FIRST_NAME and not w.flags & UNKNOWN and following.title and following is not w:
        return None  # «Ди Мария Белова»
    if before is not None:
        if (
            before.low in _IN
            or before.lemma in PLACE_NOUNS
            or (before.text in OPENING_MARKS and following.text in CLOSING_MARKS)
        ):
            return None  # «в Ла Пасе», «Ле Монд»
        if before.role is not None and before.role.kind == "outlet":
            return None
    if " ".join([words[n].low for n in range(i, k + 1)]) in view.lexicon.outlets:
        return None
    readings = analyses(w.text)
    if not likely_bits(readings) & (NOMINATIVE | NOMINATIVE << 6):
        readings |= unchanging(w.low)  # «Дю Пре»
    return Name(i, k + 1, (*_particles(view, i, k), part(w.text, "surname", readings)), False)


def with_particles(view: View, name: Name) -> Name:
    """A lone surname with the small particles before it: «фон Бек», «ван дер Линден»."""
    words, first = view.words, name.first
    while first and name.first - first < _MOST and words[first - 1].low in LEADING and not words[first - 1].title:
        first -= 1
    if first and words[first - 1].title and words[first - 1].low in LEADING:
        first -= 1  # «Ван дер Линден»
    return Name(first, name.last, (*_particles(view, first, name.first), *name.parts), name.strong)


def _particles(view: View, first: int, last: int) -> list[Part]:
    return [part(view.words[k].text, "particle") for k in range(first, last)]
