import sys

import pytest
from examples_of_documents import TEXT, documents, rich

import newsquotes
from newsquotes import Document, InputError, MissingExtraError, MissingLayerError
from newsquotes.columns import COLUMNS

pandas = pytest.importorskip("pandas")


def test_a_row_a_quotation_with_the_documented_columns():
    frame = newsquotes.to_frame(documents())
    assert list(frame.columns) == [*COLUMNS, "context_left", "context_right"]
    assert len(frame) == len(rich().quotes) == 4
    assert frame["document"].to_list() == ["мост/1"] * 4
    for name, (type_, what) in COLUMNS.items():
        assert f"``{name}`` ({type_}): {what}" in newsquotes.to_frame.__doc__


def test_values():
    frame = newsquotes.to_frame(rich())
    first = frame.iloc[0].to_dict()
    assert TEXT[first["start"] :].startswith("Мост, - сказала")
    assert TEXT[: first["end"]].endswith("откроют в мае")
    wanted = {
        "title": "=Мост",
        "text": "Мост … откроют в мае",
        "fragments": 2,
        "cue": "сказала … агентству",
        "cue_lemma": "сказать",
        "source": "мэр Анна Белова",
        "speaker": "Анна Белова",
        "speaker_id": 0,
        "role": "мэр",
        "organization": "мэрия",
        "runner_up": "власти",
        "medium": "Вести; 24",
        "quote_rule": "mark-cue",
        "speaker_rule": "name",
    }
    assert {name: first[name] for name in wanted} == wanted
    assert first["confidence"] == pytest.approx(0.97 * 0.9)
    assert frame["parent"].to_list() == [pandas.NA, 0, pandas.NA, pandas.NA]
    assert frame["speaker"].isna().to_list() == [False, True, False, False]


def test_dates_are_dates_and_words_of_a_list_are_categories():
    text = "«Мост готов», — сказал Пётр Ильин. Дорога закрыта."
    days = ["2031-02-03", "2031-02-03T01:30:00+03:00", "весной", None]
    docs = list(newsquotes.Pipeline().stream((str(i), text, {"date": day}) for i, day in enumerate(days)))
    frame = newsquotes.to_frame(docs)
    assert frame["date"].dtype.kind == "M"
    assert frame["date"].dt.strftime("%d.%m").to_list()[:2] == ["03.02", "03.02"]
    assert frame["date"].isna().to_list() == [False, False, True, True]
    assert list(frame["type"].cat.categories) == ["direct", "indirect", "mixed"]
    assert "anonymous" in frame["kind"].cat.categories
    assert frame[["context_left", "context_right"]].iloc[0].to_list() == ["«", "», — сказал Пётр Ильин."]


@pytest.mark.parametrize("docs", [[], documents()[1:]])
def test_types_do_not_depend_on_what_is_there(docs):
    assert newsquotes.to_frame(docs).dtypes.to_list() == newsquotes.to_frame(rich()).dtypes.to_list()
    assert len(newsquotes.to_frame(docs)) == 0


def test_what_is_no_document():
    with pytest.raises(InputError, match=r"to_frame\(\) takes documents, not 'Мост'"):
        newsquotes.to_frame(["Мост"])
    with pytest.raises(MissingLayerError):
        newsquotes.to_frame(Document("Мост"))


def test_without_pandas(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"to_frame\(\) needs pandas: pip install 'newsquotes\[tables\]'"):
        newsquotes.to_frame([])


def test_speakers_of_several_documents_become_one():
    texts = [
        "Мост откроют в мае, сообщила мэр Анна Белова.",
        "«Порт закрыт», — сказал капитан Олег Титов. «Мост готов», — заявила мэр Белова.",
    ]
    docs = [newsquotes.extract(text) for text in texts]
    assert newsquotes.to_frame(docs)["speaker"].to_list() == ["Анна Белова", "Олег Титов", "Белова"]
    frame = newsquotes.to_frame(docs, merge=True)
    assert frame["speaker"].to_list() == ["Анна Белова", "Олег Титов", "Анна Белова"]
    assert frame["person"].to_list() == [0, 1, 0]
