"""Abbreviated offices and titles, whose full stops end no sentence: «и. о. мэра», «гл. врач», «к. м. н.», «проф. Белов».

The token with the last full stop becomes the head of the office, or a modifier that agrees with it; what stands before it
becomes a modifier in any form. So «зам. главы района» reads as a noun with its genitive, like «заместитель главы района».
"""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.russian.data_files import rows
from newsquotes.russian.lexicon import Lexicon, Role
from newsquotes.russian.reading.forms import (
    ADJECTIVE,
    ANIMATE,
    ANY_FORM,
    CONJUNCTION,
    FEM,
    FIRST_NAME,
    GEN,
    INITIAL,
    INS,
    LATIN,
    MASC,
    NOUN,
    PERSON_NAME,
    PLACE,
    PLUR,
    PREPOSITION,
    PRONOUN,
    TITLE,
    UNKNOWN,
    form_of,
)
from newsquotes.russian.reading.vocabulary import Vocabulary
from newsquotes.russian.reading.words import Word

_TITLES = {row["abbreviation"]: row for row in rows("titles")}
_LAST = frozenset(title.rpartition(" ")[2] for title in _TITLES) | {"н"}
_GENTLEMEN = {row["form"]: row for row in rows("gentlemen")}
_SMALL_WORD = CONJUNCTION | PREPOSITION | PRONOUN
_LEARNED = frozenset(("н", "проф", "доц", "акад"))  # the last word of a degree or title, which can stand after a name too
_DEGREES = {"к": "кандидат", "д": "доктор"}  # «к. м. н.», «д. т. н.»


def read_abbreviations(words: list[Word], stops: Sequence[int], vocabulary: Vocabulary) -> None:
    """Reads the abbreviations that end at the full stops ``stops`` as offices and their modifiers."""
    for i in reversed(stops):
        if not i or i + 1 >= len(words):
            continue
        first, kind, lemma = _abbreviation(words, i) if words[i - 1].low in _LAST else (i, "", "")
        if not kind or not _goes_on(words, i, first, kind):
            if words[i - 1].flags & INITIAL and words[i - 1].flags & _SMALL_WORD and len(words[i - 1].text) == 1:
                words[i - 1] = vocabulary.made(words[i - 1].text, _initial)
            continue
        for k in range(first, i):
            words[k] = vocabulary.made(words[k].text, _modifier)
        if kind == "head":
            words[i] = vocabulary.made(f"{words[i - 1].text.lower()}. {lemma}", _head)
        else:
            words[i] = vocabulary.made(f"{words[i - 1].text.lower()}.", _modifier)
            if words[i + 1].text == "-":
                words[i + 1] = vocabulary.made("-", _modifier)  # «ген.-майор»


def read_gentlemen(words: list[Word], vocabulary: Vocabulary) -> None:
    """Reads «г-н», «г-жа» and the like in their forms."""
    for i, w in enumerate(words):
        if w.low in _GENTLEMEN:
            words[i] = vocabulary.made(w.text, _gentleman)


def _abbreviation(words: Sequence[Word], i: int) -> tuple[int, str, str]:
    """The first token of the abbreviation that a full stop ends, what it is and its lemma; empty where it is none."""
    last = words[i - 1].low
    if last == "чл" and words[i + 1].text == "-":
        return i - 1, "modifier", ""  # «чл.-корр.»
    if last == "н":
        for first in (i - 5, i - 3):
            if first >= 0 and words[first].low in _DEGREES and all(words[k].text == "." for k in range(first + 1, i, 2)):
                return first, "head", _DEGREES[words[first].low]
        return i, "", ""
    if last == "о" and i >= 3 and words[i - 3].low == "и" and words[i - 2].text == ".":
        return i - 3, "head", _TITLES["и о"]["lemma"]
    row = _TITLES.get(last)
    return (i - 1, row["as"], row["lemma"]) if row is not None else (i, "", "")


def _goes_on(words: Sequence[Word], i: int, first: int, kind: str) -> bool:
    """Whether what follows is what such an abbreviation stands before: a name, an office, whose office it is."""
    after, k = words[i + 1], i + 1
    if after.text == "-" and kind == "modifier" and i + 2 < len(words):
        after, k = words[i + 2], i + 2
    if after.text == ",":
        return words[i - 1].low in _LEARNED  # «Иван Орлов, д. т. н., считает»
    if words[i - 1].low == "кап" and after.text[0].isdigit():
        return True  # «кап. 2-го ранга»
    if not after.text[0].isalpha() or after.flags & LATIN:
        return after.title and words[i - 1].low in _LEARNED  # «проф. Hans Keller»
    if kind == "modifier":
        if after.role is not None:
            return after.role.kind == "person" or after.lemma == "наука"
        following = words[k + 1] if k + 1 < len(words) else after
        office = following.role is not None and following.role.kind == "person"
        return after.lemma == "наука" or after.low == "и." or bool(after.flags & ADJECTIVE and not after.title and office)
    if first == i - 1 and words[first].low == "о":
        return after.title and bool(after.flags & FIRST_NAME)  # «о. Павел», not «об этом»
    if after.title:
        initials = after.flags & INITIAL and i + 2 < len(words) and words[i + 2].text == "."
        body = kind == "head" and after.noun & GEN and (after.flags & PLACE or _is_body(after))
        named = after.given or (after.flags & (PERSON_NAME | UNKNOWN) and not after.flags & PREPOSITION)
        return bool(named or initials or body)  # «деп. Госдумы», «арт. РФ»
    governed = GEN | INS if words[i - 1].low == "зав" else GEN  # «зав. кафедрой»
    return bool((after.noun | after.adjective) & governed) and not after.flags & PREPOSITION


def _is_body(word: Word) -> bool:
    return word.role is not None and word.role.kind == "organization"


def _initial(word: Word, _: Lexicon) -> None:
    """«И.» before a surname is no conjunction, «О.» no preposition."""
    word.flags = TITLE | INITIAL | NOUN | UNKNOWN
    word.noun, word.adjective = ANY_FORM, 0
    word.low = word.lemma = word.low + "."
    word.role = None
    word.speaking = False
    _plain(word)
    word.may_begin_name = True


def _modifier(word: Word, _: Lexicon) -> None:
    word.adjective, word.noun, word.flags = ANY_FORM, 0, ADJECTIVE
    word.low = word.lemma = word.low.rstrip(".") + "."  # «и.» is no conjunction
    word.role = None
    word.speaking = False
    _plain(word)


def _head(word: Word, lexicon: Lexicon) -> None:
    word.text, _, lemma = word.text.partition(" ")
    word.low = word.text
    _as_office(word, lexicon, lemma, ANY_FORM & ~(PLUR * 0x111111), "masc")


def _gentleman(word: Word, lexicon: Lexicon) -> None:
    row = _GENTLEMEN[word.low]
    number = MASC if row["sex"] == "masc" else FEM
    forms = 0
    for case in row["cases"].split():
        forms |= form_of(number, case)
    _as_office(word, lexicon, row["lemma"], forms, row["sex"])


def _as_office(word: Word, lexicon: Lexicon, lemma: str, forms: int, sex: str) -> None:
    word.noun, word.adjective, word.flags = forms, 0, NOUN | ANIMATE
    word.lemma, word.lemmas = lemma, frozenset((lemma,))
    word.role = lexicon.roles.get(lemma) or Role(lemma, "person", sex)
    word.speaking = True
    _plain(word)


def _plain(word: Word) -> None:
    word.cue = word.noun_cue = word.predicative = None
    word.subject = 0
    word.hint = word.pronoun = word.bounding = word.looks_genitive = word.may_become_name = word.may_begin_name = False
    word.acronym = False
    word.collocating = ()
    word.fixed = word.extends = word.naming = True
    word.outlet, word.outlet_goes_on = 0, False
