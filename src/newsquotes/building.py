"""Building extractors: a factory called with its options, and what it returned looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from newsquotes.config import Choice, Settings, options_for, raise_all
from newsquotes.errors import ConfigError, InputError, PluginError, brief, did_you_mean, of_system, told
from newsquotes.extractor_checks import extractor_problem
from newsquotes.options import options_of
from newsquotes.registry import Registry, default_registry
from newsquotes.stages import STAGE, STAGE_NAMES
from newsquotes.steps import Step
from newsquotes.wording import gettext

_registry: ContextVar[Registry | None] = ContextVar("registry", default=None)


@contextmanager
def _building_with(registry: Registry) -> Iterator[None]:
    """Factories that make another extractor find it where they come from themselves."""
    token = _registry.set(registry)
    try:
        yield
    finally:
        _registry.reset(token)


def build_steps(settings: Settings, registry: Registry) -> tuple[Step, ...]:
    """The steps of a pipeline; raises one :class:`~newsquotes.ConfigError` that lists what was refused."""
    steps: list[Step] = []
    refused: list[ConfigError] = []
    with _building_with(registry):
        for choice in settings.choices:
            try:
                steps.append(Step(choice.stage, choice.name, choice.plugin, _extractor(choice), choice.options))
            except ConfigError as exc:
                refused.append(exc)
    raise_all(refused)
    profile = settings.profile
    if not profile.keeps_all:
        # Before linkers and annotators speak of quotations, and after all other editors: sorting keeps that order.
        steps.append(Step(STAGE["speaker_editor"], profile.name, "newsquotes", profile.select))
        steps.sort(key=lambda step: STAGE_NAMES.index(step.stage.name))
    return tuple(steps)


def make_extractor(stage: str, name: str, **options: Any) -> Callable[..., Any]:
    """The extractor that is offered under a name, made with these options, for wrapping it.

    >>> import newsquotes
    >>> russian = newsquotes.make_extractor("quote_detector", "russian")
    >>> def loud(doc):
    ...     return [quote for quote in russian(doc) if quote.text.endswith("!")]
    >>> doc = newsquotes.extract("«Ура!» — сказал Пётр. «Да», — сказал Олег.", quote_detector=loud)
    >>> [quote.text for quote in doc.quotes]
    ['Ура!']

    Raises :class:`~newsquotes.ConfigError` where there is no such stage, extractor or option.
    """
    if stage not in STAGE:
        raise ConfigError(
            gettext("unknown stage {stage}; {known}", stage=brief(stage), known=did_you_mean(str(stage), STAGE_NAMES))
        )
    catalogue = (_registry.get() or default_registry()).catalogue()
    offer = catalogue.offer(stage, name)
    return _extractor(Choice(STAGE[stage], name, offer, options_for(offer, options, catalogue), options))


def _extractor(choice: Choice) -> Callable[..., Any]:
    if choice.offer is None:
        assert choice.extractor is not None
        return choice.extractor
    what = f"{choice.stage.name} {choice.name!r} (plugin {choice.offer.origin})"
    remedy = gettext("Update the plugin, or leave {name!r} out of the configuration.", name=choice.name)
    try:
        extractor = choice.offer.factory(**choice.options)
    except BaseException as exc:
        if isinstance(exc, KeyboardInterrupt):
            raise
        if isinstance(exc, ConfigError) and choice.plugin == "newsquotes":
            raise  # it says what is wrong in which file, and once is enough for all extractors that read it
        if _refuses(choice.options, exc) and not _fails_anyway(choice, exc):
            options = ", ".join(f"{name}={_plain(value)}" for name, value in choice.options.items()) or gettext("no options")
            raise ConfigError(
                gettext("{what} cannot be made with {options}: {words}", what=what, options=options, words=_words(exc))
            ) from exc
        raise PluginError(
            gettext("{what} cannot be made: {why}\n  {remedy}", what=what, why=told(exc), remedy=remedy)
        ) from exc
    try:
        wrong = extractor_problem(extractor, choice.stage.reads)
    except Exception as exc:  # an attribute that raises
        raise PluginError(
            gettext(
                "{what}: looking at what its factory returned raised {why}\n  {remedy}",
                what=what,
                why=told(exc),
                remedy=remedy,
            )
        ) from exc
    if wrong:
        returned = gettext(
            "its factory returned {extractor}; it must return a callable that takes a document", extractor=brief(extractor)
        )
        raise PluginError(f"{what}: {returned}: {wrong}\n  {remedy}")
    return extractor  # type: ignore[no-any-return]


def _refuses(options: Mapping[str, Any], exc: BaseException) -> bool:
    """Whether an error is the user's: an option that the factory refuses, or a file named in one that cannot be read.

    A type that does not fit was found before, so that a ``TypeError`` is a fault of the plugin.
    """
    if isinstance(exc, (ConfigError, InputError)):
        return True
    if isinstance(exc, OSError):
        named = {str(value) for value in options.values() if isinstance(value, (str, Path)) and str(value)}
        files = [str(file) for file in (exc.filename, exc.filename2) if file is not None]
        return any(file == path or file.startswith((f"{path}/", f"{path}\\")) for file in files for path in named)
    return isinstance(exc, ValueError) and bool(options)


def _fails_anyway(choice: Choice, exc: BaseException) -> bool:
    """Whether a ``ValueError`` has nothing to do with the options: it names none, and comes without any, too."""
    assert choice.offer is not None
    needed = [p for p in (options_of(choice.offer.factory) or {}).values() if p.default is p.empty]
    if not isinstance(exc, ValueError) or isinstance(exc, (ConfigError, InputError)) or needed:
        return False
    if any(name in told(exc) for name in choice.options):
        return False
    try:
        choice.offer.factory()
    except ValueError as again:
        return type(again) is type(exc)
    except Exception:
        return False
    return False


def _words(exc: BaseException) -> str:
    if isinstance(exc, OSError):
        return f"{of_system(exc)}: {exc.filename!r}"
    return told(exc).partition(": ")[2] or told(exc)


def _plain(value: Any) -> str:
    return repr(str(value)) if isinstance(value, Path) else brief(value)
