"""The lexicons: complete aspect pairs, known codes, and a user's additions."""

from collections import Counter

import pytest

from newsquotes.errors import ConfigError
from newsquotes.russian.lexicon import _rows, adjective_stem, default_lexicon, fold, lexicon_from
from newsquotes.russian.morphology import analyzer
from newsquotes.russian.quotes import QuoteDetector

VERB_FRAMES = set("прямая вводн как что чтобы ли будто как-союз о про инф вин твор вин-как в за дат двоеточие пасс".split())


def test_the_inventory_is_large() -> None:
    lexicon = default_lexicon()
    assert len(lexicon.verbs) >= 600
    prepositional = {
        e.lemma for by_second in lexicon.prepositions.values() for entries in by_second.values() for e in entries
    }
    assert len(lexicon.nouns) + len(lexicon.predicatives) + len(prepositional) >= 150


def test_most_verbs_come_with_their_aspect_partner() -> None:
    active = [r for r in _rows("verbs", 6) if "пасс" not in r[2]]
    paired = [r for r in active if "-" not in (r[0], r[1])]
    assert len(paired) / len(active) > 0.8  # the rest has one aspect alone: «утверждать», «полагать», «гласить»
    for both in ("сказать говорить", "сообщить сообщать", "заявить заявлять", "отметить отмечать", "добавить добавлять",
                 "рассказать рассказывать", "пояснить пояснять", "признать признавать", "пообещать обещать", "ответить отвечать"):  # fmt: skip
        assert set(both.split()) <= default_lexicon().verbs.keys()


def test_no_pair_is_written_twice_without_another_sense() -> None:
    seen = Counter((r[0], r[1], r[2], r[4]) for r in _rows("verbs", 6))
    assert [pair for pair, n in seen.items() if n > 1] == []


def test_codes_are_known() -> None:
    for imperfective, perfective, frames, mode, stance, reliability in _rows("verbs", 6):
        where = f"{imperfective} / {perfective}"
        assert set(frames.split()) <= VERB_FRAMES, where
        assert mode in ("speech", "writing", "thought"), where
        assert stance in ("asserted", "denied", "asked", "promised", "demanded"), where
        assert 0.0 < float(reliability) <= 1.0, where


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
    file.write_text('[[verb]]\nlemmas = ["зафорсить"]\n[remove]\nverbs = ["сказать"]\n', encoding="utf-8")
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
