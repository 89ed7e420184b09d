"""What a cue says of the words: asserted, denied, not said, hypothetical, asked, promised, demanded; and their mode.

The idea of a factuality beside the content is that of PARC 3.0 and of FactBank (Saurí and Pustejovsky 2009).
"""

from __future__ import annotations

from newsquotes.document import Mode, Stance
from newsquotes.russian.data_files import word_set
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.reading.forms import FINITE, GERUND, INFINITIVE, NOUN, PARTICIPLE, SHORT
from newsquotes.russian.reading.view import View

_REFUSING = frozenset(["отказаться", "отказываться", "избегать", "воздержаться", "воздерживаться", "забыть"])
_POSSIBLE = frozenset(
    [
        "мочь",
        "смочь",
        "возможно",
        "вероятно",
        "должный",
        "хотеть",
        "захотеть",
        "собираться",
        "планировать",
        "намерен",
        "намеренный",
        "готовый",
        "предстоять",
    ]
)
_SUPPOSING = frozenset("допустим предположим представим вообразим представьте предположите вообразите".split())
_NEGATIONS = frozenset(("не", "ни", "никогда", "отнюдь"))

_COUNTERING = word_set("countering")

_CLAUSE_MARKS = frozenset(",;:.")
_REACH = 8


def stance_of(view: View, c: Proposal) -> Stance:
    """The stance of a candidate's cue.

    «опроверг, что» is denied, «не сказал, что» unsaid, «если скажет, что» hypothetical, «сказал, чтобы» demanded;
    a negated denial («не исключил, что») is asserted, and so are the speaker's own words («возразил, что», «„Это ложь“, —
    опроверг он»).
    """
    cue = c.cue
    if cue is None or cue.entry.kind == "preposition":
        return "asserted"
    words = view.words
    base: Stance = cue.entry.stance
    if base == "denied" and (c.type == "direct" or cue.entry.lemma in _COUNTERING):
        base = "asserted"
    opener = words[c.content[0][0]].low
    if cue.entry.kind == "verb" and opener == "чтобы" and base in ("asserted", "promised"):
        base = "demanded"
    if (
        base == "demanded"
        and opener not in ("чтобы",)
        and "чтобы" in cue.entry.frames
        and words[c.content[0][0] - 1].low == "что"
    ):
        base = "asserted"  # «напомнил, что», «настаивает, что»
    w = words[cue.main]
    start = cue.main
    while start > 0 and cue.main - start < _REACH and words[start - 1].text not in _CLAUSE_MARKS:
        start -= 1
    before = words[start : cue.main]
    if words[view.sentences[view.sentence_of[cue.main]][0]].low in _SUPPOSING:
        return "hypothetical"  # «Допустим, мэр заявит, что A»
    if (start > 0 and words[start - 1].text == "," and before and before[0].low == "если") or any(
        x.low == "если" for x in before
    ):
        return "hypothetical"
    if any(x.low in ("бы", "б") for x in words[cue.main + 1 : cue.main + 2]) or (before and before[-1].low in ("бы", "б")):
        return "hypothetical"
    negated = bool(before) and (
        before[-1].low in _NEGATIONS
        or (len(before) > 1 and before[-2].low == "не" and bool(before[-1].flags & (INFINITIVE | SHORT)))
    )
    if w.flags & INFINITIVE and not w.flags & FINITE:
        governor = next(
            (
                x
                for x in reversed(before)
                if (x.flags & (FINITE | SHORT | GERUND | PARTICIPLE) and not x.flags & NOUN) or x.lemma in _POSSIBLE
            ),
            None,
        )
        if governor is not None and governor.lemmas & _REFUSING:
            return "unsaid"
        k = before.index(governor) if governor is not None else 0
        if governor is not None and k and before[k - 1].low == "не":
            negated = True
        elif governor is not None and governor.lemmas & _POSSIBLE:
            return "hypothetical"
    if negated:
        if base == "denied":
            return "asserted"
        return "denied" if cue.entry.mode == "thought" and base == "asserted" else "unsaid"
    return base


def mode_of(view: View, c: Proposal) -> Mode:
    """Speech, writing or thought: the cue's own mode, or writing where a document speaks."""
    if c.cue is None:
        return "speech"
    mode = c.cue.entry.mode
    if mode == "speech" and c.source is not None and (c.source.name is None or c.source.head != c.source.name[0]):
        role = view.words[c.source.head].role
        if role is not None and role.kind == "document":
            return "writing"
    return mode
