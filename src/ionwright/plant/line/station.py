"""What the user says of a station: its machines, lots and buffers.

Amounts are kWh of the cells that the material would make if nothing more were lost: 100 kWh of
coated foil and 100 kWh of formed cells are both enough for 100 kWh. Time is in hours.
"""

from __future__ import annotations

from dataclasses import dataclass

from ionwright.errors import InputError

QUANTUM = 1e-6
"""The smallest amount [kWh]. Amounts are whole numbers of it, so that sums are exact."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One lot after another, at a steady rate: coater, stacker, welder.

    Parameters
    ----------
    per_hour : float
        What one machine takes in while it works [kWh/h], above 0.

    Raises
    ------
    InputError
        If the rate is not positive.
    """

    per_hour: float

    def __post_init__(self) -> None:
        """Refuse a rate that is not positive."""
        _positive(self.per_hour, "a rate [kWh/h]")


@dataclass(frozen=True, slots=True)
class RandomRate:
    """One lot after another, in times that are drawn: exponential, with lot / rate as the mean.

    The law of the closed forms of queueing theory. The spread belongs to the lot, so a line of
    such stations does change when its lots are halved.

    Parameters
    ----------
    per_hour : float
        What one machine takes in while it works, in the mean [kWh/h], above 0.

    Raises
    ------
    InputError
        If the rate is not positive.
    """

    per_hour: float

    def __post_init__(self) -> None:
        """Refuse a rate that is not positive."""
        _positive(self.per_hour, "a rate [kWh/h]")


@dataclass(frozen=True, slots=True)
class Residence:
    """A fixed time in one of many places: oven, formation channel, ageing rack.

    A place takes one lot, keeps it for the time, and holds it until there is room behind. A
    machine with one place is an oven that is loaded and emptied at once; its load is the lot.
    Places fail one by one, not a machine as a whole.

    Parameters
    ----------
    hours : float
        Time in the place [h], above 0.
    places : float
        What the places of one machine hold together [kWh]: a whole number of lots.

    Raises
    ------
    InputError
        If either is not positive.
    """

    hours: float
    places: float

    def __post_init__(self) -> None:
        """Refuse a time or places that are not positive."""
        _positive(self.hours, "a time of residence [h]")
        _positive(self.places, "the places of a machine [kWh]")


Work = Rate | RandomRate | Residence


@dataclass(frozen=True, slots=True)
class Failures:
    """A machine fails only while it works; up and down times are exponential.

    Parameters
    ----------
    up : float
        Mean hours of work between failures [h], above 0.
    down : float
        Mean hours to repair [h], above 0.

    Raises
    ------
    InputError
        If either is not positive.
    """

    up: float
    down: float

    def __post_init__(self) -> None:
        """Refuse times that are not positive."""
        _positive(self.up, "the time between failures [h]")
        _positive(self.down, "the time to repair [h]")


@dataclass(frozen=True, slots=True)
class Changeover:
    """A stop after a length of material, however it is cut into lots: coil, tool, campaign.

    Parameters
    ----------
    every : float
        What passes through one machine from stop to stop [kWh], above 0.
    hours : float
        How long a stop takes [h], above 0.

    Raises
    ------
    InputError
        If either is not positive.
    """

    every: float
    hours: float

    def __post_init__(self) -> None:
        """Refuse an amount or a time that is not positive."""
        _positive(self.every, "what passes between changeovers [kWh]")
        _positive(self.hours, "the time of a changeover [h]")


@dataclass(frozen=True, slots=True)
class Loss:
    """The share of the material that leaves a station as scrap.

    Parameters
    ----------
    share : float
        Share lost [1], from 0 to below 1.
    piece : float
        What is good or bad as a whole, a cell for example [kWh]: pieces are then judged one by
        one, at random. 0: exactly the share is lost of every lot.

    Raises
    ------
    InputError
        If the share is not from 0 to below 1, or the piece is negative.
    """

    share: float
    piece: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a share outside 0 to 1 and a negative piece."""
        if not 0.0 <= self.share < 1.0:
            raise InputError("a share of loss is a share", seen=self.share, allowed="0 to below 1")
        if not 0.0 <= self.piece < float("inf"):
            raise InputError("a piece is not negative", seen=self.piece, allowed="0 or more, kWh")


@dataclass(frozen=True, slots=True)
class Station:
    """Machines that stand side by side and do the same.

    Parameters
    ----------
    name : str
    work : Rate, RandomRate or Residence
        How fast one machine works.
    machines : int
        How many there are.
    lot : float
        What a machine takes at a time [kWh]: roll, tray, load.
    after : tuple of str
        The stations whose output it takes; several if it joins branches (cathode and anode),
        each giving one lot; none if its material is always there.
    buffer : float
        Room in front of it, for each of those [kWh]. With less than a lot in and a lot out the
        line would lock, unless lots are equal and nothing is lost: then 0 will do.
    loss : Loss
    failures : Failures or None
        None: it never fails.
    changeover : Changeover or None
    """

    name: str
    work: Work
    machines: int
    lot: float
    after: tuple[str, ...] = ()
    buffer: float = 0.0
    loss: Loss = Loss(0.0)
    failures: Failures | None = None
    changeover: Changeover | None = None

    def __post_init__(self) -> None:
        """Refuse numbers without meaning and places that hold a broken number of lots."""
        where = f"station {self.name!r}"
        _positive(self.lot, "a lot [kWh]", where)
        if self.machines < 1 or self.machines != int(self.machines):
            raise InputError(
                "machines are counted", seen=self.machines, allowed="1, 2, ...", where=where
            )
        if not 0.0 <= self.buffer < float("inf"):
            raise InputError(
                "a buffer holds a finite amount",
                seen=self.buffer,
                allowed="0 or more, kWh",
                where=where,
            )
        if self.quanta < 1:
            raise InputError(
                "a lot is not too small to count",
                seen=self.lot,
                allowed=f"at least {QUANTUM} kWh",
                where=where,
            )
        if self.loss.piece > self.lot:
            raise InputError(
                "a lot holds at least one piece",
                seen=f"{self.loss.piece} kWh in {self.lot} kWh",
                do="Take larger lots, or piece = 0",
                where=where,
            )
        if isinstance(self.work, Residence):
            count = self.work.places / self.lot
            if round(count) < 1 or abs(count - round(count)) > 1e-6 * count:
                raise InputError(
                    "the places of a machine hold a whole number of lots",
                    seen=f"{self.work.places} kWh of places, {self.lot} kWh a lot",
                    where=where,
                )

    @property
    def quanta(self) -> int:
        """A lot as a whole number of `QUANTUM`."""
        return round(self.lot / QUANTUM)

    @property
    def places(self) -> int:
        """How many lots can be worked on at the same time, in all machines."""
        if isinstance(self.work, Residence):
            return self.machines * round(self.work.places / self.lot)
        return self.machines

    @property
    def hours(self) -> float:
        """Hours of work for one lot in one place, in the mean [h]."""
        if isinstance(self.work, Residence):
            return self.work.hours
        return self.lot / self.work.per_hour


def _positive(value: float, what: str, where: str = "") -> None:
    if not 0.0 < value < float("inf"):
        raise InputError(f"{what} is positive and finite", seen=value, where=where)
