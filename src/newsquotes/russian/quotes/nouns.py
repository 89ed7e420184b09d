"""Words that hang on a noun: «заявление X о том, что A», «Такой прогноз дал X», «словами: «A»»."""

from __future__ import annotations

import attrs

from newsquotes.russian.quotes.borders import content_end
from newsquotes.russian.quotes.complements import complement_at
from newsquotes.russian.quotes.direct import direct_before
from newsquotes.russian.quotes.fragments import said_type, stretched
from newsquotes.russian.quotes.proposal import NO_ENTRY, Proposal, is_speech
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import DASHES, FINITE, NOUN
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.subject_search import subject_left, subject_right
from newsquotes.russian.reading.subjects import source_of

_LIGHT = frozenset(
    [
        "дать",
        "давать",
        "сделать",
        "делать",
        "высказать",
        "высказывать",
        "выразить",
        "выражать",
        "привести",
        "приводить",
        "озвучить",
        "озвучивать",
        "выдвинуть",
        "опубликовать",
    ]
)
_SUCH_IS = frozenset(("таков", "такова", "таково", "таковы"))


def such_is(s: Situation) -> Proposal | None:
    """«A», — таков вердикт X."""
    view, words, cue = s.view, s.words, s.cue
    if words[cue.start - 1].low not in _SUCH_IS or cue.entry.reliability < 0.3:
        return None
    k = cue.start - 2
    while k > 0 and (words[k].text == "," or words[k].text in DASHES):
        k -= 1
    q = next((q for q in view.closing.get(k, ()) if q.close == k), None)
    if q is None or k == cue.start - 2 or q.first in s.claimed:
        return None
    source = source_of(view, cue, s.scope, False)
    return Proposal("direct-after", [(q.first, q.last)], cue, source, "direct", q, (q.first,))


def noun(s: Situation) -> Proposal | None:
    """заявление X о том, что A;  мнение, что A."""
    at = _clause(s)
    if at is None or not _free(s):
        return None
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    if words[at[0]].low != "что" or any(
        c.entry.kind != "noun" and c.main < cue.main and complement_at(view, c, s.cues, scope) == at for c in s.cues
    ):
        return None
    first = at[0] + 1
    content = [(first, content_end(s, first, stretched(view, first, scope)))]
    source = source_of(view, cue, scope, False) or _subject(s)
    return None if source is None else Proposal("noun", content, cue, source, said_type(view, content, 0))


def _free(s: Situation) -> bool:
    """Whether a noun is a cue of its own, and no part of a verb's collocation."""
    start = s.cue.start
    return s.cue.entry.reliability >= 0.3 and not any(c.entry.kind == "verb" and c.start <= start < c.end for c in s.cues)


def _clause(s: Situation) -> tuple[int, str] | None:
    """The clause that hangs on a noun: soon after it, with no verb between."""
    cue, words = s.cue, s.words
    at = s.complement if cue.entry.frames & {"что", "о-том-что", "чтобы", "ли"} else None
    if at is None or at[0] - cue.end > 14:
        return None
    between = any(words[k].flags & FINITE and not words[k].flags & NOUN for k in range(cue.end, at[0]))
    return None if between else at


def such_words(s: Situation) -> Proposal | None:
    """A. Такой прогноз дал X.  A. Это заявление сделал X."""
    view, words, cue, scope, n = s.view, s.words, s.cue, s.scope, s.sentence
    if not (
        n
        and cue.start == scope[0] + 1
        and words[scope[0]].lemma in ("такой", "этот", "подобный", "данный")
        and cue.entry.reliability >= 0.4
        and not view.depth[cue.main]
        and _clause(s) is None
        and _free(s)
    ):
        return None
    verb = next(
        (
            k
            for k in range(cue.end, min(scope[1], cue.end + 5))
            if words[k].flags & FINITE and words[k].subject and not words[k].flags & NOUN
        ),
        None,
    )
    if verb is None or words[verb].lemma not in _LIGHT:
        return None
    maker = source_of(view, CueAt(NO_ENTRY, ((verb, verb + 1),), verb), (cue.end, scope[1]), True)
    if maker is None:
        return None
    content = [view.sentences[n - 1]]
    light = CueAt(cue.entry, (cue.ranges[0], (verb, verb + 1)), cue.main)
    return Proposal("anaphoric", content, light, maker, said_type(view, content, 0))


def noun_direct(s: Situation) -> Proposal | None:
    """Слова X: «A»."""
    if not _introduces(s):
        return None
    introduced = direct_before(s)
    if introduced is None:
        return None
    return attrs.evolve(introduced, rule="noun-direct", source=source_of(s.view, s.cue, s.scope, False))


def noun_quoted(s: Situation) -> Proposal | None:
    """Слова X «A»."""
    if s.cue.entry.reliability < 0.5 or not _introduces(s):
        return None
    view, cue = s.view, s.cue
    source = source_of(view, cue, s.scope, False)
    k = source.end if source is not None and source.start >= cue.end else cue.end
    q = next((q for q in view.opening.get(k, ()) if q.close > 0), None)
    if q is None or not is_speech(view, q) or q.first in s.claimed:
        return None
    return Proposal("noun-quoted", [(q.first, q.last)], cue, source, "direct", q, (q.first,))


def _introduces(s: Situation) -> bool:
    """Whether marked words may follow a noun."""
    return bool(s.cue.entry.frames & {"прямая", "двоеточие"}) and _clause(s) is None and _free(s)


def _subject(s: Situation) -> Phrase | None:
    """Whose opinion a verb's object is: «придерживается мнения, что», «выступил с заявлением, что»."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    for k in range(cue.start - 1, max(scope[0], cue.start - 12) - 1, -1):
        w = words[k]
        if w.flags & FINITE and not w.flags & NOUN:
            if not w.subject:
                return None
            at = CueAt(cue.entry, ((k, k + 1),), k)
            return subject_left(view, k, scope, w.subject) or subject_right(view, at, (scope[0], cue.start), w.subject)
    return None
