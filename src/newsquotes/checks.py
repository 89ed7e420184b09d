"""The invariants of layers: types, bounds, order, and that every span holds the text of the document at its offsets."""

from __future__ import annotations

from collections.abc import Mapping
from operator import index, le
from typing import Any, get_args

from newsquotes.annotations import (
    LAYERS,
    Attribution,
    Cue,
    Gender,
    Layout,
    Link,
    Medium,
    Mention,
    MentionKind,
    Mode,
    Quote,
    QuoteType,
    Speaker,
    SpeakerKind,
    Stance,
    missing,
)
from newsquotes.errors import LayerError, brief
from newsquotes.spans import Span
from newsquotes.wording import gettext

Layers = Mapping[str, tuple[Any, ...]]
_MENTION_KINDS, _SPEAKER_KINDS, _QUOTE_TYPES, _MODES, _STANCES, _LAYOUTS, _GENDERS = map(
    get_args, (MentionKind, SpeakerKind, QuoteType, Mode, Stance, Layout, Gender)
)

_INT, _STR, _SPAN = {int}, {str}, {Span}


def check_layer(text: str, layers: Layers, layer: str, items: tuple[Any, ...]) -> None:
    """Raise :class:`LayerError` unless ``items`` can be that layer of a document with this text and these layers."""
    stage, kind = LAYERS[layer]
    if set(map(type, items)) - {kind}:
        for i, item in enumerate(items):
            if not isinstance(item, kind):
                raise LayerError(f"{layer}[{i}] is {brief(item)}, but {stage} must give {kind.__name__} objects")
    if layer in ("tokens", "sentences"):
        _check_partition(text, layer, items)
    elif layer == "morphs":
        _check_count(items, _layer(layers, "tokens"), "morphs", "token", stage)
    elif layer == "mentions":
        _check_mentions(text, items)
    elif layer == "quotes":
        for i, quote in enumerate(items):
            _check_quote(text, quote, f"quotes[{i}]")
    elif layer == "speakers":
        _check_speakers(text, items)
    elif layer == "attributions":
        _check_count(items, _layer(layers, "quotes"), "attributions", "quote", stage)
        _check_attributions(text, items, len(_layer(layers, "speakers")))
    elif layer == "links":
        _check_links(items, len(_layer(layers, "speakers")))


def check_bounds(text: str, start: int, end: int, where: str) -> tuple[int, int]:
    """The offsets as ints; raises :class:`LayerError` unless ``0 <= start <= end <= len(text)``.

    What counts as an index (numpy's ints do) is one here; ``True`` is not.
    """
    if type(start) is not int or type(end) is not int:
        start, end = _index(start, where), _index(end, where)
    if not 0 <= start <= end <= len(text):
        raise LayerError(
            gettext(
                "{where} [{start}, {end}) lies outside the text of {text} characters",
                where=where,
                start=start,
                end=end,
                text=len(text),
            )
        )
    return start, end


def _index(value: Any, where: str) -> int:
    try:
        if isinstance(value, bool):
            raise TypeError
        return index(value)
    except TypeError:
        raise LayerError(f"{where} has the offset {brief(value)}, a {type(value).__name__}; offsets are ints") from None


def _layer(layers: Layers, name: str) -> tuple[Any, ...]:
    if name not in layers:
        raise missing(name)
    return layers[name]


def _check_count(items: tuple[Any, ...], others: tuple[Any, ...], what: str, unit: str, stage: str) -> None:
    if len(items) != len(others):
        raise LayerError(f"{stage} gave {len(items)} {what} for {len(others)} {unit}s; it must give one a {unit}")


def _check_partition(text: str, layer: str, items: tuple[Span, ...]) -> None:
    last = 0
    for i, span in enumerate(items):
        start, end = span.start, span.end
        if type(start) is not int or type(end) is not int or not (last <= start < end) or text[start:end] != span.text:
            _check_span(text, span, f"{layer}[{i}]")
            if start >= end:
                raise LayerError(f"{layer}[{i}] is empty: {span!r}")
            raise LayerError(f"{layer}[{i}] starts at {start}, before {last}, where the one before it ends")
        last = end


def _check_mentions(text: str, items: tuple[Mention, ...]) -> None:
    if _plainly_mentions(text, items):
        return  # the quick test; what is wrong is found out below
    last = (-1, 0)
    for i, mention in enumerate(items):
        span, head = mention.span, mention.head
        if not (mention.kind in _MENTION_KINDS and _fits(text, span) and (head is span or _fits(text, head))):
            _check_span(text, span, f"mentions[{i}].span")
            _check_span(text, head, f"mentions[{i}].head")
            _check_word(mention.kind, _MENTION_KINDS, f"mentions[{i}].kind")
        if head is not span and not span.contains(head):
            raise LayerError(f"mentions[{i}].head {brief(head.text)} is not among the words of its span {brief(span.text)}")
        _check_name(mention.name, f"mentions[{i}].name")
        _check_truth(mention.plural, f"mentions[{i}].plural")
        _check_person(mention, f"mentions[{i}]")
        place = (span.start, -span.end)
        if place < last:
            raise LayerError(f"mentions[{i}] comes out of order: mentions go by start, the longer first")
        last = place


def _plainly_mentions(text: str, items: tuple[Mention, ...]) -> bool:
    """Whether nothing at all is wrong with mentions."""
    spans = [mention.span for mention in items]
    heads = [mention.head for mention in items]
    if not _all_fit(text, [*spans, *[head for head, span in zip(heads, spans, strict=True) if head is not span]]):
        return False
    places: list[tuple[int, int]] = []
    for mention, span, head in zip(items, spans, heads, strict=True):
        name, role, organization = mention.name, mention.role, mention.organization
        if not (
            (head is span or (span.start <= head.start and head.end <= span.end))
            and mention.kind in _MENTION_KINDS
            and type(mention.plural) is bool
            and type(name) is str
            and name
            and not name.isspace()
            and (mention.gender is None or mention.gender in _GENDERS)
            and (role is None or type(role) is str)
            and (organization is None or type(organization) is str)
        ):
            return False
        places.append((span.start, -span.end))
    return all(map(le, places, places[1:]))


def _all_fit(text: str, spans: list[Any]) -> bool:
    """Whether all spans are plain ones that hold the text at their offsets."""
    if not spans or {*map(type, spans)} != _SPAN:
        return not spans
    starts, ends, texts = [span.start for span in spans], [span.end for span in spans], [span.text for span in spans]
    return (
        {*map(type, starts), *map(type, ends)} == _INT
        and {*map(type, texts)} == _STR
        and min(starts) >= 0
        and max(ends) <= len(text)
        and all(map(le, starts, ends))
        and [text[a:b] for a, b in zip(starts, ends, strict=True)] == texts
    )


def _fits(text: str, span: Any) -> bool:
    """Whether a span holds the text at its offsets: the cheap test before the one that can say what is wrong."""
    if not isinstance(span, Span):
        return False
    start, end = span.start, span.end
    if not (type(start) is int and type(end) is int and type(span.text) is str):
        return False
    return 0 <= start <= end <= len(text) and text[start:end] == span.text


def _check_quote(text: str, quote: Quote, where: str) -> None:
    last = -1
    _check_tuple(quote.content, f"{where}.content")
    if not quote.content:
        raise LayerError(f"{where}.content is empty; a quotation has at least one span")
    for k, span in enumerate(quote.content):
        _check_span(text, span, f"{where}.content[{k}]")
        if span.start == span.end:
            raise LayerError(f"{where}.content[{k}] is empty at {span.start}")
        if span.start < last:
            raise LayerError(f"{where}.content[{k}] overlaps the fragment before it or comes out of order")
        last = span.end
    if not isinstance(quote.cue, Cue):
        raise LayerError(f"{where}.cue is {brief(quote.cue)}, not a Cue")
    _check_spans(text, quote.cue.spans, f"{where}.cue.spans")
    _check_text(quote.cue.lemma, f"{where}.cue.lemma")
    if quote.source is not None:
        _check_span(text, quote.source, f"{where}.source")
        if not len(quote.source):
            raise LayerError(f"{where}.source is empty at {quote.source.start}; where there is none, it is None")
    _check_text(quote.rule, f"{where}.rule")
    _check_truth(quote.continues, f"{where}.continues")
    _check_truth(quote.anaphoric, f"{where}.anaphoric")
    _check_word(quote.type, _QUOTE_TYPES, f"{where}.type")
    _check_word(quote.mode, _MODES, f"{where}.mode")
    _check_word(quote.stance, _STANCES, f"{where}.stance")
    _check_word(quote.layout, _LAYOUTS, f"{where}.layout")
    _check_probability(quote.detection_confidence, f"{where}.detection_confidence")
    _check_probability(quote.borders_confidence, f"{where}.borders_confidence")
    _check_editors(quote.edited_by, where)


def _check_speakers(text: str, items: tuple[Speaker, ...]) -> None:
    for i, speaker in enumerate(items):
        where = f"speakers[{i}]"
        if speaker.id != i or type(speaker.id) is not int:
            raise LayerError(f"{where}.id is {brief(speaker.id)}; a speaker's id must be its index")
        _check_name(speaker.name, f"{where}.name")
        _check_word(speaker.kind, _SPEAKER_KINDS, f"{where}.kind")
        _check_person(speaker, where)
        _check_text(speaker.kb_id, f"{where}.kb_id", optional=True)
        _check_spans(text, speaker.mentions, f"{where}.mentions")
        _check_tuple(speaker.members, f"{where}.members")
        for member in speaker.members:
            _check_index(member, len(items), f"{where}.members")
        if type(speaker.keys) is not frozenset:
            raise LayerError(f"{where}.keys is {brief(speaker.keys)}; it must be a frozenset of strings")
        if speaker.keys and set(map(type, speaker.keys)) != {str}:
            raise LayerError(f"{where}.keys holds what is no string: {brief(sorted(speaker.keys, key=repr))}")
        _check_editors(speaker.edited_by, where)


def _check_attributions(text: str, items: tuple[Attribution, ...], speakers: int) -> None:
    for i, attribution in enumerate(items):
        where = f"attributions[{i}]"
        _check_index(attribution.speaker, speakers, f"{where}.speaker", optional=True)
        _check_index(attribution.runner_up, speakers, f"{where}.runner_up", optional=True)
        _check_probability(attribution.confidence, f"{where}.confidence")
        if attribution.overall is not None:
            _check_probability(attribution.overall, f"{where}.overall")
        _check_editors(attribution.edited_by, where)
        _check_text(attribution.rule, f"{where}.rule")
        _check_tuple(attribution.media, f"{where}.media")
        for k, medium in enumerate(attribution.media):
            if not isinstance(medium, Medium):
                raise LayerError(f"{where}.media[{k}] is {brief(medium)}, not a Medium")
            _check_name(medium.name, f"{where}.media[{k}].name")
            _check_span(text, medium.span, f"{where}.media[{k}].span")


def _check_links(items: tuple[Link, ...], speakers: int) -> None:
    linked: set[int] = set()
    for i, link in enumerate(items):
        _check_index(link.speaker, speakers, f"links[{i}].speaker")
        _check_name(link.kb_id, f"links[{i}].kb_id")
        _check_text(link.name, f"links[{i}].name")
        if link.speaker in linked:
            raise LayerError(f"links[{i}].speaker is {link.speaker}, which has one: two links are for one speaker")
        linked.add(link.speaker)


def _check_person(item: Mention | Speaker, where: str) -> None:
    """What mentions and speakers say of a person."""
    if item.gender is not None:
        _check_word(item.gender, _GENDERS, f"{where}.gender")
    _check_text(item.role, f"{where}.role", optional=True)
    _check_text(item.organization, f"{where}.organization", optional=True)


def _check_index(value: Any, count: int, where: str, *, optional: bool = False) -> None:
    if value is None and optional:
        return
    if not (type(value) is int and 0 <= value < count):
        there = f"there are {count} speakers (ids 0 to {count - 1})" if count else "there are no speakers"
        raise LayerError(f"{where} is {brief(value)}, but {there}")


def _check_probability(value: Any, where: str) -> None:
    if not (isinstance(value, (int, float)) and not isinstance(value, bool) and 0.0 <= value <= 1.0):
        raise LayerError(f"{where} is {brief(value)}; it must be a probability from 0 to 1")


def _check_word(value: Any, allowed: tuple[str, ...], where: str) -> None:
    if type(value) is not str or value not in allowed:
        raise LayerError(f"{where} is {_what(value)}; it must be one of {', '.join(allowed)}")


def _check_text(value: Any, where: str, *, optional: bool = False) -> None:
    if not (type(value) is str or (optional and value is None)):
        raise LayerError(f"{where} is {_what(value)}; it must be a str{' or None' if optional else ''}")


def _check_name(value: Any, where: str) -> None:
    if type(value) is not str or not value.strip():
        raise LayerError(f"{where} is {_what(value)}; it must be a str with something in it")


def _what(value: Any) -> str:
    """The value; also its type, where it only looks like a str: one of another library may hold a whole page alive."""
    return (
        f"{brief(value)}, of the type {type(value).__name__}"
        if isinstance(value, str) and type(value) is not str
        else brief(value)
    )


def _check_truth(value: Any, where: str) -> None:
    if type(value) is not bool:
        raise LayerError(f"{where} is {brief(value)}; it must be True or False")


def _check_editors(value: Any, where: str) -> None:
    if value and (type(value) is not tuple or set(map(type, value)) != {str}):
        raise LayerError(f"{where}.edited_by is {brief(value)}; leave it alone: the pipeline fills it in")


def _check_tuple(value: Any, where: str) -> None:
    if not isinstance(value, tuple):
        raise LayerError(f"{where} is {brief(value)}; it must be a tuple")


def _check_spans(text: str, spans: Any, where: str) -> None:
    _check_tuple(spans, where)
    for k, span in enumerate(spans):
        _check_span(text, span, f"{where}[{k}]")


def _check_span(text: str, span: Any, where: str) -> None:
    if _fits(text, span):
        return
    if not isinstance(span, Span):
        raise LayerError(f"{where} is {brief(span)}, not a Span: make it with doc.span(start, end)")
    start, end = check_bounds(text, span.start, span.end, where)
    if text[start:end] != span.text:
        raise LayerError(f"{where} says {brief(span.text)}, but the text there is\n{_drawn(text, start, end)}")
    if type(span.text) is not str:
        raise LayerError(f"{where} has a text of the type {type(span.text).__name__}; make spans with doc.span(start, end)")
    kind = type(span.start if type(span.start) is not int else span.end).__name__
    raise LayerError(f"{where} has offsets of the type {kind}; make spans with doc.span(start, end), which gives ints")


def _drawn(text: str, start: int, end: int) -> str:
    """The span underlined in its line of the text."""
    left = max(text.rfind("\n", 0, start) + 1, start - 40)
    right = min(len(text), max(min(end, start + 80), start + 1) + 40)
    line = "".join(c if c.isprintable() else " " for c in text[left:right])
    return f"  {line}\n  {' ' * (start - left)}{'^' * max(1, min(end - start, 80))} [{start}, {end})"
