"""Texts on which every extractor must hold: invented news, and what news text really looks like at its worst."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_BRIDGE = """\
Мост через реку Лугу в Заречном откроют в мае, сообщила во вторник мэр города Анна Белова.

«Работы идут по плану, мы готовы пустить первые машины», — заявила Белова журналистам. По её словам, на ремонт ушло 1,2 млрд
рублей. «Деньги выделила область, — добавила она. — Долгов у города нет».

Как рассказал ТАСС начальник управления дорог Пётр Ильин, движение пустят в обе стороны. «Пробок не будет», - уверен он.
"""

_FOREST = """\
В министерстве лесного хозяйства считают, что пожаров станет меньше. «Мы купили шесть самолётов», — сообщил заместитель
министра Тимур Ахмедов агентству «Северные вести».

Эколог Елена Королёва с этим не согласна: "Самолёты не помогут, если в лесу некому работать". Об этом она написала в своём
блоге. Компания «Лесстрой» заявила, что готова нанять 300 человек, передаёт «Новая неделя».
"""

NEWS: Mapping[str, str] = MappingProxyType({"bridge": _BRIDGE, "forest": _FOREST})
"""Ordinary news."""

BLANK: Mapping[str, str] = MappingProxyType(
    {"empty": "", "space": " ", "line ends": "\r\n\n", "no-break space": "\xa0", "unusual spaces": "\u2003\u2028\x0c"}
)
"""Texts in which there is nothing."""

STRANGE: Mapping[str, str] = MappingProxyType(
    {
        "no-break spaces": _BRIDGE.replace(" ", "\xa0"),
        "thin and zero-width spaces": _BRIDGE.replace(" — ", "\u2009—\u202f").replace("Белова", "Бело\u200bва"),
        "ё written with е": _FOREST.replace("ё", "е"),
        "ё and й in two code points": _FOREST.replace("ё", "е\u0308").replace("й", "и\u0306"),
        "stress marks and soft hyphens": "Мэ\u0301р А\u0301нна Бело\u0301ва зая\u00adви\u00adла: «Го\u00adто\u0301вы».",
        "emoji beyond the basic plane": "🔥🔥 «Мы готовы 🚀», — заявила мэр 👩🏽‍⚖️ Анна Белова 🇷🇺. 👍",
        "half an emoji": "«Мы готовы \ud83d», — заявила Анна Белова. \udc4d",
        "unbalanced marks": "««Мы готовы\", — заявила Белова. „Пора» “начинать”, 'сказал она. » « ( ] ",
        "nothing but marks": "«»\"„“”‘’'—–-…?!.,:;()[]«»" * 20,
        "many opening marks": "«" * 500 + "Мы готовы" + "»" * 250,
        "carriage returns": _BRIDGE.replace("\n", "\r\n"),
        "old line ends": _BRIDGE.replace("\n", "\r"),
        "unusual line ends": _BRIDGE.replace("\n", "\u2028").replace(". ", ".\x0b\x0c\x85"),
        "tabs and columns": "Белова:\t«Мы готовы»\t|\tИльин:\t«Пробок не будет»\t|",
        "controls and no character": "«Мы\x00 готовы\x07», — заявила\x1b[31m Анна\ufffe Белова\U0010ffff.",
        "from right to left": "«Мы \u202eготовы\u202c», — заявила דנה לוי и \u200fسامي\u200e.",
        "other scripts": "“We are ready”, said Anna Belova. 「準備はできた」と語った。 Ґанок, Қала, Ђорђе.",
        "capitals": _BRIDGE.upper(),
        "no capitals": _BRIDGE.lower(),
        "no spaces": "".join(_BRIDGE.split()),
        "one long word": "а" * 20_000,
        "one long sentence": "Белова сказала, что " * 400 + "всё.",
        "numbers and addresses": "12.05.2024 10:30 +7 (999) 000-00-00 https://example.org/?q=«a»&b=%D0%B0 a.b@example.org",
        "markup": '<p>&laquo;Мы&nbsp;готовы&raquo;, &mdash; <b class="x">заявила</b> Белова</p> **жирно** {{ шаблон }}',
        "byte order mark": "\ufeff«Мы готовы», — заявила Анна Белова.",
        "one letter": "Я",
        "one mark": "«",
    }
)
"""Texts that are odd, and that nevertheless come."""

MEGABYTE: str = ("\n".join(NEWS.values()) * 1000)[:530_000]
"""A megabyte of news, in UTF-8."""
