"""Files of the wrong form: one error for whatever a reader stumbles over, and JSON that is too deep."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Any

from newsquotes.errors import InputError, RecordError, no_json
from newsquotes.wording import gettext


def json_of(data: str | bytes) -> Any:
    """What JSON says; a :class:`RecordError` where it is none, or is nested deeper than anybody writes by hand.

    >>> json_of('{"id": 1}')
    {'id': 1}
    >>> json_of("[" * 100_000)
    Traceback (most recent call last):
        ...
    newsquotes.errors.RecordError: is JSON that is nested too deep
    """
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise RecordError(no_json(exc)) from exc


@contextlib.contextmanager
def formed(where: str, form: str | None = None) -> Iterator[None]:
    """Whatever goes wrong within is a fault of the file: a :class:`RecordError` that says where, and the form it lacks."""
    try:
        yield
    except RecordError as exc:
        raise RecordError(f"{where}: {exc}") from exc
    except RecursionError:
        raise RecordError(gettext("{where}: is nested too deep", where=where)) from None
    except (InputError, KeyError, TypeError, AttributeError, IndexError, ValueError, ArithmeticError) as exc:
        raise RecordError(
            gettext(
                "{where} does not have the form of {form}: {why!r}", where=where, form=form or gettext("a record"), why=exc
            )
        ) from exc
