"""The contract kit: subclass the class of your stage, name your extractor, and pytest runs the checks.

::

    from newsquotes.testing import QuoteDetectorContract


    class TestShouting(QuoteDetectorContract):
        name = "shouting"
        example = "«МОСТ ОТКРОЮТ!» — кричала толпа."

What is particular to a stage is in :mod:`newsquotes.testing.contracts`.
"""

from __future__ import annotations

import pickle
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from time import perf_counter
from typing import Any, ClassVar, NoReturn

import pytest

from newsquotes.document import Document
from newsquotes.errors import ExtractorError, NewsquotesError, PluginDeprecationWarning, PluginWarning
from newsquotes.extractor_checks import fields_of
from newsquotes.offers import Offer
from newsquotes.options import fits, options_of
from newsquotes.registry import default_registry
from newsquotes.stages import STAGE, Stage
from newsquotes.steps import Step
from newsquotes.testing.costs import report_cost
from newsquotes.testing.documents import document
from newsquotes.testing.texts import BLANK, MEGABYTE, NEWS, STRANGE

_THREADS = 4
_DECISIONS = 1_000_000


class ExtractorContract:
    """What holds for the extractors of every stage.

    ``name`` is the name under which a plugin offers the extractor, and ``options`` what it is made with. An extractor that
    no plugin offers has no name: override the fixture ``extractor`` to return it. ``example`` is a text in which the
    extractor must find something, and ``config`` says who fills the earlier layers, where it is not the default pipeline.
    """

    stage: ClassVar[str]
    name: ClassVar[str | None] = None
    options: ClassVar[Mapping[str, Any]] = {}
    example: ClassVar[str] = NEWS["bridge"]
    config: ClassVar[Mapping[str, Any]] = {}

    @pytest.fixture
    def extractor(self) -> Callable[..., Any]:
        """The extractor under test."""
        if type(self) not in _MADE:
            _MADE[type(self)] = self._make()
        return _MADE[type(self)]

    # --- the plugin ---------------------------------------------------------------------------------------------------

    def test_a_plugin_offers_it(self) -> None:
        """An installed plugin offers an extractor of that name for that stage."""
        self._only_with_name()
        self._offer()

    def test_its_options_are_checked(self) -> None:
        """Options have names, types and defaults that a configuration can be checked against."""
        self._only_with_name()
        offer = self._offer()
        known = options_of(offer.factory)
        remedy = "name each option as a keyword with type and default: def make(*, min_confidence: float = 0.5)"
        if known is None:
            self._broken("its factory takes any option, so a misspelled one would be taken silently", remedy)
        for option, parameter in known.items():
            if parameter.annotation is parameter.empty:
                self._broken(f"the option {option!r} of its factory has no type", remedy)
            if parameter.default is parameter.empty and option not in self.options:
                self._broken(f"the option {option!r} of its factory has no default", f"{remedy}, or set `options` here")
            if parameter.default is not parameter.empty and not fits(parameter.default, parameter.annotation):
                self._broken(f"the default of the option {option!r} is {parameter.default!r}, which is not its type", remedy)

    def test_it_can_be_made_twice(self) -> None:
        """Two extractors of one factory do the same."""
        self._only_with_name()
        first, second = self._make(), self._make()
        if not _same(self._found(first, self.example), self._found(second, self.example)):
            self._broken("a second extractor of the same factory finds something else", _STATELESS, self.example)

    # --- results ------------------------------------------------------------------------------------------------------

    def test_it_finds_something(self, extractor: Callable[..., Any]) -> None:
        """There is something in the example: an extractor that finds nothing would pass all other checks."""
        if not self._count(self._filled(extractor, self.example)):
            self._broken("it finds nothing in the example", "set `example` to a text in which it must", self.example)

    @pytest.mark.parametrize("text", NEWS.values(), ids=NEWS)
    def test_news(self, extractor: Callable[..., Any], text: str) -> None:
        """Ordinary news."""
        self._filled(extractor, text)

    @pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
    def test_strange_texts(self, extractor: Callable[..., Any], text: str) -> None:
        """Odd texts make nothing raise, and give what fits the stage."""
        self._filled(extractor, text)

    @pytest.mark.parametrize("text", BLANK.values(), ids=BLANK)
    def test_blank_texts(self, extractor: Callable[..., Any], text: str) -> None:
        """There is nothing in a blank text."""
        self._check_blank(self._filled(extractor, text))

    def test_a_megabyte(self, extractor: Callable[..., Any]) -> None:
        """A long text is read like a short one."""
        self._filled(extractor, MEGABYTE)

    # --- behaviour ----------------------------------------------------------------------------------------------------

    def test_the_same_again(self, extractor: Callable[..., Any]) -> None:
        """The result depends on the document alone, not on what was read before."""
        first = self._found(extractor, self.example)
        for text in NEWS.values():
            self._found(extractor, text)
        if not _same(first, self._found(extractor, self.example)):
            self._broken("it finds something else when it reads a text again", _STATELESS, self.example)

    def test_it_leaves_the_document_alone(self, extractor: Callable[..., Any]) -> None:
        """Nothing of the document is changed, not even what Python would let one change."""
        doc = self._document(self.example).with_extra({"somebody else's": ["a", "list"]})
        before = pickle.loads(pickle.dumps(doc))
        self._step(extractor).extractor(doc)
        self._filled_document(extractor, doc)
        if doc != before:
            self._broken("it changes the document that it gets", "change nothing: build new items and return them")

    def test_it_can_be_pickled(self, extractor: Callable[..., Any]) -> None:
        """Extractors are sent to other processes, and work there."""
        remedy = "make it a function of a module, or an instance of a module's class without locks, files or lambdas"
        try:
            copy = pickle.loads(pickle.dumps(extractor))
        except Exception as exc:
            self._broken(f"it cannot be pickled: {type(exc).__name__}: {exc}", remedy)
        if not _same(self._found(extractor, self.example), self._found(copy, self.example)):
            self._broken("its pickled copy finds something else", remedy, self.example)

    def test_it_reads_many_as_it_reads_one(self, extractor: Callable[..., Any]) -> None:
        """Where there is a ``many(docs)``, it gives for each document what the extractor gives for it alone."""
        many = getattr(extractor, "many", None)
        if many is None:
            return
        docs = [self._document(text) for text in (self.example, *NEWS.values(), *BLANK.values(), *STRANGE.values())]
        remedy = "yield one result a document, in their order; an exception in place of a result says that one failed"
        results = list(islice(many(docs), len(docs) + 1))
        if len(results) != len(docs):
            self._broken(f"its many() gives {len(results)} results for {len(docs)} documents", remedy)
        if list(many([])):
            self._broken("its many() gives something for no document", remedy)
        for doc, result in zip(docs, results, strict=True):
            alone = self._filled_document(extractor, doc)
            together = self._filled_document(partial(_given, result), doc)
            if not _same(self._result(alone), self._result(together)):
                self._broken("its many() finds something else than it finds in the document alone", remedy, doc.text)

    def test_what_it_needs_is_there(self, extractor: Callable[..., Any]) -> None:
        """Its ``needs``, if it has any, name fields of layers that earlier stages fill."""
        for need in getattr(extractor, "needs", ()):
            layer, _, field = need.partition(".")
            if layer not in self._stage.reads or (field and field not in fields_of(layer)):
                self._broken(f"it needs {need!r}, which is no field of what it gets", "name it as in 'morphs.pos'")

    def test_threads_can_share_it(self, extractor: Callable[..., Any]) -> None:
        """Several documents can be read at the same time."""
        texts = [*NEWS.values(), self.example, STRANGE["capitals"], STRANGE["no-break spaces"]]
        expected = [self._found(extractor, text) for text in texts]
        if not _same(self._interleaved(extractor, *texts[:2]), expected[:2]):
            self._broken("it mixes up documents that are read in turns", _STATELESS)
        rounds = 4
        with _impatient(), ThreadPoolExecutor(_THREADS) as pool:
            found = list(pool.map(lambda text: self._found(extractor, text), texts * rounds))
        if not _same(found, expected * rounds):
            self._broken("it finds something else when threads share it", _STATELESS)

    def test_it_can_explain(self, extractor: Callable[..., Any]) -> None:
        """Where there is an ``explain(doc)``, it yields decisions about the document; it need not be there."""
        for text in (self.example, *NEWS.values(), *STRANGE.values(), *BLANK.values()):
            doc = self._filled(extractor, text)
            try:
                decisions = list(islice(self._step(extractor).explain(doc), _DECISIONS))
            except ExtractorError as exc:
                self._broken(str(exc), "explain(doc) yields newsquotes.Decision objects and never raises", text, exc)
            for decision in decisions:
                span = decision.span
                if doc.text[span.start : span.end] != span.text:
                    self._broken(f"its explain() gives {span!r}, which is not in the text", "use doc.span()", text)

    def test_what_it_costs(self, extractor: Callable[..., Any], request: pytest.FixtureRequest) -> None:
        """The cost is measured and shown at the end of the run; it fails nothing, for machines differ."""
        doc = self._document("\n".join(NEWS.values()) * 10)
        if not doc.has("tokens"):
            doc = document(doc.text, before="sentence_splitter")
        times = []
        for _ in range(3):
            fresh = Document(doc.text, _layers=doc._layers)
            started = perf_counter()
            self._filled_document(extractor, fresh)
            times.append(perf_counter() - started)
        cost = min(times) * 1_000_000 / len(doc.tokens)
        report_cost(request, f"{self.stage} {self._label!r}", cost, self._stage.budget)

    # --- how ----------------------------------------------------------------------------------------------------------

    def _check(self, doc: Document) -> Iterator[str]:
        """What is wrong with a result that the document has taken."""
        return iter(())

    def _check_blank(self, doc: Document) -> None:
        if self._count(doc):
            self._broken("it finds something in a text without a letter", "give nothing for a blank text", doc.text)

    def _count(self, doc: Document) -> int:
        return len(getattr(doc, self._stage.fills))

    def _result(self, doc: Document) -> Any:
        return getattr(doc, self._stage.fills)

    @property
    def _stage(self) -> Stage:
        return STAGE[self.stage]

    @property
    def _label(self) -> str:
        return self.name or type(self).__name__

    def _only_with_name(self) -> None:
        if self.name is None:
            pytest.skip("it has no `name`: no plugin offers it")

    def _offer(self) -> Offer:
        assert self.name is not None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PluginWarning)  # other plugins are no concern of this one
            warnings.simplefilter("default", PluginDeprecationWarning)
            catalogue = default_registry().catalogue()
        try:
            return catalogue.offer(self.stage, self.name)
        except NewsquotesError as exc:
            failed = "".join(f"\n  did not load: {failure}" for failure in catalogue.failures)
            remedy = (
                f"return {{{self.name!r}: factory}} from the hook {self._stage.hook}, name its module in "
                "[project.entry-points.newsquotes] of pyproject.toml, and install the project (pip install -e .)"
            )
            self._broken(f"no plugin offers it: {exc}{failed}", remedy)

    def _make(self) -> Callable[..., Any]:
        if self.name is None:
            self._broken(
                "there is nothing to test", "set `name`, or override the fixture `extractor` to return the extractor"
            )
        try:
            extractor: Any = self._offer().factory(**self.options)
        except Exception as exc:
            self._broken(f"its factory raised {type(exc).__name__}: {exc}", "see the cause; set `options`", cause=exc)
        if not callable(extractor):
            self._broken(f"its factory returned {extractor!r:.80}", "return the extractor, a callable that takes a document")
        return extractor  # type: ignore[no-any-return]

    def _document(self, text: str) -> Document:
        return document(text, before=self.stage, **self.config)

    def _step(self, extractor: Callable[..., Any]) -> Step:
        return Step(self._stage, self._label, "", extractor)

    def _filled(self, extractor: Callable[..., Any], text: str) -> Document:
        return self._filled_document(extractor, self._document(text))

    def _filled_document(self, extractor: Callable[..., Any], doc: Document) -> Document:
        try:
            filled = self._step(extractor).fill(doc)
        except ExtractorError as exc:
            raised = not isinstance(exc.__cause__, NewsquotesError)
            remedy = "no text may make it raise: give nothing for what it cannot read"
            remedy = remedy if raised else f"give {self._stage.gives}"
            self._broken(str(exc), remedy, doc.text, exc.__cause__)
        for problem in self._check(filled):
            self._broken(problem, f"give {self._stage.gives}", doc.text)
        return filled

    def _found(self, extractor: Callable[..., Any], text: str) -> Any:
        return self._result(self._filled(extractor, text))

    def _interleaved(self, extractor: Callable[..., Any], one: str, other: str) -> list[Any]:
        """What it finds in two texts when the second is read after the first item of the first."""
        docs = [self._document(text) for text in (one, other)]
        result = extractor(docs[0])
        begun = tuple(islice(result, 1)) if isinstance(result, Iterator) else ()
        second = self._filled_document(extractor, docs[1])
        whole = (*begun, *result) if isinstance(result, Iterator) else result
        return [self._result(self._step(lambda doc: whole).fill(docs[0])), self._result(second)]

    def _broken(self, what: str, remedy: str, text: str | None = None, cause: BaseException | None = None) -> NoReturn:
        """Fail with an explanation: what is wrong, on which text, what to do."""
        lines = [f"{self.stage} {self._label!r} does not keep the contract: {what}"]
        if text is not None:
            known = {value: key for texts in (NEWS, BLANK, STRANGE) for key, value in texts.items()}
            lines.append(f"  text: {known[text] + ': ' if text in known else ''}{text!r:.200}")
        lines.append(f"  remedy: {remedy}")
        if cause is not None and not isinstance(cause, NewsquotesError):
            lines += ["", "".join(traceback.format_exception(cause, limit=-3)).rstrip()]
        pytest.fail("\n".join(lines), pytrace=False)


_STATELESS = "keep nothing between calls: no attribute set while reading, no global, no chance, no order of a set"


_MADE: dict[type, Callable[..., Any]] = {}
"""Each extractor is made once a run, for some take long to load."""


def _given(result: Any, doc: Document) -> Any:
    if isinstance(result, BaseException):
        raise result
    return result


def _same(one: Any, other: Any) -> bool:
    try:
        return bool(one == other)
    except Exception:  # arrays and frames do not compare to one truth
        return pickle.dumps(one) == pickle.dumps(other)


@contextmanager
def _impatient() -> Iterator[None]:
    """Threads take turns as often as they can, so that what can go wrong does."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
