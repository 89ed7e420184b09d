import io
import json
from typing import get_args
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsquotes
from newsquotes import (
    Attribution,
    Cue,
    Document,
    Medium,
    Metadata,
    MissingLayerError,
    Quote,
    RecordError,
    Resolution,
    Speaker,
)
from newsquotes.annotations import Mode, QuoteType, Stance
from newsquotes.formats import from_record, read_jsonl, to_record, write_json, write_jsonl

TEXT = "«Мост откроют в мае», — сообщила агентству «Вести» мэр Анна Белова. «Ждите», — добавила она. 🌉"


def example() -> Document:
    """A document in which every field of the record has a value."""
    doc = Document(
        TEXT, id="most", meta=Metadata("Мост", "2024-05-07", "https://example.org/1", "Вести"), pipeline="p/default"
    )
    who = doc.span(TEXT.index("мэр"), TEXT.index(". «"))
    name = doc.span(who.start + 4, who.end)
    outlet = doc.span(TEXT.index("Вести"), TEXT.index("Вести") + 5)
    quotes = [
        Quote(
            content=(doc.span(1, 5), doc.span(6, 19)),
            cue=Cue((doc.span(24, 32), doc.span(33, 42)), "сообщить"),
            source=who,
            type="mixed",
            mode="writing",
            stance="promised",
            detection_confidence=0.97,
            rule="mark-cue",
        ),
        Quote(content=(doc.span(6, 12),), type="indirect", detection_confidence=1 / 3),
    ]
    speakers = (
        Speaker(0, "Анна Белова", "person", "femn", "мэр", "мэрия", (), "Q1", (name,), frozenset({"белова", "анна белова"})),
        Speaker(1, "власти", "group", members=(0,)),
    )
    attributions = (Attribution(0, (Medium("Вести", outlet),), 0.9, "name", 1), Attribution(rule="none"))
    return doc.with_layer("quotes", quotes).with_resolution(Resolution(speakers, attributions))


def test_the_record_is_that_of_schema_1():
    record = to_record(example())
    assert list(record) == [
        *("schema", "newsquotes", "pipeline", "extractors", "id", "text_sha256", "meta", "speakers", "quotes", "extra")
    ]
    assert (record["schema"], record["newsquotes"], record["pipeline"]) == (1, newsquotes.__version__, "p/default")
    assert record["meta"] == {
        "title": "Мост",
        "date": "2024-05-07",
        "url": "https://example.org/1",
        "outlet": "Вести",
    }
    assert record["speakers"] == [
        {
            "id": 0,
            "name": "Анна Белова",
            "kind": "person",
            "gender": "femn",
            "role": "мэр",
            "organization": "мэрия",
            "members": [],
            "kb_id": "Q1",
            "mentions": [{"start": 55, "end": 66, "text": "Анна Белова"}],
        },
        {
            "id": 1,
            "name": "власти",
            "kind": "group",
            "gender": None,
            "role": None,
            "organization": None,
            "members": [0],
            "kb_id": None,
            "mentions": [],
        },
    ]
    assert record["quotes"] == [
        {
            "id": 0,
            "parent": None,
            "type": "mixed",
            "stance": "promised",
            "mode": "writing",
            "content": [{"start": 1, "end": 5, "text": "Мост"}, {"start": 6, "end": 19, "text": "откроют в мае"}],
            "cue": [
                {"start": 24, "end": 32, "text": "сообщила", "lemma": "сообщить"},
                {"start": 33, "end": 42, "text": "агентству", "lemma": "сообщить"},
            ],
            "source": {"start": 51, "end": 66, "text": "мэр Анна Белова"},
            "speaker": {"id": 0, "name": "Анна Белова", "kind": "person"},
            "runner_up": {"id": 1, "name": "власти"},
            "medium": "Вести",
            "media": [{"name": "Вести", "start": 44, "end": 49}],
            "confidence": 0.873,
            "detection_confidence": 0.97,
            "borders_confidence": 1.0,
            "speaker_confidence": 0.9,
            "rules": {"quote": "mark-cue", "speaker": "name"},
        },
        {
            "id": 1,
            "parent": 0,
            "type": "indirect",
            "stance": "asserted",
            "mode": "speech",
            "content": [{"start": 6, "end": 12, "text": "откроют"[:6]}],
            "cue": [],
            "source": None,
            "speaker": None,
            "runner_up": None,
            "medium": None,
            "media": [],
            "confidence": 0.0,
            "detection_confidence": 0.3333,
            "borders_confidence": 1.0,
            "speaker_confidence": 0.0,
            "rules": {"quote": "", "speaker": "none"},
        },
    ]


def test_the_record_can_hold_the_text():
    record = to_record(example(), with_text=True)
    assert record["text"] == TEXT
    assert from_record(record).text == TEXT


def test_a_record_reads_back_to_the_same_quotes_and_speakers():
    doc = example()
    again = from_record(to_record(doc), TEXT)
    assert again.meta == doc.meta
    assert [(q.content, q.cue, q.source, q.media, str(q.speaker)) for q in again.quotes] == [
        (q.content, q.cue, q.source, q.media, str(q.speaker)) for q in doc.quotes
    ]
    assert len(again.quotes_by("анна белова")) == 1
    assert to_record(again) == to_record(doc)


def test_unresolved_documents_have_no_record():
    with pytest.raises(MissingLayerError, match="speaker_resolver"):
        to_record(Document(TEXT).with_layer("quotes", [Quote((Document(TEXT).span(0, 4),))]))


def changed(**keys: object) -> dict[str, object]:
    return {**to_record(example()), **keys}


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (changed(schema=2), "not an output record of schema 1: its schema is 2"),
        ([], "not an output record"),
        (changed(text_sha256="0" * 64), "belongs to another text: its SHA-256 is 0000"),
        ({key: value for key, value in changed().items() if key != "quotes"}, "the key 'quotes' is missing"),
        (changed(quotes=[{**to_record(example())["quotes"][0], "content": [{"start": 0, "end": 999}]}]), "outside the text"),
        (changed(quotes=[{**to_record(example())["quotes"][0], "type": "said"}]), "type is 'said'"),
        (changed(speakers=None), "does not have the form of schema 1"),
        (changed(speakers=[]), "there are no speakers"),
        (changed(meta={"author": "x"}), "unknown metadata 'author'"),
    ],
)
def test_records_that_do_not_fit_raise(record, message):
    with pytest.raises(RecordError, match=message):
        from_record(record, TEXT)


def test_a_record_without_text_asks_for_it():
    with pytest.raises(RecordError, match="record of 'most' does not hold its text"):
        from_record(changed())


pieces = st.lists(
    st.sampled_from(["«Мост»", "«Ждите», — сказала ", "Анна Белова", ". ", "\r\n", "\xa0", "🌉", "«", '"', "ё"])
)


@given(pieces.map("".join))
def test_records_round_trip(text):
    import fakes

    from newsquotes.registry import Registry

    registry = Registry(entry_points=())
    registry.register(fakes, "fakes")
    doc = newsquotes.Pipeline.from_dict(fakes.FAKES, registry=registry)(text)
    record = json.loads(json.dumps(to_record(doc)))
    assert to_record(from_record(record, text)) == record


# --- JSON Lines and JSON ---------------------------------------------------------------------------------------------


def written(write, docs, **options) -> bytes:
    file = io.BytesIO()
    write(docs, file, **options)
    return file.getvalue()


def test_json_lines_are_utf8_and_read_back():
    data = written(write_jsonl, [example(), example()])
    assert data.count(b"\n") == 2
    assert "Анна Белова".encode() in data
    for texts in ({"most": TEXT}, {"most": TEXT}.__getitem__):
        assert [to_record(doc) for doc in read_jsonl(data.splitlines(), texts)] == [to_record(example())] * 2


def test_json_lines_with_texts_need_no_others():
    data = written(write_jsonl, [example()], with_text=True) + b"\n"
    assert [doc.text for doc in read_jsonl(io.BytesIO(data))] == [TEXT]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["", "{"], "line 2: is not JSON"),
        (['{"schema": 1, "id": "x"}'], "line 1: there is no text for the id 'x'"),
        (['{"schema": 3}'], "line 1: "),
    ],
)
def test_wrong_lines_are_named(lines, message):
    with pytest.raises(RecordError, match=message):
        list(read_jsonl(lines, {}))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array(count):
    records = json.loads(written(write_json, [example()] * count))
    assert records == [to_record(example())] * count


def test_each_line_is_out_before_the_next_document_is_asked_for():
    file = io.BytesIO()

    def docs():
        yield example()
        assert file.getvalue().endswith(b"}\n")

    write_jsonl(docs(), file)


def test_a_lone_surrogate_can_be_written_and_read():
    doc = Document("\ud800").with_layer("quotes", []).with_resolution(Resolution())
    [again] = read_jsonl(written(write_jsonl, [doc], with_text=True).splitlines())
    assert again.text == "\ud800"


# --- what annotators may choose ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [QuoteType, Mode, Stance])
def test_annotators_may_choose_everything_that_the_model_knows(values):
    from newsquotes.formats import LABEL_CONFIG
    from newsquotes.formats.brat import _CONFIGURATION

    assert f"Value:{'|'.join(get_args(values))}\n" in _CONFIGURATION
    choices = [[choice.get("value") for choice in group] for group in ElementTree.fromstring(LABEL_CONFIG).iter("Choices")]
    assert list(get_args(values)) in choices
