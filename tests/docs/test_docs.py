"""The documentation says what there is: every command, table, public name, quantity, example."""

import importlib
import inspect
import re

import pytest
from support import ROOT

from ionwright import data
from ionwright.cli import app

PUBLIC = [
    "cell", "core", "data", "ion", "network", "network.evaluate", "numerics", "plant", "plant.line",
    "plot", "plot.network", "plot.plant", "report", "units",
]  # fmt: skip


def commands():
    import typer.main

    def walk(command, path):
        yield path, command
        for name, below in getattr(command, "commands", {}).items():
            yield from walk(below, (*path, name))

    return list(walk(typer.main.get_command(app), ("ionwright",)))


@pytest.mark.parametrize(("path", "command"), commands(), ids=lambda v: str(v)[:40])
def test_every_command_and_option_says_what_it_does(path, command):
    assert command.help
    for parameter in command.params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), (path, parameter.name)


def test_every_leaf_command_has_an_example_and_json():
    for path, command in commands():
        if getattr(command, "commands", None) or path in [("ionwright",)]:
            continue
        assert "json" in {p.name for p in command.params}, path


@pytest.mark.parametrize("module", PUBLIC)
def test_public_names_are_few_and_documented(module):
    found = importlib.import_module(f"ionwright.{module}")
    assert found.__doc__
    assert len(found.__all__) <= 15
    for name in found.__all__:
        thing = getattr(found, name)
        if inspect.isfunction(thing) or inspect.isclass(thing):
            assert thing.__doc__, f"{module}.{name}"


def _equations_with_units():
    from ionwright.cell import balance, planar, resistance, stack
    from ionwright.ion import conductivity, interface, pressing, transport

    for module in (
        balance,
        planar,
        resistance,
        stack,
        conductivity,
        interface,
        pressing,
        transport,
    ):
        for name, thing in vars(module).items():
            mine = getattr(thing, "__module__", "") == module.__name__
            if (
                mine
                and not name.startswith("_")
                and (inspect.isclass(thing) or inspect.isfunction(thing))
            ):
                yield f"{module.__name__}.{name}", thing


@pytest.mark.parametrize(
    ("name", "thing"), [pytest.param(n, t, id=n) for n, t in _equations_with_units()]
)
def test_physics_says_its_units(name, thing):
    text = inspect.getdoc(thing) or ""
    if inspect.isclass(thing):
        text += "".join(inspect.getdoc(f) or "" for f in vars(thing).values() if callable(f))
    assert re.search(r"\[[^\]]+\]", text), name


def test_every_quantity_has_symbol_unit_and_meaning():
    from ionwright.data._rows import quantities
    from ionwright.units import known
    from ionwright.units._table import TABLE

    dimensions = {si for _, _, si in TABLE.values()}
    for name, (symbol, unit, meaning) in quantities().items():
        assert symbol, name
        assert meaning, name
        unit = unit.replace("money", "EUR")  # any currency, that of the row
        assert known(unit) or unit in dimensions, (name, unit)


def test_readme_names_both_commands_and_runs():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text
    block = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert block is not None
    code = "\n".join(r for r in block.group(1).splitlines() if not r.startswith("iw.plot"))
    assert len(block.group(1).strip().splitlines()) <= 10
    exec(compile(code, "README", "exec"), {})


@pytest.mark.parametrize(
    "page",
    [
        "tutorials/five-minutes.md",
        "tutorials/run-a-cell.md",
        "how-to/choose-a-model.md",
        "how-to/come-from-pybamm.md",
        "how-to/cost-a-plant.md",
        "how-to/plan-a-supply-chain.md",
        "how-to/run-a-line.md",
        "how-to/write-a-route.md",
    ],
)
def test_python_in_the_pages_runs(page, tmp_path, monkeypatch):
    """Block after block in one session, as a reader would type them; figures are not shown."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    session: dict = {}
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        code = "\n".join(row for row in block.splitlines() if not row.startswith("iw.plot"))
        exec(compile(code, page, "exec"), session)


def test_options_of_commands_in_the_pages_exist():
    known = {
        " ".join(path[1:]): {o for p in command.params for o in getattr(p, "opts", ())}
        for path, command in commands()
    }
    for page in sorted((ROOT / "docs").glob("*/*.md")):
        text = page.read_text(encoding="utf-8").replace("\\\n", " ")
        for words, rest in re.findall(
            r"^\s*ionwright (tour|doctor|[a-z]+ [a-z]+)(.*)$", text, re.M
        ):
            for option in re.findall(r"--[a-z]+", rest):
                assert option in known[words], (page.name, words, option)


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*/*.md")), ids=lambda p: p.name)
def test_commands_in_the_pages_exist(page):
    known = {" ".join(path[1:3]) for path, _ in commands()} | {"tour", "doctor"}
    for line in re.findall(r"^\s*(?:\$ )?ionwright ([a-z]+(?: [a-z]+)?)", page.read_text(), re.M):
        words = line.split()
        assert line in known or words[0] in ("tour", "doctor"), line


def test_nothing_of_a_machine_is_in_the_text():
    """Neither folders of a machine nor words about how the work was organised."""
    import subprocess

    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    for name in files:
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".csv", ".sh", ".html", ".cff", ".txt"}:
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(^|[\s\"'(])/(work|home|root)/", text), name


def test_data_pages_cover_every_table():
    import sys

    sys.path.insert(0, str(ROOT / "docs" / "_ext"))
    try:
        pages = importlib.import_module("data_pages")
    finally:
        sys.path.pop(0)
    source = inspect.getsource(pages)
    assert "csv" in source
    assert len(data.TABLES) == 25
