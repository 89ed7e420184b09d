"""Dependency trees over some tokens of a document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs
from newsquotes import Document

from newsquotes_natasha.models import trees

_ASIDE = frozenset({"acl", "acl:relcl", "advcl", "parataxis", "ccomp", "discourse"})


@attrs.frozen
class Tree:
    """The tree of one carrier: ``nodes`` are token indices of the document, all else counts in positions of ``nodes``."""

    nodes: tuple[int, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    children: tuple[tuple[int, ...], ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        below: list[list[int]] = [[] for _ in self.nodes]
        for i, head in enumerate(self.heads):
            if head >= 0 and head != i:
                below[head].append(i)
        object.__setattr__(self, "children", tuple(map(tuple, below)))

    def related(self, i: int, *relations: str) -> Iterator[int]:
        """The children of a node that hang on it by one of these relations."""
        return (child for child in self.children[i] if self.relations[child] in relations)

    def subtree(self, i: int, without: Collection[int] = ()) -> set[int]:
        """A node with everything below it, save for the subtrees of ``without``."""
        found: set[int] = set()
        rest = [i]
        while rest:
            node = rest.pop()
            if node not in found and node not in without:
                found.add(node)
                rest += self.children[node]
        return found

    def phrase(self, i: int) -> set[int]:
        """A noun with what belongs to its phrase: no clauses, no insertions."""
        found: set[int] = set()
        rest = [i]
        while rest:
            node = rest.pop()
            if node not in found:
                found.add(node)
                rest += (c for c in self.children[node] if self.relations[c] not in _ASIDE)
        return found

    def above(self, i: int) -> Iterator[int]:
        """A node, its head, the head of that … to the root; the model's arcs may run in a circle, which is walked once."""
        seen: set[int] = set()
        while i >= 0 and i not in seen:
            seen.add(i)
            yield i
            i = self.heads[i]

    def root_of(self, i: int) -> int:
        """The root above a node."""
        return list(self.above(i))[-1]


def parsed(carriers: Iterable[tuple[Document, Sequence[int]]]) -> Iterator[Tree]:
    """The trees of several token sequences, of one document or of many; none may be empty."""
    ranges = [(doc, tuple(nodes)) for doc, nodes in carriers]
    words = ([doc.tokens[k].text for k in nodes] for doc, nodes in ranges)
    for (_, nodes), arcs in zip(ranges, trees(words), strict=True):
        yield Tree(nodes, tuple(head for head, _ in arcs), tuple(relation for _, relation in arcs))
