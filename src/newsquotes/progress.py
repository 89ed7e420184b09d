"""Progress bars (extra ``progress``: tqdm) for work that takes a while, in a terminal and in a notebook."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Sized
from typing import TypeVar

from newsquotes.extras import need

T = TypeVar("T")


def progress_bar(items: Iterable[T], *, total: int | None = None, unit: str = "doc") -> Iterable[T]:
    """The same items, with a bar on standard error that counts them; without a bar where nobody would see it.

    A bar appears in a terminal and in a notebook, not in a file or a pipe. Its length is ``total``, or that of ``items``
    where they have one. Raises :class:`~newsquotes.MissingExtraError` where tqdm is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tqdm warns where a notebook has no widgets, and then writes text
        tqdm = need("tqdm.auto", "progress", "progress=True").tqdm
    if total is None and isinstance(items, Sized):
        total = len(items)
    bar: Iterable[T] = tqdm(items, total=total, unit=f" {unit}", disable=False if _in_notebook() else None)
    return bar


def _in_notebook() -> bool:
    # A notebook's standard error is no terminal, and yet somebody reads it.
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell is not None and "IPKernelApp" in shell.config
