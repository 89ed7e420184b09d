"""What a text states of those it names: roles after a name («Иванов, директор фонда,»), short names in brackets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.forms import ABBREVIATION, ACC, FINITE, INS, LATIN, UPPER
from newsquotes.russian.reading.phrases import phrase_at
from newsquotes.russian.reading.roles import RoleText, meaning
from newsquotes.russian.reading.words import Word

if TYPE_CHECKING:
    from newsquotes.russian.speakers.discourse import Discourse
    from newsquotes.russian.speakers.entities import Entity

COPULAS = word_set("copulas")
_HEADING = word_set("heading")


def stated_roles(discourse: Discourse) -> None:
    """Roles after a name: «Иванов, директор фонда,», «Иванов является директором», «директор — Иванов»."""
    view, words = discourse.view, discourse.words
    for entity in discourse.people:
        for place in list(entity.places):
            border = view.sentences[place.sentence][1]
            k = place.last
            if k + 1 >= border:
                continue
            start = 0
            if words[k].lemma in _HEADING and words[k].flags & FINITE:
                headed = phrase_at(view, k + 1, border, ACC | INS)
                if headed is not None and headed.name is None:
                    entity.give(RoleText("глава", _meanings(words[headed.start : headed.end]), "", False))
                continue
            if words[k].text in (",", "—", "–", "-", "(") or (words[k].lemma in COPULAS and words[k].flags & FINITE):
                start = k + 1
            if not start:
                continue
            phrase = phrase_at(view, start, border)
            if phrase is None or phrase.start in discourse.persons:
                continue
            head = words[phrase.head]
            if (
                head.role is None
                or head.role.kind != "person"
                or any(
                    j in discourse.persons
                    for j in range(phrase.start, phrase.end)
                    if discourse.persons.get(j) and discourse.persons[j].heads
                )
            ):
                continue
            after = words[phrase.end].text if phrase.end < border else "."
            if words[k].text not in (",", "—", "–", "-", "(") or after in ",.)—–-;:":
                discourse.give_role(entity, phrase.start, phrase.end, phrase.head)


def _meanings(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(meaning(w.lemma) for w in words if w.noun | w.adjective and w.text[0].isalpha())


def other_letters(discourse: Discourse) -> dict[str, Entity]:
    """«Питер Вудс (Peter Woods)»: the surname in Latin letters and who bears it."""
    view, words = discourse.view, discourse.words
    known: dict[str, Entity] = {}
    for first, last in view.brackets:
        person = words[first].flags & LATIN and discourse.names_ending.get(first - 1)
        if person and words[last - 1].flags & LATIN and words[last - 1].title and len(words[last - 1].low) > 2:
            known[words[last - 1].low] = discourse.person_entity(person)
    return known


def short_names(discourse: Discourse) -> None:
    """«Следственный комитет (СК)»: the short name in brackets means the long one before it."""
    view, words = discourse.view, discourse.words
    brackets = [k for k in view.marks if words[k].text == "("]
    for entity in list(discourse.others) if brackets else ():
        for place in entity.places:
            n = bisect_left(brackets, place.first)
            if n == len(brackets) or brackets[n] > place.last:
                continue
            inner = brackets[n]
            close = next((j for j in range(inner + 1, min(inner + 6, view.size)) if words[j].text == ")"), 0)
            if close and words[inner + 1].low == "далее" and words[close - 1].flags & UPPER:
                discourse.join(entity, words[close - 1].text)
                break
            if (
                inner + 2 < view.size
                and words[inner + 2].text == ")"
                and words[inner + 1].flags & (UPPER | ABBREVIATION) | words[inner + 1].title
            ):
                discourse.join(entity, words[inner + 1].text)
                break
