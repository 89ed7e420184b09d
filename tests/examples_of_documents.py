"""Invented documents in which every field of the record has a value somewhere, for the tests of formats and tables."""

from hypothesis import strategies as st

import newsquotes
from newsquotes import Attribution, Cue, Document, Medium, Metadata, Quote, Resolution, Speaker
from newsquotes.registry import Registry

TEXT = (
    "🌉 «Мост, - сказала агентству «Вести»\r\nмэр Анна Белова, - откроют в мае». «=Ждите», — добавила она.\n\n"
    "По словам жителей, «- всё\nготово», \u2028а 'вчера' было тихо."
)


def _at(doc: Document, words: str) -> newsquotes.Span:
    start = doc.text.index(words)
    return doc.span(start, start + len(words))


def rich() -> Document:
    meta = Metadata("=Мост", "2024-05-07", "https://example.org/1", "Вести")
    doc = Document(TEXT, id="мост/1", meta=meta, pipeline="p/default")
    who, outlet = _at(doc, "мэр Анна Белова"), _at(doc, "Вести")
    quotes = [
        Quote(
            content=(_at(doc, "Мост"), _at(doc, "откроют в мае")),
            cue=Cue((_at(doc, "сказала"), _at(doc, "агентству")), "сказать"),
            source=who,
            type="mixed",
            mode="writing",
            stance="promised",
            detection_confidence=0.97,
            rule="mark-cue",
        ),
        Quote(content=(_at(doc, "откроют"),), type="indirect", detection_confidence=1 / 3),
        Quote(
            content=(_at(doc, "=Ждите"),), cue=Cue((_at(doc, "добавила"),), "добавить"), source=_at(doc, "она"), rule="after"
        ),
        Quote(content=(_at(doc, "- всё\nготово"),), cue=Cue((_at(doc, "По словам"),), ""), source=_at(doc, "жителей")),
    ]
    name = _at(doc, "Анна Белова")
    speakers = (
        Speaker(0, "Анна Белова", "person", "femn", "мэр", "мэрия", (), "Q1", (name,), frozenset({"белова"})),
        Speaker(1, "власти", "group", members=(0, 2)),
        Speaker(2, 'жители; "района"', "group", mentions=(_at(doc, "жителей"),)),
    )
    attributions = (
        Attribution(0, (Medium("Вести; 24", outlet), Medium("«Вести»", outlet)), 0.9, "name", 1),
        Attribution(rule="none"),
        Attribution(0, confidence=0.5, rule="pronoun"),
        Attribution(2, confidence=0.8),
    )
    return doc.with_layer("quotes", quotes).with_resolution(Resolution(speakers, attributions))


def plain() -> Document:
    """A document without quotations."""
    return Document("Выпал снег.", id="снег").with_layer("quotes", []).with_resolution(Resolution())


def empty() -> Document:
    return Document("", id="пусто", meta=Metadata(title="")).with_layer("quotes", []).with_resolution(Resolution())


def documents() -> list[Document]:
    return [rich(), plain(), empty()]


_pieces = st.sampled_from(
    [
        "«Мост»",
        "«Ждите», — сказала ",
        "Анна Белова",
        "Пётр Ильин",
        ". ",
        "\r\n",
        "\n",
        "\xa0",
        "🌉",
        "«",
        '"',
        "'",
        "=",
        "ё",
        "\t",
        ";",
    ]
)


@st.composite
def found(draw: st.DrawFn) -> Document:
    """What the pipeline of fakes finds in texts of quotation-like pieces."""
    import fakes

    registry = Registry(entry_points=())
    registry.register(fakes, "fakes")
    text = "".join(draw(st.lists(_pieces, max_size=12)))
    meta = {
        "title": draw(st.sampled_from(["", "=1", "'", "Мост\n", None])),
        "outlet": draw(st.sampled_from(["Вести", None])),
    }
    return newsquotes.Pipeline.from_dict(fakes.FAKES, registry=registry)(text, id="most", meta=meta)
