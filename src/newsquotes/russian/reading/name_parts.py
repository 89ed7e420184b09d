"""A name of a person: its words, their readings, and the cases that they allow together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from newsquotes.caches import cached
from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.paradigms import ALL_CASES, DATIVE, GENITIVE, NOMINATIVE, Analysis

MASCULINE: Final = ALL_CASES
FEMININE: Final = ALL_CASES << 6
ANY = MASCULINE | FEMININE
_RANK = {"surname": 40, "first": 30, "patronymic": 6, "initial": 5, "numeral": 20, "nickname": 1, "particle": 1}


class Part:
    """One word of a name: as written, what it is, and how it can be read.

    The kind is first, patronymic, surname, initial, particle, numeral or nickname. ``lemmas`` are the possible nominatives,
    folded; ``forms`` the cases of the masculine readings, and those of the feminine ones six bits higher.
    """

    __slots__ = ("_hash", "forms", "kind", "lemmas", "readings", "text")

    def __init__(self, text: str, kind: str, readings: frozenset[Analysis] = frozenset()) -> None:
        self.text = text
        self.kind = kind
        self.readings = readings
        self.lemmas: frozenset[str] = lemmas_of(readings)
        self.forms: int = bits_of(readings) if readings else ANY
        self._hash = hash((text, kind, readings))

    @property
    def known(self) -> bool:
        """Whether a dictionary or a list has the word as a name."""
        return any(r.weight > 1.0 for r in self.readings)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Part):
            return NotImplemented
        return self.text == other.text and self.kind == other.kind and self.readings == other.readings

    def __hash__(self) -> int:
        return self._hash


@cached(size=360, most=1 << 16)
def lemmas_of(readings: frozenset[Analysis]) -> frozenset[str]:
    """The nominatives of some readings."""
    return frozenset(r.lemma for r in readings)


@cached(size=360, most=1 << 16)
def bits_of(readings: frozenset[Analysis]) -> int:
    """The cases of some readings; those of a woman six bits higher."""
    bits = 0
    for r in readings:
        bits |= r.cases if r.gender == "masc" else r.cases << 6
    return bits


@cached(size=360, most=1 << 16)
def likely_bits(readings: frozenset[Analysis]) -> int:
    """The cases of the readings that are not far-fetched."""
    return bits_of(frozenset(r for r in readings if r.weight >= 0.5))


@cached(size=360, most=1 << 16)
def _likely_forms(part: Part) -> int:
    """The forms of a part, of a known name without the far-fetched ones."""
    return likely_bits(part.readings) if any(r.weight > 1.0 for r in part.readings) else part.forms


class Name:
    """A personal name in a text: its tokens ``[first, last)``, its parts and the cases that its words allow together.

    ``strong`` says that a dictionary or an initial shows it to be a person's; others need support from the text. ``forms``
    are the cases of the masculine readings, and those of the feminine ones six bits higher; ``rank`` is how full it is;
    ``latin`` whether its letters are Latin; ``mask`` are its forms as those of a noun, once phrases have asked for them.
    """

    __slots__ = ("first", "forms", "last", "latin", "mask", "parts", "rank", "strong")

    def __init__(self, first: int, last: int, parts: tuple[Part, ...], strong: bool) -> None:
        self.first = first
        self.last = last
        self.parts = parts
        self.strong = strong
        forms = ANY
        for part in parts:
            forms &= part.forms
        self.forms = forms
        rank = sum([_RANK[p.kind] for p in parts]) + ("-" in parts[-1].text)
        self.latin = parts[0].text.isascii()
        self.rank = rank // 2 if self.latin else rank  # «Боб Смит (Bob Smith)»
        self.mask: int | None = None

    @property
    def of_two(self) -> bool:
        """Whether two people share the surname: «Иван и Анна Беловы»."""
        return len(self.parts) == 4 and self.parts[1].text == "и"

    def part(self, kind: str) -> Part | None:
        """The first part of a kind."""
        for part in self.parts:
            if part.kind == kind:
                return part
        return None

    @property
    def surname(self) -> Part | None:
        """The surname; of a name without one, its last word."""
        named = [p for p in self.parts if p.kind in ("surname", "first")]
        return self.part("surname") or (named[-1] if named else None)

    def cases(self, gender: str | None) -> int:
        """The cases that all parts allow together (bits), for a person of that gender."""
        masc, femn = self.forms & ALL_CASES, self.forms >> 6
        if gender is None:
            return max(masc, femn, key=int.bit_count)
        return masc if gender == "masc" else femn if gender == "femn" else 0

    def leans_dative(self) -> bool:
        """Whether a lone surname ends like a man's dative: «Шольцу»."""
        last = self.parts[-1]
        return len(self.parts) == 1 and last.text[-1:] in "ую" and any(r.cases & DATIVE for r in last.readings)

    def leans_genitive(self) -> bool:
        """Whether the name is rather a genitive than a nominative: «Владимира Белова», though there are women called so."""
        return leans_genitive([part.readings for part in self.parts])

    @property
    def likely(self) -> int:
        """The forms (as ``forms``) without far-fetched readings of known names («Павла» as a woman's name)."""
        forms = ANY
        for part in self.parts:
            forms &= _likely_forms(part)
        return forms

    def plainly_nominative(self) -> bool:
        """Whether the name reads well as a nominative, rather than by a far-fetched reading."""
        genders = ANY
        still = False  # whether the first name never changes: «Кэндзи Морияма»
        for part in self.parts:
            if part.readings:
                genders &= part.forms if still and part.kind == "surname" else likely_bits(part.readings)
                still = part.kind == "first" and all(r.cases == ALL_CASES for r in part.readings if r.weight >= 0.5)
        return bool(genders & (NOMINATIVE | NOMINATIVE << 6))


def leans_genitive(words: Sequence[frozenset[Analysis]]) -> bool:
    """Whether words with these readings are rather a genitive than a nominative."""
    return (
        any(r.cases & GENITIVE and r.weight > 1.0 for r in words[0])
        and not any(r.cases & NOMINATIVE and _likely_name(r) for r in words[0])
        and all(any(r.cases & GENITIVE and r.weight >= 0.5 for r in readings) for readings in words if readings)
    )


def _likely_name(nominative: Analysis) -> bool:
    """Whether a first name is likely in this nominative: «Валерия» and even an unknown «Глория», hardly «Дмитрия»."""
    if nominative.lemma.endswith("ия"):
        return nominative.lemma[:-1] + "й" not in _MEN
    return nominative.weight > 0.5


_MEN = word_set("names_in_iy")  # whose genitive is no woman's name
part = cached(size=360)(Part)
