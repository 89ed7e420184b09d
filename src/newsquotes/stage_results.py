"""How what extractors give becomes part of a document, and how several extractors of one stage add up.

**Detectors** (mentions, quotes): the union. Where an item of a later detector overlaps strongly with one of an earlier
detector (they share at least half of the characters that either covers, counted over all content fragments), the earlier
one wins and the later one is dropped. Items of one and the same detector never compete.

**Editors**: each gets what the one before it left.

**Resolvers**: the next one sees what the earlier ones decided, and its answer counts only for quotes whose speaker is still
open. Its speakers are the earlier ones where name and kind are the same, and what it alone knows of them is added; the
others are new.

**Linkers**: the first id for a speaker wins. **Annotators**: each adds layers under names of its own.

Each ``take_…`` function puts what one extractor gave, whatever that is, into the document that it got, and signs it with the
extractor's name; it raises :class:`~newsquotes.errors.LayerError` where it does not fit. Each ``join_…`` function makes one
document of that of the earlier extractors of a stage and that of a later one.
"""

from __future__ import annotations

import inspect
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import attrs

from newsquotes.document import Attribution, Document, Link, Mention, Quote, Resolution, Speaker, name_key
from newsquotes.errors import LayerError, brief
from newsquotes.lazy_layers import Later
from newsquotes.spans import Span
from newsquotes.wording import gettext

STRONG = 0.5
"""The overlap (Jaccard, in characters) from which on two items are taken for the same."""

_BUCKET = 512

Item = TypeVar("Item", Mention, Quote)
Spans = tuple[Span, ...]
Take = Callable[[Document, Any, str, bool], Document]
"""Document, what an extractor gave, the extractor's name, whether another one of the stage came before it."""

_FEW = 1000
"""More items than this and than characters are no result, but an extractor that does not end."""


# --- one extractor -------------------------------------------------------------------------------------------------------


def take_items(layer: str) -> Take:
    """What takes the items of one layer; where a later extractor gives nothing, the document stays the one that it got."""

    def take(doc: Document, result: Any, name: str, later: bool) -> Document:
        items = _bounded(doc, result, layer)
        return doc if later and not items else doc.with_layer(layer, _signed(items, name))

    return take


def take_resolution(doc: Document, result: Any, name: str, later: bool) -> Document:
    """Take the speakers and attributions of a resolver."""
    if not isinstance(result, Resolution):
        raise LayerError(gettext("it returned {result}; it must return a Resolution", result=brief(result)))
    speakers = _bounded(doc, result.speakers, "speakers")
    return doc.with_resolution(Resolution(speakers, _signed(_bounded(doc, result.attributions, "attributions"), name)))


def take_extra(doc: Document, result: Any, name: str, later: bool) -> Document:
    """Take the layers of an annotator."""
    if not isinstance(result, Mapping):
        raise LayerError(gettext("it returned {result}; it must return a mapping of names to layers", result=brief(result)))
    return doc.with_extra(result)


def take_quotes(doc: Document, result: Any, name: str, later: bool) -> Document:
    """Take the quotations that an editor left, changed or added; those of ``doc`` that are not among them are dropped."""
    before = {quote.id: quote for quote in doc.quotes}
    items = _bounded(doc, result, "quotes")
    if len(items) == len(before) and all(map(_same, items, doc.quotes)):
        return doc
    edited = []
    given: dict[Quote, int] = {}
    for i, quote in enumerate(items):
        if not isinstance(quote, Quote):
            raise LayerError(
                gettext("quotes[{i}] is {quote}, but an editor must give Quote objects", i=i, quote=brief(quote))
            )
        old = before.get(quote.id)
        bare = quote.bare()
        if (first := given.setdefault(bare, i)) != i:
            raise LayerError(
                gettext(
                    "quotes[{i}] is the same quotation as quotes[{first}]; an editor must give each once", i=i, first=first
                )
            )
        if old is None:
            edited.append(attrs.evolve(bare, extractor=name))
        elif bare == old.bare():
            edited.append(bare)
        else:
            edited.append(attrs.evolve(bare, extractor=old.extractor, edited_by=(*old.edited_by, name)))
    return doc.with_layer("quotes", edited)


def _same(one: Any, other: Quote) -> bool:
    return one is other


def take_edited(doc: Document, result: Any, name: str, later: bool) -> Document:
    """Take what an editor made of speakers and attributions: a ``Resolution``, or the document with fewer quotations."""
    if isinstance(result, Resolution):
        speakers = _bounded(doc, result.speakers, "speakers")
        result = doc.with_resolution(Resolution(speakers, _bounded(doc, result.attributions, "attributions")))
    if not isinstance(result, Document):
        raise LayerError(
            gettext(
                "it returned {result}; it must return a Resolution, or a document of doc.select(…)", result=brief(result)
            )
        )
    made: Document = result
    if made.text != doc.text:
        raise LayerError(gettext("it returned a document with another text"))
    if not (made.has("quotes") and made.has("attributions")):
        raise LayerError(
            gettext("it returned a document without quotations and speakers; it must be made from the one it got")
        )
    before = {quote.id: quote for quote in doc.quotes}
    quotes = []
    for quote in made.quotes:
        old = before.get(quote.id)
        if old is None or old.bare() != quote.bare():
            raise LayerError(
                gettext("it changed the quotation {text}; changing quotations is for a quote_editor", text=brief(quote.text))
            )
        quotes.append(old)
    speakers = tuple(_edited(new, _at(doc.speakers, i), name) for i, new in enumerate(made.resolution.speakers))
    attributions = tuple(_edited(new, old.attribution, name) for new, old in zip(made.attributions, quotes, strict=True))
    edited = doc if len(quotes) == len(before) else doc.with_layer("quotes", [quote.bare() for quote in quotes])
    return edited.with_resolution(Resolution(speakers, attributions))


def _at(items: Sequence[Speaker], i: int) -> Speaker | None:
    return items[i] if i < len(items) else None


Edited = TypeVar("Edited", Speaker, Attribution)


def _edited(new: Edited, old: Edited | None, name: str) -> Edited:
    return new if new == old else attrs.evolve(new, edited_by=(*new.edited_by, name))


def without_gaps(doc: Document) -> Document:
    """The document with its quotations numbered anew, before anybody has seen their ids."""
    if all(quote.id == -1 for quote in doc._layers["quotes"]):
        return doc
    attributions = doc.attributions
    return doc.with_layer("quotes", [quote.bare() for quote in doc.quotes]).with_layer("attributions", attributions)


def _bounded(doc: Document, result: Any, what: str) -> Any:
    """What an extractor gave, if it is no more than can be."""
    limit = max(_FEW, len(doc.text))
    items: Sequence[Any]
    if type(result) is Later:
        items = result
    elif type(result) is list or type(result) is tuple:
        items = tuple(result)
    elif isinstance(result, Iterable):
        items = tuple(islice(result, limit + 1))
    else:
        if inspect.iscoroutine(result):
            result.close()  # nobody awaits it
        raise LayerError(
            gettext("it returned {result}; it must return (or yield) the items of {what!r}", result=brief(result), what=what)
        )
    if len(items) > limit:
        raise LayerError(
            gettext("it gave more than {limit} items for a text of {number} characters", limit=limit, number=len(doc.text))
        )
    return items


_SIGNED = (Mention, Quote, Attribution, Link)


def _signed(items: Any, name: str) -> Any:
    """The items, each with the name of the extractor that gave it."""
    if type(items) is Later:
        return items.then(partial(_signed, name=name))
    if not items or not isinstance(items[0], _SIGNED):
        return items
    if isinstance(items[0], Quote):  # a wrapped detector may give those of another document
        items = tuple(i.bare() if isinstance(i, Quote) else i for i in items)
    if set(map(type, items)) <= set(_SIGNED) and {i.extractor for i in items} == {name}:
        return items
    return tuple(i if not isinstance(i, _SIGNED) or i.extractor == name else attrs.evolve(i, extractor=name) for i in items)


# --- several -------------------------------------------------------------------------------------------------------------


def join_mentions(earlier: Document, later: Document) -> Document:
    """The union of what two mention detectors found."""
    return earlier.with_layer("mentions", merged_mentions([earlier.mentions, later.mentions]))


def join_quotes(earlier: Document, later: Document) -> Document:
    """The union of what two quote detectors found."""
    return earlier.with_layer("quotes", merged_quotes([earlier._layers["quotes"], later._layers["quotes"]]))


def join_resolutions(earlier: Document, later: Document) -> Document:
    """The earlier resolution, completed by the later one."""
    return earlier.with_resolution(merged_resolutions(earlier.resolution, later.resolution))


def join_links(earlier: Document, later: Document) -> Document:
    """One link a speaker, the earlier one where there are two."""
    links = earlier.links if earlier.has("links") else ()  # the earlier linker may have failed
    return earlier.with_layer("links", merged_links([links, later.links]))


def the_later(earlier: Document, later: Document) -> Document:
    """The later document, which was made from the earlier one."""
    return later


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
    """The earlier resolution, its open attributions filled from the later one, and what that alone knows of speakers."""
    speakers = list(earlier.speakers)
    known = {(name_key(s.name), s.kind): s.id for s in reversed(speakers)}
    new_id: dict[int, int] = {}
    added: list[Speaker] = []
    same: list[Speaker] = []
    for speaker in later.speakers:
        key = name_key(speaker.name), speaker.kind
        if key not in known:
            known[key] = len(speakers) + len(added)
            added.append(speaker)
        else:
            same.append(speaker)
        new_id[speaker.id] = known[key]

    def in_place(speaker: Speaker) -> Speaker:
        members = tuple(new_id[member] for member in speaker.members)
        return attrs.evolve(speaker, id=new_id[speaker.id], members=members)

    speakers += [in_place(speaker) for speaker in added]
    for speaker in same:
        i = new_id[speaker.id]
        speakers[i] = speakers[i].completed(in_place(speaker))
    pairs = zip(earlier.attributions, later.attributions, strict=True)
    return Resolution(tuple(speakers), tuple(b.renumbered(new_id) if a.speaker is None else a for a, b in pairs))


def merged_links(linked: Iterable[tuple[Link, ...]]) -> list[Link]:
    """One link a speaker, the first that was found."""
    first: dict[int, Link] = {}
    for links in linked:
        for link in links:
            first.setdefault(link.speaker, link)
    return list(first.values())
