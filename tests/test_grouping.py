"""Variants of one utterance, articles printed again, and what a group says of its speaker."""

from datetime import date

import pytest
import variants

import newsquotes
from newsquotes.errors import InputError
from newsquotes.grouping import Utterance, group, reprints
from newsquotes.grouping.likeness import Weights, same, telling


def said(text, speaker="Анна Белова", day="2031-02-03", **more):
    return Utterance(text, speaker=speaker, date=day, **more)


def are_same(a, b):
    tellings = [telling(a), telling(b)]
    return same(*tellings, Weights.of(tellings))


WHOLE = "Мост через Тишанку откроют в мае, а дорогу к нему достроят рабочие к осени"

VARIANTS = [
    WHOLE,
    "мост через Тишанку будет открыт в мае",
    "К осени рабочие достроят дорогу, а мост через Тишанку откроют в мае",
    "Мсот через Тишанку откроют в мае",
    "Мост через Тишанку откроют в мае, а дорогу к нему достроят рабочие к осени, — и это не обсуждается",
]

OTHERS = [
    "Мост через Тишанку закроют в мае, а дорогу к нему достроят рабочие к осени",
    "Мост через Каменку откроют в мае, а дорогу к нему достроят рабочие к осени",
    "Мост через Тишанку не откроют в мае, а дорогу к нему достроят рабочие к осени",
    "Мост через Тишанку откроют в июле, а дорогу к нему достроят рабочие к осени",
    "Дорогу к порту рабочие построят после того, как откроют станцию",
]


@pytest.mark.parametrize("text", VARIANTS)
def test_a_variant_is_the_same(text):
    assert are_same(said(WHOLE), said(text, day="2031-02-06"))


@pytest.mark.parametrize("text", OTHERS)
def test_what_contradicts_is_another_utterance(text):
    assert not are_same(said(WHOLE), said(text))


def test_formulas_belong_to_their_speakers_and_days():
    formula = "Комментариев пока нет"
    assert are_same(said(formula), said(formula, "А. Белова"))
    assert not are_same(said(formula), said(formula, "Пётр Ильин"))
    assert not are_same(said(formula), said(formula, day="2031-02-09"))


def test_a_year_later_only_the_very_words_are_the_same():
    assert are_same(said(WHOLE), said(WHOLE, day="2032-02-03"))
    assert not are_same(said(WHOLE), said(WHOLE.replace("рабочие ", ""), day="2032-02-03"))


def test_words_that_tell_nothing_do_no_harm():
    assert [len(g) for g in group([said("Да"), said("Да"), said(""), said("…")])] == [2, 2]
    assert group([]) == ()


def test_votes_repair_a_wrong_attribution():
    found = group(
        [
            said(WHOLE, outlet="Вести"),
            said(WHOLE, "Белова", "2031-02-02", outlet="Заря", type="indirect"),
            said(VARIANTS[2], "Пётр Ильин", "2031-02-04", outlet="Вести"),
        ]
    )
    assert [(len(g), g.speaker, g.first.outlet, g.outlets) for g in found] == [(3, "Анна Белова", "Заря", ("Заря", "Вести"))]
    assert found[0].votes == {"Анна Белова": 2.0, "Пётр Ильин": 1.0}
    assert [u.speaker for u in found[0].repaired] == ["Пётр Ильин"]
    assert found[0].text == WHOLE


def test_documents_tables_and_rows_give_the_same_groups():
    pipeline = newsquotes.Pipeline()
    texts = [f"«{WHOLE}», — сказала мэр Анна Белова.", "Анна Белова сообщила, что мост через Тишанку откроют в мае."]
    docs = [pipeline(text, id=str(n), meta={"date": "2031-02-03", "outlet": "Вести"}) for n, text in enumerate(texts)]
    table = newsquotes.to_frame(docs)
    members = [[(u.document, u.quote, u.text, u.day) for u in g.members] for g in group(docs)]
    assert members == [[(u.document, u.quote, u.text, u.day) for u in g.members] for g in group(table)]
    assert members == [[(u.document, u.quote, u.text, u.day) for u in g.members] for g in group(table.to_dict("records"))]
    assert members[0][0][3] == date(2031, 2, 3)


@pytest.mark.parametrize("wrong", ["text", {"text": "a"}, [1], [{"speaker": "a"}], 5])
def test_what_holds_no_quotations_is_refused(wrong):
    with pytest.raises(InputError):
        group(wrong)


@pytest.mark.parametrize("part", [slice(0, None, 2), slice(1, None, 2)])
def test_variants_with_hard_negatives(part):
    labelled = variants.labelled(variants.blocks()[part])
    assert len({number for _, number in labelled}) >= 300
    found = group([utterance for utterance, _ in labelled])
    place = {member.document: i for i, g in enumerate(found) for member in g.members}
    precision, recall, f1 = variants.scores([n for _, n in labelled], [place[u.document] for u, _ in labelled])
    assert f1 >= 0.95, (precision, recall)
    assert precision >= 0.97


def test_the_order_of_the_input_changes_nothing():
    utterances = [u for u, _ in variants.labelled(variants.blocks()[:3], fillings=3)]
    forward, backward = group(utterances), group(utterances[::-1])
    assert {frozenset(u.document for u in g.members) for g in forward} == {
        frozenset(u.document for u in g.members) for g in backward
    }


def test_articles_printed_again():
    paragraphs = [
        f"Абзац {n}: рабочие из бригады {n * 7} положили {n * 13} метров труб на улице {name}, и вода вернулась в дома."
        for n, name in enumerate("Садовой Лесной Речной Полевой Горной Новой Старой Тихой".split())
    ]
    text = "\n".join(paragraphs)
    other = "\n".join(
        f"Совсем другая новость номер {n} о выставке картин художника Громова в музее города." for n in range(8)
    )
    docs = [
        newsquotes.Document(text, id="a", meta=newsquotes.Metadata(outlet="Вести", date="2031-02-04")),
        newsquotes.Document("\n".join(paragraphs[:4]), id="short"),
        newsquotes.Document(other, id="other"),
        newsquotes.Document(
            text.replace("рабочие", "строители", 1), id="b", meta=newsquotes.Metadata(outlet="Заря", date="2031-02-03")
        ),
        newsquotes.Document("", id="empty"),
    ]
    assert [(r.documents, r.outlets, r.date) for r in reprints(docs)] == [
        (("b", "a", "short"), ("Заря", "Вести"), "2031-02-03")
    ]
    with pytest.raises(InputError):
        reprints(["text"])
