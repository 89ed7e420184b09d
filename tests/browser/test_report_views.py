"""What the report can be asked: filters, order, addresses, the corpus page, paper."""

import base64
import io
from urllib.parse import unquote

import attrs
import pytest
from drawn import BRIDGE, drawn, escaped

from newsquotes.document import Resolution
from newsquotes.reader.report import in_parts, report

MINISTER = '«<content speaker="Игорь Лось">Снега не будет</content>», — <cue>сказал</cue> <source>Лось</source>.'
SOURCE = (
    '<cue>По словам</cue> <source>собеседника</source>, <content indirect speaker="собеседник">лёд уже тронулся</content>.'
)


def described(doc, **speakers):
    """The document whose speakers are what these say of them, by the first word of the name."""
    changed = [attrs.evolve(s, **speakers.get(s.name.split()[0], {})) for s in doc.speakers]
    return doc.with_resolution(Resolution(tuple(changed), doc.attributions))


def docs():
    belova = {"gender": "femn", "role": "мэр"}
    return [
        described(drawn(BRIDGE, title="О мосте", outlet="Вести", date="2024-03-11"), Анна=belova, Пётр={"gender": "masc"}),
        described(
            drawn(MINISTER, id="sneg", outlet="ТАСС", date="2024-04-02", confidence=0.5),
            Игорь={"gender": "masc", "role": "министр транспорта"},
        ),
        described(drawn(SOURCE, id="led", date="2024-05-20"), собеседник={"kind": "anonymous"}),
    ]


def count(browser) -> str:
    return browser.one("#count").text


def choose(browser, id_: str, label: str) -> None:
    from selenium.webdriver.support.select import Select

    select = Select(browser.one(f"#{id_}"))
    select.select_by_visible_text(next(o.text for o in select.options if o.text.startswith(label)))


def options(browser, id_: str) -> list[str]:
    return [o.get_attribute("textContent") for o in browser.all(f"#{id_} option")][1:]


def names(browser) -> list[str]:
    return browser.visible("#quotes .who b")


@pytest.mark.parametrize(
    ("filter_", "label", "left"),
    [
        ("outlet", "Вести", 5),
        ("outlet", "no outlet", 1),
        ("gender", "woman", 2),
        ("gender", "man", 2),
        ("kind", "anonymous", 1),
        ("standing", "officials", 3),
        ("standing", "anonymous sources", 1),
        ("standing", "named sources", 5),
    ],
)
def test_filters_by_outlet_gender_kind_and_standing(browser, filter_, label, left):
    browser.open(report(docs()))
    choose(browser, filter_, label)
    assert count(browser) == f"{left} of 7 quotations"
    assert len(names(browser)) == left


def test_days_filter_on_both_sides(browser):
    browser.open(report(docs()))
    for id_, day in (("since", "2024-03-12"), ("until", "2024-04-02")):
        browser.js(
            "const i = document.getElementById(arguments[0]); i.value = arguments[1]; i.dispatchEvent(new Event('change'))",
            id_,
            day,
        )
    assert names(browser) == ["Игорь Лось"]


def test_counts_agree_with_what_the_other_filters_leave(browser):
    browser.open(report(docs()))
    assert options(browser, "outlet") == ["Вести (5)", "ТАСС (1)", "no outlet (1)"]
    choose(browser, "gender", "man")
    assert options(browser, "outlet") == ["Вести (1)", "ТАСС (1)"]
    assert browser.one("#counted").text == "2 speakers, 2 articles"
    assert sorted(options(browser, "gender")) == ["man (2)", "not known (3)", "woman (2)"]


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("newest first", "собеседник", "unknown speaker"),
        ("oldest first", "Анна Белова", "собеседник"),
        ("by speaker", "Анна Белова", "unknown speaker"),
        ("by outlet", "Анна Белова", "собеседник"),
        ("most doubtful first", "Игорь Лось", "собеседник"),
        ("surest first", "Анна Белова", "Игорь Лось"),
    ],
)
def test_order(browser, order, first, last):
    browser.open(report(docs()))
    choose(browser, "order", order)
    assert (names(browser)[0], names(browser)[-1]) == (first, last)


def test_the_address_holds_the_view_and_gives_it_back(browser):
    page = report(docs())
    browser.open(page)
    choose(browser, "gender", "woman")
    choose(browser, "order", "newest first")
    browser.one("#search").send_keys("готовы")
    next(b for b in browser.all("#speakers button") if b.text.startswith("Анна")).click()
    shown = names(browser)
    address = browser.driver.current_url
    assert "who=Анна+Белова" in unquote(address)
    browser.open(page, "#" + address.partition("#")[2])
    assert (names(browser), count(browser)) == (shown, "1 of 7 quotations")
    assert browser.one("#search").get_attribute("value") == "готовы"
    assert browser.one("#order").get_attribute("value") == "newest"
    browser.one("button[type=reset]").click()
    assert "#" not in browser.driver.current_url
    assert count(browser) == "7 quotations"


def test_each_quotation_has_an_address_that_keeps_the_view(browser):
    page = report(docs())
    browser.open(page)
    choose(browser, "outlet", "ТАСС")
    link = browser.one("#quotes a").get_attribute("href")
    browser.open(page, "#" + link.partition("#")[2])
    assert browser.one("#article").is_displayed()
    assert count(browser) == "1 of 7 quotations"
    browser.one("#close").click()
    assert browser.driver.current_url.endswith("#outlet=%3D%D0%A2%D0%90%D0%A1%D0%A1")


@pytest.mark.parametrize(
    "hash_", ["#who=Nobody", "#order=x&view=y", "#document=zz", "#confidence=9e9", "#q999", "#%E0%A4%A"]
)
def test_a_strange_address_does_no_harm(browser, hash_):
    browser.open(report(docs()), hash_)
    assert "of" in count(browser) or count(browser) == "7 quotations"


@pytest.mark.parametrize("hash_", ["#since=zz", "#until=%27", "#order=constructor", "#order=__proto__"])
def test_what_no_control_can_show_filters_nothing(browser, hash_):
    browser.open(report(docs()), hash_)
    assert count(browser) == "7 quotations"
    assert len(browser.all("#quotes a")) == 7


def test_show_in_the_text_always_marks_the_quotation(browser):
    long = "Слова, слова, слова. " * 400
    many = [
        drawn(f'{long}\n«<content {i} speaker="Ян {i}">Ответ {i}</content {i}>».\n{long}', id=str(i)) for i in range(1, 4)
    ]
    browser.open(report(many))
    for i in (0, 2, 1):
        browser.all("#quotes a")[i].click()
        browser.wait("return document.querySelectorAll('.nq-chosen').length > 0")
        browser.js("document.getElementById('article-text').dispatchEvent(new Event('scroll'))")
        assert [e.text for e in browser.all("#article-text mark.nq-chosen")] == [f"Ответ {i + 1}"]
        assert browser.js(
            "const r = document.querySelector('mark.nq-chosen').getBoundingClientRect(); return r.top > 0 && r.bottom < innerHeight"
        )
        browser.one("#close").click()


def test_speakers_of_one_article_have_different_colours(browser):
    others = [
        drawn("".join(f'<content {i} speaker="Чужой {n}">а</content {i}> ' for i in range(1, 9)), id=f"o{n}")
        for n in range(6)
    ]
    six = drawn("".join(f'<content {i} speaker="Свой {i}">б {i}</content {i}> ' for i in range(1, 7)), id="own")
    browser.open(report([*others, six]), "#q53")
    found = browser.js("return [...document.querySelectorAll('#article-text [data-n]')].map((l) => l.dataset.k)")
    assert len(found) == 6
    assert len(set(found)) == 6


def test_every_figure_of_the_corpus_page_leads_to_its_quotations(browser):
    browser.open(report(docs()))
    browser.one("#view-corpus").click()
    tables = browser.all("#corpus table")
    assert [t.find_element("css selector", "caption").text for t in tables] == [
        "Shares by outlet",
        "Shares by month",
        "Who speaks with whom in one article",
    ]
    assert [c.text for c in tables[0].find_elements("css selector", "tbody tr:last-child > *")] == [
        "All",
        "7",
        "50% (2)",
        "83% (5)",
        "17% (1)",
        "50% (3)",
    ]
    links = [(a.text, a.get_attribute("href").partition("#")[2]) for a in browser.all("#corpus a")]
    assert len(links) > 15
    for shown, hash_ in links:
        browser.js("location.hash = arguments[0]", "#" + hash_)
        browser.wait("return !document.getElementById('corpus') || document.getElementById('corpus').hidden")
        wanted = shown.partition("(")[2].rstrip(")") or shown
        if "together" in hash_:
            assert browser.one("#counted").text.endswith("1 article")
        else:
            assert count(browser).split()[0] == wanted, (shown, hash_)
        browser.js("location.hash = '#view=corpus'")
        browser.wait("return !document.getElementById('corpus').hidden")


def printed(browser) -> str:
    pypdf = pytest.importorskip("pypdf")
    made = browser.driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    pages = pypdf.PdfReader(io.BytesIO(base64.b64decode(made["data"]))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_paper_holds_all_quotations_that_fit_and_no_controls(browser):
    many = drawn("".join(f'<content {i} speaker="Ян">Слово {i}</content {i}>.\n' for i in range(1, 121)))
    browser.open(report([many, *docs()]))
    choose(browser, "document", "most")
    text = printed(browser)
    assert "Слово 120" in text
    assert "Снега не будет" not in text
    assert "Reset" not in text
    assert "Accept" not in text


def test_an_article_on_paper_has_its_speakers_at_the_margin(browser):
    browser.open(report(docs()), "#q2")
    browser.wait("return document.getElementById('article').open")
    text = printed(browser)
    assert "Пётр Ильин" in text
    assert "мы искали их сами" in text
    assert "Снега не будет" not in text


def test_hostile_addresses_and_names_stay_text(browser):
    hostile = "<img src=x onerror=alert(1)>&q1=\"'"
    doc = drawn(f'<content speaker="{escaped(hostile)}">а</content>', id=hostile, outlet=hostile, date="2024-01-01")
    browser.open(report([doc, *docs()]))
    choose(browser, "outlet", "<img")
    next(b for b in browser.all("#speakers button") if b.text.startswith("<img")).click()
    assert count(browser) == "1 of 8 quotations"
    address = browser.driver.current_url
    browser.open(report([doc, *docs()]), "#" + address.partition("#")[2])
    assert count(browser) == "1 of 8 quotations"
    browser.one("#view-corpus").click()
    assert browser.all("img") == []


def test_parts_hold_at_most_so_many():
    parts = list(in_parts([*docs(), *docs()], 6))
    assert [sum(len(doc.quotes) for doc in part) for part in parts] == [6, 6, 2]


@pytest.mark.parametrize("address", ["", "#q2", "#view=corpus"])
def test_nothing_serious_for_axe_on_paper(browser, address):
    browser.open(report(docs()), address)
    browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        browser.js("window.dispatchEvent(new Event('beforeprint'))")
        assert browser.accessibility() == []
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_the_sum_of_the_months_is_of_what_has_a_date(browser):
    browser.open(report([*docs(), drawn(SOURCE, id="undated")]))
    browser.one("#view-corpus").click()
    months = browser.all("#corpus table")[1]
    rows = [
        [c.text for c in row.find_elements("css selector", "*")][:2]
        for row in months.find_elements("css selector", "tbody tr")
    ]
    assert [row[0] for row in rows] == ["2024-03", "2024-04", "2024-05", "All with a date"]
    sums = months.find_elements("css selector", "tbody tr:last-child a")
    assert sums[0].text == "7"
    sums[0].click()
    assert count(browser).split()[0] == "7"
