"""The roles that stand before a name, and where they begin: «глава комитета Думы депутат Иванов»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.forms import (
    ADJECTIVE,
    CONJUNCTION,
    DETERMINER,
    DIGIT,
    FINITE,
    GEN,
    NOUN,
    NUMBER,
    PERSONAL,
    PREPOSITION,
    PRONOUN,
    SING,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.name_parts import Name
from newsquotes.russian.reading.paradigms import NOMINATIVE
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

if TYPE_CHECKING:
    from newsquotes.russian.reading.people import Person

_CLOSING, _OPENING = frozenset('»”“"'), frozenset('«„“"')
_STOPS = frozenset(".,;:!?…—–")
_FAR = 28
RELATIVES = word_set("relatives")
DEPUTIES = word_set("deputies")  # offices that go with whose deputy somebody is: «и. о. мэра»
OWNED_ROLES = RELATIVES | word_set("owned_roles")
"""Roles that belong to a person rather than to a body: the name after them may be the owner's."""


def cases_of(mask: int) -> int:
    """The cases of a mask of forms, one bit a case."""
    cases = 0
    bit = 1
    while mask:
        if mask & 0xF:
            cases |= bit
        mask >>= 4
        bit <<= 1
    return cases


def tail_of(w: Word) -> str:
    """«экс-помощник», «пресс-агент» as «помощник», «агент» where the whole is no role of its own."""
    return w.lemma if w.lemma in OWNED_ROLES else w.lemma.rsplit("-", 1)[-1]


def role_heads(view: View, name: Name, allowed: int, ends: dict[int, Person]) -> tuple[int, ...]:
    """The heads of the roles before a name, the nearest first: «глава комитета Думы депутат Иванов»."""
    words = view.words
    border = view.sentences[view.sentence_of[name.first]][0]
    heads: list[int] = []
    k = name.first - 1
    nouns_since = 0
    listed = False
    while k >= border and name.first - k < _FAR:
        w = words[k]
        text = w.text
        if (other := ends.get(k + 1)) is not None:
            if not heads and other.heads and tail_of(words[other.heads[-1]]) in OWNED_ROLES and len(other.heads) > 1:
                return other.heads[-1:]  # «пресс-секретаря президента Белова Петра Орлова»
            if heads and not words[heads[-1]].noun & GEN:
                break
            if k + 1 == name.first and not (other.name.forms | other.name.forms >> 6) & ~NOMINATIVE:
                break
            k = other.start - 1
            nouns_since += 1
            continue
        if text in _CLOSING and (open_ := _opening_of(view, k, border)) is not None:
            k = open_ - 1
            nouns_since += 1
            continue
        if text == ")":
            opened = next((j for j in range(k - 1, max(border, k - 12), -1) if words[j].text == "("), None)
            if opened is None:
                break
            k = opened - 1
            continue
        if text in ("-", "‑") and k and view.ends[k - 1] == view.starts[k]:
            k -= 1
            continue
        if text == "," and listed and not heads and words[k + 1].adjective | words[k + 1].noun:
            k -= 1
            continue
        if text in _STOPS or text in _OPENING or not text[0].isalnum():
            break
        flags = w.flags
        if (flags & FINITE and not flags & NOUN) or (flags & PRONOUN and not flags & (DETERMINER | PERSONAL)):
            break
        if flags & CONJUNCTION:
            if w.low != "и" or (heads and not nouns_since):
                break
            if heads and not words[heads[-1]].noun & GEN:
                break
            listed = not heads  # «в сфере связи, технологий и коммуникаций Иван Белов»
            k -= 1
            continue
        if flags & PREPOSITION and not flags & NOUN:
            if not nouns_since and (heads or k == name.first - 1):
                break  # the preposition governs the head itself
            k -= 1
            nouns_since = 0
            continue
        role = w.role
        modifier = not flags & NOUN and k + 1 < name.first and w.adjective & words[k + 1].noun and not words[k + 1].title
        if (
            role is not None
            and role.kind in ("person", "anonymous")
            and (flags & NOUN or flags & ADJECTIVE)
            and not modifier
        ):
            if cases_of((w.noun or w.adjective) & SING * 0x111111) & allowed:
                if heads:
                    nearest = words[heads[-1]]
                    own_genitive = nearest.noun & GEN
                    adjacent = phrase_start(view, heads[-1]) == k + 1 or nouns_since
                    if not own_genitive and not adjacent:
                        break
                heads.append(k)
                nouns_since = 0
                k -= 1
                continue
        if w.noun or w.adjective or flags & (DIGIT | NUMBER | UNKNOWN | UPPER):
            if not (w.adjective and not w.noun):
                nouns_since += 1
            k -= 1
            continue
        break
    return tuple(heads)


def _opening_of(view: View, close: int, border: int) -> int | None:
    for k in range(close - 1, max(border - 1, close - 10), -1):
        if (view.words[k].text in _OPENING and view.words[k].text != view.words[close].text) or view.words[
            k
        ].text == view.words[close].text == '"':
            return k if close - k > 1 else None
        if view.words[k].text in ".!?;:":
            return None
    return None


def phrase_start(view: View, head: int) -> int:
    """Where the agreeing modifiers of a head noun begin: «официальный представитель»."""
    words = view.words
    mask = words[head].noun or words[head].adjective
    border = view.sentences[view.sentence_of[head]][0]
    i = head
    while i > border:
        w = words[i - 1]
        if w.low in _ABBREVIATED:
            i -= 1
            continue
        if (
            not w.adjective & mask
            or w.flags & PREPOSITION
            or (w.flags & NOUN and not w.flags & ADJECTIVE and not w.flags & DETERMINER)
        ):
            break
        if (w.flags & PRONOUN and not w.flags & DETERMINER) or w.low in ("его", "ее", "их", "который", "которая"):
            break
        mask &= w.adjective
        i -= 1
    return i


_ABBREVIATED = frozenset(("врио", "экс", "вице"))


def modified_start(view: View, first: int, allowed: int) -> int:
    """«сам Иванов», «87-летний Пётр Иванов»."""
    words = view.words
    border = view.sentences[view.sentence_of[first]][0]
    i = first
    while (
        i > border
        and words[i - 1].adjective
        and not words[i - 1].flags & (NOUN | PREPOSITION | PRONOUN | DETERMINER)
        and cases_of(words[i - 1].adjective) & allowed
        and words[i - 1].low not in ("его", "ее", "их")
    ):
        i -= 1
    return i
