"""Documents as a table of quotations for pandas (extra ``tables``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, get_args

from newsquotes.alias_table import AliasTable
from newsquotes.columns import COLUMNS
from newsquotes.document import Document, Gender, Mode, QuoteType, SpeakerKind, Stance
from newsquotes.errors import InputError
from newsquotes.extras import need
from newsquotes.same_speakers import Setting, merge_speakers
from newsquotes.wording import gettext

if TYPE_CHECKING:
    import pandas

CONTEXT = ("context_left", "context_right")
"""The columns that a table has besides those of a file: the sentence around a quotation."""
_CATEGORIES = {"type": QuoteType, "stance": Stance, "mode": Mode, "kind": SpeakerKind, "gender": Gender}
_DTYPES = {"str": "string", "int": "Int64", "float": "float64"}


def to_frame(
    docs: Document | Iterable[Document], *, merge: bool | Setting = False, aliases: AliasTable | None = None
) -> pandas.DataFrame:
    """One row a quotation, in the order of the documents and of their texts.

    Every value may be missing (``pandas.NA``). Offsets count code points in the text of the document. ``date`` holds days
    (``datetime64``; what is no ISO date is missing), ``type``, ``stance``, ``mode``, ``kind`` and ``gender`` are categories
    with all their values. The columns:

    {columns}
    - ``context_left``, ``context_right`` (str): what stands before and after the quotation in its sentence

    Each layer of an annotator has a further column ``extra.NAME`` with plain values: of a list of objects that have a key
    ``quote``, those of this quotation; any other layer as a whole.

    With ``merge`` (``True`` for ``"usual"``, or a setting of :func:`newsquotes.merge_speakers`), everybody who speaks in
    several documents has one name throughout in ``speaker``, and one number in the further column ``person``, and an outlet
    one name in ``medium``; ``aliases`` is a table that has been corrected by hand (:func:`newsquotes.read_aliases`).
    Raises :class:`~newsquotes.MissingExtraError` where pandas is not installed.

    >>> import newsquotes
    >>> doc = newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.", id="most")
    >>> newsquotes.to_frame([doc])[["document", "speaker", "text", "start"]]
      document      speaker                text  start
    0     most  Анна Белова  Мост откроют в мае      1
    """
    from newsquotes.formats import to_record  # with all the other formats: not while newsquotes is imported
    from newsquotes.formats.halves import has_half, whole
    from newsquotes.formats.layers import layer_of
    from newsquotes.formats.reading_table import context
    from newsquotes.formats.rows import quote_rows

    pandas = need("pandas", "tables", "to_frame()")
    listed = _documents(docs)
    records = [whole(to_record(doc)) if has_half(doc) else to_record(doc) for doc in listed]
    rows = [row for record in records for row in quote_rows(record)]
    frame = pandas.DataFrame({name: column(pandas, rows, name) for name in COLUMNS})
    around = [whole(context(doc, quote)) for doc in listed for quote in doc.quotes]
    for side, name in enumerate(CONTEXT):
        frame[name] = pandas.array([both[side] for both in around], dtype=_DTYPES["str"])
    for layer in dict.fromkeys(name for record in records for name in record["extra"]):
        cells = [layer_of(record, layer, quote["id"]) for record in records for quote in record["quotes"]]
        frame[f"extra.{layer}"] = pandas.Series(cells, index=frame.index, dtype="object")
    if not merge and aliases is None:
        return frame
    return _merged(frame, listed, "usual" if isinstance(merge, bool) else merge, aliases)


to_frame.__doc__ = (to_frame.__doc__ or "").replace(
    "{columns}", "\n    ".join(f"- ``{name}`` ({type_}): {what}" for name, (type_, what) in COLUMNS.items())
)


def _documents(docs: Document | Iterable[Document]) -> list[Document]:
    listed = [docs] if isinstance(docs, Document) else list(docs)
    for doc in listed:
        if not isinstance(doc, Document):
            raise InputError(
                gettext("to_frame() takes documents, not {doc!r:.80}: newsquotes.extract(text) makes one", doc=doc)
            )
    return listed


def column(pandas: Any, rows: list[dict[str, Any]], name: str) -> Any:
    """A column of a table of quotations, with its type: days are dates, words of a list are categories."""
    values = [row.get(name) for row in rows]
    if name == "date":
        days = pandas.Series([None if value is None else value[:10] for value in values], dtype="object")
        return pandas.to_datetime(days, errors="coerce", format="ISO8601").astype("datetime64[s]")
    if name in _CATEGORIES:
        return pandas.Categorical(values, categories=get_args(_CATEGORIES[name]))
    return pandas.array(values, dtype=_DTYPES[COLUMNS[name][0]])


def _merged(frame: pandas.DataFrame, docs: list[Document], how: Setting, aliases: AliasTable | None) -> pandas.DataFrame:
    persons = {
        (place.document, place.speaker.id): (i, who.name)
        for i, who in enumerate(merge_speakers(docs, how, aliases=aliases))
        for place in who.appearances
    }
    places = [(i, quote.speaker.id) if quote.speaker else None for i, doc in enumerate(docs) for quote in doc.quotes]
    found = [persons.get(place, (None, None)) if place else (None, None) for place in places]
    names = [name if name is not None else old for (_, name), old in zip(found, frame["speaker"], strict=True)]
    from newsquotes.russian import canonical

    pandas = need("pandas", "tables", "to_frame()")
    media = [None if medium is pandas.NA else canonical.outlet(medium) or medium for medium in frame["medium"]]
    return frame.assign(
        medium=pandas.array(media, dtype=_DTYPES["str"]),
        speaker=pandas.array(names, dtype=_DTYPES["str"]),
        person=pandas.array([number for number, _ in found], dtype=_DTYPES["int"]),
    )
