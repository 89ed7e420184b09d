"""Every exception and warning of newsquotes.

Strange *news text* never raises; a wrong *program* (plugin, configuration, call) always does, and the message says what is
wrong, where, and what to do about it.
"""

from __future__ import annotations

import json
import reprlib
import sys
import warnings
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from newsquotes.wording import gettext, pgettext, term

if TYPE_CHECKING:
    from newsquotes.document import Document


class NewsquotesError(Exception):
    """Base of every error that newsquotes raises on purpose."""


class ConfigError(NewsquotesError, ValueError):
    """A configuration names something that does not exist or does not fit; the message lists *all* its problems."""

    def __init__(self, problems: list[str] | str) -> None:
        self.problems = [problems] if isinstance(problems, str) else list(problems)
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[type[ConfigError], tuple[list[str]]]:
        return type(self), (self.problems,)


class UnknownExtractorError(ConfigError):
    """No installed plugin offers an extractor of that name for that stage."""


class DuplicateExtractorError(NewsquotesError):
    """Two plugins offer extractors of one name for one stage."""


class PluginError(NewsquotesError):
    """A plugin could not be loaded, or what its hook returns is not what the hook's contract asks for."""


class MissingLayerError(NewsquotesError):
    """A layer was read that no stage has filled yet; the message names the stage to run."""


def no_layer(layer: str, stage: str) -> MissingLayerError:
    """The error for a layer that the stage has not filled yet."""
    return MissingLayerError(
        gettext(
            "this document has no {layer} yet: run the stage {stage!r} first (newsquotes.extract(text) runs them all)",
            layer=layer,
            stage=stage,
        )
    )


class LayerError(NewsquotesError, ValueError):
    """Items do not fit the document: wrong type, outside the text, out of order, or with another text than it has."""


class InputError(NewsquotesError, TypeError, ValueError):
    """What was given as a document is none: no string, a tuple of the wrong shape, unknown metadata."""


class RecordError(NewsquotesError, ValueError):
    """An output record does not have the form of its schema, or does not belong to the text it was given."""


class MarkupError(NewsquotesError, ValueError):
    """A text with quotations drawn in it is not well formed; the message draws the place."""


class MissingExtraError(NewsquotesError, ImportError):
    """A library of an optional part of newsquotes is not installed; the message names the pip extra that brings it."""


class WorkerError(NewsquotesError):
    """Worker processes cannot be started, or what they should do cannot be sent to them."""


class CorpusError(NewsquotesError):
    """A corpus cannot be built where it should be, or cannot go on: the message says why, and what is complete."""


class ExtractorError(NewsquotesError):
    """An extractor raised, or returned what its stage does not take.

    ``stage``, ``extractor`` and ``plugin`` say which one, ``document`` is the document as it got it, with the layers of
    the stages before; the cause is chained.
    """

    def __init__(
        self, message: str, *, stage: str = "", extractor: str = "", plugin: str = "", document: Document | None = None
    ) -> None:
        self.stage, self.extractor, self.plugin, self.document = stage, extractor, plugin, document
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_extractor_error, (str(self), self.stage, self.extractor, self.plugin, self.document)


def _rebuild_extractor_error(
    message: str, stage: str, extractor: str, plugin: str, document: Document | None
) -> ExtractorError:
    return ExtractorError(message, stage=stage, extractor=extractor, plugin=plugin, document=document)


class RuleError(NewsquotesError):
    """A rule of a plugin raised, or proposed what cannot be a quotation; ``rule`` and ``plugin`` say which one."""

    def __init__(self, message: str, *, rule: str = "", plugin: str = "") -> None:
        self.rule, self.plugin = rule, plugin
        super().__init__(message)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild_rule_error, (str(self), self.rule, self.plugin)


def _rebuild_rule_error(message: str, rule: str, plugin: str) -> RuleError:
    return RuleError(message, rule=rule, plugin=plugin)


class NewsquotesWarning(UserWarning):
    """Base of every warning of newsquotes."""


class InputWarning(NewsquotesWarning):
    """Something about an input had to be guessed or was left out; the message says what."""


class PluginWarning(NewsquotesWarning):
    """A plugin did not load or behaves oddly; everything else goes on."""


class PluginDeprecationWarning(PluginWarning, DeprecationWarning):
    """A plugin uses what a later version of the contract will drop; the message says what to do instead."""


def tell(message: str, category: type[NewsquotesWarning]) -> None:
    """Warn at the line of the program that called newsquotes, however deep within it what is odd is found."""
    level, frame = 2, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "newsquotes":
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)


def printable(text: str) -> str:
    r"""A text without what a terminal would obey rather than show: control, direction and tag characters; lines stay.

    >>> printable("раз\n\x1b[31mдва\u202e")
    'раз\n\ufffd[31mдва\ufffd'
    """
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)


def did_you_mean(word: str, available: Iterable[str]) -> str:
    """The end of a message about an unknown word: the close matches, and what is available.

    >>> did_you_mean("quote_detektor", ["tokenizer", "quote_detector"])
    "did you mean 'quote_detector'? Available: quote_detector, tokenizer"
    """
    names = sorted(set(available))
    if not names:
        return gettext("none are available")
    close = get_close_matches(word, names, n=3, cutoff=0.6)
    if not close:
        return gettext("available: {names}", names=", ".join(names))
    guess = gettext(" or ").join(map(repr, close))
    return gettext("did you mean {guess}? Available: {names}", guess=guess, names=", ".join(names))


def check_columns(columns: Iterable[object], known: Sequence[str], place: str) -> None:
    """Check that a table has no columns but the known ones; ``place`` says in which file and line.

    :raises InputError: for the first column that is unknown, with what was probably meant

    >>> check_columns(["name", "alias"], ["name", "aliases"], "p.csv, line 1")
    Traceback (most recent call last):
    newsquotes.errors.InputError: p.csv, line 1: unknown column 'alias'; did you mean 'aliases'? Available: aliases, name
    """
    for column in columns:
        if column not in known:
            raise InputError(
                gettext(
                    "{place}: unknown column {column!r}; {known}",
                    place=place,
                    column=column,
                    known=did_you_mean(str(column), known),
                )
            )


# --- what others give, in messages --------------------------------------------------------------------------------------


def told(exc: BaseException) -> str:
    """An exception of a plugin in words: its type and text, or that its text cannot be had.

    >>> told(OSError("no model"))
    'OSError: no model'
    """
    name = type(exc).__name__
    try:
        text = str(exc)
    except BaseException as again:  # what a broken __str__ raises may be anything
        if isinstance(again, KeyboardInterrupt):
            raise
        return printable(
            gettext("{name} (its text cannot be had: __str__ raised {type})", name=name, type=type(again).__name__)
        )
    return printable(f"{name}: {text[:2000]}" if text else name)


_OF_SYSTEM = (  # what systems say most; the catalogue has it
    term("system", "No space left on device"),
    term("system", "Disk quota exceeded"),
    term("system", "Permission denied"),
    term("system", "Operation not permitted"),
    term("system", "No such file or directory"),
    term("system", "Is a directory"),
    term("system", "Not a directory"),
    term("system", "Read-only file system"),
    term("system", "Input/output error"),
    term("system", "Too many open files"),
    term("system", "File name too long"),
    term("system", "File too large"),
    term("system", "Address already in use"),
)


def of_system(exc: OSError) -> str:
    """What the operating system refuses, in the language that is spoken; what is seldom, in the system's own words.

    >>> of_system(OSError(28, "No space left on device", "out.csv"))
    'No space left on device'
    """
    return pgettext("system", exc.strerror) if exc.strerror else str(exc)


class _Brief(reprlib.Repr):
    def repr_instance(self, x: object, level: int) -> str:
        """What ``repr`` says, whatever it raises; the base class minds only exceptions."""
        try:
            return super().repr_instance(x, level)
        except BaseException as exc:
            if isinstance(exc, KeyboardInterrupt):
                raise
            return f"<{type(x).__name__} object>"


_BRIEF = _Brief()
_BRIEF.maxstring = _BRIEF.maxother = 80
_BRIEF.maxlevel = 3


def no_json(error: ValueError | RecursionError) -> str:
    """What a reader of JSON stumbled over: the place, for its reason is in English and of no use to who did not write it.

    >>> import json
    >>> try:
    ...     json.loads('{"text"')
    ... except ValueError as error:
    ...     print(no_json(error))
    is not JSON from column 8 on
    """
    if isinstance(error, RecursionError):
        return gettext("is JSON that is nested too deep")
    if isinstance(error, UnicodeDecodeError):
        return gettext("is not JSON, nor UTF-8 from byte {place} on", place=error.start + 1)
    if not isinstance(error, json.JSONDecodeError):
        return gettext("is not JSON: {why}", why=error)
    if error.lineno == 1:
        return gettext("is not JSON from column {column} on", column=error.colno)
    return gettext("is not JSON from line {line}, column {column} on", line=error.lineno, column=error.colno)


def brief(value: object) -> str:
    """What a value looks like, in at most some eighty characters, however long or broken its ``repr`` is.

    >>> brief(list(range(1000)))
    '[0, 1, 2, 3, 4, 5, ...]'
    """
    return printable(_BRIEF.repr(value))
