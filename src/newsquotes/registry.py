"""The registry: which plugins are there, and which extractors they offer.

pluggy discovers, the pipeline runs. Plugins come from the entry points of group ``newsquotes`` or from
:func:`register`; nothing is imported before a pipeline is built, and installing a plugin changes nothing until one of its
extractors is named.

A plugin that does not load, or whose hook does not do what its contract asks, is set aside with a
:class:`~newsquotes.errors.PluginWarning`; everything else goes on, and whoever asks for an extractor that nobody offers is
told of it. A plugin that is registered by hand is the caller's own program, so it raises.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Collection, Iterable
from importlib import metadata

import attrs

from newsquotes._version import __version__
from newsquotes.errors import DuplicateExtractorError, PluginError, PluginWarning, UnknownExtractorError, did_you_mean
from newsquotes.hookspecs import PROJECT
from newsquotes.offers import Failure, Offer, Origin, new_manager, read_offers
from newsquotes.stages import STAGES

BUILT_IN = metadata.EntryPoint("newsquotes", "newsquotes.russian.plugin", PROJECT)
DISABLE = "NEWSQUOTES_DISABLE_PLUGINS"
"""Environment variable: plugins not to load, by name or distribution, separated by commas; ``all`` for every one."""

_ORDER = {stage.name: i for i, stage in enumerate(STAGES)}


@attrs.frozen
class Catalogue:
    """What the plugins offer at one moment, what could not be loaded, and what is disabled.

    A name that two plugins offer stands in ``offers`` twice.
    """

    offers: tuple[Offer, ...]
    failures: tuple[Failure, ...]
    disabled: tuple[Origin, ...]

    def names(self, stage: str) -> tuple[str, ...]:
        """The names of the extractors that are offered for a stage."""
        return tuple(sorted({offer.name for offer in self.offers if offer.stage == stage}))

    def offer(self, stage: str, name: str) -> Offer:
        """The one offer of that name; raises where there is none, or more than one."""
        found = [offer for offer in self.offers if (offer.stage, offer.name) == (stage, name)]
        if len(found) == 1:
            return found[0]
        if found:
            raise DuplicateExtractorError(_duplicate(found))
        off = f" (disabled plugins: {', '.join(map(str, self.disabled))})" if self.disabled else ""
        raise UnknownExtractorError(f"unknown {stage} {name!r}; {did_you_mean(name, self.names(stage))}{off}")


class Registry:
    """The plugins of a process and what they offer.

    ``Registry()`` holds what is installed; ``Registry(entry_points=())`` only what is built in and registered by hand.
    Installed plugins are imported when somebody first asks what is offered; those that are disabled never are.
    """

    def __init__(self, entry_points: Iterable[metadata.EntryPoint] | None = None) -> None:
        self._lock = threading.RLock()
        self._manager = new_manager()
        self._origins: dict[str, Origin] = {}
        self._offers: list[Offer] = []
        self._failures: list[Failure] = []
        self._register(BUILT_IN.load(), Origin("newsquotes", "newsquotes", __version__))
        self._waiting = _found(metadata.entry_points(group=PROJECT) if entry_points is None else entry_points)

    def catalogue(self, disabled: Collection[str] = ()) -> Catalogue:
        """What is offered, without the plugins that are disabled here or by the environment."""
        off = {*disabled, *_disabled_by_environment()}
        built_in = self._origins["newsquotes"]

        def is_on(origin: Origin) -> bool:
            return origin == built_in or not origin.is_in(off)

        with self._lock:
            loading = [(entry, origin) for entry, origin in self._waiting if is_on(origin)]
            self._waiting = [(entry, origin) for entry, origin in self._waiting if not is_on(origin)]
            new = [failure for entry, origin in loading for failure in self._load(entry, origin)]
            self._failures += new
            offers = [offer for offer in self._offers if is_on(offer.origin)]
            failures = [failure for failure in self._failures if is_on(failure.origin)]
            known = dict.fromkeys([*self._origins.values(), *(origin for _, origin in self._waiting)])
        for failure in new:
            remedy = f"update or uninstall it, or set {DISABLE}={failure.origin.plugin}"
            warnings.warn(f"{failure}\n  It is left out; {remedy}.", PluginWarning, stacklevel=2)
        offers.sort(key=lambda offer: (_ORDER[offer.stage], offer.name))
        return Catalogue(tuple(offers), tuple(failures), tuple(origin for origin in known if not is_on(origin)))

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Every offer, by stage and name."""
        return self.catalogue().offers

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What could not be loaded, and why."""
        return self.catalogue().failures

    def names(self, stage: str) -> tuple[str, ...]:
        """The names of the extractors that are offered for a stage."""
        return self.catalogue().names(stage)

    def offer(self, stage: str, name: str) -> Offer:
        """The one offer of that name; raises where there is none, or more than one."""
        return self.catalogue().offer(stage, name)

    # --- adding plugins -----------------------------------------------------------------------------------------------

    def register(self, plugin: object, name: str | None = None) -> None:
        """Add a plugin by hand: a module, or an instance of a class, with hook functions."""
        with self._lock:
            self._register(plugin, Origin(name or _own_name(plugin)))

    def _register(self, plugin: object, origin: Origin) -> None:
        offers, failures = self._read(plugin, origin)
        if failures:
            raise PluginError("\n".join(map(str, failures)))
        for offer in offers:
            if taken := [old for old in self._offers if (old.stage, old.name) == (offer.stage, offer.name)]:
                raise DuplicateExtractorError(_duplicate([*taken, offer]))
        self._add(plugin, origin, offers)

    def _load(self, entry: metadata.EntryPoint, origin: Origin) -> list[Failure]:
        try:
            plugin = entry.load()
        except (Exception, SystemExit) as exc:
            return [Failure(origin, f"importing {entry.value!r} failed: {type(exc).__name__}: {exc}")]
        try:
            offers, failures = self._read(plugin, origin)
        except Exception as exc:
            return [Failure(origin, f"reading its hooks failed: {type(exc).__name__}: {exc}")]
        if offers:
            self._add(plugin, origin, offers)
        return failures

    def _read(self, plugin: object, origin: Origin) -> tuple[list[Offer], list[Failure]]:
        if other := self._origins.get(origin.plugin):
            return [], [Failure(origin, f"its name is taken by the plugin {other}; give it another name")]
        if self._manager.is_registered(plugin):
            return [], [Failure(origin, f"it is already registered as {self._manager.get_name(plugin)!r}")]
        return read_offers(plugin, origin)

    def _add(self, plugin: object, origin: Origin, offers: Iterable[Offer]) -> None:
        self._manager.register(plugin, origin.plugin)
        self._origins[origin.plugin] = origin
        self._offers += offers


def _found(entries: Iterable[metadata.EntryPoint]) -> list[tuple[metadata.EntryPoint, Origin]]:
    """The entry points, each once (an editable install may list its own twice), with where they come from."""
    once = {(entry.name, entry.value): entry for entry in reversed(list(entries))}
    dists = [(entry, entry.dist) for entry in reversed(once.values())]
    return [(e, Origin(e.name, dist.name if dist else None, dist.version if dist else None)) for e, dist in dists]


def _disabled_by_environment() -> set[str]:
    return {name.strip() for name in os.environ.get(DISABLE, "").split(",") if name.strip()}


def _own_name(plugin: object) -> str:
    named = getattr(plugin, "__name__", None)
    return named if isinstance(named, str) else type(plugin).__qualname__


def _duplicate(offers: list[Offer]) -> str:
    first = offers[0]
    plugins = " and ".join(str(offer.origin) for offer in offers)
    return (
        f"{first.stage} {first.name!r} is offered by the plugins {plugins}; uninstall one, or put the name of the one "
        f"that you do not want into disable_plugins of the configuration, or into {DISABLE}"
    )


_default: Registry | None = None
_lock = threading.RLock()


def default_registry() -> Registry:
    """The registry of this process."""
    global _default
    with _lock:
        if _default is None:
            _default = Registry()
        return _default


def register(plugin: object, name: str | None = None) -> None:
    """Add a plugin to this process by hand: a module, or an instance of a class, with functions marked by ``hookimpl``.

    >>> import newsquotes
    >>> class Table:
    ...     @newsquotes.hookimpl
    ...     def newsquotes_linkers(self):
    ...         return {"table": make_linker}
    >>> def make_linker(*, table=("Лавров",)):
    ...     return lambda doc: ()
    >>> newsquotes.register(Table(), "my-table")
    """
    default_registry().register(plugin, name)
