"""From a range of words to a proposal: its punctuation, its type, its rule."""

from __future__ import annotations

from newsquotes.document import QuoteType
from newsquotes.russian.quotes.edges import Edges, Range
from newsquotes.russian.quotes.fragments import paragraph_fragments
from newsquotes.russian.quotes.proposal import Proposal, is_fragment, is_speech
from newsquotes.russian.quotes.range_features import AnchorFacts, overlap
from newsquotes.russian.reading.clauses import trimmed, within_marks
from newsquotes.russian.reading.forms import DASHES, TERMINALS
from newsquotes.russian.reading.marks import Quoted

_RULES = {
    ("around", "direct"): "direct-split",
    ("left", "direct"): "direct-after",
    ("right", "direct"): "direct-before",
    ("after", "direct"): "colon",
    ("before", "direct"): "anaphoric",
    ("around", "indirect"): "parenthetical",
    ("left", "indirect"): "parenthetical",
    ("right", "indirect"): "complement",
    ("after", "indirect"): "colon",
    ("before", "indirect"): "anaphoric",
}


def proposal_of(facts: AnchorFacts, r: Range) -> Proposal:
    """The proposal that a range makes: the rules' own where they propose it, else one with borders and type of its own."""
    anchor = facts.anchor
    for proposal, own in anchor.proposals:
        if own == r:
            return proposal
    edges, view = facts.edges, facts.edges.view
    type_, quoted = _type(facts, r)
    content = [_with_marks(edges, a, b, direct=type_ == "direct") for a, b in r]
    if type_ == "direct":
        content = paragraph_fragments(view, content)
    first = anchor.proposals[0] if anchor.proposals else None
    side = facts.side(r).split()[0]
    if first is not None and overlap(first[1], r) >= 0.5:
        rule = first[0].rule
    elif anchor.cue.entry.kind in ("noun", "preposition"):
        rule = "noun" if anchor.cue.entry.kind == "noun" else "prepositional"
    else:
        rule = _RULES[side, "direct" if type_ == "direct" else "indirect"]
    return Proposal(rule, content, anchor.cue, anchor.source, type_, quoted)


def _type(facts: AnchorFacts, r: Range) -> tuple[QuoteType, Quoted | None]:
    """Direct where marks or a dash part the words from their attribution, mixed where marks stand within, else indirect."""
    edges, view = facts.edges, facts.edges.view
    quoted = [q for x in r if (q := edges.quoted.get(x)) is not None]
    if not quoted and len(r) > 1:
        whole = edges.quoted.get((r[0][0], r[-1][1]))
        quoted = [] if whole is None else [whole]
    if quoted and any(is_speech(view, q) for q in quoted):
        return "direct", quoted[0]
    side = facts.side(r).split()[0]
    dashed = "—" in (facts.left if side in ("left", "around") else "") and edges.kinds[r[0][0]] != "что"
    if dashed and facts.cue not in ("noun", "preposition", "gerund"):
        return "direct", None
    within = [q for a, b in r for q in view.quoted_between(a, b) if q.last <= b and is_fragment(view, q)]
    if within or quoted:
        return "mixed", (within or quoted)[0]
    return "indirect", None


def _with_marks(edges: Edges, a: int, b: int, *, direct: bool) -> tuple[int, int]:
    """A fragment with the marks that belong to it: quote marks that both stand in it, and what ends its last sentence."""
    view = edges.view
    words = view.words
    stop = edges.next_word[b]
    if b - 1 < view.size:
        stop = min(stop, view.sentences[view.sentence_of[b - 1]][1])
    first, last = a, b
    while last < stop:
        text = words[last].text
        closes = any(a - 1 <= q.open and q.close == last for q in view.quoted_between(a, b))
        if (closes and (a, b) not in edges.quoted) or text in TERMINALS or text[0] in ".!?…":
            last += 1
        else:
            break
    if a and any(q.first == a and q.open == a - 1 and 0 <= q.close < last for q in view.opening.get(a - 1, ())):
        first = a - 1
    trim = within_marks if direct else trimmed
    first, last = trim(view, first, last)
    return first, max(last, b) if words[last - 1].text not in DASHES else last
