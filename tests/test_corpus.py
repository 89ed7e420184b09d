"""Corpora: parts that are complete or absent, runs that go on after kills, full disks and crashes, and reading back."""

import gzip
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas
import pyarrow.parquet
import pytest

import newsquotes
from newsquotes.corpus import read_errors
from newsquotes.errors import CorpusError, InputError
from newsquotes.formats import to_record

NAMES = ["Пётр Ильин", "Анна Белова", "Олег Громов"]


def articles(count):
    return [
        (
            f"a{n}",
            f"«Мост номер {n} готов», — сказал {NAMES[n % 3]}. По словам жителей, дорогу {n} закрыли. Выпал снег.",
            {"date": f"2031-02-{n % 28 + 1:02}", "outlet": ["Вести", "Заря"][n % 2], "title": f"Мост {n}"},
        )
        for n in range(count)
    ]


def table(path, count):
    with path.open("w", encoding="utf-8") as file:
        for id_, text, meta in articles(count):
            file.write(json.dumps({"id": id_, "text": text, **meta}, ensure_ascii=False) + "\n")
    return path


def content(folder):
    """All that a corpus holds, in its order."""
    return (
        [to_record(doc, with_text=True) for doc in newsquotes.read_corpus(folder)],
        newsquotes.corpus_frame(folder).to_dict("records"),
        list(read_errors(folder)),
    )


def shown(folder):
    return repr(content(folder))


def files(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.name != ".lock")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """A corpus of 300 documents in parts of 40, and its input."""
    folder = tmp_path_factory.mktemp("corpus")
    source = table(folder / "articles.jsonl", 300)
    newsquotes.build_corpus(source, folder / "out", part_documents=40)
    return source, folder / "out"


@pytest.mark.parametrize("format", ["parquet", "jsonl"])
@pytest.mark.parametrize("workers", [1, 2])
def test_a_corpus_holds_what_a_stream_gives(tmp_path, format, workers):
    expected = list(newsquotes.Pipeline().stream(articles(50)))
    summary = newsquotes.build_corpus([articles(50)], tmp_path, format=format, workers=workers, part_documents=20)
    records, frame, errors = content(tmp_path)
    assert records == [to_record(doc, with_text=True) for doc in expected]
    in_memory = newsquotes.to_frame(expected).drop(columns=["context_left", "context_right"])
    assert repr(frame) == repr(in_memory.to_dict("records"))
    assert errors == []
    assert (summary.documents, summary.quotes, summary.errors, summary.parts) == (50, len(frame), 0, 3)
    assert len(summary.slowest) == 5


def test_the_quotations_are_a_parquet_dataset_for_anybody(undisturbed):
    frame = pandas.read_parquet(undisturbed[1] / "quotes")
    assert len(frame) == len(newsquotes.corpus_frame(undisturbed[1])) > 300
    assert pyarrow.parquet.read_table(undisturbed[1] / "documents").num_rows == 300


def test_files_folders_wildcards_and_compressed_tables(tmp_path):
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "one.txt").write_text("«Мост готов», — сказал Пётр Ильин.", encoding="utf-8")
    (folder / "sub" / "two.txt").write_text("Выпал снег.", encoding="utf-8")
    (folder / "table.jsonl.gz").write_bytes(gzip.compress(table(tmp_path / "t.jsonl", 3).read_bytes()))
    newsquotes.build_corpus([folder, str(tmp_path / "*.jsonl")], tmp_path / "out")
    ids = [doc.id for doc in newsquotes.read_corpus(tmp_path / "out")]
    assert sorted(ids) == ["a0", "a0#2", "a1", "a1#2", "a2", "a2#2", "one", "two"]


def test_columns_by_name_and_columns_that_are_kept(tmp_path):
    frame = pandas.DataFrame(
        {"body": ["Выпал снег.", "Мост."], "nr": [7, 8], "day": ["18.05.2031", None], "section": ["x", 3]}
    )
    newsquotes.build_corpus(frame, tmp_path, text="body", id="nr", date="day", keep=["section"])
    docs = list(newsquotes.read_corpus(tmp_path))
    assert [(d.id, d.text, d.meta.date, d.meta.kept) for d in docs] == [
        ("7", "Выпал снег.", "2031-05-18", {"section": "x"}),
        ("8", "Мост.", None, {"section": 3}),
    ]


def test_what_cannot_be_read_is_an_error_and_nothing_else_is_lost(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": "Снег.", "id": "a"}\nno json\n{"text": 5}\n{"text": "Дождь.", "id": "b"}\n')
    (tmp_path / "bad.parquet").write_bytes(b"PAR1")
    summary = newsquotes.build_corpus(
        [tmp_path / "in.jsonl", tmp_path / "bad.parquet", tmp_path / "absent.txt"], tmp_path / "out"
    )
    assert [doc.id for doc in newsquotes.read_corpus(tmp_path / "out")] == ["a", "b"]
    errors = list(read_errors(tmp_path / "out"))
    assert [(e["stage"], e["id"]) for e in errors] == [
        ("input", "in"),
        ("input", "in"),
        ("input", "bad"),
        ("input", "absent"),
    ]
    assert "line 2: is not JSON" in errors[0]["reason"]
    assert summary.errors == 4
    assert summary.error_share == pytest.approx(4 / 6)
    assert summary.stages == {"input": 4}


def failing(doc):
    if "номер 7 " in doc.text:
        raise ValueError("seven")
    if "номер 9 " in doc.text and os.environ.get("DEADLY"):
        os.kill(os.getpid(), signal.SIGKILL)
    return []


@pytest.mark.parametrize("workers", [1, 2])
def test_documents_that_fail_are_errors_with_stage_and_extractor(tmp_path, workers, monkeypatch):
    monkeypatch.setenv("DEADLY", "1" if workers == 2 else "")
    pipeline = newsquotes.Pipeline(mention_detector=failing)
    newsquotes.build_corpus([articles(20)], tmp_path, pipeline=pipeline, workers=workers)
    errors = {e["id"]: (e["stage"], e["reason"]) for e in read_errors(tmp_path)}
    assert set(errors) == ({"a7", "a9"} if workers == 2 else {"a7"})
    assert errors["a7"][0] == "mention_detector"
    assert "seven" in errors["a7"][1]
    if workers == 2:
        assert errors["a9"][0] == "worker"
        assert "the process that read it died" in errors["a9"][1]
    assert len(list(newsquotes.read_corpus(tmp_path))) == 20 - len(errors)


def test_ids_that_come_again_are_told_apart_or_refused(tmp_path):
    given = [("a", "Снег.", {}), ("a", "Дождь.", {}), ("a#2", "Град.", {}), ("a", "Туман.", {})]
    newsquotes.build_corpus([given], tmp_path / "number")
    assert [doc.id for doc in newsquotes.read_corpus(tmp_path / "number")] == ["a", "a#2", "a#2#2", "a#3"]
    newsquotes.build_corpus([given], tmp_path / "refuse", duplicates="refuse")
    assert [doc.id for doc in newsquotes.read_corpus(tmp_path / "refuse")] == ["a", "a#2"]
    assert [e["reason"] for e in read_errors(tmp_path / "refuse")] == ["its id is that of an earlier document"] * 2


# --- going on ----------------------------------------------------------------------------------------------------------------


def command(source, out, *more, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "newsquotes", "corpus", str(source), "-o", str(out), "--part", "40", *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_is_killed_at_any_moment_goes_on(tmp_path, undisturbed, workers):
    source, whole = undisturbed
    out = tmp_path / "out"
    r = random.Random(int(workers))
    more = ["--workers", workers]
    for _ in range(4):
        process = command(source, out, *more)
        time.sleep(r.uniform(0.2, 2.0))
        process.kill()
        process.communicate()
        more = ["--workers", workers, "--resume"]
    last = command(source, out, *more)
    printed, errors = last.communicate(timeout=60)
    assert last.returncode == 0, errors
    assert "300 documents" in printed
    assert shown(out) == shown(whole)
    assert files(out) == files(whole)


class _StopsAfter:
    """Parts until one too many: then what the disk says when it is full."""

    def __init__(self, parts):
        self.left = parts

    def __call__(self, file):
        if self.left == 0:
            raise OSError(28, "No space left on device")
        self.left -= 1


def test_a_full_disk_leaves_complete_parts_and_a_message(tmp_path, undisturbed, monkeypatch):
    source, whole = undisturbed
    stops, fsync = _StopsAfter(15), os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (stops(file), fsync(file)))
    with pytest.raises(CorpusError, match=r"No space left on device\. \d parts with \d+ documents are complete"):
        newsquotes.build_corpus(source, tmp_path / "out", part_documents=40)
    assert not [name for name in files(tmp_path / "out") if ".tmp" in name or "/." in name]
    monkeypatch.undo()
    summary = newsquotes.build_corpus(source, tmp_path / "out", part_documents=40, resume=True)
    assert summary.resumed > 0
    assert shown(tmp_path / "out") == shown(whole)


def test_a_limit_on_the_size_of_files_is_a_full_disk(tmp_path, undisturbed):
    source, whole = undisturbed
    out = tmp_path / "out"
    limited = command(source, out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)))
    _, errors = limited.communicate(timeout=60)
    assert limited.returncode == 1
    assert "File too large. 0 parts with 0 documents are complete; make room and go on with --resume" in errors
    assert all(len((out / name).read_bytes()) <= 2000 for name in files(out))
    again = command(source, out, "--resume")
    _, errors = again.communicate(timeout=60)
    assert again.returncode == 0, errors
    assert shown(out) == shown(whole)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_a_run_in_order(tmp_path, number):
    source = table(tmp_path / "in.jsonl", 20_000)
    process = command(source, tmp_path / "out", "--workers", "2", preexec_fn=_with_interrupts)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "out").glob("parts/part-00001.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 128 + number
    assert "Traceback" not in errors
    assert number == signal.SIGTERM or "parts are complete. Go on with --resume." in errors
    assert not list((tmp_path / "out").rglob(".part*"))


def _with_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's background jobs ignore it, and so would their children


def test_resuming_what_is_complete_changes_nothing(tmp_path, undisturbed):
    source, whole = undisturbed
    before = {name: (whole / name).read_bytes() for name in files(whole)}
    summary = newsquotes.build_corpus(source, whole, part_documents=40, resume=True)
    assert (summary.documents, summary.resumed) == (300, 8)
    assert {name: (whole / name).read_bytes() for name in files(whole)} == before


def test_what_does_not_fit_is_refused(tmp_path, undisturbed):
    source, whole = undisturbed
    with pytest.raises(CorpusError, match="is a corpus already; go on with it by --resume"):
        newsquotes.build_corpus(source, whole)
    with pytest.raises(CorpusError, match=r"was begun otherwise: part_documents \(40, now 30\)"):
        newsquotes.build_corpus(source, whole, part_documents=30, resume=True)
    with pytest.raises(CorpusError, match="the inputs are not what they were when part-00000 was made"):
        newsquotes.build_corpus([articles(301)[1:]], whole, part_documents=40, resume=True)
    with pytest.raises(CorpusError, match="the inputs have fewer documents than before"):
        newsquotes.build_corpus([articles(200)], whole, part_documents=40, resume=True)
    (tmp_path / "mine.txt").write_text("")
    with pytest.raises(CorpusError, match=r"holds mine\.txt and is no corpus"):
        newsquotes.build_corpus(source, tmp_path)
    with pytest.raises(InputError, match=r"is no corpus: it has no manifest\.json"):
        newsquotes.read_corpus(tmp_path)


def test_only_one_builds_at_a_time(tmp_path):
    source = table(tmp_path / "in.jsonl", 20_000)
    first = command(source, tmp_path / "out")
    while not (tmp_path / "out" / "manifest.json").exists():
        time.sleep(0.05)
    with pytest.raises(CorpusError, match="another process is building this corpus"):
        newsquotes.build_corpus(source, tmp_path / "out", part_documents=40, resume=True)
    first.kill()
    first.communicate()


# --- reading back -------------------------------------------------------------------------------------------------------------


def test_documents_are_chosen_by_date_outlet_and_speaker(undisturbed):
    whole = undisturbed[1]
    docs = list(newsquotes.read_corpus(whole, since="2031-02-03", until="2031-02-04", outlet="вести", speaker="анна белова"))
    assert {(d.meta.date, d.meta.outlet) for d in docs} == {("2031-02-03", "Вести")}
    assert {q.speaker.name for d in docs for q in d.quotes} == {"Анна Белова"}
    frame = newsquotes.corpus_frame(
        whole, since="2031-02-03", until="2031-02-04", outlet="вести", speaker="анна белова", columns=["document", "speaker"]
    )
    assert list(frame.columns) == ["document", "speaker"]
    assert list(frame["document"]) == [d.id for d in docs]
    with pytest.raises(InputError, match="there is no column 'spaeker'; did you mean 'speaker'"):
        newsquotes.corpus_frame(whole, columns=["spaeker"])


def test_reading_is_lazy(undisturbed):
    docs = newsquotes.read_corpus(undisturbed[1])
    assert next(docs).id == "a0"


def test_progress_tells_how_far_it_is(tmp_path):
    seen = []
    newsquotes.build_corpus(table(tmp_path / "in.jsonl", 50), tmp_path / "out", part_documents=20, progress=seen.append)
    assert [(p.done, p.total, p.parts) for p in seen] == [(20, 50, 1), (40, 50, 2), (50, 50, 3)]
    assert all(p.rate > 0 for p in seen)
    assert seen[-1].left == 0


def test_groups_of_a_corpus(undisturbed):
    assert newsquotes.group(newsquotes.corpus_frame(undisturbed[1]))[0].text
    assert Path(undisturbed[1]).is_dir()
