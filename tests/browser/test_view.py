"""The notebook view of documents, in a browser."""

import pytest
from drawn import BRIDGE, drawn, escaped

from newsquotes.reader.notebook import to_html

SCRIPT = "document.title = 'broken'"
HOSTILE = f"""</mark></style></script><script>{SCRIPT}</script><img src=x onerror="{SCRIPT}">
\u202e"quotes' & \u2067rtl <b onmouseover="{SCRIPT}">"""


def page(*shown, body: str = "") -> str:
    views = "\n".join(to_html(one) for one in shown)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>notebook</title>'
        "<style>:root { color-scheme: light dark } mark { background: red; color: red }</style></head>"
        f"<body {body}><main><h1>Notebook</h1>{views}</main></body></html>"
    )


def legend(browser, name: str):
    return next(b for b in browser.all(".nq-legend button") if b.text.startswith(name))


def tinted(browser) -> list[str]:
    return browser.visible("mark.nq-m")


def test_the_legend_filters(browser):
    browser.open(page(drawn(BRIDGE)))
    everything = tinted(browser)
    assert len(everything) == 11
    legend(browser, "Анна Белова").click()
    assert tinted(browser) == ["Мост откроют в мае", "Мы готовы", "но торопиться не станем"]
    assert browser.visible(".nq-who") == ["Анна Белова", "Анна Белова", "…\nАнна Белова goes on"]
    assert legend(browser, "Анна Белова").get_attribute("aria-pressed") == "true"
    assert browser.one(".nq-status").text == "Showing 2 of 5 quotations"
    legend(browser, "министерство").click()
    assert tinted(browser)[3:] == ["Денег не будет"]
    legend(browser, "Show all").click()
    assert tinted(browser) == everything
    assert not browser.one(".nq-all").is_displayed()


def test_painting_again_gives_what_python_painted(browser):
    browser.open(page(drawn(BRIDGE)))
    classes = "return [...document.querySelectorAll('.nq-s')].map((s) => s.className)"
    painted = browser.js(classes)
    legend(browser, "Пётр Ильин").click()
    assert browser.js(classes) != painted
    legend(browser, "Пётр Ильин").click()
    assert browser.js(classes) == painted


def test_the_text_stays_the_text_of_the_article(browser):
    doc = drawn(BRIDGE)
    browser.open(page(doc))
    assert browser.js("return [...document.querySelectorAll('.nq-s')].map((s) => s.textContent).join('')") == doc.text


def test_pointing_tells_who_and_how_sure_and_marks_all_parts(browser):
    from selenium.webdriver import ActionChains

    browser.open(page(drawn(BRIDGE)))
    ActionChains(browser.driver).move_to_element(browser.one('mark[data-q="1"]')).perform()
    assert browser.one(".nq-tip").text.splitlines() == [
        "Анна Белова",
        "direct, confidence 0.81 (content 0.90, speaker 0.90); drawn, speaker: drawn",
    ]
    assert browser.visible(".nq-on") == ["Мы готовы", "сказала", "она", "но торопиться не станем"]
    ActionChains(browser.driver).move_to_element(browser.one('mark[data-q="2 3"]')).perform()
    assert browser.one(".nq-tip").text.startswith("министерство")
    ActionChains(browser.driver).move_to_element(browser.one("h1")).perform()
    assert not browser.one(".nq-tip").is_displayed()


def test_keys_go_from_quotation_to_quotation(browser):
    from selenium.webdriver import Keys

    browser.open(page(drawn(BRIDGE)))
    browser.one(".nq-text").send_keys(Keys.TAB)
    names = []
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_DOWN, Keys.END, Keys.ARROW_RIGHT, Keys.ARROW_LEFT, Keys.HOME):
        names.append(browser.one(".nq-tip b").text)
        browser.press(key)
    assert names == ["Анна Белова", "Анна Белова", "Пётр Ильин", "unknown speaker", "unknown speaker", "министерство"]
    assert browser.one(".nq-tip").is_displayed()
    browser.press(Keys.ESCAPE)
    assert not browser.one(".nq-tip").is_displayed()
    browser.press(Keys.TAB)
    assert browser.js("return document.activeElement.closest('.nq-text')") is None


def test_keys_skip_what_is_filtered_out(browser):
    from selenium.webdriver import Keys

    browser.open(page(drawn(BRIDGE)))
    legend(browser, "Пётр Ильин").click()
    browser.one(".nq-text").send_keys(Keys.TAB)
    assert browser.js("return document.activeElement.textContent") == "Пётр Ильин"
    browser.press(Keys.ARROW_RIGHT)
    assert browser.js("return document.activeElement.textContent") == "Пётр Ильин"


def test_what_is_chosen_comes_into_view(browser):
    later = '<content 6 speaker="Ян">потом</content 6>.'
    browser.open(page(drawn(BRIDGE + "Снег.\n" * 60 + later)))
    top = "return document.querySelector('.nq-text').scrollTop"
    assert browser.js(top) == 0
    legend(browser, "Ян").click()
    assert browser.js(top) > 0
    legend(browser, "Анна Белова").click()
    assert browser.js(top) < 100


def test_documents_on_one_page_do_not_meddle_with_each_other(browser):
    browser.open(page(drawn(BRIDGE), drawn(BRIDGE), drawn(BRIDGE).quotes))
    browser.all(".nq-view")[1].find_element("css selector", ".nq-legend button").click()
    assert [len(v.find_elements("css selector", "mark.nq-m")) for v in browser.all(".nq-view")] == [11, 3, 0]
    assert browser.js("return new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size") == 3


@pytest.mark.parametrize(
    ("system", "body", "dark"),
    [
        ("light", "", False),
        ("dark", "", True),
        ("light", 'data-jp-theme-light="false"', True),
        ("dark", 'data-jp-theme-light="true"', False),
        ("light", 'data-vscode-theme-kind="vscode-dark"', True),
    ],
)
def test_the_theme_is_that_of_the_notebook_or_of_the_system(browser, system, body, dark):
    browser.theme(system)
    browser.open(page(drawn(BRIDGE), body=body))
    assert browser.style(".nq-view", "backgroundColor") == ("rgb(23, 24, 27)" if dark else "rgb(255, 255, 255)")
    assert browser.style("mark", "backgroundColor") == ("rgb(13, 60, 90)" if dark else "rgb(207, 229, 245)")
    assert browser.style("mark", "color") == ("rgb(232, 232, 236)" if dark else "rgb(28, 28, 30)")


def test_thousands_of_quotations_stay_usable(browser):
    markup = "".join(
        f'«<content {i} speaker="Голос {i % 40}">Слово {i}</content {i}>», — сказал он. ' for i in range(1, 3001)
    )
    assert browser.open(page(drawn(markup))) < 5
    took = browser.js(
        "const begin = performance.now(); document.querySelector('.nq-legend button').click();"
        "document.body.offsetHeight; return performance.now() - begin"
    )
    assert len(browser.all("mark.nq-m")) == 75
    assert took < 2000


def test_hostile_text_stays_text(browser):
    written = escaped(HOSTILE)
    name = written.replace("\n", " ")
    doc = drawn(f'{written}<content speaker="{name}">{written}</content>', id=HOSTILE, title=HOSTILE)
    browser.open(page(doc, doc.quotes, doc.quotes[0], doc.speakers, doc.speakers[0]))
    assert browser.driver.title == "notebook"
    assert browser.all("img, b[onmouseover]") == []
    assert browser.js("return [...document.querySelectorAll('.nq-s')].map((s) => s.textContent).join('')") == doc.text
    browser.all(".nq-legend button")[0].click()
    browser.js("document.querySelector('[data-n]').focus()")
    assert browser.one(".nq-tip").is_displayed()
    assert browser.driver.title == "notebook"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_for_axe(browser, build, theme):
    doc = drawn(BRIDGE, title="О мосте")
    browser.theme(theme)
    browser.open(page(doc, doc.quotes, doc.quotes[0], doc.speakers[0], build()))
    browser.js("document.querySelector('[data-n]').focus()")
    assert browser.accessibility() == []
