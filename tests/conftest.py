"""Small extractors for the tests of everything that is not the Russian ones: quick, obvious, and without a model."""

import re
from collections.abc import Iterator

import pytest

import newsquotes
from newsquotes.document import (
    Attribution,
    Cue,
    Document,
    Mention,
    Morph,
    Quote,
    Reading,
    Resolution,
    Sentence,
    Speaker,
    Token,
)
from newsquotes.registry import Registry


def tokens(doc: Document) -> Iterator[Token]:
    for match in re.finditer(r"\w+|[^\w\s]", doc.text):
        yield Token(match.start(), match.end(), match.group())


def sentences(doc: Document) -> Iterator[Sentence]:
    for match in re.finditer(r"\S[^\n]*", doc.text):
        yield Sentence(match.start(), match.end(), match.group())


def morphs(doc: Document) -> Iterator[Morph]:
    for token in doc.tokens:
        yield Morph((Reading(token.text.lower(), "X"),))


def mentions(doc: Document) -> Iterator[Mention]:
    for match in re.finditer(r"[А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+", doc.text):
        span = doc.span(*match.span())
        yield Mention(span, "person", span.text, head=span)


class Marks:
    """Finds «…», with the word after «, — » as its cue."""

    def __init__(self, min_confidence: float = 0.0) -> None:
        self.min_confidence = min_confidence

    def __call__(self, doc: Document) -> Iterator[Quote]:
        for match in re.finditer(r"«([^»]+)»(?:, — (\w+))?", doc.text):
            cue = Cue((doc.span(*match.span(2)),), "сказать") if match.group(2) else Cue()
            confidence = 0.95 if cue else 0.5
            if confidence >= self.min_confidence:
                yield Quote(
                    content=(doc.span(*match.span(1)),),
                    cue=cue,
                    detection_confidence=confidence,
                    rule="marks",
                )

    def explain(self, doc: Document) -> Iterator[newsquotes.Decision]:
        for match in re.finditer(r'"[^"]+"', doc.text):
            yield newsquotes.Decision(doc.span(*match.span()), "quote", "rejected", "straight marks", "marks")


def resolver(doc: Document) -> Resolution:
    """Gives each quote with a cue to the mention after it."""
    speakers: dict[str, Speaker] = {}
    attributions = []
    for quote in doc.quotes:
        after = [m for m in doc.mentions if quote.cue and m.span.start >= quote.end]
        if not after:
            attributions.append(Attribution())
            continue
        name = after[0].name
        speakers.setdefault(
            name, Speaker(len(speakers), name, "person", mentions=(after[0].span,), keys=frozenset(name.lower().split()))
        )
        attributions.append(Attribution(speakers[name].id, confidence=0.99, rule="next"))
    return Resolution(tuple(speakers.values()), tuple(attributions))


class FakePlugin:
    @newsquotes.hookimpl
    def newsquotes_tokenizers(self):
        return {"words": lambda: tokens}

    @newsquotes.hookimpl
    def newsquotes_sentence_splitters(self):
        return {"lines": lambda: sentences}

    @newsquotes.hookimpl
    def newsquotes_lemmatizers(self):
        return {"lower": lambda: morphs}

    @newsquotes.hookimpl
    def newsquotes_mention_detectors(self):
        return {"names": lambda: mentions}

    @newsquotes.hookimpl
    def newsquotes_quote_detectors(self):
        return {"marks": Marks}

    @newsquotes.hookimpl
    def newsquotes_speaker_resolvers(self):
        return {"next": lambda: resolver}


FAKES = {
    "tokenizer": "words",
    "sentence_splitter": "lines",
    "lemmatizer": "lower",
    "mention_detector": "names",
    "quote_detector": "marks",
    "speaker_resolver": "next",
}


@pytest.fixture
def registry() -> Registry:
    """What is built in, and the fakes."""
    registry = Registry(entry_points=())
    registry.register(FakePlugin(), "fakes")
    return registry


@pytest.fixture
def fakes() -> dict[str, object]:
    """A configuration that uses the fakes alone."""
    return dict(FAKES)


@pytest.fixture
def build(registry, fakes):
    """Builds a pipeline of fakes; keywords replace stages."""

    def make(**config: object) -> newsquotes.Pipeline:
        return newsquotes.Pipeline.from_dict({**fakes, **config}, registry=registry)

    return make
