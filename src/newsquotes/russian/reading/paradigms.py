"""How Russian declines the names of people: endings as a table, so that names no dictionary holds are understood too.

A form of a name is read as ``Analysis`` items: a nominative, a gender, and the cases in which that nominative has this form.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from newsquotes.caches import cached
from newsquotes.document import Gender

NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE, INSTRUMENTAL, LOCATIVE = 1, 2, 4, 8, 16, 32
ALL_CASES = 63
VOWELS = frozenset("аеиоуыэюя")
_SOFT = frozenset("йьъ")


@attrs.frozen(order=True)
class Analysis:
    """One way to read a form: the nominative (folded), the gender, the cases (bits), and how usual the pattern is."""

    lemma: str
    gender: Gender
    cases: int
    weight: float = 1.0


@attrs.frozen
class _Pattern:
    """A way to decline: the nominative's ending after the stem, the other cases' endings, and which stems decline so."""

    gender: Gender
    nominative: str
    endings: tuple[str, str, str, str, str]
    fits: Callable[[str], bool]
    weight: float = 1.0


def _consonant(stem: str) -> bool:
    return len(stem) > 1 and stem[-1] not in VOWELS and stem[-1] not in _SOFT


def _plain(stem: str) -> bool:
    return _consonant(stem) and not _possessive(stem) and not _fleeting(stem)


def _fleeting(stem: str) -> bool:
    """Whether a vowel must stand between the last consonants of the nominative: «Лобка», «Кравца», of «Лобок», «Кравец»."""
    return len(stem) > 2 and (
        (stem[-1] == "к" and stem[-2] in "бвгджзптфхцчшщ")
        or (stem[-1] == "ц" and stem[-2] in "бвгджзкмпсфхчш")
        or (len(stem) > 5 and stem.endswith("енк"))  # «Лысенка»
    )


def _possessive(stem: str) -> bool:
    return stem.endswith(("ов", "ев", "ин", "ын")) and len(stem) > 3


def _hard(stem: str) -> bool:
    return _consonant(stem) and stem[-1] not in "гкхжчшщ"


def _hushing(stem: str) -> bool:
    return _consonant(stem) and stem[-1] in "гкхжчшщ"


def _vowel(stem: str) -> bool:
    return len(stem) > 1 and stem[-1] in VOWELS


def _always(stem: str) -> bool:
    return len(stem) > 1


def _sk(stem: str) -> bool:
    return stem.endswith(("ск", "цк"))


def _not_i(stem: str) -> bool:
    return len(stem) > 1 and not stem.endswith("и")


def _i(stem: str) -> bool:
    return len(stem) > 2 and stem.endswith("и")


def _fixed(stem: str) -> bool:
    """Names that never change: «Керри», «Шевченко», «Седых»."""
    return len(stem) > 1 and (stem[-1] in "оиэ" or stem.endswith(("ых", "их", "дзе"))) and not stem.endswith(("ого", "его"))


def _rarely_fixed(stem: str) -> bool:
    return len(stem) > 1 and stem[-1] in "уюеё" and not stem.endswith("дзе")


def _foreign_a(stem: str) -> bool:
    return len(stem) > 2 and stem[-1] in "ая" and (stem[-2] in VOWELS or stem.endswith(("нья", "лья")))


_PATTERNS = (
    _Pattern("masc", "", ("а", "у", "а", "ом", "е"), _plain),
    _Pattern("masc", "", ("а", "у", "а", "ем", "е"), lambda s: _plain(s) and s[-1] in "жшчщц"),
    _Pattern("masc", "", ("а", "у", "а", "ым", "е"), _possessive),
    _Pattern("masc", "", ("а", "у", "а", "ом", "е"), _possessive, 0.7),
    _Pattern("masc", "ский", ("ского", "скому", "ского", "ским", "ском"), _always),
    _Pattern("masc", "цкий", ("цкого", "цкому", "цкого", "цким", "цком"), _always),
    _Pattern("masc", "ский", ("ски", "ски", "ски", "ски", "ски"), _always, 0.05),
    _Pattern("masc", "ый", ("ого", "ому", "ого", "ым", "ом"), _hard, 0.6),
    _Pattern("masc", "ой", ("ого", "ому", "ого", "ым", "ом"), lambda s: _hard(s) and not _possessive(s), 0.5),
    _Pattern("masc", "ой", ("ого", "ому", "ого", "ым", "ом"), _possessive, 0.7),  # «Ланового», «Кошевого»
    _Pattern("masc", "ой", ("ого", "ому", "ого", "им", "ом"), _hushing, 0.5),
    _Pattern("masc", "ий", ("ого", "ому", "ого", "им", "ом"), lambda s: _hushing(s) and s[-1] in "гкх", 0.45),
    _Pattern("masc", "ий", ("его", "ему", "его", "им", "ем"), lambda s: _hushing(s) or s.endswith("н"), 0.4),
    _Pattern("masc", "й", ("я", "ю", "я", "ем", "е"), _vowel),
    _Pattern("masc", "ий", ("ия", "ию", "ия", "ием", "ии"), _consonant),
    _Pattern("masc", "ий", ("ья", "ью", "ья", "ьем", "ье"), _consonant, 0.3),
    _Pattern("masc", "ь", ("я", "ю", "я", "ем", "е"), lambda s: _consonant(s) and s[-1] not in "гкхжчшщц", 0.6),
    _Pattern("masc", "ец", ("ца", "цу", "ца", "цом", "це"), lambda s: _consonant(s) and len(s) > 2, 0.4),
    _Pattern("masc", "ец", ("ца", "цу", "ца", "цем", "це"), lambda s: _consonant(s) and len(s) > 2, 0.4),
    _Pattern("masc", "ец", ("йца", "йцу", "йца", "йцем", "йце"), _vowel, 0.5),
    _Pattern("masc", "ок", ("ка", "ку", "ка", "ком", "ке"), lambda s: _consonant(s) and s[-1] not in "рнс", 0.3),
    _Pattern("masc", "енок", ("енка", "енку", "енка", "енком", "енке"), lambda s: _consonant(s) and len(s) > 2, 0.6),
    _Pattern("masc", "ель", ("ля", "лю", "ля", "лем", "ле"), _consonant, 0.3),
    _Pattern("masc", "ень", ("ня", "ню", "ня", "нем", "не"), _consonant, 0.3),
    _Pattern("masc", "ек", ("ька", "ьку", "ька", "ьком", "ьке"), _consonant, 0.3),
    _Pattern("masc", "а", ("ы", "е", "у", "ой", "е"), _hard, 0.4),
    _Pattern("masc", "а", ("и", "е", "у", "ой", "е"), _hushing, 0.4),
    _Pattern("masc", "я", ("и", "е", "ю", "ей", "е"), lambda s: _not_i(s) and s[-1] not in "гкхжчшщц", 0.35),
    _Pattern("masc", "ия", ("ии", "ии", "ию", "ией", "ии"), _consonant, 0.35),
    _Pattern("masc", "", ("", "", "", "", ""), _fixed),
    _Pattern("masc", "", ("", "", "", "", ""), _rarely_fixed, 0.7),
    _Pattern("masc", "", ("", "", "", "", ""), _foreign_a, 0.8),
    _Pattern("femn", "ова", ("овой", "овой", "ову", "овой", "овой"), _always),
    _Pattern("femn", "ева", ("евой", "евой", "еву", "евой", "евой"), _always),
    _Pattern("femn", "ина", ("иной", "иной", "ину", "иной", "иной"), _always),
    _Pattern("femn", "ына", ("ыной", "ыной", "ыну", "ыной", "ыной"), _always),
    _Pattern("femn", "ая", ("ой", "ой", "ую", "ой", "ой"), lambda s: _consonant(s), 0.6),
    _Pattern("femn", "ская", ("ской", "ской", "скую", "ской", "ской"), _always),
    _Pattern("femn", "цкая", ("цкой", "цкой", "цкую", "цкой", "цкой"), _always),
    _Pattern("femn", "а", ("ы", "е", "у", "ой", "е"), lambda s: _hard(s) and not s.endswith(("ов", "ев")), 0.8),
    _Pattern("femn", "а", ("и", "е", "у", "ой", "е"), _hushing, 0.8),
    _Pattern("femn", "а", ("и", "е", "у", "ей", "е"), lambda s: _consonant(s) and s[-1] in "жшчщц", 0.8),
    _Pattern("femn", "я", ("и", "е", "ю", "ей", "е"), lambda s: _not_i(s) and s[-1] not in "гкхжчшщц", 0.7),
    _Pattern("femn", "ия", ("ии", "ии", "ию", "ией", "ии"), _consonant, 0.8),
    _Pattern("femn", "ь", ("и", "и", "ь", "ью", "и"), lambda s: _consonant(s) and s[-1] in "лнсть", 0.5),
    _Pattern("femn", "", ("", "", "", "", ""), lambda s: _plain(s) and not s.endswith(("ый", "ий"))),
    _Pattern("femn", "", ("", "", "", "", ""), lambda s: _possessive(s), 0.15),
    _Pattern("femn", "", ("", "", "", "", ""), lambda s: len(s) > 2 and s[-1] in "йь", 0.8),
    _Pattern("femn", "", ("", "", "", "", ""), _fixed),
    _Pattern("femn", "", ("", "", "", "", ""), _rarely_fixed, 0.7),
    _Pattern("femn", "", ("", "", "", "", ""), _foreign_a, 0.8),
)  # fmt: skip


def _by_ending() -> dict[str, list[tuple[_Pattern, int]]]:
    table: dict[str, dict[int, int]] = {}
    for n, pattern in enumerate(_PATTERNS):
        for case, ending in enumerate((pattern.nominative, *pattern.endings)):
            cases = table.setdefault(ending, {})
            cases[n] = cases.get(n, 0) | 1 << case
    return {ending: [(_PATTERNS[n], cases) for n, cases in found.items()] for ending, found in table.items()}


_ENDINGS = _by_ending()
_LONGEST = max(map(len, _ENDINGS))


def guesses(low: str) -> frozenset[Analysis]:
    """The readings of a folded form by its ending alone.

    >>> [a.lemma for a in sorted(guesses("реммлером")) if a.cases == INSTRUMENTAL and a.gender == "masc" and a.weight >= 1]
    ['реммлер']
    """
    found: dict[tuple[str, Gender], tuple[int, float]] = {}
    for size in range(min(_LONGEST, len(low) - 2) + 1):
        stem = low[: len(low) - size]
        for pattern, cases in _ENDINGS.get(low[len(stem) :], ()):
            if pattern.fits(stem):
                key = stem + pattern.nominative, pattern.gender
                old_cases, old_weight = found.get(key, (0, 0.0))
                found[key] = old_cases | cases, max(old_weight, pattern.weight)
    return frozenset(Analysis(lemma, gender, cases, weight) for (lemma, gender), (cases, weight) in found.items())


@cached(size=960, most=1 << 15)
def declined(lemma: str, gender: Gender) -> frozenset[str]:
    """All forms of a folded nominative.

    >>> sorted(declined("королева", "femn"))
    ['королева', 'королевой', 'королеву']
    """
    forms = {lemma}
    best = 0.0
    for pattern in _PATTERNS:
        size = len(lemma) - len(pattern.nominative)
        if (
            pattern.gender == gender
            and lemma.endswith(pattern.nominative)
            and pattern.fits(lemma[:size])
            and pattern.weight >= best
        ):
            stem = lemma[:size]
            if pattern.nominative or not best or pattern.weight > best:
                forms |= {stem + ending for ending in pattern.endings}
            best = max(best, pattern.weight) if len(pattern.nominative) > 1 else best
    if lemma in _FLEETING:
        forms |= {_FLEETING[lemma] + ending for ending in ("а", "у", "ом", "е")}
    return frozenset(forms)


_FLEETING = {"павел": "павл", "лев": "льв", "петр": "петр"}
