import io
import json
import xml.etree.ElementTree as ET

import pytest
from examples_of_documents import TEXT, documents, found, rich
from hypothesis import given

from newsquotes import RecordError
from newsquotes.formats import LABEL_CONFIG, read_label_studio, to_record, write_label_studio


def written(docs) -> bytes:
    file = io.BytesIO()
    write_label_studio(docs, file)
    return file.getvalue()


def tasks() -> list[dict]:
    return json.loads(written([rich()]))


def read(data: object):
    return list(read_label_studio(io.BytesIO(data if isinstance(data, bytes) else json.dumps(data).encode())))


def exported(change=lambda results: results, **annotation) -> list[dict]:
    """What Label Studio exports after somebody has changed the results of a prediction."""
    [task] = tasks()
    results = json.loads(json.dumps(task["predictions"][0]["result"]))
    changed = change(results)
    task |= {"id": 7, "annotations": [{"id": 1, "result": results if changed is None else changed, **annotation}]}
    return [task]


def test_everything_comes_back():
    assert [to_record(doc) for doc in read(written(documents()))] == [to_record(doc) for doc in documents()]


def test_a_task():
    [task] = tasks()
    assert (task["data"]["text"], task["data"]["title"]) == (TEXT, "=Мост")
    [prediction] = task["predictions"]
    assert prediction["model_version"] == "p/default"
    regions = [result for result in prediction["result"] if result["type"] == "labels"]
    assert regions[0]["value"] == {"start": 3, "end": 7, "text": "Мост", "labels": ["Content"]}  # code points: 🌉 is one
    assert all(TEXT[r["value"]["start"] : r["value"]["end"]] == r["value"]["text"] for r in regions)
    relations = [result for result in prediction["result"] if result["type"] == "relation"]
    assert relations[0] == {
        "type": "relation",
        "from_id": "q0",
        "to_id": "q0-content1",
        "direction": "right",
        "labels": ["continues"],
    }
    assert {relation["labels"][0] for relation in relations} == {"continues", "cue", "source", "medium"}


def test_the_labelling_interface_has_everything_that_tasks_hold():
    config = ET.fromstring(LABEL_CONFIG)
    names = {element.get("name"): element for element in config.iter() if element.get("name")}
    values = {element.tag: {child.get("value") for child in element} for element in names.values()}
    relations = {element.get("value") for element in config.iter("Relation")}
    for result in tasks()[0]["predictions"][0]["result"]:
        if result["type"] == "relation":
            assert set(result["labels"]) <= relations
            continue
        tag = names[result["from_name"]]
        assert tag.tag.lower() == result["type"]
        if result["type"] != "textarea":
            assert set(result["value"][result["type"]]) <= {child.get("value") for child in tag}
    assert values["Labels"] == {"Content", "Cue", "Source", "Medium"}
    assert names["text"].get("value") == "$text"


def test_what_nobody_changed_keeps_what_was_known():
    assert [to_record(doc) for doc in read(exported())] == [to_record(rich())]


def test_corrections_are_read():
    def change(results):
        for result in results:
            if result["id" if "id" in result else "type"] == "q0" and result.get("from_name") == "speaker":
                result["value"]["text"] = ["Вера Лис"]
            if result.get("id") == "q2" and result["type"] == "choices" and result["from_name"] == "type":
                result["value"]["choices"] = ["mixed"]
        kept = [r for r in results if not (r.get("id", "").startswith("q1") or "q1" in str(r.get("from_id")))]
        start = TEXT.index("тихо")
        kept.append({"id": "x", "from_name": "role", "to_name": "text", "type": "labels"})
        kept[-1]["value"] = {"start": start, "end": start + 4, "text": "тихо", "labels": ["Content"]}
        kept.append({"id": "y", "from_name": "role", "to_name": "text", "type": "labels"})
        kept[-1]["value"] = {"start": start - 5, "end": start - 1, "text": "было", "labels": ["Cue"]}
        kept.append({"type": "relation", "from_id": "y", "to_id": "x", "direction": "left"})
        return kept

    [doc] = read(exported(change))
    known, _, changed, _ = rich().quotes
    assert [quote.text for quote in doc.quotes] == [known.text, "=Ждите", "- всё\nготово", "тихо"]
    assert [str(quote.speaker) for quote in doc.quotes] == ["Вера Лис", "Анна Белова", 'жители; "района"', "None"]
    assert (doc.quotes[1].type, doc.quotes[1].rule, doc.quotes[1].confidence) == ("mixed", "by hand", 1.0)
    assert doc.quotes[2].rule == rich().quotes[3].rule
    assert (doc.quotes[3].rule, str(doc.quotes[3].cue)) == ("by hand", "было")
    assert changed.source == doc.quotes[1].source


def test_fragments_may_be_chained():
    def change(results):
        start = TEXT.index("тихо")
        results.append({"id": "z", "from_name": "role", "to_name": "text", "type": "labels"})
        results[-1]["value"] = {"start": start, "end": start + 4, "text": "тихо", "labels": ["Content"]}
        results.append({"type": "relation", "from_id": "q0-content1", "to_id": "z", "direction": "right"})

    [doc] = read(exported(change))
    assert doc.quotes[0].text == "Мост … откроют в мае … тихо"


def test_the_last_annotation_that_was_not_cancelled_counts():
    data = exported(lambda results: [])
    assert [doc.quotes for doc in read(data)] == [()]
    data = exported(lambda results: [], was_cancelled=True)
    assert [to_record(doc) for doc in read(data)] == [to_record(rich())]


def test_offsets_of_older_versions():
    def change(results):
        for result in results:
            if "value" in result:
                result["value"] |= {key: result["value"][key] + 1 for key in ("start", "end")}

    [doc] = read(exported(change))
    assert to_record(doc) == to_record(rich())


def test_tasks_of_others():
    value = {"start": 0, "end": 5, "text": "Ждите", "labels": ["Content"]}
    task = {
        "id": 3,
        "data": {"text": "Ждите, сказал он."},
        "annotations": [{"result": [{"id": "a", "type": "labels", "value": value}]}],
    }
    [doc] = read([task, {"id": 4, "data": {"text": ""}}])[:1]
    assert (doc.id, [quote.text for quote in doc.quotes]) == ("3", ["Ждите"])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "is not JSON"),
        ([{"text": "x"}], "task 1 does not have the form of Label Studio's JSON export: KeyError"),
        (["x"], "task 1 does not have the form"),
    ],
)
def test_other_files_raise(data, message):
    with pytest.raises(RecordError, match=message):
        read(data)


def test_other_texts_raise():
    [task] = tasks()
    task["data"]["text"] += " "
    with pytest.raises(RecordError, match="task 1: the text of 'мост/1' is not the one"):
        read([task])


def test_words_that_are_not_there_raise():
    def change(results):
        results[0]["value"]["text"] = "Тоннель"

    with pytest.raises(RecordError, match=r"task 1: at \[3, 7\) the text has 'Мост', not 'Тоннель'"):
        read(exported(change))


@given(found())
def test_round_trip(doc):
    assert [to_record(again) for again in read(written([doc]))] == [to_record(doc)]
