"""How fast newsquotes is, how much memory it takes, and how its cost grows with the length of a text.

Everything stands beside razdel's own tokenize + sentenize on the same texts, measured in the same process and in turns,
document by document, so that a busy machine slows both alike. Where natasha is installed, its segmenter + morphology +
syntax + named entities run on the same texts too. Each contender has a fresh interpreter of its own.

    python benchmarks/speed.py [TEXTS] [--documents N] [--longest BYTES] [--no-natasha] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DEVELOPMENT_SET = ROOT.parent / "shared" / "eval" / "txt"
EXAMPLES = ROOT / "examples"

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
SAMPLE = 300_000  # bytes of short texts, so that their cost is an average over many
PATIENCE = 60.0  # seconds of warm passes after which no further one starts
IMPORTS = 5

Process = Callable[[str], object]


# --- the contenders --------------------------------------------------------------------------------------------------


def load_razdel() -> Process:
    from razdel import sentenize, tokenize

    return lambda text: (list(tokenize(text)), list(sentenize(text)))


def load_newsquotes() -> Process:
    import newsquotes

    return newsquotes.Pipeline()


def load_natasha() -> Process:
    from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    segmenter, embedding = Segmenter(), NewsEmbedding()
    morphology, syntax, names = NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)

    def process(text: str) -> object:
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_morph(morphology)
        doc.parse_syntax(syntax)
        doc.tag_ner(names)
        return doc

    return process


CONTENDERS: dict[str, Callable[[], Process]] = {
    "newsquotes": load_newsquotes,
    "razdel": load_razdel,
    "natasha": load_natasha,
}


# --- texts -----------------------------------------------------------------------------------------------------------


def read_texts(folder: Path | None, documents: int | None) -> list[str]:
    """The texts of a folder; without one, the development set or what can be made up from the examples."""
    if folder is None and not DEVELOPMENT_SET.is_dir():
        return made_up(documents or 200)
    paths = sorted((folder or DEVELOPMENT_SET).glob("*.txt"))[:documents]
    texts = [path.read_bytes().decode("utf-8") for path in paths]
    if not any(texts):
        sys.exit(f"speed: there are no texts (*.txt) in {folder or DEVELOPMENT_SET}")
    return texts


def made_up(documents: int) -> list[str]:
    """Articles shuffled together from the paragraphs of the examples."""
    found = [path.read_bytes().decode("utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    paragraphs = [p for text in found for p in text.split("\n") if p.strip()]
    if not paragraphs:
        sys.exit(f"speed: there are no texts (*.txt) in {EXAMPLES}; name a folder that has some")
    r = random.Random(0)
    return ["\n\n".join(r.choices(paragraphs, k=r.randint(5, 20))) for _ in range(documents)]


def pieces(texts: list[str], size: int) -> list[str]:
    """Texts of about ``size`` bytes each, put together from whole paragraphs; many where they are short."""
    out: list[str] = []
    paragraphs = cycle([p for text in texts for p in text.split("\n") if p.strip()])
    total = 0
    while total < max(size, SAMPLE):
        lines, length = [], 0
        while length < size:
            line = next(paragraphs)
            lines.append(line)
            length += len(line.encode()) + 1
        out.append("\n".join(lines))
        total += length
    return out


# --- measuring, in a fresh interpreter -------------------------------------------------------------------------------


def in_turns(process: Process, beside: Process, texts: list[str]) -> tuple[float, float, float]:
    """The seconds that each of two takes for the same texts, taking turns text by text; and the first one's on all cores."""
    ours = theirs = cores = 0.0
    for text in texts:
        busy = process_time()
        start = perf_counter()
        process(text)
        middle = perf_counter()
        cores += process_time() - busy
        again = perf_counter()
        beside(text)
        ours += middle - start
        theirs += perf_counter() - again
    return ours, theirs, cores


def measure_passes(name: str, texts: list[str], passes: int) -> dict[str, Any]:
    """Load time, the first pass, and the best of some warm ones."""
    start = perf_counter()
    process = CONTENDERS[name]()
    process("Он сказал, что придёт.")
    loaded = perf_counter() - start
    memory_loaded = peak_memory()
    beside = load_razdel()
    cold, _, _ = in_turns(process, beside, texts)
    warm: list[tuple[float, float, float]] = []
    while len(warm) < passes and sum(ours + theirs for ours, theirs, _ in warm) < PATIENCE:
        warm.append(in_turns(process, beside, texts))
    seconds, _, cores = min(warm)
    tokens = sum(len(tokenized) for tokenized, _ in map(load_razdel(), texts))  # type: ignore[misc]
    return {
        "documents": len(texts),
        "characters": sum(map(len, texts)),
        "tokens": tokens,
        "load_seconds": loaded,
        "cold_documents_per_second": len(texts) / cold,
        "documents_per_second": len(texts) / seconds,
        "tokens_per_second": tokens / seconds,
        "documents_per_core_second": len(texts) / cores,
        "times_razdel": statistics.median(ours / theirs for ours, theirs, _ in warm),
        "memory_loaded_mb": memory_loaded,
        "memory_peak_mb": peak_memory(),
    }


def measure_lengths(texts: list[str], longest: int) -> Iterator[dict[str, Any]]:
    """The cost a character of ever longer texts."""
    process, beside = load_newsquotes(), load_razdel()
    in_turns(process, beside, texts)  # what may be cached is cached before the first length is taken
    for size in SIZES:
        if size > longest:
            return
        sample = pieces(texts, size)
        characters = sum(map(len, sample))
        ours, theirs, _ = in_turns(process, beside, sample)
        yield {
            "bytes": size,
            "texts": len(sample),
            "characters": characters,
            "microseconds_per_character": ours / characters * 1e6,
            "razdel_microseconds_per_character": theirs / characters * 1e6,
            "times_razdel": ours / theirs,
            "memory_peak_mb": peak_memory(),
        }


def peak_memory() -> float | None:
    """The most memory that this process has held, in megabytes; ``None`` where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


# --- the run ---------------------------------------------------------------------------------------------------------


def import_seconds() -> float:
    """The time of ``import newsquotes`` in a fresh interpreter, the median of some."""
    code = "from time import perf_counter as now; t = now(); import newsquotes; print(now() - t)"
    return statistics.median(float(fresh("-c", code)) for _ in range(IMPORTS))


def fresh(*arguments: str) -> str:
    """What a fresh interpreter prints; it finds this checkout's newsquotes where none is installed."""
    source = [] if find_spec("newsquotes") else [str(ROOT / "src")]  # what is installed, compiled or not, is measured
    paths = [*source, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-W", "ignore", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment, check=False)
    if done.returncode:
        sys.exit(f"speed: measuring failed (exit status {done.returncode}): {' '.join(arguments)}")
    return done.stdout


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    texts = [str(arguments.texts)] if arguments.texts else []
    texts += ["--documents", str(arguments.documents)] if arguments.documents else []

    def measured(what: str) -> Any:
        return json.loads(fresh(str(Path(__file__)), "--measure", what, "--longest", str(arguments.longest), *texts))

    # natasha's morphology imports pkg_resources, which setuptools has given up.
    with_natasha = not arguments.no_natasha and find_spec("natasha") and find_spec("pkg_resources")
    names = [name for name in CONTENDERS if name != "natasha" or with_natasha]
    results = {name: measured(name) for name in names}
    out = {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "import_seconds": import_seconds(),
        "contenders": results,
        "lengths": measured("lengths"),
    }
    if "natasha" in results:
        for key, rate in (
            ("times_as_fast_as_natasha", "documents_per_second"),
            ("times_as_fast_as_natasha_per_core", "documents_per_core_second"),
        ):
            out[key] = results["newsquotes"][rate] / results["natasha"][rate]
    return out


def table(result: dict[str, Any]) -> Iterator[str]:
    contenders = result["contenders"]
    first = contenders["newsquotes"]
    yield f"{first['documents']} documents, {first['characters']:,} characters, {first['tokens']:,} tokens; " + (
        f"Python {result['python']}, {result['system']}, {result['cores']} cores"
    )
    yield f"import newsquotes: {result['import_seconds']:.3f} s"
    yield ""
    yield f"{'':24}" + "".join(f"{name:>13}" for name in contenders)
    for label, key, shape in (
        ("load and first words, s", "load_seconds", ",.2f"),
        ("documents/s, first pass", "cold_documents_per_second", ",.0f"),
        ("documents/s, warm", "documents_per_second", ",.0f"),
        ("  per core", "documents_per_core_second", ",.0f"),
        ("tokens/s, warm", "tokens_per_second", ",.0f"),
        ("times razdel's time", "times_razdel", ",.2f"),
        ("memory when loaded, MB", "memory_loaded_mb", ",.0f"),
        ("peak memory, MB", "memory_peak_mb", ",.0f"),
    ):
        yield f"{label:24}" + "".join(f"{shown(c[key], shape):>13}" for c in contenders.values())
    if "times_as_fast_as_natasha" in result:
        yield (
            f"newsquotes is {result['times_as_fast_as_natasha']:.1f} times as fast as natasha, whose matrices may use all "
            f"cores; {result['times_as_fast_as_natasha_per_core']:.1f} times by the seconds of all cores"
        )
    yield ""
    yield f"{'cost by length':17} {'newsquotes':^20} {'razdel':^20}   times     peak"
    yield f"{'bytes':>10} {'texts':>6} {'µs/char':>10} {'growth':>9} {'µs/char':>10} {'growth':>9}  razdel       MB"
    before: dict[str, float] = {}
    for row in result["lengths"]:
        cells = ""
        for key in ("microseconds_per_character", "razdel_microseconds_per_character"):
            growth = f"{row[key] / before[key]:.2f}" if before else ""
            cells += f" {row[key]:10.2f} {growth:>9}"
        memory = shown(row["memory_peak_mb"], ",.0f")
        yield f"{row['bytes']:10,} {row['texts']:6}{cells} {row['times_razdel']:7.2f} {memory:>8}"
        before = row


def shown(value: float | None, shape: str) -> str:
    return "?" if value is None else format(value, shape)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("texts", type=Path, nargs="?", help="folder of *.txt files")
    parser.add_argument("--documents", type=int, metavar="N", help="only the first N texts")
    parser.add_argument("--longest", type=int, default=SIZES[-1], metavar="BYTES", help="the longest text to try")
    parser.add_argument("--no-natasha", action="store_true", help="leave natasha out even where it is installed")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        texts = read_texts(arguments.texts, arguments.documents)
        if arguments.measure == "lengths":
            print(json.dumps(list(measure_lengths(texts, arguments.longest))))
        else:
            print(json.dumps(measure_passes(arguments.measure, texts, passes=3)))
        return
    result = run(arguments)
    print(json.dumps(result, indent=1) if arguments.json else "\n".join(table(result)))


if __name__ == "__main__":
    main()
