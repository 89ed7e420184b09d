"""Dates as people write them: «18.05.2023», «5 марта 2023», ISO with and without a time."""

from __future__ import annotations

import re
from datetime import date, datetime

from newsquotes.errors import InputError
from newsquotes.extras import need
from newsquotes.wording import gettext

_ISO = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?\s*", re.S)
_LONGEST = 80  # letters: a longer text is no date in words, and dateparser takes long or breaks over it
_DOTTED = re.compile(r"\s*(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[ ,].*)?\s*", re.S)


def day_of(value: str | date) -> date:
    """The day that a date names; raises :class:`~newsquotes.InputError` where it cannot be told.

    The day stands before the month, as in Russian. Dates in words need the extra ``dates`` (dateparser).

    >>> day_of("18.05.2023"), day_of("2023-05-18T10:00:00+03:00"), day_of("5 марта 2023 г.")
    (datetime.date(2023, 5, 18), datetime.date(2023, 5, 18), datetime.date(2023, 3, 5))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        if match := _ISO.fullmatch(value):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DOTTED.fullmatch(value):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise InputError(gettext("{value!r:.60} is no date: the calendar has no such day", value=value)) from None
    parsed = _in_words(value) if len(value) <= _LONGEST else None
    if parsed is None:
        raise InputError(gettext("{value!r:.60} is no date: write it as 2023-05-18, 18.05.2023 or 18 мая 2023", value=value))
    return parsed


def _in_words(value: str) -> date | None:
    dateparser = need("dateparser", "dates", "reading a date in words")
    settings = {
        "DATE_ORDER": "DMY",
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],  # «вчера» depends on the day of the call
    }
    found = dateparser.parse(value.removesuffix("г.").strip(), languages=["ru", "en"], settings=settings)
    return None if found is None else found.date()
