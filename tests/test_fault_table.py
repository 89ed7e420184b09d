"""What goes wrong with files, as ``docs/faults.md`` says: what is written, what is told, the exit status."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import newsquotes
from newsquotes import InputError, RecordError
from newsquotes.errors import printable
from newsquotes.files import check_target
from newsquotes.formats import read, read_jsonl, texts_in, to_record, write
from newsquotes.inputs import read_articles

SAID = "«Мост готов», — сказал Пётр Ильин."
COMMAND = [sys.executable, "-m", "newsquotes"]
DEEP = "[" * 100_000


def run(folder: Path, *args: str, **options) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    return subprocess.run([*COMMAND, *args], cwd=folder, capture_output=True, text=True, env=env, check=False, **options)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(SAID)
    with (tmp_path / "records.jsonl").open("w") as file:
        for id_ in ("one", "two"):
            file.write(json.dumps(to_record(newsquotes.extract(SAID, id=id_), with_text=True)) + "\n")
    return tmp_path


# --- bad lines and forms: the others are still done ------------------------------------------------------------------


@pytest.mark.parametrize("line", [DEEP, "{", '"text"', '{"text": 5}', '{"id": 1}', "null"])
def test_a_bad_line_among_articles(folder, line):
    row = json.dumps({"text": SAID, "id": "good"})
    (folder / "t.jsonl").write_text(f"{row}\n{line}\n{row}\n")
    told: list[str] = []
    assert [id_ for id_, _, _ in read_articles(folder / "t.jsonl", report=told.append)] == ["good", "good"]
    assert len(told) == 1
    assert told[0].startswith("line 2: ")


@pytest.mark.parametrize("line", [DEEP, "{", '{"schema": 1}', '{"schema": 7}', "null"])
def test_a_bad_line_among_records(folder, line):
    good = (folder / "records.jsonl").read_text().splitlines()
    lines = [good[0], line, good[1]]
    with pytest.raises(RecordError, match="line 2"):
        list(read_jsonl(lines))
    told: list[str] = []
    assert [doc.id for doc in read_jsonl(lines, report=told.append)] == ["one", "two"]
    assert len(told) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"content": []},
        {"content": [{"start": 5, "end": 2}]},
        {"speaker": 5},
        {"rules": None},
        {"detection_confidence": 10**400},
        {"id": "0"},
        {"id": []},
        {"id": 10**30},
        {"id": -2},
        {"id": True},
    ],
)
def test_a_record_of_the_wrong_form(folder, change):
    record = json.loads((folder / "records.jsonl").read_text().splitlines()[0])
    record["quotes"][0] |= change
    with pytest.raises(RecordError, match="'one'"):
        list(read_jsonl([json.dumps(record)]))


@pytest.mark.parametrize("change", [{"id": 1.5}, {"id": None}, {"pipeline": 5}])
def test_a_record_whose_own_fields_are_wrong(folder, change):
    record = json.loads((folder / "records.jsonl").read_text().splitlines()[0])
    with pytest.raises(RecordError, match="must be a str"):
        list(read_jsonl([json.dumps(record | change)]))


@pytest.mark.parametrize("format_", ["csv", "parquet", "brat", "gold", "jsonl"])
def test_half_a_letter_in_any_field_ends_nothing(folder, format_):
    record = json.loads((folder / "records.jsonl").read_text().splitlines()[0])
    record["quotes"][0]["rules"] = {"quote": "a\ud800", "speaker": "b\ud800"}
    record["quotes"][0]["cue"][0]["lemma"] = "c\ud800"
    record["extractors"] = {"quote_detector": ["d\ud800"]}
    record["extra"] = {"e\ud800": ["f\ud800"]}
    (folder / "half.jsonl").write_text(json.dumps(record))
    done = run(folder, "convert", "--to", format_, "-o", "out", "half.jsonl")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert (folder / "out").exists()


def test_a_report_keeps_what_stands_behind_a_bad_record(folder):
    lines = (folder / "records.jsonl").read_text().splitlines()
    (folder / "records.jsonl").write_text("\n".join([lines[0], '{"schema": 1}', lines[1]]))
    done = run(folder, "report", "-o", "page.html", "records.jsonl")
    assert (done.returncode, "line 2" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
    page = (folder / "page.html").read_text()
    assert "one" in page
    assert "two" in page


def test_an_undefined_charset_and_utf16_tables(folder):
    (folder / "page.html").write_text(
        f'<html><head><meta charset="undefined"></head><body><article><p>{SAID * 9}</p></article></body></html>'
    )
    assert SAID in next(read_articles(folder / "page.html"))[1]
    (folder / "t.jsonl").write_bytes(f"{json.dumps({'text': SAID}, ensure_ascii=False)}\n".encode("utf-16"))
    assert next(read_articles(folder / "t.jsonl"))[1] == SAID


def test_a_list_of_files_that_is_no_text_is_named(folder):
    (folder / "list.txt").write_bytes(b"\xed\xa0\x80 a.txt")
    done = run(folder, "extract", "--files-from", "list.txt")
    assert (done.returncode, "list.txt: is not UTF-8 text" in done.stderr, "Traceback" in done.stderr) == (2, True, False)


def test_a_column_that_stands_twice(folder):
    (folder / "t.csv").write_text("text,text\na,b\n")
    with pytest.raises(InputError, match="several columns 'text'"):
        list(read_articles(folder / "t.csv"))


def test_deep_settings(folder):
    (folder / "deep.toml").write_text(f"x = {DEEP}")
    done = run(folder, "extract", "--config", "deep.toml", "a.txt")
    assert (done.returncode, "nested too deep" in done.stderr) == (2, True)


def test_a_file_made_to_fill_the_memory(folder, monkeypatch):
    monkeypatch.setattr("newsquotes.files.MOST", 1000)
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(b"x" * 100_000))
    with pytest.raises(InputError, match="holds more than"):
        list(read_articles(folder / "bomb.txt.gz"))


# --- nothing is overwritten, nothing half-written stays --------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ("extract", "--config", "c.toml", "-o", "c.toml", "-f", "jsonl", "a.txt"),
        ("extract", "-o", "link.jsonl", "records.jsonl"),
        ("convert", "-o", "link.jsonl", "records.jsonl"),
        ("report", "-o", "records.jsonl", "records.jsonl"),
        ("evaluate", "--html", "records.jsonl", ".", "records.jsonl"),
    ],
)
def test_what_is_read_is_never_overwritten(folder, args):
    (folder / "c.toml").write_text("")
    (folder / "link.jsonl").symlink_to(folder / "records.jsonl")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    done = run(folder, *args)
    assert (done.returncode, "would be overwritten" in done.stderr) == (2, True)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_hard_link_is_the_same_file(folder):
    os.link(folder / "a.txt", folder / "b.txt")
    with pytest.raises(InputError, match="overwritten"):
        check_target(str(folder / "b.txt"), [str(folder / "a.txt")])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ended_from_outside_it_leaves_nothing(folder, number):
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [*COMMAND, "extract", "-o", "out.jsonl", "-"],
        stdin=reader,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    for _ in range(300):  # until the file to be written is there, under its temporary name
        if any(file.name.startswith(".out.jsonl") for file in folder.iterdir()):
            break
        time.sleep(0.05)
    process.send_signal(number)
    process.communicate(timeout=30)
    os.close(writer)
    assert process.returncode == {signal.SIGTERM: 143, signal.SIGINT: 130}[number]
    assert sorted(file.name for file in folder.iterdir()) == ["a.txt", "records.jsonl"]


ENDED = """
import os, signal, sys
from newsquotes.cli import main
from newsquotes.russian.reading.view import View

made = View.__init__
def ending(self, *args, **more):
    os.kill(os.getpid(), signal.{signal})
    made(self, *args, **more)

View.__init__ = ending
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["newsquotes", *{args}]
main()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("args", [["extract", "-o", "out.jsonl", "a.txt"], ["corpus", "-o", "corpus", "a.txt"]])
def test_ended_within_an_extractor_it_is_ended(folder, number, args):
    code = ENDED.format(signal=number.name, args=args)
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == {signal.SIGTERM: 143, signal.SIGINT: 130}[number], done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "out.jsonl").exists()
    assert not [*folder.glob("corpus/*/part-*")]


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize("args", ["--help", "extract --help", "extract a.txt"])
def test_a_pipe_that_nobody_reads(folder, args):
    script = f"{' '.join(COMMAND)} {args} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout.strip() in ("141", "0")  # 0 where all was written before the reader went away
    assert "Traceback" not in done.stderr


# --- names -----------------------------------------------------------------------------------------------------------


def test_texts_are_looked_for_in_their_folder_only(folder):
    (folder / "texts").mkdir()
    for id_ in ("../a", str(folder / "a"), "x/../../a"):
        with pytest.raises(RecordError, match="no text"):
            texts_in(folder / "texts")(id_)


@pytest.mark.parametrize("id_", ["𐍅" * 250, "я" * 250, "con", "LPT1.txt", "..", "a/b", "\x00", "nul"])
def test_names_that_file_systems_refuse(folder, id_):
    write([newsquotes.extract(SAID, id=id_)], folder / "out", "brat")
    names = [file.name for file in (folder / "out").glob("*.ann")]
    assert len(names) == 1
    assert len(names[0].encode()) <= 255
    assert names[0].partition(".")[0].lower() not in ("con", "lpt1", "nul")
    assert [doc.id for doc in read(folder / "out")] == [id_]


def test_nothing_that_a_terminal_would_obey(folder):
    evil = "\x1b[31mx\u202ey\U000e0041.txt"
    done = run(folder, "extract", evil, "-f", "jsonl")
    assert done.returncode == 1
    assert printable(done.stderr) == done.stderr
    done = run(folder, "extract", "--profile", evil, "a.txt")
    assert printable(done.stderr) == done.stderr
    (folder / "b.txt").write_text("«Мост \x1b[31m\u202eготов\U000e0041 уже», — сказал Пётр Ильин.")
    (folder / "c\u202e.txt").write_text(SAID)
    for command in (["extract", "b.txt"], ["show", "b.txt"], ["explain", "b.txt"], ["corpus", "c\u202e.txt", "-o", "out"]):
        out = run(folder, *command).stdout
        assert printable(out) == out


@pytest.mark.parametrize("format_", ["csv", "jsonl"])
def test_nothing_in_a_format_for_machines_either(folder, format_):
    (folder / "b.txt").write_text("«Мост \x1b[31m\u202eготов\U000e0041 уже\x9b», — сказал Пётр\x07 Ильин.")
    ours, theirs = os.openpty()
    subprocess.run([*COMMAND, "extract", "--format", format_, "b.txt"], cwd=folder, stdout=theirs, check=True)
    out = os.read(ours, 1 << 16).decode().replace("\r", "")
    os.close(ours)
    os.close(theirs)
    assert "Мост" in out
    assert printable(out) == out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk to be full")
def test_a_full_disk_is_named_and_nothing_else_is_said(folder):
    done = run(folder, "extract", "a.txt", "--format", "xlsx", "-o", "/dev/full")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("newsquotes: ")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk to be full")
def test_a_full_standard_output_is_named(folder):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, "extract", "a.txt"], cwd=folder, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 1
    assert "newsquotes: standard output: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="no limit of files")
@pytest.mark.parametrize("format_", ["brat", "gold", "web-annotation", "csv", "parquet", "xlsx", "jsonl"])
def test_where_there_is_no_room_the_output_is_named_and_nothing_stays(folder, format_):
    write([newsquotes.extract("«Мост готов», — сказал Иван Белов. " * 400, id="a")], folder / "long.jsonl", with_text=True)
    before = sorted(folder.iterdir())
    convert = [*COMMAND, "convert", "long.jsonl", "--to", format_, "-o", "out"]
    limited = ["bash", "-c", 'trap "" XFSZ; ulimit -f 4; exec "$@"', "bash", *convert]
    done = subprocess.run(limited, cwd=folder, capture_output=True, text=True, timeout=100)
    assert done.returncode == 1, done.stderr
    assert "out: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(folder.iterdir()) == before


def test_an_excel_workbook_is_named_under_any_ending(folder):
    run(folder, "extract", "a.txt", "-o", "book.xlsx")
    for name in ("book.csv", "book.txt"):
        (folder / name).write_bytes((folder / "book.xlsx").read_bytes())
    done = run(folder, "extract", "book.xlsx", "book.csv", "book.txt", "--text-column", "text")
    assert done.returncode == 1
    assert done.stderr.count("is an Excel workbook, not text: save its table as .csv") == 3


def test_more_processes_than_the_machine_can_use_are_refused(folder):
    done = run(folder, "extract", "--workers", "99999", "a.txt")
    assert done.returncode != 0
    assert "workers is 99999; on this machine it is" in done.stderr


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2.0, -0.1])
@pytest.mark.parametrize("stage", ["quote_detector", "speaker_resolver"])
def test_a_confidence_is_a_number_from_0_to_1(stage, value):
    with pytest.raises(newsquotes.ConfigError, match="it is a number from 0 to 1"):
        newsquotes.Pipeline(**{stage: {"use": "russian", "russian": {"min_confidence": value}}})


@pytest.mark.parametrize("day", ["0000-00-00", "2023-02-30", "2023-13-45T99:99", "2023-13", "5 мая 2023" + "[" * 3000])
def test_days_that_no_calendar_has(tmp_path, day):
    (tmp_path / "d.jsonl").write_text(json.dumps({"id": "d", "text": SAID, "date": day}))
    with pytest.warns(newsquotes.errors.InputWarning, match="row 1: the date"):
        [(_, _, meta)] = read_articles(tmp_path / "d.jsonl")
    assert meta["date"] == day


@pytest.mark.parametrize("day", ["2023", "2023-05", "2023-05-18", "2023-05-18T10:00:00+03:00"])
def test_days_months_and_years_stay_as_they_are(tmp_path, day):
    (tmp_path / "d.jsonl").write_text(json.dumps({"id": "d", "text": SAID, "date": day}))
    [(_, _, meta)] = read_articles(tmp_path / "d.jsonl")
    assert meta["date"] == day
