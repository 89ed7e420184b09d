"""Whom a cue names: its subject, whom it cites or goes back to, or a body that stands for one («в МИД сообщили»)."""

from __future__ import annotations

from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import CueEntry
from newsquotes.russian.reading.appositions import whole_person
from newsquotes.russian.reading.clauses import mark_at
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import (
    ACC,
    ADVERB,
    ANIMATE,
    ANY_FORM,
    CONJUNCTION,
    DASHES,
    DAT,
    FINITE,
    GEN,
    GERUND,
    INFINITIVE,
    INS,
    LATIN,
    NEUT,
    NOM,
    NOUN,
    PARTICIPLE,
    PARTICLE,
    PLUR,
    PREPOSITION,
    QUOTE_MARKS,
    SHORT,
)
from newsquotes.russian.reading.outlets import known_outlet, marked_outlet, outlet_in
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.speakable import CITING, is_unchanging, speakability
from newsquotes.russian.reading.speech_places import place_of_speech
from newsquotes.russian.reading.subject_search import subject_in, subject_left, subject_right
from newsquotes.russian.reading.view import View

_ANY_VERB = CueEntry("", "verb", frozenset())
_OBLIGING = word_set("obliging")
_FOLLOWING = frozenset(["следовать", "явствовать", "вытекать"])


def source_of(view: View, cue: CueAt, scope: tuple[int, int], inverted: bool) -> Phrase | None:
    """The noun phrase that a cue attributes to, within the scope; ``None`` for pro-drop and unnamed sources."""
    found = _source_of(view, cue, scope, inverted)
    if found is None:
        return None
    first = cue.end if found.start >= cue.end else scope[0]
    return whole_person(view, found, first, scope[1] if found.start >= cue.end else cue.start)


def _source_of(view: View, cue: CueAt, scope: tuple[int, int], inverted: bool) -> Phrase | None:
    if cue.source is not None:
        return cue.source
    entry = cue.entry
    words = view.words
    w = words[cue.main]
    if entry.kind == "noun":
        return _owner(view, cue, scope)
    if "источник-ген" in entry.frames:
        phrase = phrase_at(view, cue.end, scope[1], GEN)
        if phrase is not None:
            return _without_outlet(view, phrase) if phrase.name is None else phrase
    if entry.lemma in CITING:
        cited = _cited(view, cue, scope)
        if cited is not None:
            return cited
    if entry.lemma in _FOLLOWING:
        origin = _origin(view, cue, scope)
        if origin is not None:
            return origin
    flags = w.flags
    if flags & PARTICIPLE and not flags & (FINITE | SHORT):
        return _antecedent(view, cue.start, scope, w.adjective)
    impersonal = _impersonal(view, cue)
    if impersonal:
        return _agent(view, cue, scope) or place_of_speech(view, cue, scope)
    subject = w.subject if flags & (FINITE | SHORT) else 0
    if flags & (INFINITIVE | GERUND) and not flags & (FINITE | SHORT):
        return (
            _obliged(view, cue, scope)
            or _subject_of_main(view, cue, scope)
            or subject_left(view, cue.start, scope, PLUR | 7)
        )
    if not subject:
        return None
    if (opener := _relative_place(view, cue, scope)) is not None:
        own = _own_subject_right(view, cue, scope, subject)
        own = own or subject_in(view, opener + 1, cue.start, subject)
        if own is not None and speakability(view, own) >= 0.6:
            return own
        return _subject_of_previous_verb(view, opener - 2, scope, subject)
    found = _subject_of(view, cue, scope, inverted, subject)
    if subject & PLUR and (found is None or speakability(view, found) < 0.5 or _is_told_of(view, cue, found)):
        place = place_of_speech(view, cue, scope)
        if place is not None and (found is None or _is_a(view, place, "organization")):
            return place  # «В больнице рассказали подробности: «…»»
    return found


def _is_told_of(view: View, cue: CueAt, phrase: Phrase) -> bool:
    """«В ведомстве озвучили прогнозы»: a document after the verb, which is its object."""
    return phrase.start >= cue.end and _is_a(view, phrase, "document")


def _is_a(view: View, phrase: Phrase, kind: str) -> bool:
    role = view.words[phrase.head].role
    return role is not None and role.kind == kind


def _subject_of(view: View, cue: CueAt, scope: tuple[int, int], inverted: bool, subject: int) -> Phrase | None:
    """The subject of a cue that is a verb: after it where it stands after the words, before it otherwise."""
    entry = cue.entry
    right = None
    if len(cue.ranges) > 1:
        # «объяснил Иванов причины отказа»: between the words of a collocation
        gap = CueAt(entry, cue.ranges[:1], cue.main)
        right = subject_right(view, gap, (scope[0], min(scope[1], cue.ranges[1][0])), subject)
        if right is not None and speakability(view, right) >= 0.9:
            return right
    if inverted:
        right = _own_subject_right(view, cue, scope, subject)
        if right is not None and speakability(view, right) >= 0.6:
            return right
    left = subject_left(view, cue.start, scope, subject)
    if right is not None and left is not None and _is_told(view, cue, right) and speakability(view, left) >= 0.9:
        return left
    if right is not None and (left is None or speakability(view, right) >= speakability(view, left)):
        return right
    return left or right or _own_subject_right(view, cue, scope, subject)


def _relative_place(view: View, cue: CueAt, scope: tuple[int, int]) -> int | None:
    """The pronoun of «письмо, в котором сообщил», where the cue stands in its clause."""
    words = view.words
    level = view.depth[cue.main]
    for k in range(cue.start - 1, scope[0] + 2, -1):
        if mark_at(view, k, level):
            return None
        if words[k].lemma == "который" and words[k - 1].low in ("в", "во", "на") and words[k - 2].text == ",":
            return k
    return None


def _subject_of_previous_verb(view: View, stop: int, scope: tuple[int, int], subject: int) -> Phrase | None:
    """«Белов направил письмо, | в котором сообщил»: the subject of the verb before, who also wrote the letter."""
    words = view.words
    for k in range(stop - 1, scope[0], -1):
        w = words[k]
        if w.flags & FINITE and not w.flags & (NOUN | ADVERB | PARTICLE) and view.depth[k] == view.depth[stop]:
            if not w.subject & subject:
                return None
            return subject_left(view, k, scope, w.subject & subject) or _own_subject_right(
                view, CueAt(_ANY_VERB, ((k, k + 1),), k), (scope[0], stop), w.subject & subject
            )
    return None


def _own_subject_right(view: View, cue: CueAt, scope: tuple[int, int], subject: int) -> Phrase | None:
    """The subject after the verb, unless it is the one from whom something is asked."""
    found = subject_right(view, cue, scope, subject)
    return None if found is not None and _is_asked(view, cue, found, scope[1]) else found


def _is_asked(view: View, cue: CueAt, phrase: Phrase, stop: int) -> bool:
    """«Адвокат, сославшись на болезнь, попросил суд отложить слушания»: the object, from whom an action is asked."""
    if not cue.entry.frames >= {"инф", "вин"} or cue.entry.stance != "demanded" or "дат" in cue.entry.frames:
        return False
    after = phrase.end
    while after < stop and (view.words[after].low == "не" or view.words[after].text in QUOTE_MARKS):
        after += 1
    if phrase.start != cue.end or after >= stop:
        return False
    return bool(view.words[phrase.head].noun & ACC and view.words[after].flags & INFINITIVE)


def _is_told(view: View, cue: CueAt, phrase: Phrase) -> bool:
    """«Соседи рассказали СМИ, что»: an outlet that looks the same in every case, right after a verb of telling."""
    if phrase.start != cue.end or "дат" not in cue.entry.frames or not is_unchanging(view.words[phrase.head]):
        return False
    role = view.words[phrase.head].role
    return phrase.name is None and ((role is not None and role.kind == "outlet") or outlet_in(view, phrase) is not None)


def _cited(view: View, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
    """«цитирует РБК министра»: the words are the object's; the outlet, the subject, relays them."""
    words = view.words
    i, stop = cue.end, min(scope[1], cue.end + 16)
    if i + 1 < stop and words[i].low in ("его", "ее", "их"):
        if words[i + 1].noun & NOM or words[i + 1].text in QUOTE_MARKS:
            return Phrase(i, i + 1, i, ANY_FORM)  # «цитирует его пресс-служба клуба», «приводит его «Труд»»
    while i < stop:
        w = words[i]
        if w.text in ",;:()." or w.text in DASHES:
            break
        if w.flags & PREPOSITION:
            break
        if w.low in ("слова", "слово", "мнение", "высказывание", "заявление", "ответ", "комментарий"):
            whose = phrase_at(view, i + 1, stop, GEN)
            return _without_outlet(view, whose) if whose is not None else None
        if (outlet := known_outlet(view, i)) is not None:
            i = outlet.end  # «цитирует NEWSru.com премьер-министра»
            continue
        for k in range(i, min(i + 4, stop)):
            # the name may follow the outlet without a border: try each word
            v = words[k]
            if v.text in ",;:()." or v.flags & PREPOSITION:
                break
            phrase = phrase_at(view, k, stop, ACC | GEN)
            if phrase is None or v.text in QUOTE_MARKS:
                continue
            head = words[phrase.head]
            if (
                (
                    (phrase.name is not None and not (phrase.mask & NOM and head.flags & LATIN))
                    or (
                        head.role is not None
                        and head.role.kind in ("person", "group", "anonymous", "organization")
                        and head.noun & ACC
                        and (not head.noun & NOM or head.flags & ANIMATE)
                    )
                )
                and view.lexicon.outlets.get(head.low) is None
                and view.lexicon.outlets.get(head.lemma) is None
            ):
                # «цитирует чиновника «Труд»»: the outlet that follows is no part of him
                return _without_outlet(view, phrase)
        break
    return None


def _without_outlet(view: View, phrase: Phrase) -> Phrase:
    """Whom an outlet cites, without the outlet that follows: «приводит слова мэра | «Труд»»."""
    for n in range(phrase.head + 1, phrase.end):
        marked = marked_outlet(view, n) or (n in view.opening and _ends_with_marks(view, phrase, n))
        if known_outlet(view, n) is not None or marked:
            return Phrase(phrase.start, n, phrase.head, phrase.mask)
    return phrase


def _ends_with_marks(view: View, phrase: Phrase, n: int) -> bool:
    """Whether a person's role is followed by a name in marks that ends the attribution: the subject of «цитирует»."""
    role = view.words[phrase.head].role
    q = view.opening[n][0]
    after = view.words[q.close + 1].text if 0 < q.close + 1 < view.size else "."
    return n == phrase.head + 1 and role is not None and role.kind == "person" and q.close >= 0 and after in ".,"


def _origin(view: View, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
    """«Из документа следует, что»: what the words follow from."""
    words = view.words
    for k in range(cue.start - 1, max(scope[0], cue.start - 20) - 1, -1):
        if words[k].low == "из":
            return phrase_at(view, k + 1, cue.start, GEN)
    if cue.end < scope[1] and words[cue.end].low == "из":
        return phrase_at(view, cue.end + 1, scope[1], GEN)
    return None


def _subject_of_main(view: View, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
    """Whose gerund or infinitive it is: the subject of the finite verb before it, or after an opening gerund clause."""
    words = view.words
    level = view.depth[cue.main]
    for order in (range(cue.start - 1, scope[0] - 1, -1), range(cue.end, scope[1])):
        for k in order:
            w = words[k]
            if (
                view.depth[k] == level
                and w.flags & (FINITE | SHORT)
                and w.subject
                and not w.flags & NOUN
                and not w.flags & ADVERB
            ):
                at = CueAt(cue.entry, ((k, k + 1),), k)
                found = subject_left(view, k, scope, w.subject) or subject_right(view, at, scope, w.subject)
                if found is not None and speakability(view, found) >= 0.55:
                    return found
                if w.subject & PLUR and (place := place_of_speech(view, at, scope)) is not None:
                    return place  # «сообщили в ведомстве, отметив, что»
    return None


def _obliged(view: View, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
    """Who must speak, or can, in the dative: «Белову пришлось сообщить, что …»."""
    words = view.words
    modal = cue.start - 1
    if modal <= scope[0] or words[modal].low not in _OBLIGING:
        return None
    for k in range(max(scope[0], modal - 12), modal):
        if (words[k].noun | words[k].adjective) & DAT and (k == scope[0] or not words[k - 1].flags & PREPOSITION):
            phrase = phrase_at(view, k, modal, DAT)
            if phrase is not None and phrase.end == modal and speakability(view, phrase) >= 0.9:
                return phrase
    return None


def _agent(view: View, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
    """Who speaks in a passive: «сказано министром Беловым», «Анной Беловой было отмечено»; persons alone."""
    words = view.words
    phrase = phrase_at(view, cue.end, scope[1], INS) if cue.end < scope[1] else None
    if phrase is not None and _is_agent(view, phrase):
        return phrase
    end = cue.start
    while end > scope[0] and words[end - 1].low in ("было", "был", "была"):
        end -= 1
    for k in range(max(scope[0], end - 12), end):
        if not (words[k].noun | words[k].adjective) & INS:
            continue
        phrase = phrase_at(view, k, end, INS)
        if phrase is not None and phrase.end == end and _is_agent(view, phrase):
            return phrase
    return None


def _is_agent(view: View, phrase: Phrase) -> bool:
    before = view.words[phrase.start - 1] if phrase.start else None
    if before is not None and before.flags & PREPOSITION and not before.flags & NOUN:
        return False
    head = view.words[phrase.head]
    office = head.role is not None and head.role.kind in ("person", "organization", "group")
    return phrase.name is not None or (office and not (head.noun | head.adjective) & NOM)


def _impersonal(view: View, cue: CueAt) -> bool:
    """«говорится», «сообщается», «сказано»: no subject, the source stands in a place («в заявлении»)."""
    w = view.words[cue.main]
    if cue.entry.kind == "predicative":
        return False
    if w.flags & SHORT and not w.flags & FINITE:
        return bool(w.subject & NEUT)
    return w.flags & FINITE != 0 and "пасс" in cue.entry.frames and w.low.endswith(("ся", "сь", "лось", "тся"))


def _antecedent(view: View, start: int, scope: tuple[int, int], mask: int) -> Phrase | None:
    """The noun before a participle: «источники, сообщившие, что»; or the one after it."""
    words = view.words
    i = start - 1
    while i > scope[0] and (words[i].text == "," or (words[i].flags & (ADVERB | PARTICLE) and not words[i].noun)):
        i -= 1
    for k in range(max(scope[0], i - 12), i + 1):
        phrase = phrase_at(view, k, i + 1, mask)
        if phrase is not None and phrase.end == i + 1:
            return phrase
    return None


def _owner(view: View, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
    """The owner of a cue noun: «заявление министра о том, что», «его слова»."""
    words = view.words
    start = cue.start
    if start > scope[0] and words[start - 1].low in ("его", "ее", "их"):
        return Phrase(start - 1, start, start - 1, ANY_FORM)
    if cue.end < scope[1]:
        w = words[cue.end]
        if not (w.flags & CONJUNCTION or view.preposition(cue.end)):
            phrase = phrase_at(view, cue.end, scope[1], GEN)
            if phrase is not None and speakability(view, phrase) > 0.5:
                return phrase
    return None
