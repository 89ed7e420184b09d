"""A pipeline in several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from multiprocessing.context import BaseContext
from typing import Any

from newsquotes.document import Document, Metadata
from newsquotes.errors import ExtractorError, InputError
from newsquotes.pipeline import FailedDocument, Pipeline
from newsquotes.transport import Packer, Unpacker
from newsquotes.wording import gettext
from newsquotes.workers import Job, shared_out

Outcome = Document | FailedDocument


def run(
    pipeline: Pipeline,
    items: Iterable[Any],
    workers: int,
    *,
    ordered: bool = True,
    batch_size: int = 16,
    time_limit: float | None = None,
    go_on: bool = True,
    context: BaseContext | None = None,
) -> Iterator[Outcome]:
    """The document of each item of a stream, or what failed, by so many processes. What ``Pipeline.stream`` runs on."""
    if not isinstance(workers, int) or workers < 1:
        raise InputError(gettext("workers is {workers!r}; it is how many processes work, at least 1", workers=workers))
    work = partial(pipeline.outcomes, batch_size=batch_size, time_limit=time_limit, go_on=go_on)
    job = Job(work, size_of, lost, Packer, Unpacker)
    return shared_out(job, items, workers, ordered=ordered, time_limit=time_limit, context=context)


def size_of(item: Any) -> int:
    """How much text an item of a stream holds."""
    text = item[1] if isinstance(item, (tuple, list)) and len(item) > 1 else item
    return len(text) if isinstance(text, str) else 0


def lost(item: Any, reason: str) -> FailedDocument:
    """What becomes of an item for which no process could be found that survives it."""
    id_ = item[0] if isinstance(item, (tuple, list)) and item and isinstance(item[0], str) else ""
    error = ExtractorError(gettext("the document {id!r} was given up: {reason}", id=id_, reason=reason), stage="worker")
    return FailedDocument(id_, Metadata(), error)
