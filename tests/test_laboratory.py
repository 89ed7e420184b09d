"""The laboratory of names: its own tables, and the share of right names, which must not fall below ``floors.toml``."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

import newsquotes
from newsquotes.testing.names import CASES, PARADIGMS, NameCase, name_cases, shares

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["names"]


def speakers(text):
    return [quote.speaker.name for quote in newsquotes.extract(text).quotes if quote.speaker is not None]


@pytest.fixture(scope="module")
def cases():
    return list(name_cases())


@pytest.fixture(scope="module")
def by_group(cases):
    return shares(cases, speakers)[0]


def test_every_class_has_its_cases(cases):
    counts = Counter(case.group for case in cases)
    assert set(counts.values()) == {40}
    assert set(counts) == set(FLOORS)
    assert cases == list(name_cases())
    assert cases != list(name_cases(seed=1))


@pytest.mark.parametrize("group", FLOORS)
def test_names_stay_above_their_floor(by_group, group):
    assert by_group[group].value >= FLOORS[group]


def test_paradigms_have_a_form_for_each_case():
    assert {len(endings) for endings in PARADIGMS.values()} == {len(CASES)}


def test_what_counts_as_right():
    case = NameCase("…", "И. О. Орёл", "initials", "label", ("Иван Орёл",))
    assert case.right("И.О. Орел")
    assert case.right("Иван Орел")
    assert not case.right("И. О. Орла")
    assert not case.right(None)


def test_shares_and_what_is_wrong():
    right, wrong = NameCase("Белов", "Белов", "a", "x"), NameCase("Лунина", "Лунин", "b", "x")
    found, errors = shares([right, wrong], lambda text: [text])
    assert {key: share.value for key, share in found.items()} == {"a": 1.0, "b": 0.0}
    assert errors == [(wrong, ["Лунина"])]
    assert shares([right, wrong], lambda text: [text], "frame")[0]["x"].value == 0.5
