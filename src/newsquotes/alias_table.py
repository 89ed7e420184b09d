"""A table of aliases: which names in which documents are one speaker, written as CSV, corrected by hand, read back.

One row is one way in which a speaker is named: ``speaker`` (a number, or any sign, the same for all rows of one speaker),
``name`` (how the merged speaker is to be called), ``kind``, ``alias`` (the name as documents have it), ``role``,
``organization`` and ``documents`` (their ids, separated by ``|``; empty for all documents). To join two speakers, give them
one number; to part them, another one; to rename one, change ``name`` in all its rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from newsquotes.annotations import Speaker, name_key
from newsquotes.errors import InputError, check_columns, of_system
from newsquotes.wording import gettext

if TYPE_CHECKING:
    from newsquotes.same_speakers import MergedSpeaker

COLUMNS = ("speaker", "name", "kind", "alias", "role", "organization", "documents")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@attrs.frozen
class Alias:
    """One row: the sign and the name of a speaker, a name as documents have it, and in which documents."""

    speaker: str
    name: str
    alias: str
    documents: frozenset[str] = frozenset()
    role: str = ""


class AliasTable:
    """Which speaker a name in a document is, as a table says that people have corrected.

    >>> table = AliasTable([Alias("1", "Анна Белова", "Белова"), Alias("2", "Ольга Белова", "Белова", frozenset({"b"}))])
    >>> table.speaker_of("b", Speaker(0, "Белова", "person")), table.name_of("a", Speaker(0, "Белова", "person"))
    ('2', 'Анна Белова')
    """

    def __init__(self, rows: Iterable[Alias]) -> None:
        self.rows = tuple(rows)
        self._known: dict[tuple[str, str], list[Alias]] = {}
        for row in self.rows:
            for document in row.documents or ("",):
                self._known.setdefault((document, name_key(row.alias)), []).append(row)

    def _row(self, document: str, speaker: Speaker) -> Alias | None:
        rows = self._known.get((document, name_key(speaker.name))) or self._known.get(("", name_key(speaker.name))) or ()
        told = [row for row in rows if name_key(row.role) == name_key(speaker.role or "")]
        found = {row.speaker: row for row in (told or rows)}
        return next(iter(found.values())) if len(found) == 1 else None

    def speaker_of(self, document: str, speaker: Speaker) -> str | None:
        """The sign of the speaker, where the table has exactly one for that name in that document."""
        row = self._row(document, speaker)
        return row.speaker if row is not None else None

    def name_of(self, document: str, speaker: Speaker) -> str | None:
        """How the table calls the speaker."""
        row = self._row(document, speaker)
        return row.name or None if row is not None else None


def aliases_of(merged: Iterable[MergedSpeaker]) -> str:
    """The table of merged speakers, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, who in enumerate(merged, 1):
        forms: dict[tuple[str, str, str], dict[str, None]] = {}
        for a in who.appearances:
            form = (a.speaker.name, a.speaker.role or "", a.speaker.organization or "")
            forms.setdefault(form, {})[a.document_id] = None
        for (alias, role, organization), documents in forms.items():
            cells = (str(number), who.name, who.kind, alias, role, organization, "|".join(documents))
            writer.writerow(["'" + cell if cell.startswith(_FORMULAS) else cell for cell in cells])
    return out.getvalue()


def write_aliases(merged: Iterable[MergedSpeaker], path: str | Path) -> None:
    """Write the table of merged speakers; spreadsheets open it, and take no cell for a formula."""
    Path(path).write_text(aliases_of(merged), encoding="utf-8-sig", newline="")


def read_aliases(path: str | Path) -> AliasTable:
    """The table in a file; raises :class:`~newsquotes.errors.InputError` that names file, line and column."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise InputError(
            gettext("the table of aliases {path} cannot be read: {why}", path=path, why=of_system(exc))
        ) from exc
    except UnicodeDecodeError as exc:
        raise InputError(
            gettext("the table of aliases {path} is not UTF-8: byte {start}", path=path, start=exc.start)
        ) from exc
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    check_columns(reader.fieldnames or (), COLUMNS, f"{path}, line 1")
    rows = []
    for row in reader:
        cells = {key: (value or "").strip().removeprefix("'") for key, value in row.items() if isinstance(key, str)}
        for column in ("speaker", "alias"):
            if not cells.get(column):
                raise InputError(
                    gettext(
                        "{path}, line {line_num}: {column!r} is empty", path=path, line_num=reader.line_num, column=column
                    )
                )
        documents = frozenset(filter(None, cells.get("documents", "").split("|")))
        rows.append(Alias(cells["speaker"], cells.get("name", ""), cells["alias"], documents, cells.get("role", "")))
    return AliasTable(rows)
