"""Configuration: a dict, a TOML file or keyword arguments → checked settings.

Everything is checked here, before anything heavy is loaded, and one :class:`~newsquotes.errors.ConfigError` lists all that
is wrong. For each stage a configuration holds a name, a callable, a list of these, or a table::

    {"use": ["russian", "natasha"], "natasha": {"model": "news"}}

in which every key but ``use`` is an extractor and holds its options. A ``lexicon`` that one extractor of a plugin is given
holds for all extractors of that plugin that take one and are given none of their own. ``"module:callable"`` names what no
plugin offers: a function that takes a document is the extractor itself; a class, or a function that takes only options,
makes it. ``disable_plugins`` names plugins (or their distributions) that are to be as if they were not installed; ``"all"``
leaves what is built in.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias, TypedDict, TypeVar

import attrs

from newsquotes.errors import (
    ConfigError,
    DuplicateExtractorError,
    UnknownExtractorError,
    brief,
    did_you_mean,
)
from newsquotes.extractor_checks import extractor_problem, label
from newsquotes.installed import PATH, imported
from newsquotes.offers import Offer, Origin
from newsquotes.options import Unfit, checked_options, fitted, options_of, plain
from newsquotes.profiles import PROFILES, Profile
from newsquotes.registry import Catalogue, Registry
from newsquotes.rules import QuoteRule
from newsquotes.stages import (
    STAGE_NAMES,
    STAGES,
    Annotator,
    Lemmatizer,
    Linker,
    MentionDetector,
    QuoteDetector,
    QuoteEditor,
    SentenceSplitter,
    SpeakerEditor,
    SpeakerResolver,
    Stage,
    Tokenizer,
)
from newsquotes.wording import gettext

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
    quote_editor: Use[QuoteEditor]
    speaker_resolver: Use[SpeakerResolver]
    speaker_editor: Use[SpeakerEditor]
    linker: Use[Linker]
    annotator: Use[Annotator]


@attrs.frozen
class Choice:
    """One extractor that a configuration asks for: an offer with its options, or a callable as it is.

    ``given`` is what stands in the configuration, and ``own`` what it says of the options, without those of the profile.
    """

    stage: Stage
    name: str
    offer: Offer | None = None
    options: Mapping[str, Any] = attrs.field(factory=dict)
    own: Mapping[str, Any] = attrs.field(factory=dict)
    extractor: Callable[..., Any] | None = None
    given: Any = None

    @property
    def plugin(self) -> str:
        """The plugin that offers it; empty for a callable."""
        return self.offer.origin.plugin if self.offer else ""


@attrs.frozen
class Settings:
    """A checked configuration."""

    profile: Profile
    choices: tuple[Choice, ...]
    disabled: tuple[str, ...] = ()

    def given(self) -> dict[str, Any]:
        """The configuration with every stage written out, as a file would hold it; callables stand as they are."""
        config: dict[str, Any] = {"profile": self.profile.name}
        if self.disabled:
            config["disable_plugins"] = list(self.disabled)
        for choice in self.choices:
            table = config.setdefault(choice.stage.name, {"use": []})
            table["use"].append(choice.given)
            if choice.own:
                table[choice.name] = {name: written(name, choice.options[name]) for name in choice.own}
        return config


def written(name: str, value: Any) -> Any:
    """An option as a configuration names it: a path of the user's from everywhere, a plugin's lexicon and rules by name."""
    if name == _RULES and isinstance(value, tuple) and all(isinstance(rule, QuoteRule) for rule in value):
        return [rule.name for rule in value]
    return plain(value[0] if name == _SHARED and isinstance(value, tuple) else value)


def importable(config: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration with ``"module:name"`` in place of callables; raises :class:`ConfigError` where there is none."""
    named: dict[str, Any] = dict(config)
    for stage in STAGE_NAMES:
        if stage in config:
            named[stage] = {**config[stage], "use": [_path_of(stage, item) for item in config[stage]["use"]]}
    return named


def _path_of(stage: str, item: Any) -> str:
    if isinstance(item, str):
        return item
    path = f"{getattr(item, '__module__', None)}:{getattr(item, '__qualname__', None)}"
    try:
        found: Any = import_module(path.partition(":")[0])
        for part in path.partition(":")[2].split("."):
            found = getattr(found, part)
    except Exception:
        found = None
    if found is not item:
        raise ConfigError(
            gettext(
                "{stage}: {label} cannot be written down: no module has it under that name", stage=stage, label=label(item)
            )
        )
    return path


def read_toml(path: str | Path) -> dict[str, Any]:
    """The configuration in a TOML file (UTF-8)."""
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except RecursionError:
        raise ConfigError(gettext("{path}: is TOML that is nested too deep", path=path)) from None
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(gettext("{path} is not valid TOML: {why}", path=path, why=exc)) from exc
    except UnicodeDecodeError as exc:
        raise ConfigError(
            gettext("{path} is not UTF-8 text: {reason} at byte {start}", path=path, reason=exc.reason, start=exc.start)
        ) from exc


def check(config: Mapping[str, Any], registry: Registry, folder: Path | None = None) -> Settings:
    """The settings that ``config`` asks for; raises one :class:`ConfigError` with all its problems.

    Relative paths among the options count from ``folder``, or from where the program runs.
    """
    known = {"profile", "disable_plugins", *STAGE_NAMES}
    unknown = [key for key in config if key not in known]
    problems = [
        ConfigError(gettext("unknown key {key}; {known}", key=brief(key), known=did_you_mean(str(key), known)))
        for key in unknown
    ]
    disabled = _as_list(config.get("disable_plugins", ()))
    if not all(isinstance(name, str) for name in disabled):
        problems.append(
            ConfigError(
                gettext("disable_plugins is {disabled}; it must hold names of plugins, or 'all'", disabled=brief(disabled))
            )
        )
        disabled = []
    catalogue = registry.catalogue(disabled)
    profiles = {**catalogue.offered("profile"), **PROFILES}
    profile = PROFILES["default"]
    wanted = config.get("profile", "default")
    if isinstance(wanted, str) and wanted in profiles:
        profile = profiles[wanted]
    else:
        problems.append(
            ConfigError(
                gettext("unknown profile {wanted}; {known}", wanted=brief(wanted), known=did_you_mean(str(wanted), profiles))
            )
        )
    choices: list[Choice] = []
    for stage in STAGES:
        found, wrong = _StageCheck(stage, profile, catalogue, folder).choices(config.get(stage.name))
        choices += found
        problems += wrong
    if any(isinstance(problem, UnknownExtractorError) for problem in problems):
        problems += [
            UnknownExtractorError(gettext("perhaps offered by what did not load: {f}", f=f)) for f in catalogue.failures
        ]
    raise_all(problems)
    return Settings(profile, tuple(_with_shared(choices)), tuple(disabled))


_SHARED = "lexicon"
"""The option that says what the language is: mentions, quotations and speakers must be read in the same one."""
_RULES = "rules"


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
    folder: Path | None

    def choices(self, value: Any) -> tuple[list[Choice], list[ConfigError]]:
        stage = self.stage
        if isinstance(value, Mapping):
            use = value.get("use")
            tables = {key: options for key, options in value.items() if key != "use"}
        else:
            use, tables = value, {}
        wanted = _as_list(self.profile.use.get(stage.name, stage.default) if use is None else use)
        problems: list[str] = []
        if not wanted and stage.required:
            problems.append(gettext("needs an extractor"))
        if len(wanted) > 1 and not stage.many:
            problems.append(gettext("takes one extractor, not {number}", number=len(wanted)))
        names = [item for item in wanted if isinstance(item, str)]
        problems += [
            gettext("{name!r} is named twice", name=name) for name in sorted({n for n in names if names.count(n) > 1})
        ]
        for name, options in tables.items():
            if not isinstance(options, Mapping):
                problems.append(
                    gettext(
                        "{name} holds {options}, but must hold a table of options; the options of an extractor go into "
                        "its own table, as in [{name_2}.{what}]",
                        name=brief(name),
                        options=brief(options),
                        name_2=stage.name,
                        what=names[0] if names else name,
                    )
                )
            elif name not in names:
                problems.append(
                    gettext(
                        "there are options for {name}, which is not used; {known}",
                        name=brief(name),
                        known=did_you_mean(str(name), names),
                    )
                )
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
            if wrong := extractor_problem(item, stage.reads):
                raise ConfigError(f"{stage.name}: {wrong}")
            return Choice(stage, label(item), extractor=item, given=item)
        table = tables.get(item)
        own = dict(table) if isinstance(table, Mapping) else {}
        if PATH.fullmatch(item) and item not in self.catalogue.names(stage.name):
            thing = imported(stage.name, item)
            if not own and extractor_problem(thing, stage.reads) is None:
                return Choice(stage, item, extractor=thing, given=item)
            offer = Offer(stage.name, item, thing, Origin(item.partition(":")[0]))
        else:
            offer = self.catalogue.offer(stage.name, item)
        given = {**self.profile.options.get(stage.name, {}).get(item, {}), **own}
        options = options_for(offer, given, self.catalogue, self.folder)
        return Choice(stage, item, offer, options, own, given=item)


def options_for(offer: Offer, given: Mapping[str, Any], catalogue: Catalogue, folder: Path | None = None) -> dict[str, Any]:
    """The options of an offer as its factory wants them, with the lexicons and rules that plugins offer for their names.

    Raises :class:`ConfigError` that lists what is wrong; relative paths count from ``folder``.
    """
    named: dict[str, Any] = {}
    problems: list[str] = []
    known = options_of(offer.factory) or {}
    lexicons, lexicon = catalogue.offered("lexicon"), given.get(_SHARED)
    if isinstance(lexicon, str) and lexicons and _SHARED in known:
        if lexicon in lexicons:  # a plugin that wraps a built-in extractor gets the name, and passes it on
            named[_SHARED] = (lexicon, lexicons[lexicon]) if offer.origin.plugin == "newsquotes" else lexicon
        elif not os.path.exists(os.path.join(folder or "", lexicon)):  # noqa: PTH110 – a Path raises where a name is too long
            nowhere = gettext(
                "option {shared!r} is {lexicon}, neither a file nor a lexicon of a plugin",
                shared=_SHARED,
                lexicon=brief(lexicon),
            )
            problems.append(f"{nowhere}; {did_you_mean(lexicon, lexicons)}")
    parameter = known.get(_RULES)
    if _RULES in given and parameter is not None and parameter.annotation == tuple[QuoteRule, ...]:
        try:
            named[_RULES] = tuple(catalogue.rule(name) for name in fitted(given[_RULES], tuple[str, ...]))
        except Unfit as exc:
            problems.append(f"option {_RULES!r}{exc}")
        except ConfigError as exc:
            problems += exc.problems
    options, wrong = checked_options(offer.factory, {k: v for k, v in given.items() if k not in named}, folder)
    if problems := [*problems, *wrong]:
        raise ConfigError(
            [
                gettext(
                    "{stage} {name!r} (plugin {plugin!r}) {p}",
                    stage=offer.stage,
                    name=offer.name,
                    plugin=offer.origin.plugin,
                    p=p,
                )
                for p in problems
            ]
        )
    return {**options, **named}


def _as_list(use: Any) -> list[Any]:
    return list(use) if isinstance(use, Sequence) and not isinstance(use, str) else [use]
