"""Where the head of a noun phrase is: behind the numerals and adjectives that agree with it."""

from __future__ import annotations

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.forms import (
    ACC,
    ADVERB,
    ANY_FORM,
    DETERMINER,
    DIGIT,
    GEN,
    LATIN,
    NOM,
    NOUN,
    NUMBER,
)
from newsquotes.russian.reading.led_names import LEADING
from newsquotes.russian.reading.names import name_starting
from newsquotes.russian.reading.phrase_parts import (
    GROUP_HEADS,
    addressed,
    closing_of,
    latin_end,
    looks_like_title,
    modifies,
    name_at,
    name_within,
    names_with_number,
    outlet_of_two,
)
from newsquotes.russian.reading.view import View

_QUANTITIES = word_set("quantities")
_COMPARING = frozenset(("более", "менее", "наиболее"))
DEGREES = _QUANTITIES | _COMPARING
_MULTIPLES = frozenset(("%", "процентов", "процента", "процент", "тысяч", "миллионов", "тыс", "млн"))
MONTHS = word_set("months")
COUNTING = DIGIT | NUMBER
TITLE_MARKS = frozenset(("«", '"', "„", "“"))


def before_head(view: View, i: int, stop: int, need: int) -> tuple[int, int, bool] | None:
    """Where the head is, which of the forms it may have, whether something is counted; ``None`` where no phrase begins."""
    words = view.words
    mask = need
    if words[i].low in DEGREES:
        while i + 1 < stop and words[i].low in _QUANTITIES and words[i + 1].flags & COUNTING:
            i += 1
            mask = ANY_FORM if need & (NOM | ACC) else need
        if i + 1 < stop and words[i].low in _COMPARING and words[i + 1].adjective & need:
            i += 1  # «более позднее сообщение»
    numeral = False
    while i < stop:
        w = words[i]
        if w.flags & COUNTING and not w.flags & NOUN and not ("-" in w.text and w.adjective):
            if w.flags & DIGIT and i + 1 < stop and words[i + 1].lemma in MONTHS:
                return None  # a date
            numeral = True
            i += 1
            if i < stop and words[i].low in _MULTIPLES:
                i += 1
            continue
        if w.adjective & mask and not (w.noun & mask and not modifies(words, i, stop, mask)):
            if i + 1 >= stop or (w.title and (named := name_starting(view, i)) is not None and len(named.parts) > 1):
                break
            nxt = words[i + 1]
            follows = nxt.noun | nxt.adjective | (ANY_FORM if nxt.text in TITLE_MARKS or nxt.flags & COUNTING else 0)
            if not follows & w.adjective & mask:
                if nxt.title and name_at(view, i + 1, stop, w.adjective & mask):
                    mask &= w.adjective  # «45-летнего Ким Гван Сока»
                    i += 1
                    continue
                if (
                    nxt.low in ("и", "или")
                    and i + 2 < stop
                    and words[i + 2].adjective & w.adjective & mask
                    and modifies(words, i + 2, stop, mask)
                ):
                    mask &= w.adjective
                    i += 2
                    continue
                if nxt.flags & ADVERB and i + 2 < stop and words[i + 2].adjective & w.adjective & mask:
                    i += 2
                    mask &= w.adjective
                    continue
                break
            mask &= w.adjective
            i += 1
            continue
        break
    if i >= stop:
        return None
    w = words[i]
    if numeral and words[i - 1].flags & DIGIT and w.noun and not w.noun & GEN and not words[i - 1].text.endswith("1"):
        return None  # «форум 2012 президент …»: the number counts nothing
    if numeral and not w.noun & mask:
        mask = ANY_FORM
    return i, mask, numeral


Headed = tuple[int, int, int, tuple[int, int] | None]
"""The head, the end, the forms, and the range of a personal name."""


def head_at(view: View, i: int, stop: int, mask: int, numeral: bool, alone: bool, modified: bool) -> Headed | None:
    """A noun, a name, a title in marks or a substantive as the head of a phrase.

    ``alone`` says that nothing stands before it or around it, ``modified`` that something agrees with it.
    """
    words = view.words
    w = words[i]
    head = i
    name: tuple[int, int] | None = None
    if w.text in TITLE_MARKS:
        close = closing_of(view, i, stop)
        if close is None or (alone and not looks_like_title(view, i, close)):
            return None
        head, end = i + 1, close + 1
        found = mask & ~NOM if addressed(words[close - 1]) else mask
        if not found:
            return None
        if head >= close:
            return None
    elif w.title and w.outlet > 1 and outlet_of_two(view, i, stop):
        end, found = i + 2, mask
    elif i in view.sites:
        end, found = view.sites[i], mask
    elif (
        (w.title or w.low in LEADING)
        and (whose := name_starting(view, i)) is not None
        and ((found_name := name_within(whose, stop, mask)) is not None or (whose.strong and len(whose.parts) > 1))
    ):
        if found_name is None:
            return None  # a person in another case
        end, found = found_name
        name = (i, end)
        head = i
    elif w.flags & LATIN and w.title:
        end = latin_end(view, i, stop)
        found = mask
    elif w.noun & mask or (numeral and w.noun):
        found = w.noun & mask if w.noun & mask else mask
        end = i + 1
        if end < stop and words[end].flags & DIGIT and names_with_number(view, i, stop):
            end += 1  # «МИР24», «телеканал 360»
    elif w.adjective & mask and (w.role is not None or w.low in GROUP_HEADS or modified or w.flags & DETERMINER):
        found = w.adjective & mask
        end = i + 1
    else:
        return None
    return head, end, found, name
