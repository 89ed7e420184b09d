import datetime
import gzip
import io
import json
import sys
from types import SimpleNamespace

import pytest

import newsquotes
from newsquotes import InputError, InputWarning
from newsquotes.article_rows import ArticleColumns
from newsquotes.formats import to_record
from newsquotes.inputs import kind_of, read_articles

TEXT = "«Мост откроют в мае», — сообщила мэр Анна Белова.\r\nЖители рады 🌉."
ROWS = [
    {"id": "most", "text": TEXT, "title": "Мост", "date": "2024-05-07", "outlet": "Вести"},
    {"id": "gaz", "text": "Газ придёт; «к зиме»,\n— сказал Пётр Ильин.", "title": "", "date": "", "outlet": ""},
]
EXPECTED = [
    ("most", TEXT, {"title": "Мост", "date": "2024-05-07", "outlet": "Вести"}),
    ("gaz", ROWS[1]["text"], {}),
]


def csv_bytes(rows, delimiter=",", encoding="utf-8-sig"):
    import csv

    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


@pytest.fixture
def write(tmp_path):
    def make(name: str, data: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return make


def test_kinds_by_name():
    names = {
        "a.txt": "text",
        "a": "text",
        "a.HTML.gz": "html",
        "a.csv.zst": "csv",
        "a.ndjson": "jsonl",
        "a.parquet": "parquet",
    }
    assert {name: kind_of(name) for name in names} == names


def test_text_stays_as_it_is(write):
    assert list(read_articles(write("most.txt", TEXT.encode()))) == [("most", TEXT, {})]


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_json_lines(write, compress):
    data = b"\xef\xbb\xbf" + b"\n\n".join(json.dumps(row, ensure_ascii=False).encode() for row in ROWS)
    assert list(read_articles(write("news.jsonl", compress(data)))) == EXPECTED


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv(write, delimiter, encoding):
    assert list(read_articles(write("news.csv", csv_bytes(ROWS, delimiter, encoding)))) == EXPECTED


def test_csv_in_windows_1251(write):
    path = write("news.csv", csv_bytes(ROWS[1:], ";", "cp1251"))
    with pytest.warns(InputWarning, match=r"news.csv: is not UTF-8; taken for Windows-1251"):
        assert list(read_articles(path)) == EXPECTED[1:]


def test_parquet(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    rows = [{**ROWS[0], "id": 7, "date": datetime.date(2024, 5, 7), "other": [1]}, {"text": "Газ.", "id": None}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "news.parquet")
    [(id_, text, meta), second] = read_articles(tmp_path / "news.parquet")
    assert (id_, text, meta["date"]) == ("7", TEXT, datetime.date(2024, 5, 7))
    assert second == ("news:2", "Газ.", {})


def test_records_are_articles_too(write, build):
    doc = build()(TEXT, id="most", meta={"outlet": "Вести"})
    record = json.dumps(to_record(doc, with_text=True)).encode()
    assert list(read_articles(write("a.jsonl", record))) == [("most", TEXT, {"outlet": "Вести"})]


def test_other_columns(write):
    path = write("news.csv", csv_bytes([{"n": 1, "body": "Газ.", "id": "x"}, {"n": "", "body": "Мост.", "id": "y"}]))
    assert [a[:2] for a in read_articles(path, columns=ArticleColumns(text="body", id="n"))] == [
        ("1", "Газ."),
        ("news:2", "Мост."),
    ]


def test_what_is_read_goes_into_a_stream(write, build):
    path = write("news.jsonl", json.dumps(ROWS[0]).encode())
    [doc] = build().stream(read_articles(path))
    assert (doc.id, doc.meta.outlet, str(doc.quotes[0].speaker)) == ("most", "Вести", "Анна Белова")


def test_standard_input(monkeypatch):
    raw = io.BufferedReader(io.BytesIO(gzip.compress(json.dumps(ROWS[0]).encode())))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=raw))
    assert [id_ for id_, *_ in read_articles("-", kind="jsonl")] == ["most"]
    assert not raw.closed


@pytest.mark.parametrize("header", ["№;Дата;издание;Текст", "№;Date;OUTLET;Text"])
def test_columns_with_russian_names_or_capitals_need_not_be_named(tmp_path, header):
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n1;18.05.2023;Вести;Снег, и только.\n", encoding="utf-8")
    assert [*read_articles(path)] == [("a:1", "Снег, и только.", {"date": "2023-05-18", "outlet": "Вести"})]


def test_a_column_that_is_named_is_the_one_that_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Дата;правлено;Текст;text\n01.01.2023;02.02.2023;Дождь.;Снег.\n", encoding="utf-8")
    assert [*read_articles(path)] == [("a:1", "Снег.", {"date": "2023-01-01"})]
    ((_, text, meta),) = read_articles(path, columns=ArticleColumns(text="Текст", date="правлено"))
    assert (text, meta) == ("Дождь.", {"date": "2023-02-02"})


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.jsonl", b'{"text": "x"}\n{"text"\n', r"a.jsonl: line 2: is not JSON"),
        ("a.jsonl", b"[1]\n", r"line 1: is no JSON object but '\[1\]"),
        ("a.jsonl", b'{"txet": "x"}', r"line 1: there is no text column 'text'; did you mean 'txet'\? Available: txet"),
        ("a.jsonl", b'{"text": null}', r"line 1: the column 'text' holds no text but None"),
        ("a.jsonl", b'{"text": "\xff"}', r"line 1: is not JSON"),
        ("a.csv", b"", r"is empty: a CSV file starts with"),
        ("a.csv", b"id;body\n1;x\n", r"no text column 'text'; available: body, id; --text-column .* says which"),
        ("a.csv", b"id,text\n1\n", r"row 1: has 1 cells, but the header has 2"),
        ("a.parquet", b"PAR", r"is not a Parquet file"),
        ("a.jsonl", gzip.compress(b'{"text": "x"}' * 99)[:-9], r"cannot be decompressed"),
    ],
)
def test_wrong_input(write, name, data, message):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    with pytest.raises(InputError, match=message):
        list(read_articles(write(name, data)))


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a.parquet"])
def test_missing_files(tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    with pytest.raises(InputError, match="no such file"):
        list(read_articles(tmp_path / name))


def test_other_rows_are_still_read(write):
    told = []
    path = write("a.jsonl", b'{"text": "x"}\n{\n{"text": 1}\n{"text": "y"}\n')
    assert [id_ for id_, *_ in read_articles(path, report=told.append)] == ["a:1", "a:4"]
    assert [message.split(":")[0] for message in told] == ["line 2", "line 3"]


def test_unknown_kinds(write):
    with pytest.raises(InputError, match="no kind of input 'htm'; did you mean 'html'"):
        list(read_articles(write("a.xml", b""), kind="htm"))


PAGE = """<!DOCTYPE html><html lang="ru"><head><meta charset="{0}"><title>Мост откроют в мае — Вести</title>
<meta property="og:title" content="Мост откроют в мае"><meta property="og:site_name" content="Вести">
<meta property="article:published_time" content="2024-05-07T10:00:00+03:00">
<link rel="canonical" href="https://example.org/most"></head><body><nav><a href="/">Главная</a></nav>
<article><h1>Мост откроют в мае</h1><p>Мост через реку откроют для движения в мае, работы почти завершены, осталось уложить
асфальт на подъездах к нему.</p><p>«Мы закончим в срок», &mdash; сообщила мэр&nbsp;города Анна Белова. Она добавила, что
проверки моста назначены на последнюю неделю апреля, их проведут при полной нагрузке.</p></article>
<footer>© Вести, 2024</footer></body></html>"""


@pytest.mark.parametrize(
    ("named", "encoding"), [("utf-8", "utf-8"), ("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("x", "utf-8")]
)
def test_web_pages(write, build, named, encoding):
    pytest.importorskip("trafilatura")
    page = PAGE.format(named).encode(encoding, "xmlcharrefreplace")
    [(id_, text, meta)] = read_articles(write("most.html", page))
    assert (id_, meta["title"], meta["date"]) == ("most", "Мост откроют в мае", "2024-05-07")
    assert (meta["url"], meta["outlet"]) == ("https://example.org/most", "Вести")
    assert "«Мы закончим в срок», — сообщила мэр" in text
    assert "Главная" not in text
    doc = build()(text, id=id_, meta=meta)
    assert [quote.text for quote in doc.quotes] == ["Мы закончим в срок"]


def test_a_page_without_an_article(write):
    pytest.importorskip("trafilatura")
    with pytest.raises(InputError, match="holds no article"):
        list(read_articles(write("a.html", b"<html><body></body></html>")))


@pytest.mark.parametrize(
    ("name", "module", "message"),
    [
        ("a.html", "trafilatura", r"reading web pages needs trafilatura: pip install 'newsquotes\[html\]'"),
        ("a.parquet", "pyarrow", r"reading Parquet files needs pyarrow: pip install 'newsquotes\[formats\]'"),
    ],
)
def test_missing_extras_are_named(write, monkeypatch, name, module, message):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, f"{module}.parquet", None)
    with pytest.raises(newsquotes.MissingExtraError, match=message):
        list(read_articles(write(name, b"x")))


def test_dates_that_cannot_be_told_give_one_warning(tmp_path):
    path = tmp_path / "may.csv"
    path.write_text("id,date,text\na,18.05.2023,Мост.\nb,весной,Мост.\nc,??,Мост.\nd,,Мост.\n", encoding="utf-8")
    with pytest.warns(InputWarning) as told:
        articles = list(read_articles(path))
    assert [meta.get("date") for _, _, meta in articles] == ["2023-05-18", "весной", "??", None]
    [warning] = told
    assert "row 2: the date 'весной' is no date" in str(warning.message)
    assert str(warning.message).endswith("; so it is in 1 more row")


def test_entities_and_mark_up_in_a_column_are_told_once_and_read(tmp_path):
    path = tmp_path / "may.csv"
    text = "&laquo;Мост готов&raquo;,&nbsp;— сказал <b>мэр</b> Пётр Ильин."
    path.write_text(f'id,text\na,"{text}"\nb,Мост < 100 м & готов.\nc,"{text}"\n', encoding="utf-8")
    with pytest.warns(InputWarning) as told:
        articles = list(read_articles(path))
    [warning] = told
    assert "row 1: &laquo; … 2 texts hold entities or mark-up" in str(warning.message)
    assert articles[0][1] == text
    doc = newsquotes.extract(text)
    assert [(quote.text, str(quote.speaker)) for quote in doc.quotes] == [("Мост готов", "Пётр Ильин")]
    assert doc.text[doc.quotes[0].start : doc.quotes[0].end] == "Мост готов"
