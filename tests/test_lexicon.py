"""The lexicons: complete aspect pairs, known codes, and a user's additions."""

from collections import Counter
from pathlib import Path

import pytest

from newsquotes.errors import ConfigError
from newsquotes.russian import lexicon
from newsquotes.russian.data_files import rows
from newsquotes.russian.lexicon import adjective_stem, default_lexicon, fold, lexicon_from
from newsquotes.russian.morphology import analyzer
from newsquotes.russian.quotes import QuoteDetector
from newsquotes.russian.schema import frames, problems_of


def test_the_inventory_is_large() -> None:
    lexicon = default_lexicon()
    assert len(lexicon.verbs) >= 600
    prepositional = {
        e.lemma for by_second in lexicon.prepositions.values() for entries in by_second.values() for e in entries
    }
    assert len(lexicon.nouns) + len(lexicon.predicatives) + len(prepositional) >= 150


def test_most_verbs_come_with_their_aspect_partner() -> None:
    active = [row for row in rows("verbs") if "пасс" not in row["frames"]]
    paired = [row for row in active if row["imperfective"] and row["perfective"]]
    assert len(paired) / len(active) > 0.8  # the rest has one aspect alone: «утверждать», «полагать», «гласить»
    for both in ("сказать говорить", "сообщить сообщать", "заявить заявлять", "отметить отмечать", "добавить добавлять",
                 "рассказать рассказывать", "пояснить пояснять", "признать признавать", "пообещать обещать", "ответить отвечать"):  # fmt: skip
        assert set(both.split()) <= default_lexicon().verbs.keys()


def test_no_pair_is_written_twice_without_another_sense() -> None:
    seen = Counter((r["imperfective"], r["perfective"], r["frames"], r["stance"]) for r in rows("verbs"))
    assert [pair for pair, n in seen.items() if n > 1] == []


CUES = {"verbs": "verb", "nouns": "noun", "predicatives": "predicative", "collocations": "verb"}


def shipped(table: str) -> list[dict]:
    """The rows of a shipped table as a user would write them."""
    entries = []
    for row in rows(table):
        entry: dict = {"frames": row["frames"].split(), "mode": row["mode"], "stance": row["stance"]}
        entry["reliability"] = float(row["reliability"])
        if table == "verbs":
            pair = [row["imperfective"] or "-", row["perfective"] or "-"]
            entry["lemmas"] = [lemma for column in pair for lemma in column.split(",")]
        elif table == "collocations":
            entry["lemmas"] = [*row["verb"].split(","), "-"]
        else:
            entry["lemmas"] = [row["lemma"]]
        entries.append(entry)
    return entries


@pytest.mark.parametrize("table", CUES)
def test_shipped_cues_pass_the_schema_of_users(table: str) -> None:
    problems = [
        problem
        for n, entry in enumerate(shipped(table), 1)
        for problem in problems_of(CUES[table], entry, f"{table}.tsv {n} {entry['lemmas']}")
    ]
    assert problems == []


def test_shipped_roles_and_outlets_pass_the_schema_of_users() -> None:
    problems = []
    for n, row in enumerate(rows("roles"), 1):
        entry = {"lemmas": [row["lemma"]], "kind": row["kind"], "gender": row["gender"], "flags": row["flags"].split()}
        problems += problems_of("role", {k: v for k, v in entry.items() if v}, f"roles.tsv {n} {row['lemma']}")
    for n, row in enumerate(rows("outlets"), 1):
        entry = {"name": row["name"], "aliases": [a for c in ("cyrillic", "latin") for a in row[c].split("|") if a]}
        problems += problems_of("outlet", entry, f"outlets.tsv {n}")
    assert problems == []


def test_every_frame_is_read_by_a_rule() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in Path(lexicon.__file__).parent.rglob("*.py"))
    assert [f for f in frames() if f'"{f}"' not in code] == []


@pytest.mark.parametrize(
    "lemma", ["сказать", "сообщить", "утверждать", "опровергнуть", "спросить", "пообещать", "потребовать"]
)
def test_lemmas_are_those_of_the_dictionary(lemma: str) -> None:
    assert fold(analyzer().parse(lemma)[0].normal_form) == lemma
    assert lemma in default_lexicon().verbs


def test_stems_of_participles() -> None:
    assert adjective_stem("обвиняемому") == adjective_stem("обвиняемый")


def test_a_user_adds_and_removes_cues(tmp_path) -> None:
    file = tmp_path / "cues.toml"
    file.write_text('[[verb]]\nlemmas = ["форсить", "зафорсить"]\n[remove]\nverbs = ["сказать"]\n', encoding="utf-8")
    lexicon = lexicon_from(str(file))
    assert "зафорсить" in lexicon.verbs
    assert "сказать" not in lexicon.verbs
    assert "сказать" in default_lexicon().verbs


def test_a_wrong_lexicon_says_everything_that_is_wrong(tmp_path) -> None:
    file = tmp_path / "cues.toml"
    file.write_text('[[glagol]]\nlemmas = ["x"]\n[[verb]]\nlemma = "x"\n[remove]\nverbs = ["нетакого"]\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        lexicon_from(str(file))
    assert len(caught.value.problems) == 3
    assert "glagol" in str(caught.value)
    assert "нетакого" in str(caught.value)


def test_a_missing_lexicon_is_named(tmp_path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        QuoteDetector(lexicon=str(tmp_path / "nowhere.toml"))


WRONG = [
    ('[[verb]]\nlemmas = "каркнуть"', "lexicon.toml: [[verb]] 1: lemmas is 'каркнуть'; it must be a list of words"),
    ('[[verb]]\nlemmas = ["каркнул", "каркать"]', "[[verb]] 1: lemmas holds 'каркнул', which is not an infinitive; did you mean 'каркнуть'?"),
    ('[[verb]]\nlemmas = ["каркать"]', "[[verb]] 1: lemmas holds 'каркать' without the perfective of the pair; did you mean 'каркнуть'?"),
    ('[[verb]]\nlemmas = ["прокаркать"]', "without the imperfective of the pair; did you mean 'каркать'?"),
    ('[[verb]]\nlemmas = ["каркать", "каркнуть"]\nmode = "spech"', "[[verb]] 1: mode is 'spech'; did you mean 'speech'?"),
    ('[[verb]]\nlemmas = ["каркать", "каркнуть"]\nstance = "assertd"', "stance is 'assertd'; did you mean 'asserted' or"),
    ('[[verb]]\nlemmas = ["каркать", "каркнуть"]\nframes = ["прямой"]', "frames holds 'прямой'; did you mean 'прямая'?"),
    ('[[verb]]\nlemmas = ["каркать", "каркнуть"]\nframes = "прямая"', "frames is 'прямая'; it must be a list"),
    ('[[verb]]\nlemmas = ["каркать", "каркнуть"]\nreliability = 1.5', "reliability is 1.5; it must be a number from 0 to 1"),
    ('[[verb]]\nlemmas = ["каркать", "каркнуть"]\nreliability = true', "reliability is True"),
    ('[[verb]]\nlemmas = ["каркать", "каркнуть"]\nreliabilty = 0.5', "unknown field 'reliabilty'; did you mean 'reliability'?"),
    ('[[noun]]\nlemmas = ["карканья"]', "[[noun]] 1: lemmas holds 'карканья', which is not a noun in the nominative"),
    ('[[role]]\nlemmas = ["слесарь"]\nkind = "persona"', "[[role]] 1: kind is 'persona'; did you mean 'person'?"),
    ('[[role]]\nlemmas = ["слесарь"]\ngender = "male"', "[[role]] 1: gender is 'male'"),
    ('[[role]]\nkind = "person"', "[[role]] 1: the field 'lemmas' is missing"),
    ('[role]\nlemmas = ["слесарь"]', "[role] holds one table; write [[role]]"),
    ('[[outlet]]\nname = 7', "[[outlet]] 1: name is 7"),
    ("[[verbs]]", "unknown table 'verbs'; did you mean 'verb'?"),
    ('[remove]\nverbs = ["сказат"]', "[remove]: verbs holds 'сказат', which the lexicon does not have; did you mean"),
    ('[remove]\nverb = ["сказать"]', "[remove]: unknown field 'verb'; did you mean 'verbs'?"),
    ('[remove]\nverbs = "сказать"', "[remove]: verbs is 'сказать'; it must be a list"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "message"), WRONG)
def test_one_error_names_file_entry_and_field(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        lexicon_from(str(file))
    assert len(caught.value.problems) == 1, caught.value.problems
    assert message in str(caught.value)
    assert str(file) in str(caught.value)


def test_verbs_of_one_aspect_say_so(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text('[[verb]]\nlemmas = ["прокаркать", "-"]\n[[verb]]\nlemmas = ["телеграфировать"]\n', encoding="utf-8")
    assert {"прокаркать", "телеграфировать"} <= lexicon_from(str(file)).verbs.keys()


def test_outlets_are_added_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text(
        '[[outlet]]\nname = "Заречная хроника"\naliases = ["ЗХ"]\ndomains = ["zarechka.example"]\n'
        '[remove]\noutlets = ["ТАСС"]\n',
        encoding="utf-8",
    )
    outlets = lexicon_from(str(file)).outlets
    assert outlets["зх"].name == outlets["zarechka.example"].name == "Заречная хроника"
    assert "тасс" not in outlets
    assert "итар-тасс" not in outlets
