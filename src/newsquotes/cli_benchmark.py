"""The command ``benchmark``."""

from __future__ import annotations

import sys
import time
from itertools import islice

import click

from newsquotes.errors import InputError
from newsquotes.wording import count, decimal, gettext, ngettext, percent


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
        raise click.UsageError(gettext("--caches shows the caches of one process: leave --workers out"))
    found = islice((item for item in items_of(inputs, ArticleColumns()) if not isinstance(item, Unreadable)), documents)
    articles = list(found)
    if not articles:
        raise InputError(gettext("there is no article in the inputs that can be read"))
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
        gettext(
            "{documents}, {characters} characters, {quotations} in {seconds} s: {rate} documents/s, {speed} million "
            "characters/s",
            documents=ngettext("{number} document", "{number} documents", len(articles)),
            characters=count(characters),
            quotations=ngettext("{number} quotation", "{number} quotations", quotes),
            seconds=decimal(seconds, 1),
            rate=count(round(len(articles) / seconds)),
            speed=decimal(characters / seconds / 1e6),
        )
    )
    if show_caches:
        _show()
    sys.stdout.flush()


def _show() -> None:
    from newsquotes import caches

    uses = [use for use in caches.uses() if use.entries]
    held = sum(use.megabytes for use in uses)
    told = gettext("{held} of {budget} MB for caches", held=count(round(held)), budget=count(round(caches.budget())))
    click.echo(f"\n{told}\n")
    width = max(len(use.name) for use in uses)
    entries, megabytes, hits = gettext("entries"), gettext("MB"), gettext("hit rate")
    cache = gettext("cache")
    click.echo(f"{cache:{width}}  {entries:>9}  {megabytes:>6}  {hits:>8}")
    for use in uses:
        rate = "" if use.hit_rate is None else percent(use.hit_rate, 1)
        click.echo(f"{use.name:{width}}  {use.entries:>9,}  {use.megabytes:>6,.1f}  {rate:>8}")
