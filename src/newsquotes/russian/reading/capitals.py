"""Lines in capitals, read as if they were in small letters: in a headline a capital letter marks no name.

«ПУТИН НАЗВАЛ ПРИЧИНЫ» is read as «Путин назвал причины». Names keep their first capital by the dictionary, and so do words
that it does not know; abbreviations stay as they are.
"""

from __future__ import annotations

import re

from newsquotes.russian.morphology import parse

_LINE = re.compile(r"^[^\na-zа-яё]{12,}+$", re.MULTILINE)
_WORD = re.compile("[А-ЯЁ]+")
_VOWELS = re.compile("[АЕЁИОУЫЭЮЯ]")
_BEGINNING = re.compile(r"[.!?:…«„“\"]\W*$")
_LONG, _ENOUGH = 4, 3


def in_small_letters(text: str) -> str:
    """The text with its lines in capitals in ordinary letters; as long as before.

    >>> in_small_letters("ПУТИН И А. МОРОЗ НАЗВАЛИ ФСБ «ПРИЧИНЫ ОТСТАВОК»")
    'Путин и А. Мороз назвали ФСБ «Причины отставок»'
    >>> in_small_letters("АННА МОРОЗ ЗАЩИТИЛА МОСТ, АННА ЗАЩИТИЛА ДОРОГУ")
    'Анна Мороз защитила мост, Анна защитила дорогу'
    """
    return _LINE.sub(_in_small, text) if _LINE.search(text) is not None else text


def _in_small(line: re.Match[str]) -> str:
    text = line[0]
    words = list(_WORD.finditer(text))
    if sum(len(word[0]) >= _LONG for word in words) < _ENOUGH:
        return text  # a signature, an agency, an abbreviation
    pieces: list[str] = []
    end, after_name = 0, False
    for word in words:
        before, after = text[end : word.start()], text[word.end() : word.end() + 1]
        begins = not pieces or _BEGINNING.search(before[-4:]) is not None
        named = after_name and before.rstrip() in ("", ".")
        small, names = _written(word[0], begins or (named and (before[:1] == "." or _can_be_surname(word[0]))), after == ".")
        pieces += before, small
        end, after_name = word.end(), names
    return "".join(pieces) + text[end:]


def _can_be_surname(word: str) -> bool:
    """Whether a word after a first name may be the surname: «АННА МОРОЗ», not «АННА УШЛА»."""
    return parse(word.lower()).best.pos in ("NOUN", "PROPN", "ADJ", "X")


def _written(word: str, with_capital: bool, point: bool) -> tuple[str, bool]:
    """A word as it is written within a sentence, and whether it is a first name or an initial: a surname may come."""
    if len(word) == 1:
        return (word, True) if point else (word if with_capital else word.lower(), False)
    morph = parse(word.lower())
    if any(("Abbr", "Yes") in reading.feats for reading in morph.readings):
        return word, False
    if not morph.known and (len(word) < _LONG or _VOWELS.search(word) is None):
        return word, False
    if with_capital or not morph.known or morph.best.pos == "PROPN":
        return word.capitalize(), ("NameType", "Giv") in morph.best.feats
    return word.lower(), False
