"""Random numbers by address: one seed, one counter-based stream a machine and use."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

import numpy as np

from ionwright.numerics.sampling import word

BLOCK = 64
"""Numbers drawn at a time."""


class Use(IntEnum):
    """What a stream is for."""

    WORK = 0
    UP = 1
    DOWN = 2
    LOSS = 3


def stream(
    seed: int, replication: int, station: str, machine: int, use: Use
) -> np.random.Generator:
    """Return the stream of one machine and use.

    Seed and replication are the key of the generator, the rest is its counter. A stream so
    depends on nothing that happens elsewhere: a line with one more machine, or with one more
    station, meets the same failures in all the others (common random numbers), and any number
    of processes gives the same bits.

    Parameters
    ----------
    seed, replication : int
        0 or more, below 2**64.
    station : str
        By name, so that a station that is put in shifts no other's stream.
    machine : int
        Number of the place in the station, from 0.
    use : Use

    References
    ----------
    J. K. Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011),
    doi:10.1145/2063384.2063405 (Philox).
    """
    key = np.array([seed, replication], dtype=np.uint64)
    counter = np.array([0, int(use), machine, word(station)], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=counter))


def exponential(random: np.random.Generator, mean: float) -> Iterator[float]:
    """Yield exponential times without end, of a mean [h]."""
    while True:
        yield from (mean * random.standard_exponential(BLOCK)).tolist()


def bad_pieces(random: np.random.Generator, pieces: int, share: float) -> Iterator[int]:
    """Yield without end how many of a lot's pieces are bad, each with the same probability."""
    while True:
        yield from random.binomial(pieces, share, BLOCK).tolist()
