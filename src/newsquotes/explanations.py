"""Why each quotation of a document was found and given to its speaker, in words for people: ``doc.explain()``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from newsquotes.document import Document, Quote
from newsquotes.extraction import pipeline_for
from newsquotes.pipeline import MADE_BY, Pipeline
from newsquotes.shown import Items, Shown
from newsquotes.spans import Span
from newsquotes.stages import Decision, Evidence, Possible
from newsquotes.terms import how_sure, in_words
from newsquotes.wording import decimal, gettext, percent, signed

_TOLD = 0.05
"""The least weight that is told: what is less shows as nothing."""


@attrs.frozen
class Explanation(Shown):
    """Why words are a quotation of that speaker, or why a candidate is none (then ``quote`` is ``None``).

    ``span`` is where they stand. ``rule`` proposed them, and ``declined`` looked at their cue and did not. ``evidence`` is
    what was weighed, the most telling for and against. ``source`` names the speaker, ``speaker_rule`` is the rule that took
    it for whom it means, and ``possible`` are all who could be meant, the chosen one first. ``others`` are further decisions
    about the same words: proposals that lost, changes of editors.
    """

    span: Span
    quote: Quote | None
    rule: str
    reason: str
    declined: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    possible: tuple[Possible, ...] = ()
    others: tuple[Decision, ...] = ()

    @property
    def source(self) -> Span | None:
        """The words that name the speaker."""
        return None if self.quote is None else self.quote.source

    @property
    def speaker_rule(self) -> str:
        """The rule that found the speaker."""
        return "" if self.quote is None else self.quote.attribution.rule

    @property
    def in_words(self) -> str:
        """How sure content and speaker are, in words; empty for what is no quotation."""
        return "" if self.quote is None else how_sure(self.quote.confidence)

    def lines(self) -> Iterator[tuple[str, str]]:
        """What there is to say, as pairs of a heading and a text."""
        if self.quote is None:
            yield gettext("no quotation"), self.reason
            return
        quote = self.quote
        yield gettext("found as"), in_words("quote rule", self.rule)
        if self.declined:
            yield gettext("declined"), _rules(self.declined)
        for decision in self.others:
            verdict = gettext("left") if decision.verdict == "rejected" else gettext("also")
            yield verdict, "; ".join(filter(None, (in_words("quote rule", decision.rule), decision.reason)))
        for heading, found in ((gettext("for it"), True), (gettext("against it"), False)):
            if weighed := _weighed(e for e in self.evidence if ((e.weight or 0.0) > 0) is found):
                yield heading, weighed
        yield gettext("source"), "–" if quote.source is None else _in_marks(quote.source.text)
        yield (
            gettext("speaker"),
            f"{quote.speaker or gettext('unknown speaker')}: {in_words('speaker rule', self.speaker_rule)}",
        )
        for possible in self.possible:
            score = gettext("score {score}", score=signed(possible.score)) if possible.score is not None else ""
            head = ", ".join(filter(None, (possible.name, percent(possible.probability), score)))
            yield gettext("could be"), f"{head}: {_weighed(possible.reasons)}"
        if quote.media:
            yield gettext("relayed by"), ", ".join(map(str, quote.media))
        told = gettext(
            "{words}: {both} (content {content}, speaker {speaker})",
            words=self.in_words,
            both=decimal(quote.confidence),
            content=decimal(quote.detection_confidence),
            speaker=decimal(quote.speaker_confidence),
        )
        yield gettext("how sure"), told

    def __str__(self) -> str:
        words = self.quote.text if self.quote is not None else self.span.text
        return "\n".join([f"[{self.span.start}, {self.span.end}) {words}", *(f"    {h}: {t}" for h, t in self.lines())])


def explained(doc: Document) -> Items[Explanation]:
    """Every quotation and every candidate that is none, in the order of the text, with the reasons.

    The pipeline that made the document tells them; where it is not known any more (the document was read from a file), the
    default pipeline does.
    """
    pipeline = doc.artefact(MADE_BY, lambda _: pipeline_for({}), reads=())
    return explained_by(pipeline, doc)


def is_known_how(doc: Document) -> bool:
    """Whether the pipeline that made a document is at hand, so that explaining it costs no more than reading it again."""
    return MADE_BY in doc._artefacts and doc.has("attributions")


def reasons_of(doc: Document, pipeline: Pipeline | None = None) -> dict[int, list[tuple[str, str]]]:
    """The lines of each quotation's explanation, by the quotation's id; none where they are not at hand.

    With a ``pipeline`` they are: it reads the document again where that is needed.
    """
    if is_known_how(doc):
        found = explained(doc)
    elif pipeline is not None and doc.has("attributions"):
        found = explained_by(pipeline, doc)
    else:
        return {}
    return {why.quote.id: [*why.lines()] for why in found if why.quote is not None}


def explained_by(pipeline: Pipeline, doc: Document) -> Items[Explanation]:
    """The same, by that pipeline."""
    if not doc.has("attributions"):
        doc = pipeline(doc.text, id=doc.id, meta=doc.meta)
    decisions = [d for d in pipeline.explain(doc) if d.kind != "mention"]
    speaking = {d.content: d for d in decisions if d.kind == "speaker" and d.content}
    about = [d for d in decisions if d.kind != "speaker"]
    made = [_of_quote(doc, quote, about, speaking) for quote in doc.quotes]
    told = {id(d) for explanation, used in made for d in used}
    rest = [
        Explanation(d.span, None, d.rule, d.reason, d.declined, d.evidence)
        for d in about
        if id(d) not in told and d.verdict == "rejected"
    ]
    return Items(sorted([*(explanation for explanation, _ in made), *rest], key=lambda e: (e.span.start, -e.span.end)))


def _of_quote(
    doc: Document, quote: Quote, about: Iterable[Decision], speaking: dict[tuple[Span, ...], Decision]
) -> tuple[Explanation, list[Decision]]:
    span = doc.span(quote.start, quote.end)
    own = [d for d in about if d.content == quote.content or (not d.content and d.verdict == "accepted" and d.span == span)]
    found = next((d for d in own if d.verdict == "accepted" and d.rule == quote.rule), None)
    others = [d for d in own if d is not found]
    who = speaking.get(quote.content)
    explanation = Explanation(
        span,
        quote,
        quote.rule,
        "" if found is None else found.reason,
        () if found is None else found.declined,
        () if found is None else found.evidence,
        () if who is None else who.possible,
        tuple(others),
    )
    return explanation, own


def _in_marks(words: str) -> str:
    return words if words.startswith("«") and words.endswith("»") else f"«{words}»"


def _rules(names: Iterable[str]) -> str:
    return "; ".join(in_words("quote rule", name) for name in names)


def _weighed(evidence: Iterable[Evidence]) -> str:
    told = [e for e in evidence if e.weight is None or abs(e.weight) >= _TOLD]
    return "; ".join(str(e) if e.weight is None else f"{e} {signed(e.weight)}" for e in told)
