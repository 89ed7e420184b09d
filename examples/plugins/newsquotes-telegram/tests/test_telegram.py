"""The plugin as its users meet it: through the entry point."""

import io

import newsquotes
import pytest
from newsquotes.formats import FORMATS, format_named, write

POST = """❗️Анна Белова: мост откроют в мае, см. https://t.me/most24/7

🔻Пётр Ильин:
▪️ ремонт идёт по плану;
▪️ «рабочих хватает»

Переслано от «Вести»
«Мост закрыт», — заявил Олег Котов.

@most24 #мост"""


@pytest.fixture(scope="module")
def pipeline():
    return newsquotes.Pipeline(profile="telegram")


def said(doc):
    return [(str(quote.speaker), quote.text) for quote in doc.quotes]


def test_labels_bullets_and_reposts(pipeline):
    doc = pipeline(POST)
    assert said(doc) == [
        ("Анна Белова", "мост откроют в мае, см. https://t.me/most24/7"),
        ("Пётр Ильин", "ремонт идёт по плану"),
        ("Пётр Ильин", "рабочих хватает"),
    ]
    assert doc.pipeline.startswith("russian+telegram/telegram")


def test_without_the_editor_reposts_stay():
    doc = newsquotes.Pipeline(profile="telegram", quote_editor=[])(POST)
    assert ("Олег Котов", "Мост закрыт") in said(doc)


@pytest.mark.parametrize(
    "text",
    [
        "Фото: Анна Белова",
        "Подробнее: https://t.me/most24",
        "Важно: мост закрыт до мая",
        "Адрес мэрии: улица Мира, 5",
        "Мост закрыт: идёт ремонт",
    ],
)
def test_labels_that_name_nobody_are_left(pipeline, text):
    assert said(pipeline(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Анна Белова: «Мы готовы».", "Мы готовы"),
        ("☝🏻Анна Белова: мы готовы", "мы готовы"),
        ("— Анна Белова: мы готовы", "мы готовы"),
        ("1. Анна Белова: мы готовы", "мы готовы"),
        ("⚡️⚡️Мэр Анна Белова: «Да» и «нет»", "«Да» и «нет»"),
    ],
)
def test_a_label_may_have_signs_before_it(pipeline, text, expected):
    assert [quote.text for quote in pipeline(text).quotes] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‼️Срочно", ["‼️", "Срочно"]),
        ("1️⃣Первый", ["1️⃣", "Первый"]),
        ("🇷🇺Россия и 👩🏽‍⚖️судья", ["🇷🇺", "Россия", "и", "👩🏽‍⚖️", "судья"]),
        ("см. t.me/most24.", ["см", ".", "t.me/most24", "."]),
        ("@most24, #мост_2", ["@most24", ",", "#мост_2"]),
        ("пишите a.b@example.org!", ["пишите", "a.b@example.org", "!"]),
    ],
)
def test_what_is_no_word_is_a_token_of_its_own(pipeline, text, expected):
    assert [token.text for token in pipeline(text).tokens] == expected


def test_further_labels_can_be_named():
    text = "Анна Белова: мы готовы"
    config = {"use": "telegram", "telegram": {"not_speakers": ["Анна"]}}
    assert said(newsquotes.Pipeline(quote_detector="telegram")(text)) == [("Анна Белова", "мы готовы")]
    assert said(newsquotes.Pipeline(quote_detector=config)(text)) == []


def test_a_digest_is_written(pipeline, tmp_path):
    file = io.BytesIO()
    format_named("telegram").write([pipeline("Анна Белова: мост <закрыт>")], file)
    assert file.getvalue().decode() == "🗣 <b>Анна Белова</b>: «мост &lt;закрыт&gt;»\n"
    write([pipeline(POST)], tmp_path / "digest", "telegram")
    assert "Пётр Ильин" in (tmp_path / "digest").read_text(encoding="utf-8")
    assert "telegram" not in FORMATS
