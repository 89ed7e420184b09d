"""What the words of a name are together: first name, patronymic and surname, and whether one word can be a name alone."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import fold
from newsquotes.russian.reading.declension import only_listed
from newsquotes.russian.reading.forms import ANIMATE, FINITE, LATIN, NOUN, PREPOSITION
from newsquotes.russian.reading.name_parts import Part, part
from newsquotes.russian.reading.name_words import CLOSING_MARKS, OPENING_MARKS, starts
from newsquotes.russian.reading.paradigms import Analysis
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

_COMMON_FIRST = word_set("first_names_of_things")


def may_stand_alone(view: View, i: int, end: int, part: tuple[str, str, Word]) -> bool:
    """Whether the one word of a name, at tokens ``[i, end)``, is a name without another."""
    kind, _, w = part
    if kind == "patronymic":
        return False
    words = view.words
    before = words[i - 1].text if i else ""
    after = words[end].text if end < view.size else ""
    if before in OPENING_MARKS and after in CLOSING_MARKS:
        return False  # a name in marks: a thing's
    if kind == "first" and starts(view, i) and w.low in _COMMON_FIRST:
        return False
    if kind == "surname" and starts(view, i) and w.flags & (FINITE | PREPOSITION):
        return False
    if end < view.size and words[end].flags & LATIN and words[end].title and kind == "unknown":
        return False
    return not (kind == "unknown" and not w.flags & (NOUN | ANIMATE))


def kinds_of(parts: Sequence[tuple[str, str, Word]], readings: Sequence[frozenset[Analysis]]) -> tuple[Part, ...]:
    """The parts of a name, each as first name, patronymic or surname by its place among them."""
    real = [n for n, (kind, _, _) in enumerate(parts) if kind not in ("initial", "particle", "numeral", "nickname")]
    kinds = [kind for kind, _, _ in parts]
    if len(real) == 1:
        alone = len(parts) == 1 or kinds[-1] == "numeral"
        kinds[real[0]] = "first" if kinds[real[0]] == "first" and alone else "surname"
    else:
        swapped = kinds[real[0]] in ("surname", "unknown", "common", "both") and (
            kinds[real[1]] == "first" or (kinds[real[1]] == "both" and kinds[real[-1]] == "patronymic")
        )
        swapped = swapped or (len(real) == 3 and kinds[real[2]] == "patronymic" and kinds[real[0]] in ("surname", "unknown"))
        surname = real[0] if swapped else real[-1]
        if (
            kinds[surname] == "patronymic"
            and kinds[real[0]] in ("first", "both")
            and not only_listed(fold(parts[real[0]][1]))
        ):
            surname = -1  # «Иван Петрович», not «Небойша Стефанович»
        for n in real:
            kinds[n] = "surname" if n == surname else "patronymic" if kinds[n] == "patronymic" else "first"
    return tuple([part(written, kind, found) for (_, written, _), kind, found in zip(parts, kinds, readings, strict=True)])
