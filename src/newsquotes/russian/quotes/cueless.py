"""Quotations without a cue: headlines, blocks after a colon, interviews, continuations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from newsquotes.russian.quotes.dash_speech import is_listed, subject_of
from newsquotes.russian.quotes.fragments import opens_sentence, paragraph_fragments, speaks, titled
from newsquotes.russian.quotes.headlines import headlines
from newsquotes.russian.quotes.labels import labelled
from newsquotes.russian.quotes.own_words import is_own, own_paragraphs
from newsquotes.russian.quotes.proposal import Proposal, Trait, is_speech
from newsquotes.russian.quotes.signatures import signed
from newsquotes.russian.quotes.situation import Rest
from newsquotes.russian.quotes.turns import after_dashes
from newsquotes.russian.reading.clauses import (
    QUESTION_WORDS,
    has_verb,
)
from newsquotes.russian.reading.forms import DASHES, NOM, TERMINALS
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View

_ON = frozenset(("о", "об", "обо", "про"))
_OPENING = 30  # words of a paragraph that are looked at


def interview(rest: Rest) -> Iterator[Proposal]:
    """Turns after labels, and after dashes."""
    yield from labelled(rest.view)
    yield from after_dashes(rest.view, rest.found)


def signatures(rest: Rest) -> Iterator[Proposal]:
    """Words with the name of who said them below or behind."""
    yield from signed(rest.view, rest.claimed)


def blocks(rest: Rest) -> Iterator[Proposal]:
    """A paragraph after one that ends with a colon, and marked sentences after a colon: words said, cue or no cue."""
    view, words = rest.view, rest.view.words
    starts = {c.content[0][0] for c in rest.found if c.content}
    turns = {view.paragraph_of[c.content[0][0]] for c in rest.found if CUELESS_TRAITS.get(c.rule, Trait.NONE) & Trait.TURN}
    for p, (first, last) in enumerate(view.paragraphs):
        if words[last - 1].text != ":" or last - first < 2 or p + 1 >= len(view.paragraphs):
            continue
        a, b = view.paragraphs[p + 1]
        q = next(iter(view.opening.get(a, ())), None)
        begin = q.first if q is not None else a
        if (
            begin in starts
            or a in starts
            or p + 1 in turns
            or b - a < 5
            or not has_verb(view, a, b)
            or words[b - 1].text == ":"
            or is_listed(view, p + 1)
        ):
            continue
        named = titled(view, first, last - 1)
        if q is None and named is None and (p == 0 or words[first].low in QUESTION_WORDS):
            continue  # a headline, «Что известно о взрыве:», and the news follow
        source = named or _last_person(rest, view.sentence_of[last - 1])
        if q is None and source is not None and source.name is not None:
            named_by = {words[k].lemma for k in range(*source.name) if words[k].title}
            if any(w.title and w.lemma in named_by for w in words[a : min(b, a + _OPENING)]):
                continue  # who speaks does not call himself by name: «Ильин встретился с Рейном:» and the news follow
        content = paragraph_fragments(view, [(q.first, q.last)]) if q is not None else [(a, b), *own_paragraphs(view, p + 1)]
        yield Proposal("block", content, None, source, "direct", q, (q.first,) if q is not None else ())
    for q in [q for q in view.quoted if is_speech(view, q)]:
        if (
            q.first in rest.claimed
            or q.depth
            or q.open < 2
            or words[q.open - 1].text != ":"
            or not words[q.first].title
            or q.close < 0
        ):
            continue
        if q.first in starts or q.open - 1 == view.sentences[view.sentence_of[q.open]][0]:
            continue
        yield Proposal(
            "after-colon",
            paragraph_fragments(view, [(q.first, q.last)]),
            None,
            titled(view, view.sentences[view.sentence_of[q.open - 1]][0], q.open - 1)
            or _on_a_topic(view, view.sentences[view.sentence_of[q.open - 1]][0], q.open - 1)
            or _last_person(rest, view.sentence_of[q.open - 1]),
            "direct",
            q,
            (q.first,),
        )


def _on_a_topic(view: View, first: int, colon: int) -> Phrase | None:
    """«Арчил Гоберидзе о сезоне: «…»», «Мэр Белов — о ремонте: «…»»: who speaks of a topic."""
    source = phrase_at(view, first, colon, NOM)
    if source is None or not speaks(view, source):
        return None
    after = source.end + (view.words[source.end].text in DASHES)
    return source if after + 1 < colon and view.words[after].low in _ON else None


def _last_person(rest: Rest, n: int) -> Phrase | None:
    """The subject of a sentence that introduces words without a cue: «Иванов не спешит: «…»»."""
    first, last = rest.view.sentences[n]
    for c in rest.found:
        if c.cue is not None and c.cue.entry.kind == "preposition" and first <= c.cue.main < last:
            return c.source  # «По мнению X, A: «B»»
    return subject_of(rest.view, n)


def orphans(rest: Rest) -> Iterator[Proposal]:
    """Marked sentences that no cue claims: they go on with the running speaker."""
    view, words = rest.view, rest.view.words
    candidates = [q for q in view.quoted if _stands_alone(view, q) and q.first not in rest.claimed]
    if not candidates:
        return
    covered = _covered(rest)
    direct = {view.sentence_of[c.cue.main] for c in rest.found if c.cue is not None and c.type == "direct"}
    said = {view.sentence_of[c.cue.main] for c in rest.found if c.cue is not None}
    for q in candidates:
        n = view.sentence_of[q.open]
        in_line = view.paragraphs[view.paragraph_of[q.open]][0] < q.open and words[q.open - 1].text in TERMINALS
        goes_on = (in_line and (n in direct or n - 1 in direct)) or (n - 1 in said and is_own(view, q.first, q.last))
        if not goes_on and (q.last - q.first < 4 or not is_speech(view, q)):
            continue
        if 2 * (covered[q.last] - covered[q.first]) <= q.last - q.first:
            content = paragraph_fragments(view, [(q.first, q.last)])
            yield Proposal("continuation", content, None, None, "direct", q)


def _stands_alone(view: View, q: Quoted) -> bool:
    """Whether marked words are a sentence of their own, with a verb."""
    words = view.words
    if q.depth or q.repair == "unopened" or q.last - q.first < 2 or not has_verb(view, q.first, q.last):
        return False
    if not opens_sentence(view, q.open) or (not words[q.first].title and words[q.first].text not in ("...", "…")):
        return False
    end = q.close + 1
    return (
        q.close < 0
        or end >= view.size
        or words[end].text in TERMINALS
        or view.sentence_of[end] != view.sentence_of[q.close]
        or words[end].text in DASHES
        or view.paragraph_of[end] != view.paragraph_of[q.close]
    )


def _covered(rest: Rest) -> list[int]:
    """For each token, how many tokens before it are content of what was found already."""
    inside = [0] * (rest.view.size + 1)
    for c in rest.found:
        for a, b in c.content:
            inside[a] += 1
            inside[b] -= 1
    return list(accumulate((depth > 0 for depth in accumulate(inside)), initial=0))


CUELESS_RULES = (interview, signatures, blocks, headlines, orphans)
"""The rules for words without a cue, in the order in which they are tried."""

CUELESS_TRAITS = {
    "interview": Trait.TURN,
    "dash-speech": Trait.DASHED,
    "signature": Trait.NONE,
    "block": Trait.NONE,
    "after-colon": Trait.NONE,
    "headline": Trait.NONE,
    "continuation": Trait.CONTINUES,
}
"""The names of what they find, with the traits."""
