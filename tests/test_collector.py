"""The garbage collector rests while a document is read, and is afterwards as it was."""

import gc
import os
import threading

import pytest

import newsquotes
from newsquotes.collector import without_collector


class Seen:
    """An annotator that remembers whether the collector was on, and may fail."""

    def __init__(self, error=None):
        self.on = []
        self.error = error

    def __call__(self, doc):
        self.on.append(gc.isenabled())
        if self.error is not None:
            raise self.error
        return {}


@pytest.fixture(autouse=True)
def as_it_was():
    assert gc.isenabled()
    yield
    gc.enable()


def test_documents_are_read_without_the_collector_long_ones_with_it():
    seen = Seen()
    pipeline = newsquotes.Pipeline(annotator=seen)
    pipeline("Газ придёт.")
    list(pipeline.stream(["Газ придёт."]))
    pipeline("Газ придёт.\n" * 20_000)
    assert seen.on == [False, False, True]
    assert gc.isenabled()


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(), KeyboardInterrupt()])
def test_it_is_on_again_after_an_exception(error):
    with pytest.raises((newsquotes.ExtractorError, KeyboardInterrupt)):
        newsquotes.Pipeline(annotator=Seen(error))("Газ придёт.")
    assert gc.isenabled()
    assert not without_collector(gc.isenabled), "and can rest again"


def test_who_has_switched_it_off_finds_it_off():
    gc.disable()
    assert not without_collector(gc.isenabled)
    assert not gc.isenabled()


def test_a_pipeline_within_a_pipeline_does_not_switch_it_on():
    inner = newsquotes.Pipeline()
    seen = Seen()

    def outer(doc):
        inner(doc.text)
        return seen(doc)

    newsquotes.Pipeline(annotator=outer)("Газ придёт.")
    assert seen.on == [False]
    assert gc.isenabled()


def test_the_rest_ends_with_the_document_whatever_other_threads_read():
    begun, end = threading.Event(), threading.Event()

    def first():
        begun.set()
        end.wait(10)

    thread = threading.Thread(target=without_collector, args=(first,))
    thread.start()
    assert begun.wait(10)

    def second():
        end.set()
        thread.join(10)
        return gc.isenabled()

    assert without_collector(second), "a rest that another thread began is not prolonged"
    assert gc.isenabled()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_it_is_on_in_a_process_that_was_forked_off_in_the_middle():
    def forked():
        child = os.fork()
        if not child:
            os._exit(0 if gc.isenabled() and not without_collector(gc.isenabled) and gc.isenabled() else 1)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    assert without_collector(forked) == 0


def test_a_document_that_is_read_leaves_nothing_to_the_collector():
    text = "Мэр Анна Белова заявила, что мост готов. «Откроем в мае», — сказала она. По словам мэра, всё готово."
    newsquotes.extract(text)  # what is made once a process
    gc.collect()
    gc.disable()
    newsquotes.extract(text)
    assert gc.collect() == 0
