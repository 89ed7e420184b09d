"""The language: what the extractors know of Russian words, built once and given to all of them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import attrs

from newsquotes.russian import morphology
from newsquotes.russian.lexicon import Lexicon, default_lexicon, lexicon_in, read_lexicon_file
from newsquotes.russian.reading.vocabulary import Vocabulary

Recipe = tuple[str, str] | None
"""A user's lexicon: the name of its file and the text that stood there; ``None`` where there is none."""


@attrs.frozen(eq=False, repr=False)
class Language:
    """The lexicon and the words read with it. Immutable as far as anybody can tell: the vocabulary only remembers.

    There is one object for a lexicon as long as somebody holds it, so that the extractors of a pipeline share one reading
    of a document. It pickles by its recipe: what a user's lexicon says, not what was made of it.

    >>> language_of() is language_of(), "сказать" in language_of().lexicon.verbs
    (True, True)
    """

    lexicon: Lexicon
    vocabulary: Vocabulary
    recipe: Recipe = None

    @property
    def analyzer(self) -> Any:
        """The dictionary of forms (pymorphy3)."""
        return morphology.analyzer()

    def __reduce__(self) -> tuple[Any, tuple[Recipe]]:
        return made, (self.recipe,)

    def __repr__(self) -> str:
        return "Language()" if self.recipe is None else f"Language({self.recipe[0]!r})"


def language_of(lexicon: str | Path | Recipe = None) -> Language:
    """The Russian language, with the additions of a lexicon: the path of a user's file (TOML), or a name and its text.

    Raises :class:`~newsquotes.errors.ConfigError` that lists everything that is wrong with the file.
    """
    if isinstance(lexicon, (str, Path)):
        return made((str(lexicon), read_lexicon_file(str(lexicon))))
    return made(lexicon)


def made(recipe: Recipe) -> Language:
    """The language of a recipe."""
    if recipe is None:
        return _default()
    language = _known.get(recipe)
    if language is None:
        lexicon = lexicon_in(recipe[1], recipe[0])
        language = _known[recipe] = Language(lexicon, Vocabulary(lexicon), recipe)
    return language


@lru_cache(maxsize=1)
def _default() -> Language:
    return Language(default_lexicon(), Vocabulary(default_lexicon()))


_known: WeakValueDictionary[Recipe, Language] = WeakValueDictionary()
