"""The command ``benchmark``."""

from __future__ import annotations

import sys
import time
from itertools import islice

import click

from newsquotes.errors import InputError


@click.command()
@click.argument("inputs", metavar="INPUT…", nargs=-1, required=True)
@click.option("--caches", "show_caches", is_flag=True, help="Show what is remembered, and how often it was of use.")
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Processes that work (default: this one alone).")
@click.option("--documents", metavar="N", type=click.IntRange(1), help="Read only the first N articles.")
def benchmark(inputs: tuple[str, ...], show_caches: bool, workers: int | None, documents: int | None) -> None:
    """Measure how fast the articles of INPUTs (files, folders, wildcards) are read on this machine.

    With --caches: each cache with its entries, the megabytes that they take, and the share of questions that it could
    answer. All caches together stay within a budget, which the environment variable NEWSQUOTES_CACHE_MB sets.
    """
    from newsquotes import caches
    from newsquotes.article_rows import ArticleColumns
    from newsquotes.corpus.items import Unreadable, items_of
    from newsquotes.pipeline import Pipeline

    if show_caches and workers:
        raise click.UsageError("--caches shows the caches of one process: leave --workers out")
    found = islice((item for item in items_of(inputs, ArticleColumns()) if not isinstance(item, Unreadable)), documents)
    articles = list(found)
    if not articles:
        raise InputError("there is no article in the inputs that can be read")
    characters = sum(len(text) for _, text, _ in articles)
    pipeline = Pipeline()
    pipeline(articles[0][1])  # loads what loads late
    if show_caches:
        caches.clear()
        caches.counting()
    start = time.perf_counter()
    quotes = sum(len(doc.quotes) for doc in pipeline.stream(articles, workers=workers, on_error="skip"))
    seconds = time.perf_counter() - start
    click.echo(
        f"{len(articles):,} documents, {characters:,} characters, {quotes:,} quotations in {seconds:.1f} s: "
        f"{len(articles) / seconds:,.0f} documents/s, {characters / seconds / 1e6:.2f} million characters/s"
    )
    if show_caches:
        _show()
    sys.stdout.flush()


def _show() -> None:
    from newsquotes import caches

    uses = [use for use in caches.uses() if use.entries]
    held = sum(use.megabytes for use in uses)
    click.echo(f"\n{held:,.0f} of {caches.budget():,.0f} MB for caches\n")
    width = max(len(use.name) for use in uses)
    click.echo(f"{'cache':{width}}  {'entries':>9}  {'MB':>6}  {'hit rate':>8}")
    for use in uses:
        rate = "" if use.hit_rate is None else f"{use.hit_rate:.1%}"
        click.echo(f"{use.name:{width}}  {use.entries:>9,}  {use.megabytes:>6,.1f}  {rate:>8}")
