"""Noun phrases: read from the left, by agreement, with their genitives, appositions, names and prepositional groups."""

from __future__ import annotations

from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import Role
from newsquotes.russian.reading.forms import (
    ACC,
    ANIMATE,
    ANY_FORM,
    CONJUNCTION,
    DETERMINER,
    DIGIT,
    FINITE,
    GEN,
    INITIAL,
    INS,
    LATIN,
    LOC,
    NOM,
    NOUN,
    PERSON_NAME,
    PERSONAL,
    PLACE,
    PLUR,
    PREPOSITION,
    PRONOUN,
    SING,
    SURNAME,
    UNKNOWN,
)
from newsquotes.russian.reading.led_names import LEADING
from newsquotes.russian.reading.name_borders import of_relative
from newsquotes.russian.reading.names import name_starting
from newsquotes.russian.reading.paradigms import GENITIVE
from newsquotes.russian.reading.phrase_heads import COUNTING, DEGREES, MONTHS, TITLE_MARKS, Headed, before_head, head_at
from newsquotes.russian.reading.phrase_parts import (
    addressed,
    any_gender,
    any_number,
    begins_name,
    bracketed,
    closing_of,
    glued,
    is_name_between,
    latin_end,
    name_at,
    only_genitive,
    possessive,
    says,
    takes,
    tells,
)
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

_IN_CHARGE = frozenset("заведующий заведующая заведовать управляющий управлять командующий командовать".split())
_CALENDAR = word_set("calendar")
TIME = word_set("times")
# Places that are first names too.
_SETTLEMENTS = word_set("settlements")
_GOING_ON = frozenset(("«", '"', "„", "“", "(", ",", "-", "–", "№"))
_LISTING = frozenset((",", "и", "или"))  # what joins only to phrases within others
_NAMED = PERSON_NAME | UNKNOWN | INITIAL
_NO_GENITIVE = PREPOSITION | CONJUNCTION
_LONGEST = 40  # tokens: no phrase of real news is longer


class Phrase:
    """A noun phrase in token indices: ``mask`` holds its forms, ``name`` the range of a personal name in it."""

    __slots__ = ("end", "head", "mask", "members", "name", "start")

    def __init__(
        self, start: int, end: int, head: int, mask: int, name: tuple[int, int] | None = None, members: int = 1
    ) -> None:
        self.start = start
        self.end = end
        self.head = head
        self.mask = mask
        self.name = name
        self.members = members

    def to(self, end: int) -> Phrase:
        """The phrase with another end."""
        return Phrase(self.start, end, self.head, self.mask, self.name, self.members)

    def nameless(self) -> Phrase:
        """The phrase without the name in it."""
        return Phrase(self.start, self.end, self.head, self.mask, None, self.members)


def phrase_at(view: View, i: int, stop: int, need: int = ANY_FORM, level: int = 0, claimed: int = 0) -> Phrase | None:
    """The longest noun phrase that starts at token ``i`` and has one of the forms ``need``; ``None`` where none does.

    ``level`` counts nesting; ``claimed`` holds the forms of a person further out whose name may follow.
    """
    words = view.words
    if i >= stop or level > 6:
        return None
    w = words[i]
    if w.plain and (found := w.noun & need) and w.lemma not in _IN_CHARGE:
        after = words[i + 1] if i + 1 < stop else None
        if after is None or not (after.extends or after.flags & COUNTING or after.low in LEADING):
            return Phrase(i, i + 1, i, found)  # a noun alone
    if not level and stop - i > _LONGEST:
        stop = i + _LONGEST
    first, mask, numeral = i, need, False
    if w.adjective & need or w.flags & COUNTING or w.low in DEGREES:
        before = before_head(view, i, stop, need)
        if before is None:
            return None
        i, mask, numeral = before
        w = words[i]
    headed: Headed | None
    if w.plain and w.noun & mask and w.low not in LEADING and not (i + 1 < stop and words[i + 1].flags & DIGIT):
        headed = i, i + 1, w.noun & mask, None  # most heads
    else:
        headed = head_at(view, i, stop, mask, numeral, i == first and not level, i > first)
    if headed is None:
        return None
    head, end, found, name = headed
    if w.flags & PRONOUN and not name:
        return Phrase(first, end, head, found)
    if numeral:
        # «двое полицейских», «три эксперта»: the noun is a genitive, the phrase is a nominative plural
        found = (PLUR | SING) * 0x111111 & need or need
    after = words[end] if end < stop else None
    if (
        after is None
        or not (after.extends or words[head].lemma in _IN_CHARGE)
        or (not level and after.text in _LISTING)
        or words[head].lemma == "который"
    ):
        return Phrase(first, end, head, found, name)
    return _extend(view, first, head, end, found, name, stop, level, claimed)


def _extend(
    view: View, first: int, head: int, end: int, mask: int, name: tuple[int, int] | None, stop: int, level: int, claimed: int
) -> Phrase:
    words = view.words
    h = words[head]
    lemma = h.lemma
    in_charge = lemma in _IN_CHARGE
    role = h.role
    calendar = role is None and lemma in _CALENDAR
    apart = calendar or (role is not None and role.kind == "outlet" and not mask & NOM)
    settlement = lemma in _SETTLEMENTS
    pronoun = h.flags & PRONOUN
    person_like = (
        bool(role and role.kind in ("person", "group", "anonymous")) or bool(h.flags & ANIMATE) or h.low in ("один", "одна")
    )
    place = bool(h.flags & PLACE) and role is None
    prepositions = 0
    titled = False
    while end < stop:
        w = words[end]
        text, flags, title = w.text, w.flags, w.title
        if (
            not (w.extends or in_charge)
            or (apart and _stands_apart(w, calendar))
            or (flags & DIGIT and role is not None and role.kind == "outlet")
        ):
            break  # «сообщил во вторник ТАСС», «телеканал 5 минут назад сообщил»
        if (
            settlement
            and title
            and name is None
            and end == head + 1
            and not flags & LATIN
            and ((called := name_starting(view, end)) is None or len(called.parts) == 1)
        ):
            end += 1  # «полиция города Боулдер»
            continue
        if title and name is None and not place:
            # an apposition in the same case: «министр … Иван Петров», «агентство Рейтер»
            if person_like:
                if not mask & NOM and (called := name_starting(view, end)) is not None and tells(called, mask):
                    break  # «сообщил журналистам Милош Земан»
                if owner := _owner(view, end, stop, mask):
                    end = owner
                    continue
                found = name_at(view, end, stop, any_gender(mask))
                if found is not None and not (mask & NOM and not mask & GEN and only_genitive(words, end, found[0])):
                    name = (end, found[0])
                    end = found[0]
                    mask = found[1] & mask or found[1]
                    continue
            if flags & LATIN and role is not None and role.kind in ("organization", "outlet"):
                end = latin_end(view, end, stop)
                continue
        if (
            person_like
            and w.role is not None
            and name is None
            and not title
            and end > head + 1
            and level < 3
            and (named := _role_with_name(view, end, stop, mask, level)) is not None
        ):
            return Phrase(first, named.end, head, named.mask, named.name)
        if (
            level
            and title
            and name is None
            and not person_like
            and flags & _NAMED
            and ((h.title and name_at(view, end, stop, GEN)) or (claimed and name_at(view, end, stop, claimed)))
        ):
            break  # «сотрудника ФСБ Игоря Петрова»: the name belongs to the person, not to the body
        if (
            (
                name is None
                and (w.noun | w.adjective) & GEN
                and not flags & _NO_GENITIVE
                and text[0].isalnum()
                and not (place and (title or not w.noun))
                and level < 6
                and lemma not in MONTHS
                and not (flags & PERSONAL and not possessive(words, end, stop))
                and not (titled and title and flags & (PERSON_NAME | UNKNOWN))
                and not (title and h.title and flags & PERSON_NAME and h.flags & SURNAME)
            )
            and not (flags & FINITE and not flags & NOUN)
            and not (flags & PRONOUN and not flags & DETERMINER)
        ):
            nested = phrase_at(
                view, end, stop, GEN, level + 1, any_gender(mask) if person_like and name is None else claimed
            )
            if nested is not None and not pronoun:
                end = nested.end
                if words[nested.head].lemma == "который":
                    break  # «в ходе которого политик …»: the relative clause goes on
                continue
        if not (in_charge or title or flags & PREPOSITION or text in _GOING_ON or w.low in ("и", "или")):
            break  # nothing below goes on with such a word
        if (
            in_charge
            and end == head + 1
            and w.noun & INS
            and not flags & PREPOSITION
            and (nested := phrase_at(view, end, stop, INS, level + 1, any_gender(mask))) is not None
        ):
            end = nested.end  # «заведующая отделом центра»
            continue
        if title and w.adjective & GEN and role is not None and end == head + 1 and name is None and not w.noun:
            end += 1  # «гендиректор Большого»
            continue
        if text in TITLE_MARKS and titled:
            break  # «в пресс-службе «Росмоста» «Труду» сообщили»
        if text in TITLE_MARKS and not pronoun and name is None and (after := _after_title(view, end, stop, role)):
            end = after
            titled = True
            continue
        if text == "(" and (close := bracketed(view, end, stop)) is not None:
            end = close + 1
            continue
        if name is not None:
            break
        if flags & PREPOSITION and prepositions < 2 and not place and not pronoun and takes(h, w):
            prepositions += 1
            after = _prepositional(view, end, stop, level)
        else:
            after = _joined(view, end, stop, mask, level)
        if not after:
            break
        end = after
    return Phrase(first, end, head, mask, name)


def _stands_apart(w: Word, calendar: bool) -> bool:
    """Whether a word belongs to no time and no outlet that is told something: «сказал в среду | ТАСС», «… порталу | проф.».

    Of an office it is so where its form tells no case.
    """
    if calendar and (w.title or w.text in TITLE_MARKS):
        return True
    if w.role is not None:
        return w.role.kind == "person" and bool(w.noun & NOM)
    return w.adjective == ANY_FORM and w.low.endswith(".")


def _owner(view: View, i: int, stop: int, mask: int) -> int:
    """After the name of whose relative or employee somebody is, where that somebody's own follows; else 0."""
    if not view.words[i].noun & GEN:
        return 0
    owner = name_starting(view, i)
    if owner is not None and owner.last < stop and name_starting(view, owner.last):
        if owner.leans_genitive() or of_relative(view, i, GENITIVE):
            return owner.last  # «сестра Дмитрия Кузнецова Марина», «дочь Белова Мария»
    found = name_at(view, i, stop, any_gender(mask))
    if found is not None and found[0] == i + 1 and begins_name(view.words, found[0], stop):
        return i + 1  # «менеджер Ирвина Джон Смит»: the first name is whose, the second who
    return 0


def _role_with_name(view: View, i: int, stop: int, mask: int, level: int) -> Phrase | None:
    """The one of several of whom a phrase speaks: «один из авторов законопроекта депутат Владимир Петров»."""
    w = view.words[i]
    if w.role is None or w.role.kind != "person" or not w.noun & any_gender(mask):
        return None
    named = phrase_at(view, i, stop, any_gender(mask), level + 3)
    return None if named is None or named.name is None or (named.mask & GEN and mask & ~GEN == 0) else named


def _after_title(view: View, i: int, stop: int, role: Role | None) -> int:
    """After a title in marks that is part of a phrase; 0 where the marks hold something else."""
    close = closing_of(view, i, stop)
    if close is None or addressed(view.words[close - 1]):
        return 0
    title = is_name_between(view, i + 1, close) or (role is not None and close - i <= 5 and not says(view, i + 1, close))
    return close + 1 if title else 0


def _prepositional(view: View, i: int, stop: int, level: int) -> int:
    """After a group with a preposition that is part of a phrase; 0 where there is none, or it tells when."""
    words = view.words
    nested = phrase_at(view, i + 1, stop, GEN | ACC | INS | LOC | ANY_FORM, level + 1)
    if (
        nested is None
        or words[nested.head].lemma in TIME
        or (words[nested.head].flags & DIGIT and not words[nested.head].title)
    ):
        return 0
    if words[i + 1].lemma in TIME or words[i + 1].low in ("связи", "этом", "том"):
        return 0  # «в связи с», «в мэрии при этом заявили»
    return nested.end


def _joined(view: View, i: int, stop: int, mask: int, level: int) -> int:
    """After what a conjunction, a comma, a hyphen or a number joins to a phrase; else 0."""
    w = view.words[i]
    if w.low in ("и", "или"):
        return _coordinated(view, i, stop, mask, level) if i + 1 < stop and level > 0 else 0
    if w.text == ",":
        return _listed(view, i, stop, mask, level) if i + 3 < stop and level > 0 else 0
    if w.text == "№":
        return i + 2 if i + 1 < stop and view.words[i + 1].flags & DIGIT else 0  # «больница № 4»
    return i + 2 if w.text in ("-", "–") and i + 1 < stop and glued(view, i) else 0


def _coordinated(view: View, i: int, stop: int, mask: int, level: int) -> int:
    """After coordinated genitives, «министр промышленности и торговли»; else 0."""
    nested = phrase_at(view, i + 1, stop, any_number(mask), level + 2)
    return nested.end if nested is not None and nested.mask & any_number(mask) and _oblique(nested) else 0


def _listed(view: View, i: int, stop: int, mask: int, level: int) -> int:
    """After a list, «по вопросам семьи, женщин и детей»; else 0."""
    form = any_number(mask) & ~NOM
    nested = phrase_at(view, i + 1, stop, form, level + 3)
    if nested is None or nested.end >= stop or view.words[nested.end].low != "и" or not _oblique(nested):
        return 0
    last = phrase_at(view, nested.end + 1, stop, form, level + 3)
    if last is None or not _oblique(last) or (last.end < stop and view.words[last.end].text == ","):
        return 0
    return last.end


def _oblique(phrase: Phrase) -> bool:
    return phrase.name is None and not phrase.mask & NOM
