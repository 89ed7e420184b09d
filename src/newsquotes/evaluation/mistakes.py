"""The errors behind the figures, by kind and by what they have in common.

Four kinds: *missed* and *spurious* quotations, *speaker* (found, but given to somebody else or to nobody) and *boundary*
(found and rightly given, but with other borders). Each mistake carries the traits by which mistakes are counted: the tag or
cue that is missed most, the rule that is wrong most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import attrs

from newsquotes.evaluation.matching import EXACT, words_in
from newsquotes.evaluation.records import GoldQuote, PredictedQuote, Spans, content_text
from newsquotes.evaluation.scorer import DocumentScore

Kind = Literal["missed", "spurious", "speaker", "boundary"]
KINDS: tuple[Kind, ...] = ("missed", "spurious", "speaker", "boundary")

Lemmatize = Callable[[str], str]


@attrs.frozen
class Mistake:
    """One error; ``traits`` are pairs such as ("tag", "headline") or ("rule", "colon")."""

    document: str
    kind: Kind
    traits: tuple[tuple[str, str], ...]
    gold: GoldQuote | None
    predicted: PredictedQuote | None
    gold_text: str = ""
    predicted_text: str = ""
    overlap: float = 0.0


def mistakes(score: DocumentScore, lemmatize: Lemmatize = str.lower) -> Iterator[Mistake]:
    """The errors of one document, in the order of the gold, the spurious ones last; ``lemmatize`` is for words of cues."""
    text, name = score.document.text, score.document.id
    for finding in score.findings:
        gold, predicted = finding.gold, finding.predicted
        gold_text = content_text(text, gold.content)
        if predicted is None:
            traits = (("type", gold.type), *_tags(gold), ("cue", _cue_lemma(text, gold.cue, lemmatize)))
            yield Mistake(name, "missed", traits, gold, None, gold_text)
            continue
        predicted_text = content_text(text, predicted.content)
        if not finding.right_speaker:
            verdict = "wrong" if predicted.speaker else "unknown"
            traits = (("speaker", verdict), *_tags(gold), ("rule", predicted.speaker_rule or "none"))
            yield Mistake(name, "speaker", traits, gold, predicted, gold_text, predicted_text, finding.overlap)
        elif finding.overlap < EXACT:
            borders = tuple(("border", b) for b in border_faults(text, gold.content, predicted.content))
            traits = (*borders, ("type", gold.type), ("rule", predicted.quote_rule or "none"))
            yield Mistake(name, "boundary", traits, gold, predicted, gold_text, predicted_text, finding.overlap)
    for predicted in score.spurious:
        traits = (("type", predicted.type or "none"), ("rule", predicted.quote_rule or "none"))
        yield Mistake(name, "spurious", traits, None, predicted, "", content_text(text, predicted.content))


def border_faults(text: str, gold: Spans, predicted: Spans) -> tuple[str, ...]:
    """How the borders of a prediction differ from the gold ones.

    >>> border_faults("раз два три", ((4, 11),), ((0, 7),))
    ('too long at the start', 'too short at the end')
    """
    wanted, got = words_in(text, gold), words_in(text, predicted)
    if not wanted or not got or wanted == got:
        return ()
    faults = []
    if min(got) != min(wanted):
        faults.append("too long at the start" if min(got) < min(wanted) else "too short at the start")
    if max(got) != max(wanted):
        faults.append("too long at the end" if max(got) > max(wanted) else "too short at the end")
    first, last = max(min(got), min(wanted)), min(max(got), max(wanted))
    if any(first <= offset <= last for offset in got ^ wanted):
        faults.append("other fragments")
    return tuple(faults)


def breakdown(found: Iterable[Mistake]) -> dict[Kind, dict[str, Counter[str]]]:
    """For each kind and trait how often each value occurs."""
    out: dict[Kind, dict[str, Counter[str]]] = {}
    for mistake in found:
        for trait, value in mistake.traits:
            out.setdefault(mistake.kind, {}).setdefault(trait, Counter())[value] += 1
    return out


def _tags(gold: GoldQuote) -> tuple[tuple[str, str], ...]:
    return tuple(("tag", tag) for tag in gold.tags or ("plain",))


def _cue_lemma(text: str, cue: Spans, lemmatize: Lemmatize) -> str:
    """The lemma of a cue of one word; a longer cue («по словам») is a fixed phrase and stands as it is."""
    fragments = [" ".join(text[start:end].split()) for start, end in cue]
    return " … ".join(f.lower() if " " in f else lemmatize(f) for f in fragments) or "none"
