"""Every benchmark case, ours beside a peer's in the same run: `make bench`.

A case is a peer's command and ours. Each runs in fresh processes, taking turns, after one run
that warms the disk cache; what is printed is the median and the range of wall-clock time. A
program is a case that times both codes itself, within one process, and prints what it finds.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

PYTHON = sys.executable
IONWRIGHT = str(Path(PYTHON).parent / "ionwright")


@dataclass(frozen=True)
class Case:
    """Commands that do comparable work; the first is the peer's."""

    name: str
    commands: dict[str, list[str]]


CASES = [
    Case(
        "start-up",
        {
            "python -c 'import pybamm'": [PYTHON, "-c", "import pybamm"],
            "python -c 'import ionwright'": [PYTHON, "-c", "import ionwright"],
            "ionwright --help": [IONWRIGHT, "--help"],
            "ionwright cell spec": [IONWRIGHT, "cell", "spec", "sulfide-nmc811-lithium"],
        },
    ),
]

PROGRAMS = {
    "cell": ["cell_speed.py"],
    "peer": ["peer_check.py"],
}
"""Scripts of this folder, with their arguments."""


def program(name: str) -> bool:
    """Run a program with its output shown; return whether it worked."""
    script, *arguments = PROGRAMS[name]
    print(f"\n{name}:", flush=True)
    command = [PYTHON, str(Path(__file__).parent / script), *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 0


def once(command: list[str]) -> float | str:
    """Run a command; return its wall-clock time [s], or why it failed."""
    begun = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    spent = time.perf_counter() - begun
    if ran.returncode == 0:
        return spent
    told = (ran.stderr or ran.stdout).strip().splitlines()
    return f"exit code {ran.returncode}" + (f": {told[-1]}" if told else "")


def run(case: Case, repeats: int) -> bool:
    """Time one case and print it; return whether every command worked."""
    seen: dict[str, list[float]] = {label: [] for label in case.commands}
    failed: dict[str, str] = {}
    for turn in range(repeats + 1):
        for label, command in case.commands.items():
            if label in failed:
                continue
            spent = once(command)
            if isinstance(spent, str):
                failed[label] = spent
            elif turn > 0:
                seen[label].append(spent)
    print(f"\n{case.name}: median of {repeats} fresh processes (fastest to slowest)")
    peer = next(iter(case.commands))
    for label in case.commands:
        if label in failed:
            print(f"  {label:32} FAILED, {failed[label]}")
            continue
        times, middle = seen[label], statistics.median(seen[label])
        line = f"  {label:32} {middle:7.3f} s ({min(times):.3f} to {max(times):.3f})"
        if label != peer and peer not in failed:
            line += f"   {middle / statistics.median(seen[peer]):6.2f} of the peer's"
        print(line)
    return not failed


def main() -> int:
    """Run the cases asked for."""
    parser = argparse.ArgumentParser(description="Time Ionwright beside others.")
    parser.add_argument("case", nargs="*", help="names of cases; all if none is given")
    parser.add_argument("--repeats", type=int, default=7, help="runs of each command")
    asked = parser.parse_args()
    names = [case.name for case in CASES] + [*PROGRAMS]
    unknown = set(asked.case) - {*names}
    if unknown or asked.repeats < 1:
        parser.error(f"cases are {', '.join(names)}; repeats is at least 1")
    print(f"Python {platform.python_version()}, PyBaMM {version('pybamm')}, {os.cpu_count()} cores")
    chosen = asked.case or names
    fine = [run(case, asked.repeats) for case in CASES if case.name in chosen]
    fine += [program(name) for name in PROGRAMS if name in chosen]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
