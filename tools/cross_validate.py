"""Honest figures for what is learned: each document is judged by weights that were trained without it.

    python tools/cross_validate.py GOLD_DIR -o PREDICTIONS.jsonl [--folds 5]

Writes predictions as ``newsquotes extract --format jsonl`` does; score them with ``newsquotes evaluate``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).parent))

from train_quotes import labelled

from newsquotes import Pipeline
from newsquotes.evaluation.records import read_gold
from newsquotes.formats.jsonlines import write_jsonl
from newsquotes.russian import judgement


def main() -> None:
    """Train on the other folds, extract, and write the predictions of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--strength", type=float, default=0.2)
    arguments = parser.parse_args()
    gold = read_gold(arguments.gold)
    texts = {d.id: d.text for d in gold}
    examples = labelled(gold)
    groups = [document for document, _, _ in examples]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([f for _, f, _ in examples])
    labels = [label for _, _, label in examples]
    fold_of = {}
    fitted = []
    for n, (train, test) in enumerate(GroupKFold(arguments.folds).split(matrix, labels, groups)):
        model = LogisticRegression(C=arguments.strength, max_iter=2000)
        model.fit(matrix[train], [labels[i] for i in train])
        names = vectorizer.get_feature_names_out()
        weights = {str(name): float(w) for name, w in zip(names, model.coef_[0], strict=True)}
        weights["bias"] = weights.get("bias", 0.0) + float(model.intercept_[0])
        fitted.append(weights)
        fold_of.update({groups[i]: n for i in test})
    pipeline = Pipeline()
    with arguments.output.open("wb") as out:
        for document, text in texts.items():
            weights = fitted[fold_of.get(document, 0)]
            judgement.weights = lambda weights=weights: weights  # type: ignore[assignment]
            write_jsonl([pipeline(text, id=document)], out)


if __name__ == "__main__":
    main()
