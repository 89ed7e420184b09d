"""Bodies and documents in which something is said: «в МИД сообщили», «говорится в докладе», «письмо, в котором сказано»."""

from __future__ import annotations

from newsquotes.russian.reading.body_names import body_of_two
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ADJECTIVE,
    ANY_FORM,
    DASHES,
    GEN,
    LATIN,
    LOC,
    NOUN,
    PARTICIPLE,
    PLACE,
    PRONOUN,
    QUOTE_MARKS,
    TITLE,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.speakable import after_insertion, speakability
from newsquotes.russian.reading.view import View

_PLACES_OF_SPEECH = frozenset(["в", "во", "на", "из", "при", "со"])
_SPEECH_PLACES = frozenset(
    [
        "сайт",
        "страница",
        "блог",
        "микроблог",
        "конференция",
        "пресс-конференция",
        "пресс-служба",
        "служба",
        "суд",
        "штаб",
        "центр",
        "пресс-центр",
        "управление",
        "отдел",
        "партия",
        "ведомство",
        "орган",
        "структура",
        "подразделение",
        "окружение",
        "круг",
        "материал",
        "статья",
        "текст",
        "документ",
        "сообщение",
        "заявление",
        "доклад",
        "отчет",
        "письмо",
        "резолюция",
        "приговор",
        "указ",
        "решение",
        "записка",
    ]
)


def place_of_speech(view: View, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
    """The body or document in which something is said: «в МИД сообщили», «говорится в докладе», «на сайте сообщается»."""
    words = view.words
    i = cue.end
    stop = min(scope[1], cue.end + 25)
    country: Phrase | None = None
    while i < stop:
        w = words[i]
        if w.text in ";:()" or w.text in DASHES or w.text in ".!?…" or w.low in ("что", "как"):
            break
        if w.text == ",":
            skip = after_insertion(view, i, stop)
            if skip is None:
                break
            i = skip
            continue
        if w.low in _PLACES_OF_SPEECH:
            phrase = _located(view, i + 1, stop, LOC | GEN if w.low in ("из", "со") else LOC)
            if phrase is not None and _can_hold_speech(view, phrase):
                if words[phrase.head].role is not None or not words[phrase.head].flags & PLACE:
                    return phrase
                country = country or phrase  # a body that stands before the verb is rather meant
            i = phrase.end if phrase is not None else i + 1
            continue
        i += 1
    best = None
    i = cue.start - 1
    low = scope[0]
    while i > low and words[i].text not in ";:":
        i -= 1
    i = max(i, low)
    while i < cue.start:
        w = words[i]
        if w.low in _PLACES_OF_SPEECH:
            phrase = _located(view, i + 1, cue.start, LOC)
            if (
                phrase is not None
                and _can_hold_speech(view, phrase)
                and not (best is not None and words[phrase.head].low in view.lexicon.platforms)
                and (best is None or words[best.head].noun_cue is None)
                and (best is None or words[best.head].role is None or not words[phrase.head].flags & PLACE)
            ):
                best = phrase
                if words[phrase.head].lemma == "который":
                    # «письмо, в котором сообщалось»
                    what = before_relative(view, Phrase(i, phrase.end, phrase.head, ANY_FORM), (0, scope[1]))
                    best = what if what is not None and words[what.head].noun_cue is not None else phrase
            i = phrase.end if phrase is not None else i + 1
            continue
        i += 1
    return best if best is not None and (country is None or words[best.head].role is not None) else country


def speaking_place(view: View, i: int, stop: int) -> Phrase | None:
    """The body after the preposition at ``i`` that can speak."""
    phrase = phrase_at(view, i + 1, stop, LOC)
    return phrase if phrase is not None and _can_hold_speech(view, phrase) else None


def _located(view: View, i: int, stop: int, need: int) -> Phrase | None:
    """A phrase after a preposition, over a participle with words of its own: «в принятом в Нью-Йорке заявлении»."""
    phrase = phrase_at(view, i, stop, need)
    if phrase is not None and _can_hold_speech(view, phrase):
        return phrase
    w = view.words[i] if i < stop else None
    if w is not None and w.flags & (PARTICIPLE | ADJECTIVE) and w.adjective & need:
        for k in range(i + 1, min(stop, i + 9)):
            other = view.words[k]
            if other.text in ",;:":
                break
            if (
                other.noun & need & w.adjective
                and (found := phrase_at(view, k, stop, need)) is not None
                and _can_hold_speech(view, found)
            ):
                return Phrase(i, found.end, found.head, found.mask, found.name)
    return phrase


def _can_hold_speech(view: View, phrase: Phrase) -> bool:
    w = view.words[phrase.head]
    if w.noun_cue is not None and "док" in w.noun_cue.frames:
        return True
    if w.role is not None:
        return w.role.kind in ("organization", "document", "outlet", "group", "person")
    if phrase.head > phrase.start and view.words[phrase.start].title and body_of_two(view, phrase.head):
        return True  # «в Белом доме»
    if w.flags & PRONOUN:
        return w.lemma in ("он", "она", "оно", "который") or w.low in ("нем", "ней", "них", "которой", "котором")
    if (w.flags & (ABBREVIATION | LATIN | UNKNOWN | PLACE | UPPER) and w.flags & TITLE) or w.body:
        return True
    if view.words[phrase.start].text in QUOTE_MARKS:
        return True
    if w.lemma == "один" and phrase.end - phrase.head > 2 and view.words[phrase.head + 1].low == "из":
        return True  # «в одной из сетей объяснили»
    return w.lemma in _SPEECH_PLACES


def before_relative(view: View, relative: Phrase, scope: tuple[int, int]) -> Phrase | None:
    """The noun phrase that a relative pronoun stands for: «коллеги, которые считают»."""
    words = view.words
    comma = relative.start - 1
    if comma <= scope[0] or words[comma].text != ",":
        return None
    for k in range(max(scope[0], comma - 24), comma):
        if (
            k > scope[0]
            and words[k - 1].flags & (ADJECTIVE | NOUN)
            and not words[k - 1].noun
            and words[k].flags & NOUN
            and words[k - 1].adjective & words[k].noun
        ):
            continue
        phrase = phrase_at(view, k, comma)
        if (
            phrase is not None
            and phrase.end == comma
            and speakability(view, phrase) >= 0.55
            and (
                phrase.mask >> 0
                | phrase.mask >> 4
                | phrase.mask >> 8
                | phrase.mask >> 12
                | phrase.mask >> 16
                | phrase.mask >> 20
            )
            & relative.mask
            & 0xF
            | (phrase.name is not None)
        ):
            return phrase
    return None
