"""One budget for all that is remembered: kept to, settable, shown, and of no influence on what is found."""

import gc
import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

import newsquotes
from newsquotes import caches
from newsquotes.errors import ConfigError
from newsquotes.formats import to_record
from newsquotes.russian.reading.words import Word

ROOT = Path(__file__).parent.parent


@pytest.fixture
def budget():
    before = caches.budget()
    yield caches.set_budget
    caches.set_budget(before)


def held():
    return sum(use.megabytes for use in caches.uses())


def texts(count, seed=0):
    """Texts with names and words that no other has."""
    r = random.Random(seed)

    def made():
        return "".join(r.choices(["ба", "ро", "ли", "ту", "ке", "зо", "ми", "на"], k=4)).capitalize()

    return [
        "\n".join(
            f"«{made()} готов», — сказал {made()}ов. Директор завода {made()}ин сообщил, что {made()}а закрыта."
            for _ in range(12)
        )
        for _ in range(count)
    ]


def test_the_budget_is_kept(budget):
    caches.clear()
    budget(5)
    pipeline = newsquotes.Pipeline()
    sizes = []
    for text in texts(80):
        pipeline(text)
        sizes.append(held())
    assert max(sizes) < 8
    assert sum(after < before for before, after in pairwise(sizes)) >= 2


def test_what_is_forgotten_changes_nothing(budget):
    pipeline = newsquotes.Pipeline()
    given = texts(40, seed=1)
    expected = [to_record(pipeline(text)) for text in given]
    caches.clear()
    budget(1)
    assert [to_record(pipeline(text)) for text in given] == expected


def test_hits_are_shown():
    @caches.cached(size=100)
    def doubled(text):
        return text * 2

    doubled("a"), doubled("a"), doubled("b")
    [use] = [use for use in caches.uses() if "doubled" in use.name]
    assert (use.entries, use.hits, use.misses) == (2, 1, 2)
    assert use.hit_rate == pytest.approx(1 / 3)
    assert use.megabytes == pytest.approx(0.0002)


def test_a_cache_that_nobody_holds_counts_no_more():
    kept = caches.Remembered(len, size=10**6)
    assert kept["a"] == 1
    before = held()
    del kept
    assert held() < before - 0.9


@pytest.mark.parametrize("wrong", [0, -1, float("nan")])
def test_a_budget_is_a_number_above_zero(wrong):
    with pytest.raises(ConfigError):
        caches.set_budget(wrong)


def test_the_environment_sets_the_budget():
    code = "from newsquotes import caches; print(caches.budget())"
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, capture_output=True, text=True, check=True, env={"NEWSQUOTES_CACHE_MB": "7", "PATH": ""})
    assert done.stdout.strip() == "7.0"
    wrong = subprocess.run(run, capture_output=True, text=True, check=False, env={"NEWSQUOTES_CACHE_MB": "much", "PATH": ""})
    assert "NEWSQUOTES_CACHE_MB is 'much'" in wrong.stderr


def test_the_benchmark_command_shows_caches_and_hit_rates():
    done = subprocess.run(
        [sys.executable, "-m", "newsquotes", "benchmark", "--caches", str(ROOT / "examples")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "documents/s" in done.stdout
    assert " of 160 MB for caches" in done.stdout
    [line] = [line for line in done.stdout.splitlines() if line.startswith("newsquotes.russian.morphology._parse ")]
    assert line.split()[-1].endswith("%")


def test_nothing_keeps_the_words_of_texts_beyond_the_caches():
    """What holds a word outside the budget keeps memory that nobody counts."""

    def words() -> int:
        caches.clear()
        gc.collect()
        return sum(isinstance(thing, Word) for thing in gc.get_objects())

    pipeline = newsquotes.Pipeline()
    pipeline("Мост открыли.")
    before = words()
    for n in range(20):
        pipeline(f"«Мост{n} готов, — сказал директор завода «Заря{n}» Пётр Белов{n}ич. — Откроем{n}те его».")
    assert words() <= before + 5
