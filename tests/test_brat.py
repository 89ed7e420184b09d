import itertools
import json
import re

import pytest
from examples_of_documents import documents, found, rich
from hypothesis import HealthCheck, given, settings

from newsquotes import Attribution, Document, InputError, InputWarning, Quote, RecordError, Resolution
from newsquotes.formats import BratAnnotations, Entity, Relation, read_brat, to_record, write_brat


def lines_of(folder, name: str) -> list[str]:
    return (folder / f"{name}.ann").read_bytes().decode().split("\n")[:-1]


def check(folder, name: str) -> None:
    """brat's own rules for what a file may hold."""
    text = (folder / f"{name}.txt").read_bytes().decode()
    entities = {}
    seen = set()
    for line in lines_of(folder, name):
        assert len(line.splitlines()) == 1
        id_, head, *tail = line.split("\t")
        assert re.fullmatch(r"[TAR#][1-9]\d*", id_)
        assert id_ not in seen
        seen.add(id_)
        if id_[0] == "T":
            type_, offsets = head.split(" ", 1)
            fragments = [tuple(map(int, part.split(" "))) for part in offsets.split(";")]
            assert all(start < end for start, end in fragments)
            assert all(a[1] <= b[0] for a, b in itertools.pairwise(fragments))
            assert tail == [" ".join(text[start:end] for start, end in fragments)]
            entities[id_] = type_
        elif id_[0] == "A":
            assert re.fullmatch(r"(Type|Mode|Stance) T\d+ [a-z]+", head)
            assert entities[head.split()[1]] == "Content"
        elif id_[0] == "R":
            name_, first, second = re.fullmatch(r"(\w+) Arg1:(T\d+) Arg2:(T\d+)", head).groups()
            assert entities[first] == "Content"
            assert name_ == f"Has{entities[second]}"
        else:
            kind, target = head.split(" ")
            assert kind == "AnnotatorNotes"
            assert target in entities
            json.loads(tail[0])


def test_everything_comes_back(tmp_path):
    write_brat(documents(), tmp_path / "brat")
    read = {doc.id: doc for doc in read_brat(tmp_path / "brat")}
    for doc in documents():
        assert to_record(read[doc.id]) == to_record(doc)
        assert read[doc.id].text == doc.text
        assert dict(read[doc.id].extra) == {}
    for name in ("мост_1", "снег", "пусто"):
        check(tmp_path / "brat", name)


def test_what_is_written(tmp_path):
    write_brat([rich()], tmp_path)
    lines = lines_of(tmp_path, "мост_1")
    assert lines[0] == "T1\tContent 3 7;57 70\tМост откроют в мае"
    assert "T9\tContent 120 125;126 132\t- всё готово" in lines  # cut at the line end
    assert {"A1\tType T1 mixed", "R1\tHasCue Arg1:T1 Arg2:T2", "R2\tHasSource Arg1:T1 Arg2:T3"} <= set(lines)
    assert (tmp_path / "annotation.conf").read_text().startswith("[entities]\nContent\n")


def test_without_the_file_of_heads_names_stay(tmp_path):
    write_brat([rich()], tmp_path)
    (tmp_path / "newsquotes.jsonl").unlink()
    [doc] = read_brat(tmp_path / "мост_1.ann")
    assert doc.id == "мост_1"
    assert [str(quote.speaker) for quote in doc.quotes] == ["Анна Белова", "None", "Анна Белова", 'жители; "района"']
    assert doc.quotes[0].speaker.kind == "person"
    assert [quote.text for quote in doc.quotes] == [quote.text for quote in rich().quotes]


def test_corrections_are_read(tmp_path):
    write_brat([rich()], tmp_path)
    ann = tmp_path / "мост_1.ann"
    text = ann.read_bytes().decode()
    for old, new in [
        ("A1\tType T1 mixed", "A1\tType T1 direct"),
        ("T9\tContent 120 125;126 132\t- всё готово", "T9\tContent 126 132\tготово"),
        ("R6\tHasSource Arg1:T6 Arg2:T8\n", ""),
        ('{"speaker": "Анна Белова", "speaker_id": 0, "kind": "person", "cue_lemma": "добавить"', '{"speaker": "Вера Лис"'),
    ]:
        assert old in text
        text = text.replace(old, new)
    text += "T12\tContent 135 143\tа 'вчера\n"
    ann.write_bytes(text.encode())
    [doc] = read_brat(tmp_path)
    quotes = doc.quotes
    assert (quotes[0].type, quotes[0].stance, quotes[0].rule) == ("direct", "promised", "mark-cue")
    assert (str(quotes[2].speaker), quotes[2].source) == ("Вера Лис", None)
    assert quotes[3].text == "готово"
    assert (quotes[4].text, quotes[4].rule, quotes[4].confidence, quotes[4].speaker) == ("а 'вчера", "by hand", 1.0, None)


NEREL = """\
T1\tPROFESSION 0 3\tмэр
T2\tPERSON 4 15\tАнна Белова
T3\tORGANIZATION 25 30\tВести
T4\tDATE 31 34;39 42\tв п его
R1\tWORKS_AS Arg1:T2 Arg2:T1\t
*\tALTERNATIVE_NAME T2 T1
N1\tReference T2 Wikidata:Q1\tАнна Белова
#1\tAnnotatorNotes T2\tпроверить
E1\tMEET:T3 Who:T2 When:T4
A1\tNegated T2
M2\tSure T3
"""
NEREL_TEXT = "мэр Анна Белова сказала «Вести» в понедельник что его\r\nждут."


def test_entities_and_relations_of_others(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "1.txt").write_bytes(NEREL_TEXT.encode())
    (tmp_path / "a" / "b" / "1.ann").write_bytes(
        NEREL.replace("31 34;39 42\tв п его", "32 33;34 45\tв понедельник").encode()
    )
    [doc] = read_brat(tmp_path)
    brat = doc.extra["brat"]
    assert (doc.id, doc.text, doc.quotes) == ("a/b/1", NEREL_TEXT, ())
    assert isinstance(brat, BratAnnotations)
    assert brat.entities[1] == Entity("T2", "PERSON", ((4, 15),), "Анна Белова")
    assert brat.entities[3].fragments == ((32, 33), (34, 45))
    assert brat.relations == (
        Relation("WORKS_AS", "T2", "T1"),
        Relation("ALTERNATIVE_NAME", "T2", "T1"),
        Relation("Who", "T3", "T2"),
        Relation("When", "T3", "T4"),
    )
    assert brat.attributes == {"T2": {"Negated": "true"}, "T3": {"Sure": "true"}}
    assert brat.notes == {"T2": ("проверить",)}
    assert brat.other == ("N1\tReference T2 Wikidata:Q1\tАнна Белова",)


def test_signals_and_sources_as_in_sir(tmp_path):
    text = "Podle vědců je to záhada, uvedl mluvčí."
    ann = "T1\tsignal 0 5\tPodle\nT2\tanonymous-partial 6 11\tvědců\nR1\tsource Arg1:T1 Arg2:T2\n"
    (tmp_path / "1.txt").write_bytes(text.encode())
    (tmp_path / "1.ann").write_bytes(ann.encode())
    [doc] = read_brat(tmp_path)
    assert doc.quotes == ()
    assert [entity.type for entity in doc.extra["brat"].entities] == ["signal", "anonymous-partial"]
    (tmp_path / "1.ann").write_bytes((ann + "T3\tQuotation 12 24\tje to záhada\nR2\tx Arg1:T1 Arg2:T3\n").encode())
    [doc] = read_brat(tmp_path)
    [quote] = doc.quotes
    assert (quote.text, str(quote.cue), str(quote.source)) == ("je to záhada", "Podle", "vědců")
    assert dict(doc.extra) == {}


def test_offsets_of_javascript(tmp_path):
    (tmp_path / "1.txt").write_bytes("🌉🌉 Анна Белова".encode())
    (tmp_path / "1.ann").write_bytes("T1\tPERSON 5 16\tАнна Белова\n".encode())
    [doc] = read_brat(tmp_path)
    assert doc.extra["brat"].entities[0].fragments == ((3, 14),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T1\tPERSON 4 9\tБелова", r"1.ann: line 2 .*: at \[4, 9\) the text has 'Анна ', not 'Белов"),
        ("T1\tPERSON 90 99\tПётр", r"line 2 .*not 'Пётр'"),
        ("T1\tPERSON 4 x\tАнна", r"line 2 .* it does not have the form of its kind"),
        ("T1\tPERSON 4 6;8 9\tАнна", r"line 2 .*: its words do not stand in the text at 4 6;8 9"),
        ("R1\tX Arg1:T1", r"line 2 .* it does not have the form"),
        ("X1\tY", r"line 2 .*: its id is none of brat's"),
    ],
)
def test_wrong_lines_are_named(tmp_path, line, message):
    (tmp_path / "1.txt").write_bytes("мэр Анна Белова и Анна Белова".encode())
    (tmp_path / "1.ann").write_bytes(f"T9\tX 0 3\tмэр\n{line}\n".encode())
    with pytest.raises(RecordError, match=message):
        list(read_brat(tmp_path))


def test_what_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        list(read_brat(tmp_path / "none"))
    with pytest.raises(InputError, match=r"there is no \.ann file in it"):
        list(read_brat(tmp_path))
    (tmp_path / "1.ann").write_bytes(b"")
    with pytest.raises(InputError, match=r"1\.txt: no such file"):
        list(read_brat(tmp_path))
    (tmp_path / "1.txt").write_bytes(b"\xff")
    with pytest.raises(RecordError, match="is not UTF-8"):
        list(read_brat(tmp_path))


def test_what_cannot_be_written(tmp_path):
    (tmp_path / "x").write_text("")
    with pytest.raises(InputError, match="is not empty"):
        write_brat([], tmp_path)
    with pytest.warns(InputWarning, match="holds half a character"):
        write_brat([Document("\ud800").with_layer("quotes", []).with_resolution(Resolution())], tmp_path / "a")
    assert [doc.text for doc in read_brat(tmp_path / "a")] == ["\ufffd"]
    doc = Document("\n")
    doc = doc.with_layer("quotes", [Quote((doc.span(0, 1),))])
    with pytest.raises(RecordError, match="is made of line ends"):
        write_brat([doc.with_resolution(Resolution((), (Attribution(),)))], tmp_path / "b")


def test_file_names(tmp_path):
    docs = [
        Document("", id=id_).with_layer("quotes", []).with_resolution(Resolution())
        for id_ in ("a/b", "a_b", "A_b", "..", "")
    ]
    write_brat(docs, tmp_path)
    assert sorted(path.name for path in tmp_path.glob("*.txt")) == [
        "A_b_3.txt",
        "a_b.txt",
        "a_b_2.txt",
        "document.txt",
        "document_2.txt",
    ]
    assert sorted(doc.id for doc in read_brat(tmp_path)) == sorted(doc.id for doc in docs)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found())
def test_round_trip(tmp_path_factory, doc):
    folder = tmp_path_factory.mktemp("brat")
    write_brat([doc], folder)
    check(folder, "most")
    assert [to_record(again) for again in read_brat(folder)] == [to_record(doc)]
