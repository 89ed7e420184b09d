"""What is known of an article besides its text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import NoneType
from typing import Any

import attrs

from newsquotes.errors import InputError, did_you_mean
from newsquotes.wording import gettext


@attrs.frozen
class Metadata:
    """What is known of an article besides its text; ``kept`` are cells of its row that the user wants to go along."""

    title: str | None = None
    date: str | None = None
    url: str | None = None
    outlet: str | None = None
    kept: Mapping[str, Any] = attrs.field(factory=dict, hash=False)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Metadata:
        """Metadata from a mapping; dates may be ``datetime.date`` objects.

        >>> Metadata.from_mapping({"outlet": "Вести", "date": "2024-05-07"}).outlet
        'Вести'
        """
        if not isinstance(values, Mapping):
            raise InputError(gettext("metadata must be a mapping, not {values!r:.80}", values=values))
        fields = [field.name for field in attrs.fields(cls)]
        kept = values.get("kept") or {}
        if not isinstance(kept, Mapping):
            raise InputError(gettext("metadata 'kept' must be a mapping of columns, not {kept!r:.80}", kept=kept))
        values = {name: value for name, value in values.items() if name != "kept"}
        for name, value in values.items():
            if name not in fields:
                raise InputError(
                    gettext("unknown metadata {name!r}; {known}", name=name, known=did_you_mean(str(name), fields))
                )
            if not isinstance(value, (str, date, NoneType)):
                raise InputError(
                    gettext("metadata {name!r} must be a str or None, not {value!r:.80}", name=name, value=value)
                )
        known = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        return cls(**known, kept=dict(kept))

    def to_dict(self) -> dict[str, Any]:
        """The metadata as records have it: ``kept`` only where there is something.

        >>> Metadata(outlet="Вести").to_dict()
        {'title': None, 'date': None, 'url': None, 'outlet': 'Вести'}
        """
        plain = {"title": self.title, "date": self.date, "url": self.url, "outlet": self.outlet}
        return {**plain, "kept": dict(self.kept)} if self.kept else plain
