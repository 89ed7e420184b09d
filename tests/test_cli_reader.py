import subprocess
import sys

from drawn import BRIDGE, drawn

from newsquotes.formats import write_jsonl


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "newsquotes", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False)


def records(path, *docs, with_text: bool = True) -> str:
    with path.open("wb") as file:
        write_jsonl(docs, file, with_text=with_text)
    return str(path)


def test_a_report_of_texts_and_records(tmp_path):
    text = tmp_path / "gaz.txt"
    text.write_text("«Газ придёт», — сказал Пётр Ильин.", encoding="utf-8")
    known = records(tmp_path / "known.jsonl", drawn(BRIDGE, title="О мосте", date="2024-03-11"))
    page = tmp_path / "report.html"
    done = run("report", known, str(text), "-o", str(page), "--title", "Мосты & газ")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    html = page.read_text(encoding="utf-8")
    assert "<title>Мосты &amp; газ</title>" in html
    assert "2 documents" in html
    assert '"id":"gaz"' in html
    assert '"title":"О мосте"' in html


def test_files_that_cannot_be_read_are_named_and_the_others_are_done(tmp_path):
    known = records(tmp_path / "known.jsonl", drawn(BRIDGE))
    textless = records(tmp_path / "textless.jsonl", drawn(BRIDGE), with_text=False)
    page = tmp_path / "report.html"
    done = run("report", known, textless, str(tmp_path / "absent.jsonl"), "-o", str(page))
    assert done.returncode == 1
    assert "textless.jsonl: line 1: the record of 'most' does not hold its text" in done.stderr
    assert "absent.jsonl: no such file" in done.stderr
    assert "1 document," in page.read_text(encoding="utf-8")


def test_a_report_needs_a_place_to_go_to(tmp_path):
    known = records(tmp_path / "known.jsonl", drawn(BRIDGE))
    assert "Missing option '-o'" in run("report", known).stderr
    done = run("report", known, "-o", known)
    assert done.returncode == 2
    assert "would be overwritten" in done.stderr


def test_show(tmp_path):
    done = run("show", records(tmp_path / "known.jsonl", drawn(BRIDGE)))
    assert done.returncode == 0
    assert "{1 Мост откроют в мае}" in done.stdout
    assert "\x1b" not in done.stdout
    assert "Газ придёт" in run("show", "-", stdin="«Газ придёт», — сказал Пётр Ильин.").stdout


def test_both_are_listed_with_the_others():
    listed = run("--help").stdout
    assert "report" in listed
    assert "show" in listed
