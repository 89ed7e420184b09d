"""Options: what a configuration gives, checked against the types of a factory's parameters and turned into them.

A converter of a library would take "мост" for a list of letters and 1 for a text, as data from elsewhere may need it; a
configuration is written by hand, and what does not fit is a mistake of the writer, who wants to be told.
"""

from __future__ import annotations

import enum
import inspect
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin, is_typeddict

import attrs

from newsquotes.errors import brief, did_you_mean
from newsquotes.wording import gettext


class Unfit(ValueError):
    """A value does not fit its type; ``where`` leads to it within the option."""

    def __init__(self, value: object, wanted: str, where: str = "") -> None:
        self.value, self.wanted, self.where = value, wanted, where
        super().__init__(gettext("{where} is {value}, but must be {wanted}", where=where, value=brief(value), wanted=wanted))

    def within(self, where: str) -> Unfit:
        """The same, seen from one level further out."""
        return Unfit(self.value, self.wanted, f"{where}{self.where}")


def options_of(factory: Callable[..., Any]) -> dict[str, inspect.Parameter] | None:
    """The options that a factory takes, or ``None`` where it takes any."""
    try:
        parameters = inspect.signature(factory, eval_str=True).parameters
    except ValueError:
        return None
    except Exception:  # an annotation that cannot be evaluated
        try:
            parameters = inspect.signature(factory).parameters
        except (ValueError, TypeError):
            return None
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return None
    return {name: p for name, p in parameters.items() if p.kind in (p.KEYWORD_ONLY, p.POSITIONAL_OR_KEYWORD)}


def checked_options(
    factory: Callable[..., Any], given: Mapping[str, Any], folder: Path | None = None
) -> tuple[dict[str, Any], list[str]]:
    """The options as the factory wants them, and what is wrong with them; relative paths count from ``folder``."""
    known = options_of(factory)
    if known is None:
        return dict(given), []
    options: dict[str, Any] = {}
    problems = [
        gettext("has no option {name}; {known}", name=brief(name), known=did_you_mean(str(name), known))
        for name in given
        if name not in known
    ]
    for name, parameter in known.items():
        if name in given:
            try:
                options[name] = fitted(given[name], parameter.annotation, folder)
            except Unfit as exc:
                problems.append(f"option {name!r}{exc}")
        elif parameter.default is parameter.empty:
            hint = (
                gettext(
                    " (a hook offers factories, which return the extractor, not the extractor itself; they alone "
                    "take options)"
                )
                if name == "doc"
                else ""
            )
            problems.append(gettext("needs the option {name!r}{hint}", name=name, hint=hint))
    return options, problems


def fits(value: Any, annotation: Any) -> bool:
    """Whether a value fits an annotation.

    >>> fits(1, float), fits(True, int), fits("мост", list[str]), fits(["мост", 1], list[str])
    (True, False, False, False)
    """
    try:
        fitted(value, annotation)
    except Unfit:
        return False
    return True


def fitted(value: Any, annotation: Any, folder: Path | None = None) -> Any:
    """The value as its annotation wants it: a path for a string, a tuple for a list; raises :class:`Unfit`.

    What is no plain type is left to the factory.

    >>> fitted(["дом", "мост"], frozenset[str]) == {"дом", "мост"}
    True
    """
    if annotation is Any:
        return value
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated or isinstance(annotation, (NewType)):
        inner = args[0] if origin is Annotated else annotation.__supertype__
        return fitted(value, inner, folder)
    if origin is Literal:
        if not any(value == allowed and type(value) is type(allowed) for allowed in args):
            raise Unfit(value, described(annotation))
        return value
    if origin in (Union, types.UnionType):
        return _of_union(value, annotation, args, folder)
    if annotation in (None, types.NoneType):
        return _if(value is None, value, "None")
    if annotation in _PLAIN:
        return _plain(value, annotation)
    kind = origin or annotation
    if isinstance(kind, type):
        if issubclass(kind, Path):
            return _path(value, annotation, folder)
        if kind in _CONTAINERS:
            return _contained(value, annotation, _CONTAINERS[kind], args, folder)
        if issubclass(kind, tuple) and kind is tuple:
            return _tuple(value, annotation, args, folder)
        if kind in (dict, Mapping):
            return _mapping(value, annotation, args, folder)
        if isinstance(value, Mapping) and (attrs.has(kind) or hasattr(kind, "__dataclass_fields__") or is_typeddict(kind)):
            return _table(value, kind, folder)
        return _instance(value, kind, annotation)
    return value


def described(annotation: Any) -> str:
    """A type as people write it: ``float | None``."""
    if get_origin(annotation) is None and isinstance(annotation, type):
        return annotation.__name__
    return str(annotation).replace("typing.", "").replace("collections.abc.", "").replace("pathlib.", "")


_PLAIN = (str, bool, int, float)
_CONTAINERS: Mapping[Any, type | None] = {
    list: list,
    set: set,
    frozenset: frozenset,
    Set: frozenset,
    Sequence: None,
    Collection: None,
    Iterable: None,
}
"""What lists are given for, and what they become."""


def _if(right: bool, value: Any, wanted: str) -> Any:
    if not right:
        raise Unfit(value, wanted)
    return value


def _plain(value: Any, annotation: type) -> Any:
    kinds = (int, float) if annotation is float else annotation
    right = isinstance(value, kinds) and (annotation is bool or not isinstance(value, bool))
    return _if(right, value, annotation.__name__)


def _of_union(value: Any, annotation: Any, args: tuple[Any, ...], folder: Path | None) -> Any:
    # A string is a path where both are allowed, so that it counts from the folder of the configuration.
    for part in sorted(args, key=lambda a: not (isinstance(a, type) and issubclass(a, Path))):
        try:
            return fitted(value, part, folder)
        except Unfit:
            continue
    raise Unfit(value, described(annotation))


def _path(value: Any, annotation: Any, folder: Path | None) -> Path:
    if not isinstance(value, (str, Path)) or not str(value):
        raise Unfit(value, gettext("{described} (the path of a file or folder)", described=described(annotation)))
    path = Path(value).expanduser()
    return path if folder is None else folder / path


def _contained(value: Any, annotation: Any, make: type | None, args: tuple[Any, ...], folder: Path | None) -> Any:
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Collection):
        raise Unfit(value, described(annotation))
    if isinstance(value, (set, frozenset)) and make is list:
        raise Unfit(value, described(annotation))
    items = [_within(item, args[0] if args else Any, f"[{i}]", folder) for i, item in enumerate(value)]
    return make(items) if make is not None else tuple(items) if isinstance(value, tuple) else items


def _tuple(value: Any, annotation: Any, args: tuple[Any, ...], folder: Path | None) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise Unfit(value, described(annotation))
    if args[1:] == (...,) or not args:
        parts: Sequence[Any] = [args[0] if args else Any] * len(value)
    else:
        parts = args
    if len(parts) != len(value):
        raise Unfit(value, described(annotation))
    return tuple(_within(item, part, f"[{i}]", folder) for i, (item, part) in enumerate(zip(value, parts, strict=True)))


def _mapping(value: Any, annotation: Any, args: tuple[Any, ...], folder: Path | None) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise Unfit(value, described(annotation))
    key_type, value_type = args or (Any, Any)
    for key in value:
        _within(key, key_type, gettext(", the key {key}", key=brief(key)), None)
    return {key: _within(item, value_type, f"[{key!r}]", folder) for key, item in value.items()}


def _table(value: Mapping[str, Any], kind: type, folder: Path | None) -> Any:
    """A table for an attrs class, a dataclass or a ``TypedDict``."""
    if is_typeddict(kind):
        fields = inspect.get_annotations(kind, eval_str=True)
        missing = sorted(kind.__required_keys__ - set(value))  # type: ignore[attr-defined]
        if missing or set(value) - set(fields):
            raise Unfit(value, gettext("{name} (with the keys {names})", name=kind.__name__, names=", ".join(fields)))
        return {key: _within(item, fields[key], f"[{key!r}]", folder) for key, item in value.items()}
    known = options_of(kind) or {}
    needed = {name for name, p in known.items() if p.default is p.empty}
    if set(value) - set(known) or needed - set(value):
        raise Unfit(value, gettext("{name} (with the keys {names})", name=kind.__name__, names=", ".join(known)))
    return kind(**{key: _within(item, known[key].annotation, f".{key}", folder) for key, item in value.items()})


def _instance(value: Any, kind: type, annotation: Any) -> Any:
    if isinstance(value, kind) if not getattr(kind, "_is_protocol", False) else True:
        return value
    if issubclass(kind, enum.Enum):
        try:
            return kind(value)
        except ValueError:
            raise Unfit(value, gettext("one of {names}", names=", ".join(repr(member.value) for member in kind))) from None
    if kind.__module__ == "builtins" and kind is not object:
        raise Unfit(value, described(annotation))
    return value


def _within(value: Any, annotation: Any, where: str, folder: Path | None) -> Any:
    try:
        return fitted(value, annotation, folder)
    except Unfit as exc:
        raise exc.within(where) from None


def plain(value: Any) -> Any:
    """An option as a configuration file holds it: a string for a path, a list for a tuple.

    >>> plain({"table": Path("people.csv"), "skip": frozenset({"год"})})
    {'table': 'people.csv', 'skip': ['год']}
    """
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value), key=repr)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if not isinstance(value, type) and (attrs.has(type(value)) or hasattr(value, "__dataclass_fields__")):
        names = [f.name for f in attrs.fields(type(value))] if attrs.has(type(value)) else list(value.__dataclass_fields__)
        return {name: plain(getattr(value, name)) for name in names}
    return value
