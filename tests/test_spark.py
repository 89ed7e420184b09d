"""Spark: a real cluster on this machine, two executors in processes of their own."""

import os
import shutil
import signal
import sys
import threading
import time
import warnings
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import attrs
import pytest
import variants

import newsquotes
from newsquotes.errors import ConfigError, InputError
from newsquotes.formats import to_record
from newsquotes.formats.rows import quote_rows

MISSING = [name for name, there in (("pyspark", find_spec("pyspark")), ("java", shutil.which("java"))) if not there]
if MISSING and os.environ.get("CI") != "true":
    pytest.skip(f"needs {' and '.join(MISSING)}", allow_module_level=True)

# PySpark 4 warns of pandas 3, and its sockets are closed late.
pytestmark = pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

NAMES = ["Пётр Ильин", "Анна Белова", "Олег Громов"]
ARTICLES = [
    (
        f"a{n:03}",
        f"«Мост номер {n} готов», — сказал {NAMES[n % 3]}. По словам Веры Зиминой, дорогу {n} закрыли. Выпал снег.",
        f"2031-02-{n % 28 + 1:02}",
        ["Вести", "Заря"][n % 2],
        n,
    )
    for n in range(120)
]
COLUMNS = "nr string, body string, date string, outlet string, section int"


def deadly():
    """An extractor that fails on one text, kills its process on another, hangs on a third; sent by value."""

    def detect(doc):
        import os
        import signal
        import time

        if "номер 7 " in doc.text:
            raise ValueError("seven")
        if "номер 9 " in doc.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "номер 11 " in doc.text:
            time.sleep(60)
        return []

    return detect


GROUPS = pytest.mark.skipif(
    find_spec("pyspark") is not None and version("pyspark") < "4", reason="group_quotes() needs Spark 4, and says so"
)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    import pyspark
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONWARNINGS"] = "ignore"
    settings = {
        "spark.ui.enabled": "false",
        "spark.executor.memory": "600m",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(tmp_path_factory.mktemp("spark")),
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        "spark.sql.execution.arrow.maxRecordsPerBatch": "20",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,700]").appName("newsquotes")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.fixture(scope="module")
def frame(spark):
    return spark.createDataFrame(ARTICLES, COLUMNS).repartition(4).cache()


@pytest.fixture(scope="module")
def expected():
    """What one process gives: rows by document."""
    pipeline = newsquotes.Pipeline()
    rows = {}
    for id_, text, date, outlet, _ in ARTICLES:
        doc = pipeline(text, id=id_, meta={"date": date, "outlet": outlet})
        rows[id_] = list(quote_rows(to_record(doc)))
    return rows


def rows_of(result):
    """The rows of a result by document, in the order of their quotations, without what is empty."""
    found = {}
    for row in sorted(result.collect(), key=lambda row: (row.document, row.quote or 0)):
        found.setdefault(row.document, []).append(row.asDict())
    return found


def whole(rows):
    return {id_: [{k: v for k, v in row.items() if v is not None} for row in of_one] for id_, of_one in rows.items()}


def test_the_rows_are_those_of_one_process(frame, expected):
    from newsquotes.spark import extract_quotes

    result = extract_quotes(frame, text="body", id="nr")
    assert whole(rows_of(result)) == whole(expected)
    kinds = {field.name: field.dataType.simpleString() for field in result.schema}
    assert (kinds["text"], kinds["start"], kinds["confidence"], kinds["error"]) == ("string", "bigint", "double", "string")


def test_a_killed_executor_changes_nothing(spark, frame, expected):
    from newsquotes.spark import extract_quotes

    def slowly(doc):
        time.sleep(0.05)
        return {}

    killed = []

    def kill_one():
        for process in Path("/proc").glob("[0-9]*"):
            line = (process / "cmdline").read_bytes()
            if b"CoarseGrainedExecutorBackend" in line and spark.sparkContext.applicationId.encode() in line:
                killed.append(process.name)
                os.kill(int(process.name), signal.SIGKILL)
                return

    timer = threading.Timer(1.5, kill_one)
    timer.start()
    result = rows_of(extract_quotes(frame, text="body", id="nr", config={"annotator": slowly}))
    timer.join()
    assert killed
    assert whole(result) == whole(expected)


def test_nested_rows_and_kept_columns(frame, expected):
    from newsquotes.spark import extract_quotes

    result = extract_quotes(frame, text="body", id="nr", nested=True, keep=["section"]).collect()
    assert {row.document: len(row.quotes) for row in result} == {id_: len(rows) for id_, rows in expected.items()}
    assert {row.document: row.section for row in result} == {id_: str(n) for id_, *_, n in ARTICLES}
    [one] = [row for row in result if row.document == "a005"]
    assert (one.outlet, one.quotes[0].text) == ("Заря", "Мост номер 5 готов")


def test_what_fails_hangs_or_kills_is_a_row_and_no_failed_job(spark, frame):
    from newsquotes.spark import extract_quotes

    few = frame.where("section < 20").union(spark.createDataFrame([("none", None, None, None, 0)], COLUMNS))
    result = rows_of(
        extract_quotes(few, text="body", id="nr", config={"mention_detector": deadly()}, time_limit=2, isolate=True)
    )
    errors = {id_: (rows[0]["error_stage"], rows[0]["error"]) for id_, rows in result.items() if rows[0]["error"]}
    assert set(errors) == {"a007", "a009", "a011", "none"}
    assert errors["a007"][0] == "mention_detector"
    assert "the process that read it died" in errors["a009"][1]
    assert "longer than the time limit" in errors["a011"][1]
    assert "a text must be a str" in errors["none"][1]


def test_what_is_wrong_is_told_on_the_driver(frame):
    from newsquotes.spark import extract_quotes

    with pytest.raises(InputError, match="there is no text column 'text'"):
        extract_quotes(frame, id="nr")
    with pytest.raises(ConfigError, match="profil"):
        extract_quotes(frame, text="body", id="nr", config={"profil": "recall"})


SAID = [
    attrs.evolve(utterance, document=f"a{n:03}", quote=n % 3)
    for n, (utterance, _) in enumerate(variants.labelled(variants.blocks()[:2], fillings=4))
]
QUOTATIONS = "text string, type string, speaker string, document string, quote int, date string, outlet string"


@GROUPS
def test_the_groups_are_those_of_one_process(spark):
    from newsquotes.spark import group_quotes

    names = [column.split()[0] for column in QUOTATIONS.split(", ")]
    rows = [(*(getattr(said, name) for name in names), n) for n, said in enumerate(SAID)]
    rows.append((None, None, None, "failed", None, None, None, -1))
    table = spark.createDataFrame(rows, f"{QUOTATIONS}, section int").repartition(3)
    result = group_quotes(table).collect()

    found = {}
    for row in result:
        found.setdefault(row.group, []).append(row)
    expected = {frozenset(m.document for m in group.members): group for group in newsquotes.group(SAID)}
    assert {frozenset(row.document for row in of_one) for of_one in found.values()} == set(expected)
    assert max(map(len, expected)) > 3
    for of_one in found.values():
        here = expected[frozenset(row.document for row in of_one)]
        assert {(row.group_size, row.group_text, row.group_speaker) for row in of_one} == {
            (len(here), here.text, here.speaker)
        }
    assert {row.section for row in result} == set(range(len(SAID)))


@GROUPS
def test_twice_the_same_row_and_a_table_of_texts_only(spark):
    from newsquotes.spark import group_quotes

    text = "Мост через Тишанку откроют в мае, а дорогу к осени"
    table = spark.createDataFrame([(text,), (text,), ("Цены на хлеб не вырастут до самой зимы",)], "text string")
    sizes = sorted((row.text[:4], row.group_size, row.group_speaker) for row in group_quotes(table).collect())
    assert sizes == [("Мост", 2, None), ("Мост", 2, None), ("Цены", 1, None)]


@GROUPS
def test_what_is_wrong_with_a_table_of_quotations_is_told_at_once(spark):
    from newsquotes.spark import group_quotes

    with pytest.raises(InputError, match="there is no column 'text'"):
        group_quotes(spark.createDataFrame([("a",)], "texts string"))
    with pytest.raises(InputError, match="has a column 'group' already"):
        group_quotes(spark.createDataFrame([("a", 1)], "text string, group int"))
