"""newsquotes reads Russian news and says who said what."""

from newsquotes import plots
from newsquotes._version import __version__
from newsquotes.alias_table import AliasTable, read_aliases, write_aliases
from newsquotes.building import make_extractor
from newsquotes.corpus import build_corpus, corpus_frame, read_corpus
from newsquotes.corrections import Correction, correct, read_corrections, write_corrections
from newsquotes.document import (
    Attribution,
    Cue,
    Document,
    Fault,
    Link,
    Medium,
    Mention,
    Metadata,
    Morph,
    Quote,
    Reading,
    Resolution,
    Sentence,
    Speaker,
    Token,
)
from newsquotes.errors import (
    ConfigError,
    CorpusError,
    DuplicateExtractorError,
    ExtractorError,
    InputError,
    InputWarning,
    LayerError,
    MissingExtraError,
    MissingLayerError,
    NewsquotesError,
    NewsquotesWarning,
    PluginDeprecationWarning,
    PluginError,
    PluginWarning,
    RecordError,
    UnknownExtractorError,
    WorkerError,
)
from newsquotes.extraction import extract
from newsquotes.grouping import Group, Reprint, Utterance, group, reprints
from newsquotes.hookspecs import hookimpl
from newsquotes.pipeline import FailedDocument, Pipeline
from newsquotes.questions import where
from newsquotes.reading import read
from newsquotes.registry import register, unregister
from newsquotes.same_speakers import MergedSpeaker, merge_speakers
from newsquotes.spans import Span
from newsquotes.stages import Decision
from newsquotes.tables import to_frame
from newsquotes.wording import set_language

__all__ = [
    "AliasTable",
    "Attribution",
    "ConfigError",
    "CorpusError",
    "Correction",
    "Cue",
    "Decision",
    "Document",
    "DuplicateExtractorError",
    "ExtractorError",
    "FailedDocument",
    "Fault",
    "Group",
    "InputError",
    "InputWarning",
    "LayerError",
    "Link",
    "Medium",
    "Mention",
    "MergedSpeaker",
    "Metadata",
    "MissingExtraError",
    "MissingLayerError",
    "Morph",
    "NewsquotesError",
    "NewsquotesWarning",
    "Pipeline",
    "PluginDeprecationWarning",
    "PluginError",
    "PluginWarning",
    "Quote",
    "Reading",
    "RecordError",
    "Reprint",
    "Resolution",
    "Sentence",
    "Span",
    "Speaker",
    "Token",
    "UnknownExtractorError",
    "Utterance",
    "WorkerError",
    "__version__",
    "build_corpus",
    "corpus_frame",
    "correct",
    "extract",
    "group",
    "hookimpl",
    "make_extractor",
    "merge_speakers",
    "plots",
    "read",
    "read_aliases",
    "read_corpus",
    "read_corrections",
    "register",
    "reprints",
    "set_language",
    "to_frame",
    "unregister",
    "where",
    "write_aliases",
    "write_corrections",
]
