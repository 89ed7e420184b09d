"""Surnames of several people."""

from __future__ import annotations


def family_name(text: str) -> str:
    """The surname of several people in the nominative.

    >>> family_name("Беловых"), family_name("Заречным"), family_name("Светлицкими"), family_name("Марченко")
    ('Беловы', 'Заречные', 'Светлицкие', 'Марченко')
    """
    for ending in ("ыми", "ими", "ых", "их", "ым", "им"):
        stem = text[: -len(ending)]
        if text.endswith(ending) and len(stem) > 2:
            return stem + ("ы" if stem.endswith(("ов", "ев", "ёв", "ин", "ын")) else "ые" if ending[0] == "ы" else "ие")
    return text
