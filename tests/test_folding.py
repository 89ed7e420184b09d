"""Texts are read through a folded copy, whose map leads back into the untouched text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsquotes
from newsquotes import Document
from newsquotes.russian.reading.folding import folded
from newsquotes.russian.segmentation import sentences, tokens
from newsquotes.testing.texts import NEWS

PIECES = (
    "« » слово Иван Белов сказал , . — \n &laquo; &raquo; &nbsp; &amp;quot; &#1234567; &nope; & < <b> </b> <br/> <a\xa0href='x'> "
    "** * _ __ > # [ ] ](https://a.ru/б) ![снимок](/b.png) \u00ad \u0301 и\u0306 е\u0308 \u200b \ufeff \ufe0f 1\ufe0f\u20e3 🔥 👨\u200d👩 • • ✅ cлoво Мicrosoft "
    "C. c 5*3 с_т"
).split(" ")
TEXTS = st.lists(st.sampled_from(PIECES) | st.sampled_from(" \n") | st.characters(), max_size=20).map("".join)


@given(TEXTS)
def test_every_character_of_the_copy_stands_for_a_range_of_the_text(text):
    copy = folded(Document(text))
    if copy is None:
        return
    assert len(copy.text) == len(copy.starts) == len(copy.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(copy.starts, copy.ends, strict=True))
    assert list(copy.starts) == sorted(set(copy.starts))
    assert [copy.place(start) for start in copy.starts] == list(range(len(copy.text)))


@given(TEXTS)
def test_spans_lie_in_the_untouched_text(text):
    doc = newsquotes.extract(text)
    spans = [*doc.tokens, *doc.sentences, *(m.span for m in doc.mentions)]
    spans += [s for q in doc.quotes for s in (*q.content, *q.cue.spans)]
    assert all(doc.text[s.start : s.end] == s.text for s in spans)


@given(TEXTS)
def test_no_letter_is_lost(text):
    for found in (tokens(Document(text)), sentences(Document(text))):
        inside = {i for span in found for i in range(span.start, span.end)}
        assert [i for i, c in enumerate(text) if c.isalnum() and i not in inside] == []


@pytest.mark.parametrize("text", [*NEWS.values(), "Газ [газ] & вода < 3 * 4, snake_case, C# и Wi-Fi", "Meta и PRщик"])
def test_ordinary_texts_are_not_copied(text):
    assert folded(Document(text)) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("со\u00adоб\u00adщил", "сообщил"),
        ("Андреи\u0306 Хмеле\u0308в", "Андрей Хмелёв"),
        ("и\u0301\u0306", "й"),
        ("cooбщил Мicrosoft", "сообщил Microsoft"),
        ("ехал c ним, Xerox c Tide", "ехал с ним, Xerox c Tide"),
        ("&amp;laquo;Газ&raquo;,&nbsp;&mdash; &nope;", "«Газ»,\xa0— &nope;"),
        ("<p>Газ<br>придёт</p>", "\nГаз\nпридёт\n"),
        ("[Газ](https://a.ru/b?c=d) ![снимок](/b.png)пришёл", "Газ пришёл"),
        ("**Газ**, _свет_ и __вода__", "Газ, свет и вода"),
        ("> Газ\n## Свет\n* Вода\n***", "Газ\nСвет\nВода\n***"),
        ("🔥 Газ ✅Свет", " Газ Свет"),
        ("• Газ", " Газ"),
    ],
)
def test_what_is_read(text, read):
    assert folded(Document(text)).text == read


def test_a_word_is_one_token_and_keeps_its_letters():
    doc = newsquotes.extract("«Мост го\u00adто\u0301в», — cooбщил **мэр**&nbsp;Пётр Ильин.")
    assert [str(t) for t in doc.tokens][:4] == ["«", "Мост", "го\u00adто\u0301в", "»"]
    assert doc.morphs[6].lemma == "сообщить"
    (quote,) = doc.quotes
    assert (str(quote.cue), quote.source.text, str(quote.speaker)) == ("cooбщил", "мэр**&nbsp;Пётр Ильин", "Пётр Ильин")
