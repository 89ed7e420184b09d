"""Outlets: names that the lexicon knows, in any case and in marks, sites, and names that a noun shows to be an outlet's."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.caches import cached
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import fold
from newsquotes.russian.morphology import inflected
from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ANY_FORM,
    CONJUNCTION,
    DASHES,
    DAT,
    DIGIT,
    FEM,
    FINITE,
    GEN,
    INS,
    LATIN,
    LOC,
    MASC,
    NEUT,
    NOM,
    NOUN,
    PERSON_NAME,
    PLACE,
    PLUR,
    QUOTE_MARKS,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.nominative import SINGULAR, nominative_text, nominative_word, restored
from newsquotes.russian.reading.phrase_parts import names_with_number
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

_SURE_ALONE = word_set("outlets_alone")
_SPOKEN_TO = word_set("spoken_to")
_OCCASIONS = word_set("outlet_occasions")
_WITH_WHOM = frozenset(("с", "со", "для"))
_OF_A_BODY = word_set("channels_of_bodies")
_EVIDENCE = word_set("evidence")
_RELAYING = word_set("relaying")
_PRESENT = ("ет", "ёт", "ит", "ют", "ут")


def known_outlet(view: View, i: int) -> Phrase | None:
    """An outlet of the lexicon without marks: «РИА Новости», «Комсомольская правда», «The New York Times»; or a site."""
    words, outlets = view.words, view.lexicon.outlets
    w = words[i]
    if i in view.sites:
        return Phrase(i, view.sites[i], i, ANY_FORM)
    if not w.outlet:
        return None
    marked = not QUOTE_MARKS.isdisjoint([w.text for w in words[i + 1 : i + 3]])
    longest = w.outlet + 2 * marked if marked or (i + 1 < view.size and words[i + 1].outlet_goes_on) else 1
    for end in range(min(view.sentences[view.sentence_of[i]][1], i + longest), i, -1):
        single = end == i + 1
        if single and not (_sure_alone(w) or (w.title and heard_by(view, i))):
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
            return Phrase(i, foreign_end(view, end), i, w.noun or ANY_FORM)
    return None


def _sure_alone(w: Word) -> bool:
    """Whether a word is an outlet of the lexicon wherever it stands, and no common word."""
    return bool(w.flags & (UNKNOWN | LATIN | ABBREVIATION | UPPER)) or w.low in _SURE_ALONE or w.lemma in _SURE_ALONE


def heard_by(view: View, i: int) -> bool:
    """Whether the words before a token say where somebody speaks: «в интервью …», «в беседе с …», «в комментарии для …»."""
    words = view.words
    if i and words[i - 1].lemma in _SPOKEN_TO:
        return True
    return i > 1 and words[i - 1].low in _WITH_WHOM and words[i - 2].lemma in _OCCASIONS


def foreign_end(view: View, end: int) -> int:
    """Where a name in Latin letters ends of which the lexicon knows the beginning: «CNN | Brasil», «Fox News | Digital»."""
    words = view.words
    stop = view.sentences[view.sentence_of[end - 1]][1]
    while end < stop and words[end - 1].flags & LATIN and end not in view.sites:
        step = end + 1 if words[end].low in _LATIN_PARTICLES and end + 1 < stop else end
        apart = view.source[view.ends[end - 1] : view.starts[end]] not in (" ", "\xa0")
        if apart or not (words[step].title and words[step].flags & LATIN):
            break
        end = step + 1
    return end


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


@cached(size=480, most=1 << 14)
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
            " ".join([*map(fold, texts[:-1]), fold(inflected(last, "nomn") or last)]),  # «Спорт-Экспрессу»
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
        site = view.sites.get(q.first) == q.last
        if outlet_key(view, q.first, q.last) or site or (view.words[q.first].title and _spoken_to(view, q)):
            return Phrase(i, q.close + 1, q.first, ANY_FORM)
    return None


def _relays(view: View, q: Quoted) -> bool:
    """Whether a name in marks ends a clause that only relays: «…, пишет «Вечерняя Кама».», «Как передаёт «Вятка», …»."""
    words, k = view.words, q.open - 1
    if k < 1 or words[k].lemma not in _RELAYING or not words[k].low.endswith(_PRESENT):
        return False
    before, after = words[k - 1], words[q.close + 1] if q.close + 1 < view.size else None
    beside = before.text == "," or before.text in DASHES or before.low == "как"
    return beside and (after is None or after.text in ".,")


def _spoken_to(view: View, q: Quoted) -> bool:
    """Whether the words beside a name in marks show an outlet: «в эфире «Вятки»», «рассказали «Вятке» в мэрии»."""
    words = view.words
    if q.open <= 0:
        return False
    if heard_by(view, q.open) or _relays(view, q):
        return True
    k = q.open - 1
    while k > q.open - 4 and k and words[k].title and words[k].flags & PERSON_NAME:
        k -= 1  # «сказал Белов «Вятке»»
    verb = words[k]
    if k == q.open - 1 and verb.cue is not None and verb.flags & FINITE:
        if q.close + 2 < view.size and words[q.close + 2].low == "ссылкой":
            return True  # «пишет «Вятка» со ссылкой на мэрию»
    after = words[q.close + 1] if q.close + 1 < view.size else None
    if q.last - q.first > 3 or not (tells_somebody(verb) or (after is not None and tells_somebody(after))):
        return False
    head, forms = title_forms(words, q.first, q.last)
    told = bool(forms & DAT and words[head].flags & NOUN) and not words[head].noun & NOM
    told = told and all((words[k].noun | words[k].adjective) & GEN for k in range(head + 1, q.last))
    if not tells_somebody(verb):
        return told and words[head].role is None  # «в мэрии «Вятке» рассказали», not «что «Газпрому» сообщили»
    if after is None or not after.text[0].isalnum() or after.flags & (FINITE | CONJUNCTION):
        return told and words[q.first].title  # «Белов рассказал «Вечерней Каме», что …»
    return not forms & NOM & PLUR * 0x111111 if verb.subject == PLUR else told


def tells_somebody(w: Word) -> bool:
    """Whether a word is a verb that may govern whom something is told: «рассказали», not «считает»."""
    return w.cue is not None and "дат" in w.cue.frames and bool(w.flags & FINITE)


def addressed(view: View, i: int) -> bool:
    """Whether a common word with a capital is an outlet that somebody speaks to: «в интервью Прибою»."""
    words = view.words
    w = words[i]
    if not w.title or w.role is not None or not w.flags & NOUN or not heard_by(view, i):
        return False
    if w.flags & (PERSON_NAME | PLACE | LATIN | UPPER | UNKNOWN | ABBREVIATION):
        return False
    return bool(w.noun & _governed_case(view, i)) and not (i + 1 < view.size and words[i + 1].title)


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
        return None if head.lemma in ("сми", "пресса") else _called(view, phrase)
    spoken_to = marked and any(q.close > 0 and _spoken_to(view, q) for q in opening.get(phrase.start, ()))
    for first, last in inner:
        if spoken_to or outlet_key(view, first, last) or view.sites.get(first) == last:
            return _outlet_name(view, first, last)
    if marked:
        return None
    if phrase.head in view.sites:
        return view.text(phrase.head, view.sites[phrase.head])
    for end in range(phrase.end, phrase.start, -1) if opener.outlet else ():
        single = end == phrase.start + 1
        if single and not _sure_alone(head):
            break
        if outlet_key(view, phrase.start, end):
            if (longer := min(foreign_end(view, end), phrase.end)) > end:
                return view.text(phrase.start, longer)
            return _outlet_name(view, phrase.start, end)
    if phrase.end == phrase.start + 1 and addressed(view, phrase.start):
        return name_between(view, phrase.start, phrase.end)
    return None


def _called(view: View, phrase: Phrase) -> str | None:
    """What an outlet is called whose noun is the head: «газета Труд», «портал vl.ru», «телеканал 360»."""
    words = view.words
    first, stop = phrase.head + 1, phrase.end
    for k in range(first, stop):
        if k in view.sites:
            return view.text(k, view.sites[k])
        if words[k].title and words[k].flags & LATIN:
            return view.text(k, stop).rstrip(") ")
        for end in range(stop, k, -1) if words[k].title or words[k].flags & DIGIT or k in view.opening else ():
            if outlet_key(view, k, end):
                return _outlet_name(view, k, end)
    if first < stop and words[first].flags & DIGIT and names_with_number(view, phrase.head, view.size):
        return view.text(first, first + 1)  # «телеканал 360»
    if first < stop and words[first].title:
        if words[first].flags & (UNKNOWN | ABBREVIATION | UPPER) and not words[first].flags & (PLACE | PERSON_NAME):
            end = first + 1
            while end < stop and words[end].flags & DIGIT:
                end += 1  # «телеканал ОТВ 24»
            return _outlet_name(view, first, end)
    return None


def _outlet_name(view: View, first: int, last: int) -> str:
    key = outlet_key(view, first, last)
    text = view.text(first, last)
    if view.sites.get(first) == last:
        return _site_name(view, text)
    if any(view.words[k].text in QUOTE_MARKS for k in range(first, last)):
        return " ".join(_unmarked(text).split()) if key else text
    if not key:
        return name_between(view, first, last)
    if fold(text).replace(" ", "") == key.replace(" ", ""):
        return text  # «МИР24» as «МИР 24»
    pieces = key.split()
    if len(pieces) != last - first:
        return view.lexicon.outlets[key].name
    return " ".join(restored(view.words[first + n].text, piece) for n, piece in enumerate(pieces))


def _site_name(view: View, address: str) -> str:
    """«Газеты.Ru» as «Газета.Ru», where the lexicon knows the site."""
    label, _, domain = address.rpartition(".")
    name = inflected(label, "nomn") if fold(address) not in view.lexicon.outlets else None
    return f"{name}.{domain}" if name and fold(f"{name}.{domain}") in view.lexicon.outlets else address


def _unmarked(text: str) -> str:
    """«РИА «Новости»» without its marks."""
    return "".join(" " if c in QUOTE_MARKS else c for c in text)


def name_between(view: View, first: int, last: int) -> str:
    """A name in marks that the lexicon does not have, in the nominative where its place shows another case.

    «в интервью «Северным вестям»»: Северные вести. What can be a nominative stays as it is where nothing governs it.
    """
    words = view.words
    governed = _governed_case(view, first)
    head, agreeing = title_forms(words, first, last)
    opener = first - 1 - (words[first - 1].text in QUOTE_MARKS)
    if words[opener].flags & FINITE and agreeing & NOM:
        governed = 0  # «рассказали «Морские новости»»
    forms = agreeing & governed if governed else 0 if agreeing & NOM else agreeing
    h = words[head]
    still = h.fixed or h.noun == ANY_FORM or any(k in view.sites for k in range(first, last))
    tail = words[last - 1]
    if governed and last == first + 2 and h.noun & NOM and not forms and tail.noun & DAT and not tail.noun & (NOM | GEN):
        return f"{h.text} {inflected(tail.text, 'nomn', None, False) or tail.text}"  # «Спорт экспрессу»
    if not forms or still or not words[first].title:
        return view.text(first, last)
    if all(words[k].adjective & forms for k in range(first, head)):
        return nominative_text(view, first, last, head, True, forms)
    plural = not forms & SINGULAR
    found = [nominative_word(words[k].text, plural, True, h.text) or words[k].text for k in range(first, head)]
    found.append(nominative_text(view, head, last, head, True, forms))
    return " ".join(found)


def title_forms(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    """The head of a name in marks, and the forms that it and the adjectives before it, known or not, allow together."""
    head = first
    while head + 1 < last and _adjective_forms(words[head]) & (words[head + 1].noun | _adjective_forms(words[head + 1])):
        head += 1
    agreeing = words[head].noun
    for k in range(first, head):
        agreeing &= _adjective_forms(words[k])
    return head, agreeing


def _adjective_forms(w: Word) -> int:
    """The forms of a word as an adjective; «Залесским», which no dictionary has, by its ending."""
    if not w.title or w.adjective == w.noun == ANY_FORM:
        return w.adjective
    return w.adjective | next((forms for endings, forms in _ENDINGS if w.low.endswith(endings) and len(w.low) > 5), 0)


_PLURAL, _SINGULAR_MN = PLUR * 0x111111, (MASC | NEUT) * 0x111111
_ENDINGS = (
    (("ыми", "ими"), INS & _PLURAL),
    (("ым", "им"), DAT & _PLURAL | INS & _SINGULAR_MN),
    (("ому", "ему"), DAT & _SINGULAR_MN),
    (("ой", "ей"), (GEN | DAT | INS) & FEM * 0x111111),
    (("ых", "их"), GEN & _PLURAL),
    (("ого", "его"), GEN & _SINGULAR_MN),
)


def _governed_case(view: View, first: int) -> int:
    """The case that the word before a name asks for; 0 where none is known."""
    words = view.words
    k = first - 1
    while k > 0 and words[k].text in QUOTE_MARKS:
        k -= 1
    before = words[k]
    if before.low in _WITH_WHOM and heard_by(view, k + 1):
        return GEN if before.low == "для" else INS
    if before.lemma in _SPOKEN_TO:
        dative = (words[first].noun | _adjective_forms(words[first])) & DAT
        return DAT if before.lemma == "интервью" and dative else GEN
    if before.lemma in _EVIDENCE and before.flags & NOUN:
        return GEN
    if before.low in ("в", "во") and (words[first].body or not words[first].flags & UNKNOWN):
        return LOC  # «в «Росгеологии» сообщили»
    while k and words[k].title and words[k].flags & PERSON_NAME:
        k -= 1  # «сказал Белов «Вятке»»
    return DAT if tells_somebody(words[k]) else 0


_LATIN_PARTICLES = word_set("latin_particles")
