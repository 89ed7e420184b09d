"""Tokens, sentences, and what morphology says of a token: the layers that stand before any rule."""

from __future__ import annotations

import attrs

from newsquotes.errors import LayerError, brief
from newsquotes.spans import Span
from newsquotes.wording import gettext


@attrs.frozen(order=True, init=False, weakref_slot=False)
class Token(Span):
    """A word, number or punctuation mark."""


@attrs.frozen(order=True, init=False, weakref_slot=False)
class Sentence(Span):
    """A sentence as the sentence splitter sees it; quotations may cross its borders."""


def _are_pairs(feats: object) -> bool:
    return type(feats) is tuple and all(
        type(pair) is tuple and len(pair) == 2 and type(pair[0]) is str and type(pair[1]) is str for pair in feats
    )


@attrs.frozen(cache_hash=True)
class Reading:
    """One morphological reading of a token.

    ``pos`` is a Universal Dependencies tag (``VERB``, ``NOUN``, ``PROPN`` …) and ``feats`` holds UD features
    (``("Case", "Nom")`` …) sorted by name; ``score`` is the probability of the reading out of context.
    """

    lemma: str
    pos: str
    feats: tuple[tuple[str, str], ...] = ()
    score: float = 1.0

    def __attrs_post_init__(self) -> None:
        # Here rather than where layers are checked: lemmatizers make a reading once for each form.
        if type(self.lemma) is not str or type(self.pos) is not str or not _are_pairs(self.feats):
            raise LayerError(
                gettext(
                    "Reading({lemma}, {pos}, {feats}): lemma and pos are strings, feats is a tuple of pairs of strings",
                    lemma=brief(self.lemma),
                    pos=brief(self.pos),
                    feats=brief(self.feats),
                )
            )
        score: object = self.score
        if type(score) not in (float, int) or not 0.0 <= self.score <= 1.0:
            raise LayerError(
                gettext(
                    "Reading({lemma} …): the score is {score}; it must be a probability",
                    lemma=brief(self.lemma),
                    score=brief(score),
                )
            )

    def get(self, feature: str) -> str | None:
        """The value of a UD feature, or ``None``."""
        for name, value in self.feats:
            if name == feature:
                return value
        return None


@attrs.frozen(cache_hash=True)
class Morph:
    """The readings of one token, the best first; at least one.

    ``known`` is false where the word is in no dictionary and its readings are guessed from its ending.
    """

    readings: tuple[Reading, ...]
    known: bool = True

    def __attrs_post_init__(self) -> None:
        if type(self.readings) is not tuple or not self.readings or set(map(type, self.readings)) != {Reading}:
            raise LayerError(
                gettext("Morph({readings}): readings is a tuple of at least one Reading", readings=brief(self.readings))
            )
        if type(self.known) is not bool:
            raise LayerError(
                gettext(
                    "Morph({readings}): known is {known}; it must be True or False",
                    readings=brief(self.readings),
                    known=brief(self.known),
                )
            )

    @property
    def best(self) -> Reading:
        """The most probable reading."""
        return self.readings[0]

    @property
    def lemma(self) -> str:
        """The lemma of the most probable reading."""
        return self.readings[0].lemma

    @property
    def pos(self) -> str:
        """The Universal Dependencies tag of the most probable reading."""
        return self.readings[0].pos
