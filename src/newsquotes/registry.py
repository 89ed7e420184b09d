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
from collections.abc import Collection, Iterable, Mapping
from importlib import metadata
from typing import Any

import attrs

from newsquotes._version import __version__
from newsquotes.errors import (
    ConfigError,
    DuplicateExtractorError,
    PluginError,
    PluginWarning,
    UnknownExtractorError,
    did_you_mean,
    printable,
    tell,
    told,
)
from newsquotes.hookspecs import HOOKS, PROJECT
from newsquotes.installed import Found, installed_plugins, once
from newsquotes.offers import Failure, Offer, Origin, read_offers
from newsquotes.rules import QuoteRule
from newsquotes.stages import STAGE
from newsquotes.wording import gettext

BUILT_IN = metadata.EntryPoint("newsquotes", "newsquotes.russian.plugin", PROJECT)
DISABLE = "NEWSQUOTES_DISABLE_PLUGINS"
"""Environment variable: plugins not to load, by name or distribution, separated by commas; ``all`` for every one."""

_ORDER = {hook.kind: i for i, hook in enumerate(HOOKS.values())}


@attrs.frozen
class Catalogue:
    """What the plugins offer at one moment, what could not be loaded, and what is disabled.

    ``offers`` holds the extractors, ``others`` profiles, formats and commands. A name that two plugins offer stands there
    twice.
    """

    offers: tuple[Offer, ...]
    others: tuple[Offer, ...]
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
        off = gettext(" (disabled plugins: {names})", names=", ".join(map(str, self.disabled))) if self.disabled else ""
        raise UnknownExtractorError(
            gettext(
                "unknown {stage} {name!r}; {known}{off}",
                stage=stage,
                name=name,
                known=did_you_mean(name, self.names(stage)),
                off=off,
            )
        )

    def rule(self, name: str) -> QuoteRule:
        """The rule of that name, which knows what it is called and who offers it; raises where there is none, or two."""
        found = [offer for offer in self.others if (offer.stage, offer.name) == ("rule", name)]
        if len(found) > 1:
            raise ConfigError(_duplicate(found))
        if not found:
            raise ConfigError(
                gettext(
                    "names a rule {name!r} that no plugin offers; {known}",
                    name=name,
                    known=did_you_mean(name, self.offered("rule")),
                )
            )
        rule: QuoteRule = found[0].factory
        return attrs.evolve(rule, name=name, plugin=found[0].origin.plugin)

    def offered(self, kind: str) -> Mapping[str, Any]:
        """The profiles, formats or commands that plugins offer, by name; of two that share a name, the first plugin's."""
        return {offer.name: offer.factory for offer in reversed(self.others) if offer.stage == kind}


class Registry:
    """The plugins of a process and what they offer.

    ``Registry()`` holds what is installed; ``Registry(entry_points=())`` only what is built in and registered by hand.
    Installed plugins are imported when somebody first asks what is offered; those that are disabled never are.
    ``generation`` counts the changes.
    """

    def __init__(self, entry_points: Iterable[metadata.EntryPoint] | None = None) -> None:
        self._lock = threading.RLock()
        self._plugins: dict[str, object] = {}
        self._origins: dict[str, Origin] = {}
        self._offers: list[Offer] = []
        self._failures: list[Failure] = []
        self._untold: list[Failure] = []
        self._loading: set[str] = set()
        self.generation = 0
        self._waiting: list[Found] = []
        self._reserved: set[tuple[str, str]] = set()
        self._register(BUILT_IN.load(), Origin("newsquotes", "newsquotes", __version__))
        self._reserved = {(offer.stage, offer.name) for offer in self._offers}
        self._reserved |= {(hook.kind, name) for hook in HOOKS.values() for name in hook.taken}
        if entry_points is None:
            self._waiting, unread = installed_plugins()
            self._untold += unread
            self._failures += unread
        else:
            self._waiting = once([(entry, _origin(entry)) for entry in entry_points])

    def catalogue(self, disabled: Collection[str] = ()) -> Catalogue:
        """What is offered, without the plugins that are disabled here or by the environment."""
        off = {*disabled, *_disabled_by_environment()}
        built_in = self._origins["newsquotes"]

        def is_on(origin: Origin) -> bool:
            return origin == built_in or not origin.is_in(off)

        with self._lock:
            for entry, origin in [*self._waiting]:
                # A plugin that asks what is offered while it is imported gets what is there without itself.
                if is_on(origin) and origin.plugin not in self._loading:
                    self._loading.add(origin.plugin)
                    try:
                        failures = self._load(entry, origin)
                    finally:  # whoever interrupts loses nothing: what is not loaded is still waiting
                        self._loading.discard(origin.plugin)
                    self._waiting.remove((entry, origin))
                    self._failures += failures
                    self._untold += failures
            offers = sorted(
                (offer for offer in self._offers if is_on(offer.origin)), key=lambda o: (_ORDER[o.stage], o.name)
            )
            failures = [failure for failure in self._failures if is_on(failure.origin)]
            known = dict.fromkeys([*self._origins.values(), *(origin for _, origin in self._waiting)])
            untold = [failure for failure in self._untold if is_on(failure.origin)]
            self._untold = [failure for failure in self._untold if not is_on(failure.origin)]
        for failure in untold:
            remedy = gettext(
                "update or uninstall it, or set {disable}={plugin}",
                disable=DISABLE,
                plugin=printable(failure.origin.plugin),
            )
            tell(gettext("{failure}\n  It is left out; {remedy}.", failure=failure, remedy=remedy), PluginWarning)
        return Catalogue(
            tuple(offer for offer in offers if offer.stage in STAGE),
            tuple(offer for offer in offers if offer.stage not in STAGE),
            tuple(failures),
            tuple(origin for origin in known if not is_on(origin)),
        )

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

    def register(self, plugin: object, name: str | None = None, *, replace: bool = False) -> None:
        """Add a plugin by hand: a module, or an instance of a class, with hook functions.

        With ``replace``, it takes the place of the plugin of the same name, if there is one.
        """
        origin = Origin(name or _own_name(plugin))
        with self._lock:
            old = self._taken_out(origin.plugin) if replace and origin.plugin in self._origins else None
            try:
                self._register(plugin, origin)
            except BaseException:
                if old is not None:
                    self._register(old, origin)
                raise

    def unregister(self, name: str) -> None:
        """Take out a plugin that was registered by hand, or for this process one that is installed."""
        with self._lock:
            if name == "newsquotes" or name not in self._origins:
                known = sorted(set(self._origins) - {"newsquotes"})
                raise PluginError(
                    gettext("no plugin is registered as {name!r}; {known}", name=name, known=did_you_mean(name, known))
                )
            self._taken_out(name)

    def _taken_out(self, name: str) -> object:
        if name == "newsquotes":
            raise PluginError(gettext("what is built in cannot be replaced: give the plugin another name"))
        origin = self._origins.pop(name)
        self._offers = [offer for offer in self._offers if offer.origin != origin]
        self.generation += 1
        return self._plugins.pop(name)

    def _register(self, plugin: object, origin: Origin) -> None:
        offers, failures = self._read(plugin, origin)
        if failures:
            raise PluginError("\n".join(map(str, failures)))
        for offer in offers:
            if taken := [old for old in self._offers if (old.stage, old.name) == (offer.stage, offer.name)]:
                raise DuplicateExtractorError(_duplicate([*taken, offer]))
        self._add(plugin, origin, offers)

    def _load(self, entry: metadata.EntryPoint, origin: Origin) -> list[Failure]:
        if not entry.pattern.match(entry.value):
            return [
                Failure(
                    origin,
                    gettext("its entry point is {value!r}; it must be 'module' or 'module:attribute'", value=entry.value),
                )
            ]
        try:
            plugin = entry.load()
        except BaseException as exc:  # SystemExit, a panic of a library in Rust: whatever it is, the others go on
            if isinstance(exc, KeyboardInterrupt):
                raise
            return [Failure(origin, gettext("importing {value!r} failed: {why}", value=entry.value, why=told(exc)))]
        offers, failures = self._read(plugin, origin)
        for offer in offers:
            if (offer.stage, offer.name) in self._reserved:
                reason = gettext(
                    "it offers the {stage} {name!r}, which is built in; give it another name",
                    stage=offer.stage,
                    name=offer.name,
                )
                failures.append(Failure(origin, reason))
        if offers:
            self._add(plugin, origin, [offer for offer in offers if (offer.stage, offer.name) not in self._reserved])
        return failures

    def _read(self, plugin: object, origin: Origin) -> tuple[list[Offer], list[Failure]]:
        if not origin.plugin.isprintable():
            return [], [Failure(origin, gettext("its name holds characters that cannot be printed; give it another name"))]
        if other := self._origins.get(origin.plugin):
            return [], [
                Failure(origin, gettext("its name is taken by the plugin {other}; give it another name", other=other))
            ]
        if known := [name for name, other in self._plugins.items() if other is plugin]:
            return [], [Failure(origin, gettext("it is already registered as {item!r}", item=known[0]))]
        return read_offers(plugin, origin)

    def _add(self, plugin: object, origin: Origin, offers: Iterable[Offer]) -> None:
        self._plugins[origin.plugin] = plugin
        self._origins[origin.plugin] = origin
        self._offers += offers
        self.generation += 1


def _origin(entry: metadata.EntryPoint) -> Origin:
    dist = entry.dist
    return Origin(entry.name, dist.name if dist else None, dist.version if dist else None)


def _disabled_by_environment() -> set[str]:
    return {name.strip() for name in os.environ.get(DISABLE, "").split(",") if name.strip()}


def _own_name(plugin: object) -> str:
    named = getattr(plugin, "__name__", None)
    return named if isinstance(named, str) else type(plugin).__qualname__


def _duplicate(offers: list[Offer]) -> str:
    first = offers[0]
    plugins = " and ".join(str(offer.origin) for offer in offers)
    return gettext(
        "{stage} {name!r} is offered by the plugins {plugins}; uninstall one, or put the name of the "
        "one that you do not want into disable_plugins of the configuration, or into {disable}",
        stage=first.stage,
        name=first.name,
        plugins=plugins,
        disable=DISABLE,
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


def register(plugin: object, name: str | None = None, *, replace: bool = False) -> None:
    """Add a plugin to this process by hand: a module, or an instance of a class, with functions marked by ``hookimpl``.

    With ``replace``, it takes the place of the plugin of that name, as when a cell of a notebook is run again. Raises
    :class:`~newsquotes.PluginError` where the plugin does not keep its contract, and
    :class:`~newsquotes.DuplicateExtractorError` where one of its names is taken.

    >>> import newsquotes
    >>> class Table:
    ...     @newsquotes.hookimpl
    ...     def newsquotes_linkers(self):
    ...         return {"table": make_linker}
    >>> def make_linker(*, table: tuple[str, ...] = ("Лавров",)):
    ...     return lambda doc: ()
    >>> newsquotes.register(Table(), "my-table")
    >>> newsquotes.register(Table(), "my-table", replace=True)
    >>> newsquotes.unregister("my-table")
    """
    default_registry().register(plugin, name, replace=replace)


def unregister(name: str) -> None:
    """Take a plugin out of this process, by the name under which it was registered or installed."""
    default_registry().unregister(name)
