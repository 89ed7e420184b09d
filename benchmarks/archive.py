"""Archives: many articles by workers, by Spark's executors, groups by size; baselines beside the whole, in one run.

    python benchmarks/archive.py [--documents N] [--utterances N] [--no-workers] [--no-spark] [-o docs/archive-table.md]

Texts are made by generated.py, so that everybody measures the same. Each figure is taken in a fresh interpreter; ratios are
to newsquotes in one process, taken in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

# What somebody writes in an afternoon: quotation marks with a verb of speech and capitals beside them.
_VERBS = r"(?:сказал|сказала|заявил|заявила|сообщил|сообщила|рассказал|рассказала|отметил|отметила|добавил|добавила)"
_NAME = r"(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s){1,2}[А-ЯЁ][а-яё]+"
_DIRECT = re.compile(rf"«([^»]{{3,400}})»,?\s[—–-]\s{_VERBS}\s(?:[а-яё]+\s){{0,4}}({_NAME})")
_INDIRECT = re.compile(rf"({_NAME})\s{_VERBS},\sчто\s([^.!?]{{3,400}})")


def by_expressions(text: str) -> list[tuple[str, str]]:
    """Quotations and names by regular expressions alone."""
    return [(m[1], m[2]) for m in _DIRECT.finditer(text)] + [(m[2], m[1]) for m in _INDIRECT.finditer(text)]


def by_rules_over_tokens() -> Callable[[str], list[tuple[str, str]]]:
    """Rules over tokens and lemmas, as matchers of spaCy are written: razdel, pymorphy3, patterns token by token."""
    from functools import lru_cache

    import pymorphy3
    from razdel import sentenize, tokenize

    analyzer = pymorphy3.MorphAnalyzer()
    lemma = lru_cache(maxsize=200_000)(lambda word: analyzer.parse(word)[0].normal_form)
    verbs = frozenset("сказать заявить сообщить рассказать отметить добавить подчеркнуть пояснить считать".split())

    def process(text: str) -> list[tuple[str, str]]:
        found = []
        for sentence in sentenize(text):
            tokens = [token.text for token in tokenize(sentence.text)]
            lemmas = [lemma(token) for token in tokens]
            for at in (i for i, word in enumerate(lemmas) if word in verbs):
                names = [t for t in tokens[at + 1 : at + 7] if t[:1].isupper()]
                before = " ".join(tokens[:at])
                if names and "«" in before:
                    found.append((before.partition("«")[2], " ".join(names)))
                elif "что" in lemmas[at + 1 : at + 3]:
                    found.append((" ".join(tokens[at + 2 :]), " ".join(t for t in tokens[:at] if t[:1].isupper())))
        return found

    return process


def natasha() -> Callable[[str], object]:
    from speed import load_natasha

    return load_natasha()


def razdel() -> Callable[[str], object]:
    from speed import load_razdel

    return load_razdel()


def measured(what: str, size: int) -> dict[str, Any]:
    """One figure, in this interpreter."""
    from generated import some

    if what.startswith("group"):
        return _groups(size)
    texts = some(size)
    if what.startswith("spark"):
        return _spark(texts, int(what.partition(":")[2]))
    if what.startswith("workers"):
        return _workers(texts, int(what.partition(":")[2]))
    made = {"expressions": lambda: by_expressions, "rules": by_rules_over_tokens, "razdel": razdel, "natasha": natasha}
    process: Callable[[str], object]
    if what == "newsquotes":
        import newsquotes

        process = newsquotes.Pipeline()
    else:
        process = made[what]()
    process(texts[0][1])
    start = time.process_time()  # of this process alone, so that a busy machine does not matter
    for _, text in texts:
        process(text)
    return _rate(texts, time.process_time() - start)


def _rate(texts: list[tuple[str, str]], seconds: float) -> dict[str, Any]:
    return {"documents_per_second": len(texts) / seconds, "seconds": seconds}


def _workers(texts: list[tuple[str, str]], workers: int) -> dict[str, Any]:
    import newsquotes

    pipeline = newsquotes.Pipeline()
    stream = pipeline.stream(texts, workers=workers)
    next(stream)  # the processes are there then
    start = time.perf_counter()
    count = sum(1 for _ in stream)
    return _rate(texts[:count], time.perf_counter() - start)


def _spark(texts: list[tuple[str, str]], executors: int) -> dict[str, Any]:
    import pyspark
    from pyspark.sql import SparkSession

    from newsquotes.spark import extract_quotes

    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local-cluster[{executors},1,900]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.executor.memory", "800m").config("spark.driver.host", "127.0.0.1")
    session = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    frame = session.createDataFrame(texts, "id string, text string").repartition(4 * executors).cache()
    extract_quotes(frame.limit(executors * 8).repartition(2 * executors)).count()  # the Python workers are there then
    start = time.perf_counter()
    extract_quotes(frame).count()
    seconds = time.perf_counter() - start
    session.stop()
    return _rate(texts, seconds)


def _groups(size: int) -> dict[str, Any]:
    import datetime
    import random

    from newsquotes.grouping import Utterance, group

    r = random.Random(1)
    words = sorted(
        {"".join(r.choices(["ба", "ро", "ли", "ту", "ке", "зо", "ми", "на", "шко", "гра"], k=4)) for _ in range(9000)}
    )
    said: list[Utterance] = []
    while len(said) < size:
        whole = r.choices(words, k=r.randint(6, 22))
        day = datetime.date(2030, 1, 1) + datetime.timedelta(days=r.randrange(1000))
        for _ in range(1 if r.random() < 0.6 else r.randint(2, 8)):
            part = whole[: max(5, len(whole) * 2 // 3)] if r.random() < 0.4 else whole
            said.append(Utterance(" ".join(part), speaker="Иван Белов", document=str(len(said)), date=day.isoformat()))
    start = time.process_time()
    groups = group(said[:size])
    return {"seconds": time.process_time() - start, "groups": len(groups)}


def fresh(what: str, size: int) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", str(HERE / "archive.py"), "--measure", what, "--documents", str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"archive: measuring {what} failed (exit status {done.returncode})")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def table(arguments: argparse.Namespace) -> Iterator[str]:
    size = arguments.documents
    yield f"{platform.python_implementation()} {platform.python_version()}, {platform.system()} {platform.machine()}, "
    yield f"{os.cpu_count()} cores; {size:,} generated articles, a pass over texts not read before; seconds of one core."
    yield ""
    yield "| what | documents/s | times newsquotes |"
    yield "|---|--:|--:|"
    base = fresh("newsquotes", size)["documents_per_second"]
    yield f"| newsquotes, one process | {base:,.0f} | 1.00 |"
    names = {"razdel": "razdel alone: tokens and sentences", "expressions": "regular expressions alone"}
    names["rules"] = "rules over tokens and lemmas, as spaCy's matchers"
    if find_spec("natasha") and find_spec("pkg_resources"):
        names["natasha"] = "natasha: morphology, syntax, names"
    for what, shown in names.items():
        rate = fresh(what, size if what != "natasha" else min(size, 100))["documents_per_second"]
        yield f"| {shown} | {rate:,.0f} | {rate / base:.2f} |"
    for workers in () if arguments.no_workers else (1, 2):
        rate = fresh(f"workers:{workers}", size)["documents_per_second"]
        yield f"| newsquotes, workers={workers} | {rate:,.0f} | {rate / base:.2f} |"
    if not arguments.no_spark:
        for executors in (1, 2):
            rate = fresh(f"spark:{executors}", size)["documents_per_second"]
            shown = f"newsquotes on Spark, {executors} executors of one core"
            yield f"| {shown} | {rate:,.0f} | {rate / base:.2f} |"
    yield ""
    yield "| utterances | groups | seconds |"
    yield "|--:|--:|--:|"
    for count in (n for n in (1_000, 10_000, 100_000, 1_000_000) if n <= arguments.utterances):
        result = fresh("group", count)
        yield f"| {count:,} | {result['groups']:,} | {result['seconds']:,.1f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--utterances", type=int, default=100_000)
    parser.add_argument("--no-workers", action="store_true", help="where other work keeps the cores busy")
    parser.add_argument("--no-spark", action="store_true")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(measured(arguments.measure, arguments.documents)))
        return
    lines = []
    for line in table(arguments):
        print(line, flush=True)
        lines.append(line)
    if arguments.output:
        arguments.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
