"""Editors, artefacts, wrapping, profiles of plugins: what authors build with."""

import attrs
import fakes as fakes_plugin
import pytest

import newsquotes
from newsquotes import Attribution, ConfigError, Document, Pipeline, PluginError, Quote, Resolution, Speaker
from newsquotes.profiles import Profile

TEXT = "«Мост откроют в мае», — сообщила Анна Белова.\n«Да», — сказал Пётр Ильин.\nВ «Вестях» ему не верят."


def texts(doc):
    return [quote.text for quote in doc.quotes]


# --- quotations ------------------------------------------------------------------------------------------------------


def long_ones(doc):
    return [quote for quote in doc.quotes if len(quote.text) > 2]


def quoted_as_written(doc):
    for quote in doc.quotes:
        yield attrs.evolve(quote, mode="writing") if quote.cue else quote


def with_names(doc):
    yield from doc.quotes
    for mention in doc.mentions:
        yield Quote((mention.span,), rule="name")


def test_editors_compose_in_their_order(build):
    doc = build(quote_editor=[long_ones, quoted_as_written])(TEXT)
    assert [(q.text, q.mode, q.extractor, q.edited_by) for q in doc.quotes] == [
        ("Мост откроют в мае", "writing", "marks", ("quoted_as_written",)),
        ("Вестях", "speech", "marks", ()),
    ]
    assert [str(quote.speaker) for quote in doc.quotes] == ["Анна Белова", "None"]
    assert [quote.id for quote in doc.quotes] == [0, 1]


def test_what_an_editor_adds_is_its_own(build):
    doc = build(quote_editor=with_names)("«Мост», — сообщила Анна Белова.")
    assert [(q.text, q.extractor, q.edited_by) for q in doc.quotes] == [
        ("Мост", "marks", ()),
        ("Анна Белова", "with_names", ()),
    ]


def test_an_editor_that_splits_keeps_who_found_it(build):
    def halves(doc):
        for quote in doc.quotes:
            middle = (quote.start + quote.end) // 2
            yield attrs.evolve(quote, content=(doc.span(quote.start, middle),))
            yield attrs.evolve(quote, content=(doc.span(middle, quote.end),))

    doc = build(quote_editor=halves)("«Мост закрыт».")
    assert [(q.text, q.extractor, q.edited_by) for q in doc.quotes] == [
        ("Мост ", "marks", ("halves",)),
        ("закрыт", "marks", ("halves",)),
    ]


def test_an_idle_editor_changes_nothing(build):
    assert build(quote_editor=lambda doc: doc.quotes, speaker_editor=lambda doc: doc)(TEXT) == attrs.evolve(
        build()(TEXT),
        pipeline=build(quote_editor=lambda doc: doc.quotes, speaker_editor=lambda doc: doc).name,
        extractors=build(quote_editor=lambda doc: doc.quotes, speaker_editor=lambda doc: doc).extractors,
    )


# --- speakers --------------------------------------------------------------------------------------------------------


def surnames(doc):
    return attrs.evolve(doc.resolution, speakers=tuple(attrs.evolve(s, name=s.name.split()[-1]) for s in doc.speakers))


def of_people(doc):
    return doc.select(lambda quote: quote.speaker is not None)


def test_speakers_are_renamed_and_quotations_left_out(build):
    doc = build(speaker_editor=[surnames, of_people])(TEXT)
    assert [(q.id, str(q.speaker), q.speaker.edited_by) for q in doc.quotes] == [
        (0, "Белова", ("surnames",)),
        (1, "Ильин", ("surnames",)),
    ]


def test_speakers_are_merged(build):
    doc = build(speaker_editor=lambda doc: doc.resolution.merged({1: 0}))(TEXT)
    assert [speaker.name for speaker in doc.speakers] == ["Анна Белова"]
    assert [str(quote.speaker) for quote in doc.quotes] == ["Анна Белова", "Анна Белова", "None"]
    assert [quote.attribution.edited_by for quote in doc.quotes] == [(), ("<lambda>",), ()]


def test_a_quotation_gets_another_speaker(build):
    def anonymous(doc):
        nobody = Speaker(len(doc.speakers), "аноним", "anonymous")
        attributions = [
            attrs.evolve(a, speaker=nobody.id, confidence=0.2, rule="mine") if a.speaker is None else a
            for a in doc.attributions
        ]
        return Resolution((*doc.speakers, nobody), tuple(attributions))

    doc = build(speaker_editor=anonymous)(TEXT)
    last = doc.quotes[-1].attribution
    assert (str(doc.quotes[-1].speaker), last.rule, last.edited_by) == ("аноним", "mine", ("anonymous",))


def test_a_second_resolver_completes_the_first(build):
    def offices(doc):
        people = tuple(attrs.evolve(s, organization="мэрия", kb_id=f"Q{s.id}") for s in doc.speakers)
        return Resolution(people, tuple(Attribution() for _ in doc.quotes))

    doc = build(speaker_resolver=["next", offices])(TEXT)
    assert [(s.name, s.organization, s.kb_id) for s in doc.speakers] == [
        ("Анна Белова", "мэрия", "Q0"),
        ("Пётр Ильин", "мэрия", "Q1"),
    ]
    assert [str(quote.speaker) for quote in doc.quotes] == ["Анна Белова", "Пётр Ильин", "None"]


def test_explanations_tell_what_editors_did(build):
    made = build(quote_editor=[long_ones, quoted_as_written], speaker_editor=surnames)
    told = [(d.extractor, d.verdict, d.reason, d.span.text) for d in made.explain(TEXT)]
    assert ("long_ones", "rejected", "left out, or given other borders", "Да") in told
    assert ("quoted_as_written", "accepted", "changed", "Мост откроют в мае") in told
    assert ("surnames", "accepted", "speaker: Анна Белова → Белова", "Мост откроют в мае") in told


# --- identity --------------------------------------------------------------------------------------------------------


def who(doc):
    return {"who": {quote.id: str(quote.speaker) for quote in doc.quotes}}


@pytest.mark.parametrize("profile", ["default", "precision"])
def test_a_layer_points_at_its_quotations_whatever_is_left_out(build, profile):
    doc = build(profile=profile, annotator=who)(TEXT)
    for chosen in (doc, doc.select(lambda quote: "Ильин" in str(quote.speaker)), doc.select(lambda quote: not quote.cue)):
        for quote in chosen.quotes:
            assert chosen.extra["who"][quote.id] == str(quote.speaker)
            assert chosen.quote(quote.id) is quote


def test_ids_survive_records(build):
    from newsquotes.formats import from_record, to_record

    doc = build(annotator=who)(TEXT).select(lambda quote: quote.text == "Да")
    again = from_record(to_record(doc), TEXT)
    assert [(quote.id, quote.text) for quote in again.quotes] == [(1, "Да")]
    assert again.extra["who"]["1"] == "Пётр Ильин"
    assert to_record(again) == to_record(doc)


def test_the_document_names_every_extractor(build):
    doc = build(annotator=who, quote_editor=long_ones)(TEXT)
    assert doc.extractors["annotator"] == ("who",)
    assert doc.extractors["quote_editor"] == ("long_ones",)
    assert doc.pipeline.startswith("marks/default ")
    assert "annotator=who" in doc.pipeline
    assert newsquotes.extract(TEXT).pipeline == "russian/default"


# --- what is missing -------------------------------------------------------------------------------------------------


def lower(doc):
    for token in doc.tokens:
        yield newsquotes.Morph((newsquotes.Reading(token.text.lower(), "X"),))


def test_a_lemmatizer_without_tags_is_told_of():
    with pytest.warns(newsquotes.PluginWarning) as seen:
        newsquotes.extract(TEXT, lemmatizer=lower)
    messages = [str(warning.message) for warning in seen]
    assert any("quote_detector 'russian'" in m and "needs morphs.pos" in m and "'lower' gives none" in m for m in messages)


@pytest.mark.parametrize("word", ["как", "не", "З5", "зщ", "км"])
def test_words_that_have_no_features_are_no_lack(word):
    newsquotes.extract(f"{word} " * 9)  # warnings are errors here


# --- artefacts -------------------------------------------------------------------------------------------------------


def test_one_parse_serves_two_stages(build):
    parsed = []

    def parse(doc):
        parsed.append(doc.text)
        return doc.text.upper()

    def mentions(doc):
        assert doc.artefact("mine.parse", parse, ("tokens",)) == doc.text.upper()
        return ()

    def quotes(doc):
        assert doc.artefact("mine.parse", parse, ("tokens",)) == doc.text.upper()
        return ()

    doc = build(mention_detector=["names", mentions], quote_detector=["marks", quotes])(TEXT)
    assert parsed == [TEXT]
    doc.artefact("mine.parse", parse, ("tokens",))
    doc.with_layer("tokens", ()).artefact("mine.parse", parse, ("tokens",))
    for wrong in ("tokens", ("tokens", "token")):
        with pytest.raises(newsquotes.errors.LayerError, match=r"'mine.other' reads .*; give a tuple of layers, which are"):
            doc.artefact("mine.other", parse, wrong)
    assert parsed == [TEXT, TEXT]


# --- wrapping --------------------------------------------------------------------------------------------------------


def test_a_plugin_wraps_what_is_built_in(build, registry):
    class Plugin:
        @newsquotes.hookimpl
        def newsquotes_quote_detectors(self):
            return {"louder": make_louder}

    def make_louder(*, min_confidence: float = 0.5):
        inner = newsquotes.make_extractor("quote_detector", "marks", min_confidence=min_confidence)
        return lambda doc: [attrs.evolve(quote, rule="louder") for quote in inner(doc)]

    registry.register(Plugin(), "louder")
    doc = build(quote_detector="louder")(TEXT)
    assert {(quote.rule, quote.extractor) for quote in doc.quotes} == {("louder", "louder")}
    assert len(build(quote_detector={"use": "louder", "louder": {"min_confidence": 0.9}})(TEXT).quotes) == 2


def test_wrapping_what_is_not_there_says_so():
    with pytest.raises(ConfigError, match="unknown stage 'quote_detektor'; did you mean 'quote_detector'"):
        newsquotes.make_extractor("quote_detektor", "russian")
    with pytest.raises(newsquotes.UnknownExtractorError, match="did you mean 'russian'"):
        newsquotes.make_extractor("quote_detector", "rusian")
    with pytest.raises(ConfigError, match="has no option 'min'"):
        newsquotes.make_extractor("quote_detector", "russian", min=1)


# --- configurations --------------------------------------------------------------------------------------------------


def find(doc):
    yield Quote((doc.span(0, 1),))


class Find:
    def __init__(self, *, length: int = 1):
        self.length = length

    def __call__(self, doc):
        yield Quote((doc.span(0, self.length),))


def make_find(*, length: int = 1):
    return Find(length=length)


@pytest.fixture
def importable(monkeypatch):
    """This module under a name by which configurations find it."""
    import sys

    monkeypatch.setitem(sys.modules, "my_finders", sys.modules[__name__])
    return "my_finders"


@pytest.mark.parametrize(
    ("path", "options", "found"),
    [("find", {}, "«"), ("Find", {}, "«"), ("Find", {"length": 3}, "«Мо"), ("make_find", {"length": 2}, "«М")],
)
def test_a_configuration_names_modules(build, importable, path, options, found):
    name = f"{importable}:{path}"
    doc = build(quote_detector={"use": name, **({name: options} if options else {})})(TEXT)
    assert texts(doc) == [found]
    assert doc.quotes[0].extractor == name


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("no_such_module:find", "'no_such_module:find' cannot be imported: ModuleNotFoundError"),
        ("my_finders:gone", "'my_finders:gone' cannot be imported: AttributeError"),
        ("my_finders:TEXT", "no callable"),
        ("my finders:find", "unknown quote_detector 'my finders:find'"),
    ],
)
def test_a_module_that_is_not_there_is_told(build, importable, path, says):
    with pytest.raises(ConfigError, match=says):
        build(quote_detector=path)


def test_a_pipeline_can_be_written_down_and_built_again(build, registry, importable):
    config = {
        "quote_detector": {"use": ["marks", "my_finders:Find"], "marks": {"min_confidence": 0.5}},
        "profile": "precision",
    }
    made = build(**config)
    written = made.to_dict()
    assert written["quote_detector"] == {"use": ["marks", "my_finders:Find"], "marks": {"min_confidence": 0.5}}
    assert written["profile"] == "precision"
    again = Pipeline.from_dict(written, registry=registry)
    assert repr(again) == repr(made)
    assert again.to_dict() == written
    assert Pipeline(annotator=newsquotes.to_frame).to_dict()["annotator"] == {"use": ["newsquotes.tables:to_frame"]}


def test_what_cannot_be_written_down_says_so(build):
    with pytest.raises(ConfigError, match="annotator: <lambda> cannot be written down"):
        build(annotator=lambda doc: {}).to_dict()


def test_options_are_shown(build):
    shown = repr(build(quote_detector={"use": "marks", "marks": {"min_confidence": 0.5}}))
    assert "min_confidence=0.5" in shown


def test_relative_paths_count_from_the_file_that_holds_them(tmp_path, monkeypatch):
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "people.csv").write_text("name,id\nАнна Белова,Q1\n", encoding="utf-8")
    config = folder / "news.toml"
    config.write_text('[linker]\nuse = "people"\n[linker.people]\ntable = "people.csv"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    doc = Pipeline.from_toml(config)("«Мост открыт», — сообщила мэр Анна Белова.")
    assert doc.speakers[0].kb_id == "Q1"
    with pytest.raises(ConfigError, match=r"people\.csv"):
        Pipeline(linker={"use": "people", "people": {"table": "people.csv"}})


# --- registering -----------------------------------------------------------------------------------------------------


class Own:
    def __init__(self, value):
        self.value = value

    @newsquotes.hookimpl
    def newsquotes_annotators(self):
        return {"own": lambda: lambda doc: {"own": self.value}}


def test_a_plugin_is_replaced_and_taken_out(build, registry):
    registry.register(Own(1), "own")
    with pytest.raises(PluginError, match="its name is taken"):
        registry.register(Own(2), "own")
    registry.register(Own(2), "own", replace=True)
    assert build(annotator="own")(TEXT).extra["own"] == 2
    registry.unregister("own")
    with pytest.raises(newsquotes.UnknownExtractorError):
        build(annotator="own")
    with pytest.raises(PluginError, match="no plugin is registered as 'own'"):
        registry.unregister("own")


def test_a_broken_replacement_leaves_the_old_one(build, registry):
    registry.register(Own(1), "own")
    with pytest.raises(PluginError, match="it offers nothing"):
        registry.register(object(), "own", replace=True)
    assert build(annotator="own")(TEXT).extra["own"] == 1


def test_what_is_built_in_stays(registry):
    with pytest.raises(PluginError, match="cannot be replaced"):
        registry.register(Own(1), "newsquotes", replace=True)
    with pytest.raises(PluginError, match="no plugin is registered as 'newsquotes'"):
        registry.unregister("newsquotes")


def test_a_plugin_offers_profiles(build, registry):
    class Plugin:
        @newsquotes.hookimpl
        def newsquotes_profiles(self):
            return {"mine": Profile("mine", use={"annotator": (who,), "quote_editor": (long_ones,)}, min_confidence=0.9)}

    registry.register(Plugin(), "mine")
    doc = build(profile="mine")(TEXT)
    assert texts(doc) == ["Мост откроют в мае"]
    assert doc.extra["who"] == {0: "Анна Белова"}
    assert doc.pipeline.startswith("marks/mine ")
    assert not build(profile="mine", annotator=[])(TEXT).extra


def test_annotators_layers_must_fit_into_records(build):
    from newsquotes import RecordError
    from newsquotes.formats import to_record

    class Own:
        def to_record(self):
            return {"own": 1}

    assert to_record(build(annotator=lambda doc: {"a": Own()})(TEXT))["extra"] == {"a": {"own": 1}}
    for value in (object(), {1.5: 2}, float("nan"), b"bytes", {1, 2}):
        with pytest.raises(RecordError, match=r"doc\.extra\['a'\]"):
            to_record(build(annotator=lambda doc, value=value: {"a": value})(TEXT))


def test_documents_of_plugins_can_be_fakes():
    assert isinstance(newsquotes.extract("", annotator=who), Document)
    assert fakes_plugin.FAKES


# --- words and rules -------------------------------------------------------------------------------------------------


class Words:
    @newsquotes.hookimpl
    def newsquotes_lexicons(self):
        return {"courts": '[[verb]]\nlemmas = ["глаголить", "-"]\nreliability = 0.9\n', "broken": "[[verb]]\nlemma = 1\n"}


@pytest.fixture
def with_words():
    newsquotes.register(Words(), "words")
    yield
    newsquotes.unregister("words")


SPOKEN = "«Мост будет открыт в мае», — глаголил мэр Пётр Ильин."


@pytest.mark.usefixtures("with_words")
def test_a_plugin_offers_words():
    pipeline = Pipeline(quote_detector={"use": "russian", "russian": {"lexicon": "courts"}})
    [quote] = pipeline(SPOKEN).quotes
    assert (str(quote.speaker), quote.cue.lemma) == ("Пётр Ильин", "глаголить")
    assert pipeline.to_dict()["quote_detector"]["russian"] == {"lexicon": "courts"}
    assert Pipeline.from_dict(pipeline.to_dict())(SPOKEN).quotes == pipeline(SPOKEN).quotes


@pytest.mark.usefixtures("with_words")
def test_words_of_a_plugin_are_checked_like_a_users():
    with pytest.raises(ConfigError, match="broken"):
        Pipeline(quote_detector={"use": "russian", "russian": {"lexicon": "broken"}})


@pytest.mark.usefixtures("with_words")
def test_a_lexicon_that_there_is_not_is_named_with_those_that_there_are():
    with pytest.raises(ConfigError, match="'court', neither a file nor a lexicon of a plugin; did you mean 'courts'"):
        Pipeline(quote_detector={"use": "russian", "russian": {"lexicon": "court"}})


def wrapped(*, lexicon: str | None = None):
    assert lexicon in (None, "courts")
    return newsquotes.make_extractor("quote_detector", "russian", lexicon=lexicon)


@pytest.mark.usefixtures("with_words")
def test_a_plugin_that_wraps_a_detector_passes_the_name_of_a_lexicon_on():
    newsquotes.register(Wrapping(), "wrapping")
    try:
        pipeline = Pipeline(quote_detector={"use": "wrapped", "wrapped": {"lexicon": "courts"}})
        assert [quote.cue.lemma for quote in pipeline(SPOKEN).quotes] == ["глаголить"]
        assert pipeline.to_dict()["quote_detector"]["wrapped"] == {"lexicon": "courts"}
        with pytest.raises(ConfigError, match=r"'plain' .* has no option 'lexicon'"):
            Pipeline(quote_detector={"use": "plain", "plain": {"lexicon": "courts"}})
    finally:
        newsquotes.unregister("wrapping")


class Wrapping:
    @newsquotes.hookimpl
    def newsquotes_quote_detectors(self):
        return {"wrapped": wrapped, "plain": lambda: wrapped()}


class Misnamed:
    @newsquotes.hookimpl
    def newsquotes_profiles(self):
        return {"mine": Profile("mine", use={"quote_detektor": ("russian",)})}


def test_a_profile_names_stages_that_there_are():
    with pytest.raises(newsquotes.PluginError, match="'quote_detektor', which there is not; did you mean 'quote_detector'"):
        newsquotes.register(Misnamed(), "misnamed")


def test_a_module_that_is_not_found_is_told_where_it_is_looked_for():
    with pytest.raises(ConfigError, match="No module named 'nowhere_to_be'; install it, or name its folder in PYTHONPATH"):
        Pipeline(quote_detector="nowhere_to_be:found")


def test_single_rules_are_switched_off():
    text = "Мэр Анна Белова сказала: мост откроют в мае.\n«Газ придёт», — сказал Пётр Ильин."
    assert {quote.rule for quote in newsquotes.extract(text).quotes} == {"colon", "direct-after"}
    doc = newsquotes.extract(text, quote_detector={"use": "russian", "russian": {"without": ["colon"]}})
    assert "colon" not in {quote.rule for quote in doc.quotes}
    with pytest.raises(ConfigError, match="there is no rule 'kolon'; did you mean 'colon'"):
        newsquotes.extract(text, quote_detector={"use": "russian", "russian": {"without": ["kolon"]}})


class Explaining:
    def __init__(self, decision):
        self.decision = decision

    def __call__(self, doc):
        return []

    def explain(self, doc):
        yield self.decision


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ("because", "its explain\\(\\) gave 'because'"),
        (newsquotes.Decision(None, "quote", "accepted", "so"), "about None, which is no span"),
        (newsquotes.Decision(newsquotes.Span(0, 1, "x"), "quote", "accepted", "so"), "which is no span"),
        (newsquotes.Decision(newsquotes.Span(0, 1, "«"), "quote", "perhaps", "so"), "verdict 'perhaps'"),
        (newsquotes.Decision(newsquotes.Span(0, 1, "«"), "quote", "accepted", None), "kind, reason or rule is no str"),
    ],
)
def test_explanations_are_checked(build, decision, says):
    with pytest.raises(newsquotes.ExtractorError, match=says):
        list(build(quote_detector=["marks", Explaining(decision)]).explain(TEXT))
