import pickle
from datetime import date

import pytest
from fakes import tokens

from newsquotes import (
    Attribution,
    Cue,
    Document,
    InputError,
    LayerError,
    Link,
    Medium,
    Mention,
    Metadata,
    MissingLayerError,
    Morph,
    Quote,
    Reading,
    Resolution,
    Sentence,
    Span,
    Speaker,
    Token,
)
from newsquotes.lazy_layers import Later

TEXT = "«Газ придёт», — сказал Пётр Ильин. Он добавил: «Ждите»."


@pytest.fixture
def doc() -> Document:
    return Document(TEXT, id="gas")


def quote(doc: Document, *places: tuple[int, int], **fields: object) -> Quote:
    return Quote(content=tuple(doc.span(*place) for place in places), **fields)


def resolved(doc: Document) -> Document:
    found = [quote(doc, (1, 11), cue=Cue((doc.span(16, 22),), "сказать"), detection_confidence=0.8), quote(doc, (48, 53))]
    speakers = (Speaker(0, "Пётр Ильин", "person", mentions=(doc.span(23, 33),), keys=frozenset({"ильин", "ильина"})),)
    attributions = (Attribution(0, confidence=0.5, rule="name"), Attribution())
    return doc.with_layer("quotes", found).with_resolution(Resolution(speakers, attributions))


# --- layers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "stage"),
    [
        ("tokens", "tokenizer"),
        ("sentences", "sentence_splitter"),
        ("morphs", "lemmatizer"),
        ("mentions", "mention_detector"),
        ("quotes", "quote_detector"),
        ("speakers", "speaker_resolver"),
        ("attributions", "speaker_resolver"),
        ("links", "linker"),
    ],
)
def test_an_absent_layer_names_the_stage_to_run(doc, layer, stage):
    with pytest.raises(MissingLayerError, match=f"no {layer} yet: run the stage '{stage}'"):
        getattr(doc, layer)
    assert not doc.has(layer)


def test_an_empty_layer_is_no_absent_one(doc):
    assert doc.with_layer("mentions", []).mentions == ()


def test_adding_a_layer_leaves_the_old_document_alone(doc):
    new = doc.with_layer("tokens", tokens(doc))
    assert new.has("tokens")
    assert not doc.has("tokens")
    assert (new.text, new.id) == (doc.text, doc.id)


def test_a_document_is_frozen(doc):
    with pytest.raises(AttributeError):
        doc.text = "другой"
    with pytest.raises(TypeError):
        doc.extra["topics"] = ()


def test_replaced_tokens_drop_the_morphs_that_counted_through_them(doc):
    done = doc.with_layer("tokens", tokens(doc))
    done = done.with_layer("morphs", [Morph((Reading("x", "X"),)) for _ in done.tokens])
    assert not done.with_layer("tokens", list(done.tokens)[:1]).has("morphs")


def test_replaced_quotes_drop_their_attributions(doc):
    assert not resolved(doc).with_layer("quotes", []).has("attributions")


BAD_LAYERS = {
    "unknown layer": ("token", [], "there is no layer 'token'"),
    "wrong type": ("tokens", ["Газ"], r"tokens\[0\] is 'Газ', but tokenizer must give Token objects"),
    "a plain span": ("tokens", [Span(0, 1, "«")], "must give Token objects"),
    "outside": ("tokens", [Token(50, 99, "x" * 49)], "lies outside the text of 55 characters"),
    "negative": ("sentences", [Sentence(-1, 3, "«Га")], "lies outside"),
    "no integer": ("tokens", [Token(0.0, 1, "«")], "has the offset 0.0, of the type float; offsets are ints"),
    "another text": (
        "tokens",
        [Token(1, 4, "газ")],
        r"says 'газ', but the text there is\n  «Газ придёт.*\n   \^\^\^ \[1, 4\)",
    ),
    "empty": ("tokens", [Token(1, 1, "")], "is empty"),
    "overlap": ("tokens", [Token(0, 4, "«Газ"), Token(1, 4, "Газ")], "starts at 1, before 4"),
    "out of order": ("tokens", [Token(1, 4, "Газ"), Token(0, 1, "«")], "starts at 0, before 4"),
}


@pytest.mark.parametrize(("layer", "items", "message"), BAD_LAYERS.values(), ids=BAD_LAYERS)
def test_items_that_do_not_fit_raise(doc, layer, items, message):
    with pytest.raises(LayerError, match=message):
        doc.with_layer(layer, items)


def test_morphs_are_one_a_token(doc):
    done = doc.with_layer("tokens", tokens(doc))
    with pytest.raises(LayerError, match="gave 0 morphs for 17 tokens"):
        done.with_layer("morphs", [])


WRONG_MENTIONS = {
    "kind": ({"kind": "people"}, "kind is 'people'"),
    "no name": ({"name": " "}, r"mentions\[0\].name"),
    "name": ({"name": 5}, r"mentions\[0\].name"),
    "plural": ({"plural": 1}, r"mentions\[0\].plural"),
    "gender": ({"gender": "man"}, r"mentions\[0\].gender"),
    "role": ({"role": 5}, r"mentions\[0\].role"),
    "organization": ({"organization": 5}, r"mentions\[0\].organization"),
    "head before the span": ({"head": Span(22, 27, " Пётр")}, "not among the words of its span"),
    "head behind the span": ({"head": Span(28, 34, "Ильин.")}, "not among the words of its span"),
    "a head of other words": ({"head": Span(23, 27, "Пётя")}, "says 'Пётя'"),
    "a head of other words that come first": ({"head": Span(23, 27, "Анна")}, "says 'Анна'"),
    "a head outside": ({"head": Span(-1, 2, "")}, "lies outside"),
}


@pytest.mark.parametrize(("fields", "message"), WRONG_MENTIONS.values(), ids=WRONG_MENTIONS)
def test_mentions_that_do_not_fit_raise(doc, fields, message):
    span = doc.span(23, 33)
    right = {"span": span, "kind": "person", "name": "Пётр Ильин", "head": span}
    assert len(doc.with_layer("mentions", [Mention(**right)]).mentions) == 1
    with pytest.raises(LayerError, match=message):
        doc.with_layer("mentions", [Mention(**(right | fields))])


def test_what_stands_at_one_place_or_touches_is_no_overlap(doc):
    span = doc.span(23, 33)
    one, other = Mention(span, "person", "Пётр Ильин", span), Mention(span, "person", "Ильин", doc.span(28, 33))
    assert len(doc.with_layer("mentions", [one, other]).mentions) == 2
    assert len(doc.with_layer("quotes", [quote(doc, (1, 4), (4, 11))]).quotes[0].content) == 2


@pytest.mark.parametrize("keys", [frozenset({5}), frozenset({"ильин", 5}), {"ильин"}])
def test_keys_of_speakers_are_strings(doc, keys):
    with pytest.raises(LayerError, match=r"speakers\[0\].keys"):
        doc.with_layer("quotes", []).with_resolution(Resolution((Speaker(0, "Ильин", "person", keys=keys),), ()))


def test_mentions_may_touch_both_ends_of_the_text():
    doc = Document("Ильин")
    span = doc.span(0, 5)
    assert doc.with_layer("mentions", [Mention(span, "person", "Ильин", span)]).mentions[0].span == span


def test_a_wrong_span_is_drawn_in_its_line():
    doc = Document("первая\n" + "а" * 60 + "мост" + "б" * 200 + "\nпоследняя")
    for start, text, left, right, marks in [(67, "путь", 27, 111, 4), (67, "в" * 100, 27, 187, 80), (8, "я" * 3, 7, 51, 3)]:
        with pytest.raises(LayerError) as caught:
            doc.with_layer("tokens", [Token(start, start + len(text), text)])
        line, under = str(caught.value).splitlines()[1:3]
        assert line == "  " + doc.text[left:right]
        assert under == "  " + " " * (start - left) + "^" * marks + f" [{start}, {start + len(text)})"


def test_mentions_come_in_order_the_longer_first(doc):
    long, short = doc.span(23, 33), doc.span(23, 27)
    right = [Mention(long, "person", "Пётр Ильин", long), Mention(short, "person", "Пётр", short)]
    assert len(doc.with_layer("mentions", right).mentions) == 2
    with pytest.raises(LayerError, match="out of order"):
        doc.with_layer("mentions", right[::-1])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"content": [(1, 4), (2, 6)]}, "overlaps the fragment before it"),
        ({"content": [(1, 1)]}, "is empty at 1"),
        ({"content": [(1, 4)], "detection_confidence": 1.5}, "must be a probability"),
        ({"content": [(1, 4)], "type": "Direct"}, "type is 'Direct'; it must be one of direct, indirect, mixed"),
        ({"content": [(1, 4)], "stance": "sure"}, "stance is 'sure'"),
        ({"content": [(1, 4)], "cue": "сказал"}, "cue is 'сказал', not a Cue"),
        ({"content": [(1, 4)], "source": (23, 33)}, "not a Span"),
    ],
)
def test_quotes_that_do_not_fit_raise(doc, fields, message):
    places = fields.pop("content")
    with pytest.raises(LayerError, match=message):
        doc.with_layer("quotes", [quote(doc, *places, **fields)])


def test_attributions_must_name_speakers_that_are_there(doc):
    done = doc.with_layer("quotes", [quote(doc, (1, 11))])
    with pytest.raises(LayerError, match="there are no speakers"):
        done.with_resolution(Resolution((), (Attribution(0),)))
    for number in (0, 2):
        with pytest.raises(LayerError, match=f"gave {number} attributions for 1 quotes"):
            done.with_resolution(Resolution((), (Attribution(),) * number))
    with pytest.raises(LayerError, match="id must be its index"):
        done.with_resolution(Resolution((Speaker(3, "Ильин", "person"),), (Attribution(),)))


def test_links_reach_the_speakers(doc):
    assert resolved(doc).with_layer("links", [Link(0, "Q7")]).speakers[0].kb_id == "Q7"


def test_extra_layers_need_names_of_their_own(doc):
    done = doc.with_extra({"topics": ("газ",)})
    assert done.extra["topics"] == ("газ",)
    with pytest.raises(LayerError, match="'topics'"):
        done.with_extra({"topics": ()})


# --- quotes and speakers ---------------------------------------------------------------------------------------------


def test_a_quote_knows_no_speaker_before_resolution(doc):
    [found] = doc.with_layer("quotes", [quote(doc, (1, 11))]).quotes
    with pytest.raises(MissingLayerError, match="speaker_resolver"):
        _ = found.speaker


def test_quotes_are_joined_with_their_speakers(doc):
    first, second = resolved(doc).quotes
    assert (first.id, str(first.speaker), first.text, str(first.cue)) == (0, "Пётр Ильин", "Газ придёт", "сказал")
    assert (second.id, second.speaker, str(second.cue), bool(second.cue)) == (1, None, "", False)
    assert first.confidence == pytest.approx(0.4)
    assert second.confidence == 0


def test_fragments_and_cues_read_well(doc):
    found = quote(doc, (1, 4), (48, 53), cue=Cue((doc.span(16, 22), doc.span(38, 45))))
    assert found.text == str(found) == "Газ … Ждите"
    assert str(found.cue) == "сказал … добавил"


def test_the_first_outlet_is_the_medium(doc):
    media = (Medium("ТАСС", doc.span(1, 4)), Medium("Вести", doc.span(48, 53)))
    done = doc.with_layer("quotes", [quote(doc, (1, 11))]).with_resolution(Resolution((), (Attribution(media=media),)))
    assert done.quotes[0].medium == "ТАСС"
    assert [str(m) for m in done.quotes[0].media] == ["ТАСС", "Вести"]


def test_quotes_are_ordered_and_know_their_parents(doc):
    inner, middle, outer = quote(doc, (1, 4)), quote(doc, (1, 11)), quote(doc, (0, 34))
    done = doc.with_layer("quotes", [quote(doc, (48, 53)), inner, outer, middle])
    assert [(q.start, q.end, q.parent) for q in done.quotes] == [(0, 34, None), (1, 11, 0), (1, 4, 1), (48, 53, None)]


def test_a_quote_whose_cue_lies_outside_has_no_parent(doc):
    inside = quote(doc, (1, 4), cue=Cue((doc.span(16, 22),)))
    assert doc.with_layer("quotes", [quote(doc, (1, 11)), inside]).quotes[1].parent is None


def test_quotes_by_any_form_of_the_name(doc):
    done = resolved(doc)
    for name in ("Пётр Ильин", "петр  ильин", "ИЛЬИНА"):
        assert [q.text for q in done.quotes_by(name)] == ["Газ придёт"]
    assert done.quotes_by("Белова") == ()


def test_select_keeps_quotes_with_their_attributions(doc):
    done = resolved(doc).select(lambda q: q.speaker is None)
    assert [(q.id, q.text, q.speaker) for q in done.quotes] == [(1, "Ждите", None)]
    assert done.quote(1) is done.quotes[0]
    assert [q.id for q in done.select(lambda q: True).quotes] == [1]
    with pytest.raises(KeyError):
        done.quote(0)
    assert [s.name for s in done.speakers] == ["Пётр Ильин"]


def test_ids_of_selected_quotes_follow_from_their_places_where_they_can(doc):
    done = doc.with_layer("quotes", [quote(doc, (1, 4)), quote(doc, (5, 11)), quote(doc, (48, 53))])
    without = done.select(lambda q: q.id != 1)
    assert [q.id for q in without.quotes] == [0, 2]
    assert without != done.select(lambda q: q.id != 2)
    assert without.select(lambda q: q.id == 0) == done.select(lambda q: q.id == 0)
    assert [q.id for q in without.select(lambda q: q.id == 2).quotes] == [2]
    assert done.select(lambda q: True) == done


def test_artefacts_are_adopted_where_the_layers_are_the_same(doc):
    one = doc.with_layer("tokens", tokens(doc))
    words = one.artefact("words", lambda d: [t.text for t in d.tokens], ("tokens",))
    same, other = doc.with_layer("tokens", one.tokens), doc.with_layer("tokens", one.tokens[:1])
    assert same.adopt(one).artefact("words", lambda d: "made anew", ("tokens",)) is words
    assert other.adopt(one).artefact("words", lambda d: "made anew", ("tokens",)) == "made anew"


# --- queries ---------------------------------------------------------------------------------------------------------


def test_span_checks_its_bounds(doc):
    assert doc.span(1, 4) == Span(1, 4, "Газ")
    for bounds in [(-1, 3), (4, 1), (0, 56)]:
        with pytest.raises(LayerError, match="outside the text"):
            doc.span(*bounds)


def test_tokens_in_a_span_lie_wholly_within(doc):
    done = doc.with_layer("tokens", tokens(doc))
    assert [t.text for t in done.tokens_in(doc.span(0, 8))] == ["«", "Газ"]
    assert done.tokens_in(doc.span(2, 3)) == ()


def test_sentence_at_an_offset(doc):
    first, second = doc.span(0, 34), doc.span(35, 55)
    done = doc.with_layer("sentences", [Sentence(s.start, s.end, s.text) for s in (first, second)])
    assert done.sentence_at(0).end == 34
    assert done.sentence_at(34) is None
    words = [Sentence(n, n + 1, doc.text[n]) for n in range(1, 20, 2)]
    assert [doc.with_layer("sentences", words).sentence_at(n) for n in range(5)] == [None, words[0], None, words[1], None]
    assert doc.with_layer("sentences", words).sentence_at(19) == words[-1]
    assert done.sentence_at(54).start == 35
    assert done.sentence_at(55) is None


def test_mentions_in_a_span(doc):
    span = doc.span(23, 33)
    done = doc.with_layer("mentions", [Mention(span, "person", "Пётр Ильин", span)])
    assert len(done.mentions_in(doc.span(20, 34))) == 1
    assert done.mentions_in(doc.span(24, 34)) == ()


# --- identity --------------------------------------------------------------------------------------------------------


def test_equality_pickle_and_repr(doc):
    done = resolved(doc)
    assert pickle.loads(pickle.dumps(done)) == done != doc
    assert repr(done).startswith("Document(gas: '«Газ придёт», — сказал")
    assert "2 quotes, 1 speakers" in repr(done)
    assert repr(Document("а" * 40)) == f"Document('{'а' * 40}', no layers)"
    assert repr(Document("а" * 41)) == f"Document('{'а' * 40}…', no layers)"


def test_the_hash_is_of_the_utf8_text():
    assert Document("").text_sha256.startswith("e3b0c442")
    assert len(Document("\ud800").text_sha256) == 64


def test_metadata_from_a_mapping():
    meta = Metadata.from_mapping({"title": "Газ", "date": date(2024, 5, 7), "url": None})
    assert meta == Metadata(title="Газ", date="2024-05-07")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"titel": "Газ"}, "unknown metadata 'titel'; did you mean 'title'"),
        ({"title": 7}, "must be a str or None, not 7"),
        (["title"], "must be a mapping"),
    ],
)
def test_wrong_metadata_raises(values, message):
    with pytest.raises(InputError, match=message):
        Metadata.from_mapping(values)


def test_a_text_must_be_a_string():
    with pytest.raises(TypeError):
        Document(b"text")


def test_items_that_are_made_later_are_checked_when_they_are_made():
    doc = Document("Газ").with_layer("tokens", Later(["Газ"], lambda texts: [Token(0, 3, "Гас")]))
    assert doc.has("tokens")
    assert repr(doc) == "Document('Газ', 1 tokens)"
    with pytest.raises(LayerError, match="Гас"):
        _ = doc.tokens


def test_items_that_are_made_later_are_a_layer_like_any_other():
    doc = Document("Газ").with_layer("tokens", Later(["Газ"], lambda texts: [Token(0, 3, texts[0])]))
    assert doc == Document("Газ").with_layer("tokens", [Token(0, 3, "Газ")])
    assert doc.tokens_in(doc.span(0, 3)) == doc.tokens
    assert pickle.loads(pickle.dumps(doc)).tokens == doc.tokens
