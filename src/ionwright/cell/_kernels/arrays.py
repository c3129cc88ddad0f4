"""The arrays of one cell, as kernels see them. The driver makes and owns them."""

from __future__ import annotations

from collections import namedtuple

Numbers = namedtuple(
    "Numbers",
    [
        "k",  # int [7]: cells in negative, separator, positive; binary; populations of the
        # negative, of both; whether the planar face lies in the salt
        "f",  # float [8]: see lower.py
        "h",  # [n] width of a cell [m]
        "eps",  # [n] volume fraction of the electrolyte [1]
        "kappa",  # [n] effective ionic conductivity [S/m]
        "diffusivity",  # [n] effective salt diffusivity [m2/s]
        "sigma",  # [n] effective electronic conductivity [S/m]; 1 in the separator
        "a",  # [P] area of a population per volume of electrode [1/m]
        "radius",  # [P] particle radius [m]
        "D",  # [P] diffusivity in the particles [m2/s]
        "film",  # [P] film resistance on the touching area [ohm m2]
        "c_max",  # [P] maximum concentration [mol/m3]
        "meta",  # [P, 8] where the tables of U and g stand
        "table",  # [rows, 6] pieces of all tables
        "eigen",  # [M] eigenvalues of the radial modes
        "surface",  # [M] surface values of the radial modes
    ],
)
"""What does not change during a run."""

State = namedtuple(
    "State",
    [
        "q",  # [n, P, M] modal amplitudes of stoichiometry
        "c",  # [n] salt concentration [mol/m3]
        "z",  # [n, 2] potential difference u [V] and salt concentration
        "y",  # [n, P] interface current density [A/m2]
        "io",  # [3] current density [A/m2], voltage [V], charge of the segment [C/m2]
        "rate_q",  # [6, n, P, M] rates of q at the stages of a step
        "rate_c",  # [6, n] rates of c
        "rate_i",  # [6] current densities at the stages, the rates of the charge
    ],
)
"""What a step changes."""

Work = namedtuple(
    "Work",
    [
        "q",  # [n, P, M] history of q within a stage
        "c",  # [n] history of c
        "x",  # [n, P] history of the surface stoichiometry
        "rho",  # [P] its response to the interface current [m2/A]
        "lower",  # [n, 2, 2] blocks of the Newton matrix
        "middle",
        "upper",
        "residual",  # [n, 2]
        "border",  # [n, 2] minus the derivative of the residual by the current
        "gradient",  # [n, 2] derivative of the voltage by the fields
        "delta",  # [n, 2]
        "saved",  # [n (P (M + 1) + 3) + 3] start of a step, to go back to
    ],
)
"""Memory that a step uses and nobody reads afterwards."""
