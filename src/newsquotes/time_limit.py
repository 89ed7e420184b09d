"""A limit on the time that an extractor may take, where the platform can keep one."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from newsquotes.errors import NewsquotesWarning, tell
from newsquotes.wording import gettext

_AGAIN = 0.2
"""Seconds after which the limit is enforced once more on an extractor that swallowed the exception."""
_LEAST = 0.001


class TimeIsUp(BaseException):  # no Exception, for extractors catch these
    """Raised within an extractor whose time is over."""


class Alarm:
    """Raises :class:`TimeIsUp` in the main thread some seconds after it was started, until it is stopped.

    It takes an alarm signal of POSIX, which Python handles in the main thread only; elsewhere a warning says once that the
    limit is not kept. A call into C that never comes back cannot be stopped. Whoever starts it sets ``running`` to false in
    a ``finally`` before anything else is called there, and then stops it: a signal may come at any call.
    """

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self.running = False
        self._before: tuple[Any, tuple[float, float]] | None = None

    def start(self) -> None:
        """Start, where there is a limit."""
        if self.seconds is None:
            return
        if not can_limit():
            tell(
                gettext("time_limit is not kept here: it takes the main thread of a process on a POSIX system"),
                NewsquotesWarning,
            )
            return
        self.running = True
        handler = signal.signal(signal.SIGALRM, self._ring)
        self._before = handler, (0.0, 0.0)
        self._before = handler, signal.setitimer(signal.ITIMER_REAL, max(self.seconds, _LEAST), _AGAIN)

    def stop(self) -> None:
        """Give the signal back to whom it belonged."""
        if self._before is not None:
            handler, timer = self._before
            signal.setitimer(signal.ITIMER_REAL, *timer)
            signal.signal(signal.SIGALRM, handler)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        if self.running:
            raise TimeIsUp


def can_limit() -> bool:
    """Whether a time limit can be kept here."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
