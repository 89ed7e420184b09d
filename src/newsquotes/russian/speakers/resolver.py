"""The resolver: each quotation's source is taken through the rules, in the order of the text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path

import attrs

from newsquotes.document import Document, Medium, Quote, Resolution, SpeakerKind
from newsquotes.knowledge import PeopleTable
from newsquotes.russian.confidence import ConfidenceModel, Parts, overall, probability
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.language import Language, Recipe, language_of
from newsquotes.russian.lexicon import POSSESSIVES
from newsquotes.russian.mentions import kind_of, naming_of
from newsquotes.russian.reading.forms import ANIMATE, FEM, LATIN, MASC, PERSONAL, PRONOUN, SING
from newsquotes.russian.reading.paradigms import GENITIVE, NOMINATIVE
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.roles import role_of_text, role_text
from newsquotes.russian.speakers.bodies import Bodies
from newsquotes.russian.speakers.choices import AntecedentChooser
from newsquotes.russian.speakers.dialogue import Dialogue
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.documents import PAGES, Documents
from newsquotes.russian.speakers.doubts import speaker_features
from newsquotes.russian.speakers.entities import Entity, Place
from newsquotes.russian.speakers.explanations import Ballots, decisions
from newsquotes.russian.speakers.media import hears, media_of, outlets_of, relayed_after
from newsquotes.russian.speakers.output import Verdict, person_keys, resolution
from newsquotes.russian.speakers.pointing import ORDINALS
from newsquotes.russian.speakers.pronouns import owner, pronoun
from newsquotes.russian.speakers.ranking import (
    Model,
    SpeakerCandidate,
)
from newsquotes.russian.speakers.sources import Source, SourceReader
from newsquotes.russian.speakers.unsourced import unsourced
from newsquotes.spans import Span
from newsquotes.stages import Decision

Watcher = Callable[[Quote, str, list[SpeakerCandidate]], None]

_EMPHASIS = frozenset("сам сама само сами самого самой самих самому самим даже лично тоже также только".split())
_RELATIVES = frozenset(("который", "кто"))

_HEARD = 100  # quotations before a place whose speakers are remembered there
_NEAR = 50
"""So many mentions before a place hold all that reach it."""


class SpeakerResolver:
    """Says who speaks in each quotation.

    Attributions whose confidence is below ``min_confidence`` name nobody. ``people`` is a table of known people: their
    roles help to find out whom a role means. ``lexicon`` is a TOML file that adds and removes cues and roles (see
    :func:`newsquotes.russian.lexicon.lexicon_from`); ``model`` and ``confidence`` are other models than those that ship with
    newsquotes.

    >>> import newsquotes
    >>> doc = newsquotes.extract("Мэр Анна Белова приехала в порт. «Мост откроют в мае», — сказала она.")
    >>> doc.quotes[0].speaker.name, doc.quotes[0].attribution.rule
    ('Анна Белова', 'pronoun')
    """

    def __init__(
        self,
        *,
        min_confidence: float = 0.0,
        people: PeopleTable | None = None,
        lexicon: str | Path | Recipe = None,
        model: Model | None = None,
        confidence: ConfidenceModel | None = None,
    ) -> None:
        self.min_confidence = min_confidence
        self.people = people
        self.language = language_of(lexicon)
        self.model = shipped_model("speakers") if model is None else model
        self.confidence = shipped_model("confidence") if confidence is None else confidence

    def __call__(self, doc: Document) -> Resolution:
        """The speakers and one attribution a quotation."""
        if not doc.quotes:
            return Resolution()
        return self._resolved(doc, None)[1]

    def _resolved(self, doc: Document, watch: Watcher | None) -> tuple[list[Verdict], Resolution]:
        run = DocumentResolution(doc, self.model, watch, self.people, self.language)
        verdicts = run.verdicts()
        parts = []
        for quote, verdict in zip(doc.quotes, verdicts, strict=True):
            if verdict.entity is not None:
                verdict.confidence = probability(self.confidence["speaker"], verdict.doubts)
            named = verdict.confidence if verdict.entity is not None else None
            parts.append(Parts(quote.detection_confidence, quote.borders_confidence, named))
        for verdict, both in zip(verdicts, overall(parts, self.confidence), strict=True):
            verdict.overall = both
        return verdicts, resolution(run.view, verdicts, run.media, self.min_confidence)

    def explain(self, doc: Document) -> Iterator[Decision]:
        """Who speaks in each quotation and why, and who else could."""
        ballots = Ballots(self.model)
        verdicts, resolved = self._resolved(doc, ballots)
        speakers = [None if a.speaker is None else resolved.speakers[a.speaker] for a in resolved.attributions]
        yield from decisions(doc.quotes, verdicts, speakers, ballots)

    def watched(self, doc: Document, watch: Watcher) -> list[Verdict]:
        """One verdict a quotation; ``watch`` is shown the candidates of every choice (for training)."""
        return DocumentResolution(doc, self.model, watch, None, self.language).verdicts()


class DocumentResolution:
    """One document's resolution."""

    def __init__(
        self, doc: Document, model: Model, watch: Watcher | None, table: PeopleTable | None, language: Language
    ) -> None:
        self.doc = doc
        self.model = model
        self.quotes = doc.quotes
        self.discourse = Discourse(doc, self.quotes, language)
        self.view = self.discourse.view
        self.words = self.view.words
        self.bodies = Bodies(self.discourse)
        self.documents = Documents(self.discourse)
        self.sources = SourceReader(self.discourse)
        self.choices = AntecedentChooser(self)
        self.dialogue = Dialogue(self.discourse, self.quotes)
        for entity in self.discourse.people if table is not None else ():
            known = table.named(person_keys(entity)) if table is not None else None
            entity.roles += (
                [role_of_text(role, self.view.lexicon.roles) for role in known.roles] if known is not None else []
            )
        self.watch = watch
        self.history: list[tuple[int, int, int, Entity]] = []
        self.of_quote: dict[int, Entity] = {}
        self.groups: dict[frozenset[Entity], Entity] = {}
        self.media: list[tuple[Medium, ...]] = []

    def verdicts(self) -> list[Verdict]:
        """Every quotation's verdict; they are found in the order of the text."""
        verdicts: dict[int, Verdict] = {}
        anchors = [self.anchor(quote) for quote in self.quotes]
        # A quotation within another comes after it: who speaks there is not who is spoken of.
        for i in sorted(range(len(self.quotes)), key=lambda i: (self.quotes[i].parent is not None, anchors[i], i)):
            quote = self.quotes[i]
            verdict = self.decide(quote)
            if verdict.entity is not None:
                verdict.doubts = speaker_features(self, quote, verdict)
            verdicts[i] = verdict
            entity = verdict.entity
            if entity is not None:
                self.of_quote[quote.id] = entity
                entity.spoken.append(anchors[i])
                if quote.parent is None or (quote.source is not None and not self.discourse.inside[anchors[i]]):
                    self.history.append(
                        (anchors[i], self.view.sentence_of[anchors[i]], self.view.paragraph_of[anchors[i]], entity)
                    )
        outlets = outlets_of(self.discourse)
        heard = [verdicts[i].entity for i in range(len(self.quotes))]
        media = [media_of(self.discourse, self.bodies, outlets, *each) for each in zip(self.quotes, heard, strict=True)]
        self.media = relayed_after(self.discourse, self.quotes, heard, media)
        return [verdicts[i] for i in range(len(self.quotes))]

    def heard(self, token: int) -> Sequence[tuple[int, int, int, Entity]]:
        """Who spoke before a token, and where, in the order of the text."""
        n = bisect_left(self.history, token, key=itemgetter(0))
        return self.history[max(0, n - _HEARD) : n]

    def anchor(self, quote: Quote) -> int:
        """The token at which a quotation is attributed."""
        span = quote.source or (quote.cue.spans[0] if quote.cue.spans else quote.content[0])
        return min(self.view.tokens_of(span)[0], max(self.view.size - 1, 0))

    def verdict(
        self, entity: Entity | None, rule: str, probability: float | None = None, second: Entity | None = None
    ) -> Verdict:
        """A verdict; its confidence is added when the quotation is done."""
        return Verdict(entity, rule, probability, second)

    def plain_source(self, quote: Quote, verdict: Verdict) -> bool:
        """Whether the source stands beside the cue and, where it is a name, is nothing but that name in a certain case."""
        if quote.source is None or not quote.cue.spans:
            return False
        first, last = self.view.tokens_of(quote.source)
        cue = [self.view.tokens_of(span) for span in quote.cue.spans]
        if min(max(first - b, a - last) for a, b in cue) > 1:
            return False
        if verdict.rule != "name":
            return True
        people = self.sources.people_in(first, last)
        if len(people) != 1:
            return False
        person = people[0]
        return person.start <= first and person.end == last and person.cases.bit_count() in (1, 6)

    # --- the rules in their order ------------------------------------------------------------------------------------

    def decide(self, quote: Quote) -> Verdict:
        """Who speaks in a quotation, by the first rule that can tell."""
        if quote.id in self.dialogue.questions and not self.dialogue.names_asker(quote):
            return self.verdict(None, "none")  # who asks
        if (guest := self.dialogue.answers.get(quote.id)) is not None:
            return self.verdict(guest, "dialogue")
        if quote.source is None:
            return unsourced(self, quote)
        first, last = self.view.tokens_of(quote.source)
        while first < last and self.words[first].text in ",—–-":
            first += 1
        while first + 1 < last and self.words[first].low in _EMPHASIS:
            first += 1  # «сама Белова», «даже мэр»
        if first >= last:
            return unsourced(self, quote)
        source = self.sources.source(quote, first, last)
        if first + 1 >= last or self.words[first].lemma in _RELATIVES:
            low = self.words[first].low
            w = self.words[first]
            if w.lemma in _RELATIVES or low.startswith("котор"):
                return self.choices.relative(quote, source)
            if (
                (w.flags & PRONOUN and (w.flags & PERSONAL or w.role is None))
                or w.flags & PERSONAL
                or low in ("сам", "сама", "тот", "та")
                or low in ORDINALS
            ):
                return pronoun(self, quote, source)
        people = self.sources.people_in(first, last)
        if len(people) > 1 and self.sources.coordinated(quote, people):
            return self.verdict(self.group(first, last, [self.discourse.person_entity(p) for p in people]), "group")
        known = self.discourse.at.get(first)
        if last == first + 1 and not people and known is not None and known.named and self.words[first].flags & LATIN:
            return self.verdict(known, "name")  # «Питер Вудс (Peter Woods) … Woods»
        person = self.sources.main_person(source, people) or self.sources.mended(quote, source, people)
        if person is not None:
            entity = self.discourse.person_entity(person)
            self.vote(quote, entity)
            return self.verdict(entity, "name")
        return self.described(quote, source)

    def group(self, first: int, last: int, members: list[Entity]) -> Entity:
        """Several people who speak as one."""
        members = list(dict.fromkeys(members))
        if (known := self.groups.get(frozenset(members))) is not None:
            return known
        entity = Entity("group", plural=True, members=tuple(members))
        names = [m.name for m in members]
        entity.texts.append(" и ".join(filter(None, (", ".join(names[:-1]), names[-1]))))
        entity.mentioned(Place(first, last, self.view.sentence_of[first], self.view.paragraph_of[first], True))
        self.discourse.others.append(entity)
        self.discourse.joint.append(entity)
        self.groups[frozenset(members)] = entity
        return entity

    def vote(self, quote: Quote, entity: Entity) -> None:
        """A past tense shows the sex of its subject: «заявила Керри»."""
        if not quote.cue.spans:
            return
        subject = self.words[self.view.tokens_of(quote.cue.spans[0])[0]].subject
        if subject == FEM:
            entity.vote("femn", 3.0)
        elif subject == MASC:
            entity.vote("masc", 2.0)

    def described(self, quote: Quote, source: Source) -> Verdict:
        """A source without a main name: a role, a body, a document, somebody anonymous, a group."""
        phrase = source.phrase.nameless()
        if (
            phrase.end < source.last
            and self.words[phrase.end].low == "и"
            and phrase_at(self.view, phrase.end + 1, source.last) is not None
        ):
            phrase = phrase.to(source.last)
        heard = self.discourse.at.get(phrase.head + 1)
        if heard is not None and heard.outlet and hears(self.view, phrase.head, phrase.head + 1):
            phrase = phrase.to(phrase.head + 1)
        kind = kind_of(self.view, phrase)
        head = self.words[phrase.head]
        if kind == "role" and head.role is None and head.noun_cue is not None:
            kind = "document"  # «фраза Белова», «слова мэра»
        if kind == "pronoun" and phrase.end - phrase.start > 1:
            kind = "group"
        if kind == "pronoun":
            return pronoun(self, quote, source)
        if head.lemma in PAGES and self.documents.issuer(phrase) is not None:
            kind = "document"  # «на сайте полиции»
        if kind == "group" and self.may_be_one(quote, source, phrase):
            kind = "role"
        label = not quote.cue.spans or not head.flags & ANIMATE
        if kind == "role" and head.role is None and label and quote.source and not self.mentioned(quote.source):
            return self.plain(phrase, "unknown", "source")  # a detector's own name for somebody: nobody else is meant
        if kind == "role":
            verdict = self.choices.role(quote, source, phrase)
            # «Ведущий: … Белова: …»: who has a label by name is nobody else's
            others = quote.layout == "interview" and verdict.entity is not None and self.dialogue.is_label(verdict.entity)
            return self.plain(phrase, "person", "role") if others else verdict
        if kind == "group":
            return self.plain(phrase, "group", "group")
        if kind == "document":
            return self.document(quote, source, phrase)
        if kind == "anonymous":
            return self.anonymous(phrase)
        if kind == "outlet":
            referred = self.sources.referred(quote, source)
            if referred is not None:
                return self.described_or_named(quote, referred)
        if kinds := self.bodies.points_back(phrase):
            chosen = self.choices.body(quote, source, phrase, kinds)
            if chosen.entity is not None:
                chosen.rule = "outlet-running" if chosen.entity.outlet else "organization-running"
                return chosen
        entity, how = (self.bodies.outlet if kind == "outlet" else self.bodies.organization)(phrase)
        return self.verdict(entity, how)

    def mentioned(self, span: Span) -> bool:
        """Whether a mention of somebody who can speak shares words with a span."""
        mentions = self.discourse.doc.mentions
        last = bisect_left(mentions, span.end, key=lambda mention: mention.span.start)
        near = mentions[max(0, last - _NEAR) : last]
        return any(mention.span.overlaps(span) for mention in near)

    def described_or_named(self, quote: Quote, source: Source) -> Verdict:
        """Whom an outlet refers to: «ТАСС со ссылкой на мэра»."""
        person = self.sources.main_person(source, self.sources.people_in(source.first, source.last))
        person = person or self.sources.starting.get(source.first)
        if person is not None:
            return self.verdict(self.discourse.person_entity(person), "referred")
        verdict = self.described(quote, source)
        return self.verdict(verdict.entity, "referred", None, verdict.second)

    def may_be_one(self, quote: Quote, source: Source, phrase: Phrase) -> bool:
        """«судьи», «главы»: a plural in the nominative, a singular in the genitive that the cue asks for."""
        head = self.words[phrase.head]
        singular = head.noun & SING * 0x111111 or head.adjective & SING * 0x111111
        if head.role is None or head.role.kind != "person":
            return False
        return (
            bool(singular)
            and source.case in (GENITIVE, 63 & ~NOMINATIVE)
            and not any(
                self.words[k].adjective and not self.words[k].adjective & SING * 0x111111
                for k in range(phrase.start, phrase.head)
            )
        )

    def plain(self, phrase: Phrase, kind: SpeakerKind, rule: str) -> Verdict:
        """The words themselves, in the nominative."""
        naming = naming_of(self.view, phrase)
        entity = self.discourse.at.get(phrase.start)
        place = entity.place_at(phrase.start) if entity is not None else None
        longer = place is not None and any(
            n in self.view.opening or self.words[n].outlet for n in range(phrase.end, place.last)
        )
        if entity is None or entity.kind != kind or entity.named or longer:
            asked = role_text(self.view, phrase.start, phrase.end, phrase.head, naming.name)
            entity = self.discourse.same_words(kind, asked) if kind != "person" else None
            if entity is None:
                entity = self.bodies.fuller(kind, asked, phrase)
            if entity is None:
                entity = Entity(kind, plural=kind == "group")
                entity.texts.append(naming.name)
                entity.roles.append(asked)
                entity.heads.add(asked.head)
                entity.vote(naming.gender, 1.0)
                self.discourse.others.append(entity)
            entity.mentioned(self.discourse.place(phrase.start, phrase.end, phrase.head))
            self.discourse.at[phrase.start] = entity
        elif kind != "person":
            fuller = self.bodies.fuller(kind, entity.roles[0], phrase) if entity.roles else None
            entity = fuller or entity
        return self.verdict(entity, rule)

    # --- bodies and documents ----------------------------------------------------------------------------------------

    def document(self, quote: Quote, source: Source, phrase: Phrase) -> Verdict:
        """«в заявлении МВД говорится»: who issued it."""
        if self.words[phrase.start].low in POSSESSIVES and (his := owner(self, quote, phrase)).entity is not None:
            return his
        if (by := self.documents.issuer(phrase) or self.documents.issuer_after(phrase.end)) is not None:
            inner = self.sources.source(quote, by.start, by.end)
            person = self.sources.main_person(attrs.evolve(inner, case=63), self.sources.people_in(by.start, by.end))
            if person is not None:
                return self.verdict(self.discourse.person_entity(person), "owner")
            verdict = self.described(quote, attrs.evolve(inner, phrase=by.nameless(), first=by.start, last=by.end))
            return self.verdict(verdict.entity, "owner" if verdict.rule != "document" else "document", None, verdict.second)
        entity = self.documents.reported(phrase, source.first)
        if entity is None:
            entity = self.documents.running_issuer(phrase, source.first, self.history[-_HEARD:])
        if entity is not None:
            return self.verdict(entity, "owner-running")
        return self.plain(phrase, "document", "document")

    def anonymous(self, phrase: Phrase) -> Verdict:
        """«источник», «собеседник агентства»: an anonymous source named nearby."""
        entity = self.bodies.earlier_source(phrase, self.history[-_HEARD:])
        if entity is not None:
            return self.verdict(entity, "anonymous-running")
        return self.plain(phrase, "anonymous", "anonymous")
