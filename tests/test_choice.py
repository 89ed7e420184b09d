"""Ranges for a cue, their features, and the choice among them."""

import pickle
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes import Pipeline
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.quotes import QuoteDetector
from newsquotes.russian.quotes.choice import candidates, choices, compatible, edges_of, parts
from newsquotes.russian.quotes.edges import Edges
from newsquotes.russian.quotes.features import Group, Table, adder
from newsquotes.russian.quotes.finder import proposals
from newsquotes.russian.quotes.judgement import Judged, judge
from newsquotes.russian.quotes.models import QuoteModels, models_of
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.quotes.range_features import overlap
from newsquotes.russian.quotes.ranges import ranges_of
from newsquotes.russian.quotes.templates import Tables
from newsquotes.russian.reading.cues import cues_of
from newsquotes.russian.reading.view import View, view_of

PIPELINE = Pipeline()
TEXT = (
    "Мост откроют в мае. Об этом сообщил мэр Пётр Лосев. «Работы начаты, — сказал он. — Люди ждут», а подрядчик уточнил, что "
    "опоры готовы, но плиты ещё везут.\nДорогу закроют. Мы просим потерпеть, - отметил Лосев."
)
WORDS = st.sampled_from(
    "мэр Лосев сказал сообщил , . : « » — что и но «Работы» идут мы ( ) \n он по словам данным Беловой ! ? 5 — - сказала".split(
        " "
    )
)


def judged_in(text: str) -> tuple[View, list[Judged]]:
    view = view_of(PIPELINE(text))
    return view, [judge(view, p, shipped_model("quotes")["rules"]) for p in proposals(view)]


def test_every_cue_has_its_proposals_among_its_ranges() -> None:
    view, judged = judged_in(TEXT)
    found = candidates(view, judged)
    assert {c.cue.main for c in found} >= {j.proposal.cue.main for j in judged if j.proposal.cue is not None}
    for candidate in found:
        ranges = ranges_of(candidate.edges, candidate.facts().anchor)
        assert len(ranges) == len(set(ranges))
        assert {r for _, r in candidate.proposals} <= set(ranges)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_ranges_begin_and_end_at_words_and_leave_the_cue_out(text: str) -> None:
    view, judged = judged_in(text)
    for candidate in candidates(view, judged):
        edges = candidate.edges
        for r in ranges_of(edges, candidate.facts().anchor):
            assert all(a < b for a, b in r)
            assert all(edges.traits[a].is_word and edges.traits[b - 1].is_word for a, b in r)
            assert all(one[1] < other[0] for one, other in pairwise(r))
            assert not any(a <= candidate.cue.main < b for a, b in r)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_what_is_chosen_is_a_document_s_own(text: str) -> None:
    doc = PIPELINE(text)
    for quote in QuoteDetector(min_confidence=0.0)(doc):
        assert all(doc.text[s.start : s.end] == s.text and s.text.strip() for s in quote.content)
        assert 0.0 <= quote.detection_confidence <= 1.0


def test_ranges_that_differ_by_marks_alone_are_one() -> None:
    view, _ = judged_in("Мэр сказал, что «опоры готовы», и уехал.")
    edges = edges_of(view)
    words = [w.text for w in view.words]
    first, last = words.index("что"), words.index("готовы") + 1
    assert edges.range([(first, last + 1)]) == edges.range([(first + 2, last)]) == ((first + 2, last),)
    assert edges.range([(first + 2, first + 3), (first + 3, last)]) == ((first + 2, last),)


def test_a_long_sentence_gives_no_more_ranges_a_cue() -> None:
    counts = []
    for n in (24, 96):
        view, judged = judged_in("по данным полиции, ранен один, " * n)
        found = candidates(view, judged)
        counts.append(max(len(ranges_of(c.edges, c.facts().anchor)) for c in found))
    assert max(counts) < 300


def test_a_sentence_without_an_end_has_few_cues_in_each_part_and_no_rivals() -> None:
    doc = PIPELINE("по данным полиции, ранен один, " * 3600)
    view = view_of(doc)
    assert view.endless == list(range(len(view.sentences)))
    assert max(map(len, cues_of(view))) == 9
    judged = [judge(view, p, shipped_model("quotes")["rules"]) for p in proposals(view)]
    chosen = choices(view, judged, models_of(shipped_model("quotes")))
    assert chosen
    assert all(c.scored.sure for c in chosen)
    assert not view_of(PIPELINE("по данным полиции, ранен один, " * 320)).endless


@pytest.mark.parametrize("words", [180, 200, 220, 230])
def test_an_attribution_may_begin_a_part_of_a_long_sentence(words: int) -> None:
    text = "Мы " + "мост " * words + "готовы к этому — сказал Иванов, и мы едем домой " + "мост " * 100 + "конец."
    assert PIPELINE(text).text == text


def test_groups_name_and_tables_add() -> None:
    group = Group("start", "place marks", "place", "place marks")
    names = ("start place=right", "start place marks=right|,")
    assert group.names(("right", ",")) == names
    assert Table(group, adder({names[0]: 1.5, names[1]: -0.5}))["right", ","] == 1.0
    assert Table(group, lambda found: found)["right", ","] == names


def test_the_score_of_a_range_is_the_sum_of_its_named_features() -> None:
    view, judged = judged_in(TEXT)
    weights = shipped_model("quotes")["ranges"]
    for choice in choices(view, judged, models_of(shipped_model("quotes"))):
        facts, names = choice.scored.facts, Tables.named()
        none = sum(weights.get(n, 0.0) for n in facts.none(names, choice.scored.judged))
        for rival in choice.scored.rivals:
            features = parts(names, facts, choice.scored.judged, rival.range)
            assert sum(weights.get(n, 0.0) for n in features) == pytest.approx(rival.score + none)


def test_no_two_kept_quotations_repeat_or_cross_each_other() -> None:
    view, _ = judged_in("один два три четыре пять шесть семь восемь")
    edges = Edges(view, [])

    def proposal(first: int, last: int, score: float) -> Proposal:
        return Proposal("complement", [(first, last)], None, None, "indirect", score=score)

    same, inner, crossing = proposal(0, 6, 0.8), proposal(1, 3, 0.7), proposal(3, 8, 0.6)
    best = proposal(0, 6, 0.9)
    assert compatible(edges, [crossing, inner, same, best]) == [best, inner]
    assert overlap(((0, 6),), ((3, 8),)) == pytest.approx(3 / 8)


def test_without_a_choice_the_rules_stand() -> None:
    doc = PIPELINE(TEXT)
    fast = QuoteDetector(choose=False, min_confidence=0.0)(doc)
    view, judged = judged_in(TEXT)
    assert {q.content[0].start for q in fast} <= {view.starts[j.proposal.content[0][0]] for j in judged}


def doubting(sure: float, closed: float = 0.0) -> QuoteModels:
    """The shipped models with other limits: below ``sure`` no rivals, up to ``closed`` no range at all."""
    model = shipped_model("quotes")
    return QuoteModels({**model, "doubts": {**model["doubts"], "sure": sure}, "gate": {**model["gate"], "closed": closed}})


def test_without_doubt_what_the_rules_propose_stands_alone() -> None:
    view, judged = judged_in(TEXT)
    proposed = {j.proposal.cue.main: edges_of(view).range(j.proposal.content) for j in judged if j.proposal.cue}
    assert proposed
    sure = {c.scored.anchor.cue.main: c for c in choices(view, judged, doubting(1e9, 1e9))}
    assert {main: c.scored.rivals[0].range for main, c in sure.items()} == proposed
    assert all(c.scored.sure and len(c.scored.rivals) == 1 and c.scored.best == 1.0 for c in sure.values())


def test_rivals_do_not_change_the_score_of_what_the_rules_propose() -> None:
    view, judged = judged_in(TEXT)
    alone = {c.scored.anchor.cue.main: c.scored for c in choices(view, judged, doubting(1e9))}
    among = {c.scored.anchor.cue.main: c.scored for c in choices(view, judged, doubting(-1e9))}
    for main, one in alone.items():
        if one.sure:
            assert not among[main].sure
            scores = {r.range: r.score for r in among[main].rivals}
            assert scores[one.rivals[0].range] == pytest.approx(one.rivals[0].score)


def test_a_closed_gate_leaves_nothing_to_a_cue_without_a_proposal() -> None:
    view, judged = judged_in(TEXT)
    proposed = {j.proposal.cue.main for j in judged if j.proposal.cue}
    every = {c.scored.anchor.cue.main for c in choices(view, judged, doubting(-1e9, -1e9))}
    assert {c.scored.anchor.cue.main for c in choices(view, judged, doubting(-1e9, 1e9))} == proposed < every


def test_explanations_say_where_nothing_was_in_doubt() -> None:
    reasons = [d.reason for d in QuoteDetector(model=doubting(1e9, 1e9).model).explain(PIPELINE(TEXT)) if d.kind == "cue"]
    assert any("not in doubt" in r for r in reasons)
    assert not any("rivals «" in r for r in reasons)


def test_explanations_show_rivals_and_what_decided() -> None:
    reasons = [d.reason for d in QuoteDetector(model=doubting(-1e9).model).explain(PIPELINE(TEXT)) if d.kind == "cue"]
    assert any("rivals «" in r and "decided by" in r for r in reasons)


def test_a_detector_pickles_with_its_own_model_and_small_with_the_shipped_one() -> None:
    assert len(pickle.dumps(QuoteDetector())) < 1_000
    doubts = {"margin": 0.0, "rules": 0.0, "sure": 0.0}
    model = {"rules": {"bias": 0.0}, "gate": {"closed": 0.0}, "doubts": doubts, "ranges": {}, "keep": {"bias": 1.0}}
    again = pickle.loads(pickle.dumps(QuoteDetector(model=model)))
    assert again.models.keep == {"bias": 1.0}
