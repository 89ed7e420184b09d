"""Offers: what the hooks of one plugin hold, or what is wrong with them."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Collection, Mapping
from typing import Any

import attrs
import pluggy

from newsquotes import hookspecs
from newsquotes._version import __version__
from newsquotes.errors import PluginDeprecationWarning, did_you_mean
from newsquotes.hookspecs import PROJECT
from newsquotes.stages import STAGES

CONTRACT_NAME = "newsquotes_contract"
"""The attribute by which a plugin says for which version of the contract it is written."""


@attrs.frozen
class Origin:
    """Where a plugin comes from."""

    plugin: str
    distribution: str | None = None
    version: str | None = None

    def __str__(self) -> str:
        return f"{self.plugin!r} ({self.package})" if self.package else repr(self.plugin)

    @property
    def package(self) -> str:
        """The distribution and its version; empty for a plugin that was registered by hand."""
        return " ".join(filter(None, (self.distribution, self.version)))

    def is_in(self, names: Collection[str]) -> bool:
        """Whether the plugin or its distribution is named there; ``all`` names every one."""
        own = {_folded(name) for name in (self.plugin, self.distribution) if name}
        return bool(own & {_folded(name) for name in names}) or "all" in names


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


def read_offers(plugin: object, origin: Origin) -> tuple[list[Offer], list[Failure]]:
    """What a plugin offers, and what is wrong with it; warns of what the contract is about to drop."""
    if inspect.isclass(plugin):
        return [], [Failure(origin, f"it is the class {plugin.__name__}; a plugin is a module or an instance: offer one")]
    if problem := _contract_problem(plugin, origin):
        return [], [Failure(origin, problem)]
    # A manager of its own: a plugin that pluggy refuses leaves nothing behind in the registry's.
    manager = new_manager()
    try:
        manager.register(plugin, origin.plugin)
        manager.check_pending()
    except pluggy.PluginValidationError as exc:
        return [], [Failure(origin, _hook_problem(plugin, exc))]
    offers: list[Offer] = []
    failures: list[Failure] = []
    for hook, stage in _hooks().items():
        for impl in getattr(manager.hook, hook).get_hookimpls():
            found = _offered(hook, impl)
            if isinstance(found, str):
                failures.append(Failure(origin, found))
                continue
            offers += [Offer(stage, name, factory, origin) for name, factory in found.items()]
            if hook in hookspecs.DEPRECATED:
                _warn(origin, f"its hook {hook} is deprecated: {hookspecs.DEPRECATED[hook][1]}")
    if not offers and not failures:
        failures.append(Failure(origin, _nothing_offered(plugin)))
    return offers, failures


def new_manager() -> pluggy.PluginManager:
    """A plugin manager that knows the hooks."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    return manager


def _hooks() -> dict[str, str]:
    """Each hook and the stage that it serves."""
    return {stage.hook: stage.name for stage in STAGES} | {hook: old[0] for hook, old in hookspecs.DEPRECATED.items()}


def _contract_problem(plugin: object, origin: Origin) -> str | None:
    version = getattr(plugin, CONTRACT_NAME, hookspecs.CONTRACT)
    if type(version) is not int:
        return f"its {CONTRACT_NAME} is {version!r:.80}; it must be the number of a version, as in {CONTRACT_NAME} = 1"
    known = f"newsquotes {__version__} has version {hookspecs.CONTRACT}"
    if version > hookspecs.CONTRACT:
        return f"it is written for version {version} of the contract, but {known}: update newsquotes"
    if version < hookspecs.OLDEST_CONTRACT:
        oldest = f" and serves {hookspecs.OLDEST_CONTRACT} still" if hookspecs.OLDEST_CONTRACT < hookspecs.CONTRACT else ""
        return f"it is written for version {version} of the contract, but {known}{oldest}: update the plugin"
    if version < hookspecs.CONTRACT:
        _warn(origin, f"it is written for version {version} of the contract; {known}: see what changed in docs/plugins.md")
    return None


def _warn(origin: Origin, what: str) -> None:
    warnings.warn(f"plugin {origin}: {what}", PluginDeprecationWarning, stacklevel=2)


def _offered(hook: str, impl: pluggy.HookImpl) -> Mapping[str, Callable[..., Any]] | str:
    if impl.wrapper or impl.hookwrapper:
        return f"{hook} is a hook wrapper; it must be a plain hook that returns {{name: factory}}"
    try:
        factories = impl.function()
        if not isinstance(factories, Mapping):
            return f"{hook}() returned {factories!r:.80}; it must return a mapping {{name: factory}}"
        factories = dict(factories)
    except (Exception, SystemExit) as exc:
        return f"{hook}() raised {type(exc).__name__}: {exc}"
    for name, factory in factories.items():
        if not isinstance(name, str) or not name or not callable(factory):
            return f"{hook}() offers {name!r:.80}: {factory!r:.80}; it must map names to callables"
        if name == "use":
            return f"{hook}() offers the name 'use', which configurations need; choose another"
    return factories


def _hook_problem(plugin: object, exc: pluggy.PluginValidationError) -> str:
    hooks = _hooks()
    unknown = [name for name in dir(plugin) if _is_hookimpl(plugin, name) and _hook_name(plugin, name) not in hooks]
    if unknown:
        return "\n  ".join(f"there is no hook {name!r}; {did_you_mean(name, hooks)}" for name in unknown)
    return f"a hook does not have the right signature (hooks take no arguments): {exc}"


def _nothing_offered(plugin: object) -> str:
    hooks = _hooks()
    bare = [name for name in dir(plugin) if name in hooks and not _is_hookimpl(plugin, name)]
    if bare:
        return f"{', '.join(bare)} must be decorated with @newsquotes.hookimpl"
    return f"it offers nothing: define one of {', '.join(hooks)}, decorated with @newsquotes.hookimpl"


def _is_hookimpl(plugin: object, name: str) -> bool:
    return getattr(getattr(plugin, name, None), f"{PROJECT}_impl", None) is not None


def _hook_name(plugin: object, name: str) -> str:
    options: Mapping[str, Any] = getattr(getattr(plugin, name), f"{PROJECT}_impl")
    return options.get("specname") or name


def _folded(name: str) -> str:
    """A name as package indexes compare them: ``Newsquotes_Natasha`` is ``newsquotes-natasha``."""
    return name.lower().replace("_", "-").replace(".", "-")
