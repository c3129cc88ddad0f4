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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
sys.path.insert(0, str(Path(__file__).parents[1] / "show"))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import numpy as np
from peer import voltage
from random_draws import draw
from scipy.interpolate import PchipInterpolator

from ionwright.cell.driver import solve
from ionwright.errors import InputError


def compare(seed: int, number: int) -> tuple[float, float]:
    """Return the largest difference over 2 to 98 % of the time [V] and that of the charge [1]."""
    found = draw(seed, number)
    design, soc = found.design(), max(found.soc, 0.5)
    text = f"Discharge at {found.rate:.4f}C until {design.cell.operation.lower_voltage} V"
    t, V = voltage(design, text, soc=soc)
    ours = solve(design, text, soc=soc).require()
    keep = np.concatenate([[True], np.diff(t) > 0.0])
    peer = PchipInterpolator(t[keep], V[keep])
    end, last = ours.time[-1], float(t[-1])
    here = (ours.time >= 0.02 * end) & (ours.time <= 0.98 * min(end, last))
    shift = min(1e-3 * 3600.0 / found.rate, 0.01 * end) * np.linspace(-1.0, 1.0, 21)
    band = peer(np.clip(ours.time[here, None] + shift, 0.0, last))
    gap = np.maximum(band.min(axis=1) - ours.voltage[here], ours.voltage[here] - band.max(axis=1))
    return max(float(gap.max(initial=0.0)), 0.0), abs(end - last) * found.rate / 3600.0


def main() -> None:
    """Compare as many draws as asked for, of those that PyBaMM can express."""
    seed, count, *numbers = (int(a) for a in sys.argv[1:])
    out, reasons = [], Counter()
    for number in numbers:
        if len(out) >= count:
            break
        try:
            volts, share = compare(seed, number)
        except InputError as fault:
            reasons[fault.rule] += 1
        except Exception as fault:  # PyBaMM's, whose ways to fail are many
            reasons[f"{type(fault).__name__}: {str(fault).splitlines()[0][:80]}"] += 1
        else:
            out.append({"number": number, "volts": volts, "share": share})
    said = [f"{n:5} not compared: {why}" for why, n in reasons.most_common()]
    print(json.dumps({"compared": out, "not": said}))


if __name__ == "__main__":
    main()
