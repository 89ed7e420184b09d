"""A self-contained page of one or many documents: who is quoted, what they said, where it stands in the text.

The page loads nothing: a policy in its head forbids all but its own style and its own script, named by their hashes. The
documents are embedded as JSON, and the script writes them as text, never as HTML.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from newsquotes.document import Document
from newsquotes.reader.pages import asset, quotations, render, speakers
from newsquotes.reader.report_data import Data, packed, report_data
from newsquotes.terms import words_of
from newsquotes.wording import gettext, language, messages_of, ngettext

__all__ = ["MOST", "embedded", "in_parts", "report", "report_data", "report_of"]

MOST = 30_000
"""The quotations of a page with which it stays quick."""

_SCRIPTS = ("messages", "marks", "people", "filters", "panels", "cards", "article", "corrections", "corpus", "saving")


def report(docs: Iterable[Document], *, title: str | None = None) -> str:
    """The page, as HTML. It shows any number of documents; some tens of thousands of quotations stay usable.

    What people correct on it they save as a file, which :func:`newsquotes.correct` applies. It speaks the language of
    :func:`newsquotes.set_language`.

    >>> import newsquotes
    >>> page = report([newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.", id="most")])
    >>> page.startswith("<!DOCTYPE html>"), "Анна Белова" in page
    (True, True)
    """
    return report_of(report_data(docs), title=title)


def report_of(data: Data, *, title: str | None = None, server: Mapping[str, str] | None = None) -> str:
    """The page of data that are there already.

    ``server`` are addresses on the server that gives the page, and nowhere else: the page sends its corrections to
    ``corrections``, and links the others.
    """
    counts = (len(data[key]) for key in ("documents", "quotes", "speakers"))
    style = render("report.css.jinja", root="report")
    parts = "\n".join(asset(f"{name}.js") for name in _SCRIPTS)
    script = f"(function () {{\n{parts}}})();"
    words = words_of("type", "stance", "mode", "kind", "gender")
    written, blocks = packed(data)
    spoken: Data = {"language": language(), "messages": messages_of(script), "words": words}
    if server:
        spoken["server"] = dict(server)
    return render(
        "report.html.jinja",
        title=gettext("Who said what") if title is None else title,
        summary=", ".join(say(count) for say, count in zip((_documents, quotations, speakers), counts, strict=True)),
        server=server,
        # Jinja marks nothing in these as safe but what this package wrote, and JSON in which no tag can start or end.
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=Markup(embedded(written | spoken)),
        blocks=[Markup(embedded(texts)) for texts in blocks],
    )


def in_parts(docs: Iterable[Document], most: int = MOST) -> Iterator[list[Document]]:
    """The documents, as many at a time as hold at most so many quotations together, or a single one that holds more."""
    part: list[Document] = []
    held = 0
    for doc in docs:
        found = len(doc.quotes)
        if part and held + found > most:
            yield part
            part, held = [], 0
        part.append(doc)
        held += found
    if part:
        yield part


def _documents(number: int) -> str:
    return ngettext("{number} document", "{number} documents", number)


def embedded(data: Any) -> str:
    r"""JSON that may stand in an HTML ``script`` element: no ``<`` can end it, no ``<!--`` can open another.

    >>> embedded("</script>")
    '"\\u003c/script>"'
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    written = written.encode("utf-8", "backslashreplace").decode()  # half a character as JSON escapes it
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hash(content: str) -> str:
    return b64encode(hashlib.sha256(content.encode()).digest()).decode()
