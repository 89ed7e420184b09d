"""Corpora: datasets of quotations that are built in parts, go on after a crash, and are read back lazily."""

from newsquotes.corpus.building import Progress, Summary, build_corpus
from newsquotes.corpus.reading import corpus_frame, read_corpus, read_errors

__all__ = ["Progress", "Summary", "build_corpus", "corpus_frame", "read_corpus", "read_errors"]
