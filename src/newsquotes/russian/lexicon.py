"""The lexicons (``data/*.tsv``): cues with their government, roles, outlets, platforms and places.

Each line of a file is one entry; ``#`` starts a comment line. «ё» is folded to «е» when lexicons are read and looked up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

import attrs

from newsquotes.document import Mode, Stance
from newsquotes.errors import ConfigError

CueKind = Literal["verb", "noun", "predicative", "preposition"]
_STANCES = frozenset(get_args(Stance))
_MODES = frozenset(get_args(Mode))


def fold(word: str) -> str:
    """Lower case, «ё» as «е»: the form under which words are looked up.

    >>> fold("Ещё")
    'еще'
    """
    return word.lower().replace("ё", "е")


NAMES_OF_BOTH = frozenset(
    "софия виктория милана каролина вероника мадлен флоренция афина севилья дели джорджия вирджиния аделаида сидней".split()
)
"""First names of people that are names of places too."""
POSSESSIVES = ("его", "ее", "их")
_ADJECTIVE_ENDINGS = (
    "ыми",
    "ими",
    "ого",
    "его",
    "ому",
    "ему",
    "ый",
    "ий",
    "ой",
    "ей",
    "ая",
    "яя",
    "ое",
    "ее",
    "ые",
    "ие",
    "ых",
    "их",
    "ым",
    "им",
    "ом",
    "ем",
    "ую",
    "юю",
    "ою",
    "ею",
)


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
    """A medium with its canonical name."""

    name: str
    type: str


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
    for imperfective, perfective, frames, mode, stance, reliability in _rows("verbs", 6):
        for lemma in _lemmas(imperfective, perfective):
            _keep_best(lexicon.verbs, _cue(lemma, "verb", frames, mode, stance, reliability))
    for lemma, frames, mode, stance, reliability in _rows("nouns", 5):
        _keep_best(lexicon.nouns, _cue(fold(lemma), "noun", frames, mode, stance, reliability))
    for lemma, frames, mode, stance, reliability in _rows("predicatives", 5):
        _keep_best(lexicon.predicatives, _cue(fold(lemma), "predicative", frames, mode, stance, reliability))
    for phrase, case, possessive, mode, reliability in _rows("prepositional", 5):
        words = tuple(fold(phrase).split())
        entry = attrs.evolve(
            _cue(" ".join(words), "preposition", "вводн", mode, "asserted", reliability),
            words=words,
            case=case,
            possessive=possessive == "1",
        )
        by_second = lexicon.prepositions.setdefault(words[0], {})
        second = words[1] if len(words) > 1 else ""
        if second == "*":
            second = f"* {words[2]}"  # an adjective, then this word
        seconds = [second, *(POSSESSIVES if entry.possessive and len(words) == 2 else ())]
        for second in seconds:
            by_second.setdefault(second, []).append(entry)
    for by_second in lexicon.prepositions.values():
        for entries in by_second.values():
            entries.sort(key=lambda e: -len(e.words))
    for verb, rest, frames, mode, stance, reliability in _rows("collocations", 6):
        for form in rest.split("|"):
            words = tuple(fold(form).split())
            for lemma in _lemmas(verb):
                entry = _cue(lemma, "verb", frames, mode, stance, reliability)
                lexicon.collocations.setdefault(lemma, {}).setdefault(words[0], []).append(attrs.evolve(entry, words=words))
    for by_word in lexicon.collocations.values():
        for entries in by_word.values():
            entries.sort(key=lambda e: -len(e.words))
    for lemma, kind, gender, flags in _rows("roles", 4):
        role = Role(fold(lemma), kind, gender, frozenset(flags.split()))
        if "subst" in role.flags:
            lexicon.substantives.setdefault(adjective_stem(role.lemma), role)
        lexicon.roles.setdefault(role.lemma, role)
    for name, aliases, kind in _rows("outlets", 3):
        for alias in _aliases(name, aliases):
            low = fold(alias)
            lexicon.outlets.setdefault(low, Outlet(name, kind))
            first, *others = re.findall(r"\w+|[^\w\s]", low)
            stem = _stem(first)
            lexicon.outlet_stems[stem] = max(lexicon.outlet_stems.get(stem, 0), 1 + len(others))
            lexicon.outlet_followers.update(dict.fromkeys(map(_stem, others)))
    for name, aliases in _rows("platforms", 2):
        for alias in _aliases(name, aliases):
            lexicon.platforms.setdefault(fold(alias), name)
    for name, kind in _rows("places", 2):
        lexicon.places.setdefault(fold(name), kind)
    return lexicon


def read_lexicon_file(path: str) -> str:
    """The text of a user's lexicon; raises :class:`~newsquotes.errors.ConfigError` where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise ConfigError(f"the lexicon {path} cannot be read: {exc}") from exc


def lexicon_from(path: str) -> Lexicon:
    """The lexicon that ships with newsquotes, changed by a user's TOML file.

    ``[[verb]]``, ``[[noun]]`` and ``[[predicative]]`` add cues (``lemmas``, ``frames``, ``mode``, ``stance``,
    ``reliability``), ``[[role]]`` adds head nouns of speakers (``lemmas``, ``kind``, ``gender``), and ``[remove]`` takes
    ``verbs``, ``nouns``, ``predicatives`` and ``roles`` out. Raises :class:`~newsquotes.errors.ConfigError` that lists
    everything that is wrong with the file.
    """
    return lexicon_in(read_lexicon_file(path), path)


def lexicon_in(text: str, path: str) -> Lexicon:
    """The lexicon that the text of a user's file makes; ``path`` is the file that errors name."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(f"the lexicon {path} cannot be read: {exc}") from exc
    lexicon = Lexicon(**{f.name: dict(getattr(default_lexicon(), f.name)) for f in attrs.fields(Lexicon)})
    cues = {"verb": lexicon.verbs, "noun": lexicon.nouns, "predicative": lexicon.predicatives}
    problems = [
        f"{path}: unknown table {key!r}; there are {_TABLES}" for key in content if key not in (*cues, "role", "remove")
    ]
    for kind, entries in cues.items():
        for n, row in enumerate(content.get(kind, ())):
            problems += _bad_keys(path, kind, n, row, ("lemmas", "frames", "mode", "stance", "reliability"))
            for lemma in row.get("lemmas", ()):
                frames = " ".join(row.get("frames", ("прямая", "вводн", "как", "что", "двоеточие")))
                entries[fold(lemma)] = _cue(
                    fold(lemma),
                    kind,  # type: ignore[arg-type]
                    frames,
                    row.get("mode", "speech"),
                    row.get("stance", "asserted"),
                    row.get("reliability", 0.9),
                )
    for n, row in enumerate(content.get("role", ())):
        problems += _bad_keys(path, "role", n, row, ("lemmas", "kind", "gender"))
        for lemma in row.get("lemmas", ()):
            lexicon.roles[fold(lemma)] = Role(fold(lemma), row.get("kind", "person"), row.get("gender", ""))
    removed = content.get("remove", {})
    places: dict[str, dict[str, Any]] = {
        "verbs": lexicon.verbs,
        "nouns": lexicon.nouns,
        "predicatives": lexicon.predicatives,
        "roles": lexicon.roles,
    }
    problems += _bad_keys(path, "remove", 0, removed, tuple(places))
    for name, words in places.items():
        for lemma in removed.get(name, ()):
            if words.pop(fold(lemma), None) is None:
                problems.append(f"{path}: [remove] {name}: there is no {lemma!r} to remove")
    if problems:
        raise ConfigError(problems)
    return lexicon


_TABLES = "[[verb]], [[noun]], [[predicative]], [[role]] and [remove]"


def _bad_keys(path: str, table: str, n: int, row: object, allowed: tuple[str, ...]) -> list[str]:
    if not isinstance(row, dict):
        return [f"{path}: {table} number {n + 1} is no table; write [[{table}]]"]
    return [
        f"{path}: {table} number {n + 1}: unknown key {key!r}; there are {', '.join(allowed)}"
        for key in row
        if key not in allowed
    ]


def _cue(lemma: str, kind: CueKind, frames: str, mode: str, stance: str, reliability: str | float) -> CueEntry:
    return CueEntry(
        lemma,
        kind,
        frozenset(frames.split()),
        mode if mode in _MODES else "speech",  # type: ignore[arg-type]
        stance if stance in _STANCES else "asserted",  # type: ignore[arg-type]
        float(reliability),
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
            if lemma and lemma != "-":
                yield fold(lemma)


def _stem(word: str) -> str:
    """What every form of a word begins with."""
    return word[:-2] if len(word) > 4 else word[:3]


def _aliases(name: str, aliases: str) -> Iterable[str]:
    return dict.fromkeys([name, *(a for a in aliases.split("|") if a and a != "-")])


def _rows(name: str, width: int) -> Iterator[list[str]]:
    lines = files("newsquotes.russian").joinpath("data", f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        if line and not line.startswith("#"):
            fields = line.split("\t")
            yield [*fields, *[""] * (width - len(fields))][:width]
