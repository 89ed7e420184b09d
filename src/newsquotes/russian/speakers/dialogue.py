"""Questions and answers: which quotations are turns of a talk, and with whom the talk is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from newsquotes.document import Quote
from newsquotes.russian.reading.forms import DASHES, FINITE
from newsquotes.russian.reading.speakable import REPORTERS
from newsquotes.russian.reading.view import View
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity

_TALKED = frozenset(
    "интервью беседа беседовать побеседовать поговорить разговор разговаривать говорить рассказать рассказывать ответить"
    " отвечать расспросить спросить встретиться встреча вопрос гость гостья собеседник собеседница герой героиня"
    " знакомить познакомиться обратиться поделиться".split()
)
_ASKED_BY = frozenset("беседовать записать записывать подготовить взять провести".split())
_ANSWERS = frozenset("ответ о".split())
_QUESTIONS = frozenset("вопрос в корр корреспондент ведущий ведущая интервьюер".split())
_TELL = frozenset("рассказать поделиться объяснить описать вспомнить назвать представиться пояснить напомнить".split())
_PLEASE = ("ите", "йте", "итесь", "йтесь")
_THANKS = frozenset(("спасибо", "благодарю", "благодарим"))
_NEAR = 8  # tokens between a word of talking and the name
_MOST_PLACES = 200  # where somebody is mentioned before a talk
_REMARK = 40  # tokens of what who asks says without asking


class Dialogue:
    """The talks of a document: runs of turns without a cue, some of them questions."""

    def __init__(self, discourse: Discourse, quotes: Sequence[Quote]) -> None:
        self.discourse = discourse
        self.view: View = discourse.view
        self.answers: dict[int, Entity | None] = {}  # quotation → whom the talk is with
        self.questions: set[int] = set()
        self.labels = {
            k for q in quotes if q.layout == "interview" and q.source for k in range(*self.view.tokens_of(q.source))
        }
        self.first = quotes[0] if quotes else None
        run: list[Quote] = []
        for quote in quotes:
            if not self._is_turn(quote):
                continue
            if run and self._apart(run[-1], quote):
                self._read(run)
                run = []
            run.append(quote)
        self._read(run)
        for quote in quotes:
            if quote.layout == "interview" and (speaker := self._by_initials(quote)) is not None:
                self.answers[quote.id] = speaker

    def _by_initials(self, quote: Quote) -> Entity | None:
        """Whose initials a label is: «М. Р.: …» in a talk with Майя Резник."""
        first, last = self.view.tokens_of(quote.source) if quote.source is not None else (0, 0)
        letters = [w.text for w in self.view.words[first : min(last, first + 5)] if w.text != "."]
        if len(letters) != 2 or not all(len(letter) == 1 and letter.isupper() for letter in letters):
            return None
        found = [entity for entity in self.discourse.people if _initials(entity) in (letters, letters[::-1])]
        return found[0] if len(found) == 1 else None

    def _is_turn(self, quote: Quote) -> bool:
        """Whether a quotation is a line of its own, after a dash or a label at most, without cue and marks."""
        if quote.type != "direct" or quote.cue.spans or quote.parent is not None:
            return False
        view = self.view
        k = view.tokens_of(quote.content[0])[0]
        first = view.paragraphs[view.paragraph_of[k]][0]
        if quote.source is not None:
            return self._label(quote) in _ANSWERS | _QUESTIONS
        return k - first <= 1 and all(view.words[n].text in DASHES for n in range(first, k))

    def names_asker(self, quote: Quote) -> bool:
        """Whether a question has a label that is somebody's role: «Ведущий: …», but «Вопрос: …»."""
        return quote.source is not None and self.view.words[self.view.tokens_of(quote.source)[0]].role is not None

    def is_label(self, entity: Entity) -> bool:
        """Whether somebody's name is the label of turns."""
        return bool(entity.names) and any(place.first in self.labels for place in entity.places)

    def _apart(self, one: Quote, other: Quote) -> bool:
        """Whether too much stands between two turns for one talk."""
        paragraph = self.view.paragraph_of
        last = paragraph[self.view.tokens_of(one.content[-1])[1] - 1]
        return paragraph[self.view.tokens_of(other.content[0])[0]] - last > 12

    def _read(self, run: Sequence[Quote]) -> None:
        asked = {quote.id for quote in run if self._asks(quote)}
        if (not asked or len(run) < 2) and not any(map(self._follows_question, run)):
            if run and run[0] is self.first and all(quote.layout == "dialogue" for quote in run):
                guest = self._guest(run, asked)  # the first words said, and nobody is named beside them
                self.answers.update({quote.id: guest for quote in run})
            return
        asked |= self._remarks(run, asked)
        self.questions |= asked
        guest = self._guest(run, asked)
        self.answers.update({quote.id: guest for quote in run if quote.id not in asked})

    def _asks(self, quote: Quote) -> bool:
        if quote.source is not None:
            return self._label(quote) in _QUESTIONS
        return quote.content[-1].text.rstrip('»”" ').endswith("?") or self._requests(quote)

    def _remarks(self, run: Sequence[Quote], asked: set[int]) -> set[int]:
        """What who asks says without asking, told by turn and turn about: «— Говорят, труппа расколота. — Раскола нет».

        Between two questions an odd number of turns alternates, the first of them an answer; who asks has the first turn of
        all, and the last where he thanks.
        """
        places = [n for n, quote in enumerate(run) if quote.id in asked and quote.source is None]
        found: set[int] = set()
        if not places:
            return found
        for before, after in pairwise([-2 if places[0] % 2 == 0 else places[0] - 1, *places]):
            if (after - before) % 2 == 0:
                found.update(quote.id for quote in run[before + 2 : after : 2] if self._is_short(quote))
        tail = run[places[-1] + 2 :: 2]
        if tail and tail[-1] is run[-1] and self._thanks(run[-1]):
            found.update(quote.id for quote in tail if self._is_short(quote))
        return found

    def _is_short(self, quote: Quote) -> bool:
        first, last = self.view.tokens_of(quote.content[0])
        return quote.source is None and len(quote.content) == 1 and last - first <= _REMARK

    def _thanks(self, quote: Quote) -> bool:
        first, last = self.view.tokens_of(quote.content[0])
        return any(w.low in _THANKS for w in self.view.words[first:last])

    def _requests(self, quote: Quote) -> bool:
        """«Анна Петровна, расскажите о себе»."""
        words = (self.view.words[k] for span in quote.content for k in range(*self.view.tokens_of(span)))
        return any(w.lemma in _TELL and w.flags & FINITE and w.low.endswith(_PLEASE) for w in words)

    def _label(self, quote: Quote) -> str:
        """The lemma of a source of one word: «ВОПРОС», «Корр.»; no initials: «В. Белова»."""
        first, last = self.view.tokens_of(quote.source) if quote.source is not None else (0, 0)
        if not first < last or any(w.text != "." for w in self.view.words[first + 1 : last]):
            return ""
        return self.view.words[first].lemma

    def _follows_question(self, quote: Quote) -> bool:
        """Whether the paragraph before a turn is a question that is no turn itself, as where only answers have dashes."""
        first = self.view.paragraphs[self.view.paragraph_of[self.view.tokens_of(quote.content[0])[0]]][0]
        return first > 0 and self.view.words[first - 1].text[0] == "?"

    def _guest(self, run: Sequence[Quote], asked: set[int]) -> Entity | None:
        """Whom a talk is with: who is addressed by name in a question, or of whom the text before it speaks most."""
        view, words = self.view, self.view.words
        begin = view.tokens_of(run[0].content[0])[0]
        ranges = sorted(view.tokens_of(span) for quote in run if quote.id in asked for span in quote.content)
        best, best_score = None, 0.0
        for entity in self.discourse.people:
            if any(role.head in REPORTERS for role in entity.roles):
                continue
            if not _first_names(entity) and not _has_surname(entity):
                continue  # a patronymic alone
            before = entity.before(begin)
            score = min(before, 6) * 0.5
            for place in entity.places[max(0, before - _MOST_PLACES) : before]:
                around = [words[k].lemma for k in range(max(0, place.first - _NEAR), min(begin, place.last + _NEAR))]
                if words[max(0, place.first - 1)].lemma in _ASKED_BY:
                    score -= 3.0  # «Беседовала Анна Белова»
                elif any(lemma in _TALKED for lemma in around):
                    score += 1.0
                if view.paragraph_of[begin] - place.paragraph <= 1:
                    score += 0.5
            for place in entity.places[before:] if ranges else ():
                a, b = ranges[max(0, bisect_right(ranges, (place.first, view.size)) - 1)]
                if a <= place.first < b and self._addressed(place.first, place.last, a, b):
                    score += 3.0
            if score > best_score:
                best, best_score = entity, score
        return best and (self._in_full(best) or best)

    def _in_full(self, addressed: Entity) -> Entity | None:
        """«Анна Петровна» by her surname, where somebody of that first name has one."""
        if _has_surname(addressed):
            return None
        firsts = _first_names(addressed)
        return next(
            (other for other in self.discourse.people if _first_names(other) & firsts and _has_surname(other)),
            None,
        )

    def _addressed(self, first: int, last: int, begin: int, end: int) -> bool:
        """Whether a name stands within commas or at the border of a question: «Анна Петровна, когда …»."""
        words = self.view.words
        return (first == begin or words[first - 1].text == ",") and (last >= end or words[last].text in ",?!.")


def _first_names(entity: Entity) -> set[str]:
    return {lemma for name, _ in entity.names for part in name.parts if part.kind == "first" for lemma in part.lemmas}


def _initials(entity: Entity) -> list[str]:
    """The first letters of first name and surname, of one mention that has both."""
    for name, _ in entity.names:
        letters = {part.kind: part.text[0] for part in name.parts if len(part.text) > 1}
        if "first" in letters and "surname" in letters:
            return [letters["first"], letters["surname"]]
    return []


def _has_surname(entity: Entity) -> bool:
    return any(
        part.kind == "surname" and not part.text.endswith(("вич", "вна", "вича", "вны"))
        for name, _ in entity.names
        for part in name.parts
    )
