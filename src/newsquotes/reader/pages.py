"""What the HTML of notebook and report have in common: templates, colours, words for a quotation, harmless text."""

from __future__ import annotations

import contextlib
import functools
import re
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined

from newsquotes.document import Document, Quote, Speaker
from newsquotes.errors import MissingLayerError
from newsquotes.reader.highlight import GREY, PALETTE, PATTERNS, speaker_of, unknown
from newsquotes.terms import in_words
from newsquotes.wording import decimal, gettext, language, ngettext

_PAGES = "view.html cards.html report.html home.html api.html marks.css view.css report.css home.css"
_TEMPLATES = [f"{name}.jinja" for name in _PAGES.split()]
# What HTML forbids even as a character reference: controls, surrogates and noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TIME = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*", re.S)
_LONE_RETURN = re.compile("\r(?!\n)")


def harmless(text: str) -> str:
    r"""The text with what HTML cannot hold replaced, code point by code point, so that offsets stay right.

    >>> harmless("Мост\x00откроют\rв мае")
    'Мост�откроют\nв мае'
    """
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", _LONE_RETURN.sub("\n", text))


def render(template: str, **values: Any) -> str:
    """A template of this package, filled; everything in ``values`` is escaped."""
    return _environment().get_template(template).render(values)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: harmless(value) if type(value) is str else value,
        loader=DictLoader({name: asset(name) for name in _TEMPLATES}),
    )
    colours = {str(i): colour for i, colour in enumerate(PALETTE)} | {"x": GREY}
    environment.globals.update(colours=colours, patterns=PATTERNS, gettext=gettext, ngettext=ngettext, language=language)
    return environment


@functools.cache
def asset(name: str) -> str:
    """A file of this package's data."""
    return files("newsquotes.reader").joinpath("data", name).read_text(encoding="utf-8")


def described(quote: Quote) -> str:
    """The speaker and all that is known of a quotation, in one line for tooltips and screen readers."""
    who = speaker_of(quote)
    return f"{unknown() if who is None else who.name}: {facts(quote)}"


def rule_words(quote: Quote) -> str:
    """The rules that found a quotation and its speaker, in words."""
    rules = [in_words("quote rule", quote.rule)] if quote.rule else []
    with contextlib.suppress(MissingLayerError):
        if speaker_of(quote):
            rules.append(gettext("speaker: {rule}", rule=in_words("speaker rule", quote.attribution.rule)))
    return ", ".join(rules)


def facts(quote: Quote) -> str:
    """All that is known of a quotation besides its speaker, in one line."""
    words = kind_words(quote)
    try:
        if quote.medium:
            words.append(gettext("relayed by {media}", media=", ".join(map(str, quote.media))))
        words.append(
            gettext(
                "confidence {both} (content {content}, speaker {speaker})",
                both=decimal(quote.confidence),
                content=decimal(quote.detection_confidence),
                speaker=decimal(quote.speaker_confidence),
            )
        )
    except MissingLayerError:
        words.append(gettext("confidence of the content {content}", content=decimal(quote.detection_confidence)))
    return "; ".join(filter(None, (", ".join(words), rule_words(quote))))


def kind_words(quote: Quote) -> list[str]:
    """Type, stance and mode in words, as far as they are not the usual ones."""
    words = [in_words("type", quote.type)]
    if quote.stance != "asserted":
        words.append(in_words("stance", quote.stance))
    if quote.mode != "speech":
        words.append(in_words("mode", quote.mode))
    return words


def confidence_of(quote: Quote) -> float:
    """The confidence in content and speaker, or in the content alone before speakers are resolved."""
    try:
        return quote.confidence
    except MissingLayerError:
        return quote.detection_confidence


def about(speaker: Speaker) -> str:
    """Role and organization, which the role may name already.

    >>> about(Speaker(0, "Пётр Ильин", "person", role="глава «Моста»", organization="«Мост»"))
    'глава «Моста», «Мост»'
    >>> about(Speaker(0, "Пётр Ильин", "person", role="мэр города", organization="города"))
    'мэр города'
    """
    role, organization = speaker.role or "", speaker.organization or ""
    return role if organization in role else ", ".join(filter(None, (role, organization)))


def quotations(number: int) -> str:
    """A number of quotations.

    >>> quotations(1), quotations(2500)
    ('1 quotation', '2,500 quotations')
    """
    return ngettext("{number} quotation", "{number} quotations", number)


def speakers(number: int) -> str:
    """A number of speakers."""
    return ngettext("{number} speaker", "{number} speakers", number)


def heading(doc: Document) -> str:
    """The title of a document, else its id."""
    return doc.meta.title or doc.id


def origin(doc: Document) -> str:
    """Outlet and date, as far as they are known; the time of the day without its seconds."""
    return ", ".join(filter(None, (doc.meta.outlet, _TIME.sub(r"\1 \2", doc.meta.date or ""))))
