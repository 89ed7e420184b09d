"""What a capitalised word can be within a name of a person."""

from __future__ import annotations

from newsquotes.caches import cached
from newsquotes.russian.data_files import word_list, word_set
from newsquotes.russian.lexicon import NAMES_OF_BOTH, Lexicon
from newsquotes.russian.reading.declension import analyses, listed
from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ADJECTIVE,
    FEM,
    FINITE,
    FIRST_NAME,
    GEN,
    INITIAL,
    LATIN,
    MASC,
    NOM,
    NOUN,
    PATRONYMIC,
    PERSON_NAME,
    PLACE,
    PREPOSITION,
    SING,
    SURNAME,
    TITLE,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.name_parts import bits_of
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

PARTICLES = word_set("name_particles")
PLACE_NOUNS = word_set("place_nouns")
_BEGIN_BODIES = frozenset(("жогорку", "милли", "олий"))  # «Милли Меджлис»: parliaments
_SEES = word_set("titles_with_sees")
PORTUGUESE = word_set("portuguese_names")
STILL = word_set("still_names")
FAMILY = tuple(stem + ending for stem in ("ов", "ев", "ин", "ын") for ending in ("а", "у", "ым", "ой"))
_PATRONYMIC = word_list("patronymic_endings")
_FIRMS = word_list("firm_endings")
_EVIDENCE = word_set("words_of_somebody")
_OWN = ("ов", "ев", "ин", "ын", "ых", "их")
_ADJECTIVAL_OF_WOMEN = ("ская", "цкая", "ской", "цкой")
_ADJECTIVAL = ("ский", "ского", "скому", "ским", "ском")
_OF_YEARS = tuple(f"летн{ending}" for ending in ("ий", "его", "ему", "им", "ем", "яя", "ей", "юю"))
OPENING_MARKS, CLOSING_MARKS = frozenset("«„“\"'"), frozenset("»”“\"'")


def starts(view: View, k: int) -> bool:
    """Whether a word has its capital letter because a sentence or quotation begins."""
    if k == view.sentences[view.sentence_of[k]][0]:
        return True
    before = view.words[k - 1].text
    return before in OPENING_MARKS or before in ".:!?…—–-•"


def has_capital(w: Word) -> bool:
    """Whether a word has a capital letter, be it after a particle: «аль-Фалех»."""
    if w.title:
        return True
    head, _, tail = w.text.partition("-")
    return bool(tail) and tail[:1].isupper() and head in PARTICLES


def _after_place_noun(view: View, k: int) -> bool:
    """Whether a noun for places that no adjective names stands before: «города Боулдер», not «Камского края Ян Орлов»."""
    words = view.words
    if not k or (noun := words[k - 1]).lemma not in PLACE_NOUNS:
        return False
    return k < 2 or not words[k - 2].title or not words[k - 2].adjective & noun.noun


def _title_at(view: View, k: int) -> bool:
    return k < view.size and view.words[k].title


def class_of(view: View, k: int, count: int, previous: Word | None) -> str | None:
    """What a capitalised word can be within a name: first, surname, patronymic, unknown, common; ``None``: no name."""
    w = view.words[k]
    flags = w.flags
    if flags & LATIN or w.body:
        return None
    text = w.text
    if not flags & TITLE:
        return "unknown" if has_capital(w) and count else None
    if len(text) > 1 and text[:2].isupper() and not (flags & PERSON_NAME and len(text) > 4):
        if previous is None or not previous.flags & FIRST_NAME or previous.flags & UPPER:
            return None
        return "common" if len(text) > 3 and w.role is None and w.low not in view.lexicon.outlets else None  # «Антон СЕРЫЙ»
    if (flags & INITIAL and len(text) == 1) or (w.adjective and w.low.endswith(_OF_YEARS)):
        return None
    following = view.words[k + 1] if k + 1 < view.size else w
    if flags & PATRONYMIC and count and previous is not None and previous.flags & (FIRST_NAME | UNKNOWN):
        if not flags & (SURNAME | UNKNOWN) or (following.title and w.low.endswith(_PATRONYMIC)):
            return "patronymic"
    if count > 1 and previous is not None and previous.flags & PATRONYMIC and flags & (NOUN | ADJECTIVE | UNKNOWN):
        return "surname" if flags & SURNAME else "common"  # «Роман Ильич Добрый»
    if (
        not count
        and not flags & (PERSON_NAME | UNKNOWN)
        and following.flags & (FIRST_NAME | INITIAL)
        and (_before_initials(view, k) or (following.flags & FIRST_NAME and _surname_before_first(view, k)))
    ):
        return "unknown"
    if not count and (flags & (PLACE | UNKNOWN) or w.low in _BEGIN_BODIES) and _names_place_or_body(view, k):
        return None
    if (
        (w.given and (count or _begins_full_name(view, k)))
        or (following.title and flags & PERSON_NAME and _before_second_first_name(w, following))
        or (
            not count
            and w.lemma in NAMES_OF_BOTH
            and following.title
            and following.flags & (UNKNOWN | SURNAME)
            and not _after_place_noun(view, k)
        )  # «Джорджия Мелони»
    ):
        return "first"
    if not count and not starts(view, k) and following.title and not following.flags & LATIN:
        before = view.words[k - 1]
        if flags & UNKNOWN and _after_place_noun(view, k) and not _double_first_name(text) and not _heads_place(view, k):
            return None
        if flags & SURNAME and before.lemma in _SEES and w.low.endswith(_ADJECTIVAL) and following.flags & FIRST_NAME:
            return None  # «папа Римский Франциск»
        if _common_before_surname(w, before, following):
            return "unknown"  # «представитель фонда Мара Ильян»: a first name that is a common word
    elif not count and flags & UNKNOWN and _after_place_noun(view, k) and following.low not in PARTICLES:
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
    if syllables(w.low) == 1 and w.role is None and flags & NOUN and not starts(view, k):
        short = following.title and syllables(following.low) == 1 and (following.flags & UNKNOWN or count)
        if short and not following.flags & LATIN and following.role is None:
            return "unknown"  # «Хван Чжан Еп»
    return _unlisted_class(view, k, count, previous)


def _before_second_first_name(w: Word, following: Word) -> bool:
    """«Луис Роберту Карвалью», «Хадим Реза Каранин»: a first name that shows by the one after it, too."""
    return w.low in PORTUGUESE or (following.low in STILL and bool(listed(w.low)))


def _names_place_or_body(view: View, k: int) -> bool:
    """Whether a country stands after an office, «премьер Израиля Биби Нетан», or a body is named, «Жогорку Кенеш»."""
    w = view.words[k]
    following = view.words[k + 1] if k + 1 < view.size else w
    role = following.role
    begins = w.flags & UNKNOWN or w.low in _BEGIN_BODIES
    if begins and following.title and role is not None and role.kind == "organization":
        return bool(following.flags & UNKNOWN) or not following.flags & PERSON_NAME
    if not w.flags & PLACE or not k or view.words[k - 1].role is None or w.noun & NOM & SING * 0x111111:
        return False
    return view.lexicon.places.get(w.lemma) == "country"


def _unlisted_class(view: View, k: int, count: int, previous: Word | None) -> str | None:
    """What a capitalised word can be within a name that no list and no dictionary has as a name of a person."""
    w = view.words[k]
    flags = w.flags
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
    if not count and flags & ADJECTIVE and not flags & NOUN and _adjective_speaks(view, k):
        return "surname"
    if count and after_first and not flags & FINITE and (flags & NOUN or flags & ADJECTIVE) and not flags & PREPOSITION:
        short = flags & ABBREVIATION and not (previous is not None and previous.flags & FIRST_NAME)  # «Бен Кон»
        if w.low in view.lexicon.outlets or short or w.role is not None:
            return None
        return "common"
    return None


def _common_before_surname(w: Word, before: Word, following: Word) -> bool:
    """Whether a common word with a capital stands like a first name between a noun and a surname."""
    if (
        not w.flags & NOUN
        or w.flags & (PERSON_NAME | PLACE | UNKNOWN | ABBREVIATION | FINITE)
        or w.role is not None
        or not before.noun
        or following.flags & PLACE
        or following.role is not None
    ):
        return False
    nominative = w.noun & NOM and not w.noun & GEN
    if not following.flags & (UNKNOWN | SURNAME if nominative else UNKNOWN):
        return False
    return (
        not has_capital(before)
        or bool(before.flags & UPPER)
        or bool(nominative and before.flags & PLACE and before.noun & GEN)
    )


def _heads_place(view: View, k: int) -> bool:
    """Whether the head of a place is named: «глава района Линас Страздас», not «мэр города Боулдер Джон Смит»."""
    words = view.words
    if k < 2 or k + 1 >= view.size or (role := words[k - 2].role) is None or role.kind != "person":
        return False
    following = words[k + 1]
    more = k + 2 < view.size and words[k + 2].title
    if following.low in PARTICLES:
        return bool(more)
    return has_capital(following) and not following.flags & LATIN and not (more and following.flags & FIRST_NAME)


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
    family = w.low.endswith((*_OWN, *FAMILY, *_ADJECTIVAL, *_ADJECTIVAL_OF_WOMEN))
    if more:
        return bool(
            words[k + 2].flags & PATRONYMIC
            and w.flags & (NOUN | ADJECTIVE)
            and (family or not starts(view, k) or (w.noun & NOM & SING * 0x111111 and first.noun & NOM & SING * 0x111111))
        )
    if w.flags & ADJECTIVE and not w.flags & NOUN and k and not starts(view, k):
        return not words[k - 1].title and words[k - 1].role is None  # «По словам Заречного Игоря»
    if family:
        return not (k and words[k - 1].lemma in _SEES and w.low.endswith(_ADJECTIVAL))
    return bool(w.flags & NOUN and w.noun & SING * 0x111111 and not starts(view, k) and not view.marked(k, k + 1))


def _adjective_speaks(view: View, k: int) -> bool:
    """Whether an adjective with a capital is somebody's surname: «по словам Рябого, …», «г-н Рябой заявил»."""
    words = view.words
    w = words[k]
    if not k or not w.adjective & (MASC | FEM) * 0x111111 or w.role is not None or starts(view, k):
        return False
    before = words[k - 1]
    titled = before.role is not None and before.role.kind == "person" and before.noun & w.adjective
    if not titled and before.low not in _EVIDENCE and not (before.cue is not None and before.flags & FINITE):
        return False
    return k + 1 >= view.size or words[k + 1].text in ",.:;)" or bool(words[k + 1].flags & FINITE)


def _before_initials(view: View, k: int) -> bool:
    """Whether a word of the language is the surname before two initials: «Смородина П. П.», not «Группа П. П. Белова»."""
    words = view.words
    w = words[k]
    if k + 4 >= view.size or w.role is not None or w.flags & (PLACE | ABBREVIATION | UPPER) or len(w.low) < 4:
        return False
    if not (w.noun | w.adjective) & SING * 0x111111 or not words[k + 1].title or not words[k + 3].title:
        return False
    if not words[k + 3].flags & INITIAL or words[k + 2].text != "." or words[k + 4].text != ".":
        return False
    return k + 5 >= view.size or not words[k + 5].title


def _begins_full_name(view: View, k: int) -> bool:
    """Whether a first name that is another word as well goes on like a person's: «Нона Белова», «Раса Юкнявичене»."""
    words = view.words
    if k + 1 >= view.size or (_after_place_noun(view, k) and not _heads_place(view, k)):
        return False
    following = words[k + 1]
    if following.low in PARTICLES:
        return k + 2 < view.size and words[k + 2].title
    if not has_capital(following) or following.flags & (LATIN | UPPER):
        return False
    if following.flags & (UNKNOWN | PERSON_NAME) or following.given or following.low.endswith(("ян", "янц")):
        return True
    if following.low.endswith((*_ADJECTIVAL, *_ADJECTIVAL_OF_WOMEN)):
        return bool(words[k].noun & following.adjective)  # «Нона Черкасская»
    noun = following.flags & NOUN and not following.flags & (PLACE | ABBREVIATION) and following.role is None
    return bool(noun) and not starts(view, k)  # «заявила Эва Сорока»


def _foreign_given(view: View, k: int) -> bool:
    """«Карлос Эдуардо Мендоса»: a surname of a foreign look before a first name and one more word."""
    words = view.words
    if k + 2 >= view.size or words[k].low.endswith((*FAMILY, *_ADJECTIVAL, "ов", "ев", "ин", "ын", "ко", "ич", "ых", "их")):
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
        stems = _STEMS[id(lexicon)] = frozenset(stem_of(o) for o in lexicon.outlets if " " not in o and len(o) > 5)
    return low in lexicon.outlets or any(low[: len(low) - n] in stems for n in range(4))


def stem_of(low: str) -> str:
    """A word without its last vowels."""
    return low.rstrip("аеиоуыэюяьй") or low


@cached(size=320, most=1 << 15)
def syllables(low: str) -> int:
    """How many vowels a word has."""
    return sum(c in "аеиоуыэюя" for c in low)


def with_apostrophe(view: View, k: int, border: int) -> bool:
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


def nickname_end(view: View, k: int, border: int) -> int | None:
    """After a nickname in marks: «Иван «Кузнец» Королёв»."""
    words = view.words
    for close in range(k + 2, min(k + 4, border)):
        if words[close].text in CLOSING_MARKS:
            after = words[close + 1] if close + 1 < border else words[k]
            return close + 1 if after.title and (after.flags & (PERSON_NAME | UNKNOWN) or after.looks_genitive) else None
    return None


def known_bits(text: str) -> int:
    """The cases of a word as a name of the dictionary; of another word all that it can have."""
    readings = analyses(text)
    return bits_of(frozenset(r for r in readings if r.weight > 1.0) or readings)
