"""How well predictions agree with gold: who said what.

The figures follow the attribution literature: detection by overlap of content words, precision, recall and F1 of the words
of content, cue and source as in PARC 3.0 (Pareti 2016), speakers judged on what was found, and the expected calibration
error in ten bins (Guo et al. 2017). The headline is *who said what*: found and given to the right speaker, with precision
over the predictions that name a speaker at all, so that an honest "unknown" costs recall only.

>>> from newsquotes.evaluation.records import GoldDocument, GoldQuote, PredictedQuote
>>> gold = GoldDocument("1", "Газ придёт, сказал Иванов.", (GoldQuote("indirect", ((0, 10),), speaker="Иванов"),))
>>> score([score_document(gold, [PredictedQuote("indirect", ((0, 10),), speaker="Иванов")])]).who_said_what
Rates(precision=1.0, recall=1.0, f1=1.0)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal

import attrs

from newsquotes.evaluation.matching import EXACT, match, words_in
from newsquotes.evaluation.names import canonical, same_medium, same_speaker
from newsquotes.evaluation.records import GoldDocument, GoldQuote, PredictedQuote

Role = Literal["content", "cue", "source"]
ROLES: tuple[Role, ...] = ("content", "cue", "source")

TRUSTED = 0.96
"""The precision at which :attr:`Report.recall_at_precision_96` is taken."""


@attrs.frozen
class Counts:
    """True positives, false positives and false negatives."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.false + other.false, self.missed + other.missed)


@attrs.frozen
class Rates:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, counts: Counts) -> Rates:
        """The rates of some counts; 0 where there is nothing to divide by."""
        precision = _ratio(counts.hits, counts.hits + counts.false)
        recall = _ratio(counts.hits, counts.hits + counts.missed)
        return cls(precision, recall, _ratio(2 * precision * recall, precision + recall))


@attrs.frozen
class Finding:
    """What became of one required gold quotation: the prediction that found it, if any."""

    gold: GoldQuote
    predicted: PredictedQuote | None = None
    overlap: float = 0.0

    @property
    def right_speaker(self) -> bool:
        """Whether it was found and given to the right speaker."""
        return self.predicted is not None and same_speaker(self.predicted.speaker, self.gold)

    @property
    def right_type(self) -> bool:
        """Whether it was found with the right type."""
        return self.predicted is not None and self.predicted.type == self.gold.type

    @property
    def medium(self) -> Counts:
        """Whether the medium was named rightly; nothing is counted where the quotation was not found."""
        if self.predicted is None:
            return Counts()
        said, gold = self.predicted.medium, self.gold.medium
        if said and gold and same_medium(said, gold):
            return Counts(hits=1)
        return Counts(false=bool(said), missed=bool(gold))


@attrs.frozen
class DocumentScore:
    """A document's gold beside its predictions.

    ``findings`` has one entry for each required gold quotation, in the order of the gold; ``spurious`` are predictions that
    match nothing, ``optional`` those that optional gold keeps from being judged.
    """

    document: GoldDocument
    findings: tuple[Finding, ...]
    spurious: tuple[PredictedQuote, ...]
    optional: tuple[PredictedQuote, ...]
    words: Mapping[Role, Counts]
    predicted: bool = True

    @property
    def found(self) -> tuple[Finding, ...]:
        """The required gold quotations that were found."""
        return tuple(f for f in self.findings if f.predicted)

    @property
    def judged(self) -> tuple[tuple[float, bool], ...]:
        """Confidence of each prediction that names a speaker, and whether it is found and right."""
        verdicts = [(f.predicted, f.right_speaker) for f in self.findings] + [(p, False) for p in self.spurious]
        return tuple((p.confidence, right) for p, right in verdicts if p and p.speaker and p.confidence is not None)


@attrs.frozen
class Group:
    """The figures of one type or tag of gold quotations."""

    gold: int
    found: int
    right_speaker: int
    right_type: int
    spurious: int = 0

    @property
    def recall(self) -> float:
        """How many were found."""
        return _ratio(self.found, self.gold)

    @property
    def speaker_accuracy(self) -> float:
        """How many of those found have the right speaker."""
        return _ratio(self.right_speaker, self.found)

    @property
    def type_accuracy(self) -> float:
        """How many of those found have the right type."""
        return _ratio(self.right_type, self.found)


@attrs.frozen
class Report:
    """All figures over some documents."""

    documents: int
    missing: int
    detection: Rates
    detection_strict: Rates
    who_said_what: Rates
    speaker_accuracy: float
    canonical: float
    medium: Rates
    calibration_error: float | None
    recall_at_precision_96: float | None
    types: Mapping[str, Group]
    tags: Mapping[str, Group]
    words: Mapping[Role, Rates]

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON: rates as [precision, recall, F1]."""
        plain = ("types", "tags", "words")
        out: dict[str, Any] = {
            field.name: list(attrs.astuple(value)) if isinstance(value := getattr(self, field.name), Rates) else value
            for field in attrs.fields(Report)
            if field.name not in plain
        }
        for name, g in self.types.items():
            out[f"type_{name}"] = _group_dict(g) | {"type_accuracy": g.type_accuracy, "spurious": g.spurious}
        for role, rates in self.words.items():
            out[f"role_{role}"] = list(attrs.astuple(rates))
        out["tags"] = {name: _group_dict(g) for name, g in self.tags.items()}
        return out


def score_document(document: GoldDocument, predicted: Sequence[PredictedQuote] | None) -> DocumentScore:
    """Judge the predictions for one document; ``None`` where there are none at all."""
    quotes = tuple(predicted or ())
    matching = match(document.quotes, quotes, document.text)
    by_gold = {m.gold: m for m in matching.matches}
    matched = {m.predicted for m in matching.matches}
    findings = tuple(
        Finding(gold, quotes[m.predicted], m.overlap) if (m := by_gold.get(i)) else Finding(gold)
        for i, gold in enumerate(document.quotes)
        if gold.required
    )
    kept = [p for j, p in enumerate(quotes) if j not in matching.ignored]
    return DocumentScore(
        document=document,
        findings=findings,
        spurious=tuple(p for j, p in enumerate(quotes) if j not in matched and j not in matching.ignored),
        optional=tuple(quotes[j] for j in sorted(matching.ignored)),
        words={role: _word_counts(document, kept, role) for role in ROLES},
        predicted=predicted is not None,
    )


def score(scores: Sequence[DocumentScore]) -> Report:
    """The figures over all documents."""
    findings = [f for s in scores for f in s.findings]
    found = [f for f in findings if f.predicted]
    right = [f for f in found if f.right_speaker]
    exact = [f for f in found if f.overlap >= EXACT]
    persons = [f for f in right if f.gold.named_person]
    spurious = [p for s in scores for p in s.spurious]
    named = sum(bool(f.predicted and f.predicted.speaker) for f in found) + sum(bool(p.speaker) for p in spurious)
    judged = [pair for s in scores for pair in s.judged]
    gold = len(findings)
    return Report(
        documents=len(scores),
        missing=sum(not s.predicted for s in scores),
        detection=Rates.of(Counts(len(found), len(spurious), gold - len(found))),
        detection_strict=Rates.of(Counts(len(exact), len(spurious) + len(found) - len(exact), gold - len(exact))),
        who_said_what=Rates.of(Counts(len(right), named - len(right), gold - len(right))),
        speaker_accuracy=_ratio(len(right), len(found)),
        canonical=_ratio(sum(_canonical(f) for f in persons), len(persons)),
        medium=Rates.of(sum((f.medium for f in found), Counts())),
        calibration_error=calibration_error(judged),
        recall_at_precision_96=recall_at_precision(judged, gold, TRUSTED),
        types=_groups(findings, lambda g: (g.type,), spurious),
        tags=_groups(findings, lambda g: g.tags or ("plain",)),
        words={role: Rates.of(sum((s.words[role] for s in scores), Counts())) for role in ROLES},
    )


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float | None:
    """The expected calibration error of (confidence, right) pairs in ten bins; ``None`` without pairs.

    >>> calibration_error([(0.75, True), (0.75, True), (0.75, True), (0.75, False)])
    0.0
    """
    if not judged:
        return None
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in judged:
        bins.setdefault(min(9, int(confidence * 10)), []).append((confidence, right))
    gaps = (abs(sum(c for c, _ in b) - sum(right for _, right in b)) for b in bins.values())
    return sum(gaps) / len(judged)


def recall_at_precision(judged: Sequence[tuple[float, bool]], gold: int, precision: float) -> float | None:
    """The recall that the most confident predictions reach at a precision; predictions of one confidence go together."""
    if not judged:
        return None
    best, taken, hits = 0.0, 0, 0
    for _, group in groupby(sorted(judged, key=lambda pair: -pair[0]), key=lambda pair: pair[0]):
        for _, right in group:
            taken += 1
            hits += right
        if hits / taken >= precision:
            best = max(best, hits / gold)
    return best


def _groups(
    findings: Iterable[Finding], names: Callable[[GoldQuote], Iterable[str]], spurious: Sequence[PredictedQuote] = ()
) -> dict[str, Group]:
    members: dict[str, list[Finding]] = {}
    for finding in findings:
        for name in names(finding.gold):
            members.setdefault(name, []).append(finding)
    return {
        name: Group(
            gold=len(group),
            found=sum(f.predicted is not None for f in group),
            right_speaker=sum(f.right_speaker for f in group),
            right_type=sum(f.right_type for f in group),
            spurious=sum(p.type == name for p in spurious),
        )
        for name, group in members.items()
    }


def _group_dict(group: Group) -> dict[str, Any]:
    return {"gold": group.gold, "recall": group.recall, "speaker_accuracy": group.speaker_accuracy}


def _word_counts(document: GoldDocument, kept: Iterable[PredictedQuote], role: Role) -> Counts:
    def covered(quotes: Iterable[GoldQuote | PredictedQuote]) -> frozenset[int]:
        return frozenset().union(*(words_in(document.text, getattr(q, role)) for q in quotes))

    needed = covered(g for g in document.quotes if g.required)
    allowed = covered(g for g in document.quotes if not g.required)
    got = covered(kept)
    return Counts(len(needed & got), len(got - needed - allowed), len(needed - got))


def _canonical(finding: Finding) -> bool:
    predicted = finding.predicted
    return bool(predicted and predicted.speaker and canonical(predicted.speaker, finding.gold.speaker or ""))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
