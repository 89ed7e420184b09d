"""Who of several is meant by a pronoun or a role: a log-linear model over what a reader goes by.

A candidate's score is the sum of the weights of its features, its probability the softmax over the candidates. The weights
are trained by ``newsquotes/russian/training/speakers.py`` and kept in ``models/speakers.json``.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from itertools import repeat
from operator import mul
from typing import Any

import attrs

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.roles import RoleText, fit, means_anybody, means_others, no_official
from newsquotes.russian.speakers.body_kinds import OUTLETS, kinds_of
from newsquotes.russian.speakers.entities import Entity

UNIQUE_OFFICES = word_set("unique_offices")


@attrs.define
class Situation:
    """Where somebody is looked for: the token, its sentence and paragraph, and who spoke before."""

    token: int
    sentence: int
    paragraph: int
    speakers: Sequence[
        tuple[int, int, int, Entity]
    ]  # token, sentence, paragraph, speaker of the earlier quotations, in order
    content: tuple[tuple[int, int], ...] = ()
    clause_start: int = 0
    begin: int = 0  # of the sentence
    own_clause: tuple[int, int] = (0, 0)  # the words that are attributed right there: «по его словам, певец …»
    inside: bool = False  # within somebody's words, where what they speak of counts in full
    told: frozenset[Entity] = frozenset()  # who stands in the clause of the cue in another case: no subject of it


@attrs.define
class SpeakerCandidate:
    """Somebody who may be meant, with the features that speak for and against."""

    entity: Entity | None
    features: dict[str, float]
    score: float = 0.0
    probability: float = 0.0


def salience(entity: Entity, s: Situation) -> dict[str, float] | None:
    """How present an entity is to the reader; ``None`` where it has not been named before and is not named after."""
    places, spoken_at = entity.places, entity.spoken
    before = entity.before(s.token)
    spoken = bool(spoken_at) and spoken_at[0] < s.token
    if not before and not spoken:
        return _later(entity, s) if places else None
    any_last = places[before - 1] if before else None
    quoted = any_last is not None and any_last.quoted and not s.inside
    last = entity.last_before(s.token, quoted=False) if quoted else any_last
    f: dict[str, float] = {}
    if last is not None:
        distance = s.sentence - last.sentence
        f[_DISTANCE[_bucket(distance)]] = 1.0
        if last.subject:
            f["subject"] = 1.0
            if s.speakers and s.speakers[-1][3] is not entity and last.first > s.speakers[-1][0]:
                f["subject since somebody spoke"] = 1.0  # «…, — отметил Белов. Сделку похвалил и Рыков. …, — сказал он»
            if distance <= 1:
                f["subject near"] = 1.0
        if last.embedded:
            f["embedded"] = 1.0
        if last.paragraph == s.paragraph:
            f["paragraph"] = 1.0
        if last.first >= s.clause_start and not distance:
            f["clause"] = 1.0
    else:
        f["only quoted"] = 1.0
    if quoted:
        f["quoted"] = 1.0
    if s.speakers:
        _, sentence, paragraph, speaker = s.speakers[-1]
        if speaker is entity:
            f["spoke last"] = 1.0
            f[f"spoke last {_DISTANCE[_bucket(s.sentence - sentence)]}"] = 1.0
            if paragraph == s.paragraph:
                f["spoke last paragraph"] = 1.0
        if len(s.speakers) > 1 and s.speakers[-2][3] is entity:
            f["spoke before last"] = 1.0
    if spoken:
        f["spoke"] = 1.0
    near = last is not None and s.sentence - last.sentence <= 3
    f["near mentions"] = _near(entity, s, before) / 4 if near else 0.0
    f["mentions"] = _MENTIONS[min(len(places), 20)]
    if places[0].paragraph == 0:
        f["headline"] = 1.0
    if entity.names:
        f["named"] = 1.0
        full, strong = entity.fullest()
        if full.rank >= 60:
            f["full name"] = 1.0
        if strong:
            f["known name"] = 1.0
        if entity.roles:
            f["has role"] = 1.0
    else:
        f["outlet" if entity.outlet else f"kind={entity.kind}"] = 1.0
    if s.content and any(entity.before(a) < entity.before(b) for a, b in s.content):
        f["in content"] = 1.0
    begin, end = s.own_clause
    if begin < end and any(place.subject for place in places[entity.before(begin) : entity.before(end)]):
        f["subject of the own clause" if begin > s.token else "subject of the own clause before"] = 1.0
    return f


def _later(entity: Entity, s: Situation) -> dict[str, float]:
    """Somebody whom the text names only after the words that may mean him: «Глава МИД назвал … Маас заявил»."""
    first = entity.places[0]
    f = {"later": 1.0, f"later {_DISTANCE[_bucket(first.sentence - s.sentence)]}": 1.0}
    if s.paragraph == 0:
        f["later than the headline"] = 1.0
    if first.quoted:
        f["later quoted"] = 1.0
    if first.subject:
        f["later subject"] = 1.0
    return f


def _near(entity: Entity, s: Situation, before: int) -> int:
    """How often, up to four times, an entity was mentioned in the last sentences."""
    found = 0
    for n in range(before - 1, -1, -1):
        if found == 4 or s.sentence - entity.places[n].sentence > 3:
            break
        found += s.inside or not entity.places[n].quoted
    return found


def _bucket(distance: int) -> int:
    """The place of a distance among ``_DISTANCE``."""
    return distance if distance <= 3 else 4 if distance <= 6 else 5 if distance <= 12 else 6


_DISTANCE = tuple(f"distance={d}" for d in ("0", "1", "2", "3", "4-6", "7-12", "13"))
_MENTIONS = tuple(math.log1p(n) / 3 for n in range(21))


def ranks(candidates: Sequence[SpeakerCandidate], s: Situation) -> None:
    """Features that compare the candidates: who was named last."""

    def latest(c: SpeakerCandidate) -> int:
        if c.entity is None or "later" in c.features:
            return -1
        place = c.entity.last_before(s.token, quoted=s.inside)
        return place.first if place is not None else -1

    ordered = sorted((c for c in candidates if c.entity is not None), key=latest, reverse=True)
    for n, candidate in enumerate(ordered[:3]):
        candidate.features[f"rank={n}"] = 1.0
    subjects = [c for c in ordered if c.features.get("subject")]
    if subjects:
        subjects[0].features["last subject"] = 1.0
        if "distance=1" in subjects[0].features and s.clause_start == s.begin:
            subjects[0].features["subject before a sentence that begins with the pronoun"] = 1.0


def role_features(entity: Entity, asked: RoleText, gender: str | None) -> dict[str, float]:
    """How the words of a role fit an entity."""
    f: dict[str, float] = {}
    if gender and entity.gender:
        f["gender agrees"] = 1.0 if gender == entity.gender else -1.0
    anybody = means_anybody(asked.head)
    how, given = _best_role(asked, entity)
    if anybody and not how:  # «юноша», «женщина»: no role, so that one's own role says nothing
        f["anybody"] = 1.0 if anybody == "any" or entity.gender == anybody else -1.0
        return f
    if given is not None:
        f[f"role {how}"] = 1.0
        if asked.meanings:
            shared = len(asked.meanings & given.meanings)
            if shared:
                f["role dependents shared"] = shared / len(asked.meanings)
            elif not given.meanings:
                f["role dependents unknown"] = 1.0
            else:
                f["role dependents differ"] = 1.0
        else:
            f[f"role {how} bare"] = 1.0
        return f
    if entity.roles:
        f["role none"] = 1.0
        if asked.head in UNIQUE_OFFICES and any(role.head in UNIQUE_OFFICES for role in entity.roles):
            f["another office"] = 1.0
        if no_official(asked.head, entity.roles):
            f["an official"] = 1.0
    else:
        f["roleless"] = 1.0
    if not means_others(asked.head):
        f["role unrelated" if entity.roles else "roleless unrelated"] = 1.0
    f["role generic" if asked.generic else "role specific"] = 1.0
    return f


def _best_role(asked: RoleText, entity: Entity) -> tuple[str, RoleText | None]:
    """The role of an entity that fits best, and how."""
    best, how, best_given = 0.0, "", None
    for given in entity.roles:
        score, relation = fit(asked, given)
        if score > best:
            best, how, best_given = score, relation, given
    return how, best_given


def body_features(entity: Entity, noun: str, kinds: frozenset[str], asked: Collection[str]) -> dict[str, float]:
    """How a body fits a noun that asks for such kinds, and the modifiers before it («американское ведомство»)."""
    own = kinds_of(entity)
    f = {"kind fits" if own & kinds else "kind differs" if own else "kind unknown": 1.0}
    if noun in entity.heads or any(noun in text.lower() for text in entity.texts):
        f["same noun"] = 1.0
    if asked:
        f["modifiers fit" if set(asked) & entity.meanings else "modifiers unknown"] = 1.0
    if entity.outlet:
        f["outlet for an outlet" if kinds & OUTLETS else "outlet for no outlet"] = 1.0
    elif kinds & OUTLETS:
        f["no outlet"] = 1.0
    return f


def set_apart(candidates: Sequence[SpeakerCandidate]) -> None:
    """Adds what those who may be meant by a role show beside each other: the only one who fits, another who has it."""
    fitting = [c for c in candidates if not _FITTING.isdisjoint(c.features) and "role dependents differ" not in c.features]
    if len(fitting) == 1:
        fitting[0].features["the only one who fits"] = 1.0
    exact = [c for c in fitting if "role same" in c.features]
    if len(exact) == 1:
        exact[0].features["the only one with the very role"] = 1.0
    if exact:
        for other in candidates:
            if "role same" not in other.features:
                other.features["another has the very role"] = 1.0
                if "spoke last" in other.features:
                    other.features["another has the very role spoke last"] = 1.0


_FITTING = frozenset(("role same", "role synonym", "role kind"))


Model = Mapping[str, Any]


def ranked(candidates: list[SpeakerCandidate], weights: Mapping[str, float]) -> list[SpeakerCandidate]:
    """The candidates with score and probability, the best first; equal ones in the order given."""
    for c in candidates:
        c.score = sum(map(mul, map(weights.get, c.features, repeat(0.0)), c.features.values()))
    if candidates:
        top = max(c.score for c in candidates)
        total = sum(math.exp(c.score - top) for c in candidates)
        for c in candidates:
            c.probability = math.exp(c.score - top) / total
    return sorted(candidates, key=lambda c: -c.score)
