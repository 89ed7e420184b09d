"""Direct speech whose opening mark is lost: what tells whether it goes on into the sentence before.

«Работы начаты. Мы идём по плану, — отметил X.» Where the speech begins is to be told from the sentences: whether they speak
in the first person, name the speaker, report what others say; what words they open with; where paragraphs break.
Marked quotations whose marks are hidden are what it is learned from (:mod:`newsquotes.russian.training.hidden_marks`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from newsquotes.russian.quotes.edges import Edges, tense
from newsquotes.russian.quotes.own_words import JUDGING, LIVELY, SECOND
from newsquotes.russian.reading.forms import FINITE, NOUN, PERSON_NAME, QUOTE_MARKS, SURNAME
from newsquotes.russian.reading.phrases import Phrase


class SentenceFacts(NamedTuple):
    """What a sentence shows of whether somebody speaks in it."""

    first_person: int
    second_person: bool
    past: bool
    present: bool
    cue: bool
    names: int
    marks: bool
    paragraph_ends: bool
    opener: str
    end: str
    lively: bool
    judging: bool
    length: int


def sentence_facts(edges: Edges, n: int) -> SentenceFacts:
    """What sentence ``n`` shows of whether somebody speaks in it; read once."""
    known: dict[int, SentenceFacts] = edges.view.once("speech in sentences", lambda _: {})
    facts = known.get(n)
    if facts is None:
        facts = known[n] = _read(edges, n)
    return facts


def _read(edges: Edges, n: int) -> SentenceFacts:
    view = edges.view
    first, last = view.sentences[n]
    words = view.words[first : min(last, first + 60)]
    finite = [w for w in words if w.flags & FINITE and not w.flags & NOUN]
    tenses = [tense(w.low) for w in finite]
    lows = [w.low for w in words]
    start, _ = edges.bounds[n]
    count = last - first
    return SentenceFacts(
        first_person=min(2, edges.first_person_before[last] - edges.first_person_before[first]),
        second_person=not SECOND.isdisjoint(lows),
        past="past" in tenses,
        present="present" in tenses,
        cue=any(w.cue is not None and w.cue.reliability >= 0.5 and w.subject for w in finite),
        names=min(2, len([w for w in words if w.title and w.flags & PERSON_NAME])),
        marks=not QUOTE_MARKS.isdisjoint([w.text for w in words]),
        paragraph_ends=last < view.size and view.paragraph_of[last] != view.paragraph_of[first],
        opener=edges.kinds[start] if start < edges.size else "",
        end=view.words[last - 1].text[0],
        lively=not LIVELY.isdisjoint(lows),
        judging=not JUDGING.isdisjoint(lows),
        length=0 if count < 6 else 1 if count < 14 else 2 if count < 30 else 3,
    )


def mentions(edges: Edges, n: int, source: Phrase | None) -> bool:
    """Whether sentence ``n`` names the source: who speaks does not call himself by name."""
    if source is None:
        return False
    view = edges.view
    first, last = view.sentences[n]
    lemmas = _naming_lemmas(view.words[source.start : source.end]) or {view.words[source.head].lemma}
    return not lemmas.isdisjoint([w.lemma for w in view.words[first : min(last, first + 60)]])


def _naming_lemmas(words: Sequence[object]) -> set[str]:
    return {w.lemma for w in words if w.flags & SURNAME and w.title}  # type: ignore[attr-defined]
