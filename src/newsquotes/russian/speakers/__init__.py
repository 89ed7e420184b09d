"""The Russian speaker resolver: who the source of each quotation is."""

from newsquotes.russian.speakers.resolver import SpeakerResolver, watched

__all__ = ["SpeakerResolver", "watched"]
