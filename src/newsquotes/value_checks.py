"""What single values of layers must be; each check raises :class:`~newsquotes.LayerError` with what is wrong, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from newsquotes.annotations import LAYERS
from newsquotes.errors import LayerError, brief
from newsquotes.wording import gettext

_MOST = 1 << 31


def check_layer_name(layer: str) -> None:
    """Raise where there is no such layer."""
    if layer not in LAYERS:
        raise LayerError(gettext("there is no layer {layer!r}; layers are {names}", layer=layer, names=", ".join(LAYERS)))


def check_reads(name: str, reads: Any, layers: Iterable[str]) -> None:
    """Raise where what an artefact reads is no layer."""
    if not LAYERS.keys() >= frozenset(layers):
        raise LayerError(
            gettext(
                "the artefact {name!r} reads {reads}; give a tuple of layers, which are {names}",
                name=name,
                reads=brief(reads),
                names=", ".join(LAYERS),
            )
        )


def check_extra(extra: Mapping[str, Any], layers: Mapping[str, Any]) -> None:
    """Raise where layers of annotators have no names of their own."""
    unnamed = [name for name in layers if type(name) is not str or not name.strip()]
    if unnamed:
        raise LayerError(
            gettext("a layer of doc.extra is named {name}; names are strings with something in them", name=brief(unnamed[0]))
        )
    taken = sorted(set(layers) & set(extra))
    if taken:
        raise LayerError(
            gettext("doc.extra already holds {names}: annotators need names of their own", names=", ".join(map(repr, taken)))
        )


def check_index(value: Any, count: int, where: str, *, optional: bool = False) -> None:
    """Raise where a value is no index into so many speakers."""
    if value is None and optional:
        return
    if not (type(value) is int and 0 <= value < count):
        there = (
            gettext("there are {count} speakers (ids 0 to {last})", count=count, last=count - 1)
            if count
            else gettext("there are no speakers")
        )
        raise LayerError(gettext("{where} is {value}, but {there}", where=where, value=brief(value), there=there))


def check_number(value: Any, where: str) -> None:
    """Raise where a value is no id of a quotation: an int, or -1 where its place tells."""
    if not (type(value) is int and -1 <= value < _MOST):
        raise LayerError(
            gettext(
                "{where} is {value}; it must be an int from 0 (or -1) to {most}",
                where=where,
                value=brief(value),
                most=_MOST - 1,
            )
        )


def check_probability(value: Any, where: str) -> None:
    """Raise where a value is no probability."""
    if not (isinstance(value, (int, float)) and not isinstance(value, bool) and 0.0 <= value <= 1.0):
        raise LayerError(
            gettext("{where} is {value}; it must be a probability from 0 to 1", where=where, value=brief(value))
        )


def check_word(value: Any, allowed: tuple[str, ...], where: str) -> None:
    """Raise where a value is none of these words."""
    if type(value) is not str or value not in allowed:
        raise LayerError(
            gettext("{where} is {what}; it must be one of {names}", where=where, what=_what(value), names=", ".join(allowed))
        )


def check_text(value: Any, where: str, *, optional: bool = False) -> None:
    """Raise where a value is no str."""
    if not (type(value) is str or (optional and value is None)):
        raise LayerError(
            gettext(
                "{where} is {what}; it must be a str{or_none}",
                where=where,
                what=_what(value),
                or_none=gettext(" or None") if optional else "",
            )
        )


def check_name(value: Any, where: str) -> None:
    """Raise where a value is no str with something in it."""
    if type(value) is not str or not value.strip():
        raise LayerError(gettext("{where} is {what}; it must be a str with something in it", where=where, what=_what(value)))


def _what(value: Any) -> str:
    """The value; also its type, where it only looks like a str: one of another library may hold a whole page alive."""
    return (
        gettext("{value}, of the type {type}", value=brief(value), type=type(value).__name__)
        if isinstance(value, str) and type(value) is not str
        else brief(value)
    )


def check_truth(value: Any, where: str) -> None:
    """Raise where a value is neither True nor False."""
    if type(value) is not bool:
        raise LayerError(gettext("{where} is {value}; it must be True or False", where=where, value=brief(value)))


def check_editors(value: Any, where: str) -> None:
    """Raise where a value is not what the pipeline notes of editors."""
    if value and (type(value) is not tuple or set(map(type, value)) != {str}):
        raise LayerError(
            gettext(
                "{where}.edited_by is {value}; leave it alone: the pipeline fills it in", where=where, value=brief(value)
            )
        )


def check_tuple(value: Any, where: str) -> None:
    """Raise where a value is no tuple."""
    if not isinstance(value, tuple):
        raise LayerError(gettext("{where} is {value}; it must be a tuple", where=where, value=brief(value)))


def drawn(text: str, start: int, end: int) -> str:
    """The span underlined in its line of the text."""
    left = max(text.rfind("\n", 0, start) + 1, start - 40)
    right = min(len(text), max(min(end, start + 80), start + 1) + 40)
    line = "".join(c if c.isprintable() else " " for c in text[left:right])
    return f"  {line}\n  {' ' * (start - left)}{'^' * max(1, min(end - start, 80))} [{start}, {end})"
