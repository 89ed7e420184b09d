"""Names of one person that differ by a slip of the pen, by a nickname or by half of a double surname."""

from __future__ import annotations

from newsquotes.caches import cached
from newsquotes.russian.lexicon import fold
from newsquotes.russian.reading.name_parts import Name, Part

_SHORTEST = 4  # letters of a word in which one of them may be wrong
_ENDING = 2  # letters at the end of a word that must be right: there the forms and the sexes differ


def one_person_misspelt(a: Name, b: Name) -> bool:
    """Whether two names can be one person's though their words differ: «Сабурова» for «Екатерина Сабирова».

    They share the surname but for a slip, or the one surname is half of the other («Томская», «Анна Лунина-Томская»);
    the first names, where both have one, are the same but for a slip, or one is the nickname of the other.
    """
    one, other = a.part("surname"), b.part("surname")
    if one is None or other is None:
        return False
    firsts_a, firsts_b = _firsts(a), _firsts(b)
    if one.lemmas.isdisjoint(other.lemmas):
        if not (_half(one, other) or _half(other, one) or _slip(one, other)):
            return False
        return not (firsts_a and firsts_b) or any(not x.lemmas.isdisjoint(y.lemmas) for x in firsts_a for y in firsts_b)
    if not firsts_a or not firsts_b:
        return False
    nicknames = {fold(part.text.strip("«»„“”\"'")) for part in (*a.parts, *b.parts) if part.kind == "nickname"}
    if nicknames:
        return any(not nicknames.isdisjoint(part.lemmas) for part in (*firsts_a, *firsts_b))
    others = [(x, y) for x, y in zip(firsts_a, firsts_b, strict=False) if x.lemmas.isdisjoint(y.lemmas)]
    return len(firsts_a) == len(firsts_b) and bool(others) and all(_slip(x, y) for x, y in others)


def _firsts(name: Name) -> list[Part]:
    return [part for part in name.parts if part.kind in ("first", "initial")]


def _half(surname: Part, double: Part) -> bool:
    """Whether a surname is one half of a double one."""
    if "-" not in double.text or "-" in surname.text:
        return False
    return any(not surname.lemmas.isdisjoint(lemma.split("-")) for lemma in double.lemmas)


def _slip(a: Part, b: Part) -> bool:
    """Whether one letter is wrong, too many or lacking, or two have changed places, in words of which one is unknown."""
    if a.known and b.known:
        return False  # «Серов» and «Седов» are two surnames
    return any(
        one_slip(x.lemma, y.lemma)
        for x in a.readings
        for y in b.readings
        if x.gender == y.gender and x.weight + y.weight > 0.9
    )


@cached(size=240, most=1 << 12)
def one_slip(a: str, b: str) -> bool:
    """Whether two folded words are the same but for one slip within them, not at their ends.

    >>> one_slip("бенер", "бонер"), one_slip("карпичков", "капричков"), one_slip("лунин", "лунина")
    (True, True, False)
    """
    if a == b or a[0] != b[0] or min(len(a), len(b)) < _SHORTEST or abs(len(a) - len(b)) > 1:
        return False
    start = next(n for n in range(min(len(a), len(b)) + 1) if a[: n + 1] != b[: n + 1])
    if len(a) == len(b):
        swapped = a[start + 1 : start + 2] == b[start] and b[start + 1 : start + 2] == a[start]
        after = start + (2 if swapped else 1)
        return len(a) - after >= _ENDING and a[after:] == b[after:]
    short, long = sorted((a, b), key=len)
    doubled = long[start] == long[start - 1] and start < len(short)  # «Манчелли», «Манчели»
    return (doubled or len(short) - start >= _ENDING) and short[start:] == long[start + 1 :]
