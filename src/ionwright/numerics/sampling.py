"""Random numbers that are known by seed, name and draw alone.

Philox turns a counter and a key into random words. Here the key is seed and name, the counter is
the draw, so each number is a function of these three: however draws are cut into pieces and on
however many cores they are made, the bits are the same, and a further name changes no other.

References
----------
Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, SC'11 (2011),
doi 10.1145/2063384.2063405. The words are those of numpy's Philox4x64-10.
"""

from __future__ import annotations

import hashlib
import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SEEDS = 2**64
"""Seeds are whole numbers from 0 to below this."""


def uniforms(seed: int, name: str, start: int, stop: int) -> Array:
    """Return four independent numbers a draw, equally likely between 0 and 1.

    Parameters
    ----------
    seed : int
        0 to 2**64 - 1.
    name : str
        What is drawn; any text.
    start, stop : int
        The draws from `start` to before `stop`, 0 <= start <= stop < 2**64.

    Returns
    -------
    array, shape (stop - start, 4)
        Each inside (0, 1), never at an end; odd multiples of 2**-53, so that 1 - u is exact.

    Examples
    --------
    >>> whole = uniforms(1, "drying", 0, 100)
    >>> bool((uniforms(1, "drying", 40, 60) == whole[40:60]).all())
    True
    """
    words = _philox(seed, name, [start, 0, 0, 0]).random_raw(4 * (stop - start))
    return ((words >> np.uint64(12)).astype(np.float64) * 2.0**-52 + 2.0**-53).reshape(-1, 4)


def normals(seed: int, name: str, start: int, stop: int) -> Array:
    """Return one standard normal number a draw: Box and Muller's map of two of `uniforms`.

    Parameters
    ----------
    seed, name, start, stop
        As in `uniforms`.

    Returns
    -------
    array, shape (stop - start,)
        Mean 0, variance 1; at most 8.6 in size, as the smallest uniform is 2**-53.
    """
    # contiguous: numpy's vectorised and strided loops may round a cosine differently
    u = np.ascontiguousarray(uniforms(seed, name, start, stop)[:, :2].T)
    return np.sqrt(-2.0 * np.log(u[0])) * np.cos(2.0 * math.pi * u[1])


def generator(seed: int, name: str, draw: int) -> np.random.Generator:
    """Return a stream of its own for one draw, as long as is wanted.

    For what takes an unknown count of numbers, such as one machine in one simulated run. It shares
    no word with `uniforms` nor with the stream of another seed, name or draw.

    Parameters
    ----------
    seed, name
        As in `uniforms`.
    draw : int
        0 to 2**64 - 1.

    Notes
    -----
    numpy may change how a generator makes normal and exponential numbers from words between
    versions; the words stay.
    """
    return np.random.Generator(_philox(seed, name, [0, 0, draw, 1]))


def normal_share(z: Array) -> Array:
    """Return the share of the standard normal law below z.

    Parameters
    ----------
    z : array
        Any shape.

    Returns
    -------
    array of the same shape
        0 to 1, of the C library's complementary error function.
    """
    flat = (-math.sqrt(0.5) * z).ravel().tolist()
    return 0.5 * np.fromiter(map(math.erfc, flat), float, len(flat)).reshape(z.shape)


def word(name: str) -> int:
    """Return the 64 bits that stand for a name in a key or a counter: its BLAKE2b."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def _philox(seed: int, name: str, counter: list[int]) -> np.random.Philox:
    key, begin = np.array([seed, word(name)], np.uint64), np.array(counter, np.uint64)
    return np.random.Philox(key=key, counter=begin)
