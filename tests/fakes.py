"""Small extractors, and the plugin that offers them, for the tests of all that is not Russian: quick and obvious."""

import re
from collections.abc import Iterator

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


@newsquotes.hookimpl
def newsquotes_tokenizers():
    return {"words": lambda: tokens}


@newsquotes.hookimpl
def newsquotes_sentence_splitters():
    return {"lines": lambda: sentences}


@newsquotes.hookimpl
def newsquotes_lemmatizers():
    return {"lower": lambda: morphs}


@newsquotes.hookimpl
def newsquotes_mention_detectors():
    return {"names": lambda: mentions}


@newsquotes.hookimpl
def newsquotes_quote_detectors():
    return {"marks": Marks}


@newsquotes.hookimpl
def newsquotes_speaker_resolvers():
    return {"next": lambda: resolver}


FAKES = {
    "tokenizer": "words",
    "sentence_splitter": "lines",
    "lemmatizer": "lower",
    "mention_detector": "names",
    "quote_detector": "marks",
    "speaker_resolver": "next",
}
