"""Both bounds and the gap of a running solve, on the terminal's error stream."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ionwright.network import Progress

    Tell = Callable[[Progress], None]


def line(p: Progress, money: str) -> str:
    """Return both bounds in words."""
    bound = "no bound yet"
    if math.isfinite(p.bound):
        bound = f"none below {p.bound / 1e6:,.1f} M{money}"
    if not math.isfinite(p.cost):
        return f"{p.seconds:.0f} s: no plan yet, {bound} (Ctrl-C ends it)"
    return (
        f"{p.seconds:.0f} s: {p.cost / 1e6:,.1f} M{money}, {bound}, gap {p.gap:.2%} "
        "(Ctrl-C keeps this plan)"
    )


@contextmanager
def shown(money: str) -> Iterator[Tell | None]:
    """Yield what shows progress on one line that moves; None where nobody watches a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("building the program") as status:
        yield lambda p: status.update(line(p, money))
