"""Corrections made on the report, in a browser, come back as gold."""

import json

from drawn import BRIDGE, drawn, escaped

from newsquotes import correct, read_corrections
from newsquotes.evaluation.records import read_gold
from newsquotes.formats import read, write
from newsquotes.reader.report import report

OTHER = 'Белова молчала. «<content speaker="Белова">Снега нет</content>», — <cue>заметила</cue> <source>она</source> потом.'


def docs():
    return [drawn(BRIDGE, title="О мосте", outlet="Вести"), drawn(OTHER, id="sneg", outlet="ТАСС")]


def button(browser, card: int, label: str):
    within = browser.all("#quotes > li")[card].find_elements("css selector", "button")
    return next(b for b in within if b.text == label)


def told(browser) -> str:
    return browser.one("#told").text


def saved(browser):
    browser.one("#save-corrections").click()
    return read_corrections(browser.saved("corrections.jsonl").splitlines())


def select(browser, words: str) -> None:
    """Selects words of the article, as somebody does with a mouse."""
    browser.js(
        """const text = document.getElementById("article-text");
        const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
        const nodes = [];
        while (walker.nextNode()) if (walker.currentNode.parentElement.closest("[data-start]")) nodes.push(walker.currentNode);
        const all = nodes.map((n) => n.data).join("");
        const from = all.indexOf(arguments[0]);
        const to = from + arguments[0].length;
        const range = document.createRange();
        let at = 0;
        for (const node of nodes) {
            if (at <= from && from < at + node.data.length) range.setStart(node, from - at);
            if (at < to && to <= at + node.data.length) range.setEnd(node, to - at);
            at += node.data.length;
        }
        getSelection().removeAllRanges();
        getSelection().addRange(range);""",
        words,
    )


def editor(browser, label: str):
    return next(b for b in browser.all("#editor button") if b.text == label)


def speaker(browser, name: str):
    return next(b for b in browser.all("#speakers button") if b.text.startswith(name))


def test_corrections_made_in_the_page_come_back_as_gold(browser, tmp_path):
    browser.open(report(docs()))
    browser.one("#author").send_keys("Ольга")
    button(browser, 0, "Accept").click()
    assert told(browser) == "Accepted."
    assert "accepted" in browser.all("#quotes > li")[0].text
    button(browser, 4, "Reject").click()
    assert browser.one("#count").text == "5 quotations"
    button(browser, 3, "Other speaker…").click()
    name = browser.one(".speaker-form input")
    name.clear()
    name.send_keys("Вера Лис\n")
    assert browser.all("#quotes > li")[3].text.startswith("Вера Лис")
    speaker(browser, "Белова").click()
    speaker(browser, "Анна Белова").click()
    from selenium.webdriver.support.select import Select

    Select(browser.one("#merge-into")).select_by_visible_text("Анна Белова")
    browser.one("#merge button").click()
    assert browser.one("#count").text == "3 of 5 quotations"
    browser.one("button[type=reset]").click()
    browser.js("location.hash = '#q1'")
    browser.wait("return document.getElementById('article').open")
    select(browser, "торопиться не станем»")
    editor(browser, "Set the borders to the selection").click()
    select(browser, "Мы готовы")
    editor(browser, "Add the selection as a part").click()
    select(browser, "и мы искали их сами")
    editor(browser, "New quotation from the selection").click()
    assert [m.text for m in browser.all("#article-text .nq-chosen:not(button)")] == ["и мы искали их сами"]
    browser.one("#close").click()

    corrections = saved(browser)
    assert {c.author for c in corrections} == {"Ольга"}
    assert all(c.time.endswith("Z") for c in corrections)
    assert [c.action for c in corrections] == ["accept", "reject", "speaker", "merge", "borders", "borders", "add"]
    write(correct(docs(), corrections), tmp_path / "gold", "gold")
    bridge, snow = read_gold(tmp_path / "gold")
    found = [(" … ".join(bridge.text[a:b] for a, b in q.content), q.speaker) for q in bridge.quotes]
    assert found == [
        ("Мост откроют в мае", "Анна Белова"),
        ("Мы готовы … торопиться не станем»", "Анна Белова"),
        ('Нам в министерстве говорили: "Денег не будет", — и мы искали их сами', "Пётр Ильин"),
        ("Денег не будет", "Вера Лис"),
        ("и мы искали их сами", "Анна Белова"),
    ]
    assert [q.speaker for q in snow.quotes] == ["Анна Белова"]


def test_the_page_shows_what_the_library_makes_of_its_corrections(browser):
    browser.open(report(docs()))
    button(browser, 1, "Reject").click()
    button(browser, 2, "Other speaker…").click()
    next(b for b in browser.all(".speaker-form button") if b.text == "Nobody is known").click()
    corrections = saved(browser)
    browser.one("button[type=reset]").click()
    browser.one("#json").click()
    rows = json.loads(browser.saved("quotations.json"))
    made = [
        (doc.id, q.text, q.speaker and q.speaker.name, round(q.confidence, 4))
        for doc in correct(docs(), corrections)
        for q in doc.quotes
    ]
    assert [(r["document"], r["text"], r["speaker"], r["confidence"]) for r in rows] == made


def test_the_heading_counts_what_is_left_and_what_is_rejected_can_be_looked_at(browser):
    browser.open(report(docs()))
    before = browser.one("#summary").text
    number = int(before.split(" quotations")[0].split()[-1])
    button(browser, 0, "Reject").click()
    assert f"{number - 1} quotations" in browser.one("#summary").text
    browser.one("#quotes [data-quote='0'] a").click()
    assert browser.js("return document.querySelector('.nq-chosen') !== null")
    browser.one("#close").click()
    browser.one("#undo").click()
    assert browser.one("#summary").text == before
    browser.js("localStorage.clear()")


def test_undo_takes_back_one_at_a_time(browser):
    browser.open(report(docs()))
    assert not browser.one("#undo").is_enabled()
    button(browser, 0, "Reject").click()
    button(browser, 1, "Accept").click()
    assert browser.one("#corrected").text == "2 corrections"
    browser.one("#undo").click()
    assert told(browser) == "Undone."
    assert "accepted" not in browser.one("#quotes").text
    browser.one("#undo").click()
    assert browser.one("#count").text == "6 quotations"
    assert not browser.one("#undo").is_enabled()


def test_corrections_are_loaded_from_a_file(browser, tmp_path):
    browser.open(report(docs()))
    browser.one("button[type=reset]").click()
    button(browser, 0, "Reject").click()
    browser.one("#save-corrections").click()
    content = browser.saved("corrections.jsonl")
    browser.js("localStorage.clear()")
    strange = b'{"action": "reject", "document": "x", "quotation": [[0, 1]]}\n'
    (tmp_path / "corrections.jsonl").write_bytes(content + strange)
    browser.open(report(docs()))
    assert browser.one("#count").text == "6 quotations"
    browser.one("#load-corrections").send_keys(str(tmp_path / "corrections.jsonl"))
    browser.wait("return document.getElementById('told').textContent")
    assert told(browser) == "2 loaded; 1 fit nothing here."
    assert browser.one("#count").text == "5 quotations"
    (tmp_path / "wrong.jsonl").write_text('{"action": "boil"}')
    browser.one("#load-corrections").send_keys(str(tmp_path / "wrong.jsonl"))
    browser.wait("return document.getElementById('told').textContent.startsWith('This')")
    assert browser.one("#corrected").text == "2 corrections"


def test_what_was_corrected_is_there_when_the_page_is_opened_again(browser):
    page = report(docs())
    browser.open(page)
    button(browser, 0, "Reject").click()
    browser.open(page)
    assert browser.one("#corrected").text == "1 correction"
    assert browser.one("#count").text == "5 quotations"
    browser.one("#undo").click()
    browser.open(page)
    assert browser.one("#corrected").text == "0 corrections"


def test_hostile_names_stay_text(browser):
    script = "document.title = 'broken'"
    hostile = f'<img src=x onerror="{script}">{{name}}'
    browser.open(report([*docs(), drawn(f'<content speaker="{escaped(hostile)}">а</content>', id=hostile)]))
    button(browser, 0, "Other speaker…").click()
    name = browser.one(".speaker-form input")
    name.clear()
    name.send_keys(hostile + "\n")
    assert browser.all("#quotes > li")[0].text.startswith(hostile)
    browser.one("#view-corpus").click()
    assert browser.all("img") == []
    assert browser.driver.title == "Who said what"


def test_correcting_by_keys_keeps_the_focus(browser):
    from selenium.webdriver import Keys

    browser.open(report(docs()))
    button(browser, 0, "Accept").send_keys(Keys.ENTER)
    assert browser.js("return document.activeElement.className") == "judge accept"
    button(browser, 0, "Other speaker…").send_keys(Keys.ENTER)
    browser.wait("return document.activeElement.className === 'name'")
    browser.press(Keys.ESCAPE)
    assert browser.all(".speaker-form") == []


def test_nothing_serious_for_axe_while_correcting(browser):
    for theme in ("light", "dark"):
        browser.theme(theme)
        browser.size(400, 900)
        browser.open(report(docs()))
        browser.one("#correct > summary").click()
        button(browser, 0, "Reject").click()
        button(browser, 1, "Other speaker…").click()
        assert browser.accessibility() == []
        browser.one("#view-corpus").click()
        assert browser.accessibility() == []
        assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
        browser.js("localStorage.clear()")


def test_records_of_the_command_and_the_page_agree(browser, tmp_path):
    """A file that the page saved is applied to the records that the page was made of."""
    from click.testing import CliRunner

    from newsquotes.cli import cli

    write(docs(), tmp_path / "quotes.jsonl")
    run = CliRunner().invoke(cli, ["report", str(tmp_path / "quotes.jsonl"), "-o", str(tmp_path / "report.html")])
    assert run.exit_code == 0, run.output
    browser.open((tmp_path / "report.html").read_text(encoding="utf-8"))
    button(browser, 5, "Accept").click()
    browser.one("#save-corrections").click()
    (tmp_path / "c.jsonl").write_bytes(browser.saved("corrections.jsonl"))
    out = tmp_path / "out.jsonl"
    run = CliRunner().invoke(cli, ["correct", str(tmp_path / "quotes.jsonl"), str(tmp_path / "c.jsonl"), "-o", str(out)])
    assert run.exit_code == 0, run.output
    _, snow = read(out)
    assert (snow.quotes[0].confidence, snow.quotes[0].rule) == (1.0, "by hand")
