import pytest

import newsquotes
from newsquotes import Document
from newsquotes.russian.reading.declension import analyses
from newsquotes.russian.reading.names import names_in
from newsquotes.russian.reading.namesakes import canonical, gender_votes, likeness
from newsquotes.russian.reading.paradigms import declined, guesses
from newsquotes.russian.reading.people import people_in
from newsquotes.russian.reading.view import view_of
from newsquotes.russian.segmentation import sentences, tokens
from newsquotes.russian.tagging import morphs


def view(text):
    doc = Document(text)
    for layer, extractor in (("tokens", tokens), ("sentences", sentences), ("morphs", morphs)):
        doc = doc.with_layer(layer, extractor(doc))
    return view_of(doc)


def found(text):
    v = view(text)
    return [v.text(n.first, n.last) for n in names_in(v)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Вчера приехал Иван Белов.", ["Иван Белов"]),
        ("Вчера приехала Анна Петровна Белова.", ["Анна Петровна Белова"]),
        ("Белов Иван Петрович приехал.", ["Белов Иван Петрович"]),
        ("Об этом сказал В. В. Белов.", ["В. В. Белов"]),
        ("Об этом сказал Белов В.В.", ["Белов В.В."]),
        ("Об этом сказал Джордж У. Кларк.", ["Джордж У. Кларк"]),
        ("Об этом сказал Усама бен Наиф.", ["Усама бен Наиф"]),
        ("Об этом сказал Халед аль-Фариш.", ["Халед аль-Фариш"]),
        ("Приехал Ким Сон Хван.", ["Ким Сон Хван"]),
        ("Приехал Иван «Кузнец» Белов.", ["Иван «Кузнец» Белов"]),
        ("Король Густав III приехал.", ["Густав III"]),
        ("Вчера Фил О’Рейли приехал.", ["Фил О’Рейли"]),
        ("Вчера О'Рейли приехал.", ["О'Рейли"]),
        ("Вчера Бен Кон приехал.", ["Бен Кон"]),
        ("Об этом сообщил Заречбанк.", []),
        ("Об этом сообщил аналитик Заречбанка Иван Белов.", ["Иван Белов"]),
        ("Об этом сказал друг Ирвина Джон Стэнли.", ["Ирвина", "Джон Стэнли"]),
        ("О России сказал Белов.", ["Белов"]),
        ("Жан-Клод Мартен приехал.", ["Жан-Клод Мартен"]),
        ("Приехал Пётр Орлов-Вайтко.", ["Пётр Орлов-Вайтко"]),
        # two people side by side
        ("Адвокат Гибсона Стивен Кларк приехал.", ["Гибсона", "Стивен Кларк"]),
        ("Мать Гоцадзе Марина Ломидзе приехала.", ["Гоцадзе", "Марина Ломидзе"]),
        ("Пресс-секретарь президента Ивана Белова Пётр Орлов приехал.", ["Ивана Белова", "Пётр Орлов"]),
        ("Секретарь Обамы Карни приехал.", ["Обамы", "Карни"]),
        # no names
        ("Вера в победу осталась.", []),
        ("В городе Мачерата прошёл дождь.", []),
        ("Министр приехал в Россию.", []),
        ("Компания «Сколково» растёт.", []),
        ("Сегодня Викиновостям отказали.", []),
    ],
)
def test_where_names_stand(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    ("forms", "gender", "name"),
    [
        (["Реммлера", "Реммлером"], "masc", "Реммлер"),
        (["Ивана Реммлера"], "masc", "Иван Реммлер"),
        (["Анны Беловой"], "femn", "Анна Белова"),
        (["Марией Захаровой"], "femn", "Мария Захарова"),
        (["Памелы Андерсон"], "femn", "Памела Андерсон"),
        (["Джона Керри", "Керри"], "masc", "Джон Керри"),
        (["Виктором Бутом"], "masc", "Виктор Бут"),
        (["Сергея Багапша"], "masc", "Сергей Багапш"),
        (["Тараса Шевченко"], "masc", "Тарас Шевченко"),
        (["Петра Березовского"], "masc", "Пётр Березовский"),
        (["Павла Седых"], "masc", "Павел Седых"),
        (["Григория Михнова-Вайтко"], "masc", "Григорий Михнов-Вайтко"),
        (["Барака Обамы"], "masc", "Барак Обама"),
        (["Хуана Суареша"], "masc", "Хуан Суареш"),
    ],
)
def test_a_name_in_the_nominative(forms, gender, name):
    mentions = []
    for form in forms:
        v = view(f"Он видел тогда {form}.")
        mentions += [(n, 63) for n in names_in(v)]
    assert canonical(mentions, gender).replace("ё", "е") == name.replace("ё", "е")


def test_letters_and_capitals_are_kept():
    v = view("Говорили о Петре Королёве.")
    assert canonical([(n, 63) for n in names_in(v)], "masc").endswith("Королёв")


def one(text):
    return names_in(view(text))[0]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Иван Белов", "Ивана Белова", True),
        ("Иван Белов", "Белову", True),
        ("Иван Белов", "И. Белов", True),
        ("Иван Белов", "П. Белов", False),
        ("Иван Белов", "Пётр Белов", False),
        ("Иван Белов", "Иван Орлов", False),
        ("Ким Сон Хван", "Ким", True),
    ],
)
def test_whether_two_names_fit_one_person(a, b, same):
    assert (likeness(one(f"Вот {a}."), one(f"Вот {b}.")) > 0) is same


@pytest.mark.parametrize(("name", "gender"), [("Анна Белова", "femn"), ("Иван Белов", "masc"), ("Мария Кларк", "femn")])
def test_the_sex_that_a_name_shows(name, gender):
    votes = gender_votes(one(f"Вот {name}."))
    assert max(votes, key=votes.get) == gender


def test_the_verb_settles_the_sex():
    text = "Кларк заявила, что мост откроют. Потом Кларк добавила: «Скоро»."
    assert {s.gender for s in newsquotes.extract(text).speakers} == {"femn"}


@pytest.mark.parametrize(
    ("text", "phrase", "heads"),
    [
        ("заместитель министра обороны Анатолий Белов приехал", "заместитель министра обороны Анатолий Белов", 1),
        ("наблюдатель от ОБСЕ депутат Хуан Кларк сообщил", "депутат Хуан Кларк", 1),
        ("президент НИЦ «Полюс» Евгений Белов сообщил", "президент НИЦ «Полюс» Евгений Белов", 1),
        (
            "член комитета по обороне и безопасности Валерий Белов сообщил",
            "член комитета по обороне и безопасности Валерий Белов",
            1,
        ),
        ("адвокат Савченко сообщил", "Савченко", 0),
    ],
)
def test_roles_before_a_name(text, phrase, heads):
    v = view(text)
    person = people_in(v)[-1]
    assert (v.text(person.start, person.end), len(person.heads)) == (phrase, heads)


def test_forms_of_unknown_names():
    assert {("реммлер", "masc")} <= {(a.lemma, a.gender) for a in guesses("реммлером")}
    assert ("белова", "femn") in {(a.lemma, a.gender) for a in analyses("Беловой")}
    assert {"белов", "белова", "белову", "беловым", "белове"} <= declined("белов", "masc")
    assert declined("кларк", "femn") == {"кларк"}


def test_from_somebodys_words_before_another_verb():
    """«со слов» is a cue of two words, unlike «со ссылкой на»: the source after it begins with the next one."""
    quotes = newsquotes.extract("«Дом» — со слов соседа сказал душ.").quotes
    assert [quote.source.text for quote in quotes] == ["соседа"]
