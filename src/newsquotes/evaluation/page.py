"""A self-contained HTML page: gold and predictions side by side, and the errors by kind.

The page needs no script and no network, and a policy in its head forbids both; whatever a text or a name holds is shown as
text. Filtering by kind is done with radio buttons and style rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import pairwise

import attrs
from jinja2 import Environment, StrictUndefined

from newsquotes.evaluation.listing import describe, excerpt, trait_in_words, value_in_words, words_of
from newsquotes.evaluation.matching import EXACT
from newsquotes.evaluation.mistakes import KINDS, Kind, Lemmatize, Mistake, breakdown, mistakes
from newsquotes.evaluation.records import GoldQuote, PredictedQuote
from newsquotes.evaluation.scorer import DocumentScore, Finding, Rates, Report
from newsquotes.terms import in_words
from newsquotes.wording import decimal, gettext, language, ngettext

_PARAGRAPH = re.compile(r"[^\r\n]+")
# What HTML forbids even as a character reference: controls, surrogates and noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@attrs.frozen
class Segment:
    """A stretch of text between two borders; ``labels`` belong to the quotations that start with it."""

    text: str
    classes: str
    labels: tuple[str, ...] = ()


@attrs.frozen
class Row:
    """One paragraph, as gold and as predicted."""

    gold: tuple[Segment, ...]
    predicted: tuple[Segment, ...]


@attrs.frozen
class Entry:
    """A mistake with its place on the page."""

    anchor: str
    mistake: Mistake
    text: str


@attrs.frozen
class Card:
    """One document on the page."""

    anchor: str
    id: str
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]
    predicted: bool

    @property
    def kinds(self) -> str:
        """The kinds of its mistakes, as classes."""
        return " ".join(kind for kind in KINDS if any(e.mistake.kind == kind for e in self.entries))


@attrs.frozen
class _Mark:
    start: int
    end: int
    classes: str
    label: str = ""


def render(report: Report, scores: Sequence[DocumentScore], lemmatize: Lemmatize = str.lower) -> str:
    """The page for some scored documents."""
    cards = [_card(f"d{n}", s, lemmatize) for n, s in enumerate(scores, 1)]
    entries = [entry for card in cards for entry in card.entries]
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_harmless
    )
    template = files("newsquotes.evaluation").joinpath("page.html.jinja").read_text(encoding="utf-8")
    return environment.from_string(template).render(
        report=report,
        rates=_rates(report),
        cards=cards,
        kinds={kind: [e for e in entries if e.mistake.kind == kind] for kind in KINDS},
        breakdown=breakdown(entry.mistake for entry in entries),
        excerpt=excerpt,
        in_words=in_words,
        trait_in_words=trait_in_words,
        value_in_words=value_in_words,
        share=lambda value: decimal(100 * value, 1),
        gettext=gettext,
        ngettext=ngettext,
        language=language,
    )


def _card(anchor: str, score: DocumentScore, lemmatize: Lemmatize) -> Card:
    text = score.document.text
    gold, predicted = list(_gold_marks(score)), list(_predicted_marks(score))
    rows = (
        Row(_segments(text, m.start(), m.end(), gold), _segments(text, m.start(), m.end(), predicted))
        for m in _PARAGRAPH.finditer(text)
        if m.group().strip()
    )
    entries = (Entry(f"{anchor}e{n}", m, describe(m)) for n, m in enumerate(mistakes(score, lemmatize), 1))
    return Card(anchor, score.document.id, tuple(rows), tuple(entries), score.predicted)


def _verdict(finding: Finding) -> Kind | str:
    if finding.predicted is None:
        return "missed"
    if not finding.right_speaker:
        return "speaker"
    return "right" if finding.overlap >= EXACT else "boundary"


def _gold_marks(score: DocumentScore) -> Iterator[_Mark]:
    findings = iter(score.findings)
    for quote in score.document.quotes:
        verdict = _verdict(next(findings)) if quote.required else "optional"
        yield from _marks(quote, verdict)


def _predicted_marks(score: DocumentScore) -> Iterator[_Mark]:
    for finding in score.found:
        if finding.predicted:
            yield from _marks(finding.predicted, _verdict(finding))
    for quotes, verdict in ((score.spurious, "spurious"), (score.optional, "optional")):
        for quote in quotes:
            yield from _marks(quote, verdict)


def _marks(quote: GoldQuote | PredictedQuote, verdict: str) -> Iterator[_Mark]:
    label = quote.speaker or "?"
    if quote.medium:
        label += f" ({quote.medium})"
    if verdict != "right":  # colour alone does not reach everybody
        label += f" · {in_words('mistake', verdict)}"
    for n, (start, end) in enumerate(quote.content):
        yield _Mark(start, end, f"content {verdict}", label if n == 0 else "…")
    for role, spans in (("cue", quote.cue), ("source", quote.source)):
        for start, end in spans:
            yield _Mark(start, end, role)


def _segments(text: str, start: int, end: int, marks: Iterable[_Mark]) -> tuple[Segment, ...]:
    """The stretch ``[start, end)`` cut wherever a mark begins or ends, so that overlapping marks need no nesting."""
    here = [m for m in marks if m.start < end and m.end > start]
    cuts = {start, end, *(m.start for m in here), *(m.end for m in here)}
    borders = sorted(cut for cut in cuts if start <= cut <= end)
    segments = []
    for left, right in pairwise(borders):
        over = sorted((m for m in here if m.start < right and m.end > left), key=lambda m: m.start - m.end)
        classes = dict.fromkeys(name for m in over for name in m.classes.split())
        labels = tuple(m.label for m in over if m.label and m.start == left)
        segments.append(Segment(text[left:right], " ".join(classes), labels))
    return tuple(segments)


def _rates(report: Report) -> list[tuple[str, Rates]]:
    return [
        (gettext("who-said-what"), report.who_said_what),
        (gettext("detection, overlap ≥ {least}", least=decimal(0.5, 1)), report.detection),
        (gettext("detection, overlap ≥ {least}", least=decimal(0.9, 1)), report.detection_strict),
        (gettext("medium"), report.medium),
        *((words_of(role), rates) for role, rates in report.words.items()),
    ]


def _harmless(value: object) -> object:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
