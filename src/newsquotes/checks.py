"""The invariants of layers: types, bounds, order, and that every span holds the text of the document at its offsets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from newsquotes.annotations import (
    LAYERS,
    Attribution,
    Cue,
    Layout,
    Link,
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
from newsquotes.errors import LayerError
from newsquotes.spans import Span

Layers = Mapping[str, tuple[Any, ...]]
_MENTION_KINDS, _SPEAKER_KINDS, _QUOTE_TYPES, _MODES, _STANCES, _LAYOUTS = map(
    get_args, (MentionKind, SpeakerKind, QuoteType, Mode, Stance, Layout)
)


def check_layer(text: str, layers: Layers, layer: str, items: tuple[Any, ...]) -> None:
    """Raise :class:`LayerError` unless ``items`` can be that layer of a document with this text and these layers."""
    stage, kind = LAYERS[layer]
    if set(map(type, items)) - {kind}:
        for i, item in enumerate(items):
            if not isinstance(item, kind):
                raise LayerError(f"{layer}[{i}] is {item!r:.80}, but {stage} must give {kind.__name__} objects")
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


def check_bounds(text: str, start: int, end: int, where: str) -> None:
    """Raise :class:`LayerError` unless ``0 <= start <= end <= len(text)``."""
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text)):
        raise LayerError(f"{where} [{start!r}, {end!r}) lies outside the text of {len(text)} characters")


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
        if type(start) is not int or not (last <= start < end) or text[start:end] != span.text:
            _check_span(text, span, f"{layer}[{i}]")
            if start >= end:
                raise LayerError(f"{layer}[{i}] is empty: {span!r}")
            raise LayerError(f"{layer}[{i}] starts at {start}, before {last}, where the one before it ends")
        last = end


def _check_mentions(text: str, items: tuple[Mention, ...]) -> None:
    last = (-1, 0)
    for i, mention in enumerate(items):
        span, head = mention.span, mention.head
        if not (mention.kind in _MENTION_KINDS and _fits(text, span) and (head is span or _fits(text, head))):
            _check_span(text, span, f"mentions[{i}].span")
            _check_span(text, head, f"mentions[{i}].head")
            _check_word(mention.kind, _MENTION_KINDS, f"mentions[{i}].kind")
        place = (span.start, -span.end)
        if place < last:
            raise LayerError(f"mentions[{i}] comes out of order: mentions go by start, the longer first")
        last = place


def _fits(text: str, span: Any) -> bool:
    """Whether a span holds the text at its offsets: the cheap test before the one that can say what is wrong."""
    if not isinstance(span, Span):
        return False
    start, end = span.start, span.end
    return type(start) is int and type(end) is int and 0 <= start <= end <= len(text) and text[start:end] == span.text


def _check_quote(text: str, quote: Quote, where: str) -> None:
    last = -1
    for k, span in enumerate(quote.content):
        _check_span(text, span, f"{where}.content[{k}]")
        if span.start == span.end:
            raise LayerError(f"{where}.content[{k}] is empty at {span.start}")
        if span.start < last:
            raise LayerError(f"{where}.content[{k}] overlaps the fragment before it or comes out of order")
        last = span.end
    if not isinstance(quote.cue, Cue):
        raise LayerError(f"{where}.cue is {quote.cue!r:.80}, not a Cue")
    _check_spans(text, quote.cue.spans, f"{where}.cue")
    if quote.source is not None:
        _check_span(text, quote.source, f"{where}.source")
    _check_word(quote.type, _QUOTE_TYPES, f"{where}.type")
    _check_word(quote.mode, _MODES, f"{where}.mode")
    _check_word(quote.stance, _STANCES, f"{where}.stance")
    _check_word(quote.layout, _LAYOUTS, f"{where}.layout")
    _check_probability(quote.detection_confidence, f"{where}.detection_confidence")


def _check_speakers(text: str, items: tuple[Speaker, ...]) -> None:
    for i, speaker in enumerate(items):
        if speaker.id != i:
            raise LayerError(f"speakers[{i}].id is {speaker.id!r}; a speaker's id must be its index")
        _check_word(speaker.kind, _SPEAKER_KINDS, f"speakers[{i}].kind")
        _check_spans(text, speaker.mentions, f"speakers[{i}].mentions")
        for member in speaker.members:
            _check_index(member, len(items), f"speakers[{i}].members")


def _check_attributions(text: str, items: tuple[Attribution, ...], speakers: int) -> None:
    for i, attribution in enumerate(items):
        _check_index(attribution.speaker, speakers, f"attributions[{i}].speaker")
        _check_index(attribution.runner_up, speakers, f"attributions[{i}].runner_up")
        _check_probability(attribution.confidence, f"attributions[{i}].confidence")
        _check_spans(text, (medium.span for medium in attribution.media), f"attributions[{i}].media")


def _check_links(items: tuple[Link, ...], speakers: int) -> None:
    for i, link in enumerate(items):
        _check_index(link.speaker, speakers, f"links[{i}].speaker")


def _check_index(index: int | None, count: int, where: str) -> None:
    if index is not None and not (isinstance(index, int) and 0 <= index < count):
        there = f"there are {count} speakers (ids 0 to {count - 1})" if count else "there are no speakers"
        raise LayerError(f"{where} is {index!r}, but {there}")


def _check_probability(value: float, where: str) -> None:
    if not (isinstance(value, (int, float)) and 0.0 <= value <= 1.0):
        raise LayerError(f"{where} is {value!r}; it must be a probability from 0 to 1")


def _check_word(value: str, allowed: tuple[str, ...], where: str) -> None:
    if value not in allowed:
        raise LayerError(f"{where} is {value!r}; it must be one of {', '.join(allowed)}")


def _check_spans(text: str, spans: Iterable[Span], where: str) -> None:
    for k, span in enumerate(spans):
        _check_span(text, span, f"{where}[{k}]")


def _check_span(text: str, span: Span, where: str) -> None:
    if _fits(text, span):
        return
    if not isinstance(span, Span):
        raise LayerError(f"{where} is {span!r:.80}, not a Span: make it with doc.span(start, end)")
    start, end = span.start, span.end
    check_bounds(text, start, end, where)
    if text[start:end] != span.text:
        raise LayerError(f"{where} says {span.text!r}, but the text there is\n{_drawn(text, start, end)}")


def _drawn(text: str, start: int, end: int) -> str:
    """The span underlined in its line of the text."""
    left = max(text.rfind("\n", 0, start) + 1, start - 40)
    right = min(len(text), max(min(end, start + 80), start + 1) + 40)
    line = "".join(c if c.isprintable() else " " for c in text[left:right])
    return f"  {line}\n  {' ' * (start - left)}{'^' * max(1, min(end - start, 80))} [{start}, {end})"
