"""Whom a cue names: the subject of a verb, by agreement and place, and bodies that stand for one («в МИД сообщили»)."""

from __future__ import annotations

from newsquotes.russian.lexicon import CueEntry
from newsquotes.russian.reading.appositions import whole_person, with_name_after, with_roles_before
from newsquotes.russian.reading.clauses import mark_at
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.outlets import known_outlet, marked_outlet, outlet_in
from newsquotes.russian.reading.phrases import TIME, Phrase, agrees, phrase_at
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import (
    ABBREVIATION,
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
    LATIN,
    LOC,
    NEUT,
    NOM,
    NOUN,
    NUMBER,
    PARTICIPLE,
    PARTICLE,
    PLACE,
    PLUR,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE_MARKS,
    SHORT,
    TITLE,
    UNKNOWN,
    UPPER,
    Word,
)

CITING = frozenset(["цитировать", "процитировать", "приводить", "привести"])
REPORTERS = frozenset("корреспондент корреспондентка журналист журналистка репортер обозреватель спецкор".split())
_ANY_VERB = CueEntry("", "verb", frozenset())
_FOLLOWING = frozenset(["следовать", "явствовать", "вытекать"])
_PLACES_OF_SPEECH = frozenset(["в", "во", "на", "из", "при", "со"])
_WHO = frozenset(["он", "она", "они", "кто", "который", "тот", "та", "те", "сам", "сама", "сами", "последний", "последняя"])


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
            return phrase
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
        return _agent(view, cue, scope) or _place(view, cue, scope)
    subject = w.subject if flags & (FINITE | SHORT) else 0
    if flags & (INFINITIVE | GERUND) and not flags & (FINITE | SHORT):
        return _subject_of_main(view, cue, scope) or subject_left(view, cue.start, scope, PLUR | 7)
    if not subject:
        return None
    if (opener := _relative_place(view, cue, scope)) is not None:
        own = _own_subject_right(view, cue, scope, subject)
        own = own or _subject_in(view, opener + 1, cue.start, subject)
        if own is not None and _speakability(view, own) >= 0.6:
            return own
        return _subject_of_previous_verb(view, opener - 2, scope, subject)
    right = None
    if len(cue.ranges) > 1:
        # «объяснил Иванов причины отказа»: between the words of a collocation
        gap = CueAt(entry, cue.ranges[:1], cue.main)
        right = subject_right(view, gap, (scope[0], min(scope[1], cue.ranges[1][0])), subject)
        if right is not None and _speakability(view, right) >= 0.9:
            return right
    if inverted:
        right = _own_subject_right(view, cue, scope, subject)
        if right is not None and _speakability(view, right) >= 0.6:
            return right
    left = subject_left(view, cue.start, scope, subject)
    if right is not None and left is not None and _is_told(view, cue, right) and _speakability(view, left) >= 0.9:
        return left
    if right is not None and (left is None or _speakability(view, right) >= _speakability(view, left)):
        return right
    if left is not None:
        return left
    if right is None:
        right = _own_subject_right(view, cue, scope, subject)
    if right is not None:
        return right
    if subject & PLUR:
        return _place(view, cue, scope)
    return None


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
    if phrase.start != cue.end or "дат" not in cue.entry.frames or not _unchanging(view.words[phrase.head]):
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
        if known_outlet(view, n) is not None or marked_outlet(view, n) is not None:
            return Phrase(phrase.start, n, phrase.head, phrase.mask)
    return phrase


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
                if found is not None and _speakability(view, found) >= 0.55:
                    return found
                if w.subject & PLUR and (place := _place(view, at, scope)) is not None:
                    return place  # «сообщили в ведомстве, отметив, что»
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


def subject_right(view: View, cue: CueAt, scope: tuple[int, int], subject: int) -> Phrase | None:
    """The subject after the verb: «сообщил журналистам в среду представитель ведомства»."""
    words = view.words
    i, stop = cue.end, min(scope[1], cue.end + 30)
    fallback: Phrase | None = None
    while i < stop:
        w = words[i]
        text = w.text
        if text in ",;:()" or text in DASHES or text in ".!?…":
            if text == "," and i + 1 < stop and fallback is None and _inserted(view, i, stop) is not None:
                i = _inserted(view, i, stop) or i + 1
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
            i = passed.end
            continue
        if view.preposition(i) and not w.flags & NOUN:
            if (
                words[i].low in ("в", "на")
                and subject & PLUR
                and fallback is not None
                and (place := _speaking_place(view, i, stop)) is not None
            ):
                return place  # «сообщили РИА Новости в полиции»
            group = phrase_at(view, i + 1, stop, GEN | DAT | ACC | INS | LOC)
            i = group.end if group is not None else i + 1
            continue
        if w.flags & CONJUNCTION and w.low in ("что", "чтобы", "как"):
            break
        if w.low in ("также", "еще", "тоже", "же", "и") or (
            w.flags & (ADVERB | PARTICLE) and not w.noun and not w.flags & NUMBER and words[min(i + 1, stop - 1)].text != "."
        ):
            i += 1
            continue
        if w.flags & (FINITE | INFINITIVE) and not w.flags & NOUN:
            if w.flags & INFINITIVE:
                i += 1
                continue
            break
        phrase = phrase_at(view, i, stop, NOM)
        if phrase is not None and agrees(view, phrase, subject) and not _oblique(view, phrase):
            head = words[phrase.head]
            ambiguous = bool(phrase.mask & (DAT | GEN | INS)) or (phrase.name is None and _unchanging(head))
            if not ambiguous or fallback is not None:
                return _with_company(view, phrase, stop, subject)
            if fallback is None:
                fallback = phrase
                i = phrase.end
                continue
        other = phrase_at(view, i, stop, DAT | GEN | INS | ACC | LOC)
        if other is not None and other.end > i:
            if fallback is not None and phrase is None and not (w.flags & ADVERB or w.lemma in TIME):
                break
            i = other.end
            continue
        if phrase is not None and phrase.end > i:
            i = phrase.end
            continue
        i += 1
    if fallback is not None:
        return _with_company(view, fallback, stop, subject)
    return None


def _unchanging(w: Word) -> bool:
    """Whether a word looks the same in every case: «ТАСС», «СМИ», «Reuters» may be told something, or tell it."""
    return bool(w.flags & (LATIN | ABBREVIATION)) or bool(w.noun & NOM and w.noun & DAT and w.noun & INS)


def _inserted(view: View, comma: int, stop: int) -> int | None:
    """Where a short insertion after a comma ends: a date («в пятницу, 5 марта 2015 года, …»), «в частности»."""
    words = view.words
    for k in range(comma + 1, min(stop, comma + 8)):
        w = words[k]
        if w.text == ",":
            return k + 1
        if w.flags & (FINITE | GERUND | PARTICIPLE) or w.text in DASHES or w.text in ":.":
            return None
    return None


def _oblique(view: View, phrase: Phrase) -> bool:
    """Forms that look nominative and are not: «его», indeclinable words after a preposition."""
    w = view.words[phrase.head]
    return (phrase.end - phrase.start == 1 and w.low in ("это", "что", "то", "его", "ее", "их", "чего")) or bool(
        w.flags & DIGIT
    )


def _with_company(view: View, phrase: Phrase, stop: int, subject: int) -> Phrase:
    """«Расмуссен и Бридлав», «врачи и пациенты»: the second of two coordinated subjects of a plural verb; appositions."""
    words = view.words
    end = phrase.end
    members = 1
    if subject & PLUR:
        while end + 1 < stop and (words[end].low == "и" or (words[end].text == "," and words[end + 1].title)):
            other = phrase_at(view, end + 1, stop, NOM)
            if other is None or not other.mask & NOM:
                break
            end = other.end
            members += 1
    if members > 1:
        return Phrase(phrase.start, end, phrase.head, phrase.mask, phrase.name, members)
    if subject & ~PLUR and (whole := with_name_after(view, phrase, stop, NOM)) is not phrase:
        return whole
    # «Иванов, директор фонда» before the sentence ends or goes on
    if end + 1 < stop and words[end].text == "," and phrase.name is not None:
        apposition = phrase_at(view, end + 1, stop, NOM)
        if (
            apposition is not None
            and apposition.end <= stop
            and (title := words[apposition.head].role) is not None
            and title.kind == "person"
            and apposition.name is None
        ):
            after = words[apposition.end].text if apposition.end < stop else "."
            if after in ",.:" or after in DASHES:
                return Phrase(phrase.start, apposition.end, phrase.head, phrase.mask, phrase.name)
    return phrase


def subject_left(view: View, v: int, scope: tuple[int, int], subject: int) -> Phrase | None:
    """The subject before the verb, over insertions: «Глава банка, который приехал в Москву, заявил»."""
    found = _subject_left(view, v, scope, subject)
    if found is not None and found.end == v and found.name is not None:
        # «Иванов за час до заявления Монти сообщил»: a name that never changes may be governed by a preposition
        for k in range(found.start - 1, max(scope[0], v - 12), -1):
            if mark_at(view, k, view.depth[v]):
                break
            if view.preposition(k) and _reaches(view, k + 1, v):
                other = _subject_left(view, k, scope, subject)
                return other if other is not None and _speakability(view, other) >= 0.9 else found
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
            if found is not None and _speakability(view, found) >= 0.9:
                return found
            # «В ведомстве подтвердили получение письма, но сообщили»
            return _place(view, CueAt(cue.entry, ((k, k + 1),), k), scope) if w.subject & PLUR else None
    return None


def _past(low: str) -> bool:
    return low.removesuffix("ся").removesuffix("сь").endswith(("л", "ла", "ло", "ли"))


def _subject_left(view: View, v: int, scope: tuple[int, int], subject: int) -> Phrase | None:
    words = view.words
    stop = v
    crossed = 0
    while True:
        start = _clause_start(view, stop, scope, v)
        found = _subject_ending(view, start, stop, subject) or _subject_in(view, start, stop, subject)
        if found is not None and words[found.head].lemma == "который":
            return _before_relative(view, found, scope) or found
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


def _before_relative(view: View, relative: Phrase, scope: tuple[int, int]) -> Phrase | None:
    """The noun phrase that a relative pronoun stands for: «коллеги, которые считают»."""
    words = view.words
    comma = relative.start - 1
    if comma <= scope[0] or words[comma].text != ",":
        return None
    for k in range(max(scope[0], comma - 24), comma):
        if (
            k > scope[0]
            and words[k - 1].flags & (ADJECTIVE | NOUN)
            and not words[k - 1].noun
            and words[k].flags & NOUN
            and words[k - 1].adjective & words[k].noun
        ):
            continue
        phrase = phrase_at(view, k, comma)
        if (
            phrase is not None
            and phrase.end == comma
            and _speakability(view, phrase) >= 0.55
            and (
                phrase.mask >> 0
                | phrase.mask >> 4
                | phrase.mask >> 8
                | phrase.mask >> 12
                | phrase.mask >> 16
                | phrase.mask >> 20
            )
            & relative.mask
            & 0xF
            | (phrase.name is not None)
        ):
            return phrase
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
            if best is not None and (best.start == k + 1 or (best.name is None and _reaches(view, k + 1, stop))):
                best = None  # «… с министром», «в интервью ТВЦ»: governed by a preposition
            continue
        if not (w.noun | w.adjective) and w.text not in QUOTE_MARKS and not w.flags & (DIGIT | INITIAL) and not counts:
            continue
        if best is not None and best.start == k + 1 and words[k + 1].text in QUOTE_MARKS and w.noun and not w.noun & NOM:
            if w.role is not None or w.noun & DAT:
                best = None  # «агентству «Труд»», and not «Тем временем «Труд»»
                continue
        phrase = phrase_at(view, k, stop, NOM)
        if phrase is not None and phrase.end == stop and not _oblique(view, phrase):
            company = _joined_roles(view, phrase, start)
            if agrees(view, company, subject) and _speakability(view, phrase) >= 0.6:
                best = company
    return best


def _reaches(view: View, first: int, stop: int) -> bool:
    """Whether one oblique phrase spans the words up to the verb."""
    group = phrase_at(view, first, stop, GEN | DAT | ACC | INS | LOC)
    return group is not None and group.end == stop


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
            and _speakability(view, left) >= 0.8
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


def _subject_in(view: View, start: int, stop: int, subject: int) -> Phrase | None:
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
        if phrase is not None and not _oblique(view, phrase):
            company = _with_company(view, phrase, stop, subject) if subject & PLUR else phrase
            if agrees(view, company, subject):
                score = _speakability(view, phrase) + (phrase.end - start) / (4.0 * (stop - start))
                if score > best_score:
                    best, best_score = company, score
            i = max(company.end, i + 1)
            continue
        other = phrase_at(view, i, stop, ANY_FORM & ~NOM)
        i = max(other.end, i + 1) if other is not None else i + 1
    return best


def _speakability(view: View, phrase: Phrase) -> float:
    """How likely a phrase names somebody who can speak."""
    w = view.words[phrase.head]
    if phrase.name is not None:
        return 1.0
    if w.role is not None:
        return 0.95
    if w.flags & PRONOUN:
        return 0.9 if w.lemma in _WHO or w.low in _WHO else 0.2
    if w.flags & ANIMATE:
        return 0.9
    if w.flags & (ABBREVIATION | UNKNOWN | LATIN | PLACE | UPPER) and w.flags & TITLE:
        return 0.8
    if view.words[phrase.start].text in QUOTE_MARKS:
        return 0.7
    if w.flags & TITLE and phrase.start > 0:
        return 0.6
    return 0.4


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


def _place(view: View, cue: CueAt, scope: tuple[int, int]) -> Phrase | None:
    """The body or document in which something is said: «в МИД сообщили», «говорится в докладе», «на сайте сообщается»."""
    words = view.words
    i = cue.end
    stop = min(scope[1], cue.end + 25)
    country: Phrase | None = None
    while i < stop:
        w = words[i]
        if w.text in ";:()" or w.text in DASHES or w.text in ".!?…" or w.low in ("что", "как"):
            break
        if w.text == ",":
            skip = _inserted(view, i, stop)
            if skip is None:
                break
            i = skip
            continue
        if w.low in _PLACES_OF_SPEECH:
            phrase = _located(view, i + 1, stop, LOC | GEN if w.low in ("из", "со") else LOC)
            if phrase is not None and _can_hold_speech(view, phrase):
                if words[phrase.head].role is not None or not words[phrase.head].flags & PLACE:
                    return phrase
                country = country or phrase  # a body that stands before the verb is rather meant
            i = phrase.end if phrase is not None else i + 1
            continue
        i += 1
    best = None
    i = cue.start - 1
    low = scope[0]
    while i > low and words[i].text not in ";:":
        i -= 1
    i = max(i, low)
    while i < cue.start:
        w = words[i]
        if w.low in _PLACES_OF_SPEECH:
            phrase = _located(view, i + 1, cue.start, LOC)
            if (
                phrase is not None
                and _can_hold_speech(view, phrase)
                and (best is None or words[best.head].noun_cue is None)
                and (best is None or words[best.head].role is None or not words[phrase.head].flags & PLACE)
            ):
                best = phrase
                if words[phrase.head].lemma == "который":
                    # «письмо, в котором сообщалось»
                    what = _before_relative(view, Phrase(i, phrase.end, phrase.head, ANY_FORM), (0, scope[1]))
                    best = what if what is not None and words[what.head].noun_cue is not None else phrase
            i = phrase.end if phrase is not None else i + 1
            continue
        i += 1
    return best if best is not None and (country is None or words[best.head].role is not None) else country


def _speaking_place(view: View, i: int, stop: int) -> Phrase | None:
    """The body after the preposition at ``i`` that can speak."""
    phrase = phrase_at(view, i + 1, stop, LOC)
    return phrase if phrase is not None and _can_hold_speech(view, phrase) else None


def _located(view: View, i: int, stop: int, need: int) -> Phrase | None:
    """A phrase after a preposition, over a participle with words of its own: «в принятом в Нью-Йорке заявлении»."""
    phrase = phrase_at(view, i, stop, need)
    if phrase is not None and _can_hold_speech(view, phrase):
        return phrase
    w = view.words[i] if i < stop else None
    if w is not None and w.flags & (PARTICIPLE | ADJECTIVE) and w.adjective & need:
        for k in range(i + 1, min(stop, i + 9)):
            other = view.words[k]
            if other.text in ",;:":
                break
            if (
                other.noun & need & w.adjective
                and (found := phrase_at(view, k, stop, need)) is not None
                and _can_hold_speech(view, found)
            ):
                return Phrase(i, found.end, found.head, found.mask, found.name)
    return phrase


def _can_hold_speech(view: View, phrase: Phrase) -> bool:
    w = view.words[phrase.head]
    if w.noun_cue is not None and "док" in w.noun_cue.frames:
        return True
    if w.role is not None:
        return w.role.kind in ("organization", "document", "outlet", "group", "person")
    if w.flags & PRONOUN:
        return w.lemma in ("он", "она", "оно", "который") or w.low in ("нем", "ней", "них", "которой", "котором")
    if w.flags & (ABBREVIATION | LATIN | UNKNOWN | PLACE | UPPER) and w.flags & TITLE:
        return True
    if view.words[phrase.start].text in QUOTE_MARKS:
        return True
    if w.lemma == "один" and phrase.end - phrase.head > 2 and view.words[phrase.head + 1].low == "из":
        return True  # «в одной из сетей объяснили»
    return w.lemma in _SPEECH_PLACES


_BEFORE_VERB = frozenset(
    [
        "также",
        "тоже",
        "уже",
        "еще",
        "не",
        "же",
        "вчера",
        "сегодня",
        "накануне",
        "ранее",
        "позже",
        "затем",
        "потом",
        "лично",
        "сам",
        "сама",
        "сами",
    ]
)
_SPEECH_PLACES = frozenset(
    [
        "сайт",
        "страница",
        "блог",
        "микроблог",
        "конференция",
        "пресс-конференция",
        "пресс-служба",
        "служба",
        "суд",
        "штаб",
        "центр",
        "пресс-центр",
        "управление",
        "отдел",
        "партия",
        "ведомство",
        "орган",
        "структура",
        "подразделение",
        "окружение",
        "круг",
        "материал",
        "статья",
        "текст",
        "документ",
        "сообщение",
        "заявление",
        "доклад",
        "отчет",
        "письмо",
        "резолюция",
        "приговор",
        "указ",
        "решение",
        "записка",
    ]
)


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
            if phrase is not None and _speakability(view, phrase) > 0.5:
                return phrase
    return None
