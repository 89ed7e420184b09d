"""Honest figures for what is learned, and confidences made of them: documents are judged by models trained without them.

All models are trained anew for each fold: that of the quote detector, that of the speaker resolver, and the confidences.

    python -m newsquotes.russian.training.cross_validation GOLD [GOLD …] -o PREDICTIONS.jsonl

Predictions are written as ``newsquotes extract --format jsonl`` does; score them with ``newsquotes evaluate``.
"""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sklearn.model_selection import GroupKFold

from newsquotes.document import Document, Quote
from newsquotes.formats.jsonlines import write_jsonl
from newsquotes.pipeline import Pipeline
from newsquotes.russian.quotes import QuoteDetector
from newsquotes.russian.speakers import SpeakerResolver
from newsquotes.russian.training.confidence import Row, calibration, rows_of
from newsquotes.russian.training.examples import Examples, prepared_gold
from newsquotes.russian.training.gold import gold_in
from newsquotes.russian.training.goldens import is_golden, read_goldens
from newsquotes.russian.training.manifest import teaches
from newsquotes.russian.training.quotes import trained as trained_quotes
from newsquotes.russian.training.quotes import weights_of
from newsquotes.russian.training.speakers import choices_of, trained

FOLDS = 3
UNSEEN = 3.0  # how many times as much a document counts whose errors nobody has looked at


def unseen(path: Path | None) -> dict[str, float]:
    """How much the documents of a list of ids count in confidences."""
    return {} if path is None else dict.fromkeys(path.read_text(encoding="utf-8").split(), UNSEEN)


class Ungraded:
    """A quote detector that gives the probabilities of its choice, not calibrated."""

    def __init__(self, detector: QuoteDetector) -> None:
        self.detector = detector

    def __call__(self, doc: Document) -> list[Quote]:
        """The quotations of a document."""
        return self.detector.found(doc)


class OutOfFold:
    """The models of each fold, trained on the documents of the others, and those of all folds.

    Goldens are in no fold and teach every model. Documents of ``unseen`` are in none and teach no model, so that those of
    all folds, the last ones of ``quotes`` and ``speakers``, read them as they read news.
    """

    def __init__(self, examples: Examples, unseen: Collection[str] = (), folds: int = FOLDS) -> None:
        every = [d.gold for d in examples.documents]
        self.gold = [g for g in every if not is_golden(g)]
        names = [g.id for g in self.gold if g.id not in unseen]
        self.folds = min(folds, len(names))
        splits = GroupKFold(self.folds).split(names, groups=names)
        self.fold_of = dict.fromkeys((g.id for g in self.gold), self.folds)
        self.fold_of |= {names[i]: n for n, (_, test) in enumerate(splits) for i in test}
        self.every, self._examples = every, examples
        self.choices = choices_of(every)
        weights = weights_of(every)
        self.quotes, self.speakers = [], []
        for fold in range(self.folds + 1):
            held = {g.id for g in every if g.id in unseen or self.fold_of.get(g.id) == fold}
            self.quotes.append(trained_quotes(examples, [n for n, g in enumerate(every) if g.id not in held], weights))
            self.speakers.append(trained([e for e in self.choices if e.document not in held]))

    def final(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The models of quotations and speakers that all documents teach, those of ``unseen`` too."""
        return trained_quotes(self._examples, range(len(self.every)), weights_of(self.every)), trained(self.choices)

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
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--goldens", type=Path, help="a folder of goldens, which count little each")
    parser.add_argument(
        "--unseen", type=Path, help="ids of documents whose errors nobody has looked at: a fold of their own"
    )
    arguments = parser.parse_args()
    gold = [g for g in gold_in(arguments.gold) if teaches(g)]
    drawn = () if arguments.goldens is None else tuple(read_goldens(arguments.goldens))
    counts = unseen(arguments.unseen)
    models = OutOfFold(prepared_gold([*gold, *drawn]), counts)
    with arguments.output.open("wb") as out:
        write_jsonl(models.read(models.rows(counts)), out)


if __name__ == "__main__":
    main()
