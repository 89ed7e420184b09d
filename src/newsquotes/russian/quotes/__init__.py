"""The Russian quote detector: cues first, then the content that each cue attributes, then quotations without a cue.

For each sentence the cues are found; each cue proposes a quotation by the first rule that fits:

======================  =================================================================
rule                    example (the content in brackets)
======================  =================================================================
``direct-after``        «[A]», — сказал X.
``direct-split``        «[A], — сказал X. — [B]»
``direct-before``       X сказал: «[A]».
``complement``          X сказал, что [A].
``about-that``          X сказал о том, что [A].
``colon``               X сказал: [A].
``parenthetical``       [A], сказал X, [B].  Как сказал X, [A].
``prepositional``       По словам X, [A].
``quoted-object``       X назвал это [«A»].
``anaphoric``           [A]. Об этом сказал X.
``noun``                заявление X о том, что [A]
``headline``            X: [A]
``dialogue``            — [A], — сказал X.
``continuation``        «[A]» without a cue, after another quotation
======================  =================================================================
"""

from newsquotes.russian.quotes.detector import QuoteDetector
from newsquotes.russian.quotes.finder import proposals, without_relays
from newsquotes.russian.quotes.proposal import Proposal
from newsquotes.russian.quotes.situation import Rest, Situation

__all__ = ["Proposal", "QuoteDetector", "Rest", "Situation", "proposals", "without_relays"]
