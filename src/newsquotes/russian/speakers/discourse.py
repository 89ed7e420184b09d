"""The people and bodies of a document: mentions joined into entities, roles given to people, abbreviations to full names."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from newsquotes.document import Document, Gender, Quote, SpeakerKind, name_key
from newsquotes.russian.data_files import word_set
from newsquotes.russian.language import Language
from newsquotes.russian.mentions import Naming, naming_of, namings_in
from newsquotes.russian.reading.body_names import body_in
from newsquotes.russian.reading.declension import analyses
from newsquotes.russian.reading.forms import ABBREVIATION, FEM, MASC, NEUT, NOM, NOUN, PREPOSITION, UPPER
from newsquotes.russian.reading.name_parts import Name, Part
from newsquotes.russian.reading.nominative import nominative_text
from newsquotes.russian.reading.paradigms import ALL_CASES, NOMINATIVE
from newsquotes.russian.reading.people import Person, people_in, roles_of
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.roles import RoleText, fit, meaning, role_text
from newsquotes.russian.reading.view import view_of
from newsquotes.russian.speakers.contents import body_name, inside_of
from newsquotes.russian.speakers.entities import Entity, Place
from newsquotes.russian.speakers.known_people import KnownPeople
from newsquotes.russian.speakers.stated import other_letters, short_names, stated_roles

_GENDERS: tuple[tuple[Gender, int], ...] = (("masc", MASC * 0x111111), ("femn", FEM * 0x111111), ("neut", NEUT * 0x111111))
_NAMED_AFTER = word_set("named_after")
_KINDS: dict[str, SpeakerKind] = {"role": "person", "group": "group", "anonymous": "anonymous", "document": "document"}
MEMORY = 3000  # tokens: how far from a pronoun or a role a reader may have to look
_MOST_BEFORE, _MOST_AFTER = 400, 400  # mentions that near it which are looked at
_PRESENT_BEFORE, _PRESENT_AFTER = 20, 10  # of those mentioned there, who are nearest
_MOST_ALIKE = 16  # people with one role who are told apart
_FEW = 8


class Discourse:
    """What a document tells of those who can speak."""

    def __init__(self, doc: Document, quotes: Sequence[Quote], language: Language | None = None) -> None:
        self.doc = doc
        self.view = view_of(doc, language)
        self.words = self.view.words
        self.inside = inside_of(self.view, quotes)
        self.people: list[Entity] = []
        self.others: list[Entity] = []
        self.joint: list[Entity] = []  # several people who speak as one
        self.at: dict[int, Entity] = {}  # first token of a mention or name → entity
        self._places: list[int] = []  # its keys in order
        self.persons: dict[int, Person] = {p.name.first: p for p in people_in(self.view)}
        self.names_ending = {p.name.last: p for p in self.persons.values()}
        self._known = KnownPeople(self.words)
        self._by_key: dict[str, Entity] = {}
        self._by_words: dict[tuple[str, str, frozenset[str]], Entity] = {}
        self._by_role: dict[str, dict[Entity, None]] = defaultdict(dict)
        self._reach = [0] * self.view.size  # first token of a mention → its end
        read = self._read(namings_in(doc, self.view))
        stated_roles(self)
        self._roles(read)

    def around(self, token: int) -> list[Entity]:
        """Whom the text mentions near a token: the named people first, each in the order of the text."""
        at, places = self.at, self._places
        self._learn_places()
        here = bisect_left(places, token)
        first = max(bisect_left(places, token - MEMORY), here - _MOST_BEFORE)
        last = min(bisect_left(places, token + MEMORY), here + _MOST_AFTER)
        near = list(dict.fromkeys(map(at.__getitem__, places[first:last])))
        if len(near) > _PRESENT_BEFORE:
            earlier = list(dict.fromkeys(map(at.__getitem__, reversed(places[first:here]))))
            later = list(dict.fromkeys(map(at.__getitem__, places[here:last])))
            present = {*earlier[:_PRESENT_BEFORE], *later[:_PRESENT_AFTER]}
            near = [entity for entity in near if entity in present]
        near = list(dict.fromkeys([*near, *self.joint[-_FEW:]]))
        return [e for e in near if e.names] + [e for e in near if not e.names]

    def _learn_places(self) -> None:
        """Sort in where somebody was mentioned since it was last asked."""
        at, places = self.at, self._places
        if (new := len(at) - len(places)) > _FEW:
            places[:] = sorted(at)
        else:
            for place in islice(reversed(at), new):
                insort(places, place)

    def people_since(self, sentence: int, token: int) -> list[Entity]:
        """The people mentioned in the words from a sentence on up to a token."""
        self._learn_places()
        places = self._places
        n = here = bisect_left(places, token)
        while n and self.view.sentence_of[places[n - 1]] >= sentence:
            n -= 1
        return [entity for entity in dict.fromkeys([self.at[place] for place in places[n:here]]) if entity.named]

    def before(self, token: int) -> list[Entity]:
        """Who is mentioned at the places before a token, the nearest first."""
        self._learn_places()
        places = self._places
        here = bisect_left(places, token)
        first = max(bisect_left(places, token - MEMORY + 1), here - _MOST_BEFORE)
        return [self.at[place] for place in reversed(places[first:here])]

    # --- reading the mentions ----------------------------------------------------------------------------------------

    def _read(self, namings: Sequence[Naming]) -> list[Naming]:
        """Names and bodies at once; roles and groups are returned, to be read when all people are known."""
        later = []
        people = [
            (self._person_in(naming.first, naming.last) or self._foreign(naming), naming)
            for naming in namings
            if naming.kind == "person"
        ]
        # Full names first, so that a headline's «Белов» meets «Иван Белов» of the text.
        for person, naming in sorted(people, key=lambda p: -p[0].name.rank):
            self._read_person(naming, person)
        for entity in self.people:
            entity.vote(self._known.sex_of(entity), 8.0)
        foreign = other_letters(self)
        for naming in namings:
            kind, first = naming.kind, naming.first
            if kind in ("person", "pronoun"):
                continue
            if foreign and naming.last == first + 1 and (bearer := foreign.get(self.words[first].low)) is not None:
                bearer.mentioned(self.place(first, naming.last, naming.head))
                self.at[first] = bearer
            elif kind in ("organization", "outlet"):
                self._read_body(naming)
            else:
                later.append(naming)
        short_names(self)
        return later

    def _person_in(self, first: int, last: int) -> Person | None:
        found = None
        for k in range(first, last):
            if k in self.persons and self.persons[k].name.last <= last:
                found = self.persons[k]
        return found

    def place(self, first: int, last: int, head: int, embedded: bool = False) -> Place:
        """A mention's place; it is a subject where its form and the word before allow it."""
        view, words = self.view, self.words
        before = words[first - 1] if first else None
        after_preposition = before is not None and bool(before.flags & PREPOSITION) and not before.flags & NOUN
        mask = words[head].noun or words[head].adjective
        subject = (
            bool(mask & NOM) or (not mask and bool(words[head].flags & (UPPER | ABBREVIATION)))
        ) and not after_preposition
        sentence, paragraph = view.sentence_of[first], view.paragraph_of[first]
        return Place(first, last, sentence, paragraph, subject, self.inside[first], embedded)

    def _read_person(self, naming: Naming, person: Person) -> None:
        before = self.words[person.start - 1] if person.start else None
        if before is not None and not person.cases & NOMINATIVE and (before.low == "имени" or before.lemma in _NAMED_AFTER):
            return  # «премия имени Ивана Белова», «улица Белова»
        self.person_entity(person, naming.gender)

    def _foreign(self, naming: Naming) -> Person:
        """A person whom only another detector found: the words of the mention from its head on are the name."""
        first, last, head = naming.first, naming.last, naming.head
        parts = tuple(
            Part(self.words[k].text, "surname" if k == last - 1 else "first", analyses(self.words[k].text))
            for k in range(head, last)
            if self.words[k].text[0].isalnum()
        )
        parts = parts or (Part(naming.name, "surname", frozenset()),)
        return Person(Name(head, last, parts, True), first, last, (), ALL_CASES, naming.gender, False, True)

    def person_entity(self, person: Person, gender: str | None = None) -> Entity:
        """The entity of a person, with this mention added to it."""
        if person.name.first in self.at and self.at[person.name.first].named:
            return self.at[person.name.first]
        name = person.name
        sentence = self.view.sentence_of[name.first]
        entity = self._known.find(person, sentence)
        if entity is None:
            entity = Entity("person")
            self.people.append(entity)
        entity.names.append((name, person.cases))
        self._known.learn(entity, name)
        subject = bool(person.cases & NOMINATIVE) and (person.subject or not person.cases & ~NOMINATIVE)
        entity.mentioned(
            Place(name.first, name.last, sentence, self.view.paragraph_of[name.first], subject, self.inside[name.first])
        )
        for sex, weight in person.votes.items():
            entity.votes[sex] += weight
        entity.vote(person.gender, 4.0)
        if gender is not None and person.gender is None and not any(person.votes.values()):
            entity.vote(gender, 0.1)
        self.at[name.first] = entity
        self._reach[name.first] = name.last
        self.at.setdefault(person.start, entity)
        for first, last, head in roles_of(self.view, person):
            self.give_role(entity, first, last, head)
        return entity

    def give_role(self, entity: Entity, first: int, last: int, head: int) -> None:
        """Record a role of a person, read from the words ``[first, last)``."""
        role = self.words[head].role
        text = nominative_text(self.view, first, last, head)
        given = role_text(self.view, first, last, head, text)
        entity.give(given)
        self._by_role[given.head][entity] = None
        if role is not None and role.gender == "femn" and role.lemma not in ("глава",):
            entity.vote("femn", 1.5)
        elif role is not None and role.gender == "masc":
            entity.vote("masc", 0.3)
        for k in range(first, head):
            forms = self.words[k].adjective & self.words[head].noun
            if forms and not forms & MASC * 0x111111 and self.words[head].noun & MASC * 0x111111:
                entity.vote("femn", 0.5)
        if head + 1 < last and entity.organization is None:
            entity.organization = body_in(self.view, head + 1, last)

    # --- bodies ------------------------------------------------------------------------------------------------------

    def _read_body(self, naming: Naming) -> None:
        first, last, head = naming.first, naming.last, naming.head
        if first in self.at:
            return
        entity = self.body(naming.name, naming.kind == "outlet", head, first, last)
        entity.mentioned(self.place(first, last, head, self._embedded(first)))
        entity.plural = entity.plural or naming.plural
        self.at[first] = entity
        self._reach[first] = last

    def _embedded(self, first: int) -> bool:
        """Whether a mention is a genitive within a longer one («глава МИД»)."""
        return first > 0 and max(self._reach[max(0, first - 6) : first]) > first

    def body(self, name: str, outlet: bool, head: int, first: int, last: int) -> Entity:
        """The organization or outlet of that name."""
        name, key = body_name(name)
        entity = self._by_key.get(key)
        if entity is None:
            entity = Entity("organization", outlet=outlet)
            self._by_key[key] = entity
            self.others.append(entity)
        entity.outlet = entity.outlet or outlet
        if name not in entity.texts:
            entity.texts.append(name)
            entity.heads.add(self.words[head].lemma)
            entity.meanings |= {meaning(w.lemma) for w in self.words[first:last] if w.text[0].isalnum()}
        noun = self.words[head].noun
        for gender, forms in _GENDERS:
            if noun & forms:
                entity.votes[gender] += 0.2
        return entity

    def join(self, entity: Entity, short: str) -> None:
        """Let a short name mean a body that has a long one."""
        other = self._by_key.get(name_key(short))
        if other is entity or (other is not None and (other.outlet or len(other.texts) > 1)):
            return
        if other is not None:
            entity.places = sorted(
                {(p.first, p.last): p for p in (*entity.places, *other.places)}.values(), key=lambda p: p.first
            )
            entity.texts += [t for t in other.texts if t not in entity.texts]
            entity.heads |= other.heads
            entity.meanings |= other.meanings
            for place in other.places:
                self.at[place.first] = entity
            self.others.remove(other)
        self._by_key[name_key(short)] = entity

    # --- roles, groups, anonymous sources ------------------------------------------------------------------------------

    def _roles(self, later: list[Naming]) -> None:
        persons = self.persons.keys()
        for naming in later:
            first, last, head = naming.first, naming.last, naming.head
            if first in self.at:
                continue
            inner = range(first + 1, last)
            if not persons.isdisjoint(inner) and any(self.persons[k].start <= first for k in inner if k in self.persons):
                continue
            entity = self.described(Phrase(first, last, head, 0), naming)
            entity.mentioned(self.place(first, last, head, self._embedded(first)))
            self.at[first] = entity
            self._reach[first] = last

    def described(self, phrase: Phrase, naming: Naming | None = None) -> Entity:
        """The entity that words without a name describe: a named person where the words fit well, else one of their own."""
        if naming is None:
            naming = naming_of(self.view, phrase)
        asked = role_text(self.view, phrase.start, phrase.end, phrase.head, naming.name)
        if naming.kind == "role":
            person = self._plain_fit(asked, phrase.start)
            if person is not None:
                return person
        kind = _KINDS.get(naming.kind, "organization")
        entity = self.same_words(kind, asked)
        if entity is None:
            entity = Entity(kind, plural=naming.plural or kind == "group")
            entity.texts.append(naming.name)
            entity.heads.add(asked.head)
            entity.roles.append(asked)
            entity.vote(naming.gender, 0.5)
            self.others.append(entity)
            self._by_words[kind, asked.head, asked.meanings] = entity
        return entity

    def same_words(self, kind: str, asked: RoleText) -> Entity | None:
        """An entity that was described by the same words before."""
        return self._by_words.get((kind, asked.head, asked.meanings))

    def _plain_fit(self, asked: RoleText, first: int) -> Entity | None:
        """The named person to whom the document gives just this role."""
        if asked.generic:
            return None
        best, best_score = None, 0.99
        for entity in islice(self._by_role[asked.head], _MOST_ALIKE):
            for given in entity.roles:
                score, how = fit(asked, given)
                if how == "same" and score >= 1.2:
                    score += 0.2 / (1 + entity.nearest(first) / 100)
                    if score > best_score:
                        best, best_score = entity, score
        return best
