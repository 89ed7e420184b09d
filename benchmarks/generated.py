"""News without end, with ever new names and words, for measuring memory and speed over long runs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

_SYLLABLES = "ба ве га до жи за ка ле ми но пе ра са ту фе хо ци че ша ще бро вла гре дри кро ста тре шму зво мле".split()
_SURNAMES = "ов ев ин ский енко цев чук ян швили".split()
_PLACES = "ск град горск поль ово ино".split()
_FIRST = "Анна Пётр Ольга Иван Мария Сергей Дарья Павел Елена Фёдор Нина Олег Вера Артём".split()
_ROLES = (
    "директор завода|глава района|министр транспорта|мэр города|представитель компании|тренер команды|"
    "врач больницы|депутат совета|начальник управления|житель посёлка"
).split("|")
_THINGS = "мост дорогу порт школу больницу завод музей стадион парк театр вокзал рынок".split()
_SHAPES = (
    "«{thing} в {place}е откроют к {day} числу, на это уйдёт {n} миллионов», — {said} {role} {who}.",
    "{role} {who} {said}, что {thing} в {place}е достроят через {n} месяцев.",
    "По словам {of}, {thing} в {place}е закрыли из-за {word}.",
    "«Мы не ждали {word}, — {said} {who}. — Но {thing} в {place}е готовы показать {n} гостям».",
    "Как {said} агентству «{agency}» {role} {who}, {word} в {place}е случается каждые {n} лет.",
    "Выпал снег, и {thing} в {place}е закрыли на {n} дней. Работы продолжаются.",
    "Собравшиеся обсуждали {word}, {word2} и {thing}: всего пришло {n} человек.",
)
_WORDS = (
    "ремонта аварии наводнения бюджета совещания выставки концерта ярмарки забастовки морозов пожара урожая "
    "стройки проверки отставки премьеры перевозок экзаменов выборов тарифов"
).split()


def _made(r: random.Random, ends: list[str], least: int = 2) -> str:
    return ("".join(r.choices(_SYLLABLES, k=r.randint(least, 3))) + r.choice(ends)).capitalize()


def articles(seed: int = 0, longest: int = 14) -> Iterator[tuple[str, str]]:
    """``(id, text)`` without end, of at most ``longest`` paragraphs; each has people, places and words that no other has."""
    r = random.Random(seed)
    number = 0
    while True:
        lines = []
        for _ in range(r.randint(min(4, longest), longest)):
            first = r.choice(_FIRST)
            surname = _made(r, _SURNAMES)
            woman = first[-1] in "ая"
            who = f"{first} {surname}{'а' if woman and surname.endswith(('ов', 'ев', 'ин')) else ''}"
            lines.append(
                r.choice(_SHAPES).format(
                    thing=r.choice(_THINGS),
                    place=_made(r, _PLACES),
                    day=r.randint(1, 30),
                    n=r.randint(2, 99_999),
                    said=r.choice(["сообщила", "рассказала", "заявила"] if woman else ["сообщил", "рассказал", "заявил"]),
                    role=r.choice(_ROLES),
                    who=who,
                    of=f"{_made(r, ['ова', 'ева', 'ина'])}",
                    word=r.choice(_WORDS) if r.random() < 0.7 else _made(r, ["ания", "ения", "ости", "ации"], 1).lower(),
                    word2=r.choice(_WORDS),
                    agency=_made(r, ["ньюс", "информ", "пресс"], 1),
                )
            )
        yield f"g{number:07}", "\n".join(lines)
        number += 1


def some(count: int, seed: int = 0) -> list[tuple[str, str]]:
    """The first articles."""
    return list(islice(articles(seed), count))
