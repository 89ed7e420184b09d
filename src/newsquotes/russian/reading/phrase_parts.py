"""What phrases are made of: names within them, marked names, names in Latin letters, and masks of forms."""

from __future__ import annotations

from newsquotes.caches import cached
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import POSSESSIVES
from newsquotes.russian.reading.families import plural_forms
from newsquotes.russian.reading.forms import (
    ACC,
    ANY_FORM,
    ANY_NUMBER,
    CONJUNCTION,
    DAT,
    DIGIT,
    FEM,
    FINITE,
    FIRST_NAME,
    GEN,
    INFINITIVE,
    INITIAL,
    LATIN,
    LOC,
    MASC,
    NOM,
    NOUN,
    PARTICIPLE,
    PLACE,
    PRONOUN,
    SHORT,
    SING,
    SURNAME,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.name_parts import Name
from newsquotes.russian.reading.names import name_starting
from newsquotes.russian.reading.paradigms import ALL_CASES, DATIVE, NOMINATIVE
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

GROUP_HEADS = word_set("group_heads")
_OF = frozenset(("из", "среди"))
_ATTACHING = frozenset(
    ["в", "во", "на", "по", "при", "из", "от", "с", "со", "для", "у", "под", "над", "за", "о", "об", "против"]
)
_ANYWHERE = frozenset(["по", "от", "при"])
# Heads that take a place, a body or a field: «источник в полиции», «посол в Париже», «корреспондент на месте».
_PLACED = word_set("placed")
_ASIDE = 5  # tokens of a remark in brackets after a verb


def tells(name: Name, mask: int) -> bool:
    """Whether a name after those who are told something is who tells it: no dative but that of a name that never changes."""
    if not (name.forms | name.forms >> 6) & NOMINATIVE or not mask & DAT or mask & (GEN | LOC):
        return False
    if not mask & SING * 0x111111:
        return not plural_forms(name)
    return not any(r.cases & DATIVE and r.cases != ALL_CASES for part in name.parts for r in part.readings)


def latin_end(view: View, i: int, stop: int) -> int:
    """Where a name in Latin letters ends: «Le Monde», «Mail.Ru Group», «L'Express»."""
    words = view.words
    end = i + 1
    while end < stop and (
        words[end].flags & (LATIN | DIGIT)
        or (
            words[end].text in (".", "&", "'", "’", "-", "+")
            and end + 1 < stop
            and words[end + 1].flags & (LATIN | DIGIT)
            and view.ends[end - 1] == view.starts[end]
        )
    ):
        end += 1
    return end


def modifies(words: list[Word], i: int, stop: int, mask: int) -> bool:
    """Whether a word that could be noun or adjective is an adjective here: a noun that agrees follows."""
    w = words[i]
    if i + 1 >= stop:
        return False
    if w.role is not None and w.flags & NOUN and not w.flags & PARTICIPLE and words[i + 1].title:
        return False
    nxt = words[i + 1]
    agrees = (nxt.noun | nxt.adjective) & w.adjective & mask
    return bool(agrees) and not nxt.flags & PRONOUN


def any_gender(mask: int) -> int:
    """The cases of a mask in the singular of any gender, and in the plural where the mask has it."""
    cases = (mask | mask >> 1 | mask >> 2) & 0x111111
    return mask | cases * SING


def any_number(mask: int) -> int:
    """The cases of a mask in every number and gender."""
    cases = (mask | mask >> 1 | mask >> 2 | mask >> 3) & 0x111111
    return cases * ANY_NUMBER


def addressed(w: Word) -> bool:
    """Whether a name in marks stands in a case that no noun before it asks for: «в лиге «Советскому спорту» пояснили»."""
    if w.flags & UNKNOWN:
        return w.low.endswith(("у", "ю")) and len(w.low) > 4
    return bool(w.noun) and not w.noun & (NOM | GEN | ACC) and not w.flags & FINITE


def says(view: View, first: int, last: int) -> bool:
    """Whether marked words say something rather than name it: «должна всем», «проявить строгость»."""
    lead = view.words[first]
    if lead.flags & INFINITIVE and not lead.title:
        return True
    return any(view.words[k].flags & (FINITE | SHORT) and not view.words[k].flags & NOUN for k in range(first, last))


def only_genitive(words: list[Word], first: int, last: int) -> bool:
    """Whether no noun among the words ``[first, last)`` can be a nominative."""
    return all(not words[k].noun & NOM for k in range(first, last) if words[k].flags & NOUN and not words[k].flags & INITIAL)


def possessive(words: list[Word], k: int, stop: int) -> bool:
    """«глава его офиса»: a possessive with the genitive that it belongs to."""
    return words[k].low in POSSESSIVES and k + 1 < stop and bool(words[k + 1].noun & GEN) and not words[k + 1].title


def looks_like_title(view: View, open_: int, close: int) -> bool:
    """A name in marks that stands as a noun by itself: «Коммерсантъ», "Интерфакс"."""
    return close - open_ <= 7 and is_name_between(view, open_ + 1, close)


def is_name_between(view: View, first: int, last: int) -> bool:
    """Whether the words between two marks are a name rather than words said: short, capitalised, without a verb."""
    words = view.words
    if last - first > 9 or first >= last:
        return False
    if any(words[k].flags & FINITE and not words[k].flags & (NOUN | CONJUNCTION) for k in range(first, last)):
        return last - first <= 3 and words[first].title
    return words[first].title or bool(words[first].flags & DIGIT)


def closing_of(view: View, open_: int, stop: int) -> int | None:
    """The closing mark of the range that opens at ``open_``, when it lies before ``stop``."""
    for q in view.opening.get(open_, ()):
        if q.close >= 0 and q.close < stop:
            return q.close
    return None


def name_at(view: View, i: int, stop: int, need: int = ANY_FORM) -> tuple[int, int] | None:
    """The end and the forms of the personal name that starts at token ``i``, in one of the forms ``need``."""
    name = name_starting(view, i)
    return None if name is None else name_within(name, stop, need)


def name_within(name: Name, stop: int, need: int) -> tuple[int, int] | None:
    """The end and the forms of a name that ends by ``stop``, in one of the forms ``need``."""
    if name.last > stop:
        return None
    mask = name.mask
    if mask is None:
        mask = name.mask = (0 if name.of_two else _forms(name.likely or name.forms)) | plural_forms(name)
    return (name.last, mask & need) if mask & need else None


@cached(size=240, most=1 << 12)
def _forms(cases: int) -> int:
    """The cases of a name, its feminine ones six bits higher, as forms of a word."""
    found = 0
    for n in range(6):
        found |= (MASC * (cases >> n & 1) | FEM * (cases >> n + 6 & 1)) << 4 * n
    return found or SING * 0x111111


def begins_name(words: list[Word], k: int, stop: int) -> bool:
    """Whether a first name stands at token ``k`` with a further name after it."""
    return (
        k + 1 < stop
        and words[k].title
        and bool(words[k].flags & FIRST_NAME)
        and words[k + 1].title
        and not words[k + 1].flags & (LATIN | PLACE)
        and not (words[k].flags & SURNAME and not words[k].noun & words[k + 1].noun)
    )


def takes(head: Word, preposition: Word) -> bool:
    """Whether a preposition after a head opens a group of its own: «связь с», «один из», «посол в», «министр по»."""
    low, lemma, role = preposition.low, head.lemma, head.role
    if lemma == "связь" and low in ("с", "со"):
        return True
    if low in _OF and (head.low in GROUP_HEADS or lemma in GROUP_HEADS):
        return True
    if role is None or role.kind == "outlet":
        return False
    if low in _ANYWHERE and (low != "от" or role.kind in ("person", "group")):
        return True
    return low in _ATTACHING and lemma.rsplit("-", 1)[-1] in _PLACED


def bracketed(view: View, i: int, stop: int) -> int | None:
    """The bracket that closes the one at token ``i``, where no verb stands between."""
    words = view.words
    close = next((k for k in range(i + 1, min(stop, i + 14)) if words[k].text == ")"), None)
    if close is None or any(words[k].flags & FINITE and not words[k].flags & NOUN for k in range(i + 1, close)):
        return None
    return close


def outlet_of_two(view: View, i: int, stop: int) -> bool:
    """Whether two words with capital letters name an outlet: «Франс Пресс»."""
    words = view.words
    return i + 1 < stop and words[i + 1].title and f"{words[i].low} {words[i + 1].low}" in view.lexicon.outlets


def glued(view: View, i: int) -> bool:
    """Whether a hyphen of one letter has no space on either side."""
    starts, ends = view.starts, view.ends
    return ends[i - 1] == starts[i] == ends[i] - 1 == starts[i + 1] - 1


def remark_end(view: View, i: int, stop: int) -> int | None:
    """Where a bracket of few words closes."""
    return next((k for k in range(i + 1, min(stop, i + _ASIDE)) if view.words[k].text == ")"), None)


def names_with_number(view: View, i: int, stop: int) -> bool:
    """Whether a number belongs to the name before it: «МИР24», «телеканал 360», but not «канал 5 минут назад»."""
    words = view.words
    if words[i].flags & UPPER and view.ends[i] == view.starts[i + 1]:
        return True
    role = words[i].role
    if role is None or role.kind != "outlet" or not words[i + 1].text.isdigit():
        return False
    if i + 2 < view.size and view.ends[i + 1] == view.starts[i + 2] and words[i + 2].text[0].isalnum():
        return False  # «газета 7Плюс»
    return i + 2 >= stop or not ((words[i + 2].noun | words[i + 2].adjective) & GEN or words[i + 2].text in "%$€.")
