import pytest

import newsquotes
from newsquotes.russian.confidence import Parts, overall
from newsquotes.russian.fitted import shipped_model
from newsquotes.russian.reading.roles import fit, role_of_text
from newsquotes.russian.speakers import SpeakerResolver


def speakers(text):
    return [(q.speaker.name if q.speaker else None) for q in newsquotes.extract(text).quotes]


def rules(text):
    return [q.attribution.rule for q in newsquotes.extract(text).quotes]


INTRO = "Мэр Заречья Анна Белова и депутат Пётр Ильин открыли порт. "


@pytest.mark.parametrize(
    ("text", "speaker", "rule"),
    [
        ("«Мост откроют», — сказала Белова.", "Анна Белова", "name"),
        ("«Мост откроют», — сказала она.", "Анна Белова", "pronoun"),
        ("«Мост откроют», — сказал он.", "Пётр Ильин", "pronoun"),
        ("«Мост откроют», — сказала мэр.", "Анна Белова", "role"),
        ("«Мост откроют», — сказал депутат.", "Пётр Ильин", "role"),
        ("«Мост откроют», — сказал парламентарий.", "Пётр Ильин", "role"),
        ("По её словам, мост откроют в мае.", "Анна Белова", "pronoun"),
        ("«Мост откроют», — сообщил источник в полиции.", "источник в полиции", "anonymous"),
        ("«Мост откроют», — заявили в МЧС.", "МЧС", "organization"),
        ("В заявлении МЧС говорится, что мост откроют.", "МЧС", "owner"),
        ("Эксперты считают, что мост откроют.", "эксперты", "group"),
        ("«Мост откроют», — сказал адвокат Ильина.", "адвокат Ильина", "role-itself"),
    ],
)
def test_rules(text, speaker, rule):
    assert speakers(INTRO + text) == [speaker]
    assert rules(INTRO + text) == [rule]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Бывший глава фонда и совладелец «Рогов» Артур Белов сказал, что мост откроют.", "Артур Белов"),
        ("По словам пресс-секретаря президента Ивана Белова Петра Орлова, мост откроют.", "Пётр Орлов"),
        ("Представитель партии Савченко сказал, что мост откроют.", "представитель партии Савченко"),
        ("Белов и Орлова заявили, что мост откроют.", "Белов и Орлова"),
        ("Супруга мэра Анна Белова сказала, что мост откроют.", "Анна Белова"),
    ],
)
def test_whom_a_source_names(text, speaker):
    assert speakers(text) == [speaker]


def test_a_role_given_later():
    text = "Министр иностранных дел Норвегии Ула Дален приехал в Заречье. «Мост откроют», — сказал глава МИД. Норвежский министр добавил, что рад."
    assert set(speakers(text)) == {"Ула Дален"}


def test_never_a_man_for_a_woman():
    text = "Ольга Кран встретила Петра Ильина. По её словам, мост откроют."
    doc = newsquotes.extract(text)
    assert (doc.quotes[0].speaker.name, doc.quotes[0].speaker.gender) == ("Ольга Кран", "femn")


def test_the_runner_up():
    doc = newsquotes.extract("Пётр Ильин встретил Ивана Орлова. «Мост откроют», — сказал он.")
    quote = doc.quotes[0]
    assert {quote.speaker.name, quote.runner_up.name} == {"Пётр Ильин", "Иван Орлов"}
    assert 0 < quote.speaker_confidence < 1


def test_plural_speakers_have_members():
    doc = newsquotes.extract("Пётр Ильин и Анна Белова заявили, что мост откроют.")
    group = doc.quotes[0].speaker
    assert group.kind == "group"
    assert [doc.speakers[m].name for m in group.members] == ["Пётр Ильин", "Анна Белова"]


def test_abbreviations():
    text = "В Следственном комитете (СК) заявили, что дело закрыто. По данным СК, виновных нет."
    assert set(speakers(text)) == {"Следственный комитет (СК)"} or len(set(speakers(text))) == 1


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("«Мост откроют завтра», — сообщила РБК помощница мэра Галина Белова.", "Галина Белова"),
        ("Мэр Анна Белова в интервью газете «Труд» сказала, что мост откроют.", "Анна Белова"),
        ("«Мост откроют завтра», — цитирует РИА «Новости» черногорского президента.", "черногорский президент"),
        ("Депутат Иван Белов приехал. «Мост откроют», — приводит его слова «Росбалт».", "Иван Белов"),
        ("На мосту загорелась машина, сообщает ТАСС.", "ТАСС"),
    ],
)
def test_an_outlet_speaks_only_where_nobody_else_does(text, speaker):
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("«Мост откроют», — сказала мэр Анна Белова, передаёт ТАСС.", "ТАСС"),
        ("Как сообщает «Интерфакс», мэр Анна Белова сказала, что мост откроют.", "Интерфакс"),
        ("«Мост откроют», — заявила «Интерфаксу» мэр Анна Белова.", "Интерфакс"),
        ("Мэр Анна Белова в интервью газете «Труд» сказала, что мост откроют.", "Труд"),
        ("«Мост откроют», — сказал источник «Интерфакса» в полиции.", "Интерфакс"),
        ("Мэр Анна Белова написала в Facebook, что мост откроют.", None),
        ("Главный редактор газеты «Труд» Анна Белова сказала, что мост откроют.", None),
    ],
)
def test_media(text, medium):
    quotes = [q for q in newsquotes.extract(text).quotes if q.speaker is not None and q.speaker.name != "Интерфакс"]
    assert quotes[0].medium == medium


def test_quotes_by_any_form():
    doc = newsquotes.extract("«Мост откроют», — сказала Анна Белова. По словам Беловой, скоро.")
    for form in ("Белова", "Беловой", "Анной Беловой", "А. Белова", "белову", "Белова Анна"):
        assert len(doc.quotes_by(form)) == 2, form
    assert doc.quotes_by("Орлова") == ()


def test_each_speaker_once():
    doc = newsquotes.extract("«Мост откроют», — сказала Анна Белова. По словам Беловой, скоро. Она добавила, что рада.")
    assert [s.name for s in doc.speakers] == ["Анна Белова"]
    assert [m.text for m in doc.speakers[0].mentions] == ["Анна Белова", "Беловой"]


def test_least_confidence_leaves_quotations_without_a_speaker():
    doc = newsquotes.extract("Пётр Ильин встретил Ивана Орлова. «Мост откроют», — сказал он.")
    resolution = SpeakerResolver(min_confidence=1.0)(doc)
    assert resolution.attributions[0].speaker is None


@pytest.mark.parametrize(
    ("asked", "given", "fits"),
    [
        ("глава МИД РФ", "министр иностранных дел России", True),
        ("российский президент", "президент РФ", True),
        ("президент Украины", "президент России", False),
        ("политик", "депутат Госдумы", True),
        ("певец", "депутат Госдумы", False),
    ],
)
def test_what_roles_mean(asked, given, fits):
    assert (fit(role_of_text(asked), role_of_text(given))[0] >= 0.5) is fits


def test_confidence_grows_with_each_of_its_parts():
    model = shipped_model("confidence")
    values = [p / 20 for p in range(1, 20)]
    for make in (lambda p: Parts(p, 0.9, 0.9), lambda p: Parts(0.9, p, 0.9), lambda p: Parts(0.9, 0.9, p)):
        found = [overall([make(p)], model)[0] for p in values]
        assert found == sorted(found)
        assert found[0] < found[-1]


def test_confidence_falls_where_the_rest_of_the_document_is_doubtful():
    model = shipped_model("confidence")
    sure, doubtful = Parts(0.99, 0.95, 0.97), Parts(0.5, 0.5, 0.4)
    assert overall([sure, doubtful, doubtful], model)[0] < overall([sure, sure, sure], model)[0]


def test_the_parts_of_confidence_stand_in_the_quotation():
    quote = newsquotes.extract("По словам мэра Анны Беловой, мост откроют в мае.").quotes[0]
    assert 0 < quote.borders_confidence < 1
    assert 0 < quote.detection_confidence < 1
    assert quote.confidence == quote.attribution.overall


def test_a_surname_alone_asks_for_an_introduction():
    text = "«Мы договорились», — сказал Баррет.\n\nПо словам госсекретаря Норвегии, он встретил послов и министров."
    assert speakers(text) == ["Баррет", "Баррет"]
