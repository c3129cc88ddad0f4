"""``ionwright doctor`` asks whether this installation is sound."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from ionwright.cli._show import print_json, print_table


def doctor(
    json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Check this installation: Python, libraries, data, units, designs, figures."""
    results = [_try(name, check) for name, check in CHECKS.items()]
    if json:
        print_json([{"check": n, "ok": ok, "said": said} for n, ok, said in results])
    else:
        print_table(
            "Installation",
            ("check", "", "what was found"),
            [(name, "ok" if ok else "FAILED", said) for name, ok, said in results],
        )
        bad = [name for name, ok, _ in results if not ok]
        print("Sound." if not bad else f"Not sound: {', '.join(bad)}. Reinstall, then try again.")
    if not all(ok for _, ok, _ in results):
        raise typer.Exit(1)


def _try(name: str, check: Callable[[], str]) -> tuple[str, bool, str]:
    try:
        return name, True, check()
    except Exception as fault:  # noqa: BLE001 - a doctor reports whatever is wrong
        return name, False, f"{type(fault).__name__}: {fault}"


def _python() -> str:
    return f"Python {sys.version.split()[0]} on {sys.platform}"


def _libraries() -> str:
    from importlib.metadata import requires, version

    found = []
    for line in requires("ionwright") or []:
        if "extra ==" in line:
            continue
        name = line.split(">=")[0].strip()
        found.append(f"{name} {version(name)}")
    return ", ".join(found)


def _data() -> str:
    from ionwright import data

    rows = [row for name in data.TABLES for row in data.table(name)]
    missing = {r.source for r in rows} - set(data.sources())
    if missing:
        raise RuntimeError(f"sources missing: {', '.join(sorted(missing))}")
    return f"{len(rows)} numbers, {len(data.curves())} curves, {len(data.sources())} sources"


def _units() -> str:
    from ionwright import units

    factor = units.ask_pint("mAh/cm2", "C/m2")
    if abs(factor / units.convert(1.0, "mAh/cm2", "C/m2") - 1.0) > 1e-12:
        raise RuntimeError("pint and the unit table disagree on mAh/cm2")
    return "pint agrees with the table of units"


def _designs() -> str:
    from ionwright import cell
    from ionwright.cell.files import planar

    names = cell.names() + cell.published() + planar()
    for name in names:
        for law in cell.specify(cell.load(name)).check():
            if not law.holds:
                raise RuntimeError(f"{name}: {law.name}, residual {law.residual:.2g}")
    return f"{len(names)} designs load and every law holds"


def _figures() -> str:
    from ionwright import cell, plot

    size = len(plot.svg(plot.spec(cell.specify(cell.load(cell.names()[0])))))
    return f"a figure was drawn ({size / 1000:.0f} kB)"


CHECKS: dict[str, Callable[[], str]] = {
    "python": _python,
    "libraries": _libraries,
    "data": _data,
    "units": _units,
    "designs": _designs,
    "figures": _figures,
}
