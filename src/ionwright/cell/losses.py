"""Where the voltage goes: the difference between open circuit and terminals, by cause.

Power balance of a state (per positive face, W/m2): what the hosts would give at their mean
composition, less what leaves through the terminals, is lost in charge transfer, films,
diffusion, in both networks, in what is in series. Every cause is computed from its own
equation; that they add up is a law of the model (Tellegen's theorem on the mesh).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import residual as model
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels.arrays import Numbers
from ionwright.cell.fields import Fields, electrolyte, electronic, nodes, temperature
from ionwright.cell.mesh import halves

Array = NDArray[np.float64]
F, R = model.F, model.R
SIDES = ("negative", "positive")


def losses(m: Numbers, s: Fields, slow: dict[str, Array]) -> tuple[float, float, dict[str, float]]:
    """Return the power of the hosts at mean composition and the losses by cause [W/m2].

    Parameters
    ----------
    m : Numbers
    s : Fields
    slow : dict
        Slow states by name.

    Returns
    -------
    power : float
        Chemical power of all hosts, each electrode at its mean composition: with the losses
        taken off, i V remains.
    rest : float
        Open-circuit voltage, each electrode at its mean composition [V].
    lost : dict
        Cause -> power [W/m2].
    """
    out: dict[str, float] = {}
    theta = np.minimum(m.theta * slow["contact"], 1.0)
    power, sides = _particles(m, s, slow, theta, out)
    _networks(m, s, model.made(m, s, slow), out)
    for side in (0, 1):
        at_rest, U = _face(m, s, side, slow, out)
        power += at_rest
        if m.planar[side] != A.NONE:
            sides[side] = U
    out["layers in series"] = s.j**2 * model.ohmic(m, s)
    out["contacts, foils, tabs"] = s.i**2 * m.f[A.CONTACT]
    out["leakage of the separator"] = m.f[A.LEAK] * model.inner(m, s) ** 2
    return power, sides[1] - sides[0], {name: float(value) for name, value in out.items()}


def _add(out: dict[str, float], name: str, value: float) -> None:
    out[name] = out.get(name, 0.0) + value


def _particles(
    m: Numbers, s: Fields, slow: dict[str, Array], theta: Array, out: dict[str, float]
) -> tuple[float, list[float]]:
    """Fill what is lost in and on the particles.

    Return the power at mean composition, and the potential of each electrode there, its
    populations weighted by surface.
    """
    T, total, sides, surface = temperature(m, s), 0.0, [0.0, 0.0], [0.0, 0.0]
    for p in range(len(m.a)):
        here, place = nodes(m, p)
        side = SIDES[int(p >= m.k[A.P_N])]
        current = m.h[here] * m.a[p] * slow["active"][p] * theta[p] * s.y[here, place]  # A/m2
        if m.kind[p] == A.PLATED:
            _add(out, f"plating, {side}", float(current @ s.u[here]))
            continue
        q = s.q[here, place]
        x, mean = q @ m.surface, np.sqrt(3.0) * q[:, 0]
        h = None if s.h is None else s.h[here, place]
        even = np.array([mean @ m.h[here] / m.h[here].sum()])
        h_even = None if h is None else np.array([h @ m.h[here] / m.h[here].sum()])
        U_x, U_mean = (model.equilibrium(m, p, v, h, T) for v in (x, mean))
        U_even = model.equilibrium(m, p, even, h_even, T)[0]
        film = (m.film[p] + slow["film"][p]) * s.y[here, place]
        i_0 = model.exchange(m, p, x, mean, s.c[here], T)
        eta = 2.0 * R * T / F * np.arcsinh(s.y[here, place] / (2.0 * i_0))
        total -= U_even * current.sum()
        weight, which = m.a[p] * theta[p], int(p >= m.k[A.P_N])
        sides[which] += weight * U_even
        surface[which] += weight
        _add(out, f"uneven depth, {side}", float(current @ (U_mean - U_even)))
        _add(out, f"diffusion in particles, {side}", float(current @ (U_x - U_mean)))
        _add(out, f"charge transfer, {side}", float(current @ eta))
        _add(out, f"films on particles, {side}", float(current @ film))
    if s.du is not None:  # what double layers take up
        for p in range(len(m.a)):
            here, place = nodes(m, p)
            stored = m.h[here] * m.a[p] * slow["active"][p] * theta[p] * m.layer[p] * s.du[here]
            _add(out, "double layers", float(stored @ s.u[here]))
    return total, [U / a if a else 0.0 for U, a in zip(sides, surface, strict=True)]


def _networks(m: Numbers, s: Fields, v: Array, out: dict[str, float]) -> None:
    """Fill what is lost on the way through electrolyte and electron paths: i_e dphi, by cell."""
    n, n_n, n_s = len(m.h), int(m.k[A.N_N]), int(m.k[A.N_S])
    if n == 0:
        return
    i_e, _, _, src = model.transport(m, s, v)
    face, i = np.arange(1, n), i_e[1:-1]
    inside = (face < n_n) | (face > n_n + n_s)
    half_e, half_s = 0.5 * m.h / electrolyte(m, s)[0], 0.5 * m.h / electronic(m, s)
    ions, electrons = np.zeros(n), np.zeros(n)
    for cells, more in zip((face - 1, face), halves(m.h, v, half_e + half_s, inside), strict=True):
        ions[cells] += i * (i + more) * half_e[cells]
        electrons[cells] += np.where(inside, (s.j - i) * (s.j - i - more) * half_s[cells], 0.0)
    for (cell, ionic), drop in zip(
        (
            (0, m.planar[0] != A.NONE),
            (n - 1, m.planar[1] != A.NONE),
            (n_n - 1, True),
            (n_n + n_s, True),
        ),
        model.at_ends(m, s, v),
        strict=True,
    ):
        if drop != 0.0:
            (ions if ionic else electrons)[cell] += s.j * drop
    regions = {"negative": slice(0, n_n), "separator": slice(n_n, n_n + n_s)}
    for name, where in (*regions.items(), ("positive", slice(n_n + n_s, n))):
        if where.stop > where.start:
            _add(out, f"ions, {name}", float(ions[where].sum()))
            if name != "separator":
                _add(out, f"electrons, {name}", float(electrons[where].sum()))
    _add(out, "salt gradients", -float(i @ src))


def _face(
    m: Numbers, s: Fields, side: int, slow: dict[str, Array], out: dict[str, float]
) -> tuple[float, float]:
    """Fill what is lost at a planar face; return its power and its potential at rest."""
    if m.planar[side] == A.NONE:
        return 0.0, 0.0
    sign, y, name = (1.0 if side == 0 else -1.0), float(s.faces[side]), SIDES[side]
    jump, shift, left = model.planar(m, s, side, slow)
    theta = min(m.face[side, A.FACE_THETA] * slow["face_contact"][side], 1.0)
    film = (m.face[side, A.FACE_FILM] + slow["face_film"][side]) / theta * y
    U = m.face[side, A.FACE_U]
    if m.planar[side] == A.METAL:
        part = max(1.0 - s.lumped[A.METAL_N + side] / m.f[A.METAL_REF], 0.0)
        U = U + m.f[A.U_BARE] * part**3
    kinetic = jump + left - U - film
    _add(out, f"charge transfer, {name}", y * kinetic)
    _add(out, f"films, {name}", y * film)
    _add(out, "salt gradients", -sign * s.j * shift)
    stored = sign * s.j - y
    if stored != 0.0:
        _add(out, "double layers", stored * jump - y * left)
    return -y * float(U), float(U)
