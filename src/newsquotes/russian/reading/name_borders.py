"""Where one name ends and another begins, when no word but a name stands between them."""

from __future__ import annotations

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.declension import analyses
from newsquotes.russian.reading.eastern import eastern_name
from newsquotes.russian.reading.forms import FIRST_NAME, NOUN, PREPOSITION, SHORT
from newsquotes.russian.reading.name_parts import ANY, bits_of, likely_bits
from newsquotes.russian.reading.name_words import STILL, class_of, known_bits
from newsquotes.russian.reading.paradigms import ALL_CASES, GENITIVE, NOMINATIVE, Analysis
from newsquotes.russian.reading.view import View

EVIDENCE = word_set("words_of_somebody")
_RELATIVES = word_set("relatives")
NOMINATIVES = NOMINATIVE | NOMINATIVE << 6


def other_begins(view: View, k: int, border: int, forms: int) -> bool:
    """Whether at token ``k``, after a whole name in the cases ``forms``, somebody else's begins that has none of them.

    «В интервью Франческе Моретти Ян Орлов сказал», «адвокат Джейн Стэнли Карл Юнгер».
    """
    words = view.words
    w = words[k]
    if k + 1 >= border or not words[k + 1].title:
        return False
    if not forms & NOMINATIVES and eastern_name(words, k) is not None:
        return True
    if not (w.given or w.flags & FIRST_NAME) or w.low in STILL or class_of(view, k + 1, 1, w) is None:
        return False
    known = known_bits(w.text)
    return bool(known & NOMINATIVES) and not known & forms


def stands_still(view: View, k: int, border: int, forms: int, first: frozenset[Analysis]) -> bool:
    """Whether a second first name stays as it is: «Хадимом Реза Караниным».

    The first name can be read as ``first``, in the cases ``forms``; the surname after the second one agrees with it.
    """
    words = view.words
    w = words[k]
    if w.low not in STILL or k + 1 >= border or class_of(view, k + 1, 2, w) is None:
        return False
    likely = likely_bits(first)
    if likely & known_bits(w.text) and likely & ALL_CASES != ALL_CASES:  # «Али» never changes either
        return False
    return bool(forms & (bits_of(analyses(words[k + 1].text)) or ANY))


def governed(view: View, first: int, last: int, border: int) -> bool:
    """Whether a name stands after «по словам», «сказано» or a preposition, where no man can be the subject."""
    words = view.words
    before = words[first - 1] if first else None
    if before is None or (last + 1 < border and words[last + 1].title):
        return False
    return before.low in EVIDENCE or bool(before.flags & (PREPOSITION | SHORT) and not before.flags & NOUN)


def of_relative(view: View, first: int, forms: int) -> bool:
    """Whether a surname in the cases ``forms`` says whose relative somebody is: «дочь Белова Мария»."""
    return bool(forms & GENITIVE and first and view.words[first - 1].lemma in _RELATIVES)
