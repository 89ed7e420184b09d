"""What a lexicon may say: the schema that the rows of ``data/`` and a user's TOML file pass alike.

Every problem is a line that names file, entry and field, says what is there and what may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, get_args

from newsquotes.annotations import Mode, Stance
from newsquotes.errors import did_you_mean
from newsquotes.russian.data_files import rows
from newsquotes.russian.morphology import parses
from newsquotes.wording import gettext, pgettext, term

Check = Callable[[Any, str], str]
"""What is wrong with a value of an entry of a table; an empty string where nothing is."""

ROLE_KINDS = ("person", "organization", "group", "anonymous", "document", "outlet")
GENDERS = ("masc", "femn", "neut", "common")
ROLE_FLAGS = ("title", "plural", "abbr", "subst", "proper", "surface")
_AS_WRITTEN = frozenset(["abbr", "surface"])  # flags of words that the dictionary reads as others
NO_PAIR = "-"
"""What stands among the lemmas of a verb for the aspect that it has no word for."""


@lru_cache(maxsize=1)
def frames() -> tuple[str, ...]:
    """The frames that a cue may have."""
    return tuple(row["frame"] for row in rows("frames"))


# --- checks of one value ---------------------------------------------------------------------------------------------


def _one_of(values: Callable[[], tuple[str, ...]]) -> Check:
    def check(value: Any, table: str) -> str:
        if isinstance(value, str) and value in values():
            return ""
        return f"is {value!r}; {did_you_mean(str(value), values())}"

    return check


def _all_of(values: Callable[[], tuple[str, ...]]) -> Check:
    def check(value: Any, table: str) -> str:
        if not _is_words(value):
            return _no_list(value)
        unknown = [v for v in value if v not in values()]
        return f"holds {unknown[0]!r}; {did_you_mean(unknown[0], values())}" if unknown else ""

    return check


def _probability(value: Any, table: str) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1:
        return ""
    return gettext("is {value!r}; it must be a number from 0 to 1", value=value)


def _words(value: Any, table: str) -> str:
    return "" if _is_words(value) else _no_list(value)


def _word(value: Any, table: str) -> str:
    return "" if isinstance(value, str) and value.strip() else gettext("is {value!r}; it must be a text", value=value)


def _lemmas(value: Any, table: str) -> str:
    if not _is_words(value):
        return _no_list(value)
    words = [w for w in value if w != NO_PAIR]
    if not words:
        return gettext("is empty; it must hold dictionary forms")
    for word in words:
        if problem := _no_lemma(word, table):
            return problem
    return _missing_aspect(words) if table == "verb" and NO_PAIR not in value else ""


def _is_words(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(v, str) and v.strip() for v in value)


def _no_list(value: Any) -> str:
    if isinstance(value, str):
        return gettext('is {value!r}; it must be a list of words: ["{value}"]', value=value)
    return gettext("is {value!r}; it must be a list of words", value=value)


_PARTS = {
    "verb": (term("lexicon", "an infinitive"), frozenset(["INFN"])),
    "noun": (term("lexicon", "a noun in the nominative"), frozenset(["NOUN"])),
    "predicative": (
        term("lexicon", "an adjective, a participle or a predicative in its dictionary form"),
        frozenset(["ADJF", "ADJS", "PRTF", "PRTS", "INFN", "PRED", "ADVB", "NOUN", "COMP"]),
    ),
    "role": (
        term("lexicon", "a noun or a noun-like adjective in the nominative"),
        frozenset(["NOUN", "ADJF", "PRTF", "INFN"]),
    ),
}


_INFINITIVES = ("ть", "ться", "ти", "тись", "чь", "чься")


def _no_lemma(word: str, table: str) -> str:
    """«каркнул» where «каркнуть» is asked for; words that no dictionary has are taken as they are, save a verb's form."""
    if " " in word or "-" in word or "." in word or not word.isalpha() or word.isupper():
        return ""
    named, parts = _PARTS[table]
    forms = parses(word.lower())
    if not any(f.is_known for f in forms) and (table != "verb" or word.endswith(_INFINITIVES)):
        return ""
    lower = word.lower().replace("ё", "е")
    fitting = [f for f in forms if f.tag.POS in parts]
    named_so = {"role": "nomn", "predicative": "masc"}.get(table, "Fixd")  # «школьники», «рад», «кофе»
    if any(_folded(f.normal_form) == lower or named_so in f.tag or "Fixd" in f.tag for f in fitting):
        return ""
    lemma = next((f.normal_form for f in forms if f.normalized.tag.POS in parts and _folded(f.normal_form) != lower), "")
    guess = gettext("; did you mean {lemma!r}?", lemma=lemma) if lemma else ""
    return gettext("holds {word!r}, which is not {named}{guess}", word=word, named=pgettext("lexicon", named), guess=guess)


def _folded(word: str) -> str:
    return str(word).replace("ё", "е")


def _missing_aspect(words: list[str]) -> str:
    """A verb of one aspect whose partner is not named; one that has both aspects may stand twice."""
    if len(set(words)) < len(words) or (
        len(words) > 1 and not all(f.is_known for w in words for f in parses(w.lower())[:1])
    ):
        return ""
    aspects = {str(f.tag.aspect) for w in words for f in parses(w.lower()) if f.tag.POS == "INFN" and f.tag.aspect}
    if len(aspects) != 1:
        return ""
    lacking = gettext("perfective") if aspects == {"impf"} else gettext("imperfective")
    guess = next(_partners(words[0].lower(), "perf" if aspects == {"impf"} else "impf"), "")
    hint = gettext("did you mean {guess!r}? Add it", guess=guess) if guess else gettext("add it")
    return gettext(
        'holds {names} without the {lacking} of the pair; {hint}, or "{no_pair}" where there is none',
        names=", ".join(map(repr, words)),
        lacking=lacking,
        hint=hint,
        no_pair=NO_PAIR,
    )


def _partners(verb: str, aspect: str) -> Iterator[str]:
    """Verbs of the dictionary that may be the other aspect of a verb: «каркать» → «каркнуть», «прокаркать»."""
    stem = verb[:-2] if verb.endswith("ть") else verb
    if aspect == "perf":
        made = [stem[:-1] + "нуть", stem[:-1] + "ить", *(p + verb for p in _PREFIXES)]
        made += [stem.removesuffix("ва") + "ть", stem.removesuffix("ыва").removesuffix("ива") + "ать"]
    else:
        bare = [verb.removeprefix(p) for p in _PREFIXES if verb.startswith(p) and len(verb) - len(p) > 4]
        made = [stem.removesuffix("ну") + "ать", stem + "вать", stem[:-1] + "ять", stem[:-1] + "ывать", *bare]
    for word in dict.fromkeys(made):
        if word != verb and any(f.is_known and f.tag.POS == "INFN" and str(f.tag.aspect) == aspect for f in parses(word)):
            yield word


_PREFIXES = ("про", "по", "за", "вы", "на", "с", "у", "о", "об", "от", "пере", "при", "под", "до", "из", "раз", "рас")

# --- tables ----------------------------------------------------------------------------------------------------------

_CUE: Mapping[str, Check] = {
    "lemmas": _lemmas,
    "frames": _all_of(frames),
    "mode": _one_of(lambda: get_args(Mode)),
    "stance": _one_of(lambda: get_args(Stance)),
    "reliability": _probability,
}
TABLES: Mapping[str, Mapping[str, Check]] = {
    "verb": _CUE,
    "noun": _CUE,
    "predicative": _CUE,
    "role": {
        "lemmas": _lemmas,
        "kind": _one_of(lambda: ROLE_KINDS),
        "gender": _one_of(lambda: GENDERS),
        "flags": _all_of(lambda: ROLE_FLAGS),
    },
    "outlet": {"name": _word, "aliases": _words, "domains": _words},
}
"""What an entry of a table may hold; the first field must be there."""
REMOVABLE = ("verbs", "nouns", "predicatives", "roles", "outlets")
"""What ``[remove]`` may hold."""


def problems_of(table: str, entry: Any, where: str) -> list[str]:
    """What is wrong with one entry; ``where`` names its file and its place there.

    >>> problems_of("verb", {"lemmas": ["каркать", "каркнуть"], "mode": "spech"}, "my.toml: [[verb]] 1")
    ["my.toml: [[verb]] 1: mode is 'spech'; did you mean 'speech'? Available: speech, thought, writing"]
    """
    fields = TABLES[table]
    if not isinstance(entry, Mapping):
        return [
            gettext(
                "{where}: it is {entry!r}; write a table [[{table}]] with {names}",
                where=where,
                entry=entry,
                table=table,
                names=", ".join(fields),
            )
        ]
    first = next(iter(fields))
    if table == "role" and isinstance(flags := entry.get("flags"), list) and not _AS_WRITTEN.isdisjoint(map(str, flags)):
        fields = {**fields, first: _words}
    shown = f"{where} ({entry[first]!r})" if isinstance(entry.get(first), str) else where
    problems = [
        gettext("{shown}: unknown field {key!r}; {known}", shown=shown, key=key, known=did_you_mean(str(key), fields))
        for key in entry
        if key not in fields
    ]
    if first not in entry and not problems:
        problems.append(gettext("{where}: the field {first!r} is missing", where=where, first=first))
    return problems + [
        f"{where}: {name} {problem}"
        for name, check in fields.items()
        if name in entry and (problem := check(entry[name], table))
    ]


def problems_of_file(content: Mapping[str, Any], path: str) -> list[str]:
    """What is wrong with a user's file, save what only the lexicon can tell (words to remove that are not there)."""
    problems = []
    known = (*TABLES, "remove")
    for key, value in content.items():
        if key not in known:
            problems.append(
                gettext("{path}: unknown table {key!r}; {known}", path=path, key=key, known=did_you_mean(key, known))
            )
        elif key == "remove":
            problems += _problems_of_removal(value, path)
        elif not isinstance(value, list):
            problems.append(
                gettext("{path}: [{key}] holds one table; write [[{key}]], once for each entry", path=path, key=key)
            )
        else:
            for n, entry in enumerate(value, 1):
                problems += problems_of(key, entry, f"{path}: [[{key}]] {n}")
    return problems


def _problems_of_removal(value: Any, path: str) -> list[str]:
    if not isinstance(value, Mapping):
        return [
            gettext(
                "{path}: remove is {value!r}; write a table [remove] with {names}",
                path=path,
                value=value,
                names=", ".join(REMOVABLE),
            )
        ]
    problems = [
        gettext("{path}: [remove]: unknown field {k!r}; {known}", path=path, k=k, known=did_you_mean(str(k), REMOVABLE))
        for k in value
        if k not in REMOVABLE
    ]
    return problems + [
        f"{path}: [remove]: {name} {problem}" for name in REMOVABLE if name in value and (problem := _words(value[name], ""))
    ]
