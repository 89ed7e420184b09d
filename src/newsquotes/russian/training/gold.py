"""Gold to train on: a gold folder, or documents that somebody corrected in brat, Label Studio or another format."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs

from newsquotes.document import Document, Quote
from newsquotes.errors import RecordError
from newsquotes.evaluation.records import GoldDocument, GoldQuote, read_gold
from newsquotes.formats.catalogue import read
from newsquotes.wording import gettext


def gold_in(paths: Sequence[Path]) -> list[GoldDocument]:
    """The gold documents of all paths, by id.

    A path is a folder with ``gold.jsonl`` (see :func:`newsquotes.evaluation.records.read_gold`), or whatever
    :func:`newsquotes.formats.read` reads: a folder of brat, an export of Label Studio, records of newsquotes. Raises
    :class:`~newsquotes.errors.RecordError` where one cannot be read, or two documents have one id.
    """
    found: dict[str, GoldDocument] = {}
    for path in paths:
        documents = read_gold(path) if (path / "gold.jsonl").is_file() else [gold_of(doc) for doc in read(path)]
        for n, document in enumerate(documents):
            name = document.id or f"{path.stem}-{n}"
            if name in found:
                raise RecordError(gettext("{path}: the gold holds document {name!r} twice", path=path, name=name))
            found[name] = attrs.evolve(document, id=name)
    return [found[name] for name in sorted(found)]


def gold_of(doc: Document) -> GoldDocument:
    """A corrected document as gold: every quotation in it must be found."""
    return GoldDocument(doc.id or "", doc.text, tuple(map(_gold_quote, doc.quotes)))


def _gold_quote(quote: Quote) -> GoldQuote:
    speaker = quote.speaker
    return GoldQuote(
        quote.type,
        tuple((s.start, s.end) for s in quote.content),
        tuple((s.start, s.end) for s in quote.cue.spans),
        () if quote.source is None else ((quote.source.start, quote.source.end),),
        None if speaker is None else speaker.name,
        kind="unknown" if speaker is None else speaker.kind,
        medium=quote.medium,
    )
