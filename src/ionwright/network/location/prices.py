"""Prices of serving customers: a bound on every plan, and sites that no better plan opens.

A price p_j is paid for customer j, whoever serves it. Each site then stands alone: it opens if
what it earns pays for it, with

    v_i = f_i + min { sum_j (c_ij - p_j) x_j : sum_j d_j x_j <= K_i, 0 <= x <= 1 }

and no plan costs less than sum_j p_j + min { sum_i v_i y_i : sum_i K_i y_i >= sum_j d_j, y whole }
(Beasley 1988, doi 10.1016/0377-2217(88)90222-X). The prices climb along what is served too little.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from ionwright.network.location.shape import Location

STALL = 15
"""Rounds without a better bound after which steps get shorter."""
SHORTER = 0.7
"""Share of the step that is kept then."""
LEAST_STEP = 1e-4
"""Share of the full step below which prices stand."""
MEMORY = 0.95
"""Share of the mean of what was served that each round keeps."""
LATEST = 0.7
"""Weight of what this round misses in the direction; the rest is that of the mean."""
SMALL = 1e-7
"""Share of the bound below which a rise of it counts as none."""
AHEAD = 0.05
"""Share by which a plan is taken to cost more than the bound while none is known."""
ROUNDING = 1e-9
"""Share of a cost by which sums of it may differ."""


@dataclass
class Prices:
    """Prices, the bound that they prove, and the sites that are still open to question.

    Parameters
    ----------
    at : Location
    free, held : int array
        Sites that are neither closed nor held open, and those that every better plan opens.
    best : array, shape (customers,)
        Prices at the best bound; at first those to start from [solver's money].
    step : float
        Share of the full step.
    patience : int
        Rounds without a better bound after which steps get shorter.

    Attributes
    ----------
    bound : float
        What no plan can beat [solver's money].
    worth : array, shape (sites,)
        v_i at the best prices.
    share : array, shape (sites,)
        Mean of how far each site was open in the rounds so far.
    sets : dict of bytes to int array
        All sets of sites that opened at some prices.
    """

    at: Location
    free: np.ndarray
    held: np.ndarray
    best: np.ndarray
    step: float = 1.0
    patience: int = STALL
    bound: float = -np.inf
    worth: np.ndarray = field(init=False)
    share: np.ndarray = field(init=False)
    sets: dict[bytes, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start with nothing known."""
        self.worth = np.full(len(self.at.fixed), np.inf)
        self.share = np.zeros(len(self.at.fixed))

    @classmethod
    def of(cls, at: Location) -> Prices:
        """Start with every site free, at the cost of each customer's fourth best."""
        rank = min(3, len(at.fixed) - 1)
        start = np.partition(at.cost, rank, axis=0)[rank].copy()
        return cls(at, np.arange(len(at.fixed)), np.empty(0, int), start)

    @property
    def sites(self) -> np.ndarray:
        """Sites that may be open."""
        return np.sort(np.concatenate([self.held, self.free]))

    def climb(self, rounds: int, upper: float, until: float) -> None:
        """Raise the bound.

        Parameters
        ----------
        rounds : int
        upper : float
            Cost of the best plan, or a guess of it [solver's money].
        until : float
            When to stop [s of `time.perf_counter`].
        """
        sites, price = self.sites, self.best.copy()
        mean: np.ndarray | None = None
        stalled = 0
        for _ in range(rounds):
            bound, worth, part, served = self._split(sites, price)
            opened = sites[part > 0.0]
            self.sets[opened.tobytes()] = opened
            mean = served if mean is None else MEMORY * mean + (1.0 - MEMORY) * served
            self.share *= MEMORY
            self.share[sites] += (1.0 - MEMORY) * part
            stalled = 0 if bound > self.bound + SMALL * abs(self.bound) else stalled + 1
            if bound > self.bound:
                self.bound, self.best = bound, price.copy()
                self.worth = np.full(len(self.worth), np.inf)
                self.worth[sites] = worth
            if self.bound >= upper:
                break
            if stalled >= self.patience:
                self.step, price, stalled = self.step * SHORTER, self.best.copy(), 0
            missed = LATEST * (1.0 - served) + (1.0 - LATEST) * (1.0 - mean)
            length = float(missed @ missed)
            if self.step < LEAST_STEP or length == 0.0 or time.perf_counter() > until:
                break
            aim = upper if np.isfinite(upper) else bound + AHEAD * abs(bound)
            price = price + self.step * (aim - bound) / length * missed

    def left(self, upper: float) -> tuple[np.ndarray, np.ndarray]:
        """Return the sites that a plan below a cost may open, and those of them that it must."""
        free, held = self._left(upper)
        return np.sort(np.concatenate([held, free])), held

    def fix(self, upper: float) -> None:
        """Close and hold open the sites of which a plan below a cost leaves no choice."""
        self.free, self.held = self._left(upper)

    def _left(self, upper: float) -> tuple[np.ndarray, np.ndarray]:
        free = self.free
        opened, shut = self._forced(free)
        limit = upper + ROUNDING * abs(upper)
        closed, needed = opened > limit, shut > limit
        held = np.sort(np.concatenate([self.held, free[needed & ~closed]]))
        return free[~closed & ~needed], held

    def least(self, some: np.ndarray) -> float:
        """Return what no plan with just these sites open can beat [solver's money]."""
        at = self.at
        if not len(some):
            return np.inf
        priced = self.best.sum() + self.worth[some].sum()
        nearest = at.fixed[some].sum() + at.cost[some].min(0).sum()
        return float(max(priced, nearest))

    def _split(
        self, sites: np.ndarray, price: np.ndarray
    ) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
        """Return the bound of some prices, v, the sites that open, and what they serve."""
        at = self.at
        gain = at.cost[sites] - price
        share, order = _filled(gain, at.demand, at.capacity[sites])
        worth = at.fixed[sites] + (share * np.take_along_axis(gain, order, 1)).sum(1)
        must = np.isin(sites, self.held)
        value, part = cover(worth, at.capacity[sites], float(at.demand.sum()), must)
        served = np.zeros(len(price))
        for i in np.flatnonzero(part):
            served[order[i]] += part[i] * share[i]
        return float(price.sum() + value), worth, part, served

    def _forced(self, free: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the bound with each free site open, and with each closed."""
        at, sites = self.at, self.sites
        worth, size, total = self.worth[sites], at.capacity[sites], float(at.demand.sum())
        must = np.isin(sites, self.held)
        base = float(self.best.sum())
        out = np.empty((2, len(free)))
        for k, i in enumerate(np.searchsorted(sites, free)):
            one = must.copy()
            one[i] = True
            out[0, k] = base + cover(worth, size, total, one)[0]
            rest = np.arange(len(sites)) != i
            out[1, k] = base + cover(worth[rest], size[rest], total, must[rest])[0]
        return out[0], out[1]


def _filled(
    gain: np.ndarray, demand: np.ndarray, capacity: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return how much of each customer a site takes, best first, and that order."""
    order = np.argsort(gain / demand, axis=1)
    sizes = demand[order]
    before = np.cumsum(sizes, axis=1) - sizes
    share = np.clip((capacity[:, None] - before) / sizes, 0.0, 1.0)
    share[np.take_along_axis(gain, order, 1) >= 0.0] = 0.0
    return share, order


def cover(
    worth: np.ndarray, size: np.ndarray, total: float, must: np.ndarray
) -> tuple[float, np.ndarray]:
    """Return a bound on min sum v y with sum K y >= total, y whole, and the y that gives it.

    The better of two: y divisible; and only as many sites as the largest need for the total.

    Parameters
    ----------
    worth, size : array, shape (sites,)
        v [solver's money] and K [solver's unit].
    total : float
    must : bool array, shape (sites,)
        Sites with y = 1.
    """
    first = must | (worth < 0.0)
    value, part = float(worth[first].sum()), first.astype(float)
    lacking = total * (1.0 - ROUNDING) - float(size[first].sum())
    if lacking <= 0.0:
        return value, part
    rest = np.flatnonzero(~first)
    if size[rest].sum() < lacking:
        return np.inf, part
    most = np.sort(size[must])[::-1]
    others = np.sort(size[~must])[::-1]
    reach = np.cumsum(np.concatenate([most, others]))
    many = int(np.searchsorted(reach, total * (1.0 - ROUNDING))) + 1 - int(first.sum())
    by_worth = rest[np.argsort(worth[rest], kind="stable")]
    counted = value + float(worth[by_worth[: max(many, 0)]].sum())
    by_rate = rest[np.argsort(worth[rest] / size[rest], kind="stable")]
    filled = np.cumsum(size[by_rate])
    last = int(np.searchsorted(filled, lacking))
    over = (filled[last] - lacking) / size[by_rate[last]]
    divided = value + float(worth[by_rate[: last + 1]].sum()) - over * float(worth[by_rate[last]])
    if counted >= divided:
        part[by_worth[: max(many, 0)]] = 1.0
        return counted, part
    part[by_rate[: last + 1]] = 1.0
    part[by_rate[last]] = 1.0 - over
    return divided, part
