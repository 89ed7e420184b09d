"""Profiles: named balances of precision and recall.

A profile is data, and the table at the end is the only place with its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from newsquotes.document import Document, Quote

Options = Mapping[str, object]


@attrs.frozen
class Profile:
    """Extractors (stage → names), their options (stage → extractor → options), and which quotations are handed out.

    The extractors of a stage hold where the user names none. The options hold where that extractor is used, and the user's
    own options win over them. What is left out is left out after the speakers are resolved, before linkers and annotators.

    >>> Profile("strict", min_confidence=0.9).keeps_all
    False
    """

    name: str
    use: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, kw_only=True)
    options: Mapping[str, Mapping[str, Options]] = attrs.field(factory=dict)
    min_confidence: float = 0.0
    stances: frozenset[str] | None = None

    def keeps(self, quote: Quote) -> bool:
        """Whether a quotation is confident enough and has a stance that the profile takes."""
        return quote.confidence >= self.min_confidence and (self.stances is None or quote.stance in self.stances)

    def select(self, doc: Document) -> Document:
        """The document with the quotations that the profile hands out."""
        return doc.select(self.keeps)

    @property
    def keeps_all(self) -> bool:
        """Whether nothing is dropped in the end."""
        return self.min_confidence <= 0.0 and self.stances is None


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("default"),
            Profile("fast", options={"quote_detector": {"russian": {"choose": False}}}),
            Profile("precision", min_confidence=0.94, stances=frozenset({"asserted"})),
            Profile(
                "recall",
                options={
                    "quote_detector": {"russian": {"min_confidence": 0.0}},
                    "speaker_resolver": {"russian": {"min_confidence": 0.0}},
                },
            ),
        )
    }
)
