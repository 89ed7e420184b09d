"""Fit the confidences: how often such a quotation, such borders, such a speaker were right on documents not trained on.

The rows are made out of fold (see :mod:`newsquotes.russian.training.cross_validation`): every document is read by models
that were trained without it, its quotations are matched with the gold as the scorer does, and a small logistic regression
learns how often they are right. Documents whose errors nobody has looked at count more: on them the rules are no better than
on unseen news. The fourth model is fitted to what the other three say out of fold of their own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import attrs
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from newsquotes.document import Document
from newsquotes.evaluation.matching import match
from newsquotes.evaluation.names import same_speaker
from newsquotes.evaluation.records import GoldDocument
from newsquotes.russian.confidence import ConfidenceModel, Features, Parts, content_features, joint_features, probability
from newsquotes.russian.reading.view import view_of
from newsquotes.russian.speakers import SpeakerResolver
from newsquotes.russian.training.speakers import predicted_quote

STRENGTH = 0.3  # inverse of the L2 penalty
FOLDS = 5
STRICT = 0.9  # overlap from which borders are right
PROMISED = 0.96  # of what the profile ``precision`` keeps, so many are right
CAUTION = 1.0  # standard errors by which the share of right ones is taken lower


@attrs.frozen
class Row:
    """One quotation that the pipeline found: what is seen of it, and what the gold says."""

    document: str
    weight: float
    content: Features
    speaker: Features | None  # None where nobody is named
    found: bool
    borders: bool
    right: bool  # the speaker, where found


def rows_of(doc: Document, gold: GoldDocument, resolver: SpeakerResolver, weight: float) -> list[Row]:
    """The rows of a document that a pipeline without calibration has read."""
    matching = match(gold.quotes, [predicted_quote(q) for q in doc.quotes], doc.text)
    of_prediction = {m.predicted: m for m in matching.matches}
    view = view_of(doc)
    found = []
    for n, (quote, verdict) in enumerate(zip(doc.quotes, resolver.watched(doc, lambda *_: None), strict=True)):
        if n in matching.ignored:
            continue
        m = of_prediction.get(n)
        right = m is not None and verdict.entity is not None and same_speaker(verdict.entity.name, gold.quotes[m.gold])
        strict = m is not None and m.overlap >= STRICT
        doubts = dict(verdict.doubts) if verdict.entity is not None else None
        found.append(Row(gold.id, weight, content_features(view, quote), doubts, m is not None, strict, right))
    return found


def fitted(rows: Sequence[tuple[Features, bool, float]], strength: float = STRENGTH) -> dict[str, float]:
    """A logistic regression over (features, answer, weight); the intercept is the feature ``bias``."""
    if len({answer for _, answer, _ in rows}) < 2:
        return {"bias": 2.0 if rows and rows[0][1] else -2.0}  # too little gold to tell
    vectorizer = DictVectorizer(sort=True)
    matrix = vectorizer.fit_transform([f for f, _, _ in rows])
    model = LogisticRegression(C=strength, max_iter=5000, tol=1e-8)
    model.fit(matrix, [answer for _, answer, _ in rows], sample_weight=[w for _, _, w in rows])
    names = vectorizer.get_feature_names_out()
    weights = {str(n): round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= 0.005}
    return {"bias": round(float(model.intercept_[0]), 3), **weights}


def parts(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """The models of the three parts."""
    return {
        "detection": fitted([(r.content, r.found, r.weight) for r in rows]),
        "borders": fitted([(r.content, r.borders, r.weight) for r in rows if r.found]),
        "speaker": fitted([(r.speaker, r.right, r.weight) for r in rows if r.found and r.speaker is not None]),
    }


def judged(rows: Sequence[Row], model: ConfidenceModel) -> list[Parts]:
    """What the three models say of each row."""
    return [
        Parts(
            probability(model["detection"], r.content),
            probability(model["borders"], r.content),
            probability(model["speaker"], r.speaker) if r.speaker is not None else None,
        )
        for r in rows
    ]


def joint(rows: Sequence[Row], said: Sequence[Parts]) -> list[Features]:
    """The features of the joint model, document by document."""
    features: list[Features] = [{}] * len(rows)
    members: dict[str, list[int]] = defaultdict(list)
    for i, r in enumerate(rows):
        members[r.document].append(i)
    for group in members.values():
        for i, found in zip(group, joint_features([said[i] for i in group]), strict=True):
            features[i] = found
    return features


def calibration(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """The four models of confidence; the joint one is fitted to parts that were themselves fitted on other documents."""
    names = [r.document for r in rows]
    said = judged(rows, parts(rows))  # all that a single document can tell
    for train, test in _splits(names):
        model = parts([rows[i] for i in train])
        for i, answer in zip(test, judged([rows[i] for i in test], model), strict=True):
            said[i] = answer
    both = [
        (features, r.found and r.right, r.weight)
        for r, features in zip(rows, joint(rows, said), strict=True)
        if r.speaker is not None
    ]
    return {**parts(rows), "joint": cautious(fitted(both, 1.0), both)}


def _splits(names: Sequence[str]) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """What to learn from and what to judge, by the documents of the rows; nothing where there is but one."""
    folds = min(FOLDS, len(set(names)))
    if folds > 1:
        yield from GroupKFold(folds).split(names, groups=names)


def surest(rows: Sequence[Row], names: Collection[str]) -> float | None:
    """The least confidence, in hundredths, from which on quotations of these documents keep what the profile promises.

    The confidences are made out of fold; the share of right ones is taken lower by its standard error (Wilson's interval).
    ``None`` where no confidence keeps it.
    """
    documents = [r.document for r in rows]
    said: list[tuple[float, bool]] = []
    for train, test in _splits(documents):
        model = calibration([rows[i] for i in train])
        held = [rows[i] for i in test]
        for r, features in zip(held, joint(held, judged(held, model)), strict=True):
            if r.document in names and r.speaker is not None:
                said.append((probability(model["joint"], features), r.found and r.right))
    for hundredth in range(50, 100):
        kept = [right for confidence, right in said if confidence >= hundredth / 100]
        if kept and _lower(sum(kept), len(kept)) >= PROMISED:
            return hundredth / 100
    return None


def _lower(right: int, count: int) -> float:
    share, z = right / count, CAUTION
    spread = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (share + z * z / (2 * count) - spread) / (1 + z * z / count)


def cautious(weights: dict[str, float], rows: Sequence[tuple[Features, bool, float]]) -> dict[str, float]:
    """The same model with a bias that is lower by the standard error of the share of right ones."""
    effective = sum(w for _, _, w in rows) ** 2 / sum(w * w for _, _, w in rows)
    share = sum(w for _, right, w in rows if right) / sum(w for _, _, w in rows)
    lower = share - CAUTION * math.sqrt(share * (1 - share) / effective)
    if not 0 < lower < share < 1:
        return weights
    shift = math.log(lower / (1 - lower)) - math.log(share / (1 - share))
    return {**weights, "bias": round(weights["bias"] + shift, 3)}
