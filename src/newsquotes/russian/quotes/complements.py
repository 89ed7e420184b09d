"""What a cue governs: the clause that «что», «чтобы», «ли» opens, or the words after its colon."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from newsquotes.russian.reading.clauses import COMPLEMENTIZERS, QUESTION_WORDS, has_predicate, segment_end, spaced_dash
from newsquotes.russian.reading.cues import CueAt
from newsquotes.russian.reading.forms import (
    ADVERB,
    CONJUNCTION,
    DASHES,
    FINITE,
    GERUND,
    INFINITIVE,
    NOM,
    NOUN,
    PARTICIPLE,
    PREPOSITION,
    SHORT,
    TERMINALS,
)
from newsquotes.russian.reading.phrases import phrase_at
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

_COMPARING = frozenset("более менее больше меньше лучше хуже раньше позже иначе иной другой другим другое иным".split())
_COMPOUND = {
    "того": frozenset("после|до|с|со|от|из-за|ввиду|вследствие|вместо|кроме|помимо|для|силу|мере|исходя из".split("|")),
    "тем": frozenset("связи с|перед|вместе с|между|наряду с|сравнению с".split("|")),
    "тому": frozenset("благодаря|вопреки|подобно|навстречу".split("|")),
    "то": frozenset("несмотря на|невзирая на|смотря на".split("|")),
    "том": frozenset(["при"]),
}
"""What makes a conjunction of a pronoun and «что», «как», «чтобы», by the pronoun."""


def complement_at(view: View, cue: CueAt, cues: Sequence[CueAt], scope: tuple[int, int]) -> tuple[int, str] | None:
    """The conjunction that opens what a cue governs, and its kind («, что», «о том, что», «, где»)."""
    words = view.words
    frames = cue.entry.frames
    level = view.depth[cue.main]
    depth = view.depth
    limit = min(scope[1], cue.end + 45)
    if cue.start and words[cue.start - 1].low == "как" and cue.start - 1 >= scope[0] and words[cue.start - 2].text == ",":
        return None  # «За год, как посчитали власти, сэкономлено …, что составляет …»
    k = cue.end
    while k < limit:
        w = words[k]
        if depth[k] > level or not w.bounding:
            k += 1
            continue
        text = w.text
        if text in ";:" or (text in TERMINALS and k > cue.end and len(words[k - 1].text) > 2):
            return None
        if k > cue.end and words[k - 1].text == "," and (inserted := insertion_end(view, k, limit)):
            k = inserted
            continue
        if k > cue.end and w.flags & FINITE and not w.flags & (NOUN | CONJUNCTION) and not in_relative(view, cue.end, k):
            if not (w.low in ("было", "будет", "был", "была", "были") and w.flags & FINITE and k == cue.end):
                return None
        if k > cue.end and w.flags & GERUND and (reference := _reference_end(cues, k)):
            k = reference  # «сообщает газета, ссылаясь на МВД, что A»
            continue
        if (
            k > cue.end
            and w.flags & (GERUND | PARTICIPLE)
            and not w.flags & (NOUN | FINITE)
            and words[k - 1 - (words[k - 1].low == "не")].text == ","
            and (
                (w.cue is not None and w.cue.reliability >= 0.5)
                or (k + 2 < limit and words[k + 1].text == "," and words[k + 2].low == "что")
            )
        ):
            return None  # «сообщило агентство, добавив, что …»: the clause is the gerund's
        nxt = words[k + 1] if k + 1 < limit else None
        if text == "," or (text in DASHES and spaced_dash(view, k)):
            if nxt is None:
                return None
            if nxt.low in ("но", "а") and not words[cue.main].flags & (FINITE | SHORT | INFINITIVE):
                return None  # «количество, указанное на упаковке, но и то, что …»: the participle's clause is over
            kind = _conjunction(view, k + 1, limit)
            if kind is not None:
                return (k + 1, kind) if _governs(view, cue, kind, k) else None
            if text in DASHES and k > cue.end + 1:
                return None
        elif w.low == "что" and k == cue.end and "что" in frames and not (nxt is not None and nxt.text in ",?"):
            return k, "что"
        k += 1
    return None


def _reference_end(cues: Sequence[CueAt], k: int) -> int:
    """Where a reference to somebody else that begins at a token ends: «ссылаясь на МВД»; 0 where none begins."""
    for other in cues:
        if other.start == k and other.entry.kind == "preposition" and other.source is not None:
            return other.source.end
    return 0


def insertion_end(view: View, k: int, limit: int) -> int:
    """The comma after an attribution put before «что»: «считает X, пишет «Труд», что A»; 0 where there is none."""
    words = view.words
    w = words[k]
    if w.cue is None or not w.flags & FINITE or "вводн" not in w.cue.frames:
        return 0
    closing = next((j for j in range(k + 1, min(limit - 1, k + 9)) if words[j].text == ","), 0)
    if not closing or words[closing + 1].low != "что":
        return 0
    who = phrase_at(view, k + 1, closing, NOM)
    return closing if who is not None and who.end == closing else 0


def _conjunction(view: View, i: int, limit: int) -> str | None:
    """The frame that the word after a comma opens: «что», «чтобы», «ли» …; ``None`` where it opens none."""
    words = view.words
    w = words[i]
    if w.low in COMPLEMENTIZERS:
        if w.low == "как" and i + 1 < limit and words[i + 1].cue is not None:
            return None
        if w.low == "что" and i + 1 < limit and words[i + 1].low == "бы":
            return None  # «вернуться, что бы ни случилось»
        return COMPLEMENTIZERS[w.low]
    if w.low in QUESTION_WORDS or (w.lemma in ("какой", "чей")):
        return "ли" if w.lemma != "который" else None
    for k in range(i, min(i + 4, limit)):
        if words[k].low == "ли" and not words[k].title:
            return "ли"
        if words[k].text in ",.:":
            break
    if (
        w.flags & PREPOSITION
        and i + 1 < limit
        and ((words[i + 1].low in QUESTION_WORDS and words[i + 1].lemma != "который") or words[i + 1].lemma == "какой")
    ):
        return "ли"
    return None


def _governs(view: View, cue: CueAt, kind: str, comma: int) -> bool:
    """Whether the lexicon has the cue with a clause of that kind."""
    frames = cue.entry.frames
    words = view.words
    before = words[comma - 1].low
    if kind == "ли" and before in ("вопрос", "вопросы") and words[cue.main].lemma in ("отвечать", "ответить"):
        return False  # «отвечая на вопрос, будет ли A»: others have asked
    if before in ("потому", "оттого", "затем"):
        return False  # «признан банкротом потому, что …»
    if words[comma + 1].low == "чем" and _compares(words, comma):
        return False  # «назвал план более опасным, чем …»
    if before == "тому" and words[comma - 2].low == "к":
        return "дат" in frames and cue.entry.stance == "demanded"  # «призвал к тому, чтобы», not «привело к тому, что»
    if before == "тем" and any(words[k].low == "себя" for k in range(cue.main, comma)):
        return False  # «обратил на себя внимание тем, что»
    if before == "то" and words[comma - 2].low == "за":
        return "за" in frames  # «отвечает за то, чтобы …» is no speech, «выступил за то, чтобы …» is
    if before in ("том", "то", "тем", "того", "тому"):
        return not _compound(view, comma - 1, kind)
    if kind == "что" and before == "условии" and words[comma - 2].low == "при":
        return False
    if kind == "что":
        return (
            "что" in frames
            or "о-том-что" in frames
            or "в-том-что" in frames
            or ("прямая" in frames and cue.entry.reliability >= 0.6)
        )
    if kind == "будто":
        return bool(frames & {"что", "будто"})
    if kind == "чтобы":
        return "чтобы" in frames and cue.entry.reliability >= 0.5
    if kind == "как-союз":
        asks = "ли" in frames and has_predicate(view, comma + 2, segment_end(view, comma + 2, view.size, view.depth[comma]))
        return "как-союз" in frames or (asks and words[comma + 2].low not in ("раз", "и"))
    if words[comma + 1].lemma == "чей" and comma - cue.end > 2:
        return False  # «признал виновным X, чьё дело …»: a relative clause
    return "ли" in frames


def _compares(words: Sequence[Word], comma: int) -> bool:
    """Whether a comparative stands shortly before a comma: «более опасным, чем», «опаснее, чем», «не иначе, чем»."""
    return any(
        w.low in _COMPARING or (w.flags & ADVERB and w.low.endswith(("ее", "ей", "ше", "же", "че")))
        for w in words[max(0, comma - 6) : comma]
    )


def _compound(view: View, i: int, kind: str) -> bool:
    """Whether the pronoun ``i`` is part of a conjunction: «после того, как», «в связи с тем, что»."""
    words = view.words
    before, second = words[i - 1].low, words[i - 2].low if i > 1 else ""
    if words[i].low == "тем" and kind == "чтобы" and before == "с":
        return True
    return not {before, f"{second} {before}"}.isdisjoint(_COMPOUND[words[i].low])


def colon_after(view: View, cue: CueAt, border: int) -> int | None:
    """The colon that opens what a cue introduces: at most an object, an addressee, a place, appositions between."""
    words = view.words
    level = view.depth[cue.main]
    limit = min(border, cue.end + 30)
    colons = view.colons
    nearest = bisect_left(colons, cue.end)
    if nearest == len(colons) or colons[nearest] >= limit:
        return None
    for k in range(cue.end, limit):
        text = words[k].text
        if text == ":" and view.depth[k] <= level:
            if (
                k + 1 < view.size
                and words[k + 1].text.isdigit()
                and words[k - 1].text.isdigit()
                and view.starts[k + 1] == view.ends[k]
            ):
                continue
            return k
        if (
            text in TERMINALS
            and not (
                (k + 1 < limit and words[k + 1].text == ",")
                or (len(words[k - 1].text) <= 2 and k + 1 < limit and words[k + 1].title is False)
            )
        ) or text in ";":
            return None
        if (
            view.depth[k] <= level
            and words[k].flags & FINITE
            and not words[k].flags & NOUN
            and not in_relative(view, cue.end, k)
        ):
            return None
        if words[k].low == "что" and words[k - 1].text == ",":
            return None
    return None


def in_relative(view: View, first: int, k: int) -> bool:
    """Whether token ``k`` lies in a relative clause that opened after ``first``."""
    words = view.words
    for j in range(k - 1, max(first - 1, k - 15), -1):
        if words[j].lemma == "который":
            return True
        if (
            words[j].text == ","
            and j < k - 1
            and words[j + 1].lemma != "который"
            and words[j + 1].flags & (CONJUNCTION | FINITE)
        ):
            return False
    return False
