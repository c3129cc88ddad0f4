"""What a plan does, by name: its labelled values as plain blocks over (period, future)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ionwright.network.evaluate.given import Block, Given

NOW = ("build", "build_part")
LATER = ("build_later", "build_part_later")


@dataclass(frozen=True)
class Chosen:
    """Amounts of a plan in units of the case; what it does not name is nothing.

    Parameters
    ----------
    built : dict of str to array, shape (periods, futures)
        Share of each option that is decided on in each period.
    flow, run, buy, short, over : dict of str to array, shape (periods, futures)
        By name of lane, run, supply, demand and line [unit/yr].
    stock, wasted : dict of (item, site) to array, shape (periods, futures)
        [unit] at the end of the period; [unit/yr].
    hired : dict of str to array, shape (periods,)
        People trained or attracted in each period, by pool.
    granted : dict of (grant, option) to array, shape (periods,)
        Money granted in each period.
    told : dict of str to array, shape (periods, futures)
        Capacity of each line as the plan says it [unit/yr].
    """

    built: dict[str, Block]
    flow: dict[str, Block]
    run: dict[str, Block]
    buy: dict[str, Block]
    short: dict[str, Block]
    over: dict[str, Block]
    stock: dict[tuple[str, str], Block]
    wasted: dict[tuple[str, str], Block]
    hired: dict[str, np.ndarray]
    granted: dict[tuple[str, str], np.ndarray]
    told: dict[str, Block]


def chosen(given: Given, values: Mapping[str, Any]) -> Chosen:
    """Return what a plan does from its labelled arrays.

    Parameters
    ----------
    given : Given
    values : mapping of str to DataArray
        By variable; periods and futures are found by their labels, in any order.
    """
    case = given.case

    def plain(variable: str, rows: tuple[Any, ...]) -> dict[str, Block]:
        return _fill(_blocks(given, values.get(variable), "year"), [x.name for x in rows], given)

    nodes = {f"{i.name} at {s.name}": (i.name, s.name) for i in case.items for s in case.sites}
    held, thrown = (
        {nodes[k]: v for k, v in _blocks(given, values.get(x), "year").items()}
        for x in ("stock", "wasted")
    )
    built: dict[str, Block] = {}
    for name in (*NOW, *LATER):
        built |= _blocks(given, values.get(name), "decided")
    hired = {k: v[:, 0] for k, v in _blocks(given, values.get("hired"), "year").items()}
    told = _blocks(given, values.get("standing"), "year")
    for line, more in _blocks(given, values.get("grown"), "year").items():
        told[line] = told[line] + more
    return Chosen(
        built=_fill(built, [x.name for x in case.options], given),
        flow=plain("flow", case.lanes),
        run=plain("run", case.runs),
        buy=plain("buy", case.supplies),
        short=plain("short", case.demands),
        over=plain("over", case.lines),
        stock=held,
        wasted=thrown,
        hired={x.name: hired.get(x.name, np.zeros(given.shape[0])) for x in case.pools},
        granted=_granted(given, values.get("granted")),
        told=told,
    )


def _granted(given: Given, array: Any) -> dict[tuple[str, str], np.ndarray]:
    """Return the money of each grant to each option, where there is any."""
    out: dict[tuple[str, str], np.ndarray] = {}
    if array is None:
        return out
    for name in map(str, array.coords["grant"].values):
        for option, money in _blocks(given, array.sel(grant=name, drop=True), "decided").items():
            if money.any():
                out[name, option] = money[:, 0]
    return out


def _fill(found: dict[str, Block], names: list[str], given: Given) -> dict[str, Block]:
    return {name: found.get(name, np.zeros(given.shape)) for name in names}


def _blocks(given: Given, array: Any, when: str) -> dict[str, Block]:
    """Return an array by the names of its first free dimension, over (period, future)."""
    if array is None:
        return {}
    (dim,) = (d for d in array.dims if d not in (when, "future"))
    order = [p.name for p in given.case.periods]
    periods = [list(map(str, array.coords[when].values)).index(x) for x in order]
    if "future" in array.dims:
        labels = list(map(str, array.coords["future"].values))
        futures = [labels.index(f.name) for f in given.scenarios.futures]
        whole = array.transpose(dim, when, "future").values[:, periods][:, :, futures]
    else:
        whole = array.transpose(dim, when).values[:, periods, None]
        whole = np.repeat(whole, given.shape[1], axis=2)
    return dict(zip(map(str, array.coords[dim].values), whole, strict=True))
