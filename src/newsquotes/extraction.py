"""``newsquotes.extract``: one text, and a pipeline that is kept for the next one."""

from __future__ import annotations

import os
import threading
from collections.abc import Hashable, Mapping
from operator import itemgetter
from typing import Any, Unpack

from newsquotes.config import Config
from newsquotes.document import Document
from newsquotes.pipeline import Meta, Pipeline
from newsquotes.registry import DISABLE, default_registry

_KEPT = 8
_kept: dict[Hashable, tuple[Pipeline, Mapping[str, Any]]] = {}
"""The pipelines of the last configurations, each with its configuration, whose objects must live as long as the key."""
_lock = threading.RLock()


def pipeline_for(config: Mapping[str, Any]) -> Pipeline:
    """The pipeline that ``config`` describes with the plugins that are there now, built once for all threads and kept."""
    registry = default_registry()
    of_config = _key(config)
    with _lock:
        kept = _kept.pop((of_config, registry.generation, os.environ.get(DISABLE)), None)
        if kept is None:
            kept = Pipeline.from_dict(config), config
        # Building may have loaded plugins, so the key is made again; what was used last comes last.
        _kept[of_config, registry.generation, os.environ.get(DISABLE)] = kept
        while len(_kept) > _KEPT:
            del _kept[next(iter(_kept))]
    return kept[0]


def _key(value: Any) -> Hashable:
    """What a part of a configuration says, to compare: containers by what they hold, other things by themselves."""
    if isinstance(value, Mapping):
        return "{}", tuple(sorted(((str(name), _key(item)) for name, item in value.items()), key=itemgetter(0)))
    if isinstance(value, (list, tuple)):
        return "[]", tuple(map(_key, value))
    if isinstance(value, (set, frozenset)):
        return "set", frozenset(map(_key, value))
    try:
        hash(value)
    except Exception:
        return "id", id(value)
    return type(value), value


def extract(text: str, *, id: str = "", meta: Meta = None, **config: Unpack[Config]) -> Document:
    """Who says what in a Russian text, by the default pipeline or by the one that ``config`` describes.

    The keywords are those of :class:`Pipeline`. The pipelines of the last eight configurations are kept, so that each is
    built once.

    >>> import newsquotes
    >>> doc = newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.")
    >>> for quote in doc.quotes:
    ...     print(quote.speaker, "|", quote.cue, "|", quote.text)
    Анна Белова | сообщила | Мост откроют в мае
    """
    return pipeline_for(config)(text, id=id, meta=meta)
