import json
from itertools import combinations
from pathlib import Path

import pytest
from collections_of_speakers import collection, precision_and_recall

import newsquotes
from newsquotes import ConfigError, Document, InputError, Speaker, read_aliases, write_aliases
from newsquotes.annotations import name_key
from newsquotes.knowledge import KnownPerson, PeopleLinker, PeopleTable
from newsquotes.same_speakers import SETTINGS, Appearance, joined, merge_speakers

CASES = json.loads((Path(__file__).parent / "data" / "merging.json").read_text(encoding="utf-8"))


def appearances(case: dict) -> tuple[list[Appearance], list[str]]:
    found, clusters = [], []
    for n, document in enumerate(case["documents"]):
        for i, s in enumerate(document):
            speaker = Speaker(
                i,
                s["name"],
                s.get("kind") or "person",
                gender=s.get("gender"),
                role=s.get("role"),
                organization=s.get("organization"),
                kb_id=s.get("kb_id"),
                keys=frozenset({name_key(s["name"])}),
            )
            found.append(Appearance(n, str(n), speaker))
            clusters.append(s["cluster"])
    return found, clusters


def pairs(case: dict) -> tuple[set, set]:
    """The pairs of appearances that belong together, and those that were joined."""
    found, clusters = appearances(case)
    index = {id(a): n for n, a in enumerate(found)}
    right = {(a, b) for a, b in combinations(range(len(found)), 2) if clusters[a] == clusters[b]}
    got = {tuple(sorted((index[id(a)], index[id(b)]))) for group in joined(found) for a, b in combinations(group, 2)}
    return right, got


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_cases(case):
    right, got = pairs(case)
    assert got == right


def test_never_joins_wrongly():
    wrong = [case["title"] for case in CASES if pairs(case)[1] - pairs(case)[0]]
    assert wrong == []


def test_quotations_are_gathered():
    texts = [
        "«Мост откроют», — сказала мэр Заречья Анна Белова. «Порт тоже», — добавила она.",
        "Пётр Ильин сообщил, что порт закрыт. Анна Белова возразила: «Порт открыт».",
    ]
    merged = merge_speakers(newsquotes.extract(text, id=str(n)) for n, text in enumerate(texts))
    first = merged[0]
    assert (first.name, len(first.quotes), [a.document_id for a in first.appearances]) == ("Анна Белова", 3, ["0", "1"])
    assert "мэр Заречья" in first.roles
    assert [m.name for m in merged] == ["Анна Белова", "Пётр Ильин"]


def test_nothing_gives_nothing():
    assert merge_speakers([]) == ()
    assert merge_speakers([newsquotes.extract("Выпал снег.")]) == ()


def test_documents_without_quotations_of_a_speaker():
    doc = Document("Белова").with_layer("speakers", [Speaker(0, "Анна Белова", "person")])
    assert [m.name for m in merge_speakers([doc, doc])] == ["Анна Белова"]


# --- settings, measured on collections with known speakers ------------------------------------------------------------

FLOORS = {"strict": (0.98, 0.6), "usual": (0.97, 0.8), "loose": (0.965, 0.8)}


@pytest.mark.parametrize("how", SETTINGS)
def test_precision_and_recall_on_two_thousand_people(how):
    found, truth = collection(2000, seed=23)
    precision, recall = precision_and_recall(found, truth, how)
    assert (precision >= FLOORS[how][0], recall >= FLOORS[how][1]) == (True, True), (precision, recall)


def test_settings_join_more_and_more():
    found, truth = collection(600, seed=5)
    recalls = [precision_and_recall(found, truth, how)[1] for how in SETTINGS]
    assert recalls == sorted(recalls)


def speakers(*named, kind="person"):
    return [
        Document(f"{n}", id=str(n)).with_layer("speakers", [Speaker(0, name, kind, role=role, gender=gender)])
        for n, (name, role, gender) in enumerate(named)
    ]


def merged_names(docs, how="usual"):
    return sorted((m.name, len(m.appearances)) for m in merge_speakers(docs, how))


def test_a_lone_surname_is_the_one_person_of_that_surname():
    docs = speakers(("Лада Ветрова", "мэр Заречья", "femn"), *[("Ветрова", None, "femn")] * 45)
    assert merged_names(docs) == [("Лада Ветрова", 46)]
    assert ("Лада Ветрова", 1) in merged_names(docs, "strict")


def test_two_of_a_common_surname_stay_apart():
    docs = speakers(("Иванов", "тренер «Сокола»", "masc"), ("Иванов", "мэр Заречья", "masc"), ("Пётр Иванов", None, "masc"))
    assert len(merged_names(docs)) == 3


def test_father_and_son_stay_apart():
    docs = speakers(("Лев Львович Ветров", None, "masc"), ("Лев Ильич Ветров", None, "masc"), ("Ветров", None, "masc"))
    for how in SETTINGS:
        assert len(merged_names(docs, how)) == 3


def test_an_office_is_the_one_who_holds_it():
    docs = speakers(("Лада Ветрова", "мэр Заречья", "femn"), ("мэр Заречья", None, None), ("мэр Каменки", None, None))
    assert merged_names(docs) == [("Лада Ветрова", 2), ("мэр Каменки", 1)]
    assert len(merged_names(docs, "strict")) == 3


@pytest.mark.parametrize("how", SETTINGS)
@pytest.mark.parametrize(
    "forms",
    [
        ("РИА «Новости»", "РИА Новости", 'РИА "Новости"'),
        ("Reuters", "Рейтер"),
        ("Коммерсантъ", "Коммерсант", "Ъ", "газета «Коммерсантъ»"),
        ("МИД России", "МИД РФ", "Министерство иностранных дел России", "российский МИД"),
        ("МИР24", "Мир 24"),
        ("ЦБ РФ", "Банк России", "Центробанк РФ"),
    ],
)
def test_bodies_and_outlets_have_one_name(how, forms):
    docs = speakers(*[(form, None, None) for form in forms], kind="organization")
    assert [n for _, n in merged_names(docs, how)] == [len(forms)]


def test_bodies_of_two_countries_stay_apart():
    docs = speakers(("МИД России", None, None), ("МИД Украины", None, None), ("МИД", None, None), kind="organization")
    assert len(merged_names(docs, "loose")) == 3


def test_an_unknown_setting_is_named():
    with pytest.raises(ConfigError, match="did you mean 'usual'"):
        merge_speakers([], "usally")


def test_a_table_of_aliases_is_written_corrected_and_read(tmp_path):
    docs = speakers(("Лада Ветрова", None, "femn"), ("Ветрова", None, "femn"), ("Нина Ветрова", None, "femn"))
    table = tmp_path / "aliases.csv"
    write_aliases(merge_speakers(docs), table)
    text = table.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "speaker,name,kind,alias,role,organization,documents"
    assert len(merge_speakers(docs, aliases=read_aliases(table))) == 3
    lone = next(line for line in text.splitlines() if ",Ветрова,,," in line)
    lada = next(line for line in text.splitlines() if ",Лада Ветрова," in line)
    number = lada.split(",")[0]
    corrected = text.replace(lone, f"{number},Лада Ветрова (мэр),person,Ветрова,,,1")
    corrected = corrected.replace(lada, f"{number},Лада Ветрова (мэр),person,Лада Ветрова,,,")
    table.write_text(corrected, encoding="utf-8")
    merged = merge_speakers(docs, aliases=read_aliases(table))
    assert sorted((m.name, len(m.appearances)) for m in merged) == [("Лада Ветрова (мэр)", 2), ("Нина Ветрова", 1)]


def test_what_a_table_parts_stays_apart(tmp_path):
    docs = speakers(("Лада Ветрова", None, "femn"), ("Лада Ветрова", None, "femn"))
    table = tmp_path / "aliases.csv"
    table.write_text(
        "speaker;name;alias;documents\n1;Л. Ветрова-старшая;Лада Ветрова;0\n2;;Лада Ветрова;1\n", encoding="utf-8"
    )
    assert merged_names(docs) == [("Лада Ветрова", 2)]
    names = {m.name for m in merge_speakers(docs, "loose", aliases=read_aliases(table))}
    assert names == {"Л. Ветрова-старшая", "Лада Ветрова"}


@pytest.mark.parametrize(
    ("content", "message"),
    [("speaker,alias,nmae\n1,a,b\n", "did you mean 'name'"), ("speaker,alias\n1,\n", "line 2: 'alias' is empty")],
)
def test_a_wrong_table_of_aliases_says_where(tmp_path, content, message):
    table = tmp_path / "aliases.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_aliases(table)


def test_the_linkers_table_names_the_merged_speaker():
    linker = PeopleLinker(PeopleTable([KnownPerson("Лада Ильинична Ветрова", ("Лада Ветрова",), (), "Q5")]))
    docs = [
        newsquotes.extract(text, linker=linker)
        for text in ("«Мост открыт», — сказала Лада Ветрова.", "Лада Ветрова сообщила, что порт закрыт.")
    ]
    assert [(m.name, m.kb_id, len(m.quotes)) for m in merge_speakers(docs)] == [("Лада Ильинична Ветрова", "Q5", 2)]
