"""Which plugins are installed: the entry points of group ``newsquotes``, each distribution read for itself."""

from __future__ import annotations

from importlib import metadata
from pathlib import PurePath
from typing import Any

from newsquotes.errors import told
from newsquotes.hookspecs import PROJECT
from newsquotes.offers import Failure, Origin

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
                failures.append(Failure(Origin(name, name), f"its entry points cannot be read: {told(exc)}"))
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
