"""Words that point at one of those whom a text has just named: «последний», «первый», «второй», «тот»."""

from __future__ import annotations

from newsquotes.document import Gender
from newsquotes.russian.data_files import rows
from newsquotes.russian.reading.forms import FEM, MASC, NEUT, PLUR
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity

_ROWS = tuple((row["which"], row["words"].split()) for row in rows("pointing"))
ORDINALS = {word: int(which) for which, words in _ROWS if which != "other" for word in words}
"""Which of those named the words mean, in the order of the text."""
OTHERS = frozenset(word for which, words in _ROWS if which == "other" for word in words)
"""Words for one who was not the subject before."""

_REACH = 200  # tokens

_BITS: tuple[tuple[Gender, int], ...] = (("masc", MASC), ("femn", FEM), ("neut", NEUT))
_BIT = dict(_BITS)


def one_of_them(discourse: Discourse, token: int) -> Entity | None:
    """The person whom such a word at ``token`` means, by the order or the cases of the words before.

    «Министр Ким встретил посла Ли. Последний заявил …» is the ambassador.
    """
    low, view = discourse.words[token].low, discourse.view
    gender = FEM if low.endswith(("яя", "ей", "ая", "та")) else MASC
    number = view.sentence_of[token]
    least = 2 if low in ORDINALS and ORDINALS[low] >= 0 else 1
    for sentence in range(number, max(-1, number - (4 if least == 2 else 2)), -1):
        first, last = view.sentences[sentence]
        named = [
            (entity, place)
            for k in range(max(first, token - _REACH), min(last, token))
            if (entity := discourse.at.get(k)) is not None
            and entity.kind == "person"
            and (place := entity.place_at(k)) is not None
            and agrees(entity, gender)
        ]
        if low in OTHERS:
            named = [(entity, place) for entity, place in named if not place.subject]
        entities = list(dict.fromkeys(entity for entity, _ in named))
        n = ORDINALS.get(low, -1)
        if least <= len(entities) > n:
            return entities[n]
    return None


def agrees(entity: Entity, gender: int) -> bool:
    """Whether a pronoun or verb of these numbers and genders can mean an entity."""
    if entity.kind == "group" or (entity.plural and entity.kind != "person"):
        return bool(gender & PLUR)
    if gender == PLUR:
        return entity.kind == "organization" and not entity.outlet
    known = entity.gender
    if known is None:
        return True
    if entity.kind == "person" and not entity.named:
        return True if known != "femn" else bool(gender & FEM)
    bit = _BIT[known]
    if entity.kind == "person":
        return bool(gender & bit)
    return any(entity.votes[g] > 0 and gender & b for g, b in _BITS)
