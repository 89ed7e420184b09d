"""Words and phrases in the nominative, with the capital letters and «ё» of the text."""

from __future__ import annotations

from newsquotes.caches import cached
from newsquotes.russian.lexicon import POSSESSIVES, fold
from newsquotes.russian.morphology import counted, inflected, parses
from newsquotes.russian.reading.compounds import compound
from newsquotes.russian.reading.families import family_name
from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ADJECTIVE,
    BRAND,
    DAT,
    FEM,
    GEN,
    INS,
    LATIN,
    LOC,
    MASC,
    NOM,
    NUMBER,
    PERSON_NAME,
    PLACE,
    PLUR,
    QUOTE_MARKS,
    SING,
    SURNAME,
    UNKNOWN,
    UPPER,
)
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

SINGULAR = SING * 0x111111


def nominative_text(view: View, first: int, last: int, head: int, proper: bool = False, mask: int = 0) -> str:
    """The words ``[first, last)`` with head and modifiers in the nominative; the first letter small where no name begins.

    ``mask`` holds the forms that the place allows, where it is known: «критики» that speak are no «критика».
    """
    words = view.words
    small = (  # whether a capital letter may come from the place alone
        words[first].title and begins_sentence(view, first) and not proper and not view.marked(first, last)
    )
    noun_before = first > 0 and words[first - 1].noun > 0
    key = view.text(first, last), (*words[first:last],), words[head], head - first, proper, mask, small, noun_before
    known = view.vocabulary.nominatives
    if (found := known.get(key)) is None:
        found = known[key] = _nominative_text(view, first, last, head, mask, small, noun_before)
    return found


def _nominative_text(view: View, first: int, last: int, head: int, mask: int, small: bool, noun_before: bool) -> str:
    words = view.words
    h = words[head]
    if first < head and words[first].flags & NUMBER and words[first].lemma != "один":
        return _counted(view, first, last, head)
    forms = h.noun & mask or h.noun or (h.adjective & mask if h.role is not None else 0)
    plural = bool(forms) and not forms & SINGULAR
    # the head as the lexicon has it, where the form could come from two words («главке»)
    known = h.role.lemma if h.role is not None and not plural and h.role.lemma in h.lemmas else ""
    if known and not (forms & MASC * 0x111111 if forms else h.adjective & (MASC | PLUR) * 0x111111):
        known = ""  # «потерпевшей», «супруги»: the lexicon has the man
    elif known and len(h.lemmas) == 1 and forms & NOM & (FEM | MASC) == FEM and not noun_before:
        known = h.low  # «супруга»: the dictionary has her under «супруг»
    out: list[str] = []
    for k in range(first, min(head + 1, last)):
        w = words[k]
        text = w.text
        if w.fixed:
            text = view.source[view.starts[k] : view.ends[k]]
        elif k < head:
            if w.low not in POSSESSIVES and w.adjective & (h.noun or h.adjective) and not _governed(view, k, head):
                text = _nominative_form(text, plural, True, known or h.text)
        elif known:
            text = restored(text, known)
        elif w.flags & UNKNOWN and (w.body or w.title or not forms or forms & NOM):
            text = unknown_nominative(text, forms) if w.body or (w.title and first == head and last == head + 1) else text
        elif h.role is not None and h.role.lemma == w.low:
            pass  # «Минприроды»
        else:
            text = _nominative_form(text, plural, False, "")
        if (
            small
            and k == first
            and (not w.flags & (PERSON_NAME | UPPER | LATIN | UNKNOWN | PLACE | ABBREVIATION | BRAND) or _office(w))
            and (len(text) > 1 or w.lemma.endswith("."))  # «И. о. мэра»
        ):
            text = text[0].lower() + text[1:]
        if out and view.starts[k] > view.ends[k - 1]:
            out.append(" ")
        out.append(text)
    if last > head + 1:
        # what depends on the head stays as it is
        if out and view.starts[head + 1] > view.ends[head]:
            out.append(" ")
        rest = " ".join(view.source[view.starts[max(first, head + 1)] : view.ends[last - 1]].split())
        family = plural and last == head + 2 and words[head + 1].title
        family = family and bool(words[head + 1].flags & (SURNAME | UNKNOWN | ADJECTIVE))
        two = plural and last == head + 5 and words[head + 2].low == "и" and words[head + 4].title
        if two and words[head + 1].flags & words[head + 3].flags & PERSON_NAME:  # «супругов Ивана и Анны Беловых»
            first_names = [
                inflected(words[k].text, "nomn", None, False, True) or words[k].text for k in (head + 1, head + 3)
            ]
            rest = f"{' и '.join(first_names)} {family_name(words[head + 4].text)}"
        out.append(family_name(rest) if family else rest)
    return "".join(out)


def _office(w: Word) -> bool:
    """Whether an abbreviation is an office: «врио», not «МИД»."""
    return w.role is not None and w.role.kind == "person" and not w.flags & UPPER


def _counted(view: View, first: int, last: int, head: int) -> str:
    """«двух экспертов», «трём экспертам» → «два эксперта», «три эксперта»; «пятью экспертами» → «пять экспертов»."""
    words = view.words
    small = _SMALL.get(words[first].lemma)
    feminine = _gender_of_noun(inflected(words[head].text, "nomn") or words[head].text) == "femn"
    out = [small[feminine] if small else restored(words[first].text.lower(), words[first].lemma)]
    for k in range(first + 1, head + 1):
        form = counted(words[k].text, small is not None) if k == head else inflected(words[k].text, "gent", None, True)
        out.append(form or words[k].text)
    rest = view.text(head + 1, last).split() if last > head + 1 else []
    return " ".join([*out, *rest])


_SMALL = {"два": ("два", "две"), "три": ("три", "три"), "четыре": ("четыре", "четыре"), "оба": ("оба", "обе")}


def unknown_nominative(text: str, forms: int) -> str:
    """«Роскачестве», «Росстата» where the place leaves no nominative: without the ending that only a noun's case adds."""
    known = compound(text)
    if known is not None and (known[1] == text or not forms & NOM):
        return known[0]
    if forms & NOM:
        return text
    for ending, case in _CASE_ENDINGS:
        stem = text[: len(text) - len(ending)]
        if forms & case and text.endswith(ending) and (stem.isupper() or (len(stem) > 3 and stem[-1] in _CONSONANTS)):
            return stem
    return text


_CASE_ENDINGS = (("ом", INS), ("а", GEN), ("у", DAT), ("е", LOC))
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщ")


def _governed(view: View, k: int, head: int) -> bool:
    """Whether a modifier before a head belongs to another noun that stands between them."""
    return any(view.words[j].noun and not view.words[j].adjective and j != head for j in range(k + 1, head))


def begins_sentence(view: View, i: int) -> bool:
    """Whether a word may have its capital letter from its place alone."""
    return (
        i == view.sentences[view.sentence_of[i]][0]
        or view.words[i - 1].text in QUOTE_MARKS
        or view.words[i - 1].text in ".:—–-"
    )


_ONE = frozenset(("одного", "одному", "одним", "одном"))


@cached(size=280, most=1 << 15)
def _nominative_form(text: str, plural: bool, modifier: bool, head: str) -> str:
    if fold(text) in _ONE:
        return restored(text, "один")
    form = nominative_word(text, plural, modifier, head)
    return restored(text, fold(form)) if form and fold(form) != fold(text) else text


@cached(size=280, most=1 << 14)
def nominative_word(text: str, plural: bool, modifier: bool, head: str) -> str | None:
    """A word in the nominative: a head noun, or a modifier that agrees with the head; ``None`` where it has none."""
    gender = None
    if modifier and head and not plural:
        form = inflected(head, "nomn", None, plural)
        gender = _gender_of_noun(form or head)
    if modifier and text[:1].isdigit() and "-" in text:
        number, _, tail = text.partition("-")
        changed = inflected(tail, "nomn", gender, plural)
        return f"{number}-{changed}" if changed and len(tail) > 3 else None
    return inflected(text, "nomn", gender, plural)


@cached(size=200, most=1 << 13)
def _gender_of_noun(word: str) -> str | None:
    for form in parses(word):
        if form.tag.POS == "NOUN" and form.tag.gender:
            return str(form.tag.gender)
    return None


def restored(surface: str, lemma: str) -> str:
    """A folded nominative with the capital letters and «ё» of the form that it comes from.

    >>> restored("Королёва", "королев")
    'Королёв'
    """
    low = fold(surface)
    if low == lemma:
        return surface
    if surface.count("-") == lemma.count("-") > 0:
        return "-".join(restored(s, part) for s, part in zip(surface.split("-"), lemma.split("-"), strict=True))
    common = 0
    for x, y in zip(low, lemma, strict=False):
        if x != y:
            break
        common += 1
    rest = lemma[common:]
    if surface.isupper() and len(surface) > 2:
        rest = rest.upper()
    return surface[:common] + rest
