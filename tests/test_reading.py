"""``newsquotes.read``, questions to ``doc.quotes``, the logger."""

import logging
import pickle
from pathlib import Path

import pytest

import newsquotes
from newsquotes import ConfigError, InputError, InputWarning

TEXT = "«Мост готов», — сказал Пётр Ильин. По словам мэра Анны Беловой, дорога закрыта, передаёт ТАСС."


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(TEXT.encode("windows-1251"))
    (tmp_path / "c.csv").write_text(f"номер;статья;рубрика\n7;{TEXT};город\n", encoding="utf-8")
    (tmp_path / "d.jsonl").write_text('{"id": "x", "text": "Снег."}\n', encoding="utf-8")
    return tmp_path


def test_a_folder_in_one_call(folder):
    with pytest.warns(InputWarning, match="is not UTF-8"):
        docs = newsquotes.read([folder / "a.txt", folder / "b.txt", folder / "d.jsonl"])
    assert [(doc.id, len(doc.quotes)) for doc in docs] == [("a", 2), ("b", 2), ("x", 0)]


def test_columns_and_configuration(folder):
    columns = {"text": "статья", "id": "номер", "keep": ["рубрика"]}
    [doc] = newsquotes.read(folder / "c.csv", columns=columns, profile="precision")
    assert (doc.id, doc.meta.kept, doc.pipeline) == ("7", {"рубрика": "город"}, "russian/precision")


def test_records_are_read_as_they_are(folder, tmp_path):
    from newsquotes import formats

    doc = newsquotes.extract(TEXT, id="a", profile="fast")
    formats.write([doc], tmp_path / "records.jsonl")
    [again] = newsquotes.read(tmp_path / "records.jsonl")
    assert (again.pipeline, again.quotes[0].text) == ("russian/fast", "Мост готов")


def test_what_cannot_be_read_is_told_or_raises(folder, caplog):
    (folder / "scan.pdf").write_bytes(b"%PDF-1.4 nothing")
    files = [folder / "a.txt", folder / "scan.pdf", folder / "gone.txt"]
    caplog.set_level(logging.INFO, logger="newsquotes")
    with pytest.warns(InputWarning) as told:
        docs = newsquotes.read(files)
    assert len(docs) == 1
    assert ["(left out)" in str(warning.message) for warning in told] == [True, True]
    assert any("scan.pdf" in record.getMessage() for record in caplog.records)
    assert "read 1 documents with 2 quotations" in caplog.records[-1].getMessage()
    with pytest.raises(InputError, match=r"gone\.txt: no such file"):
        newsquotes.read(folder / "gone.txt", on_error="raise")


def test_quotations_can_be_asked():
    quotes = newsquotes.extract(TEXT).quotes
    assert [q.text for q in quotes.where(speaker="Беловой")] == ["дорога закрыта"]
    assert [q.text for q in quotes.where(about="мосты")] == ["Мост готов"]
    assert [q.text for q in quotes.where(type="direct", kind="person")] == ["Мост готов"]
    assert [q.text for q in quotes.where(outlet="ТАСС")] == ["дорога закрыта"]
    assert quotes.where(kind="organization") == ()
    assert quotes.where() == quotes
    assert type(quotes[:1]) is type(quotes)
    assert "quotation" in quotes.where(type="direct")._repr_html_()
    with pytest.raises(ConfigError, match="no type 'spoken'"):
        quotes.where(type="spoken")


def test_documents_pickle_and_compare():
    doc, other = newsquotes.extract(TEXT), newsquotes.extract(TEXT)
    again = pickle.loads(pickle.dumps(doc))
    assert again == doc == other
    assert again != newsquotes.extract(TEXT + " ")
    assert newsquotes.extract(TEXT, profile="fast") != doc


def test_the_logger_is_silent_unless_asked(capfd):
    logging.getLogger("newsquotes").warning("nothing to see")
    assert capfd.readouterr().err == ""


def test_warnings_point_at_the_line_that_called(tmp_path):
    (tmp_path / "most.txt").write_bytes("«Мост откроют в мае», — сообщила мэр Анна Белова.".encode("cp1251"))
    (tmp_path / "no.pdf").write_bytes(b"%PDF-1.4 broken")
    with pytest.warns(InputWarning) as told:
        newsquotes.read(tmp_path)
    assert len(told) == 2
    assert {Path(warning.filename).name for warning in told} == {"test_reading.py"}
