"""Whether two names mean the same speaker or outlet, in spite of case endings, initials, missing first names and «ё»."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from newsquotes.evaluation.records import GoldQuote

WORD = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset(
    [
        "и",
        "в",
        "во",
        "на",
        "по",
        "о",
        "об",
        "от",
        "из",
        "с",
        "со",
        "у",
        "к",
        "за",
        "для",
        "при",
        "над",
        "под",
        "не",
        "а",
        "но",
        "the",
        "of",
    ]
)


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[str, ...]:
    """The content words of a name, ё as е.

    >>> name_words("совет при президенте, Королёв")
    ('совет', 'президенте', 'Королев')
    """
    words = (w for w in WORD.findall(name) if w.lower() not in _FUNCTION_WORDS)
    return tuple(w.replace("ё", "е").replace("Ё", "Е") for w in words)


def same_word(a: str, b: str) -> bool:
    """Equal, or by their look forms of one word: a long common beginning and nearly the same length.

    >>> same_word("Путина", "Путин"), same_word("Путин", "Пушкин")
    (True, False)
    """
    a, b = a.lower(), b.lower()
    if a == b:
        return True
    shorter, longer = sorted((len(a), len(b)))
    if shorter < 3 or longer - shorter > 2:
        return False
    common = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), shorter)
    return common >= max(3, longer - 3)


def same_speaker(predicted: str | None, gold: GoldQuote) -> bool:
    """Whether a predicted name means the gold speaker.

    Of a named person the surname (or a whole name) must be there, and no capitalised word that belongs to nobody of that
    name. Of others: most of the words of one of their names, or its head and nothing foreign.
    """
    if not predicted or not gold.speaker:
        return False
    said = name_words(predicted)
    names = [words for words in map(name_words, (gold.speaker, *gold.aliases)) if words]
    if not said:
        return False
    if gold.named_person:
        return _same_person(said, names)
    return any(_similar(said, name) or (_all_among(said, name) and _among(name[0], said)) for name in names)


def _same_person(said: tuple[str, ...], names: list[tuple[str, ...]]) -> bool:
    said = _capitalised(said)
    proper = [_capitalised(name) for name in names if name[0][0].isupper()]
    if not said or not _all_among(said, [word for name in proper for word in name]):
        return False
    return any(_among(name[-1], said) or _all_among(name, said) for name in proper)


def same_medium(predicted: str, gold: str) -> bool:
    """Whether two names mean one outlet: most of their words are the same, or the gold has all the predicted ones."""
    said, name = name_words(predicted), name_words(gold)
    return bool(said) and (_similar(said, name) or _all_among(said, name))


def canonical(predicted: str, gold: str) -> bool:
    """Whether a name is the gold name letter by letter (ё = е)."""
    return name_words(predicted) == name_words(gold)


def _capitalised(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word[0].isupper())


def _among(word: str, words: Iterable[str]) -> bool:
    return any(same_word(word, other) for other in words)


def _all_among(words: Iterable[str], others: Iterable[str]) -> bool:
    others = tuple(others)
    return all(_among(word, others) for word in words)


def _similar(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    common = sum(_among(word, name) for word in said)
    union = len(said) + len(name) - common
    return bool(name) and common / union >= 0.5
