"""What layers are made of: tokens, mentions, quotes, speakers … All of it is frozen.

The roles of a quotation (content, cue, source) are those of the Penn Attribution Relations Corpus (PARC 3.0, Pareti 2016).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType, NoneType
from typing import Any, Literal

import attrs

from newsquotes.errors import InputError, MissingLayerError, did_you_mean
from newsquotes.shown import Shown
from newsquotes.spans import Span

QuoteType = Literal["direct", "indirect", "mixed"]
Stance = Literal["asserted", "denied", "unsaid", "hypothetical", "asked", "promised", "demanded"]
Mode = Literal["speech", "writing", "thought"]
Layout = Literal["prose", "interview", "dialogue"]
SpeakerKind = Literal["person", "organization", "group", "anonymous", "document", "unknown"]
MentionKind = Literal["person", "role", "organization", "outlet", "group", "anonymous", "document", "pronoun"]
Gender = Literal["masc", "femn", "neut"]


@attrs.frozen(order=True, init=False, weakref_slot=False)
class Token(Span):
    """A word, number or punctuation mark."""


@attrs.frozen(order=True, init=False, weakref_slot=False)
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
    # What the rules of a language make of it: kept here, where the next token of that form finds it without a look-up.
    _word: Any = attrs.field(default=None, init=False, eq=False, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.readings, self.known)

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
    the words themselves say of a person («глава МИД РФ Сергей Лавров»). The pipeline fills in ``extractor``, the name of the
    detector that found it, as it does for quotes, attributions and links.
    """

    span: Span
    kind: MentionKind
    name: str
    head: Span
    gender: Gender | None = None
    plural: bool = False
    role: str | None = None
    organization: str | None = None
    extractor: str = attrs.field(default="", eq=False, kw_only=True)


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
class Speaker(Shown):
    """An entity that speaks in the document.

    ``name`` is the fullest form of the document, in the nominative; ``keys`` are normalised forms by which
    :meth:`Document.quotes_by() <newsquotes.Document.quotes_by>` finds the speaker; ``members`` are ids of the speakers of a
    group that speaks as one.
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
    extractor: str = attrs.field(default="", eq=False, kw_only=True)


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
    extractor: str = attrs.field(default="", eq=False, kw_only=True)


@attrs.frozen
class Quote(Shown):
    """A quotation: what was said (``content``), the words that attribute it (``cue``), those that name who (``source``).

    Detectors make quotes without ``id``, ``parent`` and speaker; reading them from ``doc.quotes`` adds these.
    ``detection_confidence`` is the probability that the content is a quotation with these borders.

    Three fields tell the speaker resolver how the quotation stands in the text. ``layout`` is ``"interview"`` where
    questions and answers take turns («— Когда откроют мост? — В мае.»), ``"dialogue"`` where a dash opens the line of a
    speaker, else ``"prose"``. ``continues`` says that it goes on the quotation before it, without an attribution of its own
    («„Мы готовы“, — сказал мэр. „Пора начинать“»). ``anaphoric`` says that the words that attribute it point at it from
    another sentence («Мост откроют в мае. Об этом сообщил мэр»), so that its source may stand far from its content.
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
    layout: Layout = attrs.field(default="prose", kw_only=True)
    continues: bool = attrs.field(default=False, kw_only=True)
    anaphoric: bool = attrs.field(default=False, kw_only=True)
    extractor: str = attrs.field(default="", eq=False, kw_only=True)
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
            raise missing("attributions")
        return self._attribution

    @property
    def speaker(self) -> Speaker | None:
        """Who said it, or ``None`` where the document does not show it."""
        return self._speaker(self.attribution.speaker)

    @property
    def runner_up(self) -> Speaker | None:
        """The second-best candidate."""
        return self._speaker(self.attribution.runner_up)

    def _joined(
        self, id: int, parent: int | None, speakers: tuple[Speaker, ...] | None, attribution: Attribution | None
    ) -> Quote:
        """The quote in its place among the quotes of a document, with what the resolver says of it."""
        return Quote(
            self.content,
            self.cue,
            self.source,
            self.type,
            self.mode,
            self.stance,
            self.detection_confidence,
            self.rule,
            id,
            parent,
            speakers,
            attribution,
            layout=self.layout,
            continues=self.continues,
            anaphoric=self.anaphoric,
            extractor=self.extractor,
        )

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


def missing(layer: str) -> MissingLayerError:
    """The error for a layer that no stage has filled yet."""
    stage = LAYERS[layer][0]
    return MissingLayerError(
        f"this document has no {layer} yet: run the stage {stage!r} first (newsquotes.extract(text) runs them all)"
    )


def quote_order(quote: Quote) -> tuple[int, int]:
    """The key that puts quotes into their order: first content offset, the longer first."""
    return quote.start, -quote.end


@lru_cache(maxsize=1 << 15)
def name_key(name: str) -> str:
    """A name folded for look-ups: lower case, ё as е, single spaces, no full stops.

    >>> name_key("В. В.  Королёв")
    'в в королев'
    """
    return " ".join(name.lower().replace("ё", "е").replace(".", " ").split())
