"""What makes one doubt a verdict on the speaker: the features of its confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsquotes.document import Quote
from newsquotes.russian.confidence import Features, log_odds
from newsquotes.russian.reading.forms import FEM, FINITE, MASC, SHORT

if TYPE_CHECKING:
    from newsquotes.russian.speakers.output import Verdict
    from newsquotes.russian.speakers.resolver import DocumentResolution

_CHOSEN = ("pronoun", "role", "role-itself")


def speaker_features(run: DocumentResolution, quote: Quote, verdict: Verdict) -> Features:
    """What speaks for and against a verdict that names somebody."""
    entity = verdict.entity
    assert entity is not None
    plain = run.plain_source(quote, verdict)
    f: Features = {f"rule={verdict.rule}": 1.0, f"type={quote.type}": 1.0, "plain" if plain else "unsure": 1.0}
    f[f"rule={verdict.rule} {'plain' if plain else 'unsure'}"] = 1.0
    if verdict.probability is not None:
        f["choice"] = log_odds(verdict.probability)
        f[f"choice rule={verdict.rule}"] = f["choice"]
    if entity.named:
        full, strong = entity.fullest()
        parts = min(3, sum(part.kind in ("first", "surname") for part in full.parts))
        f[f"name parts={parts}"] = 1.0
        if strong:
            f["known name"] = 1.0
    else:
        f[f"kind={'outlet' if entity.outlet else entity.kind}"] = 1.0
    if not quote.cue.spans:
        f["no cue"] = 1.0
    if quote.source is None:
        f["no source"] = 1.0
    if quote.parent is not None:
        f["nested"] = 1.0
    token = run.anchor(quote)
    if run.discourse.inside[token] and quote.parent is None:
        f["source within other words"] = 1.0
    elif run.view.depth[token]:
        f["source within marks"] = 1.0
    subject = _subject(run, quote)
    if entity.kind == "person" and subject in (MASC, FEM) and entity.gender in ("masc", "femn"):
        f["gender agrees" if (subject == FEM) == (entity.gender == "femn") else "gender differs"] = 1.0
    if entity.spoken and entity.spoken[0] < token:
        f["heard before"] = 1.0
    f["mentions"] = min(len(entity.places), 8) / 4
    if verdict.second is not None:
        f["a rival"] = 1.0
    if verdict.rule in _CHOSEN:
        near = run.view.sentence_of[token]
        rivals = sum(
            other is not entity and (place := other.last_before(token)) is not None and near - place.sentence <= 2
            for other in run.discourse.people_since(near - 2, token)
        )
        f[f"rivals={min(rivals, 3)}"] = 1.0
    return f


def _subject(run: DocumentResolution, quote: Quote) -> int:
    """The numbers and genders that the cue's verb asks of its subject; 0 where it is no verb."""
    if not quote.cue.spans:
        return 0
    verb = run.words[run.view.tokens_of(quote.cue.spans[0])[0]]
    return verb.subject if verb.flags & (FINITE | SHORT) else 0
