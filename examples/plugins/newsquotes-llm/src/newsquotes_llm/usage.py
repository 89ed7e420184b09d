"""What asking has cost: requests, tokens, money, and answers that could not be used."""

from __future__ import annotations

import threading
from typing import Any

import attrs
from newsquotes import Pipeline


@attrs.define
class Usage:
    """Counts of one extractor; threads may add at the same time. A pickled copy counts for itself."""

    requests: int = 0
    retries: int = 0
    failures: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float = 0.0
    kept: int = 0
    dropped: int = 0
    _lock: Any = attrs.field(factory=threading.Lock, init=False, repr=False, eq=False)

    def add(self, **counts: float) -> None:
        """Add to the counts by name."""
        with self._lock:
            for name, value in counts.items():
                setattr(self, name, getattr(self, name) + value)

    def __getstate__(self) -> dict[str, Any]:
        return attrs.asdict(self, filter=lambda field, value: field.name != "_lock")

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]


def usage_of(pipeline: Pipeline) -> Usage:
    """What the extractors of this plugin in a pipeline have used, all together."""
    total = Usage()
    for step in pipeline.steps:
        usage = getattr(step.extractor, "usage", None)
        if isinstance(usage, Usage):
            total.add(**usage.__getstate__())
    return total
