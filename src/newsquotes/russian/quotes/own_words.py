"""Words that are plainly somebody's own: in the first person, or to a second; and how far they go on."""

from __future__ import annotations

from newsquotes.russian.quotes.proposal import is_speech
from newsquotes.russian.reading.forms import DASHES, FINITE, NOUN, PERSON_NAME, QUOTE_MARKS, TERMINALS
from newsquotes.russian.reading.phrases import Phrase
from newsquotes.russian.reading.view import View

YOU = frozenset("вы вас вам вами ваш ваша ваше ваши вашего вашей вашу ваших ты тебя тебе тобой твой твоя".split())
SECOND = frozenset("вы вам вас ваш ваши вами ты тебе тебя".split())
LIVELY = frozenset(
    "ну вот конечно наверное видимо кстати просто именно ведь же уж значит безусловно разумеется честно думаю считаю надеюсь"
    " пожалуй может да нет если тут там здесь сейчас сегодня очень".split()
)
JUDGING = frozenset("нужно надо можно нельзя необходимо важно должны должен должна возможно невозможно хочется".split())
_MOST = 100  # paragraphs, which may be lines of one sentence
_CREDITS = frozenset(
    "беседовать беседа интервью записать записывать подготовить взять фото фотография автор текст материал"
    " подписываться".split()
)
_TELL = frozenset(
    "рассказать поделиться объяснить описать вспомнить назвать представиться пояснить напомнить сказать".split()
)
_PLEASE = ("ите", "йте", "итесь", "йтесь")
_TO_YOU = ("те", "тесь", "шь", "шься", "й", "йся")
_THEY = frozenset(["он", "она", "они"])
_LAST_LINES = 2
_BETWEEN, _BETWEEN_LINES = 2, 5  # paragraphs that tell of others between two in the first person; lines of one sentence


def is_own(view: View, first: int, last: int) -> bool:
    """Whether somebody speaks for himself or to others: a first or second person outside marks, a question, a cry."""
    level = view.depth[first]
    return (
        any(
            w.first_person or w.low in YOU or (w.flags & FINITE and not w.subject and not w.flags & NOUN)
            for k, w in enumerate(view.words[first:last], first)
            if view.depth[k] <= level
        )
        or view.words[last - 1].text[0] in "?!"
    )


def is_sentence(view: View, first: int, last: int) -> bool:
    """Whether words end like a sentence, as no heading, caption or item of a list does."""
    return view.words[last - 1].text in TERMINALS or view.words[last - 1].text[0] in "?!…"


def requests(view: View, first: int, last: int) -> bool:
    """Whether words ask somebody to tell: «Анна Петровна, расскажите о себе»."""
    return any(w.lemma in _TELL and w.flags & FINITE and w.low.endswith(_PLEASE) for w in view.words[first:last])


def in_lines(view: View) -> bool:
    """Whether every sentence has a line of its own, as scraped texts often have: where paragraphs ended is lost."""
    return view.once("sentences in lines", _in_lines)


def _in_lines(view: View) -> bool:
    several = ended = blank = 0
    for first, last in view.paragraphs:
        if view.words[last - 1].text in TERMINALS:
            ended += 1
            several += view.sentence_of[first] != view.sentence_of[last - 1]
            blank += first > 0 and view.source.count("\n", view.ends[first - 1], view.starts[first]) > 1
    return 8 * several < ended and 4 * blank < ended


def own_paragraphs(view: View, n: int, source: Phrase | None = None, *, led: bool = False) -> list[tuple[int, int]]:
    """The paragraphs after paragraph ``n`` that go on with its words: in the first person, without marks or an attribution.

    Some that tell of others may stand between two («Мне было пять лет. … Отец работал в колхозе. … Я помню …»), none that
    names the ``source``. Where the words are ``led`` in, they themselves need not be in the first person.
    """
    if not led and not is_own(view, *view.paragraphs[n]):
        return []
    found: list[tuple[int, int]] = []
    doubtful: list[tuple[int, int]] = []
    lines = in_lines(view)
    most = _BETWEEN_LINES if lines else _BETWEEN
    for first, last in view.paragraphs[n + 1 : n + 1 + _MOST]:
        if not may_go_on(view, first, last, source) or len(doubtful) >= most:
            break
        if not lines and _reports(view, first, last) and not speaks_of_self(view, first, last):
            break
        doubtful.append((first, last))
        if speaks_of_self(view, first, last) or (lines and _is_lively(view, first, last)):
            found += doubtful
            doubtful = []
    else:
        of_author = any(view.words[first].low in _THEY for first, _ in doubtful)  # «Она вздыхает»
        if lines and len(doubtful) <= _LAST_LINES and (len(found) > _LAST_LINES or not (of_author or found or not source)):
            found += doubtful  # the text ends with what somebody says
    return found


def _is_lively(view: View, first: int, last: int) -> bool:
    """Whether words judge, or sound spoken, as the author's hardly do."""
    return any(w.low in JUDGING or w.low in SECOND for w in view.words[first:last]) or view.words[last - 1].text[0] == "!"


def speaks_of_self(view: View, first: int, last: int) -> bool:
    """Whether a first person stands outside marks: «мы», «у нас», «работаем», but no «мойте»."""
    return any(
        w.first_person or (w.flags & FINITE and not w.subject and not w.flags & NOUN and not w.low.endswith(_TO_YOU))
        for k, w in enumerate(view.words[first:last], first)
        if not view.depth[k]
    )


def may_go_on(view: View, first: int, last: int, source: Phrase | None = None) -> bool:
    """Whether a paragraph may belong to the words said before it: sentences, no credits, no words in marks, no source."""
    words = view.words
    if words[first].text in DASHES or words[first].lemma in _CREDITS:
        return False
    if words[first].text in QUOTE_MARKS and any(is_speech(view, q) for q in view.opening.get(first, ())):
        return False
    if not is_sentence(view, first, last):
        return False
    return source is None or not names(view, first, last, source)


def names(view: View, first: int, last: int, source: Phrase) -> bool:
    """Whether words hold a name of a source: who speaks does not call himself by it."""
    lemmas = {w.lemma for w in view.words[source.start : source.end] if w.flags & PERSON_NAME and w.title}
    return bool(lemmas) and any(w.title and w.lemma in lemmas for w in view.words[first:last])


def _reports(view: View, first: int, last: int) -> bool:
    """Whether a paragraph holds what somebody else says, with its cue."""
    return any(
        w.cue is not None and w.cue.reliability >= 0.8 and w.subject and w.flags & FINITE and not view.depth[k]
        for k, w in enumerate(view.words[first:last], first)
    )
