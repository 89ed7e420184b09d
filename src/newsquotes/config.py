"""Configuration: a dict, a TOML file or keyword arguments → checked settings.

Everything is checked here, before anything heavy is loaded, and one :class:`~newsquotes.errors.ConfigError` lists all that
is wrong. For each stage a configuration holds a name, a callable, a list of these, or a table::

    {"use": ["russian", "natasha"], "natasha": {"model": "news"}}

in which every key but ``use`` is an extractor and holds its options. A ``lexicon`` that one extractor of a plugin is given
holds for all extractors of that plugin that take one and are given none of their own. ``disable_plugins`` names plugins
(or their distributions) that are to be as if they were not installed; ``"all"`` leaves what is built in.
"""

from __future__ import annotations

import functools
import inspect
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, TypeAlias, TypedDict, TypeVar, Union, get_args, get_origin

import attrs

from newsquotes.errors import ConfigError, DuplicateExtractorError, UnknownExtractorError, did_you_mean
from newsquotes.offers import Offer
from newsquotes.profiles import PROFILES, Profile
from newsquotes.registry import Catalogue, Registry
from newsquotes.stages import (
    STAGES,
    Annotator,
    Lemmatizer,
    Linker,
    MentionDetector,
    QuoteDetector,
    SentenceSplitter,
    SpeakerResolver,
    Stage,
    Tokenizer,
)

T = TypeVar("T")
Use: TypeAlias = str | T | Sequence[str | T] | Mapping[str, Any]
"""What a configuration may hold for a stage."""


class Config(TypedDict, total=False):
    """The keys of a configuration; each has a default."""

    profile: str
    disable_plugins: str | Sequence[str]
    tokenizer: Use[Tokenizer]
    sentence_splitter: Use[SentenceSplitter]
    lemmatizer: Use[Lemmatizer]
    mention_detector: Use[MentionDetector]
    quote_detector: Use[QuoteDetector]
    speaker_resolver: Use[SpeakerResolver]
    linker: Use[Linker]
    annotator: Use[Annotator]


DEFAULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "tokenizer": ("razdel",),
        "sentence_splitter": ("razdel",),
        "lemmatizer": ("pymorphy",),
        "mention_detector": ("russian",),
        "quote_detector": ("russian",),
        "speaker_resolver": ("russian",),
        "linker": (),
        "annotator": (),
    }
)


@attrs.frozen
class Choice:
    """One extractor that a configuration asks for: an offer with its options, or a callable as it is."""

    stage: Stage
    name: str
    offer: Offer | None = None
    options: Mapping[str, Any] = attrs.field(factory=dict)
    extractor: Callable[..., Any] | None = None

    @property
    def plugin(self) -> str:
        """The plugin that offers it; empty for a callable."""
        return self.offer.origin.plugin if self.offer else ""


@attrs.frozen
class Settings:
    """A checked configuration."""

    profile: Profile
    choices: tuple[Choice, ...]


def read_toml(path: str | Path) -> dict[str, Any]:
    """The configuration in a TOML file (UTF-8)."""
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except RecursionError:
        raise ConfigError(f"{path}: is TOML that is nested too deep") from None
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(f"{path} is not valid TOML: {exc}") from exc
    except UnicodeDecodeError as exc:
        raise ConfigError(f"{path} is not UTF-8 text: {exc.reason} at byte {exc.start}") from exc


def check(config: Mapping[str, Any], registry: Registry) -> Settings:
    """The settings that ``config`` asks for; raises one :class:`ConfigError` with all its problems."""
    known = {"profile", "disable_plugins", *DEFAULTS}
    unknown = [key for key in config if key not in known]
    problems = [ConfigError(f"unknown key {key!r}; {did_you_mean(str(key), known)}") for key in unknown]
    profile = PROFILES["default"]
    wanted = config.get("profile", "default")
    if isinstance(wanted, str) and wanted in PROFILES:
        profile = PROFILES[wanted]
    else:
        problems.append(ConfigError(f"unknown profile {wanted!r}; {did_you_mean(str(wanted), PROFILES)}"))
    disabled = _as_list(config.get("disable_plugins", ()))
    if not all(isinstance(name, str) for name in disabled):
        problems.append(ConfigError(f"disable_plugins is {disabled!r}; it must hold names of plugins, or 'all'"))
        disabled = []
    catalogue = registry.catalogue(disabled)
    choices: list[Choice] = []
    for stage in STAGES:
        found, wrong = _StageCheck(stage, profile, catalogue).choices(config.get(stage.name))
        choices += found
        problems += wrong
    if any(isinstance(problem, UnknownExtractorError) for problem in problems):
        problems += [UnknownExtractorError(f"perhaps offered by what did not load: {f}") for f in catalogue.failures]
    raise_all(problems)
    return Settings(profile, tuple(_with_shared(choices)))


_SHARED = "lexicon"
"""The option that says what the language is: mentions, quotations and speakers must be read in the same one."""


def _with_shared(choices: Sequence[Choice]) -> list[Choice]:
    """The choices with the shared option of their plugin, where it has one value and they have none of their own."""
    given: dict[str, list[Any]] = {}
    for choice in choices:
        if choice.offer is not None and choice.options.get(_SHARED) is not None:
            given.setdefault(choice.plugin, []).append(choice.options[_SHARED])
    return [
        attrs.evolve(choice, options={**choice.options, _SHARED: given[choice.plugin][0]})
        if choice.offer is not None
        and _SHARED not in choice.options
        and len({*map(str, given.get(choice.plugin, ()))}) == 1
        and _SHARED in (options_of(choice.offer.factory) or ())
        else choice
        for choice in choices
    ]


def raise_all(problems: Sequence[ConfigError]) -> None:
    """Raise one error that lists all problems, if there are any."""
    if problems:
        unknown = all(isinstance(problem, UnknownExtractorError) for problem in problems)
        kind = UnknownExtractorError if unknown else ConfigError
        raise kind(list(dict.fromkeys(line for problem in problems for line in problem.problems)))


@attrs.frozen
class _StageCheck:
    stage: Stage
    profile: Profile
    catalogue: Catalogue

    def choices(self, value: Any) -> tuple[list[Choice], list[ConfigError]]:
        stage = self.stage
        if isinstance(value, Mapping):
            use = value.get("use")
            tables = {key: options for key, options in value.items() if key != "use"}
        else:
            use, tables = value, {}
        wanted = _as_list(DEFAULTS[stage.name] if use is None else use)
        problems: list[str] = []
        if not wanted and stage.required:
            problems.append("needs an extractor")
        if len(wanted) > 1 and not stage.many:
            problems.append(f"takes one extractor, not {len(wanted)}")
        names = [item for item in wanted if isinstance(item, str)]
        problems += [f"{name!r} is named twice" for name in sorted({n for n in names if names.count(n) > 1})]
        for name, options in tables.items():
            if not isinstance(options, Mapping):
                problems.append(
                    f"{name!r} holds {options!r}, but must hold a table of options; the options of an extractor "
                    f"go into its own table, as in [{stage.name}.{names[0] if names else name}]"
                )
            elif name not in names:
                problems.append(f"there are options for {name!r}, which is not used; {did_you_mean(name, names)}")
        errors = [ConfigError(f"{stage.name}: {problem}") for problem in problems]
        choices = []
        for item in wanted:
            try:
                choices.append(self._choice(item, tables))
            except ConfigError as exc:
                errors.append(exc)
            except DuplicateExtractorError as exc:
                errors.append(ConfigError(str(exc)))
        return choices, errors

    def _choice(self, item: Any, tables: Mapping[str, Any]) -> Choice:
        stage = self.stage
        if not isinstance(item, str):
            _check_callable(stage, item)
            return Choice(stage, _label(item), extractor=item)
        offer = self.catalogue.offer(stage.name, item)
        table = tables.get(item)
        own = dict(table) if isinstance(table, Mapping) else {}
        options = {**self.profile.options.get(stage.name, {}).get(item, {}), **own}
        problems = _option_problems(offer.factory, options)
        if problems:
            raise ConfigError([f"{stage.name} {item!r} (plugin {offer.origin.plugin!r}) {p}" for p in problems])
        return Choice(stage, item, offer, options)


def _as_list(use: Any) -> list[Any]:
    return list(use) if isinstance(use, Sequence) and not isinstance(use, str) else [use]


def _label(extractor: Any) -> str:
    while isinstance(extractor, functools.partial):
        extractor = extractor.func
    named = getattr(extractor, "__name__", None)
    return named if isinstance(named, str) else type(extractor).__name__


def _check_callable(stage: Stage, item: Any) -> None:
    if inspect.isclass(item):
        raise ConfigError(f"{stage.name}: {item.__name__} is a class; pass an instance of it, {item.__name__}(…)")
    if not callable(item):
        raise ConfigError(f"{stage.name}: {item!r} is neither the name of an extractor nor a callable")
    try:
        inspect.signature(item).bind(None)
    except TypeError as exc:
        raise ConfigError(f"{stage.name}: {_label(item)} must take one argument, the document ({exc})") from exc
    except ValueError:  # some callables written in C have no signature to look at
        pass


# --- options ---------------------------------------------------------------------------------------------------------


def options_of(factory: Callable[..., Any]) -> dict[str, inspect.Parameter] | None:
    """The options that a factory takes, or ``None`` where it takes any."""
    try:
        parameters = inspect.signature(factory, eval_str=True).parameters
    except (NameError, AttributeError, SyntaxError, TypeError):
        parameters = inspect.signature(factory).parameters
    except ValueError:
        return None
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return None
    return {name: p for name, p in parameters.items() if p.kind in (p.KEYWORD_ONLY, p.POSITIONAL_OR_KEYWORD)}


def _option_problems(factory: Callable[..., Any], options: Mapping[str, Any]) -> list[str]:
    known = options_of(factory)
    if known is None:
        return []
    problems = [f"has no option {name!r}; {did_you_mean(str(name), known)}" for name in options if name not in known]
    for name, parameter in known.items():
        if name in options:
            if not fits(options[name], parameter.annotation):
                problems.append(f"option {name!r} is {options[name]!r}, but must be {described(parameter.annotation)}")
        elif parameter.default is parameter.empty:
            hint = (
                " (a hook offers factories, which return the extractor, not the extractor itself)" if name == "doc" else ""
            )
            problems.append(f"needs the option {name!r}{hint}")
    return problems


def fits(value: Any, annotation: Any) -> bool:
    """Whether a value fits a plain annotation; what is not plain is left to the factory."""
    origin = get_origin(annotation)
    if origin is Literal:
        return value in get_args(annotation)
    if origin in (Union, UnionType):
        return any(fits(value, part) for part in get_args(annotation))
    if annotation in (int, float):
        return isinstance(value, (int, annotation)) and not isinstance(value, bool)
    if annotation in (str, bool, NoneType):
        return isinstance(value, annotation)
    return True


def described(annotation: Any) -> str:
    """A type as people write it: ``float | None``."""
    return annotation.__name__ if isinstance(annotation, type) else str(annotation).replace("typing.", "")
