"""Entities: all of a document that can speak, joined from mentions, with what the text says of them."""

from __future__ import annotations

from bisect import bisect_left, insort
from functools import lru_cache
from importlib.resources import files
from operator import attrgetter

import attrs

from newsquotes.document import Gender, SpeakerKind
from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.name_parts import Name
from newsquotes.russian.reading.namesakes import canonical
from newsquotes.russian.reading.roles import RoleText

_FIRST = attrgetter("first")
_KINDS = word_set("kinds_of_bodies")
_MOST_ROLES = 40  # different ones of one person


@lru_cache(maxsize=2)
def words_for(sex: str) -> frozenset[str]:
    """The words that are said of men only, or of women only (``sexes.tsv``)."""
    lines = files("newsquotes.russian").joinpath("data", "sexes.tsv").read_text(encoding="utf-8").splitlines()
    rows = dict(line.split("\t") for line in lines if line and not line.startswith("#"))
    return frozenset(rows[sex].split())


def _without_kind(text: str) -> str:
    """The name of a body without the noun that says of what kind it is: «компания «Диод»», «компания „Диод“» → «Диод»."""
    for opening, closing in _MARKS.items():
        kind, mark, name = text.partition(f" {opening}")
        if mark and len(name) > 2 and name[-1] in closing and kind.lower() in _KINDS:
            inner = name.count(opening) if opening not in closing else 0
            return name[:-1] if sum(map(name.count, closing)) == 1 + inner else text
    return text


_MARKS = {"«": "»", "„": "“”", "“": "”", '"': '"'}


@attrs.define(weakref_slot=False)
class Place:
    """Where an entity is mentioned: tokens, sentence, paragraph; a subject, quoted, embedded in a longer phrase."""

    first: int
    last: int
    sentence: int
    paragraph: int
    subject: bool = False
    quoted: bool = False
    embedded: bool = False


class Entity:
    """Somebody of the document; its places stand in the order of the text."""

    __slots__ = (
        "_fullest",
        "_name",
        "heads",
        "kind",
        "meanings",
        "members",
        "names",
        "organization",
        "outlet",
        "places",
        "plural",
        "roles",
        "spoken",
        "texts",
        "votes",
    )

    def __init__(
        self, kind: SpeakerKind, *, plural: bool = False, outlet: bool = False, members: tuple[Entity, ...] = ()
    ) -> None:
        self.kind = kind
        self.plural = plural
        self.outlet = outlet
        self.members = members
        self.names: list[tuple[Name, int]] = []  # with the cases that the place allows
        self.texts: list[str] = []
        self.places: list[Place] = []
        self.votes: dict[Gender, float] = {"masc": 0.0, "femn": 0.0, "neut": 0.0}
        self.roles: list[RoleText] = []
        self.organization: str | None = None
        self.heads: set[str] = set()
        self.meanings: set[str] = set()
        self.spoken: list[int] = []  # tokens at which it was found to speak
        self._name: tuple[int, Gender | None, str] | None = None
        self._fullest: tuple[int, Name, bool] | None = None

    @property
    def gender(self) -> Gender | None:
        """The gender with the most votes; ``None`` where nothing speaks for one."""
        masc, femn, neut = self.votes["masc"], self.votes["femn"], self.votes["neut"]
        if masc >= femn and masc >= neut:
            return "masc" if masc > 0 else None
        return "femn" if femn >= neut else "neut"

    @property
    def man(self) -> bool:
        """Whether the words for somebody without a name are only said of men: «мужчина», «отец»."""
        return not self.named and bool(self.heads & words_for("men"))

    @property
    def woman(self) -> bool:
        """Whether the words for somebody without a name are only said of women: «женщина», «мать»."""
        return not self.named and bool(self.heads & words_for("women"))

    @property
    def named(self) -> bool:
        """Whether the document gives a person's name."""
        return bool(self.names)

    @property
    def first(self) -> int:
        """The token at which the entity is first mentioned."""
        return self.places[0].first if self.places else 1 << 30

    @property
    def name(self) -> str:
        """The fullest form of the document, in the nominative."""
        if not self.names:
            if self.kind == "organization" and not self.outlet:
                return _without_kind(max(self.texts, key=lambda t: (len(t), t)))
            # «ИНТЕРФАКС — …, сообщили «Интерфаксу»»
            return next((t for t in self.texts if not t.isupper()), self.texts[0]) if self.outlet else self.texts[0]
        gender = self.gender if self.gender in ("masc", "femn") else "masc"
        if self._name is None or self._name[0] != len(self.names) or self._name[1] != gender:
            self._name = len(self.names), gender, canonical(self.names, gender)
        return self._name[2]

    def fullest(self) -> tuple[Name, bool]:
        """The fullest name that the document gives, and whether any of its names is certainly one."""
        seen, full, strong = self._fullest or (0, self.names[0][0], False)
        for name, _ in self.names[seen:]:
            full = name if name.rank > full.rank else full
            strong = strong or name.strong
        self._fullest = len(self.names), full, strong
        return full, strong

    def give(self, role: RoleText) -> None:
        """One more role, if it is another."""
        if len(self.roles) < _MOST_ROLES and role not in self.roles:
            self.roles.append(role)

    def vote(self, gender: str | None, weight: float) -> None:
        """Evidence for a gender."""
        if gender in ("masc", "femn", "neut"):
            self.votes[gender] += weight  # type: ignore[index]

    def mentioned(self, place: Place) -> None:
        """One more mention."""
        if not self.places or self.places[-1].first <= place.first:
            self.places.append(place)
        else:
            insort(self.places, place, key=_FIRST)

    def place_at(self, token: int) -> Place | None:
        """The place that begins at a token."""
        n = bisect_left(self.places, token, key=_FIRST)
        return self.places[n] if n < len(self.places) and self.places[n].first == token else None

    def known_before(self, token: int) -> bool:
        """Whether it has been mentioned, or has spoken, before a token."""
        return (bool(self.places) and self.places[0].first < token) or (bool(self.spoken) and self.spoken[0] < token)

    def before(self, token: int) -> int:
        """How many of its places begin before a token."""
        return bisect_left(self.places, token, key=_FIRST)

    def nearest(self, token: int) -> int:
        """How many tokens away its nearest place is."""
        n = self.before(token)
        return min(abs(p.first - token) for p in self.places[max(0, n - 1) : n + 1])

    def last_before(self, token: int, quoted: bool = True) -> Place | None:
        """The nearest place before a token."""
        for n in range(self.before(token) - 1, -1, -1):
            if quoted or not self.places[n].quoted:
                return self.places[n]
        return None
