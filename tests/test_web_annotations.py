import io
import json
from pathlib import Path

import pytest
from examples_of_documents import TEXT, documents, found, rich
from hypothesis import given

from newsquotes import Document, Metadata, RecordError, Resolution
from newsquotes.formats import read_web_annotations, to_record, write_web_annotations
from newsquotes.formats.webannotation import ANNO, CONTEXT

W3C = json.loads((Path(__file__).parent / "data" / "anno.jsonld").read_text())
OA = "http://www.w3.org/ns/oa#"


def written(docs, **options) -> bytes:
    file = io.BytesIO()
    write_web_annotations(docs, file, **options)
    return file.getvalue()


def again(data: bytes | dict, texts=None) -> list[dict[str, object]]:
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    return [to_record(doc) for doc in read_web_annotations(io.BytesIO(data), texts)]


def collection() -> dict:
    return json.loads(written([rich()], with_text=True))


def first_target(changed: dict) -> dict:
    return changed["first"]["items"][0]["target"][0]


def test_everything_comes_back():
    data = written(documents(), with_text=True)
    assert again(data) == [to_record(doc) for doc in documents()]
    assert [doc.text for doc in read_web_annotations(io.BytesIO(data))] == [doc.text for doc in documents()]


def test_texts_from_elsewhere():
    assert again(written(documents()), {doc.id: doc.text for doc in documents()}) == [to_record(d) for d in documents()]


def test_an_annotation():
    annotation = collection()["first"]["items"][0]
    assert (annotation["type"], annotation["motivation"]) == ("Annotation", "identifying")
    name, type_, cue, *_ = annotation["body"]
    assert (name["purpose"], name["value"]) == ("identifying", "Анна Белова")
    assert (type_["purpose"], type_["value"]) == ("tagging", "mixed")
    assert (cue["purpose"], cue["part"]) == ("linking", "cue")
    assert [target["source"] for target in annotation["target"]] == ["https://example.org/1"] * 2
    position, words = annotation["target"][0]["selector"]
    assert (position["type"], position["start"], position["end"]) == ("TextPositionSelector", 3, 7)  # code points: 🌉 is one
    assert words == {"type": "TextQuoteSelector", "exact": "Мост", "prefix": "🌉 «", "suffix": TEXT[7:39]}


def expanded(data: bytes) -> list:
    pyld = pytest.importorskip("pyld")

    def load(url: str, *_: object) -> dict[str, object]:
        assert url == ANNO
        return {"contextUrl": None, "documentUrl": url, "document": W3C, "contentType": "application/ld+json"}

    return pyld.jsonld.expand(json.loads(data), {"documentLoader": load})


def test_json_ld_understands_every_word():
    data = written(documents(), with_text=True)
    [node] = expanded(data)
    assert count(node) == count({key: value for key, value in json.loads(data).items() if key != "@context"})
    page = node["http://www.w3.org/ns/activitystreams#first"][0]
    annotation = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"][0]
    assert annotation["@type"] == [f"{OA}Annotation"]
    assert annotation[f"{OA}motivatedBy"] == [{"@id": f"{OA}identifying"}]
    selectors = annotation[f"{OA}hasTarget"][0][f"{OA}hasSelector"]
    assert {selector["@type"][0] for selector in selectors} == {f"{OA}TextPositionSelector", f"{OA}TextQuoteSelector"}
    assert selectors[0][f"{OA}start"] == [{"@type": "http://www.w3.org/2001/XMLSchema#nonNegativeInteger", "@value": 3}]


def count(node: object) -> int:
    """The keys of a tree, without what JSON-LD's expansion wraps values in; a key that no context knows would be missing."""
    if isinstance(node, list):
        return sum(map(count, node))
    if not isinstance(node, dict):
        return 0
    if "@value" in node or set(node) == {"@id"}:
        return 0
    if "@list" in node:
        return count(node["@list"])
    return len(node) + sum(map(count, node.values()))


def test_our_words_do_not_change_those_of_the_w3c():
    assert CONTEXT[0] == ANNO
    assert set(CONTEXT[1]) & set(W3C["@context"]) == set()


def test_positions_of_javascript_are_understood():
    changed = collection()
    for item in changed["first"]["items"]:
        for place in [*item["target"], *(body for body in item["body"] if "selector" in body)]:
            for key in ("start", "end"):
                place["selector"][0][key] += 1  # 🌉 is two UTF-16 units
    assert again(changed) == [to_record(rich())]


def test_words_are_found_without_their_position():
    changed = collection()
    del first_target(changed)["selector"][0]
    assert again(changed) == [to_record(rich())]
    first_target(changed)["selector"][0]["prefix"] = "nowhere "
    with pytest.raises(RecordError, match=r"the annotation 'urn:newsquotes:0:0' of 'мост/1': at .* not 'Мост'"):
        again(changed)


def test_changes_are_read():
    changed = collection()
    items = changed["first"]["items"]
    items[0]["body"][0] = {"type": "TextualBody", "purpose": "identifying", "value": "Вера Лис"}
    del items[1]
    place = {"source": items[0]["target"][0]["source"], "selector": {"type": "TextQuoteSelector", "exact": "было тихо"}}
    items.append(
        {"type": "Annotation", "target": place, "body": {"type": "TextualBody", "purpose": "tagging", "value": "indirect"}}
    )
    [doc] = read_web_annotations(io.BytesIO(json.dumps(changed).encode()))
    assert [str(quote.speaker) for quote in doc.quotes] == ["Вера Лис", "Анна Белова", 'жители; "района"', "None"]
    assert (doc.quotes[3].text, doc.quotes[3].type, doc.quotes[3].rule) == ("было тихо", "indirect", "by hand")


def test_documents_stay_apart():
    docs = [
        Document(str(n), id="x", meta=Metadata(url=url))
        for n, url in enumerate(["https://a.org", "https://a.org", "a b", None])
    ]
    docs = [doc.with_layer("quotes", []).with_resolution(Resolution()) for doc in docs]
    sources = [document["id"] for document in json.loads(written(docs))["documents"]]
    assert sources == ["https://a.org", "https://a.org#1", "urn:newsquotes:x", "urn:newsquotes:x#3"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "is not JSON"),
        (b"[]", "is not a collection that newsquotes wrote: it has no 'documents'"),
        (b'{"documents": [{}]}', "does not have the form of a collection"),
        (written([rich()]), "does not hold the text of 'мост/1'"),
    ],
)
def test_other_files_raise(data, message):
    with pytest.raises(RecordError, match=message):
        again(data)


def test_another_text_raises():
    with pytest.raises(RecordError, match="belong to another text"):
        again(written([rich()]), {"мост/1": TEXT + " "})


@given(found())
def test_round_trip(doc):
    assert again(written([doc], with_text=True)) == [to_record(doc)]
