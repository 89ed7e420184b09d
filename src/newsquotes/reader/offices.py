"""Who speaks for a state: an approximation by the words of roles and bodies, for shares on the corpus page."""

from __future__ import annotations

import functools
import re

from newsquotes.document import Speaker
from newsquotes.russian.data_files import word_list

_WORD = re.compile(r"[\w-]+")


@functools.lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower().replace("ё", "е")))


@functools.cache
def _beginnings(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(entry.replace("ё", "е").split()) for entry in word_list(name))


def _has(words: tuple[str, ...], name: str) -> bool:
    """Whether words begin as an entry of a list does; short ones are whole words («ск», «рф»)."""
    for entry in _beginnings(name):
        for i in range(len(words) - len(entry) + 1):
            if all(_begins(word, part) for word, part in zip(words[i : i + len(entry)], entry, strict=True)):
                return True
    return False


def _begins(word: str, beginning: str) -> bool:
    return word == beginning if len(beginning) <= 3 else word.startswith(beginning)


def is_official(speaker: Speaker) -> bool:
    """Whether a speaker holds an office of a state, or is a body of one, as far as role and organization say.

    >>> from newsquotes.document import Speaker
    >>> is_official(Speaker(0, "Пётр Ильин", "person", role="министр транспорта"))
    True
    >>> is_official(Speaker(0, "Анна Белова", "person", role="президент", organization="Российский союз писателей"))
    False
    >>> is_official(Speaker(0, "пресс-служба МВД", "organization"))
    True
    """
    words = _words(" ".join(filter(None, (speaker.role, speaker.organization if speaker.role else None))))
    if speaker.kind == "organization":
        return _is_body(_words(f"{speaker.name} {speaker.organization or ''}"))
    if (not speaker.role and speaker.kind != "person") or (not speaker.role and speaker.name[:1].islower()):
        words = _words(speaker.name)
    if _has(words, "state_offices"):
        return True
    return _has(words[:2], "heads_of_bodies") and _is_body(words[1:])


def _is_body(words: tuple[str, ...]) -> bool:
    return _has(words, "state_bodies")
