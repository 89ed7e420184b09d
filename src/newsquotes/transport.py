"""Documents on their way between processes: small, quick to pack, and unpacked layer by layer when somebody looks.

Tokens and sentences travel as offsets. A word's morph is the same object wherever the word occurs, so it travels once, and
by its number after that.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Callable, Sequence
from functools import partial
from itertools import starmap
from typing import Any

from newsquotes.document import Document, Morph, Sentence, Token
from newsquotes.lazy_layers import LazyLayers

_MOST = 30_000
"""Morphs that both sides keep; then they begin anew."""

_SPANS: dict[str, type[Token] | type[Sentence]] = {"tokens": Token, "sentences": Sentence}
_TOGETHER = ("quotes", "speakers", "attributions", "links")


class Packer:
    """Documents to what can be sent; other objects stay as they are."""

    def __init__(self) -> None:
        self._numbers: dict[Morph, int] = {}

    def __call__(self, result: Any) -> Any:
        """The parts of a document; pickled here, so that one that cannot be is found out."""
        if not isinstance(result, Document):
            return result
        state = result.__getstate__()
        layers = state.pop("_layers")
        packed: dict[str, Any] = {}
        words = layers.pop("morphs", None)
        for name, kind in _SPANS.items():
            if name in layers and {*map(type, layers[name])} <= {kind}:
                spans = layers.pop(name)
                packed[name] = (_bytes([s.start for s in spans]), _bytes([s.end for s in spans]))
        together = {name: layers.pop(name) for name in _TOGETHER if name in layers}
        parts = [pickle.dumps(part, 5) for part in (state, layers, together)]
        if words is not None:  # last, for the other side must get whatever is numbered here
            packed["morphs"] = self._morphs(words)
        return packed, parts, tuple(layers), tuple(together)

    def _morphs(self, morphs: Sequence[Morph]) -> tuple[bool, list[Morph], bytes]:
        reset = len(self._numbers) > _MOST
        if reset:
            self._numbers.clear()
        numbers = self._numbers
        known = len(numbers)
        new = [m for m in dict.fromkeys(morphs) if m not in numbers]
        numbers.update(zip(new, range(known, known + len(new)), strict=True))
        return reset, new, _bytes([numbers[m] for m in morphs])


class Unpacker:
    """What a :class:`Packer` made to documents; one for each, for it remembers what came before."""

    def __init__(self) -> None:
        self._morphs: list[Morph] = []

    def __call__(self, result: Any) -> Any:
        """The document."""
        if not isinstance(result, tuple):
            return result
        packed, (about, rest, together), rest_names, together_names = result
        state = pickle.loads(about)
        text = state["text"]
        layers = LazyLayers()
        for name, (starts, ends) in ((n, packed[n]) for n in _SPANS if n in packed):
            layers.later((name,), partial(_spans, name, text, starts, ends))
        if "morphs" in packed:
            reset, new, numbers = packed["morphs"]
            if reset:
                self._morphs = []
            self._morphs += new
            layers.later(("morphs",), partial(_numbered, self._morphs, numbers))
        layers.later(rest_names, partial(pickle.loads, rest))
        layers.later(together_names, partial(pickle.loads, together))
        return Document(**state, _layers=layers)


def _bytes(numbers: Sequence[int]) -> bytes:
    return array("i", numbers).tobytes()


def _numbers(data: bytes) -> array[int]:
    numbers = array("i")
    numbers.frombytes(data)
    return numbers


def _spans(name: str, text: str, starts: bytes, ends: bytes) -> dict[str, tuple[Any, ...]]:
    make: Callable[..., Any] = _SPANS[name]
    pairs = zip(_numbers(starts), _numbers(ends), strict=True)
    return {name: tuple(starmap(make, ((start, end, text[start:end]) for start, end in pairs)))}


def _numbered(morphs: Sequence[Morph], numbers: bytes) -> dict[str, tuple[Morph, ...]]:
    return {"morphs": tuple(map(morphs.__getitem__, _numbers(numbers)))}
