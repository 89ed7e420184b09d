"""Quotations and speakers for newsquotes by language models, checked against the text."""

from newsquotes_llm.usage import Usage, usage_of

__all__ = ["Usage", "usage_of"]
