"""How much direct speech is found where its quote marks are lost, as scraping loses them.

    python tools/lost_marks.py GOLD_DIR [--only PREFIX …] [--without IDS.txt] [--profile NAME] [--show N]

Of every document the marks of its direct quotations before their cue are hidden: the opening ones, the closing ones, or
both («Работы начаты. Мы идём по плану, — отметил X.»). Prints which share of these quotations is found still, by at least
half of their words and with nearly the same borders (0.9), and the share that is found in the untouched text. ``--show``
prints so many that are not found.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import newsquotes
from newsquotes.evaluation.matching import EXACT, FOUND, jaccard, words_in
from newsquotes.evaluation.records import GoldDocument, GoldQuote, read_gold
from newsquotes.russian.training.hidden_marks import CLOSING, Edits, edited, openers

MODES = ("untouched", "opening", "closing", "both")


def hidden(gold: GoldDocument, mode: str) -> tuple[GoldDocument, list[int]]:
    """The document without the marks of its quotations, and the numbers of those that lost all that the mode says."""
    edits: Edits = {}
    numbers = []
    for n, quote in openers(gold):
        closings = [end for _, end in quote.content if gold.text[end : end + 1] in tuple(CLOSING)]
        if not closings:
            continue
        if mode in ("opening", "both"):
            edits[quote.content[0][0] - 1] = ""
        if mode in ("closing", "both"):
            edits.update(dict.fromkeys(closings, ""))
        numbers.append(n)
    return edited(gold, edits), numbers


def overlaps(pipeline: newsquotes.Pipeline, gold: GoldDocument, numbers: list[int]) -> Iterator[tuple[GoldQuote, float]]:
    """Each of the quotations with the overlap of what is found with it best."""
    found = [words_in(gold.text, [(s.start, s.end) for s in q.content]) for q in pipeline(gold.text).quotes]
    for n in numbers:
        own = words_in(gold.text, gold.quotes[n].content)
        yield gold.quotes[n], max((jaccard(own, other) for other in found), default=0.0)


def main() -> None:
    """Read the arguments, hide the marks, print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--only", nargs="*", default=[""])
    parser.add_argument("--without", type=Path)
    parser.add_argument("--profile", default="default")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    left_out = set(options.without.read_text().split()) if options.without else set()
    documents = [
        gold for gold in read_gold(options.gold) if gold.id.startswith(tuple(options.only)) and gold.id not in left_out
    ]
    pipeline = newsquotes.Pipeline(profile=options.profile)
    for mode in MODES:
        shares: list[float] = []
        shown = options.show
        for original in documents:
            gold, numbers = hidden(original, mode)
            for quote, overlap in overlaps(pipeline, gold, numbers):
                shares.append(overlap)
                if overlap < FOUND and shown and mode != "untouched":
                    shown -= 1
                    start, end = quote.content[0][0], max(quote.content[-1][1], quote.cue[0][1])
                    before, after = gold.text[max(0, start - 80) : start], gold.text[start : end + 40]
                    print(f"  {gold.id} ({overlap:.2f}): {before!r} ▷ {after!r}")
        total = max(1, len(shares))
        half, exact = (sum(share >= border for share in shares) / total for border in (FOUND, EXACT))
        print(f"{mode:10} {len(shares):4} quotations   found {half:6.1%}   nearly the same borders {exact:6.1%}")


if __name__ == "__main__":
    main()
