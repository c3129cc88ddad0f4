"""A discharge by ours and by PyBaMM, each at its fastest setting that is good enough.

`make bench ARGS="cell"`. Both codes are swept over mesh and tolerance against a converged voltage,
then take turns in one process; ratios are of medians. PyBaMM with its expressions compiled, which
needs a compiler of C and half a minute before the first solve, stands in rows of its own.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cell_batch
import cell_kernel
import ours
import pybamm
import pybamm_cell as peer
import pybamm_sweep as sweeps

from ionwright import cell

Timed = Callable[[], tuple[float, float]]
Entry = tuple[str, str]
"""Whose, and at which setting."""


@dataclass(frozen=True)
class Race:
    """Two problems to be solved side by side.

    Parameters
    ----------
    name : str
    problem : callable
        Makes PyBaMM's problem.
    design, protocol : str
        Ours.
    same : bool
        Whether the equations are the same, so that one converged voltage serves both.
    solver, call : float
        Ratios that we want.
    """

    name: str
    problem: Callable[[], peer.Problem]
    design: str
    protocol: str
    same: bool
    solver: float
    call: float


LITHIUM, TO_END = "sulfide-nmc811-lithium", "Discharge at 1C until 2.5 V"
CHEN = str(Path(__file__).parents[1] / "show" / "designs" / "chen2020.toml")
RACES = {
    "a": Race(
        "single-ion conductor and lithium metal",
        lambda: peer.of_design(cell.load(LITHIUM), TO_END),
        LITHIUM,
        TO_END,
        True,
        15.0,
        8.0,
    ),
    "b": Race(
        "Chen2020",
        peer.chen2020,
        CHEN,
        "Discharge at 4.868549172 mA/cm2 until 2.5 V",
        True,
        20.0,
        10.0,
    ),
}


def show_sweep(title: str, rows: list[sweeps.Row], every: Path | None) -> None:
    """Print a sweep, a line for each mesh at its best tolerance; write all of it where asked."""
    print(f"\n  {title}: {len(rows)} settings, {sum(r.passes for r in rows)} good enough,", end=" ")
    print(f"{sum(bool(r.failed) for r in rows)} failed; each mesh at its best tolerance")
    best: dict[Any, sweeps.Row] = {}
    for row in rows:
        m = row.setting.mesh
        key = (m.electrode, m.radial, getattr(m, "stretch", 0.0))
        old = best.get(key)
        if old is None or _rank(row) < _rank(old):
            best[key] = row
    for row in best.values():
        print(f"    {_line(row)}")
    if every is not None:
        with every.open("a", encoding="utf-8") as file:
            file.writelines(f"{title}: {_line(row)}\n" for row in rows)


def _rank(row: sweeps.Row) -> tuple[bool, float]:
    """Order rows: good enough and fast, then those that err least."""
    return not row.passes, row.solver if row.passes else row.rms


def _line(row: sweeps.Row) -> str:
    if row.failed:
        return f"{row.setting!s}: {row.failed[:60]}"
    times = f"solver {1e3 * row.solver:7.2f} ms"
    if row.passes:
        times += f", call {1e3 * row.call:7.2f} ms, good"
    return f"{row.setting!s}: {row.rms:7.3f} mV rms, {row.largest:7.3f} largest, {times}"


def prepared(problem: peer.Problem, to: peer.Reference, setting: peer.Setting) -> Timed:
    """Return a function that solves once with PyBaMM and returns both times [s]."""
    made = peer.built_for(problem, setting), peer.solver_of(setting)
    peer.solve(problem, setting, made, to.even)

    def timed() -> tuple[float, float]:
        run = peer.solve(problem, setting, made, to.even)
        return run.solver, run.call

    return timed


def ours_timed(design: cell.Design, protocol: str, setting: ours.Setting) -> Timed:
    """Return a function that solves once with ours and returns both times [s]."""

    def timed() -> tuple[float, float]:
        run = ours.solve(design, protocol, setting.mesh)
        return run.solver, run.call

    return timed


def turns(entries: dict[Entry, Timed], repeats: int) -> dict[Entry, tuple[float, float]]:
    """Let all take turns; return the medians of both times [s]."""
    seen: dict[Entry, list[tuple[float, float]]] = {label: [] for label in entries}
    for _ in range(repeats):
        for label, timed in entries.items():
            seen[label].append(timed())
    return {
        label: (statistics.median(s for s, _ in pairs), statistics.median(c for _, c in pairs))
        for label, pairs in seen.items()
    }


def run(race: Race, asked: argparse.Namespace) -> tuple[list[sweeps.Row], list[sweeps.Row]]:
    """Run a race and print it; return the fastest rows of PyBaMM and of ours."""
    design, problem = cell.load(race.design), race.problem()
    print(f"\n{race.name}: {problem.name} (PyBaMM); {design.id}, {race.protocol} (ours)")
    to, apart = peer.reference(problem)
    own = ours.converged(design, race.protocol, float(to.time[-1]))
    rms, largest = to.errors(own.time, own.voltage)
    print(f"  converged: PyBaMM's last two meshes {apart:.3f} mV apart;", end=" ")
    print(f"ours and PyBaMM {rms:.3f} mV rms, {largest:.3f} mV largest", end="")
    print("" if race.same else " (other equations: each is held against its own)")
    limits: dict[str, Any] = sweeps.COARSE if asked.quick else {}
    theirs = sweeps.sweep(problem, to, sweeps.settings(problem, **limits))
    show_sweep("PyBaMM", theirs, asked.all)
    mine = [
        ours.measure(design, race.protocol, to if race.same else own, setting, 5)
        for setting in ours.settings()
    ]
    show_sweep("ours", mine, asked.all)
    count = 1 if asked.quick else 4
    final = sweeps.finalists(problem, to, theirs, count, 5 if asked.quick else 15)
    print("\n  PyBaMM's fastest settings in every model and mode:")
    for row in sorted(final, key=_rank)[:10]:
        print(f"    {_line(row)}")
    rows = final
    if not any(r.passes for r in rows) or not any(r.passes for r in mine):
        print("  no setting of one code is good enough")
        return [], []
    compare(race, (problem, to, rows), (design, mine), asked.repeats)
    plain = [r for r in rows if not r.setting.compiled]
    return sweeps.fastest(plain, "call", 5), sweeps.fastest(mine, "call", cell_batch.AMONG)


def compare(
    race: Race,
    theirs: tuple[peer.Problem, peer.Reference, list[sweeps.Row]],
    mine: tuple[cell.Design, list[sweeps.Row]],
    repeats: int,
) -> None:
    """Let the fastest settings of both take turns, and print times and ratios."""
    problem, to, rows = theirs
    design, own = mine
    entries: dict[str, dict[str, Timed]] = {}
    for compiled, name in ((False, "PyBaMM"), (True, "PyBaMM, compiled")):
        some = [r for r in rows if r.setting.compiled is compiled]
        best = sweeps.fastest(some, "solver", 2) + sweeps.fastest(some, "call", 2)
        entries[name] = {str(r.setting): prepared(problem, to, r.setting) for r in best}
    best = sweeps.fastest(own, "solver", 2) + sweeps.fastest(own, "call", 2)
    entries["ours"] = {str(r.setting): ours_timed(design, race.protocol, r.setting) for r in best}
    medians = turns({(n, s): t for n, some in entries.items() for s, t in some.items()}, repeats)
    print(f"\n  taking turns, medians of {repeats}:")
    for (name, setting), (solver, call) in medians.items():
        print(f"    {name}: {setting}: solver {1e3 * solver:.3f} ms, call {1e3 * call:.3f} ms")
    for at, (by, wanted) in enumerate((("solver", race.solver), ("call", race.call))):
        least = {
            name: min((m[at] for (n, _), m in medians.items() if n == name), default=float("nan"))
            for name in entries
        }
        for name in ("PyBaMM", "PyBaMM, compiled"):
            ratio = least[name] / least["ours"]
            print(f"  ratio, {by}: {ratio:.2f} ({name} over ours; wanted {wanted:g})")


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description="A discharge by ours and by PyBaMM.")
    parser.add_argument("parts", nargs="*", help="a, b, c, kernel; all if none is given")
    parser.add_argument("--repeats", type=int, default=31, help="turns")
    parser.add_argument("--designs", type=int, default=1000, help="of a batch")
    parser.add_argument("--quick", action="store_true", help="coarse sweeps")
    parser.add_argument("--all", type=Path, help="file for every line of the sweeps")
    asked = parser.parse_args()
    parts = asked.parts or ["a", "b", "c", "kernel"]
    if not {*parts} <= {*RACES, "c", "kernel"}:
        parser.error("parts are a, b, c and kernel")
    pybamm.set_logging_level("ERROR")
    begun = time.perf_counter()
    found: dict[str, tuple[list[sweeps.Row], list[sweeps.Row]]] = {}
    for name in RACES:
        if name in parts or (name == "a" and "c" in parts):
            found[name] = run(RACES[name], asked)
    theirs, mine = found.get("a", ([], []))
    if "c" in parts and theirs and mine:
        cell_batch.run((LITHIUM, TO_END), theirs, mine, asked.designs)
    if "kernel" in parts:
        cell_kernel.run(LITHIUM, TO_END)
    print(f"\n{time.perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
