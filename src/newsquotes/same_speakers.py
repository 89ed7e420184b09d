"""The same speaker in many articles.

Joining is conservative: two people of one surname stay apart unless the documents show that they are one. Who is joined:

* people with the same id in a knowledge base;
* people with the same first name and surname, unless patronymics, sexes or ids differ; foreign names also where only the
  spelling differs («Рейган», «Рэйган»);
* initials («А. Белова») and surnames alone with the only person of that surname whom they fit, where role or
  organization agree, too;
* bodies and outlets with the same name or abbreviation.

Anonymous sources, groups, documents and people known only by a role are never joined, save by id.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import attrs

from newsquotes.annotations import Gender, Quote, Speaker, SpeakerKind, name_key
from newsquotes.document import Document

_COMMON = frozenset(
    "и по в на из для от при с глава директор президент министр председатель руководитель представитель заместитель".split()
)
_SOUNDS = str.maketrans({"э": "е", "ё": "е", "й": "и", "ь": None, "ъ": None, "ы": "и"})


@attrs.frozen
class Appearance:
    """A speaker of one document: the document's place in the collection, its id, and the speaker."""

    document: int
    document_id: str
    speaker: Speaker


@attrs.frozen
class MergedSpeaker:
    """Somebody who speaks in one or several documents.

    ``name`` is the fullest form of all; ``quotes`` are the quotations of all documents, in their order.
    """

    name: str
    kind: SpeakerKind
    gender: Gender | None
    roles: tuple[str, ...]
    organizations: tuple[str, ...]
    kb_id: str | None
    appearances: tuple[Appearance, ...]
    quotes: tuple[Quote, ...] = attrs.field(default=(), repr=False)

    def __str__(self) -> str:
        return self.name


def merge_speakers(docs: Iterable[Document]) -> tuple[MergedSpeaker, ...]:
    """The speakers of many documents, each once; those with the most quotations first.

    >>> import newsquotes
    >>> texts = ["«Мост откроют», — сказала мэр Анна Белова.", "Анна Белова сообщила, что порт закрыт."]
    >>> [(s.name, len(s.appearances), len(s.quotes)) for s in merge_speakers(map(newsquotes.extract, texts))]
    [('Анна Белова', 2, 2)]
    """
    docs = list(docs)
    said: dict[tuple[int, int], list[Quote]] = defaultdict(list)
    appearances = []
    for n, doc in enumerate(docs):
        for quote in doc.quotes if doc.has("attributions") else ():
            if quote.attribution.speaker is not None:
                said[n, quote.attribution.speaker].append(quote)
        appearances += [
            Appearance(n, doc.id, speaker) for speaker in doc.speakers if said[n, speaker.id] or not doc.has("quotes")
        ]
    merged = [_merged(group, [q for a in group for q in said[a.document, a.speaker.id]]) for group in joined(appearances)]
    return tuple(sorted(merged, key=lambda m: (-len(m.quotes), m.appearances[0].document, m.appearances[0].speaker.id)))


def joined(appearances: Sequence[Appearance]) -> list[list[Appearance]]:
    """The appearances in groups, one a speaker, in the order of their first appearance."""
    groups = _Groups(appearances)
    by_id: dict[str, int] = {}
    for n, a in enumerate(appearances):
        if a.speaker.kb_id:
            groups.join(n, by_id.setdefault(a.speaker.kb_id, n))
    people = [n for n, a in enumerate(appearances) if a.speaker.kind == "person" and a.speaker.name[:1].isupper()]
    names = {n: _Name.of(appearances[n].speaker) for n in people}
    _join_full_names(groups, names)
    _join_short_names(groups, names)
    bodies: dict[str, int] = {}
    for n, a in enumerate(appearances):
        if a.speaker.kind == "organization":
            for key in (name_key(a.speaker.name), *sorted(k for k in a.speaker.keys if k.isalpha() and 2 <= len(k) <= 6)):
                if key in bodies and not _same_word_other_thing(appearances[bodies[key]].speaker, a.speaker, key):
                    groups.join(n, bodies[key])
                bodies.setdefault(key, n)
    return groups.sorted()


def _same_word_other_thing(a: Speaker, b: Speaker, key: str) -> bool:
    """A short word that is neither's abbreviation is no ground for joining («суд», «банк»)."""
    return not any(name_key(s.name) == key for s in (a, b)) and not (a.name.isupper() or b.name.isupper())


@attrs.frozen
class _Name:
    first: str
    initial: str
    patronymic: str
    surname: str
    gender: Gender | None

    @classmethod
    def of(cls, speaker: Speaker) -> _Name:
        words = name_key(speaker.name).replace("-", " - ").replace(" - ", "-").split()
        if (
            len(words) > 2
            and words[-1].endswith(("ович", "евич", "ич", "овна", "евна", "ична"))
            and not words[1].endswith(("ич", "вна", "чна"))
        ):
            words = [words[1], words[-1], words[0]]  # «Белова Анна Ивановна»
        patronymic = next((w for w in words[1:-1] if w.endswith(("ович", "евич", "ич", "овна", "евна", "ична"))), "")
        first = words[0] if len(words) > 1 else ""
        return cls(first if len(first) > 2 else "", first[:1], patronymic, words[-1] if words else "", speaker.gender)

    @property
    def sound(self) -> tuple[str, str]:
        return _sound(self.first), _sound(self.surname)

    def conflicts(self, other: _Name) -> bool:
        if self.gender and other.gender and self.gender != other.gender:
            return True
        if self.patronymic and other.patronymic and self.patronymic != other.patronymic:
            return True
        if self.initial and other.initial and _sound(self.initial) != _sound(other.initial):
            return True
        return bool(self.first and other.first and _sound(self.first) != _sound(other.first))


def _sound(word: str) -> str:
    """A word as it sounds: «э» as «е», double letters as one."""
    word = word.translate(_SOUNDS)
    return "".join(c for n, c in enumerate(word) if not n or c != word[n - 1])


class _Groups:
    def __init__(self, appearances: Sequence[Appearance]) -> None:
        self.appearances = appearances
        self.parent = list(range(len(appearances)))

    def root(self, n: int) -> int:
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def join(self, a: int, b: int) -> None:
        a, b = self.root(a), self.root(b)
        first, second = self.appearances[a].speaker.kb_id, self.appearances[b].speaker.kb_id
        if not (first and second and first != second):
            self.parent[max(a, b)] = min(a, b)

    def sorted(self) -> list[list[Appearance]]:
        groups: dict[int, list[Appearance]] = {}
        for n, appearance in enumerate(self.appearances):
            groups.setdefault(self.root(n), []).append(appearance)
        return list(groups.values())


def _join_full_names(groups: _Groups, names: dict[int, _Name]) -> None:
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, name in names.items():
        if name.first:
            known[name.sound].append(n)
    for same in known.values():
        patronymics = {names[n].patronymic for n in same} - {""}
        genders = {names[n].gender for n in same} - {None}
        first: dict[tuple[str, Gender | None], int] = {}
        for n in same:
            name = names[n]
            if (len(patronymics) > 1 and not name.patronymic) or (len(genders) > 1 and not name.gender):
                continue  # it could be either
            key = name.patronymic if len(patronymics) > 1 else "", name.gender if len(genders) > 1 else None
            groups.join(n, first.setdefault(key, n))


def _join_short_names(groups: _Groups, names: dict[int, _Name]) -> None:
    by_surname: dict[str, list[int]] = defaultdict(list)
    for n, name in names.items():
        by_surname[_sound(name.surname)].append(n)
    for same in by_surname.values():
        short = [n for n in same if not names[n].first]
        for n in short:
            fitting = {groups.root(m): m for m in same if m != n and names[m].first and not names[n].conflicts(names[m])}
            if len(fitting) == 1:
                root = next(iter(fitting))
                theirs = [m for m in same if groups.root(m) == root]
                if any(_alike(groups.appearances[n].speaker, groups.appearances[m].speaker) for m in theirs):
                    groups.join(n, root)
            elif not fitting:
                for m in short:
                    if (
                        m < n
                        and not names[n].conflicts(names[m])
                        and _alike(groups.appearances[n].speaker, groups.appearances[m].speaker)
                    ):
                        groups.join(n, m)
                        break


def _alike(a: Speaker, b: Speaker) -> bool:
    """Whether role or organization of two speakers have a telling word in common."""
    return bool(_telling(a) & _telling(b))


def _telling(speaker: Speaker) -> set[str]:
    words = (
        name_key(f"{speaker.role or ''} {speaker.organization or ''}")
        .replace("«", " ")
        .replace("»", " ")
        .replace('"', " ")
        .split()
    )
    content = {w[:5] for w in words if w not in _COMMON and len(w) > 1}
    return content or {w[:5] for w in words}


def _merged(group: Sequence[Appearance], quotes: Sequence[Quote]) -> MergedSpeaker:
    speakers = [a.speaker for a in group]
    best = max(speakers, key=lambda s: (len(s.name.replace(".", "").split()) if s.kind == "person" else 0, len(s.name)))
    genders = Counter(s.gender for s in speakers if s.gender)
    return MergedSpeaker(
        name=best.name,
        kind=best.kind,
        gender=genders.most_common(1)[0][0] if genders else None,
        roles=tuple(dict.fromkeys(s.role for s in speakers if s.role)),
        organizations=tuple(dict.fromkeys(s.organization for s in speakers if s.organization)),
        kb_id=next((s.kb_id for s in speakers if s.kb_id), None),
        appearances=tuple(group),
        quotes=tuple(quotes),
    )
