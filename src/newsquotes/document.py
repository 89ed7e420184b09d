"""The document model: an untouched text and the layers that stages have filled.

Everything here is frozen. A stage's items enter a document in one place, :meth:`Document.with_layer`, which checks their
type, bounds, order and texts; it returns a new document and leaves the old one as it was.

The roles of a quotation (content, cue, source) are those of the Penn Attribution Relations Corpus (PARC 3.0, Pareti 2016).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType, NoneType
from typing import Any, Literal, Self

import attrs

from newsquotes.errors import InputError, LayerError, MissingLayerError, did_you_mean
from newsquotes.spans import Span, covers

QuoteType = Literal["direct", "indirect", "mixed"]
Stance = Literal["asserted", "denied", "unsaid", "hypothetical", "asked", "promised", "demanded"]
Mode = Literal["speech", "writing", "thought"]
SpeakerKind = Literal["person", "organization", "group", "anonymous", "document", "unknown"]
MentionKind = Literal["person", "role", "organization", "outlet", "group", "anonymous", "document", "pronoun"]
Gender = Literal["masc", "femn", "neut"]

_NOTHING: Mapping[str, str] = MappingProxyType({})


@attrs.frozen(order=True)
class Token(Span):
    """A word, number or punctuation mark."""


@attrs.frozen(order=True)
class Sentence(Span):
    """A sentence as the sentence splitter sees it; quotations may cross its borders."""


@attrs.frozen(cache_hash=True)
class Reading:
    """One morphological reading of a token.

    ``pos`` is a Universal Dependencies tag (``VERB``, ``NOUN``, ``PROPN`` …) and ``feats`` holds UD features
    (``("Case", "Nom")`` …) sorted by name; ``score`` is the probability of the reading out of context.
    """

    lemma: str
    pos: str
    feats: tuple[tuple[str, str], ...] = ()
    score: float = 1.0

    def get(self, feature: str) -> str | None:
        """The value of a UD feature, or ``None``."""
        for name, value in self.feats:
            if name == feature:
                return value
        return None


@attrs.frozen(cache_hash=True)
class Morph:
    """The readings of one token, the best first; at least one.

    ``known`` is false where the word is in no dictionary and its readings are guessed from its ending.
    """

    readings: tuple[Reading, ...] = attrs.field(validator=attrs.validators.min_len(1))
    known: bool = True

    @property
    def best(self) -> Reading:
        """The most probable reading."""
        return self.readings[0]

    @property
    def lemma(self) -> str:
        """The lemma of the most probable reading."""
        return self.readings[0].lemma

    @property
    def pos(self) -> str:
        """The Universal Dependencies tag of the most probable reading."""
        return self.readings[0].pos


@attrs.frozen
class Mention:
    """Words that name somebody who can speak.

    ``name`` is the mention in the nominative; ``head`` the span of its head word; ``role`` and ``organization`` are what
    the words themselves say of a person («глава МИД РФ Сергей Лавров»).
    """

    span: Span
    kind: MentionKind
    name: str
    head: Span
    gender: Gender | None = None
    plural: bool = False
    role: str | None = None
    organization: str | None = None


@attrs.frozen
class Cue:
    """The words that attribute a quotation: none, one or several spans («сообщает … со ссылкой на»)."""

    spans: tuple[Span, ...] = ()
    lemma: str = ""

    def __str__(self) -> str:
        return " … ".join(s.text for s in self.spans)

    def __bool__(self) -> bool:
        return bool(self.spans)


@attrs.frozen
class Medium:
    """An outlet that relays a speaker: its name in the nominative and where it stands."""

    name: str
    span: Span

    def __str__(self) -> str:
        return self.name


@attrs.frozen
class Speaker:
    """An entity that speaks in the document.

    ``name`` is the fullest form of the document, in the nominative; ``keys`` are normalised forms by which
    :meth:`Document.quotes_by` finds the speaker; ``members`` are ids of the speakers of a group that speaks as one.
    """

    id: int
    name: str
    kind: SpeakerKind
    gender: Gender | None = None
    role: str | None = None
    organization: str | None = None
    members: tuple[int, ...] = ()
    kb_id: str | None = None
    mentions: tuple[Span, ...] = ()
    keys: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name


@attrs.frozen
class Attribution:
    """What the speaker resolver says of one quote; ``speaker`` and ``runner_up`` are ids of speakers.

    ``confidence`` is the probability that the speaker is right, given that the content is.
    """

    speaker: int | None = None
    media: tuple[Medium, ...] = ()
    confidence: float = 0.0
    rule: str = "none"
    runner_up: int | None = None


@attrs.frozen
class Resolution:
    """What a speaker resolver returns: the document's speakers, and one attribution a quote, in their order."""

    speakers: tuple[Speaker, ...] = ()
    attributions: tuple[Attribution, ...] = ()


@attrs.frozen
class Link:
    """The id of a speaker in a knowledge base, as a linker returns it."""

    speaker: int
    kb_id: str


@attrs.frozen
class Quote:
    """A quotation: what was said (``content``), the words that attribute it (``cue``), those that name who (``source``).

    Detectors make quotes without ``id``, ``parent`` and speaker; reading them from ``doc.quotes`` adds these.
    ``detection_confidence`` is the probability that the content is a quotation with these borders.
    """

    content: tuple[Span, ...] = attrs.field(validator=attrs.validators.min_len(1))
    cue: Cue = Cue()
    source: Span | None = None
    type: QuoteType = "direct"
    mode: Mode = "speech"
    stance: Stance = "asserted"
    detection_confidence: float = 1.0
    rule: str = ""
    id: int = -1
    parent: int | None = None
    _speakers: tuple[Speaker, ...] | None = attrs.field(default=None, repr=False, eq=False)
    _attribution: Attribution | None = attrs.field(default=None, repr=False)

    @property
    def start(self) -> int:
        """Where the first content fragment starts."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Where the last content fragment ends."""
        return self.content[-1].end

    @property
    def text(self) -> str:
        """The content fragments, joined by « … »."""
        return " … ".join(s.text for s in self.content)

    def __str__(self) -> str:
        return self.text

    @property
    def attribution(self) -> Attribution:
        """The resolver's verdict; raises :class:`MissingLayerError` before the speaker resolver has run."""
        if self._attribution is None:
            raise MissingLayerError(_missing("attributions"))
        return self._attribution

    @property
    def speaker(self) -> Speaker | None:
        """Who said it, or ``None`` where the document does not show it."""
        return self._speaker(self.attribution.speaker)

    @property
    def runner_up(self) -> Speaker | None:
        """The second-best candidate."""
        return self._speaker(self.attribution.runner_up)

    def _speaker(self, index: int | None) -> Speaker | None:
        return None if index is None or self._speakers is None else self._speakers[index]

    @property
    def media(self) -> tuple[Medium, ...]:
        """The outlets that relay the speaker, in the order of the text."""
        return self.attribution.media

    @property
    def medium(self) -> str | None:
        """The name of the outlet that relays the speaker."""
        media = self.attribution.media
        return media[0].name if media else None

    @property
    def speaker_confidence(self) -> float:
        """The probability that the speaker is right, given that the content is."""
        return self.attribution.confidence

    @property
    def confidence(self) -> float:
        """The probability that content and speaker are both right."""
        return self.detection_confidence * self.attribution.confidence


@attrs.frozen
class Metadata:
    """What is known of an article besides its text."""

    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Metadata:
        """Metadata from a mapping; dates may be ``datetime.date`` objects.

        >>> Metadata.from_mapping({"outlet": "Вести", "date": "2024-05-07"}).outlet
        'Вести'
        """
        if not isinstance(values, Mapping):
            raise InputError(f"metadata must be a mapping, not {values!r:.80}")
        fields = [field.name for field in attrs.fields(cls)]
        for name, value in values.items():
            if name not in fields:
                raise InputError(f"unknown metadata {name!r}; {did_you_mean(str(name), fields)}")
            if not isinstance(value, (str, date, NoneType)):
                raise InputError(f"metadata {name!r} must be a str or None, not {value!r:.80}")
        return cls(**{name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()})


LAYERS: Mapping[str, tuple[str, type]] = MappingProxyType(
    {
        "tokens": ("tokenizer", Token),
        "sentences": ("sentence_splitter", Sentence),
        "morphs": ("lemmatizer", Morph),
        "mentions": ("mention_detector", Mention),
        "quotes": ("quote_detector", Quote),
        "speakers": ("speaker_resolver", Speaker),
        "attributions": ("speaker_resolver", Attribution),
        "links": ("linker", Link),
    }
)
"""Layer → (the stage that fills it, the type of its items)."""


_COUNTED_THROUGH = {"tokens": ("morphs",), "quotes": ("attributions",), "speakers": ("attributions", "links")}


def _missing(layer: str) -> str:
    stage = LAYERS[layer][0]
    return f"this document has no {layer} yet: run the stage {stage!r} first (newsquotes.extract(text) runs them all)"


@attrs.frozen(eq=False, repr=False)
class Document:
    """A text and its layers.

    ``text`` is never changed; offsets count its code points from 0. An absent layer raises
    :class:`~newsquotes.errors.MissingLayerError`; an empty one is ``()``.

    >>> doc = Document("Газ придёт к зиме.")
    >>> doc.span(0, 3)
    Span(start=0, end=3, text='Газ')
    """

    text: str = attrs.field(validator=attrs.validators.instance_of(str))
    id: str = ""
    meta: Metadata = Metadata()
    pipeline: str = ""
    extra: Mapping[str, Any] = attrs.field(factory=dict, converter=lambda m: MappingProxyType(dict(m)))
    _layers: Mapping[str, tuple[Any, ...]] = attrs.field(factory=dict, alias="_layers")
    _derived: dict[Any, Any] = attrs.field(factory=dict, init=False)

    # --- layers ------------------------------------------------------------------------------------------------------

    def _layer(self, name: str) -> tuple[Any, ...]:
        try:
            return self._layers[name]
        except KeyError:
            raise MissingLayerError(_missing(name)) from None

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
    def quotes(self) -> tuple[Quote, ...]:
        """Quotations by their first content offset, the longer first, joined with their speakers where resolved."""
        return self.derived("quotes", Document._joined_quotes)

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Everybody who speaks, each once; a speaker's ``id`` is its index here."""
        return self.derived("speakers", Document._linked_speakers)

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
        if layer not in LAYERS:
            raise LayerError(f"there is no layer {layer!r}; layers are {', '.join(LAYERS)}")
        checked = tuple(items)
        _check(self, layer, checked)
        if layer == "quotes":
            checked = tuple(sorted(checked, key=quote_order))
        kept = {name: old for name, old in self._layers.items() if name not in _COUNTED_THROUGH.get(layer, ())}
        return self._evolve(_layers={**kept, layer: checked})

    def select(self, keep: Callable[[Quote], bool]) -> Document:
        """A new document with only those quotations for which ``keep(quote)`` holds; its speakers stay.

        >>> doc = Document("Газ придёт.").with_layer("quotes", [])
        >>> doc.select(lambda quote: quote.type == "direct").quotes
        ()
        """
        kept = [quote.id for quote in self.quotes if keep(quote)]
        doc = self.with_layer("quotes", [self._layer("quotes")[i] for i in kept])
        if not self.has("attributions"):
            return doc
        return doc.with_layer("attributions", [self.attributions[i] for i in kept])

    def with_resolution(self, resolution: Resolution) -> Document:
        """A new document with the resolver's speakers and attributions."""
        return self.with_layer("speakers", resolution.speakers).with_layer("attributions", resolution.attributions)

    def with_extra(self, layers: Mapping[str, Any]) -> Document:
        """A new document with an annotator's named layers in ``doc.extra``; a name that is taken raises."""
        taken = sorted(set(layers) & set(self.extra))
        if taken:
            raise LayerError(f"doc.extra already holds {', '.join(map(repr, taken))}: annotators need names of their own")
        return self._evolve(extra={**self.extra, **layers})

    def with_pipeline(self, name: str) -> Document:
        """A new document that names the pipeline that made it."""
        return self._evolve(pipeline=name)

    def _evolve(self, **changes: Any) -> Document:
        values: dict[str, Any] = {
            "text": self.text,
            "id": self.id,
            "meta": self.meta,
            "pipeline": self.pipeline,
            "extra": self.extra,
            "_layers": self._layers,
            **changes,
        }
        new = Document(**values)
        # A derived value stays right while the layers that it was made from are the very same objects.
        for key, (used, value) in self._derived.items():
            if all(new._layers.get(name) is items for name, items in used):
                new._derived[key] = (used, value)
        return new

    def derived(self, key: Any, make: Any, reads: tuple[str, ...] | None = None) -> Any:
        """``make(self)``, computed once for these layers; ``reads`` names the layers that it depends on (default: all)."""
        try:
            return self._derived[key][1]
        except KeyError:
            value = make(self)
            names = LAYERS if reads is None else reads
            self._derived[key] = (tuple((name, self._layers.get(name)) for name in names), value)
            return value

    def _joined_quotes(self) -> tuple[Quote, ...]:
        quotes = self._layer("quotes")
        attributions = self._layers.get("attributions")
        speakers = None if attributions is None else self.speakers
        parents = _parents(quotes)
        return tuple(
            attrs.evolve(
                quote,
                id=i,
                parent=parents[i],
                speakers=speakers,
                attribution=None if attributions is None else attributions[i],
            )
            for i, quote in enumerate(quotes)
        )

    def _linked_speakers(self) -> tuple[Speaker, ...]:
        speakers = self._layer("speakers")
        links = {link.speaker: link.kb_id for link in self._layers.get("links", ())}
        return tuple(attrs.evolve(s, kb_id=links.get(s.id, s.kb_id)) if s.id in links else s for s in speakers)

    # --- queries -----------------------------------------------------------------------------------------------------

    def span(self, start: int, end: int) -> Span:
        """The span ``[start, end)`` of this text; raises :class:`LayerError` outside ``0 <= start <= end <= len(text)``."""
        if not 0 <= start <= end <= len(self.text):
            raise LayerError(f"span [{start}, {end}) lies outside the text of {len(self.text)} characters")
        return Span(start, end, self.text[start:end])

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """The tokens that lie wholly within ``span``."""
        starts: list[int] = self.derived("token starts", _token_starts, ("tokens",))
        first = bisect_left(starts, span.start)
        last = bisect_left(starts, span.end)
        tokens = self.tokens[first:last]
        return tokens[:-1] if tokens and tokens[-1].end > span.end else tokens

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers the code point at ``offset``, or ``None`` between sentences."""
        starts: list[int] = self.derived("sentence starts", _sentence_starts, ("sentences",))
        i = bisect_right(starts, offset) - 1
        return self.sentences[i] if i >= 0 and offset < self.sentences[i].end else None

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that lie wholly within ``span``."""
        return tuple(m for m in self.mentions if span.contains(m.span))

    def quotes_by(self, name: str) -> tuple[Quote, ...]:
        """The quotations of the speaker of that name, in any form that the document shows («Путину», «В. В. Путин»)."""
        wanted = name_key(name)
        matching = {s.id for s in self.speakers if wanted in s.keys or wanted == name_key(s.name)}
        return tuple(q for q in self.quotes if q.attribution.speaker in matching)

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, by which records find their text again."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return (self.text, self.id, self.meta, self.pipeline, dict(self.extra), dict(self._layers)) == (
            other.text,
            other.id,
            other.meta,
            other.pipeline,
            dict(other.extra),
            dict(other._layers),
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        layers = ", ".join(f"{len(items)} {name}" for name, items in self._layers.items())
        shown = self.text if len(self.text) <= 40 else self.text[:40] + "…"
        return f"Document({self.id + ': ' if self.id else ''}{shown!r}, {layers or 'no layers'})"

    def __getstate__(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "id": self.id,
            "meta": self.meta,
            "pipeline": self.pipeline,
            "extra": dict(self.extra),
            "_layers": dict(self._layers),
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def __copy__(self) -> Self:
        return self


def name_key(name: str) -> str:
    """A name folded for look-ups: lower case, ё as е, single spaces, no full stops.

    >>> name_key("В. В.  Королёв")
    'в в королев'
    """
    return " ".join(name.lower().replace("ё", "е").replace(".", " ").split())


# --- checks ----------------------------------------------------------------------------------------------------------


def _token_starts(doc: Document) -> list[int]:
    return [t.start for t in doc.tokens]


def _sentence_starts(doc: Document) -> list[int]:
    return [s.start for s in doc.sentences]


def quote_order(quote: Quote) -> tuple[int, int]:
    return quote.start, -quote.end


def _parents(quotes: tuple[Quote, ...]) -> list[int | None]:
    """For each quote the smallest other quote within whose content its own content and cue lie."""
    parents: list[int | None] = []
    longest = max((q.end - q.start for q in quotes), default=0)
    for i, inner in enumerate(quotes):
        parts = (*inner.content, *inner.cue.spans)
        if not inner.cue.spans and inner.source is None:
            parts = inner.content
        best, size = None, 0
        for j in range(i - 1, -1, -1):
            outer = quotes[j]
            if outer.start < inner.start - longest:
                break
            extent = sum(map(len, outer.content))
            if extent > sum(map(len, inner.content)) and covers(outer.content, parts) and (best is None or extent < size):
                best, size = j, extent
        parents.append(best)
    return parents


def _check(doc: Document, layer: str, items: tuple[Any, ...]) -> None:
    stage, kind = LAYERS[layer]
    for i, item in enumerate(items):
        if not isinstance(item, kind):
            raise LayerError(f"{layer}[{i}] is {item!r}, but {stage} must give {kind.__name__} objects")
    if layer in ("tokens", "sentences"):
        _check_partition(doc, layer, items)
    elif layer == "morphs":
        if len(items) != len(doc.tokens):
            raise LayerError(f"{stage} gave {len(items)} morphs for {len(doc.tokens)} tokens; it must give one a token")
    elif layer == "mentions":
        last = (-1, 0)
        for i, m in enumerate(items):
            _check_span(doc, m.span, f"mentions[{i}].span")
            _check_span(doc, m.head, f"mentions[{i}].head")
            place = (m.span.start, -m.span.end)
            if place < last:
                raise LayerError(f"mentions[{i}] comes out of order: mentions go by start, the longer first")
            last = place
    elif layer == "quotes":
        for i, quote in enumerate(items):
            _check_quote(doc, quote, f"quotes[{i}]")
    elif layer == "speakers":
        for i, speaker in enumerate(items):
            if speaker.id != i:
                raise LayerError(f"speakers[{i}].id is {speaker.id}; a speaker's id must be its index")
            for span in speaker.mentions:
                _check_span(doc, span, f"speakers[{i}].mentions")
            for member in speaker.members:
                _check_index(member, len(items), f"speakers[{i}].members")
    elif layer == "attributions":
        quotes, speakers = doc._layer("quotes"), doc._layer("speakers")
        if len(items) != len(quotes):
            raise LayerError(f"{stage} gave {len(items)} attributions for {len(quotes)} quotes; it must give one a quote")
        for i, a in enumerate(items):
            _check_index(a.speaker, len(speakers), f"attributions[{i}].speaker")
            _check_index(a.runner_up, len(speakers), f"attributions[{i}].runner_up")
            _check_probability(a.confidence, f"attributions[{i}].confidence")
            for medium in a.media:
                _check_span(doc, medium.span, f"attributions[{i}].media")
    elif layer == "links":
        for i, link in enumerate(items):
            _check_index(link.speaker, len(doc._layer("speakers")), f"links[{i}].speaker")


def _check_partition(doc: Document, layer: str, items: tuple[Span, ...]) -> None:
    text, last = doc.text, 0
    for i, span in enumerate(items):
        start, end = span.start, span.end
        if not (last <= start < end) or text[start:end] != span.text:
            _check_span(doc, span, f"{layer}[{i}]")
            if start >= end:
                raise LayerError(f"{layer}[{i}] is empty: {span!r}")
            raise LayerError(f"{layer}[{i}] starts at {start}, before {last}, where the one before it ends")
        last = end


def _check_quote(doc: Document, quote: Quote, where: str) -> None:
    last = -1
    for k, span in enumerate(quote.content):
        _check_span(doc, span, f"{where}.content[{k}]")
        if span.start == span.end:
            raise LayerError(f"{where}.content[{k}] is empty at {span.start}")
        if span.start < last:
            raise LayerError(f"{where}.content[{k}] overlaps the fragment before it or comes out of order")
        last = span.end
    for k, span in enumerate(quote.cue.spans):
        _check_span(doc, span, f"{where}.cue[{k}]")
    if quote.source is not None:
        _check_span(doc, quote.source, f"{where}.source")
    _check_probability(quote.detection_confidence, f"{where}.detection_confidence")


def _check_index(index: int | None, count: int, where: str) -> None:
    if index is not None and not (isinstance(index, int) and 0 <= index < count):
        raise LayerError(f"{where} is {index!r}, but there are {count} speakers (ids 0 to {count - 1})")


def _check_probability(value: float, where: str) -> None:
    if not (isinstance(value, (int, float)) and 0.0 <= value <= 1.0):
        raise LayerError(f"{where} is {value!r}; it must be a probability from 0 to 1")


def _check_span(doc: Document, span: Span, where: str) -> None:
    if not isinstance(span, Span):
        raise LayerError(f"{where} is {span!r}, not a Span: make it with doc.span(start, end)")
    text, start, end = doc.text, span.start, span.end
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)):
        raise LayerError(f"{where} [{start}, {end}) lies outside the text of {len(text)} characters")
    if text[start:end] != span.text:
        raise LayerError(f"{where} says {span.text!r}, but the text there is\n{_drawn(text, start, end)}")


def _drawn(text: str, start: int, end: int) -> str:
    """The span underlined in its line of the text."""
    left = max(text.rfind("\n", 0, start) + 1, start - 40)
    right = min(len(text), max(end, start + 1) + 40)
    line = text[left:right].replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return f"  {line}\n  {' ' * (start - left)}{'^' * max(1, end - start)} [{start}, {end})"
