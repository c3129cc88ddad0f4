"""A thousand designs by ours and by PyBaMM, on two cores."""

import time
from dataclasses import replace
from typing import Any

import numpy as np
import ours
import pybamm_cell as peer
from peer import build, discharge, values, voltage
from peer_numbers import Lowered, read
from pybamm_sweep import Row

from ionwright import cell

THREADS = 2
WANTED = 40.0
ROUNDS = 3
REBUILT = 10
"""Designs for which PyBaMM is timed where it discretises each anew."""
TRIED = 40
"""Designs on which the settings are tried before one is chosen."""
CHECKED = 8
"""Designs of a batch whose voltage is held against a converged one."""
AMONG = 20
"""Settings of ours, the fastest for the design itself, of which one is chosen for the batch."""


def columns(base: cell.Design, count: int, shape: bool) -> dict[str, list[float]]:
    """Return inputs that vary, each by up to a factor of 1.5 up or down.

    Parameters
    ----------
    base : Design
    count : int
        Number of designs.
    shape : bool
        Whether thickness and radius vary too.
    """
    host = read(base).positive
    known = {leaf.path: leaf.value for leaf in base.leaves}
    positive = "cell.positive"
    middle: dict[str, Any] = {
        f"{positive}.electrolyte.conductivity": known[f"{positive}.electrolyte.conductivity"],
        f"{positive}.electronic_conductivity": known[f"{positive}.electronic_conductivity"],
        f"{positive}.active.0.diffusivity": host.D,
        f"{positive}.active.0.exchange_current_density": host.i_0,
        "cell.separator.conductivity": known["cell.separator.conductivity"],
    }
    if shape:
        for path in ("positive.active.0.particle_radius", "positive.areal_capacity"):
            middle[f"cell.{path}"] = known[f"cell.{path}"]
    rng = np.random.default_rng(1)
    return {
        path: list(value * 1.5 ** rng.uniform(-1.0, 1.0, count)) for path, value in middle.items()
    }


def run(what: tuple[str, str], theirs: list[Row], mine: list[Row], count: int) -> None:
    """Run the batches and print them.

    Parameters
    ----------
    what : (str, str)
        Design and protocol.
    theirs : list of Row
        Settings of PyBaMM that are good enough for the design itself.
    mine : list of Row
        Ours.
    count : int
        Number of designs.
    """
    name, protocol = what
    base = cell.load(name)
    print(f"\n{count} designs that differ in what PyBaMM takes as inputs: {name}, {protocol}")
    batch = cell.vary(base, columns(base, count, False))
    designs = [batch[i] for i in range(count)]
    lowered, middle = [read(design) for design in designs], read(base)
    converged = {i: peer.Reference(*voltage(designs[i], protocol)) for i in _checked(count)}
    own = _chosen(batch, protocol, [row.setting for row in mine], converged)
    sides: dict[str, Any] = {}
    for compiled, label in ((False, "PyBaMM"), (True, "PyBaMM, compiled")):
        among = dict.fromkeys(s for row in theirs for s in _shared(row.setting, compiled))
        ready = [(s, _ready(lowered, middle, protocol, s)) for s in among]
        sides[label] = min(ready, key=_trial)
    seen: dict[str, list[peer.Many]] = {label: [] for label in (*sides, "ours")}
    for _ in range(ROUNDS):
        for label, (setting, prepared) in sides.items():
            made, inputs, drops, longest = prepared
            seen[label].append(peer.batch(made, inputs, drops, longest, setting))
        seen["ours"].append(ours.solve_many(batch, protocol, own.mesh))
    for label, runs in seen.items():
        setting = own if label == "ours" else sides[label][0]
        _print(f"{label}: {setting}", runs, count)
        _check(converged, runs[-1])
    calls = {label: float(np.median([m.call for m in runs])) for label, runs in seen.items()}
    for label in sides:
        ratio = calls[label] / calls["ours"]
        print(f"  ratio, batch: {ratio:.2f} ({label} over ours; wanted {WANTED:g})")
    rebuild((base, protocol), sides["PyBaMM"][0], own, count)


def _shared(setting: peer.Setting, compiled: bool) -> list[peer.Setting]:
    """Return a setting as a batch uses it: threads, no states kept; and with tighter tolerances.

    What is good enough for one design may fail to pass the steep end of another.
    """
    mode = peer.Mode.STEPS if setting.mode is peer.Mode.HERMITE else setting.mode
    one = replace(setting, threads=THREADS, compiled=compiled, mode=mode)
    return [one] + [replace(one, rtol=1e-5, atol=atol) for atol in (1e-6, 1e-7)]


def _trial(side: tuple[peer.Setting, Any]) -> tuple[bool, float]:
    """Return whether a setting fails on some of the first designs, and its time for them [s].

    The first call sets the solver up. One failure is let pass.
    """
    setting, (made, inputs, drops, longest) = side
    some = inputs[:TRIED], drops[:TRIED]
    found = [peer.batch(made, *some, longest, setting) for _ in range(3)]
    return sum(run is None for run in found[-1].runs) > 1, min(many.call for many in found)


def _ready(
    lowered: list[Lowered], base: Lowered, protocol: str, setting: peer.Setting
) -> tuple[Any, list[dict[str, float]], list[float], float]:
    """Return PyBaMM's model and solver for a batch, its inputs, shifts and longest time."""
    parameters = peer.free(base)
    model = peer.models_of(base)[setting.model]()
    made = build(model, parameters, setting.mesh), peer.solver_of(setting, "ignore")
    inputs = [peer.row_of_inputs(one, base, protocol) for one in lowered]
    steps = [discharge(protocol, one) for one in lowered]
    drops = [peer.shift(one, base, s.current) for one, s in zip(lowered, steps, strict=True)]
    return made, inputs, drops, max(s.longest for s in steps)


def _print(label: str, seen: list[peer.Many], count: int) -> None:
    call = sorted(m.call for m in seen)
    solver = float(np.median([m.solver for m in seen]))
    failed = sum(r is None for r in seen[-1].runs)
    middle = float(np.median(call))
    print(f"  {label}\n    solver {solver:.3f} s, call {middle:.3f} s", end=" ")
    print(f"({call[0]:.3f} to {call[-1]:.3f}), {1e3 * middle / count:.3f} ms a design", end="")
    print(f", {failed} not solved")


def _checked(count: int) -> list[int]:
    return [int(i) for i in np.linspace(0, count - 1, CHECKED)]


def _chosen(
    batch: Any, protocol: str, settings: list[ours.Setting], converged: dict[int, peer.Reference]
) -> ours.Setting:
    """Return the setting that is good enough for most of the designs checked, then the fastest."""

    def rank(setting: ours.Setting) -> tuple[int, float]:
        found = [ours.solve_many(batch, protocol, setting.mesh) for _ in range(2)]
        return -_good(_errors(converged, found[-1])), min(many.call for many in found)

    return min(settings, key=rank)


def _errors(converged: dict[int, peer.Reference], many: peer.Many) -> list[tuple[float, float]]:
    """Return errors of the designs checked, without those that were not solved [mV]."""
    runs = {i: many.runs[i] for i in converged}
    return [converged[i].errors_there(*run) for i, run in runs.items() if run is not None]


def _good(errors: list[tuple[float, float]]) -> int:
    return sum(rms <= peer.RMS and largest <= peer.LARGEST for rms, largest in errors)


def _check(converged: dict[int, peer.Reference], many: peer.Many) -> None:
    """Print how far some voltages of a batch lie from converged ones."""
    errors = _errors(converged, many)
    if errors:
        rms, largest = np.array(errors).max(axis=0)
        print(f"    {_good(errors)} of {len(errors)} checked are good enough:", end=" ")
        print(f"rms up to {rms:.2f} mV, largest error up to {largest:.2f} mV")


def rebuild(
    what: tuple[cell.Design, str], theirs: peer.Setting, mine: ours.Setting, count: int
) -> None:
    """Print the same with thickness and radius varied, which PyBaMM discretises anew."""
    base, protocol = what
    print(f"\n{count} designs that differ in thickness and radius too; PyBaMM rebuilds each:")
    batch = cell.vary(base, columns(base, count, True))
    designs = [batch[i] for i in range(count)]
    spent, failed = [], 0
    for design in designs[:REBUILT]:
        lowered = read(design)
        step = discharge(protocol, lowered)
        begun = time.perf_counter()
        problem = peer.of_lowered(lowered, step, f"{design.id}", values(lowered))
        setting = replace(theirs, mesh=theirs.mesh, compiled=False)
        made = peer.built_for(problem, setting), peer.solver_of(setting, "ignore")
        at = np.linspace(0.0, step.longest, 2 * peer.POINTS)
        found = peer.solve(problem, setting, made, at)
        failed += len(found.time) < 2
        spent.append(time.perf_counter() - begun)
    one = float(np.median(spent))
    own = ours.solve_many(designs, protocol, mine.mesh)
    print(f"  PyBaMM: {one:.3f} s a design, median of {len(spent)} ({failed} not solved);", end=" ")
    print(f"{count} on {THREADS} cores, could they be shared evenly: {one * count / THREADS:.1f} s")
    print(f"  ours: {own.call:.3f} s")
    print(f"  ratio, rebuilt: {one * count / THREADS / own.call:6.1f}")
