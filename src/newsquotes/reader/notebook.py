"""What a notebook shows of documents, quotations, speakers, pipelines and collections: HTML without network.

Several documents may stand on one page: each has an id of its own, to which its style rules and its script are bound.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from itertools import chain
from typing import Any

import attrs
from markupsafe import Markup

from newsquotes.document import Document, Quote, Speaker
from newsquotes.explanations import Explanation, reasons_of
from newsquotes.pipeline import Pipeline
from newsquotes.reader.highlight import Look, Segment, Voice, looks, segments, speaker_of, unknown, voices
from newsquotes.reader.pages import asset, confidence_of, described, facts, heading, origin, quotations, render, speakers
from newsquotes.shown import Items
from newsquotes.terms import in_words
from newsquotes.wording import decimal, gettext, messages_of, ngettext

TEXT_LIMIT = 300_000
"""The code points of a text that are shown; what comes after them is counted."""
ROW_LIMIT = 50
"""The rows of a table that are shown."""
EXPLAINED = 100
"""The quotations of a document up to which its view says why they were found."""
LEGEND_LIMIT = 12
"""The speakers of a legend that are shown before it is unfolded."""


@attrs.frozen
class _Label:
    """Names the speaker where a fragment of a quotation starts; the first fragment's can be chosen."""

    quote: int
    name: str
    look: Look
    first: bool
    description: str


@attrs.frozen
class _Piece:
    text: str
    segment: Segment | None = None
    classes: str = "nq-s"
    labels: tuple[_Label, ...] = ()


@singledispatch
def to_html(shown: Any) -> str:
    """The HTML by which a notebook shows a document, a quotation, a speaker, a pipeline or a collection of these.

    >>> import newsquotes
    >>> html = to_html(newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова."))
    >>> "Анна Белова</button>" in html
    True
    """
    raise TypeError(gettext("there is no HTML for the type {type}", type=type(shown).__name__))


@to_html.register
def _document(doc: Document) -> str:
    name = heading(doc) or gettext("Document")
    if not doc.has("quotes"):
        found: tuple[Voice, ...] = ()
        pieces = [_Piece(doc.text[:TEXT_LIMIT])]
        summary = gettext("No stage has looked for quotations yet: newsquotes.extract(text) does.")
    else:
        found = voices(doc)
        pieces = list(_pieces(doc, found))
        known = sum(voice.speaker is not None for voice in found)
        summary = f"{quotations(len(doc.quotes))}, {speakers(known)}"
    script = "".join(map(asset, ("messages.js", "marks.js", "view.js")))
    return _with_id(
        "view.html.jinja",
        name=name,
        heading=heading(doc),
        origin=origin(doc),
        summary=summary,
        voices=found,
        legend_limit=LEGEND_LIMIT,
        pieces=pieces,
        cut=_cut_note(doc),
        reasons=_reasons(doc),
        script=Markup(script),
        messages=messages_of(script),
    )


def _reasons(doc: Document) -> list[tuple[str, list[tuple[str, str]]]]:
    """Why each quotation was found, where that is at hand: its words, and the lines of its explanation."""
    if not doc.has("quotes") or len(doc.quotes) > EXPLAINED:
        return []
    return [(_short(doc.quote(id_).text), lines) for id_, lines in reasons_of(doc).items()]


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79].rstrip() + "…"


def _cut_note(doc: Document) -> str:
    left = len(doc.text) - TEXT_LIMIT
    if left <= 0:
        return ""
    later = sum(quote.start >= TEXT_LIMIT for quote in doc.quotes) if doc.has("quotes") else 0
    characters = ngettext("{number} more character", "{number} more characters", left)
    return gettext(
        "… {characters} with {quotations}",
        characters=characters,
        quotations=ngettext("{number} more quotation", "{number} more quotations", later),
    )


def _pieces(doc: Document, found: tuple[Voice, ...]) -> Iterable[_Piece]:
    look_of = looks(found)
    names = {quote.id: voice.name for voice in found for quote in voice.quotes}
    begun: set[int] = set()
    for segment in segments(doc):
        if segment.span.start >= TEXT_LIMIT:
            break
        labels = []
        for id_ in segment.opens:
            description = "" if id_ in begun else described(doc.quotes[id_])
            labels.append(_Label(id_, names[id_], look_of[id_], id_ not in begun, description))
            begun.add(id_)
        text = segment.span.text[: TEXT_LIMIT - segment.span.start]
        yield _Piece(text, segment, " ".join(classes(segment, look_of)), tuple(labels))


def classes(segment: Segment, look_of: Mapping[int, Look]) -> list[str]:
    """The classes of a stretch of text; ``nqPaint`` in marks.js gives the same when quotations are filtered."""
    names = ["nq-s"]
    if segment.content:
        outer, inner = look_of[segment.content[0]], look_of[segment.content[-1]]
        names += ["nq-m", f"nq-out-{outer.key}", f"nq-p{outer.pattern}", f"nq-in-{inner.key}"]
        if len(segment.content) > 1:
            names.append("nq-nested")
    for role, ids in (("cue", segment.cue), ("source", segment.source)):
        if ids:
            names += [f"nq-{role}", f"nq-role-{look_of[ids[0]].key}"]
    return names


# --- small things ----------------------------------------------------------------------------------------------------


@to_html.register
def _quote(quote: Quote) -> str:
    rows = [
        (gettext("speaker"), _name(quote)),
        (gettext("cue"), str(quote.cue)),
        (gettext("source"), "" if quote.source is None else quote.source.text),
        (gettext("about it"), facts(quote)),
    ]
    return _with_id("cards.html.jinja", quotation=quote.text, caption="", columns=(), rows=_filled(rows), more="")


@to_html.register
def _explanation(why: Explanation) -> str:
    words = why.span.text if why.quote is None else why.quote.text
    return _with_id("cards.html.jinja", quotation=words, caption="", columns=(), rows=[*why.lines()], more="")


@to_html.register
def _speaker(speaker: Speaker) -> str:
    rows = [
        (gettext("kind"), in_words("kind", speaker.kind)),
        (gettext("role"), speaker.role or ""),
        (gettext("organization"), speaker.organization or ""),
        ("id", speaker.kb_id or ""),
        (gettext("mentions"), _shortened(list(dict.fromkeys(str(span) for span in speaker.mentions)), 10)),
    ]
    return _with_id("cards.html.jinja", quotation="", caption=speaker.name, columns=(), rows=_filled(rows), more="")


@to_html.register
def _pipeline(pipeline: Pipeline) -> str:
    rows = [(step.stage.name, step.name, step.plugin or "–") for step in pipeline.steps]
    columns = (gettext("stage"), gettext("extractor"), gettext("plugin"))
    return _table(gettext("Pipeline {name}", name=pipeline.name), columns, rows)


@to_html.register
def _items(items: Items) -> str:  # type: ignore[type-arg]
    shown = items[:ROW_LIMIT]
    rows: list[tuple[str, ...]]
    if items and all(isinstance(item, Quote) for item in items):
        caption = quotations(len(items))
        columns: tuple[str, ...] = tuple(
            in_words("column", n) for n in ("speaker", "type", "cue", "quotation", "confidence")
        )
        rows = [(_name(q), in_words("type", q.type), str(q.cue), q.text, decimal(confidence_of(q))) for q in shown]
    elif items and all(isinstance(item, Speaker) for item in items):
        caption = speakers(len(items))
        columns = (*_headings("speaker", "kind", "role", "organization"), gettext("mentions"))
        rows = [(s.name, in_words("kind", s.kind), s.role or "", s.organization or "", str(len(s.mentions))) for s in shown]
    elif items and all(isinstance(item, Explanation) for item in items):
        caption = ngettext("{number} explanation", "{number} explanations", len(items))
        columns = (*_headings("quotation"), gettext("found as"), *_headings("speaker"), gettext("how sure"))
        rows = [_explained(why) for why in shown]
    else:
        caption, columns = ngettext("{number} item", "{number} items", len(items)), ()
        rows = [(str(item),) for item in shown]
    return _table(caption, columns, rows, len(items))


def _explained(why: Explanation) -> tuple[str, ...]:
    if why.quote is None:
        return _short(why.span.text), _short(why.reason), "", ""
    rule = in_words("speaker rule", why.speaker_rule)
    return why.quote.text, in_words("quote rule", why.rule), f"{_name(why.quote)}: {rule}", why.in_words


def _headings(*columns: str) -> tuple[str, ...]:
    return tuple(in_words("column", column) for column in columns)


def _table(caption: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], total: int = 0) -> str:
    left = total - len(rows)
    more = _more(left) if left > 0 else ""
    return _with_id("cards.html.jinja", quotation="", caption=caption, columns=columns, rows=rows, more=more)


def _with_id(template: str, **values: Any) -> str:
    # Random: outputs of an earlier run of the notebook may stand on the same page.
    return render(template, root=f"nq-{secrets.token_hex(6)}", **values)


def _name(quote: Quote) -> str:
    speaker = speaker_of(quote)
    return unknown() if speaker is None else speaker.name


def _filled(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [row for row in rows if row[1]]


def _shortened(words: list[str], limit: int) -> str:
    left = len(words) - limit
    return ", ".join(chain(words[:limit], [_more(left)] if left > 0 else []))


def _more(left: int) -> str:
    return ngettext("… and {number} more", "… and {number} more", left)
