"""Quotations without a cue: headlines, blocks after a colon, interviews, continuations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from newsquotes.document import QuoteType
from newsquotes.russian.quotes.objects import Objects
from newsquotes.russian.quotes.proposal import NO_ENTRY, Proposal, is_speech
from newsquotes.russian.reading.clauses import (
    has_predicate,
    has_verb,
    spaced_dash,
)
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.subjects import source_of
from newsquotes.russian.reading.words import (
    DASHES,
    FINITE,
    LATIN,
    NOM,
    NOUN,
    PRONOUN,
    TERMINALS,
)

_ASKING = frozenset(["корр", "корреспондент", "вопрос", "ответ", "ведущий", "ведущая", "журналист", "интервьюер"])


class Cueless(Objects):
    """Quotations without a cue: headlines, blocks after a colon, interviews, continuations."""

    def interview(self) -> Iterator[Proposal]:
        """«Корр.: … Иванов: …»: paragraphs that begin with who speaks, several of them."""
        view, words = self.view, self.words
        turns = []
        for first, last in view.paragraphs:
            k = self.first_colon(first + 1, min(last - 1, first + 8))
            if k is None or (view.starts[k + 1] == view.ends[k] and not words[k + 1].title):
                continue
            source = self.titled(first, k)
            if source is None and words[first].low in _ASKING and all(words[j].text == "." for j in range(first + 1, k)):
                source = Phrase(first, first + 1, first, NOM)
            if source is not None and (
                source.name is not None or words[source.head].role is not None or words[first].low in _ASKING
            ):
                turns.append((first, k, last, source))
        if len(turns) < 3 and not (len(turns) == 2 and words[turns[0][2] - 1].text == "?"):
            yield from self.turns_after_dashes()
            return
        for _, k, last, source in turns:
            begin, end = k + 1, last
            if words[begin].text in DASHES:
                begin += 1
            q = next(iter(view.opening.get(begin, ())), None)
            if q is not None and q.close >= last - 2:
                self.taken.add(q.first)
                begin, end = q.first, q.last
            if end > begin and not any(begin <= c.content[0][0] < end and c.rule == "headline" for c in self.found):
                yield Proposal("interview", [(begin, end)], None, source, "direct", q, 0.8)

    def first_colon(self, first: int, last: int) -> int | None:
        """The first colon of a range that stands in no marks."""
        colons = self.view.colons
        for n in range(bisect_left(colons, first), len(colons)):
            if colons[n] >= last:
                return None
            if not self.view.depth[colons[n]]:
                return colons[n]
        return None

    def turns_after_dashes(self) -> Iterator[Proposal]:
        """Questions and answers, each a paragraph after a dash."""
        view, words = self.view, self.words
        run: list[tuple[int, int]] = []
        for first, last in [*view.paragraphs, (view.size, view.size)]:
            if first < last and words[first].text in DASHES and last - first > 2:
                run.append((first + 1, last))
                continue
            if len(run) >= 2 and any(words[b - 1].text == "?" for _, b in run):
                for a, b in run:
                    if not any(c.content and a <= c.content[0][0] < b for c in self.found):
                        yield Proposal("interview", [(a, b)], None, None, "direct", None, 0.8)
            run = []

    def blocks(self) -> Iterator[Proposal]:
        """A paragraph after one that ends with a colon, and marked sentences after a colon: words said, cue or no cue."""
        view, words = self.view, self.words
        starts = {c.content[0][0] for c in self.found if c.content}
        for p, (first, last) in enumerate(view.paragraphs):
            if words[last - 1].text != ":" or last - first < 2 or p + 1 >= len(view.paragraphs):
                continue
            a, b = view.paragraphs[p + 1]
            q = next(iter(view.opening.get(a, ())), None)
            begin = q.first if q is not None else a
            if begin in starts or a in starts or b - a < 5 or not has_verb(view, a, b) or words[b - 1].text == ":":
                continue
            source = self.titled(first, last - 1) or self.last_person(view.sentence_of[last - 1])
            content = self.paragraph_fragments([(q.first, q.last)]) if q is not None else [(a, b)]
            if q is not None:
                self.taken.add(q.first)
            yield Proposal("block", content, None, source, "direct", q, 0.6)
        for q in self.speech:
            if (
                q.first in self.taken
                or q.depth
                or q.open < 2
                or words[q.open - 1].text != ":"
                or not words[q.first].title
                or q.close < 0
            ):
                continue
            if q.first in starts or q.open - 1 == view.sentences[view.sentence_of[q.open]][0]:
                continue
            self.taken.add(q.first)
            yield Proposal(
                "after-colon",
                self.paragraph_fragments([(q.first, q.last)]),
                None,
                self.titled(view.sentences[view.sentence_of[q.open - 1]][0], q.open - 1)
                or self.last_person(view.sentence_of[q.open - 1]),
                "direct",
                q,
                0.6,
            )

    def last_person(self, n: int) -> Phrase | None:
        """The subject of a sentence that introduces words without a cue: «Иванов не спешит: «…»»."""
        view, words = self.view, self.words
        first, last = view.sentences[n]
        for c in self.found:
            if c.rule == "prepositional" and c.cue is not None and first <= c.cue.main < last:
                return c.source  # «По мнению X, A: «B»»
        for k in range(first, last):
            w = words[k]
            if w.flags & FINITE and w.subject and not w.flags & NOUN and not view.depth[k]:
                cue = CueAt(NO_ENTRY, ((k, k + 1),), k)
                return source_of(view, cue, (first, last), False)
        return None

    def headlines(self) -> Iterator[Proposal]:
        """X: A, in the first line or in a line without a full stop."""
        view, words = self.view, self.words
        for p, (first, last) in enumerate(view.paragraphs):
            k = self.first_colon(first + 1, min(last, first + 12))
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
            if site or words[k + 1] is view.vocabulary.link or any(first <= c.content[0][0] < last for c in self.found):
                continue  # «Источник: www.example.org»
            q = next((q for q in view.opening.get(k + 1, ())), None)
            if q is not None and q.close >= last - 2:
                self.taken.add(q.first)
                yield Proposal("headline", [(q.first, q.last)], None, source, "direct", q, 0.8)
            elif has_predicate(view, k + 1, last) or last - k > 3:
                yield self.titled_words(k + 1, last, source)

    def titled_words(self, first: int, last: int, source: Phrase) -> Proposal:
        """The words of a headline after its source, without marks around them."""
        kind: QuoteType = "mixed" if self.holds_quoted(first, last, 0) else "indirect"
        return Proposal("headline", [(first, last)], None, source, kind, None, 0.6)

    def dashed_headline(self) -> Iterator[Proposal]:
        """The headline «X — A», «X о деле: A» and ««A» — X»."""
        view, words = self.view, self.words
        if not view.paragraphs:
            return
        first, last = view.paragraphs[0]
        if last - first > 40 or any(c.content and first <= c.content[0][0] < last for c in self.found):
            return
        q = next((q for q in view.opening.get(first, ()) if 0 < q.close < last - 2), None)
        if q is not None and words[q.close + 1].text in DASHES and is_speech(view, q):
            source = self.titled(q.close + 2, last)
            if source is not None and self.speaks(source):
                self.taken.add(q.first)
                yield Proposal("headline", [(q.first, q.last)], None, source, "direct", q, 0.8)
            return
        for k in range(first + 1, min(last - 1, first + 14)):
            if words[k].text == ":" or (words[k].text in DASHES and spaced_dash(view, k)):
                about = next((j for j in range(first + 1, k) if words[j].low in ("о", "об", "про")), None)
                source = self.titled(first, k if about is None else about)
                if source is None or not self.speaks(source) or (words[k].text == ":" and about is None):
                    return
                quoted = next(iter(view.opening.get(k + 1, ())), None)
                if quoted is not None and quoted.close >= last - 2:
                    self.taken.add(quoted.first)
                    yield Proposal("headline", [(quoted.first, quoted.last)], None, source, "direct", quoted, 0.8)
                elif (has_predicate(view, k + 1, last) and source.name is not None) or (
                    words[source.head].role is not None and has_predicate(view, k + 1, last)
                ):
                    yield self.titled_words(k + 1, last, source)
                return

    def orphans(self) -> Iterable[Proposal]:
        """Marked sentences that no cue claims: they go on with the running speaker."""
        view, words = self.view, self.words
        covered = [(a, b) for c in self.found for a, b in c.content]
        for q in self.speech:
            if q.first in self.taken or q.depth or q.repair in ("unopened",):
                continue
            if any(
                a < q.last and q.first < b and min(b, q.last) - max(a, q.first) > 0.5 * (q.last - q.first)
                for a, b in covered
            ):
                continue
            if q.last - q.first < 4 or not has_verb(view, q.first, q.last):
                continue
            if not self.opens_sentence(q.open) or (not words[q.first].title and words[q.first].text not in ("...", "…")):
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
            content = self.paragraph_fragments([(q.first, q.last)])
            yield Proposal("continuation", content, None, None, "direct", q, 0.6)
