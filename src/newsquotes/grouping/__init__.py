"""The same words in many articles: variants of one utterance, articles printed again."""

from newsquotes.grouping.articles import Reprint, reprints
from newsquotes.grouping.groups import Group, group
from newsquotes.grouping.utterances import Utterance

__all__ = ["Group", "Reprint", "Utterance", "group", "reprints"]
