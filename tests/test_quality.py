"""Quality on the development set, where it lies beside the repository: it must not fall below ``floors.toml``."""

import tomllib
from pathlib import Path

import attrs
import pytest

from newsquotes.evaluation.records import read_gold, read_predictions
from newsquotes.evaluation.scorer import Report, score, score_document
from newsquotes.formats import write_jsonl

HERE = Path(__file__).parent
EVAL = HERE.parent.parent / "shared" / "eval"
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))["quotations"]

pytestmark = pytest.mark.skipif(not (EVAL / "gold.jsonl").is_file(), reason="there is no development set in ../shared/eval")


@pytest.fixture(scope="module")
def report(tmp_path_factory, development_set) -> Report:
    gold = read_gold(EVAL)
    predictions = tmp_path_factory.mktemp("quality") / "predictions.jsonl"
    with predictions.open("wb") as file:
        write_jsonl(development_set, file)
    found = read_predictions(predictions).quotes
    return score([score_document(document, found.get(document.id)) for document in gold])


@pytest.mark.parametrize("figure", FLOORS)
def test_quality_stays_above_its_floor(report, figure):
    value = getattr(report, figure)
    reached = value if isinstance(value, float) else value.f1
    assert reached >= FLOORS[figure], f"{figure} is {reached:.4f}"


def test_floors_are_figures_of_the_report():
    assert set(FLOORS) <= {field.name for field in attrs.fields(Report)}
    assert {"detection", "who_said_what"} <= set(FLOORS)
