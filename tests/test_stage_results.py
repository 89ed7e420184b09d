import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsquotes import Attribution, Document, Link, Mention, Quote, Resolution, Speaker
from newsquotes.stage_results import merged_links, merged_mentions, merged_quotes, merged_resolutions, overlap

DOC = Document("Пётр Ильин рассказал, что газ придёт к зиме и что дома будут тёплыми. " * 30)


def quote(*places: tuple[int, int], rule: str = "") -> Quote:
    return Quote(content=tuple(DOC.span(*place) for place in places), rule=rule)


def mention(start: int, end: int, name: str = "") -> Mention:
    span = DOC.span(start, end)
    return Mention(span, "person", name or span.text, span)


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        (((0, 10),), ((0, 10),), 1.0),
        (((0, 10),), ((5, 10),), 0.5),
        (((0, 10),), ((10, 20),), 0.0),
        (((0, 4), (6, 10)), ((0, 10),), 0.8),
        (((0, 4), (6, 10)), ((2, 8),), 0.4),
    ],
)
def test_overlap_counts_characters_of_all_fragments(a, b, share):
    first, second = (tuple(DOC.span(*place) for place in places) for places in (a, b))
    assert overlap(first, second) == overlap(second, first) == pytest.approx(share)


def test_the_earlier_detector_wins_where_contents_overlap_strongly():
    earlier = (quote((0, 20), rule="first"),)
    later = (quote((2, 20), rule="second"), quote((19, 40), rule="second"), quote((0, 8), rule="second"))
    assert merged_quotes([earlier, later]) == [*earlier, later[1], later[2]]


def test_quotes_of_one_detector_never_compete():
    found = (quote((0, 20)), quote((0, 19)))
    assert merged_quotes([(), found]) == list(found)


def test_long_and_far_quotes_are_compared_too():
    long, far = quote((0, 1900)), quote((1500, 1520))
    assert merged_quotes([(long, far), (quote((3, 1890)), quote((1501, 1520)), quote((1521, 1530)))]) == [
        long,
        far,
        quote((1521, 1530)),
    ]


def test_mentions_are_united_in_order():
    united = merged_mentions([(mention(10, 20), mention(40, 44)), (mention(0, 4), mention(10, 19), mention(10, 40))])
    assert [(m.span.start, m.span.end) for m in united] == [(0, 4), (10, 40), (10, 20), (40, 44)]


places = st.tuples(st.integers(0, 1900), st.integers(1, 60)).map(lambda p: quote((p[0], p[0] + p[1])))


@given(st.lists(places, max_size=12), st.lists(places, max_size=12))
def test_union_laws(first, second):
    united = merged_quotes([tuple(first), tuple(second)])
    assert united[: len(first)] == first
    for item in second:
        rivals = [overlap(item.content, other.content) for other in first]
        assert (item in united) == (item in first or not any(share >= 0.5 for share in rivals))


def test_a_later_resolver_fills_what_is_open():
    belova, ilin = Speaker(0, "Анна Белова", "person"), Speaker(0, "Пётр Ильин", "person")
    earlier = Resolution((belova,), (Attribution(0, confidence=0.9, rule="a"), Attribution(), Attribution()))
    later = Resolution(
        (ilin, Speaker(1, "Анна  Белова", "person"), Speaker(2, "власти", "group", members=(0, 1))),
        (Attribution(0, rule="b"), Attribution(2, confidence=0.7, rule="b", runner_up=1), Attribution()),
    )
    merged = merged_resolutions(earlier, later)
    assert [(s.id, s.name, s.members) for s in merged.speakers] == [
        (0, "Анна Белова", ()),
        (1, "Пётр Ильин", ()),
        (2, "власти", (1, 0)),
    ]
    assert merged.attributions == (
        earlier.attributions[0],
        Attribution(2, confidence=0.7, rule="b", runner_up=0),
        Attribution(),
    )


def test_the_first_link_of_a_speaker_wins():
    assert merged_links([(Link(0, "Q1"),), (Link(0, "Q2"), Link(1, "Q3"))]) == [Link(0, "Q1"), Link(1, "Q3")]
