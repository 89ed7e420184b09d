import json

import pytest

import newsquotes
from newsquotes import ConfigError, InputError
from newsquotes.knowledge import KnownPerson, PeopleLinker, PeopleTable, read_people

CSV = "name,aliases,roles,id\nАнна Белова,А. Белова|Аня Белова,мэр Заречья,Q1\nПётр Ильин,,министр транспорта|глава Минтранса,Q2\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def test_csv_and_json_are_read_alike(table, tmp_path):
    rows = [
        {"name": "Анна Белова", "aliases": ["А. Белова", "Аня Белова"], "roles": ["мэр Заречья"], "id": "Q1"},
        {"name": "Пётр Ильин", "roles": ["министр транспорта", "глава Минтранса"], "id": "Q2"},
    ]
    other = tmp_path / "people.json"
    other.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    assert read_people(table) == read_people(other)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("p.csv", "name,alias\nАнна,А\n", r"line 2: unknown column 'alias'; did you mean 'aliases'"),
        ("p.csv", "name,id\n,Q1\n", r"line 2: 'name' is missing"),
        ("p.json", '{"name": "Анна"}', r"must hold a list of objects, not dict"),
        ("p.json", '["Анна"]', r"item 1: a person must be an object"),
        ("p.json", '[{"name": "Анна", "roles": 3}]', r"item 1: aliases and roles are texts, not 3"),
        ("p.json", "[", r"is no JSON"),
    ],
)
def test_faults_say_where_they_are(tmp_path, name, text, message):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_people(path)


def test_a_missing_file_and_a_missing_option(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_people(tmp_path / "none.csv")
    with pytest.raises(ConfigError, match="needs a table"):
        newsquotes.Pipeline(linker="people")


def test_speakers_get_ids(table):
    pipeline = newsquotes.Pipeline(linker={"use": "people", "people": {"table": str(table)}})
    doc = pipeline(
        "«Мост откроют», — сказала Анна Белова. Пётр Ильин заявил, что дорог станет больше. Иван Кран промолчал: «Нет»."
    )
    assert {s.name: s.kb_id for s in doc.speakers if s.kb_id} == {"Анна Белова": "Q1", "Пётр Ильин": "Q2"}


def test_an_inflected_name_and_an_alias(table):
    linker = PeopleLinker(PeopleTable(read_people(table)))
    doc = newsquotes.extract("По словам Анны Беловой, мост откроют. По мнению А. Беловой, это поздно.", linker=linker)
    assert {s.kb_id for s in doc.speakers} == {"Q1"}


def test_a_role_that_only_one_has(table):
    linker = PeopleLinker(PeopleTable(read_people(table)))
    doc = newsquotes.extract("Министр транспорта сообщил, что дорог станет больше.", linker=linker)
    assert [s.kb_id for s in doc.speakers] == ["Q2"]


def test_a_surname_alone_is_no_proof(table):
    linker = PeopleLinker(PeopleTable(read_people(table)))
    doc = newsquotes.extract("Белова сообщила, что мост закрыт.", linker=linker)
    assert [s.kb_id for s in doc.speakers] == [None]


def test_namesakes_are_told_apart_by_their_roles():
    people = [KnownPerson("Анна Белова", (), ("мэр Заречья",), "Q1"), KnownPerson("Анна Белова", (), ("певица",), "Q3")]
    linker = PeopleLinker(PeopleTable(people))
    doc = newsquotes.extract("Мэр Заречья Анна Белова сообщила, что мост закрыт.", linker=linker)
    assert doc.speakers[0].kb_id == "Q1"
    doc = newsquotes.extract("Анна Белова сообщила, что мост закрыт.", linker=linker)
    assert doc.speakers[0].kb_id is None


def test_known_roles_help_the_resolver(table):
    text = "Пётр Ильин и Лев Орлов приехали в порт. «Дорог станет больше», — сказал министр транспорта."
    plain = newsquotes.extract(text)
    helped = newsquotes.Pipeline(speaker_resolver={"use": "russian", "russian": {"people": str(table)}})(text)
    assert plain.quotes[0].speaker.name != "Пётр Ильин"
    assert helped.quotes[0].speaker.name == "Пётр Ильин"
