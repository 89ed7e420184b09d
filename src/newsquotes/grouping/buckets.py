"""Which items may be alike: MinHash signatures (datasketch) whose bands of two meet."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from newsquotes.extras import need

_BANDS, _ROWS = 64, 2
_SEED = 1
_CHUNK = 10_000


def signatures(features: Iterable[Sequence[str]]) -> Any:
    """A row of 128 MinHash values an item, as a numpy array; 512 bytes an item."""
    numpy = need("numpy", "group", "group()")
    minhash = need("datasketch", "group", "group()").MinHash
    remaining = iter(features)
    parts = []
    while chunk := list(islice(remaining, _CHUNK)):
        made = minhash.generator(
            ([part.encode("utf-8", "surrogatepass") for part in parts_of] for parts_of in chunk),
            num_perm=_BANDS * _ROWS,
            seed=_SEED,
            hashfunc=zlib.crc32,
        )
        parts.append(numpy.array([m.hashvalues for m in made], dtype="uint32"))
    return numpy.concatenate(parts) if parts else numpy.empty((0, _BANDS * _ROWS), dtype="uint32")


def band_keys(signed: Any) -> Iterable[Any]:
    """For each band the key of every item: two items that share a key in any band may be alike."""
    for band in range(_BANDS):
        rows = signed[:, band * _ROWS : (band + 1) * _ROWS].astype("uint64")
        yield (rows[:, 0] << 32) | rows[:, 1]


def candidate_pairs(signed: Any) -> Any:
    """Pairs ``(i, j)``, ``i < j``, of items that may be alike, each once: of a bucket, its first with each, and neighbours.

    So a bucket of a thousand gives two thousand pairs, not half a million. With 64 bands of two, items whose features
    overlap by a third meet in 999 of 1,000 cases, by a fifth in 93 of 100.
    """
    numpy = need("numpy", "group", "group()")
    found = numpy.empty(0, dtype="int64")
    count = len(signed)
    for keys in band_keys(signed):
        order = numpy.argsort(keys, kind="stable")
        ordered = keys[order]
        alike = ordered[1:] == ordered[:-1]
        starts = numpy.maximum.accumulate(numpy.where(numpy.r_[True, ~alike], numpy.arange(count), 0))[1:]
        later = order[1:][alike]
        pairs = numpy.concatenate([order[:-1][alike] * count + later, order[starts[alike]] * count + later])
        found = numpy.union1d(found, pairs.astype("int64"))
    return numpy.stack([found // max(count, 1), found % max(count, 1)], axis=1)
