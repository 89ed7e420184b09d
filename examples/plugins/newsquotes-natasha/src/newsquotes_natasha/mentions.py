"""People and organizations by natasha's NER."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from newsquotes import Document, Mention, Morph
from newsquotes.document import Gender, MentionKind
from newsquotes.russian.morphology import inflected

from newsquotes_natasha.models import entity_tags
from newsquotes_natasha.pieces import Range, sentences, short

_KINDS: dict[str, MentionKind] = {"PER": "person", "ORG": "organization"}
_GENDERS: dict[str | None, Gender] = {"Masc": "masc", "Fem": "femn"}


class MentionDetector:
    """Finds people and organizations; the model's places are left out."""

    def __call__(self, doc: Document) -> list[Mention]:
        [found] = self.many([doc])
        return found

    def many(self, docs: Sequence[Document]) -> Iterator[list[Mention]]:
        """The mentions of several documents, whose sentences go through the model together."""
        pieces = [list(short(sentences(doc))) for doc in docs]
        words = ([t.text for t in doc.tokens[a:b]] for doc, ranges in zip(docs, pieces, strict=True) for a, b in ranges)
        tagged = entity_tags(words)
        for doc, ranges in zip(docs, pieces, strict=True):
            found = entities(ranges, islice(tagged, len(ranges)))
            yield [_mention(doc, kind, first, last) for kind, first, last in found]


def entities(pieces: Sequence[Range], tagged: Iterable[Sequence[str]]) -> Iterator[tuple[str, int, int]]:
    """The entities that can speak: the model's type (``PER``, ``ORG``) and the token range."""
    for (first, _), tags in zip(pieces, tagged, strict=True):
        for kind, start, end in _runs(tags):
            if kind in _KINDS:
                yield kind, first + start, first + end


def _runs(tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The runs ``B-PER I-PER …`` of one sentence."""
    start = 0
    for i, tag in enumerate([*tags, "O"]):
        if i and not tag.startswith("I-") and tags[start] != "O":
            yield tags[start][2:], start, i
        if not tag.startswith("I-"):
            start = i


def _mention(doc: Document, kind: str, first: int, last: int) -> Mention:
    tokens, morphs = doc.tokens[first:last], doc.morphs[first:last]
    span = doc.span(tokens[0].start, tokens[-1].end)
    gender = _gender(morphs) if kind == "PER" else None
    name = _nominative(doc, (first, last), gender) if kind == "PER" else span.text
    head = doc.span(tokens[0].start, tokens[0].end)
    return Mention(span, _KINDS[kind], name, head, gender)


def _gender(morphs: Sequence[Morph]) -> Gender | None:
    """The gender of a person, by the first name or the patronymic: «Иванова» alone may be either."""
    readings = (m.best for m in morphs if m.best.get("NameType") in ("Giv", "Pat"))
    return next((_GENDERS[r.get("Gender")] for r in readings if r.get("Gender") in _GENDERS), None)


def _nominative(doc: Document, tokens: Range, gender: Gender | None) -> str:
    """A name with each word in the nominative, everything between the words as it stands."""
    text, position = [], doc.tokens[tokens[0]].start
    for token in doc.tokens[tokens[0] : tokens[1]]:
        word = inflected(token.text, "nomn", gender, plural=False, name=True) if token.text[-1:].isalpha() else None
        text += [doc.text[position : token.start], word or token.text]
        position = token.end
    return "".join(text)
