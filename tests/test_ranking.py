"""What speaks for one of several who may be meant: each feature by itself, in situations made for it."""

import math

import pytest

from newsquotes.russian.reading.roles import RoleText
from newsquotes.russian.speakers.entities import Entity, Place
from newsquotes.russian.speakers.ranking import (
    Situation,
    SpeakerCandidate,
    body_features,
    ranked,
    ranks,
    role_features,
    salience,
)


def somebody(*places: Place, spoken: tuple[int, ...] = (), kind: str = "person", outlet: bool = False) -> Entity:
    entity = Entity(kind, outlet=outlet)
    entity.places = list(places)
    entity.spoken = list(spoken)
    return entity


def place(first: int, sentence: int = 0, paragraph: int = 0, **how: bool) -> Place:
    return Place(first, first + 1, sentence, paragraph, **how)


def at(token: int, sentence: int, paragraph: int = 0, speakers=(), **more) -> Situation:
    return Situation(token, sentence, paragraph, speakers, **more)


@pytest.mark.parametrize(
    ("sentences", "name"),
    [(0, "0"), (1, "1"), (3, "3"), (4, "4-6"), (6, "4-6"), (7, "7-12"), (12, "7-12"), (13, "13"), (50, "13")],
)
def test_distances_go_by_sentences(sentences, name):
    features = salience(somebody(place(1, sentence=2)), at(900, 2 + sentences))
    assert [f for f in features if f.startswith("distance")] == [f"distance={name}"]
    assert features[f"distance={name}"] == 1.0


def test_who_stands_in_the_same_clause():
    assert salience(somebody(place(7)), at(9, 0, clause_start=5))["clause"] == 1.0
    assert salience(somebody(place(5)), at(9, 0, clause_start=5))["clause"] == 1.0
    assert "clause" not in salience(somebody(place(4)), at(9, 0, clause_start=5))
    assert "clause" not in salience(somebody(place(7)), at(9, 1, clause_start=5))


def test_near_mentions_are_those_of_the_last_three_sentences():
    one = somebody(*(place(n, sentence=n) for n in range(6)))
    assert salience(one, at(900, 6))["near mentions"] == 3 / 4
    assert salience(one, at(900, 5))["near mentions"] == 4 / 4
    assert salience(one, at(900, 8))["near mentions"] == 1 / 4
    assert salience(one, at(900, 9))["near mentions"] == 0
    assert salience(somebody(place(1), place(2), place(3, quoted=True)), at(9, 0))["near mentions"] == 2 / 4


def test_somebody_quoted_is_as_far_as_he_was_named_outside():
    one = somebody(place(1, sentence=0), place(20, sentence=4, quoted=True))
    features = salience(one, at(30, 5))
    assert {"quoted", "distance=4-6"} <= features.keys()
    assert "quoted" not in salience(one, at(30, 5, inside=True))
    assert salience(somebody(place(20, quoted=True)), at(30, 0))["only quoted"] == 1.0


def test_who_spoke_last_and_before():
    one, other = somebody(place(1), spoken=(2,)), somebody(place(3), spoken=(4,))
    said = [(2, 0, 0, one), (4, 1, 0, other)]
    assert (
        salience(other, at(9, 2, 0, said)).items()
        >= {"spoke last": 1, "spoke last distance=1": 1, "spoke last paragraph": 1}.items()
    )
    assert "spoke last paragraph" not in salience(other, at(9, 2, 1, said))
    first = salience(one, at(9, 2, 0, said))
    assert "spoke last" not in first
    assert first["spoke before last"] == 1.0
    assert "spoke before last" not in salience(one, at(9, 2, 0, [*said, (5, 2, 0, other)]))


def test_the_first_paragraph_is_the_headline():
    assert salience(somebody(place(1)), at(9, 2, 1))["headline"] == 1.0
    assert "headline" not in salience(somebody(place(1, paragraph=1)), at(9, 2, 1))


def test_without_a_name_the_kind_tells():
    assert salience(somebody(place(1), kind="organization"), at(9, 0))["kind=organization"] == 1.0
    outlet = salience(somebody(place(1), kind="organization", outlet=True), at(9, 0))
    assert outlet["outlet"] == 1.0
    assert "kind=organization" not in outlet


def test_the_subject_of_the_own_clause():
    one = somebody(place(5, subject=True), place(20, subject=True))
    assert "subject of the own clause before" in salience(one, at(9, 0, own_clause=(3, 9)))
    assert "subject of the own clause" in salience(one, at(9, 0, own_clause=(12, 25)))
    assert (
        not {"subject of the own clause", "subject of the own clause before"}
        & salience(one, at(9, 0, own_clause=(6, 9))).keys()
    )


def test_who_is_named_only_later():
    one = somebody(place(20, sentence=3, subject=True))
    assert salience(one, at(9, 1, 0)) == {
        "later": 1,
        "later distance=2": 1,
        "later than the headline": 1,
        "later subject": 1,
    }
    assert "later than the headline" not in salience(one, at(9, 1, 1))
    assert salience(somebody(), at(9, 1)) is None


def test_the_last_named_ranks_first():
    early, late, after = somebody(place(1, subject=True)), somebody(place(5, subject=True)), somebody(place(40))
    s = at(9, 1)
    candidates = [SpeakerCandidate(one, salience(one, s)) for one in (after, early, late)]
    ranks(candidates, s)
    assert [[f for f in c.features if f.startswith("rank=")] for c in candidates] == [["rank=2"], ["rank=1"], ["rank=0"]]
    assert ["last subject" in c.features for c in candidates] == [False, False, True]


def test_bodies_by_noun_and_modifiers():
    body = somebody(place(1), kind="organization")
    body.heads, body.meanings = {"министерство"}, {"оборона"}
    same = body_features(body, "министерство", frozenset(), ["оборона"])
    assert (same["same noun"], same["modifiers fit"]) == (1.0, 1.0)
    other = body_features(body, "суд", frozenset(), ["областной"])
    assert "same noun" not in other
    assert other["modifiers unknown"] == 1.0


def role(head: str, *meanings: str) -> RoleText:
    return RoleText(head, frozenset(meanings), " ".join((head, *meanings)), not meanings)


def test_how_a_role_fits():
    man = somebody(place(1))
    man.votes["masc"] = 1.0
    man.roles = [role("министр", "оборона", "север")]
    same = role_features(man, role("министр", "оборона", "юг"), "masc")
    assert (same["gender agrees"], same["role same"], same["role dependents shared"]) == (1.0, 1.0, 0.5)
    assert role_features(man, role("министр", "культура"), "femn")["gender agrees"] == -1.0
    assert role_features(man, role("министр", "культура"), "femn")["role dependents differ"] == 1.0
    assert role_features(man, role("министр"), None).items() >= {"role same": 1.0, "role same bare": 1.0}.items()
    assert "role none" in role_features(man, role("художник"), None)
    assert "roleless" in role_features(somebody(place(1)), role("художник"), None)


def test_words_for_anybody_ask_for_the_sex_alone():
    man = somebody(place(1))
    man.votes["masc"] = 1.0
    assert role_features(man, role("женщина"), None) == {"anybody": -1.0}
    assert role_features(man, role("мужчина"), None) == {"anybody": 1.0}


def test_probabilities_are_a_softmax_and_the_best_comes_first():
    one, two = (SpeakerCandidate(None, {"subject": n, "nowhere": 5.0}) for n in (1.0, 3.0))
    assert ranked([one, two], {"subject": 0.5}) == [two, one]
    assert (one.score, two.score) == (0.5, 1.5)
    assert one.probability + two.probability == pytest.approx(1)
    assert two.probability / one.probability == pytest.approx(math.e)
    assert ranked([], {}) == []
