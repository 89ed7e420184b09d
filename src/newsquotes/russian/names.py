"""Names of people: their parts, the nominatives that a form allows, and whether two names can mean one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import attrs

from newsquotes.document import Gender
from newsquotes.russian.lexicon import fold
from newsquotes.russian.morphology import analyzer, inflected
from newsquotes.russian.words import (
    FIRST_NAME,
    INITIAL,
    PATRONYMIC,
    SURNAME,
    TITLE,
    Word,
)

_POSSESSIVE_SUFFIXES = ("ов", "ев", "ин", "ын", "ёв")
_VOWELS = frozenset("аеёиоуыэюя")


@attrs.frozen
class Part:
    """One word of a name: as written, and its possible nominatives → (gender or ``None``, whether the form is nominative)."""

    text: str
    kind: str  # first, patronymic, surname, initial
    lemmas: frozenset[tuple[str, str, bool]] = frozenset()

    @property
    def bases(self) -> frozenset[str]:
        """The possible nominatives, without gender."""
        return frozenset(lemma for lemma, _, _ in self.lemmas)


@attrs.frozen
class PersonName:
    """A personal name as one mention writes it."""

    parts: tuple[Part, ...]

    def part(self, kind: str) -> Part | None:
        """The first part of a kind."""
        return next((p for p in self.parts if p.kind == kind), None)

    @property
    def surname(self) -> Part | None:
        """The surname, or the only word of the name."""
        return self.part("surname")

    @property
    def rank(self) -> int:
        """How full the name is: first name, patronymic and surname count more than initials."""
        weight = {"surname": 4, "first": 3, "patronymic": 1, "initial": 1, "particle": 0}
        return sum(weight[p.kind] for p in self.parts)


def person_name(words: Sequence[Word]) -> PersonName | None:
    """The parts of a name; ``None`` where there are none."""
    kinds: list[tuple[str, str, Word]] = []
    items = [w for w in words if w.text not in ".«»\"„“()"]
    if not items:
        return None
    full = [w for w in items if not (w.flags & INITIAL and len(w.text) <= 2 and len(items) > 1 and w is not items[-1])]
    last_full = full[-1] if full else items[-1]
    swapped = len(full) >= 2 and full[0].flags & SURNAME and not full[0].flags & FIRST_NAME and full[1].flags & FIRST_NAME and not full[1].flags & SURNAME
    for n, w in enumerate(items):
        if w.text in ("-", "–"):
            continue
        if w.flags & INITIAL and len(w.text) <= 2 and w is not last_full:
            kinds.append(("initial", w.text, w))
        elif w.flags & PATRONYMIC and len(full) > 1 and not (w is last_full and not w.text.lower().endswith(("ич", "вна", "чна", "вны", "вне", "вну", "вной", "ича", "ичу", "ичем", "иче"))):
            kinds.append(("patronymic", w.text, w))
        elif not w.flags & TITLE:
            kinds.append(("particle", w.text, w))
        elif swapped:
            kinds.append(("surname" if w is full[0] else "first", w.text, w))
        elif w is last_full or n == len(items) - 1:
            kinds.append(("surname", w.text, w))
        else:
            kinds.append(("first", w.text, w))
    if kinds and not any(k == "surname" for k, _, _ in kinds):
        # «Владимир Владимирович»
        pass
    parts = tuple(Part(text, kind, nominatives(text, kind == "first" or bool(w.flags & FIRST_NAME and not w.flags & SURNAME)) if kind not in ("initial", "particle") else frozenset()) for kind, text, w in kinds)
    return PersonName(parts) if parts else None


@lru_cache(maxsize=1 << 15)
def nominatives(word: str, first: bool = False) -> frozenset[tuple[str, str, bool]]:
    """The nominatives that a form of a name can have: (nominative folded, "masc" | "femn", is it nominative here).

    >>> sorted(nominatives("Слиппера"))
    [('слиппер', 'masc', False), ('слиппера', 'femn', True), ('слиппера', 'masc', True)]
    """
    low = fold(word)
    found: set[tuple[str, str, bool]] = set()
    known = False
    for form in analyzer().parse(word.lower()):
        kinds = form.tag.grammemes & {"Name", "Surn", "Patr"}
        if not kinds or not form.is_known or form.score < 0.005 and found:
            continue
        known = True
        tag = str(form.tag)
        if "plur" in tag:
            if "nomn" in tag:
                continue
            continue
        nominative = form.inflect({"nomn", "sing"})
        lemma = fold(nominative.word if nominative is not None else form.normal_form)
        genders = ("masc", "femn") if "ms-f" in tag or form.tag.gender is None else (str(form.tag.gender),)
        for gender in genders:
            if gender in ("masc", "femn"):
                found.add((lemma, gender, form.tag.case == "nomn"))
    if known and found:
        if first or any(low == lemma for lemma, _, _ in found):
            return frozenset(found)
    parts = low.split("-")
    if len(parts) > 1:
        head = "-".join(parts[:-1]) + "-"
        heads = {lemma for lemma, _, _ in _by_ending(parts[-2])} if len(parts) == 2 else set()
        found.update((head + lemma, gender, nominative) for lemma, gender, nominative in _by_ending(parts[-1]))
        for h in heads:
            if h != parts[0]:
                found.update((h + "-" + lemma, g, n) for lemma, g, n in _by_ending(parts[-1]) if not n)
    else:
        found.update(_by_ending(low))
    return frozenset(found)


def _by_ending(low: str) -> set[tuple[str, str, bool]]:
    """Nominatives by the ending alone, for names that no dictionary holds."""
    found: set[tuple[str, str, bool]] = set()

    def add(lemma: str, gender: str, nominative: bool = False) -> None:
        if len(lemma) >= 2:
            found.add((lemma, gender, nominative))

    last = low[-1:]
    if last not in _VOWELS:
        add(low, "masc", True)
        if not low.endswith(_POSSESSIVE_SUFFIXES) and not low.endswith(("ский", "цкий", "ый")):
            add(low, "femn", True)
    elif last in "оиуюэе" or low.endswith(("ых", "их")):
        add(low, "masc", True)
        add(low, "femn", True)
    elif last in "ая":
        add(low, "femn", True)
        if not low.endswith(("ова", "ева", "ина", "ская", "цкая", "ая")):
            add(low, "masc", True)
    elif last == "ы":
        add(low, "masc", True)
    for ending in ("ом", "ем", "ым", "им", "ой", "ей", "ого", "его", "ому", "ему", "ую", "а", "я", "у", "ю", "е", "ы", "и"):
        if not low.endswith(ending) or len(low) - len(ending) < 2:
            continue
        stem = low[: -len(ending)]
        consonant = stem[-1] not in _VOWELS and stem[-1] not in "ьъ"
        if ending in ("а", "у", "ом", "е") and consonant:
            add(stem, "masc")
            if ending == "а" and stem.endswith("ц") and len(stem) > 3:
                add(stem[:-1] + "ец", "masc")
        if ending in ("а", "у", "е") and stem[-1:] == "к" and len(stem) > 3 and stem[-2] not in _VOWELS:
            add(stem[:-1] + "ок", "masc")
        if ending in ("я", "ю", "ем", "е"):
            if stem[-1] in _VOWELS or stem.endswith("ь"):
                add(stem.rstrip("ь") + "й", "masc")
            elif consonant:
                add(stem + "ь", "masc")
        if ending == "и" and consonant:
            add(stem + "а", "femn")
            add(stem + "а", "masc")
            add(stem + "я", "femn")
            add(stem + "ь", "femn")
        if ending == "и" and stem[-1] in _VOWELS:
            add(stem + "я", "femn")
            add(stem + "я", "masc")
        if ending in ("ы", "у", "е", "ой") and consonant:
            add(stem + "а", "femn")
            if not stem.endswith(_POSSESSIVE_SUFFIXES):
                add(stem + "а", "masc")
        if ending in ("ю", "е", "ей") and not low.endswith("ские"):
            add(stem + "я", "femn")
            add(stem + "я", "masc")
        if ending == "ым" and stem.endswith(_POSSESSIVE_SUFFIXES):
            add(stem, "masc")
        if ending in ("ого", "ому", "ым", "им", "ом", "его", "ему", "ем") and not stem.endswith(_POSSESSIVE_SUFFIXES):
            if stem.endswith(("ск", "цк")) or stem[-1:] in "кгхжшщч":
                add(stem + "ий", "masc")
            elif ending in ("ого", "ому", "ым"):
                add(stem + "ый", "masc")
                add(stem + "ой", "masc")
        if ending in ("ой", "ую", "ей") and (stem.endswith(("ск", "цк")) or ending == "ую"):
            add(stem + "ая", "femn")
    return found


def matching(a: PersonName, b: PersonName) -> bool:
    """Whether two names can mean one person: surnames that share a nominative, and nothing else in conflict."""
    sa, sb = a.surname, b.surname
    if sa is None or sb is None:
        return False
    fa, fb = a.part("first"), b.part("first")
    if sa.bases & sb.bases:
        return _firsts_agree(a, b)
    # a first name alone: «Джоли Анджелина» … «Анджелина»
    if fa is not None and len(b.parts) == 1 and fa.bases & sb.bases:
        return True
    return fb is not None and len(a.parts) == 1 and bool(fb.bases & sa.bases)


def _firsts_agree(a: PersonName, b: PersonName) -> bool:
    firsts_a = [p for p in a.parts if p.kind == "first"]
    firsts_b = [p for p in b.parts if p.kind == "first"]
    if firsts_a and firsts_b:
        return any(x.bases & y.bases for x in firsts_a for y in firsts_b)
    initial_a = next((p for p in a.parts if p.kind == "initial"), None)
    initial_b = next((p for p in b.parts if p.kind == "initial"), None)
    if initial_a and firsts_b:
        return fold(firsts_b[0].text).startswith(fold(initial_a.text)[:1])
    if initial_b and firsts_a:
        return fold(firsts_a[0].text).startswith(fold(initial_b.text)[:1])
    if initial_a and initial_b:
        return fold(initial_a.text)[:1] == fold(initial_b.text)[:1]
    return True


def gender_of(name: PersonName) -> dict[str, float]:
    """Votes for the sex of a person, from first name, patronymic and surname."""
    votes = {"masc": 0.0, "femn": 0.0}
    weight = {"first": 2.0, "patronymic": 3.0, "surname": 0.6}
    for part in name.parts:
        genders = {g for _, g, _ in part.lemmas}
        if len(genders) == 1:
            votes[next(iter(genders))] += weight.get(part.kind, 0.0)
    return votes


def canonical(names: Iterable[tuple[PersonName, bool]], gender: Gender | None) -> str:
    """The fullest of a person's names, in the nominative; ``True`` marks names that stand in the nominative.

    A surname seen in several cases settles its nominative: the one that explains most of the forms.
    """
    names = list(names)
    best = max(names, key=lambda item: (item[0].rank, item[1]))[0]
    nominative_texts = {fold(p.text) for name, subject in names if subject for p in name.parts}
    words = []
    for part in best.parts:
        if part.kind == "initial":
            words.append(part.text + ".")
            continue
        if part.kind == "particle":
            words.append(part.text)
            continue
        votes: dict[str, float] = {}
        for name, subject in names:
            for other in name.parts:
                if other.kind in ("initial", "particle") or not other.bases & part.bases:
                    continue
                for lemma, g, nominative in other.lemmas:
                    if gender and g != gender:
                        continue
                    if subject and not nominative:
                        continue
                    votes[lemma] = votes.get(lemma, 0.0) + 1.0 + (1.0 if subject and nominative else 0.0)
        candidates = {lemma for lemma, g, _ in part.lemmas if not gender or g == gender} or set(part.bases)
        low = fold(part.text)
        chosen = max(sorted(candidates), key=lambda lemma: (votes.get(lemma, 0.0), lemma in nominative_texts, lemma == low, -len(lemma)), default=low)
        words.append(restored(part.text, chosen))
    return " ".join(words)


def restored(surface: str, lemma: str) -> str:
    """A folded nominative with the capital letters and «ё» of the form it came from."""
    low = fold(surface)
    common = 0
    for x, y in zip(low, lemma, strict=False):
        if x != y:
            break
        common += 1
    if low == lemma:
        return surface
    rest = lemma[common:]
    if surface.isupper() and len(surface) > 2:
        rest = rest.upper()
    return surface[:common] + rest


def nominative_phrase(words: Sequence[str], head: int, gender: str | None, plural: bool) -> list[str]:
    """The words of a phrase up to its head, put into the nominative one by one."""
    result = []
    for k, word in enumerate(words):
        if k > head:
            result.append(word)
            continue
        result.append(inflected(word, "nomn", gender, plural) or word)
    return result
