"""Houses that stand for who sits there: «в Белом доме сообщили», «Елисейский дворец заявил»."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from newsquotes.russian.data_files import word_list
from newsquotes.russian.lexicon import Lexicon, Role
from newsquotes.russian.reading.forms import NOUN
from newsquotes.russian.reading.guesses import forms_of_noun
from newsquotes.russian.reading.vocabulary import Vocabulary
from newsquotes.russian.reading.words import Word

_ENDINGS = "(?:ый|ий|ой|ого|ому|ым|им|ом)"
_HOUSES = [house.split() for house in word_list("houses")]
_STEMS = tuple(dict.fromkeys(stem for stem, _ in _HOUSES))
_NOUNS = frozenset(noun for _, noun in _HOUSES)
_HOUSE = re.compile("|".join(rf"\b{stem}{_ENDINGS}\s+(?={noun[:4]}|{noun[:4].capitalize()})" for stem, noun in _HOUSES))


def read_houses(text: str, words: list[Word], starts: Sequence[int], vocabulary: Vocabulary) -> None:
    """Makes the nouns of such houses bodies."""
    if not any(stem in text for stem in _STEMS):
        return  # a tenth of the time of the search
    for found in _HOUSE.finditer(text):
        i = bisect_left(starts, found.end())
        if i < len(words) and words[i].lemma in _NOUNS:
            words[i] = vocabulary.made(words[i].text, _house)


def _house(word: Word, lexicon: Lexicon) -> None:
    word.lemma = next(noun for noun in sorted(_NOUNS) if word.low.startswith(noun[:4]))
    word.lemmas = frozenset((word.lemma,))
    word.noun, word.flags = forms_of_noun(word.low), NOUN
    word.role = Role(word.lemma, "organization", "masc", frozenset(("proper",)))
    word.speaking = word.extends = word.naming = True
