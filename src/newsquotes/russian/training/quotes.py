"""Train the weights of ``russian/judgement.py``.

    python -m newsquotes.russian.training.quotes GOLD_DIR [--without PREFIX] [--folds 5] [-o WEIGHTS.json]

Candidates of the rules are matched with the gold (Jaccard of content words >= 0.5, as the scorer does); those matched with
a required attribution are right, unmatched ones are wrong, those matched with optional gold are left out. Logistic
regression with an L2 penalty; cross-validated by document. Needs scikit-learn (``pip install newsquotes[train]``).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from newsquotes.evaluation.matching import match
from newsquotes.evaluation.records import GoldDocument, PredictedQuote, read_gold
from newsquotes.pipeline import Pipeline
from newsquotes.russian.quotes import Proposal, proposals, without_relays
from newsquotes.russian.quotes.judgement import features
from newsquotes.russian.reading.view import View, view_of


def labelled(gold: tuple[GoldDocument, ...]) -> list[tuple[str, dict[str, float], int]]:
    """(document id, features, right or wrong) of every candidate that counts."""
    pipeline = Pipeline()
    examples = []
    for document in gold:
        view = view_of(pipeline(document.text, id=document.id))
        found = proposals(view)
        predicted = [_predicted(view, c) for c in found]
        matching = match(document.quotes, predicted, document.text)
        right = {m.predicted for m in matching.matches if document.quotes[m.gold].required}
        kept = {
            id(c)
            for c in without_relays(
                view, [c for i, c in enumerate(found) if i in right or (i not in matching.ignored and _may_relay(c))]
            )
        }
        for i, candidate in enumerate(found):
            if i in matching.ignored or (i not in right and _may_relay(candidate) and id(candidate) not in kept):
                continue  # neither right nor wrong: optional in the gold, or dropped as the relay of a right one
            examples.append((document.id, dict.fromkeys(features(view, candidate), 1.0), int(i in right)))
    return examples


def _may_relay(candidate: Proposal) -> bool:
    return candidate.rule in ("parenthetical", "prepositional")


def _predicted(view: View, c: Proposal) -> PredictedQuote:
    def spans(ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((span.start, span.end) for span in (view.span(a, b) for a, b in ranges))

    return PredictedQuote(
        type=c.type,
        content=spans(c.content),
        cue=spans(list(c.cue.ranges)) if c.cue else (),
        source=spans([(c.source.start, c.source.end)]) if c.source else (),
        speaker=None,
        medium=None,
        confidence=None,
    )


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--without", default="", help="leave out documents whose id starts with this")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--strength", type=float, default=0.2, help="inverse of the L2 penalty")
    parser.add_argument("-o", "--output", type=Path)
    arguments = parser.parse_args()
    examples = labelled(read_gold(arguments.gold))
    groups = [document for document, _, _ in examples]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([f for _, f, _ in examples])
    labels = [label for _, _, label in examples]

    held_out = [0.0] * len(examples)
    for train, test in GroupKFold(arguments.folds).split(matrix, labels, groups):
        model = LogisticRegression(C=arguments.strength, max_iter=2000)
        model.fit(matrix[train], [labels[i] for i in train])
        for i, p in zip(test, model.predict_proba(matrix[test])[:, 1], strict=True):
            held_out[i] = float(p)
    print(f"{len(examples)} candidates, {sum(labels)} right; out of fold:")
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        kept = [label for p, label in zip(held_out, labels, strict=True) if p >= threshold]
        precision, recall = sum(kept) / len(kept), sum(kept) / sum(labels)
        print(f"  threshold {threshold}: kept {len(kept)}, precision {precision:.3f}, of the right ones {recall:.3f}")

    if arguments.output:
        rows = [i for i, g in enumerate(groups) if not (arguments.without and g.startswith(arguments.without))]
        model = LogisticRegression(C=arguments.strength, max_iter=2000)
        model.fit(matrix[rows], [labels[i] for i in rows])
        names = vectorizer.get_feature_names_out()
        weights = {str(n): round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= 0.01}
        weights["bias"] = round(weights.get("bias", 0.0) + float(model.intercept_[0]), 3)
        record = {
            "trained_on": len({groups[i] for i in rows}),
            "without": arguments.without,
            "weights": dict(sorted(weights.items())),
        }
        arguments.output.write_text(json.dumps(record, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
