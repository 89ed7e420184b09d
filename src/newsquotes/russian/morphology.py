"""Morphology by pymorphy3: readings in Universal Dependencies terms, and names put into the nominative.

The only module that knows pymorphy3's tagset (that of OpenCorpora).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pymorphy3

from newsquotes.caches import Remembered, cached
from newsquotes.document import Morph, Reading

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_POS = {
    "NOUN": "NOUN",
    "ADJF": "ADJ",
    "ADJS": "ADJ",
    "COMP": "ADJ",
    "VERB": "VERB",
    "INFN": "VERB",
    "PRTF": "VERB",
    "PRTS": "VERB",
    "GRND": "VERB",
    "NUMR": "NUM",
    "NUMB": "NUM",
    "ROMN": "NUM",
    "ADVB": "ADV",
    "PRED": "ADV",
    "NPRO": "PRON",
    "PREP": "ADP",
    "CONJ": "SCONJ",
    "PRCL": "PART",
    "INTJ": "INTJ",
    "PNCT": "PUNCT",
}
_COORDINATING = frozenset(["и", "а", "но", "да", "или", "либо", "ни", "зато", "однако"])
_FEATURES = {
    "case": (
        "Case",
        {
            "nomn": "Nom",
            "gent": "Gen",
            "datv": "Dat",
            "accs": "Acc",
            "ablt": "Ins",
            "loct": "Loc",
            "voct": "Voc",
            "gen1": "Gen",
            "gen2": "Gen",
            "acc2": "Acc",
            "loc1": "Loc",
            "loc2": "Loc",
        },
    ),
    "number": ("Number", {"sing": "Sing", "plur": "Plur"}),
    "gender": ("Gender", {"masc": "Masc", "femn": "Fem", "neut": "Neut"}),
    "animacy": ("Animacy", {"anim": "Anim", "inan": "Inan"}),
    "tense": ("Tense", {"past": "Past", "pres": "Pres", "futr": "Fut"}),
    "person": ("Person", {"1per": "1", "2per": "2", "3per": "3"}),
    "aspect": ("Aspect", {"perf": "Perf", "impf": "Imp"}),
    "voice": ("Voice", {"pssv": "Pass", "actv": "Act"}),
    "mood": ("Mood", {"impr": "Imp", "indc": "Ind"}),
}
_NAME_TYPES = {"Name": "Giv", "Surn": "Sur", "Patr": "Pat", "Geox": "Geo", "Orgn": "Com", "Trad": "Pro", "Init": "Init"}
_VERB_FORMS = {"VERB": "Fin", "INFN": "Inf", "PRTF": "Part", "PRTS": "Part", "GRND": "Conv"}
# Forms that the dictionary has with «ё» only, and does not find once «ё» has gone.
_YO = {"нем": "нём", "ее": "её", "нее": "неё", "чем": "чем", "еще": "ещё"}


class _Analyzer(pymorphy3.MorphAnalyzer):  # type: ignore[misc]
    def parse(self, word: str) -> Any:
        # Half a surrogate pair, as broken JSON leaves it, cannot be looked up.
        return super().parse(_SURROGATE.sub("\ufffd", word))


@lru_cache(maxsize=1)
def analyzer() -> Any:
    """The dictionary, loaded once a process (about 0.1 s)."""
    return _Analyzer()


def parses(word: str) -> list[Any]:
    """pymorphy3's parses of a word; none of a character that Unicode has no name for, over which it stumbles."""
    try:
        parsed: list[Any] = analyzer().parse(word)
    except ValueError:
        return []
    return parsed


def parse(word: str) -> Morph:
    """The readings of a word, the most probable first; the same ``Morph`` object for the same word.

    >>> best = parse("сказала").best
    >>> best.lemma, best.pos, dict(best.feats)["Gender"]
    ('сказать', 'VERB', 'Fem')
    """
    return _parses[word]


def _parse(word: str) -> Morph:
    lower = word.lower()
    forms = parses(_YO.get(lower, lower))
    if not forms:
        return Morph((Reading(lower, "X"),), known=False)
    readings: dict[tuple[str, str, tuple[tuple[str, str], ...]], float] = {}
    for form in forms:
        key = (form.normal_form, *_universal(form.tag, lower))
        readings[key] = readings.get(key, 0.0) + form.score
    total = sum(readings.values()) or 1.0
    ordered = sorted(readings.items(), key=lambda item: -item[1])
    known = any(form.is_known for form in forms)
    return Morph(tuple(Reading(*key, score=round(score / total, 4)) for key, score in ordered), known)


_parses = Remembered(_parse, size=1_840)


Universal = tuple[str, tuple[tuple[str, str], ...]]
_of_tags: dict[tuple[str, bool], Universal] = {}  # some thousand at most


def _universal(tag: Any, word: str) -> Universal:
    """The part of speech and the features that a tag of pymorphy3 says, in the terms of Universal Dependencies."""
    key = str(tag), word in _COORDINATING
    if (found := _of_tags.get(key)) is None:
        found = _of_tags[key] = _read_tag(tag, key[1])
    return found


def _read_tag(tag: Any, coordinating: bool) -> Universal:
    grammemes = tag.grammemes
    pos = _POS.get(str(tag.POS or ""), "")
    feats: dict[str, str] = {}
    for attribute, (name, values) in _FEATURES.items():
        value = values.get(getattr(tag, attribute) or "")
        if value and not (name == "Voice" and value == "Act"):
            feats[name] = value
    if not pos:
        if "NUMB" in grammemes or "ROMN" in grammemes:
            pos = "NUM"
        elif "PNCT" in grammemes:
            pos = "PUNCT"
        else:
            pos = "X"
            if "LATN" in grammemes:
                feats["Foreign"] = "Yes"
    if pos == "VERB":
        feats["VerbForm"] = _VERB_FORMS[str(tag.POS)]
    if tag.POS in ("ADJS", "PRTS"):
        feats["Variant"] = "Short"
    if tag.POS == "COMP":
        feats["Degree"] = "Cmp"
    if tag.POS == "PRED":
        feats["Predicative"] = "Yes"
    if "Apro" in grammemes and pos == "ADJ":
        pos = "DET"
    if pos == "SCONJ" and coordinating:
        pos = "CCONJ"
    if pos == "NOUN":
        for grammeme, kind in _NAME_TYPES.items():
            if grammeme in grammemes:
                pos = "PROPN"
                feats["NameType"] = kind
                break
    if "ms-f" in grammemes or "Ms-f" in grammemes:
        feats["Gender"] = "Com"
    if "Abbr" in grammemes:
        feats["Abbr"] = "Yes"
    if "Fixd" in grammemes:
        feats["Fixed"] = "Yes"
    return pos, tuple(sorted(feats.items()))


def parse_all(words: Iterable[str]) -> list[Morph]:
    """The readings of each of several words."""
    return list(map(_parses.__getitem__, words))


@cached(size=320, most=1 << 17)
def inflected(word: str, case: str, gender: str | None = None, plural: bool | None = None, name: bool = False) -> str | None:
    """A word put into a case (``"nomn"`` …) by a reading that fits a gender (``"masc"``, ``"femn"``, ``"neut"``) and number.

    Capital letters are kept. ``None`` where no reading fits; ``name`` asks for readings of personal names first.

    >>> inflected("министра", "nomn"), inflected("Захаровой", "nomn", "femn", name=True)
    ('министр', 'Захарова')
    """
    forms = parses(word)
    if name:
        forms = [f for f in forms if f.tag.grammemes & {"Name", "Surn", "Patr"}] or forms
    for form in forms:
        tag = form.tag
        if tag.POS in ("INFN", "VERB", "GRND"):
            continue  # «Вести» is no «ведший»
        if gender and tag.gender and tag.gender != gender and "ms-f" not in str(tag):
            continue
        if plural is not None and tag.number and (tag.number == "plur") != plural:
            continue
        wanted = {case}
        if gender and "Fixd" not in str(tag) and not plural and tag.POS in ("ADJF", "PRTF"):
            wanted.add(gender)
        changed = form.inflect(wanted)
        if changed is not None:
            return _recapitalized(word, changed.word)
    return None


@cached(size=240, most=1 << 12)
def counted(word: str, singular: bool) -> str | None:
    """The genitive that a numeral asks for: «три чиновника» (``singular``), «пять чиновников»; ``None`` for no noun.

    >>> counted("чиновникам", True), counted("чиновникам", False)
    ('чиновника', 'чиновников')
    """
    for form in parses(word):
        changed = form.inflect({"gent", "sing" if singular else "plur"}) if "NOUN" in form.tag else None
        if changed is not None:
            return _recapitalized(word, changed.word)
    return None


def _recapitalized(model: str, word: str) -> str:
    """``word`` with the capital letters of ``model``, part by part of a hyphenated word."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    models, parts = model.split("-"), word.split("-")
    if len(models) != len(parts):
        models = [model] * len(parts)
    return "-".join(
        p.capitalize() if m[:1].isupper() and not m.isupper() else p.upper() if m.isupper() else p
        for m, p in zip(models, parts, strict=True)
    )


def gender_votes(words: Iterable[str]) -> dict[str, float]:
    """How strongly each gender is borne out by the readings of a name's words."""
    votes: dict[str, float] = {}
    for word in words:
        for form in parses(word):
            if form.tag.gender and "ms-f" not in str(form.tag):
                votes[form.tag.gender] = votes.get(form.tag.gender, 0.0) + form.score
    return votes
