"""A question that nothing fits: what was asked, how much fits each part of it, and what there is to ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import attrs

from newsquotes.dates import day_of
from newsquotes.document import Document
from newsquotes.errors import InputError
from newsquotes.questions import Question
from newsquotes.terms import in_words
from newsquotes.wording import decimal, gettext, ngettext

_SHOWN = 8  # names in a message
_PARTS = ("speaker", "about", "since", "until", "outlet", "type", "min_confidence")


class Asking:
    """Puts a question to documents and remembers what they hold, for :meth:`told`."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._alone = {
            part: attrs.evolve(Question(), **{part: getattr(question, part)})
            for part in _PARTS
            if getattr(question, part) != getattr(Question(), part)
        }
        self._fitting: Counter[str] = Counter()
        self._documents = self._quotations = self._answers = 0
        self._speakers: Counter[str] = Counter()
        self._outlets: Counter[str] = Counter()
        self._types: Counter[str] = Counter()
        self._days: list[str] = []
        self._surest = 0.0

    def of(self, docs: Iterable[Document]) -> Iterator[Document]:
        """The documents that hold an answer, each with the quotations that fit alone; all, where nothing is asked."""
        for doc in docs:
            found = self.answer(doc)
            if found.quotes or self.question.open:
                yield found

    def answer(self, doc: Document) -> Document:
        """The document with those of its quotations that fit."""
        if self.question.open:
            return doc
        self._look(doc)
        found = self.question.answer(doc)
        self._answers += len(found.quotes)
        return found

    def _look(self, doc: Document) -> None:
        if self._answers:  # then nobody asks what else there is
            return
        self._documents += 1
        self._quotations += len(doc.quotes)
        for part, question in self._alone.items():
            self._fitting[part] += len(question.answer(doc).quotes)
        if doc.meta.outlet:
            self._outlets[doc.meta.outlet] += len(doc.quotes)
        if (day := _day(doc)) is not None:
            self._days = [min([day, *self._days]), max([day, *self._days])]
        for quote in doc.quotes:
            self._types[quote.type] += 1
            self._surest = max(self._surest, quote.confidence)
            self._outlets.update(medium.name for medium in quote.media)
            if quote.speaker is not None:
                self._speakers[quote.speaker.name] += 1

    def told(self) -> str | None:
        """What to tell where nothing fits: a line for each part of the question, with what there is; else ``None``."""
        if self.question.open or self._answers:
            return None
        held = gettext(
            "{documents} with {quotations}",
            documents=ngettext("{number} document", "{number} documents", self._documents),
            quotations=ngettext("{number} quotation", "{number} quotations", self._quotations),
        )
        lines = [gettext("nothing fits what is asked, in {held}", held=held)]
        if self._quotations:
            lines += [f"  {self._asked(part)}: {self._there(part)}" for part in self._alone]
        return "\n".join(lines)

    def _asked(self, part: str) -> str:
        q = self.question
        return {
            "speaker": lambda: gettext("speaker «{name}»", name=q.speaker),
            "about": lambda: gettext("about «{words}»", words=" ".join(sorted(q.about))),
            "since": lambda: gettext("from {day} on", day=q.since),
            "until": lambda: gettext("up to {day}", day=q.until),
            "outlet": lambda: gettext("outlet «{name}»", name=q.outlet),
            "type": lambda: gettext("type «{name}»", name=in_words("type", q.type or "")),
            "min_confidence": lambda: gettext("confidence from {least}", least=decimal(q.min_confidence)),
        }[part]()

    def _there(self, part: str) -> str:
        if fitting := self._fitting[part]:
            return ngettext("{number} quotation fits this alone", "{number} quotations fit this alone", fitting)
        if part == "speaker":
            return _available(self.question.speaker or "", self._speakers, gettext("no speaker is known"))
        if part == "outlet":
            return _available(self.question.outlet or "", self._outlets, gettext("no document or quotation has an outlet"))
        if part == "type":
            there = ", ".join(f"{in_words('type', name)} ({number})" for name, number in self._types.most_common())
            return gettext("there are {names}", names=there)
        if part in ("since", "until"):
            if not self._days:
                return gettext("no document has a date")
            return gettext("the documents are of {first} to {last}", first=self._days[0], last=self._days[-1])
        if part == "min_confidence":
            return gettext("the surest has {most}", most=decimal(self._surest))
        return gettext("no quotation holds all these words")


def _available(asked: str, there: Counter[str], none: str) -> str:
    if not there:
        return none
    shown = ", ".join(f"{name} ({number})" for name, number in there.most_common(_SHOWN))
    if len(there) > _SHOWN:
        shown = gettext("{names} and {more} more", names=shown, more=len(there) - _SHOWN)
    by_form = {name.lower(): name for name in there}
    close = get_close_matches(asked.lower(), by_form, n=2, cutoff=0.6)
    close += [form for form in by_form if form not in close and set(asked.lower().split()) & set(form.split())][:2]
    if not close:
        return gettext("there are {names}", names=shown)
    guess = gettext(" or ").join(f"«{by_form[form]}»" for form in close[:2])
    return gettext("did you mean {guess}? There are {names}", guess=guess, names=shown)


def _day(doc: Document) -> str | None:
    try:
        return day_of(doc.meta.date).isoformat() if doc.meta.date else None
    except InputError:
        return None
