"""JSON Lines (one record a line) and JSON (one array of records), written and read as UTF-8."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from newsquotes.document import Document
from newsquotes.errors import RecordError
from newsquotes.formats.record import from_record, to_record
from newsquotes.formats.shape import formed, json_of
from newsquotes.wording import gettext


def write_jsonl(docs: Iterable[Document], file: BinaryIO, *, with_text: bool = False) -> None:
    """Write one record a line; each is out before the next document is asked for."""
    for doc in docs:
        file.write(encoded(to_record(doc, with_text=with_text), None) + b"\n")
        file.flush()


def write_json(docs: Iterable[Document], file: BinaryIO, *, with_text: bool = False) -> None:
    """Write one indented array of records."""
    opening = b"["
    for doc in docs:
        file.write(opening + b"\n" + encoded(to_record(doc, with_text=with_text), 1))
        opening = b","
    file.write(b"[]\n" if opening == b"[" else b"\n]\n")


# What a terminal obeys, or shows nothing of, and JSON would hold as it is: controls, directions, tags, half a character.
_ESCAPED = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")


def encoded(record: Any, indent: int | None) -> bytes:
    r"""JSON in UTF-8 that may be shown as it is.

    >>> encoded("раз\u202eдва", None).decode()
    '"раз\\u202eдва"'
    """
    return _ESCAPED.sub(_escape, json.dumps(record, ensure_ascii=False, indent=indent)).encode()


def _escape(character: re.Match[str]) -> str:
    return json.dumps(character[0])[1:-1]


Texts = Mapping[str, str] | Callable[[str], str]


def read_jsonl(
    lines: Iterable[str | bytes], texts: Texts | None = None, *, report: Callable[[str], None] | None = None
) -> Iterator[Document]:
    """The documents of JSON Lines; ``texts`` gives the text of an id where the records do not hold it. Lazy.

    A line that holds no record raises :class:`~newsquotes.RecordError`; with ``report``, that is called with the message
    instead and the other lines are still read.

    >>> import io, newsquotes
    >>> text, file = "«Мост откроют в мае», — сообщила мэр Анна Белова.", io.BytesIO()
    >>> write_jsonl([newsquotes.extract(text, id="most")], file)
    >>> [doc] = read_jsonl(file.getvalue().splitlines(), {"most": text})
    >>> doc.quotes[0].text
    'Мост откроют в мае'
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            with formed(gettext("line {number}", number=number)):
                record = json_of(line)
                doc = from_record(record, text_of(texts, record))
        except RecordError as exc:
            if report is None:
                raise
            report(str(exc))
        else:
            yield doc


def read_json(file: BinaryIO, texts: Texts | None = None) -> Iterator[Document]:
    """The documents of a JSON array of records, or of a single record."""
    records = json_of(file.read().removeprefix(b"\xef\xbb\xbf"))
    for number, record in enumerate(records if isinstance(records, list) else [records], 1):
        with formed(gettext("record {number}", number=number)):
            doc = from_record(record, text_of(texts, record))
        yield doc


def text_of(texts: Texts | None, record: Any) -> str | None:
    """The text of a record from ``texts``, or ``None`` where the record holds it or there are no texts."""
    if texts is None or not isinstance(record, Mapping) or "text" in record:
        return None
    id_ = record.get("id", "")
    try:
        return texts[id_] if isinstance(texts, Mapping) else texts(id_)
    except KeyError:
        raise RecordError(gettext("there is no text for the id {id!r}", id=id_)) from None
