"""The server's page, in a browser: paste, drop, read, correct, restart."""

import io
import json

import pytest
from served import served

pytest.importorskip("starlette")

TEXT = "«Мост откроют в мае», — сообщила мэр Анна Белова. По её словам, работы идут по плану."
HOSTILE = "<img src=x onerror=\"document.title='broken'\"></script><script>document.title='broken'</script>"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("served")


@pytest.fixture
def page(chromium, kept, tmp_path):
    chromium.start(tmp_path)
    with served(kept, "--workers", "1") as address:
        chromium.driver.get(address + "/")
        yield chromium
        wrong = [c for c in chromium.complaints() if "404" not in c]
        assert wrong == []
        hosts = {url.split("/")[2] for url in chromium.requests() if url.startswith("http")}
        assert hosts <= {address.split("/")[2]}
        chromium.driver.get("about:blank")


def read(browser, text: str) -> None:
    browser.one("#text").send_keys(text)
    browser.one("#go").click()
    browser.wait("return location.pathname.startsWith('/results/') && document.getElementById('count')")


def test_a_pasted_text_is_read_corrected_and_exported_and_a_restart_keeps_the_corrections(chromium, kept, tmp_path):
    import urllib.request

    import openpyxl

    chromium.start(tmp_path)
    with served(kept, "--workers", "1") as address:
        chromium.driver.get(address + "/")
        read(chromium, TEXT)
        assert chromium.one("#count").text == "2 quotations"
        chromium.all(".judge.reject")[1].click()
        chromium.wait("return document.getElementById('kept').textContent")
        assert chromium.one("#kept").text == "Saved as you go."
        link = next(a for a in chromium.all("header a") if a.text == "Excel").get_attribute("href")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        table = openpyxl.load_workbook(io.BytesIO(opener.open(link).read())).active
        assert table.max_row == 2
    with served(kept, "--workers", "1") as address:
        chromium.driver.get(address + "/")
        read(chromium, TEXT)
        assert chromium.one("#count").text == "1 quotation"
        chromium.one("#undo").click()
        chromium.wait("return document.getElementById('kept').textContent")
        assert chromium.one("#count").text == "2 quotations"
    chromium.driver.get("about:blank")


def test_files_are_chosen_and_what_cannot_be_read_is_told(page, tmp_path):
    (tmp_path / "most.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4")
    page.one("#files").send_keys(f"{tmp_path / 'most.txt'}\n{tmp_path / 'scan.pdf'}")
    assert page.one("#chosen").text == "2 files: most.txt, scan.pdf"
    page.one("#go").click()
    page.wait("return !document.getElementById('outcome').hidden")
    assert page.one("#problems").text.startswith("scan.pdf: ")
    page.one("#on").click()
    page.wait("return document.getElementById('count')")
    assert page.one("#count").text == "2 quotations"


def test_dropped_files_are_taken(page):
    page.js(
        """const data = new DataTransfer();
        data.items.add(new File([arguments[0]], "most.txt"));
        const event = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
        document.getElementById("drop").dispatchEvent(event);""",
        TEXT,
    )
    page.wait("return document.getElementById('chosen').textContent")
    assert page.one("#chosen").text == "1 file: most.txt"


def test_long_work_shows_its_progress_and_is_cancelled(page, tmp_path):
    lines = (json.dumps({"text": f"{TEXT} {n}"}) for n in range(3000))
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    page.one("#files").send_keys(str(tmp_path / "many.jsonl"))
    page.one("#go").click()
    page.wait("return /of 3,000 read/.test(document.getElementById('status').textContent)")
    page.one("#cancel").click()
    assert page.one("#go").is_enabled()
    assert not page.one("#work").is_displayed()
    page.one("#clear").click()
    read(page, TEXT)
    assert page.one("#count").text == "2 quotations"


def test_hostile_texts_stay_texts(page, tmp_path):
    name = "<img src=x onerror=alert(1)>.txt"
    (tmp_path / name).write_text(f"{HOSTILE} «{HOSTILE}», — сказал Ян Лось.", encoding="utf-8")
    page.one("#files").send_keys(str(tmp_path / name))
    page.one("#go").click()
    page.wait("return document.getElementById('count')")
    page.all("#quotes a")[0].click()
    assert page.all("img") == []
    assert page.driver.title == "Who said what"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 400])
def test_nothing_serious_for_axe(page, theme, width):
    page.theme(theme)
    page.size(width, 900)
    assert page.accessibility() == []
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")
    page.driver.get(page.driver.current_url + "api")
    assert page.accessibility() == []
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")
