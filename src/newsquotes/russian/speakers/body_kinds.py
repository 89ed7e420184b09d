"""Kinds of bodies: which of those named before «ведомство», «компания», «агентство» can mean."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

import attrs

from newsquotes.caches import cached
from newsquotes.russian.data_files import rows
from newsquotes.russian.speakers.entities import Entity

PRESS = frozenset(("press",))
"""Of what kind an outlet is of which nothing else is known."""
OUTLETS = frozenset(("agency", "press", "tv", "radio", "channel"))
_WORD = re.compile(r"[\w-]+")


@attrs.frozen
class _Kinds:
    asked: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def _kinds() -> _Kinds:
    asked: dict[str, set[str]] = defaultdict(set)
    words: dict[str, set[str]] = defaultdict(set)
    for row in rows("body_kinds"):
        for noun in row["asked"].split():
            asked[noun].add(row["kind"])
        for word in row["words"].split():
            words[word].add(row["kind"])
    return _Kinds(
        {noun: frozenset(kinds) for noun, kinds in asked.items()},
        {word: frozenset(kinds) for word, kinds in words.items()},
    )


def asked_kinds(noun: str) -> frozenset[str]:
    """The kinds of bodies that a noun alone can mean; none where it points back to nothing.

    >>> sorted(asked_kinds("банк"))
    ['bank']
    """
    return _kinds().asked.get(noun, frozenset())


def kinds_of(entity: Entity) -> frozenset[str]:
    """The kinds that a body's names and the nouns before them tell."""
    found: set[str] = set()
    for word in entity.heads:
        found |= _kinds().words.get(word, frozenset())
    for text in entity.texts:
        found |= _of_name(text)
    return frozenset(found) if found or not entity.outlet else PRESS


@cached(size=300, most=1 << 14)
def _of_name(name: str) -> frozenset[str]:
    known = _kinds()
    found: set[str] = set()
    for word in _WORD.findall(name.lower().replace("ё", "е")):
        found |= known.words.get(word, frozenset())
    return frozenset(found)
