"""What notebook, report and terminal share: the text cut at every border of a quotation's parts, and a look a speaker."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

import attrs

from newsquotes.document import Document, Quote, Speaker
from newsquotes.errors import MissingLayerError
from newsquotes.spans import Span
from newsquotes.wording import gettext


@attrs.frozen
class Colour:
    """A colour of lines, its tints behind text on light and on dark pages, and the colour of text in a terminal."""

    line: str
    light: str
    dark: str
    terminal: str


PALETTE = (
    Colour("#0072b2", "#cfe5f5", "#0d3c5a", "#2f8fd3"),
    Colour("#e69f00", "#fbe6ba", "#5a4108", "#e69f00"),
    Colour("#009e73", "#c6ecdd", "#0a4837", "#009e73"),
    Colour("#cc79a7", "#f6dcea", "#5c3049", "#cc79a7"),
    Colour("#d55e00", "#fad5bd", "#622f0b", "#d55e00"),
    Colour("#56b4e9", "#dcf1fd", "#22506b", "#56b4e9"),
)
"""The colours of Okabe and Ito (2008), which colour-blind people can tell apart, without black and yellow."""

GREY = Colour("#85858d", "#e8e8eb", "#3d3e44", "#85858d")
"""The colour of quotations without a speaker."""

PATTERNS = ("solid", "dashed", "dotted")
"""Line styles: the seventh speaker has the colour of the first and dashed lines."""


@attrs.frozen
class Look:
    """How a speaker's quotations look: an index of ``PALETTE`` (``None``: grey) and one of ``PATTERNS``."""

    colour: int | None = None
    pattern: int = 0

    @property
    def key(self) -> str:
        """The colour's name in style sheets."""
        return "x" if self.colour is None else str(self.colour)

    @property
    def terminal(self) -> str:
        """The colour of text in a terminal."""
        return (GREY if self.colour is None else PALETTE[self.colour]).terminal


def look_at(rank: int) -> Look:
    """The look of the speaker at a place in a ranking, from 0; after eighteen the looks come again."""
    return Look(rank % len(PALETTE), rank // len(PALETTE) % len(PATTERNS))


@attrs.frozen
class Voice:
    """A speaker of a document (or nobody known), with the look and the quotations."""

    speaker: Speaker | None
    look: Look
    quotes: tuple[Quote, ...]

    @property
    def name(self) -> str:
        """The speaker's name."""
        return unknown() if self.speaker is None else self.speaker.name


@attrs.frozen
class Segment:
    """A stretch of text between two borders.

    ``content``, ``cue`` and ``source`` are ids of the quotations that have such a part here, the longest first;
    ``opens`` and ``closes`` are ids of those whose content has a fragment that starts or ends with this stretch.
    """

    span: Span
    content: tuple[int, ...] = ()
    cue: tuple[int, ...] = ()
    source: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


def unknown() -> str:
    """What stands in the place of a speaker who is not known."""
    return gettext("unknown speaker")


def speaker_of(quote: Quote) -> Speaker | None:
    """The speaker, or ``None`` where there is none or the speaker resolver has not run."""
    try:
        return quote.speaker
    except MissingLayerError:
        return None


def voices(doc: Document) -> tuple[Voice, ...]:
    """Those who speak in a document, the most quoted first, the quotations without a speaker last.

    >>> import newsquotes
    >>> doc = newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова. Он «далеко».")
    >>> [(voice.name, voice.look.colour) for voice in voices(doc)]
    [('Анна Белова', 0)]
    """
    said: dict[int | None, list[Quote]] = defaultdict(list)
    for quote in doc.quotes:
        speaker = speaker_of(quote)
        said[None if speaker is None else speaker.id].append(quote)
    ranked = sorted((id_ for id_ in said if id_ is not None), key=lambda id_: -len(said[id_]))
    found = [Voice(doc.speakers[id_], look_at(rank), tuple(said[id_])) for rank, id_ in enumerate(ranked)]
    return (*found, Voice(None, Look(), tuple(said[None]))) if None in said else tuple(found)


def looks(of: tuple[Voice, ...]) -> Mapping[int, Look]:
    """The look of each quotation, by its id."""
    return {quote.id: voice.look for voice in of for quote in voice.quotes}


def segments(doc: Document) -> Iterator[Segment]:
    """The whole text, cut wherever content, cue or source of a quotation starts or ends.

    >>> import newsquotes
    >>> doc = newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.")
    >>> [(segment.span.text, segment.content) for segment in segments(doc)][:3]
    [('«', ()), ('Мост откроют в мае', (0,)), ('», — ', ())]
    """
    size = {quote.id: sum(map(len, quote.content)) for quote in doc.quotes}
    starts: dict[int, list[tuple[str, int]]] = defaultdict(list)
    ends: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for quote in doc.quotes:
        for role, spans in (("content", quote.content), ("cue", quote.cue.spans), ("source", (quote.source,))):
            for span in spans:
                if span:
                    starts[span.start].append((role, quote.id))
                    ends[span.end].append((role, quote.id))

    def ordered(ids: Counter[int]) -> tuple[int, ...]:
        return tuple(sorted((id_ for id_, count in ids.items() if count > 0), key=lambda id_: (-size[id_], id_)))

    def contents(borders: list[tuple[str, int]]) -> tuple[int, ...]:
        return ordered(Counter(id_ for role, id_ in borders if role == "content"))

    open_: dict[str, Counter[int]] = {role: Counter() for role in ("content", "cue", "source")}
    for left, right in pairwise(sorted({0, len(doc.text), *starts, *ends})):
        for role, id_ in ends.get(left, ()):
            open_[role][id_] -= 1
            if not open_[role][id_]:
                del open_[role][id_]
        for role, id_ in starts.get(left, ()):
            open_[role][id_] += 1
        yield Segment(
            Span(left, right, doc.text[left:right]),
            **{role: ordered(ids) for role, ids in open_.items()},
            opens=contents(starts.get(left, [])),
            closes=contents(ends.get(right, [])),
        )
