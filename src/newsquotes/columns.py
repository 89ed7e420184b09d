"""The columns of a table of quotations."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COLUMNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "document": ("str", "id of the document"),
        "title": ("str", "its title"),
        "date": ("str", "its date"),
        "url": ("str", "its address"),
        "outlet": ("str", "the outlet that published it"),
        "quote": ("int", "id of the quotation in its document"),
        "parent": ("int", "the quotation within which this one stands"),
        "type": ("str", "direct, indirect or mixed"),
        "stance": ("str", "asserted, denied, unsaid, hypothetical, asked, promised or demanded"),
        "mode": ("str", "speech, writing or thought"),
        "text": ("str", "what was said; interruptions are cut out and marked « … »"),
        "start": ("int", "where it starts in the text, in code points"),
        "end": ("int", "where it ends"),
        "fragments": ("int", "of how many pieces it is made"),
        "cue": ("str", "the words that attribute it"),
        "cue_lemma": ("str", "their lemma"),
        "source": ("str", "the words that name who"),
        "speaker": ("str", "who said it, in the nominative"),
        "speaker_id": ("int", "id of the speaker in the document"),
        "kind": ("str", "person, organization, group, anonymous, document or unknown"),
        "gender": ("str", "masc, femn or neut"),
        "role": ("str", "what the speaker is"),
        "organization": ("str", "for whom the speaker speaks"),
        "kb_id": ("str", "id of the speaker in a knowledge base"),
        "runner_up": ("str", "the second-best candidate"),
        "medium": ("str", "the outlet that relays the speaker"),
        "confidence": ("float", "probability that content and speaker are both right"),
        "detection_confidence": ("float", "probability that the content is a quotation"),
        "borders_confidence": ("float", "probability that the borders are right, given that it is a quotation"),
        "speaker_confidence": ("float", "probability that the speaker is right, given the content"),
        "quote_rule": ("str", "the rule that found the quotation"),
        "speaker_rule": ("str", "the rule that found the speaker"),
    }
)
"""The columns of ``to_frame``, each with the type of its values and what it says; every value may be missing."""
