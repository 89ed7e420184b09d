"""Forms, parts of speech and other traits of words as bit masks, so that agreement is one ``&``.

A form is a case and a number-gender; a mask holds the forms that a word can have.
"""

CASES = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
MASC, FEM, NEUT, PLUR = 1, 2, 4, 8
SING = MASC | FEM | NEUT
ANY_NUMBER = SING | PLUR
SHIFT = {case: 4 * i for i, case in enumerate(CASES)}
NOM, GEN, DAT, ACC, INS, LOC = (ANY_NUMBER << 4 * i for i in range(6))
ANY_FORM = NOM | GEN | DAT | ACC | INS | LOC
GENDER = {"Masc": MASC, "Fem": FEM, "Neut": NEUT, "Com": MASC | FEM, None: SING}


def form_of(number: int, case: str) -> int:
    """The form of a number or gender in a case («Nom» …)."""
    return number << SHIFT[case]


# Flags of a word.
FINITE, INFINITIVE, PARTICIPLE, SHORT, GERUND = 1, 2, 4, 8, 16
NOUN, ADJECTIVE, PRONOUN, DETERMINER, NUMBER = 32, 64, 128, 256, 512
PREPOSITION, CONJUNCTION, ADVERB, PARTICLE, PUNCTUATION = 1024, 2048, 4096, 8192, 16384
FIRST_NAME, SURNAME, PATRONYMIC, PLACE, ABBREVIATION, LATIN = 1 << 15, 1 << 16, 1 << 17, 1 << 18, 1 << 19, 1 << 20
TITLE, UPPER, INITIAL, DIGIT, PERSONAL, UNKNOWN = 1 << 21, 1 << 22, 1 << 23, 1 << 24, 1 << 25, 1 << 26
ANIMATE, BRAND = 1 << 27, 1 << 28
PERSON_NAME = FIRST_NAME | SURNAME | PATRONYMIC
NAMING = PERSON_NAME | UNKNOWN | PLACE | ABBREVIATION | LATIN | UPPER | INITIAL
VERBAL = FINITE | INFINITIVE | PARTICIPLE | SHORT | GERUND
OPENING, CLOSING = frozenset("«„“‹\"'”"), frozenset("»“”›\"'")
QUOTE_MARKS = frozenset('«»„“”‹›"')
DASHES = frozenset(("-", "–", "—", "−", "--", "―"))
TERMINALS = frozenset(".!?…")
