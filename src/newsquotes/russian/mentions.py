"""The Russian mention detector: people, roles, organizations, outlets, groups, anonymous sources, documents and pronouns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from newsquotes.document import Document, Gender, Mention, MentionKind
from newsquotes.lazy_layers import Later
from newsquotes.russian.data_files import word_set
from newsquotes.russian.language import Recipe, language_of
from newsquotes.russian.reading.body_names import body_in, body_name
from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ADJECTIVE,
    ANIMATE,
    ANY_FORM,
    DIGIT,
    FEM,
    FINITE,
    LATIN,
    MASC,
    NEUT,
    NOM,
    NOUN,
    NUMBER,
    PERSON_NAME,
    PLACE,
    PLUR,
    PREPOSITION,
    PRONOUN,
    QUOTE_MARKS,
    SHORT,
    SING,
    TITLE,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.namesakes import canonical
from newsquotes.russian.reading.nominative import SINGULAR, begins_sentence, nominative_text
from newsquotes.russian.reading.outlets import addressed, known_outlet, marked_outlet, name_between, outlet_in
from newsquotes.russian.reading.paradigms import GENITIVE, NOMINATIVE
from newsquotes.russian.reading.people import Person, people_in, roles_of
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.roles_before import phrase_start
from newsquotes.russian.reading.view import View, view_of
from newsquotes.spans import Span

_THIRD_PERSON = word_set("third_person")
_GENDERS: dict[int, Gender] = {MASC: "masc", FEM: "femn", NEUT: "neut"}
_COLLECTIVE = word_set("collective")
_MANY = word_set("many")


_MANY_SPEAK = PLUR * 0x111111 & NOM


class Naming:
    """A mention in token indices: who is named, and by which word, ``head``; a person's name is left to :meth:`mention`."""

    __slots__ = ("first", "gender", "head", "kind", "last", "name", "person", "plural")

    def __init__(
        self,
        first: int,
        last: int,
        head: int,
        kind: MentionKind,
        name: str,
        gender: Gender | None,
        plural: bool = False,
        person: Person | None = None,
    ) -> None:
        self.first = first
        self.last = last
        self.head = head
        self.kind = kind
        self.name = name
        self.gender = gender
        self.plural = plural
        self.person = person

    def mention(self, view: View) -> Mention:
        """The same in the text, a person with the role before the name."""
        span = view.span(self.first, self.last)
        if self.person is not None:
            return _mention_of_person(view, self.person, span, self.gender)
        head = span if self.last - self.first == 1 else view.span(self.head, self.head + 1)
        return Mention(span, self.kind, self.name, head, self.gender, self.plural, extractor="russian")


class Namings:
    """The mentions of a document in token indices."""

    __slots__ = ("all", "view")

    def __init__(self, view: View, namings: list[Naming]) -> None:
        self.view = view
        self.all = namings

    def __len__(self) -> int:
        return len(self.all)

    def mentions(self) -> list[Mention]:
        """The same in the text."""
        return [naming.mention(self.view) for naming in self.all]


def namings_in(doc: Document, view: View) -> list[Naming]:
    """The mentions of a document, whoever found them, by the tokens of the view."""
    found = doc.made_of("mentions")
    if isinstance(found, Namings) and found.view.starts is view.starts and view.folded is None:
        return found.all  # no mention need be made
    return [naming for mention in doc.mentions if (naming := _by_tokens(view, mention)) is not None]


def _by_tokens(view: View, mention: Mention) -> Naming | None:
    first, last = view.tokens_of(mention.span)
    if last <= first:
        return None
    head = min(max(view.tokens_of(mention.head)[0], first), last - 1)
    return Naming(first, last, head, mention.kind, mention.name, mention.gender, mention.plural)


class MentionDetector:
    """Finds the mentions of those who can speak: names of people with their roles, and noun phrases of the lexicons.

    ``lexicon`` is a TOML file that adds and removes cues and roles (see :func:`newsquotes.russian.lexicon.lexicon_from`).
    """

    needs = ("morphs.pos", "morphs.feats")

    def __init__(self, *, lexicon: str | Path | Recipe = None) -> None:
        self.language = language_of(lexicon)

    def __call__(self, doc: Document) -> Sequence[Mention]:
        """The mentions, by start, the longer first."""
        view = view_of(doc, self.language)
        people = [p for p in people_in(view) if p.supported]
        found = [naming_of_person(p) for p in people]
        heads = {head for p in people for head in p.heads}
        named = {k: p for p in people for k in range(p.name.first, p.name.last)}
        found += [naming_of(view, phrase) for phrase in speaking_phrases(view, named) if phrase.head not in heads]
        found.sort(key=lambda n: (n.first, -n.last))
        if view.folded is None:
            return Later(Namings(view, found), Namings.mentions)
        # the spans of the untouched text may be in another order
        return sorted(Namings(view, found).mentions(), key=lambda m: (m.span.start, -m.span.end))


def speaking_phrases(view: View, named: Mapping[int, Person]) -> list[Phrase]:
    """The noun phrases, besides names, that can name a speaker; ``named`` are the tokens of people's names and whose."""
    words = view.words
    found: list[Phrase] = []
    done = named_outlet = 0
    for i in view.naming:
        if i < done:
            continue
        w = words[i]
        flags = w.flags
        if w.pronoun and w.low in _THIRD_PERSON:
            found.append(Phrase(i, i + 1, i, w.noun or ANY_FORM))
            continue
        if w.text in QUOTE_MARKS and (outlet := marked_outlet(view, i)) is not None:
            found.append(outlet)
            done = outlet.end
            continue
        if i in named:
            continue
        if i < named_outlet and words[i - 1].title and words[i - 1].flags & LATIN:
            continue  # «издание Daily Sabah»
        if (w.outlet or flags & LATIN) and flags & (TITLE | LATIN) and (known := known_outlet(view, i)) is not None:
            found.append(known)
            done = known.end
            continue
        if not w.speaking:
            if w.title and addressed(view, i):
                found.append(Phrase(i, i + 1, i, w.noun))
            continue
        if flags & SHORT and not w.title and w.role is not None and w.role.kind == "organization":
            continue  # «соседи были рады» are no parliament
        border = view.sentences[view.sentence_of[i]][1]
        start = phrase_start(view, i) if w.role is not None and flags & (NOUN | ADJECTIVE) else i
        if start and words[start - 1].flags & NUMBER and not words[start - 1].flags & NOUN:
            start -= 1  # «двое полицейских»
        need = _needed(view, start)
        phrase = phrase_at(view, start, border, need)
        if phrase is None or phrase.head != i:
            phrase = phrase_at(view, i, border, need) or phrase_at(view, i, border) or phrase
        if phrase is None or phrase.end <= i or (phrase.head != i and not _title_head(view, phrase)):
            continue
        phrase.start = min(start, phrase.start)
        phrase.name = None
        for k in range(phrase.head + 1, phrase.end):
            if (person := named.get(k)) is not None and _follows(person, start):
                phrase.end = k  # «глава Росатома | Павел Изотов»
                break
        found.append(phrase)
        head = words[phrase.head].role
        if head is not None and head.kind == "outlet":
            named_outlet = phrase.end
    return found


def _follows(person: Person, start: int) -> bool:
    """Whether a name after a body is no part of the body's name: its own role stands before the body."""
    nominative = bool(person.cases & NOMINATIVE) and person.name.plainly_nominative()
    return nominative and (not person.cases & GENITIVE or min(person.heads, default=start) < start)


def _title_head(view: View, phrase: Phrase) -> bool:
    return view.words[phrase.start].text in QUOTE_MARKS


def _needed(view: View, start: int) -> int:
    """The forms that the place of a phrase leaves: after a preposition no nominative."""
    if start and view.words[start - 1].flags & PREPOSITION and not view.words[start - 1].flags & NOUN:
        return ANY_FORM & ~NOM
    return ANY_FORM


# --- kinds and names -------------------------------------------------------------------------------------------------


def kind_of(view: View, phrase: Phrase) -> MentionKind:
    """What a phrase without a personal name names."""
    words = view.words
    head = words[phrase.head]
    if (head.flags & PRONOUN and head.role is None) or head.low in _THIRD_PERSON:
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
    if head.lemma in _COLLECTIVE or head.low in _COLLECTIVE:
        return "group"  # «часть жителей»
    if head.flags & NOUN and not head.flags & (ANIMATE | PERSON_NAME | PRONOUN | UNKNOWN | TITLE) and not head.adjective:
        return "document"  # «действующее законодательство», «первый вариант»: a thing is nobody
    return "group" if phrase.mask & PLUR * 0x111111 and _is_plural(view, phrase) else "role"


def _is_plural(view: View, phrase: Phrase) -> bool:
    """Whether a phrase means several people; «судьи» may be one judge in the genitive, as its place tells."""
    words = view.words
    if words[phrase.start].lemma == "один" and phrase.head > phrase.start:
        return False
    if phrase.head > phrase.start and any(
        words[k].flags & (DIGIT | NUMBER) or words[k].low in _MANY for k in range(phrase.start, phrase.head)
    ):
        return bool(words[phrase.head].noun & PLUR * 0x111111 or words[phrase.head].adjective & PLUR * 0x111111)
    return not phrase.mask & SINGULAR


_Reading = tuple[MentionKind, str, Gender | None, bool]
"""What a phrase says: its kind, its name in the nominative, its gender, whether it is a plural."""


def naming_of(view: View, phrase: Phrase) -> Naming:
    """Whom a phrase without a personal name names, in the nominative."""
    start, head = phrase.start, phrase.head
    word = view.words[start]
    if phrase.mask & _MANY_SPEAK and phrase.end < view.size:
        verb = view.words[phrase.end]
        if verb.cue is not None and verb.flags & FINITE and verb.subject == PLUR:
            phrase.mask &= NOM  # «Исследования показали»
    within: object
    if phrase.end - start == 1:
        head = start
        alike = not word.flags & LATIN and word.speaking
        within = word
    else:
        words = view.words[start : phrase.end]
        # an outlet may end before or after the phrase, and marks hold what their place makes of it
        alike = not word.outlet and not view.sites and QUOTE_MARKS.isdisjoint([w.text for w in words])
        within = (view.text(start, phrase.end), *words)
    if alike:
        known: dict[tuple[object, ...], _Reading] = view.vocabulary.readings
        small = word.title and begins_sentence(view, start) and not view.marked(start, phrase.end)
        noun_before = start > 0 and view.words[start - 1].noun > 0
        key = within, phrase.head - start, phrase.mask, small, noun_before
        if (reading := known.get(key)) is None:
            reading = known[key] = _read(view, phrase)
    else:
        reading = _read(view, phrase)
    kind, name, gender, plural = reading
    return Naming(start, phrase.end, head, kind, name, gender, plural)


def _read(view: View, phrase: Phrase) -> _Reading:
    kind = kind_of(view, phrase)
    forms = phrase.mask & NOM or phrase.mask
    while forms and not forms & 0xF:
        forms >>= 4
    forms &= 0xF
    if kind == "outlet":
        name = outlet_in(view, phrase) or nominative_text(view, phrase.start, phrase.end, phrase.head, False, phrase.mask)
    elif kind == "pronoun":
        name = view.text(phrase.start, phrase.end)
    else:
        role = view.words[phrase.head].role
        many = role is not None and (role.kind == "person" or "plural" in role.flags) and kind == "group"
        mask = (phrase.mask & PLUR * 0x111111 if many else 0) or phrase.mask
        if view.words[phrase.start].text in QUOTE_MARKS and view.marked(phrase.start + 1, phrase.end - 1):
            name = name_between(view, phrase.start + 1, phrase.end - 1)
        elif kind == "organization":
            name = body_name(view, phrase, mask)
        else:
            name = nominative_text(view, phrase.start, phrase.end, phrase.head, False, mask)
    return kind, name, _GENDERS.get(forms & SING), forms == PLUR


def naming_of_person(person: Person) -> Naming:
    """A person's name with the roles before it."""
    votes = person.votes
    gender: Gender | None = person.gender  # type: ignore[assignment]
    if gender is None and votes["masc"] != votes["femn"]:
        gender = "masc" if votes["masc"] > votes["femn"] else "femn"
    return Naming(person.start, person.end, person.name.first, "person", "", gender, person=person)


def _mention_of_person(view: View, person: Person, span: Span, gender: Gender | None) -> Mention:
    name = person.name
    role = organization = None
    if person.heads:
        role, organization = role_before(view, person)
    return Mention(
        span,
        "person",
        canonical([(name, person.cases)], gender),
        view.span(name.first, name.first + 1),
        gender=gender,
        role=role,
        organization=organization,
        extractor="russian",
    )


def role_before(view: View, person: Person) -> tuple[str, str | None]:
    """The role that stands before a name, in the nominative, and the body in it: («глава МИД РФ», «МИД РФ»)."""
    first, last, head = roles_of(view, person)[-1]
    text = nominative_text(view, first, last, head)
    return text, body_in(view, head + 1, last)
