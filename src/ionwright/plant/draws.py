"""Inputs as distributions, and the numbers of each Monte Carlo draw.

What is stated: the low, typical and high value of an input are the 5 % point, the mode and the
95 % point of a triangular law. It is held at the bounds that the input has by nature, 0 for a
price, 1 for a yield, and the share of the law that lies beyond them is reported. Inputs of one
`key` take one draw, each through its own low, typical and high: rows that are multiples of the
same liquid row, or one physical item in two routes. The keys are tied by a one-factor Gaussian
copula, u = Phi(sqrt(r) z0 + sqrt(1 - r) z), where z is a key's own normal number and z0 that of
its factor. The triangle, the copula and r are assumptions; no source gives them.

A draw's numbers depend on seed, key and draw alone. So two plants that are lowered apart have the
same draws wherever they share a key, for any cut into chunks and any number of cores.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ionwright.errors import InputError, nearest
from ionwright.numerics.sampling import SEEDS, normal_share, normals
from ionwright.numerics.triangle import Triangles, triangles

Array = NDArray[np.float64]
CORRELATION = 0.5
"""Of the normal numbers of two keys of one factor [1]; assumed, range 0 to 1."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where an input lies by its nature, in its own unit.

    Parameters
    ----------
    floor, ceiling : float
        May be infinite.
    floor_allowed : bool
        False where the input may approach its floor and not reach it, as a yield, which divides.
        There, if the triangle reaches the floor, its lower tail of 5 % is held at the low value.
    """

    floor: float
    ceiling: float
    floor_allowed: bool = True


FREE = Bounds(-math.inf, math.inf)
NOT_NEGATIVE = Bounds(0.0, math.inf)
SHARE = Bounds(0.0, 1.0, floor_allowed=False)


@dataclass(frozen=True, slots=True)
class Uncertain:
    """One input with its range.

    Parameters
    ----------
    name : str
        The one name of the input.
    low, typical, high : float
        5 % point, mode and 95 % point, all in the unit of the input; equal for a constant.
    bounds : Bounds
    key : str
        Inputs of one key share one draw; left empty, it is the name.
    factor : str
        Keys of one factor are correlated, those of two factors are not.
    falls : bool
        True where the input falls as its draw rises: a yield beside costs, so that one factor
        can mean "dear" for both.

    Raises
    ------
    InputError
        If low <= typical <= high does not hold within the bounds.
    """

    name: str
    low: float
    typical: float
    high: float
    bounds: Bounds = NOT_NEGATIVE
    key: str = ""
    factor: str = ""
    falls: bool = False

    def __post_init__(self) -> None:
        """Check the range and name the key."""
        seen = f"{self.low:g}, {self.typical:g}, {self.high:g}"
        if not -math.inf < self.low <= self.typical <= self.high < math.inf:
            raise InputError(
                "low, typical and high are finite numbers that do not fall",
                seen=seen,
                do="Write them in rising order",
                where=self.name,
            )
        at = self.bounds
        above = at.floor <= self.low if at.floor_allowed else at.floor < self.low
        if not (above and self.high <= at.ceiling):
            sign = "<=" if at.floor_allowed else "<"
            raise InputError(
                "low and high lie within the bounds of the input",
                seen=seen,
                allowed=f"{at.floor:g} {sign} value <= {at.ceiling:g}",
                where=self.name,
            )
        object.__setattr__(self, "key", self.key or self.name)

    @property
    def constant(self) -> bool:
        """True where there is nothing to draw."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Clipped:
    """Shares of an input's triangle that are held at a bound [1]."""

    name: str
    below: float
    above: float


@dataclass(frozen=True)
class Draws:
    """Draws of some inputs.

    Parameters
    ----------
    inputs : tuple of Uncertain
        Their order is that of the axis `input`.
    correlation : float
        r of the copula, 0 to 1 [1].
    seed : int
        0 to 2**64 - 1.

    Raises
    ------
    InputError
        If a name stands twice, a key has two factors, or a setting is outside its range.
    """

    inputs: tuple[Uncertain, ...]
    correlation: float = CORRELATION
    seed: int = 1

    def __post_init__(self) -> None:
        """Check names, factors and settings."""
        if not 0.0 <= self.correlation <= 1.0:
            raise InputError("a correlation lies between 0 and 1", seen=self.correlation)
        if not (isinstance(self.seed, int) and 0 <= self.seed < SEEDS):
            raise InputError("a seed is a whole number", seen=self.seed, allowed="0 to 2**64 - 1")
        factor: dict[str, str] = {}
        names: set[str] = set()
        for x in self.inputs:
            if x.name in names:
                raise InputError("an input has one range", seen=f"{x.name} twice")
            names.add(x.name)
            if factor.setdefault(x.key, x.factor) != x.factor:
                raise InputError(
                    "inputs that share a draw belong to one factor",
                    seen=f"{factor[x.key]!r} and {x.factor!r}",
                    where=f"key {x.key}",
                )

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Keys in the order of their first input, the axis `key`; those of constants left out."""
        return tuple(dict.fromkeys(x.key for x in self.inputs if not x.constant))

    @cached_property
    def _law(self) -> Triangles:
        low, typical, high = (
            np.array([getattr(x, of) for x in self.inputs], float)
            for of in ("low", "typical", "high")
        )
        return triangles(low, typical, high)

    @cached_property
    def _ends(self) -> tuple[Array, Array]:
        """Floor and ceiling of each input."""
        floor = [
            x.low if not x.bounds.floor_allowed and a <= x.bounds.floor else x.bounds.floor
            for x, a in zip(self.inputs, self._law.start, strict=True)
        ]
        return np.array(floor, float), np.array([x.bounds.ceiling for x in self.inputs], float)

    @cached_property
    def _column(self) -> NDArray[np.intp]:
        """Column of `u` of each input; a constant may take any."""
        at = {key: i for i, key in enumerate(self.keys)}
        return np.array([at.get(x.key, 0) for x in self.inputs], np.intp)

    @property
    def typical(self) -> Array:
        """Typical values, shape (input,)."""
        return self._law.mode.copy()

    @property
    def clipped(self) -> tuple[Clipped, ...]:
        """The inputs whose triangle reaches beyond a bound, with the shares that are held there."""
        floor, ceiling = self._ends
        below = self._law.share_below(floor)
        above = np.where(ceiling < self._law.end, 1.0 - self._law.share_below(ceiling), 0.0)
        return tuple(
            Clipped(x.name, float(b), float(a))
            for x, b, a in zip(self.inputs, below, above, strict=True)
            if b > 0.0 or a > 0.0
        )

    def shares(self, start: int, stop: int) -> Array:
        """Return u of each draw and key, each uniform, tied by the copula.

        Parameters
        ----------
        start, stop : int
            The draws from `start` to before `stop`.

        Returns
        -------
        array, shape (draw, key)
            0 to 1.
        """
        factor = {x.key: x.factor for x in self.inputs}
        common = {f: normals(self.seed, f"factor {f}", start, stop) for f in factor.values()}
        z = np.empty((stop - start, len(self.keys)))
        both, own = math.sqrt(self.correlation), math.sqrt(1.0 - self.correlation)
        for i, key in enumerate(self.keys):
            z[:, i] = both * common[factor[key]] + own * normals(
                self.seed, f"key {key}", start, stop
            )
        return normal_share(z)

    def at(self, u: Array) -> Array:
        """Return the inputs where each key stands at a share of its law.

        Parameters
        ----------
        u : array, shape (draw, key)
            0 to 1.

        Returns
        -------
        array, shape (draw, input)
            In the unit of each input, within its bounds.
        """
        if not self.keys:
            return np.tile(self.typical, (len(u), 1))
        falls = np.array([x.falls for x in self.inputs])
        # take, not [:, ...]: rows stay contiguous, so a sum over inputs has one order of adding
        each = np.take(u, self._column, axis=1)
        return np.clip(self._law.quantile(np.where(falls, 1.0 - each, each)), *self._ends)

    def values(self, start: int, stop: int) -> Array:
        """Return the inputs of the draws from `start` to before `stop`, shape (draw, input)."""
        return self.at(self.shares(start, stop))

    def where(self, name: str) -> int:
        """Return the place of an input on the axis `input`.

        Raises
        ------
        InputError
            If there is no input of this name.
        """
        names = [x.name for x in self.inputs]
        if name not in names:
            raise InputError("there is no such input", seen=name, do=nearest(name, names, "input"))
        return names.index(name)

    def multiplied(self, values: Array, name: str, by: float) -> Array:
        """Return drawn inputs with one of them multiplied and held within its bounds.

        Parameters
        ----------
        values : array, shape (draw, input)
            Of `values`.
        name : str
        by : float
            0 or above [1].

        Returns
        -------
        array, shape (draw, input)
            A new one.
        """
        out, i = values.copy(), self.where(name)
        floor, ceiling = (end[i] for end in self._ends)
        out[:, i] = np.clip(by * out[:, i], floor, ceiling)
        return out

    def grouped(self, label: Callable[[Uncertain], str]) -> tuple[str, ...]:
        """Return the group of each key, such as its step or its cause.

        Parameters
        ----------
        label : callable
            Takes an input, returns the name of its group.

        Raises
        ------
        InputError
            If the inputs of one key have two groups: one draw cannot be varied in parts.
        """
        found: dict[str, str] = {}
        for x in self.inputs:
            if not x.constant and found.setdefault(x.key, label(x)) != label(x):
                raise InputError(
                    "inputs that share a draw belong to one group",
                    seen=f"{found[x.key]} and {label(x)}",
                    where=f"key {x.key}",
                )
        return tuple(found[key] for key in self.keys)


def each(
    model: Callable[[Array], Array],
    draws: Draws,
    count: int,
    *,
    chunk: int = 1000,
    workers: int = 1,
) -> Array:
    """Return what a model gives in the draws from 0 to before `count`.

    Parameters
    ----------
    model : callable
        Takes inputs, shape (draw, input), rows contiguous; returns an array of shape (draw, ...),
        each draw from its own row alone. Sums inside run along contiguous axes: numpy adds along
        others in an order that depends on the number of draws.
    draws : Draws
    count : int
        1 or more.
    chunk : int
        Draws in one call, 1 or more: bounds the memory.
    workers : int
        Threads; numpy gives up the interpreter lock in its loops.

    Returns
    -------
    array, shape (count, ...)
        The same bits for any `chunk` and `workers`.
    """
    cuts: Sequence[int] = range(0, count, chunk)
    state = np.geterr()

    def part(start: int) -> Array:
        with np.errstate(**state):  # a new thread starts from numpy's defaults
            return model(draws.values(start, min(start + chunk, count)))

    if workers == 1:
        return np.concatenate([part(start) for start in cuts])
    with ThreadPoolExecutor(workers) as pool:
        return np.concatenate(list(pool.map(part, cuts)))
