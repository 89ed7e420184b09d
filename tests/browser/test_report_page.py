"""The report, in a browser."""

import csv
import io
import json

import pytest
from drawn import BRIDGE, drawn, escaped

from newsquotes.columns import COLUMNS
from newsquotes.reader.report import report

STORM = """\
<cue 1>По словам</cue 1> <source 1>Анны Беловой</source 1>, \
<content 1 indirect stance="denied" speaker="Анна Белова">шторма не было</content 1>.
«<content 2 mixed speaker="Игорь Лось">Ёлки устояли</content 2>», — <cue 2>сказал</cue 2> <source 2>Лось</source 2>.
"""


def docs():
    return [
        drawn(BRIDGE, title="О мосте", outlet="Вести", date="2024-03-11", url="https://example.org/most"),
        drawn(
            STORM,
            id="storm",
            title="Шторм",
            date="2024-03-14T08:00:00Z",
            confidence=0.5,
        ),
        drawn('«<content direct speaker="Игорь Лось">Снега нет</content>», — заметил Лось.', id="sneg"),
    ]


def quotations(browser) -> list[str]:
    return browser.visible("#quotes .said")


def count(browser) -> str:
    return browser.one("#count").text


def choose(browser, id_: str, label: str) -> None:
    from selenium.webdriver.support.select import Select

    select = Select(browser.one(f"#{id_}"))
    select.select_by_visible_text(next(o.text for o in select.options if o.text.startswith(label)))


def speaker(browser, name: str):
    return next(b for b in browser.all("#speakers button") if b.text.startswith(name))


def test_speakers_are_ranked_and_filter(browser):
    browser.open(report(docs()))
    names = [text.splitlines()[:2] for text in browser.visible("#speakers button")]
    assert names == [
        ["Анна Белова", "3"],
        ["Игорь Лось", "2"],
        ["Пётр Ильин", "1"],
        ["министерство", "1"],
        ["unknown speaker", "1"],
    ]
    assert count(browser) == "8 quotations"
    speaker(browser, "Игорь Лось").click()
    assert count(browser) == "2 of 8 quotations"
    assert len(quotations(browser)) == 2
    assert browser.js("return document.activeElement.textContent") == "Игорь Лось2"
    speaker(browser, "министерство").click()
    assert count(browser) == "3 of 8 quotations"
    browser.one("button[type=reset]").click()
    assert count(browser) == "8 quotations"


@pytest.mark.parametrize(
    ("filter_", "label", "left"),
    [
        ("type", "mixed", 1),
        ("stance", "denied", 1),
        ("medium", "ТАСС", 1),
        ("medium", "no medium", 7),
        ("document", "Шторм", 2),
    ],
)
def test_filters(browser, filter_, label, left):
    browser.open(report(docs()))
    choose(browser, filter_, label)
    assert count(browser) == f"{left} of 8 quotations"
    assert len(quotations(browser)) == left


def test_the_confidence_filters(browser):
    browser.open(report(docs()))
    browser.js("const r = document.getElementById('confidence'); r.value = 0.6; r.dispatchEvent(new Event('input'))")
    assert count(browser) == "6 of 8 quotations"
    assert browser.one("#confidence-shown").text == "0.60"


def test_search_minds_neither_case_nor_yo(browser):
    browser.open(report(docs()))
    browser.one("#search").send_keys("елки УСТОЯЛИ")
    assert count(browser) == "1 of 8 quotations"
    browser.one("#search").clear()
    browser.one("#search").send_keys("лось снега")
    assert count(browser) == "1 of 8 quotations"
    browser.one("#search").send_keys("ъъъ")
    assert browser.visible("#quotes li") == ["No quotation fits these filters."]


def test_a_quotation_stands_in_its_context(browser):
    browser.open(report(docs()))
    assert quotations(browser)[1] == (
        "Мост откроют в мае, сообщила мэр Анна Белова. «Мы готовы, — сказала она, — но торопиться не станем»."
    )
    second = browser.all("#quotes > li")[1]
    assert [m.text for m in second.find_elements("css selector", "mark")] == ["Мы готовы", "но торопиться не станем"]


def test_the_timeline_filters_and_counts_what_has_no_date(browser):
    browser.open(report(docs()))
    bars = browser.all("#timeline button")
    assert [b.get_attribute("aria-label") for b in bars] == ["2024-03-11: 5 quotations", "2024-03-14: 2 quotations"]
    assert browser.visible(".axis span") == ["2024-03-11", "2024-03-14 · 1 without a date"]
    assert len(browser.all(".bars > *")) == 4
    bars[1].click()
    assert count(browser) == "2 of 8 quotations"
    browser.all("#timeline button")[1].click()
    assert count(browser) == "8 quotations"


@pytest.mark.parametrize(("last", "bars"), [("2024-12-31", 10), ("2031-01-01", 8), ("1031-01-01", 994)])
def test_long_times_are_counted_by_month_or_year(browser, last, bars):
    said = "<content>Да</content>."
    browser.open(report([drawn(said, date="2024-03-31"), drawn(said, date=last)]))
    assert len(browser.all(".bars > *")) == bars
    assert len(browser.all(".bars button")) == 2


def test_no_timeline_without_dates(browser):
    browser.open(report([drawn(BRIDGE)]))
    assert not browser.one("#timeline").is_displayed()
    assert not browser.one("#document-choice").is_displayed()


def test_the_link_leads_to_the_place_in_the_text_and_back(browser):
    from selenium.webdriver import Keys

    browser.open(report(docs()))
    browser.all("#quotes a")[3].click()
    assert browser.one("#article-title").text == "О мосте"
    assert browser.one("#article-origin").text == "Вести, 2024-03-11 · original"
    assert browser.js("return document.activeElement.textContent") == "министерство"
    assert browser.one("#tip").text.startswith("министерство\ndirect")
    browser.press(Keys.ARROW_LEFT)
    assert browser.js("return document.activeElement.textContent") == "Пётр Ильин"
    browser.one("#close").click()
    assert not browser.one("#article").is_displayed()
    assert browser.js("return document.activeElement.getAttribute('href')") == "#q3"
    assert "#" not in browser.driver.current_url
    assert (
        browser.js("return [...document.querySelectorAll('#article-text .nq-s')].map((s) => s.textContent).join('')")
        == docs()[0].text
    )


def test_escape_closes_the_article_and_an_address_opens_it(browser):
    from selenium.webdriver import Keys

    browser.open(report(docs()), "#q6")
    assert browser.one("#article-title").text == "Шторм"
    browser.press(Keys.ESCAPE)  # the tooltip
    assert browser.one("#article").is_displayed()
    browser.press(Keys.ESCAPE)
    assert not browser.one("#article").is_displayed()
    browser.js("location.hash = '#q99'")
    assert not browser.one("#article").is_displayed()


def test_everything_can_be_done_by_keys(browser):
    from selenium.webdriver import Keys

    browser.open(report(docs()))
    browser.press(Keys.TAB)
    browser.press("мост")
    assert browser.js("return document.activeElement.id") == "search"
    for _ in range(60):
        if browser.js("return document.activeElement.dataset.who") == "2":
            break
        browser.press(Keys.TAB)
    browser.press(Keys.SPACE)
    assert count(browser) == "1 of 8 quotations"
    for _ in range(60):
        if browser.js("return document.activeElement.tagName") == "A":
            break
        browser.press(Keys.TAB)
    browser.press(Keys.ENTER)
    assert browser.one("#article").is_displayed()


def test_the_selection_is_saved_as_csv(browser):
    nasty = '=HYPERLINK(&quot;x&quot;;1), "да"\nда'
    more = drawn(f'<content speaker="+Ян">{nasty}</content>', id="@x", title="-1")
    browser.open(report([*docs(), more]))
    choose(browser, "document", "-1")
    browser.one("#csv").click()
    content = browser.saved("quotations.csv")
    assert content.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["text"] == "'" + '=HYPERLINK("x";1), "да"\nда'
    assert (row["speaker"], row["document"], row["title"]) == ("'+Ян", "'@x", "'-1")
    assert (row["confidence"], row["start"]) == ("0.81", "0")


def test_the_selection_is_saved_as_json(browser):
    browser.open(report(docs()))
    browser.one("#search").send_keys("готовы")
    browser.one("#json").click()
    [row] = json.loads(browser.saved("quotations.json"))
    doc = docs()[0]
    assert row["text"] == "Мы готовы … но торопиться не станем"
    assert doc.text[row["start"] : row["end"]] == "Мы готовы, — сказала она, — но торопиться не станем"
    assert (row["speaker"], row["date"], row["medium"]) == ("Анна Белова", "2024-03-11", None)
    assert list(row) == [name for name in COLUMNS if name in row]


def test_five_thousand_quotations(browser):
    markup = "".join(
        f'Свидетель 😀, «<content {i} speaker="Свидетель {i % 700}">всё было так, как в деле {i}</content {i}>».\n'
        for i in range(1, 501)
    )
    page = report(drawn(markup, id=f"delo-{n}", date=f"2024-0{n % 9 + 1}-01") for n in range(10))
    assert browser.open(page) < 2
    assert count(browser) == "5,000 quotations"
    assert len(browser.all("#quotes > li")) == 50
    took = browser.js(
        """const begin = performance.now();
        const search = document.getElementById("search");
        search.value = "деле 500";
        search.dispatchEvent(new Event("input"));
        document.body.offsetHeight;
        return performance.now() - begin;"""
    )
    assert took < 500
    assert count(browser) == "10 of 5,000 quotations"
    assert browser.all("#quotes mark")[0].text == "всё было так, как в деле 500"
    browser.one("button[type=reset]").click()
    browser.one("#more").click()
    assert len(browser.all("#quotes > li")) == 100
    assert browser.js("return document.activeElement.getAttribute('href')") == "#q50"
    assert browser.one("#more-speakers").text == "Show all 500 speakers"
    browser.one("#speaker-search").send_keys("Свидетель 499")
    assert browser.visible("#speakers button") == ["Свидетель 499\n10"]
    begin = browser.js("location.hash = '#q4999'; return performance.now()")
    assert browser.js("return document.activeElement.dataset.n") == "499"
    assert browser.js("return performance.now()") - begin < 2000


def test_a_long_quotation_is_cut_with_a_count(browser):
    browser.open(report([drawn(f"<content>{'очень ' * 400}</content>")]))
    assert quotations(browser)[0].endswith("… 900 more characters")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 400])
def test_nothing_serious_for_axe(browser, theme, width):
    browser.theme(theme)
    browser.size(width, 900)
    browser.open(report(docs()))
    assert browser.accessibility() == []
    assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
    browser.js("location.hash = '#q3'")
    assert browser.accessibility() == []
    dark = theme == "dark"
    assert browser.style("body", "backgroundColor") == ("rgb(23, 24, 27)" if dark else "rgb(255, 255, 255)")


def test_hostile_text_stays_text(browser):
    script = "document.title = 'broken'"
    hostile = f'</script><script>{script}</script><!--<script><img src=x onerror="{script}">\u202e&\u2067'
    markup = f'{escaped(hostile)}<content speaker="{escaped(hostile)}">{escaped(hostile)}</content>'
    url = f"https://example.org/{hostile}"
    doc = drawn(markup, id=hostile, title=hostile, outlet=hostile, date=hostile, url=url)
    browser.open(report([doc, *docs()], title=hostile))
    assert browser.driver.title.startswith("</script>")
    assert count(browser) == "9 quotations"
    assert browser.all("img") == []
    assert hostile in browser.js("return document.querySelector('#quotes mark').textContent")
    browser.all("#quotes a")[0].click()
    assert browser.one("#article-title").text != ""
    assert browser.all("img") == []


def test_nothing_can_be_loaded_or_run_from_elsewhere(browser):
    browser.open(report(docs()))
    browser.js("const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)")
    assert browser.js("return window.ran") is None
    [complaint] = browser.complaints()
    assert "Content Security Policy" in complaint


def test_a_report_of_nothing(browser):
    browser.open(report([]))
    assert count(browser) == "0 quotations"
    assert not browser.one("#csv").is_enabled()
