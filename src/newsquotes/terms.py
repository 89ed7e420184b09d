"""What newsquotes calls things, in words that a journalist understands: types, kinds, rules, how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from newsquotes.wording import pgettext, term

What = Literal[
    "type",
    "stance",
    "mode",
    "kind",
    "gender",
    "quote rule",
    "speaker rule",
    "stage",
    "column",
    "candidate",
    "mistake",
    "trait",
    "change",
]

_TERMS: Mapping[What, Mapping[str, str]] = MappingProxyType(
    {
        "type": {
            "direct": term("type", "direct"),
            "indirect": term("type", "indirect"),
            "mixed": term("type", "mixed"),
        },
        "stance": {
            "asserted": term("stance", "asserted"),
            "denied": term("stance", "denied"),
            "unsaid": term("stance", "unsaid"),
            "hypothetical": term("stance", "hypothetical"),
            "asked": term("stance", "asked"),
            "promised": term("stance", "promised"),
            "demanded": term("stance", "demanded"),
        },
        "mode": {
            "speech": term("mode", "speech"),
            "writing": term("mode", "writing"),
            "thought": term("mode", "thought"),
        },
        "kind": {
            "person": term("kind", "person"),
            "organization": term("kind", "organization"),
            "group": term("kind", "group"),
            "anonymous": term("kind", "anonymous"),
            "document": term("kind", "document"),
            "unknown": term("kind", "unknown"),
            "role": term("kind", "role"),
            "outlet": term("kind", "outlet"),
            "pronoun": term("kind", "pronoun"),
        },
        "gender": {
            "masc": term("gender", "man"),
            "femn": term("gender", "woman"),
            "neut": term("gender", "neuter"),
        },
        "quote rule": {
            "about-that": term("rule", "what somebody speaks about: «рассказал о том, что …»"),
            "after-colon": term("rule", "sentences in quote marks after a colon"),
            "dash-speech": term("rule", "direct speech between dashes, without quote marks"),
            "anaphoric": term("rule", "words that the next sentence points back at: «Такое мнение высказал …»"),
            "block": term("rule", "a paragraph after the words that announce it"),
            "colon": term("rule", "words after a colon, without quote marks"),
            "complement": term("rule", "reported speech: «сказал, что …»"),
            "continuation": term("rule", "the quotation before goes on"),
            "dialogue": term("rule", "a line of dialogue after a dash"),
            "direct-after": term("rule", "direct speech before the words of its author: «…», — сказал …"),
            "direct-before": term("rule", "direct speech after the words of its author: Он сказал: «…»"),
            "direct-split": term("rule", "direct speech that the words of its author interrupt: «…, — сказал он, — …»"),
            "headline": term("rule", "a headline that names the speaker: «Мэр: мост откроют»"),
            "interview": term("rule", "a turn of an interview"),
            "naming": term("rule", "what somebody called something: назвал это «…»"),
            "noun": term("rule", "reported speech after a noun: «заявление о том, что …»"),
            "noun-direct": term("rule", "direct speech after a noun: его слова: «…»"),
            "noun-quoted": term("rule", "words in quote marks after a noun: заявление «…»"),
            "orphan": term("rule", "words in quote marks without an attribution beside them"),
            "parenthetical": term("rule", "reported speech with the words of its author inserted: «…, сообщил мэр»"),
            "prepositional": term("rule", "reported speech with «по словам», «по мнению»"),
            "quoted-object": term("rule", "words in quote marks within the sentence: пообещал «…»"),
            "unmarked": term("rule", "direct speech without quote marks"),
            "signature": term("rule", "words that somebody has signed"),
            "by hand": term("rule", "by hand"),
        },
        "speaker rule": {
            "anonymous": term("rule", "an unnamed source"),
            "anonymous-running": term("rule", "the unnamed source of before"),
            "beside": term("rule", "the name beside the words that attribute"),
            "continuation": term("rule", "whoever spoke just before"),
            "continuation-paragraph": term("rule", "whoever spoke in the paragraph before"),
            "dialogue": term("rule", "whose turn it is in the conversation"),
            "document": term("rule", "a document"),
            "group": term("rule", "several people, or people in general"),
            "name": term("rule", "named by name"),
            "none": term("rule", "the text does not say who"),
            "organization": term("rule", "an organization"),
            "organization-running": term("rule", "the organization of before"),
            "orphan": term("rule", "whoever was quoted nearby"),
            "outlet": term("rule", "an outlet"),
            "outlet-running": term("rule", "the outlet of before"),
            "owner": term("rule", "whose words or document it is"),
            "owner-running": term("rule", "whose document was spoken of before"),
            "prodrop": term("rule", "a verb without a subject: whoever spoke before"),
            "pronoun": term("rule", "whom a pronoun means"),
            "referred": term("rule", "whom the outlet refers to"),
            "relative": term("rule", "whom «который» means"),
            "role": term("rule", "whose role it is"),
            "role-itself": term("rule", "a role; the text does not say whose"),
            "source": term("rule", "the words of the source themselves"),
            "subject": term("rule", "the subject of the sentence"),
            "by hand": term("rule", "by hand"),
        },
        "stage": {
            "tokenizer": term("stage", "tokenizer"),
            "sentence_splitter": term("stage", "sentence splitter"),
            "lemmatizer": term("stage", "lemmatizer"),
            "mention_detector": term("stage", "mention detector"),
            "quote_detector": term("stage", "quote detector"),
            "quote_editor": term("stage", "quote editor"),
            "speaker_resolver": term("stage", "speaker resolver"),
            "speaker_editor": term("stage", "speaker editor"),
            "linker": term("stage", "linker"),
            "annotator": term("stage", "annotator"),
        },
        "column": {
            "document": term("column", "document"),
            "title": term("column", "title"),
            "date": term("column", "date"),
            "outlet": term("column", "outlet"),
            "speaker": term("column", "speaker"),
            "role": term("column", "role"),
            "organization": term("column", "organization"),
            "type": term("column", "type"),
            "left": term("column", "left"),
            "quotation": term("column", "quotation"),
            "right": term("column", "right"),
            "cue": term("column", "cue"),
            "medium": term("column", "medium"),
            "confidence": term("column", "confidence"),
            "kind": term("column", "kind"),
            "gender": term("column", "gender"),
            "text": term("column", "text"),
            "id": term("column", "id"),
            "url": term("column", "url"),
            "kept": term("column", "kept"),
        },
        "mistake": {
            "missed": term("mistake", "missed"),
            "spurious": term("mistake", "spurious"),
            "speaker": term("mistake", "speaker"),
            "boundary": term("mistake", "boundary"),
            "right": term("mistake", "right"),
            "optional": term("mistake", "optional"),
        },
        "trait": {
            "type": term("trait", "type"),
            "tag": term("trait", "tag"),
            "cue": term("trait", "cue"),
            "speaker": term("trait", "speaker"),
            "rule": term("trait", "rule"),
            "border": term("trait", "border"),
            "wrong": term("trait", "wrong"),
            "unknown": term("trait", "unknown"),
            "none": term("trait", "none"),
            "plain": term("trait", "plain"),
            "too long at the start": term("trait", "too long at the start"),
            "too short at the start": term("trait", "too short at the start"),
            "too long at the end": term("trait", "too long at the end"),
            "too short at the end": term("trait", "too short at the end"),
            "other fragments": term("trait", "other fragments"),
        },
        "change": {
            "lost": term("change", "lost"),
            "new": term("change", "new"),
            "changed": term("change", "changed"),
            "better": term("change", "better"),
            "worse": term("change", "worse"),
            "neutral": term("change", "neutral"),
            "borders": term("change", "borders"),
            "type": term("change", "type"),
            "speaker": term("change", "speaker"),
            "medium": term("change", "medium"),
        },
        "candidate": {
            "cue": term("candidate", "words that attribute"),
            "quote marks": term("candidate", "quote marks"),
            "quote": term("candidate", "quotation"),
            "mention": term("candidate", "mention"),
            "speaker": term("candidate", "speaker"),
        },
    }
)


def in_words(what: What, value: str) -> str:
    """A value of a record in the language that is spoken; what is not known here, as a plugin's rule, stays as it is.

    >>> in_words("quote rule", "complement"), in_words("quote rule", "my-rule")
    ('reported speech: «сказал, что …»', 'my-rule')
    """
    word = _TERMS[what].get(value)
    if word is None:
        return value
    return pgettext(_CONTEXTS.get(what, what), word)


def words_of(*whats: What) -> dict[str, dict[str, str]]:
    """The words for all values of some fields, for a page's script."""
    return {what: {value: in_words(what, value) for value in _TERMS[what]} for what in whats}


_CONTEXTS = {"quote rule": "rule", "speaker rule": "rule"}


def how_sure(confidence: float) -> str:
    """A confidence in words.

    >>> how_sure(0.97), how_sure(0.6)
    ('nearly certain', 'more likely right than not')
    """
    for least, word in _SURE:
        if confidence >= least:
            return pgettext("confidence", word)
    return pgettext("confidence", _DOUBTFUL)


_SURE = (
    (0.95, term("confidence", "nearly certain")),
    (0.85, term("confidence", "very likely")),
    (0.7, term("confidence", "likely")),
    (0.5, term("confidence", "more likely right than not")),
)
_DOUBTFUL = term("confidence", "doubtful")
