"""Documents as an extractor gets them: with the layers of the stages before its own."""

from __future__ import annotations

import functools
from typing import Unpack

from newsquotes.config import Config
from newsquotes.document import Document
from newsquotes.errors import ConfigError, ExtractorError, did_you_mean
from newsquotes.extraction import pipeline_for
from newsquotes.pipeline import Pipeline
from newsquotes.stages import STAGE_NAMES, STAGES
from newsquotes.steps import Outcome, run_stage


def document(text: str, before: str, **config: Unpack[Config]) -> Document:
    """The document of a text as an extractor of the stage ``before`` gets it.

    The keywords are those of :class:`newsquotes.Pipeline` and say who fills the earlier layers.

    >>> doc = document("«Мост откроют в мае», — сообщила мэр Анна Белова.", before="quote_detector")
    >>> [mention.name for mention in doc.mentions], doc.has("quotes")
    (['Анна Белова'], False)
    """
    if before not in STAGE_NAMES:
        raise ConfigError(f"unknown stage {before!r}; {did_you_mean(before, STAGE_NAMES)}")
    doc = _filled(text, STAGE_NAMES.index(before), pipeline_for(config))
    # A new object: what one extractor has derived from a document is not there for the next one.
    return Document(doc.text, extra=doc.extra, _layers=doc._layers)


@functools.lru_cache(maxsize=512)
def _filled(text: str, stages: int, pipeline: Pipeline) -> Document:
    if stages == 0:
        return Document(text)
    stage = STAGES[stages - 1]
    steps = [step for step in pipeline.steps if step.stage.name == stage.name]
    outcomes: list[Outcome] = [_filled(text, stages - 1, pipeline)]
    run_stage(outcomes, stage, steps)
    if isinstance(outcomes[0], ExtractorError):
        raise outcomes[0]
    return outcomes[0]
