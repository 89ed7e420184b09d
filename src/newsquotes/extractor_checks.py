"""What may be an extractor, and what is wrong with what may not."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Collection
from typing import Any

import attrs

from newsquotes.document import LAYERS, Reading
from newsquotes.errors import brief, did_you_mean
from newsquotes.wording import gettext


def label(extractor: Any) -> str:
    """What a callable is called in tables and messages."""
    while isinstance(extractor, functools.partial):
        extractor = extractor.func
    named = getattr(extractor, "__name__", None)
    return named if isinstance(named, str) else type(extractor).__name__


def _extras_problem(item: Any, reads: Collection[str]) -> str | None:
    """What is wrong with what an extractor may offer besides, in words."""
    for name in ("many", "explain"):
        offered = getattr(item, name, None)
        if offered is not None and not callable(offered):
            return gettext("its {name} is {offered}; it must be a method", name=name, offered=brief(offered))
    needs = getattr(item, "needs", ())
    if not isinstance(needs, (tuple, list, frozenset)) or not all(isinstance(need, str) for need in needs):
        return gettext(
            "its needs is {needs}; it must be a tuple of layers and fields, as in ('morphs.pos',)", needs=brief(needs)
        )
    unknown = [need for need in needs if need.partition(".")[0] not in LAYERS]
    if unknown:
        layer = unknown[0].partition(".")[0]
        return gettext(
            "it needs {item!r}, but there is no layer {layer!r}; {known}",
            item=unknown[0],
            layer=layer,
            known=did_you_mean(layer, LAYERS),
        )
    if late := [need for need in needs if need.partition(".")[0] not in reads]:
        return gettext(
            "it needs {need!r}, which its stage does not get; it gets {names}",
            need=late[0],
            names=", ".join(reads) or gettext("the text alone"),
        )
    return next(filter(None, map(_unknown_field, needs)), None)


def _unknown_field(need: str) -> str | None:
    layer, _, field = need.partition(".")
    known = fields_of(layer)
    if not field or field in known:
        return None
    return gettext(
        "it needs {need!r}, but {layer} have no field {field!r}; {known}",
        need=need,
        layer=layer,
        field=field,
        known=did_you_mean(field, known),
    )


def fields_of(layer: str) -> tuple[str, ...]:
    """The fields of a layer's items that an extractor may need; those of morphs are what their readings say."""
    kind = Reading if layer == "morphs" else LAYERS[layer][1]
    return tuple(attribute.name for attribute in attrs.fields(kind))


def extractor_problem(item: Any, reads: Collection[str]) -> str | None:
    """Why something cannot be an extractor of a stage that reads these layers, in words."""
    if inspect.isclass(item):
        return gettext("{name} is a class; pass an instance of it, {name}(…)", name=item.__name__)
    if not callable(item):
        return gettext("{item} is neither the name of an extractor nor a callable", item=brief(item))
    if inspect.iscoroutinefunction(item) or inspect.iscoroutinefunction(getattr(item, "__call__", None)):  # noqa: B004
        return gettext("{label} is a coroutine function; an extractor returns its result at once", label=label(item))
    if wrong := _extras_problem(item, reads):
        return wrong
    try:
        inspect.signature(item).bind(None)
    except TypeError as exc:
        return gettext("{label} must take one argument, the document ({why})", label=label(item), why=exc)
    except Exception:  # some callables, as those written in C, have no signature to look at
        return None
    return None
