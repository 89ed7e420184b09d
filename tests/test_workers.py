"""Work in several processes: order, laziness, and what comes of processes that die, hang or are interrupted."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial
from pathlib import Path

import pytest

from newsquotes.errors import WorkerError
from newsquotes.workers import CHUNK_SIZE, Job, shared_out

METHODS = multiprocessing.get_all_start_methods()


def doubled(items):
    for item in items:
        yield item * 2


def deadly(folder, items):
    """Doubles what it gets; dies of "dies", dies once of "once", sleeps over "sleeps", fails of "fails"."""
    for item in items:
        if item == "dies" or (item == "once" and not (folder / "died").exists()):
            (folder / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "sleeps":
            time.sleep(600)
        if item == "fails":
            raise ValueError("no")
        yield (lambda: 0) if item == "unsendable" else item * 2


def lost(item, reason):
    return f"lost {item}: {reason}"


def job(work=doubled, size=len):
    return Job(work, size, lost)


@pytest.mark.parametrize("method", METHODS)
def test_results_in_order_whatever_starts_the_processes(method):
    context = multiprocessing.get_context(method)
    items = [str(n) * (n % 7) for n in range(500)]
    assert list(shared_out(job(), items, 2, context=context)) == [item * 2 for item in items]


def test_results_as_they_come():
    items = [str(n) for n in range(300)]
    assert sorted(shared_out(job(), items, 2, ordered=False)) == sorted(item * 2 for item in items)


def test_nothing_is_nothing():
    assert list(shared_out(job(), [], 2)) == []


def test_the_input_is_read_no_faster_than_results_are_taken():
    read = 0

    def items():
        nonlocal read
        for _ in range(1000):
            read += 1
            yield "x" * CHUNK_SIZE

    results = shared_out(job(), items(), 2)
    assert read == 0
    next(results)
    time.sleep(0.2)
    assert read < 40
    results.close()


def test_large_items_and_results_do_not_block_each_other():
    items = ["x" * 3_000_000] * 12
    assert sum(map(len, shared_out(job(), items, 2))) == 72_000_000


def test_what_fails_while_it_is_read_fails_after_what_came_before():
    def items():
        yield from map(str, range(100))
        raise OSError("the disk is gone")

    results = shared_out(job(), items(), 2)
    assert [next(results) for _ in range(100)] == [str(n) * 2 for n in range(100)]
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)


@pytest.mark.parametrize("ordered", [True, False])
def test_an_item_that_kills_its_worker_once_is_done_again(tmp_path, ordered):
    items = [*map(str, range(150)), "once", *map(str, range(150))]
    results = list(shared_out(job(partial(deadly, tmp_path)), items, 2, ordered=ordered))
    assert sorted(results) == sorted(item * 2 for item in items)
    assert not ordered or results == [item * 2 for item in items]


def test_an_item_that_kills_its_workers_is_lost_and_only_that(tmp_path):
    items = [*map(str, range(150)), "dies", *map(str, range(150)), "dies"]
    results = list(shared_out(job(partial(deadly, tmp_path)), items, 2))
    gone = "lost dies: the process that read it died (exit status -9)"
    assert results == [gone if item == "dies" else item * 2 for item in items]


def test_an_item_that_never_ends_is_lost_with_its_worker(tmp_path, monkeypatch):
    monkeypatch.setattr("newsquotes.workers._PATIENCE", 0.3)
    items = ["a", "sleeps", "b"]
    results = list(shared_out(job(partial(deadly, tmp_path)), items, 2, time_limit=0.1))
    assert results[0] == "aa"
    assert results[1].startswith("lost sleeps: it took longer than the time limit")
    assert results[2] == "bb"


def test_a_result_that_cannot_be_sent_is_lost_and_only_that(tmp_path):
    results = list(shared_out(job(partial(deadly, tmp_path)), ["a", "unsendable", "b"], 2))
    assert results[0::2] == ["aa", "bb"]
    assert results[1].startswith("lost unsendable: what it gives cannot be sent between processes")


def test_what_the_work_raises_is_raised(tmp_path):
    with pytest.raises(ValueError, match="no"):
        list(shared_out(job(partial(deadly, tmp_path)), ["a", "fails"], 2))


def test_work_that_cannot_be_sent_is_told():
    with pytest.raises(WorkerError, match="cannot be sent to worker processes"):
        list(shared_out(job(lambda items: items), ["a"], 1, context=multiprocessing.get_context("spawn")))


def children():
    return {process.pid for process in multiprocessing.active_children()}


def test_workers_end_with_the_iterator():
    before = children()
    results = shared_out(job(), map(str, range(10_000)), 2)
    next(results)
    assert children() - before
    results.close()
    assert children() - before == set()


SCRIPT = """
    import os, signal, time
    from newsquotes.workers import Job, shared_out

    def work(items):
        for item in items:
            time.sleep(0.05)
            yield os.getpid()

    if __name__ == "__main__":
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
        for pid in shared_out(Job(work, len, print), iter(lambda: "x" * 60_000, None), 2):
            print(pid, flush=True)
"""


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_parent(tmp_path, number):
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(SCRIPT))
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with parent:
        pids = {int(parent.stdout.readline()) for _ in range(12)}
        parent.send_signal(number)
        assert parent.wait(20) != 0
    deadline = time.monotonic() + 20
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, pids))


def test_a_script_without_a_guard_is_told_what_to_do(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import multiprocessing\nfrom newsquotes.workers import Job, shared_out\n"
        "print(list(shared_out(Job(iter, len, print), ['a'], 1, context=multiprocessing.get_context('spawn'))))"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "only below `if __name__ == '__main__':`" in done.stderr


ALIKE = """
import hashlib, json, multiprocessing, threading
import newsquotes
from newsquotes.formats import to_record

TEXTS = ["«Мост готов», — сказал Пётр Ильин. Анна Белова добавила, что дорога открыта.", "Мост закрыт, сообщили в МЧС."] * 3

def told(docs):
    return hashlib.sha256("".join(json.dumps(to_record(doc)) for doc in docs).encode()).hexdigest()

def main():
    pipeline = newsquotes.Pipeline()
    for method in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method(method, force=True)
        print(told(pipeline.stream(TEXTS, workers=2)))
    threads = [threading.Thread(target=lambda: print(told(map(pipeline, TEXTS)) + "\\n", end="")) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

if __name__ == "__main__":
    main()
"""


def test_the_answer_is_the_same_by_every_start_method_hash_seed_and_thread(tmp_path):
    (tmp_path / "alike.py").write_text(ALIKE, encoding="utf-8")
    answers = []
    for seed in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, "alike.py"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        answers += done.stdout.split()
    assert len(answers) == 2 * (len(multiprocessing.get_all_start_methods()) + 3)
    assert len(set(answers)) == 1
