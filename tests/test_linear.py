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
считает мост ошибкой␣
спросил, будет ли␣
мост готов »␣
МВД␣
А. А. А.␣
Белов А. А.,␣
Жан-Ив Ле Дриан␣
Ким Чен Ын␣
Мамед оглы␣
О’Рейли␣
Иван «Кузнец» Королёв␣
заместителя начальника отдела управления␣
экономист, профессор, декан Олег Рыков,␣
врио зам. нач. отд.␣
источник в полиции в мэрии␣
министр промышленности и торговли и связи и␣
по вопросам семьи, женщин и детей,␣
мать Титова, адвокат Белова,␣
она его им ею ей␣
сказал он, заявил он,␣
— сказал он. —␣
, где он, когда он, куда он
и он, и она, и они␣
об этом, о чём, с этим,␣
такой вывод, такие слова␣
Такое мнение высказал Белов.␣
в заявлении говорится,␣
на сайте полиции на странице мэрии␣
РИА «Новости» CNN Brasil␣
сообщил «Труду» Белов,␣
vl.ru a.b.c.d.ru␣
https://example.org/a user@example.org @most #мост␣
12:30 12.05.2024 100 тысяч␣
1) а) 5 июля␣
?!␣
... …␣
---
— мост — дорога -␣
((мост))␣
мост) дорога)␣
[14:05] Белов: да␣
<p>мост</p>
&laquo;мост&raquo;␣
га\u00adз Мо\u0301ст␣
**мост** *_мост_*␣
# Мост¶
• мост¶
‼️ 😀 мост␣
мocт пpивет hello␣
''мост'' ‚мост‘␣
«„мост“»␣
"мост "дорога␣
««««
»»»»
""␣
«А»: «Б»:␣
"Мост готов, - сказал он, -␣
«Да», сказал он. «Нет», сказала она.␣
Белов: да. Орлов: нет.␣
— Да? — Нет, — сказал он.␣
Анна Белова, бухгалтер: да.¶
В.: Да?¶О.: Нет.¶
«Мост»: Белов¶
Мост готов — Белов¶
Читайте также: мост¶
выразил уверенность␣
не не не если если␣
Следственный комитет (СК)␣
один из авторов законопроекта депутат␣
ёё-ёё-
☼ сказал, что мост готов.␣
Иван ☼, ☼ Белов,␣
А. ☼ сказал, что мост готов.␣
министр Иван ☼ заявил о мосте.␣
министр ☼ов сказал, что мост готов.␣
Белов, директор ☼ов, сказал, что да.␣
В министерстве ☼ов сообщили. Ведомство сообщило, что да.␣
газета «☼» сообщила. Издание сообщило, что да.␣
☼ и Анна ☼ заявили, что мост готов. Они сказали, что да.␣
☼ приехал. Он сказал, что мост готов.␣
Источник в ☼е сказал, что мост готов. Источник сказал, что да.␣
В докладе ☼а говорится, что мост готов.␣
— Анна, когда ☼?¶— Завтра.¶
☼: мы построили мост ☼.¶
☼ сказал, что мост готов. Об этом сообщает «☼».␣
министр Иван ☼ заявил о мосте. Министр обороны сказал, что да.␣
Мы готовы, — сказал ☼.␣
«мост» и «дорога» и «порт», сказал␣
передаёт ТАСС, пишет «☼», сообщает РИА,␣
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


NAMES = (
    "Иванов|Анна Белова|Иван ☼|А. ☼|☼|министр|глава ☼ов|источник в ТАСС|РИА Новости|в докладе|газета «☼»|он|она|ему|которая"
)
AROUND = (
    "мост готов|что|если|об этом|при этом,|по его словам,|вчера|5 июля|в 12:30|не|и|а|который|добавив|можно|☼ов|John ☼|т. е."
)
MARKS = "« » \" „ “ ' ‚ ( ) [ ] — – - : ; , . … ! ? ?! ** • # 1) | < <b> &quot; 😀 ‼️ @a № ¶ ¶¶ ¶— ¶• «„ »» )) \u00ad \u0301 \u200b".split(
    " "
)


def mixed(number: int) -> list[str]:
    """Patterns in which cues, names, what stands between them and marks follow in any order, with or without a blank."""
    lexicon = default_lexicon()
    chance = random.Random(11)
    cues = [
        sorted(words)
        for words in (lexicon.verbs, lexicon.nouns, lexicon.prepositions, lexicon.collocations, lexicon.outlets)
    ]
    kinds = [MARKS, MARKS, NAMES.split("|"), AROUND.split("|"), cues[0], *cues]
    return [
        "".join(
            chance.choice(chance.choice(kinds)) + chance.choice(["␣", "␣", "␣", ""]) for _ in range(chance.randint(1, 6))
        )
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


SYLLABLES = "ба ве ги до жу за ки ло му не по ра се ти фу ха це чи ша ю".split()


def repeated(pattern: str, times: int) -> str:
    """A pattern so many times; «␣» is a blank, «¶» a new line, «☼» a name that stands nowhere else."""
    unit = pattern.replace("␣", " ").replace("¶", "\n")
    return "".join(unit.replace("☼", invented(n)) for n in range(times))


def invented(number: int) -> str:
    """«Бабабенов», «Бабагинов» …: a surname for each number."""
    digits = (number // len(SYLLABLES) ** place % len(SYLLABLES) for place in (2, 1, 0))
    return "".join(SYLLABLES[digit] for digit in digits).capitalize() + "нов"


@pytest.mark.parametrize("pattern", [*PATTERNS, *generated(16), *mixed(40)])
def test_four_times_the_text_is_four_times_the_work(pattern: str) -> None:
    tokens = max(1, len(PIPELINE(repeated(pattern, 8)).tokens) // 8)
    times = TOKENS // tokens
    once, four = work(repeated(pattern, times)), work(repeated(pattern, 4 * times))
    if four > BAR * once:
        # What is looked at only where there is doubt begins some way into a text: the next four times must show no more.
        once, four = four, work(repeated(pattern, 16 * times))
    assert four <= BAR * once, f"{four / once:.1f} times the work for four times the text"
