"""Rules that plugins bring to the built-in quote detector."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, get_args

import attrs

if TYPE_CHECKING:
    from newsquotes.russian.quotes import Proposal, Rest, Situation

CueKind = Literal["verb", "noun", "predicative", "preposition"]
CUE_KINDS = get_args(CueKind)


@attrs.frozen
class QuoteRule:
    """A rule of a plugin: what it proposes, for which cues, and in place of which built-in rule.

    For each cue of one of the kinds ``cues``, ``propose`` gets a :class:`~newsquotes.russian.quotes.Situation`, before the
    built-in rules do, and returns a :class:`~newsquotes.russian.quotes.Proposal` or ``None``. With no ``cues``, it gets a
    :class:`~newsquotes.russian.quotes.Rest` once a document, after all cues, and yields proposals without a cue.

    ``replaces`` names the built-in rule whose place it takes. What it proposes is as sure as its ``confidence`` says: the
    models weigh built-in rules alone. ``name`` and ``plugin`` are filled in by the pipeline.
    """

    propose: Callable[[Situation], Proposal | None] | Callable[[Rest], Iterable[Proposal]]
    cues: tuple[CueKind, ...] = ("verb", "predicative")
    replaces: str = ""
    confidence: float = 0.9
    name: str = ""
    plugin: str = ""
