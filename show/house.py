"""HOUSE: the full-size runs behind the issue's claims, each with its figure and its target."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import bad_inputs
import contracts

from ionwright import cell, data, units
from ionwright.cell import compare, files

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
failures: list[str] = []


def head(number: int, text: str) -> None:
    """Print a heading."""
    print(f"\n== {number}. {text}")


def told(name: str, value: str, target: str, ok: bool) -> None:
    """Print one figure beside its target."""
    print(f"{'ok  ' if ok else 'MISS'}  {name}: {value}  (target: {target})")
    if not ok:
        failures.append(name)


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment."""
    return subprocess.run([str(BIN / words[0]), *words[1:]], capture_output=True, text=True)


def designs() -> None:
    """Show nine designs, the worked case and published cells."""
    head(2, "nine designs, the worked case, published and makers' cells")
    print(f"$ ionwright cell list\n{run('ionwright', 'cell', 'list').stdout}")
    for name in cell.names():
        sheet = cell.specify(cell.load(name))
        masses: Counter[str] = Counter()
        for row in sheet.bill:
            masses[row["item"]] += row["mass_per_energy"] * 3.6e6
        top = ", ".join(f"{item} {kg:.3f}" for item, kg in masses.most_common(6))
        parts = ", ".join(
            f"{c.where} {c.name} {c.value * 1e4:.1f}"
            for c in sheet.causes
            if c.value > 0.02 * sheet.resistance
        )
        print(f"{name}\n  kg/kWh: {top}; total {sum(masses.values()):.3f}\n  ohm cm2: {parts}")
        told(f"laws of {name}", sheet.status, "done", sheet.status == "done")
    _worked_case()
    print("\npublished and makers' cells: stated | ours")
    for c in compare.comparisons():
        stated, ours = (units.show(v, c.unit) for v in (c.stated, c.ours))
        closed = " (made to close)" if c.closed else ""
        print(f"  {c.design} {c.output}: {stated} | {ours}, {c.ours / c.stated - 1:+.1%}{closed}")
        print(f"      {c.why}")


def _worked_case() -> None:
    sheet = cell.specify(cell.load("worked-case"))
    h = sheet.headline
    found = {
        "mass, mg/cm2": (sheet.package.mass / sheet.package.faces * 100, 35.22),
        "Wh/kg": (h["specific_energy"].value / 3600, 431.5),
        "Wh/L discharged": (h["energy_density_discharged"].value / 3.6e6, 1245.6),
        "Wh/L charged": (h["energy_density_charged"].value / 3.6e6, 1074.7),
    }
    for name, (value, target) in found.items():
        ok = abs(value / target - 1.0) < 1e-3
        told(f"worked case, {name}", f"{value:.2f}", f"{target} to 0.1 %", ok)


def provenance() -> None:
    """Count numbers by kind and refuse one broken row of each sort."""
    head(3, "provenance")
    rows = [row for name in data.TABLES for row in data.table(name)]
    kinds = Counter(row.kind for row in rows)
    print("numbers by kind:", ", ".join(f"{n} {k}" for k, n in kinds.most_common()), "=", len(rows))
    print(f"curves: {len(data.curves())}, sources: {len(data.sources())}")
    bare = [r for r in rows if not (r.source and r.value.unit and r.value.locator)]
    told("numbers without source, unit or locator", str(len(bare)), "0", not bare)
    inputs = [
        v for n in cell.names() for v in cell.load(n).origin.values() if v.source != "default"
    ]
    bare_inputs = [v for v in inputs if not (v.kind and v.source and v.locator)]
    counted = Counter(v.kind for v in inputs)
    print("inputs of the nine designs:", ", ".join(f"{n} {k}" for k, n in counted.most_common()))
    told("inputs of designs without them", str(len(bare_inputs)), "0", not bare_inputs)
    done = run("pytest", "-q", str(ROOT / "tests/data/test_tables.py"), "-k", "broken or refused")
    told(
        "broken rows refused by a test",
        done.stdout.strip().splitlines()[-1],
        "all pass",
        done.returncode == 0,
    )


def speed() -> None:
    """Time start-up, best of five."""
    head(4, "start-up, best of five fresh processes")
    cases = {
        'python -X importtime -c "import ionwright"': (
            [sys.executable, "-c", "import ionwright"],
            0.3,
        ),
        "ionwright --help": ([str(BIN / "ionwright"), "--help"], 0.5),
        "ionwright cell spec": ([str(BIN / "ionwright"), "cell", "spec", cell.names()[0]], 0.8),
    }
    for name, (words, target) in cases.items():
        best = 1e9
        for _ in range(5):
            begun = time.perf_counter()
            subprocess.run(words, capture_output=True, check=True)
            best = min(best, time.perf_counter() - begun)
        told(name, f"{best:.2f} s", f"under {target} s", best < target)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import ionwright"],
        capture_output=True,
        text=True,
        check=True,
    )
    last = done.stderr.strip().splitlines()[-1]
    cumulative = int(last.split("|")[1]) / 1e6
    told("python -X importtime, cumulative", f"{cumulative:.3f} s", "under 0.3 s", cumulative < 0.3)


def round_trips() -> None:
    """Read and write every design file; validate it by somebody else's validator."""
    head(5, "round trips and somebody else's JSON Schema validator")
    import tomllib

    import jsonschema

    schema = json.loads((ROOT / "src/ionwright/cell/schema.json").read_text(encoding="utf-8"))
    names = cell.names() + cell.published()
    same = sum(cell.dumps(cell.load(n)) == cell.load(n).text for n in names)
    told("files written back to the letter", f"{same} of {len(names)}", "all", same == len(names))
    valid = 0
    for name in names:
        jsonschema.validate(tomllib.loads(cell.load(name).text), schema)
        valid += 1
    told("files that jsonschema accepts", f"{valid} of {len(names)}", "all", valid == len(names))
    step = files.schema_text() == (ROOT / "src/ionwright/cell/schema.json").read_text("utf-8")
    told("committed schema in step", str(step), "True", step)


def bad() -> None:
    """Show the message of every bad input."""
    head(6, "bad inputs")
    with tempfile.TemporaryDirectory() as folder:
        cases = bad_inputs.cases(Path(folder))
        good = 0
        for name, (words, said) in cases.items():
            done = subprocess.run(
                [str(BIN / "ionwright"), *words],
                capture_output=True,
                text=True,
                cwd=folder,
                env={**os.environ, "COLUMNS": "200"},
            )
            message = done.stderr.strip().replace(folder + "/", "")
            good += done.returncode == 2 and said in done.stderr and "Traceback" not in message
            print(f"  {name} -> {done.returncode}\n      {message}")
        told(
            "bad inputs told clearly",
            f"{good} of {len(cases)}",
            "all, at least 30",
            good == len(cases) and good >= 30,
        )


def contract() -> None:
    """Break each import contract in a copy of the tree."""
    head(7, "import contracts broken on purpose")
    for name in contracts.BREAKS:
        with tempfile.TemporaryDirectory() as folder:
            ok, said = contracts.caught(name, Path(folder))
        told(name, said, "caught", ok)


def machine() -> None:
    """Time the two commands on a fresh clone."""
    head(1, "from an empty machine: make run and make test on a fresh clone")
    # a `make` that runs this hands its own variables on, ARGS among them
    plain = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKEOVERRIDES", "ARGS")}
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "ionwright"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        for words, target in (
            (["make", "run"], 180),
            (["make", "run"], 60),
            (["sh", "tools/bootstrap.sh", "test"], 600),  # the tools that `make test` needs
            (["make", "test"], 180),
        ):
            begun = time.perf_counter()
            done = subprocess.run(words, cwd=clone, capture_output=True, text=True, env=plain)
            took = time.perf_counter() - begun
            for line in done.stdout.splitlines():
                if line.startswith(("== ", "Ionwright tour")) or " passed" in line:
                    print(f"      {line}")
            ok = done.returncode == 0 and took < target
            told(
                " ".join(words), f"exit {done.returncode}, {took:.0f} s", f"exit 0, {target} s", ok
            )
            if done.returncode != 0:
                print(done.stdout[-2000:], done.stderr[-2000:])
        _wheel(clone, Path(folder))


def _wheel(clone: Path, folder: Path) -> None:
    """Build the wheel and use it in an empty environment outside the tree."""
    empty = folder / "empty"
    python = str(empty / "bin" / "python")
    quiet = ["-q", "--disable-pip-version-check"]
    for words in (
        [str(clone / ".venv/bin/pip"), "wheel", *quiet, "--no-deps", "-w", str(folder), str(clone)],
        [sys.executable, "-m", "venv", str(empty)],
    ):
        subprocess.run(words, check=True, capture_output=True)
    (wheel,) = folder.glob("ionwright-*.whl")
    subprocess.run([python, "-m", "pip", "install", *quiet, str(wheel)], check=True)
    for words in (["doctor"], ["cell", "spec", cell.names()[0]], ["tour", "--out", "tour"]):
        done = subprocess.run(
            [str(empty / "bin" / "ionwright"), *words], cwd=folder, capture_output=True, text=True
        )
        name = f"wheel ({wheel.stat().st_size / 1e3:.0f} kB): ionwright {' '.join(words)}"
        told(name, f"exit {done.returncode}", "exit 0", done.returncode == 0)


def main() -> int:
    """Run all; name numbers to run only some, for example ``ARGS="2 6"``."""
    parts = {
        1: machine,
        2: designs,
        3: provenance,
        4: speed,
        5: round_trips,
        6: bad,
        7: contract,
    }
    for number in [int(a) for a in sys.argv[1:]] or list(parts):
        parts[number]()
    print(f"\n{len(failures)} missed" + (f": {', '.join(failures)}" if failures else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
