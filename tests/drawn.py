"""Documents from texts with the answer drawn in them, for tests of what people see."""

from newsquotes.document import Attribution, Cue, Document, Medium, Metadata, Quote, Resolution, Speaker, name_key
from newsquotes.testing import parse_markup

BRIDGE = """\
<content 1 indirect speaker="Анна Белова">Мост откроют в мае</content 1>, <cue 1>сообщила</cue 1> мэр \
<source 1>Анна Белова</source 1>. \
«<content 2 direct speaker="Анна Белова">Мы готовы</content 2>, — <cue 2>сказала</cue 2> <source 2>она</source 2>, — \
<content 2>но торопиться не станем</content 2>».

«<content 3 direct speaker="Пётр Ильин">Нам в <source 4>министерстве</source 4> <cue 4>говорили</cue 4>: \
"<content 4 direct speaker="министерство">Денег не будет</content 4>", — и мы искали их сами</content 3>», — \
<cue 3>вспоминает</cue 3> <source 3>Ильин</source 3>.

<cue 5>По данным</cue 5> <source 5>ТАСС</source 5>, <content 5 indirect speaker="" medium="ТАСС">мост подорожал</content 5>.
"""
"""Four voices: an interrupted quotation, one within another, one without a speaker and with a medium."""


def drawn(markup: str, *, id: str = "most", confidence: float = 0.9, **meta: str) -> Document:
    """The document whose quotations and speakers a markup draws."""
    marked = parse_markup(markup)
    names = list(dict.fromkeys(quote.speaker for quote in marked.quotes if quote.speaker))
    speakers = tuple(Speaker(i, name, "person", keys=frozenset({name_key(name)})) for i, name in enumerate(names))
    quotes = [
        Quote(q.content, Cue(q.cue), q.source, q.type or "direct", q.mode or "speech", q.stance or "asserted", 0.9, "drawn")
        for q in marked.quotes
    ]
    attributions = tuple(
        Attribution(
            names.index(q.speaker) if q.speaker else None,
            (Medium(q.medium, q.source),) if q.medium and q.source else (),
            confidence,
            "drawn",
        )
        for q in marked.quotes
    )
    doc = Document(marked.text, id=id, meta=Metadata(**meta))
    return doc.with_layer("quotes", quotes).with_resolution(Resolution(speakers, attributions))


def escaped(text: str) -> str:
    """A text that shall stay as it is within a markup."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, entity)
    return text
