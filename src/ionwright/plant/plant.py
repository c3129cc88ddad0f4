"""A plant: route, size, place, money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ionwright import units
from ionwright.data import prices
from ionwright.errors import InputError
from ionwright.plant import conditions
from ionwright.plant.basis import Basis
from ionwright.plant.files import load_route
from ionwright.plant.place import Place, place
from ionwright.plant.route import Route
from ionwright.plant.settings import Settings, load_settings


@dataclass(frozen=True)
class Plant:
    """What is built, where, and with what money; nothing in it is drawn yet.

    Parameters
    ----------
    route : Route
    capacity : float
        Good cells in a year at full load [kWh/yr].
    place : Place
        Its factors are in the money of the settings.
    settings : Settings
    counted : bool
        Whether machines are counted where a price and a rate are sourced; else all is scaled.
    """

    route: Route
    capacity: float
    place: Place
    settings: Settings
    counted: bool = False

    def basis(self, market: str) -> Basis:
        """Return the basis of its cost; `market` is that of its materials."""
        money = self.settings.money
        return Basis(
            currency=money.currency,
            year=money.year,
            vat="ex",
            level="cell",
            kind="cost",
            market=market,
            case=money.case,
            carbon=self.place.carbon_basis,
        )

    def sized(self, capacity: str | float) -> Plant:
        """Return the plant at another capacity, text such as "20 GWh/yr" or [kWh/yr]."""
        return replace(self, capacity=_capacity(capacity))

    def under(self, asked: Mapping[str, str | float], *, border: bool = False) -> Plant:
        """Return the plant with steps of it under other conditions than those behind their rows.

        Parameters
        ----------
        asked : dict
            Step and condition -> text with its unit, or a number in SI, such as
            ``{"A1-21.dew_point": "-60 degC", "A1-19.formation": "12 h"}``.
        border : bool
            True where a user wrote it, so that a bare number is refused.

        Raises
        ------
        InputError
            If the route has no such step, or its row does not know the condition.
        """
        route = self.route
        for path, value in asked.items():
            step, _, name = path.rpartition(".")
            route = route.under(step, conditions.read(step, name, value, border))
        return replace(self, route=route)


def load(
    route: str | Path,
    capacity: str | float = "10 GWh/yr",
    region: str = "chongqing",
    *,
    anode: str | Path | None = None,
    case: str | None = None,
    settings: str | Path = "default",
    counted: bool = False,
) -> Plant:
    """Load a plant.

    Parameters
    ----------
    route : str or Path
        A shipped route, or a path to a TOML file.
    capacity : str or float
        Good cells in a year: text with its unit, or [kWh/yr].
    region : str
        One of the table of regions.
    anode : str or Path, optional
        Option that fills the route's anode slot; the route's own default if left out.
    case : str, optional
        Price case of the materials; that of the settings if left out.
    settings : str or Path
        Money and rules: ``"default"``, or a path to a TOML file.
    counted : bool
        True counts machines where a price and a rate are sourced, which is on liquid lines.

    Raises
    ------
    InputError
        If any of these is not known, or the region lacks a factor that a plant needs.
    """
    found = load_settings(settings)
    if case is not None:
        found = found.model_copy(update={"money": found.money.model_copy(update={"case": case})})
    prices.known_case(found.money.case)
    made = load_route(route, anode)
    return Plant(made, _capacity(capacity), place(region, found.money), found, counted)


def _capacity(given: str | float) -> float:
    if isinstance(given, str):
        try:
            given = units.to(units.read(given, "W"), "kWh/yr")
        except InputError as fault:
            raise InputError(
                "the capacity of a plant is energy of good cells in a year",
                seen=fault.seen,
                allowed="GWh/yr, MWh/yr, kWh/yr, TWh/yr",
                do='Write it like "10 GWh/yr"',
            ) from None
    if not 0.0 < given < float("inf"):
        raise InputError(
            "the capacity of a plant is above zero",
            seen=f"{given:g} kWh/yr",
            do='Give it with its unit, such as "10 GWh/yr"',
        )
    return float(given)
