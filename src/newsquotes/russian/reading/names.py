"""Names of people: where they stand in a text, their parts, and their nominative."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from newsquotes.caches import cached
from newsquotes.russian.data_files import word_list, word_set
from newsquotes.russian.lexicon import NAMES_OF_BOTH, Lexicon, fold
from newsquotes.russian.reading.declension import ALL_CASES, DATIVE, GENITIVE, NOMINATIVE, Analysis, analyses, guesses
from newsquotes.russian.reading.eastern import EasternName, eastern_name, unchanging
from newsquotes.russian.reading.families import family_name
from newsquotes.russian.reading.latin_names import LATIN_PARTICLES, latin_name
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import (
    ABBREVIATION,
    ACC,
    ADJECTIVE,
    ANIMATE,
    DAT,
    EASTERN_SURNAMES,
    FINITE,
    FIRST_NAME,
    GEN,
    INITIAL,
    INS,
    LATIN,
    LOC,
    NOM,
    NOUN,
    PATRONYMIC,
    PERSON_NAME,
    PLACE,
    PLUR,
    PREPOSITION,
    SING,
    SURNAME,
    TITLE,
    UNKNOWN,
    UPPER,
    Word,
)

PARTICLES = word_set("name_particles")
_DESCENTS = dict(entry.split(":") for entry in word_list("name_descents"))
_ROMAN = frozenset("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII".split())
_DASHES = frozenset("-–‑")
_PLACE_NOUNS = frozenset(
    "город городок поселок село деревня станица остров река озеро гора штат провинция район округ область край"
    " республика графство кантон департамент улица проспект площадь аэропорт порт станция университет округа"
    " префектура пролив королевство эмират".split()
)
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщьй")
_IN_INA = word_set("first_names_in_ina")
_CZECH = ("ны", "ры", "лы", "ты")
_OFTEN_CAPITAL = frozenset("бен бин ибн абу ван фон де ди да ле ла дель эль аль".split())
_PORTUGUESE = word_set("portuguese_names")
_FAMILY = tuple(stem + ending for stem in ("ов", "ев", "ин", "ын") for ending in ("а", "у", "ым", "ой"))
_PATRONYMIC = (
    "ич",
    "ича",
    "ичу",
    "ичем",
    "ичом",
    "иче",
    "вна",
    "вны",
    "вне",
    "вну",
    "вной",
    "ична",
    "ичны",
    "ичне",
    "ичну",
    "ичной",
)
_FIRMS = (
    *("банк", "банка", "банку", "банком", "банке", "нефть", "нефти", "нефтью", "энерго", "телеком", "телекома", "телекому"),
    *("инвест", "инвеста", "инвесту", "инвестом", "инвесте", "капитал", "капитала", "капиталу", "капиталом", "капитале"),
    *("телекомом", "телекоме", "холдинг", "холдинга", "холдингу", "холдингом", "холдинге"),
)  # how names of companies end
_OWN = ("ов", "ев", "ин", "ын", "ых", "их")
_SEES = frozenset("папа патриарх митрополит архиепископ епископ граф князь герцог принц король".split())
_ADJECTIVAL_OF_WOMEN = ("ская", "цкая", "ской", "цкой")
_ADJECTIVAL = ("ский", "ского", "скому", "ским", "ском")
_OPENING, _CLOSING = frozenset("«„“\"'"), frozenset("»”“\"'")
_MASC, _FEMN = ALL_CASES, ALL_CASES << 6
_ANY = _MASC | _FEMN
_RANK = {"surname": 40, "first": 30, "patronymic": 6, "initial": 5, "numeral": 20, "nickname": 1, "particle": 0}


@attrs.frozen(cache_hash=True)
class Part:
    """One word of a name: as written, what it is, and how it can be read."""

    text: str
    kind: str  # first, patronymic, surname, initial, particle, numeral, nickname
    readings: frozenset[Analysis] = frozenset()
    lemmas: frozenset[str] = attrs.field(init=False)  # the possible nominatives, folded
    forms: int = attrs.field(init=False)  # cases of the masculine readings, and those of the feminine ones six bits higher

    @lemmas.default
    def _lemmas_of(self) -> frozenset[str]:
        return _lemmas(self.readings)

    @forms.default
    def _forms_of(self) -> int:
        return _bits(self.readings) if self.readings else _ANY


@cached(size=360, most=1 << 16)
def _lemmas(readings: frozenset[Analysis]) -> frozenset[str]:
    return frozenset(r.lemma for r in readings)


@cached(size=360, most=1 << 16)
def _bits(readings: frozenset[Analysis]) -> int:
    bits = 0
    for r in readings:
        bits |= r.cases if r.gender == "masc" else r.cases << 6
    return bits


@cached(size=360, most=1 << 16)
def _likely_bits(readings: frozenset[Analysis]) -> int:
    return _bits(frozenset(r for r in readings if r.weight >= 0.5))


@cached(size=360, most=1 << 16)
def _likely_forms(part: Part) -> int:
    """The forms of a part, of a known name without the far-fetched ones."""
    return _likely_bits(part.readings) if any(r.weight > 1.0 for r in part.readings) else part.forms


@attrs.frozen(eq=False)
class Name:
    """A personal name in a text: its tokens ``[first, last)``, its parts and the cases that its words allow together.

    ``strong`` says that a dictionary or an initial shows it to be a person's; others need support from the text. ``forms``
    are the cases of the masculine readings, and those of the feminine ones six bits higher; ``rank`` is how full it is.
    """

    first: int
    last: int
    parts: tuple[Part, ...]
    strong: bool
    forms: int = attrs.field(init=False)
    rank: int = attrs.field(init=False)

    @forms.default
    def _forms_of(self) -> int:
        forms = _ANY
        for part in self.parts:
            forms &= part.forms
        return forms

    @rank.default
    def _rank_of(self) -> int:
        return sum([_RANK[p.kind] for p in self.parts])

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
        return _leans_genitive([part.readings for part in self.parts])

    @property
    def likely(self) -> int:
        """The forms (as ``forms``) without far-fetched readings of known names («Павла» as a woman's name)."""
        forms = _ANY
        for part in self.parts:
            forms &= _likely_forms(part)
        return forms

    def plainly_nominative(self) -> bool:
        """Whether the name reads well as a nominative, rather than by a far-fetched reading."""
        genders = _ANY
        still = False  # whether the first name never changes: «Кэндзи Морияма»
        for part in self.parts:
            if part.readings:
                genders &= part.forms if still and part.kind == "surname" else _likely_bits(part.readings)
                still = part.kind == "first" and all(r.cases == ALL_CASES for r in part.readings if r.weight >= 0.5)
        return bool(genders & (NOMINATIVE | NOMINATIVE << 6))


def _leans_genitive(words: Sequence[frozenset[Analysis]]) -> bool:
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


_MEN = frozenset(
    "амвросий анатолий аркадий арсений арсентий валентий василий викентий геннадий георгий григорий дементий дмитрий"
    " евсевий евстафий зиновий игнатий иннокентий климентий лаврентий леонтий макарий мефодий онуфрий порфирий прокофий"
    " савелий терентий трофимий юрий".split()
)
"""Men's names whose genitive is no woman's name."""


def names_in(view: View) -> tuple[Name, ...]:
    """The personal names of a document, in order, none within another."""
    return view.once("names", _names)


def name_starting(view: View, i: int) -> Name | None:
    """The personal name that begins at token ``i``, if one does."""
    starting: dict[int, Name] | None = view.starting
    if starting is None:
        starting = view.starting = {name.first: name for name in names_in(view)}
    return starting.get(i)


def _names(view: View) -> tuple[Name, ...]:
    words = view.words
    found: list[Name] = []
    done = 0
    for i in view.naming:
        w = words[i]
        if i < done or not w.may_begin_name:
            if i >= done and w.flags & LATIN and w.title and (end := latin_name(words, i)) is not None:
                found.append(_in_latin_letters(view, i, end))
                done = end
            continue
        if w.outlet > 1 and i + 1 < view.size and f"{w.low} {words[i + 1].low}" in view.lexicon.outlets:
            done = i + 2  # «Франс Пресс»
            continue
        if (eastern := eastern_name(words, i)) is not None:
            found.append(_of_the_east(view, eastern))
            done = eastern.last
            continue
        kind = _class(view, i, 0, None)
        if not (kind or w.flags & INITIAL) or (w.flags & UNKNOWN and _owning_place(view, i)):
            continue
        if _site(view, i) or _named_body(view, i):
            continue
        name = _couple(view, i) or _name_at(view, i, kind)
        if name is not None:
            found.append(name)
            done = name.last
    return tuple(_supported(view, found))


_PLURAL = {
    "ыми": INS, "ими": INS, "ых": GEN | ACC | LOC, "их": GEN | ACC | LOC, "ым": DAT, "им": DAT, "ы": NOM, "ие": NOM,
}  # fmt: skip


def _couple(view: View, i: int) -> Name | None:
    """Two people with one surname: «Иван и Анна Беловы», «Петра и Павла Светлицких»."""
    words = view.words
    if i + 3 >= view.size or words[i + 1].low != "и" or not words[i].flags & words[i + 2].flags & FIRST_NAME:
        return None
    family = words[i + 3]
    forms = _several(family.low) if family.title and words[i + 2].title and family.low.endswith(_FAMILIES) else 0
    if not forms:
        return None
    cases = sum(1 << n for n in range(6) if forms >> 4 * n & PLUR)
    surname = Analysis(fold(family_name(family.text)), "masc", cases)
    firsts = [frozenset(r for r in analyses(words[k].text) if r.cases & cases) for k in (i, i + 2)]
    if not all(firsts):
        return None
    parts = (
        _part(words[i].text, "first", firsts[0]),
        _part("и", "particle"),
        _part(words[i + 2].text, "first", firsts[1]),
        _part(family.text, "surname", frozenset((surname, attrs.evolve(surname, gender="femn")))),
    )
    return Name(i, i + 4, parts, True)


_FAMILIES = tuple(stem + ending for stem in ("ов", "ев", "ин", "ын") for ending in ("ы", "ых", "ым", "ыми"))
_FAMILIES += tuple(stem + ending for stem in "нткцсж" for ending in ("ые", "ие", "ых", "их", "ыми", "ими"))


def plural_forms(name: Name) -> int:
    """The plural forms of a lone surname or of two people: «супруги Беловы», «братьев Ивановых», «Ивана и Анны Беловых»."""
    if len(name.parts) > 1 and not name.of_two:
        return 0
    return _several(name.parts[-1].text.lower())


def _several(low: str) -> int:
    if low[-1] in "оиуюэе":
        return PLUR * 0x111111
    return next((forms & PLUR * 0x111111 for ending, forms in _PLURAL.items() if low.endswith(ending)), 0)


def _in_latin_letters(view: View, first: int, last: int) -> Name:
    words = view.words
    surname = next((k for k in range(first + 1, last) if words[k].low in LATIN_PARTICLES), last - 1)
    if surname > first + 1 and words[surname - 1].text in "'’":
        surname -= 2  # «O'Neil»
    given = _part(view.text(first, surname), "first", unchanging(fold(view.text(first, surname))))
    return Name(
        first, last, (given, _part(view.text(surname, last), "surname", unchanging(fold(view.text(surname, last))))), True
    )


def _of_the_east(view: View, name: EasternName) -> Name:
    words = view.words[name.first : name.last]
    surname = unchanging(words[0].low) if words[0].low in EASTERN_SURNAMES else guesses(words[0].low)
    still = [
        _part(w.text, "first" if n else "surname", unchanging(w.low) if n else surname) for n, w in enumerate(words[:-1])
    ]
    return Name(name.first, name.last, (*still, _part(words[-1].text, "first", name.given)), True)


def _places(view: View) -> frozenset[str]:
    """The stems of unknown words that the text shows to be places: «в Боулдере», «город Боулдер»."""
    words = view.words
    found = set()
    for i in view.naming:
        w = words[i]
        if not i or not w.flags & UNKNOWN or not w.title or w.flags & (LATIN | UPPER):
            continue
        before = words[i - 1]
        alone = i + 1 >= view.size or not words[i + 1].title
        if alone and (before.lemma in _PLACE_NOUNS or (before.low in ("в", "во") and w.low[-1] in "еи")):
            found.add(_stem(w.low))
    return frozenset(found)


def _stem(low: str) -> str:
    return low.rstrip("аеиоуыэюяьй") or low


def _owning_place(view: View, i: int) -> bool:
    """Whether an unknown word says whose somebody is: «шериф Боулдера Джон Смит», «мэр Боулдера»."""
    words = view.words
    w = words[i]
    if not i or not w.flags & UNKNOWN or w.flags & PATRONYMIC:
        return False
    before = words[i - 1]
    if not before.flags & NOUN or (before.title and (before.role is None or not _starts(view, i - 1))):
        return False
    if _stem(w.low) in view.once("places", _places):
        return True
    following = words[i + 1] if i + 1 < view.size else w
    role = before.role
    if not following.title or role is None or role.kind != "organization":
        return False
    if not before.noun & GEN or w.low[-1] not in "аяыи" or following is w:
        return False
    known = following.flags & FIRST_NAME and not following.flags & UNKNOWN
    return bool(known) or (i + 2 < view.size and words[i + 2].title and bool(words[i + 2].flags & (UNKNOWN | PERSON_NAME)))


def _named_body(view: View, i: int) -> bool:
    """«агентство Рейтер», «газета «Хьюстон Кроникл»»: what a noun for outlets says the name of."""
    words = view.words
    q = view.holder(i)
    before = q.open - 1 if q is not None and q.last - q.first <= 5 else i - 1
    if before < 0 or (role := words[before].role) is None or role.kind != "outlet":
        return False
    return q is not None or words[i].low in view.lexicon.outlets or words[i].lemma in view.lexicon.outlets


def _site(view: View, i: int) -> bool:
    """«Каспаров.Ru»: a word that a domain is glued to."""
    return i in view.sites


def _supported(view: View, found: list[Name]) -> list[Name]:
    """The names, with the single capitalised words that repeat the surname of a full name («Дмитрий Козак … Козак»)."""
    surnames: set[str] = set()
    for name in found:
        surname = name.part("surname")
        if surname is not None and len(name.parts) > 1 and name.strong:
            surnames |= surname.lemmas
    if not surnames:
        return found
    taken = {k for name in found for k in range(name.first, name.last)}
    words = view.words
    for k in view.naming:
        w = words[k]
        if not w.title or k in taken or w.flags & (LATIN | UPPER | INITIAL | PLACE) or not w.noun:
            continue
        if len(w.text) < 3 and w.low not in EASTERN_SURNAMES:
            continue
        readings = analyses(w.text)
        if not surnames.isdisjoint(_lemmas(readings)) and not (w.flags & FINITE and _starts(view, k)):
            found.append(Name(k, k + 1, (Part(w.text, "surname", readings),), False))
    found.sort(key=lambda n: n.first)
    return found


def _starts(view: View, k: int) -> bool:
    """Whether a word has its capital letter because a sentence or quotation begins."""
    if k == view.sentences[view.sentence_of[k]][0]:
        return True
    before = view.words[k - 1].text
    return before in _OPENING or before in ".:!?…—–-•"


def _capital(w: Word) -> bool:
    """Whether a word has a capital letter, be it after a particle: «аль-Фалех»."""
    if w.title:
        return True
    head, _, tail = w.text.partition("-")
    return bool(tail) and tail[:1].isupper() and head in PARTICLES


def _title_at(view: View, k: int) -> bool:
    return k < view.size and view.words[k].title


def _class(view: View, k: int, count: int, previous: Word | None) -> str | None:  # noqa: C901
    """What a capitalised word can be within a name: first, surname, patronymic, unknown, common; ``None``: no name."""
    w = view.words[k]
    flags = w.flags
    if flags & LATIN or w.body:
        return None
    text = w.text
    if not flags & TITLE:
        return "unknown" if _capital(w) and count else None
    if len(text) > 1 and text[:2].isupper() and not (flags & PERSON_NAME and len(text) > 4):
        if previous is None or not previous.flags & FIRST_NAME or previous.flags & UPPER:
            return None
        return "common" if len(text) > 3 and w.role is None and w.low not in view.lexicon.outlets else None  # «Антон СЕРЫЙ»
    if flags & INITIAL and len(text) == 1:
        return None
    following = view.words[k + 1] if k + 1 < view.size else w
    if flags & PATRONYMIC and count and previous is not None and previous.flags & (FIRST_NAME | UNKNOWN):
        if not flags & (SURNAME | UNKNOWN) or (following.title and w.low.endswith(_PATRONYMIC)):
            return "patronymic"
    if count > 1 and previous is not None and previous.flags & PATRONYMIC and flags & (NOUN | ADJECTIVE | UNKNOWN):
        return "surname" if flags & SURNAME else "common"  # «Роман Ильич Добрый»
    if not count and not flags & (PERSON_NAME | UNKNOWN) and following.flags & FIRST_NAME and _surname_before_first(view, k):
        return "unknown"
    if not count and flags & PLACE and k and view.words[k - 1].role is not None and not w.noun & NOM & SING * 0x111111:
        if view.lexicon.places.get(w.lemma) == "country":
            return None  # «премьер Израиля Биби Нетан»
    if w.given and (count or _begins_full_name(view, k)):
        return "first"
    if w.low in _PORTUGUESE and following.title and flags & PERSON_NAME:
        return "first"
    if (
        not count
        and w.lemma in NAMES_OF_BOTH
        and following.title
        and following.flags & (UNKNOWN | SURNAME)
        and not (k and view.words[k - 1].lemma in _PLACE_NOUNS)
    ):
        return "first"  # «Джорджия Мелони»
    if not count and not _starts(view, k) and following.title and not following.flags & LATIN:
        before = view.words[k - 1]
        if before.lemma in _PLACE_NOUNS and flags & UNKNOWN and not _double_first_name(text) and not _heads_place(view, k):
            return None
        if flags & SURNAME and before.lemma in _SEES and w.low.endswith(_ADJECTIVAL) and following.flags & FIRST_NAME:
            return None  # «папа Римский Франциск»
        beside = (
            following.flags & UNKNOWN
            and not following.flags & PLACE
            and following.role is None
            and (not _capital(before) or before.flags & UPPER)
        )
        if (
            beside
            and flags & NOUN
            and not flags & (PERSON_NAME | PLACE | UNKNOWN | ABBREVIATION | FINITE)
            and w.role is None
            and before.noun
        ):
            return "unknown"  # «представитель фонда Мара Ильян»: a first name that is a common word
    elif not count and k and flags & UNKNOWN and view.words[k - 1].lemma in _PLACE_NOUNS and following.low not in PARTICLES:
        return None
    if (
        not count
        and flags & PLACE
        and w.lemma in view.lexicon.places
        and not (following.title and following.flags & (SURNAME | UNKNOWN | PATRONYMIC))
        and not (flags & FIRST_NAME and following.title and following.flags & FIRST_NAME and not _title_at(view, k + 2))
        and following.low not in PARTICLES
    ):
        return None  # «Дания» is a country first
    if not flags & UNKNOWN:
        if flags & FIRST_NAME:
            return "both" if flags & SURNAME else "first"
        if flags & (SURNAME | PATRONYMIC):
            return "first" if not count and _foreign_given(view, k) else "surname"
    if w.role is not None and not flags & UNKNOWN:
        after_particle = count and view.words[k - 1].title and view.words[k - 1].low in PARTICLES
        return "common" if after_particle else None  # «Бруно Ле Мэр»
    if _syllables(w.low) == 1 and w.role is None and flags & NOUN and not _starts(view, k):
        short = following.title and _syllables(following.low) == 1 and (following.flags & UNKNOWN or count)
        if short and not following.flags & LATIN and following.role is None:
            return "unknown"  # «Хван Чжан Еп»
    after_first = previous is not None and (previous.given or bool(previous.flags & (FIRST_NAME | UNKNOWN | INITIAL)))
    if not flags & UNKNOWN and (flags & PLACE or w.low in view.lexicon.places):
        if not count or previous is None:
            return None
        if previous.flags & INITIAL and not previous.flags & FIRST_NAME:
            return None if w.low in view.lexicon.places else "common"  # «М. Заречный», not «Н. Новгород»
        return "common" if previous.flags & FIRST_NAME and not previous.flags & SURNAME else None
    if flags & UNKNOWN:
        if w.low.endswith(_FIRMS):
            return None
        if not count and (_names_outlet(view.lexicon, w.low) or w.role is not None or w.low in view.lexicon.platforms):
            return None
        return "unknown"
    if count and after_first and not flags & FINITE and (flags & NOUN or flags & ADJECTIVE) and not flags & PREPOSITION:
        short = flags & ABBREVIATION and not (previous is not None and previous.flags & FIRST_NAME)  # «Бен Кон»
        if w.low in view.lexicon.outlets or short or w.role is not None:
            return None
        return "common"
    return None


def _heads_place(view: View, k: int) -> bool:
    """Whether the head of a place is named: «глава района Линас Страздас», not «мэр города Боулдер Джон Смит»."""
    words = view.words
    if k < 2 or k + 1 >= view.size or (role := words[k - 2].role) is None or role.kind != "person":
        return False
    following = words[k + 1]
    more = k + 2 < view.size and words[k + 2].title
    if following.low in PARTICLES:
        return bool(more)
    return _capital(following) and not following.flags & LATIN and not (more and following.flags & FIRST_NAME)


def _surname_before_first(view: View, k: int) -> bool:
    """Whether a word of the language is the surname before a first name: «Чиж Егор Олегович», «Сырцова Зинаида»."""
    words = view.words
    w, first = words[k], words[k + 1]
    if (
        not first.title
        or w.role is not None
        or w.flags & (PLACE | ABBREVIATION | PREPOSITION | UPPER)
        or w.low in view.lexicon.outlets
    ):
        return False
    if first.flags & SURNAME and w.flags & NOUN and not w.flags & ADJECTIVE:
        return False
    more = k + 2 < view.size and words[k + 2].title
    family = w.low.endswith((*_OWN, *_FAMILY, *_ADJECTIVAL, *_ADJECTIVAL_OF_WOMEN))
    if more:
        return bool(
            words[k + 2].flags & PATRONYMIC
            and w.flags & (NOUN | ADJECTIVE)
            and (family or not _starts(view, k) or w.noun & NOM)
        )
    if w.flags & ADJECTIVE and not w.flags & NOUN and k and not _starts(view, k):
        return not words[k - 1].title and words[k - 1].role is None  # «По словам Заречного Игоря»
    if family:
        return not (k and words[k - 1].lemma in _SEES and w.low.endswith(_ADJECTIVAL))
    return bool(w.flags & NOUN and w.noun & SING * 0x111111 and not _starts(view, k) and not view.marked(k, k + 1))


def _begins_full_name(view: View, k: int) -> bool:
    """Whether a first name that is another word as well goes on like a person's: «Нона Белова», «Раса Юкнявичене»."""
    words = view.words
    if k + 1 >= view.size or (k and words[k - 1].lemma in _PLACE_NOUNS and not _heads_place(view, k)):
        return False
    following = words[k + 1]
    if following.low in PARTICLES:
        return k + 2 < view.size and words[k + 2].title
    if not _capital(following) or following.flags & (LATIN | UPPER):
        return False
    if following.flags & (UNKNOWN | PERSON_NAME) or following.given or following.low.endswith(("ян", "янц")):
        return True
    if following.low.endswith((*_ADJECTIVAL, *_ADJECTIVAL_OF_WOMEN)):
        return bool(words[k].noun & following.adjective)  # «Нона Черкасская»
    noun = following.flags & NOUN and not following.flags & (PLACE | ABBREVIATION) and following.role is None
    return bool(noun) and not _starts(view, k)  # «заявила Эва Сорока»


def _foreign_given(view: View, k: int) -> bool:
    """«Карлос Эдуардо Мендоса»: a surname of a foreign look before a first name and one more word."""
    words = view.words
    if k + 2 >= view.size or words[k].low.endswith((*_FAMILY, *_ADJECTIVAL, "ов", "ев", "ин", "ын", "ко", "ич", "ых", "их")):
        return False
    given, family = words[k + 1], words[k + 2]
    return bool(given.title and given.flags & FIRST_NAME and not given.flags & SURNAME) and (
        family.title and not family.flags & (PATRONYMIC | LATIN | UPPER) and bool(family.flags & (UNKNOWN | SURNAME | PLACE))
    )


def _double_first_name(text: str) -> bool:
    """«Жан-Ив», «Анна-Мария»: what stands before the hyphen is a first name."""
    head, hyphen, _ = text.partition("-")
    return bool(hyphen) and any(r.weight > 1 for r in analyses(head))


_STEMS: dict[int, frozenset[str]] = {}


def _names_outlet(lexicon: Lexicon, low: str) -> bool:
    """Whether an unknown word is a form of an outlet's name: «Викиновостям», «Интерфаксу»."""
    stems = _STEMS.get(id(lexicon))
    if stems is None:
        stems = _STEMS[id(lexicon)] = frozenset(_stem(o) for o in lexicon.outlets if " " not in o and len(o) > 5)
    return low in lexicon.outlets or any(low[: len(low) - n] in stems for n in range(4))


def _name_at(view: View, i: int, first_kind: str | None) -> Name | None:  # noqa: C901
    words, size = view.words, view.size
    parts: list[tuple[str, str, Word]] = []  # class, text, word
    readings: list[frozenset[Analysis]] = []
    forms = _ANY
    k = i
    initials = 0
    while k + 1 < size and words[k].flags & INITIAL and words[k].title and words[k + 1].text == "." and initials < 3:
        parts.append(("initial", words[k].text, words[k]))
        readings.append(frozenset())
        k += 2
        initials += 1
        if k + 1 < size and words[k].text in _DASHES and words[k + 1].flags & INITIAL:
            k += 1
    if initials and (k >= size or _class(view, k, 1, words[k - 2]) is None):
        return None
    count = 0
    strong = bool(initials)
    end = k
    border = view.sentences[view.sentence_of[i]][1]
    if initials:
        border = max(border, min(size, k + 4))
    previous: Word | None = None
    seen = 0
    while k < border and count < 5:
        w = words[k]
        for part in parts[seen:]:
            if part[0] not in ("particle", "nickname"):
                previous = part[2]
        seen = len(parts)
        if not (w.title or _capital(w)):
            if (
                count
                and w.low in PARTICLES
                and k + 1 < border
                and (words[k + 1].title or words[k + 1].low in PARTICLES)
                and not (w.flags & PREPOSITION and w.low == "да")
            ):
                parts.append(("particle", w.text, w))
                readings.append(frozenset())
                k += 1
                continue
            if count and w.text in _OPENING and (closed := _nickname(view, k, border)) is not None:
                parts.append(("nickname", view.text(k, closed), w))
                readings.append(frozenset())
                k = closed
                continue
            break
        if (
            count
            and w.low in PARTICLES
            and (not w.flags & (NOUN | UNKNOWN | PREPOSITION) or (count == 1 and w.low in _OFTEN_CAPITAL))
            and k + 1 < border
            and words[k + 1].title
            and not words[k + 1].flags & LATIN
        ):
            parts.append(("particle", w.text, w))  # «Жан-Ив Ле Дриан»
            readings.append(frozenset())
            k += 1
            continue
        if count and w.text in _ROMAN:
            parts.append(("numeral", w.text, w))
            readings.append(frozenset())
            k += 1
            end = k
            break
        if count and w.flags & INITIAL and k + 1 < size and words[k + 1].text == ".":
            following = _class(view, k + 2, count, w) if k + 2 < border else None
            follows = following is not None and not (following == "common" and parts[-1][0] not in ("first", "initial"))
            if follows and parts[-1][0] == "initial" and following == "common" and parts[0][0] != "first":
                follows = False  # «Ершов Т. К. Коллеги …»
            lone = k + 2 >= size or not words[k + 2].title  # «Анна Т. рассказала»
            if follows or (
                (parts[-1][0] in ("surname", "both", "unknown", "initial") or (parts[-1][0] == "first" and lone))
                and view.starts[k + 1] == view.ends[k]
            ):
                parts.append(("initial", w.text, w))
                readings.append(frozenset())
                k += 2
                if not follows:
                    end = k
                continue
            break
        if _irish(view, k, border):
            joined = view.text(k, k + 3)
            found = analyses(joined)
            if count and not forms & _bits(found):
                break
            forms = forms & _bits(found) if count else _bits(found)
            parts.append(("unknown", joined, words[k + 2]))
            readings.append(found)
            count += 1
            k += 3
            end = k
            continue
        if w.flags & INITIAL and len(w.text) == 1:
            break
        kind = first_kind if k == i else _class(view, k, count or int(initials > 0), previous)
        if count and k + 1 < size and (sex := _DESCENTS.get(words[k + 1].low)) is not None:
            # «Ильхам Мамед оглы Гасанов»: the father's name stands still
            parts += [("patronymic", w.text, w), ("particle", words[k + 1].text, words[k + 1])]
            readings += [frozenset(r for r in unchanging(w.low) if r.gender == sex), frozenset()]
            forms = forms & (_MASC if sex == "masc" else _FEMN) or forms
            count += 1
            k += 2
            end = k
            continue
        if kind is None or (kind == "common" and count and parts[-1][0] == "common"):
            break
        found = analyses(w.text)
        if not count and w.low in PARTICLES:
            found = unchanging(w.low)  # «Абдель Фаттах»
        if count and w.low[-1] in "ая" and forms & NOMINATIVE and not forms >> 6 and not _bits(found) & NOMINATIVE:
            found |= {Analysis(w.low, "masc", NOMINATIVE, 0.3)}  # «Хосе Авила» is no «Авил»
        if (
            count
            and w.low[-1] in "ая"
            and forms & GENITIVE
            and not any(r.gender == "masc" and r.cases & GENITIVE for r in found)
        ):
            found |= {  # «Франсуа Мартена»: of a man, though the dictionary has a woman's name
                attrs.evolve(r, weight=min(r.weight, 0.8))
                for r in guesses(w.low)
                if r.gender == "masc" and r.cases & GENITIVE
            }
        if count and parts[-1][0] == "particle" and not forms & _bits(found):
            found |= unchanging(w.low)  # «Амины бен Юсуф»
        bits = _bits(found) or _ANY
        if w.low in _PORTUGUESE and k + 1 < border and (words[k + 1].title or words[k + 1].low in PARTICLES):
            found = unchanging(w.low)
            bits = _bits(found)
        elif count and kind in ("first", "both", "surname", "unknown"):
            if (
                w.low.endswith(_CZECH)
                and (_likely_bits(readings[0]) & NOMINATIVE or not forms & bits)
                and not bits & (NOMINATIVE | NOMINATIVE << 6)
            ):
                found |= {attrs.evolve(r, weight=0.5) for r in unchanging(w.low) if r.gender == "masc"}  # «Томаш Черны»
            elif any(r.cases == ALL_CASES and r.lemma == w.low for r in found) and not (
                forms & bits and bits >> 6 & NOMINATIVE
            ):
                found |= {attrs.evolve(r, weight=1.6) for r in unchanging(w.low)}  # «Джейн Стэнли»: of either sex
            elif (
                w.low[-1] in _CONSONANTS
                and not bits >> 6
                and (forms & NOMINATIVE << 6 or (forms >> 6 and not forms & bits and (count > 1 or kind != "first")))
            ):
                found |= {r for r in unchanging(w.low) if r.gender == "femn"}  # «Регина Абель»
            bits = _bits(found)
        elif initials and not count and w.low.endswith(_FAMILY):
            found |= guesses(fold(w.text))
            bits = _bits(found)
        doubtful = count and not forms & bits
        if doubtful and bits & (NOMINATIVE | NOMINATIVE << 6):
            last = k + 1 >= border or _class(view, k + 1, count, w) is None
            doubtful = last and w.low not in _IN_INA and _leans_genitive(readings)
        if doubtful and kind in ("first", "both", "surname") and w.low.endswith(_FAMILY):
            by_ending = frozenset(r for r in guesses(fold(w.text)) if r.weight >= 0.8)
            if forms & _bits(by_ending):  # «Светланы Снежиной», though «Снежина» is a first name
                kind, found, bits = "surname", by_ending, _bits(by_ending)
        if count:
            agreed = forms & bits
            last_kind = next(p[0] for p in reversed(parts) if p[0] not in ("initial", "particle", "nickname"))
            if count >= 2 and kind == "first" and _leans_genitive(readings) and not bits & (GENITIVE | GENITIVE << 6):
                break  # «жена Ивана Лунина Ольга»
            if kind in ("first", "both") and last_kind in ("surname", "unknown", "common", "patronymic"):
                following = _class(view, k + 1, count, w) if k + 1 < border else None
                if (
                    _syllables(w.low) == 1 == _syllables(words[k - 1].low)
                    and following is not None
                    and _syllables(words[k + 1].low) == 1
                ):
                    kind = "unknown"  # «Ким Чен Ын»
                swapped = count == 1 and agreed and (following is None or following == "patronymic") and kind == "first"
                if (
                    (kind != "unknown" and kind == "first" and not swapped and last_kind != "unknown")
                    or not agreed
                    or (kind == "first" and following not in (None, "patronymic") and not swapped)
                ):
                    break
            elif (
                count == 1
                and kind == "first" == last_kind
                and not initials
                and (likely := _likely_bits(readings[-1]))
                and not likely & bits
            ):
                break  # «друг Ирвина Джон Стэнли»: the owner's name, then the person's
            elif not agreed:
                if kind not in ("unknown", "common") and last_kind != "unknown":
                    break
                if last_kind == "surname" and count == 1 and not initials:
                    break
                nominative = NOMINATIVE | NOMINATIVE << 6
                if (
                    count == 1
                    and not initials
                    and not forms & nominative
                    and bits & nominative
                    and k + 1 < border
                    and _class(view, k + 1, 1, w) is not None
                ):
                    break  # «премьер Израиля Биньямин Леви»
                agreed = forms if last_kind in ("first", "both", "patronymic") and kind == "common" else bits
            elif (
                kind in ("unknown", "surname", "common")
                and last_kind == "surname"
                and count == 1
                and not initials
                and not forms & (NOMINATIVE | NOMINATIVE << 6)
            ):
                break  # «пресс-секретарь Обамы Карни»: the owner's name, then the person's
            forms = agreed
        else:
            forms = bits
        strong = strong or w.given or (bool(w.flags & PERSON_NAME) and not w.flags & UNKNOWN)
        parts.append((kind, w.text, w))
        readings.append(found)
        count += 1
        k += 1
        end = k
        if (
            k + 1 < border
            and words[k].text in _DASHES
            and words[k + 1].title
            and view.ends[k - 1] == view.starts[k]
            and view.ends[k] == view.starts[k + 1]
        ):
            joined = w.text + "-" + words[k + 1].text
            parts[-1] = (kind, joined, w)
            readings[-1] = analyses(joined)
            k += 2
            end = k
    while parts and parts[-1][0] == "particle" and parts[-1][1].lower() not in _DESCENTS:
        parts.pop()
        readings.pop()
    if not count:
        return None
    if count == 1 and not initials and not _may_stand_alone(view, i, end, parts[0]):
        return None
    return Name(i, end, _kinds(parts, readings), strong)


def _irish(view: View, k: int, border: int) -> bool:
    """Whether a name with an apostrophe begins: «О’Рейли», «Д’Анджело»."""
    words, starts, ends = view.words, view.starts, view.ends
    return (
        k + 2 < border
        and words[k].low in ("о", "д")
        and words[k + 1].text in "'’ʼ"
        and words[k + 2].title
        and ends[k] == starts[k + 1]
        and ends[k + 1] == starts[k + 2]
    )


@cached(size=320, most=1 << 15)
def _syllables(low: str) -> int:
    return sum(c in "аеиоуыэюя" for c in low)


def _nickname(view: View, k: int, border: int) -> int | None:
    """After a nickname in marks: «Иван «Кузнец» Королёв»."""
    words = view.words
    for close in range(k + 2, min(k + 4, border)):
        if words[close].text in _CLOSING:
            if close + 1 < border and words[close + 1].title and words[close + 1].flags & (PERSON_NAME | UNKNOWN):
                return close + 1
            return None
    return None


def _may_stand_alone(view: View, i: int, end: int, part: tuple[str, str, Word]) -> bool:
    kind, _, w = part
    if kind == "patronymic":
        return False
    words = view.words
    before = words[i - 1].text if i else ""
    after = words[end].text if end < view.size else ""
    if before in _OPENING and after in _CLOSING:
        return False  # a name in marks: a thing's
    if kind == "first" and _starts(view, i) and any(r in _COMMON_FIRST for r in (w.low,)):
        return False
    if kind == "surname" and _starts(view, i) and w.flags & (FINITE | PREPOSITION):
        return False
    if end < view.size and words[end].flags & LATIN and words[end].title and kind == "unknown":
        return False
    return not (kind == "unknown" and not w.flags & (NOUN | ANIMATE))


_COMMON_FIRST = frozenset(
    "вера надежда любовь слава роман лев майя мир роза лилия виктория светлана марина победа нина рада воля злата"
    " снежана веры надежды любви славы надежду веру славу любовью верой надеждой ким пак ли ян май март август рим"
    " света мая марта августа".split()
)


def _kinds(parts: Sequence[tuple[str, str, Word]], readings: Sequence[frozenset[Analysis]]) -> tuple[Part, ...]:
    real = [n for n, (kind, _, _) in enumerate(parts) if kind not in ("initial", "particle", "numeral", "nickname")]
    kinds = [kind for kind, _, _ in parts]
    if len(real) == 1:
        alone = len(parts) == 1 or kinds[-1] == "numeral"
        kinds[real[0]] = "first" if kinds[real[0]] == "first" and alone else "surname"
    else:
        swapped = kinds[real[0]] in ("surname", "unknown", "common", "both") and (
            kinds[real[1]] == "first" or (kinds[real[1]] == "both" and kinds[real[-1]] == "patronymic")
        )
        swapped = swapped or (len(real) == 3 and kinds[real[2]] == "patronymic" and kinds[real[0]] in ("surname", "unknown"))
        surname = real[0] if swapped else real[-1]
        if kinds[surname] == "patronymic" and kinds[real[0]] in ("first", "both"):
            surname = -1
        for n in real:
            kinds[n] = "surname" if n == surname else "patronymic" if kinds[n] == "patronymic" else "first"
    return tuple([_part(part[1], kind, found) for part, kind, found in zip(parts, kinds, readings, strict=True)])


_part = cached(size=360)(Part)
