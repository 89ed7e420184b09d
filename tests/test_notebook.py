import html
import pickle
import re
from html.parser import HTMLParser

import pytest
from drawn import BRIDGE, drawn

import newsquotes.reader.notebook as notebook
from newsquotes.document import Document, Quote
from newsquotes.quotations import Quotations
from newsquotes.reader.notebook import to_html

HOSTILE = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)> \"' & \u202e"


class Page(HTMLParser):
    """The elements of a page, its text outside of style and script, and the text of the article in it."""

    def __init__(self, view: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.text = ""
        self.article = ""
        self._open = ""
        self.feed(view)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        self._open = "raw" if tag in ("style", "script") else dict(attrs).get("class") or ""

    def handle_endtag(self, tag):
        self._open = ""

    def handle_data(self, data):
        if self._open != "raw":
            self.text += data
        if self._open.split(" ")[0] == "nq-s":
            self.article += data


def test_the_article_stands_there_whole():
    doc = drawn(BRIDGE, title="О мосте", outlet="Вести", date="2024-03-11")
    view = doc._repr_html_()
    page = Page(view)
    assert page.article == doc.text
    for words in ("О мосте", "Вести, 2024-03-11", "5 quotations, 3 speakers", "Анна Белова", "unknown speaker"):
        assert words in page.text


def test_labels_say_type_and_confidence():
    view = to_html(drawn(BRIDGE))
    about = "Пётр Ильин: direct, confidence 0.81 (content 0.90, speaker 0.90); drawn, speaker: drawn"
    assert f'aria-label="{about}"' in view
    assert "unknown speaker: indirect, relayed by ТАСС, confidence 0.81" in view
    assert view.count("goes on</span>") == 1


def test_an_inner_quotation_is_tinted_within_the_line_of_the_outer_one():
    view = to_html(drawn(BRIDGE))
    assert '<mark class="nq-s nq-m nq-out-1 nq-p0 nq-in-2 nq-nested" data-q="2 3">Денег не будет</mark>' in view


def test_two_views_of_one_document_share_no_id():
    doc = drawn(BRIDGE)
    ids = [set(re.findall(r'\bid="([^"]+)"', to_html(doc))) for _ in range(2)]
    assert len(ids[0]) == 1
    assert not ids[0] & ids[1]
    style = re.search(r"<style>(.*?)</style>", to_html(doc), re.S)[1]
    rules = re.findall(r"^(\S.*?) *{", style, re.M)
    assert len(rules) == 5
    assert all("#nq-" in part for rule in rules for part in rule.split(","))


def test_nothing_is_loaded():
    view = to_html(drawn(BRIDGE))
    assert not re.search(r"https?:|//|url\(|@import|\bsrc=|\bhref=", re.sub(r"^\s*//.*$", "", view, flags=re.M))


@pytest.mark.parametrize("place", ["text", "title", "name"])
def test_hostile_words_stay_text(place):
    plain = Document(HOSTILE + " конец")
    name = html.escape(HOSTILE).replace("&#x27;", "'") if place == "name" else "Ян"
    doc = drawn(f'<content speaker="{name}">да</content>', **({"title": HOSTILE} if place == "title" else {}))
    if place == "text":
        doc = plain.with_layer("quotes", [Quote((plain.span(0, 20),))])
    for shown in (doc, doc.quotes, doc.quotes[0]):
        page = Page(to_html(shown))
        assert page.tags.count("script") == page.tags.count("style") - (0 if isinstance(shown, Document) else 1)
        assert "img" not in page.tags
        assert not any(name.startswith("on") for attributes in page.attributes for name in attributes)


def test_what_html_cannot_hold_is_replaced():
    doc = Document("а\x00б\ud800в\ufffe")
    assert "а�б�в�" in to_html(doc)
    to_html(doc).encode()


def test_a_document_without_quotations():
    assert "0 quotations, 0 speakers" in to_html(drawn("Выпал снег."))
    assert "No stage has looked for quotations yet" in to_html(Document("Выпал снег."))


def test_quotations_before_speakers_are_resolved():
    doc = Document("Газ придёт.")
    doc = doc.with_layer("quotes", [Quote((doc.span(0, 3),), detection_confidence=0.7)])
    assert "unknown speaker: direct, confidence of the content 0.70" in to_html(doc)
    assert "unknown speaker" in to_html(doc.quotes[0])
    assert "0.70" in to_html(doc.quotes)


def test_a_long_text_is_cut_with_a_count(monkeypatch):
    monkeypatch.setattr(notebook, "TEXT_LIMIT", 30)
    doc = drawn(BRIDGE)
    view = to_html(doc)
    assert f"… {len(doc.text) - 30} more characters with 4 more quotations" in view
    assert "Мост откроют в мае" in view
    assert "Нам в" not in Page(view).text


def test_a_long_legend_is_folded():
    view = to_html(drawn("".join(f'<content {i} speaker="Голос {i}">да{i}</content {i}> ' for i in range(1, 16))))
    assert "<summary>3 more</summary>" in view


def test_tables_are_cut_with_a_count(monkeypatch):
    monkeypatch.setattr(notebook, "ROW_LIMIT", 2)
    view = to_html(drawn(BRIDGE).quotes)
    assert "5 quotations" in view
    assert "… and 3 more" in view
    assert "Мы готовы … но торопиться не станем" in view
    assert "мост подорожал" not in view


def test_small_things_show_what_they_hold(build):
    doc = drawn(BRIDGE)
    for words in ("<blockquote", "Мы готовы … но торопиться не станем", "Анна Белова", "сказала", "confidence 0.81"):
        assert words in doc.quotes[1]._repr_html_()
    assert "Анна Белова" in doc.speakers[0]._repr_html_()
    assert "3 speakers" in doc.speakers._repr_html_()
    assert "2 quotations" in doc.quotes_by("Анна Белова")._repr_html_()
    assert "1 quotation<" in doc.quotes[:1]._repr_html_()
    assert "0 items" in doc.quotes[:0]._repr_html_()
    pipeline = build()._repr_html_()
    assert "quote_detector" in pipeline
    assert "marks" in pipeline


def test_nothing_is_shown_that_has_no_html():
    with pytest.raises(TypeError, match="there is no HTML for the type int"):
        to_html(3)


def test_collections_are_tuples():
    quotes = drawn(BRIDGE).quotes
    assert isinstance(quotes, tuple)
    assert quotes == tuple(quotes)
    assert type(quotes[1:]) is Quotations
    assert quotes[-1].id == 4
    assert pickle.loads(pickle.dumps(quotes)) == quotes
