"""The people that a document has named so far, found again by another form, spelling or part of their names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from newsquotes.document import Gender
from newsquotes.russian.reading.name_parts import Name, Part
from newsquotes.russian.reading.namesakes import comparable, likeness, sex_of_forms, two_initials
from newsquotes.russian.reading.people import Person
from newsquotes.russian.reading.spellings import one_person_misspelt
from newsquotes.russian.reading.words import Word
from newsquotes.russian.speakers.entities import Entity

_MOST_ALIKE = 16  # people with one word in their names who are told apart
_MOST_SPELLINGS = 20  # full names with one first letter that another may be a slip of


class KnownPeople:
    """The people of a document by the words of their names; full names come before the shorter ones.

    ``words`` are the document's.
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._names: dict[Entity, dict[tuple[Part, ...], Name]] = defaultdict(dict)
        self._by_word: dict[str, list[Entity]] = defaultdict(list)
        self._by_letter: dict[str, list[tuple[Entity, Name]]] = defaultdict(list)  # full names, by that of the surname
        self._by_initials: dict[tuple[str, bool], dict[Entity, None]] = defaultdict(dict)  # with a surname, or without
        self._ends: dict[int, Entity] = {}  # the token after a name

    def learn(self, entity: Entity, name: Name) -> None:
        """One more name of somebody."""
        self._ends[name.last] = entity
        names = self._names[entity]
        if name.parts in names:
            return
        names[name.parts] = name
        if (initials := two_initials(name))[0]:
            self._by_initials[initials][entity] = None
        for part in name.parts:
            for lemma in part.lemmas:
                _list_under(self._by_word[lemma], entity)
        surname = name.part("surname")
        if surname is not None and len(name.parts) > 1:
            self._by_letter[surname.text[0].lower()].append((entity, name))
            _, hyphen, half = surname.text.rpartition("-")
            if hyphen:
                self._by_letter[half[:1].lower()].append((entity, name))

    def sex_of(self, entity: Entity) -> Gender | None:
        """The sex that all forms of somebody's names allow."""
        return sex_of_forms(self._names[entity].values())

    def find(self, person: Person, sentence: int) -> Entity | None:
        """Whom a name in a sentence means of those who are known."""
        found = self._same_words(person, sentence) or self._translated(person)
        return found or self._of_these_initials(person.name) or self._misspelt(person)

    def _same_words(self, person: Person, sentence: int) -> Entity | None:
        best, best_score = None, 0.0
        candidates = {
            entity: None
            for part in person.name.parts
            for lemma in part.lemmas
            for entity in self._by_word.get(lemma, ())[-_MOST_ALIKE:]
        }
        for entity in candidates:
            names = self._names[entity]
            if len(candidates) == 1 and person.name.parts in names and person.gender in (None, entity.gender):
                return entity  # a name that has been read before and is nobody else's
            scores = [
                likeness(person.name, other)
                for other in names.values()
                if comparable(person.name, other) and other.latin == person.name.latin
            ]
            score = max(scores, default=0.0)
            if not score or (score < 2.0 and min(scores) == 0.0):
                continue
            if person.gender and entity.gender not in (None, person.gender) and max(entity.votes.values()) >= 2.0:
                if _of_other_sex(person, names.values()):
                    continue
                score -= 1.5
            elif len(candidates) == 1:
                return entity
            n = entity.before(person.name.first)
            nearest = min(abs(sentence - p.sentence) for p in entity.places[max(0, n - 1) : n + 1])
            score += 0.4 / (1 + nearest) + 0.01 * min(len(entity.places), 20)
            if score > best_score:
                best, best_score = entity, score
        return best

    def _translated(self, person: Person) -> Entity | None:
        """«Боб Смит (Bob Smith)»: the name in brackets is the one before them in other letters."""
        name, words = person.name, self._words
        if (
            not name.first
            or name.last >= len(words)
            or words[name.first - 1].text != "("
            or words[name.last].text not in "),"
        ):
            return None
        entity = self._ends.get(name.first - 1)
        if entity is None or name.latin == any(other.latin for other in self._names[entity].values()):
            return None
        return entity

    def _of_these_initials(self, name: Name) -> Entity | None:
        """The only one for whom «Николай Иванович» can stand, or whom it names: «Н. И. Бортников»."""
        letters, surname = two_initials(name)
        others = self._by_initials.get((letters, not surname), {}) if letters else {}
        return next(iter(others)) if len(others) == 1 else None

    def _misspelt(self, person: Person) -> Entity | None:
        """The only one whose name is this one with a slip, or of whose double surname it is a half."""
        surname = person.name.part("surname")
        if surname is None or len(surname.text) < 4:
            return None
        alike = self._by_letter.get(surname.text[0].lower(), ())[-_MOST_SPELLINGS:]
        found = [*dict.fromkeys(entity for entity, other in alike if one_person_misspelt(person.name, other))]
        return found[0] if len(found) == 1 else None


def _of_other_sex(person: Person, names: Iterable[Name]) -> bool:
    """Whether a first name, of the sex that the verb shows, is none of those names: «Александра» told from «Александр»."""
    first = person.name.part("first")
    if first is None or person.name.part("surname") is None:
        return False
    lemmas = {r.lemma for r in first.readings if r.gender == person.gender}
    return bool(lemmas) and all(lemmas.isdisjoint(p.lemmas) for name in names for p in name.parts if p.kind == "first")


def _list_under(known: list[Entity], entity: Entity) -> None:
    if entity not in known[-_MOST_ALIKE:]:
        known.append(entity)
