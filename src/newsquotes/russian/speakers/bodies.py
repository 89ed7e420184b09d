"""Bodies as sources: organizations, outlets, documents and who issued them, anonymous sources."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.document import SpeakerKind
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import Lexicon, fold
from newsquotes.russian.mentions import mention_of
from newsquotes.russian.reading.outlets import outlet_in
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.roles import RoleText, meaning
from newsquotes.russian.reading.words import GEN, INS, PARTICIPLE, PLUR, PREPOSITION, PRONOUN, SING
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity

History = Sequence[tuple[int, int, int, Entity]]

_MANY_OUTLETS = word_set("many_outlets")
_BARE_BODIES = word_set("bare_bodies")
_ANY_BODY = word_set("any_body")
_STATEMENTS = word_set("statements")
PAGES = word_set("pages")
"""Where somebody publishes: the words there are the owner's («на сайте полиции», «на странице мэрии в соцсетях»)."""
_BODIES_OF_THE_STATE = frozenset(
    ("министерство", "служба", "управление", "прокуратура", "комитет", "мвд", "мид", "департамент")
)
_DEEPEST = 4  # documents within one another: «в сообщении на странице сайта полиции»
_OF_WHOM = frozenset(("на", "от", "в", "из", "со", "с"))


class Bodies:
    """Resolves sources that are no people."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.view = discourse.view
        self.words = discourse.words

    def outlet(self, phrase: Phrase, first: int) -> tuple[Entity, str]:
        """«ТАСС», «газета «Труд»»; «издание» means the outlet named last."""
        name = outlet_in(self.view, phrase)
        head = self.words[phrase.head]
        if name is None:
            plural = head.lemma in _MANY_OUTLETS or (
                not phrase.mask & SING * 0x111111 and bool(phrase.mask & PLUR * 0x111111)
            )
            bare = phrase.end - phrase.start == 1
            if not plural and (entity := self.last_outlet(first)) is not None and (bare or phrase.end - phrase.start == 2):
                return entity, "outlet-running"
            return self.own_words(phrase, "group" if plural else "organization", "outlet")
        entity = self.discourse.body(name, True, phrase.head, phrase.start, phrase.end)
        self.mentioned(entity, phrase)
        return entity, "outlet"

    def last_outlet(self, token: int) -> Entity | None:
        """The outlet that was named last before a token."""
        for entity in self.discourse.before(token):
            if entity.outlet and not is_bare(entity.texts[0], self.view.lexicon):
                return entity
        return None

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

    def organization(self, phrase: Phrase, first: int) -> tuple[Entity, str]:
        """«МВД», «компания «Рога»»; «ведомство», «компания» mean the body named last that fits."""
        head = self.words[phrase.head]
        if (
            head.role is not None
            and phrase.head == phrase.end - 1
            and phrase.end - phrase.start <= 2
            and not self.words[phrase.start].title | head.title
        ) or (phrase.end - phrase.start == 1 and head.role is not None and head.lemma in _BARE_BODIES):
            entity = self.last_body(phrase, first)
            if entity is not None:
                return entity, "organization-running"
        name = mention_of(self.view, phrase).name
        entity = self.discourse.body(name, False, phrase.head, phrase.start, phrase.end)
        self.mentioned(entity, phrase)
        return entity, "organization"

    def last_body(self, phrase: Phrase, first: int) -> Entity | None:
        """The named body that a bare noun means: the last one with that head, or one that its modifier fits."""
        head = self.words[phrase.head]
        lemma = head.role.lemma if head.role is not None else head.lemma
        asked = {meaning(self.words[k].lemma) for k in range(phrase.start, phrase.head) if self.words[k].lemma != "сам"}
        best, best_score = None, 0.0
        around = self.discourse.around(first)
        for entity in around:
            if entity.kind != "organization" or entity.outlet:
                continue
            full, state, low = entity.shape
            if not full or not entity.known_before(first):
                continue
            same = lemma in entity.heads or any(lemma in text for text in low)
            state = state or not entity.heads.isdisjoint(_BODIES_OF_THE_STATE)
            fits = not asked.isdisjoint(entity.meanings)
            if (
                not same
                and not (lemma in _ANY_BODY and (state or fits))
                and not (lemma == "министерство" and state)
                and not fits
            ):
                continue
            if asked and not fits and lemma not in entity.heads:
                continue
            place = entity.last_before(first)
            if place is None or place.first == phrase.start:
                continue
            said = entity.last_before(first, quoted=False)
            near = 0.0 if said is None else 1.0 / (1 + self.view.sentence_of[first] - said.sentence)
            score = (
                near  # what is only spoken of in quotations counts little
                + 1.0 * fits
                + 0.6 * same
                + 0.4 * (bool(entity.spoken) and entity.spoken[0] < first)
            )
            if score > best_score:
                best, best_score = entity, score
        if best is None and lemma in _BARE_BODIES and lemma not in _ANY_BODY and not asked:
            # «компания»: a body known by its name alone
            for entity in around:
                place = entity.last_before(first)
                if (
                    entity.kind == "organization"
                    and not entity.outlet
                    and place is not None
                    and place.first != phrase.start
                    and lemma in ("компания", "фирма", "корпорация", "организация", "группировка")
                ):
                    score = 1.0 / (1 + self.view.sentence_of[first] - place.sentence) + 0.3 * len(entity.places)
                    if (
                        any(t[:1].isupper() for t in entity.texts)
                        and not any(t.lower().startswith(("мин", "гос", "рос")) for t in entity.texts)
                        and score > best_score
                    ):
                        best, best_score = entity, score
        return best

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
        """Whose «заявление» or «сообщение» it is where the words do not say: a body or person spoken of just before."""
        head = self.words[phrase.head]
        if head.lemma not in _STATEMENTS or any(
            self.words[k].noun and not self.words[k].adjective for k in range(phrase.start, phrase.head)
        ):
            return None
        after = self.words[phrase.head + 1] if phrase.head + 1 < phrase.end else None
        if after is not None and not after.flags & PREPOSITION and after.text != ",":
            return None
        paragraph = self.view.paragraph_of[first]
        for _, _, where, entity in reversed(history):
            if paragraph - where > 2:
                break
            if entity.kind in ("organization", "document", "person") and not entity.outlet:
                return entity
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


def means_last(name: str) -> bool:
    """Whether a bare noun points back to the outlet named last: «издание», «агентство»."""
    return name.split()[-1].lower() in _BARE_OUTLETS - _MANY_OUTLETS
