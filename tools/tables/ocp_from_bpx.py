"""Write the curve files that come from the example cells of the BPX standard (MIT).

    python tools/tables/ocp_from_bpx.py SOURCE_FOLDER [--check]

SOURCE_FOLDER holds `nmc_pouch_cell_BPX.json` and `lfp_18650_cell_BPX.json` from the folder
`examples` of the repository FaradayInstitution/BPX. The range of each curve is the one between
minimum and maximum stoichiometry that the file states for its cell.
"""

from __future__ import annotations

import argparse
import ast
import json
import operator
import sys
from pathlib import Path

import numpy as np
from curve_files import Array, settle, strictly_decreasing, table_text, thin

STEP = 0.0005
COUNT = 90
FILES = {
    "nmc111_aboutenergy2022.csv": "nmc_pouch_cell_BPX.json",
    "lfp_aboutenergy2022.csv": "lfp_18650_cell_BPX.json",
}
BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
CALLS = {"exp": np.exp, "tanh": np.tanh}


def evaluate(node: ast.AST, x: Array) -> Array | float:
    """Evaluate a formula of numbers, `x`, the four operations, powers, exp and tanh.

    Parameters
    ----------
    node : ast.AST
        Parsed formula.
    x : Array
        Stoichiometry [1].

    Returns
    -------
    Array or float
        Value of the formula.
    """
    match node:
        case ast.Expression(body=body):
            return evaluate(body, x)
        case ast.Constant(value=value):
            return float(value)
        case ast.Name(id="x"):
            return x
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -evaluate(operand, x)
        case ast.BinOp(left=left, op=op, right=right):
            return BINARY[type(op)](evaluate(left, x), evaluate(right, x))
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return CALLS[name](evaluate(argument, x))
    raise ValueError(f"not part of a BPX formula: {ast.dump(node)}")


def curve_text(path: Path) -> str:
    """Evaluate the positive electrode's potential within the range that the file states.

    Parameters
    ----------
    path : Path
        BPX file.

    Returns
    -------
    str
        Text of the curve file.
    """
    electrode = json.loads(path.read_text())["Parameterisation"]["Positive electrode"]
    low, high = electrode["Minimum stoichiometry"], electrode["Maximum stoichiometry"]
    inner = np.arange(np.ceil(low / STEP + 0.5), np.floor(high / STEP - 0.5) + 1)
    x = np.concatenate([[low], np.round(inner * STEP, 4), [high]])
    u = np.asarray(evaluate(ast.parse(electrode["OCP [V]"], mode="eval"), x), dtype=float)
    x, u, _ = strictly_decreasing(np.round(x, 6), np.round(u, 6))
    return table_text("x [1],U [V]", *thin(x, u, COUNT))


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
    files = {name: curve_text(options.source_folder / source) for name, source in FILES.items()}
    return settle(files, options.check)


if __name__ == "__main__":
    sys.exit(main())
