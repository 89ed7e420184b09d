"""Addresses of sites in a text («vl.ru», «BFM.TV», «минздрав.рф»), which the tokenizer cuts at their full stops."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from newsquotes.russian.data_files import word_set
from newsquotes.russian.reading.vocabulary import Vocabulary
from newsquotes.russian.reading.words import Word

DOMAINS = word_set("domains")
_ENDINGS = "|".join(sorted(DOMAINS, key=lambda domain: (-len(domain), domain)))
_LABEL = r"[^\W_][\w-]{0,40}\."
_SITE = re.compile(rf"(?<![\w@./-])(?:{_LABEL}){{0,3}}{_LABEL}(?:{_ENDINGS})(?![\w@-])", re.I)
_GLUED = re.compile(r"\.[^\W\d_]{2}")
_CYRILLIC = re.compile("[а-яё]", re.I)
_AFTER_CYRILLIC = frozenset("ru su com net org info media io news tv fm ua by kz".split())
_SHORT = 3  # letters of a Cyrillic word that may as well be an abbreviation or the end of a sentence


def sites_in(text: str, words: list[Word], starts: Sequence[int], vocabulary: Vocabulary) -> dict[int, int]:
    """The sites of a text, first token → the one after the last; all their tokens become one word of the vocabulary."""
    if _GLUED.search(text) is None:
        return {}
    sites: dict[int, int] = {}
    for found in _SITE.finditer(text):
        first, last = bisect_left(starts, found.start()), bisect_left(starts, found.end())
        if first >= last or starts[first] != found.start() or words[first] is vocabulary.link or not _is_site(found[0]):
            continue
        sites[first] = last
        words[first:last] = [vocabulary.site(found[0])] * (last - first)
    return sites


def _is_site(address: str) -> bool:
    """Whether no full stop without its blank was meant: «в 2006 г.По», «готово.Инфо»."""
    label, _, domain = address.rpartition(".")
    if not _CYRILLIC.search(address):
        return not (label.isdigit() and len(label) > 4)
    if not _CYRILLIC.search(domain):
        return domain.lower() in _AFTER_CYRILLIC
    return domain.islower() or ((domain[:1].isupper() and label[:1].isupper()) and len(label) >= _SHORT)
