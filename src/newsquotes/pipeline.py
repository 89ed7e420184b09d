"""The pipeline: one extractor or several for each stage, run in the order of the stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Self, Unpack, overload

import attrs

from newsquotes.article_rows import ArticleColumns, Columns, articles_of, is_table
from newsquotes.building import build_steps
from newsquotes.config import Config, check, importable, read_toml, written
from newsquotes.document import Document, Metadata
from newsquotes.errors import ConfigError, ExtractorError, InputError, NewsquotesWarning, brief, tell
from newsquotes.log import logger
from newsquotes.profiles import Profile
from newsquotes.progress import progress_bar
from newsquotes.registry import Registry, default_registry
from newsquotes.shown import Shown
from newsquotes.stages import STAGES, Decision, Stage
from newsquotes.steps import Step, changes, run
from newsquotes.wording import gettext

Meta = Metadata | Mapping[str, Any] | None
Table = Any
"""A table or column of pandas, Arrow or polars, or the path of a file or folder."""
MADE_BY = "newsquotes.pipeline"
"""The name of the artefact by which a document knows the pipeline that made it."""

StreamItem = str | tuple[str, str] | tuple[str, str, Meta]

_BATCH_CHARACTERS = 1_000_000


@attrs.frozen
class FailedDocument:
    """What a stream gives in place of a document that failed, where it is told to ``record`` errors.

    ``error`` says what went wrong: an :class:`~newsquotes.ExtractorError`, which holds the document as far as it came, or an
    :class:`~newsquotes.InputError` for an item that is no document.
    """

    id: str
    meta: Metadata
    error: ExtractorError | InputError

    def to_record(self) -> dict[str, Any]:
        """The failure as a plain dict: the id and what went wrong, where."""
        error = self.error
        return {
            "id": self.id,
            "error": {
                "stage": getattr(error, "stage", ""),
                "extractor": getattr(error, "extractor", ""),
                "plugin": getattr(error, "plugin", ""),
                "message": str(error),
            },
        }


@attrs.frozen(init=False, eq=False, repr=False)
class Pipeline(Shown):
    """A text in, a :class:`Document` with all its layers out. Immutable; can be pickled if its extractors can.

    ``Pipeline()`` is the default Russian pipeline. A keyword for a stage takes the name of an extractor, a callable, a list
    of these, or a table with options; ``profile`` is ``"default"``, ``"precision"`` or ``"recall"``. All of it is checked
    here, and one :class:`~newsquotes.errors.ConfigError` lists everything that is wrong.

    >>> import newsquotes
    >>> pipeline = newsquotes.Pipeline(profile="recall")
    >>> [quote.text for quote in pipeline("«Газ придёт к зиме», — заявил глава района Пётр Ильин.").quotes]
    ['Газ придёт к зиме']
    """

    steps: tuple[Step, ...]
    profile: Profile
    name: str
    """The quote detectors and the profile, then what else is not the default: ``russian/default annotator=figures``."""
    extractors: Mapping[str, tuple[str, ...]]
    """Stage → the names of its extractors."""
    _given: Mapping[str, Any]
    _plan: tuple[tuple[Stage, tuple[Step, ...]], ...]

    def __init__(self, **config: Unpack[Config]) -> None:
        self._build(config, None)

    @classmethod
    def from_dict(
        cls, config: Mapping[str, Any], *, registry: Registry | None = None, folder: str | Path | None = None
    ) -> Self:
        """A pipeline from a dict with the keys of a configuration file.

        ``registry`` replaces the installed plugins. Relative paths among the options count from ``folder``, or from where
        the program runs.
        """
        if not isinstance(config, Mapping):
            raise ConfigError(gettext("a configuration is a mapping, not {config}", config=brief(config)))
        pipeline = cls.__new__(cls)
        pipeline._build(config, registry, None if folder is None else Path(folder))
        return pipeline

    @classmethod
    def from_toml(cls, path: str | Path, **changes: Unpack[Config]) -> Self:
        """A pipeline from a TOML file, with some keys changed; relative paths in it count from the file's folder."""
        config = read_toml(path)
        try:
            return cls.from_dict({**config, **changes}, folder=Path(path).absolute().parent)
        except ConfigError as exc:
            raise type(exc)([f"{path}: {problem}" for problem in exc.problems]) from exc

    def to_dict(self) -> dict[str, Any]:
        """The configuration of this pipeline as a dict of plain values, from which :meth:`from_dict` builds it again.

        A callable stands there as ``"module:name"``; one that cannot be imported by that raises :class:`ConfigError`.

        >>> import newsquotes
        >>> pipeline = newsquotes.Pipeline(quote_detector={"use": "russian", "russian": {"min_confidence": 0.3}})
        >>> pipeline.to_dict()["quote_detector"]
        {'use': ['russian'], 'russian': {'min_confidence': 0.3}}
        """
        return importable(self._given)

    def _build(self, config: Mapping[str, Any], registry: Registry | None, folder: Path | None = None) -> None:
        registry = registry or default_registry()
        settings = check(config, registry, folder)
        steps = build_steps(settings, registry)
        plan = tuple((stage, tuple(step for step in steps if step.stage is stage)) for stage in STAGES)
        names = {stage.name: tuple(step.name for step in of_stage) for stage, of_stage in plan if of_stage}
        self.__attrs_init__(
            steps, settings.profile, _name(names, settings.profile.name), MappingProxyType(names), settings.given(), plan
        )

    def __getstate__(self) -> tuple[Any, ...]:
        return self.steps, self.profile, self.name, dict(self.extractors), self._given, self._plan

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        steps, profile, name, extractors, given, plan = state
        self.__attrs_init__(steps, profile, name, MappingProxyType(extractors), given, plan)

    def __repr__(self) -> str:
        rows: list[tuple[str, ...]] = [("stage", "extractor", "plugin", "options"), *map(_row, self.steps)]
        if not any(row[3] for row in rows[1:]):
            rows = [row[:3] for row in rows]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([f"Pipeline {self.name.partition(' ')[0]}", *lines])

    # --- running ------------------------------------------------------------------------------------------------------

    def __call__(self, text: str, *, id: str = "", meta: Meta = None) -> Document:
        """The document of a text; ``meta`` holds its title, date, url and outlet as far as they are known."""
        [outcome] = run([self._document(text, id, meta)], self._plan)
        if isinstance(outcome, ExtractorError):
            raise outcome
        return outcome

    @overload
    def stream(
        self,
        items: Iterable[StreamItem] | Table,
        *,
        on_error: Literal["raise", "skip"] = "raise",
        batch_size: int = 16,
        time_limit: float | None = None,
        progress: bool = False,
        workers: int | None = None,
        ordered: bool = True,
        **columns: Unpack[Columns],
    ) -> Iterator[Document]: ...
    @overload
    def stream(
        self,
        items: Iterable[StreamItem] | Table,
        *,
        on_error: Literal["record"],
        batch_size: int = 16,
        time_limit: float | None = None,
        progress: bool = False,
        workers: int | None = None,
        ordered: bool = True,
        **columns: Unpack[Columns],
    ) -> Iterator[Document | FailedDocument]: ...
    def stream(
        self,
        items: Iterable[StreamItem] | Table,
        *,
        on_error: Literal["raise", "skip", "record"] = "raise",
        batch_size: int = 16,
        time_limit: float | None = None,
        progress: bool = False,
        workers: int | None = None,
        ordered: bool = True,
        **columns: Unpack[Columns],
    ) -> Iterator[Document | FailedDocument]:
        """The documents of many texts, one after another, in their order; lazy on both sides.

        An item is a text, ``(id, text)`` or ``(id, text, metadata)``. What becomes of a document that fails is said by
        ``on_error``: ``"raise"`` ends the stream with its error; ``"skip"`` leaves it out, and one warning at the end
        says how many were; ``"record"`` gives a :class:`FailedDocument` in its place. With the latter two, a linker or
        annotator that fails loses its own layer only, and ``doc.faults`` says so.

        ``workers`` is how many processes work (default: this one alone), each with a pipeline of its own; without
        ``ordered`` documents come as they are done. A worker that dies is replaced, and what it was at is done once more;
        an item of which workers die twice has failed. In a script, workers need ``if __name__ == "__main__":``.

        ``items`` can also be a table of pandas, Arrow or polars, a column of texts, or the :class:`~pathlib.Path` of a file
        or folder; ``columns`` name what the columns of a table hold (``text="body", id="nr", date=…, outlet=…, title=…,
        url=…``; by default those of these names), and those that ``doc.meta.kept`` keeps (``keep=["section"]``).

        Where an extractor of the pipeline can read many documents at once, it gets up to ``batch_size`` of them (and a
        million characters) together. ``time_limit`` is how many seconds a document may take, where the platform can keep
        that: in the main thread on a POSIX system; a worker that is stuck beyond it is ended. ``progress`` shows a bar in
        a terminal or a notebook (extra ``progress``).

        >>> import newsquotes
        >>> items = [("a", "«Газ придёт», — сказал Пётр Ильин."), ("b", "Выпал снег.", {"outlet": "Вести"}), ("c", None)]
        >>> for doc in newsquotes.Pipeline().stream(items, on_error="record"):
        ...     print(doc.id, doc.error if isinstance(doc, newsquotes.FailedDocument) else len(doc.quotes))
        a 1
        b 0
        c a text must be a str, not NoneType: None
        """
        if isinstance(items, (str, bytes, Mapping)):
            kind = type(items).__name__
            raise InputError(
                gettext("stream() takes an iterable of texts, not {kind}; for one text call the pipeline", kind=kind)
            )
        if on_error not in ("raise", "skip", "record"):
            raise InputError(gettext("on_error is {on_error!r}; it must be 'raise', 'skip' or 'record'", on_error=on_error))
        if batch_size < 1:
            raise InputError(gettext("batch_size is {batch_size!r}; it must be at least 1", batch_size=batch_size))
        total = len(items) if isinstance(items, Sized) else None
        given = self._articles(items, columns)
        go_on = on_error != "raise"
        if workers is None:
            outcomes = self.outcomes(given, batch_size=batch_size, time_limit=time_limit, go_on=go_on)
        else:
            from newsquotes import parallel  # several processes stand on one pipeline, not the other way round

            run = partial(parallel.run, ordered=ordered, batch_size=batch_size, time_limit=time_limit, go_on=go_on)
            outcomes = run(self, given, workers)
        return _handled(progress_bar(outcomes, total=total) if progress else outcomes, on_error)

    def _articles(self, items: Iterable[StreamItem] | Table, columns: Columns) -> Iterable[StreamItem]:
        """The items of a stream, also where they are the rows of a table or the articles of files."""
        if isinstance(items, Path):
            from newsquotes.inputs import articles_in  # reads more than a pipeline must know of

            return articles_in(items, **columns)
        if is_table(items):
            return articles_of(items, ArticleColumns(**columns))  # type: ignore[arg-type]
        if columns:
            raise InputError(
                gettext(
                    "{names}: only tables have columns; these items are of the type {type}",
                    names=", ".join(columns),
                    type=type(items).__name__,
                )
            )
        return items

    def outcomes(
        self, items: Iterable[StreamItem], *, batch_size: int = 16, time_limit: float | None = None, go_on: bool = True
    ) -> Iterator[Document | FailedDocument]:
        """What :meth:`stream` hands on: for each item its document, or what failed.

        Without ``go_on`` a linker or annotator that fails takes its document along.
        """
        batches = _batches(map(self._from_item, items), batch_size if self.reads_many else 1)
        return (out for batch in batches for out in self._outcomes(batch, time_limit, go_on=go_on))

    @property
    def reads_many(self) -> bool:
        """Whether an extractor can read many documents at once, so that a stream is read in batches."""
        return any(hasattr(step.extractor, "many") for step in self.steps)

    def _from_item(self, item: StreamItem) -> Document | FailedDocument:
        """The document of an item of a stream, before any stage."""
        try:
            if isinstance(item, str):
                return self._document(item, "", None)
            if not (isinstance(item, tuple | list) and len(item) in (2, 3)):
                raise InputError(
                    gettext(
                        "an item of a stream is a text, (id, text) or (id, text, metadata), not {item}", item=brief(item)
                    )
                )
            return self._document(item[1], item[0], item[2] if len(item) == 3 else None)
        except InputError as exc:
            id = item[0] if isinstance(item, tuple | list) and item and isinstance(item[0], str) else ""
            return FailedDocument(id, Metadata(), exc)

    def _document(self, text: str, id: str, meta: Meta) -> Document:
        if not isinstance(text, str):
            raise InputError(gettext("a text must be a str, not {type}: {text}", type=type(text).__name__, text=brief(text)))
        if not isinstance(id, str):
            raise InputError(
                gettext("the id of a document must be a str, not {type}: {id}", type=type(id).__name__, id=brief(id))
            )
        doc = Document(text, id=id, meta=_metadata(meta), pipeline=self.name, extractors=self.extractors)
        doc.artefact(MADE_BY, lambda _: self, reads=())
        return doc

    def _outcomes(
        self, batch: Sequence[Document | FailedDocument], limit: float | None, *, go_on: bool
    ) -> Iterator[Document | FailedDocument]:
        documents = [doc for doc in batch if isinstance(doc, Document)]
        outcomes = iter(run(documents, self._plan, limit=limit, go_on=go_on))
        for given in batch:
            outcome = given if isinstance(given, FailedDocument) else next(outcomes)
            yield FailedDocument(given.id, given.meta, outcome) if isinstance(outcome, ExtractorError) else outcome

    def explain(self, source: Document | str) -> Iterator[Decision]:
        """Why the extractors took or left each candidate, as far as they can tell; by stage, then as they yield it.

        What an editor dropped or changed is told too.
        """
        doc = source if isinstance(source, Document) else self(source)
        edited: dict[int, list[Decision]] = {}
        if any(step.stage.is_editor for step in self.steps):
            edited, doc = changes(Document(doc.text, id=doc.id, meta=doc.meta, extractors=self.extractors), self._plan)
        elif not all(doc.has(stage.fills) for stage in STAGES if stage.required):
            doc = self(doc.text, id=doc.id, meta=doc.meta)
        for n, step in enumerate(self.steps):
            yield from step.explain(doc)
            yield from edited.get(n, ())


def _name(extractors: Mapping[str, tuple[str, ...]], profile: str) -> str:
    """What the pipeline is called; the editor by which a profile leaves quotations out goes without saying."""
    said = {**extractors, "speaker_editor": tuple(n for n in extractors.get("speaker_editor", ()) if n != profile)}
    others = [
        f" {stage.name}={'+'.join(said.get(stage.name, ()))}"
        for stage in STAGES
        if stage.name != "quote_detector" and said.get(stage.name, ()) != stage.default
    ]
    return "+".join(extractors["quote_detector"]) + f"/{profile}" + "".join(others)


def _row(step: Step) -> tuple[str, str, str, str]:
    options = ", ".join(f"{name}={brief(written(name, value))}" for name, value in step.options.items())
    return step.stage.name, step.name, step.plugin or "–", options


def _batches(items: Iterable[Document | FailedDocument], size: int) -> Iterator[list[Document | FailedDocument]]:
    """Groups of at most ``size`` documents and a million characters, in order."""
    batch: list[Document | FailedDocument] = []
    characters = 0
    for item in items:
        length = len(item.text) if isinstance(item, Document) else 0
        if batch and characters + length > _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
        batch.append(item)
        characters += length
        if len(batch) >= size:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _handled(outcomes: Iterable[Document | FailedDocument], on_error: str) -> Iterator[Document | FailedDocument]:
    """The documents, with what failed raised, left out or handed on."""
    skipped: list[FailedDocument] = []
    done = 0
    for outcome in outcomes:
        done += 1
        if isinstance(outcome, Document) or on_error == "record":
            yield outcome
        elif on_error == "raise":
            raise outcome.error
        else:
            logger.warning("document %r left out: %s", outcome.id, outcome.error)
            skipped.append(outcome)
    if skipped:
        tell(
            gettext(
                "{number} of {done} documents failed and were left out; the first: {why}",
                number=len(skipped),
                done=done,
                why=skipped[0].error,
            ),
            NewsquotesWarning,
        )


def _metadata(meta: Meta) -> Metadata:
    return meta if isinstance(meta, Metadata) else Metadata.from_mapping(meta or {})
