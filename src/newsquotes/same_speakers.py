"""The same speaker in many articles.

Three settings say how much is enough to join two speakers. In all of them people with the same id in a knowledge base are
one, a patronymic, a sex, an id or another first name keeps people apart, and bodies and outlets go by their canonical name
(МИД РФ and Министерство иностранных дел России, Reuters and Рейтер, «Коммерсантъ» and «Ъ» are one). Anonymous sources,
groups and documents are never joined, save by id.

* ``strict`` joins what the documents show: full names whose roles do not differ, initials and lone surnames only where role
  or organization agree.
* ``usual`` joins where the collection allows one reading only: «Белова» with the one Белова of the collection, unless her
  role is another one or the surname is very common; an office that one person holds («мэр Заречья») with the one who has it.
* ``loose`` joins wherever nothing speaks against it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, get_args

import attrs

from newsquotes.alias_table import AliasTable
from newsquotes.annotations import Gender, Quote, Speaker, SpeakerKind
from newsquotes.document import Document
from newsquotes.errors import ConfigError, did_you_mean
from newsquotes.wording import gettext

Setting = Literal["strict", "usual", "loose"]
SETTINGS: tuple[Setting, ...] = get_args(Setting)


@attrs.frozen
class Appearance:
    """A speaker of one document: the document's place in the collection, its id, and the speaker."""

    document: int
    document_id: str
    speaker: Speaker


@attrs.frozen
class MergedSpeaker:
    """Somebody who speaks in one or several documents.

    ``name`` is the fullest form of all, or the one that a table gives; ``quotes`` are the quotations of all documents, in
    their order.
    """

    name: str
    kind: SpeakerKind
    gender: Gender | None
    roles: tuple[str, ...]
    organizations: tuple[str, ...]
    kb_id: str | None
    appearances: tuple[Appearance, ...]
    quotes: tuple[Quote, ...] = attrs.field(default=(), repr=False)

    def __str__(self) -> str:
        return self.name


def merge_speakers(
    docs: Iterable[Document], how: Setting = "usual", *, aliases: AliasTable | None = None
) -> tuple[MergedSpeaker, ...]:
    """The speakers of many documents, each once; those with the most quotations first.

    ``how`` is ``"strict"``, ``"usual"`` or ``"loose"``. What a table of ``aliases`` says wins (see
    :mod:`newsquotes.alias_table`); then a name that a linker's table gives. Raises
    :class:`~newsquotes.errors.ConfigError` for another setting.

    >>> import newsquotes
    >>> texts = ["«Мост откроют», — сказала мэр Анна Белова.", "Белова сообщила, что порт закрыт."]
    >>> docs = [newsquotes.extract(text) for text in texts]
    >>> [(s.name, len(s.appearances)) for s in merge_speakers(docs, "loose")]
    [('Анна Белова', 2)]
    >>> [(s.name, len(s.appearances)) for s in merge_speakers(docs, "strict")]
    [('Анна Белова', 1), ('Белова', 1)]
    """
    check_setting(how)
    said: dict[tuple[int, int], list[Quote]] = defaultdict(list)
    appearances = []
    linked: dict[str, str] = {}
    for n, doc in enumerate(docs):
        for quote in doc.quotes if doc.has("attributions") else ():
            if quote.attribution.speaker is not None:
                said[n, quote.attribution.speaker].append(quote)
        appearances += [
            Appearance(n, doc.id, speaker) for speaker in doc.speakers if said[n, speaker.id] or not doc.has("quotes")
        ]
        linked |= {link.kb_id: link.name for link in (doc.links if doc.has("links") else ()) if link.name}
    groups = joined(appearances, how, aliases)
    merged = []
    for group in groups:
        quotes = [q for a in group for q in said[a.document, a.speaker.id]]
        given = next(filter(None, (_given(a, aliases) for a in group)), None)
        merged.append(_merged(group, quotes, given, linked))
    return tuple(sorted(merged, key=lambda m: (-len(m.quotes), m.appearances[0].document, m.appearances[0].speaker.id)))


def check_setting(how: str) -> None:
    """Raises :class:`~newsquotes.errors.ConfigError` where there is no such setting."""
    if how not in SETTINGS:
        raise ConfigError(
            gettext("there is no way {how!r} to join speakers; {known}", how=how, known=did_you_mean(str(how), SETTINGS))
        )


def joined(
    appearances: Sequence[Appearance], how: Setting = "strict", aliases: AliasTable | None = None
) -> list[list[Appearance]]:
    """The appearances in groups, one a speaker, in the order of their first appearance."""
    from newsquotes.joining import joined_groups  # what it knows of Russian is heavy: not while newsquotes is imported

    return joined_groups(appearances, how, aliases)


def _given(appearance: Appearance, aliases: AliasTable | None) -> str | None:
    return aliases.name_of(appearance.document_id, appearance.speaker) if aliases is not None else None


def _merged(
    group: Sequence[Appearance], quotes: Sequence[Quote], given: str | None, linked: dict[str, str]
) -> MergedSpeaker:
    speakers = [a.speaker for a in group]
    kb_id = next((s.kb_id for s in speakers if s.kb_id), None)
    best = max(speakers, key=_fullness(speakers))
    genders = Counter(s.gender for s in speakers if s.gender)
    return MergedSpeaker(
        name=given or linked.get(kb_id or "") or _canonical_name(best),
        kind=best.kind,
        gender=genders.most_common(1)[0][0] if genders else None,
        roles=tuple(dict.fromkeys(s.role for s in speakers if s.role)),
        organizations=tuple(dict.fromkeys(s.organization for s in speakers if s.organization)),
        kb_id=kb_id,
        appearances=tuple(group),
        quotes=tuple(quotes),
    )


def _fullness(speakers: Sequence[Speaker]) -> Callable[[Speaker], tuple[int, ...]]:
    """What makes a name the fullest one: of people the most words, a capital; then how often it is written so."""
    often = Counter(s.name for s in speakers)

    def key(s: Speaker) -> tuple[int, ...]:
        words = sum(len(word) > 1 for word in s.name.replace(".", " ").split()) if s.kind == "person" else 0
        return s.name[:1].isupper(), words if s.name[:1].isupper() else 0, len(" ".join(s.name.split())), often[s.name]

    return key


def _canonical_name(speaker: Speaker) -> str:
    """An outlet's name in its canonical spelling; others as they are."""
    from newsquotes.russian import canonical

    outlet = canonical.outlet(speaker.name) if speaker.kind == "organization" else None
    return outlet or speaker.name
