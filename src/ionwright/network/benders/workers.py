"""Who solves the futures: threads of this process, or the workers of a dask cluster.

Each asks the same pure function, in the order of the futures; how many there are changes no bit.
"""

from __future__ import annotations

import threading
import warnings
from concurrent.futures import CancelledError, ThreadPoolExecutor
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

    The blocks are sent once, to every worker. If no copy of one is left they are sent again, with
    a warning.

    Parameters
    ----------
    blocks : Blocks
    address : str
        Of the scheduler, for example "tcp://10.0.0.1:8786".

    Raises
    ------
    RuntimeError
        From `ask`, if workers are lost again and again.
    """

    def __init__(self, blocks: Blocks, address: str) -> None:
        from distributed import Client

        self.client: Any = Client(address)
        self.blocks = list(blocks.futures)
        self._send()

    def _send(self) -> None:
        self.sent = self.client.scatter(self.blocks, broadcast=True, hash=False)

    def ask(self, x: Vector, bases: list[Basis | None], *, plan: bool = False) -> list[Answer]:
        """Return the answer of each future."""
        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        for _ in range(TRIES):
            tasks = [
                self.client.submit(_remote, block, x, basis, plan, pure=False, retries=TRIES)
                for block, basis in zip(self.sent, bases, strict=True)
            ]
            try:
                return self.client.gather(tasks)
            except (CancelledError, KilledWorker, CommClosedError) as lost:
                warnings.warn(f"futures are sent to the cluster again: {lost!r}", stacklevel=2)
                self._send()
        raise RuntimeError(
            f"workers were lost in {TRIES} tries at one round; see to the cluster, or solve in "
            "one process"
        )

    def close(self) -> None:
        """Leave the cluster as it was found."""
        self.sent = []
        self.client.close()


TRIES = 5
"""How often a future, and a round, is asked again after its worker was lost."""
KEPT = threading.local()
"""Solvers of a worker, kept between its tasks, for each of its threads."""


def _remote(block: Block, x: Vector, basis: Basis | None, plan: bool) -> Answer:
    """Solve a future on a worker."""
    if not hasattr(KEPT, "solvers"):
        KEPT.solvers = Solvers()
    return KEPT.solvers.answer(block, x, basis, plan=plan)
