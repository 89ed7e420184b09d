"""Roles as the text gives them («глава МИД России»), and how well one can mean another («российский министр»)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import attrs

from newsquotes.caches import cached
from newsquotes.russian.lexicon import Role, default_lexicon, fold
from newsquotes.russian.morphology import parse
from newsquotes.russian.reading.forms import CONJUNCTION, DIGIT, NUMBER, PREPOSITION
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

_EMPTY = frozenset(
    "страна республика область край район город регион государство правительство дело вопрос сфера федерация"
    " федеральный национальный государственный официальный главный генеральный первый новый старый нынешний сам этот"
    " тот данный наш свой его ее их последний другой один исполняющий обязанность бывший прежний будущий действующий"
    " экс временный временно избранный местный народный молодой пожилой известный знаменитый бывшая служба ведомство"
    " министерство совет компания организация департамент комитет".split()
)


@attrs.frozen
class RoleText:
    """A role of somebody: the lemma of its head, what its dependents mean, and its words in the nominative."""

    head: str
    meanings: frozenset[str]
    text: str
    generic: bool  # nothing but «страны», «ведомства» … or nothing at all stands with the head


def _table(name: str) -> Iterator[tuple[str, str]]:
    for line in files("newsquotes.russian").joinpath("data", name).read_text(encoding="utf-8").splitlines()[1:]:
        if line and not line.startswith("#"):
            key, _, values = line.partition("\t")
            yield key, values


@lru_cache(maxsize=1)
def _meanings() -> Mapping[str, str]:
    known: dict[str, str] = {}
    for key, words in _table("senses.tsv"):
        for word in words.split("|"):
            known.setdefault(fold(word), fold(key))
    return known


@lru_cache(maxsize=1)
def _kinds() -> frozenset[str]:
    return frozenset(_meanings().values())


@lru_cache(maxsize=1)
def _role_words() -> Mapping[str, frozenset[str]]:
    known: dict[str, frozenset[str]] = {}
    for key, words in _table("rolewords.tsv"):
        known[fold(key)] = known.get(fold(key), frozenset()) | frozenset(fold(w) for w in words.split())
    return known


def meaning(lemma: str) -> str:
    """What a word means as a dependent of a role: «российский», «РФ» and «Россия» are one."""
    return _meanings().get(lemma, lemma)


def role_text(view: View, first: int, last: int, head: int, text: str) -> RoleText:
    """The role that the words ``[first, last)`` with that head give; ``text`` is their nominative."""
    words = view.words
    key = text, head - first, *words[first:last], words[head]
    known: dict[tuple[object, ...], RoleText] = view.vocabulary.roles
    if (found := known.get(key)) is None:
        found = known[key] = _role_text(words, first, last, head, text)
    return found


def _role_text(words: Sequence[Word], first: int, last: int, head: int, text: str) -> RoleText:
    w = words[head]
    lemma = w.role.lemma if w.role is not None else w.lemma
    if "-" in lemma:
        lemma = lemma.removeprefix("экс-").removeprefix("врио-")
    found = {*map(_dependent, words[first:head]), *map(_dependent, words[head + 1 : last])}
    found.discard("")
    return RoleText(lemma, frozenset(found), text, not found)


@cached(size=240, most=1 << 16)
def _dependent(word: Word) -> str:
    """What a word adds to a role as its dependent; an empty string where it adds nothing."""
    if not word.text[0].isalnum() or word.flags & (PREPOSITION | CONJUNCTION | DIGIT | NUMBER) or word.lemma in _EMPTY:
        return ""
    return meaning(word.lemma)


def role_of_text(text: str, known: Mapping[str, Role] | None = None) -> RoleText:
    """A role from words outside a document, as a table of people gives it; ``known`` are the lexicon's roles.

    >>> role = role_of_text("министр иностранных дел России")
    >>> role.head, sorted(role.meanings)
    ('министр', ['внешний', 'россия'])
    """
    known = default_lexicon().roles if known is None else known
    lemmas = [fold(parse(word).lemma) for word in re.findall(r"[\w-]+", text)]
    head = next((n for n, lemma in enumerate(lemmas) if lemma in known and known[lemma].kind == "person"), 0)
    dependents = [lemma for n, lemma in enumerate(lemmas) if n != head and lemma not in _EMPTY and len(lemma) > 2]
    return RoleText(lemmas[head] if lemmas else "", frozenset(map(meaning, dependents)), text, not dependents)


@cached(size=200, most=1 << 14)
def relation(asked: str, given: str) -> str:
    """How a role word can mean another: ``same``, ``synonym``, ``kind`` (a word for such people) or an empty string."""
    if asked == given:
        return "same"
    words = _role_words()
    if given in words.get(asked, ()):
        return "kind" if len(words[asked]) > 12 and asked not in ("глава", "представитель") else "synonym"
    if asked in words.get(given, ()) and given not in ("политик", "чиновник", "эксперт", "специалист"):
        return "synonym"
    return ""


@cached(size=160, most=1 << 14)
def means_anybody(asked: str) -> str:
    """For «мужчина», «девушка», «собеседник»: ``masc``, ``femn`` or ``any``; else an empty string."""
    for word in _role_words().get(asked, ()):
        if word.startswith("*"):
            return word[1:]
    return ""


@cached(size=160, most=1 << 14)
def means_others(asked: str) -> bool:
    """Whether a word can mean people whose role is given in other words."""
    return asked in _role_words()


@lru_cache(maxsize=1)
def _officials() -> frozenset[str]:
    return _role_words()["чиновник"] | _role_words()["политик"] | {"чиновник", "политик"}


def no_official(asked: str, roles: Sequence[RoleText]) -> bool:
    """Whether a word is no office while somebody has one: «водитель» is not the deputy who was named."""
    return asked not in _officials() and any(given.head in _officials() for given in roles)


def fit(asked: RoleText, given: RoleText) -> tuple[float, str]:
    """How well ``asked`` can mean somebody who has the role ``given``, and by which relation of their heads."""
    how = relation(asked.head, given.head)
    if not how or (asked.head in _OFFICES and _other_office(asked, given)):
        return 0.0, ""
    base = {"same": 1.0, "synonym": 0.75, "kind": 0.6}[how]
    if not asked.meanings:
        return base, how
    if not given.meanings:
        return base * 0.6, how
    shared = len(asked.meanings & given.meanings)
    missing = len(asked.meanings - given.meanings)
    if shared:
        return base + 0.5 * shared / (shared + missing), how
    if how == "same" and _similar(asked.meanings, given.meanings):
        return base, how
    return base * 0.15, how


_OFFICES = {
    "прокурор": ("прокурат", "генпрокурат"),
    "генпрокурор": ("прокурат", "генпрокурат"),
    "ректор": ("универ", "инстит", "вуз", "академ", "школ", "консерв", "мгу", "училищ"),
    "настоятель": ("храм", "монаст", "церк", "собор", "приход"),
    "командующий": ("войск", "арм", "флот", "сил", "округ", "групп", "корпус", "дивиз", "бригад"),
}
"""What somebody is the head of who can be called by these names alone, by the beginnings of the words."""


def _other_office(asked: RoleText, given: RoleText) -> bool:
    """Whether «глава города» is asked for as «прокурор», the head of another thing."""
    if given.head not in ("глава", "руководитель", "начальник"):
        return False
    return not any(word.startswith(_OFFICES[asked.head]) for word in given.text.lower().split())


def clash(asked: RoleText, roles: Sequence[RoleText]) -> bool:
    """Whether somebody has the same office elsewhere, and only there: «министр финансов» or «обороны», «тренер «Искры»»."""
    of = _in_marks(asked.text)
    marked = [_in_marks(given.text) for given in roles if given.head == asked.head] if of else []
    if marked and all(names and not names & of for names in marked):
        return True
    kinds = _kinds()
    wanted = asked.meanings & kinds
    if not wanted:
        return False
    theirs = [given.meanings & kinds for given in roles if given.head == asked.head]
    return bool(theirs) and all(their and not their & wanted for their in theirs)


def _in_marks(text: str) -> frozenset[str]:
    """How the names in marks begin that a role holds: «тренер «Искры»»."""
    return frozenset(name[:_STEM].lower() for name in _MARKED.findall(text)) if "«" in text or '"' in text else frozenset()


_MARKED = re.compile(r'[«"]([^»"]+)[»"]')
_STEM = 4  # letters that all cases of a name share


def elsewhere(asked: RoleText, roles: Sequence[RoleText]) -> bool:
    """Whether all that is known of somebody's roles is of other countries and fields: «кубинский лидер», «мэр Москвы»."""
    kinds = _kinds()
    wanted = asked.meanings & kinds
    theirs = {m for given in roles for m in given.meanings} & kinds if wanted else set()
    return bool(theirs) and not theirs & wanted


def _similar(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of dependents share the beginning of a word: «вологодский» and «Вологда»."""
    return any(x[:5] == y[:5] for x in a for y in b if len(x) > 5 and len(y) > 5)
