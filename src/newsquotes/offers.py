"""Offers: what the hooks of one plugin hold, or what is wrong with them."""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from typing import Any

import attrs
import pluggy

from newsquotes import hookspecs
from newsquotes._version import __version__
from newsquotes.errors import PluginDeprecationWarning, brief, did_you_mean, printable, tell, told
from newsquotes.hookspecs import HOOKS, PROJECT, Hook, problem_of
from newsquotes.wording import gettext

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
        return printable(" ".join(filter(None, (self.distribution, self.version))))

    def is_in(self, names: Collection[str]) -> bool:
        """Whether the plugin or its distribution is named there; ``all`` names every one."""
        own = {_folded(name) for name in (self.plugin, self.distribution) if name}
        return bool(own & {_folded(name) for name in names}) or "all" in names


@attrs.frozen
class Offer:
    """What a plugin offers under a name: for a stage, ``factory(**options)`` makes the extractor.

    ``stage`` is the name of the stage, or ``"profile"``, ``"format"``, ``"command"``, where ``factory`` is the thing itself.
    """

    stage: str
    name: str
    factory: Any = attrs.field(repr=False)
    origin: Origin


@attrs.frozen
class Failure:
    """A plugin, or one of its hooks, that had to be set aside, and why."""

    origin: Origin
    reason: str

    def __str__(self) -> str:
        return f"plugin {self.origin}: {self.reason}"


def new_manager() -> pluggy.PluginManager:
    """A plugin manager that knows the hooks."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    return manager


def read_offers(plugin: object, origin: Origin) -> tuple[list[Offer], list[Failure]]:
    """What a plugin offers, and what is wrong with it; warns of what the contract is about to drop.

    Each plugin has a manager for itself. One for all would stop at the first plugin whose hook raises, would not say whose
    answer is whose, and compares plugins, which theirs may refuse: here a broken one must not take the others along.
    """
    manager = new_manager()
    failures: list[Failure] = []
    offers: list[Offer] = []
    try:
        problem = _class_problem(plugin) or _contract_problem(plugin, origin)
        problem = problem or _registering_problem(manager, plugin, origin)
        if problem is None:
            offers, failures = _read(manager, plugin, origin)
            if not offers and not failures:
                problem = _nothing_offered(manager, plugin)
    except BaseException as exc:
        if isinstance(exc, (KeyboardInterrupt, PluginDeprecationWarning)):
            raise
        problem = gettext("reading its hooks failed: {why}", why=told(exc))
    return offers, [Failure(origin, problem)] if problem else failures


def _class_problem(plugin: object) -> str | None:
    if inspect.isclass(plugin):
        return gettext("it is the class {name}; a plugin is a module or an instance: offer one", name=plugin.__name__)
    return None


def _registering_problem(manager: pluggy.PluginManager, plugin: object, origin: Origin) -> str | None:
    try:
        manager.register(plugin, origin.plugin)
        manager.check_pending()
    except pluggy.PluginValidationError as exc:
        unknown = [caller.name for caller in manager.get_hookcallers(plugin) or () if not caller.has_spec()]
        if unknown:
            return "\n  ".join(
                gettext("there is no hook {name!r}; {known}", name=name, known=did_you_mean(name, HOOKS))
                for name in sorted(unknown)
            )
        return gettext("a hook does not have the right signature (hooks take no arguments): {why}", why=printable(str(exc)))
    return None


def _read(manager: pluggy.PluginManager, plugin: object, origin: Origin) -> tuple[list[Offer], list[Failure]]:
    """What the hooks of a registered plugin return."""
    offers: list[Offer] = []
    failures: list[Failure] = []
    for caller in manager.get_hookcallers(plugin) or ():
        hook = HOOKS[caller.name]
        found = _answer(hook, caller)
        if isinstance(found, str):
            failures.append(Failure(origin, found))
        else:
            offers += [Offer(hook.kind, name, thing, origin) for name, thing in found.items()]
    return offers, failures


def _answer(hook: Hook, caller: pluggy.HookCaller) -> Mapping[str, Any] | str:
    """What a hook returns, or what is wrong with it."""
    if any(impl.wrapper or impl.hookwrapper for impl in caller.get_hookimpls()):
        return gettext("{name} is a hook wrapper; it must be a plain hook that returns a mapping", name=hook.name)
    try:
        [answer] = caller() or [None]
        if inspect.iscoroutine(answer):
            answer.close()  # nobody awaits it
        if not isinstance(answer, Mapping):
            return gettext(
                "{name}() returned {answer}; it must return a mapping of names to what is offered",
                name=hook.name,
                answer=brief(answer),
            )
        offered = dict(answer)
        problems = [wrong for name, thing in offered.items() if (wrong := problem_of(hook, name, thing))]
    except BaseException as exc:
        if isinstance(exc, KeyboardInterrupt):
            raise
        return f"{hook.name}() raised {told(exc)}"
    return f"{hook.name}() {problems[0]}" if problems else offered


def _contract_problem(plugin: object, origin: Origin) -> str | None:
    version = getattr(plugin, CONTRACT_NAME, hookspecs.CONTRACT)
    if type(version) is not int:
        return gettext(
            "its {contract_name} is {version}; it must be the number of a version, as in {contract_name} = 2",
            contract_name=CONTRACT_NAME,
            version=brief(version),
        )
    known = gettext("newsquotes {version} has version {contract}", version=__version__, contract=hookspecs.CONTRACT)
    if version > hookspecs.CONTRACT:
        return gettext(
            "it is written for version {version} of the contract, but {known}: update newsquotes",
            version=version,
            known=known,
        )
    if version < hookspecs.OLDEST_CONTRACT:
        oldest = (
            gettext(" and serves {oldest_contract} still", oldest_contract=hookspecs.OLDEST_CONTRACT)
            if hookspecs.OLDEST_CONTRACT < hookspecs.CONTRACT
            else ""
        )
        return gettext(
            "it is written for version {version} of the contract, but {known}{oldest}: update the plugin",
            version=version,
            known=known,
            oldest=oldest,
        )
    if version < hookspecs.CONTRACT:
        tell(
            gettext(
                "plugin {origin}: it is written for version {version} of the contract; {known}: see what "
                "changed in docs/plugins.md",
                origin=origin,
                version=version,
                known=known,
            ),
            PluginDeprecationWarning,
        )
    return None


def _nothing_offered(manager: pluggy.PluginManager, plugin: object) -> str:
    bare = [name for name in dir(plugin) if name in HOOKS and manager.parse_hookimpl_opts(plugin, name) is None]
    if bare:
        return gettext("{names} must be decorated with @newsquotes.hookimpl", names=", ".join(bare))
    return gettext("it offers nothing: define one of {names}, decorated with @newsquotes.hookimpl", names=", ".join(HOOKS))


def _folded(name: str) -> str:
    """A name as package indexes compare them: ``Newsquotes_Natasha`` is ``newsquotes-natasha``."""
    return name.lower().replace("_", "-").replace(".", "-")
