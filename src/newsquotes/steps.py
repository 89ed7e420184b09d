"""Steps: extractors in their places, run on documents. Whatever goes wrong in one becomes an ``ExtractorError``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from time import perf_counter
from typing import Any, Literal

import attrs

from newsquotes.collector import without_collector
from newsquotes.document import Document, Fault, pieces_of
from newsquotes.errors import (
    ExtractorError,
    LayerError,
    MissingLayerError,
    PluginWarning,
    RuleError,
    brief,
    printable,
    tell,
    told,
)
from newsquotes.spans import Span
from newsquotes.stages import Decision, Stage
from newsquotes.time_limit import Alarm, TimeIsUp
from newsquotes.wording import gettext

_SLOW_SECONDS, _SLOW_BUDGETS = 10.0, 50
"""An extractor that takes longer than both on a document, the second in budgets of its stage, is reported."""
_CHARACTERS_PER_TOKEN = 5
_MOST_DECISIONS = 1000
_UNCOLLECTED = 100_000
"""Texts up to so many characters together are read without the garbage collector; what longer ones leave may be much."""
_ENOUGH = 5
"""So many words without a field show that nobody fills it."""
_WITHOUT_FEATURES = frozenset("ADP ADV CCONJ INTJ PART SCONJ SYM X".split())
"""The parts of speech (Universal Dependencies) whose words have no features: «как», «не», «там»."""

Outcome = Document | ExtractorError


@attrs.frozen
class Step:
    """One extractor in its place in a pipeline; ``options`` is what it was made with."""

    stage: Stage
    name: str
    plugin: str
    extractor: Callable[..., Any] = attrs.field(repr=False)
    options: Mapping[str, Any] = attrs.field(factory=dict)

    def __str__(self) -> str:
        return f"{self.stage.name} {self.name!r}" + (f" (plugin {self.plugin!r})" if self.plugin else "")

    def fill(self, doc: Document) -> Document:
        """The document with what the extractor gives; whatever goes wrong in it becomes an :class:`ExtractorError`."""
        return self._filled(doc, partial(self.extractor, doc), None, later=False)

    def fill_many(self, docs: Sequence[Document], seconds: Sequence[float | None], *, later: bool) -> list[Outcome]:
        """The same for several documents, at once where the extractor can; each may take so many seconds.

        Where it is a ``later`` extractor of its stage that gives nothing, a document is the one that it got.
        """
        results = self._results(docs, seconds) if len(docs) > 1 and hasattr(self.extractor, "many") else None
        if results is None:
            calls = [partial(self.extractor, doc) for doc in docs]
        else:
            calls = [partial(_given, result) for result in results]
        return [self._outcome(doc, call, s, later) for doc, call, s in zip(docs, calls, seconds, strict=True)]

    def explain(self, doc: Document) -> Iterator[Decision]:
        """The decisions of the extractor, where it can tell them."""
        explain = getattr(self.extractor, "explain", None)
        limit = _MOST_DECISIONS + 10 * len(doc.text)
        try:
            for n, decision in enumerate(explain(doc) if explain else ()):
                if n >= limit:
                    raise LayerError(gettext("its explain() gave more than {limit} decisions", limit=limit))
                _check_decision(doc, decision)
                yield attrs.evolve(decision, stage=self.stage.name, extractor=self.name)
        except GeneratorExit:  # nobody reads on
            raise
        except BaseException as exc:
            raise self._error(doc, exc) from exc

    # --- one document -----------------------------------------------------------------------------------------------------

    def _outcome(self, doc: Document, result: Callable[[], Any], seconds: float | None, later: bool) -> Outcome:
        try:
            return self._filled(doc, result, seconds, later=later)
        except ExtractorError as exc:
            return exc

    def _filled(self, doc: Document, result: Callable[[], Any], seconds: float | None, *, later: bool) -> Document:
        started = perf_counter()
        try:
            if seconds is None:
                filled = self.stage.take(doc, result(), self.name, later)
            else:
                alarm = Alarm(seconds)
                try:
                    alarm.start()
                    filled = self.stage.take(doc, result(), self.name, later)
                finally:
                    alarm.running = False
                    alarm.stop()
            lacking = self._lacking(doc)
        except BaseException as exc:  # a plugin may raise anything: SystemExit, GeneratorExit, a panic of a library in Rust
            raise self._error(doc, exc) from exc
        for what in lacking:
            self._warn(what)
        taken = perf_counter() - started
        allowed = _SLOW_BUDGETS * self.stage.budget / 1000 * len(doc.text) / _CHARACTERS_PER_TOKEN / 1000
        if taken > max(_SLOW_SECONDS, allowed):
            # The same words each time, so that the warning filter shows them once.
            self._warn(
                gettext(
                    "is slow: it took more than {slow_seconds:.0f} s for a document, and {slow_budgets} times the "
                    "{budget} ms for 1,000 tokens that its stage allows; leave it out, or ask its author",
                    slow_seconds=_SLOW_SECONDS,
                    slow_budgets=_SLOW_BUDGETS,
                    budget=self.stage.budget,
                )
            )
        return filled

    def _lacking(self, doc: Document) -> list[str]:
        """In words, which fields the extractor needs and the earlier stages did not fill, so that it finds nothing."""
        told = []
        for need in getattr(self.extractor, "needs", ()):
            layer, _, field = need.partition(".")
            if not doc.has(layer):
                raise LayerError(gettext("it needs {need!r}, but the document has no {layer}", need=need, layer=layer))
            if not field:
                continue
            if lacking := _lacking(doc, layer, field):
                told.append(
                    gettext("needs {need}, and {lacking}: what it finds is not to be relied on", need=need, lacking=lacking)
                )
        return told

    def _warn(self, what: str) -> None:
        tell(f"{self} {what}", PluginWarning)

    def _error(self, doc: Document, exc: BaseException) -> ExtractorError:
        if isinstance(exc, KeyboardInterrupt):
            raise exc
        where = gettext(" on document {id!r}", id=doc.id) if doc.id else ""
        ours = isinstance(exc, LayerError) and not isinstance(exc, MissingLayerError)
        what = (
            printable(str(exc))
            if ours
            else gettext("it took longer than the time limit")
            if isinstance(exc, TimeIsUp)
            else told(exc)
        )
        plugin, part = self.plugin, gettext("{name!r} out of the configuration", name=self.name)
        if isinstance(exc, RuleError):
            plugin, part, what = exc.plugin, gettext("{rule!r} out of the rules", rule=exc.rule), str(exc)
        message = f"{self} failed{where}: {what}"
        if plugin:
            message += gettext("\n  Update the plugin {plugin!r}, or leave {part}.", plugin=plugin, part=part)
        return ExtractorError(message, stage=self.stage.name, extractor=self.name, plugin=plugin, document=doc)

    # --- many -------------------------------------------------------------------------------------------------------------

    def _results(self, docs: Sequence[Document], seconds: Sequence[float | None]) -> list[Any] | None:
        """One result a document from the extractor's ``many``, or ``None`` where it failed: each is read alone then."""
        limit = None if None in seconds else sum(filter(None, seconds))
        alarm = Alarm(limit)
        try:
            try:
                alarm.start()
                results = list(islice(self.extractor.many([*docs]), len(docs) + 1))  # type: ignore[attr-defined]
            finally:
                alarm.running = False
                alarm.stop()
        except BaseException as exc:
            if isinstance(exc, KeyboardInterrupt):
                raise
            self._warn(
                gettext("could not read several documents at once, so they are read one by one: {why}", why=told(exc))
            )
            return None
        if len(results) != len(docs):
            self._warn(gettext("does not give one result a document from many(), so documents are read one by one"))
            return None
        return results

    def fault(self, error: ExtractorError) -> Fault:
        """The error as a document remembers it."""
        return Fault(self.stage.name, self.name, self.plugin, str(error))


def _check_decision(doc: Document, decision: Any) -> None:
    """Raise :class:`LayerError` unless that is a decision about a place of the document."""
    if not isinstance(decision, Decision):
        raise LayerError(gettext("its explain() gave {decision}; it must yield Decision objects", decision=brief(decision)))
    if not isinstance(decision.span, Span) or doc.span(decision.span.start, decision.span.end).text != decision.span.text:
        raise LayerError(
            gettext(
                "its explain() gave a decision about {span}, which is no span of the document", span=brief(decision.span)
            )
        )
    if decision.verdict not in ("accepted", "rejected"):
        raise LayerError(
            gettext(
                "its explain() gave the verdict {verdict}; it must be accepted or rejected", verdict=brief(decision.verdict)
            )
        )
    if not all(isinstance(said, str) for said in (decision.kind, decision.reason, decision.rule)):
        raise LayerError(gettext("its explain() gave a decision whose kind, reason or rule is no str"))


def _given(result: Any) -> Any:
    if isinstance(result, BaseException):
        raise result
    return result


def _lacking(doc: Document, layer: str, field: str) -> str:
    """In words, that a field of a layer is empty throughout; nothing where it is filled, or there is too little text."""
    items = getattr(doc, layer)
    if layer == "morphs":
        words = 0
        for text, morph in zip(pieces_of(doc).texts, items, strict=True):
            if morph.known and "а" <= text[:1].lower() <= "я":  # what is no Russian word needs no tag
                if any(getattr(reading, field) not in ("", "X", ()) for reading in morph.readings):
                    return ""
                words += field != "feats" or any(reading.pos not in _WITHOUT_FEATURES for reading in morph.readings)
        name = doc.extractors.get("lemmatizer", ())
        who = gettext("the lemmatizer {item!r}", item=name[0]) if name else gettext("the lemmatizer")
        return gettext("{who} gives none", who=who) if words >= _ENOUGH else ""
    if len(items) < _ENOUGH or any(getattr(item, field) for item in items):
        return ""
    return gettext("none of the {layer} has it", layer=layer)


# --- documents through the stages ----------------------------------------------------------------------------------------


Plan = Sequence[tuple[Stage, Sequence[Step]]]
"""The stages in their order, each with its extractors."""


def run(docs: Sequence[Document], plan: Plan, *, limit: float | None = None, go_on: bool = False) -> list[Outcome]:
    """Each document with the layers of all stages, or the error that stopped it.

    With ``go_on``, what may fail loses only its own layer, and the document remembers the fault. ``limit`` is how many
    seconds a document may take in all.
    """
    work = partial(_run, docs, plan, limit, go_on)
    return without_collector(work) if sum([len(doc.text) for doc in docs]) <= _UNCOLLECTED else work()


def _run(docs: Sequence[Document], plan: Plan, limit: float | None, go_on: bool) -> list[Outcome]:
    outcomes: list[Outcome] = list(docs)
    left = [limit] * len(docs)
    for stage, of_stage in plan:
        if of_stage:
            run_stage(outcomes, stage, of_stage, left, go_on)
    return outcomes


def run_stage(
    outcomes: list[Outcome], stage: Stage, steps: Sequence[Step], left: list[float | None] | None = None, go_on: bool = False
) -> None:
    """Fill the layer of one stage in each document, by all its extractors; a document that fails becomes its error."""
    left = [None] * len(outcomes) if left is None else left
    before = list(outcomes)
    for n, step in enumerate(steps):
        earlier = {i: doc for i, doc in enumerate(outcomes) if isinstance(doc, Document)}
        given = (
            list(earlier.values())
            if stage.chained or n == 0
            else [doc for i in earlier if isinstance(doc := before[i], Document)]
        )
        started = perf_counter()
        filled = step.fill_many(given, [left[i] for i in earlier], later=n > 0)
        for (i, doc), got, new in zip(earlier.items(), given, filled, strict=True):
            if isinstance(new, Document):
                outcomes[i] = new if n == 0 else _joined(stage, doc, got, new)
            else:
                outcomes[i] = doc.with_fault(step.fault(new)) if stage.may_fail and go_on else new
        if earlier and left[next(iter(earlier))] is not None:
            share = (perf_counter() - started) / len(earlier)
            for i in earlier:
                left[i] = max(0.0, (left[i] or 0.0) - share)


def _joined(stage: Stage, earlier: Document, given: Document, filled: Document) -> Document:
    """The document of the earlier extractors of a stage with what a later one made of the one that it was given."""
    if stage.chained:
        return stage.join(earlier, filled) if stage.join else filled
    if filled is given or stage.join is None:  # it found nothing; what it left for later stages stays
        return earlier.adopt(given)
    return stage.join(earlier, filled).adopt(given)


# --- what editors did ----------------------------------------------------------------------------------------------------


def changes(doc: Document, plan: Plan) -> tuple[dict[int, list[Decision]], Document]:
    """What each editor dropped or changed, by the number of its step, and the finished document."""
    found: dict[int, list[Decision]] = {}
    number = 0
    for stage, steps in plan:
        if stage.is_editor:
            for step in steps:
                before, doc = doc, step.fill(doc)
                found[number] = [*_differences(before, doc, step)]
                number += 1
        else:
            outcomes: list[Outcome] = [doc]
            run_stage(outcomes, stage, steps)
            if isinstance(outcomes[0], ExtractorError):
                raise outcomes[0]
            doc = outcomes[0]
            number += len(steps)
    return found, doc


def _differences(before: Document, after: Document, step: Step) -> Iterator[Decision]:
    left = {quote.content: quote for quote in after.quotes}
    for quote in before.quotes:
        now = left.pop(quote.content, None)
        span = before.span(quote.start, quote.end)
        if now is None:
            yield _decision(span, "rejected", gettext("left out, or given other borders"), step)
        elif now.bare() != quote.bare():
            yield _decision(span, "accepted", gettext("changed"), step)
        elif step.stage.fills == "speakers" and now.speaker != quote.speaker:
            yield _decision(
                span,
                "accepted",
                gettext("speaker: {before} → {now}", before=quote.speaker or "?", now=now.speaker or "?"),
                step,
            )
    for quote in left.values():
        yield _decision(after.span(quote.start, quote.end), "accepted", gettext("added"), step)


def _decision(span: Span, verdict: Literal["accepted", "rejected"], reason: str, step: Step) -> Decision:
    return Decision(span, "quote", verdict, reason, stage=step.stage.name, extractor=step.name)
