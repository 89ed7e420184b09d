"""Forms, parts of speech and other traits of words as bit masks, so that agreement is one ``&``.

A form is a case and a number-gender; a mask holds the forms that a word can have. Each bit stands by itself and is final, so
that compiled code has its value.
"""

from typing import Final

CASES: Final = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
MASC: Final = 1
FEM: Final = 2
NEUT: Final = 4
PLUR: Final = 8
SING: Final = MASC | FEM | NEUT
ANY_NUMBER: Final = SING | PLUR
SHIFT: Final = {case: 4 * i for i, case in enumerate(CASES)}
NOM: Final = ANY_NUMBER
GEN: Final = ANY_NUMBER << 4
DAT: Final = ANY_NUMBER << 8
ACC: Final = ANY_NUMBER << 12
INS: Final = ANY_NUMBER << 16
LOC: Final = ANY_NUMBER << 20
ANY_FORM: Final = NOM | GEN | DAT | ACC | INS | LOC
GENDER: Final = {"Masc": MASC, "Fem": FEM, "Neut": NEUT, "Com": MASC | FEM, None: SING}


def form_of(number: int, case: str) -> int:
    """The form of a number or gender in a case («Nom» …)."""
    return number << SHIFT[case]


# Flags of a word.
FINITE: Final = 1 << 0
INFINITIVE: Final = 1 << 1
PARTICIPLE: Final = 1 << 2
SHORT: Final = 1 << 3
GERUND: Final = 1 << 4
NOUN: Final = 1 << 5
ADJECTIVE: Final = 1 << 6
PRONOUN: Final = 1 << 7
DETERMINER: Final = 1 << 8
NUMBER: Final = 1 << 9
PREPOSITION: Final = 1 << 10
CONJUNCTION: Final = 1 << 11
ADVERB: Final = 1 << 12
PARTICLE: Final = 1 << 13
PUNCTUATION: Final = 1 << 14
FIRST_NAME: Final = 1 << 15
SURNAME: Final = 1 << 16
PATRONYMIC: Final = 1 << 17
PLACE: Final = 1 << 18
ABBREVIATION: Final = 1 << 19
LATIN: Final = 1 << 20
TITLE: Final = 1 << 21
UPPER: Final = 1 << 22
INITIAL: Final = 1 << 23
DIGIT: Final = 1 << 24
PERSONAL: Final = 1 << 25
UNKNOWN: Final = 1 << 26
ANIMATE: Final = 1 << 27
BRAND: Final = 1 << 28
PERSON_NAME: Final = FIRST_NAME | SURNAME | PATRONYMIC
NAMING: Final = PERSON_NAME | UNKNOWN | PLACE | ABBREVIATION | LATIN | UPPER | INITIAL
VERBAL: Final = FINITE | INFINITIVE | PARTICIPLE | SHORT | GERUND
OPENING: Final = frozenset("«„“‹\"'”")
CLOSING: Final = frozenset("»“”›\"'")
QUOTE_MARKS: Final = frozenset('«»„“”‹›"')
DASHES: Final = frozenset(("-", "–", "—", "−", "--", "―"))
TERMINALS: Final = frozenset(".!?…")
