"""NETWORK: the full-size runs behind the issue's claims, each with its figure and its target.

Each line is a script beside this one and runs in a process of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from scripts import run

PARTS = {
    1: ("known optima", "network_benchmark"),
    2: ("laws, by the tests that hold them", "network_laws"),
    3: ("decomposition against the whole program", "network_scale"),
    4: ("Chongqing end to end", "network_chongqing"),
    5: ("another cell, another route", "network_change"),
    6: ("cases without a plan and wrong cases", "network_bad"),
    7: ("building and solving again", "network_build"),
    8: ("four blocs", "network_blocs"),
}
"""Number -> heading and script."""


if __name__ == "__main__":
    sys.exit(run("NETWORK", PARTS))
