import io
import json
import warnings

import pytest
from click.testing import CliRunner
from drawn import BRIDGE, drawn
from examples_of_documents import rich

from newsquotes import Correction, InputWarning, RecordError, correct, read_corrections, write_corrections
from newsquotes.cli import cli
from newsquotes.formats import FORMATS, read, to_record, write
from newsquotes.inputs import read_articles
from newsquotes.wording import speaking


def bridge():
    return drawn(BRIDGE)


def place(quote):
    return [[span.start, span.end] for span in quote.content]


def said(action, quote=None, **more):
    return Correction(action=action, document="most", **({"quotation": place(quote)} if quote else {}), **more)


def the(docs):
    [doc] = docs
    return doc


def test_accepting_makes_content_and_speaker_certain_and_leaves_the_others_alone():
    doc = bridge()
    done = the(correct(doc, [said("accept", doc.quotes[1])]))
    quote = done.quotes[1]
    assert (quote.confidence, quote.detection_confidence, quote.borders_confidence, quote.speaker_confidence) == (1, 1, 1, 1)
    assert (quote.rule, quote.attribution.rule) == ("by hand", "by hand")
    others = [q for q in to_record(doc)["quotes"] if q["id"] != 1]
    assert [q for q in to_record(done)["quotes"] if q["id"] != 1] == others


def test_rejecting_takes_a_quotation_away_and_the_ids_stay():
    doc = bridge()
    done = the(correct(doc, [said("reject", doc.quotes[1])]))
    assert [quote.id for quote in done.quotes] == [0, 2, 3, 4]
    assert [str(quote.speaker) for quote in done.quotes] == [str(doc.quotes[i].speaker) for i in (0, 2, 3, 4)]


def test_another_speaker_of_the_document_or_a_new_one_or_nobody():
    doc = bridge()
    done = the(
        correct(
            doc,
            [
                said("speaker", doc.quotes[0], speaker="петр ильин"),
                said("speaker", doc.quotes[1], speaker="Ольга Рощина", kind="person"),
                said("speaker", doc.quotes[2], speaker=None),
            ],
        )
    )
    assert [str(quote.speaker) for quote in done.quotes[:3]] == ["Пётр Ильин", "Ольга Рощина", "None"]
    assert {(q.speaker_confidence, q.attribution.rule, q.confidence) for q in done.quotes[:3]} == {(1.0, "by hand", 1.0)}
    assert {(q.attribution.rule, q.confidence < 1) for q in done.quotes[3:]} == {("drawn", True)}
    assert done.quotes_by("Рощина Ольга") == () != done.quotes_by("Ольга Рощина")


def test_other_borders_keep_the_text_and_the_order():
    doc = bridge()
    [start, end] = place(doc.quotes[0])[0]
    done = the(correct(doc, [said("borders", doc.quotes[0], content=[[start + 5, end]])]))
    assert done.quotes[0].text == "откроют в мае"
    assert (done.quotes[0].borders_confidence, done.quotes[0].rule, done.quotes[0].confidence) == (1, "by hand", 1)


def test_what_was_missed_is_added():
    doc = drawn('Она сказала: нет. «<content speaker="Ян">Да</content>»')
    done = the(correct(doc, [said("add", content=[[0, 16]], speaker="Ян", type="indirect")]))
    assert [(q.text, q.type, str(q.speaker), q.confidence, q.id) for q in done.quotes] == [
        ("Она сказала: нет", "indirect", "Ян", 1.0, 1),
        ("Да", "direct", "Ян", pytest.approx(0.81), 0),
    ]
    assert to_record(the(correct(done, []))) == to_record(done)


def test_the_last_correction_counts():
    doc = bridge()
    quote = doc.quotes[0]
    corrections = [
        said("speaker", quote, speaker="Ян"),
        said("reject", quote),
        said("speaker", quote, speaker="Яна"),
    ]
    assert str(the(correct(doc, corrections)).quotes[0].speaker) == "Яна"
    assert len(the(correct(doc, corrections[:2])).quotes) == 4


def test_merging_joins_two_speakers_everywhere_or_renames_the_one_who_is_there():
    docs = [bridge(), drawn('<content speaker="Белова">да</content>', id="two"), drawn("<content>а</content>", id="three")]
    merge = Correction(action="merge", speaker="Белова", into="Анна Белова")
    done = list(correct(docs, [merge]))
    assert [str(s) for s in done[1].speakers] == ["Анна Белова"]
    assert done[1].quotes[0].speaker_confidence == docs[1].quotes[0].speaker_confidence
    again = Correction(action="merge", speaker="Пётр Ильин", into="Анна Белова", documents=["most"])
    one = next(correct(docs, [merge, again]))
    assert [str(s) for s in one.speakers] == ["Анна Белова", "министерство"]
    assert [str(quote.speaker) for quote in one.quotes] == ["Анна Белова"] * 3 + ["министерство", "None"]
    assert to_record(done[2]) == to_record(docs[2])


def test_a_chosen_name_and_a_merge_go_together_in_any_order():
    doc = drawn('<content 1 speaker="Белова">да</content 1> <content 2 speaker="Ян">нет</content 2>')
    steps = [
        said("speaker", doc.quotes[1], speaker="Анна Белова"),
        Correction(action="merge", speaker="Белова", into="Анна Белова"),
    ]
    for corrections in (steps, steps[::-1]):
        assert [str(q.speaker) for q in the(correct(doc, corrections)).quotes] == ["Анна Белова"] * 2


def test_what_does_not_fit_is_told_or_raised():
    doc = bridge()
    wrong = [
        Correction(action="reject", document="most", quotation=[[0, 3]]),
        Correction(action="borders", document="most", quotation=place(doc.quotes[0]), content=[[3, 10_000]]),
        Correction(action="reject", document="sneg", quotation=[[0, 3]]),
        Correction(action="reject", document="most", text_sha256="0" * 64, quotation=[[0, 3]]),
    ]
    told = []
    assert to_record(the(correct(doc, wrong, report=told.append))) == to_record(doc)
    assert len(told) == 4
    assert "no quotation has been found there" in told[0]
    for correction in wrong:
        with pytest.raises(RecordError):
            list(correct(doc, [correction]))


def test_a_text_is_known_by_its_hash_whatever_its_id_is():
    doc = drawn(BRIDGE, id="another")
    correction = Correction(action="reject", document="most", text_sha256=doc.text_sha256, quotation=place(doc.quotes[0]))
    assert len(the(correct(doc, [correction])).quotes) == 4


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        '{"action": "delete"}',
        '{"action": "reject", "document": "most"}',
        '{"action": "speaker", "document": "most", "quotation": [[1, 2]]}',
        '{"action": "speaker", "document": "most", "quotation": [[1, 2]], "speaker": " "}',
        '{"action": "speaker", "document": "most", "quotation": [[1, 2]], "speaker": "Ян", "kind": "king"}',
        '{"action": "reject", "document": "most", "quotation": [[2, 1]]}',
        '{"action": "reject", "document": "most", "quotation": [["1", "x"]]}',
        '{"action": "reject", "document": "most", "quotation": 5}',
        '{"action": "reject", "document": "most", "quotation": [[1, 1e999]]}',
        '{"action": "reject", "document": "most", "quotation": [[0.5, 2]]}',
        '{"action": "reject", "document": "most", "quotation": [[false, true]]}',
        '{"action": "reject", "document": "most", "quotation": null}',
        '{"action": "borders", "document": "most", "quotation": [[1, 2]], "content": [[1, 5], [3, 8]]}',
        '{"action": "merge", "speaker": "Ян", "into": "Анна", "documents": "most"}',
        '{"action": "merge", "speaker": "Ян", "into": "Анна", "documents": [[1]]}',
        "{}",
        '{"action": "reject", "document": 7, "quotation": [[1, 2]]}',
        '{"action": "reject", "document": "most", "quotation": [[1, 2]], "colour": "red"}',
        '{"action": "merge", "speaker": null, "into": "Ян"}',
        "{",
    ],
)
def test_a_line_that_is_no_correction_is_named(line):
    with pytest.raises(RecordError, match="line 2"):
        read_corrections(["", line])


def test_an_object_that_is_no_correction_raises_one_kind_of_error():
    for wrong in ({}, {"action": "accept", "document": "a", "quotation": [[1, 2, 3]]}):
        with pytest.raises(RecordError):
            Correction.from_record(wrong)


def test_fragments_are_the_same_in_any_order():
    doc = bridge()
    added = [
        Correction(action="add", document="most", content=c, speaker="Ян") for c in ([[0, 1], [3, 4]], [[3, 4], [0, 1]])
    ]
    assert len(the(correct(doc, added)).quotes) == len(doc.quotes) + 1


def test_what_was_made_on_another_text_is_told_beside_what_fits():
    doc = bridge()
    good = Correction(action="accept", document="most", text_sha256=doc.text_sha256, quotation=place(doc.quotes[0]))
    stale = Correction(action="reject", document="most", text_sha256="0" * 64, quotation=place(doc.quotes[0]))
    nameless = Correction(action="reject", text_sha256="1" * 64, quotation=place(doc.quotes[0]))
    told = []
    assert len(the(correct(doc, [good, stale, nameless], report=told.append)).quotes) == len(doc.quotes)
    assert told == [
        "'most' has another text than 1 of its corrections was made on",
        f"1 correction is of the document {'1' * 64!r}, which is not there",
    ]


def test_a_merge_of_nobody_is_told_and_one_said_twice_is_not():
    told = []
    merge = Correction(action="merge", speaker="Анна Белова", into="Ян")
    list(correct(bridge(), [merge, merge], report=told.append))
    assert told == []
    list(correct(bridge(), [Correction(action="merge", speaker="Никто", into="Ян")], report=told.append))
    assert told == ["1 correction merges 'Никто', and nobody there is called so"]


def test_corrections_are_written_and_read():
    corrections = [
        said("accept", bridge().quotes[0], author="Ян", time="2024-03-11T10:00:00Z", text_sha256="0" * 64),
        said("speaker", bridge().quotes[0], speaker=None),
        said("add", content=[[1, 2], [3, 4]], speaker="Ян", kind="person", type="mixed"),
        Correction(action="merge", speaker="Белова", into="Анна Белова", documents=["most"], author="Ян"),
    ]
    file = io.BytesIO()
    write_corrections(corrections, file)
    assert read_corrections(file.getvalue().splitlines()) == corrections
    assert json.loads(file.getvalue().splitlines()[1])["speaker"] is None


@pytest.mark.parametrize("name", [name for name, format_ in FORMATS.items() if format_.read and name != "gold"])
def test_what_was_corrected_is_by_hand_in_every_format(tmp_path, name):
    doc = rich()
    corrections = [
        Correction(action="speaker", document=doc.id, quotation=place(doc.quotes[0]), speaker="Ольга Рощина"),
        Correction(action="accept", document=doc.id, quotation=place(doc.quotes[1])),
    ]
    done = the(correct(doc, corrections))
    path = tmp_path / "out"
    write([done], path, name)
    back = the(read(path, name))
    assert [(q.speaker_confidence, q.attribution.rule) for q in back.quotes[:2]] == [(1.0, "by hand")] * 2
    assert (str(back.quotes[0].speaker), back.quotes[1].rule, back.quotes[1].confidence) == ("Ольга Рощина", "by hand", 1.0)
    assert (back.quotes[0].rule, back.quotes[0].confidence) == ("by hand", 1.0)


# --- gold ----------------------------------------------------------------------------------------------------------------


def test_gold_is_written_and_read(tmp_path):
    from newsquotes.evaluation.records import read_gold as read_for_scoring

    docs = [bridge(), drawn("Снег.", id="sneg")]
    write(docs, tmp_path / "gold", "gold")
    [first, second] = read_for_scoring(tmp_path / "gold")
    assert [q.speaker for q in first.quotes] == ["Анна Белова", "Анна Белова", "Пётр Ильин", "министерство", None]
    assert [q.content for q in first.quotes] == [tuple(map(tuple, place(q))) for q in docs[0].quotes]
    assert first.quotes[4].medium == "ТАСС"
    assert second.quotes == ()
    back = list(read(tmp_path / "gold"))
    assert [doc.text for doc in back] == [doc.text for doc in docs]
    assert [(q.text, str(q.speaker), q.medium, q.confidence) for q in back[0].quotes] == [
        (q.text, str(q.speaker), q.medium, 1.0) for q in docs[0].quotes
    ]


@pytest.mark.parametrize("ids", [["../x"], [""], ["a", "a"], ["/a/b"], ["a/../../b"], ["\0"], ["x" * 300]])
def test_gold_needs_ids_that_are_names_of_files(tmp_path, ids):
    with pytest.raises(RecordError):
        write([drawn("Снег.", id=id_) for id_ in ids], tmp_path / "gold", "gold")
    assert list(tmp_path.iterdir()) == []


# --- the command ---------------------------------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(cli, [str(a) for a in arguments], standalone_mode=False)


def test_the_command_makes_gold_of_records_and_corrections(tmp_path):
    doc = bridge()
    write([doc], tmp_path / "quotes.jsonl")
    with open(tmp_path / "corrections.jsonl", "wb") as file:
        write_corrections([said("reject", doc.quotes[0]), said("speaker", doc.quotes[4], speaker="ТАСС")], file)
    result = run(
        "correct", tmp_path / "quotes.jsonl", tmp_path / "corrections.jsonl", "--output", tmp_path / "corrected.jsonl"
    )
    assert result.exception is None, result.output
    result = run("convert", "--to", "gold", "--output", tmp_path / "gold", tmp_path / "corrected.jsonl")
    assert result.exception is None, result.output
    gold = json.loads((tmp_path / "gold" / "gold.jsonl").read_text(encoding="utf-8"))
    assert [a["speaker"] for a in gold["attributions"]] == ["Анна Белова", "Пётр Ильин", "министерство", "ТАСС"]


def test_the_command_tells_what_does_not_fit(tmp_path):
    write([bridge()], tmp_path / "quotes.jsonl")
    (tmp_path / "c.jsonl").write_text('{"action": "reject", "document": "x", "quotation": [[0, 1]]}', encoding="utf-8")
    result = run("correct", tmp_path / "quotes.jsonl", tmp_path / "c.jsonl", "-o", tmp_path / "out.jsonl")
    assert isinstance(result.exception, SystemExit)
    assert "'x', which is not there" in result.output
    assert (tmp_path / "out.jsonl").exists()
    (tmp_path / "c.jsonl").write_text("{", encoding="utf-8")
    result = run("correct", tmp_path / "quotes.jsonl", tmp_path / "c.jsonl")
    assert "c.jsonl: line 1: is not JSON" in str(result.exception)


def test_what_was_corrected_is_not_lost_silently_where_texts_are_read_anew(tmp_path):
    doc = bridge()
    write(correct(doc, [said("accept", doc.quotes[0])]), tmp_path / "corrected.jsonl")
    with pytest.warns(InputWarning, match="1 record was corrected by hand; its text is read anew"):
        list(read_articles(tmp_path / "corrected.jsonl"))
    write([doc], tmp_path / "found.jsonl")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        list(read_articles(tmp_path / "found.jsonl"))


def test_what_does_not_fit_is_told_in_russian():
    doc = bridge()
    told = []
    missed = Correction(action="reject", document=doc.id, quotation=[[1, 2]])
    outside = Correction(action="borders", document=doc.id, quotation=place(doc.quotes[0]), content=[[9990, 9999]])
    strange = [Correction(action="accept", document="нет", quotation=[[0, n]]) for n in (1, 2)]
    with speaking("ru"):
        list(correct(doc, [missed, outside, *strange], report=told.append))
    assert "там не найдено цитаты" in told[0]
    assert "вне текста" in told[1]
    assert told[2] == "2 правки — к документу 'нет', которого нет"
