"""Who speaks in a quotation without a source: the running speaker, or the subject of the words before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsquotes.document import Quote
from newsquotes.russian.reading.forms import ANY_FORM, FINITE, NEUT, SHORT
from newsquotes.russian.reading.paradigms import NOMINATIVE
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity
from newsquotes.russian.speakers.output import Verdict
from newsquotes.russian.speakers.pointing import agrees
from newsquotes.russian.speakers.sources import ALL, Source

if TYPE_CHECKING:
    from newsquotes.russian.speakers.resolver import DocumentResolution


def unsourced(run: DocumentResolution, quote: Quote) -> Verdict:
    """No source: the running speaker, where the quotation plainly goes on."""
    token = run.anchor(quote)
    beside = run.sources.beside(quote)
    if beside is not None:
        return run.verdict(beside, "beside")
    if quote.cue.spans and (pronoun := run.sources.relative_before(token)) is not None:
        phrase = Phrase(pronoun, pronoun + 1, pronoun, ANY_FORM)
        return run.choices.relative(quote, Source(pronoun, pronoun + 1, phrase, NOMINATIVE))
    if quote.cue.spans and (there := run.documents.there(token)) is not None:
        return run.document(quote, Source(there.start, there.end, there, ALL), there)
    before = run.heard(token + 1)
    entity = before[-1][3] if before else None
    subject = 0
    if quote.cue.spans:
        verb = run.words[run.view.tokens_of(quote.cue.spans[0])[0]]
        subject = verb.subject if verb.flags & (FINITE | SHORT) else 0
        if verb.low.endswith(("ся", "сь")) and subject & NEUT:
            return run.verdict(None, "none")
        nearby = _subject_before(run.discourse, token, subject) if subject else None
        if nearby is not None and nearby is not entity:
            return run.verdict(nearby, "subject", None, entity)
    if entity is None:
        before_it = _subject_of_sentence(run.discourse, run.view.sentence_of[token] - 1, subject)
        return run.verdict(before_it, "subject" if before_it is not None else "none")
    distance = run.view.paragraph_of[token] - before[-1][2]
    second = next((e for _, _, _, e in reversed(before) if e is not entity), None)
    if quote.cue.spans:
        if distance > 2 or (subject and not agrees(entity, subject)):
            return run.verdict(None, "none")
        return run.verdict(entity, "prodrop", None, second)
    if distance <= 1 and (quote.continues or distance == 0):
        return run.verdict(entity, "continuation" if distance == 0 else "continuation-paragraph", None, second)
    if distance <= 3:
        return run.verdict(entity, "orphan", None, second)
    return run.verdict(None, "none")


def _subject_of_sentence(discourse: Discourse, n: int, subject: int) -> Entity | None:
    """The person who is the subject of sentence ``n``: «Приехал тренер Рауль Нис. Отметил, что …»."""
    found = _subject_before(discourse, discourse.view.sentences[n][1] - 1, subject) if n >= 0 else None
    return found if found is not None and found.kind == "person" else None


def _subject_before(discourse: Discourse, token: int, subject: int) -> Entity | None:
    """The person or body who is the subject of the sentence so far."""
    border = discourse.view.sentences[discourse.view.sentence_of[token]][0]
    best = None
    for k in range(border, token):
        entity = discourse.at.get(k)
        if entity is None or discourse.inside[k]:
            continue
        place = entity.place_at(k)
        if place is not None and place.subject and not place.embedded and (not subject or agrees(entity, subject)):
            best = best or entity
    return best
