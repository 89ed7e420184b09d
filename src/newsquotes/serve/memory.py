"""What a server remembers: results in memory, for a while; corrections in a file, for good."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

import attrs

from newsquotes.corpus.dataset import write_whole
from newsquotes.corrections import Correction, correct, read_corrections
from newsquotes.document import Document
from newsquotes.formats.jsonlines import encoded
from newsquotes.formats.record import Record, from_record


@attrs.define
class Result:
    """The records of some texts, until they are forgotten."""

    records: list[Record]
    asked: float = attrs.field(factory=time.monotonic)

    @property
    def texts(self) -> frozenset[str]:
        """The hashes of its texts."""
        return frozenset(record["text_sha256"] for record in self.records)

    @property
    def size(self) -> int:
        """The characters that it holds."""
        return sum(len(record["text"]) for record in self.records)

    def documents(self) -> list[Document]:
        """Its documents, as they were found."""
        return [from_record(record) for record in self.records]


class Results:
    """Results by ids that cannot be guessed; the one asked for longest ago goes first."""

    def __init__(self, *, minutes: float = 120.0, most_characters: int = 200_000_000) -> None:
        self._seconds, self._most = minutes * 60, most_characters
        self._kept: OrderedDict[str, Result] = OrderedDict()

    def add(self, records: list[Record]) -> str:
        """Keep a result; gives its id."""
        self.forget_old()
        id_ = secrets.token_urlsafe(16)
        self._kept[id_] = Result(records)
        while len(self._kept) > 1 and sum(result.size for result in self._kept.values()) > self._most:
            self._kept.popitem(last=False)
        return id_

    def get(self, id_: str) -> Result | None:
        """The result, if it is not forgotten."""
        self.forget_old()
        result = self._kept.get(id_)
        if result is not None:
            result.asked = time.monotonic()
            self._kept.move_to_end(id_)
        return result

    def forget(self, id_: str) -> bool:
        """Forget a result; whether it was there."""
        return self._kept.pop(id_, None) is not None

    def forget_old(self) -> None:
        """Forget what nobody has asked for lately."""
        now = time.monotonic()
        for id_ in [id_ for id_, result in self._kept.items() if now - result.asked > self._seconds]:
            del self._kept[id_]


class Corrections:
    """A file of corrections of many texts. It holds offsets, names and hashes of texts, and no text."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._all = read_corrections(path) if path.exists() else []

    def of(self, texts: Iterable[str]) -> list[Correction]:
        """Those of some texts, by their hashes."""
        wanted = frozenset(texts)
        return [correction for correction in self._all if _concerns(correction, wanted)]

    def replace(self, texts: Iterable[str], corrections: Iterable[Correction]) -> None:
        """Put these in the place of what there is of these texts; it is on the disk when this comes back."""
        wanted = frozenset(texts)
        kept = [correction for correction in self._all if not _concerns(correction, wanted)]
        everything = [*kept, *corrections]
        write_whole(self.path, b"".join(encoded(c.to_record(), None) + b"\n" for c in everything))
        self._all = everything

    def applied(self, docs: list[Document]) -> list[Document]:
        """Documents as their corrections say; what fits none is passed over."""
        return list(correct(docs, self.of(doc.text_sha256 for doc in docs), report=lambda _: None))


def _concerns(correction: Correction, texts: frozenset[str]) -> bool:
    if correction.action == "merge":
        return any(text in texts for text in correction.documents)
    return correction.text_sha256 in texts
