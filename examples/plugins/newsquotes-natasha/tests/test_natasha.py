"""The plugin as its users meet it: through the entry point, with the models of the natasha distribution."""

import pickle
import subprocess
import sys

import newsquotes
import pytest

from newsquotes_natasha.quotes import QuoteDetector
from newsquotes_natasha.trees import Tree


@pytest.fixture(scope="module")
def pipeline():
    return newsquotes.Pipeline(mention_detector=["natasha"], quote_detector=["syntax"])


def found(doc):
    return [(q.rule, str(q.source), str(q.cue), q.text) for q in doc.quotes]


def test_both_are_offered_by_this_distribution(pipeline):
    assert {(s.name, s.plugin) for s in pipeline.steps if s.plugin == "natasha"} == {
        ("natasha", "natasha"),
        ("syntax", "natasha"),
    }


def test_natasha_itself_is_never_imported():
    code = "import sys, newsquotes; newsquotes.Pipeline(mention_detector='natasha', quote_detector='syntax')('Газ придёт.')"
    check = "assert not {'natasha', 'pymorphy2', 'pkg_resources'} & set(sys.modules), sys.modules"
    subprocess.run([sys.executable, "-W", "error", "-c", f"{code}; {check}"], check=True)


def test_mentions_are_people_and_organizations_in_the_nominative(pipeline):
    doc = pipeline("По словам Марии Ильиной, Минздрав Тверской области передал письмо Петру Орлову.")
    assert [(m.span.text, m.kind, m.name, m.gender) for m in doc.mentions if m.kind == "person"] == [
        ("Марии Ильиной", "person", "Мария Ильина", "femn"),
        ("Петру Орлову", "person", "Пётр Орлов", "masc"),
    ]
    assert any(m.kind == "organization" and m.span.text.startswith("Минздрав") for m in doc.mentions)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "«Газ придёт к зиме», — заявила глава района Мария Ильина.",
            ("marks-cue", "глава района Мария Ильина", "заявила", "Газ придёт к зиме"),
        ),
        ("Орлов добавил: «Мост уже построен».", ("marks-cue", "Орлов", "добавил", "Мост уже построен")),
        ("«Нет, — сказал он. — Моста не будет».", ("marks-broken", "он", "сказал", "Нет … Моста не будет")),
        ("Пётр Орлов сообщил, что мост откроют в мае.", ("clause", "Пётр Орлов", "сообщил", "мост откроют в мае")),
        ("Орлов спросил, где построят мост.", ("clause", "Орлов", "спросил", "где построят мост")),
        ("Мост откроют в мае, сообщил мэр Пётр Орлов.", ("inserted", "мэр Пётр Орлов", "сообщил", "Мост откроют в мае")),
        ("Как сообщил мэр Пётр Орлов, мост откроют в мае.", ("inserted", "мэр Пётр Орлов", "сообщил", "мост откроют в мае")),
        ("По словам Орлова, мост откроют в мае.", ("phrase", "Орлова", "По словам", "мост откроют в мае")),
        (
            "Мост откроют в мае. Об этом сообщил мэр Пётр Орлов.",
            ("before", "мэр Пётр Орлов", "сообщил", "Мост откроют в мае"),
        ),
    ],
)
def test_each_rule_finds_its_quotation(pipeline, text, expected):
    assert found(pipeline(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Мост построили в мае прошлого года.",
        "Фильм «Белая ночь» покажут в субботу.",
        "В городе открыли кафе «У моста».",
        "Орлов приехал в город и осмотрел мост.",
        "По данному адресу живёт семья Ильиных.",
    ],
)
def test_no_quotation_is_found_where_there_is_none(pipeline, text):
    assert found(pipeline(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "«",
        "»«»",
        "Он сказал: «",
        "— ",
        "По словам",
        "сказал сказал сказал",
        "😀 «Да», — сказал 😀.",
        "Газ\r\n\r\n«Нет», — сказал\xa0он.",
    ],
)
def test_strange_texts_do_not_raise(pipeline, text):
    assert pipeline(text).text == text


def test_a_text_without_any_full_stop_is_read_in_pieces(pipeline):
    doc = pipeline("слово " * 2000 + "Пётр Орлов")
    assert doc.quotes == ()
    assert [m.name for m in doc.mentions] == ["Пётр Орлов"]


def test_arcs_that_run_in_a_circle_are_walked_once():
    tree = Tree((0, 1, 2), (1, 0, 1), ("conj", "conj", "nsubj"))
    assert list(tree.above(0)) == [0, 1]
    assert tree.subtree(0) == tree.phrase(0) == {0, 1, 2}


def test_min_confidence_leaves_the_less_certain_out():
    text = "«Мост уже давно построен и открыт». Орлов сообщил, что мост откроют в мае."
    every, sure = (
        newsquotes.Pipeline(quote_detector={"use": ["syntax"], "syntax": {"min_confidence": c}}) for c in (0.0, 0.9)
    )
    assert [q.rule for q in every(text).quotes] == ["marks", "clause"]
    assert [q.rule for q in sure(text).quotes] == ["clause"]
    with pytest.raises(newsquotes.ConfigError, match="min_confidence must be from 0 to 1"):
        newsquotes.Pipeline(quote_detector={"use": "syntax", "syntax": {"min_confidence": 2}})


def test_a_pickled_pipeline_finds_the_same(pipeline):
    text = "Пётр Орлов сообщил, что мост откроют в мае."
    assert found(pickle.loads(pickle.dumps(pipeline))(text)) == found(pipeline(text))
    assert pickle.loads(pickle.dumps(QuoteDetector(0.5))).min_confidence == 0.5


def test_together_with_the_built_in_the_first_wins():
    text = "Пётр Орлов сообщил, что мост откроют в мае."
    doc = newsquotes.Pipeline(quote_detector=["syntax", "russian"])(text)
    assert [q.rule for q in doc.quotes] == ["clause"]
