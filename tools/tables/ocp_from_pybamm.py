"""Write the curve files that come from the parameter sets of PyBaMM (BSD-3-Clause).

Run with PyBaMM 26.10.1.1 installed:

    python tools/tables/ocp_from_pybamm.py [--check]

Functions are evaluated, and tables read, as the package ships them. Each range below is the
one in which the source measured or which the cell of the parameter set used; nothing outside
is written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from curve_files import Array, settle, strictly_decreasing, table_text, thin
from pybamm.input.parameters import lithium_ion
from pybamm.input.parameters.lithium_ion import Chen2020, Chen2020_composite, Prada2013

DATA = Path(lithium_ion.__file__).parent / "data"
STEP = 0.0005
POTENTIAL = "x [1],U [V]"


@dataclass(frozen=True)
class FunctionCurve:
    """A potential function of a parameter set.

    Attributes
    ----------
    function : callable
        Potential [V] of the stoichiometry [1].
    low, high : float
        Range of stoichiometry [1].
    count : int
        Points in the file.
    digits : int
        Of the potential; more where it falls by less than a microvolt from point to point.
    """

    function: Callable[[Array], Array]
    low: float
    high: float
    count: int
    digits: int = 6


@dataclass(frozen=True)
class TableCurve:
    """A table shipped beside a parameter set.

    Attributes
    ----------
    table : str
        File name in the data folder.
    low, high : float
        Range of stoichiometry [1] that is kept.
    count : int
        Largest number of points in the file.
    """

    table: str
    low: float
    high: float
    count: int


FUNCTIONS = {
    # Chen et al. 2020: the measured points in nmc_LGM50_ocp_Chen2020.csv run from 0.266145 to
    # 0.905926; the points outside are marked there as added against extrapolation.
    "nmc811_chen2020.csv": FunctionCurve(Chen2020.nmc_LGM50_ocp_Chen2020, 0.2662, 0.9059, 100),
    # Chen et al. 2020, graphite with silicon suboxide: no range stated; the cell of the set uses
    # 0.0263 to 0.9106. Above 0.8 the fit is flat: it falls by less than a microvolt to 0.92.
    "graphite_siox_chen2020.csv": FunctionCurve(
        Chen2020.graphite_LGM50_ocp_Chen2020, 0.02, 0.92, 450, digits=12
    ),
    # Afshar et al. 2017 state no range. The cell of Prada2013 starts at 0.0038 and takes up
    # 2.3 Ah of the 3.2919 Ah of its positive electrode: 0.0038 + 0.6987 = 0.7025.
    "lfp_afshar2017.csv": FunctionCurve(Prada2013.LFP_ocp_Afshar2017, 0.0038, 0.7025, 90),
    # Verbrugge et al. 2015: no range stated. PyBaMM adds 1e-4 V (1/x + 1/(x - 1)) to the
    # lithiation branch; outside 0.02 to 0.98 that term exceeds 5 mV, so the ends are cut there.
    "silicon_lithiation_verbrugge2015.csv": FunctionCurve(
        Chen2020_composite.silicon_ocp_lithiation_Mark2016, 0.02, 0.98, 90
    ),
    "silicon_delithiation_verbrugge2015.csv": FunctionCurve(
        Chen2020_composite.silicon_ocp_delithiation_Mark2016, 0.02, 0.98, 90
    ),
}

TABLES = {
    # Rieger et al. 2016 in Ai et al. 2020: below 0.436640 the table is a straight line of even
    # steps (3.026 V per unit), an extension; above it ends at 0.998903.
    "lco_ai2020.csv": TableCurve("lico2_ocp_Ai2020.csv", 0.4366, 0.9990, 110),
    # Ai et al. 2020: points marked as measured run from 0.0005 to 0.999936; the first of them
    # (3 V at 0.0005, next 1.04 V at 0.00127) is left out as it is no equilibrium potential.
    "graphite_ai2020.csv": TableCurve("graphite_ocp_Enertech_Ai2020.csv", 0.001, 0.99999, 130),
    # Kim et al. 2011: digitised points 0.370214 to 0.993383. The polynomial of the parameter
    # set is not used: it leaves these points by up to 36 mV below 0.97 and by volts above 0.98.
    "nca_kim2011.csv": TableCurve("nca_ocp_Kim2011_data.csv", 0.37, 0.994, 130),
}


def function_text(curve: FunctionCurve) -> str:
    """Evaluate a function on its grid and format the file.

    Parameters
    ----------
    curve : FunctionCurve
        What to evaluate.

    Returns
    -------
    str
        Text of the curve file.
    """
    inner = np.arange(np.ceil(curve.low / STEP + 0.5), np.floor(curve.high / STEP - 0.5) + 1)
    x = np.concatenate([[curve.low], np.round(inner * STEP, 4), [curve.high]])
    u = np.asarray(curve.function(x), dtype=float)
    return potential_text(x, u, curve.count, curve.digits)


def read_table(name: str) -> Array:
    """Read a two-column table of the package, comments left out.

    Parameters
    ----------
    name : str
        File name in the data folder.

    Returns
    -------
    Array
        Two columns.
    """
    return np.genfromtxt(DATA / name, delimiter=",", comments="#")


def measured_text(curve: TableCurve) -> str:
    """Cut a table to its range and format the file.

    Parameters
    ----------
    curve : TableCurve
        What to read.

    Returns
    -------
    str
        Text of the curve file.
    """
    table = read_table(curve.table)
    inside = (table[:, 0] >= curve.low) & (table[:, 0] <= curve.high)
    return potential_text(table[inside, 0], table[inside, 1], curve.count)


def potential_text(x: Array, u: Array, count: int, digits: int = 6) -> str:
    """Drop what does not fall, thin, and format.

    Parameters
    ----------
    x : Array
        Stoichiometry [1].
    u : Array
        Potential [V].
    count : int
        Points wanted.
    digits : int
        Of the potential.

    Returns
    -------
    str
        Text of the curve file.
    """
    x, u, _ = strictly_decreasing(np.round(x, 6), np.round(u, digits))
    return table_text(POTENTIAL, *thin(x, u, count), f".{digits}f")


def diffusivity_text() -> str:
    """Format the diffusivity of lithium in graphite measured by Ecker et al. 2015.

    Returns
    -------
    str
        Text of the curve file, D in m2/s.
    """
    table = read_table("measured_graphite_diffusivity_Ecker2015.csv")
    return table_text("x [1],D [m2/s]", table[:, 0], table[:, 1], ".6e")


def all_files() -> dict[str, str]:
    """Make every curve file of this script.

    Returns
    -------
    dict of str to str
        File name to text.
    """
    files = {name: function_text(curve) for name, curve in FUNCTIONS.items()}
    files |= {name: measured_text(curve) for name, curve in TABLES.items()}
    files["graphite_diffusivity_ecker2015.csv"] = diffusivity_text()
    return files


def main() -> int:
    """Parse the command line and write or check the files.

    Returns
    -------
    int
        Exit status.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    return settle(all_files(), parser.parse_args().check)


if __name__ == "__main__":
    sys.exit(main())
