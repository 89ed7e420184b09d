"""Transcripts, interviews and street polls: paragraphs that begin with the label of who speaks.

«Корр.: …», «В. Белова: …», «[14:05] Судья: …», «Анна Белова, бухгалтер: «…»», «Роман, студент:» above «— …»,
«Рыков О. И. Уважаемые коллеги …», and labels within a line: «Белов: «…». Крылов: «…»».
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import attrs

from newsquotes.russian.quotes.fragments import paragraph_fragments, titled
from newsquotes.russian.quotes.own_words import in_lines, may_go_on, own_paragraphs, speaks_of_self
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.reading.clauses import has_verb
from newsquotes.russian.reading.forms import (
    ANIMATE,
    DASHES,
    DIGIT,
    FINITE,
    INITIAL,
    NOM,
    PERSON_NAME,
    QUOTE_MARKS,
    TERMINALS,
)
from newsquotes.russian.reading.marks import Quoted
from newsquotes.russian.reading.phrases import Phrase, phrase_at
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

_ASKING = frozenset(
    "корр корреспондент вопрос ответ ведущий ведущая журналист журналистка интервьюер модератор репортер реплика голос"
    " голоса редакция зал сообщение комментарий в о".split()
)
_LONGEST_LABEL = 20
_MOST_PARAGRAPHS, _MOST_LINES = 8, 40  # of one turn


@attrs.frozen
class Label:
    """Who speaks in what follows, up to the end of the paragraph; ``first`` is its first token after the label."""

    paragraph: int
    source: Phrase
    first: int
    last: int
    apposed: bool = False
    """whether something is told of the person: «Анна Белова, бухгалтер»"""
    stopped: bool = False
    """whether the label ends with a full stop: «Председательствующий. …»"""


def labelled(view: View) -> Iterator[Proposal]:
    """The turns that stand after labels: each is one quotation without a cue."""
    labels = [label for n in range(len(view.paragraphs)) if (label := _label(view, n)) is not None]
    by_paragraph = {label.paragraph: label for label in labels}
    turns = {label.paragraph for label in labels if _is_turn(view, label)}
    said = sum(_reads_as_speech(view, label.first, label.last) for label in labels if label.paragraph in turns)
    transcript = len(turns) >= 2 and 2 * said >= len(turns)
    done: set[int] = set()
    for label in labels:
        marked = _marked(view, label, transcript)
        if marked is not None:
            done.add(label.paragraph)
            within = paragraph_fragments(view, [(marked.first, marked.last)])
            yield Proposal("interview", within, None, label.source, "direct", marked, (marked.first,))
        elif (content := _unmarked(view, label, transcript, label.paragraph in turns, by_paragraph)) is not None:
            done.update(view.paragraph_of[a] for a, _ in content)
            done.add(label.paragraph)
            yield Proposal("interview", content, None, label.source, "direct")
    yield from _within_lines(view, done)


def _label(view: View, n: int) -> Label | None:
    """The label that paragraph ``n`` begins with."""
    first, last = view.paragraphs[n]
    k = _after_time(view, first, last)
    colon = first_colon(view, k + 1, min(last, k + _LONGEST_LABEL))
    if colon is None:
        return _stopped(view, n, k, last)
    if colon + 1 < last and view.starts[colon + 1] == view.ends[colon] and not view.words[colon + 1].title:
        return None  # «3:1», «https://…»
    source = _speaker(view, k, colon)
    return None if source is None else Label(n, source[0], colon + 1, last, source[1])


def first_colon(view: View, first: int, last: int) -> int | None:
    """The first colon of a range that stands in no marks."""
    colons = view.colons
    for n in range(bisect_left(colons, first), len(colons)):
        if colons[n] >= last:
            return None
        if not view.depth[colons[n]]:
            return colons[n]
    return None


def _after_time(view: View, first: int, last: int) -> int:
    """Past the hour that some transcripts give: «[14:05] …», «12:40 …»."""
    k = first
    while k < min(last - 1, first + 7) and (
        view.words[k].flags & DIGIT or (view.words[k].text in "[]:.()" and k < first + 6)
    ):
        k += 1
    return k if k < last and view.words[k].title else first


def _speaker(view: View, first: int, colon: int) -> tuple[Phrase, bool] | None:
    """Who a label names, and whether it tells more of him: «Анна Белова, бухгалтер»."""
    words = view.words
    asking = words[first].low in _ASKING and all(words[j].text == "." for j in range(first + 1, colon))
    if asking and _asks_or_answers(words[first]):
        return Phrase(first, colon, first, NOM), False
    whole = titled(view, first, colon)
    if whole is not None:
        role = words[whole.head].role
        if whole.name is None and role is None and colon - first == 1 and words[first].flags & PERSON_NAME:
            return Phrase(first, colon, first, NOM, (first, colon)), False  # «Светлана: — …»
        person = whole.name is not None or (role is not None and role.kind in ("person", "group"))
        return (whole, whole.name is not None and whole.name[1] < whole.end) if person else None
    if asking or all(words[j].text == "." or len(words[j].text) == 1 for j in range(first, colon)):
        return (Phrase(first, colon, first, NOM), False) if words[first].title and colon - first <= 4 else None
    named = phrase_at(view, first, colon, NOM)
    if named is None or named.name is None:
        named = Phrase(first, first + 1, first, NOM, (first, first + 1)) if words[first].title else None
    if named is None or words[named.end].text not in (",", "(") or not _tells_of(view, named.end, colon):
        return None
    return named.to(colon), True


def _asks_or_answers(w: Word) -> bool:
    return w.low in _ASKING and len(w.text) > 1


def _is_person(w: Word) -> bool:
    return w.role is not None and w.role.kind == "person"


def _tells_of(view: View, first: int, colon: int) -> bool:
    """Whether words after a name say what somebody is: «, бухгалтер», «, 34 года», «, отец двоих»."""
    rest = view.words[first:colon]
    if any(w.text in "!?;" or (w.flags & FINITE and w.cue is not None) for w in rest):
        return False
    return any(w.flags & (ANIMATE | DIGIT) or w.role is not None for w in rest)


def _stopped(view: View, n: int, first: int, last: int) -> Label | None:
    """«Рыков О. И. …», «Председательствующий. …», «Рыков О. И., фракция «Луч». …»: a label that ends with a full stop."""
    words = view.words
    initials = first + 5 < last and all(
        words[j].flags & INITIAL and words[j + 1].text == "." for j in (first + 1, first + 3)
    )
    if initials and words[first].title:
        source = Phrase(first, first + 5, first, NOM, (first, first + 5))
    elif last - first > 2 and (_asks_or_answers(words[first]) or _is_person(words[first])):
        source = Phrase(first, first + 1, first, NOM)
    else:
        return None
    k = source.end
    if not initials or words[k].text == ",":
        while k < min(last, first + _LONGEST_LABEL) and (words[k].text != "." or view.depth[k]):
            k += 1
        if k >= min(last - 1, first + _LONGEST_LABEL) or has_verb(view, source.end, k):
            return None
        k += 1
    return Label(n, source, k, last, stopped=True) if words[k].title else None


def _is_turn(view: View, label: Label) -> bool:
    """Whether a sentence stands after the label, no name, number or place: «Режиссёр: Вера Градова»."""
    first, last = label.first, label.last
    words = view.words
    if first >= last or not (words[last - 1].text in TERMINALS or words[last - 1].text[0] in "!?…."):
        return False
    if not words[first].title and words[first].text not in DASHES and words[first].text not in QUOTE_MARKS:
        return False
    name = phrase_at(view, first, last - 1, NOM)
    return not (name is not None and name.name is not None and name.end >= last - 1 and words[last - 1].text == ".")


def _reads_as_speech(view: View, first: int, last: int) -> bool:
    words = view.words
    return words[last - 1].text[0] in "?!…" or has_verb(view, first, last) or any(w.first_person for w in words[first:last])


def _marked(view: View, label: Label, transcript: bool) -> Quoted | None:
    """The marks that hold all that stands after a label, or after a line that is a label."""
    first, last = label.first, label.last
    if first >= last:
        if label.paragraph + 1 >= len(view.paragraphs):
            return None
        first, last = view.paragraphs[label.paragraph + 1]
    if view.words[first].text in DASHES:
        first += 1
    q = next(iter(view.opening.get(first, ())), None)
    if q is None or q.close < 0 or q.last - q.first < 1:
        return None
    ends = q.close >= last - 2 or view.paragraph_of[q.close] != view.paragraph_of[q.open]
    return q if ends and (q.last - q.first > 1 or transcript or label.apposed) else None


def _unmarked(
    view: View, label: Label, transcript: bool, turn: bool, labels: dict[int, Label]
) -> list[tuple[int, int]] | None:
    """The words after a label without marks, a fragment a paragraph."""
    words = view.words
    if label.first >= label.last:
        return _below(view, label, labels)
    dashed = words[label.first].text in DASHES
    if not turn or label.last - label.first < 1 + dashed:
        return None
    if not (transcript or (not label.stopped and (dashed or label.apposed) and label.source.name is not None)):
        return None
    content = [(label.first + dashed, label.last)]
    if transcript and not dashed:
        content += _goes_on(view, label, labels)
    return content


def _below(view: View, label: Label, labels: dict[int, Label]) -> list[tuple[int, int]] | None:
    """Paragraphs below a line that is a label: after dashes, or several labels say «я»; one, or all that ask nothing."""
    first, last = view.paragraphs[min(label.paragraph + 1, len(view.paragraphs) - 1)]
    lines = len(labels) > 1 and in_lines(view)
    plain = len(labels) > 1 and label.source.name is not None and speaks_of_self(view, first, last)
    content: list[tuple[int, int]] = []
    most = _MOST_LINES if lines else _MOST_PARAGRAPHS
    for n in range(label.paragraph + 1, min(len(view.paragraphs), label.paragraph + 1 + most)):
        first, last = view.paragraphs[n]
        dashed = view.words[first].text in DASHES
        if (
            n in labels
            or last - first < 2
            or not (dashed or (may_go_on(view, first, last) and (plain or (lines and content))))
        ):
            break
        content.append((first + dashed, last))
    if not content or (label.source.name is None and len(labels) < 2):
        return None
    if len(labels) == 1:
        content += own_paragraphs(view, label.paragraph + len(content), label.source, led=True)
    asked = any(view.words[last - 1].text[0] == "?" for _, last in content)
    return content[:1] if asked else content


def _goes_on(view: View, label: Label, labels: dict[int, Label]) -> list[tuple[int, int]]:
    """The paragraphs between two labels: a turn goes on until the next begins, or a question where they have no label."""
    before = view.paragraphs[min(labels)][0] - 1
    asked = before >= 0 and view.words[before].text == "?"
    content: list[tuple[int, int]] = []
    for n in range(label.paragraph + 1, label.paragraph + 1 + _MOST_PARAGRAPHS):
        if n in labels:
            return content
        if n >= len(view.paragraphs):
            break
        first, last = view.paragraphs[n]
        if view.words[first].flags & DIGIT or view.words[last - 1].text not in TERMINALS:
            break
        if first_colon(view, first + 1, min(last, first + 6)) is not None:
            return content  # a label that names nobody who is known: «Прибой: Почему …?»
        if not (asked and view.words[last - 1].text == "?"):
            content.append((first, last))
    return []


@attrs.frozen
class _Glued:
    """A label within a line: its first token, where its words begin, and whether a dash or the label shows a talk."""

    source: Phrase
    label: int
    first: int
    talks: bool


def _within_lines(view: View, done: set[int]) -> Iterator[Proposal]:
    """Sentences that are a label and words: «Белов: «Мост нужен». Крылов: «Нет»», «Роман, студент: — Я за. Анна: — …»."""
    words = view.words
    glued: dict[int, list[_Glued]] = {}
    for colon in view.colons:
        first = view.sentences[view.sentence_of[colon]][0]
        p = view.paragraph_of[first]
        last = view.paragraphs[p][1]
        if view.depth[colon] or not 0 < colon - first <= _LONGEST_LABEL or colon + 2 >= last or p in done:
            continue
        q = next((q for q in view.opening.get(colon + 1, ()) if q.close > 0), None)
        dashed = words[colon + 1].text in DASHES
        if q is None and not (dashed or words[colon + 1].title):
            continue
        if q is not None and q.close + 1 < last and words[q.close + 1].text not in TERMINALS:
            continue
        source = _speaker(view, first, colon) if first_colon(view, first, colon) is None else None
        if source is None:
            continue
        if q is None:
            asking = source[0].name is None and words[first].role is None
            glued.setdefault(p, []).append(_Glued(source[0], first, colon + 1 + dashed, dashed or asking))
        elif q.last - q.first > 1 or source[1]:
            yield Proposal("interview", [(q.first, q.last)], None, source[0], "direct", q, (q.first,))
    for p, labels in glued.items():
        if len(labels) > 1 and any(label.talks for label in labels):
            for label, end in zip(labels, [*(other.label for other in labels[1:]), view.paragraphs[p][1]], strict=True):
                yield Proposal("interview", [(label.first, end)], None, label.source, "direct")
