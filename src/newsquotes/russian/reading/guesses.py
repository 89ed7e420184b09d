"""The forms of words that the dictionary does not have, or not as what they are here."""

from __future__ import annotations

import re

from newsquotes.russian.morphology import parse
from newsquotes.russian.reading.declension import listed
from newsquotes.russian.reading.forms import ANY_FORM, ANY_NUMBER, FEM, GEN, GENDER, MASC, NEUT, NOM, PLUR, SHIFT

_FIRM = re.compile(
    r"(банк|нефт[ьи]|пром|инвест|строй|телеком|энерго|медиа|групп|надзор|связь|связи|авиа|трансгаз|холдинг|метрика)(а|у|ом|е|ы)?$"
)
_TOWN = re.compile(r"(ск|град|бург|поль|город|абад|кент)(а|у|ом|е)?$")


def forms_of_noun(noun: str) -> int:
    """The forms of a word as a noun of the dictionary: of «качество», for «Роскачество»."""
    forms = 0
    for reading in parse(noun).readings:
        feats = dict(reading.feats)
        case = feats.get("Case")
        if reading.pos in ("NOUN", "PROPN") and case is not None and case in SHIFT:
            number = PLUR if feats.get("Number") == "Plur" else GENDER[feats.get("Gender")]
            forms |= number << SHIFT[case]
    return forms


def listed_forms(low: str) -> int:
    """The forms of a first name that only the lists have: «Гинтарас», «Эвикой»."""
    forms = 0
    for reading in listed(low):
        number = MASC if reading.gender == "masc" else FEM
        forms |= sum(number << 4 * n for n in range(6) if reading.cases >> n & 1)
    return forms


def guessed_forms(low: str) -> int:
    """The forms that its ending allows to a foreign name."""
    last = low[-1]
    if last in "оиуюэыё" or low.endswith(("ко", "ых", "их")):
        guess = ANY_FORM
    elif last in "ая":
        guess = (FEM | MASC | NEUT) << SHIFT["Nom"] | (MASC | FEM) << SHIFT["Gen"] | MASC << SHIFT["Acc"]
    elif last == "е":
        guess = (MASC | FEM) << SHIFT["Loc"] | (MASC | FEM) << SHIFT["Dat"] | ANY_FORM & (NOM | GEN)
    elif last in "йьъ" or last.isalpha():
        guess = MASC << SHIFT["Nom"] | FEM * 0x111111
    else:
        guess = ANY_FORM
    if low.endswith(("у", "ю")):
        guess |= MASC << SHIFT["Dat"] | FEM << SHIFT["Acc"]
    if low.endswith(("ом", "ем", "ым", "ой", "ей")):
        guess |= (FEM if low.endswith(("ой", "ей")) else MASC) << SHIFT["Ins"]
    return guess


def like_town(low: str) -> bool:
    """Whether an unknown name ends like that of a town: «Верхнереченск», «в Новобурге»."""
    return _TOWN.search(low) is not None


def like_firm(low: str) -> bool:
    """Whether an unknown name ends like that of a firm or a state service: «Росмосттрансгаз»."""
    return _FIRM.search(low) is not None


def in_every_case(forms: int, gender: str | None) -> int:
    """The forms of an abbreviation that stays as it is; verbs agree with its role's gender too: «ЦБ сообщил»."""
    numbers = {"masc": MASC, "femn": FEM, "neut": NEUT}.get(gender or "", 0)
    for case in range(6):
        numbers |= forms >> 4 * case & ANY_NUMBER
    return numbers * 0x111111
