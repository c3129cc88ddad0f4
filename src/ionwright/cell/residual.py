"""THE MODEL: every equation once, in plain numpy, on the mesh of the kernel.

Symbols: u = phi_s - phi_e potential difference [V], c salt concentration [mol/m3], y current
density of charge transfer on the touching area, positive out of the host [A/m2], x
stoichiometry, h state of hysteresis, i terminal current density and j that of the electrolyte,
positive on discharge [A/m2], n amounts of metal [mol/m2]. Faces run from the negative to the
positive; face i lies left of cell i.

A state of the kernel, put in here with its rates, gives zeros to the tolerance of its Newton
iteration. A further field over the thickness is one more array in `Fields`, its balance one
more block below, its flux one more term in `transport`.

References
----------
Doyle, Fuller, Newman 1993, doi 10.1149/1.2221597, equations 1 to 13 (porous electrodes,
concentrated solution); Newman and Thomas-Alyea, Electrochemical Systems, chapters 12 and 22.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ionwright.cell import fields
from ionwright.cell._kernels import arrays as A
from ionwright.cell._kernels.arrays import Numbers
from ionwright.cell._kernels.transfer import LARGEST
from ionwright.cell.fields import Fields, column, factor, nodes, temperature
from ionwright.cell.mesh import at_end, halves

Array = NDArray[np.float64]
F = 96485.33212331
R = 8.31446261815324


def residual(m: Numbers, s: Fields, slow: dict[str, Array]) -> dict[str, float]:
    """Return the largest residual of each equation, over the scale that is named with it.

    Parameters
    ----------
    m : Numbers
    s : Fields
        With rates.
    slow : dict
        Contact, active, film, face_contact, face_film: the slow states by name.

    Returns
    -------
    dict
        Equation -> largest absolute residual over its scale [1], or in volts where it says so.
    """
    assert s.dq is not None
    assert s.dlumped is not None
    scale, out = max(abs(s.j), 0.1), {}
    theta = np.minimum(m.theta * slow["contact"], 1.0)
    worst = {"kinetics, V": 0.0, "particles, over their terms": 0.0, "hysteresis, 1/s": 0.0}
    for p in range(len(m.a)):
        here, place = nodes(m, p)
        y = s.y[here, place]
        if m.kind[p] == A.PLATED:
            eta, found = plating(m, p, s, here, place), metal_balance(m, p, s, here, place)
        else:
            eta = kinetics(m, p, s, here, place, slow)
            found = diffusion(m, p, s, here, place, theta[p], scale / m.h[here].sum())
            if s.h is not None and s.dh is not None:
                moved = 3.0 * theta[p] * y / (m.radius[p] * F * m.c_max[p])
                gap = s.dh[here, place] - m.decay[p] * (moved - np.abs(moved) * s.h[here, place])
                worst["hysteresis, 1/s"] = max(worst["hysteresis, 1/s"], _top(gap))
        worst["kinetics, V"] = max(worst["kinetics, V"], _top(eta))
        worst["particles, over their terms"] = max(worst["particles, over their terms"], found)
    out.update(worst)

    # charge: d i_e/dx = sum a (y + C du/dt) within electrodes, i_e = j outside
    v = made(m, s, slow)
    i_e, N, _, _ = transport(m, s, v)
    cells, n_n = np.arange(len(m.h)), int(m.k[A.N_N])
    electrode = (cells < n_n) | (cells >= n_n + int(m.k[A.N_S]))
    balance = np.diff(i_e) - v
    inside = max(scale, _top(i_e))  # at rest currents flow within electrodes alone
    out["charge, over the current"] = _top(balance[electrode]) / inside

    # salt: eps dc/dt = -dN/dx + sum a (y + C du/dt)/F
    if m.k[A.SALT] and s.dc is not None:
        balance = F * m.eps * m.h * s.dc + np.diff(N) - v
        out["salt, over the current"] = _top(balance) / inside

    # lumped: metal dn/dt = -y/F; double layer of a face +-j = y + C dphi/dt; heat
    out["faces, over the current"] = _lumped(m, s) / scale
    V, jumps = voltage(m, s, slow, v)
    out["voltage, V"] = abs(V - s.V)
    out["planar kinetics, V"] = _top(np.array(jumps))
    out["leakage, over the current"] = abs(s.i - s.j + m.f[A.LEAK] * inner(m, s)) / scale
    return out


def made(m: Numbers, s: Fields, slow: dict[str, Array]) -> Array:
    """Return the current that every cell makes, h sum a (y + C du/dt) [A/m2]."""
    out = np.zeros(len(m.h))
    area = m.a * slow["active"] * np.minimum(m.theta * slow["contact"], 1.0)
    for p in range(len(m.a)):
        here, place = nodes(m, p)
        stored = 0.0 if s.du is None else m.layer[p] * s.du[here]
        out[here] += m.h[here] * area[p] * (s.y[here, place] + stored)
    return out


def equilibrium(m: Numbers, p: int, x: Array, h: Array | None, T: float) -> Array:
    """U(x, h) = mean of the branches + h/2 their distance + (T - T_ref) dU/dT [V]."""
    U = column(m, p, A.POTENTIAL, x)
    if h is not None:
        U = U + 0.5 * h * column(m, p, A.GAP, x)
    return U + (T - m.f[A.T_REF]) * column(m, p, A.ENTROPY, x)


def exchange(m: Numbers, p: int, x: Array, mean: Array, c: Array, T: float) -> Array:
    """i_0 = 2 sqrt(x (1 - x)) g(x) sqrt(c/c_ref), per surface as made [A/m2]."""
    inside = np.clip(x, 1e-9, 1.0 - 1e-9)
    i_0 = 2.0 * np.sqrt(inside * (1.0 - inside)) * column(m, p, A.EXCHANGE, x)
    i_0 = i_0 * factor(m, m.laws[2 * p + 1], T) * (1.0 + m.swelling[p] * mean) ** (2.0 / 3.0)
    return i_0 * np.sqrt(c / m.f[A.C_REF]) if m.k[A.SALT] else i_0


def kinetics(
    m: Numbers, p: int, s: Fields, here: slice, place: int, slow: dict[str, Array]
) -> Array:
    """Butler-Volmer, alpha = 1/2: u - U - R y - 2 (R T/F) asinh(y/(2 i_0)) [V]."""
    T, q, y = temperature(m, s), s.q[here, place], s.y[here, place]
    x, mean = q @ m.surface, np.sqrt(3.0) * q[:, 0]
    h = None if s.h is None else s.h[here, place]
    i_0 = exchange(m, p, x, mean, s.c[here], T)
    film = m.film[p] + slow["film"][p]
    eta = 2.0 * R * T / F * np.arcsinh(y / (2.0 * i_0))
    return s.u[here] - equilibrium(m, p, x, h, T) - film * y - eta


def diffusion(
    m: Numbers, p: int, s: Fields, here: slice, place: int, theta: float, S: float
) -> float:
    """dq/dt = -(D/R^2) l q - theta y s/(R F c_max), mode by mode.

    Over its terms, or what the current makes of them where it all enters here, S [A/m3] [1].
    """
    assert s.dq is not None
    q, y = s.q[here, place], s.y[here, place]
    mean = np.sqrt(3.0) * q[:, 0]
    D = m.D[p] * factor(m, m.laws[2 * p], temperature(m, s)) * column(m, p, A.MOBILITY, mean)
    D = D / (1.0 + m.swelling[p] * mean) ** (2.0 / 3.0)  # material frame
    flux = theta * y / (m.radius[p] * F * m.c_max[p])
    decay = (D / m.radius[p] ** 2)[:, None] * m.eigen * q
    balance = s.dq[here, place] + decay + np.outer(flux, m.surface)
    least = S / (m.a[p] * m.radius[p] * F * m.c_max[p])
    return _top(balance) / max(np.abs(flux).max(), np.abs(decay).max(), least)


def plating(m: Numbers, p: int, s: Fields, here: slice, place: int) -> Array:
    """Y = i_0 (f e^(u/2Vt) - e^(-u/2Vt)), f = n/(n + n_ref), as a potential [V]."""
    thermal = R * temperature(m, s) / F
    E = np.exp(np.clip(0.5 * s.u[here] / thermal, -LARGEST, LARGEST))  # all of it is gone there
    n = s.q[here, place, 0]
    f = n / (n + m.f[A.PLATE_REF])
    i_0 = m.constant[p * A.COLUMNS + A.EXCHANGE] * np.ones_like(E)
    i_0 = i_0 * factor(m, m.laws[2 * p + 1], temperature(m, s))
    if m.k[A.SALT]:
        i_0 = i_0 * np.sqrt(s.c[here] / m.f[A.C_REF])
    return 2.0 * thermal * (s.y[here, place] - i_0 * (f * E - 1.0 / E)) / (i_0 * (f * E + 1.0 / E))


def metal_balance(m: Numbers, p: int, s: Fields, here: slice, place: int) -> float:
    """dn/dt = -y/F - k n, dn_dead/dt = k n, over the flux [1]."""
    assert s.dq is not None
    n, lost = s.q[here, place, 0], m.D[p] * s.q[here, place, 0]
    gain = s.dq[here, place, 0] + s.y[here, place] / F + lost
    size = np.abs(s.y[here, place]).max() / F + m.D[p] * np.abs(n).max() + 1e-12
    return max(_top(gain), _top(s.dq[here, place, 1] - lost)) / size


def transport(m: Numbers, s: Fields, v: Array) -> tuple[Array, Array, Array, Array]:
    """Return i_e and F N through the faces, the drop of phi_e between means, diffusion potential.

    i_e = (du/dx + j/sigma + chi dln c/dx)/(1/sigma + 1/kappa) within an electrode, j outside;
    N = -D dc/dx + t_+ i_e/F; chi = 2 (R T/F) (1 - t_+) (1 + dln f/dln c). v [n] is the current
    that every cell makes [A/m2], by which that within a cell differs from that of its faces.
    """
    n, T = len(m.h), temperature(m, s)
    if n == 0:
        return np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0)
    n_n, n_s, face = int(m.k[A.N_N]), int(m.k[A.N_S]), np.arange(1, n)
    inside = (face < n_n) | (face > n_n + n_s)
    kappa, D = fields.electrolyte(m, s)
    half_e, half_s = 0.5 * m.h / kappa, 0.5 * m.h / fields.electronic(m, s)
    chi = 2.0 * R * T / F * (1.0 - m.f[A.T_PLUS]) * m.f[A.THERMO]
    src = chi * np.diff(np.log(s.c))
    both, r_s = half_e + half_s, half_s[:-1] + half_s[1:]
    on_left, on_right = halves(m.h, v, both, inside)
    bent = both[:-1] * on_left + both[1:] * on_right
    i = np.where(inside, (np.diff(s.u) + s.j * r_s + src - bent) / (both[:-1] + both[1:]), s.j)
    drop = half_e[:-1] * (i + on_left) + half_e[1:] * (i + on_right)
    ends = (0.0 if n_n else s.j, 0.0 if m.k[A.N_P] else s.j)
    N = -F * np.diff(s.c) / (0.5 * (m.h[:-1] / D[:-1] + m.h[1:] / D[1:])) + m.f[A.T_PLUS] * i
    return np.array([ends[0], *i, ends[1]]), np.array([ends[0], *N, ends[1]]), drop, src


def voltage(m: Numbers, s: Fields, slow: dict[str, Array], v: Array) -> tuple[float, list[float]]:
    """Return V along the cell [V], and what is left of the kinetics of both faces [V]."""
    n = len(m.h)
    _, _, drop, src = transport(m, s, v)
    V = float(np.sum(src - drop)) - sum(at_ends(m, s, v))
    V -= s.j * ohmic(m, s) + s.i * m.f[A.CONTACT]
    left = [0.0, 0.0]
    for side, sign in ((0, -1.0), (1, 1.0)):
        if m.planar[side] == A.NONE:
            V += sign * s.u[0 if side == 0 else n - 1]
            continue
        jump, shift, left[side] = planar(m, s, side, slow)
        V += sign * (jump - shift)
    return V, left


def at_ends(m: Numbers, s: Fields, v: Array) -> tuple[float, ...]:
    """Return the drops of potential between the means of end cells and the ends [V].

    Those of electrons beside the collectors and of ions beside the faces, negative and positive,
    then those of ions on both sides of the separator, as far as the current bends there.
    """
    n, n_n, first = len(m.h), int(m.k[A.N_N]), int(m.k[A.N_N] + m.k[A.N_S])
    if n == 0:
        return ()
    half_e, half_s = 0.5 * m.h / fields.electrolyte(m, s)[0], 0.5 * m.h / fields.electronic(m, s)
    out, neg, pos = [0.0, 0.0, 0.0, 0.0], slice(0, n_n), slice(first, n)
    out[0] = s.j * half_e[0] if m.planar[0] != A.NONE else s.j * half_s[0]
    out[1] = s.j * half_e[-1] if m.planar[1] != A.NONE else s.j * half_s[-1]
    if n_n:
        out[0] -= half_s[0] * at_end(m.h[neg], v[neg])
        out[2] = -half_e[n_n - 1] * at_end(m.h[neg][::-1], v[neg][::-1])
    if first < n:
        out[1] += half_s[-1] * at_end(m.h[pos][::-1], v[pos][::-1])
        out[3] = half_e[first] * at_end(m.h[pos], v[pos])
    return tuple(out)


def planar(m: Numbers, s: Fields, side: int, slow: dict[str, Array]) -> tuple[float, float, float]:
    """Return the potential of a planar face, the diffusion potential beside it, what is left.

    phi = U + U_bare (1 - n/n_ref)^3 + R y + 2 (R T/F) asinh(y/(2 i_0)); a double layer holds phi
    itself. Beside a face salt differs by (1 - t_+) j h/(2 F D) from the cell's middle.
    """
    U, i_0, film, theta, C = m.face[side]
    T, y, n = temperature(m, s), float(s.faces[side]), len(m.h)
    theta = min(theta * slow["face_contact"][side], 1.0)
    i_0 = i_0 * theta * factor(m, m.face_law[side], T)
    shift = 0.0
    if m.k[A.SALT] and n:
        near, c = 0 if side == 0 else n - 1, salt_at(m, s, side)
        chi = 2.0 * R * T / F * (1.0 - m.f[A.T_PLUS]) * m.f[A.THERMO]
        shift, i_0 = chi * np.log(s.c[near] / c), i_0 * np.sqrt(c / m.f[A.C_REF])
    if m.planar[side] == A.METAL:
        part = max(1.0 - s.lumped[A.METAL_N + side] / m.f[A.METAL_REF], 0.0)
        U = U + m.f[A.U_BARE] * part**3
    film = (film + slow["face_film"][side]) / theta
    phi = U + film * y + 2.0 * R * T / F * np.arcsinh(y / (2.0 * i_0))
    if C > 0.0:
        held = s.lumped[A.FACE_N + side]
        return float(held), float(shift), float(phi - held)
    return float(phi), float(shift), 0.0


def salt_at(m: Numbers, s: Fields, side: int) -> float:
    """Return the salt at a planar face [mol/m3]: only cations pass it, N = j/F."""
    near = 0 if side == 0 else len(m.h) - 1
    sign, D = (1.0 if side == 0 else -1.0), fields.electrolyte(m, s)[1][near]
    return float(s.c[near] + sign * 0.5 * m.h[near] * (1.0 - m.f[A.T_PLUS]) * s.j / (F * D))


def ohmic(m: Numbers, s: Fields) -> float:
    """Return the resistances that carry the electrolyte's current [ohm m2]."""
    T = temperature(m, s)
    return float(sum(r / factor(m, law, T) for r, law in zip(m.ohmic, m.ohmic_law, strict=True)))


def inner(m: Numbers, s: Fields) -> float:
    """Return the voltage before the contacts, which the leakage of the separator sees [V]."""
    return s.V + m.f[A.CONTACT] * s.i


def _lumped(m: Numbers, s: Fields) -> float:
    assert s.dlumped is not None
    worst = 0.0
    for side, sign in ((0, 1.0), (1, -1.0)):
        y, C = s.faces[side], m.face[side, A.FACE_C]
        if m.planar[side] == A.METAL:
            worst = max(worst, abs(F * s.dlumped[A.METAL_N + side] + y))
        if m.planar[side] != A.NONE:
            stored = C * s.dlumped[A.FACE_N + side] if C > 0.0 else 0.0
            worst = max(worst, abs(sign * s.j - y - stored))
    return float(worst)


def _top(v: Array) -> float:
    return float(np.abs(v).max()) if len(v) else 0.0
