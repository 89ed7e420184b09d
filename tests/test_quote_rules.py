"""Single rules of the built-in detector: switched off, replaced, and added by plugins, by name."""

import pickle
import re
from importlib.metadata import EntryPoint

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes import ConfigError, ExtractorError, Pipeline, hookimpl, make_extractor, registry
from newsquotes.registry import Registry
from newsquotes.rules import QuoteRule
from newsquotes.russian.quotes import Proposal
from newsquotes.russian.quotes.finder import proposals
from newsquotes.russian.quotes.rules import RULE_NAMES, Rules
from newsquotes.russian.reading.view import view_of

PIPELINE = Pipeline()
TEXT = "Пётр Ильин пошутил — пробки кончатся к зиме. Анна Белова сказала: мост закрыт."
COMMENT = "Мост закрыт до мая.\nКОММЕНТАРИЙ: дорогу чинят вторую зиму"


def after_dash(s):
    """X пошутил — A."""
    k = s.cue.end
    if k + 1 < s.scope[1] and s.words[k].text in "—–":
        return Proposal("", [(k + 1, s.scope[1] - 1)], s.cue, None, "indirect")
    return None


def silent(s):
    return None


def comments(rest):
    """КОММЕНТАРИЙ: A"""
    for first, last in rest.view.paragraphs:
        if rest.view.words[first].text == "КОММЕНТАРИЙ":
            yield Proposal("", [(first + 2, last)], None, None, "direct")


def fails(s):
    raise OSError("no table")


class Plugin:
    @hookimpl
    def newsquotes_quote_rules(self):
        return {
            "after-dash": QuoteRule(after_dash),
            "silent": QuoteRule(silent, replaces="colon"),
            "comment": QuoteRule(comments, cues=(), replaces="headline", confidence=0.8),
            "fails": QuoteRule(fails),
            "lost": QuoteRule(silent, replaces="kolon"),
            "headline": QuoteRule(silent),
        }

    @hookimpl
    def newsquotes_lexicons(self):
        return {"ravens": '[[verb]]\nlemmas = ["прокаркать", "каркать"]'}


JOKES, MORE = Plugin(), Plugin()


@pytest.fixture
def build():
    made = Registry(())
    made.register(Plugin(), "jokes")

    def build(**options) -> Pipeline:
        return Pipeline.from_dict({"quote_detector": {"use": "russian", "russian": options}}, registry=made)

    return build


def told(pipeline: Pipeline, text: str = TEXT) -> list[tuple[str, str, str]]:
    return [(str(q.speaker), q.text, q.rule) for q in pipeline(text).quotes]


def test_offering_a_rule_changes_nothing(build):
    assert told(build()) == [("Анна Белова", "мост закрыт", "colon")]


def test_a_rule_is_added(build):
    pipeline = build(rules=["after-dash"])
    assert told(pipeline) == [
        ("Пётр Ильин", "пробки кончатся к зиме", "after-dash"),
        ("Анна Белова", "мост закрыт", "colon"),
    ]
    [joke, _] = pipeline(TEXT).quotes
    assert (joke.cue.lemma, joke.source.text, joke.detection_confidence) == ("пошутить", "Пётр Ильин", 0.9)


def test_what_no_model_has_weighed_is_explained_without_weights(build):
    decisions = {d.rule: d for d in build(rules=["after-dash"]).explain(TEXT) if d.stage == "quote_detector"}
    assert (decisions["after-dash"].verdict, decisions["after-dash"].evidence) == ("accepted", ())
    assert decisions["colon"].evidence


def test_a_rule_is_replaced(build):
    assert told(build(rules=["silent"])) == []
    assert told(build(rules=["silent", "after-dash"])) == [("Пётр Ильин", "пробки кончатся к зиме", "after-dash")]


def test_a_rule_is_switched_off(build):
    assert told(build(without=["colon"])) == []


def test_a_rule_without_a_cue(build):
    assert [rule for _, _, rule in told(build(), COMMENT)] == ["headline"]
    [quote] = build(rules=["comment"])(COMMENT).quotes
    assert (quote.text, quote.rule, quote.detection_confidence) == ("дорогу чинят вторую зиму", "comment", 0.8)


def test_without_rivals_too(build):
    assert ("Пётр Ильин", "пробки кончатся к зиме", "after-dash") in told(build(rules=["after-dash"], choose=False))


def test_a_pipeline_with_rules_can_be_written_down_and_pickled(build):
    pipeline = build(rules=["after-dash"])
    assert pipeline.to_dict()["quote_detector"] == {"use": ["russian"], "russian": {"rules": ["after-dash"]}}
    assert told(pickle.loads(pickle.dumps(pipeline))) == told(pipeline)
    pipeline = build(rules=["after-dash"], lexicon="ravens")
    assert "lexicon='ravens', rules=['after-dash']" in repr(pipeline) or "rules=['after-dash'], lexicon='ravens'" in repr(
        pipeline
    )
    assert "прокаркать" not in repr(pipeline)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"without": ["kolon"]}, "there is no rule 'kolon'; did you mean 'colon'"),
        ({"rules": ["after-dahs"]}, "a rule 'after-dahs' that no plugin offers; did you mean 'after-dash'"),
        ({"rules": "after-dash"}, "option 'rules' is 'after-dash', but must be tuple\\[str, ...\\]"),
        ({"rules": ["lost"]}, "the rule 'lost' \\(plugin 'jokes'\\) replaces 'kolon', but there is no such rule; did you"),
        ({"rules": ["headline"]}, "the rule 'headline' \\(plugin 'jokes'\\) has the name of a built-in rule"),
    ],
)
def test_wrong_names_are_refused(build, options, message):
    with pytest.raises(ConfigError, match=message):
        build(**options)


def test_two_plugins_with_one_rule(build):
    made = Registry([EntryPoint(name, f"{__name__}:{name}", "newsquotes") for name in ("JOKES", "MORE")])
    config = {"quote_detector": {"use": "russian", "russian": {"rules": ["after-dash"]}}}
    with pytest.raises(ConfigError, match="'after-dash' is offered by the plugins"):
        Pipeline.from_dict(config, registry=made)
    assert told(Pipeline.from_dict({**config, "disable_plugins": "MORE"}, registry=made))


WRONG = {
    "raises": (fails, "raised OSError: no table"),
    "text": (lambda s: "мост", "proposed 'мост'; it must propose a Proposal"),
    "nothing in it": (lambda s: Proposal("", [], s.cue, None, "direct"), "proposed the content \\(\\)"),
    "outside": (lambda s: Proposal("", [(0, 9999)], s.cue, None, "direct"), "out of order or beyond the .* tokens"),
    "no pairs": (lambda s: Proposal("", [3], s.cue, None, "direct"), "it must hold pairs of token indices"),
    "source": (lambda s: Proposal("", [(0, 1)], s.cue, "Ильин", "direct"), "proposed the source 'Ильин'"),
    "type": (
        lambda s: Proposal("", [(0, 1)], s.cue, None, "said"),
        "proposed the type 'said'; it must be direct, indirect or mixed",
    ),
}


@pytest.mark.parametrize(("propose", "message"), WRONG.values(), ids=WRONG)
def test_what_goes_wrong_in_a_rule_names_its_plugin(propose, message):
    class Wrong:
        @hookimpl
        def newsquotes_quote_rules(self):
            return {"wrong": QuoteRule(propose)}

    made = Registry(())
    made.register(Wrong(), "broken")
    config = {"quote_detector": {"use": "russian", "russian": {"rules": ["wrong"]}}}
    pipeline = Pipeline.from_dict(config, registry=made)
    with pytest.raises(ExtractorError, match=message) as info:
        pipeline(TEXT)
    assert "the rule 'wrong' (plugin 'broken')" in str(info.value)
    assert "Update the plugin 'broken', or leave 'wrong' out of the rules." in str(info.value)
    assert info.value.plugin == "broken"
    assert pickle.loads(pickle.dumps(info.value.__cause__)).plugin == "broken"


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (silent, "it must map names to newsquotes.rules.QuoteRule objects"),
        (QuoteRule("silent"), "its propose is 'silent', no callable"),
        (QuoteRule(silent, cues="verb"), "its cues are 'verb'; it must be a tuple of 'verb', 'noun'"),
        (QuoteRule(silent, cues=("verbs",)), "its cues are"),
        (QuoteRule(silent, replaces=None), "it replaces None; it must name a rule"),
        (QuoteRule(silent, confidence=2), "its confidence is 2; it must be a probability"),
    ],
)
def test_what_is_offered_is_checked(rule, message):
    class Wrong:
        @hookimpl
        def newsquotes_quote_rules(self):
            return {"wrong": rule}

    with pytest.raises(registry.PluginError, match=re.escape(message)):
        Registry(()).register(Wrong(), "broken")


def test_a_wrapped_detector_takes_lexicons_and_rules_by_name(monkeypatch):
    made = Registry(())
    made.register(Plugin(), "jokes")
    monkeypatch.setattr(registry, "_default", made)
    russian = make_extractor("quote_detector", "russian", lexicon="ravens", rules=["after-dash"])
    doc = Pipeline.from_dict({"quote_detector": russian}, registry=made)
    assert ("пробки кончатся к зиме", "after-dash") in [(q.text, q.rule) for q in doc(TEXT).quotes]
    assert [q.text for q in doc("«Мост закрыт», — прокаркал Ильин.").quotes] == ["Мост закрыт"]
    with pytest.raises(ConfigError, match="a rule 'dash' that no plugin offers"):
        make_extractor("quote_detector", "russian", rules=["dash"])


def test_every_rule_of_the_table_can_be_switched_off():
    for name in RULE_NAMES:
        assert name in Rules([name]).gone


MARKS = ("«", "»", '"', "—", "–", ":", ",", ".", "\n", "что", "сказал", "сообщает", "Пётр Ильин", "заявление", "мост", "мы")


@given(st.lists(st.sampled_from(MARKS), min_size=3, max_size=24).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_rules_that_are_left_out_where_nothing_sets_words_off_would_propose_nothing(text: str) -> None:
    view = view_of(PIPELINE(text))
    every = Rules()
    every.of = lambda s: every.ordered(s)[True]  # type: ignore[method-assign]
    assert [(p.rule, p.content, p.type) for p in proposals(view)] == [
        (p.rule, p.content, p.type) for p in proposals(view, every)
    ]
