"""Building a corpus: articles in, parts out, on with it after whatever came between."""

from __future__ import annotations

import heapq
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Unpack, get_args

import attrs

from newsquotes._version import __version__
from newsquotes.article_rows import ArticleColumns, Columns, is_table
from newsquotes.corpus.dataset import LAYOUT, CorpusFormat, Dataset, Part, locked
from newsquotes.corpus.items import Digest, Duplicates, Item, Unreadable, count_of, items_of, with_own_ids
from newsquotes.document import Document
from newsquotes.errors import CorpusError, InputError, of_system
from newsquotes.formats.jsonlines import encoded
from newsquotes.formats.record import to_record
from newsquotes.formats.rows import quote_rows
from newsquotes.inputs import Kind
from newsquotes.parallel import lost, size_of
from newsquotes.pipeline import FailedDocument, Pipeline
from newsquotes.wording import gettext
from newsquotes.workers import Job, shared_out

PART_DOCUMENTS, PART_CHARACTERS = 2000, 20_000_000
"""A part ends after so many documents, or so much text."""
_SLOWEST = 5


@attrs.frozen
class Progress:
    """How far a run is: items done of all (where that is known), documents a second in this run, seconds left."""

    done: int
    total: int | None
    rate: float
    left: float | None
    parts: int


@attrs.frozen
class Summary:
    """What a corpus holds, and what the last run did: ``seconds``, ``rate`` (documents a second), ``slowest`` documents."""

    documents: int
    quotes: int
    errors: int
    parts: int
    resumed: int
    seconds: float
    rate: float
    slowest: tuple[tuple[str, float], ...]
    stages: Mapping[str, int]

    @property
    def error_share(self) -> float:
        """The share of documents that failed."""
        return self.errors / max(self.documents + self.errors, 1)


@attrs.frozen
class _Made:
    """What a worker makes of an item: rows for the tables, and how long it took."""

    id: str
    seconds: float
    document: Mapping[str, Any] | None
    quotes: Sequence[Mapping[str, Any]] = ()
    error: Mapping[str, Any] | None = None


def build_corpus(
    sources: Any,
    out: str | Path,
    *,
    pipeline: Pipeline | None = None,
    workers: int = 1,
    format: CorpusFormat = "parquet",
    resume: bool = False,
    duplicates: Duplicates = "number",
    time_limit: float | None = None,
    kind: Kind | None = None,
    part_documents: int = PART_DOCUMENTS,
    progress: Callable[[Progress], None] | None = None,
    **columns: Unpack[Columns],
) -> Summary:
    """Read all articles of ``sources`` into the corpus ``out``, a folder, and say what came of it.

    A source is a file, folder or wildcard (:func:`newsquotes.inputs.read_articles` says which files), a table of pandas,
    Arrow or polars, or an iterable of ``(id, text, metadata)``; ``columns`` name what the columns of tables hold. The work
    goes in parts of ``part_documents``, each complete or absent. With ``resume``, a run goes on where an earlier one ended,
    however it did; the inputs and settings must be the same. ``duplicates`` says what becomes of ids that come
    again: ``"number"`` tells them apart («id#2»), ``"refuse"`` makes the later ones errors. A document that fails, takes
    longer than ``time_limit`` seconds or kills its worker process becomes a row among the errors.

    Raises :class:`~newsquotes.errors.CorpusError` where the folder holds something else, the inputs have changed, somebody
    else builds there, or the disk is full; what is complete then stays.

    >>> import newsquotes, tempfile
    >>> out = tempfile.mkdtemp()
    >>> articles = [("a", "«Мост готов», — сказал Пётр Ильин.", {"date": "2031-02-03"}), ("b", "Выпал снег.", {})]
    >>> summary = newsquotes.build_corpus([articles], out)
    >>> summary.documents, summary.quotes, [doc.id for doc in newsquotes.read_corpus(out)]
    (2, 1, ['a', 'b'])
    """
    if format not in get_args(CorpusFormat) or duplicates not in get_args(Duplicates):
        raise InputError(
            gettext(
                "format is {format!r}, duplicates {duplicates!r}; they are parquet or jsonl, number or refuse",
                format=format,
                duplicates=duplicates,
            )
        )
    alone = isinstance(sources, (str, Path)) or is_table(sources) or not isinstance(sources, Iterable)
    listed = [sources] if alone else list(sources)
    shown = ArticleColumns(**columns)  # type: ignore[arg-type]
    pipeline = pipeline or Pipeline()
    dataset = Dataset(Path(out), format)
    made = {
        "layout": LAYOUT,
        "format": format,
        "newsquotes": __version__,
        "pipeline": pipeline.name,
        "duplicates": duplicates,
        "part_documents": part_documents,
        "columns": attrs.asdict(shown) | {"keep": list(shown.keep)},
    }
    dataset.folder.mkdir(parents=True, exist_ok=True)
    with locked(dataset.folder):
        before = _begin(dataset, made, resume)
        items = with_own_ids(items_of(listed, shown, kind), duplicates)
        total = count_of(listed, kind) if progress else None
        run = _Run(dataset, before, part_documents, total, progress)
        results = _results(pipeline, run.read(items), workers, time_limit)
        try:
            for result in results:
                run.take(result)
            run.finish()
        except OSError as exc:
            raise CorpusError(
                gettext(
                    "{out}: cannot be written: {why}. {parts} parts with {end} documents are complete; make room "
                    "and go on with --resume",
                    out=out,
                    why=of_system(exc),
                    parts=len(run.parts),
                    end=run.end,
                )
            ) from exc
        finally:
            results.close()  # type: ignore[attr-defined]
        return run.summary(len(before))


def _begin(dataset: Dataset, made: Mapping[str, Any], resume: bool) -> list[Part]:
    """The parts that are there already; the folder is ready then."""
    known = dataset.manifest
    if known is None:
        strange = [path.name for path in dataset.folder.iterdir() if not path.name.startswith(".")]
        if strange:
            raise CorpusError(
                gettext(
                    "{folder}: holds {names} and is no corpus; name another folder",
                    folder=dataset.folder,
                    names=", ".join(sorted(strange)[:5]),
                )
            )
        dataset.begin(made)
        return []
    if not resume:
        raise CorpusError(
            gettext(
                "{folder}: is a corpus already; go on with it by --resume, or name another folder", folder=dataset.folder
            )
        )
    changed = [f"{key} ({known.get(key)!r}, now {value!r})" for key, value in made.items() if known.get(key) != value]
    if changed:
        raise CorpusError(
            gettext(
                "{folder}: was begun otherwise: {names}; resume it with the same settings",
                folder=dataset.folder,
                names="; ".join(changed),
            )
        )
    dataset.begin(made)
    dataset.clean()
    return dataset.parts()


def _results(pipeline: Pipeline, items: Iterator[Item], workers: int, time_limit: float | None) -> Iterator[_Made]:
    job = Job(partial(_work, pipeline, time_limit), size_of, _lost)
    if workers > 1 or time_limit is not None:
        return shared_out(job, items, max(workers, 1), time_limit=time_limit)
    return (made for made in job.work(items))


def _work(pipeline: Pipeline, time_limit: float | None, items: Iterable[Item]) -> Iterator[_Made]:
    """What each item gives, within a worker."""
    given: deque[Item] = deque()
    began = time.perf_counter()

    def read() -> Iterator[Any]:
        for item in items:
            given.append(item)
            yield (item.id, None) if isinstance(item, Unreadable) else item

    for outcome in pipeline.outcomes(read(), time_limit=time_limit):
        item = given.popleft()
        ended = time.perf_counter()
        yield _made(item, outcome, ended - began)
        began = ended


def _made(item: Item, outcome: Document | FailedDocument, seconds: float) -> _Made:
    if isinstance(item, Unreadable):
        return _Made(item.id, seconds, None, error=_error(item.id, reason=item.reason, stage="input"))
    if isinstance(outcome, FailedDocument):
        error = outcome.error
        stage = getattr(error, "stage", "") or "input"
        more = {name: getattr(error, name, "") for name in ("extractor", "plugin")}
        return _Made(outcome.id, seconds, None, error=_error(outcome.id, reason=str(error), stage=stage, **more))
    record = to_record(outcome)
    meta = record["meta"]
    row = {
        "id": outcome.id,
        **{name: meta[name] for name in ("title", "date", "url", "outlet")},
        "kept": encoded(meta["kept"], None).decode() if meta.get("kept") else None,
        "quotes": len(record["quotes"]),
        "text": outcome.text,
        "record": encoded(record, None).decode(),
    }
    return _Made(outcome.id, seconds, row, list(quote_rows(record)))


def _lost(item: Item, reason: str) -> _Made:
    if isinstance(item, Unreadable):
        return _Made(item.id, 0.0, None, error=_error(item.id, reason=item.reason, stage="input"))
    return _made(item, lost(item, reason), 0.0)


def _error(id: str, *, reason: str, stage: str, extractor: str = "", plugin: str = "") -> dict[str, str]:
    return {"id": id, "stage": stage, "extractor": extractor, "plugin": plugin, "reason": reason}


class _Run:
    """The results of a run on their way into parts."""

    def __init__(
        self,
        dataset: Dataset,
        before: Sequence[Part],
        part_documents: int,
        total: int | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._dataset, self._most, self._total, self._progress = dataset, part_documents, total, progress
        self.parts = list(before)
        self.end = before[-1].end if before else 0
        self._digests: deque[str] = deque()
        self._kept: list[_Made] = []
        self._characters = 0
        self._done = self._began_at = self.end
        self._began = time.monotonic()
        self._slowest: list[tuple[float, str]] = []
        self._stages: Counter[str] = Counter()

    def read(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items that are still to be done; those that are done must be what they were."""
        digest = Digest()
        expected = {part.end: part for part in self.parts}
        number = 0
        for number, item in enumerate(items, 1):
            digest.add(item)
            if number <= self.end:
                if number in expected and expected[number].digest != str(digest):
                    raise CorpusError(
                        gettext(
                            "{folder}: the inputs are not what they were when {name} was made; resume with the same inputs "
                            "in the same order, or build another corpus",
                            folder=self._dataset.folder,
                            name=expected[number].name,
                        )
                    )
                continue
            self._digests.append(str(digest))
            yield item
        if number < self.end:
            raise CorpusError(
                gettext(
                    "{folder}: the inputs have fewer documents than before; resume with the same ones",
                    folder=self._dataset.folder,
                )
            )

    def take(self, made: _Made) -> None:
        """Take in a result; write a part where one is full."""
        digest = self._digests.popleft()
        self._kept.append(made)
        self._characters += len(made.document["text"]) if made.document else 0
        self._done += 1
        heapq.heappush(self._slowest, (made.seconds, made.id))
        if len(self._slowest) > _SLOWEST:
            heapq.heappop(self._slowest)
        if made.error is not None:
            self._stages[made.error["stage"]] += 1
        if len(self._kept) >= self._most or self._characters >= PART_CHARACTERS:
            self._write(digest)
        self._last = digest

    def finish(self) -> None:
        """Write what is left."""
        if self._kept:
            self._write(self._last)

    def _write(self, digest: str) -> None:
        rows = {
            "documents": [made.document for made in self._kept if made.document is not None],
            "quotes": [row for made in self._kept for row in made.quotes],
            "errors": [made.error for made in self._kept if made.error is not None],
        }
        counts = {name: len(found) for name, found in rows.items()}
        part = Part(number=len(self.parts), first=self.end, end=self.end + len(self._kept), digest=digest, **counts)
        self._dataset.write(part, rows)
        self.parts.append(part)
        self.end = part.end
        self._kept, self._characters = [], 0
        if self._progress:
            seconds = time.monotonic() - self._began
            rate = (self._done - self._began_at) / max(seconds, 1e-9)
            left = None if self._total is None else max(self._total - self._done, 0) / max(rate, 1e-9)
            self._progress(Progress(self._done, self._total, rate, left, len(self.parts)))

    def summary(self, resumed: int) -> Summary:
        """What came of it."""
        seconds = time.monotonic() - self._began
        return Summary(
            documents=sum(part.documents for part in self.parts),
            quotes=sum(part.quotes for part in self.parts),
            errors=sum(part.errors for part in self.parts),
            parts=len(self.parts),
            resumed=resumed,
            seconds=seconds,
            rate=(self._done - self._began_at) / max(seconds, 1e-9),
            slowest=tuple((id_, taken) for taken, id_ in sorted(self._slowest, reverse=True)),
            stages=dict(self._stages),
        )
