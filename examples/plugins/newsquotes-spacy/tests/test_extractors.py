"""Tokens, sentences and lemmas of spaCy in newsquotes."""

import pickle

import newsquotes
import pytest
import spacy
from spacy.tokens import Doc

from newsquotes_spacy import CONTENT
from newsquotes_spacy.extractors import reading

# The lemmas of these tests come without tags, which newsquotes warns of, for its rules need them.
pytestmark = pytest.mark.filterwarnings("ignore:.* needs morphs:newsquotes.PluginWarning")

TEXT = "Пётр Орлов сообщил, что\u00a0мост откроют в мае.\n\n  «Ждать недолго», — добавил он."
ALL = {"tokenizer": "spacy", "sentence_splitter": "spacy", "lemmatizer": "spacy"}


def with_model(*stages):
    return {stage: {"use": "spacy", "spacy": {"model": "blank:ru"}} for stage in stages}


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("ru")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("lemmatizer", config={"mode": "pymorphy3_lookup"})
    nlp.add_pipe("newsquotes", config={"config": ALL})
    nlp.initialize()
    return nlp


def test_inside_spacy_the_layers_are_those_of_the_doc(nlp):
    seen = []
    nlp.get_pipe("newsquotes").pipeline = newsquotes.Pipeline(**ALL, annotator=lambda doc: seen.append(doc) or {})
    doc = nlp(TEXT)
    (document,) = seen
    words = [token for token in doc if not token.is_space]
    assert [(t.start, t.text) for t in document.tokens] == [(t.idx, t.text) for t in words]
    assert [m.lemma for m in document.morphs] == [t.lemma_ for t in words]
    assert [str(s) for s in document.sentences] == [s.text.strip() for s in doc.sents]


def test_a_lemma_comes_with_its_part_of_speech_and_features():
    known = {"lemmas": ["мост"], "pos": ["NOUN"], "morphs": ["Number=Sing|Case=Dat"], "sent_starts": [True]}
    doc = Doc(spacy.blank("ru").vocab, words=["мосту"], **known)
    with reading(doc):
        document = newsquotes.Pipeline(**ALL)(doc.text)
    (morph,) = document.morphs
    assert morph.best == newsquotes.Reading("мост", "NOUN", (("Case", "Dat"), ("Number", "Sing")))


def test_quotations_of_spacy_tokens_fit_them_exactly():
    nlp = spacy.blank("ru")
    nlp.add_pipe("sentencizer")
    config = {"tokenizer": "spacy", "sentence_splitter": "spacy"}
    nlp.add_pipe("newsquotes", config={"config": config, "alignment": "strict"})
    doc = nlp(TEXT)
    assert [span.text for span in doc.spans[CONTENT]] == ["мост откроют в мае", "Ждать недолго"]


def test_a_model_may_be_named_outside_spacy():
    pipeline = newsquotes.Pipeline(**with_model("tokenizer", "sentence_splitter"))
    assert [quote.text for quote in pipeline(TEXT).quotes] == ["мост откроют в мае", "Ждать недолго"]
    assert pickle.loads(pickle.dumps(pipeline))(TEXT) == pipeline(TEXT)


@pytest.mark.parametrize("text", ["", " \n\n ", "«", "😀 «Да 😀», — сказал он.\r\nНет", "а " * 500_001], ids=len)
def test_strange_texts_do_not_raise(text):
    assert newsquotes.Pipeline(**with_model("tokenizer", "sentence_splitter"))(text).text == text


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"tokenizer": "spacy"}, "there is no spaCy Doc to read"),
        (with_model("lemmatizer"), "gives no lemmas"),
    ],
)
def test_what_spacy_does_not_give_is_named(config, message):
    with pytest.raises(newsquotes.ExtractorError, match=message):
        newsquotes.Pipeline(**config)(TEXT)


def test_a_doc_without_sentences_is_refused():
    nlp = spacy.blank("ru")
    nlp.add_pipe("newsquotes", config={"config": {"sentence_splitter": "spacy"}})
    with pytest.raises(newsquotes.ExtractorError, match=r"nlp.add_pipe\('sentencizer'\)"):
        nlp(TEXT)


def test_other_tokens_than_spacys_have_no_lemmas_of_spacy(nlp):
    def halves(doc):
        return [newsquotes.Token(0, 2, doc.text[:2]), newsquotes.Token(2, 4, doc.text[2:4])]

    nlp.get_pipe("newsquotes").pipeline = newsquotes.Pipeline(tokenizer=halves, lemmatizer="spacy")
    with pytest.raises(newsquotes.ExtractorError, match="needs the tokenizer 'spacy'"):
        nlp("Мост")


def test_an_unknown_model_fails_when_the_pipeline_is_built():
    with pytest.raises(newsquotes.PluginError, match="ru_no_such_model"):
        newsquotes.Pipeline(tokenizer={"use": "spacy", "spacy": {"model": "ru_no_such_model"}})
