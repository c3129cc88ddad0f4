"""Published cells with an input or two fitted to the lowest rate: what that predicts."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares, root_scalar

sys.path.insert(0, str(Path(__file__).parent))

from reality_cells import DIFFUSIVITY, EXCHANGE, SHARE, Case
from reality_draws import nominal

from ionwright import cell, units

ELECTRONS = "cell.positive.electronic_conductivity"
SERIES = "cell.positive.junction_resistance"
FITTED = {
    "active share": (SHARE, 0.01, 1.0),
    "diffusivity": (DIFFUSIVITY, 1e-21, 1e-13),  # m2/s
    "exchange current": (EXCHANGE, 1e-5, 1e3),  # A/m2
    "electron path": (ELECTRONS, 1e-6, 1e3),  # S/m
    "series resistance": (SERIES, 1e-6, 10.0),  # ohm m2
}
"""Inputs that may be fitted, one at a time, and how far."""
UNITS = dict(zip(FITTED, ("1", "cm2/s", "mA/cm2", "mS/cm", "ohm cm2"), strict=True))

CLOSE = 5.0
"""Difference that does not tell two inputs apart [mAh/g]: 3 to 5 % of a capacity read off."""


def solved(case: Case, design: cell.Design, name: str) -> float | None:
    """Return the value of one input that gives the lowest rate, None where no value does."""
    extra, target = nominal(case), case.points[case.lowest].value
    path, low, high = FITTED[name]

    def error(log: float) -> float:
        there = cell.change(design, {path: float(np.exp(log))})
        return case.predict(there, extra)[0][case.lowest] - target

    ends = float(np.log(low)), float(np.log(high))
    if error(ends[0]) * error(ends[1]) > 0.0:
        return None
    return float(np.exp(root_scalar(error, bracket=ends, method="brentq", xtol=1e-4).root))


def off(case: Case, got: list[float], fitted: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return which points were not fitted, and their errors [mAh/g]."""
    rest = [i for i in range(len(got)) if i not in fitted and case.points[i].to_mah]
    wrong = [(got[i] - case.points[i].value) * case.points[i].to_mah for i in rest]
    return np.array(rest, int), np.array(wrong, float)


def errors(case: Case, got: list[float], fitted: tuple[int, ...]) -> str:
    """Return the errors at the points that were not fitted, as text."""
    rest, wrong = off(case, got, fitted)
    if not len(rest):
        return "nothing else was measured"
    full = np.array([case.points[i].value * case.points[i].to_mah for i in rest])
    share = 100.0 * np.abs(wrong) / np.maximum(full, 1.0)  # 1 mAh/g where nothing was delivered
    worst = case.points[rest[int(np.argmax(np.abs(wrong)))]].label
    return (
        f"off by {np.abs(wrong).mean():.1f} mAh/g ({share.mean():.0f} %) in the mean, at most"
        f" {np.abs(wrong).max():.1f} mAh/g (at {worst}) and {share.max():.0f} %"
    )


def tell_fit(case: Case) -> None:
    """Fit the active share to the lowest rate and print what it then predicts."""
    share = solved(case, case.design, "active share")
    got, stops = case.predict(cell.change(case.design, {SHARE: share or 1.0}), nominal(case))
    told = f"active share {share:5.3f}" if share else "no active share meets it; with all"
    print(f"{case.name:20s} {told}: {errors(case, got, (case.lowest,))}")
    tell_points(case, got, (case.lowest,))
    if stops:
        print(f"{'':20s} {stops} runs stopped early")


def tell_points(case: Case, got: list[float], fitted: tuple[int, ...]) -> None:
    """Print measured and predicted at the points that were not fitted."""
    for i, (p, g) in enumerate(zip(case.points, got, strict=True)):
        if i not in fitted:
            print(f"{'':20s} {p.label:20s} measured {p.value:7.4g} {p.unit:6s} predicted {g:7.4g}")


def tell_two(case: Case) -> None:
    """Fit active share and series resistance to capacity and mean voltage of the lowest rate."""
    assert case.voltage is not None
    extra, pair = nominal(case), (case.lowest, case.voltage)
    scale = np.array([case.points[case.lowest].value, 0.05])  # V, what the potential is known to

    def design(x: np.ndarray) -> cell.Design:
        return cell.change(case.design, {SHARE: float(x[0]), SERIES: float(x[1]) * 1e-4})

    def error(x: np.ndarray) -> np.ndarray:
        got = case.predict(design(x), extra)[0]
        return np.array([got[i] - case.points[i].value for i in pair]) / scale

    found = least_squares(error, [0.9, 5.0], bounds=([0.01, 0.0], [1.0, 500.0]), diff_step=1e-3)
    got, _ = case.predict(design(found.x), extra)
    left = ", ".join(f"{got[i] - case.points[i].value:+.3g} {case.points[i].unit}" for i in pair)
    print(
        f"{case.name:20s} active share {found.x[0]:.3f}, series resistance {found.x[1]:.2f} ohm cm2"
        f" (left over: {left}): {errors(case, got, pair)}"
    )
    tell_points(case, got, pair)


def tell_others(case: Case) -> None:
    """Print which inputs meet the lowest rate, each alone with all particles taking part.

    Nothing tells apart those whose mean error elsewhere comes within `CLOSE` of the least.
    """
    whole = cell.change(case.design, {SHARE: 1.0})
    told, mean = {}, {}
    for name, (path, _, _) in FITTED.items():
        value = solved(case, whole, name)
        if value is None:
            told[name] = "cannot meet the lowest rate alone"
            continue
        got, _ = case.predict(cell.change(whole, {path: value}), nominal(case))
        shown = units.show(value, UNITS[name], 3)
        told[name] = f"{shown:>16s}: {errors(case, got, (case.lowest,))}"
        mean[name] = float(np.abs(off(case, got, (case.lowest,))[1]).mean())
    for name, text in told.items():
        print(f"{case.name:20s} {name:18s} {text}")
    near = [name for name in mean if mean[name] <= min(mean.values()) + CLOSE]
    word = "not told apart" if len(near) > 1 else "least wrong by more than a reading error"
    print(f"{'':20s} {word}: {', '.join(near)}" if near else f"{'':20s} none of them meets it")


def tell_transfer(all_cases: list[Case], first: str, others: str) -> None:
    """Carry the active share of one electrode to the other compositions and loads of its family."""
    named = {case.name: case for case in all_cases}
    share = solved(named[first], named[first].design, "active share")
    if share is None:
        print(f"{first}: no active share to carry over")
        return
    print(f"active share {share:.3f} of {first}, carried to {others}*:")
    wrong: list[float] = []
    for name, case in named.items():
        if name == first or not name.startswith(others):
            continue
        got, _ = case.predict(cell.change(case.design, {SHARE: share}), {})
        told = [
            f"{p.label} {p.value:.0f} -> {g:.0f}" for p, g in zip(case.points, got, strict=True)
        ]
        wrong += [abs(g - p.value) for p, g in zip(case.points, got, strict=True)]
        print(f"  {name:20s} measured -> predicted [mAh/g]: {'; '.join(told)}")
    print(f"  off by {np.mean(wrong):.1f} mAh/g in the mean, at most {np.max(wrong):.1f}")
