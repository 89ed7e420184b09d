"""The stages of a pipeline, in their order, and what an extractor of each must look like.

An extractor is any callable that takes a document and returns the items of its stage; it changes nothing. A module-level
function or an instance of a class with ``__call__`` can be pickled; a lambda cannot. Besides, an extractor may offer

- ``many(docs)``: the results for several documents at once, in their order, an exception in place of one that failed;
- ``explain(doc)``: the :class:`Decision` objects that tell why it took or left something;
- ``needs``: the fields that it cannot do without, as in ``("morphs.pos", "morphs.feats")``.

The table :data:`STAGES` is the one place that describes a stage: the hooks, the checks of configurations, the pipeline, the
contract kit and the templates of new plugins follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, Protocol

import attrs

from newsquotes import stage_results
from newsquotes.document import Document, Link, Mention, Morph, Quote, Resolution, Sentence, Token
from newsquotes.spans import Span


class Tokenizer(Protocol):
    """Gives the tokens of a text: in order, not overlapping, none blank."""

    def __call__(self, doc: Document, /) -> Iterable[Token]: ...


class SentenceSplitter(Protocol):
    """Gives the sentences of a text: in order, not overlapping, none blank."""

    def __call__(self, doc: Document, /) -> Iterable[Sentence]: ...


class Lemmatizer(Protocol):
    """Gives one morph a token."""

    def __call__(self, doc: Document, /) -> Iterable[Morph]: ...


class MentionDetector(Protocol):
    """Gives the mentions of those who can speak, by start, the longer first."""

    def __call__(self, doc: Document, /) -> Iterable[Mention]: ...


class QuoteDetector(Protocol):
    """Gives quotations, in any order; they may overlap."""

    def __call__(self, doc: Document, /) -> Iterable[Quote]: ...


class QuoteEditor(Protocol):
    """Gives the quotations that are to stay: those of ``doc.quotes``, fewer, changed or more of them."""

    def __call__(self, doc: Document, /) -> Iterable[Quote]: ...


class SpeakerResolver(Protocol):
    """Gives the speakers of the document and one attribution a quote."""

    def __call__(self, doc: Document, /) -> Resolution: ...


class SpeakerEditor(Protocol):
    """Gives changed speakers and attributions, or the document with fewer quotations (``doc.select(…)``)."""

    def __call__(self, doc: Document, /) -> Resolution | Document: ...


class Linker(Protocol):
    """Gives ids in a knowledge base for some of the document's speakers."""

    def __call__(self, doc: Document, /) -> Iterable[Link]: ...


class Annotator(Protocol):
    """Gives named layers of its own, which go into ``doc.extra``."""

    def __call__(self, doc: Document, /) -> Mapping[str, Any]: ...


@attrs.frozen
class Evidence:
    """Something that speaks for a candidate or, with a weight below 0, against it; without one where it was not weighed.

    ``name`` is what the model or rule calls it, ``words`` the same for people.
    """

    name: str
    weight: float | None = None
    words: str = ""

    def __str__(self) -> str:
        return self.words or self.name


@attrs.frozen
class Possible:
    """Somebody who could be the speaker: how likely, with which score, and what speaks for and against it."""

    name: str
    probability: float
    score: float | None = None
    reasons: tuple[Evidence, ...] = ()


@attrs.frozen
class Decision:
    """Why an extractor took or left a candidate: what its ``explain(doc)``, where it has one, yields.

    ``kind`` says what the candidate could have been (``"quote"``, ``"mention"``, ``"speaker"`` …), ``rule`` which rule
    decided, ``reason`` why, in words for people. The pipeline fills in ``stage`` and ``extractor``. Where it is about a
    quotation, ``content`` is what would be said, ``declined`` names the rules that looked at it and proposed nothing,
    ``evidence`` is what was weighed, the most telling first, and ``possible`` lists who may be the speaker.
    """

    span: Span
    kind: str
    verdict: Literal["accepted", "rejected"]
    reason: str
    rule: str = ""
    stage: str = ""
    extractor: str = ""
    content: tuple[Span, ...] = attrs.field(default=(), kw_only=True)
    declined: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    evidence: tuple[Evidence, ...] = attrs.field(default=(), kw_only=True)
    possible: tuple[Possible, ...] = attrs.field(default=(), kw_only=True)


@attrs.frozen
class Stage:
    """One row of the table: which layer a stage fills, what it may read, how many extractors it takes.

    ``gives`` says in words what an extractor returns; ``budget`` is what it should cost at most: milliseconds for 1,000
    tokens on one core. ``default`` names what is used where nobody says otherwise. ``take`` puts what an extractor gave into
    the document, and ``join``, in a stage that takes several, makes one document of two; where it is ``chained``, the next
    extractor gets what the earlier ones gave. What is not ``required`` may be left out; what ``may_fail`` loses its own
    layer where it does, and not the document, in a stream that goes on.
    """

    name: str
    fills: str
    reads: tuple[str, ...]
    protocol: type
    gives: str
    budget: float
    take: stage_results.Take = attrs.field(repr=False)
    join: Callable[[Document, Document], Document] | None = attrs.field(default=None, repr=False)
    default: tuple[str, ...] = ()
    chained: bool = False
    required: bool = True
    may_fail: bool = False

    @property
    def many(self) -> bool:
        """Whether it takes several extractors."""
        return self.join is not None

    @property
    def is_editor(self) -> bool:
        """Whether it changes what another stage gave."""
        return self.take in (stage_results.take_quotes, stage_results.take_edited)

    def __reduce__(self) -> tuple[Any, ...]:
        return _stage, (self.name,)

    @property
    def hook(self) -> str:
        """The name of the hook by which plugins offer extractors for this stage."""
        return f"newsquotes_{self.name}s"


_TILES = "in the order of the text, not overlapping, without white space around, so that no letter is left out"
_SPLIT = ("tokens", "sentences")
_READ = (*_SPLIT, "morphs")
_MENTIONED = (*_READ, "mentions")
_QUOTED = (*_MENTIONED, "quotes")
_RESOLVED = (*_QUOTED, "speakers", "attributions")

STAGES: tuple[Stage, ...] = (
    Stage(
        "tokenizer",
        fills="tokens",
        reads=(),
        protocol=Tokenizer,
        gives=f"tokens {_TILES}",
        budget=50,
        take=stage_results.take_items("tokens"),
        default=("razdel",),
    ),
    Stage(
        "sentence_splitter",
        fills="sentences",
        reads=(),
        protocol=SentenceSplitter,
        gives=f"sentences {_TILES}",
        budget=50,
        take=stage_results.take_items("sentences"),
        default=("razdel",),
    ),
    Stage(
        "lemmatizer",
        fills="morphs",
        reads=_SPLIT,
        protocol=Lemmatizer,
        gives="one Morph a token, with lemmas, Universal Dependencies tags and scores from 0 to 1, the best reading first",
        budget=200,
        take=stage_results.take_items("morphs"),
        default=("pymorphy",),
    ),
    Stage(
        "mention_detector",
        fills="mentions",
        reads=_READ,
        protocol=MentionDetector,
        gives="mentions by start, the longer first, each with a name in the nominative and a head among its words",
        budget=500,
        take=stage_results.take_items("mentions"),
        join=stage_results.join_mentions,
        default=("russian",),
    ),
    Stage(
        "quote_detector",
        fills="quotes",
        reads=_MENTIONED,
        protocol=QuoteDetector,
        gives="each quotation once, with the words that were said as its content",
        budget=500,
        take=stage_results.take_items("quotes"),
        join=stage_results.join_quotes,
        default=("russian",),
    ),
    Stage(
        "quote_editor",
        fills="quotes",
        reads=_QUOTED,
        protocol=QuoteEditor,
        gives="the quotations that are to stay, each once",
        budget=200,
        take=stage_results.take_quotes,
        join=stage_results.the_later,
        chained=True,
        required=False,
    ),
    Stage(
        "speaker_resolver",
        fills="speakers",
        reads=_QUOTED,
        protocol=SpeakerResolver,
        gives="a Resolution: every speaker once, with a name, and one attribution a quote",
        budget=500,
        take=stage_results.take_resolution,
        join=stage_results.join_resolutions,
        default=("russian",),
        chained=True,
    ),
    Stage(
        "speaker_editor",
        fills="speakers",
        reads=_RESOLVED,
        protocol=SpeakerEditor,
        gives="a Resolution with changed speakers and attributions, or the document that doc.select(…) gives",
        budget=200,
        take=stage_results.take_edited,
        join=stage_results.the_later,
        chained=True,
        required=False,
    ),
    Stage(
        "linker",
        fills="links",
        reads=_RESOLVED,
        protocol=Linker,
        gives="at most one Link a speaker, with the id of the speaker in the document and one in the knowledge base",
        budget=200,
        take=stage_results.take_items("links"),
        join=stage_results.join_links,
        required=False,
        may_fail=True,
    ),
    Stage(
        "annotator",
        fills="extra",
        reads=_RESOLVED,
        protocol=Annotator,
        gives="a mapping of names of its own to layers that can be pickled",
        budget=500,
        take=stage_results.take_extra,
        join=stage_results.the_later,
        chained=True,
        required=False,
        may_fail=True,
    ),
)
"""The stages in the order in which they run."""

STAGE_NAMES: tuple[str, ...] = tuple(stage.name for stage in STAGES)
STAGE: Mapping[str, Stage] = MappingProxyType({stage.name: stage for stage in STAGES})
"""The stages by name."""


def _stage(name: str) -> Stage:
    return STAGE[name]
