"""Fitted models: the weights that training has found, as JSON files hold them."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from newsquotes.errors import ConfigError
from newsquotes.wording import gettext

Name = Literal["quotes", "speakers", "confidence"]
_PARTS: dict[Name, tuple[str, ...]] = {
    "quotes": ("gate", "keep", "ranges", "rules"),
    "speakers": ("body", "plural", "pronoun", "role"),
    "confidence": ("borders", "detection", "joint", "speaker"),
}


class Model(dict[str, Any]):
    """A model's parts by name; the one that ships with newsquotes pickles as its name alone."""

    shipped_as: Name | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return (shipped_model, (self.shipped_as,)) if self.shipped_as else (type(self), (dict(self),))


@lru_cache(maxsize=3)
def shipped_model(name: Name) -> Model:
    """A model that ships with newsquotes, read once a process.

    >>> "bias" in shipped_model("quotes")["rules"]
    True
    """
    text = files("newsquotes.russian").joinpath("models", f"{name}.json").read_text(encoding="utf-8")
    model = Model(json.loads(text))
    model.shipped_as = name
    return model


def model_of(name: Name, path: str | Path | None) -> Model:
    """The model in a user's file, or the one that ships with newsquotes.

    Raises :class:`~newsquotes.errors.ConfigError` where the file cannot be read or lacks a part.
    """
    if path is None:
        return shipped_model(name)
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise ConfigError(gettext("the model {path} cannot be read: {why}", path=path, why=exc)) from exc
    missing = [p for p in _PARTS[name] if not isinstance(content, dict) or not isinstance(content.get(p), dict)]
    if missing:
        needed = ", ".join(map(repr, _PARTS[name]))
        raise ConfigError(
            gettext(
                "the model {path} has no table {item!r}; a model of {name} holds {needed}",
                path=path,
                item=missing[0],
                name=name,
                needed=needed,
            )
        )
    return Model(content)
