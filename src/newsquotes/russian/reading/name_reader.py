"""Reading one name, word by word from the left: initials, first names, patronymics, particles, surnames that agree."""

from __future__ import annotations

import attrs

from newsquotes.russian.data_files import word_list, word_set
from newsquotes.russian.lexicon import fold
from newsquotes.russian.reading.declension import analyses, father_of, in_genitive
from newsquotes.russian.reading.eastern import unchanging
from newsquotes.russian.reading.forms import (
    FINITE,
    FIRST_NAME,
    INITIAL,
    LATIN,
    NOUN,
    PERSON_NAME,
    PREPOSITION,
    UNKNOWN,
)
from newsquotes.russian.reading.name_borders import EVIDENCE, NOMINATIVES, governed, of_relative, other_begins, stands_still
from newsquotes.russian.reading.name_kinds import kinds_of, may_stand_alone
from newsquotes.russian.reading.name_parts import (
    ANY,
    FEMININE,
    MASCULINE,
    Name,
    bits_of,
    leans_genitive,
    likely_bits,
)
from newsquotes.russian.reading.name_words import (
    FAMILY,
    OPENING_MARKS,
    PARTICLES,
    PORTUGUESE,
    class_of,
    has_capital,
    known_bits,
    nickname_end,
    syllables,
    with_apostrophe,
)
from newsquotes.russian.reading.paradigms import ALL_CASES, GENITIVE, NOMINATIVE, Analysis, guesses
from newsquotes.russian.reading.view import View
from newsquotes.russian.reading.words import Word

_DESCENTS = dict(entry.split(":") for entry in word_list("name_descents"))
_ROMAN = frozenset("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII".split())
_DASHES = frozenset("-–‑")
_CONSONANTS = frozenset("бвгджзклмнпрстфхцчшщьй")
_IN_INA = word_set("first_names_in_ina")
_CZECH = ("ны", "ры", "лы", "ты")
_OFTEN_CAPITAL = frozenset("бен бин ибн абу ван фон де ди да ле ла дель эль аль".split())
_MOST = 5  # words of a name, particles and initials aside


def read_name(view: View, i: int, first_kind: str | None) -> Name | None:
    """The name that begins at token ``i``, whose word can be ``first_kind`` within a name."""
    return _Reader(view, i).read(first_kind)


class _Reader:
    """What has been read of a name: its parts and the cases that they allow together."""

    def __init__(self, view: View, i: int) -> None:
        self.view, self.words = view, view.words
        self.first = self.k = self.end = i
        self.border = view.sentences[view.sentence_of[i]][1]
        self.parts: list[tuple[str, str, Word]] = []  # class, text, word
        self.readings: list[frozenset[Analysis]] = []
        self.forms = ANY
        self.count = self.initials = 0
        self.strong = False
        self.previous: Word | None = None  # the last word that is no particle and no nickname

    def read(self, first_kind: str | None) -> Name | None:
        view = self.view
        self._leading_initials()
        if self.initials and (self.k >= view.size or class_of(view, self.k, 1, self.words[self.k - 2]) is None):
            return None
        self.strong = bool(self.initials)
        self.end = self.k
        if self.initials:
            self.border = max(self.border, min(view.size, self.k + 4))
        while self.k < self.border and self.count < _MOST:
            if not self._goes_on(self.words[self.k], first_kind):
                break
        while self.parts and self.parts[-1][0] == "particle" and self.parts[-1][1].lower() not in _DESCENTS:
            self.parts.pop()
            self.readings.pop()
        if not self.count:
            return None
        if len(self.parts) == 1 and self.parts[0][0] in ("first", "both"):
            self._surname_alone()
        if self.count == 1 and not self.initials and not may_stand_alone(view, self.first, self.end, self.parts[0]):
            return None
        return Name(self.first, self.end, kinds_of(self.parts, self.readings), self.strong)

    def _surname_alone(self) -> None:
        """«По словам Вайс»: what is a man's first name in no genitive is a woman's surname, which never changes."""
        cited = self.first > 0 and self.words[self.first - 1].low in EVIDENCE
        if cited and likely_bits(self.readings[0]) == NOMINATIVE and self.parts[0][1][-1] in _CONSONANTS:
            self.parts[0] = ("surname", *self.parts[0][1:])
            self.readings[0] = frozenset(r for r in unchanging(self.parts[0][2].low) if r.gender == "femn")

    def _add(self, kind: str, text: str, word: Word, readings: frozenset[Analysis] = frozenset()) -> None:
        self.parts.append((kind, text, word))
        self.readings.append(readings)
        if kind not in ("particle", "nickname"):
            self.previous = word

    def _named(self, tokens: int) -> None:
        """Count a word of the name that takes up some tokens."""
        self.count += 1
        self.k += tokens
        self.end = self.k

    def _leading_initials(self) -> None:
        words, size = self.words, self.view.size
        while (
            self.k + 1 < size
            and words[self.k].flags & INITIAL
            and words[self.k].title
            and words[self.k + 1].text == "."
            and self.initials < 3
        ):
            self._add("initial", words[self.k].text, words[self.k])
            self.k += 2
            self.initials += 1
            if self.k + 1 < size and words[self.k].text in _DASHES and words[self.k + 1].flags & INITIAL:
                self.k += 1

    def _goes_on(self, w: Word, first_kind: str | None) -> bool:
        """Read what stands at the next token; whether the name may go on after it."""
        view, words, k, count = self.view, self.words, self.k, self.count
        if not (w.title or has_capital(w)):
            return bool(count) and self._small_word(w)
        if count and self._is_particle(w):
            self._add("particle", w.text, w)  # «Жан-Ив Ле Дриан»
            self.k += 1
            return True
        if count and w.text in _ROMAN:
            self._add("numeral", w.text, w)
            self.k += 1
            self.end = self.k
            after = words[self.k] if self.k < self.border else w
            return (
                count == 1 and after is not w and bool(after.flags & FIRST_NAME) and not after.flags & UNKNOWN
            )  # «Карл XVI Густав»
        if count and w.flags & INITIAL and k + 1 < view.size and words[k + 1].text == ".":
            return self._later_initial(w)
        if with_apostrophe(view, k, self.border):
            return self._apostrophe()
        if w.flags & INITIAL and len(w.text) == 1:
            return False
        kind = first_kind if k == self.first else class_of(view, k, count or int(self.initials > 0), self.previous)
        if count and k + 1 < view.size and (sex := _DESCENTS.get(words[k + 1].low)) is not None:
            # «Ильхам Мамед оглы Гасанов»: the father's name stands still
            self._add("patronymic", w.text, w, father_of(w.text, self.forms | self.forms >> 6, sex))
            self._add("particle", words[k + 1].text, words[k + 1])
            self.forms = self.forms & (MASCULINE if sex == "masc" else FEMININE) or self.forms
            self._named(2)
            return True
        if kind is None and count and self.parts[-1][0] == "particle" and w.flags & NOUN and not w.flags & FINITE:
            kind = None if w.role is not None or self.parts[-1][1].istitle() else "common"  # «Пабло Гомес де Вега»
        if kind is None or (kind == "common" and count and self.parts[-1][0] == "common"):
            return False
        return self._word(w, kind)

    def _small_word(self, w: Word) -> bool:
        """A particle or a nickname in marks, after the first word."""
        k, words = self.k, self.words
        if (
            w.low in PARTICLES
            and k + 1 < self.border
            and (words[k + 1].title or words[k + 1].low in PARTICLES)
            and not (w.flags & PREPOSITION and w.low == "да")
        ):
            self._add("particle", w.text, w)
            self.k += 1
            return True
        if w.text in OPENING_MARKS and (closed := nickname_end(self.view, k, self.border)) is not None:
            self._add("nickname", self.view.text(k, closed), w)
            self.k = closed
            return True
        return False

    def _is_particle(self, w: Word) -> bool:
        """Whether a word with a capital letter is a particle."""
        k, words = self.k, self.words
        if w.low not in PARTICLES or k + 1 >= self.border or not words[k + 1].title or words[k + 1].flags & LATIN:
            return False
        return not w.flags & (NOUN | UNKNOWN | PREPOSITION) or (self.count == 1 and w.low in _OFTEN_CAPITAL)

    def _later_initial(self, w: Word) -> bool:
        """An initial after the first word: «Анна Т. Белова», «Ершов Т. К.»."""
        view, k, last = self.view, self.k, self.parts[-1][0]
        following = class_of(view, k + 2, self.count, w) if k + 2 < self.border else None
        follows = following is not None and not (following == "common" and last not in ("first", "initial"))
        if follows and last == "initial" and following == "common" and self.parts[0][0] != "first":
            follows = False  # «Ершов Т. К. Коллеги …»
        after = self.words[k + 2] if k + 2 < view.size else None
        lone = after is None or not after.title or bool(after.flags & INITIAL)  # «Анна Т. рассказала», «Калина С. С.»
        ends = last in ("surname", "both", "unknown", "initial") or (last == "first" and lone)
        if not (follows or (ends and view.starts[k + 1] == view.ends[k])):
            return False
        self._add("initial", w.text, w)
        self.k += 2
        if not follows:
            self.end = self.k
        return True

    def _apostrophe(self) -> bool:
        joined = self.view.text(self.k, self.k + 3)
        found = analyses(joined)
        if self.count and not self.forms & bits_of(found):
            return False
        self.forms = self.forms & bits_of(found) if self.count else bits_of(found)
        self._add("unknown", joined, self.words[self.k + 2], found)
        self._named(3)
        return True

    def _word(self, w: Word, kind: str) -> bool:
        found, bits = self._readings_of(w, kind)
        doubtful = self.count and not self.forms & bits
        if doubtful and bits & NOMINATIVES:
            last = self.k + 1 >= self.border or class_of(self.view, self.k + 1, self.count, w) is None
            doubtful = last and w.low not in _IN_INA and leans_genitive(self.readings)
        if doubtful and kind in ("first", "both", "surname") and w.low.endswith(FAMILY):
            by_ending = frozenset(r for r in guesses(fold(w.text)) if r.weight >= 0.8)
            if self.forms & bits_of(by_ending):  # «Светланы Снежиной», though «Снежина» is a first name
                kind, found, bits = "surname", by_ending, bits_of(by_ending)
        if doubtful and kind == "first" and self.count == 1 and not bits & NOMINATIVES:
            by_ending = frozenset(r for r in guesses(fold(w.text)) if r.weight >= 0.8)
            if self.forms & bits_of(by_ending) and not (self.k + 1 < self.border and self.words[self.k + 1].title):
                kind, found, bits = "surname", by_ending, bits_of(by_ending)  # «Имрану Хану», though there is a «Хана»
        if self.count == 1 and stands_still(self.view, self.k, self.border, self.forms, self.readings[0]):
            kind, found = "first", unchanging(w.low)
        elif self.count:
            agreed = self._agreement(w, kind, bits)
            if agreed is None:
                return False
            kind, self.forms = agreed
        else:
            self.forms = bits
        self.strong = self.strong or w.given or (bool(w.flags & PERSON_NAME) and not w.flags & UNKNOWN)
        self._add(kind, w.text, w, found)
        self._named(1)
        self._hyphened(w, kind)
        return True

    def _hyphened(self, w: Word, kind: str) -> None:
        """Two halves that the tokenizer has set apart."""
        view, words, k = self.view, self.words, self.k
        if (
            k + 1 < self.border
            and words[k].text in _DASHES
            and words[k + 1].title
            and view.ends[k - 1] == view.starts[k]
            and view.ends[k] == view.starts[k + 1]
        ):
            joined = w.text + "-" + words[k + 1].text
            self.parts[-1] = (kind, joined, w)
            self.readings[-1] = analyses(joined)
            self.k = self.end = k + 2

    def _readings_of(self, w: Word, kind: str) -> tuple[frozenset[Analysis], int]:
        """The readings of a word, with those that its place in the name allows, and their cases."""
        words, k, count = self.words, self.k, self.count
        found = analyses(w.text)
        if not count and w.low in PARTICLES:
            found = unchanging(w.low)  # «Абдель Фаттах»
        elif not count and self.first and words[self.first - 1].low in EVIDENCE and k + 1 < self.border:
            found |= in_genitive(w.low, found) if words[k + 1].title else frozenset()
        if count and w.low[-1] in "ая":
            found = self._of_men(w, found)
        if count and self.parts[-1][0] == "particle" and not self.forms & bits_of(found):
            found |= unchanging(w.low)  # «Амины бен Юсуф»
        if w.low in PORTUGUESE and k + 1 < self.border and (words[k + 1].title or words[k + 1].low in PARTICLES):
            found = unchanging(w.low)
        elif count and kind in ("first", "both", "surname", "unknown"):
            found |= self._unchanged(w, kind, found)
        elif self.initials and not count and w.low.endswith(FAMILY):
            found |= guesses(fold(w.text))
        else:
            return found, bits_of(found) or ANY
        return found, bits_of(found)

    def _of_men(self, w: Word, found: frozenset[Analysis]) -> frozenset[Analysis]:
        """The readings of a word in «а» as a man's surname."""
        forms = self.forms
        if forms & NOMINATIVE and not forms >> 6 and not bits_of(found) & NOMINATIVE:
            found |= {Analysis(w.low, "masc", NOMINATIVE, 0.3)}  # «Хосе Авила» is no «Авил»
        if forms & GENITIVE and not any(r.gender == "masc" and r.cases & GENITIVE for r in found):
            found |= {  # «Франсуа Мартена»: of a man, though the dictionary has a woman's name
                attrs.evolve(r, weight=min(r.weight, 0.8))
                for r in guesses(w.low)
                if r.gender == "masc" and r.cases & GENITIVE
            }
        return found

    def _unchanged(self, w: Word, kind: str, found: frozenset[Analysis]) -> frozenset[Analysis]:
        """The readings of a word after the first as one that never changes, where the words before ask for them."""
        forms, bits = self.forms, bits_of(found) or ANY
        if (
            w.low.endswith(_CZECH)
            and ((likely_bits(self.readings[0]) & NOMINATIVE and forms & NOMINATIVES) or not forms & bits)
            and not bits & NOMINATIVES
        ):
            # «Томаш Черны», «Иржи Черны»; «Такэси Миуры» is rather «Миура»
            weight = 0.3 if self.parts[0][1][-1] in "оиу" and self.parts[0][2].low != "иржи" else 0.5
            return frozenset(attrs.evolve(r, weight=weight) for r in unchanging(w.low) if r.gender == "masc")
        if any(r.cases == ALL_CASES and r.lemma == w.low for r in found) and not (forms & bits and bits >> 6 & NOMINATIVE):
            return frozenset(attrs.evolve(r, weight=1.6) for r in unchanging(w.low))  # «Джейн Стэнли»: of either sex
        if w.low[-1] in _CONSONANTS and not likely_bits(found) >> 6:
            apart = forms >> 6 and not forms & likely_bits(found)
            if forms & NOMINATIVE << 6 or (
                apart and (self.count > 1 or kind != "first" or governed(self.view, self.first, self.k, self.border))
            ):
                return frozenset(r for r in unchanging(w.low) if r.gender == "femn")  # «Регина Абель»
        return frozenset()

    def _agreement(self, w: Word, kind: str, bits: int) -> tuple[str, int] | None:
        """What a word is after those before it, and the cases of all together; ``None`` where another name begins."""
        count, forms = self.count, self.forms
        agreed = forms & bits
        if (
            count > 1
            and self.parts[-1][0] not in ("particle", "nickname")
            and other_begins(self.view, self.k, self.border, forms)
        ):
            return None
        last_kind = next(p[0] for p in reversed(self.parts) if p[0] not in ("initial", "particle", "nickname"))
        second = count == 1 and not self.initials
        if kind in ("first", "both") and leans_genitive(self.readings):
            if count > 1 and kind == "first" and not bits & (GENITIVE | GENITIVE << 6):
                return None  # «жена Ивана Лунина Ольга»
            begins = count == 1 and kind == "first" and self.k + 1 < self.border and self.words[self.k + 1].title
            known = known_bits(w.text) if begins or (count > 1 and last_kind in ("surname", "common", "unknown")) else 0
            if known & NOMINATIVES and not known & (GENITIVE | GENITIVE << 6):
                return None  # «помощник Трампа Сара Ли», «сын Олега Зубова Антон»
        if kind in ("first", "both") and last_kind in ("surname", "unknown", "common", "patronymic"):
            return self._first_name_after(w, kind, last_kind, agreed)
        if second and last_kind == "first" and kind in ("first", "both") and (woman := self._surname_of_woman(w, bits)):
            return "first", woman
        if second and kind == "first" == last_kind and (likely := likely_bits(self.readings[-1])) and not likely & bits:
            return None  # «друг Ирвина Джон Стэнли»: the owner's name, then the person's
        if not agreed:
            return self._without_agreement(w, kind, last_kind, bits, second)
        if kind in ("surname", "patronymic") and last_kind in ("surname", "unknown") and not known_bits(w.text) & forms:
            return None  # «Илья Белов Степановича назвал …»: whom he named
        if kind in ("unknown", "surname", "common") and last_kind == "surname" and second and not forms & NOMINATIVES:
            return None  # «пресс-секретарь Обамы Карни»: the owner's name, then the person's
        return kind, agreed

    def _surname_of_woman(self, w: Word, bits: int) -> int:
        """The cases of a woman's first name after a surname that is a man's first name: «Зак Регина»."""
        first = self.first
        cited = first > 0 and self.words[first - 1].low in EVIDENCE
        cases = bits & (GENITIVE if cited else NOMINATIVE) << 6
        if not cases or self.forms >> 6 or self.parts[0][1][-1] not in _CONSONANTS:
            return 0
        if self.forms & (GENITIVE if cited else likely_bits(analyses(w.text))):
            return 0
        if self.k + 1 < self.border and class_of(self.view, self.k + 1, 2, self.words[self.k]) not in (None, "patronymic"):
            return 0
        self.parts[0] = ("surname", *self.parts[0][1:])
        self.readings[0] = frozenset(r for r in unchanging(self.words[first].low) if r.gender == "femn")
        return cases

    def _first_name_after(self, w: Word, kind: str, last_kind: str, agreed: int) -> tuple[str, int] | None:
        """A first name after a surname: «Белов Иван Петрович», «Ким Чен Ын»."""
        words, k = self.words, self.k
        following = class_of(self.view, k + 1, self.count, w) if k + 1 < self.border else None
        short = following is not None and syllables(w.low) == 1 == syllables(words[k - 1].low)
        if short and syllables(words[k + 1].low) == 1:
            kind = "unknown"  # «Ким Чен Ын»
        if not agreed or (self.count == 1 and of_relative(self.view, self.first, self.forms)):
            return None
        if kind == "first" and not (following in (None, "patronymic") and (self.count == 1 or last_kind == "unknown")):
            return None
        return kind, agreed

    def _without_agreement(self, w: Word, kind: str, last_kind: str, bits: int, second: bool) -> tuple[str, int] | None:
        if kind not in ("unknown", "common") and last_kind != "unknown":
            return None
        if last_kind == "surname" and second:
            return None
        k = self.k
        if (
            second
            and not self.forms & NOMINATIVES
            and bits & NOMINATIVES
            and k + 1 < self.border
            and class_of(self.view, k + 1, 1, w) is not None
        ):
            return None  # «премьер Израиля Биньямин Леви»
        return kind, self.forms if last_kind in ("first", "both", "patronymic") and kind == "common" else bits
