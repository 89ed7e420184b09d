"""Quotations without a cue: headlines, blocks after a colon, interviews, continuations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

import attrs

from newsquotes.russian.quotes.fragments import opens_sentence, paragraph_fragments, said_type, speaks, titled
from newsquotes.russian.quotes.labels import first_colon, labelled
from newsquotes.russian.quotes.proposal import Proposal, is_speech
from newsquotes.russian.quotes.signatures import signed
from newsquotes.russian.quotes.turns import after_dashes, is_listed, subject_of
from newsquotes.russian.reading.clauses import (
    has_predicate,
    has_verb,
    spaced_dash,
)
from newsquotes.russian.reading.phrases import Phrase, name_at, phrase_at
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import (
    DASHES,
    LATIN,
    NOM,
    PRONOUN,
    TERMINALS,
)


@attrs.frozen(eq=False)
class Rest:
    """What a rule without a cue looks at: the document, what is proposed already, and the marked words that are claimed."""

    view: View
    found: Sequence[Proposal]
    claimed: AbstractSet[int]


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
    turns = {view.paragraph_of[c.content[0][0]] for c in rest.found if c.rule == "interview"}
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
        source = titled(view, first, last - 1) or _last_person(rest, view.sentence_of[last - 1])
        content = paragraph_fragments(view, [(q.first, q.last)]) if q is not None else [(a, b)]
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
            or _last_person(rest, view.sentence_of[q.open - 1]),
            "direct",
            q,
            (q.first,),
        )


def _last_person(rest: Rest, n: int) -> Phrase | None:
    """The subject of a sentence that introduces words without a cue: «Иванов не спешит: «…»»."""
    first, last = rest.view.sentences[n]
    for c in rest.found:
        if c.rule == "prepositional" and c.cue is not None and first <= c.cue.main < last:
            return c.source  # «По мнению X, A: «B»»
    return subject_of(rest.view, n)


def headlines(rest: Rest) -> Iterator[Proposal]:
    """X: A, in the first line or in a line without a full stop."""
    view, words = rest.view, rest.view.words
    for p, (first, last) in enumerate(view.paragraphs):
        k = first_colon(view, first + 1, min(last, first + 12))
        if k is None or k + 2 >= last:
            continue
        marked = any(q.close >= last - 2 for q in view.opening.get(k + 1, ()))
        if not marked and (last - first > 40 or (p > 0 and words[last - 1].text in TERMINALS)):
            continue
        source = phrase_at(view, first, k, NOM)
        if source is None or source.end != k:
            continue
        head = words[source.head]
        if (
            source.name is None
            and head.role is None
            and not head.flags & PRONOUN
            and words[first].low not in view.lexicon.outlets
        ):
            continue
        site = words[k + 1].flags & LATIN and words[k + 2].text in (":", "/", ".")
        if site or words[k + 1] is view.vocabulary.link or any(first <= c.content[0][0] < last for c in rest.found):
            continue  # «Источник: www.example.org»
        q = next((q for q in view.opening.get(k + 1, ())), None)
        if q is not None and q.close >= last - 2:
            yield Proposal("headline", [(q.first, q.last)], None, source, "direct", q, (q.first,))
        elif has_predicate(view, k + 1, last) or (last - k > 3 and name_at(view, k + 1, last) is None):
            yield _titled_words(view, k + 1, last, source)


def _titled_words(view: View, first: int, last: int, source: Phrase) -> Proposal:
    """The words of a headline after its source, without marks around them."""
    content = [(first, last)]
    return Proposal("headline", content, None, source, said_type(view, content, 0))


def dashed_headline(rest: Rest) -> Iterator[Proposal]:
    """The headline «X — A», «X о деле: A» and ««A» — X»."""
    view, words = rest.view, rest.view.words
    if not view.paragraphs:
        return
    first, last = view.paragraphs[0]
    if last - first > 40 or any(c.content and first <= c.content[0][0] < last for c in rest.found):
        return
    q = next((q for q in view.opening.get(first, ()) if 0 < q.close < last - 2), None)
    if q is not None and words[q.close + 1].text in DASHES and is_speech(view, q):
        source = titled(view, q.close + 2, last)
        if source is not None and speaks(view, source):
            yield Proposal("headline", [(q.first, q.last)], None, source, "direct", q, (q.first,))
        return
    for k in range(first + 1, min(last - 1, first + 14)):
        if words[k].text == ":" or (words[k].text in DASHES and spaced_dash(view, k)):
            about = next((j for j in range(first + 1, k) if words[j].low in ("о", "об", "про")), None)
            source = titled(view, first, k if about is None else about)
            if source is None or not speaks(view, source) or (words[k].text == ":" and about is None):
                return
            quoted = next(iter(view.opening.get(k + 1, ())), None)
            if quoted is not None and quoted.close >= last - 2:
                yield Proposal("headline", [(quoted.first, quoted.last)], None, source, "direct", quoted, (quoted.first,))
            elif (has_predicate(view, k + 1, last) and source.name is not None) or (
                words[source.head].role is not None and has_predicate(view, k + 1, last)
            ):
                yield _titled_words(view, k + 1, last, source)
            return


def orphans(rest: Rest) -> Iterator[Proposal]:
    """Marked sentences that no cue claims: they go on with the running speaker."""
    view, words = rest.view, rest.view.words
    covered = _covered(rest)
    said = {view.sentence_of[c.cue.main] for c in rest.found if c.cue is not None and c.type == "direct"}
    for q in view.quoted:
        length = q.last - q.first
        if q.first in rest.claimed or q.depth or q.repair == "unopened" or length < 2:
            continue
        if 2 * (covered[q.last] - covered[q.first]) > length or not has_verb(view, q.first, q.last):
            continue
        n = view.sentence_of[q.open]
        after_words = (n in said or n - 1 in said) and view.paragraphs[view.paragraph_of[q.open]][0] < q.open
        if not (after_words and words[q.open - 1].text in TERMINALS) and (length < 4 or not is_speech(view, q)):
            continue
        if not opens_sentence(view, q.open) or (not words[q.first].title and words[q.first].text not in ("...", "…")):
            continue
        end = q.close + 1
        whole = (
            q.close < 0
            or end >= view.size
            or words[end].text in TERMINALS
            or view.sentence_of[end] != view.sentence_of[q.close]
            or words[end].text in DASHES
            or view.paragraph_of[end] != view.paragraph_of[q.close]
        )
        if not whole:
            continue
        content = paragraph_fragments(view, [(q.first, q.last)])
        yield Proposal("continuation", content, None, None, "direct", q)


def _covered(rest: Rest) -> list[int]:
    """For each token, how many tokens before it are content of what was found already."""
    inside = [0] * (rest.view.size + 1)
    for c in rest.found:
        for a, b in c.content:
            inside[a] += 1
            inside[b] -= 1
    return list(accumulate((depth > 0 for depth in accumulate(inside)), initial=0))


CUELESS_RULES = (interview, signatures, blocks, headlines, dashed_headline, orphans)
"""The rules for words without a cue, in the order in which they are tried."""

CUELESS_NAMES = frozenset(("interview", "signature", "block", "headline", "continuation", "orphan"))
"""What the quotations are called that they find."""
