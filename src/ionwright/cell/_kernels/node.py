"""Charge transfer at one node: the current density that a potential difference drives."""

import math

from ionwright.numerics.jit import kernel
from ionwright.numerics.table import look_up

TINY = 1e-9


@kernel
def surface(tab, meta, row, x):
    """Return U, dU/dx, i_0/(sqrt c factor) and its slope at surface stoichiometry `x`.

    `meta[row]` = (start, pieces, low, width) of U, then the same of g; i_0 = 2 sqrt(x (1 - x)) g(x)
    with the singular ends in closed form.
    """
    U, dU = look_up(tab, int(meta[row, 0]), int(meta[row, 1]), meta[row, 2], meta[row, 3], x)
    g, dg = look_up(tab, int(meta[row, 4]), int(meta[row, 5]), meta[row, 6], meta[row, 7], x)
    inside = min(max(x, TINY), 1.0 - TINY)
    root = math.sqrt(inside * (1.0 - inside))
    i_0 = 2.0 * root * g
    d = (1.0 - 2.0 * inside) / root * g + 2.0 * root * dg
    if x <= TINY or x >= 1.0 - TINY:
        d = 0.0
    return U, dU, i_0, d


@kernel
def transfer(tab, meta, row, u, x_hist, rho, film, scale, thermal, y):
    """Return the interface current density y [A/m2], dy/du and dy/dln(scale) at one node.

    Solves u - U(x) - film y - 2 (R T/F) asinh(y/(2 scale i_0(x))) = 0 with x = x_hist - rho y,
    by Newton from the guess `y`; the left side falls with y, so the root is unique.

    Parameters
    ----------
    rho : float
        Fall of the surface stoichiometry per current density within this stage [m2/A].
    scale : float
        Factor on i_0 (electrolyte concentration, temperature) [1].
    thermal : float
        R T/F [V].
    """
    slope, by_scale = -1.0, 0.0
    for _ in range(60):
        x = x_hist - rho * y
        U, dU, i_0, d_i = surface(tab, meta, row, x)
        i_0 = max(scale * i_0, 1e-300)
        z = 0.5 * y / i_0
        s = math.sqrt(1.0 + z * z)
        h = u - U - film * y - 2.0 * thermal * math.asinh(z)
        dz = 0.5 / i_0 + 0.5 * y / (i_0 * i_0) * scale * d_i * rho
        slope = dU * rho - film - 2.0 * thermal * dz / s
        if slope > -1e-30:
            slope = -film - thermal / (i_0 * s) - 1e-30
        by_scale = 2.0 * thermal * z / s
        step = h / slope
        limit = 2.0 * abs(y) + 20.0 * i_0 + 1e-12
        if step > limit:
            step = limit
        elif step < -limit:
            step = -limit
        y -= step
        if abs(step) <= 1e-7 * (abs(y) + i_0):
            break  # quadratic: what is left is near 1e-14
    return y, -1.0 / slope, -by_scale / slope
