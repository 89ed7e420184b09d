"""The component in a blank Russian pipeline: there and back."""

import pickle

import newsquotes
import pytest
import spacy
from newsquotes.formats import to_record
from spacy.tokens import Doc, DocBin

from newsquotes_spacy import CONTENT, CUE, SOURCE

TEXT = (
    "«Мост откроют в мае, — сообщила мэр Анна Белова. — Мы ждём». По словам Ивана Орлова, газ придёт к зиме.\n\n"
    "Он добавил, что\u00a0город «готов 😀 к холодам»."
)


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("ru")
    nlp.add_pipe("newsquotes")
    return nlp


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(TEXT)


def spans(doc, key):
    return [(span.id_, span.label_, span.text) for span in doc.spans[key]]


def test_the_groups_hold_content_cues_and_sources(doc):
    assert spans(doc, CONTENT) == [
        ("q0", "direct", "Мост откроют в мае"),
        ("q0", "direct", "Мы ждём"),
        ("q1", "indirect", "газ придёт к зиме"),
        ("q2", "mixed", "город «готов 😀 к холодам»"),
    ]
    assert spans(doc, CUE) == [("q0", "cue", "сообщила"), ("q1", "cue", "По словам"), ("q2", "cue", "добавил")]
    assert [(span.id_, span.text) for span in doc.spans[SOURCE]] == [
        ("q0", "мэр Анна Белова"),
        ("q1", "Ивана Орлова"),
        ("q2", "Он"),
    ]


def test_every_span_knows_the_speaker(doc):
    assert [span._.speaker for span in doc.spans[CONTENT]] == ["Анна Белова", "Анна Белова", "Иван Орлов", "Иван Орлов"]
    assert [span._.speaker for span in doc.spans[SOURCE]] == ["Анна Белова", "Иван Орлов", "Иван Орлов"]
    assert doc[0:1]._.speaker is None


def test_the_document_comes_back_with_its_exact_offsets(doc):
    back = doc._.newsquotes
    assert isinstance(back, newsquotes.Document)
    assert to_record(back) == to_record(newsquotes.extract(TEXT))
    for span in doc.spans[CONTENT]:
        parts = [(part.start, part.end) for part in back.quotes[int(span.id_[1:])].content]
        assert (span.start_char, span.end_char) in parts


def test_a_saved_doc_keeps_everything(nlp, doc):
    by_bytes = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    (by_bin,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    for again in (by_bytes, by_bin, pickle.loads(pickle.dumps(doc))):
        assert [spans(again, key) for key in (CONTENT, CUE, SOURCE)] == [spans(doc, key) for key in (CONTENT, CUE, SOURCE)]
        assert again.spans[CONTENT][0]._.speaker == "Анна Белова"
        assert again._.newsquotes == doc._.newsquotes


def test_a_saved_pipeline_loads_by_its_entry_point(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert spans(again(TEXT), CONTENT) == spans(nlp(TEXT), CONTENT)


def test_many_texts_go_through_a_pipe(nlp):
    texts = ["", TEXT, "Выпал снег."]
    assert [len(doc.spans[CONTENT]) for doc in nlp.pipe(texts)] == [0, 4, 0]


def test_linked_speakers_give_their_ids():
    def table(doc):
        return [newsquotes.Link(speaker.id, "Q1") for speaker in doc.speakers if speaker.name == "Анна Белова"]

    nlp = spacy.blank("ru")
    component = nlp.add_pipe("newsquotes")
    component.pipeline = newsquotes.Pipeline(linker=table)
    doc = nlp(TEXT)
    assert [span.kb_id_ for span in doc.spans[CUE]] == ["Q1", "", ""]


@pytest.mark.parametrize(("mode", "expected"), [("expand", ["«Мост"]), ("contract", []), ("strict", [])])
def test_alignment_with_tokens_that_do_not_fit(mode, expected):
    text = "Он сказал: «Мост»"
    nlp = spacy.blank("ru")
    component = nlp.add_pipe("newsquotes", config={"alignment": mode})
    component.pipeline = newsquotes.Pipeline(quote_detector=lambda doc: [newsquotes.Quote((doc.span(12, 16),))])
    doc = component(Doc(nlp.vocab, words=["Он", "сказал", ":", "«Мост", "»"], spaces=[True, False, True, False, False]))
    assert doc.text == text
    assert [span.text for span in doc.spans[CONTENT]] == expected
    assert [quote.text for quote in doc._.newsquotes.quotes] == ["Мост"]


def test_wrong_settings_are_refused():
    nlp = spacy.blank("ru")
    with pytest.raises(ValueError, match="'near'; it must be one of expand, contract, strict"):
        nlp.add_pipe("newsquotes", config={"alignment": "near"})
    with pytest.raises(newsquotes.ConfigError, match="did you mean 'quote_detector'"):
        nlp.add_pipe("newsquotes", config={"config": {"quote_detektor": "russian"}})


def test_a_doc_without_the_component_says_so(nlp):
    with pytest.raises(ValueError, match=r"nlp.add_pipe\('newsquotes'\)"):
        _ = nlp.make_doc("Выпал снег.")._.newsquotes
