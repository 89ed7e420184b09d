"""Options of extractors: what a configuration file holds, as the annotations of a factory want it."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, NewType, Protocol, TypedDict

import attrs
import pytest

from newsquotes.errors import RecordError
from newsquotes.formats.layers import plain_layers
from newsquotes.options import Unfit, checked_options, fits, fitted, options_of, plain
from newsquotes.spans import Span


class Colour(enum.Enum):
    RED = "red"
    GREEN = "green"


class Place(TypedDict):
    name: str
    size: int


class Loose(TypedDict, total=False):
    name: str


@dataclass
class Bridge:
    name: str
    table: Path
    lanes: int = 2


@attrs.frozen
class River:
    name: str
    bridges: tuple[Bridge, ...] = ()


Label = NewType("Label", str)


class Reader(Protocol):
    def read(self) -> str: ...


def test_tables_become_what_their_classes_are(tmp_path):
    bridge = {"name": "Мост", "table": "t.csv"}
    assert fitted(bridge, Bridge, tmp_path) == Bridge("Мост", tmp_path / "t.csv", 2)
    assert fitted({"name": "Луга", "bridges": [bridge]}, River) == River("Луга", (Bridge("Мост", Path("t.csv")),))
    assert fitted({"name": "Луга", "size": 5}, Place) == {"name": "Луга", "size": 5}
    assert fitted({}, Loose) == {}
    assert fitted({"Луга": 1}, dict[str, int]) == {"Луга": 1}
    assert fitted("red", Colour) is Colour.RED


@pytest.mark.parametrize(
    ("value", "annotation", "says"),
    [
        ({"name": "Луга"}, Place, "with the keys name, size"),
        ({"name": "Луга", "size": 5, "colour": 1}, Place, "with the keys name, size"),
        ({"name": "Луга", "size": "5"}, Place, r"\['size'\]"),
        ({"table": "t.csv"}, Bridge, "with the keys name, table, lanes"),
        ({"name": "Мост", "table": "t.csv", "depth": 1}, Bridge, "with the keys name, table, lanes"),
        ({"name": "Мост", "table": 5}, Bridge, r"\.table.*the path of a file or folder"),
        ({"name": "Луга", "bridges": [{"name": 5, "table": "t"}]}, River, r"\.bridges\[0\]\.name"),
        ("blue", Colour, "one of 'red', 'green'"),
        ({5: 1}, dict[str, int], "the key 5"),
        ({"a": "b"}, Mapping[str, int], r"\['a'\]"),
        ([1], dict[str, int], "dict"),
        ("ab", list[str], "list"),
        ({"a"}, list[str], "list"),
        ([1, 2, 3], tuple[int, int], "tuple"),
        (5, tuple[int, ...], "tuple"),
        ("", Path, "the path of a file or folder"),
        (1, Literal[True], "Literal"),
        (5, Label, "str"),
        ("5", Annotated[int, "words"], "int"),
        ("x", int | None, "int"),
        (1, None, "None"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(value, annotation, says):
    with pytest.raises(Unfit, match=says):
        fitted(value, annotation)
    assert not fits(value, annotation)


@pytest.mark.parametrize(
    ("value", "annotation", "becomes"),
    [
        ([1, "a"], tuple[int, str], (1, "a")),
        ([1], Sequence[int], [1]),
        ((1,), Sequence[int], (1,)),
        ([], tuple, ()),
        ([1, "a"], tuple, (1, "a")),
        ([1, "a"], list, [1, "a"]),
        ({"a": [1]}, dict[str, Any], {"a": [1]}),
        ("a", Label, "a"),
        (None, int | None, None),
        (3, float, 3),
        (5, Reader, 5),
        (5, Any, 5),
        (True, Literal[True, "all"], True),
    ],
)
def test_what_fits_becomes_what_is_wanted(value, annotation, becomes):
    result = fitted(value, annotation)
    assert (result, type(result)) == (becomes, type(becomes))


def test_all_problems_of_options_are_told_at_once():
    def factory(size: int, *, names: list[str] | None = None) -> None: ...

    options, problems = checked_options(factory, {"names": "a", "sise": 5}, None)
    assert options == {}
    assert len(problems) == 3
    assert any("needs the option 'size'" in problem for problem in problems)
    assert any(problem.startswith("option 'names'") for problem in problems)


def test_factories_whose_annotations_cannot_be_evaluated_still_have_options():
    def factory(size: "Nowhere" = 5) -> None: ...  # noqa: F821

    assert list(options_of(factory)) == ["size"]
    assert options_of(lambda **anything: None) is None


def test_options_are_written_as_a_file_holds_them():
    river = River("Луга", (Bridge("Мост", Path("t.csv")),))
    written = {"name": "Луга", "bridges": [{"name": "Мост", "table": "t.csv", "lanes": 2}]}
    assert plain({"river": river, "colour": Colour.RED, "kind": int}) == {"river": written, "colour": "red", "kind": int}
    assert fitted(plain(river), River) == river


class Own:
    def __init__(self, value):
        self.value = value

    def to_record(self):
        if self.value is None:
            raise ValueError("nothing there")
        return self.value


def test_layers_of_annotators_become_plain():
    given = {"colour": Colour.GREEN, "bridge": Bridge("Мост", 5), "span": Span(0, 3, "Газ"), "own": Own([1]), 7: (1, 2)}
    assert plain_layers({"x": given}) == {
        "x": {
            "colour": "green",
            "bridge": {"name": "Мост", "table": 5, "lanes": 2},
            "span": {"start": 0, "end": 3, "text": "Газ"},
            "own": [1],
            "7": [1, 2],
        }
    }


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"x": float("nan")}, r"doc.extra\['a'\]\['x'\] is nan, a number that JSON does not have"),
        (float("-inf"), "is -inf"),
        ({True: 1}, "has the key True; keys of JSON are strings"),
        ([{1, 2}], r"doc.extra\['a'\]\[0\] is .* of the type set"),
        (Own(None), r"to_record\(\) raised .*nothing there"),
        (Own({1.5: 1}), r"to_record\(\) has the key 1.5"),
    ],
)
def test_what_a_record_cannot_hold_is_named_with_its_place(value, says):
    with pytest.raises(RecordError, match=says):
        plain_layers({"a": value})
    with pytest.raises(RecordError, match="Layers come from annotators: here 'figures'"):
        plain_layers({"a": value}, ["figures"])


def test_layers_within_layers_have_an_end():
    value: list[Any] = []
    value.append(value)
    with pytest.raises(RecordError, match="without end"):
        plain_layers({"a": value})
