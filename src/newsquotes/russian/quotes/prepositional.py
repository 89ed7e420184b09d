"""Words attributed by a prepositional phrase: «По словам X, A», «A, по мнению X, B»."""

from __future__ import annotations

import attrs

from newsquotes.russian.quotes.borders import clause_start, content_end, reportable
from newsquotes.russian.quotes.fragments import said_type, stretched
from newsquotes.russian.quotes.government import referred
from newsquotes.russian.quotes.objects import said_before
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.quotes.reported import after_colon, next_paragraph
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.clauses import (
    after_connectives,
    has_predicate,
    has_verb,
    mark_at,
    segment_end,
    segment_start,
)
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import (
    ADVERB,
    CONJUNCTION,
    DASHES,
    FINITE,
    GEN,
    NOM,
    NOUN,
    PARTICIPLE,
    PREPOSITION,
    TERMINALS,
    VERBAL,
)
from newsquotes.russian.reading.phrase_parts import any_gender
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View


def prepositional(s: Situation) -> Proposal | None:
    """По словам X, A.  A, по мнению X, B."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    if cue.entry.reliability < 0.5 or cue.source is None:
        return None
    level = view.depth[cue.main]
    if cue.source.end < cue.start:
        return _relative(s, level)
    start = segment_start(view, cue.start, scope[0], level)
    if words[cue.end - 1].low == "версии" and cue.start > start and words[cue.start - 1].flags & NOUN:
        return None  # «чемпион мира по версии федерации»
    end = max(cue.end, cue.source.end)
    if s.sentence and not level and _says_where_known_from(s):
        content = [view.sentences[said_before(view, s.sentence)]]
        return Proposal("anaphoric", content, cue, cue.source, said_type(view, content, 0))
    if words[cue.start].low == "со" and end < scope[1] and words[end].cue is not None and words[end].flags & FINITE:
        return None  # «портал со ссылкой на X сообщил о Z»
    absorbed: tuple[int, ...] = ()
    if (whole := referred(s, end)) is not None:
        cue, absorbed = whole, (end,)
        s = attrs.evolve(s, cue=cue)
    source = cue.source
    assert source is not None
    end = max(end, source.end)
    if end < scope[1] and words[end].text == ",":
        after = end
        while after < scope[1] and words[after].text == ",":
            closing = next((j for j in range(after + 1, min(scope[1], after + 25)) if mark_at(view, j, level)), None)
            nxt = words[after + 1] if after + 1 < scope[1] else None
            apposition = (
                phrase_at(view, after + 1, scope[1], source.mask) if nxt is not None and closing is not None else None
            )
            if (
                apposition is not None
                and apposition.end == closing
                and words[closing].text == ","
                and words[apposition.head].role is not None
                and not apposition.mask & NOM
            ):
                after = closing
                continue
            if (
                nxt is not None
                and closing is not None
                and (
                    nxt.lemma == "который"
                    or (
                        nxt.flags & PARTICIPLE
                        and not nxt.flags & (NOUN | FINITE)
                        and nxt.adjective & any_gender(source.mask)
                        and words[closing].text == ","
                    )
                )
            ):
                after = closing
                continue
            break
        end = after
    if end < scope[1] and words[end].text == ":" and not level:
        block = next_paragraph(s) or after_colon(s)
        if block is not None:
            return attrs.evolve(block, source=source, absorbed=absorbed)
    if end < scope[1] and end == source.end and _belongs_to_source(view, end, source):
        # «По данным журнала на 2013 год, A», «По словам отца погибшей, Анны Беловой, A»
        close = segment_end(view, end, scope[1], level)
        if close - end <= 8 and close < scope[1] and words[close].text == "," and not has_predicate(view, end, close):
            end = close
            named = phrase_at(view, close + 1, scope[1], any_gender(source.mask))
            if named is not None and named.name is not None and named.end < scope[1] and words[named.end].text == ",":
                end = named.end
    first_part: tuple[int, int] | None = None
    lead = cue.start - start
    at_start = (
        start == scope[0]
        and all(
            not words[k].flags & VERBAL or words[k].flags & (NOUN | CONJUNCTION | ADVERB) for k in range(start, cue.start)
        )
        and lead <= 4
    )
    if start > scope[0] and words[start - 1].text == ":" and lead == 0:
        at_start = True  # «С ним спорит Белов: по словам врача, A»
    if not at_start and start > scope[0]:
        lead_start = after_connectives(view, scope[0], start)
        if lead_start == start:
            at_start = True
    if at_start:
        content = [(end, content_end(s, end + 1, stretched(view, end, scope)))] if end + 1 < scope[1] else []
    else:
        left_end = start - 1 if lead == 0 or words[start].flags & CONJUNCTION else cue.start
        if lead and not words[start].flags & CONJUNCTION:
            left_first = clause_start(s, start, end, scope, level)
            first_part = (left_first, cue.start)
        elif lead:
            first_part = None
            content_first = end
            right = content_end(s, end + 1, stretched(view, end, scope))
            return _proposal(view, cue, [(content_first, right)], level, absorbed)
        else:
            left_first = clause_start(s, left_end, end, scope, level)
            first_part = (left_first, left_end)
        content = [first_part]
        if end < scope[1] and (words[end].text == "," or words[end].text in DASHES):
            right = content_end(s, end + 1, stretched(view, end, scope))
            if right > end + 1:
                content.append((end + 1, right))
        elif end < scope[1] and words[end].text not in TERMINALS:
            right = content_end(s, end + 1, stretched(view, end, scope))
            content.append((end, right))
    return _proposal(view, cue, content, level, absorbed)


def _says_where_known_from(s: Situation) -> bool:
    """«Об этом, 5 июля, стало известно из сообщения X»: what is known is the sentence before."""
    words, first = s.words, s.scope[0]
    if words[first].low != "об" or words[first + 1].low != "этом":
        return False
    return any(words[k].low in ("известно", "следует", "узнали") for k in range(first + 2, s.cue.start))


def _relative(s: Situation, level: int) -> Proposal | None:
    """«X, по словам которого A, …»: the words end with the relative clause."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    first = next((k + 1 for k in range(cue.end, min(scope[1], cue.end + 3)) if words[k].lemma == "который"), cue.end)
    end = segment_end(view, first, scope[1], level)
    while end + 1 < scope[1] and not has_verb(view, first, end):
        end = segment_end(view, end + 1, scope[1], level)
    return _proposal(view, cue, [(first, end)], level, ())


def _belongs_to_source(view: View, i: int, source: Phrase) -> bool:
    """Whether the word after a source goes with it: it has a preposition or stands in the genitive alone."""
    w = view.words[i]
    if source.name is not None:
        return w.low in ("из", "от")  # «По словам Олега Белова из агентства, A»
    if w.flags & PREPOSITION and not w.flags & NOUN:
        return w.low not in ("с", "со", "из-за", "благодаря", "после", "до")
    forms = w.noun | w.adjective
    return bool(forms & GEN) and not forms & NOM and not w.flags & FINITE and bool(source.mask & GEN)


def _proposal(
    view: View, cue: CueAt, content: list[tuple[int, int]], level: int, absorbed: tuple[int, ...]
) -> Proposal | None:
    content = [c for c in content if c[1] > c[0]]
    if not content or (
        not reportable(view, content) and not (cue.entry.reliability >= 0.8 and content[0][1] - content[0][0] >= 3)
    ):
        return None
    return Proposal("prepositional", content, cue, cue.source, said_type(view, content, level), absorbed=absorbed)
