"""Texts with the answer drawn in them: ``«<content>Мы готовы</content>», — <cue>заявил</cue> <source>Иванов</source>``.

Tags may cross. Where a text holds several quotations every tag bears the number of its own: ``<content 2>``. What is known
of a quotation besides its spans stands in the tag of its first fragment: ``<content 2 mixed speaker="Анна Королёва">``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, get_args

import attrs

from newsquotes.checks import check_layer
from newsquotes.document import Cue, Mode, Quote, QuoteType, Stance
from newsquotes.errors import MarkupError, did_you_mean
from newsquotes.spans import Span

_TAG = re.compile(r"</?([^<>\n\"]*(?:\"[^\"<>]*\"[^<>\n\"]*)*)>")
_ATTRIBUTE = re.compile(r'\s+(?:(\w+)="([^"]*)"|([\w-]+)(?=\s|$))')
_ENTITY = re.compile(r"&(\w*;?)")
_CHARACTERS = {"lt;": "<", "amp;": "&", "quot;": '"', "nbsp;": "\xa0", "gt;": ">"}
ROLES = ("content", "cue", "source")
WORDS = {"type": get_args(QuoteType), "stance": get_args(Stance), "mode": get_args(Mode)}
NAMES = ("speaker", "medium")


@attrs.frozen
class MarkedQuote:
    """A quotation as it is drawn in a text.

    Of ``type``, ``stance``, ``mode``, ``speaker`` and ``medium`` the drawing states what it likes: ``None`` says nothing,
    and ``""`` that there is no speaker or medium.
    """

    content: tuple[Span, ...] = attrs.field(validator=attrs.validators.min_len(1))
    cue: tuple[Span, ...] = ()
    source: Span | None = None
    type: QuoteType | None = None
    speaker: str | None = None
    medium: str | None = None
    stance: Stance | None = None
    mode: Mode | None = None

    @property
    def text(self) -> str:
        """The content fragments, joined by « … »."""
        return " … ".join(s.text for s in self.content)

    def spans(self) -> Iterable[tuple[str, Span]]:
        """Every span with its role: ``content``, ``cue`` or ``source``."""
        yield from (("content", span) for span in self.content)
        yield from (("cue", span) for span in self.cue)
        if self.source is not None:
            yield "source", self.source


@attrs.frozen
class MarkedText:
    """A text and the quotations drawn in it, by their first content offset, the longer first."""

    text: str
    quotes: tuple[MarkedQuote, ...] = ()


def parse_markup(marked: str) -> MarkedText:
    """The text without its tags, and the quotations that they draw; offsets count code points of that text.

    Raises :class:`~newsquotes.errors.MarkupError`, with the place drawn, for everything that is not exactly right.

    >>> marked = parse_markup('«<content>Газ придёт</content>», — <cue>заявил</cue> <source>Пётр Ильин</source>.')
    >>> marked.text
    '«Газ придёт», — заявил Пётр Ильин.'
    >>> marked.quotes[0].source
    Span(start=23, end=33, text='Пётр Ильин')
    """
    return _Parser(marked).parse()


def render_markup(text: str, quotes: Iterable[MarkedQuote]) -> str:
    """The text with the quotations drawn in it; :func:`parse_markup` reads it back.

    Raises :class:`~newsquotes.errors.LayerError` where a span does not fit the text.

    >>> marked = parse_markup("<cue>По словам</cue> <source>Ильина</source>, <content indirect>газ придёт</content>.")
    >>> print(render_markup(marked.text, marked.quotes))
    <cue>По словам</cue> <source>Ильина</source>, <content indirect>газ придёт</content>.
    """
    ordered = sorted(quotes, key=_order)
    tags: list[tuple[tuple[int, int, int], str]] = []
    for number, quote in enumerate(ordered, 1):
        plain = Quote(quote.content, Cue(quote.cue), quote.source)
        check_layer(text, {}, "quotes", (plain,))
        label = f" {number}" if len(ordered) > 1 else ""
        for role, span in quote.spans():
            more = _attributes(quote) if role == "content" and span == quote.content[0] else ""
            tags.append(((span.start, 1, -span.end), f"<{role}{label}{more}>"))
            tags.append(((span.end, 0, -span.start), f"</{role}{label}>"))
    drawn, last = [], 0
    for (place, *_), tag in sorted(tags, key=lambda pair: pair[0]):
        drawn += [_escaped(text[last:place]), tag]
        last = place
    return "".join(drawn) + _escaped(text[last:])


# --- reading ---------------------------------------------------------------------------------------------------------


class _Parser:
    def __init__(self, marked: str) -> None:
        self.marked = marked
        self.pieces: list[str] = []
        self.length = 0
        self.open: dict[tuple[int, str], tuple[int, int]] = {}  # (quotation, role) → offset of the span, of its tag
        self.spans: dict[tuple[int, str], list[tuple[int, int]]] = {}
        self.stated: dict[int, dict[str, Any]] = {}
        self.labels: dict[int, int] = {}  # quotation → where it is first named; 0 is one without a number

    def parse(self) -> MarkedText:
        last = 0
        while (at := self.marked.find("<", last)) >= 0:
            self.take_text(last, at)
            tag = _TAG.match(self.marked, at)
            if tag is None:
                raise self.error("a tag that is not closed by >; a literal < is written &lt;", at)
            self.take_tag(tag)
            last = tag.end()
        self.take_text(last, len(self.marked))
        for (label, role), (_, at) in self.open.items():
            raise self.error(f"<{role}{_numbered(label)}> is never closed", at)
        if 0 in self.labels and len(self.labels) > 1:
            raise self.error("a number is missing: with several quotations every tag bears one", self.labels[0])
        text = "".join(self.pieces)
        return MarkedText(text, tuple(sorted((self.quote(label, text) for label in sorted(self.labels)), key=_order)))

    def take_text(self, start: int, end: int) -> None:
        piece = self.marked[start:end]
        for entity in _ENTITY.finditer(piece):
            if entity[1] not in _CHARACTERS:
                known = ", ".join("&" + name for name in _CHARACTERS)
                raise self.error(f"& stands only in {known}", start + entity.start())
        piece = _unescaped(piece)
        self.pieces.append(piece)
        self.length += len(piece)

    def take_tag(self, tag: re.Match[str]) -> None:
        at = tag.start()
        head = re.match(r"(\w*)(?:\s+(\d+))?", tag[1])
        role = head[1] if head else ""
        if head is None or role not in ROLES:
            raise self.error(f"unknown tag {role!r}; {did_you_mean(role, ROLES)}; a literal < is written &lt;", at)
        label = int(head[2]) if head[2] else 0
        if head[2] and label == 0:
            raise self.error("quotations are numbered from 1", at)
        self.labels.setdefault(label, at)
        rest = tag[1][head.end() :]
        if tag[0].startswith("</"):
            self.close(role, label, rest, at)
        else:
            self.begin(role, label, rest, at)

    def begin(self, role: str, label: int, rest: str, at: int) -> None:
        key = label, role
        name = f"<{role}{_numbered(label)}>"
        if key in self.open:
            raise self.error(f"{name} is open already", at)
        if role == "source" and key in self.spans:
            raise self.error(f"a second {name}: a quotation has one source", at)
        stated = self.attributes(rest, at)
        if stated and role != "content":
            raise self.error(f"attributes stand in the tag <content{_numbered(label)}>, not in {name}", at)
        if stated and key in self.spans:
            raise self.error(f"attributes stand in the first {name} alone", at)
        self.stated.setdefault(label, {}).update(stated)
        self.open[key] = self.length, at

    def close(self, role: str, label: int, rest: str, at: int) -> None:
        name = f"{role}{_numbered(label)}"
        if rest:
            raise self.error(f"a closing tag has no attributes: </{name}>", at)
        if (label, role) not in self.open:
            raise self.error(f"</{name}> closes nothing", at)
        start, _ = self.open.pop((label, role))
        if start == self.length:
            raise self.error(f"<{name}> is empty", at)
        self.spans.setdefault((label, role), []).append((start, self.length))

    def attributes(self, rest: str, at: int) -> dict[str, Any]:
        stated: dict[str, Any] = {}
        last = 0
        for found in _ATTRIBUTE.finditer(rest):
            if found.start() != last:
                break
            last = found.end()
            name, value = ("type", found[3]) if found[3] else (found[1], self.value(found[2], at))
            if name in stated:
                raise self.error(f"{name} is stated twice", at)
            if name in WORDS:
                if value not in WORDS[name]:
                    raise self.error(f"unknown {name} {value!r}; {did_you_mean(value, WORDS[name])}", at)
            elif name not in NAMES:
                raise self.error(f"unknown attribute {name!r}; {did_you_mean(name, [*WORDS, *NAMES])}", at)
            stated[name] = value
        if last != len(rest):
            raise self.error(f'cannot read {rest[last:].strip()!r}; an attribute is written name="value"', at)
        return stated

    def value(self, quoted: str, at: int) -> str:
        if any(entity[1] not in _CHARACTERS for entity in _ENTITY.finditer(quoted)):
            raise self.error("& in a value is written &amp;", at)
        return _unescaped(quoted)

    def quote(self, label: int, text: str) -> MarkedQuote:
        spans = {role: [Span(s, e, text[s:e]) for s, e in self.spans.get((label, role), ())] for role in ROLES}
        if not spans["content"]:
            raise self.error(f"quotation{_numbered(label)} has no <content{_numbered(label)}>", self.labels[label])
        source = spans["source"][0] if spans["source"] else None
        return MarkedQuote(tuple(spans["content"]), tuple(spans["cue"]), source, **self.stated.get(label, {}))

    def error(self, message: str, at: int) -> MarkupError:
        left = max(self.marked.rfind("\n", 0, at) + 1, at - 40)
        line = "".join(c if c.isprintable() else " " for c in self.marked[left : at + 80].split("\n")[0])
        row = self.marked.count("\n", 0, at) + 1
        return MarkupError(f"line {row}: {message}\n  {line}\n  {' ' * (at - left)}^")


def _numbered(label: int) -> str:
    return f" {label}" if label else ""


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda entity: _CHARACTERS[entity[1]], text)


# --- writing -------------------------------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\xa0", "&nbsp;")


def _attributes(quote: MarkedQuote) -> str:
    words = f" {quote.type}" if quote.type else ""
    for name in ("speaker", "medium", "stance", "mode"):
        value = getattr(quote, name)
        if value is not None:
            words += f' {name}="' + _escaped(value).replace('"', "&quot;").replace(">", "&gt;") + '"'
    return words


def _order(quote: MarkedQuote) -> tuple[int, int]:
    return quote.content[0].start, -quote.content[-1].end
