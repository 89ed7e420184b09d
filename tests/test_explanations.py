"""Every quotation is explained: what proposed and declined it, what was weighed, who could have spoken, how sure that is."""

import pickle
import re

import pytest

import newsquotes
from newsquotes.explanations import Explanation
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.quotes.feature_words import feature_in_words
from newsquotes.russian.speakers.explanations import in_plain_words
from newsquotes.stages import Decision
from newsquotes.wording import speaking

TEXT = """Мэр Тишанска: мост откроют в мае

Глава города Анна Белова приехала на стройку с депутатом Ольгой Крымовой. «Мы успеваем», — сказала она. По её словам, работы идут по плану,
сообщает «Тишанский вестник». Директор завода Пётр Ильин с ней не согласен. «Никто ничего не успеет».

Завод «Атлант» закрыт. Горожане ждут, когда откроют мост.
"""


@pytest.fixture(scope="module")
def doc():
    return newsquotes.extract(TEXT)


@pytest.fixture(scope="module")
def explained(doc):
    return doc.explain()


def test_every_quotation_is_explained_in_the_order_of_the_text(doc, explained):
    assert [e.quote.id for e in explained if e.quote] == [quote.id for quote in doc.quotes]
    assert [e.span.start for e in explained] == sorted(e.span.start for e in explained)
    assert all(doc.text[e.span.start : e.span.end] == e.span.text for e in explained)
    rules = {e.rule for e in explained if e.quote}
    assert "headline" in rules
    assert rules == {quote.rule for quote in doc.quotes}


def test_each_says_what_was_weighed_for_and_against(explained):
    for e in explained:
        if e.quote is None:
            continue
        for_it = [x.weight for x in e.evidence if x.weight > 0]
        against = [x.weight for x in e.evidence if x.weight < 0]
        assert 0 < len(for_it) <= 5, e
        assert len(against) <= 5, e
        assert for_it == sorted(for_it, reverse=True), e
        assert against == sorted(against), e


def test_the_candidates_come_with_scores_and_reasons(doc, explained):
    she = next(e for e in explained if e.quote and e.source and e.source.text == "она")
    assert she.speaker_rule == "pronoun"
    assert she.possible[0].name == doc.quotes[she.quote.id].speaker.name == "Анна Белова"
    assert she.possible[0].probability > 0.5
    assert she.possible[0].score > max(p.score for p in she.possible[1:])
    reasons = {reason.words for p in she.possible for reason in p.reasons}
    assert "is the subject of this sentence or the one before" in reasons
    assert sum(p.probability for p in she.possible) <= 1.0001


def test_whom_a_rule_names_is_a_candidate_too():
    [why] = [e for e in newsquotes.extract("«Мост готов», — сказал Пётр Ильин.").explain() if e.quote]
    assert [(p.name, p.score, p.reasons[0].words) for p in why.possible] == [("Пётр Ильин", None, "named by name")]
    assert why.declined == ()
    assert (why.in_words, why.source.text) == ("nearly certain", "Пётр Ильин")


def test_the_rules_that_declined_are_named():
    [why] = [e for e in newsquotes.extract("Мэр Пётр Ильин сказал, что мост готов.").explain() if e.quote]
    assert why.rule == "complement"
    assert "direct-after" in why.declined
    assert "complement" not in why.declined


def test_what_is_no_quotation_says_why(explained):
    name = next(e for e in explained if e.span.text == "Атлант")
    assert name.quote is None
    assert "name" in name.reason


def test_a_document_is_explained_by_the_pipeline_that_made_it():
    doc = newsquotes.Pipeline(profile="fast")(TEXT)
    assert {e.quote.id for e in doc.explain() if e.quote} == {quote.id for quote in doc.quotes}
    precise = newsquotes.Pipeline(profile="precision")(TEXT)
    assert {e.quote.id for e in precise.explain() if e.quote} == {quote.id for quote in precise.quotes}
    again = pickle.loads(pickle.dumps(newsquotes.extract(TEXT)))
    assert [e.possible for e in again.explain()] == [e.possible for e in newsquotes.extract(TEXT).explain()]


def test_a_document_without_layers_and_one_without_a_word():
    assert any(e.quote for e in newsquotes.Document(TEXT).explain())
    assert newsquotes.extract("").explain() == ()


def test_the_words_of_an_explanation(explained):
    told = str(next(e for e in explained if e.quote and e.source and e.source.text == "она"))
    assert "found as: direct speech before the words of its author" in told
    assert "speaker: Анна Белова: whom a pronoun means" in told
    assert re.search(r"could be: Анна Белова, \d+%, score \+", told)
    with speaking("ru"):
        russian = str(newsquotes.extract(TEXT).explain()[0])
    assert "говорящий" in russian


def test_every_reason_of_the_models_has_words_in_both_languages():
    model = shipped_model("speakers")
    features = {feature for which in ("pronoun", "plural", "role", "body") for feature in model[which]}
    for feature in features:
        assert in_plain_words(feature) != feature, feature
        with speaking("ru"):
            assert not re.search("[A-Za-z]", in_plain_words(feature)), feature


def test_features_of_quotations_have_words_in_both_languages():
    model = shipped_model("quotes")
    for feature in [*model["ranges"], *model["rules"]]:
        with speaking("ru"):
            said = feature_in_words(feature)
            if len(feature.partition("=")[2]) == 1:  # a character of a text is itself in every language
                said = said.removesuffix(feature[-1])
            assert not re.search("[A-Za-z]", said), feature
        assert not re.search("[А-Яа-я]", feature) or feature_in_words(feature) != feature


def test_an_extractor_of_a_plugin_that_tells_nothing_more_is_shown_too(build):
    class Telling:
        def __call__(self, doc):
            return [newsquotes.Quote(content=(doc.span(0, 4),), rule="mine")]

        def explain(self, doc):
            yield Decision(doc.span(0, 4), "quote", "accepted", "it stands first", "mine")

    doc = build(quote_detector=Telling())("Мост готов.")
    [why] = doc.explain()
    assert isinstance(why, Explanation)
    assert (why.rule, why.reason, why.quote.text) == ("mine", "it stands first", "Мост")


def test_a_role_that_nobody_named_has_is_one_candidate():
    doc = newsquotes.extract("Депутат Ольга Крымова встретила Анну Белову. Министр не сказал, что уйдёт.")
    names = [possible.name.casefold() for why in doc.explain() for possible in why.possible if why.quote]
    assert names.count("министр") == 1
