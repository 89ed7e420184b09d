"""Names of people as articles give them, and whether two can be one person's: «Анна Белова», «А. Белова», «Белова»."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import attrs

from newsquotes.annotations import Gender, Speaker, name_key
from newsquotes.russian.data_files import word_list, word_set

_SOUNDS = str.maketrans({"э": "е", "ё": "е", "й": "и", "ь": None, "ъ": None, "ы": "и"})
_PATRONYMICS = ("ович", "евич", "ич", "овна", "евна", "ична", "инична")


@attrs.frozen
class PersonName:
    """A person's name in parts; what a form does not show is empty."""

    first: str
    initial: str
    patronymic: str
    middle: str  # the initial of the patronymic
    surname: str
    gender: Gender | None

    @classmethod
    def of(cls, speaker: Speaker) -> PersonName:
        """The parts of a speaker's name, also where the surname stands first («Белова Анна Ивановна»)."""
        words = name_key(speaker.name).split()
        if len(words) > 2 and words[-1].endswith(_PATRONYMICS) and not words[1].endswith(_PATRONYMICS):
            words = [words[1], words[-1], words[0]]
        middle = words[1:-1]
        patronymic = next((w for w in middle if w.endswith(_PATRONYMICS)), "")
        first = words[0] if len(words) > 1 else ""
        short = next((w for w in middle if len(w) == 1), "")
        return cls(
            first if len(first) > 2 else "",
            first[:1],
            patronymic,
            (patronymic or short)[:1],
            words[-1] if words else "",
            speaker.gender,
        )

    @property
    def sound(self) -> tuple[str, str]:
        """First name and surname as they sound, short forms of a first name as the full one."""
        return sound(_variants().get(self.first, self.first)), sound(self.surname)

    @property
    def is_common(self) -> bool:
        """Whether so many people have the surname that it alone tells little."""
        return self.surname in _common()

    def conflicts(self, other: PersonName) -> bool:
        """Whether the two cannot be one person's: another sex, patronymic, initial or first name."""
        if self.gender and other.gender and self.gender != other.gender:
            return True
        if self.patronymic and other.patronymic and self.patronymic != other.patronymic:
            return True
        if self.middle and other.middle and self.middle != other.middle:
            return True
        if self.first and other.first:
            return self.sound[0] != other.sound[0]
        return bool(self.initial and other.initial and sound(self.initial) != sound(other.initial))


def sound(word: str) -> str:
    """A word as it sounds: «э» as «е», double letters as one; digits stay.

    >>> sound("рэйган") == sound("рейган"), sound("11") == sound("1")
    (True, False)
    """
    word = word.translate(_SOUNDS)
    return "".join(c for n, c in enumerate(word) if not n or c != word[n - 1] or c.isdigit())


@lru_cache(maxsize=1)
def _variants() -> Mapping[str, str]:
    """Forms of first names, each with the full one."""
    return {form: forms[0] for group in word_list("first_name_variants") for forms in [group.split("=")] for form in forms}


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Common surnames, of women too."""
    men = word_set("common_surnames")
    return men | {name[:-2] + "ая" if name.endswith("ий") else name + "а" for name in men}
