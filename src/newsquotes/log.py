"""The logger ``newsquotes``: what takes long and what was left out; silent unless :mod:`logging` is configured."""

from __future__ import annotations

import logging

logger = logging.getLogger("newsquotes")
logger.addHandler(logging.NullHandler())
