"""Words of names in any form: read by the dictionary and the lists where they know the name, else by the ending."""

from __future__ import annotations

import attrs

from newsquotes.caches import cached
from newsquotes.document import Gender
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import NAMES_OF_BOTH, fold
from newsquotes.russian.morphology import parses
from newsquotes.russian.reading.paradigms import (
    ACCUSATIVE,
    ALL_CASES,
    DATIVE,
    GENITIVE,
    INSTRUMENTAL,
    LOCATIVE,
    NOMINATIVE,
    VOWELS,
    Analysis,
    guesses,
)

_CASES = {
    "nomn": NOMINATIVE, "gent": GENITIVE, "datv": DATIVE, "accs": ACCUSATIVE, "ablt": INSTRUMENTAL, "loct": LOCATIVE,
    "gen1": GENITIVE, "gen2": GENITIVE, "acc2": ACCUSATIVE, "loc1": LOCATIVE, "loc2": LOCATIVE,
}  # fmt: skip


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
    if low[-1:] == "и":  # «Берзини» is a surname of the dictionary, and a form of «Берзиня»
        known |= {r for r in guesses(low) if r.lemma in DECLINING}
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
    elif genders == {"masc"} and any(r.lemma == low for r in known) and low[-1] not in VOWELS and not _first_name(low):
        if low.endswith(("ой", "ый", "ий")) and not low.endswith("чий"):
            if low.endswith("ой"):  # «Донской», and «Донской» of a woman «Донская»
                known |= {r for r in guesses(low) if r.lemma.endswith("ая")}
            return known
        # «Софья Кан»: a woman's surname of that kind never changes
        known |= {r for r in guesses(low) if r.lemma == low and r.gender == "femn" and r.weight > 0.5}
    return known


DECLINING = word_set("surnames_that_decline")
_IN_IY = word_set("names_in_iy")
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


def in_genitive(low: str, known: frozenset[Analysis]) -> frozenset[Analysis]:
    """How a first name can be read besides where only a genitive can stand: «по словам Илона Ланга», «… Билли Ланг».

    A woman's nominative is a man's genitive there, and a man's name that never changes may be a woman's.
    """
    if not any(r.cases & GENITIVE for r in known):
        return frozenset(r for r in guesses(low) if r.gender == "masc" and r.cases & GENITIVE and r.weight >= 0.8)
    if all(r.cases == ALL_CASES and r.gender == "masc" for r in known):
        return frozenset((Analysis(low, "femn", ALL_CASES, 0.5),))
    return frozenset()


def only_listed(low: str) -> bool:
    """Whether a folded form is that of a first name which no dictionary of Russian has: «Небойша»."""
    return bool(listed(low)) and not _known(low)


def father_of(word: str, cases: int, sex: str) -> frozenset[Analysis]:
    """The father's name before «оглы»: it stands still, though some decline it («Эльчина Рашида оглы Мамедова»)."""
    declined = frozenset(r for r in analyses(word) if r.gender == "masc" and r.weight > 1)
    if any(r.cases & cases for r in declined) and not any(r.cases & NOMINATIVE for r in declined):
        return declined if sex == "masc" else frozenset(attrs.evolve(r, gender="femn") for r in declined)
    return frozenset((Analysis(fold(word), "femn" if sex == "femn" else "masc", ALL_CASES, 1.0 if sex == "masc" else 0.9),))


def _given_or_known(low: str) -> frozenset[Analysis]:
    """The readings by the lists and the dictionary; «Петру» is rather «Пётр» than a Romanian's name."""
    given, known = listed(low), _known(low)
    if known and given:
        rare = {r for r in known if r.lemma.endswith("ий") and r.lemma not in _IN_IY}  # «Асия» is hardly of an «Асий»
        return (known - rare) | {attrs.evolve(r, weight=0.5) for r in (rare or given)} | (given if rare else set())
    if known:
        return known
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
    given: set[Gender] = set()  # whose first name it is
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
        if lemma == low and "Name" in tag:
            given |= set(genders)
        for gender in genders:
            old_cases, old_score = found.get((lemma, gender), (0, 0.0))
            found[lemma, gender] = old_cases | cases, old_score + form.score
    # «Роман» is a man's first name, «Анна Роман» has it for a surname
    also_surname = given == {"masc"} and low[-1] not in VOWELS and found.pop((low, "femn"), None) is not None
    total = sum([score for _, score in found.values()])
    found = {key: (cases, 1.0 + 0.5 * score / total) for key, (cases, score) in found.items()}
    if also_surname:
        found[low, "femn"] = ALL_CASES, 0.45
    return frozenset(Analysis(lemma, gender, cases, weight) for (lemma, gender), (cases, weight) in found.items())


def _soft_feminine(low: str) -> frozenset[Analysis]:
    """«Гузели», «Гузелью»: women's first names in a soft sign, which the dictionary does not decline."""
    stem = low[:-2] if low.endswith("ью") else low[:-1] if low.endswith("и") else ""
    if len(stem) < 3 or not _first_name(stem + "ь"):
        return frozenset()
    cases = INSTRUMENTAL if low.endswith("ью") else GENITIVE | DATIVE | LOCATIVE
    return guesses(low) | {Analysis(stem + "ь", "femn", cases, 1.4)}


_POSSESSIVE_OF_WOMEN = ("ова", "ева", "ина", "ына")


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
        if (guess.lemma, guess.gender) in found:
            if guess.lemma.endswith(_POSSESSIVE_OF_WOMEN):  # «П. П. Смородиной»
                cases, weight = found[guess.lemma, guess.gender]
                found[guess.lemma, guess.gender] = cases | guess.cases, weight
        else:
            stays = guess.gender == "femn" and guess.lemma == low and low[-1] not in VOWELS and guess.cases == ALL_CASES
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
