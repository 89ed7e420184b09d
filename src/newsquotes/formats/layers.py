"""The layers of annotators in records: as JSON holds them."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from newsquotes.errors import RecordError, brief, told
from newsquotes.spans import Span
from newsquotes.wording import gettext


def plain_layers(extra: Mapping[str, Any], annotators: Sequence[str] = ()) -> dict[str, Any]:
    """The layers of ``doc.extra`` as JSON holds them; raises :class:`~newsquotes.RecordError` that names what does not fit.

    ``annotators`` are those that the error names, for one of them gave it.

    Spans become objects with ``start``, ``end`` and ``text``; attrs classes, dataclasses and named tuples become objects
    with their fields; a value with a method ``to_record()`` becomes what that returns.

    >>> plain_layers({"places": (Span(0, 3, "Газ"), 1.5)})
    {'places': [{'start': 0, 'end': 3, 'text': 'Газ'}, 1.5]}
    """
    try:
        return {name: _plain(value, f"doc.extra[{name!r}]", 0) for name, value in extra.items()}
    except RecordError as exc:
        if not annotators:
            raise
        raise RecordError(
            gettext("{why}\n  Layers come from annotators: here {names}", why=exc, names=", ".join(map(repr, annotators)))
        ) from exc


_DEEP = 100


def _plain(value: Any, where: str, depth: int) -> Any:
    if depth > _DEEP:
        raise RecordError(gettext("{where:.60}… holds layers within layers without end", where=where))
    if value is None or type(value) in (str, bool, int):
        return value
    if type(value) is float:
        if value != value or value in (float("inf"), float("-inf")):
            raise RecordError(gettext("{where} is {value}, a number that JSON does not have", where=where, value=value))
        return value
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end, "text": value.text}
    if hasattr(type(value), "to_record"):
        try:
            return _plain(value.to_record(), f"{where}.to_record()", depth + 1)
        except RecordError:
            raise
        except Exception as exc:
            raise RecordError(gettext("{where}.to_record() raised {why}", where=where, why=told(exc))) from exc
    if isinstance(value, enum.Enum):
        return _plain(value.value, where, depth + 1)
    if isinstance(value, date):
        return value.isoformat()
    if attrs.has(type(value)):
        names = [field.name for field in attrs.fields(type(value)) if not field.name.startswith("_")]
        return {name: _plain(getattr(value, name), f"{where}.{name}", depth + 1) for name in names}
    if hasattr(type(value), "__dataclass_fields__"):
        return {n: _plain(getattr(value, n), f"{where}.{n}", depth + 1) for n in type(value).__dataclass_fields__}
    if isinstance(value, tuple) and (fields := getattr(type(value), "_fields", None)) is not None:
        return {n: _plain(item, f"{where}.{n}", depth + 1) for n, item in zip(fields, value, strict=True)}
    if isinstance(value, Mapping):
        return {_key(key, where): _plain(item, f"{where}[{key!r:.80}]", depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, f"{where}[{i}]", depth + 1) for i, item in enumerate(value)]
    if isinstance(value, (str, int, float)):  # their kinds, as numpy's float64 is one of float
        return _plain(next(kind for kind in (str, int, float) if isinstance(value, kind))(value), where, depth + 1)
    raise RecordError(
        gettext(
            "{where} is {value}, of the type {type}, which a record cannot hold: give strings, numbers, lists, dicts, "
            "spans or attrs classes, or let it have a method to_record()",
            where=where,
            value=brief(value),
            type=type(value).__name__,
        )
    )


def _key(key: Any, where: str) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, int) and not isinstance(key, bool):
        return str(key)
    raise RecordError(gettext("{where} has the key {key}; keys of JSON are strings", where=where, key=brief(key)))


def layer_of(record: Mapping[str, Any], layer: str, quote: int) -> Any:
    """What a layer of a record says of one quotation: its part of a list of objects with a key ``quote``, or the whole.

    >>> layer_of({"extra": {"figures": [{"quote": 0, "value": 12}, {"quote": 3, "value": 7}]}}, "figures", 3)
    [{'quote': 3, 'value': 7}]
    """
    value = record["extra"].get(layer)
    if isinstance(value, list) and value and all(isinstance(item, Mapping) and "quote" in item for item in value):
        return [item for item in value if item["quote"] == quote]
    return value
