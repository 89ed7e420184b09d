"""The words of a language: made once a form and its readings, for one lexicon, and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from newsquotes.caches import register
from newsquotes.document import Morph, Reading
from newsquotes.russian.lexicon import Lexicon
from newsquotes.russian.reading.forms import ANY_FORM, LATIN, NOUN, TITLE
from newsquotes.russian.reading.words import Word

_MOST_SITES = 1 << 12


class Vocabulary:
    """Makes and caches words for one lexicon; a word takes about ``size`` bytes, of which caches keep account."""

    size = 960

    def __init__(self, lexicon: Lexicon, limit: int = 1 << 18) -> None:
        self.lexicon = lexicon
        self._limit = limit
        self.name = f"{type(self).__module__}.{type(self).__qualname__}"
        register(self)
        self._words: dict[tuple[str, Morph], Word] = {}
        self._latest: dict[str, Word] = {}  # by form: the word that came with it last
        self._names: dict[str, Word] = {}
        self._sites: dict[str, Word] = {}
        self._made: dict[tuple[str, Callable[[Word, Lexicon], None]], Word] = {}
        self.outlets: dict[Word, str] = {}  # single words and the outlets that they name, if any
        self.readings: dict[tuple[Any, ...], Any] = {}  # what words name, kept by the mention detector
        self.nominatives: dict[tuple[Any, ...], str] = {}  # of phrases
        self.roles: dict[tuple[Any, ...], Any] = {}  # that phrases give
        self.quote_mark = Word('"', Morph((Reading('"', "PUNCT"),)), self.lexicon)
        self.link = Word("…/", Morph((Reading("…/", "PUNCT"),)), self.lexicon)  # whatever stands in an address

    def words(self, texts: Sequence[str], morphs: Sequence[Morph]) -> list[Word]:
        """One word a token, of which these are the texts."""
        # A morph belongs to a form and comes again with it, so that the form finds the word without hashing readings.
        latest = list(map(self._latest.get, texts))
        return [
            word if word is not None and word.morph is morph else self._read(text, morph)
            for word, text, morph in zip(latest, texts, morphs, strict=True)
        ]

    def _read(self, text: str, morph: Morph) -> Word:
        """The word of a text and a morph that were not the last to come together."""
        word = self._words.get((text, morph))
        if word is None:
            if len(self._words) >= self._limit:
                self.forget()
            word = self._words[text, morph] = Word(text, morph, self.lexicon)
        if word.morph is morph:
            self._latest[text] = word
        return word

    @property
    def entries(self) -> int:
        """How many words are kept."""
        return sum(map(len, self._remembered()))

    def forget(self) -> None:
        """Forget all words."""
        for known in self._remembered():
            known.clear()
        self._latest.clear()

    def _remembered(self) -> tuple[dict[Any, Any], ...]:
        return self._words, self._names, self._sites, self.readings, self.nominatives, self.roles, self.outlets

    def site(self, address: str) -> Word:
        """The word for all tokens of an address: a name that stays as it is in every case."""
        word = self._sites.get(address)
        if word is None:
            if len(self._sites) >= _MOST_SITES:
                self._sites.clear()
            word = self._sites[address] = Word(address, Morph((Reading(address.lower(), "X"),)), self.lexicon)
            word.flags = NOUN | LATIN | TITLE
            word.noun, word.adjective = ANY_FORM, 0
            word.title = word.fixed = word.speaking = word.naming = word.extends = True
            word.role, word.may_become_name, word.looks_genitive, word.may_begin_name = None, False, False, False
            word.plain = False
        return word

    def made(self, text: str, make: Callable[[Word, Lexicon], None]) -> Word:
        """A word that only its place gives a meaning, which ``make`` sets: «зам.» as an office."""
        word = self._made.get((text, make))
        if word is None:
            word = self._made[text, make] = Word(text, Morph((Reading(text.lower(), "NOUN"),)), self.lexicon)
            make(word, self.lexicon)
            word.plain = False
        return word

    def as_name(self, text: str) -> Word:
        """A word read as a name that no dictionary knows."""
        word = self._names.get(text)
        if word is None:
            word = self._names[text] = Word(text, Morph((Reading(text.lower(), "PROPN"),), known=False), self.lexicon)
        return word
