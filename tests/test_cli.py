"""The installed command, from end to end."""

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import fakes
import pytest

import newsquotes

COMMAND = Path(sys.executable).with_name("newsquotes")
TEXT = "«Мост откроют в мае», — сообщила Анна Белова.\r\n"
CONFIG = "".join(f'{stage} = "{name}"\n' for stage, name in fakes.FAKES.items())


class Result:
    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.status = done.returncode
        self.bytes = done.stdout
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()

    @property
    def records(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(tmp_path):
    """Runs the command in an empty folder in which the fakes are an installed plugin, and ``fakes.toml`` uses them."""
    package = tmp_path / "site" / "newsquotes_fakes-1.2.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: newsquotes-fakes\nVersion: 1.2\n")
    (package / "entry_points.txt").write_text("[newsquotes]\nfakes = fakes\n")
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "fakes.toml").write_text(CONFIG)
    paths = [str(package.parent), str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "100", "NO_COLOR": "1"}

    def command(*args: str, input: bytes = b"", program: tuple[str, ...] = (str(COMMAND),), **extra: str) -> Result:
        env = {**variables, **extra}
        return Result(subprocess.run([*program, *args], input=input, capture_output=True, cwd=folder, env=env, check=False))

    command.folder = folder
    command.variables = variables
    return command


@pytest.fixture
def extract(run):
    """``newsquotes extract`` with the fakes and JSON Lines."""

    def command(*args: str, **options) -> Result:
        return run("extract", "--config", "fakes.toml", "--format", "jsonl", *args, **options)

    return command


@pytest.fixture
def folder(run) -> Path:
    for name in ("a.txt", "b.txt", "news/a.txt"):
        path = run.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(f"{name}: {TEXT}".encode())
    return run.folder


# --- what comes out --------------------------------------------------------------------------------------------------


def test_json_lines(extract, folder):
    done = extract("b.txt", "a.txt")
    assert (done.status, done.err) == (0, "")
    assert [record["id"] for record in done.records] == ["b", "a"]
    [quote] = done.records[0]["quotes"]
    assert (quote["speaker"]["name"], quote["content"][0]["text"]) == ("Анна Белова", "Мост откроют в мае")


def test_line_ends_stay_and_a_bom_is_dropped(extract, folder):
    (folder / "bom.txt").write_bytes(b"\xef\xbb\xbf\r\n" + TEXT.encode())
    done = extract("bom.txt", "--with-text")
    assert done.records[0]["text"] == "\r\n" + TEXT
    assert done.records[0]["quotes"][0]["content"][0]["start"] == 3


def test_json_is_an_array(run, folder):
    done = run("extract", "--config", "fakes.toml", "--format", "json", "a.txt", "b.txt")
    assert [record["id"] for record in json.loads(done.out)] == ["a", "b"]


def test_the_table_is_plain_in_a_pipe(run, folder):
    done = run("extract", "--config", "fakes.toml", "a.txt")
    assert done.status == 0
    assert "Анна Белова" in done.out
    assert "\x1b" not in done.out


def test_the_table_survives_a_terminal_without_cyrillic(run, folder):
    done = run("extract", "--config", "fakes.toml", "a.txt", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.status == 0
    assert "????" in done.out


def test_json_lines_are_utf8_everywhere(extract, folder):
    assert extract("a.txt", PYTHONIOENCODING="ascii", PYTHONUTF8="0").records[0]["speakers"][0]["name"] == "Анна Белова"


def test_standard_input(extract, folder):
    done = extract("a.txt", "-", input=b"\xef\xbb\xbf" + TEXT.encode())
    assert [record["id"] for record in done.records] == ["a", "-"]
    assert done.records[1]["quotes"][0]["content"][0]["start"] == 1


def test_paths_are_ids_where_names_collide(extract, folder):
    assert [record["id"] for record in extract("a.txt", "b.txt", "news/a.txt").records] == ["a.txt", "b", "news/a.txt"]


def test_the_same_as_a_module(run, folder):
    done = run("extract", "--config", "fakes.toml", "-f", "jsonl", "a.txt", program=(sys.executable, "-m", "newsquotes"))
    assert (done.status, done.records[0]["id"]) == (0, "a")


def test_the_default_pipeline(run, folder):
    [record] = run("extract", "-f", "jsonl", "a.txt").records
    assert record["pipeline"] == "russian/default"
    assert [quote["speaker"]["name"] for quote in record["quotes"]] == ["Анна Белова"]


def test_profile_wins_over_the_file(run, folder):
    (folder / "precise.toml").write_text('profile = "precision"\n' + CONFIG)
    for args, profile in [(("--profile", "recall"), "recall"), ((), "precision")]:
        done = run("extract", "-f", "jsonl", "--config", "precise.toml", *args, "a.txt")
        assert done.records[0]["pipeline"].startswith(f"marks/{profile} ")


# --- output files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["jsonl", "json", "table"])
def test_output_goes_to_a_file(run, folder, format_):
    done = run("extract", "--config", "fakes.toml", "-f", format_, "-o", "out", "a.txt")
    assert (done.status, done.out, done.err) == (0, "", "")
    assert "Анна Белова" in (folder / "out").read_text(encoding="utf-8")


def test_output_holds_what_could_be_done(extract, folder):
    assert extract("-o", "out", "a.txt", "none.txt").status == 1
    assert len((folder / "out").read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("output", "message"),
    [("news", "is a directory"), ("none/out", "there is no directory none"), ("a.txt", "is one of the files to read")],
)
def test_wrong_outputs_are_refused_before_anything_is_done(extract, folder, output, message):
    before = (folder / "a.txt").read_bytes()
    done = extract("-o", output, "a.txt")
    assert done.status == 2
    assert message in done.err
    assert (folder / "a.txt").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="terminals as in POSIX")
def test_a_terminal_shows_progress(run, folder):
    pytest.importorskip("tqdm")
    import termios

    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    args = [str(COMMAND), "extract", "--config", "fakes.toml", "-f", "jsonl", "a.txt", "none.txt", "b.txt"]
    done = subprocess.run(args, stdout=subprocess.PIPE, stderr=theirs, cwd=folder, env=run.variables, check=False)
    os.close(theirs)
    screen = os.read(ours, 10_000).decode()
    os.close(ours)
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 2)
    assert "2/3" in screen
    assert any(line.lstrip("\r").startswith("newsquotes: none.txt: no such file") for line in re.split(r"[\r\n]+", screen))


# --- folders, formats by ending, questions ---------------------------------------------------------------------------


def test_folders_wildcards_and_lists(extract, folder):
    (folder / "list").write_text("b.txt\nnews\n")
    assert [record["id"] for record in extract("news", "*.txt").records] == ["news/a.txt", "a.txt", "b"]
    assert [record["id"] for record in extract("--files-from", "list").records] == ["b", "a"]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("out.csv", b'\xef\xbb\xbf"document","date"'),
        ("out.xlsx", b"PK"),
        ("out.parquet", b"PAR1"),
        ("out.jsonl", b'{"schema"'),
        ("out.json", b"["),
        ("out.tsv", b'\xef\xbb\xbf"document"\t'),
    ],
)
def test_the_ending_of_the_output_says_the_format(run, folder, name, start):
    assert run("extract", "--config", "fakes.toml", "-o", name, "a.txt").status == 0
    assert (folder / name).read_bytes().startswith(start)


def test_a_format_of_a_plugin_is_known_by_its_ending_too(run, folder):
    site = folder.parent / "site"
    (site / "newsquotes_lines-1.0.dist-info").mkdir()
    (site / "newsquotes_lines-1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: newsquotes-lines\nVersion: 1.0\n"
    )
    (site / "newsquotes_lines-1.0.dist-info" / "entry_points.txt").write_text("[newsquotes]\nlines = many_lines\n")
    (site / "many_lines.py").write_text(
        "from newsquotes import hookimpl\nfrom newsquotes.formats import Format\n"
        "def write(docs, file): file.write(b''.join(doc.id.encode() + b'\\n' for doc in docs))\n"
        "@hookimpl\ndef newsquotes_formats(): return {'lines': Format('lines', 'a line each', ('.lines',), write)}\n"
    )
    assert run("extract", "--config", "fakes.toml", "-o", "out.lines", "a.txt", "b.txt").status == 0
    assert (folder / "out.lines").read_text() == "a\nb\n"
    assert "'lime' is not one of" in (told := run("extract", "--format", "lime", "a.txt").err)
    assert "'lines'" in told


def test_an_unknown_ending_is_no_guess(run, folder):
    done = run("extract", "-o", "out.doc", "a.txt")
    assert (done.status, (folder / "out.doc").exists()) == (2, False)
    assert "the ending .doc says no format" in done.err


def test_csv_by_the_locale_and_in_full(run, folder):
    def head(*args: str, **env: str) -> str:
        return run("extract", "--config", "fakes.toml", "-f", "csv", *args, "a.txt", **env).out.splitlines()[0]

    assert head(LC_ALL="C").startswith('\ufeff"document","date"')
    assert head(LC_ALL="ru_RU.UTF-8").startswith('\ufeff"документ";"дата"')
    assert head("--no-russian-excel", LC_ALL="ru_RU.UTF-8").startswith('\ufeff"документ","дата"')
    assert head("--lang", "en", LC_ALL="ru_RU.UTF-8").startswith('\ufeff"document";"date"')
    assert "content_spans" in head("--full", LC_ALL="C")


def test_questions(run, extract, folder):
    (folder / "c.txt").write_text("Ночью выпал снег.")
    assert [
        record["id"] for record in extract("a.txt", "c.txt", "--about", "мосты", "--speaker", "Анна Белова").records
    ] == ["a"]
    assert extract("a.txt", "--about", "снег").records == []
    told = run("extract", "--config", "fakes.toml", "a.txt", "--about", "снег")
    assert "nothing fits what is asked" in told.err


def test_a_pdf_under_another_name_is_no_empty_article(extract, folder):
    (folder / "a.pdf.txt").write_bytes(b"%PDF-1.7")
    done = extract("a.pdf.txt")
    assert (done.status, done.records) == (1, [])
    assert "is a PDF document, not text" in done.err


# --- when something is wrong -----------------------------------------------------------------------------------------


def test_other_files_are_still_done(extract, folder):
    (folder / "cp1251.txt").write_bytes("Мост".encode("cp1251"))
    (folder / "empty").mkdir()
    done = extract("none.txt", "empty", "cp1251.txt", "b.txt")
    assert done.status == 1
    assert [record["id"] for record in done.records] == ["b"]
    messages = done.err.splitlines()
    assert [line.split(":")[1].strip() for line in messages] == ["none.txt", "empty", "cp1251.txt"]
    assert "no such file" in messages[0]
    assert "is a folder that holds no file of a kind that is read" in messages[1]
    assert "is not UTF-8" in messages[2]


def test_a_guessed_encoding_is_told(extract, folder):
    (folder / "cp1251.txt").write_bytes(TEXT.encode("cp1251"))
    done = extract("cp1251.txt")
    assert (done.status, len(done.records)) == (0, 1)
    assert done.err == "newsquotes: warning: cp1251.txt: is not UTF-8; taken for Windows-1251 by its letters\n"


def test_tables_and_compressed_files(extract, folder):
    rows = [{"key": "x", "body": TEXT, "outlet": "Вести"}, {"key": "y", "body": ""}, {"key": "z"}]
    data = gzip.compress("\n".join(map(json.dumps, rows)).encode())
    (folder / "may.jsonl.gz").write_bytes(data)
    done = extract("may.jsonl.gz", "--text-column", "body", "--id-column", "key")
    assert [(record["id"], record["meta"]["outlet"]) for record in done.records] == [("x", "Вести"), ("y", None)]
    assert done.status == 1
    assert done.err.splitlines() == [
        "newsquotes: may.jsonl.gz: y: is empty",
        "newsquotes: may.jsonl.gz: line 3: there is no text column 'body'; available: key",
    ]
    again = extract("-", "--from", "jsonl", "--text-column", "body", input=data)
    assert [record["id"] for record in again.records] == ["-:1", "-:2"]


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"", "is empty"), (b"\xef\xbb\xbf", "is empty"), (b" \n", "holds nothing but white space")],
)
def test_an_empty_file_is_reported_and_gets_a_record_without_quotations(extract, folder, data, message):
    (folder / "empty.txt").write_bytes(data)
    done = extract("empty.txt", "a.txt")
    assert done.status == 1
    assert done.err == f"newsquotes: empty.txt: {message}\n"
    assert [(record["id"], len(record["quotes"])) for record in done.records] == [("empty", 0), ("a", 1)]


def test_a_failing_extractor_names_the_file(extract, folder):
    package = folder.parent / "site" / "broken-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    (package / "entry_points.txt").write_text("[newsquotes]\nbroken = broken\n")
    (package.parent / "broken.py").write_text(
        "import newsquotes\n"
        "def fail(doc):\n    if 'b.txt' in doc.text:\n        raise ValueError('too short')\n    return {}\n"
        "@newsquotes.hookimpl\ndef newsquotes_annotators():\n    return {'fail': lambda: fail}\n"
    )
    (folder / "fakes.toml").write_text(CONFIG + 'annotator = "fail"\n')
    done = extract("b.txt", "a.txt")
    assert (done.status, [record["id"] for record in done.records]) == (1, ["b", "a"])
    assert "b.txt: annotator 'fail' (plugin 'broken') failed on document 'b': ValueError: too short" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "name the FILEs or folders to read"),
        (("--format", "xml", "a.txt"), "'xml' is not one of"),
        (("--profile", "precison", "a.txt"), "did you mean 'precision'?"),
        (("--config", "none.toml", "a.txt"), "'none.toml' does not exist"),
        (("--config", "bad.toml", "a.txt"), "bad.toml: unknown key 'quotes'"),
        (("--with-text", "a.txt"), "--with-text goes with --format"),
    ],
)
def test_wrong_calls(run, folder, args, message):
    (folder / "bad.toml").write_text("quotes = 1\n")
    done = run("extract", *args)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="pipes as in POSIX")
@pytest.mark.parametrize("format_", ["jsonl", "table"])
def test_nobody_reads_any_more(run, folder, format_):
    (folder / "big.txt").write_text(TEXT * 3000)
    args = [str(COMMAND), "extract", "--config", "fakes.toml", "-f", format_, "big.txt", "a.txt"]
    process = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, env=run.variables)
    process.stdout.read(10)
    process.stdout.close()
    message = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), message) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="signals as in POSIX")
def test_an_interrupt_leaves_the_output_as_it_was(run, folder):
    (folder / "out").write_text("old")
    args = [str(COMMAND), "extract", "--config", "fakes.toml", "-f", "jsonl", "-o", "out", "a.txt", "-"]
    process = subprocess.Popen(
        args,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=run.variables,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a run in the background ignores interrupts
    )
    while not list(folder.glob(".out.*")):  # until it writes, and waits for standard input
        assert process.poll() is None
        time.sleep(0.01)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)  # standard input stays open: its end would be another story
    message = process.communicate()[1]
    assert (process.returncode, message.strip()) == (130, b"Aborted.")
    assert (folder / "out").read_text() == "old"
    assert not list(folder.glob(".out.*"))


# --- the other commands ----------------------------------------------------------------------------------------------


def test_plugins_are_listed(run):
    done = run("plugins", COLUMNS="160")
    assert done.status == 0
    for row in (
        "quote_detector │ marks │ min_confidence=0.0 │ fakes (newsquotes-fakes 1.2)",
        f"tokenizer │ razdel (default) │ │ {VERSION}",
    ):
        assert row in "\n".join(" ".join(line.split()) for line in done.out.splitlines())


VERSION = f"newsquotes {newsquotes.__version__}"


def test_plugins_are_listed_for_programs(run):
    done = run("plugins", "--json", NEWSQUOTES_DISABLE_PLUGINS="other, Newsquotes_Fakes")
    listed = json.loads(done.out)
    assert listed["contract"] == newsquotes.hookspecs.CONTRACT
    assert listed["disabled"] == [{"plugin": "fakes", "distribution": "newsquotes-fakes", "version": "1.2"}]
    listed = json.loads(run("plugins", "--json").out)
    [marks] = [extractor for extractor in listed["extractors"] if extractor["name"] == "marks"]
    assert marks == {
        "stage": "quote_detector",
        "name": "marks",
        "plugin": "fakes",
        "distribution": "newsquotes-fakes",
        "version": "1.2",
        "default": False,
        "options": [{"name": "min_confidence", "type": "float", "required": False, "default": 0.0}],
    }
    assert (listed["not_loaded"], listed["disabled"]) == ([], [])


def test_plugins_that_did_not_load_are_listed_with_the_reason(run):
    (run.folder.parent / "site" / "newsquotes_fakes-1.2.dist-info" / "entry_points.txt").write_text(
        "[newsquotes]\ngone = gone\n"
    )
    done = run("plugins")
    assert done.status == 0
    assert "No module named 'gone'" in " ".join(done.out.replace("│", " ").split())
    extracted = run("extract", "-f", "jsonl", "-", input=TEXT.encode())
    assert (extracted.status, len(extracted.records)) == (0, 1)
    assert extracted.err.startswith("newsquotes: warning: plugin 'gone' (newsquotes-fakes 1.2): importing 'gone' failed")


def test_explain(run, folder):
    (folder / "said.txt").write_text('Он "молчит".')
    done = run("explain", "--config", "fakes.toml", "said.txt")
    assert done.status == 0
    assert '- [3, 11) "молчит"' in done.out
    assert "no quotation straight marks" in " ".join(done.out.split())
    assert run("explain", "none.txt").status == 1


def test_help_and_version(run):
    assert run("--version").out.split()[-1] == newsquotes.__version__
    done = run("--help")
    for name in ("extract", "explain", "plugins", "evaluate", "diff"):
        assert f"  {name} " in done.out
    assert run("nonsense").status == 2


def test_columns_by_name_and_kept_columns(run, folder):
    (folder / "t.csv").write_text(
        "номер;когда;где;заголовок;статья;рубрика\n7;18.05.2023;Вести;Мост;Он «молчит».;экономика\n", encoding="utf-8"
    )
    named = ("--text-column=статья", "--id-column=номер", "--date-column=когда", "--outlet-column=где")
    named = ("--config", "fakes.toml", *named, "--title-column=заголовок", "--keep=рубрика", "t.csv")
    [record] = run("extract", "-f", "jsonl", *named).records
    assert record["id"] == "7"
    assert record["meta"] == {
        "title": "Мост", "date": "2023-05-18", "url": None, "outlet": "Вести", "kept": {"рубрика": "экономика"},
    }  # fmt: skip
    head, row = run("extract", "-f", "csv", *named).out.splitlines()
    assert head.endswith('"confidence","рубрика"')
    assert row.endswith('"экономика"')
    assert "Вести" in row
    for name in ("full.csv", "full.parquet"):
        assert run("extract", "-o", name, *(["--full"] if name.endswith("csv") else []), "--with-text", *named).status == 0
        [again] = run("convert", name, "--to", "jsonl").records
        assert again["meta"]["kept"] == {"рубрика": "экономика"}
    for command in ("show", "explain"):
        assert run(command, *named).status == 0
    assert "there is no date column 'дата'" in run("extract", "--date-column=дата", "--text-column=статья", "t.csv").err


def test_ids_that_occur_twice_are_told(run, folder):
    (folder / "t.csv").write_text("id,text\na,Мост.\nb,Мост.\na,Мост.\n", encoding="utf-8")
    done = run("extract", "--config", "fakes.toml", "-f", "jsonl", "t.csv")
    assert len(done.records) == 3
    assert "1 document has the id of an earlier one: a" in done.err


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out.parquet", "out.jsonl", "full.csv"])
def test_half_a_character_loses_nothing(run, name):
    text = "«Мост готов», — сказал мэр Пётр Ильин."
    articles = [{"id": "one", "text": text}, {"id": "half\ud83d", "text": f"\ud83d{text}"}, {"id": "two", "text": text}]
    lines = "".join(f"{json.dumps(article)}\n" for article in articles)
    (run.folder / "in.jsonl").write_text(lines, encoding="utf-8")
    result = run("extract", "in.jsonl", "-o", name, *(["--full"] if name.startswith("full") else []))
    assert result.status == 0, result.err
    assert ("holds half a character; � stands for it" in result.err) == (name != "out.jsonl")
    if name.endswith("csv"):
        assert (run.folder / name).read_text(encoding="utf-8-sig").count("Пётр Ильин") >= 3
