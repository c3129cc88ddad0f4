"""Ramp-up: from a pilot to a full line, by quarters, in cost and in cash.

A line is built for the mature plant: its machines, crew and floor do not change. What changes is

- uptime u(t): the share of the mature plant's starts that it makes;
- yield: a line starts at y_0/y_inf of its mature yield. The product Y of the yields of sheet or
  web, of cells and of starts on the way of the stream that loses most is Y y(t)/y_inf at t, and
  every step is off its mature yield by the same power (`learning.Ramp.of_step`). Yields of
  material itself (trim, what stays in a vessel) are kept as they are.

Good cells of a quarter are then C l mean(u y)/y_inf, in closed form, with the capacity C and load
l. What follows starts and good cells (material, scrap, credit, solvent, energy) is worked out anew
by the plant's own balance with the yields of the quarter; the rest is paid in full.

Cash is real money of the settings, no interest on it: capital in equal parts while the plant is
built; working capital as a share of a year's variable cost; price x good cells; tax on profit after
losses of the quarters before are made up. Machine prices do not learn here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import Design
from ionwright.core.laws import Law
from ionwright.errors import InputError
from ionwright.plant import figures, learning
from ionwright.plant.cost import AT, CAUSES, along
from ionwright.plant.learns import Learns, inputs, learns, weakest
from ionwright.plant.model import Run, run
from ionwright.plant.plant import Plant
from ionwright.plant.result import TOLERANCE, Result, solve

__all__ = ["RampUp", "like"]

Array = NDArray[np.float64]
QUARTER = 0.25
"""Length of a quarter [yr]."""
FLOWING = ("material", "scrap", "credit", "consumables", "energy")
"""Causes that follow what is started and made."""
FIGURES = {
    "mature cost": ("full cost in the end", "money/kWh"),
    "cost of the first year": ("full cost", "money/kWh"),
    "cost of the last year": ("full cost", "money/kWh"),
    "capital": ("before the first cells", "money"),
    "peak need": ("largest sum of all cash so far", "money"),
    "time of the peak": ("after the first cells", "yr"),
    "loss until break-even": ("full cost less what is earned, until it is earned", "money"),
    "break-even": ("after the first cells, from when full cost is earned", "yr"),
    "payback": ("after the first cells, from when all cash is back", "yr"),
    "cost of the ramp": ("full cost beyond that of the mature plant for the same cells", "money"),
    "output": ("good cells until the last year", "kWh"),
}
"""Headline figures with meaning and unit."""
PARTS = ("capital", "working capital", "revenue", "subsidy", "running", "tax", "pilot")
"""Parts of the cash."""


def like(result: Result) -> str:
    """Return whose ramp a plant takes unless a user names one.

    "newcomer" where at least half of its machines, without the services of the building, stay as
    in a liquid line; else "sulfide", the first line of its kind. A choice of this project.
    """
    return "newcomer" if result.kept(services=False) >= 0.5 else "sulfide"


@dataclass(frozen=True, eq=False)
class RampUp:
    """A line from breaking ground to maturity.

    Parameters
    ----------
    result : Result
        The mature plant.
    learns : Learns
    price : float
        At which good cells are sold [money/kWh].
    run : Run
        Of the plant with the yields of each quarter in place of draws, the mature ones last.
    factor : array [quarter]
        Good cells over those of the mature plant [1].
    starts : array [quarter]
        Uptime: cells started over those of the mature plant [1].
    pilot : RampUp or None
        The line before it, whose cells are not sold; it stops where this one starts.
    """

    result: Result
    learns: Learns
    price: float
    run: Run
    factor: Array
    starts: Array
    pilot: RampUp | None

    @property
    def begin(self) -> Array:
        """Beginning of each quarter from the first cells on [yr]."""
        return QUARTER * np.arange(len(self.factor), dtype=float)

    @cached_property
    def output(self) -> Array:
        """Good cells of each quarter [kWh]."""
        return self._full * self.factor

    @property
    def yields(self) -> Array:
        """Yield of each quarter over the mature one [1]."""
        return self.factor / self.starts

    @cached_property
    def by_cause(self) -> Array:
        """Full cost of each quarter by cause [money/kWh], [quarter, cause]."""
        return self._money / self.output[:, None]

    @property
    def cost(self) -> Array:
        """Full cost of each quarter [money/kWh]."""
        return along(self.by_cause, 1)

    @cached_property
    def time(self) -> Array:
        """Beginning of each quarter of the cash, from breaking ground on [yr]; 0: first cells."""
        return QUARTER * np.arange(-self._before, len(self.factor), dtype=float)

    @cached_property
    def parts(self) -> dict[str, Array]:
        """Cash by part [money], each over `time`; money paid is negative."""
        f, stack = self.result.plant.settings.finance, self.result.run.stack
        paid = 1.0 - f.grant
        build = max(1, round(self.learns.build / QUARTER))
        capital = paid * float((stack.machines + stack.shell)[0]) + float(stack.land[0])
        variable = self._money[:, [AT[n] for n in FLOWING]].sum(axis=1) + self._free_labour
        tied = f.working_capital * variable / QUARTER
        revenue, written = self.price * self.output, self._written()
        running = self._money.sum(axis=1) - self._charged() - written
        owed = np.maximum(0.0, np.maximum.accumulate(np.cumsum(revenue - running - written)))
        tax = self.result.plant.place.typical("tax") * np.diff(owed, prepend=0.0)
        out = {
            "working capital": -np.diff(tied, prepend=0.0),
            "revenue": revenue,
            "subsidy": f.subsidy_per_kwh * self.output,
            "running": -running,
            "tax": -tax,
        }
        placed = {name: self._later(x) for name, x in out.items()}
        spent = np.zeros(len(self.time))
        spent[self._before - build : self._before] = -capital / build
        return {"capital": spent, **placed, "pilot": self._of_pilot()}

    @property
    def cash(self) -> Array:
        """Cash of each quarter [money], over `time`."""
        return along(np.stack([self.parts[name] for name in PARTS]), 0)

    @property
    def cumulated(self) -> Array:
        """Cash from breaking ground to the end of each quarter [money], over `time`."""
        return np.cumsum(self.cash)

    @property
    def notes(self) -> list[str]:
        """What a reader must know, one sentence each."""
        r, u = self.learns.ramp, self.learns.uptime
        out = [
            f"learns like {self.learns.name} ({self.learns.kind}): yield from "
            f"{r.initial / r.final:.0%} of the mature one in {r.time:g} yr, uptime from none in "
            f"{u.time:g} yr",
            f"built in {self.learns.build:g} yr (assumed); no interest on the cash",
            "yields of material itself (trim, residues) are mature from the start: optimistic",
        ]
        if self.pilot:
            out.append(
                "the pilot sells no cells and hands on no learning; its capital is that of the "
                "large line scaled down, far outside the law: a floor"
            )
        return out

    @property
    def headline(self) -> dict[str, float]:
        """Figures; units in `FIGURES`, times after the first cells, nan where never."""
        lowest = int(self.cumulated.argmin())
        profit = (self.price + self._subsidy - self.cost) * self.output
        even = _from_here(profit >= 0.0)
        lost = profit[: len(profit) if even is None else even]
        back = _from_here(self.cumulated >= 0.0)
        mature = self.result.cost
        end = self.begin + QUARTER
        return {
            "mature cost": mature,
            "cost of the first year": self._over(0.0, 1.0),
            "cost of the last year": self._over(float(end[-1]) - 1.0, float(end[-1])),
            "capital": -float(self.parts["capital"].sum()),
            "peak need": -float(min(self.cumulated[lowest], 0.0)),
            "time of the peak": float(self.time[lowest]) + QUARTER,
            "loss until break-even": -float(lost.sum()),
            "break-even": np.nan if even is None else float(self.begin[even]),
            "payback": np.nan if back is None else float(self.time[back]) + QUARTER,
            "cost of the ramp": float(((self.cost - mature) * self.output).sum()),
            "output": float(self.output.sum()),
        }

    def check(self) -> list[Law]:
        """Return the laws of a ramp-up, with their residuals."""
        r, f = self.result, self.learns
        end = float(len(self.factor)) * QUARTER
        mature = self._at(self.run.stack.variable[-1:], np.ones(1), np.ones(1)).sum() / self._full
        whole = learning.mean_output(f.ramp, f.uptime, 0.0, end) / f.ramp.final * end
        made = float(self.factor.sum()) * QUARTER
        profit = self.price * self.output - self._money.sum(axis=1)
        flow = profit + self._charged() + self._written()
        beside = [self.parts[n][self._before :] for n in ("working capital", "subsidy", "tax")]
        rest = self.cash[self._before :] - flow - along(np.stack(beside), 0)
        shares = weakest(r.low, self._x()) / weakest(r.low, r.low.typical)
        entered = self.run.flows.enter[:-1] * self.factor[:, None, None]
        most = r.run.flows.enter[0] * self.starts[:, None, None]
        over = np.maximum(entered - most, 0.0).max() / float(r.run.flows.bought.max())
        laws = [
            ("the ramp leads to the mature plant", mature / r.cost - 1.0, "full cost"),
            ("output is the integral of uptime and yield", made / float(whole) - 1.0, "output"),
            ("cash is profit, what is written off, stocks and tax", np.abs(rest).max()
             / np.abs(self.cash).max(), "largest cash of a quarter"),
            ("the weakest stream follows the ramp", np.abs(shares / self.yields - 1.0).max(), "1"),
            ("no step is fed more than it was built for", over, "what is bought of a stream"),
        ]  # fmt: skip
        found = [Law(name, abs(float(x)), TOLERANCE, scale) for name, x, scale in laws]
        each = figures.residuals(r.low, self.run, 1.0)[:, :4].max(axis=0)
        names = list(figures.LAWS.items())[:4]
        return found + [
            Law(f"{name}, in every quarter", float(x), TOLERANCE, scale)
            for (name, scale), x in zip(names, each, strict=True)
        ]

    @property
    def _full(self) -> float:
        """Good cells of the mature plant in a quarter [kWh]."""
        return self.result.low.wide.energy * self.result.load * QUARTER

    @property
    def _subsidy(self) -> float:
        return self.result.plant.settings.finance.subsidy_per_kwh

    @cached_property
    def _money(self) -> Array:
        """Full cost of each quarter [money], [quarter, cause]."""
        return self._at(self.run.stack.variable[:-1], self.factor, self.starts)

    def _at(self, variable: Array, factor: Array, starts: Array) -> Array:
        """Return the cost of quarters [money], [quarter, cause]."""
        stack = self.result.run.stack
        share = self.result.load * QUARTER
        out = np.tile(QUARTER * along(stack.fixed, 1), (len(factor), 1))
        now, then = along(variable, 1), along(stack.variable, 1)[0]
        for i, name in enumerate(CAUSES):
            if name in FLOWING:
                out[:, i] += share * factor * now[:, i]
            else:
                out[:, i] += share * starts * then[i]
        return out

    @property
    def _free_labour(self) -> Array:
        """Labour that follows the starts [money/quarter]."""
        hired = float(self.result.run.stack.variable[0, :, AT["labour"]].sum())
        return self.result.load * QUARTER * self.starts * hired

    def _written(self) -> float:
        """Return what is written off in a quarter [money]."""
        f, stack = self.result.plant.settings.finance, self.result.run.stack
        machines = float(stack.machines[0]) / f.equipment_years
        return QUARTER * (1.0 - f.grant) * (machines + float(stack.shell[0]) / f.building_years)

    def _charged(self) -> float:
        """Return the financing in the full cost of a quarter, which is not paid [money]."""
        return QUARTER * float(self.result.run.stack.fixed[0, :, AT["financing"]].sum())

    @cached_property
    def _before(self) -> int:
        """Quarters of the cash before the first cells."""
        build = max(1, round(self.learns.build / QUARTER))
        return max(build, len(self.pilot.time) if self.pilot else 0)

    def _later(self, x: Array) -> Array:
        return np.concatenate([np.zeros(self._before), x])

    def _of_pilot(self) -> Array:
        """Return the cash of the pilot; its stocks are sold off as it stops."""
        out = np.zeros(len(self.time))
        if self.pilot:
            paid = self.pilot.cash.copy()
            paid[-1] -= self.pilot.parts["working capital"].sum()
            out[self._before - len(paid) : self._before] = paid
        return out

    def _over(self, begin: float, end: float) -> float:
        """Return the cost between two times [money/kWh]."""
        mine = (self.begin >= begin - 1e-9) & (self.begin < end - 1e-9)
        return float(self._money[mine].sum() / self.output[mine].sum())

    def _x(self) -> Array:
        return inputs(self.result.low, self.yields)


def ramp_up(
    plant: Plant,
    design: Design,
    *,
    price: float | None = None,
    how: Learns | None = None,
    years: float = 8.0,
    pilot: tuple[float, float] | None = None,
) -> RampUp:
    """Return a plant from breaking ground on.

    Parameters
    ----------
    plant, design : Plant, Design
        The full line.
    price : float, optional
        Of good cells [money/kWh]; if left out, that at which the mature plant earns its interest.
    how : Learns, optional
        If left out, that of `like`.
    years : float
        After the first cells [yr]; within the life of the machines.
    pilot : (float, float), optional
        Capacity [kWh/yr] and years of a pilot line before; what it learns is not carried over.

    Raises
    ------
    InputError
        As `solve`, if the years are none or more than a machine's life, or if nothing is lost in
        the mature plant, so that no ramp can share its loss.
    """
    life = plant.settings.finance.equipment_years
    for span in (years, *([pilot[1]] if pilot else [])):
        if not QUARTER <= span <= life:
            raise InputError(
                "a ramp is followed from a quarter to the life of its machines",
                seen=f"{span:g} yr",
                allowed=f"{QUARTER:g} to {life} yr",
                do="Give other years",
            )
    result = solve(plant, design)
    how = how or learns(like(result))
    before = None
    if pilot:
        before = ramp_up(plant.sized(pilot[0]), design, price=0.0, how=how, years=pilot[1])
    edges = QUARTER * np.arange(round(years / QUARTER) + 1)
    starts = how.uptime.mean(edges[:-1], edges[1:])
    factor = learning.mean_output(how.ramp, how.uptime, edges[:-1], edges[1:]) / how.ramp.final
    x = inputs(result.low, np.append(factor / starts, 1.0))
    paid = result.headline["levelised"] if price is None else price
    return RampUp(result, how, float(paid), run(result.low, x), factor, starts, before)


def _from_here(holds: NDArray[np.bool_]) -> int | None:
    """Return the first place from which a condition holds to the end; None where it ends false."""
    wrong = np.flatnonzero(~holds)
    first = int(wrong[-1]) + 1 if len(wrong) else 0
    return first if first < len(holds) else None
