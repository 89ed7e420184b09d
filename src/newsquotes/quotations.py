"""The quotations of a document: a tuple that can be asked."""

from __future__ import annotations

from collections.abc import Iterable

from newsquotes.annotations import Quote
from newsquotes.shown import Items


class Quotations(Items[Quote]):
    """The quotations of a document, in the order of its text."""

    __slots__ = ()

    def where(
        self,
        *,
        speaker: str | None = None,
        about: str | Iterable[str] | None = None,
        outlet: str | None = None,
        type: str | None = None,
        kind: str | None = None,
        min_confidence: float = 0.0,
    ) -> Quotations:
        """Those that answer the question: who («Беловой»), about what, relayed by whom, of which type, how sure at least.

        ``speaker`` is a name in any form, ``about`` words that a quotation must all hold, in any form, ``kind`` the kind of
        speaker. :func:`newsquotes.where` asks whole documents, also when and in which outlet they were published. Raises
        :class:`~newsquotes.ConfigError` for an unknown type.

        >>> import newsquotes
        >>> doc = newsquotes.extract("«Мост готов», — сказал Пётр Ильин. По словам Анны Беловой, дорога закрыта.")
        >>> [quote.text for quote in doc.quotes.where(speaker="Белова", type="indirect")]
        ['дорога закрыта']
        >>> doc.quotes.where(about="дороги").where(min_confidence=0.999)
        ()
        """
        from newsquotes.questions import Question

        question = Question(speaker=speaker, about=about, outlet=outlet, type=type, min_confidence=min_confidence)
        return Quotations(
            quote
            for quote in self
            if question.fits(quote) and (kind is None or (quote.speaker is not None and quote.speaker.kind == kind))
        )
