"""Direct speech with a cue: before, after and within the quote marks."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Sequence

import attrs

from newsquotes.russian.quotes.borders import content_end
from newsquotes.russian.quotes.fragments import ends_here, opens_sentence, paragraph_fragments
from newsquotes.russian.quotes.proposal import Proposal, is_speech
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.quotes.unmarked import speech_start
from newsquotes.russian.reading.clauses import has_predicate, is_gerund_clause, spaced_dash
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import (
    ADVERB,
    DASHES,
    FINITE,
    GERUND,
    NOM,
    NOUN,
    PARTICIPLE,
    PARTICLE,
    PRONOUN,
    QUOTE_MARKS,
    SHORT,
    TERMINALS,
)
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.phrases import phrase_at
from newsquotes.russian.reading.view import View

_WE = frozenset(["мы", "нас", "нам", "нами", "наш", "наша", "наше", "наши", "я", "мне", "меня"])


def direct_after(s: Situation) -> Proposal | None:
    """«A», — сказал X."""
    view, words, cue = s.view, s.words, s.cue
    mark = _mark_before(s)
    if mark is None:
        return None
    k, dashed = mark
    claimed = _closed_by(s, k)
    complement = s.complement
    start = s.segment
    if not claimed or cue.start - start > 14 or (complement is not None and complement[1] == "что" and not dashed):
        return None
    if any(words[m].flags & FINITE for m in s.mains if start <= m < cue.start) and (complement or s.colon is not None):
        return None  # «A», — сказал X и добавил, что B
    q = min(claimed, key=lambda q: q.depth)
    paragraph_first = view.paragraphs[view.paragraph_of[max(q.open, q.first)]][0] if q.first < view.size else 0
    sentence_first = view.sentences[view.sentence_of[max(q.open, 0) if q.open >= 0 else q.first]][0]
    before = q.open if q.open >= 0 else q.first
    lead = before - max(sentence_first, paragraph_first)
    if lead > 0 and not opens_sentence(view, before):
        # quoted words that end a reported clause: «Он заехал «на минуту», сказал X»
        if words[before - 1].text == ":" and is_speech(view, q):
            pass
        else:
            return None
    if not is_speech(view, q) and not (dashed or q.last - q.first >= 3):
        return None
    first = speech_start(view, view.sentence_of[q.last - 1], None, closed=True) if q.repair == "unopened" else q.first
    content = paragraph_fragments(view, [(max(first, q.first), q.last)])
    claims = [q.first]
    lost = _misplaced(view, q)
    if lost is not None:
        content.insert(0, lost)
    tail = _resumed(s)
    if tail is not None:
        content.extend(paragraph_fragments(view, [(tail.first, tail.last)]))
        claims.append(tail.first)
    elif dashed and (unmarked := _resumed_without_marks(s)) is not None:
        content.append(unmarked)
    return Proposal("direct-after", content, cue, None, "direct", q, tuple(claims))


def _mark_before(s: Situation) -> tuple[int, bool] | None:
    """The last word or mark before an attribution that follows words said, and whether a dash stands between."""
    view, words, cue = s.view, s.words, s.cue
    start = s.segment
    k = start - 1
    dashed = False
    while k >= 0 and (words[k].text in ",.(" or words[k].text in DASHES or words[k].text in ("!", "?")):
        dashed = dashed or words[k].text in DASHES or words[k].text == "("
        k -= 1
        if start - k > 4:
            return None
    if k < 0 or view.paragraph_of[k] != view.paragraph_of[cue.main]:
        return None
    if not dashed and ((k == start - 1 and (cue.start - start > 2 or words[start].title)) or words[k + 1].text == "."):
        return None
    return k, dashed


def _closed_by(s: Situation, k: int) -> list[Quoted]:
    """The marked words that token ``k`` closes, but for a name within what is said: «Он плыл на «Заре», — сказал X»."""
    view = s.view
    closed = view.closing.get(k)
    if not closed:
        return []
    outer = view.holder(closed[0].open) if closed[0].open > 0 else None
    return [] if outer is not None and outer is view.holder(s.cue.start) else closed


def _misplaced(view: View, q: Quoted) -> tuple[int, int] | None:
    """Sentences in the first person right before an opening mark that belong to the quotation: the mark is misplaced."""
    words = view.words
    if q.open <= 0 or not opens_sentence(view, q.open):
        return None
    border = view.paragraphs[view.paragraph_of[q.open]][0]
    n = view.sentence_of[q.open] - 1 if view.sentences[view.sentence_of[q.open]][0] == q.open else view.sentence_of[q.open]
    begin = None
    while n >= 0 and view.sentences[n][0] >= border:
        first, last = view.sentences[n][0], min(view.sentences[n][1], q.open)
        if any(words[k].text in QUOTE_MARKS for k in range(first, last)) or not any(
            words[k].low in _WE for k in range(first, last)
        ):
            break
        if any(
            (entry := words[k].cue) is not None and words[k].subject and entry.reliability >= 0.8 for k in range(first, last)
        ):
            break
        begin = first
        n -= 1
    return None if begin is None else (begin, q.open)


def _resumed(s: Situation) -> Quoted | None:
    """The quoted range that goes on after «…, — сказал X. — «B»» or «…, — сказал X, — «B»»."""
    view, words, cue = s.view, s.words, s.cue
    k = cue.end
    limit = min(view.size, cue.end + 25)
    while (
        k < limit
        and words[k].text not in DASHES
        and words[k].text not in QUOTE_MARKS
        and not (words[k].text == ":" and k + 1 in view.opening)
    ):
        if view.paragraph_of[k] != view.paragraph_of[cue.main]:
            return None
        if words[k].flags & GERUND and words[k].cue is not None and words[k - 1].text == ",":
            return None  # «A», — сказал он, добавив: «B»
        k += 1
    if k >= limit:
        return None
    if words[k].text == ":":
        if view.sentence_of[k] != view.sentence_of[cue.main] or any(
            words[m].flags & FINITE for m in s.mains if cue.end <= m < k
        ):
            return None  # «A», — сказал X. Мэр заявил: «B»; «A», — сказал X, а мэр добавил: «B»
        return next((q for q in view.opening[k + 1] if q.close > 0 and is_speech(view, q)), None)
    if words[k].text in QUOTE_MARKS:  # «A», — сказал X, «и B»
        goes_on = words[k - 1].text == "," and k + 1 < view.size and not words[k + 1].title
        return next((q for q in view.opening.get(k, ()) if goes_on and q.close > 0 and is_speech(view, q)), None)
    if words[k].text not in DASHES or words[k - 1].text not in (".", ",", ":"):
        return None
    return next((q for q in view.opening.get(k + 1, ()) if q.close > 0), None)


def _resumed_without_marks(s: Situation) -> tuple[int, int] | None:
    """«A», — сказал X. — B, where the marks around B are lost: up to the next mark, or the end of the paragraph."""
    view, words, cue = s.view, s.words, s.cue
    last = view.paragraphs[view.paragraph_of[cue.main]][1]
    for k in range(cue.end, min(last - 1, cue.end + 25)):
        if words[k].text in DASHES and words[k - 1].text == "." and spaced_dash(view, k):
            if not words[k + 1].title:
                return None
            stop = next((j for j in range(k + 1, last) if words[j].text in QUOTE_MARKS), last)
            return (k + 1, stop) if stop - k > 3 else None
        if words[k].text in QUOTE_MARKS or words[k].text in ":;":
            return None
    return None


def direct_split(s: Situation) -> Proposal | None:
    """«A, — сказал X. — B»: the attribution stands within the marks."""
    q = attributed_within(s)
    if q is None or q.first >= s.segment or not only_manner_before(s):
        return None
    view, cue, start = s.view, s.cue, s.segment
    border = view.paragraphs[view.paragraph_of[cue.main]]
    end = _attribution_end(view, cue, min(q.last, border[1]))
    if end is None:
        return None
    content = paragraph_fragments(view, [(q.first, start - 1)])
    if end < min(q.last, border[1]):
        within = q.repair == "paragraphs" or 0 <= q.close < border[1]
        content.extend(paragraph_fragments(view, [(end, q.last if within else border[1])]))
    return Proposal("direct-split", content, cue, None, "direct", q, (q.first,))


def direct_without_dash(s: Situation) -> Proposal | None:
    """«A, сказал Пётр Ильин. B» and «A, сказал Пётр Ильин.: dashes and the closing mark are lost, as in rewritten pages.

    Not «A, сказал мне Пётр. B»: what somebody tells within his own words.
    """
    view, words, cue, start = s.view, s.words, s.cue, s.segment
    main = words[cue.main]
    if start != cue.start or start < 2 or words[start - 1].text != "," or not main.flags & FINITE or not main.subject:
        return None
    if "вводн" not in cue.entry.frames or s.complement is not None or s.colon is not None:
        return None
    q = view.holder(cue.start) or _still_open(s)
    if q is None or q.depth or q.open < 0 or not opens_sentence(view, q.open) or start - q.first < 4:
        return None
    content = [(q.first, start - 1)]
    if q.repair != "unclosed":
        who = phrase_at(view, cue.end, q.last, NOM)
        if who is None or who.name is None or who.end + 2 >= q.last or words[who.end].text != ".":
            return None
        content.append((who.end + 1, q.last))
    return Proposal("direct-split", paragraph_fragments(view, content), cue, None, "direct", q, (q.first,))


def follows_dash(s: Situation) -> bool:
    """Whether an attribution opens after the dash that ends words without a closing mark: «A, — сказал X»."""
    view, words, start = s.view, s.words, s.segment
    k = start - 1
    if k < 1 or words[k].text not in DASHES or not spaced_dash(view, k) or not words[s.cue.main].flags & (FINITE | SHORT):
        return False
    before = words[k - 1].text
    if not (before in ",!?…." or before[0] in ".!?…") or (before == "." and words[start].title):
        return False  # «A, — сказал X. — Следует понять, что B»: the words go on
    mark = _mark_before(s)
    return mark is not None and not _closed_by(s, mark[0])


def attributed_within(s: Situation) -> Quoted | None:
    """The outermost marked words within which an attribution after a dash stands."""
    if not follows_dash(s):
        return None
    view, cue = s.view, s.cue
    q = view.holder(cue.start)
    while q is not None and q.depth and (outer := view.holder(q.open)) is not None and outer is not q:
        q = outer
    return _still_open(s) if q is None else q


def _still_open(s: Situation) -> Quoted | None:
    """The last marked words before an attribution that nothing closes, or that end in a later paragraph."""
    view, cue = s.view, s.cue
    lasting = view.once("marks left open", _left_open)
    begin = view.paragraphs[view.paragraph_of[cue.main]][0]
    for n in range(bisect_left(lasting, s.segment, key=lambda q: q.open) - 1, -1, -1):
        if lasting[n].open < begin:
            return None
        if lasting[n].last > cue.start:
            return lasting[n]
    return None


def _left_open(view: View) -> list[Quoted]:
    """The marked words that nothing closes, or that end in a later paragraph, by their opening marks."""
    return sorted((q for q in view.quoted if q.repair in ("unclosed", "paragraphs")), key=lambda q: q.open)


def only_manner_before(s: Situation) -> bool:
    """Whether nothing but how it is said, and who says it, stands before the verb: «тут же», «с грустью», «вздохнув,»."""
    k = s.segment
    words, stop = s.words, s.cue.start
    if stop - k > 8:
        return False
    while k < stop:
        w = words[k]
        if s.view.preposition(k) and not w.title:
            k = next((j + 1 for j in range(k + 1, stop) if words[j].flags & NOUN), stop)
        elif w.text == "," or (w.flags & (ADVERB | PARTICLE | PRONOUN | GERUND) and not w.title):
            k += 1
        else:
            who = phrase_at(s.view, k, stop, NOM)
            return who is not None and who.end == stop and who.name is not None
    return True


def shared_marks(found: Sequence[Proposal], shares: Callable[[Proposal], bool]) -> list[Proposal]:
    """«A, — сказал X. — B, — добавил он. — C»: each attribution has the words after the one before it.

    ``shares`` says which proposals stand within marks that several attributions may share.
    """
    result = list(found)
    splits = [n for n, c in enumerate(found) if shares(c)]
    for i, j in itertools.pairwise(splits):
        one, other = result[i], result[j]
        if one.cue is None or other.cue is None or one.quoted is not other.quoted or one.cue.main >= other.cue.main:
            continue
        head = [r for r in one.content if r[1] <= one.cue.start]
        begin = min((r[0] for r in one.content if r[0] > one.cue.start), default=one.cue.end)
        rest = [(max(a, begin), b) for a, b in other.content if b > begin]
        result[i] = attrs.evolve(one, content=head or one.content)
        result[j] = attrs.evolve(other, content=rest or other.content)
    return result


def _attribution_end(view: View, cue: CueAt, limit: int) -> int | None:
    """Where an attribution within marks ends and the quotation goes on: after «. —» or «, —»."""
    words = view.words
    for k in range(cue.end, min(limit, cue.end + 40)):
        if words[k].text in DASHES and spaced_dash(view, k) and words[k - 1].text in ".,:!?":
            return k + 1
        if words[k].text == "." and k + 1 >= limit:
            return limit
    return limit if limit - cue.end <= 25 else None


def direct_before(s: Situation) -> Proposal | None:
    """X сказал: «A»."""
    view, words, cue = s.view, s.words, s.cue
    border = view.paragraphs[view.paragraph_of[cue.main]][1]
    k = s.colon if s.colon is not None else _dash_for_colon(s)
    w = words[cue.main]
    if w.flags & PARTICIPLE and not w.flags & (FINITE | SHORT | GERUND) and cue.start == s.scope[0]:
        return None  # «Осуждённый за акцию поэт: «A»»: an attribute
    if k is None or closes_words(s):
        return None
    nxt = k + 1
    while nxt < view.size and words[nxt].text in DASHES:
        nxt += 1
    if nxt >= view.size or nxt - k > 2:
        return None
    q = next(iter(view.opening.get(nxt, ())), None) or _unopened_from(view, nxt, border)
    if q is None:
        return None
    if q.last >= border and q.repair == "unclosed":
        q = Quoted(q.open, q.close, q.first, border, q.depth, q.repair)
    content = paragraph_fragments(view, [(q.first, q.last)])
    if q.close > 0 and view.paragraph_of[q.first] == view.paragraph_of[q.close] and not ends_here(view, q.close, border):
        # «X сказал: «A» и B» goes on as a reported clause
        end = content_end(s, nxt, view.sentences[view.sentence_of[cue.main]][1])
        if end > q.close + 2 and not view.depth[cue.main]:
            return Proposal("colon", [(nxt, end)], cue, None, "mixed", q, (q.first,))
    claims = [q.first]
    k = q.close
    while (
        0 < k < border - 2
        and words[k + 1].text in (",", "и", ";")
        and (also := next((o for o in view.opening.get(k + 2, ()) if o.close > 0), None)) is not None
    ):
        content.append((also.first, also.last))
        claims.append(also.first)
        k = also.close
    return Proposal("direct-before", content, cue, None, "direct", q, tuple(claims))


def _dash_for_colon(s: Situation) -> int | None:
    """«ответил коротко — «A»»: the dash that stands where a colon should, before marked words that end the sentence."""
    view, words, cue = s.view, s.words, s.cue
    if cue.entry.kind != "verb" or not cue.entry.frames & {"прямая", "двоеточие"} or s.complement is not None:
        return None
    for k in range(cue.end, min(s.scope[1] - 1, cue.end + 8)):
        if words[k].text in DASHES and words[k + 1].text in QUOTE_MARKS:
            q = next((q for q in view.opening.get(k + 1, ()) if q.close > 0), None)
            ended = q is not None and (q.close + 1 >= s.scope[1] or words[q.close + 1].text in TERMINALS)
            return k if ended and q is not None and has_predicate(view, q.first, q.last) else None
        if words[k].text in ",;:" or words[k].text in QUOTE_MARKS:
            return None
    return None


def _unopened_from(view: View, first: int, border: int) -> Quoted | None:
    """«X сказал: A»»: the words from a colon to a mark that none opened."""
    if not view.words[first].title:
        return None
    n = bisect_left(view.closers, first)
    if n == len(view.closers) or (close := view.closers[n]) >= border:
        return None
    q = next((q for q in view.closing[close] if q.repair == "unopened"), None)
    if q is None or any(x.close != close for x in view.quoted_between(first, close)):
        return None
    return Quoted(q.open, q.close, first, q.last, q.depth, q.repair)


def closes_words(s: Situation) -> bool:
    """«A, сказал X: …»: the cue already attributes the words before it."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    start = s.segment
    if (
        cue.entry.kind not in ("verb", "predicative")
        or start != cue.start
        or start <= scope[0] + 2
        or words[start - 1].text != ","
    ):
        return False
    return (
        bool(cue.entry.frames & {"вводн"})
        and has_predicate(view, scope[0], start - 1)
        and not is_gerund_clause(view, scope[0], start - 1)
        and words[cue.main].flags & FINITE != 0
    )
