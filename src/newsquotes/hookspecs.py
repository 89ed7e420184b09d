"""The contract with plugins: its version, and the hooks by which they offer things.

Every hook takes nothing and returns a mapping of names to what is offered under them, so that several plugins may answer.
One hook a stage offers extractors, as factories: a factory is called once, when a pipeline is built, with the options of the
configuration as keyword arguments; it loads heavy things and returns the extractor (see :mod:`newsquotes.stages`). The
others offer profiles, formats, commands, words and rules. ``docs/plugins.md`` says of each what is asked, with an example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs
import pluggy

from newsquotes.errors import brief, did_you_mean
from newsquotes.profiles import PROFILES, Profile
from newsquotes.rules import CUE_KINDS, QuoteRule
from newsquotes.stages import STAGE, STAGES, Stage
from newsquotes.wording import gettext

if TYPE_CHECKING:
    import click

CONTRACT = 2
"""The version of the contract: of the hooks, and of what their extractors get and return.

A plugin may say for which version it is written: ``newsquotes_contract = 2`` beside its hook functions.
"""

OLDEST_CONTRACT = 1
"""The oldest version for which a plugin may be written; one for a version between the two is warned, and works."""

PROJECT = "newsquotes"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""The decorator that marks a plugin's hook functions."""


@attrs.frozen
class Hook:
    """A hook: what it offers, what is wrong with an offer, in words, and the names that are taken."""

    name: str
    kind: str
    problem: Callable[[object], str | None] = attrs.field(repr=False)
    taken: frozenset[str] = frozenset()


def _of_stage(stage: Stage) -> Callable[[], Mapping[str, Any]]:
    """The specification of a stage's hook."""

    def offer() -> Mapping[str, Any]:
        return {}

    offer.__name__ = offer.__qualname__ = stage.hook
    offer.__doc__ = f"Offer {stage.name.replace('_', ' ')}s: name → factory."
    offer.__annotations__ = {"return": f"Mapping[str, Callable[..., {stage.protocol.__name__}]]"}
    return hookspec(offer)


globals().update({stage.hook: _of_stage(stage) for stage in STAGES})


@hookspec
def newsquotes_profiles() -> Mapping[str, Profile]:  # type: ignore[empty-body]
    """Offer profiles: name → :class:`~newsquotes.profiles.Profile`."""


@hookspec
def newsquotes_formats() -> Mapping[str, Any]:  # type: ignore[empty-body]
    """Offer formats: name → :class:`~newsquotes.formats.Format`."""


@hookspec
def newsquotes_lexicons() -> Mapping[str, str]:  # type: ignore[empty-body]
    """Offer lexicons: name → the text of a lexicon file (TOML), which is checked like a user's."""


@hookspec
def newsquotes_quote_rules() -> Mapping[str, QuoteRule]:  # type: ignore[empty-body]
    """Offer rules for the built-in quote detector: name → :class:`~newsquotes.rules.QuoteRule`."""


@hookspec
def newsquotes_commands() -> Mapping[str, click.Command]:  # type: ignore[empty-body]
    """Offer commands: name → ``click`` command, which becomes ``newsquotes NAME``."""


def _no_callable(offered: object) -> str | None:
    return None if callable(offered) else gettext("it must map names to callables")


def _no_profile(offered: object) -> str | None:
    if not isinstance(offered, Profile):
        return gettext("it must map names to newsquotes.profiles.Profile objects")
    for stage in (*offered.use, *offered.options):
        if stage not in STAGE:
            return gettext(
                "it names the stage {stage}, which there is not; {known}",
                stage=brief(stage),
                known=did_you_mean(str(stage), STAGE),
            )
    return None


def _no_format(offered: object) -> str | None:
    right = callable(getattr(offered, "write", None)) and isinstance(getattr(offered, "endings", None), tuple)
    return None if right else gettext("it must map names to newsquotes.formats.Format objects")


def _no_text(offered: object) -> str | None:
    return None if isinstance(offered, str) else gettext("it must map names to the texts of lexicon files")


def _no_rule(offered: object) -> str | None:
    if not isinstance(offered, QuoteRule):
        return gettext("it must map names to newsquotes.rules.QuoteRule objects")
    propose: object = offered.propose
    if not callable(propose):
        return gettext("its propose is {propose}, no callable", propose=brief(propose))
    cues: object = offered.cues
    if type(cues) is not tuple or not set[str](cues) <= {*CUE_KINDS}:
        return gettext(
            "its cues are {cues}; it must be a tuple of {names}, or empty",
            cues=brief(cues),
            names=", ".join(map(repr, CUE_KINDS)),
        )
    sure: object = offered.confidence
    if isinstance(sure, bool) or not isinstance(sure, (int, float)) or not 0.0 <= sure <= 1.0:
        return gettext("its confidence is {sure}; it must be a probability from 0 to 1", sure=brief(sure))
    return (
        None
        if type(offered.replaces) is str
        else gettext("it replaces {replaces}; it must name a rule", replaces=brief(offered.replaces))
    )


def _no_command(offered: object) -> str | None:
    import click

    return None if isinstance(offered, click.Command) else gettext("it must map names to click commands")


# Named here, for what has them is built on this.
_FORMATS = frozenset(("table", "jsonl", "json", "csv", "parquet", "xlsx", "web-annotation", "label-studio", "brat", "gold"))
_COMMANDS = frozenset(
    (
        "benchmark",
        "convert",
        "corpus",
        "correct",
        "diff",
        "evaluate",
        "explain",
        "extract",
        "new-plugin",
        "plugins",
        "report",
        "serve",
        "show",
    )
)

HOOKS: Mapping[str, Hook] = MappingProxyType(
    {
        hook.name: hook
        for hook in (
            *(Hook(stage.hook, stage.name, _no_callable) for stage in STAGES),
            Hook("newsquotes_profiles", "profile", _no_profile, frozenset(PROFILES)),
            Hook("newsquotes_formats", "format", _no_format, _FORMATS),
            Hook("newsquotes_lexicons", "lexicon", _no_text),
            Hook("newsquotes_quote_rules", "rule", _no_rule),
            Hook("newsquotes_commands", "command", _no_command, _COMMANDS),
        )
    }
)
"""The hooks by name."""


_LONGEST_NAME = 100


def problem_of(hook: Hook, name: object, offered: object) -> str | None:
    """What is wrong with one offer, in words; nothing where it is right."""
    if not isinstance(name, str) or not name:
        return f"offers {brief(name)}: {brief(offered)}; {_expected(hook)}"
    if not name.isprintable() or name != name.strip():
        return gettext(
            "offers the name {name!r}; names hold nothing but characters that can be printed, and no space around them",
            name=name,
        )
    if len(name) > _LONGEST_NAME:
        return gettext(
            "offers the name {name!r:.40}…, of {number} characters; names have at most {longest_name}",
            name=name,
            number=len(name),
            longest_name=_LONGEST_NAME,
        )
    if name == "use":
        return gettext("offers the name 'use', which configurations need; choose another")
    wrong = hook.problem(offered)
    return f"offers {name!r:.80}: {brief(offered)}; {wrong}" if wrong else None


def _expected(hook: Hook) -> str:
    return hook.problem(None) or gettext("it must map names to what is offered")
