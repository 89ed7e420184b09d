"""The lines of brat's standoff format (``.ann``), of newsquotes or anybody else."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from newsquotes.errors import RecordError
from newsquotes.formats.draft import Pair, fitted
from newsquotes.wording import gettext

_FIELD = re.compile(r"(\S+):(\S+)")


@attrs.frozen
class Entity:
    """A text-bound annotation: its type and its fragments."""

    id: str
    type: str
    fragments: tuple[Pair, ...]
    text: str


@attrs.frozen
class Relation:
    """A relation of two entities; brat's equivalences and the roles of events are relations too."""

    type: str
    first: str
    second: str


@attrs.frozen
class BratAnnotations:
    """Everything in a file: entities, relations, attributes (entity → name → value), notes (entity → texts).

    ``other`` holds the lines that brat has and newsquotes has no use for (normalizations …), as they stand.
    """

    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    attributes: dict[str, dict[str, str]] = attrs.field(factory=dict)
    notes: dict[str, tuple[str, ...]] = attrs.field(factory=dict)
    other: tuple[str, ...] = ()


def parse_ann(ann: str, text: str) -> BratAnnotations:
    r"""The annotations of a file and its text.

    Discontinuous spans, relations, events, equivalences, attributes and notes are understood; lines of other kinds are kept.
    Raises :class:`RecordError`, with the line, where a line is none of brat's or an entity's words do not stand in the text.

    >>> parse_ann("T1\tPERSON 0 11\tАнна Белова\n", "Анна Белова рада.").entities[0].type
    'PERSON'
    """
    entities: list[Entity] = []
    relations: list[Relation] = []
    attributes: dict[str, dict[str, str]] = {}
    notes: dict[str, list[str]] = {}
    other: list[str] = []
    for number, line in enumerate(ann.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip():
            continue
        id_, _, rest = line.partition("\t")
        head, _, tail = rest.partition("\t")
        words = head.split()
        try:
            if id_.startswith("T"):
                entities.append(_entity(id_, head, tail, text))
            elif id_.startswith("R"):
                relations.append(_relation(words))
            elif id_.startswith("E"):
                relations.extend(_event(words))
            elif id_ == "*":
                relations.extend(Relation(words[0], words[1], second) for second in words[2:])
            elif id_.startswith(("A", "M")):
                attributes.setdefault(words[1], {})[words[0]] = words[2] if len(words) > 2 else "true"
            elif id_.startswith("#"):
                notes.setdefault(words[1], []).append(tail)
            elif id_.startswith("N"):
                other.append(line)
            else:
                raise RecordError(gettext("its id is none of brat's (T, R, E, A, M, N, #, *)"))
        except (RecordError, ValueError, IndexError) as exc:
            what = exc if isinstance(exc, RecordError) else gettext("it does not have the form of its kind")
            raise RecordError(gettext("line {number} ({line:.60}): {what}", number=number, line=line, what=what)) from exc
    return BratAnnotations(
        tuple(entities), tuple(relations), attributes, {id_: tuple(texts) for id_, texts in notes.items()}, tuple(other)
    )


def _entity(id_: str, head: str, words: str, text: str) -> Entity:
    type_, _, offsets = head.partition(" ")
    fragments = [(int(start), int(end)) for start, end in (part.split() for part in offsets.split(";"))]
    if len(fragments) == 1:
        fragments = [fitted(text, *fragments[0], words)]
    elif " ".join(text[a:b] for a, b in fragments).split() != words.split():
        raise RecordError(gettext("its words do not stand in the text at {offsets}", offsets=offsets))
    return Entity(id_, type_, tuple(fragments), words)


def _relation(words: list[str]) -> Relation:
    first, second = (match[2] for match in (_FIELD.fullmatch(word) for word in words[1:3]) if match)
    return Relation(words[0], first, second)


def _event(words: list[str]) -> Iterable[Relation]:
    trigger, *arguments = (match.groups() for match in map(_FIELD.fullmatch, words) if match)
    return [Relation(role, trigger[1], id_) for role, id_ in arguments]
