"""Streams: batches, what becomes of documents that fail, limits of time."""

import pickle
import time
import warnings

import fakes as fakes_plugin
import pytest

import newsquotes
from newsquotes import Document, ExtractorError, FailedDocument, InputError, PluginWarning, Quote
from newsquotes.time_limit import can_limit

TEXT = "«Мост откроют в мае», — сообщила Анна Белова."


class Picky:
    """Fails on texts with «плохо»."""

    def __call__(self, doc):
        if "плохо" in doc.text:
            raise KeyError("модель")
        return list(fakes_plugin.Marks()(doc))


class Together(Picky):
    """The same for many documents at once, which it counts."""

    def __init__(self, fails=()):
        self.batches = []
        self.fails = fails

    def many(self, docs):
        self.batches.append(len(docs))
        for doc in docs:
            try:
                yield self(doc)
            except KeyError as exc:
                yield exc


def texts(count, bad=lambda i: i % 100 == 7):
    return ((str(i), "плохо" if bad(i) else TEXT) for i in range(count))


@pytest.mark.parametrize("detector", [Picky, Together], ids=["one by one", "in batches"])
def test_ten_thousand_documents_of_which_a_hundred_fail(build, detector):
    found = list(build(quote_detector=detector()).stream(texts(10_000), on_error="record"))
    done = [doc for doc in found if isinstance(doc, Document)]
    failed = [doc for doc in found if isinstance(doc, FailedDocument)]
    assert (len(done), len(failed)) == (9_900, 100)
    assert [doc.id for doc in found] == [str(i) for i in range(10_000)]
    assert all(len(doc.quotes) == 1 for doc in done)
    assert all(isinstance(doc.error, ExtractorError) and doc.error.document.text == "плохо" for doc in failed)


def test_a_record_of_a_failure_says_what_and_where(build):
    [failed] = build(quote_detector=Picky()).stream([("b", "плохо", {"outlet": "Вести"})], on_error="record")
    assert (failed.id, failed.meta.outlet) == ("b", "Вести")
    message = "quote_detector 'Picky' failed on document 'b': KeyError: 'модель'"
    assert failed.to_record() == {
        "id": "b",
        "error": {"stage": "quote_detector", "extractor": "Picky", "plugin": "", "message": message},
    }
    assert failed.error.document.has("mentions")
    again = pickle.loads(pickle.dumps(failed))
    assert (again.id, str(again.error), again.error.document) == ("b", str(failed.error), failed.error.document)


def test_skipping_says_so_once_at_the_end(build):
    stream = build(quote_detector=Picky()).stream(texts(300), on_error="skip")
    with pytest.warns(newsquotes.NewsquotesWarning, match=r"3 of 300 documents failed and were left out; the first: .*'7'"):
        assert len(list(stream)) == 297


def test_raising_is_the_default(build):
    stream = build(quote_detector=Picky()).stream([TEXT, "плохо", TEXT])
    assert next(stream).quotes
    with pytest.raises(ExtractorError, match="KeyError"):
        next(stream)


@pytest.mark.parametrize("item", [7, ("a",), (1, "text"), ("a", None), ("a", "text", {"autor": "x"}), None])
def test_items_that_are_no_documents_are_recorded_too(build, item):
    first, failed, last = build().stream([TEXT, item, TEXT], on_error="record")
    assert isinstance(failed, FailedDocument)
    assert isinstance(failed.error, InputError)
    assert first == last


def test_an_unknown_way_of_handling_is_refused(build):
    with pytest.raises(InputError, match="on_error is 'ignore'; it must be 'raise', 'skip' or 'record'"):
        build().stream([], on_error="ignore")
    with pytest.raises(InputError, match="batch_size is 0"):
        build().stream([], batch_size=0)


# --- batches ---------------------------------------------------------------------------------------------------------


def test_batches_have_a_bounded_size_and_keep_order(build):
    detector = Together()
    docs = list(build(quote_detector=detector).stream(texts(40, lambda i: False), batch_size=16))
    assert detector.batches == [16, 16, 8]
    assert [doc.id for doc in docs] == [str(i) for i in range(40)]
    assert docs[3].quotes == build(quote_detector=Picky())(TEXT).quotes


def test_batches_have_a_bounded_length(build, monkeypatch):
    monkeypatch.setattr(newsquotes.pipeline, "_BATCH_CHARACTERS", 100)
    detector = Together()
    list(build(quote_detector=detector).stream(texts(7, lambda i: False)))
    assert detector.batches == [2, 2, 2]  # of two texts with 45 characters; the last one is alone


def test_without_anybody_who_reads_many_a_stream_takes_one_by_one(build):
    taken = []

    def items():
        for item in texts(10, lambda i: False):
            taken.append(item)
            yield item

    next(build().stream(items()))
    assert len(taken) == 1
    taken.clear()
    next(build(quote_detector=Together()).stream(items(), batch_size=4))
    assert len(taken) == 4


def test_later_stages_go_on_with_those_that_are_left(build):
    seen = []

    def annotate(doc):
        seen.append(doc.id)
        return {}

    found = list(build(quote_detector=Together(), annotator=annotate).stream(texts(20), on_error="record"))
    assert len(found) == 20
    assert seen == [str(i) for i in range(20) if i != 7]


class Failing(Together):
    """Its ``many`` fails as a whole when a bad document is among them."""

    def many(self, docs):
        return [self(doc) for doc in docs]


class Short(Together):
    def many(self, docs):
        return [self(doc) for doc in docs[1:]]


class Long(Together):
    def many(self, docs):
        while True:
            yield ()


class Wrong(Together):
    """One of its results is no quotation."""

    def many(self, docs):
        return ["плохо" if "плохо" in doc.text else self(doc) for doc in docs]


class Panic(BaseException):
    pass


class Panicking(Together):
    def many(self, docs):
        raise Panic("out of memory")


class Lazy(Together):
    """Its results are generators, one of which fails when it is read."""

    def many(self, docs):
        def result(doc):
            yield from self(doc)

        return (result(doc) for doc in docs)


@pytest.mark.parametrize("detector", [Failing, Short, Long, Wrong, Panicking, Lazy], ids=lambda kind: kind.__name__)
def test_one_documents_fault_harms_no_other(build, detector):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        found = list(build(quote_detector=detector()).stream(texts(20), on_error="record"))
    assert [doc.id for doc in found if isinstance(doc, FailedDocument)] == ["7"]
    assert all(len(doc.quotes) == 1 for doc in found if isinstance(doc, Document))
    assert bool(seen) == (detector in (Failing, Short, Long, Panicking))
    assert all(warning.category is PluginWarning for warning in seen)


def test_one_text_alone_is_never_a_batch(build):
    detector = Together()
    build(quote_detector=detector)(TEXT)
    assert detector.batches == []


# --- what may fail ---------------------------------------------------------------------------------------------------


def broken(doc):
    raise OSError("no table")


@pytest.mark.parametrize("stage", ["linker", "annotator"])
def test_optional_stages_fail_without_losing_the_quotations(build, stage):
    pipeline = build(**{stage: [broken]})
    with pytest.raises(ExtractorError, match="no table"):
        pipeline(TEXT)
    for on_error in ("record", "skip"):
        [doc] = pipeline.stream([TEXT], on_error=on_error)
        assert [quote.text for quote in doc.quotes] == ["Мост откроют в мае"]
        [fault] = doc.faults
        assert (fault.stage, fault.extractor) == (stage, "broken")
        assert "OSError: no table" in fault.message


def test_the_others_of_an_optional_stage_go_on(build):
    def table(doc):
        return [newsquotes.Link(speaker.id, "Q1") for speaker in doc.speakers]

    def count(doc):
        return {"count": len(doc.quotes)}

    pipeline = build(linker=[broken, table], annotator=[count, broken])
    [doc] = pipeline.stream([TEXT], on_error="record")
    assert [speaker.kb_id for speaker in doc.speakers] == ["Q1"]
    assert dict(doc.extra) == {"count": 1}
    assert [fault.stage for fault in doc.faults] == ["linker", "annotator"]


def test_editors_are_not_optional_in_that_sense(build):
    """Handing out what was to be left out would be worse than an error."""
    [failed] = build(quote_editor=broken).stream([TEXT], on_error="record")
    assert isinstance(failed, FailedDocument)


# --- time ------------------------------------------------------------------------------------------------------------


class Slow:
    """Sleeps for a minute over texts with «медленно»; catches every exception of the ordinary kind."""

    def __call__(self, doc):
        if "медленно" in doc.text:
            try:
                time.sleep(60)
            except Exception:
                time.sleep(60)
        return [Quote((doc.span(0, 1),))]


@pytest.mark.skipif(not can_limit(), reason="no alarm signal here")
def test_a_time_limit_ends_one_document_and_not_the_stream(build):
    texts = [TEXT, "медленно", TEXT]
    found = list(build(quote_detector=Slow()).stream(texts, on_error="record", time_limit=0.2))
    assert [isinstance(doc, Document) for doc in found] == [True, False, True]
    assert "failed: it took longer than the time limit" in str(found[1].error)


@pytest.mark.skipif(not can_limit(), reason="no alarm signal here")
def test_a_time_limit_holds_for_batches_too(build):
    class Many(Slow):
        def many(self, docs):
            return [self(doc) for doc in docs]

    with pytest.warns(PluginWarning, match="could not read several documents at once"):
        found = list(build(quote_detector=Many()).stream([TEXT, "медленно"], on_error="record", time_limit=0.2))
    assert isinstance(found[1], FailedDocument)


def test_where_no_limit_can_be_kept_a_warning_says_so(build, monkeypatch):
    monkeypatch.setattr("newsquotes.time_limit.can_limit", lambda: False)
    with pytest.warns(newsquotes.NewsquotesWarning, match="time_limit is not kept here"):
        [doc] = build().stream([TEXT], time_limit=5)
    assert doc.quotes
