"""The markup notation: strict reading, round trips, readable differences."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsquotes.document import Attribution, Cue, Document, Medium, Quote, Speaker
from newsquotes.errors import LayerError, MarkupError
from newsquotes.spans import Span
from newsquotes.testing import MarkedQuote, MarkedText, diff_markup, markup_of, parse_markup, render_markup

PLAIN = "«<content>Газ придёт</content>», — <cue>заявил</cue> <source>Пётр Ильин</source>."


def resolved(text: str, *quotes: Quote, speaker: str = "Пётр Ильин", medium: str | None = None) -> Document:
    doc = Document(text).with_layer("quotes", quotes)
    media = (Medium(medium, doc.span(text.index(medium), text.index(medium) + len(medium))),) if medium else ()
    doc = doc.with_layer("speakers", [Speaker(0, speaker, "person")])
    return doc.with_layer("attributions", [Attribution(0, media) for _ in quotes])


def quote_of(marked: MarkedQuote, **more: object) -> Quote:
    return Quote(marked.content, Cue(marked.cue), marked.source, **more)


# --- reading ---------------------------------------------------------------------------------------------------------


def test_spans_are_offsets_into_the_text_without_tags():
    marked = parse_markup(PLAIN)
    assert marked.text == "«Газ придёт», — заявил Пётр Ильин."
    (quote,) = marked.quotes
    assert quote.content == (Span(1, 11, "Газ придёт"),)
    assert quote.cue == (Span(16, 22, "заявил"),)
    assert quote.source == Span(23, 33, "Пётр Ильин")
    assert (quote.type, quote.speaker, quote.medium, quote.stance, quote.mode) == (None,) * 5


def test_a_text_without_tags_holds_no_quotations():
    assert parse_markup("Газ придёт.") == MarkedText("Газ придёт.")


def test_several_fragments():
    (quote,) = parse_markup(
        "«<content>Да</content>, — <cue>сообщает</cue> ТАСС <cue>со ссылкой на</cue> <source>него</source>. — "
        "<content>Нет</content>»."
    ).quotes
    assert quote.text == "Да … Нет"
    assert [span.text for span in quote.cue] == ["сообщает", "со ссылкой на"]


def test_numbers_tell_quotations_apart_that_cross():
    marked = parse_markup(
        "<source 1>Ильин</source 1> <cue 1>сказал</cue 1>, что <content 1><source 2>мэр</source 2> <cue 2>пообещал</cue 2>: "
        "<content 2>газ</content 1> придёт</content 2>."
    )
    assert marked.text == "Ильин сказал, что мэр пообещал: газ придёт."
    assert [quote.text for quote in marked.quotes] == ["мэр пообещал: газ", "газ придёт"]
    assert [str(quote.source) for quote in marked.quotes] == ["Ильин", "мэр"]


def test_attributes():
    (quote,) = parse_markup(
        '<content 7 mixed speaker="ООО &quot;Ян &amp; Ко&quot;" medium="" stance="denied" mode="writing">А</content 7>'
    ).quotes
    assert quote == MarkedQuote(
        (Span(0, 1, "А"),),
        type="mixed",
        speaker='ООО "Ян & Ко"',
        medium="",
        stance="denied",
        mode="writing",
    )


def test_quotations_are_in_the_order_of_the_text_the_longer_first():
    marked = parse_markup("<content 3><content 9>А</content 9> и</content 3> <content 1>Б</content 1>")
    assert [quote.text for quote in marked.quotes] == ["А и", "А", "Б"]


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("<what>А</what>", "unknown tag 'what'"),
        ("<conten>А</conten>", "did you mean 'content'"),
        ("5 < 6", "a literal < is written &lt;"),
        ("<content>А", "<content> is never closed"),
        ("А</content>", "</content> closes nothing"),
        ("<content>А</content 1>", "</content 1> closes nothing"),
        ("<content><content>А</content>", "<content> is open already"),
        ("<content></content>", "<content> is empty"),
        ("<content>А</content> <cue></cue>", "<cue> is empty"),
        ("<cue>сказал</cue>", "quotation has no <content>"),
        ("<content 1>А</content 1> <cue 2>сказал</cue 2>", "quotation 2 has no <content 2>"),
        ("<content>А</content> <source>он</source> <source>мэр</source>", "a second <source>"),
        ("<content>А</content> <content 1>Б</content 1>", "a number is missing"),
        ("<content 0>А</content 0>", "numbered from 1"),
        ("<content 1 2>А</content 1>", "unknown type '2'"),
        ("<content colour='red'>А</content>", "cannot read"),
        ('<content colour="red">А</content>', "unknown attribute 'colour'"),
        ("<content quoted>А</content>", "unknown type 'quoted'"),
        ("<content direct mixed>А</content>", "type is stated twice"),
        ('<content stance="denyed">А</content>', "did you mean 'denied'"),
        ('<content speaker="А" speaker="Б">А</content>', "speaker is stated twice"),
        ('<content speaker="А>А</content>', "a tag that is not closed"),
        ('<content speaker="А & Б">А</content>', "& in a value is written &amp;"),
        ("<content>А</content direct>", "a closing tag has no attributes"),
        ("<content>А</content> <cue direct>сказал</cue>", "attributes stand in the tag <content>"),
        ("<content>А</content> <content direct>Б</content>", "attributes stand in the first <content> alone"),
        ("Ян & Ко", "& stands only in &lt;"),
    ],
)
def test_what_is_not_exactly_right_raises(marked, message):
    with pytest.raises(MarkupError) as caught:
        parse_markup(marked)
    assert message in str(caught.value)


def test_an_error_draws_the_place():
    with pytest.raises(MarkupError) as caught:
        parse_markup("Первая строка.\nОн <cue>сказал</cui>.")
    assert str(caught.value) == (
        "line 2: unknown tag 'cui'; did you mean 'cue'? Available: content, cue, source; a literal < is written &lt;\n"
        "  Он <cue>сказал</cui>.\n"
        "                ^"
    )


# --- writing ---------------------------------------------------------------------------------------------------------


@st.composite
def texts(draw):
    text = draw(st.text(st.sampled_from('аб<>&"/ =\n\xa0\r\ud83dё1content'), min_size=1, max_size=40))
    offsets = st.integers(0, len(text) - 1)

    def span(last: int = 0) -> Span | None:
        start = max(last, draw(offsets))
        end = draw(st.integers(start + 1, len(text))) if start < len(text) else start
        return Span(start, end, text[start:end]) if end > start else None

    def spans(most: int) -> tuple[Span, ...]:
        found, last = [], 0
        for _ in range(draw(st.integers(0, most))):
            if new := span(last):
                found.append(new)
                last = new.end
        return tuple(found)

    names = st.none() | st.text(st.sampled_from('Яна<>&"= \n'), max_size=6)
    quotes = [
        MarkedQuote(
            content,
            spans(2),
            draw(st.sampled_from([None, span()])),
            draw(st.sampled_from([None, "direct", "indirect", "mixed"])),
            draw(names),
            draw(names),
            draw(st.sampled_from([None, "denied"])),
            draw(st.sampled_from([None, "thought"])),
        )
        for _ in range(draw(st.integers(0, 4)))
        if (content := spans(3))
    ]
    return MarkedText(text, tuple(sorted(quotes, key=lambda q: (q.content[0].start, -q.content[-1].end))))


@given(texts())
def test_what_is_written_is_read_back(marked):
    assert parse_markup(render_markup(marked.text, marked.quotes)) == marked


def test_a_tidy_drawing_is_written_as_it_was():
    drawn = "«<content 1>Да</content 1>», — <cue 1>сказал</cue 1> он. <content 2 direct>R&amp;B&nbsp;&lt;3</content 2>"
    marked = parse_markup(drawn)
    assert render_markup(marked.text, marked.quotes) == drawn


def test_a_span_that_does_not_fit_the_text_is_refused():
    (quote,) = parse_markup(PLAIN).quotes
    with pytest.raises(LayerError):
        render_markup("Совсем другой текст, и длинный.", [quote])


# --- documents -------------------------------------------------------------------------------------------------------


def test_the_quotations_of_a_document():
    marked = parse_markup(PLAIN + " ТАСС")
    doc = resolved(marked.text, quote_of(marked.quotes[0], stance="denied", mode="thought"), medium="ТАСС")
    assert markup_of(doc) == (
        '«<content direct speaker="Пётр Ильин" medium="ТАСС" stance="denied" mode="thought">Газ придёт</content>», — '
        "<cue>заявил</cue> <source>Пётр Ильин</source>. ТАСС"
    )


def test_no_difference():
    marked = parse_markup(PLAIN)
    doc = resolved(marked.text, quote_of(marked.quotes[0]))
    assert diff_markup(marked, doc) == ""
    assert diff_markup(parse_markup(markup_of(doc)), doc) == ""


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"type": "mixed"}, "type of «Газ придёт»: expected 'mixed', found 'direct'"),
        ({"speaker": "Ян Ильин"}, "speaker of «Газ придёт»: expected 'Ян Ильин', found 'Пётр Ильин'"),
        ({"speaker": ""}, "speaker of «Газ придёт»: expected none, found 'Пётр Ильин'"),
        ({"medium": "ТАСС"}, "medium of «Газ придёт»: expected 'ТАСС', found none"),
        ({"stance": "denied"}, "stance of «Газ придёт»: expected 'denied', found 'asserted'"),
        ({"mode": "thought"}, "mode of «Газ придёт»: expected 'thought', found 'speech'"),
        ({"cue": ()}, "cue of «Газ придёт»: expected none, found 'заявил'"),
        ({"source": None}, "source of «Газ придёт»: expected none, found 'Пётр Ильин'"),
        ({"content": (Span(1, 4, "Газ"),)}, "content of «Газ»: expected 'Газ', found 'Газ придёт'"),
        ({"content": (Span(23, 27, "Пётр"),)}, "not found: «Пётр»"),
    ],
)
def test_each_difference_is_named(change, line):
    marked = parse_markup(PLAIN)
    doc = resolved(marked.text, quote_of(marked.quotes[0]))
    expected = MarkedText(marked.text, (attrs.evolve(marked.quotes[0], **change),))
    assert line in diff_markup(expected, doc)


@pytest.mark.parametrize("name", ["Петр Ильин", "Пётр  Ильин"])
def test_names_are_compared_word_by_word(name):
    marked = parse_markup(PLAIN.replace("<content>", f'<content speaker="{name}">'))
    assert diff_markup(marked, resolved(marked.text, quote_of(marked.quotes[0]))) == ""


def test_a_quotation_too_many():
    marked = parse_markup(PLAIN)
    doc = resolved(marked.text, quote_of(marked.quotes[0]))
    assert diff_markup(MarkedText(marked.text), doc) == (
        "expected: «Газ придёт», — заявил Пётр Ильин.\n"
        'found:    «<content direct speaker="Пётр Ильин">Газ придёт</content>», — <cue>заявил</cue> '
        "<source>Пётр Ильин</source>.\n"
        "  found where none is expected: «Газ придёт»"
    )


def test_of_two_with_one_content_each_finds_its_own():
    marked = parse_markup(
        "<content 1><content 2>Газ придёт</content 2></content 1>, <cue 1>сказал</cue 1> он и <cue 2>сообщил</cue 2> мэр."
    )
    doc = resolved(marked.text, *map(quote_of, reversed(marked.quotes)))
    assert diff_markup(marked, doc) == ""


def test_another_text_is_no_comparison():
    assert diff_markup(parse_markup("А"), Document("Б")).startswith("another text")
