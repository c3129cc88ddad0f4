"""Lines that are scripts beside this one: each runs in a process of its own."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent


def run(name: str, parts: Mapping[int, tuple[str, str]]) -> int:
    """Run the scripts whose numbers stand on the command line, all if none does.

    Parameters
    ----------
    name : str
        Of the issue.
    parts : mapping of int to (heading, script)

    Returns
    -------
    int
        1 if a script missed a target, else 0.
    """
    parser = argparse.ArgumentParser(description=f"{name}, line by line.")
    parser.add_argument("part", nargs="*", type=int, help="lines to run; all if none is given")
    asked = parser.parse_args()
    missed = []
    for number, (text, script) in parts.items():
        if asked.part and number not in asked.part:
            continue
        print(f"\n== {number}. {text}", flush=True)
        begun = time.perf_counter()
        if subprocess.run([sys.executable, HERE / f"{script}.py"]).returncode:
            missed.append(script)
        print(f"-- {time.perf_counter() - begun:.0f} s", flush=True)
    print(f"\n{len(missed)} scripts missed" + (": " + ", ".join(missed) if missed else ""))
    return 1 if missed else 0
