"""What ``ionwright plant cost --detail`` adds: each cell, load, price, size, every step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ionwright.cli._show import print_table

if TYPE_CHECKING:
    from ionwright.plant import Result

FALL = 0.05
"""Share of the cost without materials that doubling the plant must save to count [1]."""
SIZES = (1e6, 1e8)
"""Sizes of a plant that are looked at [kWh/yr]."""
KINDS = {"cost": "full", "levelised": "levelised", "marginal": "marginal"}
"""Headline figure -> word."""


def of(result: Result, price: float | None) -> dict[str, Any]:
    """Return the details as plain data; money in that of the basis."""
    sale = result.worth(price)
    return {
        "per_cell": {"value": result.per_cell, "unit": "money/cell"},
        "levelised_by_cause": {"value": result.levelised_by_cause, "unit": "money/kWh"},
        "full_by_step_and_cause": _table(result, result.table),
        "marginal_by_step_and_cause": _table(result, result.marginal_table),
        "over_load": {
            "load": list(result.over_load),
            "cost": list(result.over_load.values()),
            "unit": "money/kWh",
        },
        "sale": {
            "price": sale.price,
            "minimum_price": sale.minimum,
            "value": sale.value,
            "internal_rate": sale.rate.rate,
            "internal_rate_reason": sale.rate.reason,
            "running": sale.running,
            "capital": sale.capital,
            "tax": sale.tax,
            "subsidy": sale.subsidy,
            "units": "money/kWh; value money; internal_rate 1/yr",
        },
        "efficient_scale": {
            "value": result.efficient_scale(FALL, *SIZES),
            "unit": "kWh/yr",
            "fall": FALL,
        },
    }


def _table(result: Result, found: Any) -> dict[str, dict[str, float]]:
    causes = list(result.by_cause)
    return {
        step: dict(zip(causes, row.tolist(), strict=True))
        for step, row in zip(result.by_step, found, strict=True)
    }


def show(result: Result, price: float | None) -> None:
    """Print the details."""
    money = result.basis.currency
    print_table(
        "For each kWh and each cell",
        ("cost", f"{money}/kWh", f"{money}/cell"),
        [
            (word, f"{result.headline[name]:.4g}", f"{result.per_cell[name]:.4g}")
            for name, word in KINDS.items()
        ],
        right=(1, 2),
    )
    levelised, marginal = result.levelised_by_cause, result.marginal_table.sum(axis=0)
    by_one_more = dict(zip(result.by_cause, marginal.tolist(), strict=True))
    print_table(
        f"By cause, {money}/kWh",
        ("cause", "full", "levelised", "marginal"),
        [
            (name, f"{result.by_cause.get(name, 0.0):.3g}", f"{value:.3g}",
             f"{by_one_more.get(name, 0.0):.3g}")
            for name, value in levelised.items()
        ],
        right=(1, 2, 3),
    )  # fmt: skip
    names = {step.id: step.name for step in result.plant.route.steps}
    one_more = result.marginal_table.sum(axis=1).tolist()
    print_table(
        f"By step, {money}/kWh",
        ("step", "what it does", "full", "marginal"),
        [
            (step, names[step], f"{full:.3g}", f"{more:.3g}")
            for (step, full), more in zip(result.by_step.items(), one_more, strict=True)
        ],
        right=(2, 3),
    )
    floor = result.headline["marginal"]
    print_table(
        f"Full cost over load, {money}/kWh",
        ("load", "full", "of it fixed", "marginal"),
        [
            (f"{load:.0%}", f"{value:.4g}", f"{value - floor:.4g}", f"{floor:.4g}")
            for load, value in result.over_load.items()
        ],
        right=(0, 1, 2, 3),
    )
    _sale(result, price)
    size = result.efficient_scale(FALL, *SIZES)
    low, high = (f"{s / 1e6:g}" for s in SIZES)
    text = f"{size / 1e6:.3g} GWh/yr" if size else f"above {high} GWh/yr"
    text = f"{low} GWh/yr or less" if size == SIZES[0] else text
    print(
        f"Smallest efficient size, of {low} to {high} GWh/yr: {text}; beyond it doubling saves "
        f"less than {FALL:.0%} of the cost without materials."
    )


def _sale(result: Result, price: float | None) -> None:
    sale, money = result.worth(price), result.basis.currency
    found = sale.rate
    rate = f"none: {found.reason}" if found.rate is None else f"{100.0 * found.rate:.3f}"
    # at the minimum price the value is rounding: parts of a dollar, of hundreds of millions
    value = round(sale.value / 1e6, 3) + 0.0
    print_table(
        f"Sold at {sale.price:.4g} {money}/kWh over its life",
        ("figure", "value", "unit"),
        [
            ("minimum price", f"{sale.minimum:.4g}", f"{money}/kWh"),
            ("net present value", f"{value:.6g}", f"M{money}"),
            ("internal rate of return", rate, "%/yr"),
            ("running", f"{sale.running:.4g}", f"{money}/kWh"),
            ("capital", f"{sale.capital:.4g}", f"{money}/kWh"),
            ("tax", f"{sale.tax:.4g}", f"{money}/kWh"),
            ("subsidy", f"{sale.subsidy:.4g}", f"{money}/kWh"),
        ],
        right=(1,),
    )
