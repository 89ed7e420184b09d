"""Names of bodies that are made of a shortened word and a noun, and that no dictionary has: «Роскачество»."""

from __future__ import annotations

import re

from newsquotes.caches import cached
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import fold
from newsquotes.russian.morphology import parses

_PREFIXES = word_set("body_prefixes")
_LONGEST_PREFIX = max(map(len, _PREFIXES))
_TAILS = word_set("body_tails")
_SHORTEST_TAIL = 3
_INFLECTED_LETTERS = re.compile("([А-ЯЁ]{2,})(?:а|у|ом|е|ой|ы|ов|ам|ах)")


@cached(size=400, most=1 << 13)
def compound(word: str) -> tuple[str, str] | None:
    """A body's name made of a shortened word and a noun: its nominative and the form of the noun; ``None`` where it is none.

    The form is empty where the name does not change.

    >>> compound("Роскачестве"), compound("Росприроднадзору"), compound("МИДом")
    (('Роскачество', 'качестве'), ('Росприроднадзор', 'природнадзору'), ('МИД', 'МИДом'))
    >>> compound("Минобороны"), compound("Минспорта"), compound("Иванова")
    (('Минобороны', ''), ('Минспорт', 'спорта'), None)
    """
    if (letters := _INFLECTED_LETTERS.fullmatch(word)) is not None:
        return letters[1], word
    low = fold(word)
    prefix = next((low[:n] for n in range(2, _LONGEST_PREFIX + 1) if low[:n] in _PREFIXES), None)
    if prefix is None:
        return None
    for k in range(len(prefix), len(low) - _SHORTEST_TAIL + 1):
        tail = low[k:]
        ending = next((t for t in _tails(tail) if t in _TAILS), None)
        if ending is None:
            continue
        if prefix == "мин" and _is_genitive(tail):
            return word, ""  # «Минобороны», «Минпросвещения»: what it is the ministry of stays as it is
        return word[:k] + _spelled(word[k:], ending), tail
    return None


def _tails(tail: str) -> list[str]:
    """The nominatives that a form of a noun can have."""
    forms = [form for form in parses(tail) if form.tag.POS == "NOUN"]
    known = [fold(f.normal_form) for f in forms]
    plural = [fold(p.word) for f in forms if (p := f.inflect({"nomn", "plur"})) is not None]
    return [*plural, *known, *(tail[: len(tail) - n] for n in range(3))]


def _is_genitive(tail: str) -> bool:
    return any({"gent", "sing"} in form.tag and form.tag.gender in ("femn", "neut") for form in parses(tail))


def _spelled(tail: str, ending: str) -> str:
    """A folded ending with the «ё» and the capital letters of the form that it comes from."""
    common = 0
    while common < min(len(tail), len(ending)) and fold(tail[common]) == ending[common]:
        common += 1
    return tail[:common] + ending[common:]
