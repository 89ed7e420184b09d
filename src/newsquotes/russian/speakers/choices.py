"""Choices: which of several people a pronoun, a role or a relative clause means."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import proxy

from newsquotes.document import Quote
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import POSSESSIVES
from newsquotes.russian.mentions import kind_of
from newsquotes.russian.reading.forms import (
    ADJECTIVE,
    FEM,
    FINITE,
    MASC,
    NOUN,
    PREPOSITION,
    PRONOUN,
    QUOTE_MARKS,
    SHORT,
    SING,
)
from newsquotes.russian.reading.nominative import nominative_text
from newsquotes.russian.reading.paradigms import NOMINATIVE
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.roles import RoleText, clash, elsewhere, meaning, means_anybody, role_text
from newsquotes.russian.reading.roles_before import OWNED_ROLES
from newsquotes.russian.reading.speakable import REPORTERS
from newsquotes.russian.speakers.bodies import is_bare_body
from newsquotes.russian.speakers.entities import Entity, words_for
from newsquotes.russian.speakers.output import Verdict
from newsquotes.russian.speakers.pronouns import pronoun
from newsquotes.russian.speakers.ranking import (
    UNIQUE_OFFICES,
    Situation,
    SpeakerCandidate,
    body_features,
    ranked,
    ranks,
    role_features,
    salience,
    set_apart,
)
from newsquotes.russian.speakers.sources import Source

if TYPE_CHECKING:
    from newsquotes.russian.speakers.resolver import DocumentResolution

_INDEFINITE = frozenset("один некий некоторый какой-то другой второй еще неназванный анонимный высокопоставленный".split())

_UNNAMED = frozenset(
    "представитель представительница сотрудник сотрудница чиновник житель жительница участник участница агент".split()
)

_STRANGERS = word_set("strangers")  # whom a text gives no name
_TRADES = word_set("trades")  # which nobody has who has another role in the text
_YOUNG = word_set("young")  # who has no office yet
_PRIVATE = word_set("private_people")  # who holds no office of a state
_STATES_OF_MEN = word_set("states_of_men")
_GOVERNING = word_set("governing")
_GOVERNED = word_set("governed")
_POINTING = frozenset("сам этот тот данный указанный".split())

_BEFORE = QUOTE_MARKS | frozenset(",;:—–(")  # what somebody's clause may begin after

_BESIDE = 8  # tokens after a cue
_NEAR = 8
"""So many mentions of somebody are looked at for what is told of him."""


class AntecedentChooser:
    """Makes the choices of one run."""

    def __init__(self, run: DocumentResolution) -> None:
        self.run: DocumentResolution = proxy(run)  # the run holds its choices: no cycle for the garbage collector
        self.discourse = run.discourse
        self.view = run.view
        self.words = run.words
        self._told: dict[int, frozenset[str]] = {}  # sentence → what its words mean

    def situation(self, quote: Quote, token: int) -> Situation:
        """Where somebody is looked for."""
        view = self.view
        content = tuple(view.tokens_of(s) for s in quote.content)
        if quote.anaphoric and content and not self.discourse.inside[content[0][0]]:
            content = ()
        start = token
        border = view.sentences[view.sentence_of[token]][0]
        while start > border and self.words[start - 1].text not in _BEFORE:
            start -= 1
        inside = quote.parent is not None and self.discourse.inside[token]
        own = (0, 0)
        if quote.type != "direct" and content and view.sentence_of[content[0][0]] == view.sentence_of[token]:
            own = content[0]
        return Situation(
            token,
            view.sentence_of[token],
            view.paragraph_of[token],
            self.run.heard(token),
            content,
            start,
            border,
            own,
            inside,
            self.told(quote, token),
        )

    def told(self, quote: Quote, token: int) -> frozenset[Entity]:
        """Who is told or spoken of beside a cue, and does not speak there himself: «Он сказал Белову, что …»."""
        if not quote.cue.spans or self.discourse.inside[token]:
            return frozenset()
        first, last = self.view.tokens_of(quote.cue.spans[-1])
        stop = min(self.view.sentences[self.view.sentence_of[first]][1], last + _BESIDE)
        found = set()
        for k in range(max(token, last) if token >= last else last, stop):
            w = self.words[k]
            if w.text in _BEFORE or w.text in ".!?…" or self.discourse.inside[k]:
                break
            entity = self.discourse.at.get(k)
            person = self.discourse.persons.get(k)
            if entity is not None and person is not None and entity.named and not person.cases & NOMINATIVE:
                found.add(entity)
        return frozenset(found)

    def choose(
        self, quote: Quote, which: str, candidates: list[SpeakerCandidate], situation: Situation, rule: str
    ) -> Verdict:
        """The best of the candidates, by the model."""
        ranks(candidates, situation)
        ordered = ranked(candidates, self.run.model[which])
        if self.run.watch is not None:
            self.run.watch(quote, which, candidates)
        if not ordered:
            return self.run.verdict(None, "none")
        best = ordered[0]
        second = next((c.entity for c in ordered[1:] if c.entity is not None), None)
        return self.run.verdict(best.entity, rule, best.probability, second)

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
            gender = (
                "masc"
                if verb.subject == MASC and asked.head != "глава"
                else "femn"
                if verb.subject == FEM and (head.noun & MASC * 0x111111 or head.adjective & FEM * 0x111111)
                else gender
            )
        said_of_men = asked.head in words_for("men") or asked.head in _STATES_OF_MEN
        men = said_of_men and not head.noun & FEM * 0x111111  # «супруга» may be a wife
        women = gender == "femn" or asked.head in words_for("women")
        governs = asked.head in _GOVERNING or (
            asked.head == "глава" and any(words[k].lemma in _GOVERNED for k in range(phrase.head + 1, phrase.end))
        )
        outer = None
        if quote.parent is not None and self.discourse.inside[source.first]:
            outer = self.run.of_quote.get(quote.parent)
        at, persons = self.discourse.at, self.discourse.persons
        owners = {at[k] for k in range(phrase.start, phrase.end) if k in persons and k in at}
        # «Мэр промолчал, но его помощник заявил»: not whose assistant he is
        his = words[phrase.start].low in POSSESSIVES and asked.head in OWNED_ROLES
        # «— Мост готов? — спросил журналист» is nobody who is named without that trade
        strange = asked.head in _STRANGERS or (quote.stance == "asked" and asked.head in REPORTERS)
        last = situation.speakers[-1][3] if situation.speakers else None  # who may have no name: «Дочь мэра … девушка»
        anybody = means_anybody(asked.head)
        present = self.discourse.around(source.first)
        known = any(not e.named and asked.head in e.heads and e.first < phrase.start for e in present)  # by this very word

        def one_of(entity: Entity) -> bool:
            """«Врач осмотрела пациентку. Девушка рассказала»: somebody without a name of that sex, told of just before."""
            place = entity.last_before(source.first, quoted=False) if anybody == entity.gender else None
            return place is not None and situation.sentence - place.sentence == 1 and entity.heads != {asked.head}

        candidates = []
        best_how = ""
        for entity in present:
            if entity is outer or not (entity.named or (entity.kind == "person" and (entity is last or one_of(entity)))):
                continue
            if entity in owners or entity in situation.told:
                continue  # «адвокат Белова» is not Белов
            other_sex = (women and entity.gender == "masc") or (men and entity.gender == "femn")
            if other_sex and (max(entity.votes.values()) >= 2 or any(name.part("first") for name, _ in entity.names)):
                continue  # «Татьяна Ким нашла ребёнка. Отчим твердит»
            features = salience(entity, situation)
            if features is None or (head.role is None and "later" in features):
                continue
            how = role_features(entity, asked, gender)
            if how.get("role same") and clash(asked, entity.roles):
                continue  # the minister of finance is not the minister of defence
            if asked.head in _YOUNG and any(given.head in UNIQUE_OFFICES for given in entity.roles):
                continue  # the president is no «юноша»
            related = how.get("role same") or how.get("role synonym")
            if not related and (strange or his or (asked.head in _TRADES and entity.roles)):
                continue
            if governs and entity.roles and all(given.head in _PRIVATE for given in entity.roles):
                continue  # «Житель Артём услышал взрыв. …, предупредил мэр города»
            if known and not entity.named and not related and not anybody:
                continue  # «Врач принимал. Пациентка рассказала … — ответила врач»
            best_how = max(best_how, "fits" if related and "role dependents differ" not in how else "")
            features.update(how)
            if elsewhere(asked, entity.roles):
                features["elsewhere"] = 1.0
            if "spoke last" in features and ("role none" in how or "role dependents differ" in how):
                features["spoke last in another role"] = 1.0
            if asked.meanings and not entity.roles and self.told_together(entity, asked, situation.sentence):
                features["told of together"] = 1.0
            if "roleless" in how and "spoke last" in features and not any(name.part("first") for name, _ in entity.names):
                features["introduced by the role"] = 1.0  # a surname alone asks for an introduction: «Баррет … госсекретарь»
            candidates.append(SpeakerCandidate(entity, features))
        set_apart(candidates)
        itself = self.role_itself(phrase, asked, bool(owners), bool(best_how))
        candidates.append(SpeakerCandidate(None, itself))
        verdict = self.choose(quote, "role", candidates, situation, "role")
        if (
            verdict.entity is None
            and not asked.generic
            and not best_how
            and head.role is not None
            and "title" in head.role.flags
            and asked.head not in OWNED_ROLES
        ):
            introduced = [c for c in candidates if "introduced by the role" in c.features and "quoted" not in c.features]
            if len(introduced) == 1 and introduced[0].probability >= 0.15:
                return self.run.verdict(introduced[0].entity, "role", introduced[0].probability, verdict.second)
        if verdict.entity is None:
            plain = self.run.plain(phrase, "person", "role-itself")
            return self.run.verdict(plain.entity, "role-itself", verdict.probability, verdict.second)
        return verdict

    def role_itself(self, phrase: Phrase, asked: RoleText, owned: bool, somebody_fits: bool) -> dict[str, float]:
        """What speaks for nobody who is named, but somebody whom the role alone tells of."""
        words = self.words
        itself: dict[str, float] = {"itself": 1.0}
        if not asked.generic:
            itself["itself specific"] = 1.0
        if asked.head in _UNNAMED and not asked.generic:
            itself["itself unnamed"] = 1.0  # «представитель ведомства»: newspapers seldom say who
        if asked.head in OWNED_ROLES and owned:
            itself["itself owned"] = 1.0
        if asked.head in UNIQUE_OFFICES and not asked.generic:
            itself["itself office"] = 1.0
        if means_anybody(asked.head):
            itself["itself anybody"] = 1.0
        if words[phrase.start].lemma in _INDEFINITE or words[phrase.start].low in _INDEFINITE:
            itself["itself indefinite"] = 1.0
        if somebody_fits:
            itself["itself but somebody fits"] = 1.0
        earlier = self.discourse.at.get(phrase.start)
        if earlier is not None and not earlier.named and earlier.first < phrase.start:
            itself["itself earlier"] = 1.0
        if any(k in self.discourse.persons for k in range(phrase.start, phrase.end)):
            itself["itself with owner"] = 1.0
        if words[phrase.head].title and words[phrase.start].low == words[phrase.head].low and phrase.end - phrase.start == 1:
            itself["itself alone"] = 1.0
        if not self.run.history:
            itself["itself first"] = 1.0
        return itself

    def body(self, quote: Quote, source: Source, phrase: Phrase, kinds: frozenset[str]) -> Verdict:
        """«ведомство», «американская компания», «издание»: a body named before, or nobody but the words themselves."""
        words = self.words
        head = words[phrase.head]
        lemma = head.role.lemma if head.role is not None else head.lemma
        asked = {meaning(words[k].lemma) for k in range(phrase.start, phrase.head) if words[k].lemma not in _POINTING}
        situation = self.situation(quote, source.first)
        candidates = []
        for entity in self.discourse.around(source.first):
            if (
                entity.kind != "organization"
                or not entity.known_before(phrase.start)
                or is_bare_body(entity, self.view.lexicon)
            ):
                continue
            features = salience(entity, situation)
            if features is None or "later" in features:
                continue
            features.update(body_features(entity, lemma, kinds, asked))
            candidates.append(SpeakerCandidate(entity, features))
        itself = {"itself": 1.0}
        if asked:
            itself["itself with modifiers"] = 1.0
        if not any("kind fits" in c.features for c in candidates):
            itself["itself but nobody fits"] = 1.0
        candidates.append(SpeakerCandidate(None, itself))
        return self.choose(quote, "body", candidates, situation, "body")

    def meanings_in(self, sentence: int) -> frozenset[str]:
        """What the nouns and adjectives of a sentence mean."""
        if (found := self._told.get(sentence)) is None:
            first, last = self.view.sentences[sentence]
            lemmas = {w.lemma for w in self.words[first:last] if w.flags & (NOUN | ADJECTIVE) and w.text[0].isalpha()}
            found = self._told[sentence] = frozenset(map(meaning, lemmas))
        return found

    def told_together(self, entity: Entity, asked: RoleText, own: int) -> bool:
        """Whether somebody stands in another sentence with what a role's dependents mean: «Куба» for «кубинский лидер»."""
        return any(
            place.sentence != own and not asked.meanings.isdisjoint(self.meanings_in(place.sentence))
            for place in entity.places[-_NEAR:]
        )

    def relative(self, quote: Quote, source: Source) -> Verdict:
        """«Иванов, который заявил»: the noun before."""
        view, words = self.view, self.words
        token = source.first
        k = token - 1
        border = view.sentences[view.sentence_of[token]][0]
        while k > border and (words[k].text in (",", ")", "»") or words[k].flags & PREPOSITION):
            k -= 1
        number = words[token].noun or words[token].adjective
        for name_first in range(k, max(border - 1, k - 6), -1):
            person = self.discourse.persons.get(name_first)
            if person is not None and person.name.last >= k and number & SING * 0x111111:
                return self.run.verdict(self.discourse.person_entity(person), "relative")
        for start in range(max(border, k - 14), k + 1):
            entity = self.discourse.at.get(start)
            place = entity.place_at(start) if entity is not None else None
            if entity is not None and place is not None and place.last in (k, k + 1):
                return self.run.verdict(entity, "relative")
        for start in range(max(border, k - 14), k + 1):
            phrase = phrase_at(view, start, k + 1)
            if phrase is not None and phrase.end == k + 1 and words[phrase.head].flags & PRONOUN == 0:
                return self.run.plain(
                    phrase.nameless(), "group" if kind_of(view, phrase) == "group" else "person", "relative"
                )
        return pronoun(self.run, quote, source)
