"""Media: the outlets that relay a quotation's speaker («передаёт ТАСС», «заявил «Интерфаксу»», «в интервью газете»)."""

from __future__ import annotations

from newsquotes.document import Medium, Quote
from newsquotes.russian.speakers.bodies import is_bare
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity
from newsquotes.russian.words import ANY_FORM, DAT, FINITE, GERUND, NOM, NOUN, PARTICIPLE, PREPOSITION

_OCCASIONS = frozenset("интервью эфир беседа разговор комментарий студия программа передача статья материал публикация колонка блог страница подкаст".split())
_EVIDENCE = frozenset("данные информация сведение сообщение слово ссылка источник собеседник корреспондент версия мнение запрос вопрос".split())
_ANONYMOUS = frozenset("источник собеседник собеседница".split())
_REPORTERS = frozenset("корреспондент журналист репортер обозреватель спецкор".split())
_NOT_RELAY = frozenset("главред редактор главный ведущий ведущая владелец основатель издатель гендиректор директор глава руководитель учредитель".split())


def media_of(discourse: Discourse, quote: Quote, speaker: Entity | None) -> tuple[Medium, ...]:
    """The outlets that relay a quotation, the most certain first."""
    if speaker is None or speaker.outlet:
        return ()
    view = discourse.view
    content = [view.tokens_of(s) for s in quote.content]
    source = view.tokens_of(quote.source) if quote.source is not None else None
    marks = [view.tokens_of(s)[0] for s in quote.cue.spans] + ([source[0]] if source else [])
    sentences = {view.sentence(k) for k in marks} | {view.sentence(content[-1][1] - 1)}
    if not marks:
        sentences |= {view.sentence(content[0][0])}
    near = marks or [content[-1][1]]
    found: list[tuple[float, int, int, str]] = []
    for number in sentences:
        first, last = view.sentences[number]
        for k in range(first, last):
            entity = discourse.at.get(k)
            if entity is None or not entity.outlet or entity is speaker or any(a <= k < b for a, b in content):
                continue
            if discourse.inside[k] and not quote.parent:
                continue
            place = next((p for p in entity.places if p.first == k), None)
            if place is None:
                continue
            weight = relay(discourse, k, place.last, source)
            if weight <= 0:
                continue
            named = entity if not is_bare(entity.texts[0]) else _last_named(discourse, k)
            if named is None or named is speaker or named.texts[0] in view.lexicon.platforms.values():
                continue
            found.append((-weight, min(abs(k - m) for m in near), k, named.name))
    found.sort()
    media: list[Medium] = []
    for _, _, k, name in found:
        if all(m.name != name for m in media):
            end = next(p.last for p in discourse.at[k].places if p.first == k)
            media.append(Medium(name, view.span(k, end)))
    return tuple(media)


def _last_named(discourse: Discourse, token: int) -> Entity | None:
    best, at = None, -1
    for entity in discourse.others:
        if entity.outlet and not is_bare(entity.texts[0]):
            place = entity.last_before(token)
            if place is not None and place.first > at:
                best, at = entity, place.first
    return best


def relay(discourse: Discourse, first: int, last: int, source: tuple[int, int] | None) -> float:
    """How plainly the outlet at ``[first, last)`` relays what its sentence reports; 0 where it does not."""
    view, words = discourse.view, discourse.words
    k = first - 1
    border = view.sentences[view.sentence(first)][0]
    while k >= border and (words[k].text in "«\"„“" or words[k].adjective and not words[k].noun):
        k -= 1
    before = words[k] if k >= border else None
    in_source = source is not None and source[0] <= first < source[1]
    if before is not None and before.flags & NOUN and before.text[0].isalnum():
        lemma = before.lemma
        if lemma in _ANONYMOUS or lemma in _REPORTERS:
            return 2.0 if lemma in _ANONYMOUS or not in_source else 0.5
        if in_source:
            return 0.0
        if lemma in _OCCASIONS or lemma in _EVIDENCE:
            return 2.0
        if before.role is not None and before.role.kind == "person" and not _dative(discourse, first):
            return 0.0
        if lemma == "сайт":
            return 0.8
    if in_source:
        return 0.0
    after = words[last] if last < view.size else None
    for verb in (before, after):
        if verb is not None and verb.flags & (FINITE | GERUND | PARTICIPLE) and (verb.cue is not None or verb.noun_cue is not None):
            return 2.0
    if before is not None and before.flags & PREPOSITION:
        if before.low in ("в", "во", "на", "со", "с", "для", "через", "по"):
            return 1.2
        return 0.5
    return 1.0


def _dative(discourse: Discourse, first: int) -> bool:
    noun = discourse.words[first].noun
    return bool(noun & DAT) and not noun & NOM or noun == ANY_FORM
