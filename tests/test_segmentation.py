"""Tokens and sentences are razdel's, though it is not shown every mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from razdel import sentenize, tokenize

from newsquotes import Document
from newsquotes.russian.reading.folding import folded
from newsquotes.russian.segmentation import sentences, tokens

TEXTS = st.text(st.sampled_from("АабЖё.!?…;:,)(»«\"'“„- \n\t1tT_%т.к.гг.") | st.characters(), max_size=60)


PIECES = "Газ,пришёл.,обл.,рис.,т.е.,проф.,IV.,1.,а),).,»!,«Он»,Он,—,он,А.,Б.,:),;-),…,?!,\n\xa0,„Дом».,ст.,2012,дж.,жен."


def check_sentences(text):
    if folded(Document(text)) is not None:
        return  # razdel sees the folded copy
    expected = [(s.start, s.stop) for s in sentenize(text) if s.start < s.stop]
    assert [(s.start, s.end) for s in sentences(Document(text))] == expected


@given(TEXTS)
def test_sentences_are_razdels(text):
    check_sentences(text)


@given(st.lists(st.sampled_from(PIECES.split(",")), max_size=12), st.sampled_from(["", " ", "\n"]))
def test_sentences_of_words_are_razdels(pieces, space):
    check_sentences(space.join(pieces))


@given(st.lists(st.sampled_from("газ «Газ» 5,5 % т.д. кто-то И.И. (он) ТАСС, «а». …нет 10:30 РИА!".split()), max_size=12))
def test_tokens_of_a_run_are_razdels(runs):
    expected = [t.text for run in runs for t in tokenize(run)]
    assert [str(t) for t in tokens(Document("  ".join(runs)))] == expected


@pytest.mark.parametrize("run", ['"', "«а»", "И.", "1.", "..."])
def test_a_run_that_is_no_writing_is_not_cut_into_words(run):
    text = f"Он сказал {run * 9000} мост"
    found = tokens(Document(text))
    assert "".join(t.text for t in found) == text.replace(" ", "")
    assert [text[t.start : t.end] for t in found] == [t.text for t in found]
    assert len(found) < 12
    assert len(tokens(Document(run * 100))) >= len(list(tokenize(run * 100)))
