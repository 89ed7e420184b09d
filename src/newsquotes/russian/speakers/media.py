"""Media: the outlets that relay a quotation's speaker («передаёт ТАСС», «заявил «Интерфаксу»», «в интервью газете»)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from newsquotes.document import Medium, Quote
from newsquotes.russian.canonical import without_noun
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import POSSESSIVES
from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ANY_FORM,
    DASHES,
    DAT,
    FINITE,
    GEN,
    GERUND,
    LATIN,
    NOM,
    NOUN,
    PARTICIPLE,
    PLUR,
    PREPOSITION,
    QUOTE_MARKS,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.nominative import SINGULAR
from newsquotes.russian.reading.outlets import tells_somebody
from newsquotes.russian.reading.speakable import CITING, REPORTERS
from newsquotes.russian.reading.view import View
from newsquotes.russian.speakers.bodies import Bodies, is_bare, means_last
from newsquotes.russian.speakers.discourse import Discourse
from newsquotes.russian.speakers.entities import Entity

_OCCASIONS = word_set("outlet_occasions")
_STAFF = word_set("outlet_staff")
_EVIDENCE = word_set("evidence")
_ANONYMOUS = word_set("anonymous_sources")
_RELAYING = word_set("relaying")
_OF_WHAT = frozenset("о об обо про против вокруг вместо кроме из-за над около".split())  # what somebody speaks of
_WHOSE = frozenset(("его", "ее", "их", "эти", "слова", "это"))
CERTAIN, LIKELY = 2.0, 1.0


def outlets_of(discourse: Discourse) -> dict[int, list[int]]:
    """For each sentence the tokens at which an outlet is mentioned, or a name that can be one."""
    found: dict[int, list[int]] = {}
    for k, entity in discourse.at.items():
        if entity.named or not (entity.outlet or _follows_relaying(discourse, k)):
            continue
        place = entity.place_at(k)
        if place is not None and (entity.outlet or _unknown_outlet(discourse, k, place.last)):
            found.setdefault(discourse.view.sentence_of[k], []).append(k)
    return found


def media_of(
    discourse: Discourse, bodies: Bodies, outlets: Mapping[int, Sequence[int]], quote: Quote, speaker: Entity | None
) -> tuple[Medium, ...]:
    """The outlets (:func:`outlets_of`) that relay a quotation, the most certain first."""
    if speaker is None:
        return ()
    view = discourse.view
    # «сообщают СМИ со ссылкой на X», «цитируют СМИ слова X»
    referring = any("ссыл" in s.text or discourse.words[view.tokens_of(s)[0]].lemma in CITING for s in quote.cue.spans)
    if speaker.outlet and not referring:
        return ()
    content = [view.tokens_of(s) for s in quote.content]
    source = view.tokens_of(quote.source) if quote.source is not None else None
    if (
        source is not None
        and not ((place := speaker.last_before(source[1])) is not None and source[0] < place.last)
        and speaker.named
    ):
        source = None  # somebody else than the source's words name
    marks = [view.tokens_of(s)[0] for s in quote.cue.spans] + ([source[0]] if source else [])
    sentences = {view.sentence_of[k] for k in (*marks, content[-1][1] - 1)}
    if not marks:
        marks = [content[-1][1] - 1]
    found: list[tuple[float, int, int, int, str]] = []
    # what a speaker quotes is not what the outlet relays
    nested = quote.parent is not None and discourse.doc.quotes[quote.parent].type == "direct"
    for number in sentences:
        for k in outlets.get(number, ()):
            entity = discourse.at[k]
            place = entity.place_at(k)
            if (
                place is None
                or entity is speaker
                or any(a <= k < b for a, b in content)
                or (discourse.inside[k] and not discourse.inside[marks[0]])
                or (nested and not discourse.inside[k])
            ):
                continue
            weight = relay(discourse, k, place.last, source) if entity.outlet else CERTAIN
            if weight < CERTAIN and any(_divided(discourse, k, m) for m in marks[:1]):
                weight -= 0.6
            if weight <= 0:
                continue
            name = _outlet_name(discourse, k, entity)
            named = entity
            if entity.outlet and is_bare(name, view.lexicon) and not (referring and not means_last(name)):
                called = discourse.at.get(place.last)
                if called is not None and called.outlet:
                    continue  # «агентству Франс Пресс»
                if not means_last(name) or (last_named := bodies.last_outlet(k, name.split()[-1].lower())) is None:
                    continue
                named = last_named
            same = named is speaker or without_noun(named.name) == without_noun(speaker.name)
            if same or named.texts[0] in view.lexicon.platforms.values():
                continue
            # «цитируют СМИ слова X»
            end = next((n for n in range(k + 1, place.last) if discourse.words[n].low == "слова"), place.last)
            found.append((-weight, min(abs(k - m) for m in marks), k, end, named.name.partition(" слова ")[0]))
    if not found and quote.parent is None:
        found = _words_relayed(discourse, content[-1][1])
    found.sort()
    media: list[Medium] = []
    for _, _, k, end, name in found:
        if all(m.name != name for m in media):
            media.append(Medium(name, view.span(k, end)))
    return tuple(media)


def _outlet_name(discourse: Discourse, k: int, entity: Entity) -> str:
    """The name of an outlet at a token; «агентства» after «источники» are one agency."""
    w, before = discourse.words[k], discourse.words[k - 1]
    depends = k and before.noun & PLUR * 0x111111 and w.noun & GEN & SINGULAR
    return w.lemma if depends and entity.texts[0] == w.low else entity.texts[0]


def relayed_after(
    discourse: Discourse,
    quotes: Sequence[Quote],
    speakers: Sequence[Entity | None],
    media: Sequence[tuple[Medium, ...]],
) -> list[tuple[Medium, ...]]:
    """The media, with the outlets that the sentence before or a next one names.

    «Мэр сказал «Труду», что мост готов. «Мы успели», — добавил он» was all said to the outlet; «Мэр заявил, что мост готов.
    Об этом сообщает «Труд»» was all relayed by it.
    """
    found = list(media)
    for n in range(1, len(quotes)):
        if _goes_on(discourse, quotes, n) and not found[n] and speakers[n] is speakers[n - 1] and speakers[n] is not None:
            told = [m for m in found[n - 1] if _told(discourse, m)]
            found[n] = tuple(told[:1])
    starts = [quote.start for quote in quotes]
    for relay, outlet in zip(quotes, speakers, strict=True):
        if not relay.anaphoric or relay.source is None or outlet is None or not outlet.outlet:
            continue
        for n in range(bisect_left(starts, relay.start), bisect_right(starts, relay.end)):
            quote, speaker = quotes[n], speakers[n]
            within = relay.start <= quote.start and quote.end <= relay.end
            if within and quote is not relay and not found[n] and speaker is not None and not speaker.outlet:
                found[n] = (Medium(outlet.name, relay.source),)
    return found


def _goes_on(discourse: Discourse, quotes: Sequence[Quote], n: int) -> bool:
    """Whether direct speech follows at once on the reported words of the sentence before: «… сказал X «Труду». «Мы …»»."""
    before, quote = quotes[n - 1], quotes[n]
    if quote.type != "direct" or before.type == "direct" or quote.parent is not None:
        return False
    first, source = discourse.view.tokens_of(quote.content[0])[0], before.source or before.content[0]
    sentence = discourse.view.sentence_of[first] - 1
    at = discourse.view.tokens_of(source)[0]
    same = discourse.view.paragraph_of[at] == discourse.view.paragraph_of[first]
    return same and discourse.view.sentence_of[at] == sentence


def _told(discourse: Discourse, medium: Medium) -> bool:
    """Whether somebody spoke to an outlet: «в интервью «Труду»», «сказал «Труду»»; not «передаёт «Труд»»."""
    view, words = discourse.view, discourse.words
    k = view.tokens_of(medium.span)[0] - 1
    while k > 0 and (words[k].text in QUOTE_MARKS or ((role := words[k].role) is not None and role.kind == "outlet")):
        k -= 1
    before = words[k]
    if before.lemma in _OCCASIONS or (before.low in ("с", "со", "для") and words[k - 1].lemma in _OCCASIONS):
        return True
    return tells_somebody(before) and before.lemma not in _RELAYING - {"сообщать"}


def _words_relayed(discourse: Discourse, end: int) -> list[tuple[float, int, int, int, str]]:
    """«Его слова приводит ТАСС», «Об этом сообщает ТАСС» in the sentence after a quotation."""
    view, words = discourse.view, discourse.words
    number = view.sentence_of[min(end, view.size - 1)]
    number += not (end < view.size and view.sentences[number][0] == end)
    if number >= len(view.sentences):
        return []
    first, last = view.sentences[number]
    opening = [words[k].low for k in range(first, min(first + 3, last))]
    about = opening[:2] == ["об", "этом"]
    if not about and (("слова" not in opening and "заявление" not in opening) or opening[0] not in _WHOSE):
        return []
    for k in range(first, min(last, first + 7)):
        entity = discourse.at.get(k)
        if entity is not None and entity.outlet and not is_bare(entity.texts[0], view.lexicon):
            place = entity.place_at(k)
            end = place.last if place is not None else k + 1
            if about and not (_follows_relaying(discourse, k) and _alone(discourse, end, last)):
                return []
            return [(-CERTAIN, 0, k, end, entity.name)]
    return []


def _alone(discourse: Discourse, first: int, last: int) -> bool:
    """Whether nobody is named after an outlet who tells it: «Об этом сообщил ТАСС мэр Белов»."""
    return not any(
        (entity := discourse.at.get(k)) is not None and (place := entity.place_at(k)) is not None and place.subject
        for k in range(first, min(last, first + 12))
    )


def _divided(discourse: Discourse, a: int, b: int) -> bool:
    """Whether a mark ends the clause between two tokens."""
    low, high = min(a, b), max(a, b)
    return any(
        discourse.words[k].text in ",;:" or discourse.words[k].text in DASHES
        for k in range(low, high)
        if not discourse.inside[k]
    )


def _follows_relaying(discourse: Discourse, first: int) -> bool:
    """Whether a verb of relaying stands before a token: «пишет X», «цитирует его X»."""
    return _relaying_before(discourse, first) > 0


def _relaying_before(discourse: Discourse, first: int) -> int:
    """The verb of relaying before a token, or before the mark or the pronoun before it; 0 where there is none."""
    words = discourse.words
    k = first - 1
    if first and words[k].text in QUOTE_MARKS and words[first].text not in QUOTE_MARKS:
        k -= 1
    if k > 0 and words[k].low in POSSESSIVES:
        k -= 1
    return k if k > 0 and words[k].lemma in _RELAYING and words[k].flags & FINITE else 0


def _unknown_outlet(discourse: Discourse, first: int, last: int) -> bool:
    """«…, отмечает K2Kapital.»: a foreign or unknown name that is all there is beside a verb of relaying."""
    view, words = discourse.view, discourse.words
    head = words[first + 1] if words[first].text in QUOTE_MARKS and first + 1 < last else words[first]
    verb = _relaying_before(discourse, first)
    before = words[verb - 1].text if verb else ""
    while last < view.size and words[last].text in QUOTE_MARKS:
        last += 1
    after = words[last].text if last < view.size else "."
    beside = bool(before) and (before in ",–—-" or before.lower() == "как")
    return bool(head.flags & (LATIN | UNKNOWN | UPPER)) and beside and after in ".,"


def relay(discourse: Discourse, first: int, last: int, source: tuple[int, int] | None) -> float:
    """How plainly the outlet at ``[first, last)`` relays what its sentence reports; 0 where it does not."""
    view, words = discourse.view, discourse.words
    k = first - 1
    border = view.sentences[view.sentence_of[first]][0]

    def modifiers(k: int) -> int:
        while k >= border and (words[k].text in QUOTE_MARKS or (words[k].adjective and not words[k].noun)):
            k -= 1
        return k

    k = modifiers(k)
    while k > border and (role := words[k].role) is not None and role.kind == "outlet":
        k = modifiers(k - 1)  # «главред газеты «Труд»»
    before = words[k] if k >= border else None
    in_source = source is not None and source[0] <= first < source[1]
    head = words[first + (words[first].text in QUOTE_MARKS)]
    if (head.noun | head.adjective) & NOM and any(words[n].low == "слова" for n in range(max(border, k - 5), k + 1)):
        return CERTAIN  # «передаёт слова судьи газета «Труд»»
    if source is not None and source[1] == first and source[0] and words[source[0] - 1].lemma in CITING:
        return CERTAIN  # «цитирует директора «Труд»»
    if before is not None and before.flags & NOUN and before.text[0].isalnum():
        lemma = before.lemma
        if lemma in _ANONYMOUS:
            return CERTAIN
        if lemma in REPORTERS:
            if k > border and words[k - 1].lemma == "вопрос":
                return 0.0
            if before.noun & NOM and k > border and words[k - 1].lemma in _RELAYING:
                return CERTAIN  # «передаёт корреспондент «Труда»»
            return 0.0 if in_source or before.noun & NOM else CERTAIN
        if lemma in ("запрос", "вопрос") and words[first].noun & GEN:
            return CERTAIN  # «в ответе министерства на запрос РБК»
        if hears(view, k, first):
            return CERTAIN
        if in_source:
            return 0.0
        if lemma in _OCCASIONS or lemma in _EVIDENCE:
            return CERTAIN
        if before.role is not None and before.role.kind == "person" and not _dative(discourse, first):
            return 0.0
        if before.role is not None and before.role.kind in ("group", "organization") and not _dative(discourse, first):
            return 0.3
        if lemma == "сайт":
            return 0.8
    if in_source and not (source is not None and first == source[0] and before is not None and before.flags & FINITE):
        return 0.0
    after = words[last] if last < view.size else None
    for verb in (before, after):
        if (
            verb is not None
            and verb.flags & (FINITE | GERUND | PARTICIPLE)
            and (verb.cue is not None or verb.noun_cue is not None)
        ):
            return CERTAIN
    if last + 1 < view.size and words[last].low in ("со", "с") and words[last + 1].low == "ссылкой":
        return CERTAIN  # «а «Труд» со ссылкой на мэра сообщает»
    if before is not None and before.low in ("с", "со", "для") and k > border and words[k - 1].lemma in _OCCASIONS:
        return CERTAIN  # «в беседе с «Трудом»»
    if before is not None and before.low in _OF_WHAT:
        return 0.0
    if before is not None and before.flags & PREPOSITION:
        return LIKELY if before.low in ("в", "во", "на", "со", "с", "для", "по") else 0.5
    return LIKELY


def hears(view: View, head: int, first: int) -> bool:
    """Whether an outlet beside a role hears it rather than has it: «сказал эксперт РБК»; not «сказал редактор РБК»."""
    words = view.words
    role, verb, name = words[head].role, words[head - 1], words[first + (words[first].text in QUOTE_MARKS)]
    if not head or role is None or role.kind != "person" or role.lemma in _STAFF or not words[head].noun & NOM:
        return False
    return tells_somebody(verb) and bool(
        name.flags & (LATIN | ABBREVIATION | UPPER) or not name.noun & ~(NOM | DAT) & ANY_FORM
    )


def _dative(discourse: Discourse, first: int) -> bool:
    noun = discourse.words[first].noun
    return bool(noun & DAT) and not noun & NOM and noun != ANY_FORM
