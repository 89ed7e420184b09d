"""The lexicon: cues with their government, roles, outlets, platforms and places.

It is read from ``data/*.tsv``, and a user's TOML file may change it; both pass one schema (``schema.py``). «ё» is folded to
«е» when lexicons are read and looked up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import attrs

from newsquotes.annotations import Mode, Stance
from newsquotes.errors import ConfigError, did_you_mean
from newsquotes.russian import schema
from newsquotes.russian.data_files import rows, word_list, word_set
from newsquotes.wording import gettext

CueKind = Literal["verb", "noun", "predicative", "preposition"]


def fold(word: str) -> str:
    """Lower case, «ё» as «е»: the form under which words are looked up.

    >>> fold("Ещё")
    'еще'
    """
    return word.lower().replace("ё", "е")


NAMES_OF_BOTH = word_set("names_of_places")
"""First names of people that are names of places too."""
POSSESSIVES = word_list("possessives")
_ADJECTIVE_ENDINGS = word_list("adjective_endings")


def adjective_stem(word: str) -> str:
    """A participle or adjective without its ending: «обвиняемый» and «обвиняемого» have one stem.

    >>> adjective_stem("обвиняемого")
    'обвиняем'
    """
    for ending in _ADJECTIVE_ENDINGS:
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


@attrs.frozen(cache_hash=True)
class CueEntry:
    """A word or phrase that can attribute: what it governs (``frames``), and how often it really attributes."""

    lemma: str
    kind: CueKind
    frames: frozenset[str]
    mode: Mode = "speech"
    stance: Stance = "asserted"
    reliability: float = 0.5
    words: tuple[str, ...] = ()
    case: str = ""
    possessive: bool = False


@attrs.frozen
class Role:
    """A head noun of those who can speak."""

    lemma: str
    kind: str
    gender: str = ""
    flags: frozenset[str] = frozenset()


@attrs.frozen
class Outlet:
    """A medium with its canonical name and its sites."""

    name: str
    domains: tuple[str, ...] = ()


@attrs.frozen(eq=False)
class Lexicon:
    """Everything that the extractors know of Russian words."""

    verbs: dict[str, CueEntry] = attrs.field(factory=dict)
    nouns: dict[str, CueEntry] = attrs.field(factory=dict)
    predicatives: dict[str, CueEntry] = attrs.field(factory=dict)
    prepositions: dict[str, dict[str, list[CueEntry]]] = attrs.field(factory=dict)  # by first, then by second word
    collocations: dict[str, dict[str, list[CueEntry]]] = attrs.field(factory=dict)  # by lemma, then by first further word
    roles: dict[str, Role] = attrs.field(factory=dict)
    substantives: dict[str, Role] = attrs.field(factory=dict)
    outlets: dict[str, Outlet] = attrs.field(factory=dict)
    outlet_stems: dict[str, int] = attrs.field(factory=dict)  # stem of an outlet's first word → the most tokens it has
    outlet_followers: dict[str, None] = attrs.field(factory=dict)  # stems of the words after the first one, and marks
    platforms: dict[str, str] = attrs.field(factory=dict)
    places: dict[str, str] = attrs.field(factory=dict)


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The lexicon that ships with newsquotes, read once a process."""
    lexicon = Lexicon()
    for row in rows("verbs"):
        for lemma in _lemmas(row["imperfective"], row["perfective"]):
            _keep_best(lexicon.verbs, _cue(lemma, "verb", row))
    for row in rows("nouns"):
        _keep_best(lexicon.nouns, _cue(row["lemma"], "noun", row))
    for row in rows("predicatives"):
        _keep_best(lexicon.predicatives, _cue(row["lemma"], "predicative", row))
    for row in rows("prepositional"):
        _add_preposition(lexicon, row)
    for row in rows("collocations"):
        for form in row["rest"].split("|"):
            words = tuple(fold(form).split())
            for lemma in _lemmas(row["verb"]):
                entry = attrs.evolve(_cue(lemma, "verb", row), words=words)
                lexicon.collocations.setdefault(lemma, {}).setdefault(words[0], []).append(entry)
    for by_word in (*lexicon.prepositions.values(), *lexicon.collocations.values()):
        for entries in by_word.values():
            entries.sort(key=lambda e: -len(e.words))
    for row in rows("roles"):
        _add_role(lexicon, Role(fold(row["lemma"]), row["kind"], row["gender"], frozenset(row["flags"].split())))
    for row in rows("outlets"):
        aliases = [a for column in ("cyrillic", "latin", "domains") for a in row[column].split("|") if a]
        _add_outlet(lexicon, Outlet(row["name"], tuple(d for d in row["domains"].split("|") if d)), aliases)
    for row in rows("platforms"):
        for alias in (row["name"], *row["aliases"].split("|")):
            if alias:
                lexicon.platforms.setdefault(fold(alias), row["name"])
    for row in rows("places"):
        lexicon.places.setdefault(fold(row["name"]), row["type"])
    return lexicon


def _add_preposition(lexicon: Lexicon, row: Mapping[str, str]) -> None:
    """A phrase, under its first word and its second one, where one is, or the possessive that may stand there."""
    words = tuple(fold(row["phrase"]).split())
    cue = _cue(" ".join(words), "preposition", {**row, "frames": "вводн"})
    entry = attrs.evolve(cue, words=words, case=row["case"], possessive=row["possessive"] == "1")
    second = words[1] if len(words) > 1 else ""
    if second == "*":
        second = f"* {words[2]}"  # an adjective, then this word
    by_second = lexicon.prepositions.setdefault(words[0], {})
    for key in (second, *(POSSESSIVES if entry.possessive and len(words) == 2 else ())):
        by_second.setdefault(key, []).append(entry)


def _add_role(lexicon: Lexicon, role: Role) -> None:
    if "subst" in role.flags:
        lexicon.substantives.setdefault(adjective_stem(role.lemma), role)
    lexicon.roles.setdefault(role.lemma, role)


def _add_outlet(lexicon: Lexicon, outlet: Outlet, aliases: list[str]) -> None:
    for alias in dict.fromkeys([outlet.name, *aliases]):
        low = fold(alias)
        lexicon.outlets.setdefault(low, outlet)
        first, *others = re.findall(r"\w+|[^\w\s]", low)
        stem = _stem(first)
        lexicon.outlet_stems[stem] = max(lexicon.outlet_stems.get(stem, 0), 1 + len(others))
        lexicon.outlet_followers.update(dict.fromkeys(map(_stem, others)))


# --- a user's file ---------------------------------------------------------------------------------------------------


def read_lexicon_file(path: str) -> str:
    """The text of a user's lexicon; raises :class:`~newsquotes.errors.ConfigError` where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigError(gettext("the lexicon {path} cannot be read: {why}", path=path, why=exc)) from exc


def lexicon_from(path: str) -> Lexicon:
    """The lexicon that ships with newsquotes, changed by a user's TOML file.

    ``[[verb]]``, ``[[noun]]`` and ``[[predicative]]`` add cues (``lemmas``, ``frames``, ``mode``, ``stance``,
    ``reliability``), ``[[role]]`` adds head nouns of speakers (``lemmas``, ``kind``, ``gender``, ``flags``), ``[[outlet]]``
    adds outlets (``name``, ``aliases``, ``domains``), and ``[remove]`` takes ``verbs``, ``nouns``, ``predicatives``,
    ``roles`` and ``outlets`` out. Raises :class:`~newsquotes.errors.ConfigError` that lists everything that is wrong with
    the file, each with entry and field.
    """
    return lexicon_in(read_lexicon_file(path), path)


def lexicon_in(text: str, path: str) -> Lexicon:
    """The lexicon that the text of a user's file makes; ``path`` is the file that errors name."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(gettext("the lexicon {path} cannot be read: {why}", path=path, why=exc)) from exc
    problems = schema.problems_of_file(content, path)
    lexicon = Lexicon(**{f.name: dict(getattr(default_lexicon(), f.name)) for f in attrs.fields(Lexicon)})
    removed = content.get("remove", {})
    for what in schema.REMOVABLE if isinstance(removed, Mapping) else ():
        words = removed.get(what)
        problems += _removed(lexicon, what, words, path) if isinstance(words, list) else ()
    if problems:
        raise ConfigError(problems)
    kinds: dict[CueKind, dict[str, CueEntry]] = {
        "verb": lexicon.verbs,
        "noun": lexicon.nouns,
        "predicative": lexicon.predicatives,
    }
    for kind, entries in kinds.items():
        for entry in content.get(kind, ()):
            row = {**_DEFAULT_CUE, **entry, "frames": " ".join(entry.get("frames", _DEFAULT_FRAMES))}
            for lemma in _lemmas(*entry["lemmas"]):
                entries[lemma] = _cue(lemma, kind, row)
    for entry in content.get("role", ()):
        for lemma in _lemmas(*entry["lemmas"]):
            lexicon.roles.pop(lemma, None)
            flags = frozenset(entry.get("flags", ()))
            _add_role(lexicon, Role(lemma, entry.get("kind", "person"), entry.get("gender", ""), flags))
    for entry in content.get("outlet", ()):
        domains = tuple(entry.get("domains", ()))
        for alias in (entry["name"], *entry.get("aliases", ()), *domains):
            lexicon.outlets.pop(fold(alias), None)
        _add_outlet(lexicon, Outlet(entry["name"], domains), [*entry.get("aliases", ()), *domains])
    return lexicon


_DEFAULT_CUE = {"mode": "speech", "stance": "asserted", "reliability": 0.9}
_DEFAULT_FRAMES = ("прямая", "вводн", "как", "что", "двоеточие")


def _removed(lexicon: Lexicon, what: str, words: list[Any], path: str) -> Iterator[str]:
    """Takes words out of a lexicon; yields a problem for each that is not there."""
    entries: dict[str, Any] = getattr(lexicon, what)
    for word in words:
        low = fold(str(word))
        found = entries.pop(low, None)
        if found is None:
            close = did_you_mean(low, entries).partition(" Available")[0]
            hint = f"; {close}" if close.startswith("did") else ""
            yield gettext(
                "{path}: [remove]: {what} holds {word!r}, which the lexicon does not have{hint}",
                path=path,
                what=what,
                word=word,
                hint=hint,
            )
        elif what == "roles":
            lexicon.substantives.pop(adjective_stem(low), None)
        elif what == "outlets":
            for alias in [a for a, outlet in entries.items() if outlet is found]:
                del entries[alias]
        elif what == "verbs":
            lexicon.collocations.pop(low, None)


def _cue(lemma: str, kind: CueKind, row: Mapping[str, Any]) -> CueEntry:
    return CueEntry(
        fold(lemma),
        kind,
        frozenset(row["frames"].split()),
        row["mode"],
        row.get("stance", "asserted"),
        float(row["reliability"]),
    )


def _keep_best(entries: dict[str, CueEntry], entry: CueEntry) -> None:
    """Two senses of one lemma: their frames are joined, the more reliable one says the rest."""
    old = entries.get(entry.lemma)
    if old is not None:
        better, other = (entry, old) if entry.reliability > old.reliability else (old, entry)
        entry = attrs.evolve(better, frames=better.frames | other.frames)
    entries[entry.lemma] = entry


def _lemmas(*columns: str) -> Iterator[str]:
    for column in dict.fromkeys(columns):
        for lemma in column.split(","):
            if lemma and lemma != schema.NO_PAIR:
                yield fold(lemma)


def _stem(word: str) -> str:
    """What every form of a word begins with."""
    return word[:-2] if len(word) > 4 else word[:3]
