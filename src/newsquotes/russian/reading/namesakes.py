"""Names of one person: whether two names can mean one, whose sex they show, and their nominative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsquotes.caches import cached
from newsquotes.document import Gender
from newsquotes.russian.lexicon import fold
from newsquotes.russian.reading.declension import DECLINING
from newsquotes.russian.reading.name_parts import Name, Part
from newsquotes.russian.reading.nominative import restored
from newsquotes.russian.reading.paradigms import ALL_CASES, NOMINATIVE, Analysis

_SEXES: tuple[Gender, ...] = ("masc", "femn")


def likeness(a: Name, b: Name) -> float:
    """How well two names fit one person: 0 where they cannot, more than 2 where surname and first name agree."""
    if a.of_two or b.of_two:
        return 3.0 if [p.lemmas for p in a.parts] == [p.lemmas for p in b.parts] else 0.0
    sa, sb = a.part("surname"), b.part("surname")
    firsts_a, firsts_b = _parts(a, "first"), _parts(b, "first")
    if sa is not None and sb is not None:
        if sa.lemmas.isdisjoint(sb.lemmas):
            if len(a.parts) > 1 and len(b.parts) > 1:
                return 0.0
            # «Ким» for «Ким Чен Ын»
            single, full = (sa, firsts_b) if len(a.parts) == 1 else (sb, firsts_a)
            return 0.8 if any(not single.lemmas.isdisjoint(p.lemmas) for p in full) else 0.0
        if firsts_a and firsts_b:
            return 3.0 if any(not x.lemmas.isdisjoint(y.lemmas) for x in firsts_a for y in firsts_b) else 0.0
        initial_a, initial_b = a.part("initial"), b.part("initial")
        for initial, firsts in ((initial_a, firsts_b), (initial_b, firsts_a)):
            if initial is not None and firsts:
                return 2.5 if fold(firsts[0].text)[:1] == fold(initial.text)[:1] else 0.0
        if initial_a is not None and initial_b is not None:
            return 2.5 if fold(initial_a.text) == fold(initial_b.text) else 0.0
        return 2.0
    if any(not x.lemmas.isdisjoint(y.lemmas) for x in firsts_a for y in firsts_b):
        one, other = a.part("patronymic"), b.part("patronymic")
        if one is not None and other is not None and one.lemmas.isdisjoint(other.lemmas):
            return 0.0
        return 1.0
    for alone, full in ((sa, firsts_b), (sb, firsts_a)):
        if alone is not None and any(not alone.lemmas.isdisjoint(p.lemmas) for p in full):
            return 0.8
    return 0.0


def comparable(a: Name, b: Name) -> bool:
    """Whether two names have a part of one kind: «Иван Петрович» and «Белов» say nothing of each other."""
    lone = len(a.parts) == 1 or len(b.parts) == 1
    return (lone and a.rank == b.rank) or not {p.kind for p in a.parts}.isdisjoint(p.kind for p in b.parts)


def two_initials(name: Name) -> tuple[str, bool]:
    """The initials of first name and patronymic, and whether a surname stands with them; empty where there are not two.

    «Н. И. Бортников» and «Николай Иванович» can be one person.
    """
    kinds = [part.kind for part in name.parts]
    surname = "surname" in kinds
    given = "initial" if surname else "first"
    if sorted(kinds) != sorted(["initial", "initial", "surname"] if surname else ["first", "patronymic"]):
        return "", surname
    letters = [fold(part.text)[0] for part in name.parts if part.kind in (given, "patronymic")]
    return "".join(letters), surname


def sex_of_forms(names: Iterable[Name]) -> Gender | None:
    """The sex that all forms of one person's names allow: «Жюльена Марсанда», who is «Марсанд» too, is a man."""
    names = [name for name in names if not name.latin]
    seen = [{part for name in names for part in name.parts if part.kind == kind} for kind in ("first", "surname")]
    if max(map(len, seen)) < 2:
        return None
    possible: list[Gender] = [
        gender
        for gender in _SEXES
        if all(not forms or set.intersection(*(_nominatives(part, gender) for part in forms)) for forms in seen)
    ]
    return possible[0] if len(possible) == 1 else None


def _nominatives(part: Part, gender: Gender) -> set[str]:
    return {r.lemma for r in part.readings if r.gender == gender}


def _parts(name: Name, kind: str) -> list[Part]:
    return [p for p in name.parts if p.kind == kind]


def gender_votes(name: Name, cases: int = ALL_CASES) -> dict[Gender, float]:
    """Votes for the sex of a person, from first name, patronymic and surname; ``cases`` are those its place allows."""
    votes: dict[Gender, float] = {"masc": 0.0, "femn": 0.0}
    forms = name.forms
    masc, femn = forms & cases & ALL_CASES, forms >> 6 & cases
    forms = masc | femn
    weights = {"first": 2.0, "patronymic": 3.0, "surname": 0.7}  # how sure a sign each is
    for part in name.parts:
        weight = weights.get(part.kind, 0.0)
        if weight and part.readings:
            leaning = weight * (_leaning(part.readings, masc, femn) if forms else _leaning(part.readings))
            votes["masc" if leaning > 0 else "femn"] += abs(leaning)
    return votes


@cached(size=280, most=1 << 15)
def _leaning(readings: frozenset[Analysis], masc: int = ALL_CASES, femn: int = ALL_CASES) -> float:
    """How far a word's readings in these cases speak for a man (1) or a woman (-1)."""
    man = max((r.weight for r in readings if r.gender == "masc" and r.cases & masc), default=0.0)
    woman = max((r.weight for r in readings if r.gender == "femn" and r.cases & femn), default=0.0)
    if not man + woman:
        return 0.0
    known = max(man, woman) > 1.0
    return (man - woman) * (1.0 if known else 0.35) / (man + woman)


def canonical(mentions: Sequence[tuple[Name, int]], gender: Gender | None) -> str:
    """The fullest of a person's names, in the nominative; each mention comes with the cases that its place allows (bits).

    A word seen in several cases settles its nominative: the one that explains most of the forms.
    """
    if len(mentions) == 1:
        name, cases = mentions[0]
        return _alone(name.parts, cases, gender)
    best = max(mentions, key=lambda m: (m[0].rank, bool(m[1] & NOMINATIVE)))[0]
    place_of = {id(name): _likely_cases(name, gender, cases) for name, cases in mentions}
    words = []
    for part in best.parts:
        if part.kind == "initial":
            words.append(part.text + ".")
        elif not part.readings:
            words.append(part.text)
        else:
            words.append(_nominative(part, mentions, place_of, gender, _declines(best)))
    return " ".join(words)


@cached(size=420, most=1 << 15)
def _alone(parts: tuple[Part, ...], cases: int, gender: Gender | None) -> str:
    """The nominative of a name that nothing else of the document bears out."""
    name = Name(0, len(parts), parts, False)
    cases = _likely_cases(name, gender, cases)
    words = []
    for part in parts:
        lone = Name(0, 1, (part,), False)
        if part.kind == "initial":
            words.append(part.text + ".")
        elif not part.readings:
            words.append(part.text)
        else:
            words.append(_nominative(part, [(lone, cases)], {id(lone): cases}, gender, _declines(name)))
    return " ".join(words)


def _likely_cases(name: Name, gender: Gender | None, cases: int) -> int:
    """The cases of a name in its place, without the nominative where its words together are rather in another case.

    «Кармиэлем Мартисом»: the one word may stand still, both hardly do.
    """
    cases = name.cases(gender) & cases or cases
    if not cases & NOMINATIVE or cases == NOMINATIVE or len(name.parts) == 1:
        return cases
    likely = dict.fromkeys([1 << n for n in range(6) if cases >> n & 1], 1.0)
    for part in name.parts:
        if part.readings:
            for case in likely:
                likely[case] *= max([r.weight for r in part.readings if r.gender == gender and r.cases & case], default=0.0)
    return cases if likely[NOMINATIVE] >= 0.5 * max(likely.values()) else cases & ~NOMINATIVE


def _declines(name: Name) -> bool | None:
    """Whether the first name changes with the case; ``None`` where there is no first name."""
    first = name.part("first")
    if first is None or not first.readings:
        return None
    likely = [r for r in first.readings if r.weight >= 0.5] or list(first.readings)
    return any(r.cases != ALL_CASES for r in likely) or name.part("particle") is not None


_OFTEN_OBLIQUE = ("ки", "ги", "хи", "ли", "лы", "ты", "бы", "мы", "вы", "ды", "сы", "е", "ей", "ой")
_GENITIVE_OF_A = ("ки", "ги", "хи", "жи", "ши", "щи", "аи")


def _stays(part: Part, gender: Gender | None, declines: bool | None) -> float:
    """How likely a word that is no nominative here stays as it is in every case."""
    low = part.text.lower()
    if low.endswith("ии"):
        return 0.3  # «Кекелии»: of «Кекелия»
    if low.endswith("и") and not DECLINING.isdisjoint((fold(low[:-1] + "а"), low[:-1] + "я")):
        return 0.3  # «Ёко Танаки», «Инесе Берзини»
    if part.kind == "surname" and declines is False and low.endswith("и"):
        return 1.5  # «Марио Сальвини», «Кэндзи Судзуки»: like the first name
    if (
        part.kind == "surname"
        and declines
        and gender != "femn"
        and low.endswith(_GENITIVE_OF_A)
        and low[-2:-1] != low[-3:-2]
        and not low.endswith("джи")  # «Раджива Чаттерджи»
    ):
        return 0.3  # «Богуслава Малки»
    return 0.7 if low.endswith(_OFTEN_OBLIQUE) else 1.0  # «Ульрики» is rather «Ульрика», «Анне» «Анна»


def _nominative(
    part: Part,
    mentions: Sequence[tuple[Name, int]],
    place_of: dict[int, int],
    gender: Gender | None,
    declines: bool | None,
) -> str:
    readings = [r for r in part.readings if gender is None or r.gender == gender] or list(part.readings)
    candidates = {r.lemma for r in readings}
    votes = dict.fromkeys(candidates, 0.0)
    surface: dict[str, str] = {}
    for name, _ in mentions:
        cases = place_of[id(name)]
        for other in name.parts:
            if not other.readings or candidates.isdisjoint(other.lemmas):
                continue
            here = dict.fromkeys(candidates, 0.0)
            for r in other.readings:
                if r.lemma in here and (gender is None or r.gender == gender) and r.cases & cases:
                    certain = 1.5 if cases == NOMINATIVE else 1.0
                    if r.cases == ALL_CASES and not cases & NOMINATIVE:
                        certain = _stays(other, gender, declines)
                    here[r.lemma] = max(here[r.lemma], r.weight * certain)
                    if r.cases & NOMINATIVE and fold(other.text) == r.lemma:
                        surface.setdefault(r.lemma, other.text)
            for lemma, vote in here.items():
                # of what a form cannot come from in any case, and a plain nominative in this one, it is no form
                votes[lemma] += vote or (-2.0 if lemma not in other.lemmas else -1.0 if cases == NOMINATIVE else 0.0)
    low = fold(part.text)
    lemma = max(sorted(candidates), key=lambda le: (round(votes[le], 3), le in surface, le == low, -len(le)))
    if lemma == "петр" and lemma not in surface:
        return part.text[:1] + "ётр"  # its «ё» shows in the nominative alone
    written = surface.get(lemma) or part.text
    if part.text[:1].islower() and written is not part.text:
        written = written[:1].lower() + written[1:]  # «Уль-Малик заявил», of «Саиф уль-Малик»
    if part.kind == "surname" and len(written) > 2 and written.isupper():
        written = written.title()  # «Виктор ГРОМОВ»
    return restored(written, lemma)
