"""The Russian speaker resolver: who the source of each quotation is."""

from newsquotes.russian.speakers.resolver import SpeakerResolver

__all__ = ["SpeakerResolver"]
