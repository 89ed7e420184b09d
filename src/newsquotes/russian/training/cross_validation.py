"""Honest figures for what is learned, and confidences made of them: documents are judged by models trained without them.

All models are trained anew for each fold: that of the quote detector, that of the speaker resolver, and the confidences.

    python -m newsquotes.russian.training.cross_validation GOLD [GOLD …] [-o PREDICTIONS.jsonl] [--models DIR]

Predictions are written as ``newsquotes extract --format jsonl`` does; score them with ``newsquotes evaluate``. ``--models``
writes ``speakers.json`` and ``confidence.json``, made of all documents. ``--without`` leaves documents out of everything.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sklearn.model_selection import GroupKFold

from newsquotes._version import __version__
from newsquotes.document import Document, Quote
from newsquotes.evaluation.records import GoldDocument
from newsquotes.formats.jsonlines import write_jsonl
from newsquotes.pipeline import Pipeline
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.quotes import QuoteDetector
from newsquotes.russian.speakers import SpeakerResolver
from newsquotes.russian.training.confidence import Row, calibration, rows_of
from newsquotes.russian.training.examples import prepared_gold
from newsquotes.russian.training.gold import gold_in
from newsquotes.russian.training.goldens import read_goldens
from newsquotes.russian.training.manifest import teaches
from newsquotes.russian.training.quotes import trained as trained_quotes
from newsquotes.russian.training.quotes import weights_of
from newsquotes.russian.training.speakers import choices, trained

FOLDS = 5
UNSEEN = 3.0  # how many times as much a document counts whose errors nobody has looked at


class Ungraded:
    """A quote detector that gives the probabilities of its choice, not calibrated."""

    def __init__(self, detector: QuoteDetector) -> None:
        self.detector = detector

    def __call__(self, doc: Document) -> list[Quote]:
        """The quotations of a document."""
        return self.detector.found(doc)


class OutOfFold:
    """The models of each fold, trained on the documents of the others."""

    def __init__(self, gold: Sequence[GoldDocument], folds: int = FOLDS, goldens: Sequence[GoldDocument] = ()) -> None:
        names = [g.id for g in gold]
        self.gold = gold
        self.fold_of = {
            names[i]: n for n, (_, test) in enumerate(GroupKFold(folds).split(names, groups=names)) for i in test
        }
        self.quotes = self._quote_models(folds, goldens)
        pipeline = Pipeline()
        docs = [(pipeline(g.text, id=g.id), g) for g in gold]
        self.examples = choices(docs, shipped_model("speakers"))
        self.speakers = [trained([e for e in self.examples if self.fold_of[e.document] != n]) for n in range(folds)]

    def _quote_models(self, folds: int, goldens: Sequence[GoldDocument]) -> list[Mapping[str, Any]]:
        """For each fold the detector's models, trained on the documents of the other folds that may teach."""
        gold = [*self.gold, *goldens]
        examples, weights = prepared_gold(gold), weights_of(gold)
        return [
            trained_quotes(
                examples, [i for i, g in enumerate(gold) if teaches(g) and self.fold_of.get(g.id) != fold], weights
            )
            for fold in range(folds)
        ]

    def rows(self, weights: Mapping[str, float]) -> list[Row]:
        """What each fold's models find in its documents; ``weights`` says how much a document counts, by default 1."""
        found: list[Row] = []
        resolvers = [SpeakerResolver(model=model) for model in self.speakers]
        pipelines = [
            Pipeline(quote_detector=Ungraded(QuoteDetector(model=model)), speaker_resolver=resolver)
            for model, resolver in zip(self.quotes, resolvers, strict=True)
        ]
        for document in self.gold:
            n = self.fold_of[document.id]
            doc = pipelines[n](document.text, id=document.id)
            found += rows_of(doc, document, resolvers[n], weights.get(document.id, 1.0))
        return found

    def read(self, rows: Sequence[Row]) -> Iterator[Document]:
        """Every document as models and confidences read it that were made without it."""
        pipelines = []
        for n, (quotes, speakers) in enumerate(zip(self.quotes, self.speakers, strict=True)):
            confidence = calibration([r for r in rows if self.fold_of[r.document] != n])
            detector = QuoteDetector(model=quotes, confidence=confidence)
            pipelines.append(
                Pipeline(quote_detector=detector, speaker_resolver=SpeakerResolver(model=speakers, confidence=confidence))
            )
        for document in self.gold:
            yield pipelines[self.fold_of[document.id]](document.text, id=document.id)


def main() -> None:
    """Train on the other folds, extract, and write the predictions of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+", help="gold folders, folders of brat, exports of Label Studio")
    parser.add_argument("-o", "--output", type=Path, help="write cross-validated predictions there")
    parser.add_argument("--models", type=Path, help="write speakers.json and confidence.json into this folder")
    parser.add_argument("--without", default="", help="leave out documents whose id starts with one of these (a,b)")
    parser.add_argument("--goldens", type=Path, help="a folder of goldens, from which every fold of the detector learns")
    parser.add_argument("--unseen", type=Path, help="ids of documents whose errors nobody has looked at: they count more")
    arguments = parser.parse_args()
    left_out = tuple(filter(None, arguments.without.split(",")))
    gold = [g for g in gold_in(arguments.gold) if not (left_out and g.id.startswith(left_out))]
    goldens = [] if arguments.goldens is None else list(read_goldens(arguments.goldens))
    models = OutOfFold(sorted(gold, key=lambda g: g.id), goldens=goldens)
    rows = models.rows({} if arguments.unseen is None else dict.fromkeys(arguments.unseen.read_text().split(), UNSEEN))
    if arguments.models is not None:
        written(arguments.models / "speakers.json", trained(models.examples), gold, left_out)
        written(arguments.models / "confidence.json", calibration(rows), gold, left_out)
    if arguments.output is not None:
        with arguments.output.open("wb") as out:
            write_jsonl(models.read(rows), out)


def written(path: Path, models: Mapping[str, Any], gold: Sequence[GoldDocument], left_out: Sequence[str]) -> None:
    """Write models with what they were made of: how many documents, the hash of their ids, and which were left out."""
    ids = "\n".join(sorted(g.id for g in gold))
    manifest = {
        "documents": len(gold),
        "ids_sha256": hashlib.sha256(ids.encode()).hexdigest(),
        "newsquotes": __version__,
        "without": list(left_out),
    }
    text = json.dumps({"manifest": manifest, **models}, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
