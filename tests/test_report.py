import base64
import hashlib
import json
import re

from drawn import BRIDGE, drawn

from newsquotes.document import Document
from newsquotes.reader.report import embedded, report, report_data


def data_of(page: str):
    data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])
    blocks = re.findall(r'<script type="application/json" class="texts">(.*?)</script>', page, re.S)
    for doc, text in zip(data["documents"], (text for block in blocks for text in json.loads(block)), strict=True):
        doc["text"] = text
    return data


def test_the_page_holds_the_documents_and_their_quotations():
    docs = [drawn(BRIDGE, title="О мосте", date="2024-03-11", url="https://example.org/1"), drawn(BRIDGE, id="two")]
    data = data_of(report(docs))
    assert [d["id"] for d in data["documents"]] == ["most", "two"]
    assert data["documents"][0]["text"] == docs[0].text
    assert [q["doc"] for q in data["quotes"]] == [0] * 5 + [1] * 5
    for quote, shown in zip(docs[0].quotes, data["quotes"], strict=False):
        assert shown["places"][0] == [at for span in quote.content for at in (span.start, span.end)]
        assert "text" not in shown  # it follows from the places
    assert "2 documents, 10 quotations, 3 speakers" in report(docs)


def test_speakers_of_several_documents_are_one_where_their_names_are_the_same():
    docs = [drawn('<content speaker="Семён Орлов">да</content>'), drawn('<content speaker="Семен  Орлов">нет</content>')]
    data = report_data(docs)
    assert [s["name"] for s in data["speakers"]] == ["Семён Орлов"]
    assert [q["speaker"] for q in data["quotes"]] == [0, 0]


def test_a_speaker_looks_the_same_on_the_whole_page():
    docs = [drawn(BRIDGE), drawn('<content 1 speaker="Ян">а</content 1> <content 2 speaker="Анна Белова">б</content 2>')]
    assert [(s["name"], s["k"], s["p"]) for s in report_data(docs)["speakers"]] == [
        ("Анна Белова", "0", 0),
        ("Пётр Ильин", "1", 0),
        ("министерство", "2", 0),
        ("Ян", "3", 0),
    ]


def test_only_dates_and_web_addresses_count():
    texts = ["2024-03-11T10:00:00+03:00", "2024-13-01", "вчера", None]
    data = report_data(drawn("Снег.", **({"date": d} if d else {})) for d in texts)
    assert [d["day"] for d in data["documents"]] == ["2024-03-11", None, None, None]
    data = report_data([drawn("Снег.", url="javascript:alert(1)"), drawn("Снег.", url="https://example.org/")])
    assert [d["url"] for d in data["documents"]] == ["", "https://example.org/"]


def test_the_policy_names_exactly_the_style_and_the_script():
    page = report([drawn(BRIDGE)])
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    script = re.search(r"<script>(.*?)</script>", page, re.S)[1]
    for kind, content in (("style", style), ("script", script)):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_nothing_in_the_data_can_end_its_element():
    hostile = "</script><!--<script>alert(1)</script>\u2028"
    page = report([Document(hostile, id=hostile).with_layer("quotes", ())], title=hostile)
    assert len(re.findall(r"<script", page)) == 3
    assert "<!--" not in page
    assert data_of(page)["documents"][0]["text"] == hostile
    assert "\u2028" not in embedded(hostile)


def test_offsets_survive_what_html_cannot_hold():
    doc = drawn("\x00\r\n\ud800 😀 <content>да</content>")
    data = report_data([doc])
    text = data["documents"][0]["text"]
    [[_, start, end]] = data["quotes"][0]["parts"]
    assert text[start:end] == "да"
    report([doc]).encode()


def test_a_report_of_nothing():
    assert "0 documents, 0 quotations, 0 speakers" in report([])


def test_the_script_writes_text_and_never_html():
    script = report([])
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script)
