"""How sure a quotation is: small calibrated models of what a reader would doubt.

Three probabilities and one over them, each a log-linear model of a few features: that the words are a quotation, that its
borders are right, that the speaker is right, and that content and speaker are both right. They are trained out of fold
by ``newsquotes.russian.training.confidence`` and kept in ``models/confidence.json``.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import repeat
from operator import mul

import attrs

from newsquotes.document import Quote
from newsquotes.russian.reading.forms import DASHES, FINITE, NOUN, QUOTE_MARKS, SHORT, TERMINALS
from newsquotes.russian.reading.view import View

Features = dict[str, float]
ConfidenceModel = Mapping[str, Mapping[str, float]]
_VERB = FINITE | SHORT
_BORDERS = (3, 6, 12, 25, 50)
_LENGTHS = tuple(f"length={n}" for n in (*_BORDERS, 99))
_CERTAIN = 6.0  # log-odds beyond which nobody is surer
_LEAST = 0.02  # of a speaker whom nobody names
_USUAL = 1.5  # log-odds of a quotation whose document tells nothing


def log_odds(probability: float) -> float:
    """The log-odds of a probability, within ±6."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return max(-_CERTAIN, min(_CERTAIN, math.log(p / (1 - p))))


def probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """The probability that a log-linear model gives these features."""
    score = weights.get("bias", 0.0) + sum(map(mul, map(weights.get, features, repeat(0.0)), features.values()))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def graded(view: View, quote: Quote, model: ConfidenceModel) -> Quote:
    """A quotation with calibrated confidences in place of the detector's own probability."""
    features = content_features(view, quote)
    return quote.with_confidences(
        round(probability(model["detection"], features), 4), round(probability(model["borders"], features), 4)
    )


def content_features(view: View, quote: Quote) -> Features:
    """What makes one doubt that the words are a quotation, or that it begins and ends where it is said to."""
    words = view.words
    ranges = [view.tokens_of(span) for span in quote.content]
    first, last = ranges[0][0], ranges[-1][1]
    begin, stop = view.sentence_of[first], view.sentence_of[max(first, last - 1)]
    cue = [view.tokens_of(span) for span in quote.cue.spans]
    own = {k for a, b in cue for k in range(a, b)}
    if quote.source is not None:
        own |= set(range(*view.tokens_of(quote.source)))
    f: Features = {"score": log_odds(quote.detection_confidence), f"rule={quote.rule}": 1.0, f"type={quote.type}": 1.0}
    f["source" if quote.source is not None else "no source"] = 1.0
    if not cue:
        f["no cue"] = 1.0
    opened = first > 0 and words[first - 1].text in QUOTE_MARKS
    closed = last < view.size and words[last].text in QUOTE_MARKS
    if quote.type == "direct":
        f[f"marks={'both' if opened and closed else 'one' if opened or closed else 'none'}"] = 1.0
        if not opened and not (first > 0 and words[first - 1].text in DASHES):
            f["speech without an opening mark"] = 1.0
    length = sum([b - a for a, b in ranges])
    f[_LENGTHS[bisect_left(_BORDERS, length)]] = 1.0
    sentences = stop - begin
    if sentences:
        f[f"sentences={min(sentences, 3)}"] = 1.0
    if len(ranges) > 1:
        f["fragments"] = 1.0
    if cue and view.sentence_of[cue[0][0]] not in (begin, stop):
        f["cue in another sentence"] = 1.0
    end = view.sentences[stop][1]
    if quote.type != "direct" and any(
        words[k].flags & FINITE and not words[k].flags & NOUN for k in range(last, end) if k not in own
    ):
        f["verb left over"] = 1.0  # somebody's further words, or the author's
    if quote.type != "direct" and last < view.size and not closed:
        after = words[last].text
        f[f"after={'stop' if after in TERMINALS else 'mark' if not after[0].isalnum() else 'word'}"] = 1.0
    if quote.type != "direct" and first and words[first - 1].text[0].isalnum() and not own & {first - 1}:
        f[f"opener={words[first - 1].low if words[first - 1].low in ('что', 'чтобы', 'как') else 'word'}"] = 1.0
    marks, verb, speech = 0, False, False
    for a, b in ranges:
        for w in words[a:b]:
            if w.text in QUOTE_MARKS:
                marks += 1
            elif w.flags & _VERB:
                verb = True
                speech = speech or (w.cue is not None and bool(w.flags & FINITE) and not w.flags & NOUN)
    if marks % 2 or (quote.type != "direct" and closed != opened):
        f["marks do not pair"] = 1.0
    if not verb:
        f["no verb"] = 1.0
    if quote.type != "direct" and speech:
        f["speech within"] = 1.0
    if any(view.depth[k] for k in own):
        f["said within marks"] = 1.0
    return f


@attrs.define
class Parts:
    """The three probabilities of a quotation; ``speaker`` is ``None`` where nobody is named."""

    detection: float
    borders: float
    speaker: float | None

    @property
    def sureness(self) -> float:
        """The log-odds that content and speaker are right, were they independent."""
        return log_odds(self.detection * (self.speaker or _LEAST))


def joint_features(parts: Sequence[Parts]) -> list[Features]:
    """What the confidences in content and speaker together go by: their product, the borders, and the rest of the document.

    Where much of a document is doubtful, so is the rest.
    """
    sure = [p.sureness for p in parts]
    total = sum([s - _USUAL for s in sure])
    return [
        {"product": s, "borders": log_odds(p.borders), "document": (total - s + _USUAL) / (len(parts) + 2)}
        for p, s in zip(parts, sure, strict=True)
    ]


def overall(parts: Sequence[Parts], model: ConfidenceModel) -> list[float]:
    """The probabilities that content and speaker are both right, of a document's quotations."""
    return [probability(model["joint"], features) for features in joint_features(parts)]
