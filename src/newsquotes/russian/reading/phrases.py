"""Noun phrases: read from the left, by agreement, with their genitives, appositions, names and prepositional groups."""

from __future__ import annotations

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.forms import (
    ACC,
    ADVERB,
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
    NUMBER,
    PERSON_NAME,
    PERSONAL,
    PLACE,
    PLUR,
    PREPOSITION,
    PRONOUN,
    SING,
    UNKNOWN,
)
from newsquotes.russian.reading.names import name_starting
from newsquotes.russian.reading.phrase_parts import (
    GROUP_HEADS,
    addressed,
    any_gender,
    any_number,
    begins_name,
    bracketed,
    closing_of,
    glued,
    is_name_between,
    latin_end,
    looks_like_title,
    modifies,
    name_at,
    name_within,
    names_with_number,
    only_genitive,
    outlet_of_two,
    possessive,
    says,
    takes,
    tells,
)
from newsquotes.russian.reading.view import View

_QUANTITIES = word_set("quantities")
_COMPARING = frozenset(("более", "менее", "наиболее"))
_DEGREES = _QUANTITIES | _COMPARING
_IN_CHARGE = frozenset("заведующий заведующая заведовать управляющий управлять командующий командовать".split())
_MONTHS = word_set("months")
_CALENDAR = word_set("calendar")
TIME = word_set("times")
# Places that are first names too.
_SETTLEMENTS = word_set("settlements")
_GOING_ON = frozenset(("«", '"', "„", "“", "(", ",", "-", "–"))
_TITLE_MARKS = frozenset(("«", '"', "„", "“"))
_NAMED = PERSON_NAME | UNKNOWN | INITIAL
_NO_GENITIVE = PREPOSITION | CONJUNCTION
_COUNTING = DIGIT | NUMBER
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


def phrase_at(view: View, i: int, stop: int, need: int = ANY_FORM, level: int = 0, claimed: int = 0) -> Phrase | None:  # noqa: C901
    """The longest noun phrase that starts at token ``i`` and has one of the forms ``need``; ``None`` where none does.

    ``level`` counts nesting; ``claimed`` holds the forms of a person further out whose name may follow.
    """
    words = view.words
    if i >= stop or level > 6:
        return None
    w = words[i]
    if w.plain and (found := w.noun & need) and w.lemma not in _IN_CHARGE:
        if i + 1 == stop or not (words[i + 1].extends or words[i + 1].flags & _COUNTING):
            return Phrase(i, i + 1, i, found)  # a noun alone
    if not level and stop - i > _LONGEST:
        stop = i + _LONGEST
    first = i
    mask = need
    if words[i].low in _DEGREES:
        while i + 1 < stop and words[i].low in _QUANTITIES and words[i + 1].flags & (DIGIT | NUMBER):
            i += 1
            mask = ANY_FORM if need & (NOM | ACC) else need
        if i + 1 < stop and words[i].low in _COMPARING and words[i + 1].adjective & need:
            i += 1  # «более позднее сообщение»
    numeral = False
    while i < stop:
        w = words[i]
        if w.flags & _COUNTING and not w.flags & NOUN and not ("-" in w.text and w.adjective):
            if w.flags & DIGIT and i + 1 < stop and words[i + 1].lemma in _MONTHS:
                return None  # a date
            numeral = True
            i += 1
            if i < stop and words[i].low in ("%", "процентов", "процента", "процент", "тысяч", "миллионов", "тыс", "млн"):
                i += 1
            continue
        if w.adjective & mask and not (w.noun & mask and not modifies(words, i, stop, mask)):
            if i + 1 >= stop or (w.title and (named := name_starting(view, i)) is not None and len(named.parts) > 1):
                break
            nxt = words[i + 1]
            follows = (
                nxt.noun | nxt.adjective | (ANY_FORM if nxt.text in _TITLE_MARKS or nxt.flags & (DIGIT | NUMBER) else 0)
            )
            if not follows & w.adjective & mask:
                if nxt.title and name_at(view, i + 1, stop, w.adjective & mask):
                    mask &= w.adjective  # «45-летнего Ким Гван Сока»
                    i += 1
                    continue
                if (
                    nxt.low in ("и", "или")
                    and i + 2 < stop
                    and words[i + 2].adjective & w.adjective & mask
                    and modifies(words, i + 2, stop, mask)
                ):
                    mask &= w.adjective
                    i += 2
                    continue
                if nxt.flags & ADVERB and i + 2 < stop and words[i + 2].adjective & w.adjective & mask:
                    i += 2
                    mask &= w.adjective
                    continue
                break
            mask &= w.adjective
            i += 1
            continue
        break
    if i >= stop:
        return None
    head = i
    w = words[i]
    if numeral and words[i - 1].flags & DIGIT and w.noun and not w.noun & GEN and not words[i - 1].text.endswith("1"):
        return None  # «форум 2012 президент …»: the number counts nothing
    if numeral and not w.noun & mask:
        mask = ANY_FORM
    name: tuple[int, int] | None = None
    if w.text in _TITLE_MARKS:
        close = closing_of(view, i, stop)
        if close is None or (i == first and level == 0 and not looks_like_title(view, i, close)):
            return None
        head, end = i + 1, close + 1
        found = mask & ~NOM if addressed(words[close - 1]) else mask
        if not found:
            return None
        if head >= close:
            return None
    elif w.title and w.outlet > 1 and outlet_of_two(view, i, stop):
        end, found = i + 2, mask
    elif i in view.sites:
        end, found = view.sites[i], mask
    elif (
        w.title
        and (whose := name_starting(view, i)) is not None
        and ((found_name := name_within(whose, stop, mask)) is not None or (whose.strong and len(whose.parts) > 1))
    ):
        if found_name is None:
            return None  # a person in another case
        end, found = found_name
        name = (i, end)
        head = i
    elif w.flags & LATIN and w.title:
        end = latin_end(view, i, stop)
        found = mask
    elif w.noun & mask or (numeral and w.noun):
        found = w.noun & mask if w.noun & mask else mask
        end = i + 1
        if end < stop and words[end].flags & DIGIT and names_with_number(view, i, stop):
            end += 1  # «МИР24», «телеканал 360»
    elif w.adjective & mask and (w.role is not None or w.low in GROUP_HEADS or i > first or w.flags & DETERMINER):
        found = w.adjective & mask
        end = i + 1
    else:
        return None
    if w.flags & PRONOUN and not name:
        return Phrase(first, end, head, found)
    if numeral:
        # «двое полицейских», «три эксперта»: the noun is a genitive, the phrase is a nominative plural
        found = (PLUR | SING) * 0x111111 & need or need
    return _extend(view, first, head, end, found, name, stop, level, claimed)


def _extend(  # noqa: C901
    view: View, first: int, head: int, end: int, mask: int, name: tuple[int, int] | None, stop: int, level: int, claimed: int
) -> Phrase:
    words = view.words
    h = words[head]
    lemma = h.lemma
    in_charge = lemma in _IN_CHARGE
    if end >= stop or not (words[end].extends or in_charge) or lemma == "который":
        return Phrase(first, end, head, mask, name)
    role = h.role
    calendar = role is None and lemma in _CALENDAR
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
        if not (w.extends or in_charge):
            break
        text, flags, title = w.text, w.flags, w.title
        if calendar and (title or text in _TITLE_MARKS):
            break  # «сообщил во вторник ТАСС»
        if flags & DIGIT and role is not None and role.kind == "outlet":
            break  # «телеканал 5 минут назад сообщил»
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
                owner = name_starting(view, end) if w.noun & GEN else None
                if owner is not None and owner.last < stop and owner.leans_genitive() and name_starting(view, owner.last):
                    end = owner.last  # «сестра Дмитрия Кузнецова Марина»
                    continue
                found = name_at(view, end, stop, any_gender(mask))
                if found is not None and found[0] == end + 1 and w.noun & GEN and begins_name(words, found[0], stop):
                    end += 1  # «менеджер Ирвина Джон Смит»: the first name is whose, the second who
                    continue
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
            and w.role.kind == "person"
            and w.noun & any_gender(mask)
        ):
            # «один из авторов законопроекта депутат Владимир Петров»
            named = phrase_at(view, end, stop, any_gender(mask), level + 3)
            if named is not None and named.name is not None and not (named.mask & GEN and mask & ~GEN == 0):
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
                and lemma not in _MONTHS
                and not (flags & PERSONAL and not possessive(words, end, stop))
                and not (titled and title and flags & (PERSON_NAME | UNKNOWN))
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
        if in_charge and end == head + 1 and w.noun & INS and not flags & PREPOSITION:
            nested = phrase_at(view, end, stop, INS, level + 1, any_gender(mask))
            if nested is not None:
                end = nested.end  # «заведующая отделом центра»
                continue
        if title and w.adjective & GEN and role is not None and end == head + 1 and name is None and not w.noun:
            end += 1  # «гендиректор Большого»
            continue
        if text in _TITLE_MARKS and titled:
            break  # «в пресс-службе «Росмоста» «Труду» сообщили»
        if text in _TITLE_MARKS and not pronoun:
            close = closing_of(view, end, stop)
            if (
                close is not None
                and name is None
                and not addressed(words[close - 1])
                and (
                    is_name_between(view, end + 1, close)
                    or (role is not None and close - end <= 5 and not says(view, end + 1, close))
                )
            ):
                end = close + 1
                titled = True
                continue
        if text == "(":
            close = bracketed(view, end, stop)
            if close is not None:
                end = close + 1
                continue
        if flags & PREPOSITION and name is None and prepositions < 2 and not place and not pronoun:
            if takes(h, w):
                nested = phrase_at(view, end + 1, stop, GEN | ACC | INS | LOC | ANY_FORM, level + 1)
                if (
                    nested is not None
                    and words[nested.head].lemma not in TIME
                    and not words[nested.head].flags & DIGIT
                    and words[end + 1].lemma not in TIME
                    and words[end + 1].low not in ("связи", "этом", "том")  # «в связи с», «в мэрии при этом заявили»
                ):
                    prepositions += 1
                    end = nested.end
                    continue
        if w.low in ("и", "или") and end + 1 < stop and level > 0 and name is None:
            # coordinated genitives: «министр промышленности и торговли»
            nested = phrase_at(view, end + 1, stop, any_number(mask), level + 2)
            if (
                nested is not None
                and nested.mask & any_number(mask) & ~NOM
                and not nested.mask & NOM
                and nested.name is None
            ):
                end = nested.end
                continue
        if text == "," and level > 0 and name is None and end + 3 < stop:
            # «по вопросам семьи, женщин и детей»
            nested = phrase_at(view, end + 1, stop, any_number(mask) & ~NOM, level + 3)
            if (
                nested is not None
                and nested.end < stop
                and words[nested.end].low == "и"
                and nested.name is None
                and not nested.mask & NOM
            ):
                last = phrase_at(view, nested.end + 1, stop, any_number(mask) & ~NOM, level + 3)
                if (
                    last is not None
                    and last.name is None
                    and not last.mask & NOM
                    and (last.end >= stop or words[last.end].text != ",")
                ):
                    end = last.end
                    continue
        if text in ("-", "–") and end + 1 < stop and name is None and glued(view, end):
            end += 2
            continue
        break
    return Phrase(first, end, head, mask, name)
