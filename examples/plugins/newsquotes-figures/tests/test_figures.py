import newsquotes
import pytest
from newsquotes.testing import AnnotatorContract


@pytest.fixture(scope="module")
def pipeline():
    return newsquotes.Pipeline(annotator="figures")


def figures(doc):
    return [(figure.value, figure.unit) for figure in doc.extra["figures"]]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Построено 12 домов", [(12, "дом")]),
        ("Цены выросли на 5,5 %", [(5.5, "%")]),
        ("Собрали 2\u00a0500 тонн зерна", [(2500, "тонна")]),
        ("Мост стоит 1,5 млрд рублей", [(1.5e9, "рубль")]),
        ("Приехали 40 тыс. гостей, из них 3 тысячи детей", [(40e3, "гость"), (3e3, "ребёнок")]),
        ("Мост откроют в 2031 году", []),
        ("Трасса М-5 закрыта", []),
    ],
)
def test_figures_are_read(pipeline, said, expected):
    doc = pipeline(f"«{said}», — сообщила мэр Анна Белова.")
    assert figures(doc) == expected


def test_only_what_is_said_counts(pipeline):
    doc = pipeline("В городе 30 школ. «Откроем ещё 2 школы», — сообщила мэр Анна Белова.")
    (figure,) = doc.extra["figures"]
    assert figure.span.text == "2 школы"
    assert doc.quote(figure.quote).speaker.name == "Анна Белова"


def test_skip_is_an_option():
    pipeline = newsquotes.Pipeline(annotator={"use": "figures", "figures": {"skip": ["дом"]}})
    doc = pipeline("«К 2031 году построим 12 домов», — сообщила мэр Анна Белова.")
    assert figures(doc) == [(2031, "год")]


def test_an_unknown_option_is_refused():
    with pytest.raises(newsquotes.ConfigError, match="figures"):
        newsquotes.Pipeline(annotator={"use": "figures", "figures": {"only": ["дом"]}})


class TestContract(AnnotatorContract):
    name = "figures"
    example = "«Построено 12 домов», — сообщила мэр Анна Белова."
