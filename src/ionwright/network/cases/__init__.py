"""Cases that ship with the package, and those of a folder, by name."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ionwright.errors import InputError, nearest
from ionwright.network.case import Case
from ionwright.network.cases.built import Built
from ionwright.network.futures import Scenarios

if TYPE_CHECKING:
    from ionwright.network.build.book import Book
    from ionwright.network.compare import Switch
    from ionwright.network.direct import Effort
    from ionwright.network.robust import Uncertain
    from ionwright.network.strategies import Strategy

__all__ = ["Opened", "built", "load", "names", "opened", "strategies", "switch", "uncertain"]

SHIPPED = {
    "chongqing": ("chongqing", "Chongqing", "SULFIDE"),
    "chongqing-oxide": ("chongqing", "Chongqing", "OXIDE"),
    "four-blocs": ("four_blocs", "FourBlocs", "SULFIDE"),
}
"""Case: its module, its type, and how its all-solid cells are made."""


@dataclass(frozen=True)
class Opened:
    """A case with its futures, and what it rests on where it was built here.

    Parameters
    ----------
    case : Case
    scenarios : Scenarios
    built : Built or None
        None for a folder: its figures are its writer's.
    """

    case: Case
    scenarios: Scenarios
    built: Built | None

    def evidence(self) -> str:
        """Return the first line of every report."""
        if self.built is None:
            return "Rests on the figures of its folder; their kinds are not known here."
        return self.built.evidence()


def names() -> tuple[str, ...]:
    """Return the cases that ship."""
    return tuple(SHIPPED)


def built(name: str, book: Book | None = None) -> Built:
    """Return a shipped case with what it rests on.

    Parameters
    ----------
    name : str
    book : Book or None
        Figures of the network's tables, where one of them is changed.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    if name not in SHIPPED:
        raise InputError("it is a shipped case, or a folder with case.toml", seen=name,
                         do=nearest(name, list(SHIPPED), "case"), where="case")  # fmt: skip
    from ionwright.network.cases import chongqing

    module, kind, solid = SHIPPED[name]
    type_ = getattr(importlib.import_module(f"{__name__}.{module}"), kind)
    varied = type_(solid=getattr(chongqing, solid))
    return (varied if book is None else replace(varied, book=book)).build()


def futures(name: str, found: Built, count: int | None = None, seed: int = 1) -> Scenarios:
    """Return the futures of a shipped case: its named paths, or a number of drawn ones."""
    module = "four_blocs" if SHIPPED[name][0] == "four_blocs" else "chongqing_market"
    draw = importlib.import_module(f"{__name__}.{module}").scenarios
    return draw(found.book, found.case, count, seed)


def load(name: str | Path) -> Case:
    """Return a case: a shipped one by name, or one from a folder."""
    return opened(name).case


def opened(name: str | Path, count: int | None = None, seed: int = 1) -> Opened:
    """Return a case with its futures.

    Parameters
    ----------
    name : str or Path
        A shipped case, or a folder.
    count : int or None
        Futures to draw for a shipped case; None: its named paths. A folder has its own.
    seed : int

    Raises
    ------
    InputError
        If there is no such case or folder, or its files break a rule.
    """
    if str(name) in SHIPPED:
        found = built(str(name))
        return Opened(found.case, futures(str(name), found, count, seed), found)
    if Path(name).is_dir():
        from ionwright.network import files

        if count is not None:
            raise InputError("the futures of a folder stand in its futures.csv",
                             seen=f"{count} futures", do="Leave the number out")  # fmt: skip
        return Opened(*files.read(Path(name)), None)
    return Opened(built(str(name)).case, Scenarios.certain(), None)


def strategies(name: str, book: Book) -> tuple[Strategy, ...]:
    """Return the strategies of a shipped case, that without plants of its own first."""
    from ionwright.network.cases import chongqing_strategies, four_blocs_strategies

    if SHIPPED[name][0] == "four_blocs":
        return four_blocs_strategies.strategies()
    return chongqing_strategies.strategies(book)


def uncertain(name: str, figures: tuple[str, ...] | None = None) -> tuple[Uncertain, ...]:
    """Return figures of a shipped case that a budget of uncertainty may let go to their bad ends.

    Parameters
    ----------
    name : str
    figures : tuple of str or None
        Of its book; None: those that ship.

    Raises
    ------
    InputError
        If the case or a figure is not known, or a figure moves more than costs.
    """
    from ionwright.network.cases import bad_ends

    found = built(name)
    return bad_ends.uncertain(
        found.book, found.case, lambda b: built(name, b).case, figures or bad_ends.FIGURES
    )


def switch(name: str, figure: str, effort: Effort) -> Switch:
    """Return where a figure changes for which items a shipped case builds plants at home now.

    The answer is the set of items on each of its futures; which of two sites or years serves is
    often a tie within the gap and is left out.

    Raises
    ------
    InputError
        If the case or the figure is not known.
    """
    from ionwright.network import summary
    from ionwright.network.compare import switching
    from ionwright.network.driver import solve
    from ionwright.network.stop import go_on
    from ionwright.network.strategies import makes

    base = built(name).book
    figure_range = base.amount(figure)

    def answer(value: float) -> tuple[frozenset[str], ...]:
        found = built(name, base.changed(figure, value))
        made, every = makes(found.case), futures(name, found)
        plans = [solve(found.case, every.alone(f.name), effort=effort) for f in every.futures]
        for plan in plans:
            go_on(plan.status)
        return tuple(
            frozenset(item for b in summary.decided_now(p) if b.region == found.home
                      for item in made[b.line])
            for p in plans
        )  # fmt: skip

    ends = (figure_range.low, figure_range.typical, figure_range.high)
    return switching(figure, ends, answer)
