"""Documents as sources: who issued «заявление», «доклад», «сайт», by their words or by what the text has said before."""

from __future__ import annotations

from collections.abc import Iterator

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.forms import (
    ACC,
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
)
from newsquotes.russian.reading.paradigms import NOMINATIVE
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.speakers.bodies import History
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity

_STATEMENTS = word_set("statements")
PAGES = word_set("pages")
"""Where somebody publishes: the words there are the owner's («на сайте полиции», «на странице мэрии в соцсетях»)."""
_DEEPEST = 4  # documents within one another: «в сообщении на странице сайта полиции»
_ISSUE = word_set("issuing")
_BODILY = word_set("issued_by_bodies")
_REPORTS = word_set("reports")
_HOLDING = PAGES | _STATEMENTS | _REPORTS
_ANY = frozenset(("документ", "текст", "бумага"))
_THE_SAME = frozenset("этот тот сам данный официальный письменный".split())
_OF_WHOM = frozenset(("на", "от", "в", "из", "со", "с"))


class Documents:
    """Tells whose words a document holds."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.view = discourse.view
        self.words = discourse.words

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
        if head.lemma not in _STATEMENTS or not self._bare(phrase):
            return None
        after = words[phrase.head + 1] if phrase.head + 1 < phrase.end else None
        if after is not None and not after.flags & PREPOSITION and after.text != ",":
            return None
        paragraph = self.view.paragraph_of[first]
        since, spoke = -1, None
        if head.lemma in _BODILY:
            near = [entity for _, _, where, entity in reversed(history) if paragraph - where <= 2]
            spoke = next((entity for entity in near if entity.kind == "organization"), None)
        for token, _, where, entity in reversed(history):
            if paragraph - where > 2:
                break
            if entity.kind in ("organization", "document", "person") and not entity.outlet:
                since, spoke = token, spoke or entity
                break
        return self._issuing(first, since) or spoke

    def reported(self, phrase: Phrase, first: int) -> Entity | None:
        """Who has issued a document of which the text has just spoken: «Согласно отчёту фонда, … В докладе говорится»."""
        lemma = self.words[phrase.head].lemma
        if lemma not in _REPORTS or phrase.end > phrase.head + 1 or not self._bare(phrase):
            return None
        for k in self._documents_before(first):
            other = self.words[k].lemma
            if other == lemma or (lemma in _ANY and other in _REPORTS):
                before = phrase_at(self.view, k, self.view.sentences[self.view.sentence_of[k]][1])
                if before is not None and before.head == k and (issued := self.issued(before)) is not None:
                    return issued
            if lemma in _ANY:
                return None  # «закон … В документе»: it speaks for itself
        return None

    def issued(self, phrase: Phrase) -> Entity | None:
        """Who has issued a document, by its own words or by the verb before it: «Минфин опубликовал проект бюджета»."""
        owner = self.issuer(phrase) or self.issuer_after(phrase.end)
        at, persons = self.discourse.at, self.discourse.persons
        if owner is not None:
            named = next((k for k in range(owner.start, owner.end) if k in persons), owner.start)
            return at.get(named)
        if self.words[phrase.head].lemma not in _REPORTS or not phrase.mask & ACC * 15:
            return None
        subject = None
        for k in range(self.view.sentences[self.view.sentence_of[phrase.start]][0], phrase.start):
            entity = at.get(k)
            place = entity.place_at(k) if entity is not None else None
            if place is not None and place.subject and not place.embedded:
                subject = entity if subject is None or (entity is not None and entity.named) else subject
            w = self.words[k]
            if subject is not None and w.lemma in _ISSUE and w.flags & FINITE:
                return subject if subject.kind in ("person", "organization") and not subject.outlet else None
        return None

    def _bare(self, phrase: Phrase) -> bool:
        """Whether nothing before the head says which document it is."""
        before = self.words[phrase.start : phrase.head]
        return all(w.lemma in _THE_SAME or not w.noun | w.adjective for w in before)

    def _documents_before(self, token: int) -> Iterator[int]:
        """The heads of documents in this sentence and the two before it, the nearest first."""
        view, words = self.view, self.words
        for k in range(token - 1, view.sentences[max(0, view.sentence_of[token] - 3)][0] - 1, -1):
            w = words[k]
            document = w.lemma in _STATEMENTS or (w.role is not None and w.role.kind == "document")
            if document and not self.discourse.inside[k]:
                yield k

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

    def there(self, cue: int) -> Phrase | None:
        """The document or page that «там» means: «… нашли на сайте театра. Там указано, что …»."""
        view, words = self.view, self.words
        if not words[cue].low.endswith(("но", "то", "лось", "тся")):
            return None
        begin = view.sentences[view.sentence_of[cue]][0]
        place = next((k for k in range(cue - 1, max(begin - 1, cue - 4), -1) if words[k].low in ("там", "здесь")), None)
        if place is None:
            return None
        for k in range(begin - 1, view.sentences[max(0, view.sentence_of[cue] - 1)][0] - 1, -1):
            w = words[k]
            if w.noun and w.lemma in _HOLDING and not self.discourse.inside[k]:
                phrase = phrase_at(view, k, begin)
                if phrase is not None and phrase.head == k:
                    return phrase
        return None

    def document_before(self, token: int) -> Phrase | None:
        """The statement that «в нём» means: the last one mentioned in this sentence or the two before it."""
        view, words = self.view, self.words
        pronoun = words[token].low
        form = FEM if pronoun in ("ней", "нее") else PLUR if pronoun == "них" else MASC | NEUT
        for k in self._documents_before(token):
            if not words[k].noun & form * 0x111111:
                continue
            phrase = phrase_at(view, k, view.sentences[view.sentence_of[k]][1])
            if phrase is not None and phrase.head == k:
                return phrase
        return None
