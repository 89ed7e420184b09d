"""The garbage collector's rest while a document is read.

A document is thousands of small objects that live until it is done and hold hardly any cycles. The collector looks through
them again and again and finds next to nothing: a twentieth of the time. Cycles wait for the end of the document.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

T = TypeVar("T")

_free = Lock()


def without_collector(work: Callable[[], T]) -> T:
    """What ``work()`` gives, done while the garbage collector rests; then it is as it was before, also after an exception.

    One thread at a time may make it rest, and no rest is prolonged: between two documents it is on, however many threads
    read. Within a rest, another one is none.

    >>> import gc
    >>> without_collector(gc.isenabled), gc.isenabled()
    (False, True)
    """
    lock = _free
    if not gc.isenabled() or not lock.acquire(blocking=False):
        return work()
    try:
        gc.disable()
        return work()
    finally:  # the collector first: what an interrupt behind it costs is later rests
        gc.enable()
        lock.release()


def _end_in_child() -> None:
    """End the rest of another thread in a process that was forked off in the middle of it: nobody else would."""
    global _free
    if _free.locked():
        _free = Lock()
        gc.enable()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_end_in_child)
