"""The stages of a pipeline, in their order, and what an extractor of each must look like.

An extractor is any callable that takes a document and returns the items of its stage; it changes nothing. A module-level
function or an instance of a class with ``__call__`` can be pickled; a lambda cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, Protocol

import attrs

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


class SpeakerResolver(Protocol):
    """Gives the speakers of the document and one attribution a quote."""

    def __call__(self, doc: Document, /) -> Resolution: ...


class Linker(Protocol):
    """Gives ids in a knowledge base for some of the document's speakers."""

    def __call__(self, doc: Document, /) -> Iterable[Link]: ...


class Annotator(Protocol):
    """Gives named layers of its own, which go into ``doc.extra``."""

    def __call__(self, doc: Document, /) -> Mapping[str, Any]: ...


@attrs.frozen
class Decision:
    """Why an extractor took or left a candidate: what its ``explain(doc)``, where it has one, yields.

    ``kind`` says what the candidate could have been (``"quote"``, ``"mention"``, ``"speaker"`` …), ``rule`` which rule
    decided, ``reason`` why, in words for people. The pipeline fills in ``stage`` and ``extractor``.
    """

    span: Span
    kind: str
    verdict: Literal["accepted", "rejected"]
    reason: str
    rule: str = ""
    stage: str = ""
    extractor: str = ""


@attrs.frozen
class Stage:
    """One row of the table: which layer a stage fills, what it may read, how many extractors it takes.

    ``budget`` is what an extractor should cost at most: milliseconds for 1,000 tokens on one core.
    """

    name: str
    fills: str
    reads: tuple[str, ...]
    protocol: type
    budget: float
    many: bool = False
    required: bool = True

    @property
    def hook(self) -> str:
        """The name of the hook by which plugins offer extractors for this stage."""
        return f"newsquotes_{self.name}s"


_MENTIONED = ("tokens", "sentences", "morphs", "mentions")
_RESOLVED = (*_MENTIONED, "quotes", "speakers", "attributions")

STAGES: tuple[Stage, ...] = (
    Stage("tokenizer", "tokens", (), Tokenizer, budget=50),
    Stage("sentence_splitter", "sentences", (), SentenceSplitter, budget=50),
    Stage("lemmatizer", "morphs", ("tokens", "sentences"), Lemmatizer, budget=200),
    Stage("mention_detector", "mentions", ("tokens", "sentences", "morphs"), MentionDetector, budget=500, many=True),
    Stage("quote_detector", "quotes", _MENTIONED, QuoteDetector, budget=500, many=True),
    Stage("speaker_resolver", "speakers", (*_MENTIONED, "quotes"), SpeakerResolver, budget=500, many=True),
    Stage("linker", "links", _RESOLVED, Linker, budget=200, many=True, required=False),
    Stage("annotator", "extra", _RESOLVED, Annotator, budget=500, many=True, required=False),
)
"""The stages in the order in which they run."""

STAGE_NAMES: tuple[str, ...] = tuple(stage.name for stage in STAGES)
