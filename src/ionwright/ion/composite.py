"""Published composites: what was measured, and the percolation law fitted to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ionwright import data
from ionwright.ion.transport import Percolation


@dataclass(frozen=True, slots=True)
class Sample:
    """One published composite electrode.

    Parameters
    ----------
    phi : float
        Share of the active material in the solids' volume [1].
    porosity : float
        [1].
    sigma : float
        Effective conductivity [S/m].
    source : str
        Key of the source.
    label : str
        Which of the source's samples it is.
    """

    phi: float
    porosity: float
    sigma: float
    source: str
    label: str

    @property
    def eps_electrolyte(self) -> float:
        """Volume fraction of the electrolyte, pores counted [1]."""
        return (1.0 - self.phi) * (1.0 - self.porosity)

    @property
    def eps_active(self) -> float:
        """Volume fraction of the active material, pores counted [1]."""
        return self.phi * (1.0 - self.porosity)


def samples(source: str, quantity: str, method: str = "") -> list[Sample]:
    """Return the published composites of a source, each with its porosity.

    Parameters
    ----------
    source : str
        Key of the source, for example ``"ketter2025"``.
    quantity : str
        ``"ionic_conductivity"`` or ``"electronic_conductivity"``.
    method : str
        ``"DC"``, ``"EIS"``, ``"RN"``; "" for rows without a method. A pure phase that was
        measured by another method stands for the end of the series.
    """
    rows = [r for r in data.table("ion/composites") if r.source == source]
    pores = {_place(r): r.value.value for r in rows if r.quantity == "porosity"}
    out = []
    for r in rows:
        phi = r.at("phi")
        if r.quantity != quantity or phi is None or _place(r) not in pores:
            continue
        pure = phi in (0.0, 1.0) and r.condition("method") != "RN"
        if (r.condition("method") or "") == method or (pure and method in ("DC", "EIS")):
            label = r.condition("sample") or ""
            out.append(Sample(phi, pores[_place(r)], r.value.value, source, label))
    return sorted(out, key=lambda s: s.phi)


def fit_percolation(
    eps: Sequence[float], sigma: Sequence[float], exponent: float = 2.0
) -> tuple[float, Percolation]:
    """Fit threshold and dense conductivity of the percolation law to measured composites.

    Least squares of ln sigma over the points above the threshold that is tried; the points
    below it must be at least ten times less conducting than the law's value at its lowest
    point above, or the threshold is too high.

    Parameters
    ----------
    eps : sequence of float
        Volume fraction of the conducting phase [1].
    sigma : sequence of float
        Effective conductivity [S/m], positive.
    exponent : float
        Fixed exponent of the law [1].

    Returns
    -------
    (float, Percolation)
        Conductivity of the dense phase [S/m], and the law.
    """
    x, y = np.asarray(eps, float), np.log(np.asarray(sigma, float))
    best, out = np.inf, (float(np.exp(y.max())), Percolation(0.0, exponent))
    for threshold in np.arange(0.0, float(np.sort(x)[-3]), 0.001):
        above = x > threshold + 1e-3
        law = exponent * np.log((x[above] - threshold) / (1.0 - threshold))
        level = float(np.mean(y[above] - law))
        below = y[~above]
        if below.size and below.max() > y[above].min() - np.log(10.0):
            continue
        misfit = float(np.mean((y[above] - law - level) ** 2))
        if misfit < best:
            best, out = misfit, (float(np.exp(level)), Percolation(float(threshold), exponent))
    return out


def _place(row: data.Row) -> tuple[str | None, str | None]:
    return row.condition("phi"), row.condition("sample")
