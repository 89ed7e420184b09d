"""The Russian speaker resolver: who the source of each quotation is.

Mentions become entities (people by their names, bodies by their words); then each source is taken through an ordered list
of rules, and the name of the rule that decided stands in the attribution:

=================  ==========================================================================
rule               example
=================  ==========================================================================
``name``           «сказал Иванов»: a personal name, joined with the fullest form of the document
``outlet``         «пишет «Коммерсантъ»»
``relative``       «Иванов, который заявил»
``pronoun``        «он сказал»: the most salient person that agrees
``role``           «сказал министр»: a role that the document gives to a named person
``role-running``   «сказал политик»: a generic role; the person spoken of
``organization``   «сообщили в МВД»
``owner``          «говорится в заявлении МВД»: the body that issued the document
``anonymous``      «источник в полиции»
``group``          «эксперты считают»
``prodrop``        «Добавил, что …»: no subject; the running speaker
``continuation``   quotation without a cue
=================  ==========================================================================
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs

from newsquotes.document import (
    Attribution,
    Document,
    Gender,
    Medium,
    Mention,
    Quote,
    Resolution,
    Speaker,
    SpeakerKind,
    name_key,
)
from newsquotes.russian.lexicon import fold
from newsquotes.russian.mentions import kind_of, mention_of, named, nominative_text, outlet_in
from newsquotes.russian.names import PersonName, canonical, gender_of, matching, person_name
from newsquotes.russian.phrases import Phrase, phrase_at
from newsquotes.russian.view import View, view_of
from newsquotes.russian.words import (
    ANY_FORM,
    FEM,
    FINITE,
    GEN,
    MASC,
    NEUT,
    NOM,
    NOUN,
    PERSONAL,
    PLUR,
    PREPOSITION,
    PRONOUN,
)


@attrs.define
class Place:
    """Where an entity is mentioned: its tokens, its sentence, and whether it may be a subject there."""

    first: int
    last: int
    sentence: int
    subject: bool
    quoted: bool


@attrs.define(eq=False)
class Entity:
    """Somebody of the document."""

    kind: SpeakerKind
    names: list[tuple[PersonName, bool]] = attrs.field(factory=list)
    texts: list[str] = attrs.field(factory=list)
    places: list[Place] = attrs.field(factory=list)
    votes: dict[str, float] = attrs.field(factory=lambda: {"masc": 0.0, "femn": 0.0, "neut": 0.0})
    roles: list[tuple[str, frozenset[str], str]] = attrs.field(factory=list)  # head lemma, lemmas of dependents, text
    organization: str | None = None
    plural: bool = False
    outlet: bool = False
    heads: set[str] = attrs.field(factory=set)
    members: tuple[Entity, ...] = ()

    @property
    def gender(self) -> Gender | None:
        """The gender with the most votes; ``None`` where nothing speaks for one."""
        best = max(self.votes, key=lambda g: self.votes[g])
        if self.votes[best] <= 0:
            return None
        return best  # type: ignore[return-value]


class SpeakerResolver:
    """Says who speaks in each quotation.

    Attributions whose confidence is below ``min_confidence`` name nobody.
    """

    def __init__(self, *, min_confidence: float = 0.0) -> None:
        self.min_confidence = min_confidence

    def __call__(self, doc: Document) -> Resolution:
        resolver = _Resolver(doc)
        return resolver.resolve(self.min_confidence)


class _Resolver:
    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.view = view_of(doc)
        self.words = self.view.words
        self.quotes = doc.quotes
        self.inside = _inside_of(self.view, self.quotes)
        self.people: list[Entity] = []
        self.others: list[Entity] = []
        self.by_start: dict[int, Entity] = {}
        self.pronoun_starts: set[int] = set()
        self.read_mentions(doc.mentions)
        self.answers: list[tuple[Entity | None, str, float, Entity | None]] = []

    # --- entities ----------------------------------------------------------------------------------------------------

    def read_mentions(self, mentions: Sequence[Mention]) -> None:
        view = self.view
        for mention in mentions:
            first, last = view.tokens_of(mention.span)
            if last <= first:
                continue
            head, _ = view.tokens_of(mention.head)
            if mention.kind == "person":
                self.read_person(mention, first, last, min(max(head, first), last - 1))
            elif mention.kind in ("organization", "outlet"):
                self.read_body(mention, first, last, min(max(head, first), last - 1))
        self.link_titles()

    def place(self, first: int, last: int, head: int) -> Place:
        view, words = self.view, self.words
        before = words[first - 1] if first else None
        after_preposition = before is not None and bool(before.flags & PREPOSITION) and not before.flags & NOUN
        mask = words[head].noun or words[head].adjective
        subject = bool(mask & NOM) and not after_preposition
        return Place(first, last, view.sentence(first), subject, self.inside[first])

    def read_person(self, mention: Mention, first: int, last: int, head: int) -> None:
        view, words = self.view, self.words
        phrase = phrase_at(view, first, last)
        name_range = phrase.name if phrase is not None and phrase.name is not None else (first, last)
        name = person_name(words[name_range[0] : name_range[1]])
        if name is None or name.surname is None:
            return
        place = self.place(name_range[0], name_range[1], max(head, name_range[0]) if head >= name_range[0] else name_range[0])
        certain = self.certain_case(name_range[0], name_range[1], first)
        if certain == "nom":
            place.subject = True
        elif certain == "obl":
            place.subject = False
        entity = self.person_for(name, place)
        entity.names.append((name, certain == "nom"))
        entity.places.append(place)
        self.by_start[name_range[0]] = entity
        self.by_start.setdefault(first, entity)
        votes = gender_of(name)
        for g, v in votes.items():
            entity.votes[g] += v
        if name_range[0] > first:
            self.add_role(entity, first, name_range[0], head)

    def certain_case(self, first: int, last: int, start: int) -> str:
        """``nom`` or ``obl`` where the context shows the case of a name, else an empty string."""
        words = self.words
        before = words[start - 1] if start else None
        if before is not None and before.flags & PREPOSITION and not before.flags & NOUN:
            return "obl"
        mask = ANY_FORM
        for k in range(first, last):
            if words[k].noun and words[k].title and len(words[k].text) > 1:
                mask &= words[k].noun
        if start < first:
            head = phrase_at(self.view, start, last)
            if head is not None:
                mask &= head.mask
        if mask and not mask & ~NOM:
            return "nom"
        if mask and not mask & NOM:
            return "obl"
        nxt = words[last] if last < self.view.size else None
        if nxt is not None and nxt.flags & FINITE and nxt.subject and not nxt.flags & NOUN and mask & NOM & nxt.subject:
            return "nom"
        return ""

    def person_for(self, name: PersonName, place: Place) -> Entity:
        best: Entity | None = None
        best_score = -1.0
        for entity in self.people:
            if not any(matching(name, other) for other, _ in entity.names):
                continue
            if any(_conflict(name, other) for other, _ in entity.names):
                continue
            score = max(_likeness(name, other) for other, _ in entity.names) + len(entity.places) * 0.01
            score += 0.5 / (1 + abs(place.sentence - entity.places[-1].sentence))
            if score > best_score:
                best, best_score = entity, score
        if best is None:
            best = Entity("person")
            self.people.append(best)
        return best

    def add_role(self, entity: Entity, first: int, last: int, head: int) -> None:
        words = self.words
        head = head if first <= head < last else last - 1
        role = words[head].role
        lemma = words[head].lemma if role is None else role.lemma
        dependents = frozenset(words[k].lemma for k in range(first, last) if k != head and words[k].text[0].isalnum() and not words[k].flags & PREPOSITION)
        text = nominative_text(self.view, first, last, head)
        entity.roles.append((lemma, dependents, text))
        if role is not None and role.gender in ("masc", "femn"):
            entity.votes[role.gender] += 1.5 if role.gender == "femn" else 0.3
        for k in range(first, head):
            w = words[k]
            forms = w.adjective & words[head].noun if words[head].noun else w.adjective
            if forms and words[head].noun & (MASC | FEM):
                pass
        organization = self.view.text(head + 1, last) if head + 1 < last else ""
        if organization and entity.organization is None:
            entity.organization = organization

    def read_body(self, mention: Mention, first: int, last: int, head: int) -> None:
        if first in self.by_start:
            return
        entity = self.body_for(mention.name, mention.kind == "outlet", head, first, last)
        entity.places.append(self.place(first, last, head))
        entity.plural = entity.plural or mention.plural
        self.by_start[first] = entity

    def body_for(self, name: str, outlet: bool, head: int, first: int, last: int) -> Entity:
        key = name_key(name.strip("«»\"„“”"))
        for entity in self.others:
            if any(name_key(t) == key for t in entity.texts):
                break
        else:
            entity = Entity("organization", outlet=outlet)
            self.others.append(entity)
        if not entity.texts or entity.texts[-1] != name:
            entity.texts.append(name.strip("«»\"„“”") if name[:1] in "«\"„“" else name)
        entity.heads.add(self.words[head].lemma)
        gender = self.words[head].noun
        for g, bit in (("masc", MASC), ("femn", FEM), ("neut", NEUT)):
            if gender & bit * 0x111111:
                entity.votes[g] += 0.2
        return entity

    def link_titles(self) -> None:
        """Roles given by apposition or copula: «Иванов, директор фонда», «директор фонда — Иванов»."""
        view, words = self.view, self.words
        for entity in self.people:
            for place in entity.places:
                k = place.last
                if k + 1 < view.size and words[k].text in (",", "—", "–", "-", "("):
                    border = view.sentences[place.sentence][1]
                    phrase = phrase_at(view, k + 1, border)
                    if phrase is not None and phrase.name is None and words[phrase.head].role is not None and words[phrase.head].role.kind == "person":
                        after = words[phrase.end].text if phrase.end < border else "."
                        if after in ",.)—–-;:":
                            self.add_role(entity, phrase.start, phrase.end, phrase.head)

    # --- the verdicts ------------------------------------------------------------------------------------------------

    def resolve(self, least: float) -> Resolution:
        for quote in self.quotes:
            self.vote_by_verb(quote)
        order = sorted(range(len(self.quotes)), key=lambda i: (self.anchor(self.quotes[i]), i))
        answers: dict[int, tuple[Entity | None, str, float, Entity | None]] = {}
        self.history: list[tuple[int, Entity, Quote]] = []
        for i in order:
            quote = self.quotes[i]
            entity, rule, confidence, second = self.decide(quote)
            answers[i] = (entity, rule, confidence, second)
            if entity is not None and quote.parent is None:
                self.history.append((self.anchor(quote), entity, quote))
        media = [self.media_of(quote, answers[i][0]) for i, quote in enumerate(self.quotes)]
        return self.resolution(answers, media, least)

    def anchor(self, quote: Quote) -> int:
        """The token at which a quotation is attributed."""
        span = quote.source or (quote.cue.spans[0] if quote.cue.spans else quote.content[0])
        return self.view.tokens_of(span)[0]

    def vote_by_verb(self, quote: Quote) -> None:
        """A past tense shows the sex of its subject: «заявила Керри»."""
        if quote.source is None or not quote.cue.spans:
            return
        first, last = self.view.tokens_of(quote.source)
        entity = next((self.by_start[k] for k in range(first, last) if k in self.by_start and self.by_start[k].kind == "person"), None)
        phrase = phrase_at(self.view, first, last)
        if entity is None or phrase is None or phrase.name is None:
            return
        k, _ = self.view.tokens_of(quote.cue.spans[0])
        subject = self.words[k].subject
        if subject == FEM:
            entity.votes["femn"] += 3.0
        elif subject == MASC:
            entity.votes["masc"] += 2.0

    def decide(self, quote: Quote) -> tuple[Entity | None, str, float, Entity | None]:
        view, words = self.view, self.words
        if quote.source is None:
            return self.unsourced(quote)
        first, last = view.tokens_of(quote.source)
        phrase = phrase_at(view, first, last) or Phrase(first, last, first, ANY_FORM)
        if phrase.end < last and (inner := self.name_within(first, last)) is not None:
            return inner, "name", 0.9, None
        if phrase.members == 1 and phrase.end < last and self.is_coordinated(first, last):
            return self.group(first, last, phrase), "group", 0.8, None
        if phrase.name is not None:
            entity = self.by_start.get(phrase.name[0])
            if entity is None:
                name = named(view, phrase)
                if name is not None:
                    entity = self.person_for(name, self.place(phrase.name[0], phrase.name[1], phrase.name[0]))
                    if not entity.names:
                        entity.names.append((name, False))
                        entity.places.append(self.place(phrase.name[0], phrase.name[1], phrase.name[0]))
            return entity, "name", 0.95, None
        head = words[phrase.head]
        if head.flags & PRONOUN or first + 1 == last and head.flags & PERSONAL:
            return self.pronoun(quote, first, phrase)
        kind = kind_of(view, phrase)
        if kind == "outlet":
            return self.outlet(quote, phrase, first, last)
        if kind in ("role",):
            return self.role(quote, phrase, first, last)
        if kind == "document":
            return self.document(quote, phrase, first, last)
        if kind == "anonymous":
            return self.anonymous(quote, phrase, first, last)
        if kind == "group":
            return self.plain(quote, phrase, first, last, "group", "group")
        return self.organization(quote, phrase, first, last)

    def name_within(self, first: int, last: int) -> Entity | None:
        """The person whose name a longer source ends or begins with: «Маркин, официальный представитель СК»."""
        for k in range(first, last):
            entity = self.by_start.get(k)
            if entity is not None and entity.kind == "person":
                before = self.words[k - 1].text if k > first else ","
                if k == first or before in ",—–-":
                    return entity
        return None

    def is_coordinated(self, first: int, last: int) -> bool:
        return any(self.words[k].low == "и" and not self.view.depth[k] for k in range(first + 1, last - 1))

    def group(self, first: int, last: int, phrase: Phrase) -> Entity:
        view = self.view
        members = tuple(dict.fromkeys(e for k in range(first, last) if (e := self.by_start.get(k)) is not None and e.kind == "person"))
        entity = Entity("group", plural=True, members=members)
        if len(members) >= 2:
            entity.texts.append(" и ".join(_name_of(m) for m in members))
        else:
            entity.texts.append(self.nominative_range(first, last))
        entity.places.append(Place(first, last, view.sentence(first), True, False))
        return self.known_other(entity)

    def nominative_range(self, first: int, last: int) -> str:
        view = self.view
        pieces = []
        k = first
        while k < last:
            phrase = phrase_at(view, k, last)
            if phrase is None:
                pieces.append((k, k + 1, self.words[k].text))
                k += 1
                continue
            pieces.append((phrase.start, phrase.end, nominative_text(view, phrase.start, phrase.end, phrase.head) if phrase.name is None else mention_of(view, phrase).name))
            k = phrase.end
        out = ""
        for n, (a, _, text) in enumerate(pieces):
            if n and view.starts[a] > view.ends[a - 1]:
                out += " "
            out += text
        return out

    def known_other(self, entity: Entity) -> Entity:
        """The entity of the document with the same words, or this one, remembered."""
        key = name_key(entity.texts[0])
        for other in self.others:
            if other.kind == entity.kind and any(name_key(t) == key for t in other.texts):
                other.places.extend(entity.places)
                return other
        self.others.append(entity)
        return entity

    # --- rules -------------------------------------------------------------------------------------------------------

    def unsourced(self, quote: Quote) -> tuple[Entity | None, str, float, Entity | None]:
        """No source: the running speaker, where the quotation plainly goes on."""
        anchor = self.anchor(quote)
        here = self.view.paragraph(anchor)
        if not self.history:
            return None, "none", 0.0, None
        place, entity, previous = self.history[-1]
        distance = here - self.view.paragraph(place)
        if quote.cue.spans:
            if self.words[self.view.tokens_of(quote.cue.spans[0])[0]].flags & FINITE:
                return entity, "prodrop", 0.6 if distance <= 1 else 0.3, None
            subject = self.nearby_subject(anchor)
            return subject or entity, "prodrop", 0.45, entity
        if quote.rule == "continuation" and distance <= 1:
            return entity, "continuation", 0.7 if distance == 0 else 0.55, None
        return (entity, "continuation", 0.35, None) if distance <= 3 else (None, "none", 0.0, None)

    def nearby_subject(self, anchor: int) -> Entity | None:
        sentence = self.view.sentence(anchor)
        best = None
        for entity in self.people:
            for place in entity.places:
                if place.sentence == sentence and place.first < anchor and place.subject and not place.quoted:
                    best = entity
        return best

    def pronoun(self, quote: Quote, first: int, phrase: Phrase) -> tuple[Entity | None, str, float, Entity | None]:
        w = self.words[first]
        if w.lemma in ("который", "кто") or w.low in ("которой", "которого", "которым", "котором", "которых"):
            entity = self.antecedent(first)
            if entity is not None:
                return entity, "relative", 0.85, None
        if w.low in ("я", "мы", "мне", "нас", "меня"):
            outer = None if quote.parent is None else next((e for _, e, q in reversed(self.history) if q.id == quote.parent), None)
            return outer, "pronoun", 0.5, None
        gender = _pronoun_gender(w.low)
        if gender is None and w.low in ("его", "ему", "нем", "него", "ним"):
            gender = MASC
        cue = quote.cue.spans[0] if quote.cue.spans else None
        verb = self.words[self.view.tokens_of(cue)[0]].subject if cue is not None else 0
        if gender is None:
            gender = verb or ANY_FORM & 0xF
        return self.salient(quote, first, gender, "pronoun")

    def salient(self, quote: Quote, at: int, gender: int, rule: str) -> tuple[Entity | None, str, float, Entity | None]:
        """The most salient entity before ``at`` that agrees."""
        scored = []
        sentence = self.view.sentence(at)
        last_speaker = self.history[-1] if self.history else None
        for entity in [*self.people, *self.others]:
            if not _agrees(entity, gender):
                continue
            score = self.salience(entity, at, sentence, last_speaker, gender)
            if score is not None:
                scored.append((score, -(entity.places[0].first), entity))
        if not scored:
            return None, "none", 0.0, None
        scored.sort(key=lambda item: (-item[0], -item[1]))
        best = scored[0]
        second = scored[1] if len(scored) > 1 else None
        margin = best[0] - (second[0] if second else best[0] - 2.0)
        confidence = 1 / (1 + math.exp(-(0.6 + 1.1 * margin)))
        return best[2], rule, min(0.93, confidence), second[2] if second else None

    def salience(
        self, entity: Entity, at: int, sentence: int, last_speaker: tuple[int, Entity, Quote] | None, gender: int
    ) -> float | None:
        """How present an entity is to the reader at a token; ``None`` where it has not been named near enough."""
        best: float | None = None
        for place in entity.places:
            if place.first >= at:
                break
            distance = sentence - place.sentence
            score = -0.55 * min(distance, 8)
            if place.subject:
                score += 1.0
            if place.quoted:
                score -= 1.6
            if distance == 0:
                score -= 0.2
            if best is None or score > best:
                best = score
        spoken = [a for a, e, _ in self.history if e is entity and a < at]
        if spoken:
            distance = sentence - self.view.sentence(spoken[-1])
            said = 1.5 - 0.5 * min(distance, 6)
            if last_speaker is not None and last_speaker[1] is entity:
                said += 0.6
            best = said if best is None else max(best, said) + 0.4
        if best is None:
            return None
        if entity.kind == "person":
            best += 0.8
        elif entity.kind in ("organization",) and not gender & PLUR:
            best -= 1.2
        best += 0.1 * min(len(entity.places), 6)
        return best

    def antecedent(self, first: int) -> Entity | None:
        """The noun before a relative pronoun."""
        view, words = self.view, self.words
        k = first - 1
        border = view.sentences[view.sentence(first)][0]
        while k > border and (words[k].text == "," or words[k].flags & PREPOSITION):
            k -= 1
        for start in range(max(border, k - 14), k + 1):
            phrase = phrase_at(view, start, k + 1)
            if phrase is not None and phrase.end == k + 1:
                if phrase.name is not None and phrase.name[0] in self.by_start:
                    return self.by_start[phrase.name[0]]
                if phrase.start in self.by_start:
                    return self.by_start[phrase.start]
                entity = Entity("person" if kind_of(view, phrase) == "role" else "group")
                entity.texts.append(nominative_text(view, phrase.start, phrase.end, phrase.head))
                entity.places.append(self.place(phrase.start, phrase.end, phrase.head))
                return self.known_other(entity)
        return None

    def role(self, quote: Quote, phrase: Phrase, first: int, last: int) -> tuple[Entity | None, str, float, Entity | None]:
        """A role without a name: the person to whom the document gives it, else the person spoken of, else the role itself."""
        words = self.words
        head = words[phrase.head]
        role = head.role
        lemma = role.lemma if role is not None else head.lemma
        dependents = frozenset(words[k].lemma for k in range(first, phrase.end) if k != phrase.head and words[k].text[0].isalnum() and not words[k].flags & PREPOSITION)
        gender = phrase.mask & NOM & 0xF
        scored = []
        for entity in self.people:
            fit = max((_role_fit(lemma, dependents, r, d) for r, d, _ in entity.roles), default=0.0)
            if fit <= 0:
                continue
            near = min(abs(p.first - first) for p in entity.places)
            before = any(p.first < first for p in entity.places)
            scored.append((fit + (0.3 if before else 0.0) - min(near, 400) / 2000, entity))
        if scored:
            scored.sort(key=lambda item: -item[0])
            return scored[0][1], "role", 0.85, scored[1][1] if len(scored) > 1 else None
        generic = len(dependents - _DEICTIC) == 0
        if generic and lemma not in _NEVER_NAMED:
            entity, _, confidence, second = self.salient(quote, first, _natural(role.gender if role else "", gender), "role-running")
            if entity is not None and entity.kind == "person" and (_hypernym(lemma) or any(e is entity for _, e, _ in self.history[-3:]) or any(0 <= self.view.sentence(first) - p.sentence <= 2 for p in entity.places)):
                return entity, "role-running", confidence * 0.8, second
        return self.plain(quote, phrase, first, last, "person", "role-itself")

    def plain(
        self, quote: Quote, phrase: Phrase, first: int, last: int, kind: SpeakerKind, rule: str
    ) -> tuple[Entity | None, str, float, Entity | None]:
        """The words themselves, in the nominative."""
        text = nominative_text(self.view, phrase.start, phrase.end, phrase.head)
        entity = Entity(kind, plural=kind == "group")
        entity.texts.append(text)
        entity.heads.add(self.words[phrase.head].lemma)
        gender = phrase.mask & 0xF
        for g, bit in (("masc", MASC), ("femn", FEM), ("neut", NEUT)):
            if gender == bit:
                entity.votes[g] += 1.0
        entity.places.append(self.place(phrase.start, phrase.end, phrase.head))
        if phrase.end - phrase.start <= 2:
            # «чиновники» after «чиновники министерства»: the fuller words
            head = self.words[phrase.head].lemma
            for other in reversed(self.others):
                if other.kind == kind and head in other.heads and any(len(t.split()) > len(text.split()) for t in other.texts):
                    other.places.extend(entity.places)
                    return other, rule, 0.7, None
        return self.known_other(entity), rule, 0.75, None

    def outlet(self, quote: Quote, phrase: Phrase, first: int, last: int) -> tuple[Entity | None, str, float, Entity | None]:
        name = outlet_in(self.view, phrase)
        if name is None:
            # «газета», «издание», «агентство»: the outlet named last
            for entity in sorted((e for e in self.others if e.outlet and e.places), key=lambda e: -max((p.first for p in e.places if p.first < first), default=-1)):
                if any(p.first < first for p in entity.places) and name_key(entity.texts[0]) not in _BARE_OUTLETS:
                    return entity, "outlet", 0.8, None
            return self.plain(quote, phrase, first, last, "organization", "outlet")
        entity = self.body_for(name, True, phrase.head, phrase.start, phrase.end)
        entity.outlet = True
        if not any(p.first == first for p in entity.places):
            entity.places.append(self.place(phrase.start, phrase.end, phrase.head))
        return entity, "outlet", 0.92, None

    def document(self, quote: Quote, phrase: Phrase, first: int, last: int) -> tuple[Entity | None, str, float, Entity | None]:
        """«в заявлении МВД говорится»: who issued it."""
        view = self.view
        if phrase.head + 1 < phrase.end:
            owner = phrase_at(view, phrase.head + 1, phrase.end, GEN)
            if owner is None and self.words[phrase.head + 1].flags & PREPOSITION:
                owner = phrase_at(view, phrase.head + 2, phrase.end)
            if owner is not None:
                if owner.name is not None and owner.name[0] in self.by_start:
                    return self.by_start[owner.name[0]], "owner", 0.85, None
                kind = kind_of(view, owner)
                if kind == "role":
                    return self.role(quote, owner, owner.start, owner.end)
                if kind == "outlet":
                    return self.outlet(quote, owner, owner.start, owner.end)
                if kind in ("organization",):
                    return self.organization(quote, owner, owner.start, owner.end)
                if kind in ("group", "anonymous"):
                    return self.plain(quote, owner, owner.start, owner.end, "group", "owner")
        running = next((e for a, e, _ in reversed(self.history) if e.kind in ("organization", "document", "person") and view.paragraph(first) - view.paragraph(a) <= 2), None)
        if phrase.end - phrase.start <= 2 and running is not None:
            return running, "owner", 0.5, None
        return self.plain(quote, phrase, first, last, "document", "document")

    def anonymous(self, quote: Quote, phrase: Phrase, first: int, last: int) -> tuple[Entity | None, str, float, Entity | None]:
        head = self.words[phrase.head].lemma
        if phrase.end - phrase.start <= 3:
            earlier = [e for e in self.others if e.kind == "anonymous" and e.places and e.places[0].first < first]
            for entity in reversed(earlier):
                if head in entity.heads or head == "собеседник":
                    entity.places.append(self.place(first, last, phrase.head))
                    return entity, "anonymous", 0.8, None
            if head == "собеседник":
                person = next((e for _, e, _ in reversed(self.history) if e.kind in ("person", "anonymous")), None)
                if person is not None:
                    return person, "anonymous", 0.65, None
        return self.plain(quote, phrase, first, last, "anonymous", "anonymous")

    def organization(self, quote: Quote, phrase: Phrase, first: int, last: int) -> tuple[Entity | None, str, float, Entity | None]:
        view, words = self.view, self.words
        head = words[phrase.head]
        name = mention_of(view, phrase).name
        if phrase.end - phrase.start <= 2 and head.role is not None and not head.title and phrase.head == phrase.end - 1:
            # «ведомство», «компания»: the body named last
            earlier = [
                (max(p.first for p in e.places if p.first < first), e)
                for e in self.others
                if e.kind == "organization" and not e.outlet and any(p.first < first for p in e.places) and (head.lemma in e.heads or head.lemma in _GENERIC_BODIES)
                and any(len(t.split()) > 1 or t[:1].isupper() for t in e.texts)
            ]
            if earlier:
                entity = max(earlier, key=lambda item: (head.lemma in item[1].heads, item[0]))[1]
                return entity, "organization", 0.65, None
        entity = self.body_for(name, False, phrase.head, phrase.start, phrase.end)
        if not any(p.first == first for p in entity.places):
            entity.places.append(self.place(phrase.start, phrase.end, phrase.head))
        return entity, "organization", 0.85, None

    # --- media -------------------------------------------------------------------------------------------------------

    def media_of(self, quote: Quote, speaker: Entity | None) -> tuple[Medium, ...]:
        """The outlets that relay: those of the sentence in which the quotation is attributed, outside its content."""
        view = self.view
        anchor = self.anchor(quote)
        first, last = view.sentences[view.sentence(anchor)]
        content = [view.tokens_of(s) for s in quote.content]
        found: list[Medium] = []
        seen: set[str] = set()
        for k in range(first, last):
            entity = self.by_start.get(k)
            if entity is None or not entity.outlet or entity is speaker:
                continue
            if any(a <= k < b for a, b in content):
                continue
            place = next((p for p in entity.places if p.first == k), None)
            if place is None:
                continue
            name = entity.texts[0]
            if name in seen or name_key(name) in _BARE_OUTLETS or name in view.lexicon.platforms.values():
                continue
            if quote.source is not None:
                a, b = view.tokens_of(quote.source)
                if a <= k < b:
                    continue
            seen.add(name)
            found.append(Medium(name, view.span(place.first, place.last)))
        return tuple(found)

    # --- the result --------------------------------------------------------------------------------------------------

    def resolution(
        self,
        answers: dict[int, tuple[Entity | None, str, float, Entity | None]],
        media: Sequence[tuple[Medium, ...]],
        least: float,
    ) -> Resolution:
        used: list[Entity] = []
        for i in range(len(self.quotes)):
            entity, _, confidence, second = answers[i]
            if entity is not None and confidence < least:
                answers[i] = (None, answers[i][1], confidence, entity)
            for e in (answers[i][0], answers[i][3]):
                if e is not None:
                    for m in (*e.members, e):
                        if m not in used:
                            used.append(m)
        ids = {id(e): n for n, e in enumerate(used)}
        speakers = tuple(self.speaker(e, n, ids) for n, e in enumerate(used))
        attributions = tuple(
            Attribution(
                speaker=ids[id(answers[i][0])] if answers[i][0] is not None else None,
                media=media[i],
                confidence=round(answers[i][2], 4) if answers[i][0] is not None else 0.0,
                rule=answers[i][1],
                runner_up=ids[id(answers[i][3])] if answers[i][3] is not None and answers[i][3] is not answers[i][0] else None,
            )
            for i in range(len(self.quotes))
        )
        return Resolution(speakers, attributions)

    def speaker(self, entity: Entity, n: int, ids: dict[int, int]) -> Speaker:
        view = self.view
        name = _name_of(entity)
        keys = {name_key(name)}
        for place in entity.places:
            keys.add(name_key(view.text(place.first, place.last)))
        for text in entity.texts:
            keys.add(name_key(text))
        if entity.names:
            keys.add(name_key(name.split()[-1]))
        role = max((text for _, _, text in entity.roles), key=len, default=None)
        spans = tuple(sorted({view.span(p.first, p.last) for p in entity.places}))
        return Speaker(
            n,
            name,
            entity.kind,
            gender=entity.gender if entity.kind == "person" else None,
            role=role,
            organization=entity.organization,
            members=tuple(ids[id(m)] for m in entity.members),
            mentions=spans,
            keys=frozenset(keys),
        )


def _name_of(entity: Entity) -> str:
    if entity.names:
        gender = entity.gender
        return canonical(entity.names, gender if gender in ("masc", "femn") else None)
    return max(entity.texts, key=len) if entity.kind == "organization" and not entity.outlet else entity.texts[0]


def _inside_of(view: View, quotes: Sequence[Quote]) -> list[bool]:
    """For each token, whether it is part of a quotation's content."""
    inside = [False] * (view.size + 1)
    for quote in quotes:
        for span in quote.content:
            first, last = view.tokens_of(span)
            for k in range(first, last):
                inside[k] = True
    return inside


def _pronoun_gender(low: str) -> int | None:
    if low in ("он", "тот", "последний", "сам"):
        return MASC
    if low in ("она", "та", "ее", "ей", "ней", "нее", "последняя", "сама"):
        return FEM
    if low in ("они", "их", "им", "них", "те", "сами", "ими"):
        return PLUR
    return None


def _agrees(entity: Entity, gender: int) -> bool:
    if entity.kind == "group" or entity.plural and entity.kind != "person":
        return bool(gender & PLUR)
    if gender == PLUR:
        return entity.kind == "organization"
    g = entity.gender
    if g is None:
        return True
    bit = {"masc": MASC, "femn": FEM, "neut": NEUT}[g]
    if entity.kind != "person":
        return bool(gender & bit) or entity.votes["masc"] > 0 and bool(gender & MASC) or entity.votes["femn"] > 0 and bool(gender & FEM)
    return bool(gender & bit)


def _conflict(a: PersonName, b: PersonName) -> bool:
    fa, fb = a.part("first"), b.part("first")
    if fa is not None and fb is not None and a.surname and b.surname and a.surname.bases & b.surname.bases:
        return not any(x.bases & y.bases for x in a.parts if x.kind == "first" for y in b.parts if y.kind == "first")
    return False


def _likeness(a: PersonName, b: PersonName) -> float:
    score = 0.0
    if a.surname and b.surname and a.surname.bases & b.surname.bases:
        score += 2.0
    fa, fb = a.part("first"), b.part("first")
    if fa and fb and fa.bases & fb.bases:
        score += 2.0
    return score


def _natural(gender: str, mask: int) -> int:
    """The sex that a role allows: masculine nouns name women too."""
    if gender == "femn":
        return FEM
    return mask & PLUR or MASC | FEM


_DEICTIC = frozenset("сам этот тот данный наш последний он бывший нынешний новый российский американский".split())
_NEVER_NAMED = frozenset("источник представитель очевидец свидетель житель".split())
_HYPERNYMS = frozenset(
    "политик чиновник дипломат министр депутат адвокат эксперт специалист ученый врач спортсмен футболист тренер певец певица актер актриса режиссер"
    " писатель журналист бизнесмен предприниматель глава руководитель директор президент премьер сенатор губернатор мэр генерал госсекретарь"
    " парламентарий правозащитник активист аналитик экономист военный полковник майор судья прокурор следователь художник музыкант лидер мужчина женщина".split()
)
_GENERIC_BODIES = frozenset("ведомство министерство компания организация служба партия комитет клуб банк агентство корпорация холдинг управление".split())
_BARE_OUTLETS = frozenset("газета издание журнал агентство телеканал радиостанция сайт портал информагентство канал".split())


def _hypernym(lemma: str) -> bool:
    return lemma in _HYPERNYMS


def _role_fit(lemma: str, dependents: frozenset[str], other: str, theirs: frozenset[str]) -> float:
    """How well a role fits one given to a person: the same head, and dependents that do not disagree."""
    tail, other_tail = lemma.rsplit("-", 1)[-1], other.rsplit("-", 1)[-1]
    if lemma != other and tail != other_tail and not _synonyms(lemma, other):
        return 0.0
    fit = 1.0 if lemma == other else 0.7
    if dependents and theirs:
        shared = len(dependents & theirs)
        if not shared:
            return fit * 0.25
        fit += 0.5 * shared / len(dependents | theirs)
    return fit


_SYNONYMS = (
    frozenset("глава руководитель начальник директор председатель президент шеф".split()),
    frozenset("премьер премьер-министр глава председатель".split()),
    frozenset("депутат парламентарий законодатель".split()),
    frozenset("адвокат защитник юрист".split()),
    frozenset("пресс-секретарь представитель спикер".split()),
    frozenset("министр глава".split()),
    frozenset("госсекретарь руководитель глава".split()),
    frozenset("канцлер глава лидер".split()),
    frozenset("президент лидер глава".split()),
    frozenset("сенатор парламентарий политик".split()),
    frozenset("замминистра заместитель дипломат".split()),
)


def _synonyms(a: str, b: str) -> bool:
    return any(a in group and b in group for group in _SYNONYMS)
