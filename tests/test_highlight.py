import pytest
from drawn import BRIDGE, drawn
from hypothesis import given
from hypothesis import strategies as st

from newsquotes.document import Cue, Document, Quote
from newsquotes.reader.highlight import PALETTE, PATTERNS, looks, segments, voices


def marked(doc: Document) -> list[tuple[str, tuple[int, ...], tuple[int, ...], tuple[int, ...]]]:
    return [(s.span.text, s.content, s.cue, s.source) for s in segments(doc) if s.content or s.cue or s.source]


def test_the_text_is_cut_at_every_border_of_a_part():
    doc = drawn(BRIDGE)
    assert "".join(s.span.text for s in segments(doc)) == doc.text
    found = marked(doc)
    assert ("Мы готовы", (1,), (), ()) in found
    assert ("но торопиться не станем", (1,), (), ()) in found
    assert ("она", (), (), (1,)) in found
    assert ("министерстве", (2,), (), (3,)) in found
    assert ("говорили", (2,), (3,), ()) in found
    assert ("Денег не будет", (2, 3), (), ()) in found
    assert ('", — и мы искали их сами', (2,), (), ()) in found


def test_every_fragment_opens_and_closes_once():
    doc = drawn(BRIDGE)
    opened = [id_ for s in segments(doc) for id_ in s.opens]
    assert opened == [0, 1, 1, 2, 3, 4]
    assert sorted(id_ for s in segments(doc) for id_ in s.closes) == sorted(opened)


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(1, 12)), max_size=8))
def test_segments_cover_the_text_and_say_what_is_there(places):
    doc = Document("а" * 41)
    quotes = [Quote((doc.span(start, start + length),), Cue((doc.span(start, start + 1),))) for start, length in places]
    doc = doc.with_layer("quotes", quotes)
    offset = 0
    for segment in segments(doc):
        assert segment.span.start == offset < segment.span.end
        offset = segment.span.end
        assert sorted(segment.content) == [q.id for q in doc.quotes if q.content[0].contains(segment.span)]
        assert sorted(segment.cue) == [q.id for q in doc.quotes if q.cue.spans[0].contains(segment.span)]
        lengths = [len(doc.quotes[id_].content[0]) for id_ in segment.content]
        assert lengths == sorted(lengths, reverse=True)
    assert offset == 41


def test_an_empty_text_has_no_segments():
    assert list(segments(Document("").with_layer("quotes", ()))) == []


def test_the_most_quoted_come_first_and_those_without_a_speaker_last():
    found = voices(drawn(BRIDGE))
    assert [(v.name, len(v.quotes), v.look.key) for v in found] == [
        ("Анна Белова", 2, "0"),
        ("Пётр Ильин", 1, "1"),
        ("министерство", 1, "2"),
        ("unknown speaker", 1, "x"),
    ]


def test_before_speakers_are_resolved_all_are_unknown():
    doc = Document("Газ придёт.")
    doc = doc.with_layer("quotes", [Quote((doc.span(0, 3),))])
    [voice] = voices(doc)
    assert (voice.speaker, voice.name, looks((voice,))[0].key) == (None, "unknown speaker", "x")


def test_colours_come_back_with_another_line():
    count = len(PALETTE) * len(PATTERNS)
    text = "".join(f'<content {i} speaker="Голос {i}">да{i}</content {i}> ' for i in range(1, count + 1))
    found = voices(drawn(text))
    assert len({(v.look.key, v.look.pattern) for v in found}) == count
    assert (found[len(PALETTE)].look.key, found[len(PALETTE)].look.pattern) == ("0", 1)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", PALETTE)
def test_text_on_every_tint_can_be_read(colour):
    assert contrast("#1c1c1e", colour.light) >= 7
    assert contrast("#e8e8ec", colour.dark) >= 7
