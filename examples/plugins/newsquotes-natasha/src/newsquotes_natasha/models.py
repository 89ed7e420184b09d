"""The models that lie inside the natasha distribution, run by slovnet.

natasha itself is never imported: that would pull in pymorphy2, which needs the ``pkg_resources`` of an old setuptools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

LONGEST = 200
"""Words that go through a model at once: the cost of a tree grows with the square of the sentence's length."""

Arcs = list[tuple[int, str]]


def _file(name: str) -> Path:
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("natasha is not installed: pip install newsquotes-natasha")
    return Path(spec.submodule_search_locations[0], "data", name)


@lru_cache(maxsize=1)
def _vectors() -> Any:
    from navec import Navec

    return Navec.load(_file("emb/navec_news_v1_1B_250K_300d_100q.tar"))


@lru_cache(maxsize=1)
def ner() -> Any:
    """The NER model, loaded once a process (about 0.5 s with the word vectors)."""
    from slovnet import NER

    return NER.load(_file("model/slovnet_ner_news_v1.tar")).navec(_vectors())


@lru_cache(maxsize=1)
def syntax() -> Any:
    """The syntax model, loaded once a process."""
    from slovnet import Syntax

    return Syntax.load(_file("model/slovnet_syntax_news_v1.tar")).navec(_vectors())


def entity_tags(sentences: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """A tag for each word of each sentence: ``B-PER``, ``I-PER``, ``B-ORG`` … ``O``; no sentence may be empty."""
    infer = ner().infer
    for batch in _batches(sentences, ner().batch_size):
        yield from infer.decoder(infer.process(infer.encoder(batch)))


def trees(sentences: Iterable[Sequence[str]]) -> Iterator[Arcs]:
    """For each word of each sentence the index of its head (-1 for the root) and its Universal Dependencies relation."""
    for markup in syntax().map([list(words) for words in sentences]):
        yield [(int(token.head_id) - 1, token.rel) for token in markup.tokens]


def _batches(sentences: Iterable[Sequence[str]], size: int) -> Iterator[list[list[str]]]:
    rest = iter(sentences)
    while batch := [list(words) for words in islice(rest, size)]:
        yield batch
