"""What a quotation's source names: the case its place asks for, the person it is about, and sources that were cut short."""

from __future__ import annotations

from itertools import pairwise

import attrs

from newsquotes.document import Quote
from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.forms import (
    ACC,
    ADVERB,
    ANY_FORM,
    FEM,
    FINITE,
    GEN,
    INS,
    MASC,
    NEUT,
    NOM,
    NOUN,
    PARTICIPLE,
    PLUR,
    PREPOSITION,
    QUOTE_MARKS,
    SHORT,
    SING,
)
from newsquotes.russian.reading.outlets import known_outlet, marked_outlet
from newsquotes.russian.reading.paradigms import GENITIVE, INSTRUMENTAL, NOMINATIVE
from newsquotes.russian.reading.people import Person
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.speakable import CITING
from newsquotes.russian.reading.words import Word
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity

_RELAYING = word_set("relaying")
_CLAUSE = 14  # tokens between «который» and its verb
ALL = 63
ASIDE = (",", "—", "–", "-", "(")
_BEFORE_ASIDE = frozenset((*ASIDE, ":"))


@attrs.define
class Source:
    """A quotation's source: its tokens, its phrase and the cases that its place allows (bits)."""

    first: int
    last: int
    phrase: Phrase
    case: int


class SourceReader:
    """Reads sources against the people of the document."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        self.view = discourse.view
        self.words = discourse.words
        self.starting: dict[int, Person] = {}
        self.headed: dict[int, Person] = {}
        for person in discourse.persons.values():
            self.starting.setdefault(person.start, person)
            for head in person.heads:
                self.headed.setdefault(head, person)

    def source(self, quote: Quote, first: int, last: int) -> Source:
        """The phrase of a source, and the case that it stands in."""
        cue = [self.words[k] for s in quote.cue.spans for k in range(*self.view.tokens_of(s))]
        case = ALL
        if cue:
            w = next((w for w in cue if w.flags & (FINITE | SHORT) and not w.flags & PREPOSITION), cue[0])
            before = self.words[first - 1] if first else w
            if before.flags & PREPOSITION and not before.flags & FINITE:
                case = ALL & ~NOMINATIVE
            elif before is cue[-1] and before.noun_cue is not None and not before.flags & FINITE:
                case = GENITIVE  # «передаёт слова судьи»
            elif (
                w.flags & PREPOSITION
                or (w.noun_cue is not None and not w.flags & FINITE)
                or w.low in ("словам", "мнению", "данным", "оценке")
            ):
                case = GENITIVE
            elif w.lemma in CITING and not self.words[first].noun & NOM & w.subject:
                case = ALL & ~NOMINATIVE  # «цитирует директора «Труд»»
            elif w.lemma in CITING and self.before_outlet(last):
                case = ALL  # «цитирует Белова ТАСС»
            elif self._agent(w, first):
                case = INSTRUMENTAL  # «сказано Беловым»
            elif w.flags & (FINITE | SHORT):
                case = NOMINATIVE
            elif w.flags & PARTICIPLE:
                case = ALL
        need = ANY_FORM if case == ALL else sum(15 << 4 * n for n in range(6) if case >> n & 1)
        phrase = (
            phrase_at(self.view, first, last, need)
            or phrase_at(self.view, first, last)
            or Phrase(first, last, first, ANY_FORM)
        )
        return Source(first, last, phrase, case)

    def _agent(self, verb: Word, first: int) -> bool:
        """Whether a source is whom a passive without a subject names as the one who speaks."""
        lead = self.words[first]
        forms = lead.noun | lead.adjective
        return bool(verb.subject & NEUT and forms & INS and (not forms & NOM or verb.flags & SHORT))

    def before_outlet(self, token: int) -> bool:
        """Whether an outlet stands at a token."""
        view = self.view
        return token < view.size and (known_outlet(view, token) or marked_outlet(view, token)) is not None

    def people_in(self, first: int, last: int) -> list[Person]:
        """The people whose names a range holds."""
        persons = self.discourse.persons
        return [persons[k] for k in range(first, last) if k in persons and persons[k].name.last <= last]

    def verb(self, quote: Quote) -> int:
        """The numbers and genders that the cue's verb asks of its subject; 0 where it is no verb."""
        for span in quote.cue.spans:
            for k in range(*self.view.tokens_of(span)):
                if self.words[k].flags & (FINITE | SHORT) and self.words[k].subject:
                    return self.words[k].subject
        return 0

    def coordinated(self, quote: Quote, people: list[Person]) -> bool:
        """«Белов и Орлова»: whether people are named side by side rather than one as another's owner."""
        for a, b in pairwise(people):
            between = self.words[a.end : b.start]
            if (
                between
                and all(w.low in ("и", ",", "а", "также", "вместе", "с") for w in between)
                and any(w.low == "и" or w.text == "," for w in between)
            ):
                if a.cases & b.cases or not a.cases:
                    verb = self.verb(quote)
                    return not verb or bool(verb & PLUR)
        return False

    def main_person(self, source: Source, people: list[Person]) -> Person | None:
        """The person whom a source names, if it names one rather than somebody of theirs («адвокат Белова»)."""
        if not people:
            return None
        words = self.words
        head = words[source.phrase.head]
        bodily = head.role is not None and head.role.kind in ("organization", "outlet", "document", "group", "anonymous")
        whole = people[-1]
        if people[0].name.first == source.first and (whole.end == source.last or words[people[0].end].text in ASIDE):
            if len(people) == 1:
                return whole  # nothing but a name, and what is set off after it
        if whole.start <= source.first and whole.end == source.last and whole.heads and not bodily:
            return whole
        fitting = [p for p in people if p.cases & source.case] or ([] if bodily else people if source.case == ALL else [])
        leading = [p for p in fitting if p.start <= source.first and (p.start == source.first or p.heads)]
        if leading:
            return leading[-1] if leading[-1].heads or len(leading) == 1 else leading[0]
        if bodily and words[source.first].text not in ASIDE:
            aside = [p for p in fitting if words[p.start - 1].text in ASIDE]
            return aside[-1] if aside and head.role is not None and head.role.kind == "anonymous" else None
        for person in reversed(fitting):
            if words[person.start - 1].text in _BEFORE_ASIDE or (
                not person.cases & GENITIVE and (person.heads or source.case == NOMINATIVE)
            ):
                return person
        last = people[-1]
        if last.end == source.last and source.case == NOMINATIVE and last.cases & NOMINATIVE and len(last.name.parts) > 1:
            return last
        if last.end == source.last and source.case != NOMINATIVE and last.heads and last.cases & source.case:
            return last
        return None

    def mended(self, quote: Quote, source: Source, people: list[Person]) -> Person | None:
        """The person of a source that a detector cut short, or mixed up with an outlet («сообщил «Труду» мэр Белов»)."""
        words = self.words
        for k in range(source.first, source.last):
            person = self.headed.get(k)
            if person is not None and person.name.first >= source.last and person.cases & source.case:
                return person
        k = source.last
        while (
            k < self.view.size
            and k - source.last < 4
            and (words[k].text in ASIDE or words[k].low == "и")
            and k not in self.starting
        ):
            k += 1
        person = self.starting.get(k)
        verb = self.verb(quote)
        strict = person is not None and bool(person.cases & source.case) and not person.cases & GENITIVE
        if person is not None and strict and source.case == NOMINATIVE and _verb_fits(person, verb):
            head = words[source.phrase.head]
            if (head.role is not None and head.role.kind == "person") or (person.heads and head.role is None):
                return person
        if (
            person is not None
            and k == source.last + 1
            and words[source.last].text == ","
            and source.case == GENITIVE
            and person.cases & GENITIVE
            and person.heads
        ):
            return person
        at = self.discourse.at.get(source.first) or self.discourse.at.get(source.phrase.start)
        if at is None or not at.outlet or not verb & SING:
            return None
        own = at.place_at(source.first)
        named = own.last if own is not None else source.first + 1  # «Вечерний Ярск»: no surname
        within = [p for p in people if p.start >= named and p.cases & NOMINATIVE and _verb_fits(p, verb)]
        if within:
            return within[-1]  # ««Интер» Белов также рассказал»
        k = source.last + (source.last < self.view.size and words[source.last].low in ("его", "ее", "их"))
        follows = self.starting.get(k)
        if follows is not None and follows.cases == NOMINATIVE and follows.heads and _verb_fits(follows, verb):
            return follows  # «сообщила РБК помощница депутата Анна Белова»
        before = next((k for k in range(source.first - 1, -1, -1) if words[k].text not in '«"„'), 0)
        if not words[before].flags & (NOUN | PREPOSITION) or (words[before].noun & NOM and not words[before].noun & ~NOM):
            return None
        cue = self.view.tokens_of(quote.cue.spans[0])[0]
        return self._subject_near(min(cue, source.first), verb, words[cue - 1].low.startswith("котор"))

    def _subject_near(self, cue: int, verb: int, relative: bool) -> Person | None:
        """A person in the nominative who stands before the cue in its clause, or in the one that its clause belongs to."""
        border = self.view.sentences[self.view.sentence_of[cue]][0]
        for k in range(cue - 1, border - 1, -1):
            w = self.words[k]
            if w.flags & FINITE and not w.flags & NOUN and relative:
                relative = False
                continue
            if (
                self.discourse.inside[k]
                or (w.flags & FINITE and not w.flags & NOUN)
                or (w.text in ("»", ";", ":") and not self.view.depth[k])
            ):
                break
            person = self.discourse.persons.get(k)
            if person is not None and person.cases == NOMINATIVE and _verb_fits(person, verb):
                return person
        return None

    def referred(self, quote: Quote, source: Source) -> Source | None:
        """Whom an outlet names as its own source: «сообщает ТАСС со ссылкой на МВД»."""
        border = self.view.sentences[self.view.sentence_of[source.first]][1]
        for k in range(source.last, min(border, source.last + 14)):
            if self.words[k].low == "ссылкой" and k + 2 < border and self.words[k + 1].low == "на":
                if k + 2 >= source.first and self.discourse.inside[k]:
                    return None
                phrase = phrase_at(self.view, k + 2, border, ACC | ANY_FORM)
                if phrase is None or phrase.start == source.first:
                    return None
                return Source(phrase.start, phrase.end, phrase, ALL & ~NOMINATIVE)
        cue = [self.words[k] for s in quote.cue.spans for k in range(*self.view.tokens_of(s))]
        if not any(w.lemma in CITING for w in cue):
            return None
        first_cue, last_cue = self.view.tokens_of(quote.cue.spans[0])[0], self.view.tokens_of(quote.cue.spans[-1])[1]
        for k in range(first_cue, max(source.first, last_cue)):
            if self.words[k].low in ("его", "ее", "их"):
                return Source(k, k + 1, Phrase(k, k + 1, k, ANY_FORM), ALL & ~NOMINATIVE)
        at = self.discourse.at.get(source.first)
        named = place.last if at is not None and (place := at.place_at(source.first)) is not None else source.last
        start = max(named, last_cue)
        while start < border and (
            self.words[start].text in QUOTE_MARKS or self.words[start].low in ("слова", "мнение", "обращение")
        ):
            start += 1
        phrase = phrase_at(self.view, start, border, ACC | GEN) if start < border else None
        if phrase is None or (self.words[phrase.head].flags & FINITE and phrase.name is None):
            return None
        return Source(phrase.start, phrase.end, phrase, ALL & ~NOMINATIVE)

    def beside(self, quote: Quote) -> Entity | None:
        """Who stands right after the cue in the nominative where a detector found no source."""
        verb = self.verb(quote)
        if not verb:
            return None
        first = self.view.tokens_of(quote.cue.spans[0])[0]
        for size in range(1, 7):
            body = self.discourse.at.get(first - size)
            place = body.place_at(first - size) if body is not None else None
            if body is not None and not body.named and place is not None and place.last == first:
                before = self.words[first - size - 1].low if first - size else ""
                if (before in ("в", "во") and verb & PLUR and body.kind == "organization") or (
                    verb & PLUR and body.kind == "group" and place.subject
                ):
                    return body
        k = self.view.tokens_of(quote.cue.spans[-1])[1]
        stop = min(self.view.size, k + 8)
        while k < stop:
            w = self.words[k]
            person = self.starting.get(k)
            if person is not None and person.cases & NOMINATIVE:
                return self.discourse.person_entity(person)
            entity = self.discourse.at.get(k)
            place = entity.place_at(k) if entity is not None else None
            if entity is not None and place is not None and place.subject and not entity.outlet:
                return entity
            if w.flags & PREPOSITION and not w.flags & NOUN:
                group = phrase_at(self.view, k + 1, stop)
                if group is not None and (outlet := self._outlet_behind(first, group)) is not None:
                    return outlet
                k = group.end if group is not None else k + 1
            elif w.flags & ADVERB:
                k += 1
            else:
                return None
        return None

    def _outlet_behind(self, verb: int, group: Phrase) -> Entity | None:
        """The outlet that relays and stands behind its document: «пишет в заголовке The Times», «пишет на сайте «Труд»»."""
        if self.words[verb].lemma not in _RELAYING:
            return None
        for k in range(group.head + 1, group.end):
            entity = self.discourse.at.get(k)
            place = entity.place_at(k) if entity is not None and entity.outlet else None
            if place is not None and place.last >= group.end and place.subject:
                return entity
        return None

    def relative_before(self, cue: int) -> int | None:
        """The «который» whose clause a cue ends: «Белов, который 16 апреля в эфире сообщил …»."""
        border = self.view.sentences[self.view.sentence_of[cue]][0]
        for k in range(cue - 1, max(border, cue - _CLAUSE), -1):
            w = self.words[k]
            if w.text == ",":
                pronoun = self.words[k + 1]
                return k + 1 if pronoun.lemma == "который" and (pronoun.noun | pronoun.adjective) & NOM else None
            if w.flags & FINITE and not w.flags & NOUN:
                return None
        return None


def _verb_fits(person: Person, verb: int) -> bool:
    gender = {"masc": MASC, "femn": FEM}.get(person.gender or "")
    return bool(verb & (gender or SING))
