"""What the resolver returns: speakers with all that is known of them, and one attribution a quotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import attrs

from newsquotes.caches import cached
from newsquotes.document import Attribution, Gender, Medium, Resolution, Speaker, name_key
from newsquotes.russian.lexicon import fold
from newsquotes.russian.reading.paradigms import declined
from newsquotes.russian.reading.view import View
from newsquotes.russian.speakers.entities import Entity

_CERTAIN: Mapping[str, float] = MappingProxyType({})


@attrs.define
class Verdict:
    """Who speaks, by which rule, how certainly, and who else it might be."""

    entity: Entity | None
    rule: str
    probability: float | None = None  # the model's, where it has chosen
    second: Entity | None = None
    doubts: Mapping[str, float] = _CERTAIN  # what the confidence goes by
    confidence: float = 0.0
    overall: float = 0.0


def resolution(view: View, verdicts: Sequence[Verdict], media: Sequence[tuple[Medium, ...]], least: float) -> Resolution:
    """The verdicts as speakers and attributions; those less certain than ``least`` name nobody."""
    kept = [
        attrs.evolve(v, entity=None, second=v.entity) if v.entity is not None and v.confidence < least else v
        for v in verdicts
    ]
    ids: dict[int, int] = {}
    used: list[Entity] = []
    for verdict in kept:
        for entity in (verdict.entity, verdict.second):
            for one in (*entity.members, entity) if entity is not None else ():
                if id(one) not in ids:
                    ids[id(one)] = len(used)
                    used.append(one)
    attributions = tuple(
        Attribution(
            extractor="russian",
            speaker=ids[id(v.entity)] if v.entity is not None else None,
            media=media[i],
            confidence=round(v.confidence, 4) if v.entity is not None else 0.0,
            rule=v.rule,
            overall=round(v.overall, 4) if v.entity is not None else None,
            runner_up=ids[id(v.second)] if v.second is not None and v.second is not v.entity else None,
        )
        for i, v in enumerate(kept)
    )
    return Resolution(tuple(_speaker(view, e, n, ids) for n, e in enumerate(used)), attributions)


def _speaker(view: View, entity: Entity, n: int, ids: dict[int, int]) -> Speaker:
    name = entity.name
    mentions = [view.span(first, last) for first, last in sorted({(p.first, p.last) for p in entity.places})]
    keys = set(map(name_key, {name, *[m.text for m in mentions], *entity.texts}))
    if entity.names:
        keys |= person_keys(entity)
    stated = [role for role in entity.roles if role.text] if entity.named else []
    role = max(stated, key=lambda r: (not r.generic, len(r.text)), default=None)
    return Speaker(
        n,
        name,
        entity.kind,
        gender=entity.gender if entity.kind == "person" else None,
        role=role.text if role is not None else None,
        organization=entity.organization,
        members=tuple(ids[id(m)] for m in entity.members),
        mentions=tuple(mentions),
        keys=frozenset(keys),
    )


def person_keys(entity: Entity) -> set[str]:
    """All forms by which a person can be asked for: every case of surname and full name, with first name or initials."""
    gender = entity.gender if entity.gender in ("masc", "femn") else "masc"
    full = max((n for n, _ in entity.names), key=lambda n: n.rank)
    words = fold(entity.name).split()
    kinds = [p.kind for p in full.parts]
    if len(words) != len(kinds):
        return {name_key(entity.name)}
    surnames = [w for w, kind in zip(words, kinds, strict=True) if kind == "surname"]
    firsts = [w for w, kind in zip(words, kinds, strict=True) if kind == "first"]
    if not surnames:
        return set()
    return set(_forms(surnames[0], firsts[0] if firsts else "", gender))


@cached(size=4_000, most=1 << 14)
def _forms(surname: str, first: str, gender: Gender) -> tuple[str, ...]:
    """All cases of a surname, alone and with a first name or its initial; folded, as keys are."""
    surnames = declined(surname, gender)
    if not first:
        return tuple(surnames)
    firsts = declined(first, gender)
    return (
        *surnames,
        *(f"{first[0]} {s}" for s in surnames),
        *(f"{f} {s}" for s in surnames for f in firsts),
        *(f"{s} {f}" for s in surnames for f in firsts),
    )
