"""Texts made to break newsquotes, for as long as one likes; what is found is kept and becomes a test.

    python tools/fuzz.py --seconds 600 [--seed 1]

Texts are put together from cues, roles, names and marks of the lexicon, from odd characters, and from pieces of one another.
hypothesis steers towards texts with many quotations and speakers (``target``). For each text, by the profiles in turn:
nothing raises or warns, every span holds the text at its offsets, the record can be read back, and the same text gives the
same answer after another one. A text for which that does not hold is made as short as can be and written to
``tests/data/found``, whose files ``tests/test_fuzz.py`` reads again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings, target
from hypothesis import strategies as st

from newsquotes import Document, Pipeline, Span
from newsquotes.formats import from_record, to_record
from newsquotes.russian.lexicon import default_lexicon

FOUND = Path(__file__).resolve().parent.parent / "tests" / "data" / "found"
MARKS = [*"«»„“”\"'’‘—–-,.;:!?…()[]<>/\\@#%№", " — ", ", ", ". ", ": ", ":\n", "\n", "\n\n", "\n— ", "...", "?!"]
ODD = [*"́ \xad ‑ \u200b \u202e � \x00 \x1b[31m 🌉 ё İ ß １".split(" "), "\xa0", "\r\n", "\u2028"]
BETWEEN = "Министр обороны Анна Иванова сообщила «Вестям», что мост готов. Она добавила: «Дорога тоже»."
PROFILES = ("default", "recall", "fast", "precision")
WORDS = (
    "Иванов Анна Белова Пётр Ильич И. П. мэр министр что как он она они мы я это мост готов не ли бы его её которая который"
    " по словам словам данным мнению сообщил сообщила сказал заявила ТАСС «Вести» РИА Новости об этом в среду 5 июля 2031"
).split()


@cache
def words() -> list[str]:
    """What texts are put together from."""
    lexicon = default_lexicon()
    cues = [*lexicon.verbs, *lexicon.nouns, *lexicon.predicatives, *lexicon.roles, *lexicon.outlets, *lexicon.platforms]
    return [*WORDS, *sorted(cues)]


def texts() -> st.SearchStrategy[str]:
    """Texts that look a little like news, and texts that do not."""
    piece = st.one_of(
        st.sampled_from(words()), st.sampled_from(WORDS), st.sampled_from(MARKS), st.sampled_from(ODD), st.text(max_size=3)
    )
    sentence = st.lists(piece, max_size=40).map(" ".join)
    tight = st.lists(piece, max_size=40).map("".join)
    pumped = st.tuples(st.lists(piece, min_size=1, max_size=5).map(" ".join), st.integers(2, 30)).map(lambda p: p[0] * p[1])
    return st.lists(st.one_of(sentence, tight, pumped), max_size=4).map("\n".join)


def spans_of(doc: Document) -> Iterator[Span]:
    """Every span of a document."""
    yield from (*doc.tokens, *doc.sentences)
    for mention in doc.mentions:
        yield from (mention.span, mention.head)
    for quote in doc.quotes:
        yield from (*quote.content, *quote.cue.spans, *([quote.source] if quote.source else ()))
        yield from (medium.span for medium in quote.media)
    for speaker in doc.speakers:
        yield from speaker.mentions


def check(pipeline: Pipeline, text: str) -> Document:
    """Raise ``AssertionError``, or whatever newsquotes raises, unless all holds for a text."""
    doc = pipeline(text)
    for span in spans_of(doc):
        assert doc.text[span.start : span.end] == span.text, f"{span!r} is not in the text at its offsets"
    record = json.dumps(to_record(doc, with_text=True))
    pipeline(BETWEEN)
    assert json.dumps(to_record(pipeline(text), with_text=True)) == record, "the same text gives another answer"
    assert to_record(from_record(json.loads(record)), with_text=True) == json.loads(record), "the record is read otherwise"
    return doc


def fuzz(pipeline: Pipeline, examples: int, start: int) -> None:
    """Check so many texts; raises for the shortest that fails."""

    @seed(start)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.target, Phase.shrink],
        suppress_health_check=[*HealthCheck],
    )
    @given(texts())
    def holds(text: str) -> None:
        last[0] = text
        doc = check(pipeline, text)
        target(float(len(doc.quotes)), label="quotations")
        target(float(len(doc.speakers)), label="speakers")

    last = [""]
    try:
        holds()
    except Exception:
        FOUND.mkdir(exist_ok=True)
        data = last[0].encode("utf-8", "surrogatepass")  # the last one is the shortest
        (FOUND / f"{hashlib.sha256(data).hexdigest()[:12]}.txt").write_bytes(data)
        raise


def main() -> None:
    """Check texts for as long as is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", ".* is slow")  # who fuzzes in the background gives others the machine
    pipelines = [Pipeline(profile=profile) for profile in PROFILES]
    started, number = time.monotonic(), options.seed
    while time.monotonic() - started < options.seconds:
        fuzz(pipelines[number % len(PROFILES)], 200, number)
        number += 1
    sys.stdout.write(f"{200 * (number - options.seed)} texts, seeds {options.seed} to {number - 1}: nothing found\n")


if __name__ == "__main__":
    main()
