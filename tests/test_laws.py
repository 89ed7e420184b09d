import json
from pathlib import Path

import pytest

import newsquotes
from newsquotes.testing.laws import LAWS, broken

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
FLOOR = 0.99
"""The share of quotations that survive each change in a sample of some hundreds; `make laws` measures all (99.5 % and more)."""


@pytest.fixture(scope="module")
def articles():
    texts = [(EXAMPLES / "article.txt").read_text(encoding="utf-8")]
    texts += [
        json.loads(line)["text"] for line in (EXAMPLES / "corpus" / "most.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [newsquotes.extract(text, id=str(i)) for i, text in enumerate(texts)]


@pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.name)
def test_the_examples_obey(law, articles):
    lost = [example for _, examples in broken(law, articles, newsquotes.extract) for example in examples]
    assert lost == []


@pytest.mark.parametrize("law", LAWS.values(), ids=lambda law: law.name)
def test_real_news_obey(law, development_set):
    results = list(broken(law, development_set[::8], newsquotes.extract))
    total = sum(count for count, _ in results)
    lost = [example for _, examples in results for example in examples]
    assert 1 - len(lost) / total >= FLOOR, "\n".join(f"{e.document}\n  - {e.kept}\n  + {e.changed}" for e in lost[:10])


HEADLINES = {
    "Анна Белова ушла в отставку": "Анна Белова",
    "Борис Джонсон ополчился на план соседей": "Борис Джонсон",
    "Иван Ильин подал в суд на соседей": "Иван Ильин",
    "Роман Мартин уходит из городского совета": "Роман Мартин",
    "Пётр Ильич Рыков против нового моста": "Пётр Ильич Рыков",
    "Анна Мороз открыла новый мост": "Анна Мороз",
    "Иван Добрый встретился с соседями": "Иван Добрый",
    "Олег Скороход возглавил городской совет": "Олег Скороход",
    "Мария Тереза Белова едет в столицу": "Мария Тереза Белова",
    "А. Мороз открыл новый мост": "А. Мороз",
}


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_in_capitals_names_the_same(headline):
    """A verb after a name is no surname, and a surname that is a common word is one."""
    doc = newsquotes.extract(f"{headline.upper()}\n\nВ городе открыли мост.")
    assert [m.span.text for m in doc.mentions][:1] == [HEADLINES[headline].upper()]


@pytest.mark.parametrize("marks", ["«»", "„“", "„”", "“”", '""'])
@pytest.mark.parametrize("body", ["Клуб", "Завод", "Компания"])
def test_a_body_is_called_the_same_in_any_marks(body, marks):
    opening, closing = marks
    (quote,) = newsquotes.extract(f"{body} {opening}Метеор{closing} сообщает, что мост готов.").quotes
    assert quote.speaker.name == "Метеор"


def test_a_law_that_is_broken_is_seen():
    doc = newsquotes.extract("«Мост готов», — сказал Пётр Ильин.", id="most")

    def read(_: str):
        return newsquotes.extract("Ночью выпал снег.")

    ((count, (example,)),) = broken(LAWS["dash-en"], [doc], read)
    assert count == 1
    assert "Мост готов" in example.kept
    assert example.changed == ""


def test_a_quotation_at_the_very_end_ends_there_when_a_paragraph_stands_behind():
    doc = newsquotes.extract("Он сказал: «Мост готов", id="a")
    said = newsquotes.extract("— Когда откроют мост? — спросил корреспондент.\n\nИван Белов: В декабре", id="b")
    assert any(q.end == len(d.text) for d in (doc, said) for q in d.quotes)
    for d in (doc, said):
        for _, examples in broken(LAWS["paragraph-behind"], [d], newsquotes.extract):
            assert [e for e in examples if e.changed and e.kept.startswith(e.changed)] == []


def test_places_follow_the_letters():
    text = "Мост.\nЁлка сказала: «Всё — готово»."
    doc = newsquotes.extract(text)
    for law in LAWS.values():
        for count, examples in broken(law, [doc], newsquotes.extract):
            assert (count, examples) == (1, []), law.name


def test_names_of_several_words_stay_whole():
    doc = newsquotes.extract("Мост готов, сообщает Fox News Digital. «Дорога закрыта», — пишет «Вести — север».")
    assert doc.speakers[0].name == "Fox News Digital"
    for law in LAWS.values():
        assert [examples for _, examples in broken(law, [doc], newsquotes.extract) if examples] == [], law.name
