"""How the numbers of one cell lie in four flat arrays, as kernels see them.

    k     int [K]    counts and offsets: where everything else begins
    f     numbers, constant in a run: constants, cells, populations, faces, tables
    slow  what ageing moves: constant within a step, free to change between steps
    s     the state: x | z | rates of x at the six stages of a step | terminal current, voltage
    w     memory that a step uses and nobody reads afterwards

With n cells over the thickness (negative electrode, separator where it holds salt, positive
electrode), P populations (those of the negative first), W the larger number of populations of
one electrode and M radial functions, node a = i W + l is population l of the electrode that
cell i belongs to.

    x, differential: q [n W M] radial amplitudes, or metal and dead metal of a plating population;
        hysteresis [n W] if there is any; salt [n] if there is any; u [n] if a double layer
        stores charge; then the lumped states, METAL_N to PASSED.
    z, algebraic: u [n] = phi_s - phi_e [V]; salt [n] [mol/m3]; y [n W] current density of charge
        transfer on the touching area, positive out of the host [A/m2]; then j, y of the planar
        faces.

`Numbers` holds the same numbers under their names, in the shapes below; `pack` lays them out.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

# The head of k: cells (negative, separator, positive, all), whether there is salt, populations (of
# the negative, all), W and M; whether sigma changes with contents, temperature is a state, hosts
# have hysteresis, double layers store charge; offsets in x and its length; offsets in z and its
# length; pieces of a table and of a law, ohmic layers; rates and terminals in s
(
    N_N, N_S, N_P, N, SALT, P_N, P_ALL, W, M, VARIES, HEAT, HYST, CHARGED, O_H, O_C, O_U, O_L, X,
    Z_Y, Z_J, Z, PIECES, LAWS, N_OHMIC, RATE, IO, HEAD,
) = range(27)  # fmt: skip
# Lumped states, after k[O_L]: metal of both planar faces [mol/m2], their double layers [V],
# temperature [K], charge through the terminals and through the electrolyte [C/m2], work [J/m2]
METAL_N, METAL_P, FACE_N, FACE_P, KELVIN, GIVEN, PASSED, WORKED, LUMPED = range(9)
# The head of f
(
    T_REF, AMBIENT, CAPACITY, COOLING, LEAK, CONTACT, C_REF, T_PLUS, THERMO, METAL_REF, U_BARE,
    PLATE_REF, LAW_LOW, LAW_WIDTH, F_LENGTH,
) = range(15)  # fmt: skip
# Columns of a population's tables over stoichiometry
POTENTIAL, EXCHANGE, GAP, SIGMA, MOBILITY, ENTROPY, COLUMNS = range(7)
# Kinds of populations: host with one diffusivity, host whose rate changes with its content,
# lithium metal on particles
HOST, CHANGING, PLATED = range(3)
# What a planar face is: no planar face, one of constant potential, lithium metal
NONE, STEADY, METAL = range(3)
# What f holds of a planar face: U [V], i_0 [A/m2], film [ohm m2], theta [1], double layer [F/m2]
FACE_U, FACE_I_0, FACE_FILM, FACE_THETA, FACE_C, FACE_INPUTS = range(6)
# What w holds of it: phi = PHI + PHI_J dj + PHI_C dc, the same of y, then i_0 and film at this
# temperature, per area of the face
PHI, PHI_J, PHI_C, Y, Y_J, Y_C, I_0, FILM, FACE = range(9)
# A cell's factored block: (du, dln c) = (P, Q) + (PJ, QJ) dj - U (du, dln c)_next
U_11, U_12, U_21, U_22, B_P, B_Q, B_PJ, B_QJ, BLOCK = range(9)
# What w notes of temperature: R T/F [V], chi [V], T [K]
THERMAL, CHI, NOW, VOLT = range(4)
# What w notes of time: the times of the rows 0 to 7 of z; Newton sweeps so far; whether rows 0
# and 1 hold a step; whether all stages of this step do; whether the mirror holds a step, and how
# long that was
SWEEPS, BEFORE, DONE, MIRRORED, MIRROR_DT, TIMES = range(8, 14)
STAGES, ROWS = 6, 8
"""Stages of a step; rows of z that are kept: two of the step before and those of the stages."""
# Where the named arrays begin: ints in k, floats in f, in slow and in w. The name of a constant is
# a prefix and the name of its array in `Numbers`, SLOW or WORK, in the order of these
(
    I_LAW_OF_CELL, I_KIND, I_LAWS, I_AT, I_PLANAR, I_FACE_LAW, I_OHMIC_LAW, I_SALT_AT, F_H,
    F_EPS, F_KAPPA, F_DIFFUSIVITY, F_SIGMA, F_A, F_RADIUS, F_D, F_FILM, F_THETA, F_C_MAX,
    F_LAYER, F_DECAY, F_SWELLING, F_CONSTANT, F_FACE, F_OHMIC, F_EIGEN, F_SURFACE, F_LAW_TABLE,
    F_TABLE, F_TILT, F_END, S_CONTACT, S_ACTIVE, S_FILM, S_FACE_CONTACT, S_FACE_FILM, W_X, W_V,
    W_POINTS, W_MIRROR, W_TIMES, W_IO, W_VOLTS, W_PICK, W_XH, W_MH, W_RHO, W_RHO_P, W_LEFT, W_TURN,
    W_ROOT, W_HALF, W_Y0, W_YU, W_YC, W_S, W_SU, W_SC, W_HALF_E, W_HALF_S, W_HALF_D, W_SLOPE_E,
    W_SLOPE_D, W_BASE_E, W_BASE_D, W_RE, W_G, W_GJ, W_SRC, W_FADE, W_TILT, W_DROP, W_MADE,
    W_BLOCK, W_D0, W_D1, W_AREA, W_RATE, W_I0, W_FILM, W_FLUX, W_FACE, W_OHMIC, W_VOLT,
) = range(HEAD, HEAD + 84)  # fmt: skip
END = W_VOLT + 1
"""Length of the head of k; the ints of the cell follow."""

Numbers = namedtuple(
    "Numbers",
    [
        "k",  # int [HEAD] counts and offsets
        "f",  # [F_LENGTH] constants
        "law_of_cell",  # int [n] law of kappa and of the salt's diffusivity over temperature
        "kind",  # int [P] HOST, CHANGING or PLATED
        "laws",  # int [2 P] laws of diffusivity and exchange current over temperature
        "at",  # int [P COLUMNS] first coefficient of a table in `table`, or -1
        "planar",  # int [2] NONE, STEADY or METAL
        "face_law",  # int [2] law of the planar exchange currents
        "ohmic_law",  # int [layers]
        "salt_at",  # int [2] first coefficients of kappa and diffusivity over c/C_REF, or -1
        "h",  # [n] width of a cell [m]
        "eps",  # [n] volume fraction of the electrolyte [1]
        "kappa",  # [n] effective ionic conductivity at C_REF and T_REF [S/m]
        "diffusivity",  # [n] effective salt diffusivity there [m2/s]
        "sigma",  # [n] effective electronic conductivity, without what varies [S/m]
        "a",  # [P] particle surface per volume of electrode [1/m]
        "radius",  # [P] particle radius [m]
        "D",  # [P] diffusivity in the particles at T_REF [m2/s]; dead rate [1/s] if PLATED
        "film",  # [P] film resistance on the touching area [ohm m2]
        "theta",  # [P] share of the surface that touches electrolyte [1]
        "c_max",  # [P] maximum concentration [mol/m3]
        "layer",  # [P] double-layer capacity of the touching area [F/m2]
        "decay",  # [P] of hysteresis [1]
        "swelling",  # [P] volume change from stoichiometry 0 to 1 [1]
        "constant",  # [P COLUMNS] a law's value where it has no table
        "face",  # [2, 5] U [V], i_0 [A/m2], film [ohm m2], theta [1], double layer [F/m2]
        "ohmic",  # [layers] resistances that carry the electrolyte's current [ohm m2]
        "eigen",  # [M] eigenvalues of the radial functions
        "surface",  # [M] their surface values
        "law_table",  # coefficients of ln factor over temperature, six a piece
        "table",  # coefficients of all tables, six a piece
    ],
)
"""The numbers of a cell under their names: what a readable model sees."""


INTS, FLOATS = Numbers._fields[2:10], Numbers._fields[10:]
"""Names of the integer arrays in k, and of the arrays in f."""
DERIVED = ("tilt", "end")
"""Names of the arrays in f, behind these, that follow from the widths of the cells."""


def pack(m: Any, work: dict[str, int]) -> tuple[Any, Any]:
    """Return k and f of a cell; `work` gives the lengths of the arrays in w, by name."""
    k = np.zeros(END, np.int64)
    k[:HEAD] = m.k
    k[N_OHMIC], k[RATE] = len(m.ohmic), m.k[X] + m.k[Z]
    k[IO] = k[RATE] + STAGES * m.k[X]
    ints = {name: np.asarray(getattr(m, name)) for name in INTS}
    floats = {name: np.ravel(getattr(m, name)) for name in FLOATS}
    floats.update(zip(DERIVED, (tilts(m), ends(m)), strict=True))
    _place(k, I_LAW_OF_CELL, END, {name: len(v) for name, v in ints.items()})
    _place(k, F_H, F_LENGTH, {name: len(v) for name, v in floats.items()})
    _place(k, S_CONTACT, 0, slow_lengths(m))
    _place(k, W_X, 0, {name: work[name] for name in WORK})
    for name in ("at", "salt_at"):  # from places in `table` to places in f
        ints[name] = np.where(ints[name] >= 0, ints[name] + k[F_TABLE], -1)
    return np.concatenate([k, *ints.values()]), np.concatenate([m.f, *floats.values()])


def tilts(m: Any) -> Any:
    """Return how much currents made beside a face count in the halves next to it, [n + 1, 4] [1].

    The current of an electrode is the parabola through a face and both its neighbours. With
    weights that rise over the cell on its left, of width a, and fall over that on its right, of
    width b, it amounts to i - P v_l - Q v_r on the left and i + P' v_r + Q' v_l on the right,
    v being what each cell makes: P = (a + 2 b)/(6 (a + b)), Q = a^2/(6 b (a + b)), and the same
    with a and b exchanged. All are divided by what `paths` multiplies them with where both sides
    resist alike, a b/(a + b)^2. 0 where a face has not two cells of one electrode.
    """
    n_n, n_s, n = int(m.k[N_N]), int(m.k[N_S]), len(m.h)
    out = np.zeros((n + 1, 4))
    for i in (*range(1, n_n), *range(n_n + n_s + 1, n)):
        a, b = m.h[i - 1], m.h[i]
        out[i] = a + 2.0 * b, a * a / b, b + 2.0 * a, b * b / a
        out[i] *= (a + b) / (6.0 * a * b)
    return out.ravel()


def ends(m: Any) -> Any:
    """Return how much the first cells of an electrode count at its four ends, [4, 2] [1].

    Beside the end of an electrode, where the current is known, the parabola through its faces
    amounts to that less (1/3 + q) v_1 - q a/b v_2, q = a/(6 (a + b)), of widths a and b.
    The ends are those of the negative at collector and separator, of the positive at separator
    and collector.
    """
    n_n, first, n = int(m.k[N_N]), int(m.k[N_N] + m.k[N_S]), len(m.h)
    out = np.zeros((4, 2))
    for end, i, beside in ((0, 0, 1), (1, n_n - 1, -1), (2, first, 1), (3, n - 1, -1)):
        cells = n_n if end < 2 else n - first
        if cells == 1:
            out[end] = 1.0 / 3.0, 0.0
        elif cells > 1:
            a, b = m.h[i], m.h[i + beside]
            q = a / (6.0 * (a + b))
            out[end] = 1.0 / 3.0 + q, q * a / b
    return out.ravel()


def _place(k: Any, first: int, begin: int, lengths: dict[str, int]) -> None:
    """Put arrays one after the other from `begin`; k[first] and its followers say where."""
    for place, length in enumerate(lengths.values()):
        k[first + place] = begin
        begin += length


def slow_lengths(m: Any) -> dict[str, int]:
    """Return the lengths of the slow states, by name."""
    P = len(m.a)
    return {
        **dict.fromkeys(("contact", "active", "film"), P),  # of the populations
        **dict.fromkeys(("face_contact", "face_film"), 2),  # of the planar faces
    }


def work_lengths(m: Any) -> dict[str, int]:
    """Return the lengths of the arrays in w, by name."""
    n, P = len(m.h), len(m.a)
    a, x, z = n * int(m.k[W]), int(m.k[X]), int(m.k[Z])
    return {
        **dict.fromkeys(("x", "v"), x),  # history of x within a stage, and x at its end
        "points": ROWS * z,  # z: rows 0 and 1 in the step before, 2 at the start, then stages
        "mirror": STAGES * z,  # rows 2 to 7 of a step that was taken back
        "times": TIMES,  # of all these rows, and what step.py notes beside them
        "io": 2,  # terminal current and voltage at the start
        "volts": 2 * STAGES,  # voltage and current at the stages
        "pick": ROWS,  # weights of the rows
        # history of surface and mean stoichiometry; response of the surface to y [m2/A]
        **dict.fromkeys(("xh", "mh", "rho"), a),
        "rho_p": P,  # the same response where it is one for all cells
        "left": P * int(m.k[M]),  # what a stage leaves of each radial function
        # factor of salt on exchange currents, and half of d ln/dc
        **dict.fromkeys(("root", "half"), n),
        "turn": a,  # second-order term of charge transfer by y [V m4/A2]
        **dict.fromkeys(("y0", "yu", "yc"), a),  # linearised: y = y0 + yu du + yc dc
        **dict.fromkeys(("S", "Su", "Sc"), n),  # reaction per volume [A/m3] and its slopes
        # half a cell's resistance to ions, electrons and salt at the temperature and contents
        # of this stage, and slopes of the first and last by c
        **dict.fromkeys(("half_e", "half_s", "half_d", "slope_e", "slope_d"), n),
        # the first and the third at C_REF, at this temperature
        **dict.fromkeys(("base_e", "base_d"), n),
        # between the middles of cells i - 1 and i: resistance of the electrolyte, conductance
        # of both networks (0 outside electrodes), share of j, diffusion potential
        **dict.fromkeys(("re", "G", "Gj", "src"), n + 1),
        "fade": n + 1,  # by what a jump of resistance weakens what follows
        # by what the current made on both sides of a face moves u, and phi_e [ohm m2]
        **dict.fromkeys(("tilt", "drop"), 2 * (n + 1)),
        "made": 2 * n,  # current that every cell makes [A/m2], and its change by j
        "block": BLOCK * n,  # factored Newton system
        **dict.fromkeys(("d0", "d1"), 2 * n),  # step of u and c, and its change by j
        # touching surface [1/m], D/R^2 [1/s], factor on i_0, film, theta/(R F c_max) [m2/C]
        **dict.fromkeys(("area", "rate", "i0", "film", "flux"), P),
        "face": 2 * FACE,  # both planar faces
        "ohmic": 1,  # sum of the ohmic layers [ohm m2]
        "volt": VOLT,  # what follows from temperature alone
    }


SLOW = {
    name: S_CONTACT + place
    for place, name in enumerate(("contact", "active", "film", "face_contact", "face_film"))
}
WORK_NAMES = (
    "x", "v", "points", "mirror", "times", "io", "volts", "pick", "xh", "mh", "rho", "rho_p",
    "left", "turn", "root", "half", "y0", "yu", "yc", "S", "Su", "Sc", "half_e", "half_s",
    "half_d", "slope_e", "slope_d", "base_e", "base_d", "re", "G", "Gj", "src",
    "fade", "tilt", "drop", "made", "block", "d0", "d1", "area", "rate", "i0", "film", "flux",
    "face", "ohmic", "volt",
)  # fmt: skip
WORK = {name: W_X + place for place, name in enumerate(WORK_NAMES)}
"""Where k says that an array of slow or of w begins, by name."""
