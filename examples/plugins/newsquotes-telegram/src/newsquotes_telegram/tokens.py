"""Tokens of posts: what is no word stays whole, and no letter sticks to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import attrs
from newsquotes import Document, Token

# An emoji with its skin colour, variation selector and what is joined to it; a flag; a digit in a key.
_SIGN = r"[\u203c\u2049\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]"
_EMOJI = rf"(?:{_SIGN}[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*\u200d?)+|\d\ufe0f?\u20e3"
WHOLE = re.compile(
    r"(?:https?://|\bt\.me/|\bwww\.)[^\s<>«»\"]*[^\s<>«»\".,;:!?)\]…]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\w)[@#]\w+"
    rf"|{_EMOJI}"
)
EMOJI = re.compile(_EMOJI)


@attrs.frozen
class PostTokenizer:
    """The tokens of another tokenizer, cut so that addresses, @names, #tags and emoji are tokens of their own."""

    inner: Callable[[Document], Iterable[Token]]

    def __call__(self, doc: Document) -> Iterator[Token]:
        wholes = [match.span() for match in WHOLE.finditer(doc.text)]
        at = 0
        for token in self.inner(doc):
            start = token.start
            while at < len(wholes) and wholes[at][0] < token.end:
                first, last = wholes[at]
                if start < first:
                    yield _token(doc, start, first)
                if first >= token.start:  # else it began in an earlier token, which gave it
                    yield _token(doc, first, last)
                start = max(start, last)
                if last > token.end:
                    break
                at += 1
            if start < token.end:
                yield _token(doc, start, token.end)


def _token(doc: Document, start: int, end: int) -> Token:
    return Token(start, end, doc.text[start:end])
