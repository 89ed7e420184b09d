import csv
import io
from datetime import datetime

import openpyxl
import pytest

import newsquotes
from newsquotes import Document, InputError, MissingExtraError
from newsquotes.formats import READING_COLUMNS, read, write, write_reading_csv, write_xlsx
from newsquotes.formats.reading_table import context, reading_rows

TEXT = "Город ждёт.\n«Мост =1;=2 готов», - сказал мэр Пётр Ильин. Потом дождь."
META = {"date": "2031-02-03", "outlet": "Край"}


@pytest.fixture(scope="module")
def doc() -> Document:
    return newsquotes.extract(TEXT, id="most", meta=META)


def table(doc, **options) -> list[list[str]]:
    file = io.BytesIO()
    write_reading_csv([doc], file, **options)
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig")), delimiter=";" if options else ","))


def sheet(*docs):
    file = io.BytesIO()
    write_xlsx(docs, file)
    return openpyxl.load_workbook(file).active


def test_a_row_holds_what_people_read(doc):
    (row,) = reading_rows(doc)
    assert tuple(row) == tuple(READING_COLUMNS)
    assert row["speaker"] == "Пётр Ильин"
    assert row["role"] == "мэр"
    assert (row["left"], row["right"]) == ("«", "», - сказал мэр Пётр Ильин.")


def test_entities_and_tags_show_as_what_they_mean_and_begin_no_formula():
    text = "&laquo;&#61;1 &lt; 2&raquo;,&nbsp;&mdash; сказал <b>Пётр Ильин</b>."
    marked = newsquotes.extract(text)
    (row,) = reading_rows(marked)
    assert (row["left"], row["quotation"], row["right"]) == ("«", "=1 < 2", "»,\N{NO-BREAK SPACE}— сказал Пётр Ильин.")
    (cell,) = [line[8] for line in table(marked)[1:]]
    assert cell == "'=1 < 2"
    assert marked.quotes[0].text in text


def test_the_context_stays_in_its_line_without_sentences(doc):
    bare = Document(doc.text).with_layer("quotes", doc.with_layer("quotes", doc._layers["quotes"])._layers["quotes"])
    assert context(bare, bare.quotes[0]) == ("«", "», - сказал мэр Пётр Ильин. Потом дождь.")


def test_csv_for_russian_excel(doc):
    header, row = table(doc, russian=True)
    assert header == list(READING_COLUMNS)
    assert "," in row[-1]
    assert float(row[-1].replace(",", ".")) > 0.5


@pytest.mark.parametrize("russian", [False, True])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_begins_a_formula_under_any_separator(doc, russian, separator):
    file = io.BytesIO()
    write_reading_csv([doc], file, russian=russian)
    for line in csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig")), delimiter=separator):
        assert not [cell for cell in line if cell.lstrip('"').startswith(("=", "+", "-", "@"))]


def test_a_workbook_has_a_filter_real_dates_numbers_and_no_formula(doc):
    found = sheet(doc, newsquotes.extract("=2+2 — сказал Пётр Ильин."))
    assert [cell.value for cell in found[1]] == list(READING_COLUMNS)
    assert found.auto_filter.ref.startswith("A1:")
    assert found.freeze_panes == "A2"
    cells = dict(zip(READING_COLUMNS, found[2], strict=True))
    assert cells["date"].value == datetime(2031, 2, 3)
    assert isinstance(cells["confidence"].value, float)
    assert cells["quotation"].alignment.wrap_text
    assert not [cell for row in found for cell in row if cell.data_type == "f"]


def test_characters_that_no_workbook_holds_and_long_texts():
    found = sheet(newsquotes.extract("«Мост \x0b готов " + "и готов " * 6000 + "», — сказал Пётр Ильин."))
    said = found[2][list(READING_COLUMNS).index("quotation")].value
    assert said.startswith("Мост \ufffd готов")
    assert len(said) <= 32_767


def test_a_workbook_by_its_ending_is_not_read_back(doc, tmp_path):
    write([doc], tmp_path / "out.xlsx")
    with pytest.raises(InputError, match="not read back; what can be read: jsonl"):
        list(read(tmp_path / "out.xlsx"))


def test_without_the_library_it_says_what_to_install(doc, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"newsquotes\[tables\]"):
        write_xlsx([doc], io.BytesIO())
