"""Files into documents in one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, Literal, Unpack

from newsquotes.article_rows import Article, ArticleColumns, Columns
from newsquotes.config import Config
from newsquotes.document import Document
from newsquotes.errors import InputError, InputWarning, MissingExtraError, tell
from newsquotes.extraction import pipeline_for
from newsquotes.files import expanded, ids_of, name_of, opened
from newsquotes.inputs import READABLE, holds_records, read_articles
from newsquotes.log import logger
from newsquotes.wording import gettext


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    columns: Columns | None = None,
    on_error: Literal["raise", "skip"] = "skip",
    workers: int | None = None,
    progress: bool = False,
    **config: Unpack[Config],
) -> list[Document]:
    """The documents of files, folders and wildcards, with their quotations.

    Files are what the command reads: text in any usual encoding, web pages, office documents, tables with an article a row
    (``columns`` names what stands where), and records with their texts, which are read as they are. What cannot be read is
    named by an :class:`~newsquotes.InputWarning` and left out, or raises :class:`~newsquotes.InputError` with
    ``on_error="raise"``. The other keywords are those of :class:`newsquotes.Pipeline` and its ``stream``.

    >>> import newsquotes, tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "most.txt").write_text("«Мост готов», — сказал Пётр Ильин.", encoding="utf-8")
    >>> [(doc.id, doc.quotes[0].text) for doc in newsquotes.read(folder)]
    [('most', 'Мост готов')]
    """
    started = perf_counter()
    named = [str(paths)] if isinstance(paths, (str, Path)) else [str(path) for path in paths]
    ids = ids_of(expanded(named, READABLE))
    recorded = [path for path in ids if holds_records(path)]
    done = [doc for path in recorded for doc in _records(path, on_error)]
    articles = {path: id_ for path, id_ in ids.items() if path not in recorded}
    if articles:
        shown = ArticleColumns(**columns or {})  # type: ignore[arg-type]
        given = _articles(articles, shown, on_error)
        done += pipeline_for(config).stream(given, on_error=on_error, workers=workers, progress=progress)
    found, seconds = sum(len(doc.quotes) for doc in done), perf_counter() - started
    logger.info("read %d documents with %d quotations in %.1f s", len(done), found, seconds)
    return done


def _articles(ids: dict[str, str], columns: ArticleColumns, on_error: str) -> Iterator[Article]:
    for path, id_ in ids.items():
        logger.debug("reading %s", path)
        try:
            report = None if on_error == "raise" else _Told(path)
            yield from read_articles(path, columns=columns, id=id_, report=report)
        except (InputError, MissingExtraError) as exc:
            _failed(path, exc, on_error)


def _records(path: str, on_error: str) -> list[Document]:
    from newsquotes.formats import read_jsonl  # with all the other formats: not while newsquotes is imported

    try:
        with opened(path) as file:
            return list(read_jsonl(file, report=None if on_error == "raise" else _Told(path)))
    except InputError as exc:
        _failed(path, exc, on_error)
        return []


def _failed(path: str, exc: Exception, on_error: str) -> None:
    if on_error == "raise":
        raise type(exc)(f"{name_of(path)}: {exc}") from exc
    _Told(path)(str(exc))


class _Told:
    """Tells what cannot be read, as a warning and in the log."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __call__(self, message: Any) -> None:
        told = f"{name_of(self._path)}: {message}"
        logger.warning("left out: %s", told)
        tell(gettext("{told} (left out)", told=told), InputWarning)
