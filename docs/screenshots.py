"""Makes the pictures in ``docs/images`` from the examples: ``python docs/screenshots.py`` (needs Chromium and Selenium)."""

import io
import re
import tempfile
from pathlib import Path

from matplotlib.figure import Figure
from rich.console import Console
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

import newsquotes
from newsquotes.inputs import read_articles
from newsquotes.reader.report import report
from newsquotes.reader.terminal import show_document

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "examples" / "article.txt"
CORPUS = ROOT / "examples" / "corpus" / "most.jsonl"


def page(body: str, style: str) -> str:
    return f"<!DOCTYPE html><meta charset='utf-8'><style>:root {{ color-scheme: light }} {style}</style><body>{body}"


def notebook() -> str:
    doc = newsquotes.extract(
        ARTICLE.read_text(encoding="utf-8"), meta={"outlet": "Верхнеозёрский вестник", "date": "2031-06-14"}
    )
    return page(doc._repr_html_(), "body { margin: 8px }")


def terminal() -> str:
    to = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, highlight=False, color_system="truecolor")
    beginning = "\n\n".join(ARTICLE.read_text(encoding="utf-8").split("\n\n")[:6])
    show_document(newsquotes.extract(beginning, id="article"), to)
    svg = re.sub(r"@font-face \{.*?\}", "", to.export_svg(title="newsquotes show article.txt"), flags=re.S)
    return page(svg, "body { margin: 0 } svg { display: block; width: 1000px }")


def corpus() -> str:
    return report(newsquotes.Pipeline().stream(read_articles(CORPUS)), title="Мост через Тишанку: кто что сказал")


def plots() -> None:
    frame = newsquotes.to_frame(newsquotes.Pipeline().stream(read_articles(CORPUS)))
    for name, draw in (("speakers", newsquotes.plots.speakers), ("outlets", newsquotes.plots.outlets)):
        draw(frame, top=10).savefig(ROOT / "docs" / "images" / f"plot-{name}.png", dpi=100)


def memory() -> None:
    table = (ROOT / "docs" / "memory-table.md").read_text(encoding="utf-8")
    rows = [[float(cell.replace(",", "")) for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    documents, _, process, held = zip(*rows, strict=True)
    figure = Figure(figsize=(8, 3), layout="constrained")
    axes = figure.subplots()
    axes.plot([n / 1e6 for n in documents], process, label="process")
    axes.plot([n / 1e6 for n in documents], held, label="caches by their own account")
    axes.set(xlabel="documents, millions", ylabel="MB", xlim=(0, None), ylim=(0, 250))
    axes.legend(loc="upper left", ncols=2)
    figure.savefig(ROOT / "docs" / "images" / "memory.png", dpi=100)


def main() -> None:
    newsquotes.set_language("en")
    plots()
    memory()
    options = webdriver.ChromeOptions()
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    pictures = {"notebook": (notebook, 1000, 640), "report": (corpus, 1180, 760), "terminal": (terminal, 1000, 655)}
    for name, (make, width, height) in pictures.items():
        with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
            file.write(make())
            file.flush()
            size = {"width": width, "height": height, "deviceScaleFactor": 1.5, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            driver.get(Path(file.name).as_uri())
            if name == "notebook":
                driver.execute_script("document.querySelectorAll('[data-n]')[1].focus()")
            driver.save_screenshot(str(ROOT / "docs" / "images" / f"{name}.png"))
    driver.quit()


if __name__ == "__main__":
    main()
