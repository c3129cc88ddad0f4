"""PyBaMM on random designs: run by `random_designs.py` in the environment of the benchmarks.

`random_peer.py SEED COUNT NUMBER...` prints one line of JSON. Of the draws, those that the stock
models of PyBaMM hold are discharged at the rate that was drawn with them, from their state of
charge if that is above one half, to the lower voltage of the design: the translator knows one
discharge at constant current. Ours runs on its default mesh.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
sys.path.insert(0, str(Path(__file__).parents[1] / "show"))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import numpy as np
from peer import PeerMesh, voltage
from peer_numbers import Array
from random_draws import draw
from scipy.interpolate import PchipInterpolator

from ionwright.cell._kernels import arrays as A
from ionwright.cell.driver import solve
from ionwright.errors import InputError

BEYOND = 1e-2
"""Ten times what the default mesh is asked for: [V], and charge over the capacity [1]."""


def compare(seed: int, number: int) -> tuple[float, float, str]:
    """Return the largest difference of voltage [V], that of the charge [1], and what PyBaMM lacks.

    Over 2 to 98 % of the time. Where that is beyond what is asked for, PyBaMM is run on twice its
    volumes too, and that counts; where its own two meshes lie so far apart, it does not tell which
    of us is right.
    """
    found = draw(seed, number)
    design, soc = found.design(), max(found.soc, 0.5)
    text = f"Discharge at {found.rate:.4f}C until {design.cell.operation.lower_voltage} V"
    ours = solve(design, text, soc=soc).require()
    m = ours.numbers
    if m.planar[0] == A.METAL and ours.states[-1, m.k[A.O_L] + A.METAL_N] < m.f[A.METAL_REF]:
        raise InputError("the lithium of a stock model does not run out")
    t, V = voltage(design, text, soc=soc)
    volts, share = apart(ours.time, ours.voltage, (t, V), found.rate)
    if volts <= BEYOND and share <= BEYOND:
        return volts, share, ""
    mesh = PeerMesh()
    finer = replace(mesh, electrode=2 * mesh.electrode, separator=2 * mesh.separator)
    fine = voltage(design, text, soc=soc, mesh=finer)
    volts, share = apart(ours.time, ours.voltage, fine, found.rate)
    own = apart(t, V, fine, found.rate)
    if own[0] <= BEYOND and own[1] <= BEYOND:
        return volts, share, ""
    return volts, share, f"{1e3 * own[0]:.3g} mV, {1e2 * own[1]:.3g} % between its two meshes"


def apart(t: Array, V: Array, other: tuple[Array, Array], rate: float) -> tuple[float, float]:
    """Return how far a discharge lies from another, as `random_designs` counts it [V], [1]."""
    keep = np.concatenate([[True], np.diff(other[0]) > 0.0])
    curve = PchipInterpolator(other[0][keep], other[1][keep])
    end, last = float(t[-1]), float(other[0][-1])
    here = (t >= 0.02 * end) & (t <= 0.98 * min(end, last))
    shift = min(1e-3 * 3600.0 / rate, 0.01 * end) * np.linspace(-1.0, 1.0, 21)
    band = curve(np.clip(t[here, None] + shift, 0.0, last))
    gap = np.maximum(band.min(axis=1) - V[here], V[here] - band.max(axis=1))
    return max(float(gap.max(initial=0.0)), 0.0), abs(end - last) * rate / 3600.0


def main() -> None:
    """Compare as many draws as asked for, of those that PyBaMM can express."""
    seed, count, *numbers = (int(a) for a in sys.argv[1:])
    out, reasons, open_ends = [], Counter(), []
    for number in numbers:
        if len(out) >= count:
            break
        try:
            volts, share, lacks = compare(seed, number)
        except InputError as fault:
            reasons[fault.rule] += 1
        except Exception as fault:  # PyBaMM's, whose ways to fail are many
            reasons[f"{type(fault).__name__}: {str(fault).splitlines()[0][:80]}"] += 1
        else:
            if lacks:
                here = f"{1e3 * volts:.3g} mV, {1e2 * share:.3g} % from ours"
                open_ends.append(f"{number:5} PyBaMM has not converged: {lacks}; {here}")
                continue
            out.append({"number": number, "volts": volts, "share": share})
    said = [f"{n:5} not compared: {why}" for why, n in reasons.most_common()]
    print(json.dumps({"compared": out, "not": said, "open": open_ends}))


if __name__ == "__main__":
    main()
