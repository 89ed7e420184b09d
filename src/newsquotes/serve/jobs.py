"""Jobs: files and a pasted text that are read one after another, with progress, until done or cancelled."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import Counter
from typing import Literal

import attrs

from newsquotes.article_rows import Article
from newsquotes.formats.record import Record
from newsquotes.serve.engine import Busy, Engine, Failed
from newsquotes.serve.memory import Results
from newsquotes.wording import gettext

State = Literal["open", "reading", "done", "cancelled"]
MOST_JOBS = 100
MOST_TEXTS = 5_000
MOST_PROBLEMS = 200
_AT_A_TIME = 8  # texts of a job that are being read: others want to be read meanwhile


@attrs.define
class Job:
    """Some files, and how far reading them has come."""

    files: list[tuple[str, bytes]] = attrs.field(factory=list)
    state: State = "open"
    done: int = 0
    total: int = 0
    problems: list[str] = attrs.field(factory=list)
    result: str | None = None
    task: asyncio.Task[None] | None = None
    begun: float = attrs.field(factory=time.monotonic)

    @property
    def size(self) -> int:
        """The bytes of its files."""
        return sum(len(data) for _, data in self.files)

    def problem(self, message: str) -> None:
        """Remember what could not be read."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(message)

    def told(self) -> dict[str, object]:
        """What a page asks for."""
        shown = ("state", "done", "total", "problems", "result")
        return {name: getattr(self, name) for name in shown}


class Jobs:
    """The jobs of a server; finished ones are dropped when there are many."""

    def __init__(self, engine: Engine, results: Results) -> None:
        self._engine, self._results = engine, results
        self._jobs: dict[str, Job] = {}

    def new(self) -> str:
        """Open a job; gives its id."""
        for id_ in [id_ for id_, job in self._jobs.items() if job.state in ("done", "cancelled")][: -MOST_JOBS // 2]:
            del self._jobs[id_]
        while len(self._jobs) >= MOST_JOBS:
            waiting = next((id_ for id_, job in self._jobs.items() if job.state != "reading"), None)
            if waiting is None:
                raise Busy
            del self._jobs[waiting]
        id_ = secrets.token_urlsafe(16)
        self._jobs[id_] = Job()
        return id_

    def get(self, id_: str) -> Job | None:
        """The job of that id."""
        return self._jobs.get(id_)

    def forget_old(self, seconds: float) -> None:
        """Drop jobs that were opened so long ago and are not being read."""
        now = time.monotonic()
        for id_ in [i for i, job in self._jobs.items() if job.state != "reading" and now - job.begun > seconds]:
            del self._jobs[id_]

    @property
    def held(self) -> int:
        """The bytes of all files that wait to be read."""
        return sum(job.size for job in self._jobs.values())

    def start(self, job: Job) -> None:
        """Begin to read the files of a job."""
        job.state = "reading"
        job.total = len(job.files)
        job.task = asyncio.create_task(self._read(job))

    def cancel(self, job: Job) -> None:
        """Give a job up; its files are forgotten. What is done stays done."""
        if job.state == "done":
            return
        job.state = "cancelled"
        job.files.clear()
        if job.task is not None:
            job.task.cancel()

    async def _read(self, job: Job) -> None:
        articles = [article for file in job.files for article in await self._articles(job, *file)]
        job.files.clear()
        if len(articles) > MOST_TEXTS:
            job.problem(gettext("only the first {most} texts were read", most=MOST_TEXTS))
        articles = _with_own_ids(articles[:MOST_TEXTS])
        job.total, job.done = len(articles), 0
        turns = asyncio.Semaphore(_AT_A_TIME)
        records = await asyncio.gather(*(self._record(job, article, turns) for article in articles))
        job.result = self._results.add([record for record in records if record is not None])
        job.state = "done"

    async def _articles(self, job: Job, name: str, data: bytes) -> list[Article]:
        try:
            found, problems = await self._engine.articles(name, data)
        except (Busy, Failed) as exc:
            job.problem(f"{name}: {exc or gettext('the server is busy')}")
            return []
        for problem in problems:
            job.problem(f"{name}: {problem}")
        job.done += 1
        return found

    async def _record(self, job: Job, article: Article, turns: asyncio.Semaphore) -> Record | None:
        async with turns:
            try:
                return await self._patiently(article)
            except Failed as exc:
                job.problem(f"{article[0]}: {exc}")
            finally:
                job.done += 1
        return None

    async def _patiently(self, article: Article) -> Record:
        while True:
            try:
                return await self._engine.record(article)
            except Busy:
                await asyncio.sleep(0.5)


def _with_own_ids(articles: list[Article]) -> list[Article]:
    """The articles, with ids that come again told apart («id#2»)."""
    seen: Counter[str] = Counter()
    told = []
    for id_, text, meta in articles:
        seen[id_] += 1
        told.append((id_ if seen[id_] == 1 else f"{id_}#{seen[id_]}", text, meta))
    return told
