"""The work of a server: articles of uploaded files and their quotations, in processes of its own, with a limit of time."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import tempfile
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from newsquotes.article_rows import Article
from newsquotes.document import Document
from newsquotes.errors import InputError, InputWarning, MissingExtraError, NewsquotesError
from newsquotes.files import ids_of
from newsquotes.formats.record import Record, to_record
from newsquotes.inputs import kind_of, read_articles
from newsquotes.log import logger
from newsquotes.pipeline import Pipeline
from newsquotes.time_limit import Alarm, TimeIsUp
from newsquotes.wording import Language, gettext, set_language


class Busy(Exception):
    """More waits to be done than the server takes on."""


class Failed(Exception):
    """A text or a file that could not be read; the message is for people."""


class Engine:
    """Processes that read texts. ``most_waiting`` texts may wait at a time; each may take ``seconds``."""

    def __init__(
        self,
        config: dict[str, Any] | None = None,
        *,
        workers: int = 2,
        seconds: float = 60.0,
        most_waiting: int = 2000,
        language: Language | None = None,
    ) -> None:
        self.pipeline = Pipeline.from_dict(config or {})  # a wrong configuration is told at once
        self._config, self._workers, self._seconds, self._language = config or {}, workers, seconds, language
        self._most, self._waiting = most_waiting, 0
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare,
            initargs=(self._config, self._language),
        )

    async def record(self, article: Article) -> Record:
        """The record of an article, with its text; raises :class:`Busy` or :class:`Failed`."""
        done: Record = await self._run(_record, article, self._seconds)
        return done

    async def articles(self, name: str, data: bytes) -> tuple[list[Article], list[str]]:
        """The articles of an uploaded file, and what of it could not be read."""
        found: tuple[list[Article], list[str]] = await self._run(_articles, name, data, self._seconds)
        return found

    async def _run(self, work: Any, *arguments: Any) -> Any:
        if self._waiting >= self._most:
            raise Busy
        self._waiting += 1
        pool = self._pool
        try:
            future: Future[Any] = pool.submit(work, *arguments)
            return await asyncio.wrap_future(future)
        except BrokenProcessPool:  # a process was killed, for want of memory perhaps
            if self._pool is pool:
                self._pool = self._new_pool()
            raise Failed(gettext("the process that read it was killed")) from None
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Stop the processes; what is being read is lost."""
        self._pool.shutdown(wait=False, cancel_futures=True)


# --- in the processes ------------------------------------------------------------------------------------------------

_pipeline: Pipeline | None = None


def _prepare(config: dict[str, Any], language: Language | None) -> None:
    global _pipeline
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server tells its processes when to stop
    threading.Thread(target=_leave_with_server, daemon=True).start()
    set_language(language)
    _pipeline = Pipeline.from_dict(config)
    _pipeline("«Да», — сказал он.")  # loads what loads late


def _leave_with_server() -> None:
    """A server that was killed tells nobody to stop: its processes would keep texts and memory for ever."""
    server = multiprocessing.parent_process()
    assert server is not None
    server.join()
    os._exit(1)


def _record(article: Article, seconds: float) -> Record:
    assert _pipeline is not None
    [outcome] = _pipeline.outcomes([article], time_limit=seconds)
    if not isinstance(outcome, Document):
        raise Failed(str(outcome.error).partition("\n")[0])
    try:
        return to_record(outcome, with_text=True)
    except NewsquotesError as exc:
        raise Failed(str(exc)) from exc


def _articles(name: str, data: bytes, seconds: float) -> tuple[list[Article], list[str]]:
    problems: list[str] = []
    alarm = Alarm(seconds)
    try:
        alarm.start()
        with _as_file(data) as path, _logged(path, name):
            found = list(read_articles(path, kind=kind_of(name), id=ids_of([name])[name], report=problems.append))
    except (InputError, MissingExtraError) as exc:
        raise Failed(str(exc)) from None
    except TimeIsUp:
        raise Failed(gettext("reading it took more than {seconds} seconds", seconds=round(seconds))) from None
    finally:
        alarm.running = False
        alarm.stop()
    return found, problems


@contextlib.contextmanager
def _logged(path: str, name: str) -> Iterator[None]:
    """What is odd about a file (its encoding, a date) goes into the log under the file's own name."""
    with warnings.catch_warnings(record=True) as odd:
        warnings.simplefilter("always", InputWarning)
        yield
    for warning in odd:
        logger.info("%s", str(warning.message).replace(path, name))


@contextlib.contextmanager
def _as_file(data: bytes) -> Iterator[str]:
    """A path under which the bytes can be read: in memory, where the platform has files there."""
    if hasattr(os, "memfd_create") and os.path.isdir("/proc/self/fd"):
        handle = os.memfd_create("newsquotes")
        try:
            with open(handle, "wb", closefd=False) as file:
                file.write(data)
            yield f"/proc/self/fd/{handle}"
        finally:
            os.close(handle)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "upload")
        with open(path, "wb") as file:
            file.write(data)
        yield path
