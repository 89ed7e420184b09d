"""How speakers of many documents are joined: people, offices, bodies (see :mod:`newsquotes.same_speakers`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import attrs

from newsquotes.alias_table import AliasTable
from newsquotes.annotations import Gender, Speaker, name_key
from newsquotes.caches import cached
from newsquotes.russian import canonical
from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.roles import RoleText, fit, role_of_text
from newsquotes.same_names import PersonName
from newsquotes.same_speakers import Appearance, Setting

_SURELY = 1.2
"""How well a role must fit to mean the same office of the same body."""


def joined_groups(appearances: Sequence[Appearance], how: Setting, aliases: AliasTable | None) -> list[list[Appearance]]:
    """The appearances in groups, one a speaker, in the order of their first appearance."""
    groups = _Groups(appearances, aliases)
    by_id: dict[str, int] = {}
    for n, a in enumerate(appearances):
        if a.speaker.kb_id:
            groups.join(n, by_id.setdefault(a.speaker.kb_id, n))
    people = [n for n, a in enumerate(appearances) if a.speaker.kind == "person" and a.speaker.name[:1].isupper()]
    names = {n: PersonName.of(appearances[n].speaker) for n in people}
    _join_full_names(groups, names, how)
    _join_short_names(groups, names, how)
    _join_roles(groups, names, how)
    _join_bodies(groups, how)
    return groups.sorted()


class _Groups:
    """Groups of appearances; two never become one whose ids, or whose numbers in the table of aliases, differ."""

    def __init__(self, appearances: Sequence[Appearance], aliases: AliasTable | None = None) -> None:
        self.appearances = appearances
        self.parent = list(range(len(appearances)))
        self.marks: list[tuple[str | None, str | None]] = [
            (a.speaker.kb_id, aliases.speaker_of(a.document_id, a.speaker) if aliases is not None else None)
            for a in appearances
        ]
        first: dict[str, int] = {}
        for n, (_, number) in enumerate(self.marks):
            if number is not None:
                self.join(n, first.setdefault(number, n))

    def root(self, n: int) -> int:
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.root(a), self.root(b)))
        if a == b or any(x and y and x != y for x, y in zip(self.marks[a], self.marks[b], strict=True)):
            return
        self.parent[b] = a
        self.marks[a] = (self.marks[a][0] or self.marks[b][0], self.marks[a][1] or self.marks[b][1])

    def sorted(self) -> list[list[Appearance]]:
        groups: dict[int, list[Appearance]] = {}
        for n, appearance in enumerate(self.appearances):
            groups.setdefault(self.root(n), []).append(appearance)
        return list(groups.values())


# --- people ----------------------------------------------------------------------------------------------------------


def _join_full_names(groups: _Groups, names: dict[int, PersonName], how: Setting) -> None:
    known: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, name in names.items():
        if name.first:
            known[name.sound].append(n)
    for same in known.values():
        patronymics = {names[n].patronymic for n in same} - {""}
        genders = {names[n].gender for n in same} - {None}
        clusters: dict[tuple[str, Gender | None], list[int]] = defaultdict(list)
        for n in same:
            name = names[n]
            if (len(patronymics) > 1 and not name.patronymic) or (len(genders) > 1 and not name.gender):
                continue  # it could be either
            clusters[name.patronymic if len(patronymics) > 1 else "", name.gender if len(genders) > 1 else None].append(n)
        for cluster in clusters.values():
            if how == "strict" and not patronymics:
                _join_by_role(groups, cluster)
            else:
                for n in cluster:
                    groups.join(n, cluster[0])


def _join_by_role(groups: _Groups, same: Sequence[int]) -> None:
    """Joins the speakers of one name whose roles agree; those without a role only where there is but one such group."""
    told = [n for n in same if _has_role(groups.appearances[n].speaker)]
    first: list[int] = []
    for n in told:
        speaker = groups.appearances[n].speaker
        like = [m for m in first if _alike(speaker, groups.appearances[m].speaker)]
        for m in like:
            groups.join(n, m)
        if not like:
            first.append(n)
    if len({groups.root(n) for n in told}) <= 1:
        for n in same:
            groups.join(n, same[0])


@attrs.define(eq=False)
class _Cluster:
    """Appearances that are one person: one of them, the names and the roles that they show."""

    member: int
    names: set[PersonName] = attrs.field(factory=set)
    told: dict[tuple[str | None, str | None], Speaker] = attrs.field(factory=dict)

    def add(self, n: int, name: PersonName, speaker: Speaker) -> None:
        self.member = min(n, self.member)
        self.names.add(name)
        if _has_role(speaker):
            self.told.setdefault((speaker.role, speaker.organization), speaker)

    def fits(self, name: PersonName) -> bool:
        return not any(name.conflicts(known) for known in self.names)

    def like(self, speaker: Speaker) -> bool:
        return any(_alike(speaker, known) for known in self.told.values())


def _join_short_names(groups: _Groups, names: dict[int, PersonName], how: Setting) -> None:
    by_surname: dict[str, list[int]] = defaultdict(list)
    for n, name in names.items():
        by_surname[name.sound[1]].append(n)
    for same in by_surname.values():
        full: dict[int, _Cluster] = {}
        for n in same:
            if names[n].first:
                full.setdefault(groups.root(n), _Cluster(n)).add(n, names[n], groups.appearances[n].speaker)
        lone: list[int] = []
        for n in same:
            if names[n].first:
                continue
            fitting = [cluster for cluster in full.values() if cluster.fits(names[n])]
            chosen = _reading(names[n], groups.appearances[n].speaker, fitting, how)
            if chosen is not None:
                groups.join(n, chosen.member)
            elif not fitting:
                lone.append(n)
        _join_lone(groups, names, lone, how)


def _reading(name: PersonName, speaker: Speaker, fitting: Sequence[_Cluster], how: Setting) -> _Cluster | None:
    """Which of the people with a full name a short one means, if the setting takes that to be sure."""
    alike = [cluster for cluster in fitting if cluster.like(speaker)]
    if len(fitting) != 1:
        return alike[0] if len(alike) == 1 and how != "strict" else None
    if alike or how == "loose":
        return fitting[0]
    others = _has_role(speaker) and fitting[0].told
    return fitting[0] if how == "usual" and not others and _tells(name) else None


def _join_lone(groups: _Groups, names: dict[int, PersonName], lone: Sequence[int], how: Setting) -> None:
    """Short names whose full name no article gives; those with a role first, to which the others may belong."""
    clusters: list[_Cluster] = []
    for n in sorted(lone, key=lambda n: (not _has_role(groups.appearances[n].speaker), not names[n].initial)):
        speaker, name = groups.appearances[n].speaker, names[n]
        fitting = [cluster for cluster in clusters if cluster.fits(name)]
        like = [cluster for cluster in fitting if cluster.like(speaker)]
        if not like and how != "strict" and (how == "loose" or _tells(name)):
            like = [cluster for cluster in fitting if not (cluster.told and _has_role(speaker))]
        if len(like) == 1 or (like and how == "strict"):
            groups.join(n, like[0].member)
            like[0].add(n, name, speaker)
        elif not like:
            clusters.append(_Cluster(n))
            clusters[-1].add(n, name, speaker)


def _tells(name: PersonName) -> bool:
    """Whether a short name tells enough by itself: with two initials, or a surname that few people have."""
    return bool(name.middle) or not name.is_common


def _has_role(speaker: Speaker) -> bool:
    return bool(speaker.role or speaker.organization)


@cached(size=600)
def _role(text: str) -> RoleText:
    return role_of_text(text)


def _alike(a: Speaker, b: Speaker) -> bool:
    """Whether role or organization of two speakers have a telling word in common, or the roles mean one office."""
    if _telling(a.role, a.organization) & _telling(b.role, b.organization):
        return True
    if not a.role or not b.role:
        return False
    one, other = _role(a.role), _role(b.role)
    return max(fit(one, other)[0], fit(other, one)[0]) >= _SURELY


@cached(size=700)
def _telling(role: str | None, organization: str | None) -> frozenset[str]:
    words = canonical.spelled(f"{role or ''} {organization or ''}").split()
    content = frozenset(w[:5] for w in words if w not in _plain_words() and len(w) > 1)
    return content or frozenset(w[:5] for w in words)


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[str]:
    """Words of roles that so many share that they tell nobody."""
    return word_set("plain_role_words")


# --- people known by their role only ---------------------------------------------------------------------------------


def _join_roles(groups: _Groups, names: dict[int, PersonName], how: Setting) -> None:
    """«мэр Заречья» with the one person of the collection who has that office, and with itself."""
    if how == "strict":
        return
    holders: dict[str, list[tuple[RoleText, int]]] = defaultdict(list)
    for n in names:
        if (role := groups.appearances[n].speaker.role) is not None:
            holders[_role(role).head].append((_role(role), n))
    offices: dict[str, int] = {}
    for n, a in enumerate(groups.appearances):
        if a.speaker.kind != "person" or n in names:
            continue
        asked = _role(a.speaker.name)
        if asked.head not in _offices() or not asked.meanings:
            continue
        scores = [(fit(asked, given)[0], groups.root(m)) for given, m in holders.get(asked.head, ())]
        found = {root for score, root in scores if score >= _SURELY}
        if not found and how == "loose":
            found = {root for score, root in scores if score >= 1.0}
        if len(found) == 1:
            groups.join(n, found.pop())
        elif not found:
            groups.join(n, offices.setdefault(canonical.spelled(a.speaker.name), n))


@lru_cache(maxsize=1)
def _offices() -> frozenset[str]:
    return word_set("unique_offices")


# --- bodies and outlets ----------------------------------------------------------------------------------------------


def _join_bodies(groups: _Groups, how: Setting) -> None:
    known: dict[tuple[str, str], int] = {}
    of: dict[str, set[str]] = defaultdict(set)
    bodies = [n for n, a in enumerate(groups.appearances) if a.speaker.kind == "organization"]
    for n in bodies:
        name, whose = body_key(groups.appearances[n].speaker.name)
        groups.join(n, known.setdefault((name, whose), n))
        of[name].add(whose)
    for (name, whose), n in known.items() if how != "strict" else ():
        if not whose and len(of[name]) == 2:
            groups.join(n, known[name, next(w for w in of[name] if w)])  # «МИД» where only Russia's is spoken of
    short: dict[str, int] = {}
    for n in bodies:
        speaker = groups.appearances[n].speaker
        for key in (name_key(speaker.name), *sorted(k for k in speaker.keys if k.isalpha() and 2 <= len(k) <= 6)):
            if key in short and _abbreviates(groups.appearances[short[key]].speaker, speaker, key):
                groups.join(n, short[key])
            short.setdefault(key, n)


def body_key(name: str) -> tuple[str, str]:
    """By what a body or an outlet is known again: its canonical name and what it is of.

    >>> body_key("РИА «Новости»") == body_key("РИА Новости"), body_key("МИД РФ") == body_key("МИД Украины")
    (True, False)
    """
    outlet = canonical.outlet(name)
    if outlet is not None:
        return canonical.spelled(outlet), ""
    known, whose = canonical.body(name)
    return (known, whose) if whose else (canonical.without_noun(known), "")


def _abbreviates(a: Speaker, b: Speaker, key: str) -> bool:
    """Whether a short word is the name of one of two bodies, or the abbreviation of one; «суд», «банк» are neither."""
    return any(name_key(s.name) == key for s in (a, b)) or a.name.isupper() or b.name.isupper()
