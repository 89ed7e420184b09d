"""The command ``newsquotes``.

Heavy modules are imported by the commands that need them, so that ``newsquotes --help`` answers at once.
"""

from __future__ import annotations

import contextlib
import copy
import os
import signal
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from inspect import cleandoc
from itertools import pairwise
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, TypeVar

import click

from newsquotes._version import __version__
from newsquotes.errors import InputError, NewsquotesError, NewsquotesWarning, did_you_mean, of_system, printable
from newsquotes.wording import LANGUAGES, Language, gettext, process_speaks, speaking

if TYPE_CHECKING:
    from newsquotes.pipeline import Pipeline

BROKEN_PIPE = 141
"""The exit status of a program that was writing into a pipe that nobody reads any more (128 + SIGPIPE)."""

_LATER = {
    "evaluate": "newsquotes.evaluation.commands",
    "diff": "newsquotes.evaluation.commands",
    "explain": "newsquotes.cli_extract",
    "extract": "newsquotes.cli_extract",
    "benchmark": "newsquotes.cli_benchmark",
    "convert": "newsquotes.conversion",
    "correct": "newsquotes.cli_corrections",
    "corpus": "newsquotes.cli_corpus",
    "new-plugin": "newsquotes.cli_plugins",
    "plugins": "newsquotes.cli_plugins",
    "report": "newsquotes.cli_reader",
    "serve": "newsquotes.cli_serve",
    "show": "newsquotes.cli_reader",
}


class FormatChoice(click.Choice):  # type: ignore[type-arg]
    """One of the formats that are named here, so that the help needs none of them, or one of a plugin."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name, where there is such a format."""
        if isinstance(value, str) and value not in self.choices and (more := offered("format")):
            return click.Choice([*self.choices, *more]).convert(value, param, ctx)
        return super().convert(value, param, ctx)


def offered(kind: str) -> Mapping[str, Any]:
    """What plugins offer of a kind, by name."""
    from newsquotes.registry import default_registry

    with _prints_apart():
        return default_registry().catalogue().offered(kind)


class _Commands(click.Group):
    """A group that imports the commands in ``_LATER`` only when they are asked for, and knows those of plugins."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        built_in = {*super().list_commands(ctx), *(name for name, module in _LATER.items() if _is_there(module))}
        return sorted({*built_in, *offered("command")})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _LATER and _is_there(_LATER[cmd_name]):
            command = getattr(import_module(_LATER[cmd_name]), cmd_name.replace("-", "_"))
            return _spoken(command) if isinstance(command, click.Command) else None
        found = super().get_command(ctx, cmd_name) or offered("command").get(cmd_name)
        return None if found is None else _spoken(found)

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **options: Any) -> click.Context:
        asked = _language_asked(args)
        with _told_when_nobody_reads(), speaking(asked):  # --help is printed here
            context = super().make_context(info_name, args, *rest, **options)
        context.with_resource(speaking(asked))
        return context

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            known = did_you_mean(args[0], self.list_commands(ctx))
            ctx.fail(gettext("there is no command {name!r}; {known}", name=args[0], known=known))
        return super().resolve_command(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return super(_Commands, _in_words(self)).collect_usage_pieces(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super(_Commands, _in_words(self)).format_help(ctx, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        with _told_when_nobody_reads():
            return super().invoke(ctx)


class _NobodyReads(Exception):
    """The pipe that is written to has no reader any more."""


@contextlib.contextmanager
def _told_when_nobody_reads() -> Iterator[None]:
    """A broken pipe by another name: click would end with status 1, as if something had failed."""
    try:
        yield
    except BrokenPipeError:
        raise _NobodyReads from None


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


_language_option = click.Option(
    ["--lang"],
    type=click.Choice(LANGUAGES),
    expose_value=False,  # whoever runs the command has looked for it, so that helps and errors are in that language too
    help="Speak English or Russian (default: by the locale).",
)


def _language_asked(args: Sequence[str]) -> Language | None:
    """The language that --lang asks for, wherever it stands."""
    words = list(args)[: args.index("--") if "--" in args else None]
    said = [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    said += [after for word, after in pairwise(words) if word == "--lang"]
    return next((language for language in LANGUAGES if language in said[-1:]), None)


def _spoken(command: click.Command) -> click.Command:
    """The command in the language that is spoken, with an option for another one."""
    spoken = _in_words(command)
    spoken.params = [*spoken.params, _in_words(_language_option)]
    return spoken


_Speaking = TypeVar("_Speaking", bound="click.Command | click.Parameter")


def _in_words(part: _Speaking) -> _Speaking:
    """A copy of a command or parameter whose help is in the language that is spoken."""
    spoken = copy.copy(part)
    if isinstance(spoken, (click.Command, click.Option)) and spoken.help:
        spoken.help = gettext(cleandoc(spoken.help))
    if isinstance(spoken, click.Parameter) and spoken.metavar:
        spoken.metavar = gettext(spoken.metavar)
    if isinstance(spoken, click.Parameter) and isinstance(spoken.type, (click.Path, click.IntRange, click.FloatRange)):
        spoken.type = copy.copy(spoken.type)
        spoken.type.name = gettext(spoken.type.name)
    if isinstance(spoken, click.Command):
        spoken.params = [_in_words(param) for param in spoken.params]
        spoken.options_metavar = spoken.options_metavar and gettext(spoken.options_metavar)
    if isinstance(spoken, click.Group):
        spoken.subcommand_metavar = gettext(spoken.subcommand_metavar)
    if isinstance(spoken, click.Group) and spoken.commands:
        spoken.commands = {name: _in_words(inner) for name, inner in spoken.commands.items()}
    return spoken


@click.group(
    cls=_Commands,
    params=[_language_option],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="newsquotes")
def cli() -> None:
    """Read Russian news and say who said what."""


_config_options = [
    click.option(
        "--config", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="Configuration file (TOML)."
    ),
    click.option(
        "--profile",
        metavar="NAME",
        help="default, fast, precision, recall or a plugin's; wins over --config.",
    ),
]


def _configurable(command: Any) -> Any:
    for option in reversed(_config_options):
        command = option(command)
    return command


_question_options = [
    click.option("--speaker", metavar="NAME", help="Only what this speaker says; the name in any form."),
    click.option("--about", metavar="WORDS", help="Only quotations that hold all these words, in any form."),
    click.option("--since", metavar="DAY", help="Only documents from this day on (2023-05-18, 18.05.2023)."),
    click.option("--until", metavar="DAY", help="Only documents up to this day."),
    click.option("--outlet", metavar="NAME", help="Only what this outlet publishes or relays."),
    click.option("--type", "type", type=click.Choice(["direct", "indirect", "mixed"]), help="Only quotations of this type."),
    click.option(
        "--min-confidence", type=click.FloatRange(0, 1), metavar="SHARE", default=0.0, help="Only what is at least so sure."
    ),
]


def _asks(command: Any) -> Any:
    """Gives a command the options of a question; it gets them as one :class:`~newsquotes.questions.Question`."""

    @wraps(command)
    def asking(**options: Any) -> Any:
        from newsquotes.questions import Question

        asked = {name: options.pop(name) for name in _QUESTION}
        return command(question=Question(**asked), **options)

    for option in reversed(_question_options):
        asking = option(asking)
    return asking


_QUESTION = ("speaker", "about", "since", "until", "outlet", "type", "min_confidence")


def _check_output(output: str | None, files: Iterable[str]) -> None:
    from newsquotes.files import check_target

    if output is not None:
        try:
            check_target(output, files)
        except InputError as exc:
            raise click.UsageError(f"--output {exc}") from exc


def make_pipeline(config: str | None, profile: str | None) -> Pipeline:
    """The pipeline of a configuration file and a profile that wins over it."""
    from newsquotes.pipeline import Pipeline

    changes = {} if profile is None else {"profile": profile}
    with _prints_apart():
        return Pipeline.from_dict(changes) if config is None else Pipeline.from_toml(config, **changes)


def _prints_apart() -> contextlib.redirect_stdout[TextIO]:
    """What plugins print goes to standard error, for standard output holds the records."""
    return contextlib.redirect_stdout(sys.stderr)


class _text_console:
    """A console on standard output, or on a file that must stay open."""

    def __init__(self, file: BinaryIO, to_screen: bool) -> None:
        import io

        from newsquotes.display import console

        self._text: TextIO = sys.stdout if to_screen else io.TextIOWrapper(file, encoding="utf-8", newline="")
        self._to_screen = to_screen
        self.console = console(self._text)

    def __enter__(self) -> _text_console:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.flush()
        if not self._to_screen:
            self._text.detach()  # type: ignore[attr-defined]


# --- start -----------------------------------------------------------------------------------------------------------


def _report(message: str) -> None:
    bars = sys.modules.get("tqdm")
    above = bars.tqdm.external_write_mode(file=sys.stderr) if bars else contextlib.nullcontext()
    with above:
        click.echo(f"newsquotes: {printable(message)}", err=True)


def _show_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None, line: str | None = None
) -> None:
    if issubclass(category, NewsquotesWarning):
        _report(gettext("warning: {message}", message=message))
    else:
        click.echo(printable(warnings.formatwarning(message, category, filename, lineno, line)), err=True, nl=False)


def main() -> None:
    """Run the command: 0 all done, 1 something failed, 2 the call or the configuration is wrong."""
    signal.signal(signal.SIGTERM, _terminated)
    sys.stdin = sys.stdin or open(os.devnull)  # noqa: SIM115  # None where the caller closed it
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            with speaking(_language_asked(sys.argv[1:])), process_speaks():
                _run()
            sys.stdout.flush()
    except KeyboardInterrupt as exc:  # before or behind the command
        sys.exit(status_of(exc))
    except (_NobodyReads, BrokenPipeError):
        # What is left in the buffer would raise once more at exit, so it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)


class Terminated(KeyboardInterrupt):
    """SIGTERM, which goes the way of Ctrl-C: nothing half-written is left, and no extractor is blamed for it."""


def status_of(interrupt: BaseException | None) -> int:
    """The exit status of a run that was broken off."""
    return 128 + (signal.SIGTERM if isinstance(interrupt, Terminated) else signal.SIGINT)


def _terminated(number: int, _: object) -> None:
    raise Terminated


def _run() -> None:
    try:
        status = cli.main(prog_name="newsquotes", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Abort as exc:
        click.echo(gettext("Aborted."), err=True)
        sys.exit(status_of(exc.__cause__))
    except click.ClickException as exc:
        object.__setattr__(exc, "message", printable(exc.message))  # it may repeat what was typed, or a file's name
        exc.show()
        sys.exit(exc.exit_code)
    except NewsquotesError as exc:
        _report(str(exc))
        sys.exit(2)
    except OSError as exc:
        if isinstance(exc, BrokenPipeError):
            raise
        _report(": ".join(filter(None, (exc.filename and os.fspath(exc.filename), of_system(exc)))))
        sys.exit(1)
