import json
from itertools import combinations
from pathlib import Path

import pytest

import newsquotes
from newsquotes import Document, Speaker
from newsquotes.annotations import name_key
from newsquotes.same_speakers import Appearance, joined, merge_speakers

CASES = json.loads((Path(__file__).parent / "data" / "merging.json").read_text(encoding="utf-8"))


def appearances(case: dict) -> tuple[list[Appearance], list[str]]:
    found, clusters = [], []
    for n, document in enumerate(case["documents"]):
        for i, s in enumerate(document):
            speaker = Speaker(
                i,
                s["name"],
                s.get("kind") or "person",
                gender=s.get("gender"),
                role=s.get("role"),
                organization=s.get("organization"),
                kb_id=s.get("kb_id"),
                keys=frozenset({name_key(s["name"])}),
            )
            found.append(Appearance(n, str(n), speaker))
            clusters.append(s["cluster"])
    return found, clusters


def pairs(case: dict) -> tuple[set, set]:
    """The pairs of appearances that belong together, and those that were joined."""
    found, clusters = appearances(case)
    index = {id(a): n for n, a in enumerate(found)}
    right = {(a, b) for a, b in combinations(range(len(found)), 2) if clusters[a] == clusters[b]}
    got = {tuple(sorted((index[id(a)], index[id(b)]))) for group in joined(found) for a, b in combinations(group, 2)}
    return right, got


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_cases(case):
    right, got = pairs(case)
    assert got == right


def test_never_joins_wrongly():
    wrong = [case["title"] for case in CASES if pairs(case)[1] - pairs(case)[0]]
    assert wrong == []


def test_quotations_are_gathered():
    texts = [
        "«Мост откроют», — сказала мэр Заречья Анна Белова. «Порт тоже», — добавила она.",
        "Пётр Ильин сообщил, что порт закрыт. Анна Белова возразила: «Порт открыт».",
    ]
    merged = merge_speakers(newsquotes.extract(text, id=str(n)) for n, text in enumerate(texts))
    first = merged[0]
    assert (first.name, len(first.quotes), [a.document_id for a in first.appearances]) == ("Анна Белова", 3, ["0", "1"])
    assert "мэр Заречья" in first.roles
    assert [m.name for m in merged] == ["Анна Белова", "Пётр Ильин"]


def test_nothing_gives_nothing():
    assert merge_speakers([]) == ()
    assert merge_speakers([newsquotes.extract("Выпал снег.")]) == ()


def test_documents_without_quotations_of_a_speaker():
    doc = Document("Белова").with_layer("speakers", [Speaker(0, "Анна Белова", "person")])
    assert [m.name for m in merge_speakers([doc, doc])] == ["Анна Белова"]
