"""Ours against PyBaMM on random designs: `make bench ARGS="peer"`.

Each design is a shipped one whose transport, sizes, kinetics, temperature, rate and start are
varied. Both codes solve it on fine meshes; what is printed is how far their voltages lie apart.
"""

import argparse
import sys
import time

import numpy as np
from peer import voltage
from peer_numbers import Array, expressible, read
from pybamm import SolverError
from scipy.interpolate import PchipInterpolator

from ionwright import cell
from ionwright.cell.mesh import Mesh
from ionwright.errors import InputError

VARIED = {
    "particle_radius": 2.0,
    "thickness": 1.5,
    "areal_capacity": 1.4,
    "conductivity": 3.0,
    "electronic_conductivity": 3.0,
    "exchange_current_density": 3.0,
    "diffusivity": 3.0,
}
"""Inputs that are varied and the largest factor up or down."""
PARTS = ("cell.positive", "cell.negative", "cell.separator")
FINE = Mesh(electrode=60, separator=30, radial=32, tolerance=1e-6)
RMS, LARGEST = 0.5, 3.0
"""How far apart the voltages may lie over 0 to 98 % of the charge [mV]."""


def random_design(rng: np.random.Generator, bases: list[str]) -> tuple[cell.Design, float, float]:
    """Return a design, its temperature [K] and its state of charge at the start [1]."""
    while True:
        design = cell.load(str(rng.choice(bases)))
        changes = {}
        for leaf in design.leaves:
            factor = VARIED.get(leaf.path.rpartition(".")[2])
            inside = leaf.path.startswith(PARTS) and "collector" not in leaf.path
            if factor is not None and inside and isinstance(leaf.value, float):
                changes[leaf.path] = leaf.value * factor ** rng.uniform(-1.0, 1.0)
        T = design.cell.operation.temperature + rng.uniform(-10.0, 20.0)
        soc = float(rng.uniform(0.6, 1.0))
        try:
            design = cell.change(design, changes)
            read(design, float(T), soc)
        except InputError:
            continue  # no room for the pores, say, or a polymer that has frozen
        return design, float(T), soc


def distance(design: cell.Design, rate: float, T: float, soc: float) -> tuple[float, float, float]:
    """Return rms and largest difference [mV] and the charge delivered over the capacity."""
    stop = design.cell.operation.lower_voltage
    text = f"Discharge at {rate:.4f}C until {stop:.4f} V"
    t_peer, V_peer = _peer(design, text, T, soc)
    period = max(t_peer[-1] / 1000.0, 1e-3)
    ours = cell.solve(
        design, f"{text} ({period:.4f} second period)", temperature=T, soc=soc, mesh=FINE
    ).require()
    at = np.linspace(0.0, 0.98 * ours.time[-1], 500)[1:]
    between = PchipInterpolator(ours.time, ours.voltage)(at)
    keep = np.concatenate([[True], np.diff(t_peer) > 0.0])
    apart = 1e3 * (between - PchipInterpolator(t_peer[keep], V_peer[keep])(at))
    share = rate * ours.time[-1] / 3600.0
    return float(np.sqrt(np.mean(apart**2))), float(np.abs(apart).max()), float(share)


def _peer(design: cell.Design, text: str, T: float, soc: float) -> tuple[Array, Array]:
    """Return PyBaMM's voltage; a steep end that it fails to pass may yield to other steps."""
    for rtol in (1e-6, 1e-5, 1e-7):
        try:
            return voltage(design, text, T, soc, rtol=rtol)
        except SolverError:
            continue
    raise InputError("PyBaMM finds no way to the end", do="Look at the design")


def main() -> int:
    """Compare as many random designs as asked for."""
    parser = argparse.ArgumentParser(description="Ours against PyBaMM on random designs.")
    parser.add_argument("--designs", type=int, default=50, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers")
    asked = parser.parse_args()
    rng = np.random.default_rng(asked.seed)
    reasons = {name: expressible(cell.load(name)) for name in cell.names()}
    for name, reason in reasons.items():
        print(f"  {name:36} {'held by PyBaMM' if reason is None else 'not held: ' + reason}")
    bases = [name for name, reason in reasons.items() if reason is None]
    worst, beyond, none = (0.0, 0.0), 0, 0
    begun = time.perf_counter()
    for number in range(asked.designs):
        design, T, soc = random_design(rng, bases)
        rate = float(np.exp(rng.uniform(np.log(0.1), np.log(2.0))))
        about = f"{number:3} {design.id:28} {rate:5.2f}C {T - 273.15:5.1f} degC soc {soc:.2f}"
        try:
            rms, largest, share = distance(design, rate, T, soc)
        except InputError as error:
            none += 1
            print(f"{about}  no comparison: {str(error).splitlines()[0][:90]}")
            continue
        worst = (max(worst[0], rms), max(worst[1], largest))
        beyond += rms > RMS or largest > LARGEST
        print(f"{about}  {share:5.2f} delivered, rms {rms:.3f} mV, largest {largest:.3f} mV")
    done = asked.designs - none
    print(f"{done} compared, {none} that one of the codes did not finish, {beyond} beyond")
    print(f"{RMS} mV rms or {LARGEST} mV; worst rms {worst[0]:.3f} mV, largest {worst[1]:.3f} mV")
    print(f"{time.perf_counter() - begun:.0f} s")
    return int(beyond > 0)


if __name__ == "__main__":
    sys.exit(main())
