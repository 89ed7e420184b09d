"""A real browser: Debian's Chromium, without a window and without a network.

Where it is absent the tests are skipped, or fail where CI says that it must be there.
"""

import json
import os
import shutil
import time
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
FLAGS = [
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1200,900"),
    *("--no-first-run", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def absent(what: str) -> None:
    reason = f"{what} is not installed: apt-get install chromium chromium-driver; pip install 'newsquotes[browser-test]'"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    """One browser for all tests; :func:`browser` gives each of them a clean state."""
    if not (CHROMIUM and DRIVER):
        absent("Chromium with its driver")
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
    except ImportError:
        absent("Selenium")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    downloads = tmp_path_factory.mktemp("downloads")
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(60)
    driver.set_script_timeout(60)
    yield Browser(driver, downloads)
    driver.quit()


@pytest.fixture
def browser(chromium, tmp_path):
    """The browser with a fresh page; afterwards nothing may stand in its console, and nothing may have been loaded."""
    chromium.start(tmp_path)
    yield chromium
    assert chromium.complaints() == []
    assert chromium.requests() == []


class Browser:
    """What the tests do with a browser."""

    def __init__(self, driver, downloads: Path) -> None:
        self.driver = driver
        self.downloads = downloads

    def start(self, folder: Path) -> None:
        self.folder = folder
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": "file://", "storageTypes": "all"})
        self.size(1200, 900)
        self.theme("light")
        for log in ("browser", "performance"):
            self.driver.get_log(log)

    def open(self, html: str, fragment: str = "") -> float:
        """Opens a page; gives the seconds until its script has run."""
        page = self.folder / "page.html"
        page.write_bytes(html.encode())
        begin = time.perf_counter()
        self.driver.get(page.as_uri() + fragment)
        self.js("return document.body.offsetHeight")  # laid out
        return time.perf_counter() - begin

    def size(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def theme(self, name: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def js(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: str) -> None:
        """Waits until a script gives something true."""
        deadline = time.monotonic() + 20
        while not self.js(condition):
            assert time.monotonic() < deadline, condition
            time.sleep(0.05)

    def all(self, selector: str) -> list:
        return self.driver.find_elements("css selector", selector)

    def one(self, selector: str):
        return self.driver.find_element("css selector", selector)

    def visible(self, selector: str) -> list[str]:
        """The texts of the elements that are shown."""
        return [element.text for element in self.all(selector) if element.is_displayed()]

    def press(self, *keys: str) -> None:
        """Presses keys, wherever the focus is."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def style(self, selector: str, name: str) -> str:
        return self.js("return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", selector, name)

    def saved(self, name: str) -> bytes:
        """A file that the page has saved."""
        path = self.downloads / name
        deadline = time.monotonic() + 10
        while not path.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        content = path.read_bytes()
        path.unlink()
        return content

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses that the page asked for, besides itself, data and what it saved."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        page = (self.folder / "page.html").as_uri()
        return [url for url in urls if url.split("#")[0] != page and not url.startswith(("data:", "blob:", "about:"))]

    def accessibility(self) -> list[str]:
        """What axe-core holds to be serious or critical."""
        try:
            import axe_core_python as axe
        except ImportError:
            absent("axe-core")
        self.js((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run().then((r) => done(r.violations), (e) => done([{id: String(e), nodes: []}]))"
        )
        return [
            f"{v['id']}: {v.get('help')} {[n['html'][:200] for n in v['nodes'][:3]]}"
            for v in found
            if v.get("impact") not in ("minor", "moderate")
        ]
