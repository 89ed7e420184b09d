"""Questions to documents: who, about what, when, where, how sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import get_args

import attrs

from newsquotes.annotations import is_called
from newsquotes.dates import day_of
from newsquotes.document import Document, Quote, QuoteType, name_key
from newsquotes.errors import ConfigError, InputError, did_you_mean
from newsquotes.wording import gettext

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SITE = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,})(?:[/:?#].*)?", re.S)


def _day(value: str | date | None) -> date | None:
    return None if value is None else day_of(value)


def _lemmas_asked(value: str | Iterable[str] | None) -> frozenset[str]:
    words = value if isinstance(value, str) else " ".join(value or ())
    found = _lemmas(words)
    if value and not found:  # to answer with everything would say that everything is about it
        raise ConfigError(gettext("about {words!r:.60}: there is no word in it", words=words))
    return found


def _type_there(_: object, __: object, value: str | None) -> None:
    if value is not None and value not in get_args(QuoteType):
        raise ConfigError(
            gettext("there is no type {value!r}; {known}", value=value, known=did_you_mean(str(value), get_args(QuoteType)))
        )


def _share(_: object, __: object, value: float) -> None:
    if not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise ConfigError(gettext("min_confidence is {value!r}; it is a number from 0 to 1", value=value))


@attrs.frozen(kw_only=True)
class Question:
    """What quotations must have in common; what is not asked for is left open.

    ``speaker`` is a name in any form that the document shows, ``about`` words that the quotation must hold, in any form;
    ``since`` and ``until`` are days, both included, and leave out documents without a date. ``outlet`` is the outlet that
    published the document or relays the quotation, in any spelling that is known of it, or its site.
    """

    speaker: str | None = None
    about: frozenset[str] = attrs.field(default=None, converter=_lemmas_asked)
    since: date | None = attrs.field(default=None, converter=_day)
    until: date | None = attrs.field(default=None, converter=_day)
    outlet: str | None = None
    type: str | None = attrs.field(default=None, validator=_type_there)
    min_confidence: float = attrs.field(default=0.0, validator=_share)

    @property
    def open(self) -> bool:
        """Whether nothing is asked."""
        return self == Question()

    def answer(self, doc: Document) -> Document:
        """The document with those of its quotations that fit."""
        if not self._in_time(doc):
            return doc.select(lambda _: False)
        published = self.outlet is not None and same_outlet(self.outlet, doc.meta.outlet, doc.meta.url)
        return doc.select(lambda quote: self._fits(quote, published))

    def _in_time(self, doc: Document) -> bool:
        if self.since is None and self.until is None:
            return True
        if not doc.meta.date:
            return False
        try:
            day = day_of(doc.meta.date)
        except InputError:
            return False
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def fits(self, quote: Quote) -> bool:
        """Whether a quotation is an answer, whenever and wherever it was published."""
        return self._fits(quote, published=False)

    def _fits(self, quote: Quote, published: bool) -> bool:
        return (
            (self.type is None or quote.type == self.type)
            and quote.confidence >= self.min_confidence
            and self._said_by(quote)
            and (published or self.outlet is None or same_outlet(self.outlet, *(m.name for m in quote.media)))
            and self.about <= _lemmas(quote.text)
        )

    def _said_by(self, quote: Quote) -> bool:
        if self.speaker is None:
            return True
        who = quote.speaker
        return who is not None and is_called(who, name_key(self.speaker))


def same_outlet(asked: str, *names: str | None) -> bool:
    """Whether one of the names, or addresses, is the outlet that is asked for, however each is written."""
    return any(_outlet(name) == _outlet(asked) for name in names if name)


@lru_cache(maxsize=1000)
def _outlet(name: str) -> str:
    """An outlet by one name, however it is written: «Тасс», «агентство ТАСС», «TASS», «https://tass.ru/a»."""
    from newsquotes.russian import canonical  # loads a lexicon, which only questions about outlets need

    if (site := _SITE.fullmatch(name.strip().lower())) is None:
        return (canonical.outlet(name) or canonical.without_noun(name) or name).lower()
    labels = site[1].split(".")
    wholes = (".".join(labels[i:]) for i in range(len(labels) - 1))  # «realty.rbc.ru» is of «rbc.ru»
    return next((known.lower() for known in map(canonical.outlet, wholes) if known), site[1])


def _lemmas(text: str) -> frozenset[str]:
    from newsquotes.russian.morphology import parse  # loads a dictionary, which only questions about words need

    return frozenset(parse(word).lemma.replace("ё", "е") for word in _WORD.findall(text))


def where(
    docs: Document | Iterable[Document],
    *,
    speaker: str | None = None,
    about: str | Iterable[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    outlet: str | None = None,
    type: str | None = None,
    min_confidence: float = 0.0,
) -> Iterator[Document]:
    """The documents that hold such quotations, each with those alone, as they come.

    ``speaker`` is a name in any form («Белова», «Анны Беловой»), ``about`` words that a quotation must all hold, in any
    form; ``since`` and ``until`` are days, both included («2023-05-18», «18.05.2023»), and leave out documents without a
    date; ``outlet`` published the document or relays the quotation, in any known spelling («РИА», «ria.ru»); ``type`` is
    direct, indirect or mixed. Raises :class:`~newsquotes.InputError` for a date that is none and
    :class:`~newsquotes.ConfigError` for an unknown type and for ``about`` without a word.

    >>> import newsquotes
    >>> doc = newsquotes.extract("«Мост готов», — сказал Пётр Ильин. По словам Анны Беловой, дорога закрыта.")
    >>> [quote.text for found in newsquotes.where(doc, about="дороги") for quote in found.quotes]
    ['дорога закрыта']
    """
    question = Question(
        speaker=speaker,
        about=about,
        since=since,
        until=until,
        outlet=outlet,
        type=type,
        min_confidence=min_confidence,
    )
    return answers(question, (docs,) if isinstance(docs, Document) else docs)


def answers(question: Question, docs: Iterable[Document]) -> Iterator[Document]:
    """The documents that hold an answer, each with the quotations that fit alone."""
    for doc in docs:
        found = question.answer(doc)
        if found.quotes:
            yield found
