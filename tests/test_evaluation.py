"""The scorer, the comparison of prediction files, the page and the commands ``evaluate`` and ``diff``."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner, Result

from newsquotes.errors import RecordError
from newsquotes.evaluation.commands import diff, evaluate, half_of
from newsquotes.evaluation.diff import compare
from newsquotes.evaluation.listing import printable
from newsquotes.evaluation.matching import match, words_in
from newsquotes.evaluation.mistakes import border_faults, breakdown, mistakes
from newsquotes.evaluation.names import canonical, same_medium, same_speaker
from newsquotes.evaluation.page import render
from newsquotes.evaluation.records import (
    GoldDocument,
    GoldQuote,
    PredictedQuote,
    Predictions,
    misfits,
    read_gold,
    read_predictions,
)
from newsquotes.evaluation.scorer import Rates, calibration_error, recall_at_precision, score, score_document
from newsquotes.wording import speaking

SHARED = Path(__file__).parents[2] / "shared" / "eval"

TEXT = "«Газ придёт к зиме», — заявил Олег Громов. По словам Анны Беловой, труба готова, передаёт ТАСС. Он уехал."


def at(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


GROMOV = GoldQuote(
    "direct", (at("Газ придёт к зиме"),), (at("заявил"),), (at("Олег Громов"),), "Олег Громов", ("Громов",), "person"
)
BELOVA = GoldQuote(
    "indirect",
    (at("труба готова"),),
    (at("По словам"),),
    (at("Анны Беловой"),),
    "Анна Белова",
    ("Белова",),
    "person",
    medium="ТАСС",
    tags=("medium",),
)
LEFT = GoldQuote("indirect", (at("Он уехал"),), required=False)
GOLD = GoldDocument("news-1", TEXT, (GROMOV, BELOVA, LEFT))

SAID_GROMOV = PredictedQuote("direct", GROMOV.content, GROMOV.cue, GROMOV.source, "Олег Громов", None, 0.9)
SAID_BELOVA = PredictedQuote("indirect", BELOVA.content, BELOVA.cue, BELOVA.source, "Анна Белова", "ТАСС", 0.7)


def gold(**changes: Any) -> GoldQuote:
    return attrs.evolve(GROMOV, **changes)


# --- the same figures as the reference scorer ------------------------------------------------------------------------


def perturbed(documents: tuple[GoldDocument, ...], seed: int) -> str:
    """A prediction file derived from gold: quotations dropped, doubled, shifted, given to others, put out of order."""
    r = random.Random(seed)
    names = [q.speaker for d in documents for q in d.quotes if q.speaker]
    lines = []
    for document in documents:
        length = len(document.text)

        def moved(span: tuple[int, int], length: int = length) -> dict[str, int]:
            start, end = span
            if r.random() < 0.4:
                start = min(length, max(0, start + r.randint(-40, 40)))
                end = min(length, max(start, end + r.randint(-40, 40)))
            return {"start": start, "end": end}

        def predicted(quote: GoldQuote) -> dict[str, Any]:
            name = r.choice([quote.speaker, quote.speaker, *quote.aliases, r.choice(names), None])
            return {
                "type": r.choice([quote.type, quote.type, "direct", "indirect", "mixed"]),
                "content": [moved(span) for span in quote.content],
                "cue": [moved(span) for span in quote.cue],
                "source": moved(quote.source[0]) if quote.source else None,
                "speaker": name and {"id": 0, "name": name + r.choice(["", "", "а", " Петров"])},
                "medium": r.choice([quote.medium, quote.medium, None, "ТАСС"]),
                "confidence": round(r.random(), r.choice([1, 3])),
            }

        if r.random() < 0.05:
            continue
        quotes = [predicted(q) for q in document.quotes for _ in range(r.choice([0, 1, 1, 1, 1, 1, 1, 2]))]
        r.shuffle(quotes)
        lines.append(json.dumps({"id": document.id, "quotes": quotes}, ensure_ascii=False))
    return "\n".join(lines)


def flat(figures: Any, path: str = "") -> dict[str, Any]:
    if isinstance(figures, dict):
        return {k: v for key, value in figures.items() for k, v in flat(value, f"{path}/{key}").items()}
    if isinstance(figures, list):
        return {k: v for i, value in enumerate(figures) for k, v in flat(value, f"{path}/{i}").items()}
    return {path: figures}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the development set is not beside this checkout")
@pytest.mark.parametrize(("seed", "only"), [(1, ""), (2, "nerel-"), (3, "fre-")])
def test_figures_equal_those_of_the_reference_scorer(tmp_path: Path, seed: int, only: str) -> None:
    path = tmp_path / "predictions.jsonl"
    path.write_text(perturbed(read_gold(SHARED), seed), encoding="utf-8")
    arguments = [str(SHARED), str(path), "--json", "--only", only]
    reference = subprocess.run(
        [sys.executable, str(SHARED / "score.py"), *arguments], capture_output=True, encoding="utf-8", check=True
    )
    expected, found = flat(json.loads(reference.stdout)), flat(json.loads(run(evaluate, *arguments).stdout))
    assert found.keys() == expected.keys()
    assert len(found) > 60
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the development set is not beside this checkout")
def test_gold_against_itself_is_perfect() -> None:
    documents = read_gold(SHARED)
    scores = [
        score_document(
            d, [PredictedQuote(q.type, q.content, q.cue, q.source, q.speaker, q.medium) for q in d.quotes if q.required]
        )
        for d in documents
    ]
    report = score(scores)
    assert report.detection.f1 == report.detection_strict.f1 == 1.0
    assert report.who_said_what.precision == 1.0
    assert [m for s in scores for m in mistakes(s) if m.kind in ("missed", "spurious", "boundary")] == []


# --- figures known by hand -------------------------------------------------------------------------------------------


def test_all_found() -> None:
    report = score([score_document(GOLD, [SAID_GROMOV, SAID_BELOVA])])
    assert report.who_said_what == report.detection_strict == Rates(1.0, 1.0, 1.0)
    assert report.medium == Rates(1.0, 1.0, 1.0)
    assert report.canonical == report.speaker_accuracy == 1.0
    assert report.calibration_error == pytest.approx((0.1 + 0.3) / 2)
    assert report.recall_at_precision_96 == 1.0


def test_nothing_predicted() -> None:
    report = score([score_document(GOLD, None)])
    assert (report.documents, report.missing) == (1, 1)
    assert report.detection == Rates(0.0, 0.0, 0.0)
    assert report.calibration_error is report.recall_at_precision_96 is None


def test_no_documents() -> None:
    assert score([]).who_said_what == Rates(0.0, 0.0, 0.0)


def test_an_unknown_speaker_costs_recall_and_a_wrong_one_precision_too() -> None:
    unknown = score([score_document(GOLD, [SAID_GROMOV, attrs.evolve(SAID_BELOVA, speaker=None)])])
    assert (unknown.who_said_what.precision, unknown.who_said_what.recall) == (1.0, 0.5)
    wrong = score([score_document(GOLD, [SAID_GROMOV, attrs.evolve(SAID_BELOVA, speaker="Олег Громов")])])
    assert (wrong.who_said_what.precision, wrong.who_said_what.recall) == (0.5, 0.5)
    assert wrong.detection.f1 == 1.0


def test_optional_gold_is_neither_rewarded_nor_punished() -> None:
    optional = PredictedQuote("indirect", LEFT.content, speaker="Иван Котов", confidence=0.99)
    judged = score_document(GOLD, [SAID_GROMOV, SAID_BELOVA, optional])
    assert judged.optional == (optional,)
    assert score([judged]) == score([score_document(GOLD, [SAID_GROMOV, SAID_BELOVA])])


def test_one_more_piece_of_optional_gold_is_ignored() -> None:
    whole, piece = PredictedQuote("indirect", LEFT.content), PredictedQuote("indirect", (at("уехал"),))
    assert score_document(GOLD, [whole, piece]).spurious == ()
    assert score_document(GOLD, [whole, piece, piece]).spurious == (piece,)


def test_spurious_and_doubled_predictions_cost_precision() -> None:
    report = score([score_document(GOLD, [SAID_GROMOV, SAID_GROMOV, SAID_BELOVA, SAID_BELOVA])])
    assert (report.detection.precision, report.detection.recall) == (0.5, 1.0)
    assert (report.types["direct"].spurious, report.types["indirect"].spurious) == (1, 1)


def test_borders_count_from_nine_tenths() -> None:
    text = "раз два три четыре пять"
    document = GoldDocument("d", text, (GoldQuote("indirect", ((0, 23),)),))
    close = score([score_document(document, [PredictedQuote("indirect", ((0, 18),))])])
    assert (close.detection.f1, close.detection_strict.f1) == (1.0, 0.0)
    far = score([score_document(document, [PredictedQuote("indirect", ((0, 7),))])])
    assert far.detection.f1 == 0.0


def test_the_better_cue_decides_between_equal_contents() -> None:
    elsewhere = attrs.evolve(SAID_GROMOV, cue=(), source=())
    assert [(m.gold, m.predicted) for m in match([GROMOV], [elsewhere, SAID_GROMOV], TEXT).matches] == [(0, 1)]


def test_leading_conjunction_is_no_content() -> None:
    assert words_in("сказал, что он", ((8, 14),)) == words_in("сказал, что он", ((12, 14),)) == {12}
    assert words_in("что", ((0, 3),)) == frozenset()


def test_recall_at_a_precision_takes_equal_confidences_together() -> None:
    judged = [(0.9, True)] * 3 + [(0.8, True), (0.8, False)]
    assert recall_at_precision(judged, 10, 0.96) == 0.3
    assert recall_at_precision(judged, 10, 0.8) == 0.4
    assert recall_at_precision([], 10, 0.8) is None


def test_calibration_error() -> None:
    assert calibration_error([(1.0, True), (1.0, False)]) == 0.5
    assert calibration_error([(0.95, True), (0.05, False)]) == pytest.approx(0.05)


@pytest.mark.parametrize("name", ["Олег Громов", "Громов", "Громова", "О. Громов", "ОЛЕГ ГРОМОВ", "министр Олег Громов"])
def test_right_person(name: str) -> None:
    assert same_speaker(name, gold(aliases=("Громов", "О. Громов")))


@pytest.mark.parametrize("name", [None, "", "министр", "Олег", "Анна Громова", "Гордеев", "Олег Громов и Анна Белова", "он"])
def test_wrong_person(name: str | None) -> None:
    assert not same_speaker(name, gold())


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("МИД РФ", True),
        ("МИД", True),
        ("МИД Франции", False),
        ("министерство иностранных дел", True),
        ("министерство финансов", False),
        ("Дума", False),
    ],
)
def test_organization(name: str, right: bool) -> None:
    ministry = gold(kind="organization", speaker="МИД РФ", aliases=("Министерство иностранных дел",))
    assert same_speaker(name, ministry) is right


def test_nobody_is_right_where_the_gold_knows_nobody() -> None:
    assert not same_speaker("Громов", gold(speaker=None))


def test_outlets_and_canonical_names() -> None:
    assert same_medium("РИА Новости", "РИА «Новости»")
    assert same_medium("Интерфакс", "агентство Интерфакс")
    assert not same_medium("ТАСС", "Интерфакс")
    assert not same_medium("«»", "ТАСС")
    assert canonical("Пётр Королёв", "Петр Королев")
    assert not canonical("Королев", "Петр Королев")


# --- errors by kind --------------------------------------------------------------------------------------------------


def test_every_kind_of_mistake() -> None:
    text = "По словам Иванова, завод встал и город мёрзнет. «Да», — сказал Петров. «Нет», — возразил он. Все молчали."
    document = GoldDocument(
        "d",
        text,
        (
            GoldQuote("indirect", (at("завод встал и город мёрзнет", text),), speaker="Иванов", kind="person"),
            GoldQuote("direct", (at("Да", text),), (at("сказал", text),), speaker="Петров", kind="person"),
            GoldQuote("direct", (at("Нет", text),), speaker="Петров", kind="person", tags=("pronoun",)),
        ),
    )
    found = list(
        mistakes(
            score_document(
                document,
                [
                    PredictedQuote("indirect", (at("завод встал и", text),), speaker="Иванов", quote_rule="по словам"),
                    PredictedQuote("direct", (at("Нет", text),), speaker="Иванов", speaker_rule="nearest"),
                    PredictedQuote("direct", (at("Все молчали", text),), quote_rule="full stop"),
                ],
            )
        )
    )
    assert [(m.kind, m.traits) for m in found] == [
        ("boundary", (("border", "too short at the end"), ("type", "indirect"), ("rule", "по словам"))),
        ("missed", (("type", "direct"), ("tag", "plain"), ("cue", "сказал"))),
        ("speaker", (("speaker", "wrong"), ("tag", "pronoun"), ("rule", "nearest"))),
        ("spurious", (("type", "direct"), ("rule", "full stop"))),
    ]
    assert breakdown(found)["spurious"]["rule"] == {"full stop": 1}


@pytest.mark.parametrize(
    ("predicted", "faults"),
    [
        (((4, 18),), ()),
        (((0, 18),), ("too long at the start",)),
        (((8, 18),), ("too short at the start",)),
        (((4, 23),), ("too long at the end",)),
        (((4, 11),), ("too short at the end",)),
        (((4, 7), (12, 18)), ("other fragments",)),
        (((0, 3), (8, 11)), ("too long at the start", "too short at the end", "other fragments")),
    ],
)
def test_faults_of_borders(predicted: tuple[tuple[int, int], ...], faults: tuple[str, ...]) -> None:
    assert border_faults("раз два три четыре пять", ((4, 18),), predicted) == faults


# --- comparing two files ---------------------------------------------------------------------------------------------


def predictions(*quotes: PredictedQuote) -> Predictions:
    return Predictions({"news-1": quotes})


def test_nothing_changed() -> None:
    difference = compare(predictions(SAID_GROMOV, SAID_BELOVA), predictions(SAID_BELOVA, SAID_GROMOV))
    assert (difference.changes, difference.same) == ((), 2)


@pytest.mark.parametrize(
    ("changes", "fields", "effect"),
    [
        ({"speaker": None}, ("speaker",), "worse"),
        ({"speaker": "Громов"}, ("speaker",), "neutral"),
        ({"type": "mixed"}, ("type",), "neutral"),
        ({"medium": "ТАСС", "speaker": "Белова"}, ("speaker", "medium"), "worse"),
        ({"content": (at("Газ придёт"),)}, ("borders",), "worse"),
    ],
)
def test_changed(changes: dict[str, Any], fields: tuple[str, ...], effect: str) -> None:
    old, new = predictions(SAID_GROMOV), predictions(attrs.evolve(SAID_GROMOV, **changes))
    (change,) = compare(old, new, [GOLD]).changes
    assert (change.kind, change.fields, change.effect) == ("changed", fields, effect)
    (back,) = compare(new, old, [GOLD]).changes
    assert back.effect == {"worse": "better"}.get(effect, "neutral")


def test_lost_and_new() -> None:
    spurious = PredictedQuote("direct", (at("передаёт ТАСС"),))
    difference = compare(predictions(SAID_GROMOV, spurious), predictions(SAID_BELOVA), [GOLD])
    assert [(c.kind, c.effect) for c in difference.changes] == [("lost", "worse"), ("new", "better"), ("lost", "better")]
    assert [c.effect for c in compare(predictions(), predictions(SAID_GROMOV)).changes] == [None]


def test_documents_that_only_one_file_has() -> None:
    difference = compare(Predictions({}), predictions(SAID_GROMOV))
    assert [(c.document, c.kind) for c in difference.changes] == [("news-1", "new")]


# --- the page --------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str | None]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


def page(document: GoldDocument, *quotes: PredictedQuote) -> str:
    scores = [score_document(document, quotes)]
    return render(score(scores), scores)


def test_page_shows_gold_beside_prediction() -> None:
    html = page(GOLD, SAID_GROMOV, attrs.evolve(SAID_BELOVA, speaker=None))
    assert html.count('<span class="content right">Газ придёт к зиме</span>') == 2
    assert html.count('<span class="content speaker">труба готова</span>') == 2
    assert html.count('<span class="cue">заявил</span>') == 2
    assert html.count('<span class="content optional">Он уехал</span>') == 1
    assert "speaker 1</label>" in html
    assert "missed 0</label>" in html


def test_page_of_overlapping_quotes() -> None:
    text = "Он сказал, что она сказала: «Да»."
    document = GoldDocument(
        "d", text, (GoldQuote("indirect", (at("она сказала: «Да»", text),)), GoldQuote("direct", (at("Да", text),)))
    )
    assert "она сказала: «" in page(document)
    assert '<span class="content missed">Да</span>' in page(document)


def test_page_is_self_contained() -> None:
    parsed = Page(page(GOLD, SAID_GROMOV))
    assert not {tag for tag, _ in parsed.tags} & {"script", "link", "img", "iframe", "object"}
    assert all(str(target).startswith("#") for target in [*parsed.values("href"), *parsed.values("src")])
    assert {str(target)[1:] for target in parsed.values("href")} <= set(map(str, parsed.values("id")))
    assert "default-src 'none'" in str(parsed.values("content"))
    assert "prefers-color-scheme: dark" in parsed.text


def test_anchors_are_unique() -> None:
    ids = Page(page(GOLD)).values("id")
    assert len(ids) == len(set(ids))


def test_page_escapes_whatever_it_is_given() -> None:
    hostile = "</style><script>alert(1)</script>\" onload='x' {{ 7 * 7 }} {% raw %} \x00\x1b[31m\ud800\u202e &lt;"
    text = f"{hostile} сказал «{hostile}»"
    span = ((len(hostile) + 8, len(text)),)
    document = GoldDocument(hostile, text, (GoldQuote("direct", span, speaker=hostile, medium=hostile, tags=(hostile,)),))
    spurious = PredictedQuote(hostile, ((0, 5),), speaker=hostile, quote_rule=hostile)
    html = page(document, PredictedQuote("direct", span, speaker="Иной" + hostile, speaker_rule=hostile), spurious)
    parsed = Page(html)
    assert "script" not in {tag for tag, _ in parsed.tags}
    assert "onload" not in {name for _, attributes in parsed.tags for name in attributes}
    assert "{{ 7 * 7 }} {% raw %}" in parsed.text
    assert "&lt;" in parsed.text
    assert "\x00" not in html
    assert "\x1b" not in html
    html.encode("utf-8")


# --- files and commands ----------------------------------------------------------------------------------------------


def run(command: Any, *arguments: str, ok: bool = True) -> Result:
    result = CliRunner().invoke(command, list(arguments))
    assert (result.exit_code == 0) is ok, result.output
    return result


def record(quote: PredictedQuote, **more: Any) -> dict[str, Any]:
    return {
        "type": quote.type,
        "content": [{"start": start, "end": end, "text": TEXT[start:end]} for start, end in quote.content],
        "cue": [{"start": start, "end": end} for start, end in quote.cue],
        "source": {"start": quote.source[0][0], "end": quote.source[0][1]} if quote.source else None,
        "speaker": quote.speaker and {"id": 0, "name": quote.speaker},
        "medium": quote.medium,
        "confidence": quote.confidence,
        "rules": {"quote": "marks", "speaker": "subject"},
        **more,
    }


@pytest.fixture
def gold_dir(tmp_path: Path) -> str:
    folder = tmp_path / "gold"
    (folder / "txt").mkdir(parents=True)
    attributions = [attrs.asdict(q) for q in GOLD.quotes]
    line = json.dumps({"id": GOLD.id, "attributions": attributions}, ensure_ascii=False)
    (folder / "gold.jsonl").write_text(line + "\n", encoding="utf-8")
    (folder / "txt" / "news-1.txt").write_bytes(TEXT.encode())
    return str(folder)


def written(path: Path, *quotes: PredictedQuote, document: str = "news-1") -> str:
    line = json.dumps({"id": document, "quotes": [record(q) for q in quotes]}, ensure_ascii=False)
    path.write_text(line + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def predicted(tmp_path: Path) -> str:
    return written(tmp_path / "predicted.jsonl", SAID_GROMOV, attrs.evolve(SAID_BELOVA, speaker=None))


def test_files_read_back(gold_dir: str, predicted: str) -> None:
    assert read_gold(Path(gold_dir)) == (GOLD,)
    first, _ = read_predictions(Path(predicted)).quotes["news-1"]
    assert first == attrs.evolve(SAID_GROMOV, text="Газ придёт к зиме", quote_rule="marks", speaker_rule="subject")


def test_text_is_read_without_newline_translation(gold_dir: str) -> None:
    (Path(gold_dir) / "txt" / "news-1.txt").write_bytes(b"a\r\nb\rc\n")
    assert read_gold(Path(gold_dir))[0].text == "a\r\nb\rc\n"


def test_evaluate(gold_dir: str, predicted: str) -> None:
    out = run(evaluate, gold_dir, predicted).stdout
    assert "who-said-what      100.0%  50.0%  66.7%   <- headline" in out
    assert "direct    gold    1  recall 100.0%  speaker 100.0%" in out


def test_evaluate_lists_errors(gold_dir: str, predicted: str) -> None:
    out = run(evaluate, gold_dir, predicted, "--errors", "5").stdout
    assert "speaker: 1" in out
    assert "by rule     subject 1" in out
    assert "[speaker] news-1: gold 'Анна Белова' [medium], predicted None by subject: труба готова" in out
    listed = json.loads(run(evaluate, gold_dir, predicted, "--errors", "5", "--json").stdout)
    assert listed["errors"] == {"missed": 0, "spurious": 0, "speaker": 1, "boundary": 0}
    assert listed["errors_by"]["speaker"]["tag"] == {"medium": 1}


def test_missed_cues_are_counted_by_lemma(gold_dir: str, tmp_path: Path) -> None:
    out = run(evaluate, gold_dir, written(tmp_path / "none.jsonl"), "--errors", "1").stdout
    assert "заявить 1" in out
    assert "по словам 1" in out


def test_evaluate_writes_a_page(gold_dir: str, predicted: str, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    run(evaluate, gold_dir, predicted, "--html", str(target))
    assert "труба готова" in target.read_text(encoding="utf-8")
    result = run(evaluate, gold_dir, predicted, "--html", str(tmp_path / "no" / "page.html"), ok=False)
    assert "page.html" in result.stderr


def test_halves_part_the_documents(gold_dir: str, predicted: str) -> None:
    halves = [half_of(f"document-{n}") for n in range(1000)]
    assert 450 < halves.count("a") < 550
    assert set(halves) == {"a", "b"}
    mine = half_of("news-1")
    assert "documents 1" in run(evaluate, gold_dir, predicted, "--half", mine).stdout
    other = "b" if mine == "a" else "a"
    assert "no document" in run(evaluate, gold_dir, predicted, "--half", other, ok=False).stderr


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "bad.jsonl:2: is not JSON"),
        ("[1, 2]", "bad.jsonl:2: not a record"),
        ('{"quotes": []}', "bad.jsonl:2: a field 'id' is missing"),
        ('{"id": "news-1"}', "bad.jsonl:2: a field 'quotes' is missing"),
        ('{"id": "news-1", "quotes": [{"content": [[1, "x"]]}]}', "bad.jsonl:2: not a record"),
        ('{"id": "news-1", "quotes": [{"content": [{"start": 1}]}]}', "bad.jsonl:2: a field 'end' is missing"),
        ('{"id": "news-1", "quotes": [{"content": [], "confidence": NaN}]}', "bad.jsonl:2: not a record"),
        ('{"id": "news-1", "quotes": [{"content": [], "speaker": {"name": 5}}]}', "bad.jsonl:2: not a record"),
        ('{"id": "news-1", "quotes": [{"content": [], "rules": {"quote": 5}}]}', "bad.jsonl:2: not a record"),
        ('{"id": "news-1", "quotes": null}', "bad.jsonl:2: not a record"),
        (b"\xff", "bad.jsonl:2: is not JSON, nor UTF-8"),
    ],
)
def test_a_bad_line_is_named(gold_dir: str, tmp_path: Path, line: str | bytes, message: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"\n" + (line if isinstance(line, bytes) else line.encode()) + b"\n")
    result = run(evaluate, gold_dir, str(path), ok=False)
    assert result.exit_code == 1
    assert message in result.stderr


def test_missing_files_are_named(gold_dir: str, predicted: str, tmp_path: Path) -> None:
    assert "nothing.jsonl" in run(evaluate, gold_dir, str(tmp_path / "nothing.jsonl"), ok=False).stderr
    assert "gold.jsonl: No such file" in run(evaluate, str(tmp_path), predicted, ok=False).stderr
    (Path(gold_dir) / "txt" / "news-1.txt").unlink()
    assert "news-1.txt: No such file" in run(evaluate, gold_dir, predicted, ok=False).stderr


def test_gold_that_holds_a_document_twice(gold_dir: str) -> None:
    path = Path(gold_dir) / "gold.jsonl"
    path.write_bytes(path.read_bytes() * 2)
    with pytest.raises(RecordError, match=r"gold\.jsonl:2: the gold holds document 'news-1' twice"):
        read_gold(Path(gold_dir))


def test_unknown_and_doubled_documents_are_told(gold_dir: str, predicted: str, tmp_path: Path) -> None:
    first = Path(predicted).read_text(encoding="utf-8")
    stranger = first.replace("news-1", "news-2")
    both = tmp_path / "both.jsonl"
    both.write_text(stranger + stranger + first, encoding="utf-8")
    result = run(evaluate, gold_dir, str(both))
    assert "both.jsonl:2: 'news-2' is predicted twice, the last one counts" in result.stderr
    assert "'news-2' is not in the gold" in result.stderr
    assert result.stdout == run(evaluate, gold_dir, predicted).stdout


def test_predictions_for_another_text_are_told() -> None:
    other = attrs.evolve(SAID_GROMOV, text="Газа не будет")
    outside = attrs.evolve(SAID_BELOVA, content=((0, len(TEXT) + 1),))
    told = list(misfits([GOLD], predictions(other, outside)))
    assert told == [
        f"'news-1': 1 span lies outside the text of {len(TEXT)} characters",
        "'news-1': 1 quotation shows another text than the document has at its offsets",
    ]


def test_diff(gold_dir: str, predicted: str, tmp_path: Path) -> None:
    new = written(tmp_path / "new.jsonl", SAID_GROMOV, SAID_BELOVA)
    assert "same 1, changed 1 (speaker 1), lost 0, new 0" in run(diff, predicted, new).stdout
    judged = run(diff, predicted, new, "--gold", gold_dir).stdout
    assert "[changed speaker, better] news-1: None -> 'Анна Белова': труба готова" in judged
    assert "who-said-what F1 66.67% -> 100.00% (+33.33%)" in judged
    (change,) = json.loads(run(diff, predicted, new, "--json").stdout)["changes"]
    assert (change["kind"], change["fields"], change["new"]["speaker"]) == ("changed", ["speaker"], "Анна Белова")


def test_hostile_names_can_be_written(gold_dir: str, predicted: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.jsonl"
    path.write_text(
        Path(predicted).read_text(encoding="utf-8").replace("Олег Громов", r"\ud800\u001b[31m"), encoding="utf-8"
    )
    assert "\x1b" not in run(evaluate, gold_dir, str(path), "--errors", "9").stdout
    assert "\x1b" not in run(diff, predicted, str(path)).stdout
    (change,) = json.loads(run(diff, predicted, str(path), "--json").stdout)["changes"]
    assert change["new"]["speaker"] == "\ud800\x1b[31m"


def test_hostile_names_do_not_reach_the_terminal() -> None:
    assert printable("a\x1b]0;x\x07\ud800\n") == "a\ufffd]0;x\ufffd\ufffd "


def test_figures_errors_differences_and_page_in_russian(gold_dir: str, predicted: str, tmp_path: Path) -> None:
    new, page = written(tmp_path / "new.jsonl", SAID_GROMOV, SAID_BELOVA), tmp_path / "page.html"
    with speaking("ru"):
        shown = [
            run(evaluate, gold_dir, predicted, "--errors", "5", "--html", str(page)).stdout,
            run(evaluate, gold_dir, written(tmp_path / "none.jsonl"), "--errors", "5").stdout,
            run(diff, predicted, new, "--gold", gold_dir).stdout,
        ]
    data = {"news", "None", "F", "medium"}  # ids, tags, values
    for text in shown:
        assert set(re.findall("[A-Za-z]+", text)) <= data
    html = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.S)
    assert set(re.findall("[A-Za-z]+", html)) <= {*data, "newsquotes"}
    assert "кто что сказал" in shown[0]
    assert "[изменилось говорящий, лучше] news-1: None -> 'Анна Белова': труба готова" in shown[2]
    assert "66,67\xa0% -> 100,00\xa0% (+33,33\xa0%)" in shown[2]
