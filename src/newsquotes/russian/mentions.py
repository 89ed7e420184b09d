"""The Russian mention detector: people, roles, organizations, outlets, groups, anonymous sources, documents and pronouns."""

from __future__ import annotations

import re
from functools import lru_cache

import attrs

from newsquotes.document import Document, Gender, Mention, MentionKind
from newsquotes.russian.lexicon import fold
from newsquotes.russian.morphology import inflected, parses
from newsquotes.russian.names import Name, canonical, gender_votes, restored
from newsquotes.russian.people import Person, people_in, phrase_start
from newsquotes.russian.phrases import Phrase, phrase_at
from newsquotes.russian.view import View, view_of
from newsquotes.russian.words import (
    ABBREVIATION,
    ADJECTIVE,
    ANY_FORM,
    DIGIT,
    FEM,
    INITIAL,
    LATIN,
    MASC,
    NEUT,
    NOM,
    NOUN,
    NUMBER,
    PERSON_NAME,
    PERSONAL,
    PLACE,
    PLUR,
    PREPOSITION,
    PRONOUN,
    QUOTE_MARKS,
    SING,
    TITLE,
    UNKNOWN,
    UPPER,
)

_SPEAKING_PRONOUNS = frozenset("он она они его ее их ему ей им нем ней них ним нею".split())
_GENDERS: dict[int, Gender] = {MASC: "masc", FEM: "femn", NEUT: "neut"}
_SINGULAR = SING * 0x111111
_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:ru|com|ua|net|org|by|info|tv|kz|ру|рф|md|ge|am|az|ee|lv|lt|de|fr|uk|news|media|press|today|online)", re.I)
_MANY = frozenset("несколько многие ряд большинство часть множество некоторые".split())
_COMMON_OUTLET = frozenset("тасс рбк интерфакс рейтер викиновости би-би-си".split())


class MentionDetector:
    """Finds the mentions of those who can speak: names of people with their roles, and noun phrases of the lexicons."""

    def __call__(self, doc: Document) -> list[Mention]:
        view = view_of(doc)
        people = [p for p in people_in(view) if p.supported]
        found = [person_mention(view, p) for p in people]
        heads = {head for p in people for head in p.heads}
        named = {k for p in people for k in range(p.name.first, p.name.last)}
        found += [mention_of(view, phrase) for phrase in speaking_phrases(view, named) if phrase.head not in heads]
        found.sort(key=lambda m: (m.span.start, -m.span.end))
        return found


def speaking_phrases(view: View, named: set[int]) -> list[Phrase]:
    """The noun phrases, besides names, that can name a speaker; ``named`` are the tokens of people's names."""
    words = view.words
    outlets = view.lexicon.outlets
    found: list[Phrase] = []
    i = 0
    while i < view.size:
        w = words[i]
        flags = w.flags
        if flags & (PRONOUN | PERSONAL) and w.low in _SPEAKING_PRONOUNS:
            found.append(Phrase(i, i + 1, i, w.noun or ANY_FORM))
            i += 1
            continue
        if w.text in QUOTE_MARKS and (outlet := _marked_outlet(view, i)) is not None:
            found.append(outlet)
            i = outlet.end
            continue
        if i in named:
            i += 1
            continue
        if flags & TITLE and (known := _known_outlet(view, i)) is not None:
            found.append(known)
            i = known.end
            continue
        has_role = w.role is not None and flags & (NOUN | ADJECTIVE)
        name_like = flags & TITLE and not flags & INITIAL and (flags & (LATIN | ABBREVIATION) or flags & UNKNOWN and not flags & DIGIT or w.low in outlets and flags & UPPER)
        if not has_role and not name_like:
            i += 1
            continue
        border = view.sentences[view.sentence(i)][1]
        start = phrase_start(view, i) if has_role else i
        need = _needed(view, start)
        phrase = phrase_at(view, start, border, need)
        if phrase is None or phrase.head != i:
            phrase = phrase_at(view, i, border, need) or phrase_at(view, i, border) or phrase
        if phrase is None or phrase.end <= i or phrase.head != i and not _title_head(view, phrase):
            i += 1
            continue
        found.append(attrs.evolve(phrase, start=min(start, phrase.start), name=None))
        i += 1
    return found


def _title_head(view: View, phrase: Phrase) -> bool:
    return view.words[phrase.start].text in QUOTE_MARKS


def _needed(view: View, start: int) -> int:
    """The forms that the place of a phrase leaves: after a preposition no nominative."""
    if start and view.words[start - 1].flags & PREPOSITION and not view.words[start - 1].flags & NOUN:
        return ANY_FORM & ~NOM
    return ANY_FORM


# --- outlets ---------------------------------------------------------------------------------------------------------


def _known_outlet(view: View, i: int) -> Phrase | None:
    """An outlet of the lexicon without marks: «РИА Новости», «Комсомольская правда», «The New York Times»; or a site."""
    words, outlets = view.words, view.lexicon.outlets
    w = words[i]
    if w.flags & LATIN and _SITE.fullmatch(w.text):
        return Phrase(i, i + 1, i, ANY_FORM)
    best = None
    border = min(view.sentences[view.sentence(i)][1], i + 6)
    for end in range(border, i, -1):
        single = end == i + 1
        if single and not (w.flags & (UNKNOWN | LATIN | ABBREVIATION | UPPER) or w.low in _COMMON_OUTLET or w.lemma in _COMMON_OUTLET):
            continue
        if not single and not words[end - 1].text[0].isalnum() and words[end - 1].text not in QUOTE_MARKS:
            continue
        if outlet_key(view, i, end) in outlets:
            best = Phrase(i, end, i, w.noun or ANY_FORM)
            break
    return best


def outlet_key(view: View, first: int, last: int) -> str:
    """The words of a range as the lexicon spells outlets, if it knows them; else an empty string."""
    outlets = view.lexicon.outlets
    inner = [k for k in range(first, last) if view.words[k].text not in QUOTE_MARKS]
    if not inner:
        return ""
    text = fold(view.text(inner[0], inner[-1] + 1)) if inner[-1] + 1 - inner[0] == len(inner) else " ".join(view.words[k].low for k in inner)
    if text in outlets:
        return text
    lemmas = " ".join(view.words[k].lemma for k in inner)
    if lemmas in outlets:
        return lemmas
    if len(inner) > 1:
        agreeing = " ".join(fold(_nominative_word(view.words[k].text, False, k != inner[-1], view.words[inner[-1]].text if k != inner[-1] else "") or view.words[k].text) for k in inner)
        if agreeing in outlets:
            return agreeing
        first_word = view.words[inner[0]].text
        headed = " ".join([fold(inflected(first_word, "nomn") or first_word), *(view.words[k].low for k in inner[1:])])
        if headed in outlets:
            return headed  # «Голосу Америки»
    else:
        plural = inflected(view.words[inner[0]].text, "nomn")
        if plural and fold(plural) in outlets:
            return fold(plural)
        head, _, tail = view.words[inner[0]].text.partition("-")
        if tail and (declined := inflected(head, "nomn")) and fold(f"{declined}-{tail}") in outlets:
            return fold(f"{declined}-{tail}")  # «Интерфакса-Запад»
    return ""


def _marked_outlet(view: View, i: int) -> Phrase | None:
    for q in view.opening.get(i, ()):
        if q.close <= 0 or q.last - q.first > 6:
            continue
        site = q.last - q.first == 1 and _SITE.fullmatch(view.words[q.first].text)
        spoken_to = i > 0 and view.words[i - 1].lemma in ("интервью", "эфир") and view.words[q.first].title
        if outlet_key(view, q.first, q.last) or site or spoken_to:
            return Phrase(i, q.close + 1, q.first, ANY_FORM)
    return None


def outlet_in(view: View, phrase: Phrase) -> str | None:
    """The name of the outlet that a phrase names, in the nominative as the document writes it; ``None`` where it names none."""
    words = view.words
    head = words[phrase.head]
    inner = [(q.first, q.last) for k in range(phrase.start, phrase.end) for q in view.opening.get(k, ()) if 0 <= q.close < phrase.end]
    marked = words[phrase.start].text in QUOTE_MARKS
    if head.role is not None and not marked and head.role.kind != "outlet" and not outlet_key(view, phrase.start, phrase.end):
        return None
    if head.role is not None and head.role.kind == "outlet" and not marked:
        if inner:
            return _outlet_name(view, *inner[0])
        if head.lemma in ("сми", "пресса"):
            return None
        for k in range(phrase.head + 1, phrase.end):
            for end in range(phrase.end, k, -1):
                if outlet_key(view, k, end):
                    return _outlet_name(view, k, end)
        for k in range(phrase.head + 1, phrase.end):
            if words[k].flags & LATIN and words[k].title:
                return view.text(k, phrase.end)
        k = phrase.head + 1
        if k < phrase.end and words[k].title and words[k].flags & (UNKNOWN | ABBREVIATION | UPPER) and not words[k].flags & (PLACE | PERSON_NAME):
            return _outlet_name(view, k, k + 1)
        return None
    for first, last in inner:
        if outlet_key(view, first, last) or marked and phrase.start and words[phrase.start - 1].lemma in ("интервью", "эфир"):
            return _outlet_name(view, first, last)
    if marked:
        return None
    if head.flags & LATIN and _SITE.fullmatch(head.text):
        return head.text
    for end in range(phrase.end, phrase.start, -1):
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


# --- kinds and names -------------------------------------------------------------------------------------------------


def kind_of(view: View, phrase: Phrase) -> MentionKind:
    """What a phrase without a personal name names."""
    words = view.words
    head = words[phrase.head]
    if head.flags & PRONOUN and head.role is None or head.low in _SPEAKING_PRONOUNS:
        return "pronoun"
    if outlet_in(view, phrase) is not None:
        return "outlet"
    role = head.role
    if role is not None and words[phrase.start].text not in QUOTE_MARKS:
        if role.kind == "person":
            return "group" if _is_plural(view, phrase) else "role"
        return role.kind  # type: ignore[return-value]
    if head.flags & (ABBREVIATION | LATIN | UPPER | PLACE) or words[phrase.start].text in QUOTE_MARKS:
        return "organization"
    if head.flags & UNKNOWN and head.flags & TITLE and phrase.end - phrase.start == 1:
        return "organization"
    return "group" if phrase.mask & PLUR * 0x111111 and not phrase.mask & _SINGULAR else "role"


def _is_plural(view: View, phrase: Phrase) -> bool:
    """Whether a phrase means several people; «судьи» may be one judge in the genitive: the mask says what its place leaves."""
    words = view.words
    if words[phrase.start].lemma == "один" and phrase.head > phrase.start:
        return False
    if phrase.head > phrase.start and any(words[k].flags & (DIGIT | NUMBER) or words[k].low in _MANY for k in range(phrase.start, phrase.head)):
        return bool(words[phrase.head].noun & PLUR * 0x111111 or words[phrase.head].adjective & PLUR * 0x111111)
    return not phrase.mask & _SINGULAR


def mention_of(view: View, phrase: Phrase) -> Mention:
    """A phrase as a mention, named in the nominative."""
    kind = kind_of(view, phrase)
    forms = phrase.mask & NOM or phrase.mask
    while forms and not forms & 0xF:
        forms >>= 4
    forms &= 0xF
    if kind == "outlet":
        name = outlet_in(view, phrase) or nominative_text(view, phrase.start, phrase.end, phrase.head)
    elif kind == "pronoun":
        name = view.text(phrase.start, phrase.end)
    else:
        name = nominative_text(view, phrase.start, phrase.end, phrase.head)
    span = view.span(phrase.start, phrase.end)
    return Mention(span, kind, name, view.span(phrase.head, phrase.head + 1), gender=_GENDERS.get(forms & SING), plural=forms == PLUR)


def person_mention(view: View, person: Person) -> Mention:
    """A person's name with the roles before it."""
    name = person.name
    votes = gender_votes(name, person.cases)
    gender: Gender | None = person.gender  # type: ignore[assignment]
    if gender is None and votes["masc"] != votes["femn"]:
        gender = "masc" if votes["masc"] > votes["femn"] else "femn"
    role = organization = None
    if person.heads:
        role, organization = role_before(view, person)
    span = view.span(person.start, person.end)
    return Mention(span, "person", _canonical_of(name, person.cases, gender), view.span(name.first, name.first + 1), gender=gender, role=role, organization=organization)


def _canonical_of(name: Name, cases: int, gender: Gender | None) -> str:
    return canonical([(name, cases)], gender)


def role_before(view: View, person: Person) -> tuple[str, str | None]:
    """The role that stands before a name, in the nominative, and the body in it: («глава МИД РФ», «МИД РФ»)."""
    head = person.heads[-1]
    first, last = phrase_start(view, head), person.name.first
    if len(person.heads) > 1:
        last = phrase_start(view, person.heads[-2])
        if last <= head:
            last = person.name.first
    text = nominative_text(view, first, last, head)
    return text, view.text(head + 1, last) if last > head + 1 else None


def nominative_text(view: View, first: int, last: int, head: int) -> str:
    """The words ``[first, last)`` with head and modifiers in the nominative; the first letter small where no name begins."""
    words = view.words
    h = words[head]
    plural = bool(h.noun) and not h.noun & _SINGULAR
    out: list[str] = []
    for k in range(first, last):
        w = words[k]
        text = w.text
        if k <= head and text[0].isalnum() and not w.flags & (UPPER | ABBREVIATION | LATIN):
            modifier = k < head
            if not modifier and not w.flags & UNKNOWN or modifier and w.adjective & (h.noun or h.adjective) and not _governed(view, k, head):
                form = _nominative_word(text, plural, modifier, h.text if modifier else "")
                text = restored(text, fold(form)) if form and fold(form) != w.low else text
        if k == first and w.title and not w.flags & (PERSON_NAME | UPPER | LATIN | UNKNOWN | PLACE | ABBREVIATION) and len(text) > 1 and _begins_sentence(view, k):
            text = text[0].lower() + text[1:]
        if out and view.starts[k] > view.ends[k - 1]:
            out.append(" ")
        out.append(text)
    return "".join(out)


def _governed(view: View, k: int, head: int) -> bool:
    """Whether a modifier before a head belongs to another noun that stands between them."""
    return any(view.words[j].noun and not view.words[j].adjective and j != head for j in range(k + 1, head))


def _begins_sentence(view: View, i: int) -> bool:
    return i == view.sentences[view.sentence(i)][0] or view.words[i - 1].text in QUOTE_MARKS or view.words[i - 1].text in ".:—–-"


@lru_cache(maxsize=1 << 14)
def _nominative_word(text: str, plural: bool, modifier: bool, head: str) -> str | None:
    gender = None
    if modifier and head and not plural:
        form = inflected(head, "nomn", None, plural)
        gender = _gender_of_noun(form or head)
    if modifier and text[:1].isdigit() and "-" in text:
        number, _, tail = text.partition("-")
        changed = inflected(tail, "nomn", gender, plural)
        return f"{number}-{changed}" if changed and len(tail) > 3 else None
    return inflected(text, "nomn", gender, plural)


@lru_cache(maxsize=1 << 13)
def _gender_of_noun(word: str) -> str | None:
    for form in parses(word):
        if form.tag.POS == "NOUN" and form.tag.gender:
            return str(form.tag.gender)
    return None
