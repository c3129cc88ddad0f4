"""Import contracts broken on purpose: each in a copy of the tree, each caught."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

# name -> (file, line to add, part of the message)
BREAKS: dict[str, tuple[str, str, str]] = {
    "ion imports cell": (
        "ion/transport.py",
        "from ionwright.cell import files",
        "the story runs one way BROKEN",
    ),
    "hidden in a function": (
        "data/_items.py",
        "def _hidden():\n    from ionwright.ion import ocp\n    return ocp",
        "the story runs one way BROKEN",
    ),
    "numerics sees units": (
        "numerics/spline.py",
        "from ionwright import units",
        "numerics sees numbers only BROKEN",
    ),
    "numerics sees pydantic": (
        "numerics/spline.py",
        "import pydantic",
        "numerics sees numbers only BROKEN",
    ),
    "a kernel sees a stage": (
        "cell/_kernels/node.py",
        "from ionwright import ion",
        "kernels see numbers only BROKEN",
    ),
    "somebody imports the root": (
        "core/laws.py",
        "import ionwright",
        "nobody imports the root BROKEN",
    ),
    "cell draws": ("cell/specify.py", "import matplotlib", "drawing lives in plot BROKEN"),
    "report uses the terminal": (
        "report/page.py",
        "import rich",
        "commands and terminal colours live in cli BROKEN",
    ),
    "somebody else asks SimPy": (
        "plant/draws.py",
        "import simpy",
        "SimPy lives in plant.line BROKEN",
    ),
    "somebody else asks SALib": (
        "plant/draws.py",
        "import SALib",
        "SALib lives in plant.sensitivity BROKEN",
    ),
    "a cycle inside a stage": (
        "cell/format.py",
        "from ionwright.cell import package",
        "no cycles anywhere BROKEN",
    ),
    "a module that is on no list": ("stray.py", "X = 1", "stray"),
}


def caught(name: str, folder: Path) -> tuple[bool, str]:
    """Break one contract in a copy of the tree and say whether it was caught, and how."""
    file, line, said = BREAKS[name]
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    path = folder / "src" / "ionwright" / file
    text = path.read_text(encoding="utf-8") if path.exists() else '"""Stray."""\n'
    path.write_text(f"{text}\n\n{line}\n", encoding="utf-8")
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [str(program), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout + done.stderr
    hits = [row.strip() for row in told.splitlines() if said in row]
    return done.returncode != 0 and bool(hits), hits[0] if hits else told[-300:]
