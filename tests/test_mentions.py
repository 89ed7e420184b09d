import pickle

import pytest

import newsquotes
from newsquotes.lazy_layers import Later
from newsquotes.russian.mentions import MentionDetector


def mentions(text):
    return {(m.span.text, m.kind): m for m in newsquotes.extract(text).mentions}


@pytest.mark.parametrize(
    ("text", "span", "kind", "name"),
    [
        ("По словам Анны Беловой, это так.", "Анны Беловой", "person", "Анна Белова"),
        ("Это сказал главе района Пётр Ильин.", "Пётр Ильин", "person", "Пётр Ильин"),
        ("По словам главы района, это так.", "главы района", "role", "глава района"),
        ("Об этом сообщили в пресс-службе ведомства.", "пресс-службе ведомства", "organization", "пресс-служба ведомства"),
        ("По словам источника в полиции, это так.", "источника в полиции", "anonymous", "источник в полиции"),
        ("По мнению экспертов, это так.", "экспертов", "group", "эксперты"),
        ("Об этом пишет газета «Вестник Заречья».", "газета «Вестник Заречья»", "outlet", "Вестник Заречья"),
        ("Он сказал это «Интерфаксу».", "«Интерфаксу»", "outlet", "Интерфакс"),
        ("Она сказала это «Голосу Америки».", "«Голосу Америки»", "outlet", "Голос Америки"),
        ("Об этом сказано в заявлении МВД.", "заявлении МВД", "document", "заявление МВД"),
        ("Она приехала.", "Она", "pronoun", "Она"),
        ("Об этом пишет Lenta.ru.", "Lenta.ru", "outlet", "Lenta.ru"),
    ],
)
def test_kinds_and_names(text, span, kind, name):
    found = mentions(text)
    assert (span, kind) in found, sorted(found)
    assert found[span, kind].name == name


def test_role_and_organization_of_a_person():
    m = mentions("Об этом заявила официальный представитель МИД РФ Мария Белова.")
    person = m["официальный представитель МИД РФ Мария Белова", "person"]
    assert (person.role, person.organization, person.gender) == ("официальный представитель МИД РФ", "МИД РФ", "femn")


@pytest.mark.parametrize("text", ["Правда, дождь прошёл.", "Время идёт.", "В Мачерате тепло."])
def test_common_words_are_no_outlets_and_no_people(text):
    assert not [m for m in newsquotes.extract(text).mentions if m.kind in ("outlet", "person")]


def test_abbreviations_are_not_declined():
    assert {m.name for m in newsquotes.extract("Об этом заявили в ФСИН и МЧС.").mentions} >= {"ФСИН", "МЧС"}


def test_a_name_in_marks_does_not_stay_in_the_memory_of_words() -> None:
    pipeline = newsquotes.Pipeline()
    pipeline("Вышел фильм «Соседи».")
    assert [m.name for m in pipeline("Соседи говорят, что дом тёплый.").mentions] == ["соседи"]


def test_mentions_are_made_when_somebody_looks(monkeypatch):
    made = []
    items = Later.items.fget
    monkeypatch.setattr(Later, "items", property(lambda later: made.append(later) or items(later)))
    doc = newsquotes.extract("Мэр Анна Белова приехала в порт. «Мост готов», — сказала она.")
    assert doc.quotes[0].speaker.name == "Анна Белова"
    assert not made
    assert [(m.span.text, m.role) for m in doc.mentions] == [
        ("Мэр Анна Белова", "мэр"),
        ("порт", None),
        ("она", None),
    ]
    assert doc.mentions is doc.mentions
    assert made


def test_a_document_whose_mentions_are_not_made_is_the_same_document():
    text = "Мэр Анна Белова приехала в порт. «Мост готов», — сказала она."
    doc, sent = newsquotes.extract(text), pickle.loads(pickle.dumps(newsquotes.extract(text)))
    assert repr(sent) == repr(doc)
    assert sent.mentions == doc.mentions
    assert sent.tokens == doc.tokens
    assert sent == doc == newsquotes.extract(text)


def test_people_of_a_wrapped_detector_are_found_as_well():
    detector = MentionDetector()
    text = "Мэр Анна Белова приехала в порт. «Мост готов», — сказала она."
    doc = newsquotes.Pipeline(mention_detector=lambda doc: [m for m in detector(doc) if m.kind == "person"])(text)
    assert [m.name for m in doc.mentions] == ["Анна Белова"]
    assert doc.quotes[0].speaker.role == "мэр"
