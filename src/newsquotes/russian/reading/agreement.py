"""Whether a noun phrase and a verb agree."""

from __future__ import annotations

from newsquotes.russian.reading.forms import ANY_NUMBER, NOM, PLUR, SING
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.view import View

_AMOUNTS = frozenset("большинство меньшинство часть ряд множество половина треть четверть пара".split())


def agrees(view: View, phrase: Phrase, subject: int) -> bool:
    """Whether a phrase can be the subject of a verb that asks for the numbers and genders ``subject``."""
    forms = phrase.mask & NOM & ANY_NUMBER
    if not forms or not subject:
        return False
    if subject == PLUR and phrase.name is not None and phrase.members == 1:
        return view.words[phrase.name[1] - 1].low.endswith(("ы", "и", "е", "их", "ых"))  # «Байдену сообщили» is no subject
    if forms & subject:
        return True
    head = view.words[phrase.head]
    if subject & PLUR and (phrase.members > 1 or head.lemma in _AMOUNTS):
        return True  # «большинство депутатов считают»
    # «глава ведомства заявил», «министр Мария Петрова заявила»: the person's sex, not the noun's gender
    role = head.role
    return bool(role is not None and role.kind == "person" and not forms & PLUR and subject & SING)
