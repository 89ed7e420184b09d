"""The quote detector: its laws, its explanations, and that nothing makes it fail."""

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsquotes
from newsquotes import Document, Pipeline
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.quotes import QuoteDetector

ARTICLE = (
    "«Газ придёт к зиме, — заявил глава района Пётр Лосев. — Работы начаты». По его словам, трубы уже куплены.\n\n"
    "Как сообщила пресс-служба «Водоканала», авария устранена. Лосев добавил, что жителям вернут деньги, передаёт ТАСС."
)
PIPELINE = Pipeline()
EVAL = Path(__file__).parents[2] / "shared" / "eval"


def shape(doc: Document, shift: int = 0) -> list[tuple[object, ...]]:
    """Everything that a paragraph in front must not change."""
    return [
        (
            q.type, q.mode, q.stance, q.rule, q.text, str(q.cue), str(q.source), str(q.speaker), q.detection_confidence,
            tuple((s.start - shift, s.end - shift) for s in q.content),
        )
        for q in doc.quotes
    ]  # fmt: skip


def exact(doc: Document) -> None:
    for quote in doc.quotes:
        spans = [*quote.content, *quote.cue.spans, *([quote.source] if quote.source else []), *(m.span for m in quote.media)]
        for span in spans:
            assert doc.text[span.start : span.end] == span.text
    for speaker in doc.speakers:
        for span in speaker.mentions:
            assert doc.text[span.start : span.end] == span.text


def test_a_paragraph_in_front_shifts_every_span_and_changes_nothing_else() -> None:
    front = "Вчера в городе шёл снег. Дороги чистили всю ночь.\n\n"
    assert shape(PIPELINE(front + ARTICLE), len(front)) == shape(PIPELINE(ARTICLE))


def test_no_break_spaces_change_no_word() -> None:
    changed = ARTICLE.replace(" ", "\N{NO-BREAK SPACE}")
    there = [q.text.replace("\N{NO-BREAK SPACE}", " ") for q in PIPELINE(changed).quotes]
    assert there == [q.text for q in PIPELINE(ARTICLE).quotes]


def test_the_same_input_gives_the_same_output() -> None:
    assert shape(PIPELINE(ARTICLE)) == shape(Pipeline()(ARTICLE))


def test_it_can_be_pickled() -> None:
    assert shape(pickle.loads(pickle.dumps(PIPELINE))(ARTICLE)) == shape(PIPELINE(ARTICLE))


PIECES = st.sampled_from(
    ["«", "»", '"', "„", "“", "”", "'", "''", "—", " - ", "–", ":", ",", ".", "!", "?…", "(", ")", "\n", "\r\n", "\u00a0", "😀", "сказал",
     "заявила", "По словам", "Иванов", "Анна Королёва", "что", "он", "ТАСС", "газ придёт", "министр", "об этом", "сообщил", "А. Б.", "🙂й", "ё"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map(" ".join) | st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
def test_no_string_raises_and_every_span_is_exact(text: str) -> None:
    exact(newsquotes.extract(text))


@pytest.mark.skipif(not EVAL.exists(), reason="the development set is not beside the repository")
def test_every_span_is_exact_on_real_news() -> None:
    for line in (EVAL / "gold.jsonl").read_text(encoding="utf-8").splitlines()[::8]:
        name = json.loads(line)["id"]
        exact(PIPELINE((EVAL / "txt" / f"{name}.txt").read_bytes().decode("utf-8")))


def test_explanations_name_every_cue_and_every_pair_of_marks() -> None:
    doc = PIPELINE("«Мы готовы», — сказала Анна Королёва. Завод «Атлант» закрыт.")
    decisions = list(QuoteDetector().explain(doc))
    said = next(d for d in decisions if d.span.text == "сказала")
    assert (said.verdict, said.rule) == ("accepted", "direct-after")
    name = next(d for d in decisions if d.span.text == "Атлант")
    assert name.verdict == "rejected"
    assert "name" in name.reason


def test_min_confidence_drops_the_less_certain() -> None:
    doc = PIPELINE(ARTICLE)
    everything = QuoteDetector(min_confidence=0.0)(doc)
    certain = QuoteDetector(min_confidence=0.9)(doc)
    assert len(certain) < len(everything) or all(q.detection_confidence >= 0.9 for q in everything)
    assert all(q.detection_confidence >= 0.9 for q in certain)


def test_weights_are_finite_and_have_a_bias() -> None:
    model = shipped_model("quotes")
    for name in ("rules", "gate", "doubts", "ranges", "keep"):
        assert model[name], name
        assert all(abs(w) < 20 for w in model[name].values()), name
    assert {"bias"} <= model["rules"].keys() & model["keep"].keys()


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Министр Пётр Лосев заявил, что газ придёт к зиме.", "asserted"),
        ("Министр Пётр Лосев опроверг, что газ подорожает.", "denied"),
        ("Министр Пётр Лосев возразил, что газ подорожает.", "asserted"),
        ("«Это ложь», — опроверг министр Пётр Лосев.", "asserted"),
        ("Министр Пётр Лосев не исключил, что газ подорожает.", "asserted"),
        ("Министр Пётр Лосев не сказал, что газ подорожает.", "unsaid"),
        ("Если Лосев скажет, что газ подорожает, ему не поверят.", "hypothetical"),
        ("Министр Пётр Лосев потребовал, чтобы газ провели к зиме.", "demanded"),
        ("Министр Пётр Лосев пообещал, что газ проведут к зиме.", "promised"),
    ],
)
def test_stances(text: str, stance: str) -> None:
    assert [q.stance for q in newsquotes.extract(text).quotes] == [stance]


def test_a_bracket_may_end_the_text() -> None:
    assert newsquotes.extract("По словам мэра, мост закроют (").quotes is not None
    assert newsquotes.extract("Мнение мэра, что мост закроют (").quotes is not None
