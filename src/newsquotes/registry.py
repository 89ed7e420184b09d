"""The registry: which plugins are there, and which extractors they offer.

pluggy discovers, the pipeline runs. Plugins come from the entry points of group ``newsquotes`` or from
:func:`register`; nothing is looked for before a pipeline is built, and installing a plugin changes nothing until one of its
extractors is named.

A plugin that does not load, or whose hook does not do what its contract asks, is set aside with a
:class:`~newsquotes.errors.PluginWarning`; everything else goes on, and whoever asks for an extractor that nobody offers is
told of it. A plugin that is registered by hand is the caller's own program, so it raises.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable, Iterable, Mapping
from importlib import metadata
from typing import Any

import attrs
import pluggy

from newsquotes import hookspecs
from newsquotes._version import __version__
from newsquotes.errors import DuplicateExtractorError, PluginError, PluginWarning, UnknownExtractorError, did_you_mean
from newsquotes.hookspecs import PROJECT
from newsquotes.stages import STAGES, Stage

BUILT_IN = metadata.EntryPoint("newsquotes", "newsquotes.russian.plugin", PROJECT)
DISABLE = "NEWSQUOTES_DISABLE_PLUGINS"
"""Environment variable: plugins not to load, by name or distribution, separated by commas; ``all`` for every one."""

_HOOKS = {stage.hook: stage for stage in STAGES}


@attrs.frozen
class Origin:
    """Where a plugin comes from."""

    plugin: str
    distribution: str | None = None
    version: str | None = None

    def __str__(self) -> str:
        package = " ".join(filter(None, (self.distribution, self.version)))
        return f"{self.plugin!r} ({package})" if package else repr(self.plugin)


@attrs.frozen
class Offer:
    """An extractor that a plugin offers: ``factory(**options)`` makes it."""

    stage: str
    name: str
    factory: Callable[..., Any] = attrs.field(repr=False)
    origin: Origin


@attrs.frozen
class Failure:
    """A plugin, or one of its hooks, that had to be set aside, and why."""

    origin: Origin
    reason: str

    def __str__(self) -> str:
        return f"plugin {self.origin}: {self.reason}"


class Registry:
    """The plugins of a process and what they offer.

    ``Registry()`` holds what is installed; ``Registry(entry_points=())`` only what is built in and registered by hand.
    """

    def __init__(self, entry_points: Iterable[metadata.EntryPoint] | None = None) -> None:
        self._manager = _new_manager()
        self._origins: dict[str, Origin] = {}
        self._offers: dict[tuple[str, str], list[Offer]] = {}
        self._failures: list[Failure] = []
        self._register(BUILT_IN.load(), Origin("newsquotes", "newsquotes", __version__))
        disabled = _disabled()
        seen = set()
        for entry in metadata.entry_points(group=PROJECT) if entry_points is None else entry_points:
            dist = entry.dist
            origin = Origin(entry.name, dist.name if dist else None, dist.version if dist else None)
            # An editable install may list its entry points twice.
            if (entry.name, entry.value) in seen or disabled & {"all", origin.plugin, origin.distribution}:
                continue
            seen.add((entry.name, entry.value))
            self._load(entry, origin)

    # --- what is there ------------------------------------------------------------------------------------------------

    @property
    def offers(self) -> tuple[Offer, ...]:
        """Every offer, by stage and name; a name that two plugins offer stands here twice."""
        order = {stage.name: i for i, stage in enumerate(STAGES)}
        keys = sorted(self._offers, key=lambda key: (order[key[0]], key[1]))
        return tuple(offer for key in keys for offer in self._offers[key])

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What could not be loaded, and why."""
        return tuple(self._failures)

    def names(self, stage: str) -> tuple[str, ...]:
        """The names of the extractors that are offered for a stage."""
        return tuple(sorted(name for at, name in self._offers if at == stage))

    def offer(self, stage: str, name: str) -> Offer:
        """The one offer of that name; raises where there is none, or more than one."""
        found = self._offers.get((stage, name), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise DuplicateExtractorError(_duplicate(found))
        raise UnknownExtractorError(f"unknown {stage} {name!r}; {did_you_mean(name, self.names(stage))}")

    # --- adding plugins -----------------------------------------------------------------------------------------------

    def register(self, plugin: object, name: str | None = None) -> None:
        """Add a plugin by hand: a module, or an instance of a class, with hook functions."""
        self._register(plugin, Origin(name or _own_name(plugin)))

    def _register(self, plugin: object, origin: Origin) -> None:
        offers, failures = self._read(plugin, origin)
        if failures:
            raise PluginError("\n".join(map(str, failures)))
        for offer in offers:
            if taken := self._offers.get((offer.stage, offer.name)):
                raise DuplicateExtractorError(_duplicate([*taken, offer]))
        self._add(plugin, origin, offers)

    def _load(self, entry: metadata.EntryPoint, origin: Origin) -> None:
        try:
            plugin = entry.load()
        except Exception as exc:
            self._set_aside(Failure(origin, f"importing {entry.value!r} failed: {type(exc).__name__}: {exc}"))
            return
        offers, failures = self._read(plugin, origin)
        if offers:
            self._add(plugin, origin, offers)
        for failure in failures:
            self._set_aside(failure)

    def _add(self, plugin: object, origin: Origin, offers: Iterable[Offer]) -> None:
        self._manager.register(plugin, origin.plugin)
        self._origins[origin.plugin] = origin
        for offer in offers:
            self._offers.setdefault((offer.stage, offer.name), []).append(offer)

    def _set_aside(self, failure: Failure) -> None:
        self._failures.append(failure)
        remedy = f"update or uninstall it, or set {DISABLE}={failure.origin.plugin}"
        warnings.warn(f"{failure}\n  It is left out; {remedy}.", PluginWarning, stacklevel=2)

    def _read(self, plugin: object, origin: Origin) -> tuple[list[Offer], list[Failure]]:
        """What a plugin offers, and what is wrong with it."""
        if other := self._origins.get(origin.plugin):
            return [], [Failure(origin, f"its name is taken by the plugin {other}; give it another name")]
        if self._manager.is_registered(plugin):
            return [], [Failure(origin, f"it is already registered as {self._manager.get_name(plugin)!r}")]
        # A manager of its own: a plugin that pluggy refuses leaves nothing behind in ours.
        trial = _new_manager()
        try:
            trial.register(plugin, origin.plugin)
            trial.check_pending()
        except pluggy.PluginValidationError as exc:
            return [], [Failure(origin, _hook_problem(plugin, exc))]
        offers: list[Offer] = []
        failures: list[Failure] = []
        for hook, stage in _HOOKS.items():
            for impl in getattr(trial.hook, hook).get_hookimpls():
                found, problem = _offered(stage, impl, origin)
                offers += found
                if problem:
                    failures.append(Failure(origin, problem))
        if not offers and not failures:
            failures.append(Failure(origin, _nothing_offered(plugin)))
        return offers, failures


def _new_manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    return manager


def _disabled() -> set[str | None]:
    return {name.strip() for name in os.environ.get(DISABLE, "").split(",") if name.strip()}


def _own_name(plugin: object) -> str:
    named = getattr(plugin, "__name__", None)
    return named if isinstance(named, str) else type(plugin).__qualname__


def _offered(stage: Stage, impl: pluggy.HookImpl, origin: Origin) -> tuple[list[Offer], str | None]:
    if impl.wrapper or impl.hookwrapper:
        return [], f"{stage.hook} is a hook wrapper; it must be a plain hook that returns {{name: factory}}"
    try:
        factories = impl.function()
    except Exception as exc:
        return [], f"{stage.hook}() raised {type(exc).__name__}: {exc}"
    if not isinstance(factories, Mapping):
        return [], f"{stage.hook}() returned {factories!r}; it must return a mapping {{name: factory}}"
    for name, factory in factories.items():
        if not isinstance(name, str) or not name or not callable(factory):
            return [], f"{stage.hook}() offers {name!r}: {factory!r}; it must map names to callables"
        if name == "use":
            return [], f"{stage.hook}() offers the name 'use', which configurations need; choose another"
    return [Offer(stage.name, name, factory, origin) for name, factory in factories.items()], None


def _hook_problem(plugin: object, exc: pluggy.PluginValidationError) -> str:
    unknown = [name for name in dir(plugin) if _is_hookimpl(plugin, name) and _hook_name(plugin, name) not in _HOOKS]
    if unknown:
        return "\n  ".join(f"there is no hook {name!r}; {did_you_mean(name, _HOOKS)}" for name in unknown)
    return f"a hook does not have the right signature (hooks take no arguments): {exc}"


def _nothing_offered(plugin: object) -> str:
    bare = [name for name in dir(plugin) if name in _HOOKS and not _is_hookimpl(plugin, name)]
    if bare:
        return f"{', '.join(bare)} must be decorated with @newsquotes.hookimpl"
    return f"it offers nothing: define one of {', '.join(_HOOKS)}, decorated with @newsquotes.hookimpl"


def _is_hookimpl(plugin: object, name: str) -> bool:
    return getattr(getattr(plugin, name, None), f"{PROJECT}_impl", None) is not None


def _hook_name(plugin: object, name: str) -> str:
    options: Mapping[str, Any] = getattr(getattr(plugin, name), f"{PROJECT}_impl")
    return options.get("specname") or name


def _duplicate(offers: list[Offer]) -> str:
    first = offers[0]
    plugins = " and ".join(str(offer.origin) for offer in offers)
    return (
        f"{first.stage} {first.name!r} is offered by the plugins {plugins}; "
        f"uninstall one, or set {DISABLE} to the name of the one that you do not want"
    )


_default: Registry | None = None
_lock = threading.RLock()


def default_registry() -> Registry:
    """The registry of this process; the installed plugins are looked for at the first call."""
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
