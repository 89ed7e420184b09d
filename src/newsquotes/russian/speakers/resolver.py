"""The resolver: each quotation's source is taken through the rules, in the order of the text."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from newsquotes.document import Document, Medium, Quote, Resolution, SpeakerKind
from newsquotes.knowledge import PeopleTable
from newsquotes.russian.declension import GENITIVE, NOMINATIVE
from newsquotes.russian.mentions import kind_of, mention_of, nominative_text
from newsquotes.russian.people import Person
from newsquotes.russian.phrases import Phrase, phrase_at
from newsquotes.russian.roles import role_of_text, role_text
from newsquotes.russian.speakers.bodies import Bodies
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity, Place
from newsquotes.russian.speakers.media import media_of
from newsquotes.russian.speakers.output import Verdict, person_keys, resolution
from newsquotes.russian.speakers.ranking import (
    Candidate,
    Model,
    Situation,
    calibrated,
    ranked,
    ranks,
    role_features,
    salience,
    shipped_model,
)
from newsquotes.russian.speakers.sources import Source, Sources
from newsquotes.russian.words import (
    ANY_FORM,
    FEM,
    FINITE,
    MASC,
    PARTICIPLE,
    PERSONAL,
    PLUR,
    PREPOSITION,
    PRONOUN,
    QUOTE_MARKS,
    SHORT,
    SING,
)

Watcher = Callable[[Quote, str, list[Candidate]], None]

_RELATIVES = frozenset(("который", "кто"))
_MASC_PRONOUNS = frozenset("он его ему им нем него ним тот последний сам".split())
_FEM_PRONOUNS = frozenset("она ее ей ней нее нею та последняя сама".split())
_PLUR_PRONOUNS = frozenset("они их им них ими те сами".split())
_FIRST_PERSON = frozenset("я мы мне нас меня нам мной".split())
_INDEFINITE = frozenset("один некий некоторый какой-то другой второй еще неназванный анонимный".split())
_DEPENDENT_HEADS = frozenset("источник собеседник".split())


class SpeakerResolver:
    """Says who speaks in each quotation.

    Attributions whose confidence is below ``min_confidence`` name nobody. ``people`` is a table of known people: their
    roles help to find out whom a role means.

    >>> import newsquotes
    >>> doc = newsquotes.extract("Мэр Анна Белова приехала в порт. «Мост откроют в мае», — сказала она.")
    >>> doc.quotes[0].speaker.name, doc.quotes[0].attribution.rule
    ('Анна Белова', 'pronoun')
    """

    def __init__(
        self, *, min_confidence: float = 0.0, people: PeopleTable | None = None, model: Model | None = None
    ) -> None:
        self.min_confidence = min_confidence
        self.people = people
        self.model = shipped_model() if model is None else model

    def __call__(self, doc: Document) -> Resolution:
        run = _Run(doc, self.model, None, self.people)
        return resolution(run.view, run.verdicts(), run.media, self.min_confidence)

    def watched(self, doc: Document, watch: Watcher) -> list[Verdict]:
        """One verdict a quotation; ``watch`` is shown the candidates of every choice (for training)."""
        return _Run(doc, self.model, watch).verdicts()


class _Run:
    """One document's resolution."""

    def __init__(self, doc: Document, model: Model, watch: Watcher | None, table: PeopleTable | None = None) -> None:
        self.doc = doc
        self.model = model
        self.quotes = doc.quotes
        self.discourse = Discourse(doc, self.quotes)
        self.view = self.discourse.view
        self.words = self.view.words
        self.bodies = Bodies(self.discourse)
        self.sources = Sources(self.discourse)
        for entity in self.discourse.people if table is not None else ():
            known = table.named(person_keys(entity)) if table is not None else None
            entity.roles += [role_of_text(role) for role in known.roles] if known is not None else []
        self.watch = watch
        self.history: list[tuple[int, int, int, Entity]] = []
        self.of_quote: dict[int, Entity] = {}
        self.media: list[tuple[Medium, ...]] = []

    def verdicts(self) -> list[Verdict]:
        """Every quotation's verdict; they are found in the order of the text."""
        verdicts: dict[int, Verdict] = {}
        anchors = [self.anchor(quote) for quote in self.quotes]
        for i in sorted(range(len(self.quotes)), key=lambda i: (anchors[i], i)):
            quote = self.quotes[i]
            verdict = self.decide(quote)
            verdicts[i] = verdict
            entity = verdict.entity
            if entity is not None:
                self.of_quote[quote.id] = entity
                entity.spoken.append(anchors[i])
                if quote.parent is None or quote.source is not None and not self.discourse.inside[anchors[i]]:
                    self.history.append((anchors[i], self.view.sentence(anchors[i]), self.view.paragraph(anchors[i]), entity))
        self.media = [media_of(self.discourse, self.bodies, quote, verdicts[i].entity) for i, quote in enumerate(self.quotes)]
        return [verdicts[i] for i in range(len(self.quotes))]

    def anchor(self, quote: Quote) -> int:
        """The token at which a quotation is attributed."""
        span = quote.source or (quote.cue.spans[0] if quote.cue.spans else quote.content[0])
        return min(self.view.tokens_of(span)[0], max(self.view.size - 1, 0))

    def verdict(self, entity: Entity | None, rule: str, probability: float | None = None, second: Entity | None = None) -> Verdict:
        """A verdict with its calibrated confidence."""
        return Verdict(entity, rule, calibrated(self.model, rule, probability) if entity is not None else 0.0, second, probability)

    # --- the rules in their order ------------------------------------------------------------------------------------

    def decide(self, quote: Quote) -> Verdict:
        if quote.source is None:
            return self.unsourced(quote)
        first, last = self.view.tokens_of(quote.source)
        while first < last and self.words[first].text in ",—–-":
            first += 1
        if first >= last:
            return self.unsourced(quote)
        source = self.sources.source(quote, first, last)
        if first + 1 >= last or self.words[first].lemma in _RELATIVES:
            low = self.words[first].low
            w = self.words[first]
            if w.lemma in _RELATIVES or low.startswith("котор"):
                return self.relative(quote, source)
            if w.flags & PRONOUN and (w.flags & PERSONAL or w.role is None) or w.flags & PERSONAL or low in ("последний", "последняя", "сам", "сама", "тот", "та"):
                return self.pronoun(quote, source)
        people = self.sources.people_in(first, last)
        if len(people) > 1 and self.sources.coordinated(quote, people):
            return self.verdict(self.group(first, last, [self.discourse.person_entity(p) for p in people]), "group")
        person = self.sources.main_person(source, people) or self.sources.mended(quote, source, people)
        if person is not None:
            entity = self.discourse.person_entity(person)
            self.vote(quote, entity)
            return self.verdict(entity, "name")
        return self.described(quote, source)

    def group(self, first: int, last: int, members: list[Entity]) -> Entity:
        """Several people who speak as one."""
        members = list(dict.fromkeys(members))
        for other in self.discourse.others:
            if other.kind == "group" and other.members and set(other.members) == set(members):
                return other
        entity = Entity("group", plural=True, members=tuple(members))
        entity.texts.append(" и ".join(m.name for m in members) if len(members) < 3 else ", ".join(m.name for m in members))
        entity.places.append(Place(first, last, self.view.sentence(first), self.view.paragraph(first), True))
        self.discourse.others.append(entity)
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
        phrase = attrs.evolve(source.phrase, name=None)
        if phrase.end < source.last and self.words[phrase.end].low == "и" and phrase_at(self.view, phrase.end + 1, source.last) is not None:
            phrase = attrs.evolve(phrase, end=source.last)
        kind = kind_of(self.view, phrase)
        head = self.words[phrase.head]
        if kind == "role" and head.role is None and head.noun_cue is not None:
            kind = "document"  # «фраза Белова», «слова мэра»
        if kind == "pronoun" and phrase.end - phrase.start > 1:
            kind = "group"
        if kind == "pronoun":
            return self.pronoun(quote, source)
        if kind == "group" and self.may_be_one(quote, source, phrase):
            kind = "role"
        if kind == "role":
            return self.role(quote, source, phrase)
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
            entity, how = self.bodies.outlet(phrase, source.first)
            return self.verdict(entity, how)
        entity, how = self.bodies.organization(phrase, source.first)
        return self.verdict(entity, how)

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
        return bool(singular) and source.case in (GENITIVE, 63 & ~NOMINATIVE) and not any(
            self.words[k].adjective and not self.words[k].adjective & SING * 0x111111 for k in range(phrase.start, phrase.head)
        )

    def plain(self, phrase: Phrase, kind: SpeakerKind, rule: str) -> Verdict:
        """The words themselves, in the nominative."""
        mention = attrs.evolve(mention_of(self.view, phrase), kind={"person": "role", "document": "document", "anonymous": "anonymous"}.get(kind, "group"))
        entity = self.discourse.at.get(phrase.start)
        if entity is None or entity.kind != kind or entity.named:
            asked = role_text(self.view, phrase.start, phrase.end, phrase.head, mention.name)
            entity = self.discourse.same_words(kind, asked) if kind != "person" else None
            if entity is None:
                entity = self.bodies.fuller(kind, asked, phrase.start)
            if entity is None:
                entity = Entity(kind, texts=[mention.name], roles=[asked], heads={asked.head}, plural=kind == "group")
                entity.vote(mention.gender, 1.0)
                self.discourse.others.append(entity)
            entity.places.append(self.discourse.place(phrase.start, phrase.end, phrase.head))
            entity.places.sort(key=lambda p: p.first)
            self.discourse.at[phrase.start] = entity
        elif kind != "person":
            fuller = self.bodies.fuller(kind, entity.roles[0], phrase.start) if entity.roles else None
            entity = fuller or entity
        return self.verdict(entity, rule)

    # --- choices -----------------------------------------------------------------------------------------------------

    def situation(self, quote: Quote, token: int) -> Situation:
        view = self.view
        content = tuple(view.tokens_of(s) for s in quote.content)
        start = token
        border = view.sentences[view.sentence(token)][0]
        while start > border and self.words[start - 1].text not in (",", ";", ":", "—", "–", "(", *QUOTE_MARKS):
            start -= 1
        history = [h for h in self.history if h[0] < token]
        return Situation(token, view.sentence(token), view.paragraph(token), history, content, start)

    def choose(self, quote: Quote, which: str, candidates: list[Candidate], situation: Situation, rule: str) -> Verdict:
        """The best of the candidates, by the model."""
        ranks(candidates, situation)
        ordered = ranked(candidates, self.model[which])
        if self.watch is not None:
            self.watch(quote, which, candidates)
        if not ordered:
            return self.verdict(None, "none")
        best = ordered[0]
        second = next((c.entity for c in ordered[1:] if c.entity is not None), None)
        return self.verdict(best.entity, rule, best.probability, second)

    def pronoun(self, quote: Quote, source: Source) -> Verdict:
        """«он сказал», «по её словам», «последний»."""
        w = self.words[source.first]
        low = w.low
        if low in _FIRST_PERSON or w.lemma in ("я", "мы", "мой", "наш"):
            outer = self.of_quote.get(quote.parent) if quote.parent is not None else None
            return self.verdict(outer, "pronoun", 0.5)
        gender = MASC if low in _MASC_PRONOUNS else FEM if low in _FEM_PRONOUNS else PLUR if low in _PLUR_PRONOUNS else 0
        if low == "им" and source.case != 63:
            gender = MASC | PLUR
        verb = self.words[self.view.tokens_of(quote.cue.spans[0])[0]].subject if quote.cue.spans else 0
        if not gender:
            gender = verb & (SING | PLUR) or SING | PLUR
        situation = self.situation(quote, source.first)
        candidates = []
        for entity in self.everybody():
            if not agrees(entity, gender):
                continue
            features = salience(entity, situation)
            if features is None or "later" in features:
                continue
            features["gender known" if entity.gender else "gender unknown"] = 1.0
            if gender & PLUR and entity.kind == "organization":
                features["plural organization"] = 1.0
            candidates.append(Candidate(entity, features))
        return self.choose(quote, "plural" if gender == PLUR else "pronoun", candidates, situation, "pronoun")

    def everybody(self) -> list[Entity]:
        return [*self.discourse.people, *(e for e in self.discourse.others if e.places)]

    def role(self, quote: Quote, source: Source, phrase: Phrase) -> Verdict:
        """«министр», «российский президент», «чиновник»: somebody named, or the role itself."""
        words = self.words
        head = words[phrase.head]
        text = nominative_text(self.view, phrase.start, phrase.end, phrase.head)
        asked = role_text(self.view, phrase.start, phrase.end, phrase.head, text)
        situation = self.situation(quote, source.first)
        gender = None
        if head.role is not None and head.role.gender == "femn" and asked.head not in ("глава",):
            gender = "femn"
        verb = self.words[self.view.tokens_of(quote.cue.spans[0])[0]] if quote.cue.spans else None
        if source.case == NOMINATIVE and verb is not None and verb.subject in (MASC, FEM) and verb.flags & (FINITE | SHORT):
            gender = "masc" if verb.subject == MASC and asked.head != "глава" else "femn" if verb.subject == FEM and head.noun & MASC * 0x111111 else gender
        inner = {k for k in range(phrase.start, phrase.end)}
        candidates = []
        best_how = ""
        for entity in self.discourse.people:
            if any(name.first in inner for name, _ in entity.names):
                continue  # «адвокат Белова» is not Белов
            if gender == "femn" and entity.gender == "masc" and max(entity.votes.values()) >= 2:
                continue
            features = salience(entity, situation)
            if features is None:
                continue
            how = role_features(entity, asked, gender)
            best_how = max(best_how, "fits" if how.get("role same") or how.get("role synonym") else "")
            features.update(how)
            candidates.append(Candidate(entity, features))
        itself: dict[str, float] = {"itself": 1.0}
        if not asked.generic:
            itself["itself specific"] = 1.0
        if words[phrase.start].lemma in _INDEFINITE or words[phrase.start].low in _INDEFINITE:
            itself["itself indefinite"] = 1.0
        if best_how:
            itself["itself but somebody fits"] = 1.0
        earlier = self.discourse.at.get(phrase.start)
        if earlier is not None and not earlier.named and any(p.first < phrase.start for p in earlier.places):
            itself["itself earlier"] = 1.0
        if any(k in self.discourse.persons for k in range(phrase.start, phrase.end)):
            itself["itself with owner"] = 1.0
        if head.title and words[phrase.start].low == head.low and phrase.end - phrase.start == 1:
            itself["itself alone"] = 1.0
        if not self.history:
            itself["itself first"] = 1.0
        candidates.append(Candidate(None, itself))
        verdict = self.choose(quote, "role", candidates, situation, "role")
        if verdict.entity is None:
            plain = self.plain(phrase, "person", "role-itself")
            return self.verdict(plain.entity, "role-itself", verdict.probability, verdict.second)
        return verdict

    def relative(self, quote: Quote, source: Source) -> Verdict:
        """«Иванов, который заявил»: the noun before."""
        view, words = self.view, self.words
        token = source.first
        k = token - 1
        border = view.sentences[view.sentence(token)][0]
        while k > border and (words[k].text in (",", ")", "»") or words[k].flags & PREPOSITION):
            k -= 1
        number = words[token].noun or words[token].adjective
        for name_first in range(k, max(border - 1, k - 6), -1):
            person = self.discourse.persons.get(name_first)
            if person is not None and person.name.last >= k and number & SING * 0x111111:
                return self.verdict(self.discourse.person_entity(person), "relative")
        for start in range(max(border, k - 14), k + 1):
            entity = self.discourse.at.get(start)
            if entity is not None and any(p.first == start and p.last in (k, k + 1) for p in entity.places):
                return self.verdict(entity, "relative")
        for start in range(max(border, k - 14), k + 1):
            phrase = phrase_at(view, start, k + 1)
            if phrase is not None and phrase.end == k + 1 and words[phrase.head].flags & PRONOUN == 0:
                return self.plain(attrs.evolve(phrase, name=None), "group" if kind_of(view, phrase) == "group" else "person", "relative")
        return self.pronoun(quote, source)

    def document(self, quote: Quote, source: Source, phrase: Phrase) -> Verdict:
        """«в заявлении МВД говорится»: who issued it."""
        owner = self.bodies.issuer(phrase)
        if isinstance(owner, Phrase):
            inner = self.sources.source(quote, owner.start, owner.end)
            person = self.sources.main_person(attrs.evolve(inner, case=63), self.sources.people_in(owner.start, owner.end))
            if person is not None:
                return self.verdict(self.discourse.person_entity(person), "owner")
            verdict = self.described(quote, attrs.evolve(inner, phrase=attrs.evolve(owner, name=None), first=owner.start, last=owner.end))
            return self.verdict(verdict.entity, "owner" if verdict.rule != "document" else "document", None, verdict.second)
        entity = self.bodies.running_issuer(phrase, source.first, self.history)
        if entity is not None:
            return self.verdict(entity, "owner-running")
        return self.plain(phrase, "document", "document")

    def anonymous(self, phrase: Phrase) -> Verdict:
        """«источник», «собеседник агентства»: an anonymous source named nearby."""
        entity = self.bodies.earlier_source(phrase, self.history)
        if entity is not None:
            return self.verdict(entity, "anonymous-running")
        return self.plain(phrase, "anonymous", "anonymous")

    def unsourced(self, quote: Quote) -> Verdict:
        """No source: the running speaker, where the quotation plainly goes on."""
        token = self.anchor(quote)
        beside = self.sources.beside(quote)
        if beside is not None:
            return self.verdict(beside, "beside")
        before = [h for h in self.history if h[0] <= token]
        if not before:
            return self.verdict(None, "none")
        place, _, paragraph, entity = before[-1]
        distance = self.view.paragraph(token) - paragraph
        second = next((e for _, _, _, e in reversed(before) if e is not entity), None)
        if quote.cue.spans:
            verb = self.words[self.view.tokens_of(quote.cue.spans[0])[0]]
            subject = verb.subject if verb.flags & (FINITE | SHORT) else 0
            if verb.low.endswith(("ся", "сь")) and verb.subject & 4:
                return self.verdict(None, "none")
            person = self.subject_before(token, subject)
            if person is not None and person is not entity:
                return self.verdict(person, "subject", None, entity)
            if distance > 2 or subject and not agrees(entity, subject):
                return self.verdict(None, "none", None, None)
            return self.verdict(entity, "prodrop", None, second)
        if distance <= 1 and (quote.rule == "continuation" or distance == 0):
            return self.verdict(entity, "continuation" if distance == 0 else "continuation-paragraph", None, second)
        if distance <= 3:
            return self.verdict(entity, "orphan", None, second)
        return self.verdict(None, "none")

    def subject_before(self, token: int, subject: int) -> Entity | None:
        """The person or body who is the subject of the sentence so far."""
        border = self.view.sentences[self.view.sentence(token)][0]
        best = None
        for k in range(border, token):
            entity = self.discourse.at.get(k)
            if entity is None or self.discourse.inside[k]:
                continue
            if any(p.first == k and p.subject and not p.embedded for p in entity.places) and (not subject or agrees(entity, subject)):
                best = best or entity
        return best


def agrees(entity: Entity, gender: int) -> bool:
    """Whether a pronoun or verb of these numbers and genders can mean an entity."""
    if entity.kind == "group" or entity.plural and entity.kind != "person":
        return bool(gender & PLUR)
    if gender == PLUR:
        return entity.kind == "organization" and not entity.outlet
    known = entity.gender
    if known is None:
        return True
    if entity.kind == "person" and not entity.named:
        return True if known != "femn" else bool(gender & FEM)
    bit = {"masc": MASC, "femn": FEM, "neut": 4}[known]
    if entity.kind == "person":
        return bool(gender & bit)
    return any(entity.votes[g] > 0 and gender & b for g, b in (("masc", MASC), ("femn", FEM), ("neut", 4)))
