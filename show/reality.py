"""Published cells against the model: a band before any fit, then a fit of the lowest rate alone.

Four works on sulfide cells, each with its design as far as it was printed (`reality/*.toml`); what
is missing carries its range. Every cell is run with its inputs drawn from their ranges; the
measured capacity stands beside the band of the runs. Then one input (two where a mean voltage is
known) is fitted to the lowest rate, and the rest is predicted. Measured rows are those of the
shipped table `cell/measured`. A measurement outside the band is printed as a miss.

`reality_cells.py` holds the cells and how they are run, `reality_draws.py` the bands,
`reality_fits.py` the fits.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from reality_cells import Case, cases
from reality_draws import Band, band
from reality_fits import tell_fit, tell_others, tell_transfer, tell_two

from ionwright import data

UNDECIDED = """\
lee2020     Its cycling begins at 146 mAh/g at 0.5C where the rate test reads 204: cycling not used.
            The rate of the runs over temperature, the division of the 50 ohm cm2 of the charged
            cell between its electrodes and the barrier of diffusion are unknown: each of them
            moves the cold end. The mean voltage tests a resistance no better than the potential
            of NMC811, taken over for NMC90, is known (0.05 V, 37 ohm cm2 at 0.2C).
koerver2017 Indium without lithium at assembly may end a discharge; the model never empties it, so
            a hit or a miss does not say which electrode failed. Its one semicircle does not
            divide interphase from charge transfer.
nam2018     A load may count the composite or its active material: up to 47 % of the current. One
            capacity at 0.1C does not tell share, path and exchange current apart. The printed
            coverage of 5.8 to 25 % cannot be the share of active particles, as up to 155 of some
            175 mAh/g came out; here it scales the exchange current.
yanev2024   The rate law is a fit of the authors read off a figure; its points are not independent.
            Its R is current over charge passed; the 0.02C, 0.1C and 1C of the text agree with the
            law only as current over 200 mA/g (gran90-BM at 1C 83 by the law, 80 in the figure; sc90
            at 0.1C 14 and 14 mAh/g), which is used here. A diffusivity from titration holds for the
            surface that was put in, which is not stated: radius and diffusivity act as one."""


def tell_band(case: Case, found: Band) -> list[tuple[float, bool]]:
    """Print the band beside the measurements; return relative width and whether it holds each."""
    out = []
    for p, low, high in zip(case.points, found.low, found.high, strict=True):
        word = "miss: above" if p.value > high else "miss: below" if p.value < low else "held"
        out.append(((high - low) / max(p.value, 1e-9), word == "held"))
        print(
            f"{case.name:20s} {p.label:20s} {p.value:7.4g} {p.unit:6s} {low:7.4g} to {high:7.4g}"
            f"  {word:12s} {p.row.kind:10s} {p.row.source}, {p.row.value.locator}"
        )
    widest = max(range(len(out)), key=lambda i: out[i][0] if case.points[i].value > 0.0 else 0.0)
    print(
        f"{'':20s} {len(found.inputs)} inputs drawn, {found.stopped} runs stopped early,"
        f" {found.refused} draws refused; moved most by (rank correlation)"
    )
    for i in dict.fromkeys((case.lowest, widest)):
        print(f"{'':20s} {case.points[i].label}: {found.moved_by(i)}")
    return out


def main(seed: int = 1, draws: int = 100) -> None:
    """Run all cells and print bands, coverage, fits and what stays undecided."""
    begun, everything = time.perf_counter(), cases()
    print("Before any fit: measured, 5 to 95 % of the runs, held or missed")
    held_of: dict[str, list[tuple[float, bool]]] = {}
    stopped = refused = 0
    for case in everything:
        found = band(case, seed, draws)
        held_of.setdefault(case.name.split("-")[0], []).extend(tell_band(case, found))
        stopped, refused = stopped + found.stopped, refused + found.refused
    print(f"\nCoverage, where 90 % are expected ({draws} draws, seed {seed})")
    for paper, told in [*held_of.items(), ("all", [t for v in held_of.values() for t in v])]:
        inside, width = sum(h for _, h in told), np.median([w for w, _ in told])
        print(
            f"{paper:12s} {inside} of {len(told)} ({100 * inside / len(told):.0f} %), band"
            f" {100 * width:.0f} % of the measured value in the median"
        )
    print(
        f"Points of one cell move together: {len(everything)} cells are no more than as many trials"
    )
    print(f"{stopped} runs stopped early and count with what they gave; {refused} draws refused")
    print("\nActive share fitted to the lowest rate, all else as in the files, the rest predicted")
    for case in everything:
        tell_fit(case)
    print("\nTwo inputs fitted where a mean voltage is known")
    for case in everything:
        if case.voltage is not None:
            tell_two(case)
    print("\nOne active share for all compositions and loads")
    tell_transfer(everything, "nam2018-D70L", "nam2018-D")
    tell_transfer(everything, "nam2018-W70L", "nam2018-W")
    print("\nOne input alone, all particles taking part: what meets the lowest rate, and the rest")
    for case in everything:
        if not case.name.startswith("nam2018-") or case.name.endswith("70L"):
            tell_others(case)
    print(f"\nWhat the data cannot decide\n{UNDECIDED}")
    print("\nSources")
    for key in held_of:
        source = data.source(key)
        print(f"{key}: {source.link}; {source.licence}; read from a {source.how}")
    print(f"\n{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--draws", type=int, default=100)
    chosen = parser.parse_args()
    main(chosen.seed, chosen.draws)
