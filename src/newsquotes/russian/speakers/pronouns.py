"""Pronouns: whom «он», «по её словам», «последний», «в нём» mean."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from newsquotes.document import Quote
from newsquotes.russian.data_files import rows, word_set
from newsquotes.russian.reading.forms import ANY_FORM, FEM, FINITE, MASC, PLUR, SING
from newsquotes.russian.reading.paradigms import GENITIVE, NOMINATIVE
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.speakers.output import Verdict
from newsquotes.russian.speakers.pointing import ORDINALS, OTHERS, agrees, one_of_them
from newsquotes.russian.speakers.ranking import SpeakerCandidate, salience
from newsquotes.russian.speakers.sources import Source

if TYPE_CHECKING:
    from newsquotes.russian.speakers.resolver import DocumentResolution

_FORMS = {row["gender"]: frozenset(row["words"].split()) for row in rows("pronoun_genders")}
_DATA = word_set("data_words")


def pronoun(run: DocumentResolution, quote: Quote, source: Source, owning: bool = False) -> Verdict:
    """«он сказал», «по её словам», «последний»; whose a document is («говорится в его заявлении»)."""
    w = run.words[source.first]
    low = w.low
    if low in ORDINALS or low in OTHERS:
        one = one_of_them(run.discourse, source.first)
        if one is not None or low in ORDINALS:
            return run.verdict(one, "pronoun" if one is not None else "none", 0.8)
    if low in _FORMS["first"] or w.lemma in ("я", "мы", "мой", "наш"):
        outer = run.of_quote.get(quote.parent) if quote.parent is not None else None
        return run.verdict(outer, "pronoun", 0.5)
    gender = MASC if low in _FORMS["masc"] else FEM if low in _FORMS["femn"] else PLUR if low in _FORMS["plur"] else 0
    if low == "им" and source.case != 63:
        gender = MASC | PLUR
    verb = run.words[run.view.tokens_of(quote.cue.spans[0])[0]].subject if quote.cue.spans else 0
    if not gender:
        gender = verb & (SING | PLUR) or SING | PLUR
    impersonal = not owning and _impersonal(run, quote)
    if impersonal and run.words[source.first - 1].low in ("в", "во"):
        return document_meant(run, quote, source)
    situation = run.choices.situation(quote, source.first)
    outer = None
    if quote.parent is not None and run.quotes[quote.parent].type == "direct":
        outer = run.of_quote.get(quote.parent)  # who says «он» means somebody else
    if gender == PLUR:
        pair_before(run, source.first)
    data = any(run.words[k].lemma in _DATA for span in quote.cue.spans for k in range(*run.view.tokens_of(span)))
    candidates = []
    for entity in run.discourse.around(source.first):
        if entity is outer or entity in situation.told or not entity.known_before(source.first):
            continue
        if not agrees(entity, gender):
            continue
        if entity.kind == "organization" and not gender & PLUR and not entity.spoken:
            continue  # «Ирина пришла в банк. Он возразил»: no bank that has not spoken
        if entity.outlet and not data:
            continue
        if entity.kind == "document" and not impersonal:
            continue  # «Жители собирают подписи. Они говорят …»
        features = salience(entity, situation)
        if features is None:
            continue
        if not gender & FEM and entity.kind == "person" and entity.woman:
            continue
        if not gender & MASC and not gender & PLUR and entity.kind == "person" and entity.man:
            continue
        features["gender known" if entity.gender else "gender unknown"] = 1.0
        if gender & PLUR and entity.kind == "organization":
            features["plural organization"] = 1.0
        candidates.append(SpeakerCandidate(entity, features))
    found = run.choices.choose(quote, "plural" if gender == PLUR else "pronoun", candidates, situation, "pronoun")
    if found.entity is not None and found.entity.kind == "person" and not found.entity.named:
        meant = named_by_role(run, quote, source, found)
        return meant if meant.entity is not outer and meant.entity is not None and agrees(meant.entity, gender) else found
    return found


def owner(run: DocumentResolution, quote: Quote, phrase: Phrase) -> Verdict:
    """Whose words a document with a pronoun before it holds: «говорится в его заявлении»."""
    his = Phrase(phrase.start, phrase.start + 1, phrase.start, ANY_FORM)
    found = pronoun(run, quote, Source(his.start, his.end, his, GENITIVE), owning=True)
    return run.verdict(found.entity, "owner", found.probability, found.second)


def pair_before(run: DocumentResolution, token: int) -> None:
    """«Ларин и Белова провели переговоры. Они заявили»: two people named together are somebody whom «они» can mean."""
    view = run.view
    least = view.sentences[max(0, view.sentence_of[token] - 2)][0]
    people = [p for first, p in run.discourse.persons.items() if least <= first < token]
    for one, other in pairwise(people):
        between = range(one.name.last, other.start)
        if len(between) == 1 and run.words[between[0]].low == "и" and one.cases & other.cases & NOMINATIVE:
            members = [run.discourse.person_entity(one), run.discourse.person_entity(other)]
            run.group(one.start, other.end, members)


def _impersonal(run: DocumentResolution, quote: Quote) -> bool:
    """Whether the cue has no subject: «говорится», «сообщается»."""
    if not quote.cue.spans:
        return False
    verb = run.words[run.view.tokens_of(quote.cue.spans[0])[0]]
    return verb.low.endswith(("тся", "лось")) and bool(verb.flags & FINITE)


def document_meant(run: DocumentResolution, quote: Quote, source: Source) -> Verdict:
    """«В нём говорится»: who issued the document that was spoken of last, or the document itself."""
    before = run.documents.document_before(source.first)
    if before is not None:
        if (issued := run.documents.issued(before)) is not None:
            return run.verdict(issued, "pronoun", 0.6)
        found = run.document(quote, Source(before.start, before.end, before, source.case), before)
        return run.verdict(found.entity, "pronoun", 0.6, found.second)
    last = run.heard(source.first)
    paragraph = run.view.paragraph_of[source.first]
    if last and paragraph - last[-1][2] <= 1 and last[-1][3].kind in ("document", "organization"):
        return run.verdict(last[-1][3], "pronoun", 0.6)
    bodies = [e for e in run.discourse.around(source.first) if e.kind in ("document", "organization")]
    placed = [(place.first, e) for e in bodies if (place := e.last_before(source.first, quoted=False)) is not None]
    entity = max(placed, key=lambda p: p[0], default=(0, None))[1]
    return run.verdict(entity, "pronoun", 0.4)


def named_by_role(run: DocumentResolution, quote: Quote, source: Source, found: Verdict) -> Verdict:
    """«Спортсмен полетел. Он сказал …»: whom the role means that the pronoun goes back to."""
    assert found.entity is not None
    place = found.entity.last_before(source.first)
    phrase = phrase_at(run.view, place.first, place.last) if place is not None else None
    if phrase is None:
        return found
    meant = run.choices.role(quote, Source(phrase.start, phrase.end, phrase, NOMINATIVE), phrase)
    if meant.entity is None or not meant.entity.named:
        return found
    return run.verdict(meant.entity, "pronoun", meant.probability, found.entity)
