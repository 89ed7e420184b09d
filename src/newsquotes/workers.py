"""Work shared among processes: lazy, in order, and undisturbed by a process that dies.

Each worker has a pipe of its own, so that a worker that is killed leaves no lock behind. The parent reads its input only as
fast as results are taken from it. What a worker was at when it died is done again once, by a new worker; if that dies of it
too, the item is lost, and only that.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import queue
import signal
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from time import monotonic
from typing import Any, TypeVar

import attrs

from newsquotes.errors import InputError, WorkerError
from newsquotes.wording import gettext

I = TypeVar("I")  # noqa: E741
O = TypeVar("O")  # noqa: E741

CHUNK_SIZE, CHUNK_ITEMS = 60_000, 64
"""How much text, and how many items, go to a worker at once at most."""
_AHEAD = 2  # chunks that a worker has: one that it works at, one that waits
_WAITING = 10  # chunks for each worker that may have been read and not yet taken, in items and in text
_TRIES = 2
_PATIENCE = 5.0  # seconds that a worker may exceed a limit that it should itself keep


@attrs.frozen
class Job:
    """What the workers do, and how its items and results travel.

    ``work`` takes an iterator of items and yields one result for each, in order; it must be picklable where processes are
    not forked. ``size`` is how much text an item holds, ``lost`` the result of an item of which workers die. ``packer``
    makes what turns results into something picklable in a worker, ``unpacker`` what turns that back.
    """

    work: Callable[[Iterator[Any]], Iterator[Any]]
    size: Callable[[Any], int]
    lost: Callable[[Any, str], Any]
    packer: Callable[[], Callable[[Any], Any]] | None = None
    unpacker: Callable[[], Callable[[Any], Any]] | None = None


def shared_out(
    job: Job,
    items: Iterable[Any],
    workers: int,
    *,
    ordered: bool = True,
    time_limit: float | None = None,
    context: BaseContext | None = None,
) -> Iterator[Any]:
    """The results of all items, by so many processes; in the order of the items, or as they come.

    ``time_limit`` is what the work of one item should take at most; a worker that goes far beyond is killed, and the item
    lost. Processes start as ``multiprocessing`` starts them (``multiprocessing.set_start_method``), or by ``context``.
    They end with the iterator, also where it is left or interrupted. Raises :class:`~newsquotes.InputError` for more
    processes than could do any good here.
    """
    most = max(32, 4 * (os.cpu_count() or 1))
    if workers > most:
        raise InputError(gettext("workers is {workers}; on this machine it is {most} at most", workers=workers, most=most))
    crew = _Crew(job, workers, time_limit, context or multiprocessing.get_context())
    return _results(crew, iter(items), workers, ordered)


@attrs.define
class _Task:
    number: int
    item: Any
    tries: int = 0


def _results(crew: _Crew, items: Iterator[Any], workers: int, ordered: bool) -> Iterator[Any]:
    numbered = enumerate(items)
    done: dict[int, Any] = {}
    sizes: dict[int, int] = {}  # of what has been read and not yet handed out
    shown = 0  # the next number, where they go out in order
    broken: Exception | None = None
    at_end = False
    try:
        while True:
            while not at_end and crew.idle and _may_read(sizes, workers):
                chunk, broken = _chunk(numbered, crew.job.size, sizes)
                at_end = not chunk or broken is not None
                crew.add(chunk)
            if not crew.busy and not done:
                break
            if crew.busy and not (ordered and shown in done):
                done.update(crew.finished())
            if ordered:
                while shown in done:
                    del sizes[shown]
                    yield done.pop(shown)
                    shown += 1
            else:
                while done:
                    number = next(iter(done))
                    del sizes[number]
                    yield done.pop(number)
        if broken is not None:
            raise broken
    finally:
        crew.stop()


def _may_read(sizes: dict[int, int], workers: int) -> bool:
    """Whether so little waits that more may be read."""
    most = _WAITING * workers
    return len(sizes) < most * CHUNK_ITEMS and sum(sizes.values()) < most * CHUNK_SIZE


def _chunk(
    numbered: Iterator[tuple[int, Any]], size: Callable[[Any], int], sizes: dict[int, int]
) -> tuple[list[_Task], Exception | None]:
    """The next items, and what the input raised after them: what came before it is still worked at."""
    chunk: list[_Task] = []
    total = 0
    try:
        for number, item in numbered:
            chunk.append(_Task(number, item))
            sizes[number] = size(item)
            total += sizes[number]
            if total >= CHUNK_SIZE or len(chunk) >= CHUNK_ITEMS:
                break
    except Exception as exc:
        return chunk, exc
    return chunk, None


class _Crew:
    """The workers, what they are at, and what is still to be done."""

    def __init__(self, job: Job, count: int, time_limit: float | None, context: BaseContext) -> None:
        self.job, self._count, self._context = job, count, context
        self._limit = None if time_limit is None else 2 * time_limit + _PATIENCE
        self._workers: list[_Worker] = []
        self._waiting: deque[list[_Task]] = deque()
        self._results: dict[int, Any] = {}

    def _hire(self) -> _Worker:
        worker = _Worker(self.job, self._context, [w.connection for w in self._workers])
        self._workers.append(worker)
        return worker

    @property
    def busy(self) -> bool:
        return bool(self._results or self._waiting or any(w.chunks for w in self._workers))

    @property
    def idle(self) -> bool:
        """Whether somebody could begin with more."""
        return not self._waiting and sum(len(w.chunks) for w in self._workers) < _AHEAD * self._count

    def add(self, chunk: list[_Task]) -> None:
        if chunk:
            self._waiting.append(chunk)
            self._hand_out()

    def _hand_out(self) -> None:
        while self._waiting:
            worker = min(self._workers, key=lambda w: len(w.chunks), default=None)
            if worker is None or (worker.chunks and len(self._workers) < self._count):
                worker = self._hire()  # only now: a few items need no hundred processes
            if len(worker.chunks) >= _AHEAD:
                return
            chunk = self._waiting.popleft()
            worker.chunks.append(chunk)
            # The worker reads at once, whatever it does; one that is dead is found out below.
            with contextlib.suppress(OSError):
                worker.connection.send_bytes(pickle.dumps([(t.number, t.item) for t in chunk], 5))

    def finished(self) -> dict[int, Any]:
        """Results by number, as soon as there are some."""
        while not self._results:
            by_connection = {w.connection: w for w in self._workers}
            for connection in wait(list(by_connection), timeout=1.0 if self._limit else None):
                self._receive(by_connection[connection])  # type: ignore[index]
            self._watch()
            self._hand_out()
        results, self._results = self._results, {}
        return results

    def _receive(self, worker: _Worker) -> None:
        try:
            outcomes = pickle.loads(worker.connection.recv_bytes())
        except (EOFError, OSError):
            self._bury(worker, gettext("the process that read it died"))
            return
        if outcomes is None:
            worker.ready = True
        elif isinstance(outcomes, BaseException):
            raise outcomes
        else:
            for task, (reason, outcome) in zip(worker.chunks.popleft(), outcomes, strict=True):
                lost = reason is not None
                self._results[task.number] = (
                    self.job.lost(task.item, reason) if lost else worker.unpack(pickle.loads(outcome))
                )

    def _watch(self) -> None:
        for worker in list(self._workers):
            if self._limit is not None and worker.chunks and worker.idle_for(worker.current) > self._limit:
                worker.kill()
                self._bury(
                    worker,
                    gettext("it took longer than the time limit, and could not be stopped but by ending its process"),
                    1,
                )

    def _bury(self, worker: _Worker, why: str, tries: int = _TRIES) -> None:
        worker.kill()
        if not worker.ready:
            raise WorkerError(
                gettext(
                    "a worker process ended before it was ready (exit status {exit_status}); in a script, use "
                    "workers only below `if __name__ == '__main__':`, for the processes import the script anew",
                    exit_status=worker.exit_status,
                )
            )
        self._workers.remove(worker)
        for chunk in reversed(worker.chunks):
            again: list[list[_Task]] = []
            for task in chunk:
                if task.number == worker.current:
                    task.tries += 1
                    if task.tries >= tries:
                        self._results[task.number] = self.job.lost(
                            task.item, gettext("{why} (exit status {exit_status})", why=why, exit_status=worker.exit_status)
                        )
                        continue
                    again.append([task])  # alone: it takes nobody along next time
                elif again and again[-1][-1].number != worker.current:
                    again[-1].append(task)
                else:
                    again.append([task])
            self._waiting.extendleft(reversed(again))

    def stop(self) -> None:
        for worker in self._workers:
            worker.kill()


class _Worker:
    """A process from outside: its pipe, the chunks that it has, the number of the item that it is at."""

    def __init__(self, job: Job, context: BaseContext, others: Sequence[Connection]) -> None:
        self.connection, theirs = context.Pipe()
        self._current = context.RawValue("q", -1)
        self.chunks: deque[list[_Task]] = deque()
        self.ready = False
        self.unpack = job.unpacker() if job.unpacker else lambda result: result
        forked = context.get_start_method() == "fork"
        # What a forked process inherits it must close, else nobody notices the end of the others or of the parent.
        to_close = [*others, self.connection] if forked else []
        arguments = (theirs, self._current, job.work, job.packer, to_close)
        self._process = context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 on forks of processes with threads
            try:
                self._process.start()
            except (pickle.PicklingError, AttributeError, TypeError) as exc:
                raise WorkerError(gettext("this pipeline cannot be sent to worker processes: {why}", why=exc)) from exc
        theirs.close()
        self._seen = (-1, monotonic())

    @property
    def current(self) -> int:
        return int(self._current.value)

    @property
    def exit_status(self) -> int | None:
        status: int | None = self._process.exitcode
        return status

    def idle_for(self, current: int) -> float:
        """For how many seconds it has been at the same item."""
        if current < 0 or current != self._seen[0]:
            self._seen = (current, monotonic())
        return monotonic() - self._seen[1]

    def kill(self) -> None:
        self.connection.close()
        self._process.join(0.05)
        self._process.kill()
        self._process.join()


def _serve(
    connection: Connection,
    current: Any,
    work: Callable[[Iterator[Any]], Iterator[Any]],
    packer: Callable[[], Callable[[Any], Any]] | None,
    to_close: Sequence[Connection],
) -> None:
    """The life of a worker."""
    for other in to_close:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what comes of Ctrl-C
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(connection, inbox), daemon=True).start()
    pack = packer() if packer else lambda result: result
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    connection.send_bytes(pickle.dumps(None))
    while True:
        chunk: list[tuple[int, Any]] = pickle.loads(inbox.get())
        try:
            results = work(_told(chunk, current))
            answer = pickle.dumps([_packed(pack, result) for _, result in zip(chunk, results, strict=True)], 5)
        except Exception as exc:
            answer = pickle.dumps(_portable(exc))
        current.value = -1
        connection.send_bytes(answer)


def _packed(pack: Callable[[Any], Any], result: Any) -> tuple[str | None, bytes]:
    """Why a result cannot be sent, if it cannot, and what to send."""
    try:
        return None, pickle.dumps(pack(result), 5)
    except Exception as exc:
        return gettext(
            "what it gives cannot be sent between processes: {type}: {why}", type=type(exc).__name__, why=exc
        ), b""


def _told(chunk: Sequence[tuple[int, Any]], current: Any) -> Iterator[Any]:
    for number, item in chunk:
        current.value = number
        yield item


def _portable(exc: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(exc))
    except Exception:
        return WorkerError(gettext("a worker failed: {type}: {why}", type=type(exc).__name__, why=exc))
    return exc


def _read(connection: Connection, inbox: queue.SimpleQueue[bytes]) -> None:
    """Take in chunks while the worker works, so that sending never waits; leave when the parent is gone."""
    try:
        while True:
            inbox.put(connection.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)
