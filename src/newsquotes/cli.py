"""The command ``newsquotes``.

Heavy modules are imported by the commands that need them, so that ``newsquotes --help`` answers at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial, wraps
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import click

from newsquotes._version import __version__
from newsquotes.errors import InputError, NewsquotesError, NewsquotesWarning, printable

if TYPE_CHECKING:
    from newsquotes.document import Document
    from newsquotes.pipeline import Pipeline
    from newsquotes.questions import Question

BROKEN_PIPE = 141
"""The exit status of a program that was writing into a pipe that nobody reads any more (128 + SIGPIPE)."""

_LATER = {
    "evaluate": "newsquotes.evaluation.commands",
    "diff": "newsquotes.evaluation.commands",
    "benchmark": "newsquotes.cli_benchmark",
    "convert": "newsquotes.conversion",
    "correct": "newsquotes.cli_corrections",
    "corpus": "newsquotes.cli_corpus",
    "new-plugin": "newsquotes.cli_plugins",
    "plugins": "newsquotes.cli_plugins",
    "report": "newsquotes.cli_reader",
    "show": "newsquotes.cli_reader",
}

_KINDS = ("text", "html", "docx", "pdf", "rtf", "jsonl", "csv", "parquet")
_FORMATS = ("table", "csv", "xlsx", "parquet", "jsonl", "json")
_BY_ENDING = {
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".txt": "table",
}


class FormatChoice(click.Choice):  # type: ignore[type-arg]
    """One of the formats that are named here, so that the help needs none of them, or one of a plugin."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The name, where there is such a format."""
        if isinstance(value, str) and value not in self.choices and value in _offered("format"):
            return value
        return super().convert(value, param, ctx)


def _offered(kind: str) -> Mapping[str, Any]:
    """What plugins offer of a kind, by name."""
    from newsquotes.registry import default_registry

    with _prints_apart():
        return default_registry().catalogue().offered(kind)


class _Commands(click.Group):
    """A group that imports the commands in ``_LATER`` only when they are asked for, and knows those of plugins."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        built_in = {*super().list_commands(ctx), *(name for name, module in _LATER.items() if _is_there(module))}
        return sorted({*built_in, *_offered("command")})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _LATER and _is_there(_LATER[cmd_name]):
            command = getattr(import_module(_LATER[cmd_name]), cmd_name.replace("-", "_"))
            return command if isinstance(command, click.Command) else None
        return super().get_command(ctx, cmd_name) or _offered("command").get(cmd_name)

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        with _told_when_nobody_reads():  # --help is printed here
            return super().make_context(*args, **options)

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


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="newsquotes")
def cli() -> None:
    """Read Russian news and say who said what."""


_config_options = [
    click.option("--config", type=click.Path(exists=True, dir_okay=False), help="Configuration file (TOML)."),
    click.option("--profile", metavar="NAME", help="default, precision or recall; wins over the configuration file."),
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
    click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, help="Only what is at least so sure."),
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

_files_option = click.option(
    "--files-from", metavar="LIST", help="Read also the files that LIST names, one a line (- is standard input)."
)


def _named_files(files: tuple[str, ...], files_from: str | None) -> list[str]:
    """The files that the arguments name, folders and wildcards opened."""
    from newsquotes.files import expanded, read_text
    from newsquotes.inputs import READABLE

    listed = [line.strip() for line in read_text(files_from).splitlines()] if files_from else []
    if not files and not any(listed):
        raise click.UsageError("name the FILEs or folders to read; - is standard input")
    return expanded([*files, *filter(None, listed)], READABLE)


# --- extract ---------------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("files", metavar="[FILE|FOLDER … | -]", nargs=-1)
@click.option(
    "-f",
    "--format",
    "format_",
    type=FormatChoice(_FORMATS),
    help="A table for people (on the screen, as CSV or as an Excel workbook), the complete table as Parquet, JSON Lines "
    "(one record a document and line), or one JSON array of records. Default: by the ending of --output, else table.",
)
@click.option("--full", is_flag=True, help="CSV with all columns, which can be read back, instead of the table for people.")
@click.option(
    "--russian-excel/--no-russian-excel",
    default=None,
    help="CSV as Excel opens it under Russian settings: semicolons and decimal commas (default: by the locale).",
)
@click.option("--from", "kind", type=click.Choice(_KINDS), help="What all FILEs hold (default: see each one's ending).")
@click.option("--text-column", metavar="NAME", default="text", show_default=True, help="Where a table holds the texts.")
@click.option("--id-column", metavar="NAME", help="Where a table holds the ids (default: id, if there is one).")
@_files_option
@_asks
@_configurable
@click.option("--with-text", is_flag=True, help="Put the text of each document into its record.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, all or nothing, instead of standard output.")
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Processes that work (default: this one alone).")
def extract(
    files: tuple[str, ...],
    format_: str | None,
    full: bool,
    russian_excel: bool | None,
    kind: str | None,
    text_column: str,
    id_column: str | None,
    files_from: str | None,
    question: Question,
    config: str | None,
    profile: str | None,
    with_text: bool,
    output: str | None,
    workers: int | None,
) -> None:
    """Find the quotations in FILEs (text, web pages, office documents or tables) and say whose they are.

    By its ending, a file is a web page (.html), a document (.docx, .pdf, .rtf), a table with an article a row (.jsonl, .csv,
    .parquet) or text, and may be compressed (.gz, .zst); of a folder everything of these kinds and .txt is read. The id of a
    document is its file name without the ending, or its path where two would be the same. A file or row that cannot be
    read, or holds no text, is named on standard error, and the others are still done; the exit status is then 1.
    """
    from newsquotes import files as io
    from newsquotes.questions import answers

    format_ = _format(format_, output)
    writer = _writer(format_, with_text=with_text, full=full, russian=russian_excel, output=output)
    named = _named_files(files, files_from)
    _check_output(output, [*named, *filter(None, [config, files_from])])
    pipeline = make_pipeline(config, profile)
    failed: list[str] = []
    ids = io.ids_of(named)
    articles = _articles(ids, failed, kind, text_column, id_column)
    docs = _documents(pipeline, articles, failed, workers)
    to_screen = output in (None, io.STDIN)
    if to_screen and format_ in ("xlsx", "parquet") and sys.stdout.isatty():
        raise click.UsageError(f"{format_} is not for the screen: name a file with --output")
    with io.written(output) as file:
        counted = docs if to_screen and sys.stdout.isatty() else _counted(docs, ids, kind)
        answered = counted if question.open else answers(question, counted)
        if format_ == "table":
            _show(answered, file, to_screen)
        else:
            writer(answered, file)
    if failed:
        sys.exit(1)


def _format(asked: str | None, output: str | None) -> str:
    """The format that is asked for, or that the ending of the output says."""
    if asked is not None:
        return asked
    suffix = Path(output or "").suffix.lower()
    if suffix in _BY_ENDING or suffix in ("", "."):
        return _BY_ENDING.get(suffix, "table")
    raise click.UsageError(
        f"--output {output}: the ending {suffix} says no format; use {', '.join(_BY_ENDING)}, or name it with --format"
    )


def _writer(
    format_: str, *, with_text: bool, full: bool, russian: bool | None, output: str | None
) -> Callable[[Iterable[Document], BinaryIO], None]:
    from newsquotes import formats

    if format_ not in _FORMATS:
        return formats.format_named(format_).write
    if with_text and format_ not in ("jsonl", "json", "parquet") and not (format_ == "csv" and full):
        raise click.UsageError("--with-text goes with --format jsonl, json or parquet, or with csv and --full")
    if full and format_ not in ("csv", "parquet"):
        raise click.UsageError("--full goes with csv; parquet always has all columns")
    if russian is not None and format_ != "csv":
        raise click.UsageError("--russian-excel goes with csv")
    if format_ in ("jsonl", "json", "parquet"):
        return partial(getattr(formats, f"write_{format_}"), with_text=with_text)
    if format_ == "xlsx":
        return formats.write_xlsx
    tabs = "\t" if Path(output or "").suffix.lower() == ".tsv" else None
    if russian is None:
        russian = _russian_locale() and tabs is None
    if full:
        return partial(formats.write_csv, with_text=with_text, delimiter=tabs or (";" if russian else ","))
    return partial(formats.write_reading_csv, russian=russian, delimiter=tabs)


def _russian_locale() -> bool:
    """Whether numbers are written as in Russian here, as the environment says."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_NUMERIC", "LANG") if os.environ.get(name)), "")
    return said.startswith("ru")


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


_Named = tuple[str, tuple[str, str, dict[str, Any]]]


def _articles(
    ids: dict[str, str], failed: list[str], kind: Any, text_column: str, id_column: str | None
) -> Iterator[_Named]:
    """All articles that can be read, each with its name for messages; the rest is reported and goes into ``failed``."""
    from newsquotes.article_rows import ArticleColumns
    from newsquotes.files import name_of
    from newsquotes.inputs import read_articles

    columns = ArticleColumns(text=text_column, id=id_column)

    for path, id_ in ids.items():
        name = name_of(path)

        def fail(message: str, name: str = name) -> None:
            failed.append(name)
            _report(f"{name}: {message}")

        try:
            for article in read_articles(path, kind=kind, columns=columns, id=id_, report=fail):
                yield name if article[0] == id_ else f"{name}: {article[0]}", article
        except InputError as exc:
            fail(str(exc))


def _documents(
    pipeline: Pipeline, articles: Iterable[_Named], failed: list[str], workers: int | None = None
) -> Iterator[Document]:
    """The documents of all articles; what goes wrong is reported and goes into ``failed``."""
    from newsquotes.document import Document

    names: deque[str] = deque()

    def given() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for name, article in articles:
            names.append(name)
            if not article[1].strip():
                # A record without quotations is the truth about it, and keeps one for each file that could be read.
                failed.append(name)
                _report(f"{name}: is empty" if not article[1] else f"{name}: holds nothing but white space")
            yield article

    outcomes = pipeline.stream(given(), on_error="record", workers=workers)
    while True:
        with _prints_apart():
            outcome = next(outcomes, None)
        if outcome is None:
            return
        name = names.popleft()
        wrong = [fault.message for fault in outcome.faults] if isinstance(outcome, Document) else [str(outcome.error)]
        if wrong:
            failed.append(name)
            _report(f"{name}: {wrong[0]}")
        if isinstance(outcome, Document):  # what an optional stage failed at does not lose the quotations
            yield outcome


def _counted(docs: Iterator[Document], ids: Iterable[str], kind: str | None) -> Iterable[Document]:
    """The same documents with a progress bar, where standard error is a terminal and tqdm is there."""
    if not sys.stderr.isatty() or find_spec("tqdm") is None:
        return docs
    from newsquotes.inputs import kind_of
    from newsquotes.progress import progress_bar

    kinds = [kind or kind_of(path) for path in ids]
    return progress_bar(docs, total=len(kinds) if {*kinds} <= {"text", "html"} else None)


def _show(docs: Iterable[Document], file: BinaryIO, to_screen: bool) -> None:
    from newsquotes.display import show_quotes

    with _text_console(file, to_screen) as to:
        for doc in docs:
            show_quotes(doc, to.console)


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


# --- explain ---------------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("file", metavar="FILE|-")
@_configurable
def explain(file: str, config: str | None, profile: str | None) -> None:
    """Show why each candidate in FILE was taken for a quotation, or not."""
    from newsquotes.display import console, show_decisions
    from newsquotes.files import read_text

    try:
        text = read_text(file)
    except InputError as exc:
        raise click.ClickException(f"{file}: {exc}") from exc
    with _prints_apart():
        decisions = [*make_pipeline(config, profile).explain(text)]
    show_decisions(decisions, console())


# --- start -----------------------------------------------------------------------------------------------------------


def _report(message: str) -> None:
    message = printable(message)
    if "tqdm" in sys.modules:  # above the bar, if there is one
        sys.modules["tqdm"].tqdm.write(f"newsquotes: {message}", file=sys.stderr)
    else:
        click.echo(f"newsquotes: {message}", err=True)


def _show_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None, line: str | None = None
) -> None:
    if issubclass(category, NewsquotesWarning):
        _report(f"warning: {message}")
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
            _run()
            sys.stdout.flush()
    except (_NobodyReads, BrokenPipeError):
        # What is left in the buffer would raise once more at exit, so it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)


def _terminated(number: int, _: object) -> None:
    sys.exit(128 + number)  # as an exception, so that nothing half-written is left behind


def _run() -> None:
    try:
        status = cli.main(prog_name="newsquotes", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Abort:
        click.echo("Aborted.", err=True)
        sys.exit(130)
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
        _report(str(exc))
        sys.exit(1)
