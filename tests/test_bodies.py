"""Bodies in sentences made for them: ministries, agencies, courts, parties, firms, in every case and frame."""

from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

import newsquotes
from newsquotes.russian.reading.compounds import compound

LEAST = 0.95  # of the bodies of each frame


@attrs.frozen
class Body:
    nominative: str
    genitive: str
    dative: str
    instrumental: str
    prepositional: str
    gender: str

    @property
    def said(self) -> str:
        return {"m": "сообщил", "f": "сообщила", "n": "сообщило", "p": "сообщили"}[self.gender]

    @property
    def capital(self) -> str:
        return self.nominative[0].upper() + self.nominative[1:]


LINES = (Path(__file__).parent / "data" / "bodies.tsv").read_text(encoding="utf-8").splitlines()
BODIES = [Body(*line.split("\t")) for line in LINES if not line.startswith("#")]
FRAMES: dict[str, tuple[Callable[[Body], str], Callable[[Body], str]]] = {
    "place before": (lambda b: f"В {b.prepositional} заявили, что мост закроют.", lambda b: b.nominative),
    "place after": (lambda b: f"Мост закроют, сообщили в {b.prepositional}.", lambda b: b.nominative),
    "as they said": (lambda b: f"Как сообщили в {b.prepositional}, мост закроют в мае.", lambda b: b.nominative),
    "data": (lambda b: f"По данным {b.genitive}, мост закроют в мае.", lambda b: b.nominative),
    "information": (lambda b: f"По информации {b.genitive}, мост закроют в мае.", lambda b: b.nominative),
    "subject": (lambda b: f"{b.capital} {b.said}, что мост закроют.", lambda b: b.nominative),
    "subject after": (lambda b: f"«Мост закроют в мае», — {b.said} {b.nominative}.", lambda b: b.nominative),
    "press": (lambda b: f"Мост закроют, сообщили в пресс-службе {b.genitive}.", lambda b: f"пресс-служба {b.genitive}"),
}


def plain(name: str | None) -> str:
    return (name or "").replace("ё", "е").strip("«»")


@pytest.mark.parametrize("frame", FRAMES)
def test_bodies_are_named_in_the_nominative(frame: str) -> None:
    text, name = FRAMES[frame]
    wrong = []
    for body in BODIES:
        quotes = newsquotes.extract(text(body)).quotes
        speaker = quotes[0].speaker if quotes else None
        if speaker is None or plain(speaker.name) != plain(name(body)) or speaker.kind != "organization":
            wrong.append((text(body), speaker))
    assert len(wrong) <= (1 - LEAST) * len(BODIES), wrong


def test_organization_of_a_speaker_is_a_body_in_the_nominative() -> None:
    wrong = []
    for body in BODIES:
        doc = newsquotes.extract(f"«Мост закроют», — сообщил представитель {body.genitive} Пётр Лосев.")
        organization = doc.quotes[0].speaker.organization
        if plain(organization) != plain(body.nominative):
            wrong.append((body.nominative, organization))
    assert len(wrong) <= (1 - LEAST) * len(BODIES), wrong


@pytest.mark.parametrize(
    "role",
    ["глава ведомства", "министр внутренних дел страны", "директор по оценке и реализации лотов", "президент России",
     "посол США в Германии", "министр финансов", "пресс-секретарь президента"],
)  # fmt: skip
def test_the_tail_of_a_role_is_no_organization(role: str) -> None:
    doc = newsquotes.extract(f"«Мост закроют в мае», — сообщил {role} Пётр Лосев.")
    assert doc.quotes[0].speaker.name == "Пётр Лосев"
    assert doc.quotes[0].speaker.organization is None


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("заместитель директора завода «Прилив»", "завод «Прилив»"),
        ("аналитик «Росмоста»", "Росмост"),
        ("глава российского МИДа", "российский МИД"),
        ("депутат Госдумы", "Госдума"),
        ("эксперт из Всемирного банка", "Всемирный банк"),
        ("глава комитета Госдумы по обороне", "комитет Госдумы по обороне"),
    ],
)
def test_the_body_in_a_role(role: str, body: str) -> None:
    doc = newsquotes.extract(f"«Мост закроют в мае», — сообщил {role} Пётр Лосев.")
    assert doc.quotes[0].speaker.organization == body


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Следствие считает, что мост подожгли.", "organization"),
        ("Законодательство говорит, что мост нельзя закрыть.", "document"),
        ("Исследование показало, что «мост опасен».", "document"),
        ("Опрос показал, что «мост опасен».", "document"),
        ("Часть жителей считает, что мост опасен.", "group"),
    ],
)
def test_what_is_nobody_is_no_person(text: str, kind: str) -> None:
    speakers = [q.speaker for q in newsquotes.extract(text).quotes if q.speaker is not None]
    assert {s.kind for s in speakers} <= {kind}
    assert all(s.gender is None for s in speakers)


@pytest.mark.parametrize("surname", ["Россов", "Минаева", "Гостеву", "Мосин", "Ленский", "Горелов", "Петросяна", "Союзов"])
def test_surnames_are_no_compounds(surname: str) -> None:
    assert compound(surname) is None
