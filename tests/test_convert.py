"""Files of all formats by name, and the command ``convert``."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from examples_of_documents import documents, plain, rich

import newsquotes
from newsquotes import InputError, InputWarning, RecordError
from newsquotes.cli import cli
from newsquotes.conversion import _FORMATS, _WRITTEN
from newsquotes.formats import FORMATS, read, texts_in, to_record, write, write_jsonl

NAMES = {
    "jsonl": "q.jsonl",
    "json": "q.json",
    "csv": "q.csv",
    "parquet": "q.parquet",
    "web-annotation": "q.jsonld",
    "label-studio": "q.ls.json",
    "brat": "brat",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(folder):
    def command(*args: str, input: bytes = b"") -> tuple[int, str, str]:
        done = CliRunner().invoke(cli, ["convert", *args], input=input)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout, done.stderr

    return command


def records(docs) -> dict[str, object]:
    return {doc.id: to_record(doc, with_text=True) for doc in docs}


WANTED = records(documents())


def test_every_format_has_a_name_and_an_example():
    assert set(NAMES) == {name for name in FORMATS if name not in ("xlsx", "gold")} == {*_FORMATS} - {"gold"}
    assert set(_WRITTEN) == set(FORMATS)


@pytest.mark.parametrize("name", NAMES)
def test_files_by_name(folder, name):
    write(documents(), NAMES[name], None if name != "label-studio" else name)
    assert records(read(NAMES[name])) == WANTED


@pytest.mark.parametrize("ending", [".gz", ".zst"])
@pytest.mark.parametrize("name", ["jsonl", "csv", "parquet"])
def test_compressed_files(folder, name, ending):
    write(documents(), NAMES[name] + ending)
    assert Path(NAMES[name] + ending).read_bytes()[:2] in (b"\x1f\x8b", b"\x28\xb5")
    assert records(read(NAMES[name] + ending)) == WANTED


def test_a_tsv_has_tabs(folder):
    write(documents(), "q.tsv")
    assert Path("q.tsv").read_bytes().startswith(b"\xef\xbb\xbfdocument\ttitle")
    assert records(read("q.tsv")) == WANTED


@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("second", NAMES)
def test_from_each_format_to_each(run, first, second):
    write(documents(), "in.jsonl")
    Path("a").mkdir()
    Path("b").mkdir()
    assert run("in.jsonl", "-o", f"a/{NAMES[first]}", "--to", first) == (0, "", "")
    assert run(f"a/{NAMES[first]}", "-o", f"b/{NAMES[second]}", "--to", second) == (0, "", "")
    assert run(f"b/{NAMES[second]}", "-o", "out.jsonl") == (0, "", "")
    assert records(read("out.jsonl")) == WANTED


def test_pipes(run):
    write([rich()], "in.jsonl")
    data = gzip.compress(Path("in.jsonl").read_bytes())
    status, out, err = run("-", "--from", "jsonl", "--to", "json", input=data)
    assert (status, err) == (0, "")
    assert json.loads(out) == [to_record(rich(), with_text=True)]
    assert json.loads(run("-", "--from", "jsonl", "--to", "json", "--no-text", input=data)[1]) == [to_record(rich())]


def test_texts_from_a_folder(run):
    with open("in.jsonl", "wb") as file:
        write_jsonl([plain()], file)
    status, _, err = run("in.jsonl", "-o", "out.csv")
    assert (status, err.count("\n")) == (1, 1)
    assert "in.jsonl: line 1: the record of 'снег' does not hold its text: name the folder of the texts with --texts" in err
    assert not Path("out.csv").exists()
    Path("texts").mkdir()
    assert "there is no text for the id 'снег'" in run("in.jsonl", "-o", "out.csv", "--texts", "texts")[2]
    Path("texts/снег.txt").write_text("Выпал снег.", encoding="utf-8")
    assert run("in.jsonl", "-o", "out.csv", "--texts", "texts") == (0, "", "")
    assert records(read("out.csv")) == records([plain()])
    with pytest.raises(RecordError, match="there is no text for the id ''"):
        texts_in("texts")("")


def test_delimiters(run):
    write([rich()], "in.jsonl")
    assert run("in.jsonl", "-o", "out.csv", "--delimiter", ";") == (0, "", "")
    assert Path("out.csv").read_bytes().startswith(b"\xef\xbb\xbfdocument;title")
    assert "--delimiter goes with csv, not with json" in run("in.jsonl", "-o", "out.json", "--delimiter", ";")[2]
    assert "a comma, a semicolon or a tab" in run("in.jsonl", "-o", "out.csv", "--delimiter", "ab")[2]


def test_what_is_left_out_is_told(run):
    Path("1.txt").write_text("Анна Белова", encoding="utf-8")
    Path("1.ann").write_text("T1\tPERSON 0 11\tАнна Белова\n", encoding="utf-8")
    with pytest.warns(InputWarning, match="1 document has annotations besides those of quotations"):
        assert run("1.ann", "-o", "out.jsonl")[0] == 0


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (("none.jsonl", "-o", "x.csv"), 1, "none.jsonl: no such file"),
        (("none", "-o", "x.csv"), 1, "none: no such folder"),
        (("in.jsonl",), 1, "standard input and output have no ending: name the format; available: jsonl, json"),
        (("in.jsonl", "-o", "x.doc"), 1, "x.doc: its ending .doc is that of no format"),
        (("in.jsonl", "-o", "in.jsonl"), 2, "--output in.jsonl is one of the files to read"),
        (("in.jsonl", "-o", "none/x.csv"), 2, "there is no directory none"),
        (("in.jsonl", "-o", "-", "--to", "brat"), 1, "brat is a folder, not a file"),
        (("in.jsonl", "-o", "full"), 1, "full is there already"),
        (("in.jsonl", "--from", "csv", "-o", "x.json"), 1, "in.jsonl: is not a table that newsquotes wrote"),
        (("in.jsonl", "--from", "parquet", "-o", "x.json"), 1, "in.jsonl: is not a Parquet file"),
        (("table.jsonl", "-o", "x.csv"), 1, "table.jsonl: line 1: not an output record of schema 1"),
        (("broken.json", "-o", "x.csv"), 1, "broken.json: is not JSON"),
        (("in.jsonl", "-o", "x.csv", "--to", "xml"), 2, "'xml' is not one of"),
    ],
)
def test_wrong_calls(run, args, status, message):
    write([rich()], "in.jsonl")
    Path("full").mkdir()
    Path("full/x").write_text("")
    Path("table.jsonl").write_text('{"id": "x", "text": "y"}')
    Path("broken.json").write_text('[{"schema": 1')
    before = sorted(Path().rglob("*"))
    done = run(*args)
    assert done[0] == status
    assert message in " ".join(done[2].replace("│", " ").split())
    assert sorted(Path().rglob("*")) == before


def test_a_failure_leaves_no_folder(folder):
    def broken():
        yield rich()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(broken(), "brat")
    assert list(Path().iterdir()) == []


def test_unknown_formats():
    with pytest.raises(InputError, match="there is no format 'web'; "):
        write([], "x", "web")


@pytest.mark.parametrize("name", NAMES)
def test_the_development_set_round_trips(folder, development_set, name):
    assert sum(len(doc.quotes) for doc in development_set) > 1000
    write(development_set, NAMES[name], name)
    found = {doc.id: doc for doc in read(NAMES[name], name)}
    for doc in development_set:
        assert to_record(found[doc.id]) == to_record(doc)
        assert found[doc.id].text == doc.text


def test_kept_columns_in_a_workbook(run):
    openpyxl = pytest.importorskip("openpyxl")
    doc = newsquotes.extract("«Мост готов», — сказал Пётр Ильин.", meta={"kept": {"рубрика": "город"}})
    write([doc], "kept.jsonl")
    assert run("kept.jsonl", "-o", "kept.xlsx", "--keep", "рубрика")[0] == 0
    rows = list(openpyxl.load_workbook("kept.xlsx").active.values)
    assert (rows[0][-1], rows[1][-1]) == ("рубрика", "город")
    assert run("kept.jsonl", "-o", "kept.csv", "--keep", "рубрика")[0] == 2
