"""The language in which newsquotes speaks to people: Russian or English, by the locale or as they choose.

``gettext(message, …)`` gives a message in that language, from the catalogue in ``locale/``; ``ngettext`` one with a number,
``pgettext`` a single word in its context. Fields of a message stand in braces, and numbers are written as the language
writes them. What goes into the page of a script comes from :func:`messages_of`. `tools/catalogue.py` keeps the catalogue.
"""

from __future__ import annotations

import contextlib
import functools
import gettext as catalogues
import locale
import os
import re
from collections.abc import Iterator
from contextvars import ContextVar
from importlib.resources import files
from typing import Literal, get_args

Language = Literal["en", "ru"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DOMAIN = "newsquotes"

_BY_ENVIRONMENT = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_CALLS = re.compile(r"\b(?:tr|trn)\(\s*\"((?:[^\"\\]|\\.)*)\"(?:,\s*\"((?:[^\"\\]|\\.)*)\")?")
_SPACE = "\N{NO-BREAK SPACE}"

_chosen: Language | None = None
_here: ContextVar[Language | None] = ContextVar("language of this block", default=None)


def set_language(language: Language | None) -> None:
    """Speak Russian (``"ru"``) or English (``"en"``) from now on; ``None`` goes by the locale again.

    It concerns what people read: notebook views, reports, pictures, the terminal and messages. Data have the same names in
    every language. Raises :class:`ValueError` for another language.

    >>> set_language("ru")
    >>> gettext("unknown speaker")
    'неизвестно, кто'
    >>> set_language(None)
    """
    global _chosen
    if language is not None and language not in LANGUAGES:
        raise ValueError(
            gettext("there is no language {language!r}; available: {names}", language=language, names=", ".join(LANGUAGES))
        )
    _chosen = language


def language() -> Language:
    """The language that is spoken now."""
    return _here.get() or _chosen or _of_locale()


@contextlib.contextmanager
def speaking(language: Language | None) -> Iterator[None]:
    r"""Speak a language in this block and thread alone; ``None`` changes nothing.

    >>> with speaking("ru"):
    ...     ngettext("{number} quotation", "{number} quotations", 2500)
    '2\xa0500 цитат'
    """
    if language is not None and language not in LANGUAGES:
        raise ValueError(
            gettext("there is no language {language!r}; available: {names}", language=language, names=", ".join(LANGUAGES))
        )
    token = _here.set(language or _here.get())
    try:
        yield
    finally:
        _here.reset(token)


def _of_locale() -> Language:
    """The language of the environment, as gettext reads it, or of the system where nothing says."""
    said = next((os.environ[name] for name in _BY_ENVIRONMENT if os.environ.get(name)), None)
    if said is None:
        said = locale.getlocale()[0] or ""
    return "ru" if said.lower().startswith("ru") else "en"


@functools.cache
def _catalogue(language: Language) -> catalogues.NullTranslations:
    if language == "en":
        return catalogues.NullTranslations()
    with files("newsquotes").joinpath("locale", language, "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as file:
        return catalogues.GNUTranslations(file)


def gettext(message: str, /, **fields: object) -> str:
    """The message in the language that is spoken, its ``{fields}`` filled in.

    >>> gettext("{name}: no such file", name="most.txt")
    'most.txt: no such file'
    """
    said = _catalogue(language()).gettext(message)
    return said.format(**fields) if fields else said


def ngettext(one: str, many: str, number: int, /, **fields: object) -> str:
    """The message in the form that goes with a number, which stands in it as ``{number}``.

    >>> ngettext("{number} quotation", "{number} quotations", 1), ngettext("{number} quotation", "{number} quotations", 2500)
    ('1 quotation', '2,500 quotations')
    """
    return _catalogue(language()).ngettext(one, many, number).format(number=count(number), **fields)


def pgettext(context: str, message: str, /, **fields: object) -> str:
    """The message as it is meant in this context: a word that has several translations."""
    said = _catalogue(language()).pgettext(context, message)
    return said.format(**fields) if fields else said


def term(context: str, message: str, /) -> str:
    """The message as it is: tells the catalogue of one that ``pgettext`` translates elsewhere."""
    return message


def count(number: int) -> str:
    """A whole number with its thousands parted."""
    return f"{number:,}" if language() == "en" else f"{number:,}".replace(",", _SPACE)


def decimal(number: float, places: int = 2) -> str:
    """A number with its decimals: 0.93, or 0,93 in Russian."""
    return f"{number:.{places}f}" if language() == "en" else f"{number:.{places}f}".replace(".", ",")


def signed(number: float) -> str:
    """A number with its sign and one decimal: +0.9, −1.3."""
    return ("+" if number >= 0 else "\N{MINUS SIGN}") + decimal(abs(number), 1)


def percent(share: float, places: int = 0) -> str:
    """A share in percent: 93%, or 93 % in Russian."""
    said = f"{share:.{places}%}"
    return said if language() == "en" else said.replace("%", f"{_SPACE}%").replace(".", ",")


def messages_of(script: str) -> dict[str, str | list[str]]:
    """What a script's calls ``tr("…")`` and ``trn("…", "…")`` ask for, in the language that is spoken.

    A message with a number has its forms in a list: in Russian those for 1, 2 and 5.

    >>> messages_of('trn("{number} quotation", "{number} quotations", n)')
    {}
    >>> with speaking("ru"):
    ...     messages_of('trn("{number} quotation", "{number} quotations", n)')
    {'{number} quotation': ['{number} цитата', '{number} цитаты', '{number} цитат']}
    """
    spoken = _catalogue(language())
    found: dict[str, str | list[str]] = {}
    for one, many in _CALLS.findall(script) if language() != "en" else ():
        found[one] = [spoken.ngettext(one, many, n) for n in (1, 2, 5)] if many else spoken.gettext(one)
    return found


@contextlib.contextmanager
def process_speaks() -> Iterator[None]:
    """While this block runs, the libraries that use gettext themselves speak the same language from the same catalogue."""
    before = os.environ.get("LANGUAGE")
    catalogues.bindtextdomain(DOMAIN, os.fspath(str(files("newsquotes").joinpath("locale"))))
    former = catalogues.textdomain()
    catalogues.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language()
    try:
        yield
    finally:
        catalogues.textdomain(former)
        os.environ.pop("LANGUAGE", None)
        if before is not None:
            os.environ["LANGUAGE"] = before
