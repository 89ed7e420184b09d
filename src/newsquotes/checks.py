"""The invariants of layers: types, bounds, order, and that every span holds the text of the document at its offsets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
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
from newsquotes.tokens import Sentence, Token
from newsquotes.value_checks import (
    check_editors,
    check_index,
    check_name,
    check_number,
    check_probability,
    check_text,
    check_truth,
    check_tuple,
    check_word,
    drawn,
)
from newsquotes.wording import gettext

Layers = Mapping[str, Sequence[Any]]
_MENTION_KINDS, _SPEAKER_KINDS, _QUOTE_TYPES, _MODES, _STANCES, _LAYOUTS, _GENDERS = map(
    get_args, (MentionKind, SpeakerKind, QuoteType, Mode, Stance, Layout, Gender)
)

_INT, _STR, _SPAN, _PARTS = {int}, {str}, {Span}, {Token, Sentence}


def check_layer(text: str, layers: Layers, layer: str, items: tuple[Any, ...]) -> None:
    """Raise :class:`LayerError` unless ``items`` can be that layer of a document with this text and these layers."""
    stage, kind = LAYERS[layer]
    if set(map(type, items)) - {kind}:
        for i, item in enumerate(items):
            if not isinstance(item, kind):
                raise LayerError(
                    gettext(
                        "{layer}[{i}] is {item}, but {stage} must give {name} objects",
                        layer=layer,
                        i=i,
                        item=brief(item),
                        stage=stage,
                        name=kind.__name__,
                    )
                )
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
        raise LayerError(
            gettext(
                "{where} has the offset {value}, of the type {type}; offsets are ints",
                where=where,
                value=brief(value),
                type=type(value).__name__,
            )
        ) from None


def _layer(layers: Layers, name: str) -> Sequence[Any]:
    if name not in layers:
        raise missing(name)
    return layers[name]


def _check_count(items: Sequence[Any], others: Sequence[Any], what: str, unit: str, stage: str) -> None:
    if len(items) != len(others):
        raise LayerError(
            gettext(
                "{stage} gave {number} {what} for {number_2} {unit}s; it must give one a {unit}",
                stage=stage,
                number=len(items),
                what=what,
                number_2=len(others),
                unit=unit,
            )
        )


def _check_partition(text: str, layer: str, items: tuple[Span, ...]) -> None:
    starts, ends = [span.start for span in items[1:]], [span.end for span in items[:-1]]
    if _all_fit(text, items, _PARTS) and "" not in [span.text for span in items] and all(map(le, ends, starts)):
        return  # the quick test; what is wrong is found out below
    last = 0
    for i, span in enumerate(items):
        start, end = span.start, span.end
        if type(start) is not int or type(end) is not int or not (last <= start < end) or text[start:end] != span.text:
            _check_span(text, span, f"{layer}[{i}]")
            if start >= end:
                raise LayerError(gettext("{layer}[{i}] is empty: {span!r}", layer=layer, i=i, span=span))
            raise LayerError(
                gettext(
                    "{layer}[{i}] starts at {start}, before {last}, where the one before it ends",
                    layer=layer,
                    i=i,
                    start=start,
                    last=last,
                )
            )
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
            check_word(mention.kind, _MENTION_KINDS, f"mentions[{i}].kind")
        if head is not span and not span.contains(head):
            raise LayerError(
                gettext(
                    "mentions[{i}].head {text} is not among the words of its span {text_2}",
                    i=i,
                    text=brief(head.text),
                    text_2=brief(span.text),
                )
            )
        check_name(mention.name, f"mentions[{i}].name")
        check_truth(mention.plural, f"mentions[{i}].plural")
        _check_person(mention, f"mentions[{i}]")
        place = (span.start, -span.end)
        if place < last:
            raise LayerError(gettext("mentions[{i}] comes out of order: mentions go by start, the longer first", i=i))
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


def _all_fit(text: str, spans: Sequence[Any], kinds: AbstractSet[type] = _SPAN) -> bool:
    """Whether all spans are plain ones that hold the text at their offsets."""
    if not spans or not {*map(type, spans)} <= kinds:
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
    check_number(quote.id, f"{where}.id")
    check_tuple(quote.content, f"{where}.content")
    if not quote.content:
        raise LayerError(gettext("{where}.content is empty; a quotation has at least one span", where=where))
    for k, span in enumerate(quote.content):
        _check_span(text, span, f"{where}.content[{k}]")
        if span.start == span.end:
            raise LayerError(gettext("{where}.content[{k}] is empty at {start}", where=where, k=k, start=span.start))
        if span.start < last:
            raise LayerError(
                gettext("{where}.content[{k}] overlaps the fragment before it or comes out of order", where=where, k=k)
            )
        last = span.end
    if not isinstance(quote.cue, Cue):
        raise LayerError(gettext("{where}.cue is {cue}, not a Cue", where=where, cue=brief(quote.cue)))
    _check_spans(text, quote.cue.spans, f"{where}.cue.spans")
    check_text(quote.cue.lemma, f"{where}.cue.lemma")
    if quote.source is not None:
        _check_span(text, quote.source, f"{where}.source")
        if not len(quote.source):
            raise LayerError(
                gettext(
                    "{where}.source is empty at {start}; where there is none, it is None",
                    where=where,
                    start=quote.source.start,
                )
            )
    check_text(quote.rule, f"{where}.rule")
    check_truth(quote.continues, f"{where}.continues")
    check_truth(quote.anaphoric, f"{where}.anaphoric")
    check_word(quote.type, _QUOTE_TYPES, f"{where}.type")
    check_word(quote.mode, _MODES, f"{where}.mode")
    check_word(quote.stance, _STANCES, f"{where}.stance")
    check_word(quote.layout, _LAYOUTS, f"{where}.layout")
    check_probability(quote.detection_confidence, f"{where}.detection_confidence")
    check_probability(quote.borders_confidence, f"{where}.borders_confidence")
    check_editors(quote.edited_by, where)


def _check_speakers(text: str, items: tuple[Speaker, ...]) -> None:
    for i, speaker in enumerate(items):
        where = f"speakers[{i}]"
        if speaker.id != i or type(speaker.id) is not int:
            raise LayerError(
                gettext("{where}.id is {id}; a speaker's id must be its index", where=where, id=brief(speaker.id))
            )
        check_name(speaker.name, f"{where}.name")
        check_word(speaker.kind, _SPEAKER_KINDS, f"{where}.kind")
        _check_person(speaker, where)
        check_text(speaker.kb_id, f"{where}.kb_id", optional=True)
        _check_spans(text, speaker.mentions, f"{where}.mentions")
        check_tuple(speaker.members, f"{where}.members")
        for member in speaker.members:
            check_index(member, len(items), f"{where}.members")
        if type(speaker.keys) is not frozenset:
            raise LayerError(
                gettext("{where}.keys is {keys}; it must be a frozenset of strings", where=where, keys=brief(speaker.keys))
            )
        if speaker.keys and set(map(type, speaker.keys)) != {str}:
            raise LayerError(
                gettext(
                    "{where}.keys holds what is no string: {sorted}",
                    where=where,
                    sorted=brief(sorted(speaker.keys, key=repr)),
                )
            )
        check_editors(speaker.edited_by, where)


def _check_attributions(text: str, items: tuple[Attribution, ...], speakers: int) -> None:
    for i, attribution in enumerate(items):
        where = f"attributions[{i}]"
        check_index(attribution.speaker, speakers, f"{where}.speaker", optional=True)
        check_index(attribution.runner_up, speakers, f"{where}.runner_up", optional=True)
        check_probability(attribution.confidence, f"{where}.confidence")
        if attribution.overall is not None:
            check_probability(attribution.overall, f"{where}.overall")
        check_editors(attribution.edited_by, where)
        check_text(attribution.rule, f"{where}.rule")
        check_tuple(attribution.media, f"{where}.media")
        for k, medium in enumerate(attribution.media):
            if not isinstance(medium, Medium):
                raise LayerError(
                    gettext("{where}.media[{k}] is {medium}, not a Medium", where=where, k=k, medium=brief(medium))
                )
            check_name(medium.name, f"{where}.media[{k}].name")
            _check_span(text, medium.span, f"{where}.media[{k}].span")


def _check_links(items: tuple[Link, ...], speakers: int) -> None:
    linked: set[int] = set()
    for i, link in enumerate(items):
        check_index(link.speaker, speakers, f"links[{i}].speaker")
        check_name(link.kb_id, f"links[{i}].kb_id")
        check_text(link.name, f"links[{i}].name")
        if link.speaker in linked:
            raise LayerError(
                gettext(
                    "links[{i}].speaker is {speaker}, which has one: two links are for one speaker",
                    i=i,
                    speaker=link.speaker,
                )
            )
        linked.add(link.speaker)


def _check_person(item: Mention | Speaker, where: str) -> None:
    """What mentions and speakers say of a person."""
    if item.gender is not None:
        check_word(item.gender, _GENDERS, f"{where}.gender")
    check_text(item.role, f"{where}.role", optional=True)
    check_text(item.organization, f"{where}.organization", optional=True)


def _check_spans(text: str, spans: Any, where: str) -> None:
    check_tuple(spans, where)
    for k, span in enumerate(spans):
        _check_span(text, span, f"{where}[{k}]")


def _check_span(text: str, span: Any, where: str) -> None:
    if _fits(text, span):
        return
    if not isinstance(span, Span):
        raise LayerError(
            gettext("{where} is {span}, not a Span: make it with doc.span(start, end)", where=where, span=brief(span))
        )
    start, end = check_bounds(text, span.start, span.end, where)
    if text[start:end] != span.text:
        raise LayerError(
            gettext(
                "{where} says {text}, but the text there is\n{drawn}",
                where=where,
                text=brief(span.text),
                drawn=drawn(text, start, end),
            )
        )
    if type(span.text) is not str:
        raise LayerError(
            gettext(
                "{where} has a text of the type {type}; make spans with doc.span(start, end)",
                where=where,
                type=type(span.text).__name__,
            )
        )
    kind = type(span.start if type(span.start) is not int else span.end).__name__
    raise LayerError(
        gettext(
            "{where} has offsets of the type {kind}; make spans with doc.span(start, end), which gives ints",
            where=where,
            kind=kind,
        )
    )
