"""Figures, errors and differences as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from newsquotes import errors
from newsquotes.evaluation.mistakes import KINDS, Mistake, breakdown
from newsquotes.evaluation.scorer import Group, Rates, Report

_WIDTH = 160
_COMMON = 8


def report_lines(report: Report) -> Iterator[str]:
    """The figures as a table."""
    yield f"documents {report.documents} (missing {report.missing})"
    yield "                        P      R      F1"
    yield f"detection (>=0.5)  {_rates(report.detection)}"
    yield f"detection (>=0.9)  {_rates(report.detection_strict)}"
    yield f"who-said-what      {_rates(report.who_said_what)}   <- headline"
    yield f"medium             {_rates(report.medium)}"
    yield f"right speaker on found {report.speaker_accuracy:.1%}   canonical person names {report.canonical:.1%}"
    if report.calibration_error is not None:
        yield (
            f"calibration error {report.calibration_error:.3f}   "
            f"recall at who-said-what precision 0.96: {report.recall_at_precision_96:.1%}"
        )
    for name, group in sorted(report.types.items()):
        yield f"  {_group(name, group, 9)}  type {group.type_accuracy:6.1%}  spurious {group.spurious}"
    for role, rates in report.words.items():
        yield f"words of {role:9}  {_rates(rates)}"
    if report.tags:
        yield "by tag (recall, right speaker on found):"
    for name, group in sorted(report.tags.items(), key=lambda item: -item[1].gold):
        yield f"  {_group(name, group, 15)}"


def mistake_lines(found: Sequence[Mistake], limit: int) -> Iterator[str]:
    """For each kind its number, what its mistakes have in common, and at most ``limit`` of them."""
    common = breakdown(found)
    for kind in KINDS:
        group = [m for m in found if m.kind == kind]
        yield ""
        yield f"{kind}: {len(group)}"
        for trait, values in common.get(kind, {}).items():
            yield f"  by {trait:8} " + ", ".join(f"{printable(value)} {n}" for value, n in values.most_common(_COMMON))
        for mistake in group[:limit]:
            yield f"[{kind}] {printable(mistake.document)}: {describe(mistake)}"


def mistakes_dict(found: Sequence[Mistake], limit: int) -> dict[str, Any]:
    """The same for JSON."""
    groups = {kind: [m for m in found if m.kind == kind] for kind in KINDS}
    return {
        "errors": {kind: len(group) for kind, group in groups.items()},
        "errors_by": breakdown(found),
        "error_list": [
            {"document": m.document, "kind": kind, "traits": m.traits, "what": describe(m)}
            for kind, group in groups.items()
            for m in group[:limit]
        ],
    }


def describe(mistake: Mistake) -> str:
    """One line on a mistake."""
    return printable(_described(mistake))


def _described(mistake: Mistake) -> str:
    gold, predicted = mistake.gold, mistake.predicted
    if gold is None:
        assert predicted is not None
        return f"{predicted.type} {predicted.speaker!r} by {predicted.quote_rule or '?'}: {excerpt(mistake.predicted_text)}"
    if predicted is None:
        return f"{gold.type} [{' '.join(gold.tags)}] {gold.speaker}: {excerpt(mistake.gold_text)}"
    if mistake.kind == "speaker":
        rule = predicted.speaker_rule or "?"
        who = f"gold {gold.speaker!r} [{' '.join(gold.tags)}], predicted {predicted.speaker!r} by {rule}"
        return f"{who}: {excerpt(mistake.gold_text)}"
    faults = ", ".join(value for trait, value in mistake.traits if trait == "border")
    return (
        f"{mistake.overlap:.2f} {faults}; gold: {excerpt(mistake.gold_text)} | predicted: {excerpt(mistake.predicted_text)}"
    )


def excerpt(text: str, width: int = _WIDTH) -> str:
    """A text on one line, cut to a width."""
    line = printable(text)
    return line if len(line) <= width else line[: width - 1] + "…"


def printable(text: str) -> str:
    """The text on one line, without what a terminal would obey."""
    return errors.printable(text).replace("\n", " ")


def _rates(rates: Rates) -> str:
    return " ".join(f"{value:6.1%}" for value in (rates.precision, rates.recall, rates.f1))


def _group(name: str, group: Group, width: int) -> str:
    return f"{name:{width}} gold {group.gold:4}  recall {group.recall:6.1%}  speaker {group.speaker_accuracy:6.1%}"
