"""Groups of utterances, and whom they say to be their speaker."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from newsquotes.extras import need
from newsquotes.grouping.buckets import candidate_pairs, signatures
from newsquotes.grouping.likeness import DAYS, Telling, Weights, same, surname, telling
from newsquotes.grouping.utterances import Utterance, utterances

_LEAD = 2.0  # times the votes of the next
_NEVER = date.max


@attrs.frozen
class Group:
    """One utterance in all its variants, the earliest first.

    ``speaker`` is the one whom the variants vote for, by the confidence of each attribution, in the fullest form of the
    name; ``votes`` are these sums by name.
    """

    members: tuple[Utterance, ...]
    speaker: str | None
    votes: Mapping[str, float]

    def __len__(self) -> int:
        return len(self.members)

    @property
    def text(self) -> str:
        """The longest direct form; where there is none, the longest form."""
        return max(self.members, key=lambda m: (m.type == "direct", len(m.text))).text

    @property
    def first(self) -> Utterance:
        """The first appearance: the earliest by date, members without a date last."""
        return self.members[0]

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that have it, in the order of their first appearances."""
        return tuple(dict.fromkeys(m.outlet for m in self.members if m.outlet))

    @property
    def repaired(self) -> tuple[Utterance, ...]:
        """The members whose own speaker is another than the one voted for, or unknown."""
        return tuple(m for m in self.members if self.speaker and surname(m.speaker) != surname(self.speaker))


def group(quotes: Any) -> tuple[Group, ...]:
    """The utterances behind many quotations, each with all its variants; the one with the most variants first.

    ``quotes`` are documents, the table that :func:`newsquotes.to_frame` or :func:`newsquotes.corpus_frame` makes, rows with
    its columns, or :class:`Utterance` objects. Variants are one utterance shortened, reordered, put into indirect speech,
    with typos, in other outlets; not what somebody says again weeks later in other words, the same about another place or
    number, or formulas («Комментариев пока нет») of different people. The order of the quotations changes nothing.

    Candidates are found by MinHash over pairs of neighbouring lemmas (Broder, 1997), so that time grows nearly linearly with
    the number of quotations. Raises :class:`~newsquotes.MissingExtraError` without the extra ``group``.

    >>> import newsquotes
    >>> texts = ["«Мост через Тишанку откроют в мае, дорогу построят к осени», — сказала мэр Анна Белова.",
    ...          "Анна Белова сообщила, что мост через Тишанку откроют в мае."]
    >>> [found] = newsquotes.group(map(newsquotes.extract, texts))
    >>> len(found), found.speaker, found.text
    (2, 'Анна Белова', 'Мост через Тишанку откроют в мае, дорогу построят к осени')
    """
    tellings = sorted(map(telling, utterances(quotes)), key=_longest_first)
    found = [group_of([tellings[i].utterance for i in members]) for members in grouped(tellings)]
    return tuple(sorted(found, key=lambda g: (-len(g), g.first.day or _NEVER, g.first.document, g.first.quote)))


def _longest_first(telling: Telling) -> tuple[Any, ...]:
    said = telling.utterance
    return -len(telling.stems), telling.stems, said.text, said.date or "", said.document, said.quote


def grouped(tellings: Sequence[Telling]) -> Iterable[list[int]]:
    """The indexes of utterances in groups; they must come longest first."""
    weights = Weights.of(tellings)
    groups = Joined(len(tellings))
    for i, j in _near_in_time(tellings, candidate_pairs(signatures(t.features for t in tellings))).tolist():
        if groups.root(i) != groups.root(j) and same(tellings[i], tellings[j], weights):
            groups.join(i, j)
    return groups.listed()


def _near_in_time(tellings: Sequence[Telling], pairs: Any) -> Any:
    """The pairs without those that time alone keeps apart: in a large archive nearly all."""
    numpy = need("numpy", "group", "group()")
    days = numpy.array([t.utterance.day.toordinal() if t.utterance.day else -1 for t in tellings], dtype="int64")
    words = numpy.array([zlib.crc32(" ".join(t.stems).encode("utf-8", "surrogatepass")) for t in tellings], dtype="int64")
    first, second = pairs[:, 0], pairs[:, 1]
    unknown = (days[first] < 0) | (days[second] < 0)
    return pairs[unknown | (abs(days[first] - days[second]) <= DAYS) | (words[first] == words[second])]


class Joined:
    """Disjoint sets of the numbers below ``count``."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def root(self, n: int) -> int:
        """The number that stands for the set of ``n``: the smallest in it."""
        parent = self._parent
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    def join(self, a: int, b: int) -> None:
        """Make one set of two."""
        a, b = self.root(a), self.root(b)
        self._parent[max(a, b)] = min(a, b)

    def listed(self) -> Iterable[list[int]]:
        """The sets."""
        sets: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self._parent)):
            sets[self.root(n)].append(n)
        return sets.values()


def group_of(members: Sequence[Utterance]) -> Group:
    """The group of these variants."""
    ordered = sorted(members, key=lambda m: (m.day or _NEVER, m.document, m.quote))
    votes: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for member in ordered:
        if member.speaker:
            key = surname(member.speaker)
            votes[key] += max(member.confidence, 0.01)
            names[key] = max(names.get(key, ""), member.speaker, key=lambda name: (len(name.split()), len(name)))
    ranked = sorted(votes.items(), key=lambda vote: -vote[1])
    clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] >= _LEAD * ranked[1][1])
    return Group(
        members=tuple(ordered),
        speaker=names[ranked[0][0]] if ranked and clear else None,
        votes={names[key]: round(value, 4) for key, value in ranked},
    )
