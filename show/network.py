"""NETWORK: the full-size runs behind the issue's claims, each with its figure and its target.

Each line is a script beside this one and runs in a process of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
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


def main() -> int:
    """Run all; name numbers to run only some, for example ``ARGS="1 2"``."""
    parser = argparse.ArgumentParser(description="NETWORK, line by line.")
    parser.add_argument("part", nargs="*", type=int, help="lines to run; all if none is given")
    asked = parser.parse_args()
    missed = []
    for number, (text, script) in PARTS.items():
        if asked.part and number not in asked.part:
            continue
        print(f"\n== {number}. {text}", flush=True)
        begun = time.perf_counter()
        if subprocess.run([sys.executable, HERE / f"{script}.py"]).returncode:
            missed.append(script)
        print(f"-- {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"\n{len(missed)} scripts missed" + (": " + ", ".join(missed) if missed else ""))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
