"""The Russian mention detector: people, roles, organizations, outlets, groups, anonymous sources, documents and pronouns."""

from __future__ import annotations

from functools import lru_cache

from newsquotes.document import Document, Gender, Mention, MentionKind
from newsquotes.russian.lexicon import fold
from newsquotes.russian.morphology import inflected
from newsquotes.russian.names import PersonName, gender_of, person_name, restored
from newsquotes.russian.phrases import Phrase, phrase_at
from newsquotes.russian.view import View, view_of
from newsquotes.russian.words import (
    ABBREVIATION,
    ADJECTIVE,
    ANY_FORM,
    FEM,
    INITIAL,
    LATIN,
    MASC,
    NEUT,
    NOM,
    NOUN,
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
    Word,
)

_SPEAKING_PRONOUNS = frozenset("он она они его ее их ему ей им нем ней них ним нею".split())
_GENDERS: dict[int, Gender] = {MASC: "masc", FEM: "femn", NEUT: "neut"}


class MentionDetector:
    """Finds the mentions of those who can speak, by noun phrases and the lexicons."""

    def __call__(self, doc: Document) -> list[Mention]:
        view = view_of(doc)
        return [mention_of(view, phrase) for phrase in speaking_phrases(view)]


def speaking_phrases(view: View) -> list[Phrase]:
    """The noun phrases that can name a speaker, by start, the longer first."""
    words = view.words
    found: list[Phrase] = []
    i = 0
    size = view.size
    skip_until = 0
    while i < size:
        w = words[i]
        flags = w.flags
        if flags & PRONOUN and w.low in _SPEAKING_PRONOUNS or flags & PERSONAL and w.low in _SPEAKING_PRONOUNS:
            found.append(Phrase(i, i + 1, i, w.noun or ANY_FORM))
            i += 1
            continue
        starts_name = flags & TITLE and flags & (PERSON_NAME | UNKNOWN | INITIAL) and i >= skip_until
        if not (w.role is not None and flags & (NOUN | ADJECTIVE)) and not starts_name and not (flags & TITLE and (flags & (LATIN | ABBREVIATION) or w.low in view.lexicon.outlets)):
            if w.text in QUOTE_MARKS and (outlet := _marked_outlet(view, i)) is not None:
                found.append(outlet)
                i = outlet.end
                continue
            i += 1
            continue
        border = view.sentences[view.sentence(i)][1]
        start = _phrase_start(view, i) if w.role is not None else i
        need = _needed(view, start)
        phrase = phrase_at(view, start, border, need) or (phrase_at(view, i, border) if start != i or need != ANY_FORM else None)
        if phrase is None or phrase.end <= i:
            i += 1
            continue
        if phrase.name is None and w.role is None and not flags & (LATIN | ABBREVIATION | UPPER) and w.low not in view.lexicon.outlets and not (flags & UNKNOWN):
            i += 1
            continue
        found.append(phrase)
        if phrase.name is not None:
            skip_until = phrase.name[1]
        i = max(i + 1, phrase.name[1] if phrase.name is not None and phrase.name[0] == i else i + 1)
    found.sort(key=lambda p: (p.start, -p.end))
    return found


def _needed(view: View, start: int) -> int:
    """The forms that the place of a phrase leaves: after a preposition no nominative."""
    if start and view.words[start - 1].flags & PREPOSITION and not view.words[start - 1].flags & NOUN:
        return ANY_FORM & ~NOM
    return ANY_FORM


def _phrase_start(view: View, i: int) -> int:
    """Where the modifiers of a head noun begin: «официальный представитель»."""
    words = view.words
    mask = words[i].noun or words[i].adjective
    border = view.sentences[view.sentence(i)][0]
    while i > border:
        w = words[i - 1]
        if w.adjective & mask and not w.flags & (PRONOUN | PREPOSITION) and (w.flags & ADJECTIVE or w.low in ("сам", "сама", "сами", "само")) and not (w.flags & NOUN and not w.flags & ADJECTIVE):
            mask &= w.adjective
            i -= 1
            continue
        break
    return i


def _marked_outlet(view: View, i: int) -> Phrase | None:
    for q in view.opening.get(i, ()):
        if 0 < q.close and q.last - q.first <= 6:
            low = fold(view.text(q.first, q.last))
            if low in view.lexicon.outlets or _outlet_lemma(view, q.first, q.last) in view.lexicon.outlets:
                return Phrase(i, q.close + 1, q.first, ANY_FORM)
    return None


def _outlet_lemma(view: View, first: int, last: int) -> str:
    return " ".join(view.words[k].lemma for k in range(first, last))


def kind_of(view: View, phrase: Phrase) -> MentionKind:
    """What a phrase names."""
    words = view.words
    head = words[phrase.head]
    if phrase.name is not None:
        return "person"
    if head.flags & PRONOUN or head.low in _SPEAKING_PRONOUNS:
        return "pronoun"
    if outlet_in(view, phrase) is not None:
        return "outlet"
    role = head.role
    if role is not None and words[phrase.start].text not in QUOTE_MARKS:
        if role.kind == "person":
            return "group" if phrase.mask & NOM and not phrase.mask & SING or not phrase.mask & _singular() else "role"
        return role.kind  # type: ignore[return-value]
    if head.flags & (ABBREVIATION | LATIN | UPPER) or words[phrase.start].text in QUOTE_MARKS:
        return "organization"
    if head.flags & PLACE:
        return "organization"
    return "group" if phrase.mask & PLUR * 0x111111 and not phrase.mask & _singular() else "role"


def _singular() -> int:
    return SING * 0x111111


def outlet_in(view: View, phrase: Phrase) -> str | None:
    """The canonical name of the outlet that a phrase names, or ``None``."""
    words = view.words
    lexicon = view.lexicon
    head = words[phrase.head]
    inner = [(q.first, q.last) for k in range(phrase.start, phrase.end) for q in view.opening.get(k, ()) if q.close >= 0 and q.close < phrase.end]
    named = None
    for first, last in inner:
        low = fold(view.text(first, last))
        outlet = lexicon.outlets.get(low) or lexicon.outlets.get(_outlet_lemma(view, first, last))
        if outlet is not None:
            named = outlet.name
            break
    if head.role is not None and words[phrase.start].text not in QUOTE_MARKS:
        if head.role.kind == "outlet":
            if named:
                return named
            if inner:
                return view.text(*inner[0])
            latin = [k for k in range(phrase.head + 1, phrase.end) if words[k].flags & (LATIN | TITLE) and words[k].title]
            if latin:
                text = view.text(latin[0], phrase.end)
                outlet = lexicon.outlets.get(fold(text))
                return outlet.name if outlet else text
            return None
        if head.role.kind in ("person", "group", "document", "anonymous"):
            return None
    if named:
        return named
    if words[phrase.start].text in QUOTE_MARKS:
        return None
    text = fold(view.text(phrase.start, phrase.end))
    outlet = lexicon.outlets.get(text)
    if outlet is None:
        for end in range(phrase.end, phrase.start, -1):
            low = fold(view.text(phrase.start, end))
            outlet = lexicon.outlets.get(low)
            if outlet is not None:
                break
    if outlet is None and head.flags & TITLE:
        outlet = lexicon.outlets.get(head.lemma) if head.flags & (UNKNOWN | LATIN | ABBREVIATION) or head.lemma in _SAFE_OUTLETS else None
    return outlet.name if outlet else None


_SAFE_OUTLETS = frozenset("тасс рбк интерфакс рейтер викиновости би-би-си".split())


def mention_of(view: View, phrase: Phrase) -> Mention:
    """A phrase as a mention, named in the nominative."""
    words = view.words
    kind = kind_of(view, phrase)
    role = organization = None
    forms = phrase.mask & NOM or phrase.mask
    while forms and not forms & 0xF:
        forms >>= 4
    forms &= 0xF
    plural = forms == PLUR
    gender = _GENDERS.get(forms & SING)
    head = phrase.head
    if phrase.name is not None:
        first, last = phrase.name
        name = mention_name(words[first:last])
        person = person_name(words[first:last])
        if person is not None:
            votes = gender_of(person)
            if votes["masc"] != votes["femn"]:
                gender = "masc" if votes["masc"] > votes["femn"] else "femn"
        if first > phrase.start:
            role = nominative_text(view, phrase.start, first, phrase.head if phrase.head < first else first - 1)
            if phrase.head >= first:
                head = first
            organization = view.text(phrase.head + 1, first) if phrase.head + 1 < first else None
        head = max(phrase.head, first) if phrase.head >= first else phrase.head
    elif kind == "outlet":
        name = outlet_in(view, phrase) or view.text(phrase.start, phrase.end)
    elif kind == "pronoun":
        name = view.text(phrase.start, phrase.end)
    else:
        name = nominative_text(view, phrase.start, phrase.end, phrase.head)
    return Mention(
        view.span(phrase.start, phrase.end),
        kind,
        name,
        view.span(head, head + 1),
        gender=gender,
        plural=plural,
        role=role,
        organization=organization,
    )


def mention_name(words: list[Word]) -> str:
    """The name of one mention, in the nominative as far as the mention alone shows it."""
    return _mention_name(tuple(w.text for w in words))


@lru_cache(maxsize=1 << 15)
def _mention_name(texts: tuple[str, ...]) -> str:
    return " ".join(texts).replace(" .", ".").replace(" - ", "-")


def nominative_text(view: View, first: int, last: int, head: int) -> str:
    """The words ``[first, last)`` with head and modifiers in the nominative; the first letter small where no name begins."""
    words = view.words
    plural = not words[head].noun & _singular() if words[head].noun else False
    out = []
    for k in range(first, last):
        w = words[k]
        text = w.text
        if k <= head and text[0].isalpha():
            form = _nominative_word(text, plural, k < head, words[head].text if k < head else "")
            text = restored(text, fold(form)) if form and fold(form) != w.low else text
        if k == first and w.title and not w.flags & (PERSON_NAME | UPPER | LATIN | UNKNOWN | PLACE | ABBREVIATION) and len(text) > 1 and _begins_sentence(view, k):
            text = text[0].lower() + text[1:]
        out.append((text, view.starts[k], view.ends[k]))
    pieces = []
    for n, (text, start, _) in enumerate(out):
        if n and start > out[n - 1][2]:
            pieces.append(" ")
        pieces.append(text)
    return "".join(pieces)


def _begins_sentence(view: View, i: int) -> bool:
    return i == view.sentences[view.sentence(i)][0] or view.words[i - 1].text in QUOTE_MARKS or view.words[i - 1].text in ".:—–-"


@lru_cache(maxsize=1 << 14)
def _nominative_word(text: str, plural: bool, modifier: bool, head: str) -> str | None:
    gender = None
    if modifier and head and not plural:
        form = inflected(head, "nomn", None, plural)
        gender = _gender_of_noun(form or head)
    return inflected(text, "nomn", gender, plural)


@lru_cache(maxsize=1 << 13)
def _gender_of_noun(word: str) -> str | None:
    from newsquotes.russian.morphology import analyzer

    for form in analyzer().parse(word):
        if form.tag.POS == "NOUN" and form.tag.gender:
            return str(form.tag.gender)
    return None


def named(view: View, phrase: Phrase) -> PersonName | None:
    """The personal name of a phrase."""
    return person_name(view.words[phrase.name[0] : phrase.name[1]]) if phrase.name is not None else None
