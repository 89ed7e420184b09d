"""The default pipeline on texts with the answer drawn in them; goldens/open.txt lists those it does not find yet."""

import textwrap
from collections import Counter
from typing import get_args

import pytest
from goldens_status import failing, is_rare, open_ids, phenomena, read, shares

from newsquotes.document import Stance

ALL = [golden for name in phenomena() for golden in read(name)]


@pytest.mark.parametrize("phenomenon", phenomena())
def test_goldens(phenomenon):
    known = {id for id in open_ids() if id.startswith(phenomenon + "/")}
    bad = failing(phenomenon)
    problems = [f"{id}\n{difference}" for id, difference in bad.items() if id not in known]
    problems += [f"{id} passes: remove it from open.txt" for id in sorted(known - set(bad))]
    assert not problems, "\n\n".join(["", *problems])


def test_share_of_goldens_that_pass(capsys):
    below = [share for share in shares(phenomena()) if len(set(share.split()[1].split("/"))) > 1]
    with capsys.disabled():
        print(f"\n{len(ALL) - len(open_ids())} of {len(ALL)} goldens pass; the others:")
        print(textwrap.fill(", ".join(below), 120, initial_indent="  ", subsequent_indent="  "))


@pytest.mark.parametrize("phenomenon", phenomena())
def test_every_phenomenon_has_enough_goldens(phenomenon):
    count = Counter(golden.positive for golden in read(phenomenon))
    assert count[True] >= 5
    assert count[False] >= (0 if is_rare(phenomenon) else 5)
    assert all(golden.expected.quotes for golden in read(phenomenon) if golden.positive)


@pytest.mark.parametrize("stance", get_args(Stance))
def test_every_stance_has_enough_goldens(stance):
    assert sum(any(quote.stance == stance for quote in golden.expected.quotes) for golden in ALL) >= 15


def test_every_golden_has_an_id_and_a_text_of_its_own():
    for values in ([golden.id for golden in ALL], [golden.expected.text for golden in ALL]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_open_txt_lists_goldens_that_are_there_once_each():
    ids = open_ids()
    assert sorted(set(ids)) == ids
    assert set(ids) <= {golden.id for golden in ALL}
