"""A limit on the time that an extractor may take, where the platform can keep one."""

from __future__ import annotations

import contextlib
import signal
import threading
import warnings
from collections.abc import Iterator
from types import FrameType

from newsquotes.errors import NewsquotesWarning

_AGAIN = 0.2
"""Seconds after which the limit is enforced once more on an extractor that swallowed the exception."""


class TimeIsUp(BaseException):  # no Exception, for extractors catch these
    """Raised within an extractor whose time is over."""


@contextlib.contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise :class:`TimeIsUp` in the body after so many seconds.

    It takes an alarm signal of POSIX, which Python handles in the main thread only; elsewhere a warning says once that the
    limit is not kept. A call into C that never comes back cannot be stopped.
    """
    if seconds is None:
        yield
        return
    if not can_limit():
        warnings.warn(
            "time_limit is not kept here: it takes the main thread of a process on a POSIX system",
            NewsquotesWarning,
            stacklevel=3,
        )
        yield
        return
    running = True

    def stop(number: int, frame: FrameType | None) -> None:
        if running:
            raise TimeIsUp

    before = signal.signal(signal.SIGALRM, stop)
    old_delay, old_interval = signal.setitimer(signal.ITIMER_REAL, max(seconds, 1e-6), _AGAIN)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, old_delay, old_interval)
        signal.signal(signal.SIGALRM, before)


def can_limit() -> bool:
    """Whether a time limit can be kept here."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
