"""Why somebody is taken for the speaker: everybody who could be, with scores and reasons in words for people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import attrs

from newsquotes.document import Quote, Speaker
from newsquotes.russian.speakers.output import Verdict
from newsquotes.russian.speakers.ranking import SpeakerCandidate
from newsquotes.stages import Decision, Evidence, Possible
from newsquotes.terms import in_words
from newsquotes.wording import gettext, pgettext, term

_MOST = 5  # candidates, and reasons on either side

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "named": term("reason", "named by name"),
        "full name": term("reason", "named with first name and surname"),
        "known name": term("reason", "surely a name"),
        "mentions": term("reason", "mentioned often"),
        "near mentions": term("reason", "mentioned often just before"),
        "headline": term("reason", "mentioned in the headline or first paragraph"),
        "paragraph": term("reason", "mentioned in the same paragraph"),
        "clause": term("reason", "mentioned in the same clause"),
        "subject": term("reason", "was the subject of the sentence"),
        "subject near": term("reason", "is the subject of this sentence or the one before"),
        "last subject": term("reason", "was the last subject"),
        "subject since somebody spoke": term("reason", "has been the subject since somebody else spoke"),
        "subject of the own clause": term("reason", "is the subject of what is said"),
        "subject of the own clause before": term("reason", "is the subject of what is said before"),
        "subject before a sentence that begins with the pronoun": term(
            "reason", "was the subject before a sentence that begins with the pronoun"
        ),
        "embedded": term("reason", "mentioned only within a longer name or phrase"),
        "only quoted": term("reason", "mentioned only within quotations"),
        "quoted": term("reason", "last mentioned within a quotation"),
        "in content": term("reason", "mentioned in what is said"),
        "spoke": term("reason", "has spoken before"),
        "spoke last": term("reason", "was quoted last"),
        "spoke last paragraph": term("reason", "was quoted last in this paragraph"),
        "spoke last in another role": term("reason", "was quoted last, but has another role"),
        "another office": term("reason", "holds another office"),
        "an official": term("reason", "holds an office that the word does not fit"),
        "anybody": term("reason", "the word may mean anybody of that gender"),
        "elsewhere": term("reason", "holds the role elsewhere"),
        "told of together": term("reason", "mentioned beside that role"),
        "itself anybody": term("reason", "the word may mean anybody"),
        "itself office": term("reason", "the word is an office of one person"),
        "itself with modifiers": term("reason", "the word has modifiers"),
        "itself but nobody fits": term("reason", "nobody who is named fits"),
        "kind fits": term("reason", "is of the kind that the word asks for"),
        "kind differs": term("reason", "is of another kind than the word asks for"),
        "kind unknown": term("reason", "its kind is not known"),
        "same noun": term("reason", "has the same word in its name"),
        "modifiers fit": term("reason", "the modifiers fit"),
        "modifiers unknown": term("reason", "nothing says whether the modifiers fit"),
        "outlet for an outlet": term("reason", "an outlet, and the word means one"),
        "outlet for no outlet": term("reason", "an outlet, but the word means none"),
        "no outlet": term("reason", "no outlet, but the word means one"),
        "spoke before last": term("reason", "was quoted last but one"),
        "gender known": term("reason", "agrees in gender"),
        "gender unknown": term("reason", "gender is not known"),
        "gender agrees": term("reason", "gender fits the role"),
        "plural organization": term("reason", "an organization, spoken of in the plural"),
        "kind=person": term("reason", "a person without a name"),
        "kind=organization": term("reason", "an organization"),
        "kind=group": term("reason", "a group of people"),
        "kind=anonymous": term("reason", "an unnamed source"),
        "kind=document": term("reason", "a document"),
        "kind=unknown": term("reason", "of unknown kind"),
        "outlet": term("reason", "an outlet"),
        "has role": term("reason", "has a role in the text"),
        "role same": term("reason", "has this very role"),
        "role same bare": term("reason", "has this very role, named without its body"),
        "another has the very role": term("reason", "somebody else has this very role"),
        "another has the very role spoke last": term("reason", "was quoted last, but somebody else has this very role"),
        "role synonym": term("reason", "has a role that means the same"),
        "role synonym bare": term("reason", "has a role that means the same, named without its body"),
        "role kind": term("reason", "has a role of this kind"),
        "role kind bare": term("reason", "has a role of this kind, named without its body"),
        "role none": term("reason", "has only other roles"),
        "role unrelated": term("reason", "has roles that do not go with this one"),
        "roleless": term("reason", "has no role in the text"),
        "roleless unrelated": term("reason", "no role in the text speaks for it"),
        "role dependents shared": term("reason", "the body or place of the role is the same"),
        "role dependents unknown": term("reason", "the body or place of the role is not known"),
        "role dependents differ": term("reason", "the body or place of the role is another one"),
        "role specific": term("reason", "the role is told more closely than is known of him"),
        "role generic": term("reason", "the word could mean many people"),
        "role anybody": term("reason", "the word fits any man or woman"),
        "the only one with the very role": term("reason", "the only one who has this very role"),
        "introduced by the role": term("reason", "a surname alone, which the role introduces"),
        "the only one who fits": term("reason", "the only one whose role fits"),
        "later": term("reason", "named only later"),
        "later quoted": term("reason", "named later, within a quotation"),
        "later subject": term("reason", "named later, as a subject"),
        "later than the headline": term("reason", "named after the headline, which has only the role"),
        "itself": term("reason", "the role itself: nobody named need be meant"),
        "itself specific": term("reason", "the role is told closely enough to stand by itself"),
        "itself unnamed": term("reason", "newspapers seldom name who has such a role"),
        "itself owned": term("reason", "somebody's assistant or lawyer, not he himself"),
        "itself indefinite": term("reason", "«one of», «a certain»: somebody who is not named"),
        "itself but somebody fits": term("reason", "somebody named has this role"),
        "itself earlier": term("reason", "the role was spoken of before without a name"),
        "itself with owner": term("reason", "the role belongs to somebody who is named"),
        "itself alone": term("reason", "the word stands alone"),
        "itself first": term("reason", "nobody has spoken before"),
    }
)
"""What the features of the models of speakers mean; those with a number are in ``_NUMBERED``."""

_NUMBERED: Mapping[str, str] = MappingProxyType(
    {
        "distance": term("reason", "sentences since the last mention: {number}"),
        "spoke last distance": term("reason", "was quoted last, sentences ago: {number}"),
        "later distance": term("reason", "named later, sentences on: {number}"),
        "rank": term("reason", "people mentioned since: {number}"),
    }
)
_WITH_NUMBER = re.compile(r"(.+)=(\d+(?:-\d+)?)")


def in_plain_words(feature: str) -> str:
    """A feature of the models of speakers, as a reader says it; a new one stays as it is.

    >>> in_plain_words("spoke last"), in_plain_words("distance=4-6")
    ('was quoted last', 'sentences since the last mention: 4–6')
    """
    if feature in REASONS:
        return pgettext("reason", REASONS[feature])
    match = _WITH_NUMBER.fullmatch(feature)
    if match is None or match[1] not in _NUMBERED:
        return feature
    number = {"13": "13+"}.get(match[2], match[2].replace("-", "–"))
    return pgettext("reason", _NUMBERED[match[1]], number=number)


class Ballots:
    """The candidates of every choice that is made for a quotation, as the resolver shows them to whoever watches."""

    def __init__(self, model: Mapping[str, Mapping[str, float]]) -> None:
        self._model = model
        self._of: dict[int, list[tuple[str, list[SpeakerCandidate]]]] = {}

    def __call__(self, quote: Quote, which: str, candidates: list[SpeakerCandidate]) -> None:
        """Note the candidates of a choice."""
        self._of.setdefault(quote.id, []).append((which, candidates))

    def possible(self, quote: Quote, verdict: Verdict) -> Iterator[Possible]:
        """Everybody who could be the speaker, the likeliest first."""
        chosen = verdict.entity.name if verdict.entity is not None else None
        named: dict[str, Possible] = {}
        for which, candidates in reversed(self._of.get(quote.id, [])):
            weights = self._model[which]
            for candidate in sorted(candidates, key=lambda c: -c.score)[:_MOST]:
                itself = quote.source.text if quote.source is not None else gettext("nobody who is named")
                if chosen is not None and itself.casefold() == chosen.casefold():
                    itself = chosen
                name = candidate.entity.name if candidate.entity is not None else itself
                reasons = most_telling(candidate.features, weights)
                named.setdefault(name, Possible(name, candidate.probability, candidate.score, reasons))
        if chosen is not None and chosen not in named:  # no model chose: a rule says who it is
            rule = in_words("speaker rule", verdict.rule)
            named = {chosen: Possible(chosen, verdict.confidence, None, (Evidence(verdict.rule, words=rule),)), **named}
        second = verdict.second
        if second is not None and second.name not in named:
            named[second.name] = Possible(second.name, 0.0, None, (Evidence("second", words=gettext("the second best")),))
        yield from sorted(named.values(), key=lambda p: (p.name != chosen, -p.probability))


def most_telling(features: Mapping[str, float], weights: Mapping[str, float]) -> tuple[Evidence, ...]:
    """What speaks most for and most against somebody, the heaviest first, in words."""
    weighed = [Evidence(name, weights.get(name, 0.0) * value) for name, value in features.items()]
    heavy = sorted(weighed, key=lambda e: (-abs(e.weight or 0.0), e.name))
    for_it = [e for e in heavy if (e.weight or 0.0) >= 0.005][:_MOST]
    against = [e for e in heavy if (e.weight or 0.0) <= -0.005][:_MOST]
    return tuple(attrs.evolve(e, words=in_plain_words(e.name)) for e in (*for_it, *against))


def decisions(
    quotes: Sequence[Quote], verdicts: Sequence[Verdict], speakers: Sequence[Speaker | None], ballots: Ballots
) -> Iterator[Decision]:
    """One decision a quotation: who speaks, by which rule, and who else could."""
    for quote, verdict, speaker in zip(quotes, verdicts, speakers, strict=True):
        rule = in_words("speaker rule", verdict.rule)
        who = gettext("unknown speaker") if speaker is None else speaker.name
        yield Decision(
            quote.source or quote.content[0],
            "speaker",
            "rejected" if speaker is None else "accepted",
            gettext("{name}: {rule}", name=who, rule=rule),
            verdict.rule,
            content=quote.content,
            possible=tuple(ballots.possible(quote, verdict)),
        )
