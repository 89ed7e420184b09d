"""Models as files: the weights, and what they were made of, so that anybody can tell and make them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from newsquotes._version import __version__
from newsquotes.evaluation.records import GoldDocument

LEFT_OUT = ("rucoco-", "bsnlp-", "seed-")
"""What ids begin with of documents of the development set that only measure: nothing is made of them."""

_WEIGHTS = {"wmt": 3.0, "golden-": 0.5}
"""How much documents count: those of modern outlets are few, and what is read is like them; goldens are no real news."""


def teaches(document: GoldDocument) -> bool:
    """Whether models may be trained on a document."""
    return not document.id.startswith(LEFT_OUT)


def weight(name: str) -> float:
    """How much the document of that id counts in training."""
    return next((w for beginning, w in _WEIGHTS.items() if name.startswith(beginning)), 1.0)


def manifest(gold: Sequence[GoldDocument], left_out: Iterable[str], figures: Mapping[str, Any]) -> dict[str, Any]:
    """What models were made of: the documents with the hash of their texts and gold, those left out, versions, figures."""
    ids = sorted(g.id for g in gold if not g.id.startswith("golden-"))
    content = hashlib.sha256()
    for document in sorted(gold, key=lambda g: g.id):
        content.update(repr((document.id, document.text, document.quotes)).encode())
    return {
        "documents": ids,
        "goldens": len(gold) - len(ids),
        "gold_sha256": content.hexdigest(),
        "left_out": sorted(left_out),
        "versions": {"newsquotes": __version__, **{p: version(p) for p in ("numpy", "scipy", "pymorphy3", "razdel")}},
        "figures": dict(figures),
    }


def written(path: Path, parts: Mapping[str, Any], made_of: Mapping[str, Any]) -> None:
    """Writes models with their manifest, a weight a line."""
    record = {"manifest": made_of, **parts}
    path.write_text(json.dumps(record, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
