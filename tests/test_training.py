"""Training: what the models are made of, and that the same gold makes the same models."""

import json
from pathlib import Path

import pytest

pytest.importorskip("scipy")

from newsquotes.evaluation.records import GoldDocument, GoldQuote, read_gold
from newsquotes.pipeline import Pipeline
from newsquotes.russian.fitted import model_of, shipped_model
from newsquotes.russian.quotes import QuoteDetector
from newsquotes.russian.training.__main__ import train
from newsquotes.russian.training.confidence import Row, surest
from newsquotes.russian.training.examples import examples, prepared, prepared_gold
from newsquotes.russian.training.fitting import fit_logistic
from newsquotes.russian.training.hidden_marks import copies
from newsquotes.russian.training.manifest import teaches

GOLD = Path(__file__).parent / "data" / "small-gold"
UNSEEN = "nerel-small-1"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Models of the small gold, made twice."""
    folders = [tmp_path_factory.mktemp("models") for _ in range(2)]
    unseen = tmp_path_factory.mktemp("ids") / "unseen.txt"
    unseen.write_text(f"{UNSEEN}\n", encoding="utf-8")
    for folder in folders:
        train([GOLD], folder, ids=unseen)
    return folders


def test_the_same_gold_makes_the_same_models(made: list[Path]) -> None:
    one, other = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in made)
    assert one == other
    assert set(one) == {"confidence.json", "quotes.json", "speakers.json"}


def test_the_models_of_a_gold_can_be_used(made: list[Path]) -> None:
    model = model_of("quotes", str(made[0] / "quotes.json"))
    detector = QuoteDetector(model=model, min_confidence=0.0)
    assert Pipeline(quote_detector=detector)("Мэр Анна Белова сообщила, что мост откроют.").quotes


def test_a_manifest_tells_what_taught_and_what_did_not(made: list[Path]) -> None:
    told = json.loads((made[0] / "quotes.json").read_text(encoding="utf-8"))["manifest"]
    assert all(teaches(GoldDocument(name, "")) for name in told["documents"])
    assert UNSEEN in told["documents"]
    assert told["left_out"] == ["rucoco-small-1"]
    sure = json.loads((made[0] / "confidence.json").read_text(encoding="utf-8"))["manifest"]
    assert UNSEEN in sure["documents"]
    assert sure["left_out"] == ["rucoco-small-1"]
    assert "precise_from" in sure["figures"]
    assert set(told) >= {"gold_sha256", "versions", "figures"}


def test_no_document_that_must_not_teach_made_the_shipped_models() -> None:
    told = shipped_model("quotes")["manifest"]
    assert all(teaches(GoldDocument(name, "")) for name in told["documents"])
    assert not set(told["documents"]) & set(told["left_out"])


def test_examples_know_the_right_range() -> None:
    gold = [g for g in read_gold(GOLD) if g.id == "nerel-small-2"]
    found = [a for a in prepared_gold(gold).anchors if a.required]
    assert len(found) == len(gold[0].quotes)
    assert all(a.overlaps.max() == 1.0 for a in found)


def test_copies_lose_marks_and_keep_words() -> None:
    changed = 0
    for gold in read_gold(GOLD):
        for copy in copies(gold):
            changed += len(copy.changed)
            assert copy == next(c for c in copies(gold) if c.changed == copy.changed and c.gold.text == copy.gold.text)
            for before, after in zip(gold.quotes, copy.gold.quotes, strict=True):
                assert _words(gold, before) == _words(copy.gold, after)
    assert changed > 0


def _words(gold: GoldDocument, quote: GoldQuote) -> list[str]:
    spans = (*quote.content, *quote.cue, *quote.source)
    return [c for start, end in spans for c in gold.text[start:end] if c.isalnum()]


def test_of_a_copy_only_the_changed_quotations_teach() -> None:
    gold = next(g for g in read_gold(GOLD) if g.id == "fre-small-2")
    pipeline = Pipeline()
    copy = next(iter(copies(gold)))
    found = examples([prepared(gold, pipeline)], [(0, prepared(copy.gold, pipeline), copy.changed)])
    hidden = [a for a in found.anchors if a.hidden]
    assert len(hidden) == len(copy.changed) < sum(not a.hidden for a in found.anchors)


def test_a_logistic_regression_finds_what_parts_the_classes_and_starts_from_its_prior() -> None:
    np = pytest.importorskip("numpy")
    sparse = pytest.importorskip("scipy.sparse")
    matrix = sparse.csr_matrix(np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]))
    right = np.array([True, True, False, False])
    weights, _ = fit_logistic(matrix, right, np.ones(4), penalty=1.0, prior=np.array([0.0, 0.0, 2.0]))
    assert weights[0] > 0.3 > -0.3 > weights[1]
    assert weights[2] == 2.0


def test_the_bound_of_the_precise_profile_keeps_its_promise_on_unseen_documents() -> None:
    rows = [
        Row(f"d{n % 40}", 1.0, {"score": 3.0 if n % 4 else -3.0}, {"plain": 1.0}, n % 4 != 0, True, n % 4 != 0)
        for n in range(400)
    ]
    bound = surest(rows, {f"d{n}" for n in range(40)})
    assert bound is not None
    assert 0.5 <= bound < 1.0
    assert surest(rows, ()) is None
