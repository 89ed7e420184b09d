"""Libraries that only a part of newsquotes needs: imported where they are used, named with their pip extra where missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from newsquotes.errors import MissingExtraError
from newsquotes.wording import gettext


def need(module: str, extra: str, what: str) -> Any:
    """The module, or a :class:`MissingExtraError` that says what needs it and how to install it.

    >>> need("json", "tables", "to_frame()").dumps([])
    '[]'
    >>> need("no_such_library", "tables", "to_frame()")
    Traceback (most recent call last):
        ...
    newsquotes.errors.MissingExtraError: to_frame() needs no_such_library: pip install 'newsquotes[tables]'
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as exc:
        if exc.name is None or exc.name.partition(".")[0] != module.partition(".")[0]:
            raise  # the library is there, but what it needs itself is not
        library = module.partition(".")[0]
        raise MissingExtraError(
            gettext(
                "{what} needs {library}: pip install 'newsquotes[{extra}]'", what=gettext(what), library=library, extra=extra
            )
        ) from None
