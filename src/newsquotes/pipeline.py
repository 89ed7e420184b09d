"""The pipeline: one extractor or several for each stage, run in the order of the stages."""

from __future__ import annotations

import functools
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, Self, Unpack

import attrs

from newsquotes import stage_results
from newsquotes.config import Choice, Config, Settings, check, raise_all, read_toml
from newsquotes.document import Attribution, Document, Link, Mention, Metadata, Quote, Resolution
from newsquotes.errors import ConfigError, ExtractorError, InputError, LayerError, PluginError, PluginWarning
from newsquotes.profiles import Profile
from newsquotes.progress import progress_bar
from newsquotes.registry import Registry, default_registry
from newsquotes.shown import Shown
from newsquotes.stages import STAGES, Decision, Stage

Meta = Metadata | Mapping[str, Any] | None
StreamItem = str | tuple[str, str] | tuple[str, str, Meta]

_FEW = 1000
"""More items than this and than characters are no result, but an extractor that does not end."""
_SLOW_SECONDS, _SLOW_BUDGETS = 10.0, 50
"""An extractor that takes longer than both on a document, the second in budgets of its stage, is reported."""
_CHARACTERS_PER_TOKEN = 5


@attrs.frozen
class Step:
    """One extractor in its place in a pipeline."""

    stage: Stage
    name: str
    plugin: str
    extractor: Callable[..., Any] = attrs.field(repr=False)

    def __str__(self) -> str:
        return f"{self.stage.name} {self.name!r}" + (f" (plugin {self.plugin!r})" if self.plugin else "")

    def fill(self, doc: Document) -> Document:
        """The document with what the extractor gives; whatever goes wrong in it becomes an :class:`ExtractorError`."""
        started = perf_counter()
        try:
            filled = self._fill(doc)
        except (Exception, SystemExit) as exc:
            raise self._error(doc, exc) from exc
        seconds = perf_counter() - started
        allowed = _SLOW_BUDGETS * self.stage.budget / 1000 * len(doc.text) / _CHARACTERS_PER_TOKEN / 1000
        if seconds > max(_SLOW_SECONDS, allowed):
            # The same words each time, so that the warning filter shows them once.
            warnings.warn(
                f"{self} is slow: it took more than {_SLOW_SECONDS:.0f} s for a document, and {_SLOW_BUDGETS} times the "
                f"{self.stage.budget} ms for 1,000 tokens that its stage allows; leave it out, or ask its author",
                PluginWarning,
                stacklevel=2,
            )
        return filled

    def explain(self, doc: Document) -> Iterator[Decision]:
        """The decisions of the extractor, where it can tell them."""
        explain = getattr(self.extractor, "explain", None)
        try:
            for decision in explain(doc) if explain else ():
                if not isinstance(decision, Decision):
                    raise LayerError(f"its explain() gave {decision!r:.80}; it must yield Decision objects")
                yield attrs.evolve(decision, stage=self.stage.name, extractor=self.name)
        except (Exception, SystemExit) as exc:
            raise self._error(doc, exc) from exc

    def _error(self, doc: Document, exc: BaseException) -> ExtractorError:
        where = f" on document {doc.id!r}" if doc.id else ""
        what = str(exc) if isinstance(exc, LayerError) else f"{type(exc).__name__}: {exc}"
        message = f"{self} failed{where}: {what}"
        if self.plugin:
            message += f"\n  Update the plugin {self.plugin!r}, or leave {self.name!r} out of the configuration."
        return ExtractorError(message, stage=self.stage.name, extractor=self.name, plugin=self.plugin)

    def _fill(self, doc: Document) -> Document:
        result = self.extractor(doc)
        if self.stage.fills == "speakers":
            if not isinstance(result, Resolution):
                raise LayerError(f"it returned {result!r:.80}; it must return a Resolution")
            return doc.with_resolution(Resolution(self._items(doc, result.speakers), self._items(doc, result.attributions)))
        if self.stage.fills == "extra":
            if not isinstance(result, Mapping):
                raise LayerError(f"it returned {result!r:.80}; it must return a mapping of names to layers")
            return doc.with_extra(result)
        return doc.with_layer(self.stage.fills, self._items(doc, result))

    def _items(self, doc: Document, result: Any) -> tuple[Any, ...]:
        """What an extractor gave, each item with the name of the extractor, if it is no more than can be."""
        if not isinstance(result, Iterable):
            raise LayerError(f"it returned {result!r:.80}; it must return (or yield) the items of {self.stage.fills!r}")
        limit = max(_FEW, len(doc.text))
        items = tuple(islice(result, limit + 1))
        if len(items) > limit:
            raise LayerError(f"it gave more than {limit} items for a text of {len(doc.text)} characters")
        if not items or not isinstance(items[0], _SIGNED):
            return items
        if set(map(type, items)) <= set(_SIGNED) and {i.extractor for i in items} == {self.name}:
            return items
        return tuple(
            i if not isinstance(i, _SIGNED) or i.extractor == self.name else attrs.evolve(i, extractor=self.name)
            for i in items
        )


_SIGNED = (Mention, Quote, Attribution, Link)


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

    def __init__(self, **config: Unpack[Config]) -> None:
        self._build(config, None)

    @classmethod
    def from_dict(cls, config: Mapping[str, Any], *, registry: Registry | None = None) -> Self:
        """A pipeline from a dict with the keys of a configuration file; ``registry`` replaces the installed plugins."""
        pipeline = cls.__new__(cls)
        pipeline._build(config, registry)
        return pipeline

    @classmethod
    def from_toml(cls, path: str | Path) -> Self:
        """A pipeline from a TOML file."""
        config = read_toml(path)
        try:
            return cls.from_dict(config)
        except ConfigError as exc:
            raise type(exc)([f"{path}: {problem}" for problem in exc.problems]) from exc

    def _build(self, config: Mapping[str, Any], registry: Registry | None) -> None:
        settings = check(config, registry or default_registry())
        self.__attrs_init__(_steps(settings), settings.profile)

    @property
    def name(self) -> str:
        """The quote detectors and the profile, as records show them: ``russian/default``."""
        return "+".join(s.name for s in self.steps if s.stage.name == "quote_detector") + "/" + self.profile.name

    def __repr__(self) -> str:
        rows = [("stage", "extractor", "plugin"), *((s.stage.name, s.name, s.plugin or "–") for s in self.steps)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([f"Pipeline {self.name}", *lines])

    # --- running ------------------------------------------------------------------------------------------------------

    def __call__(self, text: str, *, id: str = "", meta: Meta = None) -> Document:
        """The document of a text; ``meta`` holds its title, date, url and outlet as far as they are known."""
        if not isinstance(text, str):
            raise InputError(f"a text must be a str, not {type(text).__name__}: {text!r:.80}")
        if not isinstance(id, str):
            raise InputError(f"the id of a document must be a str, not {type(id).__name__}: {id!r:.80}")
        doc = Document(text, id=id, meta=_metadata(meta), pipeline=self.name)
        for stage in STAGES:
            doc = run_stage(doc, stage, [step for step in self.steps if step.stage.name == stage.name])
        return doc if self.profile.keeps_all else doc.select(self.profile.keeps)

    def stream(self, items: Iterable[StreamItem], *, progress: bool = False) -> Iterator[Document]:
        """The documents of many texts, one after another, in their order; lazy on both sides.

        An item is a text, ``(id, text)`` or ``(id, text, metadata)``. ``progress`` shows a bar in a terminal or a notebook
        (extra ``progress``).

        >>> import newsquotes
        >>> items = [("a", "«Газ придёт», — сказал Пётр Ильин."), ("b", "Выпал снег.", {"outlet": "Вести"})]
        >>> [(doc.id, len(doc.quotes)) for doc in newsquotes.Pipeline().stream(items)]
        [('a', 1), ('b', 0)]
        """
        if isinstance(items, (str, bytes, Mapping)):
            kind = type(items).__name__
            raise InputError(f"stream() takes an iterable of texts, not a {kind}; for one text call the pipeline")
        return (self._stream_item(item) for item in (progress_bar(items) if progress else items))

    def _stream_item(self, item: StreamItem) -> Document:
        if isinstance(item, str):
            return self(item)
        if not (isinstance(item, tuple | list) and len(item) in (2, 3)):
            raise InputError(f"an item of a stream is a text, (id, text) or (id, text, metadata), not {item!r:.80}")
        return self(item[1], id=item[0], meta=item[2] if len(item) == 3 else None)

    def explain(self, source: Document | str) -> Iterator[Decision]:
        """Why the extractors took or left each candidate, as far as they can tell; by stage, then as they yield it."""
        doc = source if isinstance(source, Document) else self(source)
        if not all(doc.has(stage.fills) for stage in STAGES if stage.required):
            doc = self(doc.text, id=doc.id, meta=doc.meta)
        for step in self.steps:
            yield from step.explain(doc)


def _steps(settings: Settings) -> tuple[Step, ...]:
    steps, refused = [], []
    for choice in settings.choices:
        try:
            steps.append(Step(choice.stage, choice.name, choice.plugin, _extractor(choice)))
        except ConfigError as exc:
            refused.append(exc)
    raise_all(refused)
    return tuple(steps)


def _extractor(choice: Choice) -> Callable[..., Any]:
    if choice.offer is None:
        assert choice.extractor is not None
        return choice.extractor
    what = f"{choice.stage.name} {choice.name!r} (plugin {choice.offer.origin})"
    remedy = f"Update the plugin, or leave {choice.name!r} out of the configuration."
    try:
        extractor = choice.offer.factory(**choice.options)
    except ConfigError:
        raise  # it says what is wrong in which file, and once is enough for all extractors that read it
    except (TypeError, ValueError) as exc:
        options = ", ".join(f"{name}={value!r}" for name, value in choice.options.items()) or "no options"
        raise ConfigError(f"{what} cannot be made with {options}: {exc}") from exc
    except (Exception, SystemExit) as exc:
        raise PluginError(f"{what} cannot be made: {type(exc).__name__}: {exc}\n  {remedy}") from exc
    if not callable(extractor):
        raise PluginError(f"{what}: its factory returned {extractor!r:.80}; it must return a callable\n  {remedy}")
    return extractor  # type: ignore[no-any-return]


def run_stage(doc: Document, stage: Stage, steps: Sequence[Step]) -> Document:
    """The document with the layer of one stage, filled by its extractors and merged."""
    if not steps:
        return doc
    if len(steps) == 1:
        return steps[0].fill(doc)
    if stage.fills == "extra":
        return functools.reduce(lambda done, step: step.fill(done), steps, doc)
    if stage.fills == "speakers":
        done = steps[0].fill(doc)
        for step in steps[1:]:
            filled = step.fill(done)
            done = doc.with_resolution(stage_results.merged_resolutions(_resolution(done), _resolution(filled)))
        return done
    filled_docs = [step.fill(doc) for step in steps]
    if stage.fills == "mentions":
        return doc.with_layer("mentions", stage_results.merged_mentions([d.mentions for d in filled_docs]))
    if stage.fills == "quotes":
        return doc.with_layer("quotes", stage_results.merged_quotes([d.quotes for d in filled_docs]))
    return doc.with_layer("links", stage_results.merged_links(d.links for d in filled_docs))


def _resolution(doc: Document) -> Resolution:
    return Resolution(doc.speakers, doc.attributions)


def _metadata(meta: Meta) -> Metadata:
    return meta if isinstance(meta, Metadata) else Metadata.from_mapping(meta or {})


# --- the one-line interface ------------------------------------------------------------------------------------------

_building = threading.Lock()


@functools.lru_cache(maxsize=8)
def _cached(config: tuple[tuple[str, Any], ...]) -> Pipeline:
    return Pipeline.from_dict(dict(config))


def pipeline_for(config: Mapping[str, Any]) -> Pipeline:
    """The pipeline that ``config`` describes, built once for all threads where ``config`` can be hashed."""
    try:
        key = tuple(sorted(config.items()))
        hash(key)
    except TypeError:
        return Pipeline.from_dict(config)
    with _building:
        return _cached(key)


def extract(text: str, *, id: str = "", meta: Meta = None, **config: Unpack[Config]) -> Document:
    """Who says what in a Russian text, by the default pipeline or by the one that ``config`` describes.

    The keywords are those of :class:`Pipeline`. Pipelines are built once and kept, as long as everything in ``config`` can
    be hashed (names and functions can, tables with options cannot: build a :class:`Pipeline` for these).

    >>> import newsquotes
    >>> doc = newsquotes.extract("«Мост откроют в мае», — сообщила мэр Анна Белова.")
    >>> for quote in doc.quotes:
    ...     print(quote.speaker, "|", quote.cue, "|", quote.text)
    Анна Белова | сообщила | Мост откроют в мае
    """
    return pipeline_for(config)(text, id=id, meta=meta)
