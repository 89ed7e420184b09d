"""What formats for annotators have in common: offsets that may be counted otherwise, and records put together anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from newsquotes._version import __version__
from newsquotes.document import Document
from newsquotes.errors import RecordError
from newsquotes.formats.record import CONFIDENCES, SCHEMA, Record, from_record
from newsquotes.wording import gettext

Pair = tuple[int, int]

BY_HAND = "by hand"
"""The rule of quotations and speakers that somebody has set."""


def fitted(text: str, start: Any, end: Any, words: str | None, prefix: str = "", suffix: str = "") -> Pair:
    """The span ``[start, end)`` in code points, if ``words`` stand there.

    If they do not, the offsets may count UTF-16 units, as JavaScript does, or be those of another version of the text: then
    the one place is taken where the words stand (between ``prefix`` and ``suffix``). White space may differ. Raises
    :class:`RecordError` where there is no such place, or more than one.

    >>> fitted("🌉 Мост", 3, 7, "Мост"), fitted("🌉 Мост", 9, 13, "Мост")
    ((2, 6), (2, 6))
    """
    if not (isinstance(start, int) and isinstance(end, int)):
        raise RecordError(gettext("offsets must be whole numbers, not {start!r} and {end!r}", start=start, end=end))
    if words is None or _same(text[start:end], words):
        if 0 <= start < end <= len(text):
            return start, end
        raise RecordError(
            gettext(
                "the span [{start}, {end}) lies outside the text of {text} characters, or is empty",
                start=start,
                end=end,
                text=len(text),
            )
        )
    from_utf16 = _code_point(text, start), _code_point(text, end)
    if _same(text[slice(*from_utf16)], words):
        return from_utf16
    around = text.find(prefix + words + suffix) if words else -1
    if around >= 0 and text.find(prefix + words + suffix, around + 1) < 0:
        return around + len(prefix), around + len(prefix) + len(words)
    raise RecordError(
        gettext(
            "at [{start}, {end}) the text has {text!r:.60}, not {words!r:.60}",
            start=start,
            end=end,
            text=text[max(0, start) : end],
            words=words,
        )
    )


def _same(found: str, words: str) -> bool:
    return found == words or found.split() == words.replace("\\n", "\n").split() != []


def _code_point(text: str, units: int) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, units)].decode("utf-16-le", "ignore"))


def spans(pairs: Iterable[Pair]) -> list[Record]:
    """Spans as records hold them."""
    return [{"start": start, "end": end} for start, end in sorted(pairs)]


class Draft:
    """A document that is being put together: its head, its speakers, its quotations."""

    def __init__(self, text: str, head: Mapping[str, Any]) -> None:
        self.text = text
        self._head = head
        self.speakers: list[Record] = [dict(speaker) for speaker in head.get("speakers", ())]
        self._quotes: list[Record] = []

    def speaker(self, name: str, kind: str | None = None) -> int:
        """The id of the first speaker of that name, who is added where there is none."""
        for speaker in self.speakers:
            if speaker["name"] == name:
                return int(speaker["id"])
        details = dict.fromkeys(("gender", "role", "organization", "kb_id"))
        new: Record = {
            "id": len(self.speakers),
            "name": name,
            "kind": kind or "unknown",
            **details,
            "members": [],
            "mentions": [],
        }
        self.speakers.append(new)
        return len(self.speakers) - 1

    def add(
        self,
        content: Iterable[Pair],
        cue: Iterable[Record] = (),
        source: Pair | None = None,
        speaker: int | None = None,
        media: Iterable[Record] = (),
        **details: Any,
    ) -> None:
        """Add a quotation; what ``details`` do not say is as for one that was set by hand, and so is certain."""
        self._quotes.append(
            {
                "id": details.get("id"),
                "content": spans(content),
                "cue": list(cue),
                "source": None if source is None else {"start": source[0], "end": source[1]},
                "speaker": None if speaker is None else {"id": speaker},
                "media": list(media),
                "type": details.get("type") or "direct",
                "stance": details.get("stance") or "asserted",
                "mode": details.get("mode") or "speech",
                **({"confidence": details["confidence"]} if "confidence" in details else {}),
                "detection_confidence": details.get("detection_confidence", 1.0),
                "borders_confidence": details.get("borders_confidence", 1.0),
                "speaker_confidence": details.get("speaker_confidence", 1.0),
                "runner_up": None if details.get("runner_up") is None else {"id": details["runner_up"]},
                "rules": details.get("rules") or {"quote": BY_HAND, "speaker": BY_HAND},
            }
        )

    def document(self) -> Document:
        """The document; raises :class:`RecordError` where its parts do not fit together."""
        taken = set()
        for quote in self._quotes:  # what was set by hand, or set twice, gets an id that no layer speaks of
            if not isinstance(quote["id"], int) or quote["id"] in taken:
                quote["id"] = None
            taken.add(quote["id"])
        free = count(1 + max((id_ for id_ in taken if id_ is not None), default=-1))
        quotes = [{**quote, "id": next(free) if quote["id"] is None else quote["id"]} for quote in self._quotes]
        record = {
            "schema": SCHEMA,
            "newsquotes": __version__,
            "pipeline": self._head.get("pipeline") or "",
            "extractors": self._head.get("extractors") or {},
            "id": self._head.get("id") or "",
            "text_sha256": Document(self.text).text_sha256,
            "meta": dict(self._head.get("meta") or {}),
            "speakers": self.speakers,
            "quotes": quotes,
            "extra": self._head.get("extra") or {},
            "faults": self._head.get("faults") or (),
        }
        return from_record(record, self.text)


def untouched(details: Mapping[str, Any], *, corrected: bool) -> Record:
    """What was known of a quotation, less what does not hold any more where somebody has corrected its borders or speaker.

    Who corrects the one has read the other: the quotation is certain then, with the rule ``by hand``.
    """
    return {key: value for key, value in details.items() if not corrected or key not in (*CONFIDENCES, "rules", "runner_up")}


_HEAD = ("id", "pipeline", "extractors", "meta", "text_sha256", "speakers", "extra", "faults")


def head_of(record: Mapping[str, Any]) -> Record:
    """What a record says of its document and its speakers, without quotations and text."""
    return {key: record[key] for key in _HEAD if key in record}


def details_of(quote: Mapping[str, Any]) -> Record:
    """What a record says of a quotation besides its spans and its type, as annotators do not see it."""
    lemma = quote["cue"][0]["lemma"] if quote["cue"] else ""
    return {
        **({"cue_lemma": lemma} if lemma else {}),
        **({"runner_up": quote["runner_up"]["id"]} if quote["runner_up"] else {}),
        **({"media": [medium["name"] for medium in quote["media"]]} if quote["media"] else {}),
        "confidence": quote["confidence"],
        "detection_confidence": quote["detection_confidence"],
        "borders_confidence": quote["borders_confidence"],
        "speaker_confidence": quote["speaker_confidence"],
        "rules": quote["rules"],
        "id": quote["id"],
    }
