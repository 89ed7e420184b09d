"""Direct speech that a dash opens and no cue attributes, after a sentence about who speaks, or with a remark put into it.

«Мэр поблагодарила гостей. — Наш город рад вам», «Анна расплакалась: — Я не верила», «— Вода ушла, — Белов показывает
на берег. — Вон куда».
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

from newsquotes.russian.quotes.direct import closes_words
from newsquotes.russian.quotes.fragments import speaks
from newsquotes.russian.quotes.own_words import YOU, is_own, is_sentence, own_paragraphs, speaks_of_self
from newsquotes.russian.quotes.proposal import NO_ENTRY, Proposal
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.clauses import has_verb, spaced_dash
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import ANIMATE, ANY_FORM, DASHES, FINITE, GEN, NOUN, PERSONAL
from newsquotes.russian.reading.people import people_in
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.subjects import source_of
from newsquotes.russian.reading.view import View

_LONGEST_REMARK = 20
_MOST_REMARKS = 4
_ASIDE = 12  # words of a remark that is a sentence of its own


@attrs.frozen
class Spoken:
    """Words that a dash opens, without the author's remarks, and who the remarks or the sentence before say speaks."""

    content: list[tuple[int, int]]
    source: Phrase | None


def without_remarks(view: View, first: int, last: int) -> Spoken:
    """Words said without what the author puts in between dashes: «A, — он вздыхает. — B», «A! — Мэр пожал руки. — B»."""
    words = view.words
    level = view.depth[first]
    content: list[tuple[int, int]] = []
    source: Phrase | None = None
    begin = first
    dashes = [k for k in view.marks_between(first + 1, last) if view.depth[k] <= level and spaced_dash(view, k)]
    for n, k in enumerate(dashes):
        if k < begin + 1 or words[k - 1].text[0] not in ",.!?…" or len(content) >= _MOST_REMARKS:
            continue
        closing = next((j for j in dashes[n + 1 : n + 3] if words[j - 1].text[0] in ".,!?"), last)
        who = _remark(view, k + 1, closing, last)
        if who is None:
            continue
        content.append((begin, k - (words[k - 1].text == ",")))
        source = source or who
        begin = min(closing + 1, last)
    if begin < last:
        content.append((begin, last))
    return Spoken(content, source)


def _remark(view: View, first: int, closing: int, last: int) -> Phrase | None:
    """Who does what the words between two dashes tell, where they are the author's."""
    words = view.words
    aside = words[first - 2].text == "."
    if closing - first > _LONGEST_REMARK or closing - first < 2 or (aside and (closing == last or closing - first > _ASIDE)):
        return None
    if any(w.first_person or w.low in YOU for w in words[first:closing]):
        return None
    verb = next((k for k in range(first, closing) if words[k].flags & FINITE and not words[k].flags & NOUN), None)
    if verb is None or not words[verb].subject:
        return None
    inverted = all(not words[k].noun for k in range(first, verb))
    source = source_of(view, CueAt(NO_ENTRY, ((verb, verb + 1),), verb), (first, closing), inverted)
    if source is None:
        return None
    head = words[source.head]
    if aside and source.name is None and not head.flags & PERSONAL:
        return None
    return source if speaks(view, source) or head.flags & (PERSONAL | ANIMATE) else None


def within_paragraphs(view: View, found: Sequence[Proposal]) -> Iterator[Proposal]:
    """A dash within a paragraph after a sentence, or a colon, that is about who speaks."""
    words = view.words
    direct = sorted(a for c in found if c.type == "direct" for a, _ in c.content)
    for first, end in _dashed(view):
        begin, border = view.paragraphs[view.paragraph_of[first]]
        if first == begin or words[begin].text in DASHES or not is_sentence(view, first, end):
            continue
        k = bisect_left(direct, begin)
        if k < len(direct) and direct[k] < border:
            continue  # «…», — сказал X. — …
        introduced = about(view, first - 1)
        if introduced is not None and is_own(view, first, end):
            yield Proposal("dash-speech", without_remarks(view, first + 1, end).content, None, introduced, "direct")


def _dashed(view: View) -> list[tuple[int, int]]:
    """What a dash opens after a sentence or a colon, up to the next such dash or the end of the paragraph."""
    return view.once("dashed", _find_dashed)


def _find_dashed(view: View) -> list[tuple[int, int]]:
    words = view.words
    dashes = {first for first, _ in view.sentences if words[first].text in DASHES}
    dashes.update(k + 1 for k in view.colons if k + 1 < view.size and words[k + 1].text in DASHES)
    opening = sorted(k for k in dashes if not view.depth[k] and k + 2 < view.size and words[k + 1].title)
    return [
        (first, min(following, view.paragraphs[view.paragraph_of[first]][1]))
        for first, following in pairwise([*opening, view.size])
    ]


def after_colon_and_dash(s: Situation) -> Proposal | None:
    """X сказал: — A."""
    view, k = s.view, s.colon
    if k is None or closes_words(s):
        return None
    dashed = _dashed(view)
    n = bisect_left(dashed, (k + 1,))
    if n == len(dashed) or dashed[n][0] != k + 1 or view.paragraph_of[k] != view.paragraph_of[k + 1]:
        return None
    first, end = dashed[n]
    if not is_sentence(view, first, end) or not (has_verb(view, first, end) or end - first < 6):
        return None
    return Proposal("direct-before", [(first + 1, end)], s.cue, None, "direct")


def after_dash(view: View, n: int, introduced: Phrase | None, *, goes_on: bool) -> Proposal:
    """The words of paragraph ``n`` after its dash, and of those that go on with them."""
    first, last = view.paragraphs[n]
    spoken = without_remarks(view, first + 1, last)
    content = spoken.content
    if goes_on:
        content += own_paragraphs(view, n, spoken.source or introduced, led=introduced is not None)
    return Proposal("dash-speech", content, None, spoken.source or introduced, "direct")


def is_listed(view: View, n: int) -> bool:
    """Whether paragraph ``n`` is one of several after dashes that nobody says: «Главное за день: — … — …»."""
    both = view.paragraphs[n : n + 2]
    return len(both) == 2 and all(view.words[a].text in DASHES and not speaks_of_self(view, a, b) for a, b in both)


def about(view: View, last: int) -> Phrase | None:
    """Who the sentence that ends with token ``last`` is about, where it is somebody who can speak.

    That is its subject, or the only person whom it names: «Слово ветерану Ивану Белову», «Анна Круглова — художник».
    """
    n = view.sentence_of[last]
    source = subject_of(view, n)
    if source is not None and (speaks(view, source) or view.words[source.head].flags & PERSONAL):
        return source
    first, end = view.sentences[n]
    people = people_in(view)
    k = bisect_left(people, first, key=lambda person: person.start)
    here = people[k : bisect_left(people, end, key=lambda person: person.start)]
    if len(here) != 1:
        return None
    start, stop = here[0].start, here[0].end
    before = view.words[start - 1] if start > first else None
    owned = before is not None and before.flags & NOUN and before.role is None and before.noun_cue is None
    if owned and view.words[stop - 1].noun & GEN:
        return None  # «на улице Ивана Белова», but «рассказ Ивана Белова»
    whole = phrase_at(view, start, stop)
    return whole if whole is not None and whole.end == stop else Phrase(start, stop, stop - 1, ANY_FORM, (start, stop))


def subject_of(view: View, n: int) -> Phrase | None:
    """The subject of the first verb of sentence ``n``."""
    first, last = view.sentences[n]
    for k in range(first, last):
        w = view.words[k]
        if w.flags & FINITE and w.subject and not w.flags & NOUN and not view.depth[k]:
            return source_of(view, CueAt(NO_ENTRY, ((k, k + 1),), k), (first, last), False)
    return None
