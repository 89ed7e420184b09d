"""Which plugins are installed: the entry points of group ``newsquotes``, each distribution read for itself.

And what a path ``module:thing`` names, which needs no plugin.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import PurePath
from typing import Any

from newsquotes.errors import ConfigError, brief, told
from newsquotes.hookspecs import PROJECT
from newsquotes.offers import Failure, Origin
from newsquotes.wording import gettext

Found = tuple[metadata.EntryPoint, Origin]


def installed_plugins() -> tuple[list[Found], list[Failure]]:
    """The entry points of all distributions, and those distributions that cannot be read.

    ``importlib.metadata.entry_points`` would stop at the first distribution whose files are damaged.
    """
    found: list[Found] = []
    failures: list[Failure] = []
    seen: set[str] = set()
    for dist in metadata.distributions():
        try:
            text = dist.read_text("entry_points.txt")
            if not text or PROJECT not in text:
                continue
            entries = [entry for entry in dist.entry_points if entry.group == PROJECT]
        except BaseException as exc:
            if isinstance(exc, KeyboardInterrupt):
                raise
            if _speaks_of_us(dist):
                name = _name_of(dist)
                failures.append(
                    Failure(Origin(name, name), gettext("its entry points cannot be read: {why}", why=told(exc)))
                )
            continue
        if not entries:
            continue
        name, version = _name_of(dist), _version_of(dist)
        if name in seen:  # an older copy, further back on the path
            continue
        seen.add(name)
        found += [(entry, Origin(entry.name, name, version)) for entry in entries]
    return once(found), failures


def once(found: list[Found]) -> list[Found]:
    """Each entry point once: an editable install may list its own twice."""
    return list({(entry.name, entry.value): (entry, origin) for entry, origin in reversed(found)}.values())[::-1]


def _name_of(dist: metadata.Distribution) -> str:
    return _tried(lambda: dist.metadata["Name"]) or _folder(dist).rpartition(".")[0].partition("-")[0] or "unknown"


def _version_of(dist: metadata.Distribution) -> str | None:
    return _tried(lambda: dist.version)


def _tried(read: Any) -> str | None:
    """What metadata say, or nothing where they are damaged."""
    try:
        value = read()
    except Exception:
        return None
    return value if isinstance(value, str) else None


def _folder(dist: metadata.Distribution) -> str:
    return PurePath(str(getattr(dist, "_path", ""))).name


def _speaks_of_us(dist: metadata.Distribution) -> bool:
    """Whether a damaged distribution means newsquotes: other people's damage is no concern of ours."""
    path: Any = getattr(dist, "_path", None)
    try:
        return PROJECT.encode() in (path / "entry_points.txt").read_bytes()
    except Exception:
        return False


PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")
"""``package.module:thing``."""


def imported(what: str, path: str) -> Callable[..., Any]:
    """What a path names, for ``what`` in messages; raises :class:`~newsquotes.ConfigError`."""
    module, _, name = path.partition(":")
    try:
        thing: Any = import_module(module)
        for part in name.split("."):
            thing = getattr(thing, part)
    except BaseException as exc:
        if isinstance(exc, KeyboardInterrupt):
            raise
        words = gettext("{name}: {path!r} cannot be imported: {told}", name=what, path=path, told=told(exc))
        if isinstance(exc, ModuleNotFoundError) and exc.name is not None and f"{module}.".startswith(f"{exc.name}."):
            words += gettext("; install it, or name its folder in PYTHONPATH")
        raise ConfigError(words) from exc
    if not callable(thing):
        raise ConfigError(gettext("{name}: {path!r} is {thing}, no callable", name=what, path=path, thing=brief(thing)))
    return thing  # type: ignore[no-any-return]
