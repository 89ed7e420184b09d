"""Outlets: names that the lexicon knows, in any case and in marks, sites, and names that a noun shows to be an outlet's."""

from __future__ import annotations

import re
from functools import lru_cache

from newsquotes.russian.lexicon import fold
from newsquotes.russian.morphology import inflected
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.nominative import nominative_text, nominative_word, restored
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import (
    ABBREVIATION,
    ANY_FORM,
    CONJUNCTION,
    DAT,
    DOMAINS,
    FINITE,
    LATIN,
    NOM,
    PERSON_NAME,
    PLACE,
    PLUR,
    QUOTE_MARKS,
    UNKNOWN,
    UPPER,
)

_SITE = re.compile(
    r"[\w-]+(?:\.[\w-]+)*\.(?:ru|com|ua|net|org|by|info|tv|kz|ру|рф|md|ge|am|az|ee|lv|lt|de|fr|uk|news|media|press|today|online)",
    re.I,
)
_COMMON_OUTLET = frozenset("тасс рбк интерфакс рейтер викиновости би-би-си".split())
_SPOKEN_TO = frozenset("интервью эфир корреспондент корреспондентка журналист журналистка репортер обозреватель".split())
"""Words after which a name in marks is an outlet's."""
_OF_A_BODY = frozenset("сайт страница канал блог telegram-канал телеграм-канал".split())
"""What a body has rather than is: «официальный сайт «Вымпела»»."""


def known_outlet(view: View, i: int) -> Phrase | None:
    """An outlet of the lexicon without marks: «РИА Новости», «Комсомольская правда», «The New York Times»; or a site."""
    words, outlets = view.words, view.lexicon.outlets
    w = words[i]
    if w.flags & LATIN and _SITE.fullmatch(w.text):
        return Phrase(i, i + 1, i, ANY_FORM)
    dotted = i + 2 < view.size and words[i + 1].text == "." and words[i + 2].low in DOMAINS
    if (w.flags & LATIN or dotted) and (site := _site_end(view, i)):
        return Phrase(i, site, i, ANY_FORM)
    if not w.outlet:
        return None
    marked = any(w.text in QUOTE_MARKS for w in words[i + 1 : i + 3])
    longest = w.outlet + 2 * marked if marked or (i + 1 < view.size and words[i + 1].outlet_goes_on) else 1
    for end in range(min(view.sentences[view.sentence_of[i]][1], i + longest), i, -1):
        single = end == i + 1
        if single and not (
            w.flags & (UNKNOWN | LATIN | ABBREVIATION | UPPER) or w.low in _COMMON_OUTLET or w.lemma in _COMMON_OUTLET
        ):
            continue
        if not single and not words[end - 1].text[0].isalnum() and words[end - 1].text not in QUOTE_MARKS:
            continue
        if words[end - 1].text in QUOTE_MARKS and not any(
            q.close == end - 1 and q.open > i for q in view.quoted_between(i, end)
        ):
            continue  # «РИА «Новости»» with its own marks, no mark of others
        if outlet_key(view, i, end) in outlets:
            if any(i < q.open < end and q.close == end for q in view.quoted_between(i, end)):
                end += 1
            return Phrase(i, end, i, w.noun or ANY_FORM)
    return None


def _site_end(view: View, i: int) -> int:
    """Where the name of a site ends that was cut into tokens: «infox . ru»; 0 where there is none."""
    for size in (5, 3):
        end = i + size
        if end <= view.size and view.starts[end - 1] == view.ends[end - 2] and _SITE.fullmatch(view.text(i, end)):
            return end
    return 0


def outlet_key(view: View, first: int, last: int) -> str:
    """The words of a range as the lexicon spells outlets, if it knows them; else an empty string."""
    words = view.words
    w = words[first]
    if not w.outlet and w.text not in QUOTE_MARKS:
        return ""
    if last - first == 1:
        known = view.vocabulary.outlets
        if w not in known:
            known[w] = _key_of(view, [first])
        return known[w]
    inner = [k for k in range(first, last) if words[k].text not in QUOTE_MARKS]
    if not inner or words[inner[0]].outlet < len(inner) or (len(inner) > 1 and not words[inner[1]].outlet_goes_on):
        return ""
    return _key_of(view, inner)


def _key_of(view: View, inner: list[int]) -> str:
    words = view.words
    outlets = view.lexicon.outlets
    if inner[-1] + 1 - inner[0] == len(inner):
        text = fold(view.text(inner[0], inner[-1] + 1))
        if text in outlets:
            return text
    for key in _spellings(tuple(words[k].text for k in inner), tuple(words[k].lemma for k in inner)):
        if key in outlets:
            return key
    return ""


@lru_cache(maxsize=1 << 14)
def _spellings(texts: tuple[str, ...], lemmas: tuple[str, ...]) -> tuple[str, ...]:
    """The words as they stand, by their lemmas, and put into the nominative as a whole or by the first word."""
    found = [" ".join(map(fold, texts)), " ".join(lemmas)]
    if len(texts) > 1:
        last = texts[-1]
        agreeing = [
            nominative_word(t, False, n < len(texts) - 1, last if n < len(texts) - 1 else "") or t
            for n, t in enumerate(texts)
        ]
        found += [
            " ".join(map(fold, agreeing)),
            " ".join([fold(inflected(texts[0], "nomn") or texts[0]), *map(fold, texts[1:])]),
        ]
    else:
        found.append(fold(inflected(texts[0], "nomn") or texts[0]))
        head, _, tail = texts[0].partition("-")
        if tail and (changed := inflected(head, "nomn")):
            found.append(fold(f"{changed}-{tail}"))  # «Интерфакса-Запад»
    return tuple(found)


def marked_outlet(view: View, i: int) -> Phrase | None:
    """An outlet in marks: «Коммерсантъ», or any name in marks after «в интервью»."""
    for q in view.opening.get(i, ()):
        if q.close <= 0 or q.last - q.first > 6:
            continue
        site = q.last - q.first == 1 and _SITE.fullmatch(view.words[q.first].text)
        if outlet_key(view, q.first, q.last) or site or (view.words[q.first].title and _spoken_to(view, q)):
            return Phrase(i, q.close + 1, q.first, ANY_FORM)
    return None


def _spoken_to(view: View, q: Quoted) -> bool:
    """Whether what stands before a name in marks shows an outlet: «в эфире «Вятки»», «рассказали «Вятке» в мэрии»."""
    words = view.words
    if q.open <= 0:
        return False
    if words[q.open - 1].lemma in _SPOKEN_TO:
        return True
    verb, name = words[q.open - 1], words[q.last - 1]
    if verb.cue is None or "дат" not in verb.cue.frames or not verb.flags & FINITE or q.last - q.first > 3:
        return False
    after = words[q.close + 1] if q.close + 1 < view.size else None
    if after is None or not after.text[0].isalnum() or after.flags & (FINITE | CONJUNCTION):
        return False
    if verb.subject == PLUR:
        return not name.noun & NOM & PLUR * 0x111111
    return bool(name.noun & DAT) and not name.noun & NOM


def outlet_in(view: View, phrase: Phrase) -> str | None:
    """The name of the outlet that a phrase names, in the nominative as the document writes it, if any."""
    words = view.words
    head, opener = words[phrase.head], words[phrase.start]
    marked = opener.text in QUOTE_MARKS
    if head.role is not None and not marked and head.role.kind != "outlet":
        if not opener.outlet or not outlet_key(view, phrase.start, phrase.end):
            return None
    opening = view.opening
    inner = (
        [
            (q.first, q.last)
            for k in range(phrase.start, phrase.end)
            if k in opening
            for q in opening[k]
            if 0 <= q.close < phrase.end
        ]
        if opening
        else []
    )
    if head.role is not None and head.role.kind == "outlet" and not marked:
        if inner:
            if head.lemma in _OF_A_BODY and not words[inner[0][1] - 1].noun & NOM and not outlet_key(view, *inner[0]):
                return nominative_text(view, phrase.start, phrase.end, phrase.head, False, phrase.mask)
            return _outlet_name(view, *inner[0])
        if head.lemma in ("сми", "пресса"):
            return None
        for k in range(phrase.head + 1, phrase.end):
            for end in range(phrase.end, k, -1):
                if outlet_key(view, k, end):
                    return _outlet_name(view, k, end)
        for k in range(phrase.head + 1, phrase.end):
            if words[k].flags & LATIN and words[k].title:
                return view.text(k, phrase.end).rstrip(") ")
        k = phrase.head + 1
        if (
            k < phrase.end
            and words[k].title
            and words[k].flags & (UNKNOWN | ABBREVIATION | UPPER)
            and not words[k].flags & (PLACE | PERSON_NAME)
        ):
            return _outlet_name(view, k, k + 1)
        return None
    spoken_to = marked and any(q.close > 0 and _spoken_to(view, q) for q in opening.get(phrase.start, ()))
    for first, last in inner:
        if spoken_to or outlet_key(view, first, last):
            return _outlet_name(view, first, last)
    if marked:
        return None
    if head.flags & LATIN and (_SITE.fullmatch(head.text) or _SITE.fullmatch(view.text(phrase.start, phrase.end))):
        return view.text(phrase.start, phrase.end)
    if (head.flags & LATIN or phrase.end - phrase.head > 2) and (end := _site_end(view, phrase.head)):
        return view.text(phrase.head, end)
    for end in range(phrase.end, phrase.start, -1) if opener.outlet else ():
        single = end == phrase.start + 1
        if single and not (head.flags & (UNKNOWN | LATIN | ABBREVIATION | UPPER) or head.lemma in _COMMON_OUTLET):
            return None
        if outlet_key(view, phrase.start, end):
            return _outlet_name(view, phrase.start, end)
    return None


def _outlet_name(view: View, first: int, last: int) -> str:
    key = outlet_key(view, first, last)
    text = view.text(first, last)
    if not key or fold(text) == key or any(view.words[k].text in QUOTE_MARKS for k in range(first, last)):
        return text
    pieces = key.split()
    if len(pieces) != last - first:
        return view.lexicon.outlets[key].name
    return " ".join(restored(view.words[first + n].text, piece) for n, piece in enumerate(pieces))
