"""Utterances in many variants, with hard negatives, to measure and to try ``newsquotes.group``.

Every block of data/variants.txt is filled with several places, numbers and months (each filling is an utterance of its own
and a hard negative of the others); each utterance appears whole, indirect, shortened, reordered and with a typo, in several
outlets within some days; nearly the same is said a year later by the same speaker; formulas are said by many.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsquotes.grouping import Utterance

BLOCKS = Path(__file__).parent / "data" / "variants.txt"
FILLINGS = 9
_PLACES = [
    (f"в {loc}", gen)
    for loc, gen in (
        line.split()
        for line in """Зареченске Зареченска
        Верхнегорске Верхнегорска
        Белоозёрске Белоозёрска
        Камнегорске Камнегорска
        Дальнереченске Дальнереченска
        Сосновогорске Сосновогорска
        Приозёрске Приозёрска
        Лугоморске Лугоморска
        Тихоборске Тихоборска
        Ясногорске Ясногорска
        Краснолесье Краснолесья
        Заозёрье Заозёрья
        Поречье Поречья
        Староборске Староборска
        Медногорье Медногорья""".splitlines()
    )
]
_MONTHS = list(
    zip(
        "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре".split(),
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
        strict=True,
    )
)
_FIRST = "Анна Пётр Ольга Иван Мария Сергей Дарья Павел Елена Фёдор".split()
_LAST = "Белов Громов Зимин Крылов Лавин Мохов Носов Орлов Рогов Сомов Тихов Уваров Чалов Шилов Яшин Дроздин".split()
_OUTLETS = "Вести|Край-Информ|Заря|Городской листок|Новости дня|Голос|Время области".split("|")
_FORMULAS = (
    "Комментариев пока нет",
    "Мы разберёмся",
    "Это провал",
    "Работа идёт по плану",
    "Все службы работают в штатном режиме",
    "Ситуация находится под контролем",
    "Следствие продолжается",
    "Пострадавших нет",
    "Рано делать выводы",
)

Labelled = tuple[Utterance, int]
"""An utterance and the number of its group."""


def blocks() -> list[dict[str, str]]:
    """The blocks of the file, each line under its mark."""
    text = "\n".join(line for line in BLOCKS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [{line[0]: line[2:] for line in block.splitlines()} for block in text.strip().split("\n\n")]


def labelled(wanted: Sequence[dict[str, str]], *, fillings: int = FILLINGS, seed: int = 0) -> list[Labelled]:
    """The variants of some blocks with their groups, shuffled."""
    r = random.Random(seed)
    found: list[Labelled] = []
    number = 0
    for block in wanted:
        for filled in _filled(block, fillings, r):
            speaker, day = _speaker(r), r.randrange(300)
            found += [(u, number) for u in _variants(filled, speaker, day, r)]
            found.append((_said(filled["!"], speaker, day + 365 + r.randrange(-20, 20), r), number + 1))
            again = filled["="]
            if r.random() < 0.3:  # word for word but one, a year later
                words = again.split()
                del words[r.randrange(len(words))]
                found.append((_said(" ".join(words), speaker, day + 340 + r.randrange(-9, 9), r), number + 2))
            number += 3
    for formula in _FORMULAS:
        for _ in range(12):
            found.append((_said(formula, _speaker(r), r.randrange(600), r), number))
            number += 1
    r.shuffle(found)
    return found


def _filled(block: dict[str, str], fillings: int, r: random.Random) -> Iterator[dict[str, str]]:
    for within, of in r.sample(_PLACES, fillings):
        month, until = r.choice(_MONTHS)
        n, k = r.sample(range(2, 98), 2)
        slots = {"in": within, "of": of, "month": month, "until": until, "n": n, "k": k}
        yield {mark: line.format_map(slots) for mark, line in block.items()}


def _variants(lines: dict[str, str], speaker: str, day: int, r: random.Random) -> Iterator[Utterance]:
    yield _said(lines["="], speaker, day, r)
    for mark in ">~^":
        if r.random() < 0.85:
            yield _said(lines[mark], speaker, day + r.randrange(4), r, "indirect" if mark == ">" else "direct")
    for _ in range(r.randrange(3)):
        changed = _typo(lines[r.choice("=>~^")], r)
        # One attribution in six is wrong, as an extractor may have it.
        name = _speaker(r) if r.random() < 1 / 6 else speaker.split()[-1] if r.random() < 0.3 else speaker
        yield _said(changed, name, day + r.randrange(8), r)


def _typo(line: str, r: random.Random) -> str:
    at = r.choice([i for i in range(1, len(line) - 1) if line[i - 1 : i + 2].isalpha()])
    kind = r.randrange(3)
    if kind == 0:
        return line[:at] + line[at + 1 :]
    if kind == 1:
        return line[:at] + line[at] + line[at:]
    return line[: at - 1] + line[at] + line[at - 1] + line[at + 1 :]


def _speaker(r: random.Random) -> str:
    first = r.choice(_FIRST)
    return f"{first} {r.choice(_LAST)}{'а' if first[-1] in 'ая' else ''}"


_numbers = iter(range(10**9))


def _said(text: str, speaker: str, day: int, r: random.Random, type_: str = "direct") -> Utterance:
    from datetime import date, timedelta

    when = date(2031, 1, 1) + timedelta(days=day)
    document = f"d{next(_numbers):07}"
    return Utterance(text, type_, speaker, document, 0, when.isoformat(), r.choice(_OUTLETS), round(r.uniform(0.6, 1), 2))


def scores(gold: Sequence[int], found: Sequence[int]) -> tuple[float, float, float]:
    """Pairwise precision, recall and F1 of a grouping."""

    def pairs(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter(zip(gold, found, strict=True)))
    precision, recall = both / max(pairs(Counter(found)), 1), both / max(pairs(Counter(gold)), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
