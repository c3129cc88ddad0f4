"""Stochastic server location (Ntaimo and Sen 2005, doi 10.1007/s10898-005-8254-2; SIPLIB).

Servers are placed now; which clients are there shows later, then each is served by one server and
pays for it. What goes beyond a server's capacity costs a penalty. The layout is that of mpi-sppy:
a folder with ScenarioStructure.dat (names and probabilities) and a file for each scenario.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from ionwright.errors import InputError
from ionwright.network.benchmark.dat import Dat, dat_of
from ionwright.network.benchmark.parts import MONEY, YEAR, Instance
from ionwright.network.case import Case, Demand, Item, Lane, Line, Option, Run, Site, Way
from ionwright.network.futures import Future, Scenarios

TREE, ENDING = "ScenarioStructure.dat", ".dat"
PENALTY = 1000.0
"""Of a unit beyond capacity where no file says another (SIPLIB, q_0)."""
ROUNDED = 1e-3
"""How far written probabilities may be from adding up to one: 0.0667 fifteen times."""
SHARED = ("NumServers", "NumClients", "Capacity", "FixedCost", "Revenue", "Demand", "Penalty")
"""What every scenario must agree on."""


@dataclass(frozen=True, slots=True)
class Servers:
    """Place servers now, serve the clients that come later."""

    name: str

    def fits(self, path: str) -> bool:
        """Whether it is a folder of data files or one of them."""
        return Path(path).is_dir() or path.endswith(ENDING)

    def read(self, path: str, capacity: float | None) -> Instance:
        """Return an instance.

        Raises
        ------
        InputError
            If a file is missing or cut short, or scenarios differ in more than who is there.
        """
        folder = folder_of(path)
        told = scenarios_of(folder)
        base = told[0][1]
        for _, dat, _ in told[1:]:
            _same(base, dat)
        servers = [str(j + 1) for j in range(_many(base, "NumServers"))]
        clients = [str(i + 1) for i in range(_many(base, "NumClients"))]
        instance = folder.parent if folder.name == "scenariodata" else folder
        case = server_case(instance.resolve().name, base, servers, clients)
        futures = tuple(
            Future(name, p, factors={f"demands.client {i}.amount": (_there(dat, i),)
                                     for i in clients})
            for name, dat, p in told
        )  # fmt: skip
        return Instance(path, self.name, case, Scenarios(futures))


def folder_of(path: str) -> Path:
    """Return the folder of the scenarios, from it, the one above, or a file in it.

    Raises
    ------
    InputError
        If there is none.
    """
    given = Path(path)
    if given.is_file():
        given = given.parent
    for folder in (given, given / "scenariodata"):
        if any(folder.glob(f"Scenario[0-9]*{ENDING}")):
            return folder
    raise InputError("it is a folder with Scenario1.dat and further", where=path)


def scenarios_of(folder: Path) -> list[tuple[str, Dat, float]]:
    """Return name, data and probability of each scenario; alike where no file says them.

    Raises
    ------
    InputError
        If a file is missing, or probabilities do not add up to 1.
    """
    if not (folder / TREE).is_file():
        found = sorted(folder.glob(f"Scenario[0-9]*{ENDING}"), key=lambda p: (len(p.name), p.name))
        return [(p.stem, dat_of(str(p)), 1.0 / len(found)) for p in found]
    tree = dat_of(str(folder / TREE))
    names = tree.sets.get("Scenarios", ())
    if not names:
        raise InputError("it names its scenarios in set Scenarios", where=tree.path)
    shares = []
    for name in names:
        leaf = tree.params.get("ScenarioLeafNode", {}).get((name,), "")
        shares.append(tree.number("ConditionalProbability", leaf))
    total = math.fsum(shares)
    if abs(total - 1.0) > ROUNDED:
        raise InputError("probabilities of the scenarios add up to 1", seen=f"{total:g}",
                         where=tree.path)  # fmt: skip
    return [
        (name, dat_of(str(folder / (name + ENDING))), share / total)
        for name, share in zip(names, shares, strict=True)
    ]


def _many(dat: Dat, name: str) -> int:
    return int(dat.number(name, least=1.0))


def _there(dat: Dat, client: str) -> float:
    """Return 1 for a client that is there; one of which nothing is said is."""
    said = dat.params.get("ClientPresent", {})
    if (client,) not in said:
        return 1.0
    if (value := dat.number("ClientPresent", client)) not in (0.0, 1.0):
        raise InputError("a client is there or not", seen=f"{value:g}", allowed="0 or 1",
                         where=f"{dat.path}, param ClientPresent[{client}]")  # fmt: skip
    return value


def _same(base: Dat, dat: Dat) -> None:
    for name in SHARED:
        if base.params.get(name) != dat.params.get(name):
            raise InputError("scenarios differ only in ClientPresent", seen=f"another {name}",
                             where=dat.path)  # fmt: skip


def server_case(name: str, dat: Dat, servers: list[str], clients: list[str]) -> Case:
    """Return the case: each client's service is an item that every server can make."""
    capacity = dat.number("Capacity")
    over = dat.number("Penalty") if "Penalty" in dat.params else PENALTY
    demand, revenue = (_told(dat, x, servers, clients) for x in ("Demand", "Revenue"))
    return Case(
        name=name,
        money=MONEY,
        periods=YEAR,
        sites=tuple(Site(x, "") for x in (*map(_server, servers), *map(_client, clients))),
        items=tuple(Item(_service(i), "client") for i in clients),
        ways=tuple(Way(_service(i), {}, {_service(i): 1.0}) for i in clients),
        lines=tuple(Line(_server(j), _server(j), "unit", over=over) for j in servers),
        runs=tuple(
            Run(_pair(j, i), _server(j), _service(i), use=demand[i, j])
            for j in servers
            for i in clients
        ),
        options=tuple(
            Option(_server(j), _server(j), capacity, dat.number("FixedCost", j)) for j in servers
        ),
        lanes=tuple(
            Lane(_pair(j, i), _server(j), _client(i), _service(i), cost=(-revenue[i, j],))
            for j in servers
            for i in clients
        ),
        supplies=(),
        demands=tuple(
            Demand(_client(i), _client(i), _service(i), (1.0,), one_source=True) for i in clients
        ),
    )


def _told(
    dat: Dat, name: str, servers: list[str], clients: list[str]
) -> dict[tuple[str, str], float]:
    return {(i, j): dat.number(name, i, j) for i in clients for j in servers}


def _server(j: str) -> str:
    return f"server {j}"


def _client(i: str) -> str:
    return f"client {i}"


def _service(i: str) -> str:
    return f"service of client {i}"


def _pair(j: str, i: str) -> str:
    return f"server {j} to client {i}"


SSLP = Servers("sslp")
