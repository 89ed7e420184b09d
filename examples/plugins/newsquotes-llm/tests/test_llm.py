"""The plugin against a local server that answers well, wrongly, slowly, too long, not at all, and with made-up words."""

import pickle
import time

import newsquotes
import pytest
from click.testing import CliRunner
from newsquotes import FailedDocument
from server import TEXT

from newsquotes_llm import usage_of


@pytest.fixture
def build(server):
    def make(model="good", stage="quote_detector", rest=None, **options):
        table = {"url": server.url, "model": model, "pause": 0.0, **options}
        return newsquotes.Pipeline(**{stage: {"use": [*(rest or ()), "llm"], "llm": table}})

    return make


def said(doc):
    return [(str(quote.speaker), str(quote.source), str(quote.cue), quote.text, quote.type) for quote in doc.quotes]


def test_a_good_model(build, server):
    pipeline = build(price_in=2.0, price_out=10.0)
    doc = pipeline(TEXT)
    assert said(doc) == [
        ("Анна Белова", "мэр Анна Белова", "сообщила", "Мост откроют в мае", "direct"),
        ("Пётр Ильин", "Пётр Ильин", "считает", "ремонт затянется", "indirect"),
    ]
    usage = usage_of(pipeline)
    assert (usage.requests, usage.prompt_tokens, usage.completion_tokens, usage.kept) == (1, 100, 10, 2)
    assert usage.cost == pytest.approx(0.0003)
    [(body, key)] = server.seen
    assert (body["model"], body["temperature"], key) == ("good", 0, None)


def test_the_key_comes_from_the_environment_and_goes_nowhere_else(build, server, monkeypatch):
    monkeypatch.setenv("MY_KEY", "secret")
    pipeline = build(key_variable="MY_KEY")
    pipeline(TEXT)
    assert server.seen[0][1] == "Bearer secret"
    assert b"secret" not in pickle.dumps(pipeline)
    assert "secret" not in repr(pipeline)


@pytest.mark.parametrize("model", ["fenced", "restless"])
def test_small_liberties_are_understood(build, model):
    assert [quote.text for quote in build(model)(TEXT).quotes] == ["Мост откроют в мае", "ремонт затянется"]


def test_what_is_made_up_is_dropped_and_counted(build):
    pipeline = build("inventing")
    assert [quote.text for quote in pipeline(TEXT).quotes] == ["Мост откроют в мае", "ремонт затянется"]
    assert (usage_of(pipeline).kept, usage_of(pipeline).dropped) == (2, 5)


def test_odd_fields_are_left_out(build):
    [quote] = build("odd")(TEXT).quotes
    assert (quote.text, quote.source, str(quote.cue), quote.type) == ("Мост откроют в мае", None, "", "direct")


@pytest.mark.parametrize("model", ["no-json", "no-completion", "chatty", "list", "busy", "hanging-up"])
def test_bad_answers_are_tried_again_and_then_told(build, server, model):
    pipeline = build(model, retries=2)
    with pytest.raises(newsquotes.ExtractorError, match="gave no answer in 3 attempts"):
        pipeline(TEXT)
    assert len(server.seen) == 3
    assert (usage_of(pipeline).retries, usage_of(pipeline).failures) == (2, 1)


def test_a_busy_server_is_asked_again(build, server):
    assert len(build("busy-once")(TEXT).quotes) == 2
    assert len(server.seen) == 2


def test_a_refusal_is_not_tried_again(build, server):
    with pytest.raises(newsquotes.ExtractorError, match="answered with status 401"):
        build("refusing")(TEXT)
    assert len(server.seen) == 1


@pytest.mark.parametrize("model", ["silent", "dripping"])
def test_a_slow_server_is_not_waited_for(build, model):
    started = time.monotonic()
    with pytest.raises(newsquotes.ExtractorError, match="gave no answer in 1 attempts"):
        build(model, timeout=0.3, retries=0)(TEXT)
    assert time.monotonic() - started < 1.9


def test_an_endless_answer_is_cut_off(build):
    with pytest.raises(newsquotes.ExtractorError, match="answers more than 1000000 bytes"):
        build("endless")(TEXT)


def test_nobody_there():
    table = {"url": "http://127.0.0.1:9/v1/chat/completions", "model": "good", "retries": 0}
    pipeline = newsquotes.Pipeline(quote_detector={"use": "llm", "llm": table})
    with pytest.raises(newsquotes.ExtractorError, match="ConnectError"):
        pipeline(TEXT)


def test_a_stream_asks_for_many_and_loses_none(build, server):
    pipeline = build(at_once=3)
    items = [(str(i), TEXT if i % 5 else "") for i in range(20)]
    docs = list(pipeline.stream(items, batch_size=10, on_error="record"))
    assert [doc.id for doc in docs] == [id for id, _ in items]
    assert [len(doc.quotes) for doc in docs] == [2 if text else 0 for _, text in items]
    assert len(server.seen) == 16
    assert server.most <= 3


def test_in_a_stream_one_failure_harms_no_other(build):
    class Sometimes:
        """The good model, but for one text that it never answers."""

        def __init__(self, good, bad):
            self.good, self.bad = good, bad

        def __call__(self, doc):
            return (self.bad if "плохо" in doc.text else self.good)(doc)

        def many(self, docs):
            from newsquotes_llm.asking import together

            return together(self, docs, 4)

    good, bad = (build(model, retries=0).steps[4].extractor for model in ("good", "no-json"))
    pipeline = newsquotes.Pipeline(quote_detector=Sometimes(good, bad))
    found = list(pipeline.stream([TEXT, "плохо", TEXT], on_error="record"))
    assert [isinstance(doc, FailedDocument) for doc in found] == [False, True, False]


def test_a_long_text_goes_in_pieces(build, server):
    assert len(build(longest_text=60)(TEXT).quotes) == 2
    assert len(server.seen) == 2


# --- speakers --------------------------------------------------------------------------------------------------------


def test_a_resolver_fills_what_is_open(build, server):
    def nobody(doc):
        return newsquotes.Resolution((), tuple(newsquotes.Attribution() for _ in doc.quotes))

    doc = build(stage="speaker_resolver", rest=[nobody])(TEXT)
    assert [(str(q.speaker), q.attribution.rule) for q in doc.quotes] == [("Анна Белова", "llm"), ("Пётр Ильин", "llm")]
    server.seen.clear()
    doc = build(stage="speaker_resolver", rest=["russian"])(TEXT)
    assert [str(quote.speaker) for quote in doc.quotes] == ["Анна Белова", "Пётр Ильин"]
    assert server.seen == []  # nothing was open


def test_made_up_speakers_are_dropped_and_counted(build):
    def nobody(doc):
        return newsquotes.Resolution((), tuple(newsquotes.Attribution() for _ in doc.quotes))

    pipeline = build("inventing", stage="speaker_resolver", rest=[nobody])
    assert [str(quote.speaker) for quote in pipeline(TEXT).quotes] == ["None", "Пётр Ильин"]
    assert (usage_of(pipeline).kept, usage_of(pipeline).dropped) == (1, 4)


def test_only_what_is_uncertain_is_asked_about(build, server):
    doc = build(stage="speaker_editor", below=0.0)(TEXT)
    assert server.seen == []
    sure = doc.quotes[0].confidence
    unsure = doc.quotes[1].confidence
    assert unsure != sure
    build(stage="speaker_editor", below=(sure + unsure) / 2)(TEXT)
    [(body, _)] = server.seen
    assert ("ремонт затянется" in body["messages"][1]["content"].split('"quotes"')[1]) == (unsure < sure)
    assert ("Мост откроют" in body["messages"][1]["content"].split('"quotes"')[1]) == (sure < unsure)


def test_an_editor_changes_the_speaker_and_says_so(build):
    def wrong(doc):
        kotov = newsquotes.Speaker(0, "Олег Котов", "person")
        return newsquotes.Resolution((kotov,), tuple(newsquotes.Attribution(0, confidence=0.1) for _ in doc.quotes))

    table = {**build(stage="speaker_editor").to_dict()["speaker_editor"], "use": ["llm"]}
    doc = newsquotes.Pipeline(speaker_resolver=wrong, speaker_editor=table)(TEXT)
    assert [(str(q.speaker), str(q.runner_up), q.attribution.edited_by) for q in doc.quotes] == [
        ("Анна Белова", "Олег Котов", ("llm",)),
        ("Пётр Ильин", "Олег Котов", ("llm",)),
    ]


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_tries_an_endpoint(server):
    from newsquotes.cli import cli

    done = CliRunner().invoke(cli, ["llm-try", "--url", server.url, "--model", "good"])
    assert done.exit_code == 0, done.output
    assert "мэр Анна Белова | сообщила | Мост откроют в мае" in done.output
    assert "requests=1" in done.output
    done = CliRunner().invoke(cli, ["llm-try", "--url", server.url, "--model", "no-json"])
    assert done.exit_code == 1
    assert "gave no answer" in done.output
