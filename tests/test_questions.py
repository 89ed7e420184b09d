from datetime import date

import pytest

import newsquotes
from newsquotes import ConfigError, InputError
from newsquotes.dates import day_of
from newsquotes.formats import from_record, to_record
from newsquotes.questions import Question, same_outlet
from newsquotes.unanswered import Asking
from newsquotes.wording import speaking

DOCS = [
    newsquotes.extract(
        "«Мост откроют в мае», — сообщила мэр Анна Белова. По словам Ивана Петрова, дороги закрыты, передаёт ТАСС.",
        id="most",
        meta={"date": "2031-02-03", "outlet": "Край-Информ"},
    ),
    newsquotes.extract("Анна Белова заявила, что мосты закроют.", id="zakryt", meta={"date": "2031-05-06T10:00:00"}),
    newsquotes.extract("Анна Белова добавила, что снег растает.", id="sneg"),
]


def ids(**question) -> list[str]:
    return [doc.id for doc in newsquotes.where(DOCS, **question)]


def test_nothing_asked_keeps_everything():
    assert ids() == ["most", "zakryt", "sneg"]


def test_who_in_any_form():
    assert ids(speaker="Анна Белова") == ["most", "zakryt", "sneg"]
    assert ids(speaker="Ивана Петрова") == ["most"]
    assert ids(speaker="Орлов") == []


def test_who_by_the_surname_alone_in_records_too():
    stored = from_record(to_record(DOCS[1], with_text=True))
    assert len(stored.quotes.where(speaker="Белова")) == len(stored.quotes_by("белова")) == 1
    assert stored.quotes_by("Анна") == ()


def test_about_what_by_lemma_and_all_words():
    assert ids(about="моста") == ["most", "zakryt"]
    assert ids(about="мост закрыть") == ["zakryt"]
    assert ids(about=["снега"]) == ["sneg"]
    for wordless in ("((", " ", ["?", "!"]):
        with pytest.raises(ConfigError, match="no word"):
            ids(about=wordless)


def test_when():
    assert ids(since="03.02.2031") == ["most", "zakryt"]
    assert ids(until="2031-02-03") == ["most"]
    assert ids(since=date(2031, 2, 4), until="6 мая 2031") == ["zakryt"]


def test_where_it_was_published_or_relayed():
    assert ids(outlet="край-информ") == ["most"]
    assert ids(outlet="ТАСС") == ["most"]


@pytest.mark.parametrize(
    "outlet", ["тасс", "TASS", "Агентство «ТАСС»", "tass.ru", "https://www.tass.ru/politika/1", "ИТАР-ТАСС"]
)
def test_an_outlet_in_any_spelling(outlet):
    assert ids(outlet=outlet) == ["most"]


@pytest.mark.parametrize("outlet", ["ТА", "tass.example", "РИА Новости", "край"])
def test_another_outlet(outlet):
    assert ids(outlet=outlet) == []


def test_an_outlet_by_the_address_of_the_article():
    doc = newsquotes.extract("Анна Белова заявила, что мосты закроют.", meta={"url": "https://news.zarechye.ru/most"})
    assert [*newsquotes.where(doc, outlet="news.zarechye.ru")]
    assert not [*newsquotes.where(doc, outlet="zarechye.com")]
    assert [*newsquotes.where(newsquotes.extract(doc.text, meta={"url": "https://realty.rbc.ru/1"}), outlet="РБК")]


def told(**question) -> str | None:
    asking = Asking(Question(**question))
    list(asking.of(DOCS))
    return asking.told()


def test_where_nothing_fits_it_is_told_what_there_is():
    assert told() is None
    assert told(speaker="Белова") is None
    assert told(speaker="Анна Беловва") == (
        "nothing fits what is asked, in 3 documents with 4 quotations\n"
        "  speaker «Анна Беловва»: did you mean «Анна Белова»? There are Анна Белова (3), Иван Петров (1)"
    )
    lines = told(speaker="Петров", outlet="Маяк", about="снег", since="2040-01-01", type="mixed", min_confidence=1.0)
    assert lines.splitlines()[1:-1] == [
        "  speaker «Петров»: 1 quotation fits this alone",
        "  about «снег»: 1 quotation fits this alone",
        "  from 2040-01-01 on: the documents are of 2031-02-03 to 2031-05-06",
        "  outlet «Маяк»: there are Край-Информ (2), ТАСС (1)",
        "  type «mixed»: there are indirect (3), direct (1)",
    ]
    assert "confidence from 1.00: the surest has 0.9" in lines
    with speaking("ru"):
        assert told(outlet="Край информ").endswith("возможно, имелось в виду «Край-Информ»? Есть Край-Информ (2), ТАСС (1)")


def test_only_fitting_quotations_stay():
    (doc,) = newsquotes.where(DOCS[0], type="direct", min_confidence=0.5)
    assert [quote.text for quote in doc.quotes] == ["Мост откроют в мае"]
    assert doc.quotes[0].speaker.name == "Анна Белова"


def test_a_wrong_question_says_what_is_wrong():
    with pytest.raises(ConfigError, match="direct"):
        ids(type="direkt")
    with pytest.raises(InputError, match="no date"):
        ids(since="позавчера-ка")
    with pytest.raises(ConfigError, match="0 to 1"):
        ids(min_confidence=7)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-05-18", date(2023, 5, 18)),
        ("2023-05-18T12:00:00Z", date(2023, 5, 18)),
        ("18.05.2023", date(2023, 5, 18)),
        ("1/2/2023", date(2023, 2, 1)),
        ("18.05.2023, 10:15", date(2023, 5, 18)),
        ("5 марта 2023", date(2023, 3, 5)),
        ("5 марта 2023 г.", date(2023, 3, 5)),
        ("7 March 2023", date(2023, 3, 7)),
    ],
)
def test_dates_as_people_write_them(written, day):
    assert day_of(written) == day


@pytest.mark.parametrize("written", ["", "май", "31.02.2023", "2023-13-01", "вчера", "5 марта", "18"])
def test_what_is_no_day(written):
    with pytest.raises(InputError, match="no date"):
        day_of(written)


def test_outlets_without_letters_are_not_one():
    assert not same_outlet("((", "…")
    assert same_outlet("((", "((")
