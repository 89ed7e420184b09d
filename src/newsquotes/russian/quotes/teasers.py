"""What a page puts around its paragraphs: links to other articles, requests to subscribe, rights. They quote nobody here."""

from __future__ import annotations

from bisect import bisect_right

from newsquotes.russian.quotes.fragments import trimmed_content
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.reading.forms import TERMINALS
from newsquotes.russian.reading.view import View

_OPENERS = frozenset(
    [
        ("читайте", "также"),
        ("читайте", "еще"),
        ("читайте", "далее"),
        ("читайте", "подробнее"),
        ("читать", "также"),
        ("читать", "далее"),
        ("читать", "полностью"),
        ("читать", "подробнее"),
        ("смотрите", "также"),
        ("смотрите", "еще"),
        ("смотреть", "также"),
        ("материалы", "по"),
        ("новости", "по"),
        ("еще", "по"),
        ("ранее", "по"),
        ("подписывайтесь", "на"),
        ("подпишитесь", "на"),
        ("присоединяйтесь", "к"),
    ]
)
_FIRST = frozenset(one for one, _ in _OPENERS)
_OF_RIGHTS = frozenset(
    "все любое полное частичное при перепечатка воспроизведение копирование использование цитирование материалы редакция"
    " администрация агентство".split()
)
_COPIED = ("перепечат", "воспроизвед", "гиперссыл", "ответственност")
_OWN = ("материал", "сайт", "редакц", "издани")
_MOST_LINKS = 6
_LONGEST = 40  # tokens


def without_teasers(view: View, found: list[Proposal]) -> list[Proposal]:
    """The proposals that do not lie in what leads away from the article; one that runs into it ends before it."""
    ranges = _teasers(view)
    if not ranges:
        return found
    starts = [first for first, _ in ranges]

    def leads_away(c: Proposal) -> bool:
        k = bisect_right(starts, c.content[0][0]) - 1
        return k >= 0 and c.content[-1][1] <= ranges[k][1]

    def cut(c: Proposal) -> Proposal:
        first, last = c.content[-1]
        k = bisect_right(starts, first)
        if c.quoted is None and k < len(starts) and starts[k] < last:
            c.content = (*c.content[:-1], (first, starts[k]))  # «Эксперт: рубль окреп. Читайте далее: …»
            return trimmed_content(view, c)
        return c

    return [cut(c) for c in found if not leads_away(c)]


def _teasers(view: View) -> list[tuple[int, int]]:
    """From the words that open them to the end of a short paragraph, else of the sentence; below a heading all its lines."""
    result = []
    for first, end in view.sentences:
        if view.words[first].low in _OF_RIGHTS and _keeps_rights(view, first, end):
            result.append((first, end))
        if first + 2 >= view.size or not _opens(view, first):
            continue
        p = view.paragraph_of[first]
        begin, last = view.paragraphs[p]
        if last - first > _LONGEST:
            last = end  # the article goes on in the same line
        if first == begin and last - first <= 4:
            for _, b in view.paragraphs[p + 1 : p + 1 + _MOST_LINKS]:
                if view.words[b - 1].text in TERMINALS:
                    break
                last = b
        result.append((first, last))
    return result


def _keeps_rights(view: View, first: int, end: int) -> bool:
    """«Все материалы сайта не подлежат перепечатке», «Редакция не несёт ответственности за достоверность материалов»."""
    lows = [w.low for w in view.words[first:end]]
    return any(low.startswith(_COPIED) for low in lows) and any(low.startswith(_OWN) for low in lows)


def _opens(view: View, i: int) -> bool:
    words = view.words
    if words[i].low not in _FIRST:
        return False
    two = words[i + 1].low
    return (words[i].low, two) in _OPENERS and (two != "по" or words[i + 2].low == "теме")
