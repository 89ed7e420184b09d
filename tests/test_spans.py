from hypothesis import given
from hypothesis import strategies as st

from newsquotes import Span
from newsquotes.spans import covers

TEXT = "Глава района пообещал: «Газ придёт к зиме»."


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, len(TEXT)))
    end = draw(st.integers(start, len(TEXT)))
    return Span(start, end, TEXT[start:end])


@given(spans())
def test_length_is_that_of_the_text(span):
    assert len(span) == len(span.text) == len(str(span))


@given(spans())
def test_a_span_contains_itself(span):
    assert span.contains(span)


@given(spans(), spans())
def test_overlap_is_symmetric_and_means_a_shared_character(a, b):
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    if len(a) and len(b):
        assert a.overlaps(b) == b.overlaps(a) == bool(shared)


@given(spans(), spans())
def test_containing_means_holding_every_character(a, b):
    if len(b):
        assert a.contains(b) == (set(range(b.start, b.end)) <= set(range(a.start, a.end)))


@given(spans(), spans(), spans())
def test_containing_is_transitive(a, b, c):
    if a.contains(b) and b.contains(c):
        assert a.contains(c)


@given(st.lists(spans()))
def test_order_is_by_start_then_end(several):
    assert [(s.start, s.end) for s in sorted(several)] == sorted((s.start, s.end) for s in several)


@given(st.lists(spans()), st.lists(spans()))
def test_cover_asks_for_one_container_each(outer, inner):
    assert covers(outer, inner) == all(any(o.contains(i) for o in outer) for i in inner)
