"""Words that are an object, or the sentence before («назвал «A»», «Об этом сообщил X»)."""

from __future__ import annotations

from newsquotes.russian.quotes.borders import content_end, object_end, without_relay
from newsquotes.russian.quotes.complements import in_relative
from newsquotes.russian.quotes.fragments import said_type
from newsquotes.russian.quotes.government import attributed
from newsquotes.russian.quotes.proposal import Proposal, Trait, is_fragment, minus
from newsquotes.russian.quotes.resuming import subordinates
from newsquotes.russian.quotes.situation import Situation
from newsquotes.russian.reading.clauses import has_predicate
from newsquotes.russian.reading.forms import (
    ACC,
    ADVERB,
    CONJUNCTION,
    DASHES,
    FINITE,
    GERUND,
    INS,
    LOC,
    NOUN,
    PERSON_NAME,
    PREPOSITION,
    QUOTE_MARKS,
    SHORT,
    TERMINALS,
    VERBAL,
)
from newsquotes.russian.reading.view import View

_LONGEST_LEAD = 25
_SUCH = frozenset("такой подобный аналогичный соответствующий данный этот".split())
_TOLD_THINGS = frozenset(
    "данные информация сведение сведения статистика цифра вывод мнение оценка прогноз предположение предложение решение"
    " инициатива формулировка пример факт подробность итог результат показатель аргумент довод позиция версия слово".split()
)
"""What «такой» stands before where it means the sentence said before: «Такие данные приводит X»."""
_IN_THAT = frozenset(
    "заверять заверить уверять уверить убеждать убедить признаваться признаться сознаваться сознаться поклясться клясться"
    " уверенный убежденный".split()
)
"""What is said of «в этом»: «В этом заверил X», «В этом уверен X»."""
_ANAPHORS = {
    "об": ("этом",),
    "о": ("чем", "случившемся", "происшествии", "произошедшем"),
    "про": ("это",),
    "с": ("этим",),
}


def anaphoric(s: Situation) -> Proposal | None:
    """A. Об этом сообщил X."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    level = view.depth[cue.main]
    if level or cue.entry.reliability < 0.4 or not words[cue.main].flags & (FINITE | SHORT):
        return None
    if cue.start > scope[0] + 1 and words[cue.start - 1].low == "как" and words[cue.start - 2].text == ",":
        return None  # «Об этом, как сообщает ТАСС, говорится в докладе»: the outlet relays what another cue attributes
    inner = _anaphor_within(s)
    if inner is not None:
        content = [(scope[0], inner - 1)]  # «A, об этом в среду, 5 июля, сообщил X»
        return Proposal("anaphoric", content, cue, None, said_type(view, content, 0))
    if not _opens_with_anaphor(s) and (cue.entry.reliability < 0.5 or not _refers_back(s)):
        return None
    if not s.sentence:
        return None
    start, end = view.sentences[said_before(view, s.sentence)]
    content = [(start, without_relay(view, start, end))]
    return Proposal("anaphoric", content, cue, None, said_type(view, content, 0))


def _anaphor_within(s: Situation) -> int | None:
    """Where «об этом» begins that means the clause before it: after a comma, colon or dash, and no verb up to the cue."""
    view, words, scope = s.view, s.words, s.scope
    for k in range(s.cue.start - 2, max(scope[0] + 2, s.cue.start - _LONGEST_LEAD), -1):
        if words[k + 1].low in _ANAPHORS.get(words[k].low, ()):
            clear = words[k - 1].text in ",:;" or words[k - 1].text in DASHES
            found = clear and has_predicate(view, scope[0], k - 1) and not has_predicate(view, k + 2, s.cue.start)
            return k if found and not subordinates(words[scope[0]]) else None
    return None


def _opens_with_anaphor(s: Situation) -> bool:
    """«Об этом в пятницу, 5 июля, сообщил X», «Такие данные, как пишет «Труд», приводит X»: the sentence opens with it."""
    words, cue, first = s.words, s.cue, s.scope[0]
    if cue.start <= first + 1 and cue.main > cue.start:
        # «К такому выводу пришёл X», «Такие данные в среду, 5 июля, приводит X»: the cue holds the anaphor's noun
        return any(w.lemma in _SUCH for w in words[first : cue.ranges[0][1]]) and cue.ranges[0][0] <= first + 1
    if not first + 1 < cue.start <= first + _LONGEST_LEAD:
        return False
    k = first + 1 if words[first].flags & PREPOSITION and words[first + 1].lemma in _SUCH else first
    if words[first].low == "в" and words[first + 1].low == "этом":
        return cue.entry.lemma in _IN_THAT and not (words[first + 2].noun | words[first + 2].adjective) & LOC
    such = (
        words[k].lemma in _SUCH
        and k + 1 < cue.start
        and (words[k + 1].noun_cue is not None or words[k + 1].lemma in _TOLD_THINGS)
    )
    if not such and words[first + 1].low not in _ANAPHORS.get(words[first].low, ()):
        return False
    comma = next((n for n in range(k + 2, cue.start) if words[n].text == ","), cue.start)
    if has_predicate(s.view, k + 2, comma):
        return False
    if words[cue.start - 1].text == "," and comma < cue.start - 1:
        return True  # whatever is put in between two commas
    return not has_predicate(s.view, comma, cue.start)


def said_before(view: View, n: int) -> int:
    """The sentence that «Об этом» of sentence ``n`` means: the one before it, over the caption of a picture."""
    words = view.words
    first, last = view.sentences[n - 1]
    paragraph = view.paragraphs[view.paragraph_of[first]]
    caption = (
        n > 1
        and paragraph == (first, last)
        and last - first <= 12
        and view.paragraph_of[view.sentences[n][0]] != view.paragraph_of[first]
        and words[last - 1].text not in TERMINALS
        and not has_predicate(view, first, last)
        and words[view.sentences[n - 2][1] - 1].text in TERMINALS
    )
    return n - 2 if caption else n - 1


def _refers_back(s: Situation) -> bool:
    """«Об этом …», «Это заявил …», «Такое мнение …», «Соответствующее заявление …»."""
    words, cue, scope, first = s.words, s.cue, s.scope, s.segment
    for k in range(first, min(cue.start, first + 14)):
        if words[k + 1].low in _ANAPHORS.get(words[k].low, ()):
            return not any(words[j].flags & FINITE and not words[j].flags & NOUN for j in range(k, cue.start))
    for k in range(cue.end, min(cue.end + 6, scope[1] - 1)):
        if words[k + 1].low in _ANAPHORS.get(words[k].low, ()):
            return True
        if words[k].text in ",.:;":
            break
    lead = words[first]
    if first != scope[0]:
        return False
    if lead.low == "это":
        return first + 1 == cue.start and "пасс" not in cue.entry.frames and cue.entry.reliability >= 0.8
    return lead.lemma in _SUCH and first + 1 >= cue.start


def quoted_object(s: Situation) -> Proposal | None:
    """X назвал это «A».  X пообещал «A»."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    if not words[cue.main].flags & VERBAL or cue.entry.reliability < 0.3:
        return None
    level = view.depth[cue.main]
    limit = min(scope[1], cue.end + 30)
    if not view.quoted_between(cue.end + 1, limit + 1):
        return None
    for k in range(cue.end, limit):
        if words[k].text in ";:" or words[k].text in TERMINALS:
            return None
        if (
            words[k].text == ","
            and k + 1 < limit
            and (words[k + 1].flags & GERUND or (words[k + 1].cue is not None and words[k + 1].flags & FINITE))
        ):
            return None
        if words[k].text in QUOTE_MARKS and view.depth[k] <= level:
            q = next((q for q in view.opening.get(k, ()) if q.close > 0 and q.repair == ""), None)
            if q is None or q.first in s.claimed:
                continue
            if not is_fragment(view, q):
                continue
            end = object_end(view, q.close + 1, scope, level)
            begin = cue.end
            source = attributed(s, Trait.NONE)
            if source is None:
                return None
            if source.start >= cue.end and source.end <= k:
                begin = source.end
            if words[begin + 1].low in _ANAPHORS.get(words[begin].low, ()):
                return None  # «сказал об этом в эфире «Радио 5»»
            claims = (q.first, *(o.first for o in view.quoted_between(q.close + 1, end + 1) if o.close > 0))
            return Proposal("quoted-object", [(begin, end)], cue, source, "mixed", q, claims)
        if (
            words[k].flags & FINITE
            and not words[k].flags & NOUN
            and k > cue.end
            and view.depth[k] <= level
            and not in_relative(view, cue.end, k)
        ):
            return None
    return None


def naming(s: Situation) -> Proposal | None:
    """X назвал A лучшим городом.  X считает A ошибкой."""
    view, words, cue, scope = s.view, s.words, s.cue, s.scope
    if (
        not cue.entry.frames & {"твор", "вин-как"}
        or not words[cue.main].flags & (FINITE | GERUND)
        or "пасс" in cue.entry.frames
    ):
        return None
    level = view.depth[cue.main]
    source = attributed(s, Trait.NONE)
    if source is None:
        return None
    start, end = s.segment, object_end(view, cue.end, scope, level)
    end = content_end(s, cue.end, end)
    marked = [q for q in view.quoted_between(start, end) if q.close >= 0 and is_fragment(view, q)]
    if marked:
        end = max(end, object_end(view, marked[-1].close + 1, scope, level)) if marked[-1].open > cue.main else end
    rest = [r for r in minus((start, end), (cue.start, cue.end)) for r in minus(r, (source.start, source.end))]
    rest = [
        (a, b)
        for a, b in rest
        if any(words[k].noun & (ACC | INS) or words[k].adjective & (ACC | INS) for k in range(a, b))
        and not (a < cue.start and words[a].flags & (ADVERB | PREPOSITION | CONJUNCTION))
    ]
    if (
        not any(words[k].noun & INS or words[k].adjective & INS for a, b in rest for k in range(a, b))
        and "вин-как" not in cue.entry.frames
    ):
        return None
    if sum(b - a for a, b in rest) < 2:
        return None
    named = (words[k] for a, b in rest for k in range(a, b) if words[k].title)
    if not marked and any(w.noun & INS and not w.noun & ACC and w.flags & PERSON_NAME for w in named):
        return None  # «назвали дочь Авророй»
    claims = tuple([q.first for q in marked])
    evaluated = any(words[q.first].noun & INS and q.open == scope[0] for q in view.quoted_between(start, end))
    type_ = "mixed" if evaluated else said_type(view, rest, level)  # ««Позором» назвал X»
    return Proposal("naming", rest, cue, source, type_, None, claims)
