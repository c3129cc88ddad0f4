"""Random designs and protocols in physical ranges, each from a stream of its own.

A draw is known by its seed and number alone: `draw(1, 4711)` gives the same on every machine and
whatever was drawn before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ionwright import cell
from ionwright.cell import files
from ionwright.cell.electrode import Composite
from ionwright.cell.parts import parts_of

FACTORS = {
    "thickness": 2.0,
    "areal_capacity": 2.0,
    "areal_mass": 2.0,
    "particle_radius": 4.0,
    "porosity": 1.5,
    "conductivity": 5.0,
    "electronic_conductivity": 10.0,
    "exchange_current_density": 10.0,
    "diffusivity": 10.0,
    "maximum_concentration": 1.15,
    "junction_resistance": 5.0,
    "scaffold_share": 1.3,
    "exponent": 1.3,
    "threshold": 1.3,
}
"""Inputs that a design gives, and the largest factor up or down."""
GIVEN = {
    "diffusivity": (0.3, 1e-16, 1e-13),
    "exchange_current_density": (0.3, 0.03, 100.0),
    "film_resistance": (0.3, 1e-5, 1e-2),
    "double_layer_capacitance": (0.25, 0.01, 10.0),
    "hysteresis_decay": (0.3, 3.0, 300.0),
}
"""Inputs of particles that a design leaves out: how often they are given, and their range."""
OF_FACES = {
    "exchange_current_density": (0.3, 0.3, 300.0),
    "interface_resistance": (0.3, 1e-5, 1e-2),
    "double_layer_capacitance": (0.25, 0.01, 10.0),
}
"""The same of planar faces."""
LIMIT_RATES = (0.05, 5.0)
"""C-rates are drawn from here; currents of planar cells are ten times as many A/m2 [A/m2]."""


@dataclass(frozen=True)
class Draw:
    """One draw.

    Parameters
    ----------
    seed, number : int
    base : str
        Shipped design.
    changes : dict
        Path -> value in SI.
    soc : float
        At the start [1].
    protocol : str
    rate : float
        C-rate of the discharge that PyBaMM is asked for [1/h].
    """

    seed: int
    number: int
    base: str
    changes: dict[str, Any] = field(hash=False)
    soc: float
    protocol: str
    rate: float

    def design(self) -> cell.Design:
        """Return the design; raises InputError where it breaks a rule."""
        return cell.change(cell.load(self.base), self.changes)

    def __str__(self) -> str:
        """Return what a person needs to see."""
        changed = ", ".join(
            f"{path.removeprefix('cell.')} {value:.4g}"
            if isinstance(value, float)
            else f"{path.removeprefix('cell.')} {value}"
            for path, value in self.changes.items()
        )
        return f"{self.base}, soc {self.soc:.4g}: {self.protocol}\n      {changed}"


def draw(seed: int, number: int) -> Draw:
    """Return a draw."""
    stream = np.random.Philox(key=[seed, 0], counter=[0, 0, 0, number])
    rng = np.random.Generator(stream)
    base = str(rng.choice(files.names() + files.planar()))
    design = cell.load(base)
    changes = _changes(design, rng)
    soc = float(rng.choice([1.0, 0.0, rng.uniform()], p=[0.4, 0.1, 0.5]))
    protocol = "; ".join(_protocol(design, soc, rng))
    return Draw(seed, number, base, changes, soc, protocol, _log(rng, 0.1, 2.0))


def _log(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def _changes(design: cell.Design, rng: np.random.Generator) -> dict[str, Any]:
    """Return changed inputs: what is given is multiplied, what is left out may be given."""
    out: dict[str, Any] = {}
    inside = ("cell.positive", "cell.negative", "cell.separator")
    for leaf in design.leaves:
        name = leaf.path.rpartition(".")[2]
        if not leaf.path.startswith(inside) or not isinstance(leaf.value, float):
            continue
        if name in FACTORS and leaf.value > 0.0 and rng.uniform() < 0.8:
            most = 1.3 if "collector" in leaf.path else FACTORS[name]
            out[leaf.path] = leaf.value * most ** rng.uniform(-1.0, 1.0)
    for side in ("positive", "negative"):
        electrode = getattr(design.cell, side)
        if isinstance(electrode, Composite):
            _composite(f"cell.{side}", electrode, out, rng)
        else:
            _some(f"cell.{side}", OF_FACES, out, rng)
            if rng.uniform() < 0.3:
                out[f"cell.{side}.contact"] = float(rng.uniform(0.1, 1.0))
    for i in range(len(design.cell.separator)):
        at = f"cell.separator.{i}" if len(design.cell.separator) > 1 else "cell.separator"
        if rng.uniform() < 0.2:
            out[f"{at}.electronic_conductivity"] = _log(rng, 1e-10, 1e-5)
        if rng.uniform() < 0.2:
            out[f"{at}.junction_resistance"] = _log(rng, 1e-5, 3e-3)
    out |= _surroundings(design, rng)
    return out


def _composite(at: str, electrode: Composite, out: dict[str, Any], rng: Any) -> None:
    """Vary a porous electrode: particles, recipe, carbon, plating."""
    for i in range(len(electrode.active)):
        particles = f"{at}.active.{i}"
        _some(particles, GIVEN, out, rng)
        if rng.uniform() < 0.4:
            out[f"{particles}.contact"] = float(rng.uniform(0.2, 1.0))
        if rng.uniform() < 0.15:
            out[f"{particles}.material_frame"] = True
    first, other = electrode.active[0], electrode.electrolyte
    for name in ("mass_fraction", "volume_fraction"):
        a, b = getattr(first, name), getattr(other, name)
        if a is not None and b is not None and rng.uniform() < 0.5:
            moved = float(rng.uniform(-0.4, 0.4)) * min(b, 1.0 - a)
            out[f"{at}.active.0.{name}"] = a + moved
            out[f"{at}.electrolyte.{name}"] = b - moved
    if rng.uniform() < 0.3:
        out[f"{at}.first_cycle_efficiency"] = float(rng.uniform(0.7, 1.0))
    if rng.uniform() < 0.2:
        out[f"{at}.electronic_conductivity"] = None
        out[f"{at}.carbon_conductivity"] = _log(rng, 1e-3, 100.0)
    if at == "cell.negative" and rng.uniform() < 0.4:
        dead = float(rng.choice([0.0, _log(rng, 1e-7, 1e-3)]))
        plating = {"exchange_current_density": _log(rng, 0.03, 100.0), "dead_rate": dead}
        out[f"{at}.plating"] = plating


def _some(at: str, known: dict[str, Any], out: dict[str, Any], rng: Any) -> None:
    for name, (often, low, high) in known.items():
        if rng.uniform() < often:
            out[f"{at}.{name}"] = _log(rng, low, high)


def _surroundings(design: cell.Design, rng: np.random.Generator) -> dict[str, Any]:
    """Return temperature and heat balance."""
    out: dict[str, Any] = {}
    T = design.cell.operation.temperature
    near = rng.uniform() < 0.6
    T = T + rng.uniform(-15.0, 25.0) if near else rng.uniform(253.15, 353.15)
    out["cell.operation.temperature"] = float(T)
    if rng.uniform() < 0.25:
        away = float(rng.choice([0.0, _log(rng, 0.1, 1000.0)]))
        heat = {"heat_capacity": float(rng.uniform(500.0, 1500.0)), "heat_transfer": away}
        out["cell.thermal"] = heat
    return out


@dataclass(frozen=True)
class Scales:
    """What the steps of a protocol are written in.

    Parameters
    ----------
    low, high : float
        Limits of the design [V].
    watt : float
        Power at 1C, 0 for planar cells [W].
    ohm : float
        Resistance at 1C, 0 for planar cells [ohm].
    """

    low: float
    high: float
    watt: float
    ohm: float


def _protocol(design: cell.Design, soc: float, rng: Any) -> list[str]:
    """Return one to six steps; mostly a charge follows a discharge, as people write it."""
    operation = design.cell.operation
    low, high = operation.lower_voltage, operation.upper_voltage
    watt = ohm = 0.0
    if design.stores:
        found = parts_of(design)
        ampere = found.balance.capacity / 3600.0 * found.faces
        watt, ohm = ampere * 0.5 * (low + high), 0.5 * (low + high) / ampere
    scales = Scales(low, high, watt, ohm)
    count, charging = int(rng.integers(1, 7)), bool(soc < 0.3)
    out = []
    for _ in range(count):
        if rng.uniform() < 0.05:
            charging = not charging
        kind, turns = _pick(design.stores, charging, rng)
        out.append(kind(scales, rng, charging))
        charging = charging != turns
    for i in range(count):
        if rng.uniform() < 0.06 and "times" not in out[i]:
            out[i] += f" at {rng.uniform(-20.0, 80.0):.1f} degC"
    if rng.uniform() < 0.1:
        out = [f"{rng.integers(2, 5)} times: [{'; '.join(o for o in out if 'times' not in o)}]"]
        out = out if out[0][-2] != "[" else ["Rest for 1 h"]
    return out


def _pick(stores: bool, charging: bool, rng: Any) -> tuple[Any, bool]:
    """Return what makes the next step, and whether the one after it turns round."""
    kinds = [(_current, True), (_hold, True), (_rest, False), (_pulses, False), (_ramp, False)]
    kinds += [(_profile, False), (_power, True), (_load, True)]
    chance = np.array([0.5, 0.1, 0.12, 0.1, 0.05, 0.05, 0.08, 0.04])
    chance *= [1, 1, 1, 1, 1, 1, stores, stores and not charging]
    return kinds[int(rng.choice(len(kinds), p=chance / chance.sum()))]


def _rate(s: Scales, rng: Any) -> str:
    C = _log(rng, *LIMIT_RATES)
    return f"{C:.4g}C" if s.watt else f"{C:.4g} mA/cm2"


def _volts(s: Scales, rng: Any, high: bool) -> float:
    """Return a limit: mostly that of the design, else one inside, rarely one outside."""
    span, pick = s.high - s.low, rng.uniform()
    inside = rng.uniform(0.0, 0.4) * (0.0 if pick < 0.6 else 1.0) - 0.1 * float(pick > 0.95)
    return round(float(s.high - inside * span if high else s.low + inside * span), 3)


def _ends(s: Scales, rng: Any, charging: bool) -> str:
    """Return what ends a step of one direction."""
    out = [f"{_volts(s, rng, charging)} V"]
    if rng.uniform() < 0.15:
        out.append(f"{_log(rng, 0.1, 3.0):.3g} mAh/cm2")
    if rng.uniform() < 0.1 and s.watt:
        out.append(f"{rng.uniform(0.0, 100.0):.1f} % soc")
    time = f"for {_log(rng, 10.0, 1e5):.4g} s or " if rng.uniform() < 0.2 or not s.watt else ""
    return f"{time}until {' or '.join(out)}"


def _current(s: Scales, rng: Any, charging: bool) -> str:
    word = "Charge" if charging else "Discharge"
    return f"{word} at {_rate(s, rng)} {_ends(s, rng, charging)}"


def _hold(s: Scales, rng: Any, charging: bool) -> str:
    V = _volts(s, rng, charging)
    small = f"{rng.integers(5, 100)}" if s.watt else ""
    end = f" or until C/{small}" if s.watt and rng.uniform() < 0.7 else ""
    return f"Hold at {V} V for {_log(rng, 10.0, 3e4):.4g} s{end}"


def _rest(s: Scales, rng: Any, _: bool = False) -> str:
    return f"Rest for {_log(rng, 1.0, 1e5):.4g} s"


def _pulses(s: Scales, rng: Any, charging: bool) -> str:
    word = "Charge" if charging else "Discharge"
    pulse = f"{word} at {_rate(s, rng)} for {_log(rng, 0.1, 600.0):.3g} s"
    pulse += f" or until {_volts(s, rng, charging)} V"
    return f"{rng.integers(2, 6)} times: [{pulse}; {_rest(s, rng)}]"


def _ramp(s: Scales, rng: Any, charging: bool) -> str:
    ends = f"until < {_volts(s, rng, False)} V or > {_volts(s, rng, True)} V"
    if rng.uniform() < 0.5:
        a, b = rng.uniform(s.low, s.high, 2)
        return f"Ramp from {a:.3f} V to {b + 0.001:.3f} V over {_log(rng, 60.0, 3e4):.4g} s"
    sign = "-" if charging else ""
    over = f"{_log(rng, 10.0, 3e4):.4g} s"
    return f"Ramp from {sign}{_rate(s, rng)} to {_rate(s, rng)} over {over} or {ends}"


def _profile(s: Scales, rng: Any, _: bool) -> str:
    times = np.cumsum(rng.uniform(1.0, 120.0, 6))
    points = [f"{rng.choice(['', '-'])}{_rate(s, rng)} at {t - times[0]:.2f} s" for t in times]
    ends = f"until < {_volts(s, rng, False)} V or > {_volts(s, rng, True)} V"
    return f"Run {', '.join(points)} {ends}"


def _power(s: Scales, rng: Any, charging: bool) -> str:
    W = s.watt * _log(rng, *LIMIT_RATES)
    word = "Charge" if charging else "Discharge"
    return f"{word} at {W:.4g} W {_ends(s, rng, charging)}"


def _load(s: Scales, rng: Any, _: bool) -> str:
    return f"Discharge at {s.ohm / _log(rng, 0.05, 3.0):.4g} ohm {_ends(s, rng, False)}"
