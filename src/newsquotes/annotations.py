"""What layers are made of: mentions, quotes, speakers … All of it is frozen.

The roles of a quotation (content, cue, source) are those of the Penn Attribution Relations Corpus (PARC 3.0, Pareti 2016).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import attrs

from newsquotes.caches import cached
from newsquotes.errors import MissingLayerError, no_layer
from newsquotes.shown import Shown
from newsquotes.spans import Span
from newsquotes.tokens import Morph, Sentence, Token

QuoteType = Literal["direct", "indirect", "mixed"]
Stance = Literal["asserted", "denied", "unsaid", "hypothetical", "asked", "promised", "demanded"]
Mode = Literal["speech", "writing", "thought"]
Layout = Literal["prose", "interview", "dialogue"]
SpeakerKind = Literal["person", "organization", "group", "anonymous", "document", "unknown"]
MentionKind = Literal["person", "role", "organization", "outlet", "group", "anonymous", "document", "pronoun"]
Gender = Literal["masc", "femn", "neut"]


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
    edited_by: tuple[str, ...] = attrs.field(default=(), eq=False, kw_only=True)

    def __str__(self) -> str:
        return self.name

    def completed(self, other: Speaker) -> Speaker:
        """The speaker with what is known of ``other``, who is the same one, where nothing is known of itself.

        >>> Speaker(0, "Анна Белова", "person").completed(Speaker(3, "Анна Белова", "person", role="мэр")).role
        'мэр'
        """
        known = {
            name: getattr(other, name)
            for name in ("gender", "role", "organization", "kb_id", "members")
            if not getattr(self, name) and getattr(other, name)
        }
        mentions = self.mentions
        if other.mentions and other.mentions != mentions:
            mentions = tuple(sorted({*mentions, *other.mentions}))
        keys = self.keys | other.keys
        if not known and mentions == self.mentions and keys == self.keys:
            return self
        return attrs.evolve(self, mentions=mentions, keys=keys, **known)


@attrs.frozen
class Attribution:
    """What the speaker resolver says of one quote; ``speaker`` and ``runner_up`` are ids of speakers.

    ``confidence`` is the probability that the speaker is right, given that the content is; ``overall`` the probability that
    content and speaker are both right, where the resolver knows better than the product of the two.
    """

    speaker: int | None = None
    media: tuple[Medium, ...] = ()
    confidence: float = 0.0
    rule: str = "none"
    runner_up: int | None = None
    overall: float | None = attrs.field(default=None, kw_only=True)
    extractor: str = attrs.field(default="", eq=False, kw_only=True)
    edited_by: tuple[str, ...] = attrs.field(default=(), eq=False, kw_only=True)

    def renumbered(self, ids: Mapping[int, int]) -> Attribution:
        """The same attribution where speakers have other ids: old → new; a speaker who is not there any more is open."""
        speaker = None if self.speaker is None else ids.get(self.speaker)
        runner_up = None if self.runner_up is None else ids.get(self.runner_up)
        if speaker is None and self.speaker is not None:
            return attrs.evolve(self, speaker=None, runner_up=runner_up, confidence=0.0)
        return attrs.evolve(self, speaker=speaker, runner_up=runner_up if runner_up != speaker else None)


@attrs.frozen
class Resolution:
    """What a speaker resolver returns: the document's speakers, and one attribution a quote, in their order.

    >>> mayor, belova = Speaker(0, "мэр", "person", role="мэр"), Speaker(1, "Анна Белова", "person")
    >>> merged = Resolution((mayor, belova), (Attribution(0), Attribution(1))).merged({0: 1})
    >>> [(s.id, s.name, s.role) for s in merged.speakers], [a.speaker for a in merged.attributions]
    ([(0, 'Анна Белова', 'мэр')], [0, 0])
    """

    speakers: tuple[Speaker, ...] = ()
    attributions: tuple[Attribution, ...] = ()

    def merged(self, into: Mapping[int, int]) -> Resolution:
        """The resolution in which some speakers are others: id → the id of the speaker that it is."""
        target = {s.id: _end(into, s.id) for s in self.speakers}
        kept = [s for s in self.speakers if target[s.id] == s.id]
        new_id = {s.id: i for i, s in enumerate(kept)}
        ids = {old: new_id[end] for old, end in target.items()}
        speakers = []
        for i, speaker in enumerate(kept):
            joined = speaker
            for other in self.speakers:
                if other.id != speaker.id and target[other.id] == speaker.id:
                    joined = joined.completed(other)
            members = tuple(dict.fromkeys(ids[m] for m in joined.members if ids[m] != i))
            speakers.append(attrs.evolve(joined, id=i, members=members))
        return Resolution(tuple(speakers), tuple(a.renumbered(ids) for a in self.attributions))


def _end(into: Mapping[int, int], id: int) -> int:
    seen = [id]
    while seen[-1] in into and into[seen[-1]] not in seen:
        seen.append(into[seen[-1]])
    return seen[-1]


@attrs.frozen
class Link:
    """The id of a speaker in a knowledge base, as a linker returns it, and the name that the base has for it."""

    speaker: int
    kb_id: str
    name: str = attrs.field(default="", eq=False, kw_only=True)
    extractor: str = attrs.field(default="", eq=False, kw_only=True)


@attrs.frozen
class Quote(Shown):
    """A quotation: what was said (``content``), the words that attribute it (``cue``), those that name who (``source``).

    Detectors make quotes without ``id``, ``parent`` and speaker; reading them from ``doc.quotes`` adds these. The ``id``
    stays when other quotations are left out (see :meth:`Document.select() <newsquotes.Document.select>`), so that
    :meth:`Document.quote() <newsquotes.Document.quote>` finds it again. ``extractor`` names the detector, ``edited_by`` the
    editors that changed it.
    ``detection_confidence`` is the probability that the content is a quotation, ``borders_confidence`` the probability that
    it then begins and ends where it should.

    Three fields tell the speaker resolver how the quotation stands in the text. ``layout`` is ``"interview"`` where
    questions and answers take turns («— Когда откроют мост? — В мае.»), ``"dialogue"`` where a dash opens the line of a
    speaker, else ``"prose"``. ``continues`` says that it goes on the quotation before it, without an attribution of its own
    («„Мы готовы“, — сказал мэр. „Пора начинать“»). ``anaphoric`` says that the words that attribute it point at it from
    another sentence («Мост откроют в мае. Об этом сообщил мэр»), so that its source may stand far from its content.
    """

    content: tuple[Span, ...]
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
    borders_confidence: float = attrs.field(default=1.0, kw_only=True)
    extractor: str = attrs.field(default="", eq=False, kw_only=True)
    edited_by: tuple[str, ...] = attrs.field(default=(), eq=False, kw_only=True)
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
            borders_confidence=self.borders_confidence,
            extractor=self.extractor,
            edited_by=self.edited_by,
        )

    def with_confidences(self, detection: float, borders: float) -> Quote:
        """The quote of a detector with other confidences in its content and its borders.

        >>> Quote((Span(0, 3, "Газ"),)).with_confidences(0.9, 0.8).borders_confidence
        0.8
        """
        return Quote(
            self.content,
            self.cue,
            self.source,
            self.type,
            self.mode,
            self.stance,
            detection,
            self.rule,
            self.id,
            self.parent,
            self._speakers,
            self._attribution,
            layout=self.layout,
            continues=self.continues,
            anaphoric=self.anaphoric,
            borders_confidence=borders,
            extractor=self.extractor,
            edited_by=self.edited_by,
        )

    def bare(self) -> Quote:
        """The quote as a detector gives it: without its place among the quotes of a document, and without speaker."""
        if self.id == -1 and self._speakers is None and self._attribution is None and self.parent is None:
            return self
        return attrs.evolve(self, id=-1, parent=None, speakers=None, attribution=None)

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
        overall = self.attribution.overall
        return self.detection_confidence * self.attribution.confidence if overall is None else overall


@attrs.frozen
class Fault:
    """What an extractor failed at on a document: what an error says, to keep and to write into a record."""

    stage: str
    extractor: str
    plugin: str
    message: str


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
    return no_layer(layer, LAYERS[layer][0])


def quote_order(quote: Quote) -> tuple[int, int]:
    """The key that puts quotes into their order: first content offset, the longer first."""
    return quote.start, -quote.end


@cached(size=1500, most=1 << 15)
def is_called(speaker: Speaker, key: str) -> bool:
    """Whether a :func:`name_key` is one of the speaker's: a form of the document, or the surname alone («белова»)."""
    full = name_key(speaker.name)
    return key in speaker.keys or key == full or (speaker.kind == "person" and key == full.rpartition(" ")[2])


def name_key(name: str) -> str:
    """A name folded for look-ups: lower case, ё as е, single spaces, no full stops.

    >>> name_key("В. В.  Королёв")
    'в в королев'
    """
    return " ".join(name.lower().replace("ё", "е").replace(".", " ").split())
