"""What a document's quotations have otherwise than a marked text, drawn for people who read a failing test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from newsquotes.document import Document, Quote
from newsquotes.evaluation.names import canonical
from newsquotes.testing.markup import NAMES, ROLES, WORDS, MarkedQuote, MarkedText, render_markup


def markup_of(doc: Document) -> str:
    """A document's quotations drawn in its text, with their types, speakers and media, and what is unusual of the rest.

    >>> import newsquotes
    >>> print(markup_of(newsquotes.extract("«Газ придёт к зиме», — заявил Пётр Ильин.")))
    «<content direct speaker="Пётр Ильин">Газ придёт к зиме</content>», — <cue>заявил</cue> <source>Пётр Ильин</source>.
    """
    return render_markup(doc.text, map(_shown, map(_marked, doc.quotes)))


def diff_markup(expected: MarkedText, doc: Document) -> str:
    """What a document's quotations have otherwise than expected, both drawn; empty where nothing is.

    Content, cue and source must be those that are drawn; type, speaker, medium, stance and mode only where they are
    stated. Names are compared word by word, ё as е.

    >>> import newsquotes
    >>> from newsquotes.testing import parse_markup
    >>> expected = parse_markup('«<content speaker="Ян">Газ придёт</content>», — <cue>заявил</cue> <source>он</source>.')
    >>> print(diff_markup(expected, newsquotes.extract(expected.text)))
    expected: «<content speaker="Ян">Газ придёт</content>», — <cue>заявил</cue> <source>он</source>.
    found:    «<content direct speaker="">Газ придёт</content>», — <cue>заявил</cue> <source>он</source>.
      speaker of «Газ придёт»: expected 'Ян', found none
    """
    if expected.text != doc.text:
        return f"another text:\nexpected: {expected.text!r}\nfound:    {doc.text!r}"
    found = [_marked(quote) for quote in doc.quotes]
    lines = []
    for quote, other in _paired(expected.quotes, found):
        if other is None and quote is not None:
            lines.append(f"not found: «{quote.text}»")
        elif quote is None and other is not None:
            lines.append(f"found where none is expected: «{other.text}»")
        elif quote is not None and other is not None:
            lines += _differences(quote, other)
    if not lines:
        return ""
    drawn = render_markup(expected.text, expected.quotes), render_markup(doc.text, map(_shown, found))
    return "\n  ".join([f"expected: {drawn[0]}\nfound:    {drawn[1]}", *lines])


def _marked(quote: Quote) -> MarkedQuote:
    speaker = quote.speaker
    return MarkedQuote(
        quote.content,
        quote.cue.spans,
        quote.source,
        quote.type,
        "" if speaker is None else speaker.name,
        quote.medium or "",
        quote.stance,
        quote.mode,
    )


def _shown(quote: MarkedQuote) -> MarkedQuote:
    """Without what goes without saying: no medium, asserted, speech."""
    return attrs.evolve(
        quote,
        medium=quote.medium or None,
        stance=None if quote.stance == "asserted" else quote.stance,
        mode=None if quote.mode == "speech" else quote.mode,
    )


def _paired(
    expected: Sequence[MarkedQuote], found: Sequence[MarkedQuote]
) -> Iterable[tuple[MarkedQuote | None, MarkedQuote | None]]:
    """Each expected quotation with the found one whose content is most like its own, then those that are left."""
    ranked = sorted(
        ((_likeness(quote, other), -i, -j) for i, quote in enumerate(expected) for j, other in enumerate(found)),
        reverse=True,
    )
    mates: dict[int, int] = {}
    for likeness, i, j in ranked:
        if likeness[0] > 0 and -i not in mates and -j not in mates.values():
            mates[-i] = -j
    for i, quote in enumerate(expected):
        yield quote, found[mates[i]] if i in mates else None
    yield from ((None, other) for j, other in enumerate(found) if j not in mates.values())


def _likeness(quote: MarkedQuote, other: MarkedQuote) -> tuple[float, bool]:
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in quote.content for b in other.content)
    union = sum(map(len, quote.content)) + sum(map(len, other.content)) - shared
    return shared / union, quote.cue == other.cue


def _differences(quote: MarkedQuote, other: MarkedQuote) -> Iterable[str]:
    """One line for each thing that the second has otherwise."""
    for role in ROLES:
        if getattr(quote, role) != getattr(other, role):
            yield f"{role} of «{quote.text}»: expected {_named(quote, role)}, found {_named(other, role)}"
    for name in (*WORDS, *NAMES):
        stated, has = getattr(quote, name), getattr(other, name)
        if stated is None or stated == has or (name in NAMES and stated and canonical(has, stated)):
            continue
        yield f"{name} of «{quote.text}»: expected {_said(stated)}, found {_said(has)}"


def _named(quote: MarkedQuote, role: str) -> str:
    return _said(" … ".join(span.text for kind, span in quote.spans() if kind == role))


def _said(value: str) -> str:
    return repr(value) if value else "none"
