"""The subject of a verb, by agreement and place: after it, before it, over insertions, with its company and appositions."""

from __future__ import annotations

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.agreement import agrees
from newsquotes.russian.reading.appositions import with_name_after, with_roles_before
from newsquotes.russian.reading.clauses import mark_at
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import (
    ACC,
    ADJECTIVE,
    ADVERB,
    ANIMATE,
    ANY_FORM,
    CONJUNCTION,
    DASHES,
    DAT,
    DIGIT,
    FINITE,
    GEN,
    GERUND,
    INFINITIVE,
    INITIAL,
    INS,
    LOC,
    NOM,
    NOUN,
    NUMBER,
    PARTICIPLE,
    PARTICLE,
    PERSON_NAME,
    PLUR,
    PREPOSITION,
    PUNCTUATION,
    QUOTE_MARKS,
)
from newsquotes.russian.reading.phrase_parts import closing_of, remark_end
from newsquotes.russian.reading.phrases import TIME, Phrase, phrase_at
from newsquotes.russian.reading.speakable import after_insertion, is_oblique, is_unchanging, oblique_up_to, speakability
from newsquotes.russian.reading.speech_places import before_relative, place_of_speech, speaking_place
from newsquotes.russian.reading.view import View

_BEFORE_VERB = word_set("before_verbs")


def subject_right(view: View, cue: CueAt, scope: tuple[int, int], subject: int) -> Phrase | None:
    """The subject after the verb: «сообщил журналистам в среду представитель ведомства»."""
    words = view.words
    i, stop = cue.end, min(scope[1], cue.end + 30)
    fallback: Phrase | None = None
    while i < stop:
        w = words[i]
        text = w.text
        if text in ",;:()" or text in DASHES or text in ".!?…":
            if text == "(" and i == cue.end and (closing := remark_end(view, i, stop)) is not None:
                i = closing + 1  # «говорит (смеётся) Анна»
                continue
            if text == "," and i + 1 < stop and fallback is None and after_insertion(view, i, stop) is not None:
                i = after_insertion(view, i, stop) or i + 1
                continue
            break
        if text in QUOTE_MARKS:
            phrase = phrase_at(view, i, stop, NOM)
            passed = phrase if phrase is not None else phrase_at(view, i, stop, DAT)  # «сообщил «Интерфаксу» источник»
            if passed is None:
                break
            named_many = phrase is not None and bool(words[phrase.end - 2].noun & NOM & PLUR)  # «пишут «Ведомости»»
            if phrase is not None and fallback is None and (subject & ~PLUR or named_many):
                fallback = phrase
            close = closing_of(view, i, stop) if phrase is None else None  # «сообщила «Интерфаксу» | Серафима Белова»
            i = passed.end if close is None else close + 1
            continue
        if view.preposition(i) and not w.flags & NOUN:
            if (
                words[i].low in ("в", "на")
                and subject & PLUR
                and fallback is not None
                and (place := speaking_place(view, i, stop)) is not None
            ):
                return place  # «сообщили РИА Новости в полиции»
            group = phrase_at(view, i + 1, stop, GEN | DAT | ACC | INS | LOC)
            i = group.end if group is not None else i + 1
            continue
        if w.flags & CONJUNCTION and w.low in ("что", "чтобы", "как"):
            break
        if w.low in ("также", "еще", "тоже", "же", "и") or (
            w.flags & (ADVERB | PARTICLE)
            and not (w.noun or w.title)
            and not w.flags & NUMBER
            and words[min(i + 1, stop - 1)].text != "."
        ):
            i += 1
            continue
        if w.flags & (FINITE | INFINITIVE) and not w.flags & NOUN:
            if w.flags & INFINITIVE:
                i += 1
                continue
            break
        phrase = phrase_at(view, i, stop, NOM)
        if phrase is not None and phrase.name is not None and subject == PLUR:
            phrase = _list_of(view, phrase, stop)
        if phrase is not None and agrees(view, phrase, subject) and not is_oblique(view, phrase):
            head = words[phrase.head]
            ambiguous = bool(phrase.mask & (DAT | GEN | INS)) or (phrase.name is None and is_unchanging(head))
            thing = phrase.name is None and head.role is None and head.noun & ACC and not head.flags & ANIMATE
            if not (ambiguous or thing) or fallback is not None:  # «так назвал | вирус | Аркадий Дан»
                return _with_company(view, phrase, stop, subject)
            if fallback is None:
                fallback = phrase
                i = phrase.end
                continue
        other = phrase_at(view, i, stop, DAT | GEN | INS | ACC | LOC)
        if other is not None and other.end > i:
            if fallback is not None and phrase is None and not (w.flags & ADVERB or w.lemma in TIME):
                break
            after = words[other.head + 1] if other.head + 1 < other.end else w
            named = after.title and after.flags & PERSON_NAME and not after.noun & other.mask
            i = other.head + 1 if named else other.end  # «разводит руками Анна Белова»
            continue
        if phrase is not None and phrase.end > i:
            i = phrase.end
            continue
        i += 1
    if fallback is not None:
        return _with_company(view, fallback, stop, subject)
    return None


def _with_company(view: View, phrase: Phrase, stop: int, subject: int) -> Phrase:
    """«Расмуссен и Бридлав», «врачи и пациенты»: the second of two coordinated subjects of a plural verb; appositions."""
    words, end = view.words, phrase.end
    if subject & PLUR and (group := _list_of(view, phrase, stop)) is not phrase:
        return group
    if subject & ~PLUR and (whole := with_name_after(view, phrase, stop, NOM)) is not phrase:
        return whole
    # «Иванов, директор фонда» before the sentence ends or goes on
    if end + 1 < stop and words[end].text == "," and phrase.name is not None:
        apposition = phrase_at(view, end + 1, stop, NOM)
        title = words[apposition.head].role if apposition is not None and apposition.name is None else None
        if apposition is not None and title is not None and title.kind == "person":
            after = words[apposition.end].text if apposition.end < stop else "."
            if after in ",.:" or after in DASHES:
                return Phrase(phrase.start, apposition.end, phrase.head, phrase.mask, phrase.name)
    return phrase


def _list_of(view: View, phrase: Phrase, stop: int) -> Phrase:
    """A phrase with those that a list adds to it: «Белов и Рогов», «Белов, Рогов и Котов»; «и» must come before the last."""
    words = view.words
    whole, end, members, listed = phrase, phrase.end, 1, False
    while end + 1 < stop and ((last := words[end].low == "и") or (words[end].text == "," and words[end + 1].title)):
        listed = listed or not last
        other = phrase_at(view, end + 1, stop, NOM)
        if other is None or not other.mask & NOM:
            break
        end, members = other.end, members + 1
        if last and not (listed and end < stop and not words[end].flags & PUNCTUATION):
            whole = Phrase(phrase.start, end, phrase.head, phrase.mask, phrase.name, members)
    return whole  # but in «Как пишут газеты, Белов и Рогов поссорились» a clause of its own begins after the comma


def subject_left(view: View, v: int, scope: tuple[int, int], subject: int) -> Phrase | None:
    """The subject before the verb, over insertions: «Глава банка, который приехал в Москву, заявил»."""
    found = _subject_left(view, v, scope, subject)
    if found is not None and found.end == v and found.name is not None:
        # «Иванов за час до заявления Монти сообщил»: a name that never changes may be governed by a preposition
        for k in range(found.start - 1, max(scope[0], v - 12), -1):
            if mark_at(view, k, view.depth[v]):
                break
            if view.preposition(k) and oblique_up_to(view, k + 1, v):
                other = _subject_left(view, k, scope, subject)
                return other if other is not None and speakability(view, other) >= 0.9 else found
    return found


def subject_of_previous(view: View, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
    """The subject of the verb that a cue is coordinated with: «Иванов отказался назвать имя, но сказал»."""
    words = view.words
    v = cue.start
    verb = words[cue.main]
    for k in range(v - 1, scope[0], -1):
        w = words[k]
        if view.depth[k] != view.depth[v] or not w.flags & FINITE or w.flags & (NOUN | ADVERB | PARTICLE):
            continue
        if w.subject & verb.subject and _past(w.low) == _past(verb.low):
            found = subject_left(view, k, scope, w.subject)
            if found is not None and speakability(view, found) >= 0.9:
                return found
            # «В ведомстве подтвердили получение письма, но сообщили»
            return place_of_speech(view, CueAt(cue.entry, ((k, k + 1),), k), scope) if w.subject & PLUR else None
    return None


def _past(low: str) -> bool:
    return low.removesuffix("ся").removesuffix("сь").endswith(("л", "ла", "ло", "ли"))


def _subject_left(view: View, v: int, scope: tuple[int, int], subject: int) -> Phrase | None:
    words = view.words
    stop = v
    crossed = 0
    while True:
        start = _clause_start(view, stop, scope, v)
        found = _subject_ending(view, start, stop, subject) or subject_in(view, start, stop, subject)
        if found is not None and words[found.head].lemma == "который":
            return before_relative(view, found, scope) or found
        if found is not None:
            return _with_left_company(view, found, start, stop, scope, subject, crossed)
        if start <= scope[0] or crossed >= 6:
            return None
        mark = words[start - 1].text
        if mark in ":;" or mark in QUOTE_MARKS:
            return None
        if words[start].flags & CONJUNCTION and words[start].low in ("что", "чтобы", "если", "когда", "хотя", "поскольку"):
            # a subordinate clause without a subject of its own kind: its verb's subject lies within it
            return None
        stop = start - 1
        crossed += 1
        # an inserted relative, participial or gerund clause may hold subjects of its own
        while stop > scope[0] and _is_insertion(view, stop, scope):
            stop = _insertion_start(view, stop, scope)
            crossed += 1
            if crossed > 8:
                return None


def _clause_mark(view: View, i: int, v: int) -> bool:
    text = view.words[i].text
    if text in QUOTE_MARKS:
        return view.depth[i] < view.depth[v]
    if view.depth[i] > view.depth[v]:
        return False
    return mark_at(view, i, view.depth[v]) or (
        text in DASHES and view.ends[i] - view.starts[i] == 1 and (i == 0 or view.ends[i - 1] < view.starts[i])
    )


def _clause_start(view: View, i: int, scope: tuple[int, int], v: int) -> int:
    """Where the words before token ``i`` begin that no mark divides at the depth of token ``v``."""
    words = view.words
    while i > scope[0] and not (words[i - 1].flags & PUNCTUATION and _clause_mark(view, i - 1, v)):
        i -= 1
    return i


def _insertion_start(view: View, stop: int, scope: tuple[int, int]) -> int:
    return _clause_start(view, stop, scope, stop) - 1


def _is_insertion(view: View, stop: int, scope: tuple[int, int]) -> bool:
    """Whether the segment that ends at ``stop`` is a clause put between subject and verb."""
    words = view.words
    i = _clause_start(view, stop, scope, stop)
    if i <= scope[0]:
        return False
    for k in range(i, min(i + 4, stop)):
        w = words[k]
        if w.lemma == "который" or w.low in ("где", "куда", "чей", "чья"):
            return True
    head = words[i]
    if head.flags & (PARTICIPLE | GERUND) and not head.flags & NOUN:
        return True
    if (
        head.low in ("по", "согласно", "как", "помимо", "кроме", "несмотря", "вопреки", "включая")
        and i > scope[0]
        and words[i - 1].text == ","
    ):
        return True
    if not head.flags & ADJECTIVE or head.flags & NOUN or words[i - 1].text != ",":
        return False
    named = phrase_at(view, i, stop, NOM)
    return named is None or named.name is None or named.end < stop  # «Оратор, 20-летний Хамзат Азимов, заявил»


def _subject_ending(view: View, start: int, stop: int, subject: int) -> Phrase | None:
    """The longest nominative phrase that ends right before the verb: «В разговоре с агентом Джонсон | сказал»."""
    words = view.words
    while stop > start + 1 and (
        words[stop - 1].low in _BEFORE_VERB or (words[stop - 1].flags & (ADVERB | PARTICLE) and not words[stop - 1].noun)
    ):
        stop -= 1
    best: Phrase | None = None
    for k in range(stop - 1, max(start, stop - 24) - 1, -1):
        w = words[k]
        counts = w.low in ("около", "свыше") and words[k + 1].flags & (DIGIT | NUMBER)
        if view.preposition(k) and not w.noun and not counts:
            if best is not None and (best.start == k + 1 or (best.name is None and oblique_up_to(view, k + 1, stop))):
                best = None  # «… с министром», «в интервью ТВЦ»: governed by a preposition
            continue
        if not (w.noun | w.adjective) and w.text not in QUOTE_MARKS and not w.flags & (DIGIT | INITIAL) and not counts:
            continue
        if best is not None and best.start == k + 1 and words[k + 1].text in QUOTE_MARKS and w.noun and not w.noun & NOM:
            if w.role is not None or w.noun & DAT:
                best = None  # «агентству «Труд»», and not «Тем временем «Труд»»
                continue
        phrase = phrase_at(view, k, stop, NOM)
        if phrase is not None and phrase.end == stop and not is_oblique(view, phrase):
            company = _joined_roles(view, phrase, start)
            if agrees(view, company, subject) and speakability(view, phrase) >= 0.6:
                best = company
    return best


def _joined_roles(view: View, phrase: Phrase, start: int) -> Phrase:
    """«Президент и гендиректор компании Иван Петров»: two roles of one person, or two people."""
    words = view.words
    k = phrase.start - 1
    if k <= start or words[k].low != "и":
        return phrase
    for first in range(max(start, k - 12), k):
        left = phrase_at(view, first, k, NOM)
        if (
            left is not None
            and left.end == k
            and speakability(view, left) >= 0.8
            and (first == start or not view.preposition(first - 1))
        ):
            one = (
                left.name is None
                and words[left.head].role is not None
                and words[phrase.head].role is not None
                and phrase.name is not None
                and not left.mask & NOM & PLUR
            )
            return Phrase(first, phrase.end, phrase.head, phrase.mask, phrase.name, 1 if one else 2)
    return phrase


def _listed(view: View, phrase: Phrase, start: int) -> Phrase:
    """«Меркель, Путин и Порошенко»: the names before the first of two."""
    words = view.words
    first, members = phrase.start, phrase.members
    while first - 1 > start and words[first - 1].text == ",":
        comma = first - 1
        left = next(
            (p for k in range(max(start, comma - 5), comma) if (p := phrase_at(view, k, comma, NOM)) and p.end == comma),
            None,
        )
        if left is None or left.name is None or (left.start > start and words[left.start - 1].flags & PREPOSITION):
            break
        first, members = left.start, members + 1
    return Phrase(first, phrase.end, phrase.head, phrase.mask, phrase.name, members)


def subject_in(view: View, start: int, stop: int, subject: int) -> Phrase | None:
    """The best nominative phrase of a segment that agrees: people before things, the nearer before the farther."""
    words = view.words
    best: Phrase | None = None
    best_score = 0.0
    i = start
    while i < stop:
        w = words[i]
        if view.preposition(i) and not (w.flags & NOUN and w.title):
            group = phrase_at(view, i + 1, stop, GEN | DAT | ACC | INS | LOC)
            i = group.end if group is not None else i + 1
            continue
        if not w.noun and not w.adjective and w.text not in QUOTE_MARKS and not w.flags & DIGIT:
            i += 1
            continue
        phrase = phrase_at(view, i, stop, NOM)
        if phrase is not None and not is_oblique(view, phrase):
            company = _with_company(view, phrase, stop, subject) if subject & PLUR else phrase
            if agrees(view, company, subject):
                score = speakability(view, phrase) + (phrase.end - start) / (4.0 * (stop - start))
                if score > best_score:
                    best, best_score = company, score
            i = max(company.end, i + 1)
            continue
        other = phrase_at(view, i, stop, ANY_FORM & ~NOM)
        i = max(other.end, i + 1) if other is not None else i + 1
    return best


def _with_left_company(
    view: View, phrase: Phrase, start: int, stop: int, scope: tuple[int, int], subject: int, crossed: int
) -> Phrase:
    """An apposition set off by commas belongs to the source: «Владимир Маркин, официальный представитель СК, сообщил»."""
    words = view.words
    if phrase.members > 1 and phrase.start == start:
        return _listed(view, phrase, scope[0])
    if (
        phrase.name is None
        and words[phrase.head].role is not None
        and crossed == 1
        and start > scope[0]
        and words[start - 1].text == ","
    ):
        k = start - 1
        left = k
        while left > scope[0] and not _clause_mark(view, left - 1, k):
            left -= 1
        for i in range(left, k):
            named = phrase_at(view, i, k, NOM)
            if named is not None and named.end == k and named.name is not None and agrees(view, named, subject):
                return Phrase(named.start, phrase.end, named.head, named.mask, named.name)
    if phrase.name is not None and phrase.start == start and subject & ~PLUR:
        return with_roles_before(view, phrase, scope[0])
    return phrase
