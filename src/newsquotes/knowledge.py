"""A table of people that the user knows: read from CSV or JSON, looked up by name, alias or role.

CSV has a header with the columns ``name``, ``aliases``, ``roles`` and ``id``, in any order; several aliases or roles in one
cell are separated by ``|``. JSON is a list of objects with the same keys, where ``aliases`` and ``roles`` are lists. Only
``name`` is required; ``id`` is meant for a Wikidata id (``Q7747``) but may be anything.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from newsquotes.annotations import Link, Speaker, name_key
from newsquotes.document import Document
from newsquotes.errors import ConfigError, InputError, check_columns, of_system
from newsquotes.wording import gettext

_COLUMNS = ("name", "aliases", "roles", "id")


@attrs.frozen
class KnownPerson:
    """One row of the table."""

    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    id: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """The names by which the person is looked up, folded."""
        return frozenset(name_key(n) for n in (self.name, *self.aliases))


def read_people(path: str | Path) -> tuple[KnownPerson, ...]:
    """The people of a table; raises :class:`~newsquotes.errors.InputError` where a row cannot be read, and says which."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as exc:
        raise InputError(gettext("the table of people {path} cannot be read: {why}", path=path, why=of_system(exc))) from exc
    except UnicodeDecodeError as exc:
        raise InputError(
            gettext("the table of people {path} is not UTF-8: byte {start}", path=path, start=exc.start)
        ) from exc
    if path.suffix.lower() == ".json":
        try:
            rows = json.loads(text)
        except (ValueError, RecursionError) as exc:
            raise InputError(gettext("the table of people {path} is no JSON: {why}", path=path, why=exc)) from exc
        if not isinstance(rows, list):
            raise InputError(
                gettext(
                    "the table of people {path} must hold a list of objects, not {type}", path=path, type=type(rows).__name__
                )
            )
        numbered = enumerate(rows, 1)
    else:
        numbered = enumerate(csv.DictReader(text.splitlines()), 2)
    return tuple(_person(row, f"{path}, {'item' if path.suffix.lower() == '.json' else 'line'} {n}") for n, row in numbered)


def _person(row: Any, place: str) -> KnownPerson:
    if not isinstance(row, Mapping):
        raise InputError(gettext("{place}: a person must be an object, not {row!r:.80}", place=place, row=row))
    check_columns(row, _COLUMNS, place)
    name = row.get("name")
    if not isinstance(name, str) or not name.strip():
        raise InputError(gettext("{place}: 'name' is missing", place=place))
    return KnownPerson(
        name.strip(),
        _several(row.get("aliases"), place),
        _several(row.get("roles"), place),
        str(row.get("id") or "").strip(),
    )


def _several(cell: Any, place: str) -> tuple[str, ...]:
    if cell is None:
        return ()
    if isinstance(cell, str):
        return tuple(part.strip() for part in cell.split("|") if part.strip())
    if isinstance(cell, list) and all(isinstance(part, str) for part in cell):
        return tuple(part.strip() for part in cell if part.strip())
    raise InputError(gettext("{place}: aliases and roles are texts, not {cell!r:.80}", place=place, cell=cell))


class PeopleTable:
    """Looks people up: by a full name or alias, or by a role that only one of them has."""

    def __init__(self, people: Iterable[KnownPerson]) -> None:
        self.people = tuple(people)
        self._by_name: dict[str, list[KnownPerson]] = {}
        self._by_role: dict[str, list[KnownPerson]] = {}
        for person in self.people:
            for key in sorted(person.keys):
                self._by_name.setdefault(key, []).append(person)
            for role in person.roles:
                self._by_role.setdefault(name_key(role), []).append(person)

    def find(self, speaker: Speaker) -> KnownPerson | None:
        """The person whom a speaker is, where the table leaves no doubt.

        A full name or an alias decides; where two people share it, the role must tell them apart. A speaker known only by a
        role is the one person with exactly that role.
        """
        if speaker.kind != "person":
            return None
        names = {name_key(speaker.name)} | {key for key in speaker.keys if " " in key}
        found = self._by_name.get(name_key(speaker.name)) or [p for key in sorted(names) for p in self._by_name.get(key, ())]
        found = list(dict.fromkeys(found))
        if len(found) > 1 and speaker.role:
            said = name_key(speaker.role)
            found = [p for p in found if any(name_key(role) in said or said in name_key(role) for role in p.roles)]
        if not found and not speaker.name[:1].isupper():
            found = self._by_role.get(name_key(speaker.name), [])
        return found[0] if len(found) == 1 else None

    def named(self, keys: Iterable[str]) -> KnownPerson | None:
        """The one person who has one of these folded names."""
        found = list(dict.fromkeys(p for key in keys for p in self._by_name.get(key, ())))
        return found[0] if len(found) == 1 else None


class PeopleLinker:
    """Gives speakers the ids of the people whom a table knows.

    >>> import newsquotes
    >>> linker = PeopleLinker(PeopleTable([KnownPerson("Анна Белова", ("А. Белова",), ("мэр Порта",), "Q1")]))
    >>> doc = newsquotes.extract("«Мост откроют», — сказала Анна Белова.", linker=linker)
    >>> doc.speakers[0].kb_id
    'Q1'
    """

    def __init__(self, table: PeopleTable) -> None:
        self.table = table

    def __call__(self, doc: Document) -> list[Link]:
        """The ids of the speakers whom the table knows."""
        links = []
        for speaker in doc.speakers:
            person = self.table.find(speaker)
            if person is not None and person.id:
                links.append(Link(speaker.id, person.id, name=person.name))
        return links


def make_people_linker(*, table: str | Path | None = None) -> PeopleLinker:
    """The linker ``people``; ``table`` is the path of a CSV or JSON file."""
    if table is None:
        raise ConfigError(
            gettext("the linker 'people' needs a table: linker={'use': 'people', 'people': {'table': 'people.csv'}}")
        )
    return PeopleLinker(PeopleTable(read_people(table)))
