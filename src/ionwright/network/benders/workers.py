"""Who solves the futures: threads of this process, or the workers of a dask cluster.

Each asks the same pure function, in the order of the futures; how many there are changes no bit.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Protocol

from ionwright.network.benders.blocks import Block, Blocks
from ionwright.network.benders.future import Answer, Basis, Solvers
from ionwright.network.matrix import Vector


class Workers(Protocol):
    """Whoever solves every future for some decisions."""

    def ask(self, x: Vector, bases: list[Basis | None], *, plan: bool = False) -> list[Answer]:
        """Return the answer of each future to decisions x [linking columns]."""
        ...

    def close(self) -> None:
        """Give back what was taken."""
        ...


class Threads:
    """Threads of this process; HiGHS works outside the interpreter's lock.

    Parameters
    ----------
    blocks : Blocks
    count : int
        Threads at a time.
    """

    def __init__(self, blocks: Blocks, count: int = 2) -> None:
        self.blocks = blocks.futures
        self.own = threading.local()
        self.pool = ThreadPoolExecutor(count)

    def ask(self, x: Vector, bases: list[Basis | None], *, plan: bool = False) -> list[Answer]:
        """Return the answer of each future."""
        return list(self.pool.map(partial(self._one, x=x, plan=plan), self.blocks, bases))

    def _one(self, block: Block, basis: Basis | None, *, x: Vector, plan: bool) -> Answer:
        if not hasattr(self.own, "solvers"):
            self.own.solvers = Solvers()
        return self.own.solvers.answer(block, x, basis, plan=plan)

    def close(self) -> None:
        """End the threads."""
        self.pool.shutdown()


class Dask:
    """Workers of a dask cluster; a future whose worker is lost is asked again elsewhere.

    Parameters
    ----------
    blocks : Blocks
    address : str
        Of the scheduler, for example "tcp://10.0.0.1:8786".
    """

    def __init__(self, blocks: Blocks, address: str) -> None:
        from distributed import Client

        self.client: Any = Client(address)
        self.blocks = blocks.futures

    def ask(self, x: Vector, bases: list[Basis | None], *, plan: bool = False) -> list[Answer]:
        """Return the answer of each future."""
        tasks = [
            self.client.submit(_remote, block, x, basis, plan, pure=False, retries=5)
            for block, basis in zip(self.blocks, bases, strict=True)
        ]
        return self.client.gather(tasks)

    def close(self) -> None:
        """Leave the cluster as it was found."""
        self.client.close()


KEPT = Solvers()
"""Solvers of a worker, kept between its tasks."""


def _remote(block: Block, x: Vector, basis: Basis | None, plan: bool) -> Answer:
    """Solve a future on a worker."""
    return KEPT.answer(block, x, basis, plan=plan)
