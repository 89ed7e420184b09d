import csv
import io

import pytest
from examples_of_documents import TEXT, documents, found, rich
from hypothesis import given

import newsquotes
from newsquotes import Document, InputWarning, Metadata, RecordError, Resolution, formats
from newsquotes.columns import COLUMNS
from newsquotes.formats import read_csv, to_record, write_csv
from newsquotes.formats.rows import CARRIED


def written(docs, **options) -> bytes:
    file = io.BytesIO()
    write_csv(docs, file, **options)
    return file.getvalue()


def rows(data: bytes, delimiter=",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def again(data: bytes, texts=None) -> list[dict[str, object]]:
    return [to_record(doc) for doc in read_csv(io.BytesIO(data), texts)]


def edited(**cells: str) -> bytes:
    """The table of the rich document with other cells in its first row."""
    table = rows(written([rich()]))
    table[0] |= cells
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    return file.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_everything_comes_back(delimiter):
    data = written(documents(), with_text=True, delimiter=delimiter)
    assert again(data) == [to_record(doc) for doc in documents()]
    assert [doc.text for doc in read_csv(io.BytesIO(data))] == [doc.text for doc in documents()]


def test_texts_from_elsewhere():
    texts = {doc.id: doc.text for doc in documents()}
    assert again(written(documents()), texts) == [to_record(doc) for doc in documents()]


def test_it_opens_in_excel():
    data = written([rich()])
    assert data.startswith(b"\xef\xbb\xbfdocument,title")
    assert data.count(b"\r\n") >= 5
    assert list(rows(data)[0]) == [*COLUMNS, *CARRIED]


def test_formulas_stay_text():
    table = rows(written([rich()], with_text=True))
    assert (table[0]["title"], table[2]["text"], table[3]["text"]) == ("'=Мост", "'=Ждите", "'- всё\nготово")
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in table for cell in row.values())


def test_a_row_a_quotation():
    table = rows(written([rich()]))
    assert [row["quote"] for row in table] == ["0", "1", "2", "3", ""]
    assert table[0]["text"] == "Мост … откроют в мае"
    assert (table[0]["start"], table[0]["end"], table[0]["content_spans"]) == ("3", "70", "[[3, 7], [57, 70]]")
    assert (table[4]["speaker"], table[4]["members"]) == ("власти", "[0, 2]")


def test_long_texts_are_spread_over_cells():
    text = "Снег. " * 20_000
    doc = Document(text, id="снег").with_layer("quotes", []).with_resolution(Resolution())
    data = written([doc], with_text=True)
    assert max(len(cell) for row in rows(data) for cell in row.values()) <= 32_767
    assert [doc.text for doc in read_csv(io.BytesIO(data))] == [text]


def test_the_order_of_rows_does_not_matter():
    table = rows(written(documents(), with_text=True))
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(table[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(sorted(table, key=lambda row: row["text"], reverse=True))
    records = again(file.getvalue().encode("utf-16"))
    assert sorted(records, key=str) == sorted((to_record(doc) for doc in documents()), key=str)


def test_decimal_commas_are_read():
    [doc] = read_csv(io.BytesIO(edited(detection_confidence="0,25")), {"мост/1": TEXT})
    assert doc.quotes[0].detection_confidence == 0.25


def test_a_speaker_is_corrected_by_name():
    [doc] = read_csv(io.BytesIO(edited(speaker_id="", speaker="Вера Лис", kind="person", role="")), {"мост/1": TEXT})
    assert [str(quote.speaker) for quote in doc.quotes] == ["Вера Лис", "None", "Анна Белова", 'жители; "района"']
    [doc] = read_csv(io.BytesIO(edited(speaker_id="", speaker='жители; "района"')), {"мост/1": TEXT})
    assert doc.quotes[0].speaker == doc.quotes[3].speaker


@pytest.mark.parametrize("name", ["Вера Лис", "власти", ""])
def test_another_name_is_enough(name):
    [doc] = read_csv(io.BytesIO(edited(speaker=name)), {"мост/1": TEXT})
    assert [str(quote.speaker) for quote in doc.quotes] == [name or "None", "None", "Анна Белова", 'жители; "района"']
    first, _, other, _ = doc.quotes
    assert (first.speaker_confidence, first.attribution.rule) == (1.0, "by hand")
    assert (other.speaker_confidence, other.attribution.rule) == (0.5, "pronoun")


def test_the_only_row_of_a_speaker_may_name_another():
    table = rows(written([rich()]))
    table[3]["speaker"] = "Анна Белова"
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    [doc] = read_csv(io.BytesIO(file.getvalue().encode()), {"мост/1": TEXT})
    assert [str(quote.speaker) for quote in doc.quotes] == ["Анна Белова", "None", "Анна Белова", "Анна Белова"]
    assert [speaker.name for speaker in doc.speakers] == ["Анна Белова", "власти", 'жители; "района"']


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"role": "губернатор"}, r"row 3: the speaker 0 of the document 'мост/1' is not the same as in row 1; to name"),
        ({"start": "x"}, r"row 1: the column 'start' holds 'x', which is no int"),
        ({"content_spans": "[[1"}, r"row 1: the column 'content_spans' holds '\[\[1', which is no spans"),
        ({"content_spans": "[1]"}, r"row 1: a cell does not hold what its column needs"),
        ({"content_spans": "[[1, 999]]"}, r"outside the text"),
        ({"quote": "1"}, r"row 2: the document 'мост/1' has two quotations 1"),
        ({"type": "said"}, "type is 'said'"),
        ({"runner_up_id": "7"}, r"runner_up is 7, but there are 3 speakers"),
    ],
)
def test_tables_that_do_not_fit_raise(cells, message):
    with pytest.raises(RecordError, match=message):
        again(edited(**cells), {"мост/1": TEXT})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"id,text\r\n1,x\r\n", "is not a table that newsquotes wrote: it has no column document, title"),
        (b"\xff", "is not UTF-8"),
        (b"", "it has no column"),
        (written([rich()]), "does not hold its text"),
    ],
)
def test_other_files_raise(data, message):
    with pytest.raises(RecordError, match=message):
        again(data)


@pytest.mark.parametrize("meta", [{"title": "Мост \ud800"}, {"kept": {"рубрика": ["\ud800"]}}, {"kept": {"\ud800": 1}}])
def test_half_a_character_in_what_is_known_of_an_article(meta):
    doc = Document("Мост.", id="x", meta=Metadata.from_mapping(meta)).with_layer("quotes", []).with_resolution(Resolution())
    with pytest.warns(InputWarning, match="the document 'x' holds half a character"):
        assert again(written([doc]), {"x": "Мост."})[0]["meta"]["title"] in ("Мост \ufffd", None)


@pytest.mark.parametrize("name", ["csv", "parquet", "brat"])
def test_half_a_character_in_the_name_of_a_speaker(tmp_path, name):
    doc = newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.", id="most")
    named = newsquotes.Correction(action="speaker", document="most", quotation=[[1, 19]], speaker="Ян\ud800")
    with pytest.warns(InputWarning, match="the document 'most' holds half a character"):
        formats.write(newsquotes.correct(doc, [named]), tmp_path / "out", name)
    [again] = formats.read(tmp_path / "out", name)
    assert str(again.quotes[0].speaker) == "Ян\N{REPLACEMENT CHARACTER}"


def test_half_a_character():
    doc = Document("\ud800", id="x").with_layer("quotes", []).with_resolution(Resolution())
    with pytest.warns(InputWarning, match="the document 'x' holds half a character"):
        data = written([doc], with_text=True)
    assert again(data)[0]["text_sha256"] == Document("\ufffd").text_sha256


@given(found())
def test_round_trip(doc):
    assert again(written([doc], with_text=True)) == [to_record(doc)]
