"""Keeps the catalogue of messages: `make messages` puts new ones into newsquotes.po and compiles newsquotes.mo.

Messages are the literals in calls of gettext, ngettext, pgettext and term in Python and in templates, of tr and trn in
scripts, the helps of all commands, and what click itself says. Messages without a translation are listed.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from inspect import cleandoc
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import newsquotes
from newsquotes.cli import cli
from newsquotes.wording import speaking

PACKAGE = Path(newsquotes.__file__).parent
PO = PACKAGE / "locale" / "ru" / "LC_MESSAGES" / "newsquotes.po"
MO = PO.with_suffix(".mo")
_PLURALS = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
_KEYWORDS = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "term": ((1, "c"), 2),
    "need": (3,),
    "tr": None,
    "trn": (1, 2),
}
_METHODS = [
    ("locale/**", "ignore"),
    ("**.py", "python"),
    ("**.jinja", "jinja2.ext:babel_extract"),
    ("**.js", "javascript"),
]

CLICK: tuple[str | tuple[str, str], ...] = (
    "FLOAT RANGE",
    "COMMAND [ARGS]...",
    "[OPTIONS]",
    "%(prog)s, version %(version)s",
    "Aborted!",
    "Commands",
    "Error: {message}",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "Missing parameter",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "No such option: {name}",  # click 8.2
    "Option {name!r} does not take a value.",
    "Options",
    "Show the version and exit.",
    "Show this message and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "default: {default}",
    "directory",
    "file",
    "float range",
    "integer range",
    "path",
    "required",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""What click says to people; it asks for its translation, and the catalogue has it."""


def helps(command: click.Command) -> Iterator[str]:
    """What a command and those within it say of themselves and of their options."""
    if command.help:
        yield cleandoc(command.help)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield cleandoc(parameter.help)
        if parameter.metavar:
            yield parameter.metavar
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            if (inner := command.get_command(context, name)) is not None:
                yield from helps(inner)


def wanted() -> Catalog:
    """All messages, without translations."""
    catalog = Catalog(locale="ru")
    found = extract_from_dir(PACKAGE, _METHODS, {"**.js": {"parse_template_string": "true"}}, _KEYWORDS)
    for _, _, message, _, context in found:
        catalog.add(message, context=context)
    with speaking("en"):
        for message in (*helps(cli), *CLICK):
            catalog.add(message)
    return catalog


def known() -> Catalog:
    """The catalogue as it is."""
    if not PO.exists():
        return Catalog(locale="ru")
    with PO.open("rb") as file:
        return read_po(file, locale="ru")


def updated() -> Catalog:
    """The catalogue with all messages and no other, each with the translation that it has."""
    old, new = known(), wanted()
    for message in new:
        before = old.get(message.id, message.context)
        if before is not None and message.id:
            message.string = before.string
    return new


def untranslated(catalog: Catalog) -> list[str]:
    """The messages that have no translation."""

    def missing(string: object) -> bool:
        return not all(string) if isinstance(string, (tuple, list)) else not string

    return [str(message.id) for message in catalog if message.id and missing(message.string)]


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as people edit it, and as gettext reads it."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, width=120, no_location=True, omit_header=True, sort_output=True)
    header = ("Content-Type: text/plain; charset=utf-8", "Language: ru", f"Plural-Forms: {_PLURALS}")
    complete = "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in header), "", ""]).encode() + po.getvalue()
    compiled = read_po(io.BytesIO(complete), locale="ru")
    compiled.creation_date = compiled.revision_date = datetime(
        2000, 1, 1, tzinfo=UTC
    )  # the same file from the same messages
    write_mo(mo, compiled)
    return complete, mo.getvalue()


def main() -> None:
    """Update the catalogue and compile it."""
    catalog = updated()
    PO.parent.mkdir(parents=True, exist_ok=True)
    for path, content in zip((PO, MO), written(catalog), strict=True):
        path.write_bytes(content)
    left = untranslated(catalog)
    for message in left:
        print("untranslated:", message)
    sys.exit(bool(left))


if __name__ == "__main__":
    main()
