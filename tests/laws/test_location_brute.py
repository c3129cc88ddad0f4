"""Small location problems of our own against brute force that shares nothing with the model."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from ionwright.network.benchmark.bench import run
from ionwright.network.benchmark.families import read
from ionwright.network.direct import Effort, Loaded
from ionwright.network.driver import solve
from ionwright.network.futures import Scenarios
from ionwright.network.model import build
from ionwright.network.numbers import lower

EXACT = Effort(gap=1e-9)
REL = 1e-9
"""Both are solved to proof: only rounding differs."""


def subsets(n):
    """Return all ways to open n sites."""
    return product((0, 1), repeat=n)


def random_table(seed, sites=4, customers=5):
    rng = np.random.default_rng(seed)
    capacity = rng.integers(14, 22, sites)
    return capacity, rng.integers(50, 120, sites), rng.integers(5, 15, customers), rng.integers(
        10, 90, (sites, customers)
    )  # fmt: skip


def or_library(table):
    """Write a table as OR-Library does."""
    capacity, fixed, demand, cost = table
    rows = [f"{len(capacity)} {len(demand)}"]
    rows += [f"{c} {f}." for c, f in zip(capacity, fixed, strict=True)]
    for j, d in enumerate(demand):
        rows += [f" {d} ", " ".join(f"{x}.00" for x in cost[:, j])]
    return "\n".join(rows)


def holmberg(table):
    """Write a table as Holmberg, Roennqvist and Yuan do."""
    capacity, fixed, demand, cost = table
    rows = [f"{len(capacity)} {len(demand)}"]
    rows += [f"{c} {f}" for c, f in zip(capacity, fixed, strict=True)]
    rows += [" ".join(f"{x}." for x in row) for row in (demand, *cost)]
    return "\n".join(rows)


def shared(table):
    """Return the least cost where customers may be shared: a linear program for each opening."""
    capacity, fixed, demand, cost = table
    m, n = cost.shape
    best = np.inf
    for opened in subsets(m):
        room = np.array(opened) * capacity
        served = linprog(
            cost.ravel(),
            A_ub=np.kron(np.eye(m), demand),
            b_ub=room,
            A_eq=np.kron(np.ones(m), np.eye(n)),
            b_eq=np.ones(n),
        )
        if served.status == 0:
            best = min(best, served.fun + np.dot(opened, fixed))
    return best


def single(table):
    """Return the least cost where each customer has one site, by trying every assignment."""
    capacity, fixed, demand, cost = table
    m, n = cost.shape
    best = np.inf
    for to in product(range(m), repeat=n):
        load = np.bincount(to, weights=demand, minlength=m)
        if (load <= capacity).all():
            best = min(best, fixed[np.unique(to)].sum() + cost[list(to), range(n)].sum())
    return best


def alike(table):
    """Return the least cost where capacities are ignored."""
    capacity, fixed, demand, cost = table
    return single((np.full(len(capacity), demand.sum()), fixed, demand, cost))


def solved(tmp_path, text, family=None, name="own.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = run(read(str(path), family))
    assert found.status == "optimal"
    return found.objective


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_shared_single_and_unbounded_location(seed, tmp_path):
    table = random_table(seed)
    costs = [solved(tmp_path, or_library(table), f) for f in ("cflp", "sscflp", "uflp")]
    assert costs == pytest.approx([shared(table), single(table), alike(table)], rel=REL, abs=0.0)
    assert costs[2] < costs[0] < costs[1]  # here each limit costs something


@pytest.mark.parametrize(("sites", "customers"), [(4, 5), (5, 4), (4, 3)])
def test_both_layouts_say_the_same(sites, customers, tmp_path):
    table = random_table(5, sites, customers)
    ours = [solved(tmp_path, write(table), "sscflp") for write in (or_library, holmberg)]
    assert ours == pytest.approx([single(table)] * 2, rel=REL, abs=0.0)


def test_two_echelons(tmp_path):
    rng = np.random.default_rng(7)
    demand = rng.integers(5, 15, 4)
    plants = np.stack([rng.integers(25, 45, 2), rng.integers(100, 200, 2)], axis=1)
    depots = np.stack([rng.integers(15, 30, 3), rng.integers(50, 90, 3)], axis=1)
    first, second = rng.integers(1, 9, (2, 3)), rng.integers(1, 9, (3, 4))
    lines = ["2 3 4", *map(str, demand)]
    lines += [" ".join(map(str, row)) for block in (plants, first, depots, second) for row in block]
    best = np.inf
    for opened in subsets(5):
        room = np.array(opened) * np.concatenate([plants[:, 0], depots[:, 0]])
        # columns: plant to depot, then depot to client
        leaves = np.hstack([np.kron(np.eye(2), np.ones(3)), np.zeros((2, 12))])
        comes = np.hstack([np.kron(np.ones(2), np.eye(3)), np.zeros((3, 12))])
        goes = np.hstack([np.zeros((3, 6)), np.kron(np.eye(3), np.ones(4))])
        served = np.hstack([np.zeros((4, 6)), np.kron(np.ones(3), np.eye(4))])
        flow = linprog(
            np.concatenate([first.ravel(), second.ravel()]),
            A_ub=np.vstack([leaves, goes]),
            b_ub=room,
            A_eq=np.vstack([comes - goes, served]),
            b_eq=np.concatenate([np.zeros(3), demand]),
        )
        if flow.status == 0:
            fixed = np.dot(opened, np.concatenate([plants[:, 1], depots[:, 1]]))
            best = min(best, flow.fun + fixed)
    assert solved(tmp_path, "\n".join(lines)) == pytest.approx(best, rel=REL, abs=0.0)


def sslp_files(folder, capacity, penalty, fixed, revenue, demand, present):
    """Write an instance as mpi-sppy does."""
    many = range(1, len(present) + 1)
    (folder / "ScenarioStructure.dat").write_text(
        "set Scenarios :=\n" + "\n".join(f"Scenario{w}" for w in many) + "\n;\n"
        "param ScenarioLeafNode :=\n" + "\n".join(f"Scenario{w} Node{w}" for w in many) + "\n;\n"
        "param ConditionalProbability :=\nRootNode 1.0\n"
        + "\n".join(f"Node{w} {1 / len(present):.4f}" for w in many) + "\n;\n",
        encoding="utf-8",
    )  # fmt: skip

    def table(name, values):
        head = " ".join(str(j + 1) for j in range(values.shape[1]))
        rows = (f"{i + 1} " + " ".join(map(str, row)) for i, row in enumerate(values))
        return f"param {name}: {head}:=\n" + "\n".join(rows) + "\n;\n"

    def column(name, values):
        return f"param {name}:=\n" + "\n".join(f"{i + 1} {x}" for i, x in enumerate(values)) + "\n;"

    for w, there in zip(many, present, strict=True):
        (folder / f"Scenario{w}.dat").write_text(
            f"param NumServers := {len(fixed)} ;\nparam NumClients := {len(revenue)} ;\n"
            f"param Capacity := {capacity} ;\nparam Penalty := {penalty} ;\n"
            + column("FixedCost", fixed) + "\n"
            + table("Revenue", revenue) + table("Demand", demand)
            + column("ClientPresent", there) + "\n",
            encoding="utf-8",
        )  # fmt: skip


@pytest.mark.parametrize("penalty", [1000.0, 0.6])
def test_servers_under_uncertain_clients(penalty, tmp_path):
    rng = np.random.default_rng(11)
    revenue, fixed, capacity = rng.integers(5, 25, (4, 3)), rng.integers(10, 25, 3), 25
    demand = revenue.copy()
    demand[0, 0] = 0  # a client that takes no room
    present = np.array([[1, 1, 0, 1], [1, 1, 1, 1], [0, 1, 0, 0]])
    sslp_files(tmp_path, capacity, penalty, fixed, revenue, demand, present)

    def later(opened, there):
        clients = np.flatnonzero(there)
        costs = []
        for to in product(range(3), repeat=len(clients)):
            load = np.bincount(to, weights=demand[clients, list(to)], minlength=3)
            over = np.maximum(load - capacity * np.array(opened), 0.0).sum()
            costs.append(penalty * over - revenue[clients, list(to)].sum())
        return min(costs)

    best = min(
        np.dot(opened, fixed) + np.mean([later(opened, there) for there in present])
        for opened in subsets(3)
    )
    found = run(read(str(tmp_path)))
    assert found.instance.family == "sslp"
    assert found.objective == pytest.approx(best, rel=REL, abs=0.0)
    # probabilities were written as 0.3333
    total = sum(f.probability for f in found.instance.scenarios.futures)
    assert total == pytest.approx(1.0, rel=1e-12, abs=0.0)


def test_too_little_capacity_is_infeasible(tmp_path):
    capacity, fixed, demand, cost = random_table(1)
    path = tmp_path / "small.txt"
    path.write_text(or_library((capacity // 8, fixed, demand, cost)), encoding="utf-8")
    found = run(read(str(path)))
    assert (found.status, found.objective) == ("infeasible", np.inf)


def test_capacity_that_no_plan_can_fill_is_a_limit_again_when_demand_grows(tmp_path):
    path = tmp_path / "roomy.txt"
    path.write_text(or_library(random_table(2)), encoding="utf-8")
    case = read(str(path), "uflp").case  # every site has room for all customers
    grown = replace(case, demands=tuple(replace(x, amount=(3.0,)) for x in case.demands))
    loaded = Loaded(build(lower(case, Scenarios.certain())))
    room = loaded.program.model.constraints["capacity"].rhs
    assert np.isinf(room).all()
    costs = [loaded.solve(EXACT).objective]
    loaded.change(grown)
    costs.append(loaded.solve(EXACT).objective)
    loaded.change(case)
    costs.append(loaded.solve(EXACT).objective)
    anew = [solve(x, effort=EXACT).objective for x in (case, grown, case)]
    assert costs == pytest.approx(anew, rel=REL, abs=0.0)
    assert sum(map(bool, solve(grown, effort=EXACT).built)) >= 3  # one site serves 5 of 15
