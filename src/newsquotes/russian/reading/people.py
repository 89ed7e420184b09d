"""People in a text: their names together with the roles that stand before them and the case that the place shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsquotes.document import Gender
from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.families import plural_forms
from newsquotes.russian.reading.forms import (
    ADJECTIVE,
    ANIMATE,
    DAT,
    FEM,
    FINITE,
    GEN,
    MASC,
    NOM,
    NOUN,
    PLUR,
    PREPOSITION,
    SHORT,
    SING,
)
from newsquotes.russian.reading.name_parts import Name
from newsquotes.russian.reading.names import name_starting, names_in
from newsquotes.russian.reading.namesakes import gender_votes
from newsquotes.russian.reading.paradigms import ACCUSATIVE, ALL_CASES, GENITIVE, INSTRUMENTAL, NOMINATIVE
from newsquotes.russian.reading.roles_before import (
    DEPUTIES,
    OWNED_ROLES,
    RELATIVES,
    cases_of,
    modified_start,
    phrase_start,
    role_heads,
    tail_of,
)
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word


class Person:
    """A name with its place: the phrase ``[start, end)``, the heads of the roles before it, the possible cases.

    ``gender`` is what the verb shows; ``supported`` whether something besides a capital letter shows a person.
    """

    __slots__ = ("cases", "end", "gender", "heads", "name", "start", "subject", "supported", "votes")

    def __init__(
        self,
        name: Name,
        start: int,
        end: int,
        heads: tuple[int, ...],
        cases: int,
        gender: str | None,
        subject: bool,
        supported: bool,
    ) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.heads = heads
        self.cases = cases
        self.gender = gender
        self.subject = subject
        self.supported = supported
        self.votes: Mapping[Gender, float] = gender_votes(name, cases)  # for the sex, from the name in these cases


def people_in(view: View) -> tuple[Person, ...]:
    """The people of a document, in order of their names."""
    return view.once("people", _people)


def _people(view: View) -> tuple[Person, ...]:
    found: list[Person] = []
    ends: dict[int, Person] = {}
    for name in names_in(view):
        if _is_family(view, name):
            continue
        person = _person(view, name, ends)
        ends[name.last] = person
        found.append(person)
    known: set[str] = set()
    for person in found:
        if person.supported:
            known |= {lemma for part in person.name.parts for lemma in part.lemmas if part.kind in ("surname", "first")}
    return tuple(
        p
        if p.supported or not any(part.lemmas & known for part in p.name.parts if part.readings)
        else Person(p.name, p.start, p.end, p.heads, p.cases, p.gender, p.subject, True)
        for p in found
    )


def _is_family(view: View, name: Name) -> bool:
    """«супруги Беловы», «братьев Светлицких»: the surname of several people."""
    before = view.words[name.first - 1] if name.first else None
    if before is None or before.lemma not in RELATIVES or not before.noun & plural_forms(name):
        return False
    return name.parts[0].text.lower().endswith(_FAMILIES)


_FAMILIES = tuple(stem + ending for stem in ("ов", "ев", "ин", "ын") for ending in ("ы", "ых", "ым", "ыми"))
_FAMILIES += tuple(stem + ending for stem in ("ск", "цк") for ending in ("ие", "их", "ими"))


def _person(view: View, name: Name, ends: dict[int, Person]) -> Person:
    words = view.words
    allowed = _cases_by_verb(view, name) or (name.forms | name.forms >> 6) & ALL_CASES or ALL_CASES
    heads = role_heads(view, name, allowed, ends)
    heads, owner, allowed = _owned(view, name, heads, allowed)
    start = name.first
    if heads:
        start = phrase_start(view, heads[-1])
        own = _office(words, heads)
        narrowed = allowed & cases_of(own.noun or own.adjective)
        allowed = narrowed or allowed
    elif owner:
        allowed &= ~NOMINATIVE
    else:
        start = modified_start(view, name.first, allowed)
    before = words[start - 1] if start else None
    if before is not None and before.flags & NOUN and not before.title and len(name.parts) > 1 and name.leans_genitive():
        allowed = allowed & ~NOMINATIVE or allowed  # «улица Бориса Рейна»
    if not heads and allowed & NOMINATIVE and _stands_as_subject(view, name, start):
        allowed = NOMINATIVE
    after_preposition = before is not None and bool(before.flags & PREPOSITION) and not before.flags & NOUN
    if after_preposition and allowed & ~NOMINATIVE:
        allowed &= ~NOMINATIVE
    if (
        before is not None
        and before.low in _EVIDENCE
        and start > 1
        and words[start - 2].low in ("по", "согласно", "со", "с")
        and allowed & GENITIVE
    ):
        allowed &= GENITIVE
    if before is not None and before.cue is not None and before.flags & FINITE and start > 1 and allowed & ~NOMINATIVE:
        told = words[start - 2]
        if told.title and told.noun & NOM and not told.flags & PREPOSITION and name.leans_dative():
            allowed &= ~NOMINATIVE  # «Макрон рассказал Шольцу»
    if _labels(view, name, start) and allowed & NOMINATIVE:
        allowed = NOMINATIVE  # «А. Белова: Добрый день»
    gender, subject = _verb(view, name, start, allowed, before)
    if gender is None and not heads and start < name.first:
        shown = words[start].adjective
        if not shown & FEM * 0x111111:
            gender = "masc"  # «30-летнего Петра Соболева»
        elif not shown & MASC * 0x111111:
            gender = "femn"
    if subject:
        allowed = NOMINATIVE
    passive = before is not None and bool(before.flags & SHORT) and not before.flags & NOUN and bool(allowed & INSTRUMENTAL)
    if passive and not heads:
        allowed = INSTRUMENTAL  # «было сказано Вуком Еремичем»
    vouched = before is not None and before.low in _EVIDENCE and allowed == GENITIVE and len(name.parts) > 1
    cited = before is not None and before.lemma in _CITING and bool(before.flags & FINITE)
    if cited and not heads and not allowed & NOMINATIVE and allowed & ACCUSATIVE:
        allowed = ACCUSATIVE  # «цитирует Белову»
    supported = name.strong or bool(heads) or subject or cited or passive or vouched or _no_adjective(view, name)
    return Person(name, start, name.last, heads, allowed, gender, subject, supported)


def _owned(view: View, name: Name, heads: tuple[int, ...], allowed: int) -> tuple[tuple[int, ...], bool, int]:
    """The roles before a name that are its bearer's, whether the name tells whose somebody else is, and the cases left."""
    words = view.words
    owner = False
    if (
        heads
        and len(name.parts) == 1
        and heads[0] + 1 < name.first
        and words[name.first - 1].lemma in _PARTIES
        and allowed & GENITIVE
    ):
        heads, owner = (), True  # «представитель партии Белова»
    if len(heads) == 1 and heads[0] + 1 == name.first and len(name.parts) == 1 and tail_of(words[heads[0]]) in RELATIVES:
        if _genitive(name):
            heads, owner, allowed = (), True, GENITIVE  # «мать Титова сообщила»: not her own name
    if heads and heads[0] + 1 == name.first and name.leans_genitive():
        role = words[heads[0]]
        if role.noun & NOM and (not role.noun & GEN or _subject_before(view, role, name)):
            heads, owner, allowed = (), True, GENITIVE  # «помощник Ивана Белова», «супруга Ивана Белова рассказала»
    if heads and heads[0] + 1 == name.first and tail_of(words[heads[0]]) in RELATIVES and not _agree(words[heads[0]], name):
        heads, owner, allowed = (), True, GENITIVE  # «по словам супруга Анны Беловой»
    if not heads and not owner and name.first and (role := words[name.first - 1]).role is not None and role.flags & NOUN:
        if role.noun & PLUR * 0x111111 and not role.noun & GEN and name.leans_genitive():
            owner, allowed = True, GENITIVE  # «адвокаты Ивана Белова»
    if heads and tail_of(words[heads[-1]]) in OWNED_ROLES and allowed & GENITIVE:
        if len(heads) > 1 and not allowed & NOMINATIVE and tail_of(words[heads[-2]]) not in OWNED_ROLES:
            heads = heads[:-1]  # «по словам пресс-секретаря президента Ивана Белова»: the owner's role and name
        elif len(heads) == 1 and heads[0] + 1 == name.first and len(name.parts) == 1 and _genitive(name):
            heads, owner = (), True  # «адвокат Савченко»: whose, not who
    return heads, owner, allowed


def _office(words: Sequence[Word], heads: tuple[int, ...]) -> Word:
    """The head of the office that agrees with a name: «врио» and no «губернатора» for «врио губернатора Анна Белова»."""
    nearest = words[heads[0]]
    if len(heads) > 1 and words[heads[1]].lemma in DEPUTIES and nearest.noun & GEN and not nearest.noun & NOM:
        return words[heads[1]]
    return nearest


def roles_of(view: View, person: Person) -> list[tuple[int, int, int]]:
    """The roles before a name as tokens ``[first, last)`` with their heads, the nearest first.

    A deputy's office with whose deputy he is makes one: «и. о. мэра Анны Беловой» is no «мэр».
    """
    found: list[tuple[int, int, int]] = []
    last = person.name.first
    for head in person.heads:
        first = phrase_start(view, head)
        if found and view.words[head].lemma in DEPUTIES and found[-1][0] == head + 1 and view.words[found[-1][2]].noun & GEN:
            found[-1] = first, found[-1][1], head
        else:
            found.append((first, last if last > head else person.name.first, head))
        last = first
    return found


def _stands_as_subject(view: View, name: Name, start: int) -> bool:
    """Whether a name begins a sentence («Бидзина Тодуа, глава района, …») or follows those told («сообщила коллегам X»)."""
    if not name.plainly_nominative():
        return False
    if start == view.sentences[view.sentence_of[start]][0]:
        after = view.words[name.last] if name.last < view.size else None
        of_many = after is not None and after.flags & FINITE and not after.subject & SING  # «Петра Гоза видели утром»
        return len(name.parts) > 1 and not of_many
    before = view.words[start - 1]
    told = DAT & PLUR * 0x111111
    return bool(before.flags & ANIMATE and before.noun & told) and not before.noun & ~told


def _labels(view: View, name: Name, start: int) -> bool:
    """Whether a name, with what stands before it, is the label of a turn or a headline: a line begins, a colon follows."""
    after = view.words[name.last].text if name.last < view.size else ""
    return after == ":" and view.paragraphs[view.paragraph_of[start]][0] == start


def _agree(role: Word, name: Name) -> bool:
    """Whether a word for a relative and a name can stand in one case for somebody of one sex."""
    masc, femn = name.forms & ALL_CASES, name.forms >> 6
    return bool(cases_of(role.noun & MASC * 0x111111) & masc or cases_of(role.noun & FEM * 0x111111) & femn)


def _subject_before(view: View, role: Word, name: Name) -> bool:
    """Whether a role before a name is the subject of the verb after it, or another name follows that is its own."""
    if name.last >= view.size:
        return False
    after = view.words[name.last]
    verb = after.flags & FINITE and not after.flags & NOUN and after.subject & role.noun & NOM & ~MASC
    return bool(verb) or name_starting(view, name.last) is not None


def _no_adjective(view: View, name: Name) -> bool:
    """«Зеленский ночную атаку не комментировал»: a word like an adjective that no noun after it agrees with."""
    words = view.words
    w = words[name.first]
    if len(name.parts) > 1 or not w.flags & ADJECTIVE or not w.low.endswith(("ский", "цкий")):
        return False
    for k in range(name.last, min(name.last + 4, view.size)):
        if words[k].noun & w.adjective & NOM:
            return False
        if words[k].flags & FINITE or not words[k].text[0].isalnum():
            return True
    return True


def _cases_by_verb(view: View, name: Name) -> int:
    """The cases that a name may have where the verb of speech after it shows a man or a woman: «Деметриос … заявил»."""
    if name.last >= view.size:
        return 0
    verb = view.words[name.last]
    if verb.cue is None or not verb.flags & FINITE or verb.flags & NOUN or not name.plainly_nominative():
        return 0
    cases = name.cases({MASC: "masc", FEM: "femn"}.get(verb.subject))
    return cases if cases & NOMINATIVE and verb.subject in (MASC, FEM) else 0


_EVIDENCE = word_set("words_of_somebody")
_CITING = frozenset(("цитировать", "процитировать"))  # whose object is somebody: what is «приведено» are words
_PARTIES = word_set("parties")


def _genitive(name: Name) -> bool:
    """Whether a bare surname can be a man's genitive; a woman's «Резник» never changes and says nothing."""
    part = name.parts[0]
    masculine = [r for r in part.readings if r.gender == "masc"] or list(part.readings)
    return any(r.cases & GENITIVE for r in masculine if r.weight >= 0.5)


def _verb(view: View, name: Name, start: int, allowed: int, before: Word | None) -> tuple[str | None, bool]:
    """The sex that the verb beside a name shows, and whether the name is plainly its subject."""
    if not allowed & NOMINATIVE:
        return None, False
    after = view.words[name.last] if name.last < view.size else None
    for verb, certain in ((before, False), (after, True)):
        if verb is None or not verb.flags & FINITE or verb.flags & NOUN or not verb.subject & SING:
            continue
        if verb is before and verb.lemma in _CITING:
            continue  # «цитирует Белова ТАСС»
        if not certain and not (verb.cue is not None or verb.subject in (MASC, FEM)):
            continue
        if (certain or verb.cue is None) and not name.plainly_nominative():
            continue
        gender = {MASC: "masc", FEM: "femn"}.get(verb.subject)
        if gender is None and verb.cue is None:
            continue
        if gender and not name.cases(gender) & NOMINATIVE and not certain:
            continue
        return gender, certain or verb.cue is not None
    return None, False
