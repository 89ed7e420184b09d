"""Bodies as sources: organizations, outlets, documents and who issued them, anonymous sources."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.document import SpeakerKind
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import Lexicon, fold
from newsquotes.russian.mentions import mention_of
from newsquotes.russian.reading.declension import NOMINATIVE
from newsquotes.russian.reading.forms import (
    FEM,
    FINITE,
    GEN,
    INS,
    MASC,
    NEUT,
    PARTICIPLE,
    PLUR,
    PREPOSITION,
    PRONOUN,
    SHORT,
    SING,
)
from newsquotes.russian.reading.nominative import begins_sentence
from newsquotes.russian.reading.outlets import outlet_in
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.roles import RoleText
from newsquotes.russian.speakers.body_kinds import asked_kinds, kinds_of
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity

History = Sequence[tuple[int, int, int, Entity]]

_MANY_OUTLETS = word_set("many_outlets")
_STATEMENTS = word_set("statements")
PAGES = word_set("pages")
"""Where somebody publishes: the words there are the owner's («на сайте полиции», «на странице мэрии в соцсетях»)."""
_DEEPEST = 4  # documents within one another: «в сообщении на странице сайта полиции»
_ISSUE = word_set("issuing")
_THE_SAME = frozenset("этот тот сам данный официальный письменный".split())
_OF_WHOM = frozenset(("на", "от", "в", "из", "со", "с"))


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
        mention = mention_of(self.view, phrase)
        entity = self.discourse.body(mention.name, False, phrase.head, phrase.start, phrase.end)
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
        name = mention_of(self.view, phrase).name
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

    def fuller(self, kind: SpeakerKind, asked: RoleText, first: int) -> Entity | None:
        """«чиновники» after «чиновники министерства»: the fuller words for the same people."""
        if not asked.generic:
            return None
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

    # --- documents and anonymous sources ------------------------------------------------------------------------------

    def issuer(self, phrase: Phrase, level: int = 0) -> Phrase | None:
        """The phrase that names who issued a document: «заявление МВД», «сообщение на сайте фонда»."""
        view, words = self.view, self.words
        k = phrase.head + 1
        if k >= phrase.end or level > _DEEPEST:
            return None
        located = bool(words[k].flags & PREPOSITION)
        owner = phrase_at(view, k + 1, phrase.end) if located else phrase_at(view, k, phrase.end, GEN)
        if owner is None:
            return None
        head = words[owner.head]
        if self.publishes(owner) and owner.head + 1 < owner.end:
            return self.issuer(owner, level + 1) or (
                owner if located and head.role is not None and head.role.kind == "outlet" else None
            )
        if located:
            speaks = words[k].low in _OF_WHOM and (
                (head.role is not None and head.role.kind in ("organization", "person", "outlet")) or head.title
            )
        else:
            speaks = head.role is not None or owner.name is not None or head.title or words[owner.start].text in '«"'
        return owner if speaks and not head.flags & PRONOUN else None

    def publishes(self, phrase: Phrase) -> bool:
        """Whether a phrase is a document, or a page where somebody publishes: «доклад», «сайт», «страница»."""
        head = self.words[phrase.head]
        return head.lemma in PAGES or (head.role is not None and head.role.kind == "document")

    def issuer_after(self, end: int) -> Phrase | None:
        """Who issued a document, by the words after it: «, опубликованном на сайте фонда», «, распространённом партией»."""
        view, words = self.view, self.words
        stop = view.sentences[view.sentence_of[end - 1]][1]
        if end + 1 >= stop:
            return None
        k = end
        if words[k].text == "," and words[k + 1].flags & PARTICIPLE and words[k + 1].adjective:
            k += 2
            if k < stop and (owner := phrase_at(view, k, stop, INS)) is not None and self._can_issue(owner):
                return owner
        if k + 1 < stop and words[k].low in ("на", "от", "в") and (place := phrase_at(view, k + 1, stop)) is not None:
            if self.publishes(place):
                return self.issuer(place)
            if words[k].low == "от" and k > end and self._can_issue(place):
                return place
        return None

    def _can_issue(self, phrase: Phrase) -> bool:
        role = self.words[phrase.head].role
        return phrase.name is not None or (role is not None and role.kind in ("organization", "person"))

    def running_issuer(self, phrase: Phrase, first: int, history: History) -> Entity | None:
        """Whose «заявление» or «письмо» it is where its words do not say: who wrote or said something just before."""
        words = self.words
        head = words[phrase.head]
        if head.lemma not in _STATEMENTS or any(
            words[k].lemma not in _THE_SAME and words[k].noun | words[k].adjective for k in range(phrase.start, phrase.head)
        ):
            return None
        after = words[phrase.head + 1] if phrase.head + 1 < phrase.end else None
        if after is not None and not after.flags & PREPOSITION and after.text != ",":
            return None
        paragraph = self.view.paragraph_of[first]
        since, spoke = -1, None
        for token, _, where, entity in reversed(history):
            if paragraph - where > 2:
                break
            if entity.kind in ("organization", "document", "person") and not entity.outlet:
                since, spoke = token, entity
                break
        return self._issuing(first, since) or spoke

    def _issuing(self, token: int, since: int) -> Entity | None:
        """Who is the subject of a verb of speech or writing in the last sentences, or whose page it is: «Мэр написал …»."""
        view, words = self.view, self.words
        number = view.sentence_of[token]
        for sentence in range(number, max(-1, number - 3), -1):
            begin, end = view.sentences[sentence]
            found, at = None, 0
            for k in range(max(begin, since + 1), min(end, token)):
                entity = self.discourse.at.get(k)
                person = self.discourse.persons.get(k)
                if person is not None and found is not None and person.start <= at < k and person.cases & NOMINATIVE:
                    found = entity  # «глава фонда Белов написал»: not the fund
                if entity is not None and found is None and not self.discourse.inside[k]:
                    place = entity.place_at(k)
                    issues = entity.kind in ("organization", "person", "group") and not entity.outlet
                    if issues and place is not None and place.subject and not place.embedded:
                        found, at = entity, k
                w = words[k]
                if w.lemma in PAGES and (page := phrase_at(view, k, end)) is not None and page.head == k:
                    owner = self.issuer(page)
                    found = found or (self.discourse.at.get(owner.start) if owner is not None else None)
                if found is not None and w.flags & (FINITE | SHORT) and (w.cue is not None or w.lemma in _ISSUE):
                    return found
        return None

    def document_before(self, token: int) -> Phrase | None:
        """The statement that «в нём» means: the last one mentioned in this sentence or the two before it."""
        view, words = self.view, self.words
        pronoun = words[token].low
        number = view.sentence_of[token]
        for k in range(token - 1, view.sentences[max(0, number - 2)][0] - 1, -1):
            w = words[k]
            if w.lemma not in _STATEMENTS and not (w.role is not None and w.role.kind == "document"):
                continue
            form = FEM if pronoun in ("ней", "нее") else PLUR if pronoun == "них" else MASC | NEUT
            if not w.noun & form * 0x111111 or self.discourse.inside[k]:
                continue
            phrase = phrase_at(view, k, view.sentences[view.sentence_of[k]][1])
            if phrase is not None and phrase.head == k:
                return phrase
        return None

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
    return not any(" " in text or text[:1].isupper() for text in entity.texts)


def means_last(name: str) -> bool:
    """Whether a bare noun points back to the outlet named last: «издание», «агентство»."""
    return name.split()[-1].lower() in _BARE_OUTLETS - _MANY_OUTLETS
