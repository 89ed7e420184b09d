"""One language for all extractors: a user's lexicon reaches them all, and a pickled pipeline is as good as a new one."""

import gc
import pickle
from pathlib import Path

import pytest

from newsquotes import Document, Pipeline
from newsquotes.errors import ConfigError
from newsquotes.russian.fitted import model_of, shipped_model
from newsquotes.russian.language import language_of
from newsquotes.russian.mentions import MentionDetector
from newsquotes.russian.reading import view as views
from newsquotes.russian.speakers import SpeakerResolver

TEXT = "«Шов держит», — прокаркал бронеслесарь. Позже бронеслесарь добавил, что ворота открыты."


@pytest.fixture
def lexicon(tmp_path: Path) -> str:
    file = tmp_path / "words.toml"
    file.write_text(
        '[[verb]]\nlemmas = ["прокаркать", "каркать"]\n[[role]]\nlemmas = ["бронеслесарь"]\ngender = "masc"\n',
        encoding="utf-8",
    )
    return str(file)


def russian(pipeline: Pipeline) -> list:
    return [s.extractor for s in pipeline.steps if s.name == "russian"]


def views_made(doc: Document) -> int:
    return sum(1 for key in doc._artefacts if key.startswith("russian.view"))


@pytest.mark.parametrize("stage", ["mention_detector", "quote_detector", "speaker_resolver"])
def test_a_lexicon_given_to_one_extractor_reaches_all(lexicon: str, stage: str) -> None:
    pipeline = Pipeline.from_dict({stage: {"use": "russian", "russian": {"lexicon": lexicon}}})
    assert len({extractor.language for extractor in russian(pipeline)}) == 1
    doc = pipeline(TEXT)
    assert [str(q.speaker) for q in doc.quotes] == ["бронеслесарь", "бронеслесарь"]
    assert [m.kind for m in doc.mentions if m.name == "бронеслесарь"] == ["role", "role"]
    assert views_made(doc) == 1


def test_an_extractor_keeps_a_lexicon_of_its_own(lexicon: str, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('[remove]\nroles = ["мэр"]\n', encoding="utf-8")
    pipeline = Pipeline.from_dict(
        {
            "quote_detector": {"use": "russian", "russian": {"lexicon": lexicon}},
            "speaker_resolver": {"use": "russian", "russian": {"lexicon": str(other)}},
        }
    )
    mentions, quotes, speakers = russian(pipeline)
    assert mentions.language is language_of()
    assert "бронеслесарь" in quotes.language.lexicon.roles
    assert "мэр" not in speakers.language.lexicon.roles


def test_what_is_removed_is_removed_for_all(tmp_path: Path) -> None:
    text = "«Мост открыт», — сказал дворник. Дворник добавил, что рад."
    assert [m.name for m in Pipeline()(text).mentions] == ["дворник", "дворник"]
    file = tmp_path / "words.toml"
    file.write_text('[remove]\nroles = ["дворник"]\nverbs = ["добавить"]\n', encoding="utf-8")
    doc = Pipeline(quote_detector={"use": "russian", "russian": {"lexicon": str(file)}})(text)
    assert doc.mentions == ()
    assert [str(q.cue) for q in doc.quotes] == ["сказал"]


def test_a_pickled_pipeline_makes_one_view_and_finds_the_same(lexicon: str) -> None:
    for options in ({}, {"quote_detector": {"use": "russian", "russian": {"lexicon": lexicon}}}):
        pipeline = Pipeline.from_dict(options)
        copy = pickle.loads(pickle.dumps(pipeline))
        doc = copy(TEXT)
        assert views_made(doc) == 1
        assert [q.text for q in doc.quotes] == [q.text for q in pipeline(TEXT).quotes]
        assert len({extractor.language for extractor in russian(copy)}) == 1
        assert russian(copy)[0].language is russian(pipeline)[0].language, "its words would have to be read anew"


def test_a_pickle_holds_what_the_lexicon_said(lexicon: str) -> None:
    pickled = pickle.dumps(Pipeline(quote_detector={"use": "russian", "russian": {"lexicon": lexicon}}))
    Path(lexicon).unlink()
    gc.collect()
    assert len(pickled) < 20_000
    assert len(pickle.loads(pickled)(TEXT).quotes) == 2


def test_ten_thousand_unpickled_pipelines_leave_nothing_behind(lexicon: str) -> None:
    pickled = [
        pickle.dumps(Pipeline()),
        pickle.dumps(Pipeline(quote_detector={"use": "russian", "russian": {"lexicon": lexicon}})),
    ]
    kept = pickle.loads(pickled[1])
    for data in pickled:
        pickle.loads(data)(TEXT)
    gc.collect()
    before = len(gc.get_objects())
    for n in range(10_000):
        pickle.loads(pickled[n % 2])
    gc.collect()
    assert len(gc.get_objects()) - before < 100
    del kept


def test_a_language_that_nobody_holds_is_forgotten(tmp_path: Path) -> None:
    gc.collect()
    before = len(gc.get_objects())
    for n in range(12):
        file = tmp_path / f"{n}.toml"
        file.write_text(f'[[role]]\nlemmas = ["бронеслесарь", "слесарь{"а" * n}"]\n', encoding="utf-8")
        doc = Pipeline(mention_detector={"use": "russian", "russian": {"lexicon": str(file)}})(TEXT)
        assert doc.mentions
    del doc
    gc.collect()
    assert len(gc.get_objects()) - before < 2_000  # one lexicon alone has several thousand entries


def test_a_view_of_the_default_language_is_shared() -> None:
    doc = Pipeline()(TEXT)
    assert views.view_of(doc) is views.view_of(doc, language_of())


def test_models_are_options(tmp_path: Path) -> None:
    file = tmp_path / "quotes.json"
    doubts = '"doubts": {"margin": 0, "rules": 0, "sure": 0}'
    file.write_text(
        f'{{"rules": {{"bias": -30}}, "gate": {{"closed": 99}}, {doubts}, "ranges": {{}}, "keep": {{"bias": -30}}}}',
        encoding="utf-8",
    )
    assert Pipeline(quote_detector={"use": "russian", "russian": {"model": str(file)}})(TEXT).quotes == ()
    with pytest.raises(ConfigError, match=r"no table 'body'"):
        Pipeline(speaker_resolver={"use": "russian", "russian": {"model": str(file)}})
    with pytest.raises(ConfigError, match=r"nowhere\.json cannot be read"):
        model_of("quotes", str(tmp_path / "nowhere.json"))


def test_a_shipped_model_pickles_as_its_name() -> None:
    resolver = pickle.loads(pickle.dumps(SpeakerResolver()))
    assert resolver.model is shipped_model("speakers")
    assert len(pickle.dumps(SpeakerResolver())) < 1_000
    assert pickle.loads(pickle.dumps(MentionDetector())).language is language_of()
