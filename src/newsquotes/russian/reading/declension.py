"""How Russian declines the names of people: endings as a table, so that names no dictionary holds are understood too.

A form of a name is read as ``Analysis`` items: a nominative, a gender, and the cases in which that nominative has this form.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs

from newsquotes.caches import cached
from newsquotes.document import Gender
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import NAMES_OF_BOTH, fold
from newsquotes.russian.morphology import parses

NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE, INSTRUMENTAL, LOCATIVE = 1, 2, 4, 8, 16, 32
ALL_CASES = 63
_CASES = {
    "nomn": NOMINATIVE, "gent": GENITIVE, "datv": DATIVE, "accs": ACCUSATIVE, "ablt": INSTRUMENTAL, "loct": LOCATIVE,
    "gen1": GENITIVE, "gen2": GENITIVE, "acc2": ACCUSATIVE, "loc1": LOCATIVE, "loc2": LOCATIVE,
}  # fmt: skip
_VOWELS = frozenset("аеиоуыэюя")
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
    return len(stem) > 1 and stem[-1] not in _VOWELS and stem[-1] not in _SOFT


def _plain(stem: str) -> bool:
    return _consonant(stem) and not _possessive(stem) and not _fleeting(stem)


def _fleeting(stem: str) -> bool:
    """Whether a vowel must stand between the last consonants of the nominative: «Лобка», «Кравца», of «Лобок», «Кравец»."""
    return len(stem) > 2 and (
        (stem[-1] == "к" and stem[-2] in "бвгджзптфхцчшщ") or (stem[-1] == "ц" and stem[-2] in "бвгджзкмпсфхчш")
    )


def _possessive(stem: str) -> bool:
    return stem.endswith(("ов", "ев", "ин", "ын")) and len(stem) > 3


def _hard(stem: str) -> bool:
    return _consonant(stem) and stem[-1] not in "гкхжчшщ"


def _hushing(stem: str) -> bool:
    return _consonant(stem) and stem[-1] in "гкхжчшщ"


def _vowel(stem: str) -> bool:
    return len(stem) > 1 and stem[-1] in _VOWELS


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
    return len(stem) > 2 and stem[-1] in "ая" and stem[-2] in _VOWELS


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


@cached(size=960, most=1 << 16)
def analyses(word: str) -> frozenset[Analysis]:
    """The readings of one word of a name: those of the dictionary where it knows the name, else by the ending.

    >>> sorted((a.lemma, a.gender) for a in analyses("Захаровой"))
    [('захарова', 'femn')]
    """
    low = fold(word)
    if "-" in low.strip("-"):
        return _hyphenated(low)
    known = _given_or_known(low)
    if not known:
        return _soft_feminine(low) or _as_a_common_word(low) or guesses(low)
    genders = {r.gender for r in known}
    nominative = {r.gender for r in known if r.cases & NOMINATIVE}
    if low[-1:] in "ая" and (not nominative if _first_name(low) else "masc" in genders and "masc" not in nominative):
        # «Авила» may be a name itself, not only a form of «Авил»
        had = {(r.lemma, r.gender) for r in known}
        known |= {attrs.evolve(r, weight=0.3) for r in guesses(low) if r.lemma == low and (r.lemma, r.gender) not in had}
    elif genders == {"masc"} and any(r.lemma[-1] in "ая" for r in known) and not _first_name(low):
        known |= {
            attrs.evolve(r, gender="femn", weight=r.weight * 0.9) for r in known if r.lemma[-1] in "ая"
        }  # «Анна Щерба»
    elif genders == {"masc"} and any(r.lemma == low for r in known) and low[-1] not in _VOWELS and not _first_name(low):
        if low.endswith(("ой", "ый", "ий")) and not low.endswith("чий"):
            if low.endswith("ой"):  # «Донской», and «Донской» of a woman «Донская»
                known |= {r for r in guesses(low) if r.lemma.endswith("ая")}
            return known
        # «Софья Кан»: a woman's surname of that kind never changes
        known |= {r for r in guesses(low) if r.lemma == low and r.gender == "femn" and r.weight > 0.5}
    return known


_NAMES: dict[Gender, frozenset[str]] = {"masc": word_set("names_of_men"), "femn": word_set("names_of_women")}


@cached(size=320, most=1 << 15)
def listed(low: str) -> frozenset[Analysis]:
    """The readings of a folded form as a first name that the dictionary lacks, or has as another word.

    >>> sorted((a.lemma, a.gender) for a in listed("милоша")), listed("лодка")
    ([('милош', 'masc')], frozenset())
    """
    found = {attrs.evolve(r, weight=1.4) for r in guesses(low) if r.lemma in _NAMES[r.gender]}
    for gender, names in _NAMES.items():
        if low in names and not any(r.lemma == low and r.gender == gender for r in found):
            found.add(Analysis(low, gender, ALL_CASES, 1.4))  # «Гурбангулы»
    return frozenset(found)


def _given_or_known(low: str) -> frozenset[Analysis]:
    """The readings by the lists and the dictionary; «Петру» is rather «Пётр» than a Romanian's name."""
    given, known = listed(low), _known(low)
    if known:
        return known | {attrs.evolve(r, weight=0.5) for r in given} if given else known
    if not given:
        return known
    listed_ones = {(r.lemma, r.gender) for r in given}  # «Рена»: a woman's first name, or of a man «Рен»
    common = _as_a_common_word(low) if low.endswith(("ой", "ая", "ую")) else frozenset()  # «Белой» of «Белая»
    others = common or {attrs.evolve(r, weight=r.weight * 0.3) for r in guesses(low)}
    return given | {r for r in others if (r.lemma, r.gender) not in listed_ones}


def _first_name(low: str) -> bool:
    return any("Name" in form.tag for form in parses(low) if form.is_known)


def _known(low: str) -> frozenset[Analysis]:
    found: dict[tuple[str, Gender], tuple[int, float]] = {}
    for form in parses(low):
        tag = form.tag
        personal = tag.grammemes & {"Name", "Surn", "Patr"} or fold(form.normal_form) in NAMES_OF_BOTH
        if not personal or not form.is_known or "plur" in tag:
            continue
        nominative = form.inflect({"nomn", "sing"})
        lemma = fold(nominative.word if nominative is not None else form.normal_form)
        common = "ms-f" in str(tag) or tag.gender not in ("masc", "femn")
        genders: tuple[Gender, ...] = ("masc", "femn") if common else (tag.gender,)
        cases = ALL_CASES if "Fixd" in tag else _CASES.get(str(tag.case), 0)
        if not cases:
            continue  # «Илон» as a way to call an Илона
        if lemma == low and cases != ALL_CASES and not cases & NOMINATIVE and "Name" not in tag:
            cases |= NOMINATIVE
        for gender in genders:
            old_cases, old_score = found.get((lemma, gender), (0, 0.0))
            found[lemma, gender] = old_cases | cases, old_score + form.score
    total = sum([score for _, score in found.values()])
    found = {key: (cases, 1.0 + 0.5 * score / total) for key, (cases, score) in found.items()}
    return frozenset(Analysis(lemma, gender, cases, weight) for (lemma, gender), (cases, weight) in found.items())


def _soft_feminine(low: str) -> frozenset[Analysis]:
    """«Гузели», «Гузелью»: women's first names in a soft sign, which the dictionary does not decline."""
    stem = low[:-2] if low.endswith("ью") else low[:-1] if low.endswith("и") else ""
    if len(stem) < 3 or not _first_name(stem + "ь"):
        return frozenset()
    cases = INSTRUMENTAL if low.endswith("ью") else GENITIVE | DATIVE | LOCATIVE
    return guesses(low) | {Analysis(stem + "ь", "femn", cases, 1.4)}


def _as_a_common_word(low: str) -> frozenset[Analysis]:
    """A surname that is a noun or an adjective of the language, declined as they are: «Котла», «Галушки», «Гладкой».

    What the ending alone allows stays possible («Альберта Гора» is no «гора»), though less likely.
    """
    found: dict[tuple[str, Gender], tuple[int, float]] = {}
    for form in parses(low):
        tag = form.tag
        adjective = tag.POS == "ADJF"
        if not form.is_known or "plur" in tag or tag.gender not in ("masc", "femn") or not (adjective or tag.POS == "NOUN"):
            continue
        if tag.grammemes & {"Geox", "Orgn", "Abbr"}:
            continue
        nominative = form.inflect({"nomn", "sing", tag.gender} if adjective else {"nomn", "sing"})
        cases = _CASES.get(str(tag.case), 0)
        if nominative is None or not cases:
            continue
        lemma = fold(nominative.word)
        if adjective and lemma[:-2].endswith(("ов", "ев", "ин", "ын")):
            return frozenset()  # «Кротовой» is rather «Кротова» than «Кротовая»
        own = lemma, tag.gender
        found[own] = found.get(own, (0, 0.0))[0] | cases, 0.95
        if tag.gender == "femn" and not adjective and lemma[-1] in "ая":
            found[lemma, "masc"] = found[own][0], 0.6  # «Андрей Галушка»
    if not found:
        return frozenset()
    for guess in guesses(low):
        if (guess.lemma, guess.gender) not in found:
            stays = guess.gender == "femn" and guess.lemma == low and low[-1] not in _VOWELS and guess.cases == ALL_CASES
            if stays and any(lemma.endswith(("ая", "ий", "ый")) for lemma, _ in found):
                continue
            found[guess.lemma, guess.gender] = guess.cases, guess.weight * (1.0 if stays else 0.5)
    return frozenset(Analysis(lemma, gender, cases, weight) for (lemma, gender), (cases, weight) in found.items())


def _hyphenated(low: str) -> frozenset[Analysis]:
    """«Михнова-Вайтенко», «Аль-Таджа», «Жан-Клода»: the last part declines, the first where it can."""
    head, _, tail = low.rpartition("-")
    if tail in _ELDER:
        lemma, gender, cases = _ELDER[tail]  # «Сафина-младшего»
        return frozenset(
            Analysis(f"{h.lemma}-{lemma}", h.gender, h.cases & cases, h.weight)
            for h in _given_or_known(head) or guesses(head)
            if h.gender == gender and h.cases & cases
        )
    if head in _ARTICLES:  # «аль-Хасани»
        return frozenset(attrs.evolve(r, lemma=f"{head}-{r.lemma}") for r in guesses(tail))
    tails = (_given_or_known(tail) or _as_a_common_word(tail) or guesses(tail)) if len(tail) > 2 else frozenset()
    tails = tails or frozenset(Analysis(tail, gender, ALL_CASES, 0.8) for gender in _GENDERS)
    found = {Analysis(f"{head}-{t.lemma}", t.gender, t.cases, t.weight * 0.9) for t in tails}
    if "-" not in head and len(head) > 3:
        for h in _given_or_known(head) or guesses(head):
            for t in tails:
                if h.gender == t.gender and h.cases & t.cases and h.lemma != head:
                    found.add(Analysis(f"{h.lemma}-{t.lemma}", t.gender, h.cases & t.cases, t.weight * h.weight))
                elif h.gender == t.gender and h.lemma == head and not h.cases & t.cases:
                    # a reading in which the halves disagree is less likely than one in which they agree
                    found.discard(Analysis(f"{head}-{t.lemma}", t.gender, t.cases, t.weight * 0.9))
                    found.add(Analysis(f"{head}-{t.lemma}", t.gender, t.cases, t.weight * 0.4))
    return frozenset(found)


_ARTICLES = frozenset("аль эль ас аз ар ад аш ан ат эд эс эт эз эш эр эн абу бин ибн".split())
_ELDER_ENDINGS: tuple[tuple[str, str, Gender, int], ...] = (
    ("ий", "ий", "masc", NOMINATIVE),
    ("его", "ий", "masc", GENITIVE | ACCUSATIVE),
    ("ему", "ий", "masc", DATIVE),
    ("им", "ий", "masc", INSTRUMENTAL),
    ("ем", "ий", "masc", LOCATIVE),
    ("ая", "ая", "femn", NOMINATIVE),
    ("ей", "ая", "femn", GENITIVE | DATIVE | INSTRUMENTAL | LOCATIVE),
    ("ую", "ая", "femn", ACCUSATIVE),
)
_ELDER: dict[str, tuple[str, Gender, int]] = {
    f"{stem}{ending}": (f"{stem}{nominative}", gender, cases)
    for stem in ("младш", "старш")
    for ending, nominative, gender, cases in _ELDER_ENDINGS
}
_GENDERS: tuple[Gender, ...] = ("masc", "femn")


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
