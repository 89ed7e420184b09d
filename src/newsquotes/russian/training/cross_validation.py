"""Honest figures for what is learned: each document is judged by weights that were trained without it.

Both models are trained anew for each fold: that of the quote detector, and that of the speaker resolver with its confidence.

    python -m newsquotes.russian.training.cross_validation GOLD_DIR -o PREDICTIONS.jsonl [--folds 5]

Writes predictions as ``newsquotes extract --format jsonl`` does; score them with ``newsquotes evaluate``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from newsquotes.evaluation.records import GoldDocument, read_gold
from newsquotes.formats.jsonlines import write_jsonl
from newsquotes.pipeline import Pipeline
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.quotes import QuoteDetector
from newsquotes.russian.speakers import SpeakerResolver
from newsquotes.russian.training.quotes import labelled
from newsquotes.russian.training.speakers import calibration, choices, trained, verdicts


def main() -> None:
    """Train on the other folds, extract, and write the predictions of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--strength", type=float, default=0.2)
    arguments = parser.parse_args()
    gold = read_gold(arguments.gold)
    fold_of = _folds([d.id for d in gold], arguments.folds)
    quote_weights = [_quote_weights(gold, fold_of, n, arguments.strength) for n in range(arguments.folds)]
    speaker_models = _speaker_models(gold, fold_of, arguments.folds)
    pipelines = [
        Pipeline(quote_detector=QuoteDetector(model={"weights": weights}), speaker_resolver=SpeakerResolver(model=model))
        for weights, model in zip(quote_weights, speaker_models, strict=True)
    ]
    with arguments.output.open("wb") as out:
        for document in gold:
            n = fold_of[document.id]
            write_jsonl([pipelines[n](document.text, id=document.id)], out)


def _folds(names: Sequence[str], count: int) -> dict[str, int]:
    """Document → the fold in which it is judged."""
    splits = GroupKFold(count).split(names, groups=names)
    return {names[i]: n for n, (_, test) in enumerate(splits) for i in test}


@lru_cache(maxsize=1)
def _examples(gold: tuple[GoldDocument, ...]) -> tuple[list[str], Any, list[int], list[str]]:
    """Document, features and label of every candidate, and the names of the features."""
    examples = labelled(gold)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([f for _, f, _ in examples])
    names = [str(name) for name in vectorizer.get_feature_names_out()]
    return [document for document, _, _ in examples], matrix, [label for _, _, label in examples], names


def _quote_weights(gold: Sequence[GoldDocument], fold_of: dict[str, int], fold: int, strength: float) -> dict[str, float]:
    """The weights of the quote model, trained on the other folds."""
    documents, matrix, labels, names = _examples(tuple(gold))
    train = [i for i, document in enumerate(documents) if fold_of[document] != fold]
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(matrix[train], [labels[i] for i in train])
    weights = {name: float(w) for name, w in zip(names, model.coef_[0], strict=True)}
    weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
    return weights


def _speaker_models(gold: Sequence[GoldDocument], fold_of: dict[str, int], folds: int) -> list[dict[str, Any]]:
    """For each fold the resolver's model: choices and confidence as the other folds show them."""
    pipeline = Pipeline()
    docs = [(pipeline(g.text, id=g.id), g) for g in gold]
    examples = choices(docs, shipped_model("speakers"))
    models: list[dict[str, Any]] = []
    judged = []
    for n in range(folds):
        model = {
            **trained([e for e in examples if fold_of[e.document] != n]),
            "confidence": shipped_model("speakers")["confidence"],
        }
        models.append(model)
        judged.append(verdicts([(doc, g) for doc, g in docs if fold_of[g.id] == n], model))
    for n, model in enumerate(models):
        model["confidence"] = calibration([v for other, found in enumerate(judged) if other != n for v in found])
    return models


if __name__ == "__main__":
    main()
