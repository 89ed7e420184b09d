"""Reported clauses: «сказал, что A», «A, сказал X», «как сказал X, A», «X сказал: A»."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.document import QuoteType
from newsquotes.russian.quotes.borders import attribution_segment_end, authors_tail, content_end, left_border, reportable
from newsquotes.russian.quotes.complements import complement_at, insertion_end
from newsquotes.russian.quotes.direct import closes_words
from newsquotes.russian.quotes.fragments import paragraph_fragments, said_type, stretched
from newsquotes.russian.quotes.own_words import own_paragraphs, speaks_of_self
from newsquotes.russian.quotes.proposal import Proposal, is_fragment, is_speech
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.clauses import has_predicate, is_connective, segment_end, segment_start
from newsquotes.russian.reading.forms import (
    ACC,
    ADVERB,
    ANIMATE,
    CONJUNCTION,
    DASHES,
    FINITE,
    GEN,
    INFINITIVE,
    LATIN,
    NOM,
    NOUN,
    PARTICIPLE,
    PARTICLE,
    PREPOSITION,
    QUOTE_MARKS,
    SHORT,
    VERBAL,
)
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.subjects import source_of
from newsquotes.russian.reading.words import Word

_BETTER = frozenset(
    "лучше хуже проще легче труднее сложнее выгоднее удобнее полезнее опаснее важнее главное пора не".split()
)
_SAID_BY_FEELING = 0.3  # the least reliability of «доволен:», «непреклонен:»
_SAID = frozenset("слово заявление высказывание утверждение реплика".split())


def complement(s: Situation) -> Proposal | None:
    """X сказал, что A."""
    return _reported_clause(s, "complement", False)


def about_that(s: Situation) -> Proposal | None:
    """X сказал о том, что A."""
    return _reported_clause(s, "about-that", True)


def _reported_clause(s: Situation, rule: str, about: bool) -> Proposal | None:
    """The clause that a cue governs, where it hangs on a pronoun («о том, что») or does not."""
    at = s.complement
    if at is None:
        return None
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    k = at[0]
    before = words[k - 2].low if words[k - 1].text == "," else ""
    if (before in ("том", "тем", "то", "того", "тому")) != about:
        return None
    if (
        words[cue.start - 1].text == ","
        and insertion_end(view, cue.main, scope[1])
        and any(c.main < cue.main <= c.end + 8 and complement_at(view, c, s.cues, scope) == at for c in s.cues)
    ):
        return None  # «X считает, пишет «Труд», что A»: what follows is the first verb's
    first = k + 1 if words[k].low in ("что", "мол", "дескать") else k
    if words[k].low == "что" and first < scope[1] and words[first].text == ":":
        first += 1
    if first >= scope[1]:
        return None
    level = view.depth[cue.main]
    end = content_end(s, first, stretched(view, first, scope))
    content = [(first, end)]
    claims: tuple[int, ...] = ()
    q = next((q for q in view.opening.get(first, ()) if q.close >= 0), None)
    if q is not None and q.close + 1 >= end and is_speech(view, q):
        content = [(first, q.close + 1)]
        claims = (q.first,)
    type_: QuoteType = "mixed" if claims else said_type(view, content, level)
    return Proposal(rule, content, cue, _whose_words(s, k), type_, None, claims)


def _whose_words(s: Situation, stop: int) -> Phrase | None:
    """«комментируя слова X о том, что A»: somebody whose words the cue is about."""
    cue, words = s.cue, s.words
    if cue.end - cue.main <= 1 or words[cue.end - 1].lemma not in _SAID:
        return None
    whose = phrase_at(s.view, cue.end, stop, GEN)
    return whose if whose is not None and (whose.name is not None or words[whose.head].role is not None) else None


def _colon(s: Situation) -> int | None:
    """The colon after a cue that introduces words without marks."""
    entry = s.cue.entry
    if (entry.kind != "preposition" and not entry.frames & {"двоеточие", "прямая"}) or entry.reliability < 0.3:
        return None
    return None if s.colon is None or closes_words(s) else s.colon


def next_paragraph(s: Situation) -> Proposal | None:
    """X сказал: (and the words are the next paragraph)."""
    view, cue = s.view, s.cue
    k = _colon(s)
    p = view.paragraph_of[cue.main]
    if k is None or k + 1 < view.paragraphs[p][1] or p + 1 >= len(view.paragraphs):
        return None
    if s.words[cue.main].low.endswith(("ем", "им")) and cue.start == s.scope[0]:
        return None  # «Напоминаем адрес:», says the paper
    if s.complement is not None or any(is_fragment(view, q) for q in view.quoted_between(cue.end, k)):
        return None  # the cue has words of its own before the colon
    first, last = view.paragraphs[p + 1]
    q = next(iter(view.opening.get(first, ())), None)
    if q is not None:
        content = paragraph_fragments(view, [(q.first, q.last)])
        return Proposal("direct-before", content, cue, None, "direct", q, (q.first,))
    return Proposal("block", [(first, last), *own_paragraphs(view, p + 1)], cue, None, "direct")


def after_colon(s: Situation) -> Proposal | None:
    """X сказал: A (without marks)."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    k = _colon(s)
    border = view.paragraphs[view.paragraph_of[cue.main]][1]
    if k is None or k + 1 >= border:
        return None
    entry, w = cue.entry, words[cue.main]
    plain = entry.kind == "preposition" or (
        entry.reliability >= (_SAID_BY_FEELING if entry.kind == "predicative" else 0.55)
        and "двоеточие" in entry.frames
        and w.flags & (FINITE | SHORT)
    )
    if not plain or words[k + 1].text == "/" or words[k + 1] is view.vocabulary.link:
        return None
    end = min(max(scope[1], k + 2), border)
    if k + 1 >= scope[1]:
        end = view.sentences[min(s.sentence + 1, len(view.sentences) - 1)][1]
    if not has_predicate(view, k + 1, end) and not _advises(words[k + 1 : end]):
        return None
    content = [(k + 1, end)]
    return Proposal("colon", content, cue, None, said_type(view, content, 0))


def _advises(words: Sequence[Word]) -> bool:
    """Whether words say what is better done, or not to be done: «прививку лучше сделать осенью», «не выходить на лёд»."""
    advice = any(w.low in _BETTER for w in words)
    return advice and any(w.flags & INFINITIVE and not w.flags & NOUN for w in words)


def parenthetical(s: Situation) -> Proposal | None:
    """A, сказал X.  A, отметил он, B.  Как сказал X, A."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    frames = cue.entry.frames
    w = words[cue.main]
    if not w.flags & (FINITE | SHORT):
        return None
    level = view.depth[cue.main]
    start = segment_start(view, cue.start, scope[0], level)
    lead = words[start].low
    how = lead == "как" and cue.start - start <= 8
    if how and not ("как" in frames or "вводн" in frames or "прямая" in frames):
        return None
    if not how and not frames & {"вводн", "прямая"}:
        return None
    if not how:
        if start == scope[0] or (words[start - 1].text in ":;(" and start - 1 >= scope[0]):
            return None
        if words[start].flags & CONJUNCTION or words[start].lemma == "который" or words[start].low in ("где", "когда"):
            return None
        gap = [words[j] for j in range(start, cue.start)]
        if len(gap) > 8 or any(g.lemma == "который" for g in gap):
            return None
        after = words[cue.end] if cue.end < scope[1] else None
        if after is not None and (
            (after.low == "ли" and not after.title) or (after.flags & INFINITIVE and not after.flags & NOUN)
        ):
            return None  # «открыт вопрос, согласится ли X», «угрожали полиции, грозили взорвать метро»
        if any(
            g.flags & VERBAL and not g.flags & (NOUN | CONJUNCTION | PREPOSITION | ADVERB) and not g.flags & PARTICIPLE
            for g in gap
        ):
            return None
    inverted = how or all(x.flags & (ADVERB | PARTICLE) and not x.noun for x in words[start : cue.start])
    source = source_of(view, cue, (start, scope[1]), inverted)
    if source is None:
        return None
    end = attribution_segment_end(s, source, level)
    if (how and start == scope[0]) or (how and start > scope[0] and words[start - 1].text != "," and start - scope[0] <= 3):
        # at the beginning: everything after it
        first = end
        if first >= scope[1]:
            return None
        limit = content_end(s, first + 1, stretched(view, first, scope))
        content = [(first, limit)]
    else:
        goes_on = end < scope[1] and has_predicate(view, end, segment_end(view, end + 1, scope[1], level))
        left = left_border(s, start - 1, goes_on)
        if left >= start - 1:
            return None
        content = [(left, start - 1)]
        if (end < scope[1] and words[end].text == ",") or (end < scope[1] and words[end].text in DASHES):
            right = content_end(s, end + 1, stretched(view, end, scope))
            if right > end + 1 and not authors_tail(view, end + 1, right):
                content.append((end + 1, right))
        if len(content) > 1 and is_connective(view, *content[0]):
            del content[0]  # «При этом, отметил X, …»
    if not reportable(view, content) and not (how and start == scope[0] and content[0][1] - content[0][0] > 1):
        if how or len(content) > 1 or not _tells_what_is(s, content[0]):
            return None
    if not how and not any(has_predicate(view, a, b) for a, b in content):
        if _has_topic(s, source):
            return None  # «Вчера, за день до матча, X заявил об уходе»
    if not how and _may_be_object(s, source):
        return None  # «Судья, прибывший из Рязани, объявил перерыв»
    own = not how and words[start - 1].text in DASHES and any(speaks_of_self(view, a, b) for a, b in content)
    type_ = "direct" if own and not level else said_type(view, content, level)
    return Proposal("parenthetical", content, cue, source, type_)


def _tells_what_is(s: Situation, content: tuple[int, int]) -> bool:
    """Whether words without a verb say that something is somewhere: «На складе пожар, сообщает ТАСС»."""
    words, (first, last) = s.words, content
    if first != s.scope[0] or last - first < 3 or s.cue.entry.reliability < 0.9 or not s.view.preposition(first):
        return False
    return bool(words[last - 1].noun & NOM) and not words[last - 1].flags & PREPOSITION


def _may_be_object(s: Situation, source: Phrase) -> bool:
    """Whether what was taken for the subject is a thing whose form is that of an object as well: «объявил перерыв»."""
    head = s.words[source.head]
    return (
        source.start >= s.cue.end
        and source.name is None
        and head.role is None
        and not head.pronoun
        and not head.flags & (ANIMATE | LATIN)
        and not s.words[source.start].title
        and not s.words[source.start - 1].flags & PREPOSITION
        and bool(head.noun & (ACC | GEN))
        and s.words[source.start].text not in QUOTE_MARKS
    )


def _has_topic(s: Situation, source: Phrase) -> bool:
    """Whether the cue says itself what was spoken of: «заявил об уходе», «сообщил о приезде»."""
    words, cue, scope = s.words, s.cue, s.scope
    k = max(cue.end, source.end if source.start == cue.end else cue.end)
    return k < scope[1] and words[k].low in ("о", "об", "обо", "про")
