"""One name for a body or an outlet, however it is written: МИД РФ, Reuters, РИА «Новости»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from newsquotes.caches import cached
from newsquotes.russian.data_files import rows, word_set
from newsquotes.russian.lexicon import default_lexicon, fold

_NO_LETTER = re.compile(r"[^\w\s-]")
_GAP = re.compile(r"(?<=[^\W\d_])[\s-]+(?=\d)|(?<=\d)[\s-]+(?=[^\W\d_])")
_OUTLET_NOUNS = word_set("outlet_nouns")


def spelled(name: str) -> str:
    """A name folded: small letters, «е» for «ё», no marks, full stops or double blanks.

    >>> spelled("РИА «Новости»"), spelled("МИР-24"), spelled("Мир 24")
    ('риа новости', 'мир24', 'мир24')
    """
    words = " ".join(_NO_LETTER.sub(" ", fold(name)).split())
    return _GAP.sub("", words)


@cached(size=400, most=1 << 13)
def outlet(name: str) -> str | None:
    """The canonical name of an outlet that the lexicon knows by any spelling or by its site; ``None`` for another name.

    >>> outlet("Рейтер"), outlet("«Ъ»"), outlet("газета «Коммерсант»"), outlet("lenta.ru"), outlet("Заречье")
    ('Reuters', 'Коммерсантъ', 'Коммерсантъ', 'Лента.ру', None)
    """
    known = _outlets()
    words = spelled(name).split()
    while words:
        found = known.get(" ".join(words))
        if found is not None:
            return found
        if words[0] not in _OUTLET_NOUNS:
            return None
        words = words[1:]
    return None


def without_noun(name: str) -> str:
    """A folded name without the nouns that say what it is: «телеканал «Волна»» is «волна»."""
    words = spelled(name).split()
    while len(words) > 1 and words[0] in _OUTLET_NOUNS:
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=1)
def _outlets() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for alias, entry in default_lexicon().outlets.items():
        known.setdefault(spelled(alias), entry.name)
    return known


@cached(size=400, most=1 << 13)
def body(name: str) -> tuple[str, str]:
    """The canonical name of a body, folded, and what it is of: its country, town or branch; empty where that is not said.

    >>> body("МИД"), body("МИД России")
    (('министерство иностранных дел', ''), ('министерство иностранных дел', 'россии'))
    >>> body("Министерство иностранных дел РФ") == body("российский МИД") == body("МИД России")
    True
    """
    words = spelled(name).split()
    country = ""
    adjectives, genitives = _countries()
    if len(words) > 1 and words[0] in adjectives:
        country, words = adjectives[words[0]], words[1:]
    for size in range(min(4, len(words) - 1), 0, -1):
        if (found := genitives.get(" ".join(words[-size:]))) is not None:
            country = found
            if " ".join(words) not in _bodies():  # «Банк России» has its country in its name
                words = words[:-size]
            break
    for size in range(len(words), 0, -1):
        if (known := _bodies().get(" ".join(words[:size]))) is not None:
            return known, " ".join([*words[size:], country]).strip()
    return " ".join(words), country


@lru_cache(maxsize=1)
def _bodies() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for row in rows("bodies"):
        for alias in (row["name"], *row["aliases"].split("|")):
            known.setdefault(spelled(alias), spelled(row["name"]))
    return known


@lru_cache(maxsize=1)
def _countries() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Adjectives and genitives, each with the country."""
    adjectives: dict[str, str] = {}
    genitives: dict[str, str] = {}
    for row in rows("countries"):
        genitives[row["country"]] = row["country"]
        for word in row["words"].split("|"):
            (adjectives if word.endswith(("кий", "кая", "кое", "кие")) else genitives)[word] = row["country"]
    return adjectives, genitives
