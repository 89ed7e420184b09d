"""Bytes into text: UTF-8, UTF-16 and UTF-32 with a byte order mark, else a guess that is made only where it is certain.

Russian news comes in UTF-8, UTF-16, Windows-1251 and KOI8-R. Any bytes are valid in the last two, so what counts is whether
the text that comes out looks like Russian: its letters as frequent as they should be, its words in lower case, capitalized
or in capitals, nothing in it that Russian texts do not hold. What does not pass is an error, never a text of wrong letters.
"""

from __future__ import annotations

import codecs
import math
import re
import unicodedata

import attrs

from newsquotes.errors import InputError
from newsquotes.wording import gettext

_MARKS = (  # the longer first: a UTF-32 mark starts with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {"windows-1251": "Windows-1251", "koi8-r": "KOI8-R", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_CODEPAGES = ("windows-1251", "koi8-r")
_OTHER_CODEPAGES = ("cp866", "iso8859-5")

# Letters of Russian news in thousandths; ё, which is often written е, counts as е.
_FREQUENCY = {
    "о": 105, "а": 84, "е": 84, "и": 80, "н": 67, "т": 59, "р": 57, "с": 56, "в": 47, "л": 44, "к": 33, "д": 32, "м": 31,
    "п": 29, "у": 24, "г": 19, "я": 18, "б": 16, "ы": 16, "з": 16, "й": 13, "ь": 13, "ч": 11, "х": 8, "ж": 8, "ш": 6,
    "ц": 6, "ю": 6, "ф": 4, "щ": 3, "э": 3, "ъ": 0.4,
}  # fmt: skip
_WEIGHT = {letter: math.log(thousandths / 1000) for letter, thousandths in _FREQUENCY.items()}
_USUAL = frozenset("«»„“”‘’—–-…№§©°•·€\xa0\xad´±×") | {chr(c) for c in range(0x20, 0x7F)} | set("\t\n\r\f")
_WORD = re.compile(r"[А-Яа-яЁё]+")
_CASED = re.compile(r"[а-яё]+|[А-ЯЁ][а-яё]*|[А-ЯЁ]+")
_MIXED = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")

_LETTERS = 20  # so many letters at least make a guess certain
_SCORE = -3.5  # Russian has -3.1 with a deviation of 0.9 a letter, a wrong code page below -3.7
_MARGIN = 0.35
_SAMPLE = 100_000


@attrs.frozen
class Decoded:
    """A text, the encoding it was in, and whether that encoding was guessed."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes) -> Decoded:
    """The text of ``data``; a byte order mark at its start is dropped, everything else stays as it is.

    Raises :class:`~newsquotes.errors.InputError` where no encoding fits with certainty.

    >>> decode("«Мост откроют в мае», — сообщила мэр Анна Белова.".encode("koi8-r", "replace")).encoding
    'KOI8-R'
    >>> decode("Мост".encode("koi8-r"))
    Traceback (most recent call last):
        ...
    newsquotes.errors.InputError: is not UTF-8 text (byte 0xed at offset 0; perhaps KOI8-R?); convert it to UTF-8 first
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, mark, encoding)
    wide = _wide(data)
    if wide is not None:
        return wide
    try:
        return Decoded(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as exc:
        return _guessed(data, exc)


def _marked(data: bytes, mark: bytes, encoding: str) -> Decoded:
    name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as exc:
        at = len(mark) + exc.start
        where = gettext("byte {byte} at offset {at}", byte=f"0x{data[at]:02x}", at=at)
        raise InputError(
            gettext(
                "is not {name} text, as its byte order mark says ({where}); convert it to UTF-8 first",
                name=name,
                where=where,
            )
        ) from None
    if encoding != "utf-8" and not _plausible(text):
        raise InputError(gettext("starts like {name} text, but what follows is none; convert it to UTF-8 first", name=name))
    return Decoded(text, name)


def _plausible(text: str) -> bool:
    """Whether every character of a text is assigned, and none is a control character but white space."""
    return all(unicodedata.category(c) not in ("Cn", "Co", "Cs", "Cc") or c in "\t\n\r\f\x85" for c in set(text))


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: of each two bytes one is 0 (Latin) or 4 (Cyrillic), which no other text has."""
    if len(data) % 2 or len(data) < 2 * _LETTERS:
        return None
    for encoding, high in (("utf-16-le", data[1:_SAMPLE:2]), ("utf-16-be", data[0:_SAMPLE:2])):
        if high.count(0) + high.count(4) >= 0.8 * len(high):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _plausible(text):
                return Decoded(text, _NAMES[encoding], guessed=True)
    return None


def _guessed(data: bytes, exc: UnicodeDecodeError) -> Decoded:
    scores = {encoding: _score(data, encoding) for encoding in (*_CODEPAGES, *_OTHER_CODEPAGES)}
    best = max(scores, key=scores.__getitem__)
    other = max(scores[encoding] for encoding in _CODEPAGES if encoding != best)
    # Bytes that are UTF-8 in most places are damaged UTF-8.
    damaged = len(re.findall(rb"[\xd0\xd1][\x80-\xbf]", data)) > 0.2 * len(re.findall(rb"[\x80-\xff]", data))
    certain = best in _CODEPAGES and scores[best] >= _SCORE and scores[best] - other >= _MARGIN
    if certain and not damaged and len(_letters(data.decode(best, "replace"))) >= _LETTERS:
        try:
            return Decoded(data.decode(best), _NAMES[best], guessed=True)
        except UnicodeDecodeError:
            pass  # a byte that the code page does not have
    guess = (
        gettext("; damaged UTF-8?")
        if damaged
        else gettext("; perhaps {name}?", name=_NAMES.get(best, best))
        if scores[best] > 2 * _SCORE
        else ""
    )
    where = gettext("byte 0x{byte:02x} at offset {offset}", byte=data[exc.start], offset=exc.start)
    raise InputError(
        gettext("is not UTF-8 text ({where}{guess}); convert it to UTF-8 first", where=where, guess=guess)
    ) from None


def _letters(text: str) -> list[str]:
    return [c for c in text.lower().replace("ё", "е") if c in _WEIGHT]


def _score(data: bytes, encoding: str) -> float:
    """The mean log-probability of the letters, less for capitals and for everything that Russian texts do not hold."""
    text = data[:_SAMPLE].decode(encoding, "replace")
    letters, words = _letters(text), _WORD.findall(text)
    if not letters:
        return -math.inf
    foreign = [c for c in text if c not in _USUAL and c not in "Ёё" and not "А" <= c <= "я"]
    oddly_cased = sum(not _CASED.fullmatch(word) for word in words) + len(_MIXED.findall(text))
    capitals = sum("А" <= c <= "Я" for c in text)
    latin = sum(c.isascii() and c.isalpha() for c in text)
    score = sum(map(_WEIGHT.__getitem__, letters)) / len(letters) - 0.5 * capitals / len(letters)
    score -= 10 * max(0.0, len(foreign) / len(letters) - 0.01) + 3 * max(0.0, oddly_cased / len(words) - 0.03)
    # Mac Cyrillic shares its small letters with Windows-1251: there its capitals are signs, and its я is a capital.
    score -= len(foreign) > capitals - text.count("Я")
    return score - max(0.0, latin / len(letters) - 1)
