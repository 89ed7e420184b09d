"""Bodies as sources: organizations, outlets, documents and who issued them, anonymous sources."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.document import SpeakerKind
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import Lexicon, fold
from newsquotes.russian.mentions import naming_of
from newsquotes.russian.reading.forms import (
    PLUR,
    PREPOSITION,
    SING,
)
from newsquotes.russian.reading.nominative import begins_sentence
from newsquotes.russian.reading.outlets import outlet_in
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.roles import RoleText
from newsquotes.russian.speakers.body_kinds import asked_kinds, kinds_of
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity

History = Sequence[tuple[int, int, int, Entity]]

_MANY_OUTLETS = word_set("many_outlets")


class Bodies:
    """Resolves sources that are no people."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.view = discourse.view
        self.words = discourse.words

    def outlet(self, phrase: Phrase) -> tuple[Entity, str]:
        """«ТАСС», «газета «Труд»»; «СМИ», «издание» of no name."""
        name = outlet_in(self.view, phrase)
        if name is None:
            plural = self.words[phrase.head].lemma in _MANY_OUTLETS or (
                not phrase.mask & SING * 0x111111 and bool(phrase.mask & PLUR * 0x111111)
            )
            return self.own_words(phrase, "group" if plural else "organization", "outlet")
        entity = self.discourse.body(name, True, phrase.head, phrase.start, phrase.end)
        self.mentioned(entity, phrase)
        return entity, "outlet"

    def last_outlet(self, token: int, noun: str) -> Entity | None:
        """The outlet that a noun means («агентство», «газета»): the last one before a token that can be such."""
        asked = asked_kinds(noun)
        last = None
        for entity in self.discourse.before(token):
            if not entity.outlet or is_bare(entity.texts[0], self.view.lexicon):
                continue
            kinds = kinds_of(entity)
            if not asked or not kinds or kinds & asked:
                return entity
            last = last or entity
        return last

    def own_words(self, phrase: Phrase, kind: SpeakerKind, rule: str) -> tuple[Entity, str]:
        """A body known only by these words."""
        entity = self.discourse.body(naming_of(self.view, phrase).name, False, phrase.head, phrase.start, phrase.end)
        entity.kind = kind
        entity.plural = entity.plural or kind == "group"
        self.mentioned(entity, phrase)
        return entity, rule

    def mentioned(self, entity: Entity, phrase: Phrase) -> None:
        """Record a mention, once."""
        if entity.place_at(phrase.start) is None:
            entity.mentioned(self.discourse.place(phrase.start, phrase.end, phrase.head))
        self.discourse.at.setdefault(phrase.start, entity)

    def organization(self, phrase: Phrase) -> tuple[Entity, str]:
        """«МВД», «компания «Рога»»."""
        name = naming_of(self.view, phrase).name
        entity = self.discourse.body(name, False, phrase.head, phrase.start, phrase.end)
        self.mentioned(entity, phrase)
        return entity, "organization"

    def points_back(self, phrase: Phrase) -> frozenset[str]:
        """The kinds of bodies that a phrase without a name asks for: «ведомство», «американская компания»; else none."""
        words = self.words
        head = words[phrase.head]
        lemma = head.role.lemma if head.role is not None else head.lemma
        if phrase.head != phrase.end - 1 or phrase.end - phrase.start > 2 or " " in lemma:
            return frozenset()
        if any(words[k].title and not begins_sentence(self.view, k) for k in range(phrase.start, phrase.end)):
            return frozenset()
        plural = not phrase.mask & SING * 0x111111 and bool(phrase.mask & PLUR * 0x111111)
        return frozenset() if plural else asked_kinds(lemma)

    def fuller(self, kind: SpeakerKind, asked: RoleText, phrase: Phrase) -> Entity | None:
        """«чиновники» after «чиновники министерства»: the fuller words for the same people."""
        one = phrase.mask & SING * 0x111111
        if not asked.generic or (kind == "group" and one):
            return None
        first = phrase.start
        for entity in reversed(self.discourse.around(first)):
            if (
                entity.kind == kind
                and asked.head in entity.heads
                and entity.first < first
                and entity.roles
                and not entity.roles[0].generic
            ):
                return entity
        return None

    # --- anonymous sources ------------------------------------------------------------------------------------------

    def earlier_source(self, phrase: Phrase, history: History) -> Entity | None:
        """«собеседник агентства», «источник» once more: the anonymous source, or the person, heard before."""
        head = self.words[phrase.head].lemma
        specific = any(self.words[k].flags & PREPOSITION for k in range(phrase.head + 1, phrase.end))
        other = any(self.words[k].lemma in ("другой", "второй", "один", "еще") for k in range(phrase.start, phrase.head))
        if specific or other:
            return None
        outlet = next((self.words[k].lemma for k in range(phrase.head + 1, phrase.end) if self.words[k].title), "")
        if outlet and head != "собеседник":
            return None
        for _, _, _, entity in reversed(history):
            if entity.kind == "anonymous" and (
                head in entity.heads or head == "собеседник" or len(phrase_words(phrase)) == 1
            ):
                return entity
            if head in ("собеседник", "собеседница") and entity.kind == "person" and not outlet:
                return entity
        for entity in reversed(self.discourse.around(phrase.start)):
            if entity.kind == "anonymous" and entity.first < phrase.start and (head in entity.heads or head == "собеседник"):
                return entity
        return None


def phrase_words(phrase: Phrase) -> range:
    """The tokens of a phrase."""
    return range(phrase.start, phrase.end)


_BARE_OUTLETS = word_set("bare_outlets")
_NAMELESS = word_set("nameless_bodies")


_INFLECTED = word_set("inflected_channels")


def is_bare(name: str, lexicon: Lexicon) -> bool:
    """Whether an outlet's name is only a noun for outlets: «издание», «российская газета», «сайт ведомства».

    «Российская газета» is none: its capital letter and the lexicon say so.
    """
    if name[:1].isupper() and " " in name and fold(name) in lexicon.outlets:
        return False
    return any(
        word.lower().rsplit("-", 1)[-1] in _INFLECTED
        or (word.lower() in _BARE_OUTLETS and (word.islower() or word.isupper()))
        for word in name.split()
    )


def is_bare_body(entity: Entity, lexicon: Lexicon) -> bool:
    """Whether a body is known by a common noun alone: «ведомство», «издание»."""
    if entity.outlet:
        return is_bare(entity.texts[0], lexicon)
    return all(text in _NAMELESS for text in entity.texts)


def means_last(name: str) -> bool:
    """Whether a bare noun points back to the outlet named last: «издание», «агентство»."""
    return name.split()[-1].lower() in _BARE_OUTLETS - _MANY_OUTLETS
