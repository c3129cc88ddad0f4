"""Write the curve files that come from tables of other projects and from digitised figures.

    python tools/tables/tables_from_csv.py SOURCE_FOLDER [--check]

SOURCE_FOLDER holds, unchanged:

- `graphite_ocv.csv`, `nmc532_ocv.csv`, `lfp_ocv.csv` of batmods-lite 0.0.2 (BSD-3-Clause);
- `computeOCPcathodeH0b.m`, `computeDcathodeH0b.m` of the data set of Schmitt et al. 2026, of
  which only the numbers in the table are read;
- `koerver2018_strain_tables.csv` (columns material, x_Li, dV_pct) and
  `amin_chiang2016_nmc_sigma_e.csv` (columns x_in_Li1-x, NMC333_S_cm, NMC532_S_cm): numbers
  from the two papers, lines that begin with `#` left out.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path

import numpy as np
from curve_files import Array, settle, strictly_decreasing, table_text, thin

POTENTIAL = "x [1],U [V]"

# file: (source file, column, lowest x, highest x, most points).
# graphite and nmc532: the whole table; its sibling files *_extrap.csv hold the extension.
# lfp: the rows at x = -10, 0, 1 and 10 (4 V and 2 V) are walls for a solver, not data.
OCV_TABLES = {
    "graphite_batmods.csv": ("graphite_ocv.csv", "V", 0.0, 0.98, 130),
    "nmc532_batmods.csv": ("nmc532_ocv.csv", "V", 0.34, 0.996717, 110),
    "lfp_lithiation_batmods.csv": ("lfp_ocv.csv", "V_lith", 0.01, 0.99, 100),
    "lfp_delithiation_batmods.csv": ("lfp_ocv.csv", "V_delith", 0.01, 0.99, 100),
}

STRAINS = {
    "nmc622_volume_koerver2018.csv": "NMC622",
    "lco_volume_koerver2018.csv": "LCO",
    "graphite_volume_schweidler2018.csv": "graphite",
}

CONDUCTIVITIES = {
    "nmc111_sigma_e_amin2016.csv": "NMC333_S_cm",
    "nmc532_sigma_e_amin2016.csv": "NMC532_S_cm",
}


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with a header; lines that begin with `#` are left out.

    Parameters
    ----------
    path : Path
        File, with or without a byte order mark.

    Returns
    -------
    list of dict
        Rows.
    """
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def ocv_text(folder: Path, source: str, column: str, low: float, high: float, count: int) -> str:
    """Cut an open-circuit table to its range, drop what does not fall, thin and format.

    Parameters
    ----------
    folder : Path
        Where the source file lies.
    source, column : str
        Source file and its column of potentials [V].
    low, high : float
        Range of stoichiometry [1].
    count : int
        Largest number of points.

    Returns
    -------
    str
        Text of the curve file.
    """
    rows = read_rows(folder / source)
    x = np.array([float(row["x"]) for row in rows])
    u = np.array([float(row[column]) for row in rows])
    inside = (x >= low) & (x <= high)
    x, u, dropped = strictly_decreasing(np.round(x[inside], 6), np.round(u[inside], 6))
    print(f"{source} {column}: {dropped} points dropped that do not fall", file=sys.stderr)
    return table_text(POTENTIAL, *thin(x, u, count))


def strain_text(folder: Path, material: str) -> str:
    """Turn the volume change of one material from per cent into a fraction.

    Parameters
    ----------
    folder : Path
        Where the source file lies.
    material : str
        Name in the source file.

    Returns
    -------
    str
        Text of the curve file, `x` increasing.
    """
    rows = [
        (float(row["x_Li"]), float(row["dV_pct"]) / 100.0)
        for row in read_rows(folder / "koerver2018_strain_tables.csv")
        if row["material"] == material
    ]
    x, strain = np.array(sorted(rows)).T
    return table_text("x [1],dV/V [1]", x, strain)


def conductivity_text(folder: Path, column: str) -> str:
    """Order a conductivity by lithium content; the source counts what was taken out.

    Parameters
    ----------
    folder : Path
        Where the source file lies.
    column : str
        Column of conductivities [S/cm].

    Returns
    -------
    str
        Text of the curve file, `x` increasing.
    """
    rows = read_rows(folder / "amin_chiang2016_nmc_sigma_e.csv")
    pairs = [(1.0 - float(row["x_in_Li1-x"]), float(row[column])) for row in rows]
    x, sigma = np.array(sorted(pairs)).T
    return table_text("x [1],sigma_e [S/cm]", x, sigma, ".6e")


def bracket_table(path: Path) -> Array:
    """Read the two-column table that a text assigns between square brackets.

    Parameters
    ----------
    path : Path
        File.

    Returns
    -------
    Array
        Two columns.
    """
    table = re.search(r"=\s*\[([^\]]*)\]", path.read_text())
    if table is None:
        raise ValueError(f"no table in {path}")
    numbers = [float(word) for word in table.group(1).split()]
    return np.array(numbers).reshape(-1, 2)


def lnmo_files(folder: Path) -> dict[str, str]:
    """Make the two curves of LNMO: potential [V] and diffusivity [m2/s].

    Parameters
    ----------
    folder : Path
        Where the source files lie.

    Returns
    -------
    dict of str to str
        File name to text.
    """
    x, u = bracket_table(folder / "computeOCPcathodeH0b.m").T
    x, u, _ = strictly_decreasing(np.round(x, 6), np.round(u, 6))
    diffusivity = bracket_table(folder / "computeDcathodeH0b.m").T
    return {
        "lnmo_schmitt2026.csv": table_text(POTENTIAL, x, u),
        "lnmo_diffusivity_schmitt2026.csv": table_text("x [1],D [m2/s]", *diffusivity, ".6e"),
    }


def all_files(folder: Path) -> dict[str, str]:
    """Make every curve file of this script.

    Parameters
    ----------
    folder : Path
        Where the source files lie.

    Returns
    -------
    dict of str to str
        File name to text.
    """
    files = {name: ocv_text(folder, *spec) for name, spec in OCV_TABLES.items()}
    files |= {name: strain_text(folder, material) for name, material in STRAINS.items()}
    files |= {name: conductivity_text(folder, column) for name, column in CONDUCTIVITIES.items()}
    return files | lnmo_files(folder)


def main() -> int:
    """Parse the command line and write or check the files.

    Returns
    -------
    int
        Exit status.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source_folder", type=Path)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args()
    return settle(all_files(options.source_folder), options.check)


if __name__ == "__main__":
    sys.exit(main())
