"""What every rule needs: the scope of a cue, its segment, fragments by paragraph."""

from __future__ import annotations

from bisect import bisect_left

from newsquotes.russian.quotes.proposal import Proposal, is_fragment, is_speech
from newsquotes.russian.reading.clauses import (
    segment_start,
    trimmed,
    within_marks,
)
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import (
    ADVERB,
    CONJUNCTION,
    DASHES,
    FINITE,
    NOM,
    NOUN,
    PARTICLE,
    PREPOSITION,
    QUOTE_MARKS,
    TERMINALS,
)


class Rules:
    """What every rule needs: the scope of a cue, its segment, fragments by paragraph."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.words = view.words
        self.found: list[Proposal] = []
        self.speech = [q for q in view.quoted if is_speech(view, q)]
        self._segments: dict[tuple[int, int], int] = {}
        self.by_close: dict[int, list[Quoted]] = {}
        for q in view.quoted:
            if q.close >= 0:
                self.by_close.setdefault(q.close, []).append(q)
        self.brackets_by_sentence: dict[int, list[tuple[int, int]]] = {}
        for a, b in view.brackets:
            self.brackets_by_sentence.setdefault(view.sentence_of[a], []).append((a, b))
        self.cues: list[CueAt] = []  # those of the sentence at hand
        self.sentence_found: list[tuple[CueAt, Proposal]] = []
        self.merged: set[int] = set()  # cues that another cue of the sentence has taken in
        self.taken: set[int] = set()  # first tokens of quoted ranges that a cue has claimed

    def trim(self, c: Proposal) -> None:
        """Cuts marks off the ends of the content; of direct speech a full stop within the quote marks stays."""
        trim = within_marks if c.type == "direct" else trimmed
        c.content = [p for a, b in c.content if (p := trim(self.view, a, b))[1] > p[0]]

    def scope(self, cue: CueAt, n: int) -> tuple[int, int]:
        """The sentence of a cue, within the quoted range or the brackets that hold the cue."""
        first, last = self.view.sentences[n]
        q = self.view.holder(cue.start)
        if q is not None and cue.end <= q.last:
            first, last = max(first, q.first), min(last, q.last)
        for a, b in self.brackets_by_sentence.get(n, ()):
            if a <= cue.start and cue.end <= b:
                first, last = max(first, a), min(last, b)
        return first, last

    def inverted(self, cue: CueAt, scope: tuple[int, int]) -> bool:
        """Whether the verb opens its segment, so that its subject follows."""
        start = self.segment(cue, scope)
        words = self.words
        k = start
        while k < cue.start and (
            (words[k].flags & (ADVERB | PARTICLE | CONJUNCTION) and not words[k].noun)
            or words[k].low in ("как", "и", "а", "но")
        ):
            k += 1
        if k == cue.start:
            return True
        # «Об этом сообщил X», «В среду сообщил X»
        if words[k].flags & PREPOSITION:
            group = phrase_at(self.view, k + 1, cue.start)
            return group is not None and group.end == cue.start
        return False

    def segment(self, cue: CueAt, scope: tuple[int, int]) -> int:
        """Where the cue's segment begins: after a comma, a dash, or the mark that closes words said."""
        key = (cue.start, scope[0])
        known = self._segments.get(key)
        if known is None:
            level = self.view.depth[cue.main]
            known = segment_start(self.view, cue.start, scope[0], level)
            for k in range(cue.start - 1, known - 1, -1):
                ranges = self.by_close.get(k)
                if ranges and self.view.depth[k] <= level and any(is_speech(self.view, q) for q in ranges):
                    known = k + 1
                    break
            self._segments[key] = known
        return known

    def opens_sentence(self, i: int) -> bool:
        """Whether token ``i`` begins a sentence or follows the end of one."""
        view, words = self.view, self.words
        if i <= 0:
            return True
        if i == view.paragraphs[view.paragraph_of[i]][0]:
            return True
        before = words[i - 1].text
        return (
            before in TERMINALS
            or before[0] in ".!?…"
            or (before in ("»", "”") and i - 2 >= 0 and words[i - 2].text in TERMINALS)
            or i == view.sentences[view.sentence_of[i]][0]
        )

    def paragraph_fragments(self, content: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """One fragment a paragraph, without the marks that re-open it."""
        view, words = self.view, self.words
        result = []
        for first, last in content:
            p = view.paragraph_of[first]
            while True:
                border = view.paragraphs[p][1]
                end = min(last, border)
                while first < end and words[first].text in QUOTE_MARKS:
                    first += 1
                if end > first:
                    result.append((first, end))
                if border >= last:
                    break
                first, p = border, p + 1
        return result

    def holds_quoted(self, first: int, last: int, level: int) -> bool:
        """Whether words that the speaker is quoted with stand within: a marked range that is not a name."""
        return any(
            first <= q.open and 0 <= q.close < last and is_fragment(self.view, q)
            for q in self.view.quoted_between(first, last)
        )

    def stretched(self, first: int, scope: tuple[int, int]) -> int:
        """A reported clause may end within marks that run over the sentence's end."""
        view = self.view
        end = scope[1]
        for q in view.quoted_between(first, end + 1):
            if (
                first <= q.open < end < q.close
                and view.paragraph_of[q.open] == view.paragraph_of[q.close]
                and view.depth[q.open] <= view.depth[max(first - 1, 0)]
            ):
                end = q.close + 1
                if end < view.size and self.words[end].text == ".":
                    end += 1
        return end

    def colon_after(self, cue: CueAt, border: int) -> int | None:
        """The colon that opens what a cue introduces: at most an object, an addressee, a place, appositions between."""
        view, words = self.view, self.words
        level = view.depth[cue.main]
        limit = min(border, cue.end + 30)
        colons = view.colons
        nearest = bisect_left(colons, cue.end)
        if nearest == len(colons) or colons[nearest] >= limit:
            return None
        for k in range(cue.end, limit):
            text = words[k].text
            if text == ":" and view.depth[k] <= level:
                if (
                    k + 1 < view.size
                    and words[k + 1].text.isdigit()
                    and words[k - 1].text.isdigit()
                    and view.starts[k + 1] == view.ends[k]
                ):
                    continue
                return k
            if (
                text in TERMINALS
                and not (
                    (k + 1 < limit and words[k + 1].text == ",")
                    or (len(words[k - 1].text) <= 2 and k + 1 < limit and words[k + 1].title is False)
                )
            ) or text in ";":
                return None
            if (
                view.depth[k] <= level
                and words[k].flags & FINITE
                and not words[k].flags & NOUN
                and not self.in_relative(cue.end, k)
            ):
                return None
            if words[k].low == "что" and words[k - 1].text == ",":
                return None
        return None

    def in_relative(self, first: int, k: int) -> bool:
        """Whether token ``k`` lies in a relative clause that opened after ``first``."""
        words = self.words
        for j in range(k - 1, max(first - 1, k - 15), -1):
            if words[j].lemma == "который":
                return True
            if (
                words[j].text == ","
                and j < k - 1
                and words[j + 1].lemma != "который"
                and words[j + 1].flags & (CONJUNCTION | FINITE)
            ):
                return False
        return False

    def ends_here(self, close: int, border: int) -> bool:
        """Whether nothing of the sentence follows the closing mark but punctuation."""
        words = self.words
        k = close + 1
        return (
            k >= border
            or words[k].text in TERMINALS
            or words[k].text in (",", ";", "(", ")")
            or words[k].text in DASHES
            or words[k].text in QUOTE_MARKS
            or self.view.sentence_of[k] != self.view.sentence_of[close]
        )

    def titled(self, first: int, last: int) -> Phrase | None:
        """«Иван Королёв: …»: nothing but a name or a role before the colon."""
        source = phrase_at(self.view, first, last, NOM)
        return source if source is not None and source.end == last else None

    def speaks(self, source: Phrase) -> bool:
        """Whether a phrase names a person, a role or a body."""
        head = self.words[source.head]
        return (
            source.name is not None
            or (head.role is not None and head.role.kind != "document")
            or head.low in self.view.lexicon.outlets
        )
