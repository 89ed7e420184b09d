"""Words that are names in a document though the dictionary has no such name."""

from __future__ import annotations

from collections.abc import Sequence

from newsquotes.russian.reading.eastern import eastern_name
from newsquotes.russian.reading.forms import (
    ADJECTIVE,
    ADVERB,
    ANIMATE,
    CONJUNCTION,
    DETERMINER,
    FINITE,
    FIRST_NAME,
    INITIAL,
    MASC,
    NAMING,
    NOM,
    NOUN,
    NUMBER,
    PARTICLE,
    PATRONYMIC,
    PREPOSITION,
    PRONOUN,
    SURNAME,
)
from newsquotes.russian.reading.vocabulary import Vocabulary
from newsquotes.russian.reading.words import EASTERN_SURNAMES, Word

_WORDLIKE = NAMING | NOUN | ADJECTIVE | DETERMINER | PRONOUN | NUMBER | PREPOSITION | CONJUNCTION | ADVERB | PARTICLE
_WE_AND_YOU = ("ем", "им", "ете", "ите")  # «Приглашаем»: verbs that no name looks like


def _speaks(words: Sequence[Word], i: int) -> bool:
    """Whether a verb of speech stands at a token that shows a man to be its subject."""
    return 0 <= i < len(words) and words[i].cue is not None and bool(words[i].flags & FINITE) and words[i].subject == MASC


def _titles(w: Word) -> bool:
    """Whether a word is somebody's role, which a name may follow."""
    return w.role is not None and w.role.kind == "person"


def _initials_of_what_follows(words: Sequence[Word], i: int) -> bool:
    """Whether initials before a word are its own: «И. О. Кошка», not «Ершов И. О. Кошка …»."""
    k = i
    while k > 1 and words[k - 1].text == "." and words[k - 2].flags & INITIAL and words[k - 2].title:
        k -= 2
    before = words[k - 1] if k else None
    return k < i and not (before is not None and before.title and before.flags & SURNAME)


def read_unlisted(words: list[Word], vocabulary: Vocabulary) -> None:
    """Words that are names here though the dictionary has no such name.

    A common noun that follows a first name, or speaks with a capital within a sentence, is a surname everywhere («Владимир
    Урин … Урин сказал», «Ранее Макрон сказал»); so is what can only be the genitive of something else and speaks.
    """
    stems: set[str] = set()
    eastern: set[str] = set()  # «Си Цзиньпин … Си»
    doubtful = [i for i, w in enumerate(words) if w.may_become_name]
    for i in doubtful:
        w, before = words[i], words[i - 1] if i else vocabulary.quote_mark
        if w.low in EASTERN_SURNAMES and eastern_name(words, i) is not None:
            words[i] = vocabulary.as_name(w.text)  # «Во Ван Тхань» is no preposition
            if w.flags & NOUN:
                eastern.add(w.low)
        elif w.given and not w.flags & NOUN and i + 1 < len(words) and words[i + 1].title:
            words[i] = vocabulary.as_name(w.text)  # «Эва Копач» is no interjection
        elif w.low == "оно" and before.title and not before.flags & (PRONOUN | PREPOSITION):
            words[i] = vocabulary.as_name(w.text)  # «Ёко Оно»
        elif not w.flags & _WORDLIKE:
            within = before.text[0].isalpha() or before.text == ","
            if within and not (w.flags & FINITE and w.low.endswith(_WE_AND_YOU)):
                # «По словам Данна»: a capital within a sentence, and no noun of the language
                words[i] = vocabulary.as_name(w.text)
        elif (
            w.low in ("бин", "бен", "ван", "фон") and before.text[0].isalpha() and i + 1 < len(words) and words[i + 1].title
        ):
            words[i] = vocabulary.as_name(w.text)  # «президент Xiaomi Бин Лин»
        elif (
            w.looks_genitive and not before.title and (_speaks(words, i + 1) or (_speaks(words, i - 2) and _titles(before)))
        ):
            words[i] = vocabulary.as_name(w.text)  # «врио главы региона Снегов доложил», «уточнил замминистра Сазанов»
        elif w.flags & NOUN and len(w.low) > 2:
            named = before.title and (before.flags & FIRST_NAME or before.given)
            within = before.text[0].isalpha() and not before.title and not before.adjective
            thing = w.role is None and not w.flags & ANIMATE and w.noun & NOM
            if within and thing and (before.role is None or _titles(before)) and _speaks(words, i + 1):
                stems.add(w.low)  # «Ранее Макрон сказал»
            if named or (before.text == "." and _initials_of_what_follows(words, i)):
                stems.add(w.low[: max(3, len(w.low) - 1)])
    for i in doubtful if eastern else ():
        if words[i].low in eastern:
            words[i] = vocabulary.as_name(words[i].text)
    if any(words[i].looks_genitive for i in doubtful):
        # «генерал Александр Бульбов … Бульбов»: a known surname whose nominative looks like a genitive plural
        for i, w in enumerate(words):
            if w.title and w.flags & SURNAME and i and words[i - 1].title and words[i - 1].flags & (FIRST_NAME | PATRONYMIC):
                stems.add(w.low[: max(4, len(w.low) - 1)])
    if not stems:
        return
    lengths = {len(stem) for stem in stems}
    for i in doubtful:
        w = words[i]
        if w.flags & NOUN and any(w.low[:n] in stems and len(w.low) <= n + 3 for n in lengths):
            words[i] = vocabulary.as_name(w.text)
