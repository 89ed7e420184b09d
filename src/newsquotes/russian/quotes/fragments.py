"""Ranges of words as they become the content of a quotation, and the lines and marks around them."""

from __future__ import annotations

from collections.abc import Iterable

from newsquotes.document import QuoteType
from newsquotes.russian.quotes.proposal import Proposal, is_fragment, is_term
from newsquotes.russian.reading.clauses import trimmed, within_marks
from newsquotes.russian.reading.forms import DASHES, NOM, PARTICIPLE, QUOTE_MARKS, TERMINALS
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View


def opens_sentence(view: View, i: int) -> bool:
    """Whether token ``i`` begins a sentence or follows the end of one."""
    words = view.words
    if i <= 0:
        return True
    if i == view.paragraphs[view.paragraph_of[i]][0]:
        return True
    before = words[i - 1].text
    if before in DASHES and (i == 1 or i - 1 == view.sentences[view.sentence_of[i - 1]][0]):
        return True  # — «A», — сказал X
    return (
        before in TERMINALS
        or before[0] in ".!?…"
        or (before in ("»", "”") and i - 2 >= 0 and words[i - 2].text in TERMINALS)
        or i == view.sentences[view.sentence_of[i]][0]
    )


def ends_here(view: View, close: int, border: int) -> bool:
    """Whether nothing of the sentence follows the closing mark but punctuation."""
    words = view.words
    k = close + 1
    return (
        k >= border
        or words[k].text in TERMINALS
        or words[k].text in (",", ";", "(", ")")
        or words[k].text in DASHES
        or words[k].text in QUOTE_MARKS
        or view.sentence_of[k] != view.sentence_of[close]
    )


def titled(view: View, first: int, last: int) -> Phrase | None:
    """«Иван Королёв: …»: nothing but a name or a role before the colon."""
    source = phrase_at(view, first, last, NOM)
    if source is not None and source.end == last:
        return source
    if first < last and view.words[first].flags & PARTICIPLE:  # «Живущая в Риме певица: …»
        for k in range(last - 1, max(first, last - 6), -1):
            if (source := phrase_at(view, k, last, NOM)) is not None and source.end == last:
                return source
    return None


def speaks(view: View, source: Phrase) -> bool:
    """Whether a phrase names a person, a role or a body."""
    head = view.words[source.head]
    return (
        source.name is not None
        or (head.role is not None and head.role.kind != "document")
        or head.low in view.lexicon.outlets
    )


def paragraph_fragments(view: View, content: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """One fragment a paragraph, without the marks that re-open it."""
    words = view.words
    result = []
    for first, last in content:
        p = view.paragraph_of[first]
        while True:
            border = view.paragraphs[p][1]
            end = min(last, border)
            while first < end and words[first].text in QUOTE_MARKS and not _pairs_within(view, first, end):
                first += 1
            if end > first:
                result.append((first, end))
            if border >= last:
                break
            first, p = border, p + 1
    return result


def _pairs_within(view: View, mark: int, end: int) -> bool:
    """Whether an opening mark is closed before ``end``: ««Метеор» победит»."""
    return view.words[mark].text != '"' and any(0 < q.close < end for q in view.opening.get(mark, ()))


def holds_quoted(view: View, first: int, last: int, level: int) -> bool:
    """Whether words that the speaker is quoted with stand within: a marked range that is neither a name nor a term."""
    return any(
        first <= q.open and 0 <= q.close < last and is_fragment(view, q) and not is_term(view, q)
        for q in view.quoted_between(first, last)
    )


def stretched(view: View, first: int, scope: tuple[int, int]) -> int:
    """A reported clause may end within marks that run over the sentence's end."""
    end = scope[1]
    for q in view.quoted_between(first, end + 1):
        if (
            first <= q.open < end < q.close
            and view.paragraph_of[q.open] == view.paragraph_of[q.close]
            and view.depth[q.open] <= view.depth[max(first - 1, 0)]
        ):
            end = q.close + 1
            if end < view.size and view.words[end].text == ".":
                end += 1
    return end


def said_type(view: View, content: Iterable[tuple[int, int]], level: int) -> QuoteType:
    """Mixed where words of the speaker's own stand in marks within the content, else indirect."""
    return "mixed" if any(holds_quoted(view, a, b, level) for a, b in content) else "indirect"


def trimmed_content(view: View, proposal: Proposal) -> Proposal:
    """A proposal without marks at the ends of its content; of direct speech a full stop within the quote marks stays."""
    trim = within_marks if proposal.type == "direct" else trimmed
    proposal.content = tuple([p for a, b in proposal.content if (p := trim(view, a, b))[1] > p[0]])
    return proposal
