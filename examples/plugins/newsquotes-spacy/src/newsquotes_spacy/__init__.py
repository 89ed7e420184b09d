"""Quotations in spaCy pipelines, and spaCy's tokens, sentences and lemmas in newsquotes.

Importing this module (which ``nlp.add_pipe("newsquotes")`` does by itself) registers the extensions ``doc._.newsquotes`` and
``span._.speaker``.
"""

from newsquotes_spacy.component import CONTENT, CUE, SOURCE

__all__ = ["CONTENT", "CUE", "SOURCE"]
