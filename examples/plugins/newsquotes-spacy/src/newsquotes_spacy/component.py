"""The spaCy component ``newsquotes``.

The output record of newsquotes, with its exact offsets, is kept in ``doc.user_data["newsquotes"]``, where it is saved with
the ``Doc``; span groups show its content, cues and sources as tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, cast, get_args

from newsquotes import Document, Pipeline
from newsquotes.formats import from_record, to_record
from spacy.language import Language
from spacy.tokens import Doc, Span

from newsquotes_spacy.extractors import reading

CONTENT, CUE, SOURCE = "newsquotes_content", "newsquotes_cue", "newsquotes_source"
"""The keys of the span groups in ``doc.spans``."""

Alignment = Literal["expand", "contract", "strict"]
_RECORD = "newsquotes"


class Newsquotes:
    """Finds quotations and writes them into the ``Doc`` as span groups."""

    def __init__(self, pipeline: Pipeline, alignment: Alignment) -> None:
        self.pipeline = pipeline
        self.alignment = alignment

    def __call__(self, doc: Doc) -> Doc:
        with reading(doc):
            record = to_record(self.pipeline(doc.text))
        doc.user_data[_RECORD] = record
        quotes = record["quotes"]
        doc.spans[CONTENT] = [s for q in quotes for s in self.spans(doc, q, q["content"], q["type"])]
        doc.spans[CUE] = [s for q in quotes for s in self.spans(doc, q, q["cue"], "cue")]
        doc.spans[SOURCE] = [s for q in quotes if q["source"] for s in self.spans(doc, q, [q["source"]], "source")]
        return doc

    def spans(self, doc: Doc, quote: Mapping[str, Any], parts: Iterable[Mapping[str, Any]], label: str) -> Iterable[Span]:
        """The parts of a quote as spaCy spans; all spans of a quote have one id (``q0``, ``q1`` …)."""
        speaker = quote["speaker"]
        kb_id = doc.user_data[_RECORD]["speakers"][speaker["id"]]["kb_id"] if speaker else None
        for part in parts:
            span = doc.char_span(
                part["start"],
                part["end"],
                label=label,
                kb_id=kb_id or "",
                span_id=f"q{quote['id']}",
                alignment_mode=self.alignment,
            )
            if span is not None and len(span):
                yield span


@Language.factory(
    "newsquotes",
    default_config={"config": {}, "alignment": "expand"},
    assigns=["doc.spans"],
)
def make_newsquotes(nlp: Language, name: str, config: dict[str, Any], alignment: str) -> Newsquotes:
    """The component; ``config`` is a configuration of newsquotes, ``alignment`` one of spaCy's alignment modes."""
    if alignment not in get_args(Alignment):
        raise ValueError(f"{name}: alignment is {alignment!r}; it must be one of {', '.join(get_args(Alignment))}")
    return Newsquotes(Pipeline.from_dict(config), cast(Alignment, alignment))


def _document(doc: Doc) -> Document:
    if _RECORD not in doc.user_data:
        raise ValueError("this Doc has no quotations yet: add the component by nlp.add_pipe('newsquotes')")
    return from_record(doc.user_data[_RECORD], doc.text)


def _speaker(span: Span) -> str | None:
    """The name of who speaks in the quote that a span of the groups belongs to."""
    quotes = span.doc.user_data.get(_RECORD, {}).get("quotes", ())
    number = span.id_[1:]
    if not (span.id_.startswith("q") and number.isdecimal() and int(number) < len(quotes)):
        return None
    speaker = quotes[int(number)]["speaker"]
    return speaker and str(speaker["name"])


Doc.set_extension("newsquotes", getter=_document, force=True)
Span.set_extension("speaker", getter=_speaker, force=True)
