"""How likely a proposed quotation is one: a log-linear model over what the rules saw.

Rules and lexicon propose; the model weighs. A feature is a short name («rule=complement», «cue=сообщить»); the weights are
logistic regression's (``models/quotes.json``, «rules»). Training and use share this module.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from itertools import repeat

from newsquotes.caches import cached
from newsquotes.russian.lexicon import CueEntry
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.reading.clauses import has_predicate
from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ANIMATE,
    FINITE,
    GERUND,
    INFINITIVE,
    LATIN,
    NOUN,
    PARTICIPLE,
    PLACE,
    PLUR,
    PREPOSITION,
    PRONOUN,
    QUOTE_MARKS,
    SHORT,
    TERMINALS,
    TITLE,
    UNKNOWN,
)
from newsquotes.russian.reading.view import View

PRIORS = {"rule=interview": 2.0, "rule=dash-speech": 2.0, "rule=signature": 2.0, "rule=colon": 1.0}
"""Log odds that speak for rules that the training documents hardly show; training starts from them."""
_MODALS = frozenset(
    [
        "мочь",
        "смочь",
        "должный",
        "хотеть",
        "захотеть",
        "собираться",
        "пытаться",
        "попытаться",
        "начать",
        "начинать",
        "стать",
        "готовый",
        "вынудить",
        "вынужденный",
        "прийтись",
        "решить",
        "требовать",
    ]
)


class Judged:
    """A proposal of the rules with its probability, and the features that it comes from."""

    __slots__ = ("features", "proposal")

    def __init__(self, proposal: Proposal, features: tuple[str, ...]) -> None:
        self.proposal = proposal
        self.features = features


def judge(view: View, c: Proposal, weights: Mapping[str, float]) -> Judged:
    """A proposal with its probability; ``weights`` are the model's, by feature."""
    found = tuple(features(view, c))
    c.score = probability(weights, found)
    return Judged(c, found)


def features(view: View, c: Proposal) -> list[str]:
    """The features of a candidate; all are binary."""
    found: list[str] = []
    add = found.append
    words = view.words
    rule = c.rule
    first, last = c.content[0][0], c.content[-1][1]
    length = _bucket(sum([b - a for a, b in c.content]), (2, 4, 7, 12, 25, 50))
    found += _rule_features(rule, c.type, length, any(has_predicate(view, a, b) for a, b in c.content))
    if c.quoted is not None:
        add(f"rule={rule} quoted={_bucket(c.quoted.last - c.quoted.first, (2, 4, 8))} {c.quoted.repair}")
        add(f"quoted title={words[c.quoted.first].title}")
    if len(c.content) > 1:
        add(f"rule={rule} fragments")
    if any(True in [w.first_person for w in words[a : min(b, a + 40)]] for a, b in c.content):
        add(f"rule={rule} first person")
    end = words[last - 1].text
    add(f"rule={rule} end={end if end in TERMINALS else '»' if end in QUOTE_MARKS else 'word'}")
    paragraph = view.paragraphs[view.paragraph_of[first]]
    if words[paragraph[1] - 1].text not in TERMINALS and words[paragraph[1] - 1].text not in QUOTE_MARKS:
        add(f"headline rule={rule}" if view.paragraph_of[first] == 0 else f"unended rule={rule}")
    if first == paragraph[0] or first == paragraph[0] + 1:
        add(f"rule={rule} opens paragraph")
    if rule == "block":
        # where several lines are empty, something that stood there («Видео», a post) is lost, and the quotation with it
        gap = view.text(first - 1, first + 1).count("\n") if first else 0
        add(f"block gap={_bucket(gap, (1, 2))}")
    if rule in ("quoted-object", "naming"):
        opener = words[first]
        add(
            f"rule={rule} opens={'mark' if opener.text in QUOTE_MARKS else opener.low if opener.flags & PREPOSITION else ''}"
        )
        add(f"rule={rule} marks={c.quoted is not None}")
    if c.cue is not None:
        _cue_features(view, c, found)
    _source_features(view, c, add)
    return found


@cached(size=320, most=1 << 12)
def _rule_features(rule: str, type_: str, length: int, predicate: bool) -> tuple[str, ...]:
    return (
        "bias",
        f"rule={rule}",
        f"type={type_}",
        f"length={length}",
        f"rule={rule} length={length}",
        f"rule={rule} predicate={predicate}",
    )


@cached(size=480, most=1 << 14)
def _entry_features(entry: CueEntry, rule: str, form: str) -> tuple[str, ...]:
    """What a cue's entry in the lexicon and the form of its verb say."""
    reliability = _bucket(int(entry.reliability * 100), (15, 30, 50, 70, 85, 95))
    return (
        f"cue={entry.lemma}",
        f"cue={entry.lemma} rule={rule}",
        f"kind={entry.kind} rule={rule}",
        f"reliability={reliability}",
        f"reliability={reliability} rule={rule}",
        f"form={form}",
        f"form={form} rule={rule}",
        f"mode={entry.mode} rule={rule}",
        f"stance={entry.stance} rule={rule}",
        *(["collocation"] if entry.words and entry.kind == "verb" else []),
    )


def _cue_features(view: View, c: Proposal, found: list[str]) -> None:
    words = view.words
    add = found.append
    cue = c.cue
    assert cue is not None
    entry = cue.entry
    rule = c.rule
    w = words[cue.main]
    form = _form(w.flags, w.low) if entry.kind != "preposition" else "preposition"
    lemma = entry.lemma
    found += _entry_features(entry, rule, form)
    first = c.content[0][0]
    before = words[cue.start - 1] if cue.start else None
    if words[cue.start].low == "не":
        add(f"negated rule={rule}")
        add("negated")
    if before is not None and before.low == "как":
        add(f"as rule={rule}")
    for w in words[max(0, cue.start - 4) : cue.start]:
        if form == "infinitive" and w.lemma in _MODALS:
            add("modal")
        if w.low in ("если", "чтобы", "когда", "ли"):
            add(f"under={w.low}")
    distance = first - cue.end
    if distance >= 0:
        add(f"rule={rule} distance={_bucket(distance, (1, 2, 4, 8, 15))}")
        opener = words[first - 1].low if first else ""
        if rule in ("complement", "about-that", "noun"):
            add(f"opener={opener if opener in ('что', 'мол', 'дескать') else words[first].low} rule={rule}")
            add(f"opener={opener if opener == 'что' else words[first].low} cue={lemma}")
        if any(w.flags & (FINITE | GERUND) and not w.flags & NOUN for w in words[cue.end : first]):
            add(f"rule={rule} verb between")
    else:
        add(f"rule={rule} content before")
        gap = cue.start - c.content[0][1] if c.content[0][1] <= cue.start else 0
        add(f"rule={rule} gap={_bucket(gap, (1, 2, 3, 5, 8))}")
        after = cue.end
        if after < view.size:
            nxt = words[after]
            add(f"rule={rule} after={nxt.text if not nxt.text[0].isalnum() else _part(nxt.flags)}")
    if view.depth[cue.main]:
        add(f"within rule={rule}")
        add(f"within form={form}")
    tail = _after_source(c)
    if tail is not None and tail < view.size and rule == "parenthetical":
        add(f"tail={words[tail].text if not words[tail].text[0].isalnum() else _part(words[tail].flags)}")


def _after_source(c: Proposal) -> int | None:
    if c.source is None or c.cue is None:
        return None
    return max(c.source.end, c.cue.end)


def _source_features(view: View, c: Proposal, add: Callable[[str], None]) -> None:
    words = view.words
    rule = c.rule
    if c.source is None:
        add(f"source=none rule={rule}")
        if c.cue is not None:
            w = words[c.cue.main]
            add(f"source=none form={_form(w.flags, w.low)}")
            add(f"source=none cue={c.cue.entry.lemma}")
        return
    head = words[c.source.head]
    kind = (
        "name"
        if c.source.name is not None
        else "pronoun"
        if head.flags & PRONOUN
        else head.role.kind
        if head.role is not None
        else ""
    )
    if not kind:
        if head.flags & TITLE and head.flags & (LATIN | ABBREVIATION | UNKNOWN):
            kind = "title"
        elif head.flags & PLACE:
            kind = "place"
        elif words[c.source.start].text in QUOTE_MARKS:
            kind = "marks"
        elif head.flags & ANIMATE:
            kind = "animate"
        else:
            kind = "thing"
    add(f"source={kind}")
    add(f"source={kind} rule={rule}")
    if kind == "pronoun":
        add(f"source pronoun={head.low}")
    if c.cue is not None:
        side = "left" if c.source.end <= c.cue.start else "right"
        add(f"source {side} rule={rule}")
        add(f"source={kind} mode={c.cue.entry.mode}")
        add(f"source={kind} reliability={_bucket(int(c.cue.entry.reliability * 100), (30, 50, 70, 85))}")
        gap = c.cue.start - c.source.end if side == "left" else c.source.start - c.cue.end
        add(f"source {side} gap={_bucket(gap, (0, 1, 2, 4, 8))} rule={rule}")
        if words[c.cue.main].subject & PLUR and head.flags & NOUN:
            add(f"plural rule={rule}")


def _form(flags: int, low: str) -> str:
    if flags & FINITE:
        if low.endswith(("ся", "сь")):
            return "reflexive"
        return "past" if low.endswith(("л", "ла", "ло", "ли")) else "present"
    if flags & GERUND:
        return "gerund"
    if flags & INFINITIVE:
        return "infinitive"
    if flags & SHORT:
        return "short"
    if flags & PARTICIPLE:
        return "participle"
    return "other"


def _part(flags: int) -> str:
    for name, bit in (
        ("pronoun", PRONOUN),
        ("title", TITLE),
        ("finite", FINITE),
        ("infinitive", INFINITIVE),
        ("noun", NOUN),
    ):
        if flags & bit:
            return name
    return "other"


def _bucket(value: int, borders: tuple[int, ...]) -> int:
    return bisect_left(borders, value)


def probability(weights: Mapping[str, float], found: Iterable[str]) -> float:
    """How likely a proposal with these features is a quotation with about these borders; ``weights`` are the model's."""
    score = sum(map(weights.get, found, repeat(0.0)))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
