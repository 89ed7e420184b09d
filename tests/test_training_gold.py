"""Gold to train on from what people correct, and confidences that the same rows always make."""

import random

import pytest

import newsquotes
from newsquotes.errors import RecordError
from newsquotes.formats.brat import write_brat
from newsquotes.formats.labelstudio import write_label_studio

pytest.importorskip("sklearn")

from newsquotes.russian.confidence import Parts, overall
from newsquotes.russian.training.confidence import Row, calibration
from newsquotes.russian.training.gold import gold_in, gold_of

TEXT = "Мэр Заречья Анна Белова приехала в порт. «Мост откроют в мае», — сказала она. По словам мэра, порт закроют."


@pytest.fixture
def doc():
    return newsquotes.extract(TEXT, id="most")


def test_a_corrected_document_is_gold(doc):
    [first, second] = gold_of(doc).quotes
    assert (first.speaker, first.type, first.required) == ("Анна Белова", "direct", True)
    assert TEXT[slice(*second.content[0])] == "порт закроют"


def test_brat_and_label_studio_are_gold(doc, tmp_path):
    write_brat([doc], tmp_path / "brat")
    with (tmp_path / "tasks.json").open("wb") as file:
        write_label_studio([doc], file)
    for path in (tmp_path / "brat", tmp_path / "tasks.json"):
        [document] = gold_in([path])
        assert [(q.speaker, q.content) for q in document.quotes] == [(q.speaker, q.content) for q in gold_of(doc).quotes]


def test_the_same_document_twice_is_an_error(doc, tmp_path):
    write_brat([doc], tmp_path / "one")
    write_brat([doc], tmp_path / "two")
    with pytest.raises(RecordError, match="'most' twice"):
        gold_in([tmp_path / "one", tmp_path / "two"])


def rows(seed):
    chance = random.Random(seed)
    made = []
    for n in range(300):
        score, certain = chance.uniform(-2, 6), chance.random()
        found, right = chance.random() < 0.5 + score / 14, chance.random() < certain
        content = {"score": score, "source": 1.0}
        made.append(Row(f"doc{n % 30}", 1.0, content, {"choice": 6 * certain - 3}, found, found and n % 9 != 0, right))
    return made


def test_the_same_rows_make_the_same_confidences():
    first, second = calibration(rows(1)), calibration(rows(1))
    assert first == second
    assert first != calibration(rows(2))


def test_what_was_right_oftener_is_surer():
    model = calibration(rows(1))
    assert model["detection"]["score"] > 0
    assert model["speaker"]["choice"] > 0
    low, high = (overall([Parts(p, 0.9, p)], model)[0] for p in (0.3, 0.95))
    assert low < high
