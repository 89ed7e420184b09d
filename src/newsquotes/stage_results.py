"""How the results of several extractors of one stage become one.

**Detectors** (mentions, quotes): the union. Where an item of a later detector overlaps strongly with one of an earlier
detector (they share at least half of the characters that either covers, counted over all content fragments), the earlier
one wins and the later one is dropped. Items of one and the same detector never compete.

**Resolvers**: the next one sees what the earlier ones decided, and its answer counts only for quotes whose speaker is still
open. Its speakers are the earlier ones where name and kind are the same; the others are added.

**Linkers**: the first id for a speaker wins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import attrs

from newsquotes.document import Attribution, Link, Mention, Quote, Resolution, Speaker, name_key
from newsquotes.spans import Span

STRONG = 0.5
"""The overlap (Jaccard, in characters) from which on two items are taken for the same."""

_BUCKET = 512

Item = TypeVar("Item", Mention, Quote)
Spans = tuple[Span, ...]


def overlap(a: Spans, b: Spans) -> float:
    """The characters that both cover, as a share of those that either covers.

    >>> overlap((Span(0, 8, "Газ есть"),), (Span(4, 8, "есть"),))
    0.5
    """
    shared = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    total = sum(map(len, a)) + sum(map(len, b)) - shared
    return shared / total if total else 0.0


def merged_mentions(detected: Sequence[tuple[Mention, ...]]) -> list[Mention]:
    """The union of what several mention detectors found, in order."""
    return sorted(_union(detected, lambda m: (m.span,)), key=lambda m: (m.span.start, -m.span.end))


def merged_quotes(detected: Sequence[tuple[Quote, ...]]) -> list[Quote]:
    """The union of what several quote detectors found."""
    return _union(detected, lambda q: q.content)


def _union(detected: Sequence[tuple[Item, ...]], spans: Callable[[Item], Spans]) -> list[Item]:
    kept: list[Item] = []
    taken: dict[int, list[Spans]] = defaultdict(list)
    for items in detected:
        new = [
            item
            for item in items
            if all(overlap(spans(item), other) < STRONG for at in _buckets(spans(item)) for other in taken.get(at, ()))
        ]
        for item in new:
            for at in _buckets(spans(item)):
                taken[at].append(spans(item))
        kept += new
    return kept


def _buckets(spans: Spans) -> range:
    """The stretches of the text that the spans touch, so that only neighbours need to be compared."""
    return range(spans[0].start // _BUCKET, spans[-1].end // _BUCKET + 1)


def merged_resolutions(earlier: Resolution, later: Resolution) -> Resolution:
    """The earlier resolution, its open attributions filled from the later one."""
    speakers = list(earlier.speakers)
    known = {(name_key(s.name), s.kind): s.id for s in reversed(speakers)}
    new_id: dict[int, int] = {}
    added: list[Speaker] = []
    for speaker in later.speakers:
        key = name_key(speaker.name), speaker.kind
        if key not in known:
            known[key] = len(speakers) + len(added)
            added.append(speaker)
        new_id[speaker.id] = known[key]
    for speaker in added:
        members = tuple(new_id[member] for member in speaker.members)
        speakers.append(attrs.evolve(speaker, id=len(speakers), members=members))

    def renumbered(a: Attribution) -> Attribution:
        speaker = None if a.speaker is None else new_id[a.speaker]
        return attrs.evolve(a, speaker=speaker, runner_up=None if a.runner_up is None else new_id[a.runner_up])

    pairs = zip(earlier.attributions, later.attributions, strict=True)
    return Resolution(tuple(speakers), tuple(renumbered(b) if a.speaker is None else a for a, b in pairs))


def merged_links(linked: Iterable[tuple[Link, ...]]) -> list[Link]:
    """One link a speaker, the first that was found."""
    first: dict[int, Link] = {}
    for links in linked:
        for link in links:
            first.setdefault(link.speaker, link)
    return list(first.values())
