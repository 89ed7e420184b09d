"""For those who test extractors: texts with the answer drawn in them."""

from newsquotes.testing.difference import diff_markup, markup_of
from newsquotes.testing.markup import MarkedQuote, MarkedText, parse_markup, render_markup

__all__ = ["MarkedQuote", "MarkedText", "diff_markup", "markup_of", "parse_markup", "render_markup"]
