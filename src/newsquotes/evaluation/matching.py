"""Pairing of predicted with gold quotations by the words of their contents."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from newsquotes.evaluation.names import WORD
from newsquotes.evaluation.records import GoldQuote, PredictedQuote, Spans

FOUND = 0.5
"""The overlap from which a prediction counts as the gold quotation."""

EXACT = 0.9
"""The overlap from which its borders count as right."""


@attrs.frozen
class Match:
    """A prediction that is a gold quotation; both are indices."""

    gold: int
    predicted: int
    overlap: float


@attrs.frozen
class Matching:
    """One-to-one matches, and the predictions that optional gold keeps from being judged."""

    matches: tuple[Match, ...]
    ignored: frozenset[int]


def words_in(text: str, spans: Spans) -> frozenset[int]:
    """Where the words under the spans start; the conjunction «что» in front belongs to nobody's content.

    >>> sorted(words_in("сказал, что он придёт", ((8, 21),)))
    [12, 15]
    """
    words = [(m.start(), m.group().lower()) for start, end in sorted(spans) for m in WORD.finditer(text, start, end)]
    if words and words[0][1] == "что":
        del words[0]
    return frozenset(offset for offset, _ in words)


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared words over all words; nothing and nothing share nothing."""
    return len(a & b) / len(a | b) if a or b else 0.0


def match(gold: Sequence[GoldQuote], predicted: Sequence[PredictedQuote], text: str) -> Matching:
    """Pair predictions with gold one to one: the best overlap first, then required gold, then the better cue and source.

    A prediction that is matched with optional gold is ignored, and so is one more a piece of optional gold that lies
    mostly within it.
    """
    gold_words = [words_in(text, g.content) for g in gold]
    predicted_words = [words_in(text, p.content) for p in predicted]
    candidates = sorted(
        (
            ((round(overlap, 6), g.required, _beside(g, p, text), -i, -j), i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(predicted)
            if (overlap := jaccard(gold_words[i], predicted_words[j])) >= FOUND
        ),
        reverse=True,
    )
    taken_gold: set[int] = set()
    taken: set[int] = set()
    matches = []
    for (overlap, *_), i, j in candidates:
        if i not in taken_gold and j not in taken:
            taken_gold.add(i)
            taken.add(j)
            matches.append(Match(i, j, overlap))

    ignored = {m.predicted for m in matches if not gold[m.gold].required}
    for words in (gold_words[i] for i, g in enumerate(gold) if not g.required):
        for j, own in enumerate(predicted_words):
            if j not in taken and j not in ignored and own and len(own & words) / len(own) >= FOUND:
                ignored.add(j)
                break
    return Matching(tuple(matches), frozenset(ignored))


def _beside(gold: GoldQuote, predicted: PredictedQuote, text: str) -> float:
    """How well cue and source agree."""
    cue = jaccard(words_in(text, gold.cue), words_in(text, predicted.cue))
    return cue + jaccard(words_in(text, gold.source), words_in(text, predicted.source))
