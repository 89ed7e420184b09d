"""Collections of articles with known speakers: thousands of people, namesakes, fathers and sons, bodies and outlets."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import attrs

from newsquotes import Speaker
from newsquotes.annotations import name_key
from newsquotes.same_speakers import Appearance, Setting, joined

MEN = "Иван Пётр Сергей Андрей Николай Олег Павел Виктор Юрий Борис Глеб Егор Кирилл Лев Марк Тимур Рашид Ильдар".split()
WOMEN = "Анна Ольга Вера Нина Мария Елена Дарья Ирина Лидия Марина Алина Зоя Инна Клара Полина Римма Тамара Эмма".split()
FATHERS = [("Иванович", "Ивановна"), ("Петрович", "Петровна"), ("Сергеевич", "Сергеевна"), ("Олегович", "Олеговна"),
           ("Андреевич", "Андреевна"), ("Борисович", "Борисовна"), ("Викторович", "Викторовна")]  # fmt: skip
STEMS = (
    "Берёз Звон Камен Лесн Ветр Град Дымк Журб Зимар Искр Калуж Ладож Мостиц Нерл Онеж Плат Ракит Север Тайн Ухт Харит Чагр"
    " Шорох Щегл Юнг Яснух Бахт Вилюш Гридн Долж Елх Жигар Зарян Измир Кедр Лопух Мальв Нивак Облак Пихт Родн Сирен Топол"
).split()
COMMON = "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Морозов Волков Лебедев Козлов".split()
PLACES = ["Заречья", "Приозёрья", "Верхнего Дола", "Каменки", "Лесногорска", "Старой Ухты", "Ветрогорска", "Нижнего Плёса"]
OFFICES = ["мэр", "губернатор", "прокурор", "директор школы", "главврач больницы", "ректор университета", "начальник порта"]
TRADES = ["депутат", "адвокат", "тренер", "журналист", "врач", "эколог", "инженер", "учитель"]
BODIES = [
    ("МИД России", ["МИД РФ", "МИД России", "Министерство иностранных дел России", "российский МИД"]),
    ("МИД Украины", ["МИД Украины", "Министерство иностранных дел Украины"]),
    ("Минздрав Заречья", ["Минздрав Заречья", "Министерство здравоохранения Заречья"]),
    ("Госдума", ["Госдума", "Государственная дума", "Госдума РФ"]),
    ("ЦБ", ["ЦБ", "Центробанк", "Банк России", "Центральный банк РФ"]),
    ("Роспотребнадзор", ["Роспотребнадзор"]),
    ("МЧС", ["МЧС", "МЧС РФ", "МЧС России"]),
    ("РИА Новости", ["РИА Новости", "РИА «Новости»", 'РИА "Новости"']),
    ("Reuters", ["Reuters", "Рейтер"]),
    ("Коммерсантъ", ["Коммерсантъ", "Коммерсант", "Ъ", "«Коммерсантъ»"]),
    ("мэрия Заречья", ["мэрия Заречья"]),
    ("мэрия Каменки", ["мэрия Каменки"]),
]


@attrs.frozen
class Somebody:
    """A person with everything that articles may say."""

    number: int
    first: str
    patronymic: str
    surname: str
    gender: str
    roles: tuple[str, ...]
    office: bool


def people(count: int, rng: random.Random) -> list[Somebody]:
    """People; of every hundred some forty share a surname, ten have a common one, two are fathers and sons."""
    found: list[Somebody] = []
    surnames = [
        stem + end for stem in STEMS for end in ("ов", "ин", "ев", "кин", "цев", "анов", "унов", "ухин", "ягин", "олев")
    ]
    taken: set[tuple[str, str]] = set()
    while len(found) < count:
        woman = rng.random() < 0.4
        first, fathers = rng.choice(WOMEN if woman else MEN), rng.choice(FATHERS)
        masculine = rng.choice(COMMON) if rng.random() < 0.1 else rng.choice(surnames)
        office = rng.random() < 0.4
        role = f"{rng.choice(OFFICES if office else TRADES)} {rng.choice(PLACES)}"
        if office and (role, "") in taken:
            continue
        taken.add((role, ""))
        roles = (role, f"{rng.choice(TRADES)} {rng.choice(PLACES)}") if rng.random() < 0.2 else (role,)
        surname = masculine + "а" if woman else masculine
        found.append(Somebody(len(found), first, fathers[woman], surname, "femn" if woman else "masc", roles, office))
        if rng.random() < 0.02 and not woman:
            son = FATHERS[(MEN.index(first)) % len(FATHERS)][0]
            if son != fathers[0]:
                found.append(Somebody(len(found), first, son, surname, "masc", (f"студент {rng.choice(PLACES)}",), False))
    return found[:count]


def collection(count: int, seed: int) -> tuple[list[Appearance], list[str]]:
    """Appearances of ``count`` people and of bodies in articles, in the order of the articles, and who each of them is."""
    rng = random.Random(seed)
    found: list[Appearance] = []
    truth: list[str] = []
    everybody = people(count, rng)
    weights = [1 / (1 + n % 97) for n in range(len(everybody))]
    for document in range(count):
        speakers: list[tuple[Speaker, str]] = []
        for who in {p.number: p for p in rng.choices(everybody, weights, k=rng.randint(1, 4))}.values():
            speakers.append((_said(who, len(speakers), rng), f"p{who.number}"))
        if rng.random() < 0.4:
            name, forms = rng.choice(BODIES)
            form = rng.choice(forms)
            speaker = Speaker(len(speakers), form, "organization", keys=frozenset({name_key(form)}))
            speakers.append((speaker, f"b{name}"))
        for speaker, who in speakers:
            found.append(Appearance(document, str(document), speaker))
            truth.append(who)
    return found, truth


def _said(who: Somebody, number: int, rng: random.Random) -> Speaker:
    """A person as one article names them."""
    shape = rng.random()
    role: str | None = rng.choice(who.roles) if rng.random() < 0.6 else None
    if shape < 0.55:
        name = f"{who.first} {who.surname}"
    elif shape < 0.65:
        name = f"{who.first} {who.patronymic} {who.surname}"
    elif shape < 0.75:
        name = f"{who.first[0]}. {who.surname}"
    elif shape < 0.8:
        name = f"{who.first[0]}. {who.patronymic[0]}. {who.surname}"
    elif shape < 0.95 or not who.office:
        name = who.surname
    else:
        return Speaker(number, who.roles[0], "person", gender=None, keys=frozenset({name_key(who.roles[0])}))
    return Speaker(number, name, "person", gender=who.gender, role=role, keys=frozenset({name_key(name)}))  # type: ignore[arg-type]


def precision_and_recall(found: Sequence[Appearance], truth: Sequence[str], how: Setting) -> tuple[float, float]:
    """Of the pairs that were joined the share that belongs together, and the other way round."""
    of = {id(a): t for a, t in zip(found, truth, strict=True)}
    groups = joined(found, how)
    together = right = 0
    for group in groups:
        counts = Counter(of[id(a)] for a in group)
        together += len(group) * (len(group) - 1) // 2
        right += sum(n * (n - 1) // 2 for n in counts.values())
    wanted = sum(n * (n - 1) // 2 for n in Counter(truth).values())
    return right / max(together, 1), right / max(wanted, 1)
