"""Who solves the futures: threads of this process, or the workers of a dask cluster.

Each asks the same pure function, in the order of the futures; how many there are changes no bit.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from functools import partial
from typing import Any, Protocol, TypeVar

from ionwright.errors import InputError
from ionwright.network.benders.blocks import Block, Blocks
from ionwright.network.benders.future import Answer, Basis, alone, answer
from ionwright.network.matrix import Matrix, Vector

T = TypeVar("T")


class Workers(Protocol):
    """Whoever solves every future for some decisions."""

    def ask(self, x: Vector, bases: list[Basis | None], *, plan: bool = False) -> list[Answer]:
        """Return the answer of each future to decisions x [columns of now]."""
        ...

    def alone(
        self, now: Matrix, prices: Sequence[Vector], bases: Sequence[Basis | None]
    ) -> list[tuple[float, Basis | None]]:
        """Return each future by itself at a price of decisions (`future.alone`)."""
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
        self.pool = ThreadPoolExecutor(count)

    def ask(self, x: Vector, bases: list[Basis | None], *, plan: bool = False) -> list[Answer]:
        """Return the answer of each future."""
        return list(self.pool.map(partial(_solve, x=x, plan=plan), self.blocks, bases))

    def alone(
        self, now: Matrix, prices: Sequence[Vector], bases: Sequence[Basis | None]
    ) -> list[tuple[float, Basis | None]]:
        """Return each future by itself."""
        return list(self.pool.map(partial(_by_itself, now=now), self.blocks, prices, bases))

    def close(self) -> None:
        """End the threads."""
        self.pool.shutdown()


class Dask:
    """Workers of a dask cluster; a future whose worker is lost is asked again elsewhere.

    The blocks are sent once. A cluster may keep only one copy of each; what is lost with a worker
    is sent again, with a warning.

    Parameters
    ----------
    blocks : Blocks
    address : str
        Of the scheduler, for example "tcp://10.0.0.1:8786".

    Raises
    ------
    InputError
        If no scheduler answers there.
    RuntimeError
        From `ask`, if workers are lost again and again.
    """

    def __init__(self, blocks: Blocks, address: str) -> None:
        from distributed import Client

        try:
            self.client: Any = Client(address, timeout=WAIT)
        except (OSError, ValueError) as fault:
            raise InputError(
                "the scheduler of a dask cluster answers at its address", seen=address,
                do='Start one with "dask scheduler" and give the address that it prints',
                where="address",
            ) from fault  # fmt: skip
        self.blocks = list(blocks.futures)
        self._send()

    def _send(self) -> None:
        self.sent = self.client.scatter(self.blocks, broadcast=True, hash=False)

    def ask(self, x: Vector, bases: list[Basis | None], *, plan: bool = False) -> list[Answer]:
        """Return the answer of each future."""
        return self._each(partial(_solve, x=x, plan=plan), [(b,) for b in bases])

    def alone(
        self, now: Matrix, prices: Sequence[Vector], bases: Sequence[Basis | None]
    ) -> list[tuple[float, Basis | None]]:
        """Return each future by itself."""
        return self._each(partial(_by_itself, now=now), [*zip(prices, bases, strict=True)])

    def _each(self, do: Callable[..., T], more: Sequence[tuple[Any, ...]]) -> list[T]:
        """Return what a function says of each block and what comes with it, in their order."""
        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        for _ in range(TRIES):
            tasks = [
                self.client.submit(do, block, *args, pure=False, retries=TRIES)
                for block, args in zip(self.sent, more, strict=True)
            ]
            try:
                return self.client.gather(tasks)
            except (CancelledError, KilledWorker, CommClosedError) as lost:
                warnings.warn(f"futures are sent to the cluster again: {lost!r}", stacklevel=3)
                self._send()
        raise RuntimeError(
            f"workers were lost in {TRIES} tries at one round; see to the cluster, or solve in "
            "one process"
        )

    def close(self) -> None:
        """Leave the cluster as it was found."""
        self.sent = []
        self.client.close()


WAIT = 10.0
"""How long a scheduler is waited for [s]."""
TRIES = 5
"""How often a future, and a round, is asked again after its worker was lost."""


def _solve(block: Block, basis: Basis | None, *, x: Vector, plan: bool) -> Answer:
    """Solve a future, here or on a worker."""
    return answer(block, x, basis, plan=plan)


def _by_itself(
    block: Block, price: Vector, basis: Basis | None, *, now: Matrix
) -> tuple[float, Basis | None]:
    """Solve a future with decisions of its own, here or on a worker."""
    return alone(block, now, price, basis)
