"""The contract of each stage: what its results must be beyond what a document checks by itself."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from newsquotes.document import Document
from newsquotes.errors import RecordError
from newsquotes.formats.layers import plain_layers
from newsquotes.spans import Span
from newsquotes.testing.contract import ExtractorContract

_TAGS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())


class TokenizerContract(ExtractorContract):
    """Tokens: every letter and digit lies in one, and white space begins and ends none."""

    stage = "tokenizer"

    def _check(self, doc: Document) -> Iterator[str]:
        return _tiling(doc, doc.tokens, "token")


class SentenceSplitterContract(ExtractorContract):
    """Sentences: every letter and digit lies in one, and white space begins and ends none."""

    stage = "sentence_splitter"

    def _check(self, doc: Document) -> Iterator[str]:
        return _tiling(doc, doc.sentences, "sentence")


class LemmatizerContract(ExtractorContract):
    """Morphs: one a token, with Universal Dependencies tags, the best reading first."""

    stage = "lemmatizer"

    def _check(self, doc: Document) -> Iterator[str]:
        for token, morph in zip(doc.tokens, doc.morphs, strict=True):
            for reading in morph.readings:
                if not reading.lemma:
                    yield f"{token!r} has a reading without lemma"
                if reading.pos not in _TAGS:
                    yield f"{token!r} has the tag {reading.pos!r}; the tags are {', '.join(sorted(_TAGS))}"
                if not 0 <= reading.score <= 1:
                    yield f"{token!r} has a reading with the score {reading.score!r}"
            if any(a.score < b.score for a, b in pairwise(morph.readings)):
                yield f"the readings of {token!r} do not come by their scores"


class MentionDetectorContract(ExtractorContract):
    """Mentions: with a name, and the head among their words."""

    stage = "mention_detector"

    def _check(self, doc: Document) -> Iterator[str]:
        for mention in doc.mentions:
            if not mention.span.text.strip():
                yield f"the mention at [{mention.span.start}, {mention.span.end}) holds no word"
            if not mention.head.text.strip():
                yield f"the head of {mention.span!r} holds no word"
        if doubled := _doubled([(m.span, m.kind) for m in doc.mentions]):
            yield f"two mentions are the same: {doubled[0]!r:.200}"


class QuoteDetectorContract(ExtractorContract):
    """Quotes: with words in their contents, and none twice."""

    stage = "quote_detector"

    def _check(self, doc: Document) -> Iterator[str]:
        for quote in doc.quotes:
            if not any(map(str.isalnum, quote.text)):
                yield f"the content of a quotation holds no word: {quote.content!r:.200}"
        if doubled := _doubled([quote.content for quote in doc.quotes]):
            yield f"two quotations have the same content: {doubled[0]!r:.200}"


class QuoteEditorContract(ExtractorContract):
    """Quotes: those that are to stay, each once. The example is a text in which there is something to change."""

    stage = "quote_editor"

    def _check(self, doc: Document) -> Iterator[str]:
        if doubled := _doubled([quote.content for quote in doc.quotes]):
            yield f"two quotations have the same content: {doubled[0]!r:.200}"

    def _count(self, doc: Document) -> int:
        before = self._document(doc.text)
        return len({q.bare() for q in before.quotes} ^ {q.bare() for q in doc.quotes})

    def _result(self, doc: Document) -> Any:
        return [quote.bare() for quote in doc.quotes]


class SpeakerResolverContract(ExtractorContract):
    """Speakers: with names, and each once."""

    stage = "speaker_resolver"

    def _count(self, doc: Document) -> int:
        return sum(attribution.speaker is not None for attribution in doc.attributions)

    def _result(self, doc: Document) -> Any:
        return doc.speakers, doc.attributions


class SpeakerEditorContract(ExtractorContract):
    """Speakers and attributions as they are to be. The example is a text in which there is something to change."""

    stage = "speaker_editor"

    def _count(self, doc: Document) -> int:
        return int(self._result(doc) != self._result(self._document(doc.text)))

    def _result(self, doc: Document) -> Any:
        return [quote.bare() for quote in doc.quotes], doc.resolution


class LinkerContract(ExtractorContract):
    """Links: with an id, and at most one a speaker."""

    stage = "linker"


class AnnotatorContract(ExtractorContract):
    """Layers of an annotator: they can be pickled, for documents are sent between processes, and written into records."""

    stage = "annotator"

    def _check(self, doc: Document) -> Iterator[str]:
        try:
            pickle.dumps(dict(doc.extra))
        except Exception as exc:
            yield f"its layers cannot be pickled: {type(exc).__name__}: {exc}"
        try:
            plain_layers(doc.extra)
        except RecordError as exc:
            yield str(exc)

    def _check_blank(self, doc: Document) -> None:
        """A layer that says of a blank text that it is blank is as good as none."""

    def _result(self, doc: Document) -> Any:
        return dict(doc.extra)


CONTRACTS: tuple[type[ExtractorContract], ...] = (
    TokenizerContract,
    SentenceSplitterContract,
    LemmatizerContract,
    MentionDetectorContract,
    QuoteDetectorContract,
    QuoteEditorContract,
    SpeakerResolverContract,
    SpeakerEditorContract,
    LinkerContract,
    AnnotatorContract,
)
"""The contract of every stage, in the order of the stages."""


def _tiling(doc: Document, spans: tuple[Span, ...], unit: str) -> Iterator[str]:
    last = 0
    for span in (*spans, Span(len(doc.text), len(doc.text), "")):
        if left_out := [i for i in range(last, span.start) if doc.text[i].isalnum()]:
            yield f"{doc.text[left_out[0] : left_out[0] + 20]!r} at {left_out[0]} lies in no {unit}"
        if span.text != span.text.strip():
            yield f"white space begins or ends {span!r:.200}"
        last = span.end


def _doubled(keys: list[Any]) -> list[Any]:
    """The keys that were there before."""
    seen: set[Any] = set()
    return [key for key in keys if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
