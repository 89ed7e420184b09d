"""The document: an untouched text and the layers that stages have filled.

Everything here is frozen. A stage's items enter a document in one place, :meth:`Document.with_layer`, which checks their
type, bounds, order and texts; it returns a new document and leaves the old one as it was.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs

from newsquotes.annotations import (
    LAYERS,
    Attribution,
    Cue,
    Fault,
    Gender,
    Layout,
    Link,
    Medium,
    Mention,
    MentionKind,
    Mode,
    Quote,
    QuoteType,
    Resolution,
    Speaker,
    SpeakerKind,
    Stance,
    is_called,
    missing,
    name_key,
    quote_order,
)
from newsquotes.checks import check_bounds
from newsquotes.lazy_layers import LazyLayers, checked, made
from newsquotes.metadata import Metadata
from newsquotes.nesting import parents_of
from newsquotes.quotations import Quotations
from newsquotes.shown import Items, Shown
from newsquotes.spans import Pieces, Span
from newsquotes.tokens import Morph, Reading, Sentence, Token
from newsquotes.value_checks import check_extra, check_layer_name, check_reads

if TYPE_CHECKING:
    from newsquotes.explanations import Explanation

__all__ = [
    "LAYERS",
    "Attribution",
    "Cue",
    "Document",
    "Fault",
    "Gender",
    "Layout",
    "Link",
    "Medium",
    "Mention",
    "MentionKind",
    "Metadata",
    "Mode",
    "Morph",
    "Quote",
    "QuoteType",
    "Reading",
    "Resolution",
    "Sentence",
    "Speaker",
    "SpeakerKind",
    "Stance",
    "Token",
    "name_key",
    "quote_order",
]

T = TypeVar("T")

_COUNTED_THROUGH = {"tokens": ("morphs",), "quotes": ("attributions",), "speakers": ("attributions", "links")}


def _read_only(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return mapping if type(mapping) in _READ_ONLY else MappingProxyType(dict(mapping))


_READ_ONLY = (MappingProxyType, LazyLayers)


@attrs.frozen(eq=False, repr=False)
class Document(Shown):
    """A text and its layers.

    ``text`` is never changed; offsets count its code points from 0. An absent layer raises
    :class:`~newsquotes.errors.MissingLayerError`; an empty one is ``()``. ``pipeline`` is the name of the pipeline that made
    it and ``extractors`` says which extractors took part in each stage; ``faults`` are those of optional stages that failed.

    >>> doc = Document("Газ придёт к зиме.")
    >>> doc.span(0, 3)
    Span(start=0, end=3, text='Газ')
    """

    text: str = attrs.field(validator=attrs.validators.instance_of(str))
    id: str = ""
    meta: Metadata = attrs.field(factory=Metadata)
    pipeline: str = ""
    extractors: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, converter=_read_only)
    faults: tuple[Fault, ...] = ()
    extra: Mapping[str, Any] = attrs.field(factory=dict, converter=_read_only)
    _layers: Mapping[str, tuple[Any, ...]] = attrs.field(factory=dict, alias="_layers", converter=_read_only)
    _artefacts: dict[str, Any] = attrs.field(factory=dict, init=False)

    # --- layers ------------------------------------------------------------------------------------------------------

    def _layer(self, name: str) -> tuple[Any, ...]:
        try:
            items = self._layers[name]
        except KeyError:
            raise missing(name) from None
        return made(items)

    def made_of(self, layer: str) -> Any:
        """What the items of a layer are made of, for who needs no more than that; ``None`` where nothing is kept of it."""
        return getattr(self._layers.get(layer), "made_of", None)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Words, numbers and marks, in the order of the text."""
        return self._layer("tokens")

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences, in the order of the text."""
        return self._layer("sentences")

    @property
    def morphs(self) -> tuple[Morph, ...]:
        """One morphological analysis a token."""
        return self._layer("morphs")

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Mentions of those who can speak, by start, the longer first."""
        return self._layer("mentions")

    @property
    def quotes(self) -> Quotations:
        """Quotations by their first content offset, the longer first, joined with their speakers where resolved."""
        return self.artefact("quotes", Document._joined_quotes)

    @property
    def speakers(self) -> Items[Speaker]:
        """Everybody who speaks, each once; a speaker's ``id`` is its index here."""
        return self.artefact("speakers", Document._linked_speakers)

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """One attribution a quote."""
        return self._layer("attributions")

    @property
    def links(self) -> tuple[Link, ...]:
        """Ids of speakers in a knowledge base."""
        return self._layer("links")

    def has(self, layer: str) -> bool:
        """Whether a layer is there (it may be empty).

        >>> Document("").has("tokens")
        False
        """
        return layer in self._layers

    def with_layer(self, layer: str, items: Iterable[Any]) -> Document:
        """A new document with ``layer`` set to ``items``; raises :class:`LayerError` where they do not fit the text.

        Quotes are put into their order here (first content offset, the longer first); everything else must come in order.
        Layers that count through the replaced one (morphs through tokens, attributions through quotes …) are dropped.
        """
        check_layer_name(layer)
        new = checked(self.text, self._layers, layer, items)
        kept = {name: old for name, old in self._layers.items() if name not in _COUNTED_THROUGH.get(layer, ())}
        return self._evolve(_layers=MappingProxyType({**kept, layer: new}))

    def select(self, keep: Callable[[Quote], bool]) -> Document:
        """A new document with only those quotations for which ``keep(quote)`` holds; its speakers stay.

        The ids of the quotations stay too, so that what an annotator says of a quotation still points at it;
        :meth:`quote` finds a quotation by its id.

        >>> doc = Document("Газ придёт.").with_layer("quotes", [])
        >>> doc.select(lambda quote: quote.type == "direct").quotes
        ()
        """
        kept = [i for i, quote in enumerate(self.quotes) if keep(quote)]
        raw, quotes = self._layer("quotes"), self.quotes
        doc = self.with_layer("quotes", [_with_id(raw[i], quotes[i].id, n) for n, i in enumerate(kept)])
        if not self.has("attributions"):
            return doc
        return doc.with_layer("attributions", [self.attributions[i] for i in kept])

    def quote(self, id: int) -> Quote:
        """The quotation of that id; raises :class:`KeyError` where it is not there (any more)."""
        by_id: dict[int, Quote] = self.artefact("quotes by id", lambda doc: {quote.id: quote for quote in doc.quotes})
        return by_id[id]

    @property
    def resolution(self) -> Resolution:
        """The speakers and attributions, as a speaker resolver returns them."""
        return Resolution(self._layer("speakers"), self._layer("attributions"))

    def with_resolution(self, resolution: Resolution) -> Document:
        """A new document with the resolver's speakers and attributions."""
        return self.with_layer("speakers", resolution.speakers).with_layer("attributions", resolution.attributions)

    def with_extra(self, layers: Mapping[str, Any]) -> Document:
        """A new document with an annotator's named layers in ``doc.extra``; a name that is taken raises."""
        if not layers:
            return self
        check_extra(self.extra, layers)
        return self._evolve(extra=MappingProxyType({**self.extra, **layers}))

    def with_fault(self, fault: Fault) -> Document:
        """A new document that remembers what an optional stage failed at."""
        return self._evolve(faults=(*self.faults, fault))

    def with_pipeline(self, name: str) -> Document:
        """A new document that names the pipeline that made it."""
        return self._evolve(pipeline=name)

    def _evolve(self, **changes: Any) -> Document:
        new: Document = object.__new__(Document)
        for name, put in _put.items():
            put(new, changes[name] if name in changes else getattr(self, name))
        _put_artefacts(new, {})
        # An artefact stays right while the layers that it was made from are the very same objects.
        now, before = changes.get("_layers", self._layers), self._layers
        changed = [name for name in now if now[name] is not before.get(name)] + [name for name in before if name not in now]
        new._artefacts.update({name: kept for name, kept in self._artefacts.items() if kept[0].isdisjoint(changed)})
        return new

    def artefact(self, name: str, make: Callable[[Document], T], reads: tuple[str, ...] | None = None) -> T:
        """What stages share: ``make(self)``, computed when it is first asked for and kept for whoever asks later.

        So one parse serves the mention detector and the quote detector of a plugin. ``name`` begins with that of the
        plugin. ``reads`` names the layers that it depends on (default: all); it is kept while these stay the same, in this
        document and in those made from it. Treat it as read-only: it is shared, and neither compared nor pickled. Raises
        :class:`LayerError` where ``reads`` names what is no layer.

        >>> doc = Document("Мост откроют.")
        >>> doc.artefact("my-plugin.words", lambda doc: doc.text.split(), reads=())
        ['Мост', 'откроют.']
        """
        try:
            return self._artefacts[name][1]  # type: ignore[no-any-return]
        except KeyError:
            layers = frozenset(LAYERS if reads is None else reads)
            check_reads(name, reads, layers)
            value = make(self)
            self._artefacts[name] = (layers, value)
            return value

    def explain(self) -> Items[Explanation]:
        """Why each quotation was found and given to its speaker, and why other candidates were not, in the text's order.

        It is told by the pipeline that made the document, or by the default one where that is not known any more, in the
        language of :func:`newsquotes.set_language`.

        >>> import newsquotes
        >>> doc = newsquotes.extract("Мэр Анна Белова приехала. «Мост готов», — сказала она.")
        >>> why = doc.explain()[0]
        >>> why.rule, why.speaker_rule, why.possible[0].name
        ('direct-after', 'pronoun', 'Анна Белова')
        >>> "mentioned in the same paragraph" in [reason.words for reason in why.possible[0].reasons]
        True
        """
        from newsquotes.explanations import explained

        return explained(self)

    def adopt(self, other: Document) -> Document:
        """The document itself, with the artefacts of another one on the same layers, where it has none of that name."""
        for name, (used, value) in other._artefacts.items():
            if name not in self._artefacts and all(self._layers.get(n) is other._layers.get(n) for n in used):
                self._artefacts[name] = (used, value)
        return self

    def _joined_quotes(self) -> Quotations:
        quotes = self._layer("quotes")
        attributions = self._layers.get("attributions")
        speakers = None if attributions is None else self.speakers
        ids = [i if quote.id < 0 else quote.id for i, quote in enumerate(quotes)]
        parents = [None if i is None else ids[i] for i in parents_of(quotes)]
        return Quotations(
            [
                quote._joined(ids[i], parents[i], speakers, None if attributions is None else attributions[i])
                for i, quote in enumerate(quotes)
            ]
        )

    def _linked_speakers(self) -> Items[Speaker]:
        speakers = self._layer("speakers")
        links = {link.speaker: link.kb_id for link in self._layers.get("links", ())}
        return Items(attrs.evolve(s, kb_id=links.get(s.id, s.kb_id)) if s.id in links else s for s in speakers)

    # --- queries -----------------------------------------------------------------------------------------------------

    def span(self, start: int, end: int) -> Span:
        """The span ``[start, end)`` of this text; raises :class:`LayerError` outside ``0 <= start <= end <= len(text)``."""
        start, end = check_bounds(self.text, start, end, "span")
        return Span(start, end, self.text[start:end])

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """The tokens that lie wholly within ``span``."""
        starts = pieces_of(self).starts
        first = bisect_left(starts, span.start)
        last = bisect_left(starts, span.end)
        tokens = self.tokens[first:last]
        return tokens[:-1] if tokens and tokens[-1].end > span.end else tokens

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers the code point at ``offset``, or ``None`` between sentences."""
        starts: list[int] = self.artefact("sentence starts", _sentence_starts, ("sentences",))
        i = bisect_right(starts, offset) - 1
        return self.sentences[i] if i >= 0 and offset < self.sentences[i].end else None

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that lie wholly within ``span``."""
        return tuple(m for m in self.mentions if span.contains(m.span))

    def quotes_by(self, name: str) -> Quotations:
        """The quotations of the speaker of that name, in any form that the document shows («Путину», «В. В. Путин»)."""
        wanted = name_key(name)
        matching = {s.id for s in self.speakers if is_called(s, wanted)}
        return Quotations(q for q in self.quotes if q.attribution.speaker in matching)

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, by which records find their text again."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        layers = ", ".join(f"{len(items)} {name}" for name, items in self._layers.items())
        shown = self.text if len(self.text) <= 40 else self.text[:40] + "…"
        return f"Document({self.id + ': ' if self.id else ''}{shown!r}, {layers or 'no layers'})"

    def _state(self) -> dict[str, Any]:
        """All that a document is, by the names of its arguments."""
        return {
            "text": self.text,
            "id": self.id,
            "meta": self.meta,
            "pipeline": self.pipeline,
            "extractors": self.extractors,
            "faults": self.faults,
            "extra": self.extra,
            "_layers": {name: made(items) for name, items in self._layers.items()},
        }

    def __getstate__(self) -> dict[str, Any]:
        return {name: dict(value) if isinstance(value, Mapping) else value for name, value in self._state().items()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def __copy__(self) -> Self:
        return self


# What sets the fields of a new document that is made from another one, whose values have been looked at already.
_put = {field.name: getattr(Document, field.name).__set__ for field in attrs.fields(Document)}
_put_artefacts = _put.pop("_artefacts")


def _with_id(quote: Quote, id: int, index: int) -> Quote:
    """The quote with its id, where that does not follow from its place."""
    wanted = -1 if id == index else id
    return quote if quote.id == wanted else attrs.evolve(quote, id=wanted)


def pieces_of(doc: Document) -> Pieces:
    """The tokens of a document in columns: those who read every word need not have them made."""
    known = doc.made_of("tokens")
    if isinstance(known, Pieces):
        return known
    return doc.artefact("token pieces", lambda d: Pieces.of(d.tokens), ("tokens",))


def _sentence_starts(doc: Document) -> list[int]:
    return [s.start for s in doc.sentences]
