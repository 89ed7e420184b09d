"""The same words in many articles, grouped on a cluster by the rules of :func:`newsquotes.group`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsquotes.errors import InputError, did_you_mean
from newsquotes.extras import need
from newsquotes.grouping.buckets import band_keys, signatures
from newsquotes.grouping.groups import Joined, group_of
from newsquotes.grouping.likeness import DAYS, Telling, Weights, same, telling
from newsquotes.grouping.utterances import Utterance, utterances
from newsquotes.wording import gettext

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_KNOWN = ("text", "type", "speaker", "document", "quote", "date", "outlet", "confidence", "speaker_confidence")
_SPARK = 4  # the first version that hands Arrow tables to and from the driver
_REMEMBERED = 5_000  # utterances whose words a worker keeps while it compares

GROUP_COLUMNS: Mapping[str, tuple[str, str]] = {
    "group": ("bigint", "the group: one number for all variants of an utterance, the same whenever the rows are the same"),
    "group_size": ("bigint", "how many variants it has"),
    "group_text": ("string", "its longest direct form, or its longest form"),
    "group_speaker": ("string", "whom the variants vote for, in the fullest form of the name"),
}
"""The columns that :func:`group_quotes` adds, with their types and what they hold."""


def group_quotes(quotes: DataFrame) -> DataFrame:
    """The quotations of a Spark DataFrame with :data:`GROUP_COLUMNS`: which of them are variants of one utterance.

    ``quotes`` has a column ``text`` and, where they are known, ``type``, ``speaker``, ``document``, ``quote``, ``date``,
    ``outlet`` and ``speaker_confidence`` or ``confidence``, as :func:`extract_quotes` makes them; others come
    along.
    Rows without text are left out. The groups are those that :func:`newsquotes.group` finds in the same rows.

    What is alike is found at once, not lazily: the words with their numbers, and 16 bytes a pair of variants, pass through
    the driver. Needs Spark 4. Raises :class:`~newsquotes.InputError` where there is no column ``text``, or one of the
    new names is taken.
    """
    version = need("pyspark", "spark", "group_quotes()").__version__
    if int(version.partition(".")[0]) < _SPARK:
        raise InputError(
            gettext("group_quotes() needs Spark {spark} or newer, and this is {version}", spark=_SPARK, version=version)
        )
    if "text" not in quotes.columns:
        raise InputError(gettext("there is no column 'text'; {known}", known=did_you_mean("text", quotes.columns)))
    if taken := [name for name in (*GROUP_COLUMNS, "_id") if name in quotes.columns]:
        raise InputError(gettext("the table has a column {item!r} already: rename or drop it", item=taken[0]))
    from pyspark.sql import functions as sql

    known = [name for name in _KNOWN if name in quotes.columns]
    keyed = quotes.where("text is not null").withColumn("_id", sql.xxhash64(*known))
    told = _told(keyed.select("_id", *known)).persist()
    try:
        alike = _candidates(told, known).mapInArrow(_alike(_weights(told)), "i bigint, j bigint").toArrow()
    finally:
        told.unpersist()
    return _summed(_labelled(keyed, alike), quotes.columns)


def _told(keyed: DataFrame) -> DataFrame:
    """The quotations with what their words tell, numbered by ``_place``: the longest first, as :func:`group` orders them."""
    from pyspark.sql import functions as sql
    from pyspark.sql.types import ArrayType, LongType, StringType, StructType

    made = StructType(list(keyed.schema.fields)).add("_stems", ArrayType(StringType())).add("_day", LongType())
    made = made.add("_bands", ArrayType(LongType()))
    told = keyed.mapInArrow(_tell, made)
    last = [
        sql.coalesce(sql.col(name).cast(kind), sql.lit(none))
        for name, kind, none in (("date", "string", ""), ("document", "string", ""), ("quote", "bigint", 0))
        if name in keyed.columns
    ]
    ordered = told.orderBy(sql.size("_stems").desc(), "_stems", "text", *last)
    return ordered.withColumn("_place", sql.monotonically_increasing_id())


def _tell(batches: Iterable[Any]) -> Iterator[Any]:
    arrow = need("pyarrow", "spark", "group_quotes()")
    numpy = need("numpy", "group", "group_quotes()")
    for batch in batches:
        if not len(batch):
            continue
        said = [telling(utterance) for utterance in utterances(batch.to_pylist())]
        keys = numpy.stack(list(band_keys(signatures(t.features for t in said))), axis=1).view("int64")
        days = [t.utterance.day.toordinal() if t.utterance.day else None for t in said]
        columns = {
            **dict(zip(batch.schema.names, batch.columns, strict=True)),
            "_stems": arrow.array([t.stems for t in said], arrow.list_(arrow.string())),
            "_day": arrow.array(days, arrow.int64()),
            "_bands": arrow.array(list(keys), arrow.list_(arrow.int64())),
        }
        yield arrow.RecordBatch.from_pydict(columns)


def _weights(told: DataFrame) -> Weights:
    from pyspark.sql import functions as sql

    stems = told.select(sql.explode(sql.array_distinct("_stems")).alias("stem")).groupBy("stem").count()
    return Weights({row["stem"]: row["count"] for row in stems.toLocalIterator()}, total=told.count())


def _candidates(told: DataFrame, known: list[str]) -> DataFrame:
    """Pairs that may be alike, as :func:`~newsquotes.grouping.buckets.candidate_pairs` has them: of a bucket, its first with
    each, and neighbours; without the pairs that time alone keeps apart.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as sql

    words = sql.xxhash64("_stems").alias("words")
    bucketed = told.select("_id", "_place", "_day", words, sql.posexplode("_bands").alias("band", "key"))
    bucket = Window.partitionBy("band", "key").orderBy("_place")
    one = sql.struct(sql.col("_id").alias("id"), sql.col("_day").alias("day"), "words")
    both = bucketed.select(
        one.alias("later"), sql.array(sql.lag(one).over(bucket), sql.first(one).over(bucket)).alias("earlier")
    ).select("later", sql.explode(sql.array_distinct("earlier")).alias("earlier"))
    near = both.where(
        "earlier.id <> later.id and (earlier.day is null or later.day is null "
        f"or abs(earlier.day - later.day) <= {DAYS} or earlier.words = later.words)"
    )
    pairs = near.select(sql.col("earlier.id").alias("i"), sql.col("later.id").alias("j")).distinct()
    said = told.select("_id", sql.struct(*known).alias("said")).dropDuplicates(["_id"])
    first, second = (said.select(sql.col("_id").alias(id_), sql.col("said").alias(f"said_{id_}")) for id_ in "ij")
    return pairs.join(first, "i").join(second, "j").sortWithinPartitions("i")


def _alike(weights: Weights) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def compare(batches: Iterable[Any]) -> Iterator[Any]:
        arrow = need("pyarrow", "spark", "group_quotes()")
        remembered = lru_cache(_REMEMBERED)(telling)

        def told(row: Mapping[str, Any]) -> Telling:
            [utterance] = utterances([row])
            return remembered(utterance)

        for batch in batches:
            found = [p for p in batch.to_pylist() if same(told(p["said_i"]), told(p["said_j"]), weights)]
            yield arrow.RecordBatch.from_pydict(
                {name: arrow.array([pair[name] for pair in found], arrow.int64()) for name in "ij"}
            )

    return compare


def _labelled(keyed: DataFrame, alike: Any) -> DataFrame:
    """The rows with the number of their group: the smallest ``_id`` in it."""
    arrow = need("pyarrow", "spark", "group_quotes()")
    from pyspark.sql import functions as sql

    first, second = alike["i"].to_pylist(), alike["j"].to_pylist()
    ids = sorted({*first, *second})
    number = {id_: n for n, id_ in enumerate(ids)}
    joined = Joined(len(ids))
    for i, j in zip(first, second, strict=True):
        joined.join(number[i], number[j])
    labels = arrow.table(
        {
            "_id": arrow.array(ids, arrow.int64()),
            "label": arrow.array([ids[joined.root(n)] for n in range(len(ids))], arrow.int64()),
        }
    )
    named = keyed.join(keyed.sparkSession.createDataFrame(labels), "_id", "left")
    return named.withColumn("group", sql.coalesce("label", "_id"))


def _summed(labelled: DataFrame, columns: list[str]) -> DataFrame:
    from pyspark.sql import Window
    from pyspark.sql import functions as sql

    sized = labelled.withColumn("group_size", sql.count("*").over(Window.partitionBy("group")))
    known = [name for name in _KNOWN if name in columns]
    several = sized.where("group_size > 1").select("group", *known).groupBy("group")
    told = several.applyInArrow(_told_of_group, "group bigint, group_text string, group_speaker string")
    own = sql.col("speaker").cast("string") if "speaker" in columns else sql.lit(None).cast("string")
    alone = sql.col("group_size") == 1
    return sized.join(told, "group", "left").select(
        *columns,
        "group",
        "group_size",
        sql.when(alone, sql.col("text")).otherwise(sql.col("group_text")).alias("group_text"),
        sql.when(alone, own).otherwise(sql.col("group_speaker")).alias("group_speaker"),
    )


def _told_of_group(table: Any) -> Any:
    arrow = need("pyarrow", "spark", "group_quotes()")
    found = group_of(list[Utterance](utterances(table.to_pylist())))
    return arrow.table(
        {
            "group": table["group"].slice(0, 1),
            "group_text": arrow.array([found.text], arrow.string()),
            "group_speaker": arrow.array([found.speaker], arrow.string()),
        }
    )
