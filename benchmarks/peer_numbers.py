"""The numbers of a design as our kernel sees them, named for another code."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ionwright import cell
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels.salt import HIGHEST
from ionwright.cell.fields import table
from ionwright.cell.parts import parts_of
from ionwright.errors import InputError
from ionwright.ion.ocp import BranchedOcp

Array = NDArray[np.float64]
KNOTS = 2049
"""Points of a curve of potential; a cubic spline through them leaves 1e-9 V."""
THINNEST = 1e-7
"""Least thickness of the layer that stands for a resistance in series [m]."""


@dataclass(frozen=True)
class Layer:
    """Electrolyte in a layer: effective properties.

    Parameters
    ----------
    thickness : float
        [m].
    eps : float
        Volume fraction of the electrolyte [1].
    kappa, diffusivity : float
        Effective conductivity [S/m] and salt diffusivity [m2/s].
    """

    thickness: float
    eps: float
    kappa: float
    diffusivity: float


@dataclass(frozen=True, eq=False)
class Porous:
    """A porous electrode with one population.

    Parameters
    ----------
    layer : Layer
    sigma : float
        Effective electronic conductivity [S/m].
    share : float
        Volume fraction of the particles that lithium reaches [1].
    radius, D : float
        Of the particles [m], diffusivity in them [m2/s].
    c_max : float
        [mol/m3].
    i_0 : float
        Exchange current density at stoichiometry 1/2, per surface whether it touches or not [A/m2].
    x : float
        Stoichiometry at the start [1].
    ocp : array [2, points]
        Stoichiometry [1] and potential [V].
    """

    layer: Layer
    sigma: float
    share: float
    radius: float
    D: float
    c_max: float
    i_0: float
    x: float
    ocp: Array


@dataclass(frozen=True, eq=False)
class Lowered:
    """What a model of PyBaMM needs of a cell; everything per positive face.

    Parameters
    ----------
    positive : Porous
    negative : Porous or None
        None for a planar negative.
    gap : Layer
        The separator, or a layer of the resistance in series where the separator holds no salt.
    T : float
        [K].
    t_plus, c_0 : float
        Transference number of the cation [1], salt concentration [mol/m3].
    metal : float
        Exchange current density of a planar negative [A/m2].
    below : float
        Potential of a planar negative against lithium [V].
    series : float
        What is in series and not in `gap` [ohm m2].
    one_c : float
        [A/m2].
    faces : float
        Area of all positive faces [m2].
    salt_laws : tuple
        By what concentration multiplies conductivity and diffusivity: array [2, points] of c/c_0
        and factor, or None. Without one a dilute salt conducts in proportion to what is there.
    """

    positive: Porous
    negative: Porous | None
    gap: Layer
    T: float
    t_plus: float
    c_0: float
    metal: float
    below: float
    series: float
    one_c: float
    faces: float
    salt_laws: tuple[Array | None, Array | None]

    @property
    def salt(self) -> bool:
        """Whether salt moves; in a single-ion conductor its concentration means nothing."""
        return self.t_plus < 1.0

    def drop(self, current: float) -> float:
        """Return what PyBaMM's voltage lies above ours at a current density [A/m2]."""
        return self.below + self.series * current


def expressible(design: cell.Design) -> str | None:
    """Return why the stock models of PyBaMM cannot hold a design, or None if they can."""
    try:
        read(design)
    except InputError as error:
        return error.rule
    return None


def read(design: cell.Design, T: float | None = None, soc: float = 1.0) -> Lowered:
    """Return the numbers of a design, from what our kernel was given.

    Raises
    ------
    InputError
        If PyBaMM's stock models cannot hold the design; its rule says why.
    """
    _check(design)
    rest = cell.solve(design, "Rest for 1 s", temperature=T, soc=soc)
    m = rest.numbers
    n_n, n_s, binary, first, every = (int(m.k[at]) for at in (A.N_N, A.N_S, A.SALT, A.P_N, A.P_ALL))
    U, i_0, film, contact, _ = m.face[0]
    t_plus, c_0 = m.f[A.T_PLUS], m.f[A.C_REF]
    metal, film = i_0 * contact, film / contact
    series = m.ohmic.sum() + m.f[A.CONTACT]
    x = rest.contents()["mean"][0]
    positive = _porous(m, slice(n_n + n_s, None), first, float(x[-1, first]))
    negative = _porous(m, slice(0, n_n), 0, float(x[0, 0])) if n_n else None
    one_population = every == 1 + bool(n_n)
    reasons = {
        "a stock model has one population in each electrode": one_population,
        "a film on the particles has no place in the stock model": not m.film.any(),
        "the salt of a stock model fills the separator": not binary or n_s > 0,
    }
    gap, rest_of_series = _gap(m, slice(n_n, n_n + n_s), positive, float(series))
    layers = [gap, positive.layer] + ([negative.layer] if negative else [])
    if binary and one_population:
        ratio = [layer.diffusivity / layer.kappa for layer in layers]
        reasons["salt and charge of a stock model share one tortuosity"] = max(ratio) < (
            1.0 + 1e-9
        ) * min(ratio)
    for rule, holds in reasons.items():
        if not holds:
            raise InputError(rule, do="Choose another design")
    return Lowered(
        positive=positive,
        negative=negative,
        gap=gap,
        T=float(m.f[A.T_REF]),
        t_plus=float(t_plus) if binary else 1.0,
        c_0=float(c_0),
        metal=float(metal),
        below=0.0 if n_n else float(U),
        series=rest_of_series + (0.0 if n_n else float(film)),
        one_c=rest.capacity / 3600.0,
        faces=rest.faces,
        salt_laws=(_salt_law(m, 0), _salt_law(m, 1)),
    )


def _salt_law(m: Any, which: int) -> Array | None:
    """Return the factor on conductivity (0) or diffusivity (1) over c/c_0, where there is one."""
    if not m.k[A.SALT] or m.salt_at[which] < 0:
        return None
    at = np.linspace(0.0, HIGHEST, KNOTS)
    return np.stack([at, table(m.table, m.salt_at[which], at, int(m.k[A.PIECES]), HIGHEST)])


def _check(design: cell.Design) -> None:
    """Refuse what is lost on the way to the numbers, or has no place in a stock model."""
    stores = design.stores
    made = parts_of(design)
    hosts = [*made.positive[1], *made.negative[1]]
    electrodes = (design.cell.positive, design.cell.negative)
    particles = [one for e in electrodes for one in getattr(e, "active", ())]
    layers = design.cell.separator
    off = {
        "a stock model has a porous positive": stores,
        "a stock model has one curve of potential for both directions": not any(
            isinstance(host.material.ocp, BranchedOcp) for host in hosts
        ),
        "a stock model has no double layer": not any(
            getattr(part, "double_layer_capacitance", 0.0) for part in (*particles, *electrodes)
        ),
        "the particles of a stock model do not swell": not any(p.material_frame for p in particles),
        "no lithium plates in a stock model": not any(
            getattr(e, "plating", None) is not None for e in electrodes
        ),
        "no electrons leak through the separator of a stock model": not any(
            layer.electronic_conductivity for layer in layers
        ),
        "a stock model keeps its temperature": design.cell.thermal is None,
    }
    for rule, holds in off.items():
        if not holds:
            raise InputError(rule, do="Choose another design")


def _porous(m: Any, here: slice, row: int, x: float) -> Porous:
    """Return an electrode from the arrays of its cells and the row of its population."""
    c = row * A.COLUMNS
    if m.at[c + A.EXCHANGE] >= 0 or m.at[c + A.MOBILITY] >= 0 or m.at[c + A.SIGMA] >= 0:
        raise InputError("kinetics and transport of a stock model follow no table of contents")
    start, pieces = int(m.at[c + A.POTENTIAL]), int(m.k[A.PIECES])
    at = np.linspace(0.0, 1.0, KNOTS if start >= 0 else 2)
    U = np.full_like(at, m.constant[c + A.POTENTIAL])
    if start >= 0:
        U = table(m.table, start, at, pieces, 1.0)
    return Porous(
        layer=_layer(m, here),
        sigma=float(m.sigma[here][0]),
        share=float(m.a[row] * m.radius[row] / 3.0),
        radius=float(m.radius[row]),
        D=float(m.D[row]),
        c_max=float(m.c_max[row]),
        i_0=float(m.constant[c + A.EXCHANGE] * m.theta[row]),
        x=x,
        ocp=np.stack([at, U]),
    )


def _layer(m: Any, here: slice) -> Layer:
    for name in ("eps", "kappa", "diffusivity"):
        if np.ptp(getattr(m, name)[here]) > 1e-12 * getattr(m, name)[here][0]:
            raise InputError("the layers of a stock model are uniform", do="Use one separator")
    return Layer(
        float(m.h[here].sum()),
        float(m.eps[here][0]),
        float(m.kappa[here][0]),
        float(m.diffusivity[here][0]),
    )


def _gap(m: Any, here: slice, positive: Porous, series: float) -> tuple[Layer, float]:
    """Return the separator, and the resistance in series that it does not hold [ohm m2].

    Where ions alone carry the current, the resistance in series becomes a layer as conductive as
    the positive, so that no mean of unlike conductivities is taken at their face.
    """
    if here.stop > here.start:
        return _layer(m, here), series
    kappa = positive.layer.kappa
    thickness = max(series * kappa, THINNEST)
    return Layer(thickness, 1.0, kappa, 1e-10), series - thickness / kappa
