r"""Half a character: a lone surrogate, as broken JSON («\ud83d») leaves it, which no file in UTF-8 can hold.

JSON carries it as an escape. Everywhere else the replacement character stands for it, one for one, so that offsets stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from newsquotes.document import Document
from newsquotes.errors import InputWarning, brief, tell
from newsquotes.formats.record import from_record, to_record
from newsquotes.wording import gettext

_HALF = re.compile("[\ud800-\udfff]")


def whole(value: Any) -> Any:
    r"""A value as UTF-8 can hold it: a string, or a list or mapping of such.

    >>> whole({"text": "мост \ud83d"})
    {'text': 'мост �'}
    """
    if isinstance(value, str):
        return value if value.isascii() else _HALF.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {whole(name): whole(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [whole(item) for item in value]
    return value


def has_half(doc: Document) -> bool:
    """Whether a document holds half a character, which a warning then tells."""
    meta = doc.meta
    who = [(s.name, s.role, s.organization, s.kb_id, s.edited_by) for s in doc.speakers]  # who corrects may name anybody
    how = [
        (q.rule, q.cue.lemma, q.edited_by, a.rule, a.edited_by, [medium.name for medium in a.media])
        for q, a in zip(doc.quotes, doc.attributions, strict=True)
    ]
    said = (meta.title, meta.date, meta.url, meta.outlet, meta.kept, who, how)
    parts = (doc.text, doc.id, doc.pipeline, *_strings((said, doc.extractors, doc.extra)))
    if not any(_HALF.search(part) for part in parts if not part.isascii()):
        return False
    message = gettext("the document {id} holds half a character; � stands for it", id=brief(whole(doc.id)))
    tell(message, InputWarning)
    return True


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _strings(name)
            yield from _strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _strings(item)


def storable(doc: Document) -> Document:
    """The document as a file in UTF-8 can hold it: itself, or a copy whose text has � where it had half a character."""
    if not has_half(doc):
        return doc
    record = whole(to_record(doc, with_text=True))
    return from_record(record | {"text_sha256": sha256(record["text"].encode()).hexdigest()})
