"""PLANT: the full-size runs behind the issue's claims, each with its figure and its target.

Each line is a script beside this one and runs in a process of its own. Lines 3 and 5
and the time of line 7 are one script, which draws the same plants for all of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scripts import run

PARTS = {
    1: ("BatPaC 5: totals, multipliers, scale, balance", "plant_batpac"),
    2: ("ProZell: 10 and 1 GWh/yr, as coded and put right", "plant_prozell"),
    3: ("both engines, one change followed, 10,000 plants (lines 3, 5, 7)", "plant_cost"),
    4: ("all routes: cost, yields, ties of draws, price cases, shocks, floors", "plant_routes"),
    5: ("signs of a study, electrolyte and Li2S explained (rest of line 4)", "plant_signs"),
    6: ("a running line against balance and theory", "plant_line"),
    7: ("distributions, Sobol indices and tornado of every route (rest of line 7)", "plant_draws"),
    8: ("bad input", "plant_bad"),
    9: ("dry room, energy and carbon", "plant_dryroom"),
    10: ("brown field and ramp-up", "plant_convert"),
    11: ("commodities and the hand-off", "plant_commodities"),
}
"""Number -> heading and script; 9 to 11 are asked for without figures."""


if __name__ == "__main__":
    sys.exit(run("PLANT", PARTS))
