"""A laboratory of names: sentences in which somebody is named, and how the speaker must come out in the nominative.

The forms come from tables of its own (:data:`PARADIGMS` and ``data/names.txt``), never from a morphology under test. Names
are invented: «По словам и. о. мэра Павла Дёмина, мост готов» asks for «Павел Дёмин». ``python -m newsquotes.testing.names``
prints the share of right speakers by class, and with ``--wrong`` the wrong ones.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import attrs

CASES = ("nominative", "genitive", "dative", "instrumental")
PARADIGMS: Mapping[str, tuple[str, str, str, str]] = {
    "м": ("", "а", "у", "ом"),
    "ем": ("", "а", "у", "ем"),
    "ов": ("", "а", "у", "ым"),
    "ова": ("а", "ой", "ой", "ой"),
    "ий": ("ий", "ого", "ому", "им"),
    "ый": ("ый", "ого", "ому", "ым"),
    "ой": ("ой", "ого", "ому", "ым"),
    "ая": ("ая", "ой", "ой", "ой"),
    "а": ("а", "ы", "е", "ой"),
    "га": ("а", "и", "е", "ой"),
    "жа": ("а", "и", "е", "ей"),
    "ца": ("а", "ы", "е", "ей"),
    "я": ("я", "и", "е", "ей"),
    "ия": ("я", "и", "и", "ей"),
    "й": ("й", "я", "ю", "ем"),
    "ь": ("ь", "я", "ю", "ем"),
    "рь": ("ь", "я", "ю", "ём"),
    "овь": ("ь", "и", "и", "ью"),
    "кой": ("ой", "ого", "ому", "им"),
    "щий": ("ий", "его", "ему", "им"),
    "жой": ("а", "и", "е", "ой"),
    "етр": ("ётр", "етра", "етру", "етром"),
    "ел": ("ел", "ла", "лу", "лом"),
    "ев": ("ев", "ьва", "ьву", "ьвом"),
}
"""Endings after a stem in the four cases."""

Sex = Literal["m", "f"]
Forms = tuple[str, str, str, str]
NOMINATIVE, GENITIVE, DATIVE, INSTRUMENTAL = range(4)


@attrs.frozen
class NameCase:
    """A sentence with one quotation, and the names under which its speaker is right.

    ``group`` is the class of the name or office, ``frame`` the construction.
    """

    text: str
    speaker: str
    group: str
    frame: str
    also: tuple[str, ...] = ()

    def right(self, name: str | None) -> bool:
        """Whether a speaker's name is right; «ё» and the space between initials make no difference."""
        return _key(name or "") in {_key(given) for given in (self.speaker, *self.also)}


def _key(name: str) -> str:
    return name.replace("ё", "е").replace("Ё", "Е").replace(". ", ".").replace("’", "'")


@attrs.frozen
class _Frame:
    name: str
    case: int
    before: str
    after: str
    past: str = ""  # the verb's masculine, which stands where {verb} does


_FRAMES = (
    _Frame("subject before", NOMINATIVE, "", " {verb}, что мост готов.", "сообщил"),
    _Frame("subject after direct speech", NOMINATIVE, "«Мост готов», — {verb} ", ".", "сказал"),
    _Frame("as told", NOMINATIVE, "Как {verb} ", ", мост готов.", "рассказал"),
    _Frame("subject after", NOMINATIVE, "Мост готов, {verb} ", ".", "отметил"),
    _Frame("present", NOMINATIVE, "Мост готов, считает ", "."),
    _Frame("label", NOMINATIVE, "", ": «Мост готов»"),
    _Frame("by words", GENITIVE, "По словам ", ", мост готов."),
    _Frame("in the opinion", GENITIVE, "По мнению ", ", мост готов."),
    _Frame("passive", INSTRUMENTAL, "«Мост готов», — было сказано ", "."),
)
_IN_INTERVIEW = "В интервью {owner} {speaker} {verb}, что мост готов."


@lru_cache(maxsize=1)
def _sections() -> Mapping[tuple[str, str, str], tuple[Forms, ...]]:
    found: dict[tuple[str, str, str], list[Forms]] = {}
    section = ("", "", "")
    for line in files("newsquotes.testing").joinpath("data", "names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind, group, sex = line.strip("[]").split()
            section = (kind, group, sex)
        elif line and not line.startswith("#"):
            found.setdefault(section, []).extend(map(_declined, line.split("|")))
    return {key: tuple(forms) for key, forms in found.items()}


def _declined(written: str) -> Forms:
    """The four cases of one or more words as ``data/names.txt`` writes them.

    >>> _declined("Иван:м Котёл/Котла/Котлу/Котлом")
    ('Иван Котёл', 'Ивана Котла', 'Ивану Котлу', 'Иваном Котлом')
    """
    words = [_word(word) for word in written.split(" ")]
    nominative, genitive, dative, instrumental = (" ".join(forms) for forms in zip(*words, strict=True))
    return nominative, genitive, dative, instrumental


def _word(written: str) -> Forms:
    bare = written.rstrip(",")
    if "-" in bare and ":" in bare.split("-")[0]:
        halves = [_word(half) for half in bare.split("-")]
        forms = ["-".join(pair) for pair in zip(*halves, strict=True)]
    elif "/" in bare:
        forms = bare.split("/")
    elif ":" in bare:
        stem, paradigm = bare.split(":")
        forms = [stem + ending for ending in PARADIGMS[paradigm]]
    else:
        forms = [bare] * 4
    nominative, genitive, dative, instrumental = (form + "," * written.endswith(",") for form in forms)
    return nominative, genitive, dative, instrumental


def _joined(*parts: Forms) -> Forms:
    nominative, genitive, dative, instrumental = (" ".join(forms) for forms in zip(*parts, strict=True))
    return nominative, genitive, dative, instrumental


def name_cases(seed: int = 0, size: int = 40) -> Iterator[NameCase]:
    """The laboratory's sentences, about ``size`` of each class, the same for the same seed.

    >>> case = next(name_cases())
    >>> case.right(case.speaker), case.right("Иван Иванов")
    (True, False)
    """
    for group, make in _groups().items():
        chance = random.Random(f"{seed} {group}")
        for n in range(size):
            yield make(chance, group, n)


def _groups() -> Mapping[str, Callable[[random.Random, str, int], NameCase]]:
    groups: dict[str, Callable[[random.Random, str, int], NameCase]] = {}
    for kind, group, _ in _sections():
        if kind == "surname":
            groups[f"surname: {group}"] = _native
        elif kind == "name":
            groups[f"foreign: {group}"] = _foreign
        elif kind == "office":
            groups[f"office: {group}"] = _officer
    more = {
        "patronymic": _with_patronymic,
        "place-like first name": _like_a_place,
        "initials": _with_initials,
        "surname first": _surname_first,
        "in an interview": _in_interview,
    }
    return groups | more


def _pick(chance: random.Random, kind: str, group: str, sex: Sex) -> Forms:
    return chance.choice(_sections()[kind, group, sex])


def _sex(chance: random.Random, kind: str, group: str) -> Sex:
    return chance.choice([sex for sex in ("m", "f") if (kind, group, sex) in _sections()])


def _case(name: Forms, sex: Sex, group: str, n: int, office: Forms | None = None, also: tuple[str, ...] = ()) -> NameCase:
    frame = _FRAMES[n % len(_FRAMES)]
    whole = _joined(office, name) if office else name
    verb = frame.past + "а" * (sex == "f")
    text = frame.before.format(verb=verb) + whole[frame.case] + frame.after.format(verb=verb)
    if text[0].islower():
        text = text[0].upper() + text[1:]
    return NameCase(text, name[NOMINATIVE], group, frame.name, also)


def _full(chance: random.Random, sex: Sex, surname: str = "ov-in", first: str = "common") -> Forms:
    return _joined(_pick(chance, "first", first, sex), _pick(chance, "surname", surname, sex))


def _native(chance: random.Random, group: str, n: int) -> NameCase:
    kind = group.partition(": ")[2]
    sex = _sex(chance, "surname", kind)
    return _case(_full(chance, sex, kind), sex, group, n)


def _foreign(chance: random.Random, group: str, n: int) -> NameCase:
    kind = group.partition(": ")[2]
    sex = _sex(chance, "name", kind)
    return _case(_pick(chance, "name", kind, sex), sex, group, n)


def _officer(chance: random.Random, group: str, n: int) -> NameCase:
    kind = group.partition(": ")[2]
    sex = _sex(chance, "office", kind)
    name, office = _full(chance, sex), _pick(chance, "office", kind, sex)
    also = (f"{office[NOMINATIVE]} {name[NOMINATIVE]}",) if kind in ("priest", "citizen") else ()
    return _case(name, sex, group, n, office, also)


def _with_patronymic(chance: random.Random, group: str, n: int) -> NameCase:
    sex = _sex(chance, "first", "common")
    surname = chance.choice(("ov-in", "sky", "adjective", "fixed", "consonant", "fleeting" if sex == "m" else "a"))
    first = _pick(chance, "first", chance.choice(("common", "place")), sex)
    whole = _joined(first, _pick(chance, "patronymic", "common", sex), _pick(chance, "surname", surname, sex))
    return _case(whole, sex, group, n)


def _like_a_place(chance: random.Random, group: str, n: int) -> NameCase:
    sex = _sex(chance, "first", "place")
    return _case(_full(chance, sex, chance.choice(("ov-in", "sky", "consonant")), "place"), sex, group, n)


def _with_initials(chance: random.Random, group: str, n: int) -> NameCase:
    sex = _sex(chance, "first", "common")
    surname = _pick(chance, "surname", chance.choice(("ov-in", "sky")), sex)
    letters = [chance.choice("АВИМНПСТ") + "." for _ in range(chance.choice((1, 2)))]
    initials = chance.choice(("", " ")).join(letters) + chance.choice(("", " "))
    forms = [initials + form for form in surname]
    return _case((forms[0], forms[1], forms[2], forms[3]), sex, group, n)


def _surname_first(chance: random.Random, group: str, n: int) -> NameCase:
    sex = _sex(chance, "first", "common")
    surname = _pick(chance, "surname", chance.choice(("ov-in", "sky", "consonant", "fixed")), sex)
    rest = _pick(chance, "first", "common", sex)
    if chance.random() < 0.5:
        rest = _joined(rest, _pick(chance, "patronymic", "common", sex))
    return _case(_joined(surname, rest), sex, group, n, also=(f"{rest[NOMINATIVE]} {surname[NOMINATIVE]}",))


def _in_interview(chance: random.Random, group: str, n: int) -> NameCase:
    sex: Sex = chance.choice(("m", "f"))
    other: Sex = chance.choice(("m", "f"))
    speaker, owner = _full(chance, sex), _full(chance, other, "sky")
    case = chance.choice((GENITIVE, DATIVE))
    text = _IN_INTERVIEW.format(owner=owner[case], speaker=speaker[NOMINATIVE], verb="отметил" + "а" * (sex == "f"))
    return NameCase(text, speaker[NOMINATIVE], group, "interview")


@attrs.frozen
class Share:
    """How many names of a class came out right."""

    right: int
    all: int

    @property
    def value(self) -> float:
        """The share of right ones."""
        return self.right / self.all


def shares(
    cases: Sequence[NameCase], speakers: Callable[[str], Sequence[str]], by: Literal["group", "frame"] = "group"
) -> tuple[dict[str, Share], list[tuple[NameCase, Sequence[str]]]]:
    """The share of right names by class or frame, and the wrong ones with what was found.

    ``speakers`` gives the speakers' names of a text. A case is right when one of them is.
    """
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[tuple[NameCase, Sequence[str]]] = []
    for case in cases:
        found = speakers(case.text)
        key: str = getattr(case, by)
        total[key] += 1
        if any(map(case.right, found)):
            right[key] += 1
        else:
            wrong.append((case, found))
    return {key: Share(right[key], total[key]) for key in total}, wrong


def _speakers(text: str) -> list[str]:
    import newsquotes

    return [quote.speaker.name for quote in newsquotes.extract(text).quotes if quote.speaker is not None]


def main(arguments: Sequence[str] = ()) -> None:
    """Prints the shares by class and by frame; with ``--wrong`` the wrong names first."""
    cases = list(name_cases())
    found = {case.text: _speakers(case.text) for case in cases}
    by_group, wrong = shares(cases, found.__getitem__)
    if "--wrong" in arguments:
        for case, speakers in wrong:
            print(f"{case.group:24} {case.text}\n{'':24} {case.speaker} ≠ {', '.join(speakers) or 'nobody'}")
    for table in (by_group, shares(cases, found.__getitem__, "frame")[0]):
        for key, share in table.items():
            print(f"{key:28} {share.right:4} of {share.all:4}  {share.value:6.1%}")
    print(f"{'all':28} {len(cases) - len(wrong):4} of {len(cases):4}  {1 - len(wrong) / len(cases):6.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
