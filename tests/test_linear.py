"""Reading takes work in proportion to the text, whatever the text is: lines of code run are counted, not seconds."""

from __future__ import annotations

import random
import sys
from types import FrameType
from typing import Any

import pytest

from newsquotes.pipeline import Pipeline
from newsquotes.russian.lexicon import default_lexicon

PIPELINE = Pipeline()
TOKENS = 320  # of the shorter text: more than the longest sentence that is read as one
BAR = 5.4  # times the work for four times the text: look-around is bounded, and the bounds fill as a text grows

PATTERNS = """\
по данным полиции, ранен один,␣
по словам Иванова, мост готов,␣
по его словам,␣
со слов соседей, мост готов,␣
ссылаясь на полицию,␣
согласно докладу␣
как сообщили в МЧС, дорога закрыта,␣
, как пишет «Труд», мост готов
сказал, что␣
он сказал, что он,␣
и сказал␣
, который сказал
, которая, по его словам, ушла
не сказал,␣
если он скажет, что мост готов,␣
призвал к тому, чтобы␣
уверен, что␣
готов ли␣
добавив, что␣
отметив:␣
(сказал он)␣
сообщает РИА Новости,␣
сообщает ТАСС со ссылкой на полицию,␣
со ссылкой на полицию␣
сообщил журналистам в среду␣
Об этом сообщил Иванов.␣
об этом сообщил Иванов,␣
Об этом в пятницу, 5 июля,␣
такие данные,␣
заявление Иванова о том, что␣
мнение Иванова, что мост готов,␣
слова Иванова:␣
Иванов сказал: «Мост готов».␣
Иванов сказал: мост готов:␣
сказал Иванов:␣
Иванов назвал это «мостом»,␣
Иванов назвал это «мостом» и␣
«мост»␣
"мост"␣
"мост", сказал он,␣
«Мост готов», — сказал Иванов.␣
«Мост готов, — сказал Иванов, — дорога тоже, — добавил он,␣
— Мост готов, — сказал Иванов.␣
— Когда? — Завтра.␣
« мост готов␣
«
»
"
„
(
)
:␣
,␣
—␣
.␣
пишет "
он␣
Иванов␣
Иван Иванов␣
И.␣
И. И. Иванов␣
президент␣
министр обороны␣
главы министерства␣
президент России Владимир Путин␣
газета «Труд»␣
красивый␣
мост␣
дочь сына брата␣
Иванов, Петров,␣
Иванов и Петров сказали, что␣
Мост готов.¶
«Мост готов.¶
Мост готов».¶
Он сказал:¶
Иванов: да.¶
«Да», — сказал он.¶¶
— Когда?¶— Завтра.¶
Корр.: Когда?¶Иванов: Завтра.¶
Минфин: рост¶
""".splitlines()


pytestmark = pytest.mark.filterwarnings("ignore::newsquotes.errors.PluginWarning")  # counting makes everything slow


def generated(number: int) -> list[str]:
    """Patterns made from the lexicon: its cues, nouns and prepositions, and what stands around them."""
    lexicon = default_lexicon()
    chance = random.Random(7)
    verbs, nouns, prepositions = sorted(lexicon.verbs), sorted(lexicon.nouns), sorted(lexicon.prepositions)
    shapes = ["он {v}, что он␣", "{v} Иванов,␣", "{n} Иванова о том, что␣", "{p} {n} Иванова, мост готов,␣", "«Да», {v} он␣"]
    return [
        chance.choice(shapes).format(v=chance.choice(verbs), n=chance.choice(nouns), p=chance.choice(prepositions))
        for _ in range(number)
    ]


def work(text: str) -> int:
    """The lines of newsquotes that run when a text is read, all that can be remembered being remembered."""
    lines = 0

    def within(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return within

    def entering(frame: FrameType, event: str, argument: Any) -> Any:
        return within(frame, "line", None) if "newsquotes" in frame.f_code.co_filename else None

    PIPELINE(text)
    before = sys.gettrace()
    sys.settrace(entering)
    try:
        PIPELINE(text)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("pattern", [*PATTERNS, *generated(16)])
def test_four_times_the_text_is_four_times_the_work(pattern: str) -> None:
    unit = pattern.replace("␣", " ").replace("¶", "\n")
    tokens = max(1, len(PIPELINE(unit * 8).tokens) // 8)
    times = TOKENS // tokens
    once, four = work(unit * times), work(unit * (4 * times))
    assert four <= BAR * once, f"{four / once:.1f} times the work for four times the text"
