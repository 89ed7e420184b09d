"""Figures, errors and differences as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from newsquotes import errors
from newsquotes.evaluation.mistakes import KINDS, Kind, Mistake, breakdown
from newsquotes.evaluation.scorer import TRUSTED, Group, Rates, Report
from newsquotes.terms import What, in_words
from newsquotes.wording import count, decimal, gettext, language, percent, pgettext, speaking

_WIDTH = 160
_COMMON = 8
_CELL = 6  # characters of a share
_WORDS: Mapping[str, tuple[What, ...]] = MappingProxyType({"type": ("type",), "rule": ("quote rule", "speaker rule")})


def report_lines(report: Report) -> Iterator[str]:
    """The figures as a table."""
    yield gettext("documents {documents} (missing {missing})", documents=report.documents, missing=report.missing)
    headline = "   <- " + gettext("headline")
    rates = {
        gettext("detection (>=0.5)"): _rates(report.detection),
        gettext("detection (>=0.9)"): _rates(report.detection_strict),
        gettext("who-said-what"): _rates(report.who_said_what) + headline,
        gettext("medium"): _rates(report.medium),
    }
    words = {words_of(role): _rates(of_role) for role, of_role in report.words.items()}
    width = max(map(len, (*rates, *words))) + 1
    heads = pgettext("rate", "P"), pgettext("rate", "R"), pgettext("rate", "F1")
    yield " " * (width + 1) + " ".join(f"{head:>{_CELL}}" for head in heads)
    yield from (f"{name:{width}} {figures}" for name, figures in rates.items())
    right, canonical = percent(report.speaker_accuracy, 1), percent(report.canonical, 1)
    yield gettext("right speaker on found {right}   canonical person names {canonical}", right=right, canonical=canonical)
    if report.calibration_error is not None:
        yield gettext(
            "calibration error {error}   recall at who-said-what precision {precision}: {recall}",
            error=decimal(report.calibration_error, 3),
            precision=decimal(TRUSTED),
            recall=percent(report.recall_at_precision_96 or 0.0, 1),
        )
    for name, group in sorted(report.types.items()):
        more = gettext("type {share}  spurious {spurious}", share=_cell(group.type_accuracy), spurious=group.spurious)
        yield f"  {_group(in_words('type', name), group, 9)}  {more}"
    yield from (f"{name:{width}} {figures}" for name, figures in words.items())
    if report.tags:
        yield gettext("by tag (recall, right speaker on found):")
    for name, group in sorted(report.tags.items(), key=lambda item: -item[1].gold):
        yield f"  {_group(in_words('trait', name), group, 15)}"


def words_of(role: str) -> str:
    """What the words of a role are called."""
    return {
        "content": gettext("words of content"),
        "cue": gettext("words of cue"),
        "source": gettext("words of source"),
    }[role]


def mistake_lines(found: Sequence[Mistake], limit: int) -> Iterator[str]:
    """For each kind its number, what its mistakes have in common, and at most ``limit`` of them."""
    common = breakdown(found)
    for kind in KINDS:
        group = [m for m in found if m.kind == kind]
        yield ""
        yield f"{in_words('mistake', kind)}: {count(len(group))}"
        for trait, values in common.get(kind, {}).items():
            told = ", ".join(f"{printable(value_in_words(trait, value))} {n}" for value, n in values.most_common(_COMMON))
            yield f"  {trait_in_words(trait)} {told}"
        for mistake in group[:limit]:
            yield f"[{in_words('mistake', kind)}] {printable(mistake.document)}: {describe(mistake)}"


def trait_in_words(trait: str) -> str:
    """«by tag», «by rule»: what mistakes are counted by."""
    return gettext("by {trait:8}", trait=in_words("trait", trait))


def value_in_words(trait: str, value: str) -> str:
    """A value of a trait in the language that is spoken; tags and cues are data and stay as they are."""
    said = next((said for what in _WORDS.get(trait, ()) if (said := in_words(what, value)) != value), value)
    if said != value and language() != "en":  # in English, the name of a rule says more
        return said
    return value if trait == "cue" and value != "none" else in_words("trait", value)


def mistakes_dict(found: Sequence[Mistake], limit: int) -> dict[str, Any]:
    """The same for JSON."""
    groups = {kind: [m for m in found if m.kind == kind] for kind in KINDS}
    with speaking("en"):  # data are the same in every language
        return _listed(groups, found, limit)


def _listed(groups: Mapping[Kind, Sequence[Mistake]], found: Sequence[Mistake], limit: int) -> dict[str, Any]:
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
        told = gettext(
            "{type} {speaker!r} by {rule}",
            type=in_words("type", predicted.type or "?"),
            speaker=predicted.speaker,
            rule=value_in_words("rule", predicted.quote_rule or "?"),
        )
        return f"{told}: {excerpt(mistake.predicted_text)}"
    tags = " ".join(in_words("trait", tag) for tag in gold.tags)
    if predicted is None:
        return f"{in_words('type', gold.type)} [{tags}] {gold.speaker}: {excerpt(mistake.gold_text)}"
    if mistake.kind == "speaker":
        told = gettext(
            "gold {gold!r} [{tags}], predicted {predicted!r} by {rule}",
            gold=gold.speaker,
            tags=tags,
            predicted=predicted.speaker,
            rule=value_in_words("rule", predicted.speaker_rule or "?"),
        )
        return f"{told}: {excerpt(mistake.gold_text)}"
    return gettext(
        "{overlap} {faults}; gold: {gold} | predicted: {predicted}",
        overlap=decimal(mistake.overlap),
        faults=", ".join(in_words("trait", value) for trait, value in mistake.traits if trait == "border"),
        gold=excerpt(mistake.gold_text),
        predicted=excerpt(mistake.predicted_text),
    )


def excerpt(text: str, width: int = _WIDTH) -> str:
    """A text on one line, cut to a width."""
    line = printable(text)
    return line if len(line) <= width else line[: width - 1] + "…"


def printable(text: str) -> str:
    """The text on one line, without what a terminal would obey."""
    return errors.printable(text).replace("\n", " ")


def _rates(rates: Rates) -> str:
    return " ".join(map(_cell, (rates.precision, rates.recall, rates.f1)))


def _cell(share: float) -> str:
    return f"{percent(share, 1):>{_CELL}}"


def _group(name: str, group: Group, width: int) -> str:
    figures = gettext(
        "gold {gold:4}  recall {recall}  speaker {speaker}",
        gold=group.gold,
        recall=_cell(group.recall),
        speaker=_cell(group.speaker_accuracy),
    )
    return f"{name:{width}} {figures}"
