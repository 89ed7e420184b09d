"""Alignment: words that a model gives, found verbatim in the text, or not at all."""

from __future__ import annotations

import re

from newsquotes import Document, Span

_SPACE = re.compile(r"\s+")
_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "—", "−": "—", "‑": "-"})


class Aligner:
    """Finds words in a text; only the kind of white space, quote marks and dashes may differ, which models change."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        folded: list[str] = []
        self._offsets: list[int] = []
        for i, character in enumerate(doc.text.translate(_MARKS)):
            if character.isspace():
                if folded and folded[-1] == " ":
                    continue
                character = " "
            folded.append(character)
            self._offsets.append(i)
        self._folded = "".join(folded)

    def find(self, words: object, near: int = 0) -> Span | None:
        """Where the words stand: the first place from ``near`` on, else the first of all; nothing where they do not."""
        if not isinstance(words, str):
            return None
        wanted = _SPACE.sub(" ", words.translate(_MARKS)).strip()
        if not any(map(str.isalnum, wanted)):
            return None
        at = self._folded.find(wanted, self._position(near))
        at = self._folded.find(wanted) if at < 0 else at
        if at < 0:
            return None
        end = at + len(wanted)
        inside = lambda i: 0 <= i < len(self._folded) and self._folded[i].isalnum()  # noqa: E731
        if (inside(at - 1) and wanted[0].isalnum()) or (inside(end) and wanted[-1].isalnum()):
            return None  # half a word
        return self._doc.span(self._offsets[at], self._offsets[end - 1] + 1)

    def _position(self, offset: int) -> int:
        low, high = 0, len(self._offsets)
        while low < high:
            middle = (low + high) // 2
            if self._offsets[middle] < offset:
                low = middle + 1
            else:
                high = middle
        return low
