"""What a corpus is built of: the articles of all inputs in one order, each with an id of its own; what is unreadable."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import attrs

from newsquotes.article_rows import Article, ArticleColumns, articles_of, is_table
from newsquotes.errors import InputError, MissingExtraError
from newsquotes.extras import need
from newsquotes.files import STDIN, expanded, ids_of, opened
from newsquotes.inputs import READABLE, Kind, kind_of, read_articles
from newsquotes.wording import gettext

Duplicates = Literal["number", "refuse"]


@attrs.frozen
class Unreadable:
    """Something of the input that is no article: a file or row that cannot be read, an id that was there before."""

    id: str
    reason: str


Item = Article | Unreadable


def items_of(sources: Iterable[Any], columns: ArticleColumns, kind: Kind | None = None) -> Iterator[Item]:
    """The articles of files, folders, globs, tables and streams, one source after another."""
    sources = list(sources)
    paths = expanded([str(s) for s in sources if isinstance(s, (str, Path))], READABLE)
    ids = ids_of(paths)
    for path in paths:
        yield from _of_file(path, ids[path], columns, kind)
    for source in sources:
        if is_table(source):
            yield from articles_of(source, columns)
        elif isinstance(source, tuple):
            yield source
        elif not isinstance(source, (str, Path)):
            yield from source


def _of_file(path: str, id_: str, columns: ArticleColumns, kind: Kind | None) -> Iterator[Item]:
    failed: list[str] = []
    articles = read_articles(path, kind=kind, columns=columns, id=id_, report=failed.append)
    while True:
        try:
            article = next(articles, None)
        except (InputError, MissingExtraError) as exc:
            failed.append(str(exc))
            article = None
        for message in failed:
            yield Unreadable(id_, f"{path}: {message}")
        failed.clear()
        if article is None:
            return
        yield article


def with_own_ids(items: Iterable[Item], duplicates: Duplicates) -> Iterator[Item]:
    """The items, with ids that come again told apart («id#2») or refused. Eight bytes and some are kept of each id."""
    seen: set[int] = set()
    again: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Unreadable) or not (isinstance(item, tuple) and isinstance(item[0], str)):
            yield item
            continue
        id_, text, meta = item
        if _key(id_) not in seen:
            seen.add(_key(id_))
            yield item
        elif duplicates == "refuse":
            yield Unreadable(id_, gettext("its id is that of an earlier document"))
        else:
            while _key(id_) in seen:
                again[item[0]] += 1
                id_ = f"{item[0]}#{again[item[0]] + 1}"
            seen.add(_key(id_))
            yield id_, text, meta


def _key(id_: str) -> int:
    return int.from_bytes(hashlib.blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest())


class Digest:
    """What has been read so far, as one number: by it a resumed run knows that its input is still the same."""

    def __init__(self) -> None:
        self._hash = hashlib.blake2b(digest_size=16)

    def add(self, item: Any) -> None:
        """Take in an item."""
        parts = (item.id, item.reason) if isinstance(item, Unreadable) else (str(item[0]), str(item[1]))
        for part in parts:
            self._hash.update(part.encode("utf-8", "surrogatepass"))
            self._hash.update(b"\0")

    def __str__(self) -> str:
        return self._hash.copy().hexdigest()


def count_of(sources: Iterable[Any], kind: Kind | None) -> int | None:
    """How many articles there are, where that is quickly told."""
    total = 0
    for source in sources:
        if not isinstance(source, (str, Path)):
            if not hasattr(source, "__len__"):
                return None
            total += len(source)
            continue
        for path in expanded([str(source)], READABLE):
            found = _count_in(path, kind or kind_of(path))
            if found is None:
                return None
            total += found
    return total


def _count_in(path: str, kind: Kind) -> int | None:
    if kind == "csv" or path == STDIN:
        return None
    try:
        if kind == "jsonl":
            with opened(path) as file:
                return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))
        if kind == "parquet":
            return int(need("pyarrow.parquet", "formats", "reading Parquet files").ParquetFile(path).metadata.num_rows)
    except Exception:  # whoever reads it says what is wrong
        return None
    return 1
