"""What two prediction files find differently: quotations that only one has, and those whose borders, type, speaker or
medium changed.

Quotations are paired by the overlap of their contents, as the scorer pairs predictions with gold. With gold at hand every
change is judged: better, worse or neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from newsquotes.evaluation.listing import excerpt, printable
from newsquotes.evaluation.matching import FOUND
from newsquotes.evaluation.names import name_words
from newsquotes.evaluation.records import GoldDocument, PredictedQuote, Predictions, Spans, content_text
from newsquotes.evaluation.scorer import Report, score, score_document
from newsquotes.terms import in_words
from newsquotes.wording import gettext, language, percent

ChangeKind = Literal["lost", "new", "changed"]
Effect = Literal["better", "worse", "neutral"]

# From the worst to the best that can be said of a prediction; none at all ranks with one that nobody judges.
_WORTH = {"spurious": -1, "absent": 0, "optional": 0, "wrong speaker": 1, "unknown speaker": 2, "right": 3}


@attrs.frozen
class Verdict:
    """What the gold says of a prediction, and how well their contents overlap."""

    name: str
    overlap: float = 0.0


@attrs.frozen
class Change:
    """One difference; ``fields`` says what changed of a quotation that both have."""

    document: str
    kind: ChangeKind
    old: PredictedQuote | None = None
    new: PredictedQuote | None = None
    fields: tuple[str, ...] = ()
    effect: Effect | None = None
    old_text: str = ""
    new_text: str = ""


@attrs.frozen
class Difference:
    """All changes between two prediction files, how many quotations are the same, and the figures where there is gold."""

    changes: tuple[Change, ...]
    same: int
    old: Report | None = None
    new: Report | None = None


def compare(old: Predictions, new: Predictions, gold: Sequence[GoldDocument] | None = None) -> Difference:
    """What changed from ``old`` to ``new``; with gold only in its documents."""
    known = {document.id: document for document in gold or ()}
    ids = list(known) if gold is not None else list({**old.quotes, **new.quotes})
    changes: list[Change] = []
    same = 0
    for document_id in ids:
        before, after = old.quotes.get(document_id, ()), new.quotes.get(document_id, ())
        found, unchanged = _compare_document(document_id, before, after, known.get(document_id))
        changes += found
        same += unchanged
    if gold is None:
        return Difference(tuple(changes), same)
    figures = (score([score_document(d, side.quotes.get(d.id)) for d in gold]) for side in (old, new))
    return Difference(tuple(changes), same, *figures)


def difference_lines(difference: Difference) -> Iterator[str]:
    """The changes as lines for a terminal, the totals last."""
    for change in difference.changes:
        what = f"{_said(change.kind)} {', '.join(map(_said, change.fields))}".strip()
        effect = f", {_said(change.effect)}" if change.effect else ""
        yield f"[{what}{effect}] {printable(change.document)}: {_described(change)}"
    kinds = Counter(change.kind for change in difference.changes)
    fields = Counter(field for change in difference.changes for field in change.fields)
    shown = f" ({', '.join(f'{_said(field)} {n}' for field, n in fields.most_common())})" if fields else ""
    yield gettext(
        "same {same}, changed {changed}, lost {lost}, new {new}",
        same=difference.same,
        changed=f"{kinds['changed']}{shown}",
        lost=kinds["lost"],
        new=kinds["new"],
    )
    if difference.old and difference.new:
        effects = Counter(change.effect for change in difference.changes)
        yield gettext(
            "better {better}, worse {worse}, neutral {neutral}",
            better=effects["better"],
            worse=effects["worse"],
            neutral=effects["neutral"],
        )
        names = {
            "detection": gettext("detection (>=0.5)"),
            "detection_strict": gettext("detection (>=0.9)"),
            "who_said_what": gettext("who-said-what"),
        }
        for name, said in names.items():
            before, after = getattr(difference.old, name).f1, getattr(difference.new, name).f1
            by = ("+" if after >= before else "\N{MINUS SIGN}") + percent(abs(after - before), 2)
            yield f"{said} F1 {percent(before, 2)} -> {percent(after, 2)} ({by})"


def difference_dict(difference: Difference) -> dict[str, Any]:
    """The changes for JSON."""
    out: dict[str, Any] = {"same": difference.same, "changes": [attrs.asdict(c) for c in difference.changes]}
    if difference.old and difference.new:
        out |= {"old": difference.old.as_dict(), "new": difference.new.as_dict()}
    return out


def _compare_document(
    name: str, old: Sequence[PredictedQuote], new: Sequence[PredictedQuote], gold: GoldDocument | None
) -> tuple[list[Change], int]:
    pairs = _pairs(old, new)
    before, after = _verdicts(gold, old), _verdicts(gold, new)
    changes, same = [], 0
    for i, j in [*pairs.items(), *((None, j) for j in range(len(new)) if j not in pairs.values())]:
        was, now = None if i is None else old[i], None if j is None else new[j]
        fields = _changed_fields(was, now) if was and now else ()
        if was and now and not fields:
            same += 1
            continue
        effect = _effect(before.get(i, _ABSENT), after.get(j, _ABSENT)) if gold else None
        kind: ChangeKind = "new" if was is None else "lost" if now is None else "changed"
        changes.append(Change(name, kind, was, now, fields, effect, _text(was, gold), _text(now, gold)))
    return sorted(changes, key=_place), same


def _pairs(old: Sequence[PredictedQuote], new: Sequence[PredictedQuote]) -> dict[int, int | None]:
    """Each old index → the new one that it overlaps best, or ``None``; one to one."""
    candidates = sorted(
        (-overlap, len(_changed_fields(old[i], new[j])), i, j)
        for i in range(len(old))
        for j in range(len(new))
        if (overlap := _overlap(old[i].content, new[j].content)) >= FOUND
    )
    pairs: dict[int, int | None] = {}
    for _, _, i, j in candidates:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return {i: pairs.get(i) for i in range(len(old))}


def _overlap(a: Spans, b: Spans) -> float:
    """Shared characters over all characters; the files alone do not show where words begin."""
    if a == b:
        return 1.0
    shared = sum(max(0, min(a_end, b_end) - max(a_start, b_start)) for a_start, a_end in a for b_start, b_end in b)
    total = sum(end - start for start, end in (*a, *b)) - shared
    return shared / total if total > 0 else 0.0


def _changed_fields(old: PredictedQuote, new: PredictedQuote) -> tuple[str, ...]:
    changed = {
        "borders": old.content != new.content,
        "type": old.type != new.type,
        "speaker": name_words(old.speaker or "") != name_words(new.speaker or ""),
        "medium": name_words(old.medium or "") != name_words(new.medium or ""),
    }
    return tuple(field for field, is_changed in changed.items() if is_changed)


_ABSENT = Verdict("absent")


def _verdicts(gold: GoldDocument | None, quotes: Sequence[PredictedQuote]) -> Mapping[int | None, Verdict]:
    """The gold's verdict on each prediction, by index."""
    if gold is None:
        return {}
    judged = score_document(gold, quotes)
    # Two predictions may be equal and yet be judged differently, so they are told apart by identity.
    names = {id(p): Verdict("spurious") for p in judged.spurious} | {id(p): Verdict("optional") for p in judged.optional}
    for finding in judged.findings:
        if predicted := finding.predicted:
            wrong = "wrong speaker" if predicted.speaker else "unknown speaker"
            names[id(predicted)] = Verdict("right" if finding.right_speaker else wrong, finding.overlap)
    return {i: names[id(quote)] for i, quote in enumerate(quotes)}


def _effect(before: Verdict, after: Verdict) -> Effect:
    was, now = (_WORTH[before.name], before.overlap), (_WORTH[after.name], after.overlap)
    return "neutral" if was == now else "better" if now > was else "worse"


def _text(quote: PredictedQuote | None, gold: GoldDocument | None) -> str:
    if quote is None:
        return ""
    return content_text(gold.text, quote.content) if gold else quote.text or str(list(quote.content))


def _place(change: Change) -> Spans:
    quote = change.new or change.old
    return quote.content if quote else ()


def _said(word: str) -> str:
    return in_words("change", word)


def _value(quote: PredictedQuote, field: str) -> str:
    value = getattr(quote, field)
    return in_words("type", value) if field == "type" and value and language() != "en" else repr(value)


def _described(change: Change) -> str:
    old, new = change.old, change.new
    if not old or not new:
        quote = old or new
        assert quote is not None
        return f"{in_words('type', quote.type or '?')} {quote.speaker!r}: {excerpt(change.old_text or change.new_text)}"
    named = [field for field in ("type", "speaker", "medium") if field in change.fields]
    told = ", ".join(f"{_value(old, field)} -> {_value(new, field)}" for field in named) or str(new.speaker)
    told = printable(told)
    if "borders" in change.fields:
        return f"{told}: {excerpt(change.old_text)} -> {excerpt(change.new_text)}"
    return f"{told}: {excerpt(change.new_text)}"
