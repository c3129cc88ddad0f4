"""The first use on a machine: kernels are compiled once, announced, and kept.

Both commands run in processes of their own with an empty `XDG_CACHE_HOME`.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

ROOT = Path(__file__).parents[1]
DESIGN, PROTOCOL = "sulfide-nmc811-lithium", "Discharge at 1C until 2.5 V"
OTHER = "semisolid-nmc811-graphite-silicon", "Discharge at C/2 until 3 V; Rest for 1 h"
FIRST, SECOND = 60.0, 1.5
"""Targets [s]."""
CALL = "import sys; from ionwright.cli import main; sys.exit(main())"
Told = Callable[[str, str, str, bool], None]


def command(folder: str, *words: str) -> tuple[float, subprocess.CompletedProcess[str]]:
    """Run `ionwright` in a process of its own with its cache in a folder; return the time [s].

    The package is that of this checkout, whichever is installed.
    """
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    settings = {"XDG_CACHE_HOME": folder, "PYTHONPATH": os.pathsep.join(p for p in paths if p)}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CALL, *words],
        capture_output=True,
        text=True,
        env={**os.environ, **settings},
    )
    return time.perf_counter() - begun, done


def main(told: Told, repeats: int = 5) -> None:
    """Time the first command and those after it."""
    with tempfile.TemporaryDirectory() as folder:
        took, done = command(folder, "cell", "run", DESIGN, PROTOCOL)
        said = [line for line in done.stderr.splitlines() if "compil" in line.lower()]
        print(f"      $ ionwright cell run {DESIGN} '{PROTOCOL}'\n      {' '.join(said)}")
        ok = done.returncode == 0 and took < FIRST
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        text = f"{took:.1f} s ({used.ru_utime + used.ru_stime:.1f} s of one core)"
        told("first run, compilation included", text, f"{FIRST:.0f} s", ok)
        told("compilation is announced", str(bool(said)), "True", bool(said))
        files = list(Path(folder).rglob("*.nbc"))
        size = sum(f.stat().st_size for f in files) / 1e6
        told("kept on disk", f"{len(files)} files, {size:.1f} MB", "some", bool(files))
        if done.returncode != 0:
            print(done.stderr[-2000:])
        for name, words in (("second run", (DESIGN, PROTOCOL)), ("another design", OTHER)):
            times, quiet = [], True
            for _ in range(repeats):
                took, done = command(folder, "cell", "run", *words)
                times.append(took if done.returncode == 0 else float("inf"))
                quiet = quiet and "compil" not in done.stderr.lower()
            best, middle = min(times), sorted(times)[repeats // 2]
            text = f"best {best:.2f} s, median {middle:.2f} s of {repeats}"
            told(f"{name}, process and all", text, f"{SECOND} s", best < SECOND)
            told(f"{name} says nothing of compiling", str(quiet), "True", quiet)
        more = len(list(Path(folder).rglob("*.nbc"))) - len(files)
        told("kernels compiled after the first run", str(more), "0", more == 0)


if __name__ == "__main__":
    from house import failures, told

    main(told)
    raise SystemExit(bool(failures))
