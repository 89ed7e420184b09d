"""Corrections: what people say of quotations that were found, as a file of its own, and documents brought to it.

A correction names a quotation by the place of its content as it was found, so that it neither depends on the order of
corrections nor on the ids of a run; undoing one is leaving its line out.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal, get_args

import attrs

from newsquotes.document import (
    Attribution,
    Document,
    Quote,
    QuoteType,
    Resolution,
    Speaker,
    SpeakerKind,
    name_key,
    quote_order,
)
from newsquotes.errors import LayerError, RecordError, brief, did_you_mean
from newsquotes.files import opened
from newsquotes.formats.draft import BY_HAND
from newsquotes.formats.jsonlines import encoded
from newsquotes.formats.shape import formed, json_of
from newsquotes.wording import gettext, ngettext

Action = Literal["accept", "reject", "speaker", "borders", "add", "merge"]
Pairs = tuple[tuple[int, int], ...]

_NEEDS: Mapping[str, tuple[str, ...]] = {
    "accept": ("quotation",),
    "reject": ("quotation",),
    "speaker": ("quotation", "speaker"),
    "borders": ("quotation", "content"),
    "add": ("content", "speaker"),
    "merge": ("speaker", "into"),
}
_MAY_HAVE: Mapping[str, tuple[str, ...]] = {"speaker": ("kind",), "add": ("kind", "type"), "merge": ("documents",)}
_OF_ONE = ("document", "text_sha256")
_ALWAYS = ("author", "time")


def _pairs(value: Iterable[Iterable[int]]) -> Pairs:
    try:
        found = tuple(sorted((start, end) for start, end in value))
        whole = all(type(place) is int for pair in found for place in pair)
    except (TypeError, ValueError):
        whole = False
    if not whole or any(not 0 <= start < end for start, end in found):
        raise RecordError(gettext("{value} are no spans: each is [start, end] with 0 <= start < end", value=brief(value)))
    if any(following[0] < before[1] for before, following in itertools.pairwise(found)):
        raise RecordError(gettext("{value} are spans that overlap", value=brief(value)))
    return found


def _documents(value: Iterable[str]) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(name, str) for name in value):
        raise RecordError(gettext("documents are {value}, not a list of ids", value=brief(value)))
    return tuple(value)


@attrs.frozen(kw_only=True)
class Correction:
    """What somebody says of a quotation, or of two speakers.

    ``quotation`` is the content of the quotation as it was found, as pairs of offsets; ``content`` is its right content
    (``borders``), or that of one that was missed (``add``). ``speaker`` is the name of who said it, ``None`` for nobody; in
    a ``merge``, the name that stands for the same one as ``into``, in ``documents`` (ids or hashes of texts; none:
    everywhere). ``document`` and ``text_sha256`` say whose quotation it is; the latter counts, where it is given. ``time``
    is as ISO 8601 writes it.
    """

    action: Action
    document: str = ""
    text_sha256: str = ""
    quotation: Pairs = attrs.field(default=(), converter=_pairs)
    content: Pairs = attrs.field(default=(), converter=_pairs)
    speaker: str | None = None
    kind: SpeakerKind | None = None
    type: QuoteType | None = None
    into: str | None = None
    documents: tuple[str, ...] = attrs.field(default=(), converter=_documents)
    author: str = ""
    time: str = ""

    def __attrs_post_init__(self) -> None:
        if self.action not in get_args(Action):
            raise RecordError(
                gettext(
                    "there is no action {action}; {known}",
                    action=brief(self.action),
                    known=did_you_mean(str(self.action), get_args(Action)),
                )
            )
        for name, allowed in (("kind", get_args(SpeakerKind)), ("type", get_args(QuoteType))):
            if getattr(self, name) not in (None, *allowed):
                raise RecordError(
                    gettext(
                        "there is no {name} {self}; {known}",
                        name=name,
                        self=brief(getattr(self, name)),
                        known=did_you_mean("", allowed),
                    )
                )
        for name in ("document", "text_sha256", "author", "time"):
            if not isinstance(getattr(self, name), str):
                raise RecordError(gettext("{name} is {self}, not a string", name=name, self=brief(getattr(self, name))))
        for name in ("speaker", "into"):
            if getattr(self, name) is not None and not _named(getattr(self, name)):
                raise RecordError(
                    gettext("{name} is {self}, not the name of somebody", name=name, self=brief(getattr(self, name)))
                )
        for name in _NEEDS[self.action]:
            if not getattr(self, name) and (name != "speaker" or self.action == "merge"):
                raise RecordError(gettext("a correction {action!r} needs {name!r}", action=self.action, name=name))
        if self.action != "merge" and not (self.document or self.text_sha256):
            raise RecordError(gettext("a correction {action!r} needs 'document' or 'text_sha256'", action=self.action))

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Correction:
        """The correction of an object of JSON; raises :class:`~newsquotes.RecordError`.

        >>> said = {"action": "speaker", "document": "most", "quotation": [[1, 19]], "speaker": "Анна Белова"}
        >>> Correction.from_record(said).speaker
        'Анна Белова'
        """
        if not isinstance(record, Mapping):
            raise RecordError(gettext("is {record}, not a correction", record=brief(record)))
        action = record.get("action")
        known = [field.name for field in attrs.fields(cls)]
        for name in record:
            if name not in known:
                raise RecordError(
                    gettext("a correction has no {name}; {known}", name=brief(name), known=did_you_mean(str(name), known))
                )
        for name in _NEEDS.get(str(action), ()):
            if name not in record:
                raise RecordError(gettext("a correction {action!r} needs {name!r}", action=action, name=name))
        return cls(**{"action": None, **record})

    def to_record(self) -> dict[str, Any]:
        """The correction as an object of JSON, with what its action needs."""
        names = [*(() if self.action == "merge" else _OF_ONE), *_NEEDS[self.action]]
        names += [name for name in _MAY_HAVE.get(self.action, ()) if getattr(self, name)]
        return {"action": self.action, **{name: getattr(self, name) for name in (*names, *_ALWAYS)}}

    def concerns(self, doc: Document) -> bool:
        """Whether it speaks of that document: of the same text, or without a text of the same id."""
        if self.action == "merge":
            return not self.documents or doc.id in self.documents or doc.text_sha256 in self.documents
        return self.text_sha256 == doc.text_sha256 if self.text_sha256 else self.document == doc.id


def _named(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def read_corrections(source: str | Path | Iterable[str | bytes]) -> list[Correction]:
    """The corrections of a file of JSON Lines, or of its lines; raises :class:`~newsquotes.RecordError` with the line."""
    if isinstance(source, (str, Path)):
        with opened(str(source)) as file:
            return read_corrections(list(file))
    corrections = []
    for number, line in enumerate(source, 1):
        if line.strip():
            with formed(gettext("line {number}", number=number), gettext("a correction")):
                corrections.append(Correction.from_record(json_of(line)))
    return corrections


def write_corrections(corrections: Iterable[Correction], file: BinaryIO) -> None:
    """Write one correction a line."""
    for correction in corrections:
        file.write(encoded(correction.to_record(), None) + b"\n")


def correct(
    docs: Document | Iterable[Document],
    corrections: Iterable[Correction],
    *,
    report: Callable[[str], None] | None = None,
) -> Iterator[Document]:
    """The documents as the corrections say, as they come.

    A quotation that somebody has accepted, added or corrected is certain from then on (confidence 1, rule ``by hand``), with
    its content and its speaker, for who corrects the one has read the other. What was rejected is gone. Two speakers that
    are merged are one with the name ``into``; who said what is not surer by that.

    A correction that fits nothing raises :class:`~newsquotes.RecordError`; with ``report``, that is called with the message
    instead. So does, in the end, one of a document that was not there.

    >>> import newsquotes
    >>> doc = newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.", id="most")
    >>> said = Correction(action="speaker", document="most", quotation=[[1, 19]], speaker="Анна Сергеевна Белова")
    >>> [corrected] = correct(doc, [said])
    >>> quote = corrected.quotes[0]
    >>> str(quote.speaker), quote.speaker_confidence, quote.attribution.rule
    ('Анна Сергеевна Белова', 1.0, 'by hand')
    """
    ordered = list(corrections)
    told = _raise if report is None else report
    of = _by_document(ordered)
    seen: set[str] = set()
    applied: set[int] = set()
    for doc in (docs,) if isinstance(docs, Document) else docs:
        seen.add(doc.id)
        numbers = {*of[doc.text_sha256], *of[doc.id], *of[_EVERYWHERE]}
        fitting = [(i, ordered[i]) for i in sorted(numbers) if ordered[i].concerns(doc)]
        applied.update(i for i, c in fitting if c.action != "merge")
        corrected = _corrected(doc, [c for _, c in fitting if c.action != "merge"], told) if fitting else doc
        merges = [(i, c) for i, c in fitting if c.action == "merge"]
        applied.update(i for i, c in merges if any(_is_named(s, c.speaker) for s in corrected.speakers))
        yield _merged(corrected, [c for _, c in merges])
    _tell_left([c for i, c in enumerate(ordered) if i not in applied], seen, told)


_EVERYWHERE = None


def _by_document(corrections: Iterable[Correction]) -> defaultdict[str | None, list[int]]:
    """The numbers of corrections by the text, else the id, of what they are of."""
    found: defaultdict[str | None, list[int]] = defaultdict(list)
    for number, correction in enumerate(corrections):
        if correction.action == "merge":
            for name in correction.documents or (_EVERYWHERE,):
                found[name].append(number)
        else:
            found[correction.text_sha256 or correction.document].append(number)
    return found


def _tell_left(left: Iterable[Correction], seen: set[str], told: Callable[[str], None]) -> None:
    """Tell of corrections that fit no document."""
    for name, count in Counter(str(c.speaker) for c in left if c.action == "merge").items():
        told(
            ngettext(
                "{number} correction merges {name!r:.100}, and nobody there is called so",
                "{number} corrections merge {name!r:.100}, and nobody there is called so",
                count,
                name=name,
            )
        )
    for id_, count in Counter(c.document or c.text_sha256 for c in left if c.action != "merge").items():
        if id_ in seen:
            message = ngettext(
                "{id!r} has another text than {number} of its corrections was made on",
                "{id!r} has another text than {number} of its corrections were made on",
                count,
                id=id_,
            )
        else:
            message = ngettext(
                "{number} correction is of the document {id!r}, which is not there",
                "{number} corrections are of the document {id!r}, which is not there",
                count,
                id=id_,
            )
        told(message)


def _raise(message: str) -> None:
    raise RecordError(message)


@attrs.define
class _State:
    """A quotation while it is corrected; ``found`` is its content as it was found."""

    found: Pairs
    quote: Quote
    attribution: Attribution
    gone: bool = False

    def set_content(self, doc: Document, content: Pairs) -> None:
        spans = tuple(doc.span(start, end) for start, end in sorted(content))
        self.quote = attrs.evolve(self.quote, content=spans)

    def set_speaker(self, speaker: int | None) -> None:
        runner_up = self.attribution.runner_up
        self.attribution = attrs.evolve(
            self.attribution, speaker=speaker, runner_up=runner_up if runner_up != speaker else None
        )

    def make_certain(self) -> None:
        self.quote = attrs.evolve(self.quote, detection_confidence=1.0, borders_confidence=1.0, rule=BY_HAND)
        self.attribution = attrs.evolve(self.attribution, confidence=1.0, rule=BY_HAND, overall=None)


def _corrected(doc: Document, corrections: Iterable[Correction], told: Callable[[str], None]) -> Document:
    states = [_State(_places(quote), quote.bare(), quote.attribution) for quote in doc.quotes]
    ids = [quote.id for quote in doc.quotes]
    for state, id_ in zip(states, ids, strict=True):
        state.quote = attrs.evolve(state.quote, id=id_)
    by_place = {state.found: state for state in reversed(states)}
    people = _People(doc.speakers)
    for correction in corrections:
        try:
            _apply(doc, correction, states, by_place, people)
        except LayerError as exc:
            told(
                gettext(
                    "{id!r}: the correction of {place} does not fit: {why}",
                    id=doc.id,
                    place=list(correction.content or correction.quotation),
                    why=exc,
                )
            )
    return _joined(doc, states, people)


def _places(quote: Quote) -> Pairs:
    return tuple((span.start, span.end) for span in quote.content)


def _apply(
    doc: Document, correction: Correction, states: list[_State], by_place: dict[Pairs, _State], people: _People
) -> None:
    if correction.action == "add":
        state = by_place.get(correction.content)
        if state is None:
            spans = tuple(doc.span(start, end) for start, end in sorted(correction.content))
            free = 1 + max((state.quote.id for state in states), default=-1)
            quote = Quote(spans, type=correction.type or "direct", id=free, rule=BY_HAND)
            state = _State(correction.content, quote, Attribution())
            states.append(state)
            by_place[correction.content] = state
    else:
        state = by_place.get(correction.quotation)
    if state is None:
        raise LayerError(gettext("no quotation has been found there"))
    if correction.action in ("speaker", "add"):
        state.set_speaker(people.id_of(correction))
    elif correction.action == "borders":
        state.set_content(doc, correction.content)
    state.make_certain()
    state.gone = correction.action == "reject"


class _People:
    """The speakers of a document, and those that corrections name besides."""

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self.all = list(speakers)

    def id_of(self, correction: Correction) -> int | None:
        name = correction.speaker
        if name is None:
            return None
        known = self.find(name)
        if known is None:
            known = Speaker(len(self.all), name, correction.kind or "unknown", keys=frozenset({name_key(name)}))
            self.all.append(known)
        return known.id

    def find(self, name: str) -> Speaker | None:
        """The speaker of that name, else of that name but for case and «ё», as the document has it."""
        key = name_key(name)
        exact = (s for s in self.all if s.name == name)
        return next(exact, None) or next((s for s in self.all if name_key(s.name) == key), None)


def _joined(doc: Document, states: Iterable[_State], people: _People) -> Document:
    kept = sorted((state for state in states if not state.gone), key=lambda state: quote_order(state.quote))
    quotes = [attrs.evolve(s.quote, id=-1) if s.quote.id == i else s.quote for i, s in enumerate(kept)]
    resolution = Resolution(tuple(people.all), tuple(state.attribution for state in kept))
    return doc.with_layer("quotes", quotes).with_resolution(resolution)


def _is_named(speaker: Speaker, name: str | None) -> bool:
    return speaker.name == name or name_key(speaker.name) == name_key(str(name))


def _merged(doc: Document, merges: Iterable[Correction]) -> Document:
    for merge in merges:
        speakers = list(doc.speakers)
        into = str(merge.into)
        same = [s.id for s in speakers if _is_named(s, merge.speaker)]
        target = next((s.id for s in speakers if s.name == into), None)
        if target is None and same:  # only the other name is here: it becomes the common one
            target = same[0]
            renamed = attrs.evolve(speakers[target], name=into, keys=speakers[target].keys | {name_key(into)})
            speakers[target] = renamed
        ids = {id_: target for id_ in same if target is not None and id_ != target}
        if target is not None and same:
            doc = doc.with_resolution(Resolution(tuple(speakers), doc.attributions).merged(ids))
    return doc
