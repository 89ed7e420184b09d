"""Names of people in Latin letters: «John Stanley: …», «эксперт Hans-Peter Keller»."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.forms import LATIN, UPPER
from newsquotes.russian.reading.words import Word

_FIRST_NAMES = word_set("latin_first_names")
_BODY_WORDS = word_set("latin_body_words")
LATIN_PARTICLES = frozenset(
    ("van", "von", "der", "den", "de", "la", "le", "del", "di", "da", "dos", "al", "el", "bin", "ben", "ibn")
)
_LONGEST = 6


def latin_name(words: Sequence[Word], i: int) -> int | None:
    """The token after the name of a person in Latin letters that begins at token ``i``; ``None`` where none begins.

    A first name of the list must come first, and a word with a capital last that is no word of a firm's name.
    """
    if words[i].low.split("-")[0] not in _FIRST_NAMES or words[i].flags & UPPER or not words[i].title:
        return None
    k, end, named = i + 1, i, 0
    while k < len(words) and k - i < _LONGEST:
        w = words[k]
        if w.text == "." and len(words[k - 1].text) == 1:
            k += 1  # «Robert F. Kennedy»
            continue
        if w.text in "'’" and k + 1 < len(words) and len(words[k - 1].text) == 1 and words[k + 1].flags & LATIN:
            k += 1  # «Mark O'Neil»
            continue
        if not w.flags & LATIN or w.low in _BODY_WORDS:
            break
        if w.title and not (w.flags & UPPER and len(w.text) > 1):
            k, named = k + 1, named + (len(w.text) > 1)
            end = k
            continue
        if w.low not in LATIN_PARTICLES:
            break
        k += 1
    goes_on = k < len(words) and (words[k].flags & LATIN or words[k].text == "&")
    return end if named and not goes_on else None
