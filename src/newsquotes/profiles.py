"""Profiles: named balances of precision and recall.

A profile is data, and the table at the end is the only place with its numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from newsquotes.document import Quote

Options = Mapping[str, object]


@attrs.frozen
class Profile:
    """Options for extractors (stage → extractor → options), and which quotations are handed out in the end.

    The options hold where that extractor is used, and the user's own options win over them.
    """

    name: str
    options: Mapping[str, Mapping[str, Options]] = attrs.field(factory=dict)
    min_confidence: float = 0.0
    stances: frozenset[str] | None = None

    def keeps(self, quote: Quote) -> bool:
        """Whether a quotation is confident enough and has a stance that the profile takes."""
        return quote.confidence >= self.min_confidence and (self.stances is None or quote.stance in self.stances)

    @property
    def keeps_all(self) -> bool:
        """Whether nothing is dropped in the end."""
        return self.min_confidence <= 0.0 and self.stances is None


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("default"),
            Profile("precision", min_confidence=0.86, stances=frozenset({"asserted"})),
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
