"""Headlines and other lines without a full stop that are made of words and who said them: «X: A», «A — X», «A»: X о деле."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from newsquotes.russian.quotes.fragments import said_type, speaks, titled
from newsquotes.russian.quotes.labels import first_colon
from newsquotes.russian.quotes.proposal import Proposal, is_outlet
from newsquotes.russian.quotes.situation import Rest
from newsquotes.russian.reading.clauses import has_predicate, has_verb, spaced_dash
from newsquotes.russian.reading.forms import (
    ANIMATE,
    DASHES,
    FINITE,
    GEN,
    LATIN,
    NOM,
    NUMBER,
    PLACE,
    PRONOUN,
    SURNAME,
    TERMINALS,
)
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.people import people_in
from newsquotes.russian.reading.phrase_parts import name_at
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View

_LONGEST = 40  # tokens of a line that may be a headline
_LONGEST_SOURCE = 14  # tokens of a line before what it says
_SPEAKING_ROLES = frozenset(("person", "group", "anonymous", "organization", "outlet"))


def headlines(rest: Rest) -> Iterator[Proposal]:
    """The words of each line that names who said them, where no cue has taken words of it."""
    view = rest.view
    begun = {view.paragraph_of[c.content[0][0]] for c in rest.found if c.content}
    for p in range(len(view.paragraphs)):
        shapes = _SHAPES if p not in begun else _AROUND_CUES if p == 0 else ()
        found = next((proposal for shape in shapes if (proposal := shape(view, p)) is not None), None)
        if found is not None:
            yield found


def _of_outlet(view: View, p: int) -> Proposal | None:
    """«Прибой»: учёные выяснили, как A.  What an outlet says may hold what others say."""
    first, last = view.paragraphs[p]
    found = _before_colon(view, p) if last - first <= _LONGEST else None
    return found if found is not None and found.source is not None and is_outlet(view, found.source) else None


def _before_colon(view: View, p: int) -> Proposal | None:
    """X: A."""
    words = view.words
    first, last = view.paragraphs[p]
    k = first_colon(view, first + 1, min(last, first + 12))
    if k is None or k + 2 >= last:
        return None
    q = _marked_to_the_end(view, k + 1, last)
    if q is None and not _ends_as_line(view, p):
        return None
    source = titled(view, first, k)
    if source is None:
        return None
    head = words[source.head]
    if (
        source.name is None
        and head.role is None
        and not head.flags & PRONOUN
        and not (q is not None and head.flags & ANIMATE)
        and words[first].low not in view.lexicon.outlets
    ):
        return None
    if (words[k + 1].flags & LATIN and words[k + 2].text in (":", "/", ".")) or words[k + 1] is view.vocabulary.link:
        return None  # «Источник: www.example.org»
    if q is not None:
        if source.name is None and q.last - q.first < 3 and not has_verb(view, q.first, q.last):
            return None  # «Источник: «Прибой»»
        return Proposal("headline", [(q.first, q.last)], None, source, "direct", q, (q.first,))
    speaking = head.role is None or head.role.kind in _SPEAKING_ROLES
    if not speaking and not has_predicate(view, k + 1, last):
        return None  # «Итоги года: пять главных побед»
    named = name_at(view, k + 1, last)  # «Автор: Иван Петров»
    if has_predicate(view, k + 1, last) or (
        last - k > 3 and (named is None or (named[0] < last and words[named[0]].text.isalpha()))
    ):
        return _unmarked(view, k + 1, last, source)
    return None


def _before_dash(view: View, p: int) -> Proposal | None:
    """X — A.  X о деле: A."""
    words = view.words
    first, last = view.paragraphs[p]
    if p or last - first > _LONGEST or first in view.opening:
        return None
    for k in range(first + 1, min(last - 1, first + _LONGEST_SOURCE)):
        if words[k].text == ":" or spaced_dash(view, k):
            about = next((j for j in range(first + 1, k) if words[j].low in ("о", "об", "про")), None)
            source = titled(view, first, k if about is None else about)
            if source is None or not speaks(view, source) or (words[k].text == ":" and about is None):
                return None
            second = next((j for j in range(k + 1, last) if spaced_dash(view, j)), None)
            if words[k].text != ":" and second is not None and not has_predicate(view, k + 1, second):
                return None  # «Клуб «Метеор» — чемпион прошлого года — проиграл дома»
            if words[k + 1].low in ("о", "об", "про"):  # «Мэр Белов — о мостах: A»
                colon = first_colon(view, k + 1, min(last, k + _LONGEST_SOURCE))
                if colon is None or colon + 2 >= last:
                    return None
                k = colon
            q = _marked_to_the_end(view, k + 1, last)
            if q is not None:
                return Proposal("headline", [(q.first, q.last)], None, source, "direct", q, (q.first,))
            known = source.name is not None or words[source.head].role is not None
            return _unmarked(view, k + 1, last, source) if known and has_predicate(view, k + 1, last) else None
    return None


def _marked_first(view: View, p: int) -> Proposal | None:
    """«A»: X о деле.  «A» — X.  «A». X — о деле."""
    words = view.words
    first, last = view.paragraphs[p]
    q = next((q for q in view.opening.get(first, ()) if 0 < q.close < last - 2), None)
    if q is None or not _ends_as_line(view, p):
        return None
    mark = words[q.close + 1].text
    dashed = mark in DASHES
    source = phrase_at(view, q.close + 2, last, NOM) if dashed or mark in ":." else None
    if source is None or not _may_say(view, source) or (dashed and source.end != last):
        return None
    after = source.end + (source.end < last and words[source.end].text in DASHES)
    tells = after < last and (words[after].cue is not None or words[after].low in ("о", "об", "про"))
    if mark == "." and not (tells and after > source.end):
        return None  # «A». X — о деле
    sentence = has_verb(view, q.first, q.last) or words[q.last - 1].text in TERMINALS or q.last - q.first >= 5
    if not sentence and not (tells and source.name is not None):
        return None  # a name: «Матч века»: как это было
    return Proposal("headline", [(q.first, q.last)], None, source, "direct", q, (q.first,))


def _before_source(view: View, p: int) -> Proposal | None:
    """A — X."""
    words = view.words
    first, last = view.paragraphs[p]
    if not _ends_as_line(view, p):
        return None
    if (colon := first_colon(view, first, last)) is not None:
        first = colon + 1  # «Ремонт порта: сроки сорваны — эксперт»
        if not has_predicate(view, first, last):
            return None
    k = next((k for k in range(last - 2, max(first + 1, last - _LONGEST_SOURCE), -1) if spaced_dash(view, k)), None)
    if k is None or words[first].text in DASHES:
        return None
    about = next((j for j in range(k + 3, last) if words[j].low in ("о", "об", "про")), last)
    source = titled(view, k + 1, about if not has_predicate(view, about, last) else last)  # «A — пресса о кризисе»
    if (
        source is None
        or words[source.start].flags & NUMBER
        or not words[source.head].noun & NOM
        or words[source.head].flags & PLACE
    ):
        return None
    role = words[source.head].role
    body = source.name is None and role is not None and role.kind in ("organization", "outlet")
    body = body or words[source.head].low in view.lexicon.outlets
    if source.name is None and not body and words[k - 1].title and words[k - 1].noun & NOM:
        return None  # «Победил Иванов — чемпион мира»
    predicate = has_predicate(view, first, k)
    named = source.name is not None and (
        source.end - source.start > 1 or bool(words[source.head].flags & SURNAME) or _is_named_in_full(view, source.head)
    )
    if predicate and (named or body or (role is not None and role.kind in _SPEAKING_ROLES)):
        return _unmarked(view, first, k, source)
    told = body or (role is not None and source.end - source.start > 1)
    return _unmarked(view, first, k, source) if told and p == 0 and k - first >= 4 else None


def _before_attribution(view: View, p: int) -> Proposal | None:
    """A: X рассказал.  A: мнение X."""
    words = view.words
    first, last = view.paragraphs[p]
    colon = first_colon(view, first, last)
    if (
        colon is None
        or colon + 2 >= last
        or not _ends_as_line(view, p)
        or last - colon > _LONGEST_SOURCE
        or colon - first < 3
    ):
        return None
    if words[colon + 1].noun_cue is not None:
        source = phrase_at(view, colon + 2, last, GEN)
        ended = source is not None and source.end == last
    else:
        source = phrase_at(view, colon + 1, last, NOM)
        verb = words[source.end] if source is not None and source.end < last else None
        ended = (
            verb is not None and verb.cue is not None and bool(verb.flags & FINITE) and _tells_no_more(view, source, last)
        )
    if source is None or not ended or not _may_say(view, source) or not has_predicate(view, first, colon):
        return None
    return _unmarked(view, first, colon, source)


def _tells_no_more(view: View, source: Phrase | None, last: int) -> bool:
    """Whether nothing follows the verb after a source but what was spoken of: «X рассказала», «X рассказала о зубах»."""
    if source is None:
        return False
    after = source.end + 1
    return after == last or (view.words[after].low in ("о", "об", "про") and not has_predicate(view, after, last))


_SHAPES: tuple[Callable[[View, int], Proposal | None], ...] = (
    _marked_first,
    _before_colon,
    _before_attribution,
    _before_dash,
    _before_source,
)
_AROUND_CUES: tuple[Callable[[View, int], Proposal | None], ...] = (_of_outlet,)


def _is_named_in_full(view: View, i: int) -> bool:
    """Whether a word is the surname of somebody whom the text names by first name too: «Гай» of «Лев Гай»."""
    return view.words[i].lemma in view.once("surnames with first names", _surnames)


def _surnames(view: View) -> frozenset[str]:
    people = (p.name for p in people_in(view))
    return frozenset(view.words[name.last - 1].lemma for name in people if name.last - name.first > 1)


def _ends_as_line(view: View, p: int) -> bool:
    """Whether a paragraph is short and, but for the first of the document, ends without a full stop."""
    first, last = view.paragraphs[p]
    return last - first <= _LONGEST and (p == 0 or view.words[last - 1].text not in TERMINALS)


def _marked_to_the_end(view: View, first: int, last: int) -> Quoted | None:
    """The marked words that fill a line from a token on."""
    return next((q for q in view.opening.get(first, ()) if q.close >= last - 2), None)


def _may_say(view: View, source: Phrase) -> bool:
    """Whether a phrase names a person, people, a body or an outlet."""
    head = view.words[source.head]
    return speaks(view, source) or bool(head.flags & ANIMATE) or head.pronoun


def _unmarked(view: View, first: int, last: int, source: Phrase) -> Proposal:
    """Words without marks around them."""
    content = [(first, last)]
    return Proposal("headline", content, None, source, said_type(view, content, 0))
