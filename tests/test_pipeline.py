import itertools
import pickle
import threading

import fakes as fakes_plugin
import pytest

import newsquotes
from newsquotes import (
    Attribution,
    ConfigError,
    ExtractorError,
    InputError,
    Link,
    Metadata,
    Pipeline,
    PluginError,
    Quote,
    Resolution,
    Speaker,
    Token,
    extraction,
)

TEXT = "«Мост откроют в мае», — сообщила Анна Белова.\nВ «Вестях» ему не верят."


def colons(doc):
    start = doc.text.find(": ")
    if start >= 0:
        yield Quote(content=(doc.span(start + 2, len(doc.text)),), rule="colon")


# --- building --------------------------------------------------------------------------------------------------------


def test_repr_is_the_table_of_steps(build):
    assert repr(build(quote_detector=["marks", colons])).splitlines() == [
        "Pipeline marks+colons/default",
        "stage              extractor  plugin",
        "tokenizer          words      fakes",
        "sentence_splitter  lines      fakes",
        "lemmatizer         lower      fakes",
        "mention_detector   names      fakes",
        "quote_detector     marks      fakes",
        "quote_detector     colons     –",
        "speaker_resolver   next       fakes",
    ]


def test_a_pipeline_is_immutable(build):
    with pytest.raises(AttributeError):
        build().steps = ()


def test_a_pipeline_can_be_pickled(build):
    made = build(profile="precision", quote_detector=["marks", colons])
    copy = pickle.loads(pickle.dumps(made))
    assert repr(copy) == repr(made)
    assert copy(TEXT) == made(TEXT)


def test_keywords_dict_and_toml_say_the_same(tmp_path):
    path = tmp_path / "news.toml"
    path.write_text(
        'profile = "recall"\n[quote_detector]\nuse = ["russian"]\n[quote_detector.russian]\nmin_confidence = 0.2\n'
    )
    config = {"profile": "recall", "quote_detector": {"use": ["russian"], "russian": {"min_confidence": 0.2}}}
    assert repr(Pipeline.from_toml(path)) == repr(Pipeline.from_dict(config)) == repr(Pipeline(**config))


def test_problems_of_a_file_name_the_file(tmp_path):
    path = tmp_path / "news.toml"
    path.write_text('profile = "x"\nquotes = 1\n')
    with pytest.raises(ConfigError) as info:
        Pipeline.from_toml(path)
    assert [str(path) in problem for problem in info.value.problems] == [True, True]


class Factories:
    @newsquotes.hookimpl
    def newsquotes_linkers(self):
        return {"fussy": self.fussy, "broken": self.broken, "empty": lambda: None}

    def fussy(self, *, share: float = 1.0):
        if share > 1:
            raise ValueError("share must be at most 1")
        return lambda doc: ()

    def broken(self):
        raise OSError("the model is not there")


def test_a_factory_may_refuse_its_options(build, registry):
    registry.register(Factories(), "factories")
    with pytest.raises(
        ConfigError, match=r"linker 'fussy' \(plugin 'factories'\) cannot be made with share=2: share must be"
    ):
        build(linker={"use": "fussy", "fussy": {"share": 2}})


@pytest.mark.parametrize(
    ("name", "message"),
    [("broken", "cannot be made: OSError: the model is not there"), ("empty", "its factory returned None; it must return")],
)
def test_a_broken_factory_names_its_plugin(build, registry, name, message):
    registry.register(Factories(), "factories")
    with pytest.raises(PluginError, match=message) as info:
        build(linker=name)
    assert "plugin 'factories'" in str(info.value)


# --- running ---------------------------------------------------------------------------------------------------------


def test_a_document_has_all_layers(build):
    doc = build()(TEXT, id="most", meta={"outlet": "Вести"})
    assert (doc.id, doc.meta.outlet, doc.pipeline.split()[0]) == ("most", "Вести", "marks/default")
    assert [(str(q.speaker), q.text) for q in doc.quotes] == [("Анна Белова", "Мост откроют в мае"), ("None", "Вестях")]
    assert not doc.has("links")


def test_metadata_may_be_an_object(build):
    assert build()("", meta=Metadata(title="Мост")).meta.title == "Мост"


@pytest.mark.parametrize("text", ["", " \n", "«", "\ufeff", "\x00\ud800", "«»" * 50, "🌉 «Мост» 🌉", "«Мост\r\nпостроен»"])
def test_strange_text_does_not_raise(build, text):
    assert build()(text).text == text


def test_profiles_select_in_the_end(build):
    assert len(build()(TEXT).quotes) == 2
    [quote] = build(profile="precision")(TEXT).quotes
    assert (quote.text, quote.id) == ("Мост откроют в мае", 0)
    denied = build(quote_detector=lambda doc: [Quote((doc.span(0, 4),), stance="denied")], profile="precision")
    assert denied(TEXT).quotes == ()


def test_later_detectors_add_and_earlier_ones_win(build):
    text = "Белова: «Мост откроют в мае», — и всё."
    both = build(quote_detector=["marks", colons])(text)
    assert [q.rule for q in both.quotes] == ["marks"]
    assert [q.rule for q in build(quote_detector=[colons, "marks"])(text).quotes] == ["colon"]


def test_later_resolvers_fill_what_is_open(build):
    def guess(doc):
        assert [q.speaker is None for q in doc.quotes] == [False, True]
        return Resolution((Speaker(0, "источник", "anonymous"),), tuple(Attribution(0, confidence=0.1) for _ in doc.quotes))

    doc = build(speaker_resolver=["next", guess])(TEXT)
    assert [str(q.speaker) for q in doc.quotes] == ["Анна Белова", "источник"]


def test_items_name_the_extractor_that_they_come_from(build):
    def guess(doc):
        forged = Attribution(0, confidence=0.1, extractor="next")
        return Resolution((Speaker(0, "источник", "anonymous"),), tuple(forged for _ in doc.quotes))

    def table(doc):
        return [Link(s.id, "people/1") for s in doc.speakers]

    doc = build(quote_detector=["marks", colons], speaker_resolver=["next", guess], linker=table)(TEXT + " Итог: мир.")
    assert {mention.extractor for mention in doc.mentions} == {"names"}
    assert [quote.extractor for quote in doc.quotes] == ["marks", "marks", "colons"]
    assert [quote.attribution.extractor for quote in doc.quotes] == ["next", "guess", "guess"]
    assert {link.extractor for link in doc.links} == {"table"}


def test_linkers_and_annotators(build):
    def table(doc):
        return [Link(s.id, "Q1") for s in doc.speakers]

    def other(doc):
        return [Link(s.id, "Q2") for s in doc.speakers]

    def count(doc):
        return {"count": len(doc.quotes)}

    def twice(doc):
        return {"twice": 2 * doc.extra["count"]}

    doc = build(linker=[table, other], annotator=[count, twice])(TEXT)
    assert doc.speakers[0].kb_id == "Q1"
    assert dict(doc.extra) == {"count": 2, "twice": 4}


def half_way(doc):
    yield from fakes_plugin.Marks()(doc)
    raise KeyError("модель")


FAILING = {
    "raises": ("quote_detector", half_way, "KeyError: 'модель'"),
    "None": ("quote_detector", lambda doc: None, "it returned None; it must return (or yield) the items of 'quotes'"),
    "wrong type": ("quote_detector", lambda doc: ["«Мост»"], "quotes[0] is '«Мост»'"),
    "wrong span": ("tokenizer", lambda doc: [Token(0, 2, "Мо")], "tokens[0] says 'Мо', but the text there is"),
    "endless": ("tokenizer", lambda doc: itertools.repeat(Token(0, 1, "«")), "it gave more than"),
    "no resolution": ("speaker_resolver", lambda doc: (), "it returned (); it must return a Resolution"),
    "no mapping": ("annotator", lambda doc: 7, "it returned 7; it must return a mapping"),
    "missing layer": ("lemmatizer", lambda doc: doc.quotes, "MissingLayerError: this document has no quotes yet"),
}


@pytest.mark.parametrize(("stage", "extractor", "message"), FAILING.values(), ids=FAILING)
def test_failures_name_stage_extractor_and_document(build, stage, extractor, message):
    with pytest.raises(ExtractorError) as info:
        build(**{stage: extractor})(TEXT, id="most")
    assert str(info.value).startswith(f"{stage} '{extractor.__name__}' failed on document 'most': ")
    assert message in str(info.value)
    assert (info.value.stage, info.value.extractor, info.value.plugin) == (stage, extractor.__name__, "")
    assert info.value.__cause__ is not None
    assert str(pickle.loads(pickle.dumps(info.value))) == str(info.value)


def test_failures_of_plugins_name_the_plugin(build, registry):
    class Plugin:
        @newsquotes.hookimpl
        def newsquotes_linkers(self):
            return {"table": lambda: lambda doc: 1 / 0}

    registry.register(Plugin(), "tables")
    with pytest.raises(ExtractorError, match=r"linker 'table' \(plugin 'tables'\) failed: ZeroDivisionError"):
        build(linker="table")(TEXT)


@pytest.mark.parametrize("text", [None, b"text", 7, ["text"]])
def test_a_text_must_be_a_str(build, text):
    with pytest.raises(InputError, match="a text must be a str, not"):
        build()(text)


# --- streams ---------------------------------------------------------------------------------------------------------


def test_a_stream_takes_three_kinds_of_items_and_keeps_order(build):
    docs = build().stream([TEXT, ("b", ""), ("c", TEXT, {"outlet": "Вести"}), ("d", TEXT, None), ["e", ""]])
    assert [(doc.id, doc.meta.outlet, len(doc.quotes)) for doc in docs] == [
        ("", None, 2),
        ("b", None, 0),
        ("c", "Вести", 2),
        ("d", None, 2),
        ("e", None, 0),
    ]


def test_a_stream_is_lazy(build):
    taken = []

    def items():
        for i in itertools.count():
            taken.append(i)
            yield str(i), TEXT

    docs = build().stream(items())
    assert taken == []
    assert [next(docs).id, next(docs).id] == ["0", "1"]
    assert taken == [0, 1]


def test_a_single_text_is_no_stream(build):
    with pytest.raises(InputError, match="takes an iterable of texts, not str"):
        build().stream(TEXT)


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (("a",), "an item of a stream is a text"),
        (7, "an item of a stream is a text"),
        ((1, "text"), "id of a document must be a str"),
        (("a", "text", {"autor": "x"}), "unknown metadata 'autor'"),
    ],
)
def test_wrong_items_raise(build, item, message):
    with pytest.raises(InputError, match=message):
        list(build().stream([item]))


# --- explanations ----------------------------------------------------------------------------------------------------


def test_explain_hands_on_what_extractors_tell(build):
    made = build()
    text = 'Он "молчит".'
    for source in (text, made(text), newsquotes.Document(text)):
        [decision] = made.explain(source)
        assert (decision.span.text, decision.verdict, decision.reason) == ('"молчит"', "rejected", "straight marks")
        assert (decision.stage, decision.extractor) == ("quote_detector", "marks")


# --- extract ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def built(monkeypatch):
    """The pipelines that extract() has built."""
    made = []
    original = Pipeline._build

    def counted(self, config, *args):
        made.append(dict(config))
        original(self, config, *args)

    extraction._kept.clear()
    monkeypatch.setattr(Pipeline, "_build", counted)
    yield made
    extraction._kept.clear()


def test_the_default_pipeline_is_built_once_for_all_threads(built):
    threads = [threading.Thread(target=newsquotes.extract, args=(TEXT,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [{}]


class Unhashable:
    __hash__ = None

    def __call__(self, doc):
        return {}


def test_other_pipelines_are_kept_whatever_their_configuration_holds(built):
    unhashable = Unhashable()
    for config in (
        {"profile": "recall", "annotator": _annotate},
        {"quote_detector": {"use": ["russian", colons], "russian": {"min_confidence": 0.5}}},
        {"quote_detector": ["russian", colons]},
        {"annotator": [unhashable]},
    ):
        built.clear()
        for _ in range(3):
            newsquotes.extract(TEXT, **config)
        assert len(built) == 1, config


def test_what_differs_is_built_for_itself(built):
    for value in (0, 0.0, 1, 1.0, 0.3):
        newsquotes.extract(TEXT, quote_detector={"use": "russian", "russian": {"min_confidence": value}})
    assert len(built) == 5


def test_a_plugin_that_comes_or_goes_is_seen(built, monkeypatch):
    class Table:
        def __init__(self, value):
            self.value = value

        @newsquotes.hookimpl
        def newsquotes_annotators(self):
            return {"table": lambda: lambda doc: {"table": self.value}}

    newsquotes.register(Table(1), "my-table")
    try:
        assert newsquotes.extract(TEXT, annotator="table").extra["table"] == 1
        newsquotes.register(Table(2), "my-table", replace=True)
        assert newsquotes.extract(TEXT, annotator="table").extra["table"] == 2
    finally:
        newsquotes.unregister("my-table")
    with pytest.raises(newsquotes.UnknownExtractorError):
        newsquotes.extract(TEXT, annotator="table")


def _annotate(doc):
    return {"seen": True}


def test_extract_takes_identity_and_metadata():
    doc = newsquotes.extract(TEXT, id="most", meta={"url": "https://example.org"})
    assert (doc.id, doc.meta.url) == ("most", "https://example.org")


def test_extract_checks_its_keywords():
    with pytest.raises(ConfigError, match="unknown key 'detector'"):
        newsquotes.extract(TEXT, detector="russian")
