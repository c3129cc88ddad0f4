"""How a line learns: yield and uptime over time, cost over cumulated output.

The laws stand here once; the network and the race call them. Time in years, yields and rates as
shares [1], cumulated output in any one unit. Every argument may be a float or an array over
draws.

Values and their sources stand in the table ``plant/learning``; those of solid-state lines are
assumed with wide ranges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ionwright import data, units
from ionwright.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ramp:
    """Rise of a route's yield, y(t) = y_inf - (y_inf - y_0) exp(-t/tau).

    Parameters
    ----------
    initial, final : float
        Yield at the start and the yield it tends to [1]; 0 < initial <= final <= 1.
    time : float
        Time constant [yr]; more than 0.

    Raises
    ------
    InputError
        If these bounds do not hold.
    """

    initial: float
    final: float
    time: float

    def __post_init__(self) -> None:
        """Check the bounds."""
        if not (np.all(np.asarray(self.initial) > 0.0) and np.all(np.asarray(self.final) <= 1.0)):
            raise InputError(
                "the yields of a ramp lie above 0 and at most at 1",
                seen=f"{self.initial} to {self.final}",
                do="Give shares such as 0.85",
            )
        if not np.all(np.asarray(self.initial) <= self.final):
            raise InputError(
                "a ramp rises",
                seen=f"from {self.initial} to {self.final}",
                do="Give the lower yield as the initial one",
            )
        _positive(self.time, "the time constant of a ramp", "yr")

    def at(self, time: ArrayLike) -> Array:
        """Return the yield [1] at `time` years after the start."""
        return self.final - (self.final - self.initial) * np.exp(-_since(time) / self.time)

    def mean(self, begin: ArrayLike, end: ArrayLike) -> Array:
        """Return the mean yield [1] between two times [yr], in closed form.

        y_inf - (y_inf - y_0) tau (exp(-begin/tau) - exp(-end/tau))/(end - begin)
        """
        return self.final - (self.final - self.initial) * _mean_decay(begin, end, self.time)

    def of_step(self, mature: ArrayLike, time: ArrayLike) -> Array:
        """Return a step's yield [1] on the way to its mature yield.

        Parameters
        ----------
        mature : array_like
            Mature yields [1]; shape (step,) or any.
        time : array_like
            Years since the start, broadcast against `mature`.

        Returns
        -------
        Array
            mature^(ln y(t)/ln y_inf): every step is off its mature yield by the same power, so
            the product over the steps of a route whose mature product is y_inf is y(t). A
            choice of this project; a step without loss stays without loss.

        Raises
        ------
        InputError
            If the ramp tends to 1, where the power is not defined.
        """
        return spread(mature, self.at(time), self.final)


@dataclass(frozen=True, slots=True)
class Uptime:
    """Rise of uptime, u(t) = u_inf (1 - exp(-t/tau)).

    Parameters
    ----------
    final : float
        Uptime of the running line [1].
    time : float
        Time constant [yr]; more than 0.

    Raises
    ------
    InputError
        If the uptime is not a share or the time not positive.
    """

    final: float
    time: float

    def __post_init__(self) -> None:
        """Check the bounds."""
        if not np.all((np.asarray(self.final) > 0.0) & (np.asarray(self.final) <= 1.0)):
            raise InputError(
                "an uptime lies above 0 and at most at 1",
                seen=f"{self.final}",
                do="Give a share such as 0.85",
            )
        _positive(self.time, "the time constant of uptime", "yr")

    def at(self, time: ArrayLike) -> Array:
        """Return the uptime [1] at `time` years after the start."""
        return self.final * -np.expm1(-_since(time) / self.time)

    def mean(self, begin: ArrayLike, end: ArrayLike) -> Array:
        """Return the mean uptime [1] between two times [yr], in closed form."""
        return self.final * (1.0 - _mean_decay(begin, end, self.time))


def spread(mature: ArrayLike, now: ArrayLike, final: ArrayLike) -> Array:
    """Return yields of steps [1] whose product is `now` where it is `final` in the end.

    Parameters
    ----------
    mature : array_like
        Mature yields of the steps [1].
    now, final : array_like
        Product of the yields of all steps, now and mature [1].

    Returns
    -------
    Array
        mature^(ln now/ln final), see `Ramp.of_step`.

    Raises
    ------
    InputError
        If the final product is 1, where the power is not defined.
    """
    if np.any(np.asarray(final) == 1.0):
        raise InputError(
            "the final yield of a ramp is below 1 where steps share its loss",
            seen="1",
            do="Give 0.999 or less",
        )
    return np.asarray(mature, float) ** (np.log(now) / np.log(final))


def mean_output(ramp: Ramp, uptime: Uptime, begin: ArrayLike, end: ArrayLike) -> Array:
    """Return the mean of uptime x yield [1] between two times [yr], in closed form.

    With M(tau) the mean of exp(-t/tau) and 1/tau_c = 1/tau_u + 1/tau_y it is
    u_inf [y_inf (1 - M(tau_u)) - (y_inf - y_0) (M(tau_y) - M(tau_c))].
    """
    both = 1.0 / (1.0 / ramp.time + 1.0 / uptime.time)
    lost = _mean_decay(begin, end, ramp.time) - _mean_decay(begin, end, both)
    whole = ramp.final * (1.0 - _mean_decay(begin, end, uptime.time))
    return uptime.final * (whole - (ramp.final - ramp.initial) * lost)


def ramp(item: str) -> Ramp:
    """Return a ramp of the data: ``"ramp-newcomer"``, ``"ramp-incumbent"``, ``"ramp-sulfide"``."""
    initial, final = (
        data.default(item, q).value.value for q in ("ramp_initial_yield", "ramp_final_yield")
    )
    return Ramp(initial, final, units.to(data.default(item, "ramp_time").value.value, "yr"))


def exponent(rate: ArrayLike) -> Array:
    """Return b [1] of a learning rate LR [1]: b = -log2(1 - LR).

    Raises
    ------
    InputError
        If the rate is not at least 0 and below 1.
    """
    share = np.asarray(rate, float)
    if not np.all((share >= 0.0) & (share < 1.0)):
        raise InputError(
            "a learning rate is at least 0 and below 1",
            seen=f"{rate}",
            do="Give the fall for each doubling as a share, such as 0.18",
        )
    return -np.log2(1.0 - share)


def learned(
    cumulated: ArrayLike, *, start: ArrayLike, learnable: ArrayLike, floor: ArrayLike, rate: float
) -> Array:
    """Return a cost after learning: c = floor + learnable (Q/Q_0)^(-b).

    Parameters
    ----------
    cumulated, start : array_like
        Cumulated output Q and that at which the cost was `floor + learnable`, Q_0, in one unit;
        Q_0 of a new technology is its own, not that of all lithium-ion cells.
    learnable, floor : array_like
        Part that learns and part that does not (material, energy) [any money for a unit].
    rate : float
        Fall of the learnable part for each doubling [1].

    Returns
    -------
    Array
        Cost [unit of `floor`]; it tends to the floor and never falls below it.

    Raises
    ------
    InputError
        If the start is not positive, the cumulated output is below it, or the rate is no share.
    """
    _positive(start, "the cumulated output at which learning starts", "")
    ratio = np.asarray(cumulated, float) / np.asarray(start, float)
    if not np.all(ratio >= 1.0):
        raise InputError(
            "cumulated output is not below that at which learning starts",
            seen=f"{float(ratio.min()):g} times it",
            do="Give the larger of both",
        )
    return np.asarray(floor, float) + np.asarray(learnable, float) * ratio ** -exponent(rate)


def _since(time: ArrayLike) -> Array:
    t = np.asarray(time, float)
    if not np.all(t >= 0.0):
        raise InputError(
            "time runs from the start of a line",
            seen=f"{float(t.min()):g} yr",
            do="Give zero or more years",
        )
    return t


def _mean_decay(begin: ArrayLike, end: ArrayLike, tau: float) -> Array:
    """Return the mean of exp(-t/tau) [1] between two times [yr]."""
    a, b = _since(begin), _since(end)
    if not np.all(b > a):
        raise InputError(
            "a span ends after it begins",
            seen=f"{begin} to {end} yr",
            do="Give the later time last",
        )
    width = (b - a) / tau
    return np.exp(-a / tau) * -np.expm1(-width) / width


def _positive(value: ArrayLike, what: str, unit: str) -> None:
    v = np.asarray(value, float)
    if not np.all(v > 0.0):
        raise InputError(
            f"{what} is more than zero",
            seen=f"{float(v.min()):g} {unit}".strip(),
            do="Give a positive number",
        )
