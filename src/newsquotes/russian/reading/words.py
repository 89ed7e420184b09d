"""Words as the rules see them: everything that depends on the word alone, never on the document.

They are made and kept by a :class:`~newsquotes.russian.reading.vocabulary.Vocabulary`.
"""

from __future__ import annotations

from newsquotes.caches import cached
from newsquotes.document import Morph, Reading
from newsquotes.russian.data_files import word_set
from newsquotes.russian.lexicon import CueEntry, Lexicon, Role, adjective_stem, fold
from newsquotes.russian.reading.compounds import compound
from newsquotes.russian.reading.declension import listed
from newsquotes.russian.reading.forms import (
    ABBREVIATION,
    ADJECTIVE,
    ADVERB,
    ANIMATE,
    ANY_FORM,
    BRAND,
    CONJUNCTION,
    DASHES,
    DETERMINER,
    DIGIT,
    FINITE,
    FIRST_NAME,
    GEN,
    GENDER,
    GERUND,
    INFINITIVE,
    INITIAL,
    LATIN,
    NAMING,
    NOM,
    NOUN,
    NUMBER,
    PARTICIPLE,
    PARTICLE,
    PATRONYMIC,
    PERSON_NAME,
    PERSONAL,
    PLACE,
    PLUR,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE_MARKS,
    SHIFT,
    SHORT,
    SING,
    SURNAME,
    TERMINALS,
    TITLE,
    UNKNOWN,
    UPPER,
    VERBAL,
)
from newsquotes.russian.reading.guesses import (
    forms_of_noun,
    guessed_forms,
    in_every_case,
    like_firm,
    like_town,
    listed_forms,
)

_NAME_FLAGS = {"Giv": FIRST_NAME, "Sur": SURNAME, "Pat": PATRONYMIC, "Geo": PLACE, "Com": BRAND, "Pro": BRAND}
_INVARIABLE = {"ADP": PREPOSITION, "SCONJ": CONJUNCTION, "CCONJ": CONJUNCTION, "PART": PARTICLE}
SPEAKING_PRONOUNS = word_set("speaking_pronouns")
_FIRST_PERSON = word_set("first_person")
_POSSESSIVES = word_set("possessive_lemmas")
_LEAST_SCORE = 0.004
_LEAST_PART = 0.065
EASTERN_SURNAMES = word_set("eastern_surnames")
_folded = cached(size=160, most=1 << 15)(fold)  # lemmas, each of them several times


class Word:
    """A word form with everything the rules ask of it."""

    __slots__ = (
        "acronym",
        "adjective",
        "body",
        "bounding",
        "collocating",
        "cue",
        "extends",
        "first_person",
        "fixed",
        "flags",
        "given",
        "hint",
        "lemma",
        "lemmas",
        "looks_genitive",
        "low",
        "may_become_name",
        "may_begin_name",
        "morph",
        "naming",
        "noun",
        "noun_cue",
        "outlet",
        "outlet_goes_on",
        "plain",
        "predicating",
        "predicative",
        "pronoun",
        "role",
        "speaking",
        "subject",
        "text",
        "title",
        "verbal",
    )

    def __init__(self, text: str, morph: Morph, lexicon: Lexicon) -> None:
        self.text = text
        self.morph = morph
        self.low, self.title = (low := fold(text)), text[:1].isupper()
        self.noun = self.adjective = self.subject = self.flags = 0
        self.body = False  # whether it is a compound like «Роскачество»
        self.cue: CueEntry | None = None
        self.noun_cue: CueEntry | None = None
        self.predicative: CueEntry | None = None
        self.role: Role | None = None
        self._read(morph, lexicon)
        self._conclude(text, low, morph, lexicon)  # apart, as type checkers hold that here is no role yet

    def _conclude(self, text: str, low: str, morph: Morph, lexicon: Lexicon) -> None:
        self.lemma = _folded(morph.readings[0].lemma)
        self.lemmas = frozenset([_folded(r.lemma) for r in morph.readings if r.score >= 0.01])
        if low == "накануне":
            self.flags &= ~PREPOSITION  # an adverb nearly always: «Накануне телеканал сообщил»
        if self.title:
            self.flags |= TITLE
            if text.isupper() and len(text) > 1:
                self.flags |= UPPER
            if (len(text) == 1 and text.isalpha()) or (len(text) == 2 and text[1].islower() and low in _DIGRAPHS):
                self.flags |= INITIAL
        if self.flags & UPPER and self.noun and not self.flags & PERSON_NAME:
            self.noun = in_every_case(self.noun, self.role.gender if self.role is not None else None)
        if any(c.isdigit() for c in text):
            self.flags |= DIGIT
        if not text[:1].isalnum():
            self.flags |= PUNCTUATION
        elif "a" <= low[:1] <= "z":
            self.flags |= LATIN | NOUN
            self.noun = ANY_FORM
        elif (self.title or not morph.known) and (name := compound(text)) is not None and (not name[1] or self.role is None):
            self._read_compound(name[1])
        elif self.title and self._only_plural_name():
            self._read_as_name(low)
            if low.endswith(("ов", "ев")):  # «Абаев», which the dictionary has as several called Абай
                self.flags = self.flags & ~FIRST_NAME | SURNAME
        elif not morph.known:
            self.flags |= UNKNOWN
            # of unknown words only those that end like a town's name are places
            self.flags = self.flags | PLACE if self.title and like_town(low) else self.flags & ~PLACE
            if self.title and (text[:2].isupper() or like_firm(low)) and len(text) > 1:
                self.flags |= NOUN | ABBREVIATION
                self.noun = ANY_FORM
            elif self.title and not self.flags & PATRONYMIC:
                self._read_as_name(low)
        # whether it may be a first name that the dictionary has as another word: «Нона», «Хайфа»
        self.given = self.title and not self.flags & (LATIN | FIRST_NAME) and not self.body and self._is_listed(low)
        if self.given and self.flags & UNKNOWN:
            self._read_given(low)
        self.collocating = tuple(sorted(self.lemmas.intersection(lexicon.collocations)))
        self.hint = self._hints(lexicon)
        stems = [part[: len(part) - n] for part in {low, low.split("-")[0]} for n in range(6)]
        # how many tokens the longest outlet has that a form of the word may begin
        self.outlet = max([lexicon.outlet_stems.get(stem, 0) for stem in stems], default=0)
        self.outlet_goes_on = not lexicon.outlet_followers.keys().isdisjoint(stems)  # with a form of the word
        self.acronym = (  # «ГСУ», «ГУЭБиПК»: capitals within a short word
            len(text) <= 9 and text[:2].isupper() and not self.flags & (INITIAL | FIRST_NAME | SURNAME)
        )
        self.pronoun = bool(self.flags & (PRONOUN | PERSONAL)) and low in SPEAKING_PRONOUNS
        self.speaking = self._may_speak(lexicon)
        self.first_person = low in _FIRST_PERSON
        # whether its form tells no case: capitals, Latin letters, punctuation
        self.fixed = not text[:1].isalnum() or bool(
            self.flags & (UPPER | LATIN) or (self.flags & ABBREVIATION and not self.flags & UNKNOWN)
        )
        self.may_begin_name = (
            self.title
            and (
                bool(self.flags & (NOUN | ADJECTIVE | SHORT | UNKNOWN | PERSON_NAME | INITIAL))
                or self.given
                or low in EASTERN_SURNAMES
            )
            and not (self.flags & LATIN and len(text) > 1)
        )
        # whether it may be a surname that looks like a genitive: «Ливанов», «Бульбов»
        self.looks_genitive = (
            self.title and low.endswith(("ов", "ев", "ин", "ын")) and bool(self.flags & NOUN) and not self.noun & NOM
        )
        # whether it may turn out to be a name that the dictionary does not have
        self.may_become_name = self.title and (
            self.looks_genitive or not self.flags & NAMING or (low in EASTERN_SURNAMES and not self.flags & UNKNOWN)
        )
        # whether what a cue governs may begin after the word, or end before it
        self.bounding = (
            text in _BOUNDING or text in DASHES or low == "что" or bool(self.flags & (FINITE | GERUND | PARTICIPLE))
        )
        # whether it may be a predicate by itself; whether it is a form of a verb, but no adjectival participle
        self.predicating = (
            low in _PREDICATING
            or bool(self.flags & FINITE and not self.flags & NOUN)
            or bool(self.flags & SHORT and not self.flags & (NOUN | CONJUNCTION) and self.subject)
        )
        self.verbal = bool(self.flags & (FINITE | INFINITIVE | SHORT) and not self.flags & (NOUN | CONJUNCTION))
        # whether it is a noun in small letters and nothing else
        self.plain = self.noun != 0 and not (self.title or self.adjective or self.flags & (DIGIT | NUMBER))
        # whether a noun phrase may go on with the word
        self.extends = (
            self.title
            or self.role is not None
            or bool((self.noun | self.adjective) & GEN or self.flags & PREPOSITION)
            or low in _JOINING
        )
        self.naming = (
            self.title
            or (text[-1:].islower() and not text.islower())  # «аль-Фалех»
            or self.role is not None
            or text in QUOTE_MARKS
            or bool(self.flags & LATIN)
            or self.pronoun
        )

    def _read_compound(self, noun: str) -> None:
        """A body's name like «Роскачество»: its forms are those of its last noun, if it is inflected at all."""
        self.body = True
        if self.role is None:
            self.flags = self.flags & TITLE | NOUN | ABBREVIATION | UNKNOWN
        inflected = noun and noun != self.text
        self.noun = (forms_of_noun(noun) if inflected else 0) or ANY_FORM
        self.adjective = self.subject = 0

    def _hints(self, lexicon: Lexicon) -> bool:
        """Whether a cue may begin with the word."""
        if self.low in lexicon.prepositions or self.noun_cue is not None:
            return True
        verbal = self.flags & VERBAL
        return bool(verbal) and (self.cue is not None or self.predicative is not None or bool(self.collocating))

    def _may_speak(self, lexicon: Lexicon) -> bool:
        """Whether the word alone, by its role or its form, may be the head of a phrase that names a speaker."""
        flags = self.flags
        if self.role is not None and flags & (NOUN | ADJECTIVE):
            return True
        return bool(flags & TITLE and not flags & INITIAL) and bool(
            flags & (LATIN | ABBREVIATION)
            or (flags & UNKNOWN and not flags & DIGIT)
            or (flags & UPPER and self.low in lexicon.outlets)
        )

    def _only_plural_name(self) -> bool:
        """«Ольгерд», «Саркисов»: names that the dictionary has as a plural genitive alone."""
        return bool(self.flags & PERSON_NAME) and not self.noun & SING * 0x111111 and self.low[-1] not in "аяыиюу"

    def _read(self, morph: Morph, lexicon: Lexicon) -> None:
        readings = [r for r in morph.readings if r.score >= _LEAST_SCORE] or [morph.readings[0]]
        if self.title and morph.known:
            # A capital letter speaks for the name: «Путин» is not the genitive plural of «путина».
            names = [r for r in readings if r.pos == "PROPN"]
            if names and names[0].score >= 0.2:
                readings = [r for r in readings if r.pos == "PROPN" or r.score > names[0].score]
        else:
            # «погиб» is hardly ever the plural of a noun: parts of speech that are rare for the word are left out.
            totals: dict[str, float] = {}
            for r in readings:
                totals[r.pos] = totals.get(r.pos, 0.0) + r.score
            readings = [r for r in readings if totals[r.pos] >= _LEAST_PART] or readings
            if not morph.known and "-" in self.low and not self.text.isupper():  # «экс-министр» is no abbreviation
                readings = [r for r in readings if ("Abbr", "Yes") not in r.feats] or readings
            if not self.title and self.low != self.text.upper() and len(readings) > 1:
                # «медиков» is many of them, not somebody called so
                readings = [r for r in readings if ("NameType", "Sur") not in r.feats] or readings
        for reading in readings:
            self._read_one(reading, lexicon)
        self.noun_cue = next(
            (lexicon.nouns[le] for r in readings if r.pos == "NOUN" and (le := _folded(r.lemma)) in lexicon.nouns), None
        )
        self.role = self._role(readings, lexicon)
        if self.role is None and "-" in self.low and not self.text.rpartition("-")[2][:1].isupper():  # «Бек-Султан»
            tail = self.low.rsplit("-", 1)[1]
            for reading in readings:
                lemma = _folded(reading.lemma).rsplit("-", 1)[-1]
                if reading.pos == "NOUN" and (lemma in lexicon.roles or tail in lexicon.roles):
                    self.role = lexicon.roles.get(lemma) or lexicon.roles[tail]
                    break

    def _role(self, readings: list[Reading], lexicon: Lexicon) -> Role | None:
        for r in readings:
            lemma = _folded(r.lemma)
            role = lexicon.roles.get(lemma) if r.pos in ("NOUN", "PROPN") else None
            if r.pos in ("ADJ", "VERB") and self.flags & ADJECTIVE:
                role = lexicon.substantives.get(adjective_stem(self.low))
            if role is not None and not ("abbr" in role.flags and not self.text.isupper()):
                return role
        role = lexicon.roles.get(self.low)
        return role if role is not None and not ("abbr" in role.flags and not self.text.isupper()) else None

    def _read_one(self, r: Reading, lexicon: Lexicon) -> None:
        feats = dict(r.feats)
        pos = r.pos
        number = PLUR if feats.get("Number") == "Plur" else GENDER[feats.get("Gender")]
        case = feats.get("Case")
        form = number << SHIFT[case] if case and case != "Voc" else 0
        lemma = _folded(r.lemma)
        if pos in ("NOUN", "PROPN"):
            self.flags |= NOUN | _NAME_FLAGS.get(feats.get("NameType", ""), 0)
            if feats.get("Animacy") == "Anim":
                self.flags |= ANIMATE
            if feats.get("Abbr"):
                self.flags |= ABBREVIATION
            self.noun |= form
        elif pos == "PRON":
            if lemma in ("который", "что", "кто", "это", "то"):
                self.flags |= DETERMINER
            self.flags |= PRONOUN
            if lemma in ("он", "она", "оно", "они"):
                self.flags |= PERSONAL
            self.noun |= form
        elif pos in ("ADJ", "DET"):
            if feats.get("Variant") == "Short":
                self.flags |= SHORT
                self.subject |= number
                self.predicative = self.predicative or lexicon.predicatives.get(lemma)
            elif feats.get("Degree"):
                self.flags |= ADVERB
            else:
                self.flags |= ADJECTIVE if pos == "ADJ" else DETERMINER
                self.adjective |= form
                if lemma in _POSSESSIVES:
                    self.flags |= PERSONAL
        elif pos == "VERB":
            self._read_verb(feats, number, form, lexicon.predicatives.get(lemma))
            if r.score >= 0.05 or (self.cue is None and not self.flags & NOUN):
                self.cue = self.cue or lexicon.verbs.get(lemma)
        elif pos == "NUM":
            self.flags |= NUMBER
            self.adjective |= form or ANY_FORM
        elif pos == "ADV":
            self.flags |= ADVERB
            if feats.get("Predicative"):
                self.predicative = self.predicative or lexicon.predicatives.get(lemma)
        elif pos == "X":
            self.flags |= NOUN
            self.noun |= ANY_FORM
        else:
            self.flags |= _INVARIABLE.get(pos, 0)

    def _read_verb(self, feats: dict[str, str], number: int, form: int, predicative: CueEntry | None) -> None:
        kind = feats.get("VerbForm")
        if kind == "Fin":
            self.flags |= FINITE
            if feats.get("Tense") == "Past":
                self.subject |= number
            elif feats.get("Person") == "3" and feats.get("Mood") != "Imp":
                self.subject |= PLUR if feats.get("Number") == "Plur" else SING
        elif kind == "Inf":
            self.flags |= INFINITIVE
        elif kind == "Conv":
            self.flags |= GERUND
        elif feats.get("Variant") == "Short":
            self.flags |= SHORT
            self.subject |= number
            self.predicative = self.predicative or predicative
        else:
            self.flags |= PARTICIPLE | ADJECTIVE
            self.adjective |= form

    def _is_listed(self, low: str) -> bool:
        readings = listed(low)
        if self.flags & UNKNOWN or not readings:
            return bool(readings)
        return self.role is None and any(
            r.lemma == low or r.lemma in self.lemmas for r in readings
        )  # «Агроном» is no «Агрон»

    def _read_given(self, low: str) -> None:
        """A first name that only the lists have: «Гинтарас», «Эвикой»."""
        self.flags = self.flags & TITLE | NOUN | ANIMATE | FIRST_NAME
        self.noun, self.adjective, self.subject = listed_forms(low), 0, 0
        self.given = False

    def _read_as_name(self, low: str) -> None:
        """A capitalised word that no dictionary knows."""
        self.flags |= NOUN
        self.noun |= guessed_forms(low)


_PREDICATING = word_set("predicating")
_BOUNDING = TERMINALS | frozenset(",;:")
_JOINING = frozenset(("№", "и", "или", "(", ",", "-", "–", "«", '"', "„", "“"))
_DIGRAPHS = word_set("initial_digraphs")
