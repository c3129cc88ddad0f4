"""Units and meanings of the fields of a case's tables, for files and for faults of numbers."""

from __future__ import annotations

UNITS = {
    ("items", "hold"): "{money}/({unit} yr)", ("items", "shelf"): "yr",
    ("items", "waste"): "{money}/{unit}",
    ("lines", "existing"): "{unit}/yr", ("lines", "over"): "{money}/{unit}",
    ("runs", "cost"): "{money}/{unit}", ("runs", "carbon"): "kg/{unit}",
    ("options", "capacity"): "{unit}/yr", ("options", "yearly"): "{money}/yr",
    ("options", "capital"): "{money}",
    ("lanes", "cost"): "{money}/{unit}", ("lanes", "carbon"): "kg/{unit}",
    ("lanes", "most"): "{unit}/yr", ("lanes", "time"): "yr",
    ("items", "tied"): "{money}/({unit} yr)",
    ("supplies", "price"): "{money}/{unit}", ("supplies", "most"): "{unit}/yr",
    ("supplies", "carbon"): "kg/{unit}",
    ("demands", "amount"): "{unit}/yr", ("demands", "short"): "{money}/{unit}",
    ("growths", "seed"): "{unit}/yr", ("pools", "leave"): "1/yr", ("pools", "train"): "1/yr",
    ("pools", "cost"): "{money}", ("carbon_caps", "most"): "kg/yr", ("budgets", "most"): "{money}",
    ("runs", "use"): "1", ("pools", "share"): "1", ("lanes", "open"): "1",
    ("options", "ramp"): "1", ("quotas", "share"): "1", ("second_sources", "share"): "1",
    ("options", "relief"): "1", ("grants", "most"): "{money}/yr", ("grants", "share"): "1",
    ("grants", "cost"): "1", ("spreads", "share"): "1",
}  # fmt: skip
"""Unit of a column in the case: that of the row's item or line stands as {unit}."""
TABLES = {
    "sites": "Places where things are made, stored, bought or wanted.",
    "items": "Things that move.",
    "ways": "What one unit of a run takes and makes.",
    "lines": "What has capacity at a site: a plant, a warehouse.",
    "runs": "Ways that a line can run.",
    "options": "Sizes of a line that may be built.",
    "lanes": "Ways to move an item from a site to another.",
    "supplies": "Traded items that can be bought at a site.",
    "demands": "What customers want.",
    "pools": "People of one kind in one region.",
    "slots": "Equipment that can be had in a year, by kind.",
    "growths": "Capacity for an item grows by a factor a period at most, beyond a seed.",
    "quotas": "A share of what a region uses of an item is made there.",
    "carbon_caps": "Most carbon of runs, lanes and supplies together.",
    "second_sources": "No origin brings more than a share of what a demand gets.",
    "budgets": "Most capital that may be decided on in a region.",
    "grants": "Public money for plants of a region; who gets how much is decided with the plan.",
    "spreads": "Some regions together bring no more than a share of an item.",
}
"""What stands in each table."""
MEANS = {
    "name": "its name, which stands once in the table",
    "region": "region that it belongs to",
    "latitude": "degrees north, for maps", "longitude": "degrees east, for maps",
    "unit": "unit of its amounts, such as kg or kWh",
    "hold": "cost of keeping a unit for a year; empty: it is not stored",
    "shelf": "how long stock keeps; empty: for ever",
    "waste": "cost of getting rid of a unit; empty: all must be used",
    "takes": "items that a run takes, name=amount; ...",
    "makes": "items that a run makes, name=amount; ...",
    "site": "site where it is", "line": "line that it belongs to", "way": "way that it runs",
    "existing": "capacity that stands and stays",
    "over": "cost of each unit beyond capacity; empty: nothing goes beyond",
    "people": "posts for each unit of capacity",
    "use": "capacity that one unit of the run takes",
    "cost": "what one unit costs beyond what it takes",
    "carbon": "CO2 of one unit",
    "capacity": "capacity at full output",
    "yearly": "cost in each year from that of the decision: capital, crew, upkeep",
    "capital": "what is invested; for budgets and reports, yearly pays for it",
    "when": "periods in which it may be decided on; empty: any",
    "lead": "periods from the decision to first output",
    "ramp": "output over capacity in the first, second, ... period; the last stays",
    "life": "periods of output; empty: beyond the horizon",
    "whole": "yes if it is built once or not at all, no for any share of it",
    "waits": "yes if it is decided when the future is known, no for now",
    "slots": "slots that it takes when it is decided on, name=number; ...",
    "origin": "site where it starts", "to": "site where it ends", "item": "item that it is about",
    "mode": "road, rail, river or sea",
    "open": "share of the year in which it can be used",
    "most": "most that can be had in a year; empty: no limit",
    "price": "what one unit costs there",
    "amount": "what is wanted in a year",
    "short": "cost of each unit not delivered; empty: all must be delivered",
    "one_source": "yes if a single lane brings all of it",
    "now": "people who are free at the start",
    "leave": "share that leaves in a year",
    "train": "most that can be trained or attracted in a year",
    "share": "the share",
    "factor": "capacity over that of the period before",
    "seed": "capacity that can be added from nothing in a period",
    "demand": "demand that it is about",
    "tied": "cost for a year of the money that is tied up in a unit on its way",
    "relief": "what its owner need not earn for each unit of its capital that is granted",
    "time": "time from door to door",
    "regions": "regions that it is about; ...",
}  # fmt: skip
"""What a column of a case's files means."""
SAYS = {
    ("pools", "cost"): "cost of training or attracting one",
    ("pools", "share"): "share of the posts of each line in the region that are of this kind",
    ("carbon_caps", "most"): "most carbon in a year",
    ("budgets", "most"): "most capital in a year of each period",
    ("lanes", "cost"): "freight, handling and duty of one unit",
    ("quotas", "share"): "share that is made there",
    ("second_sources", "share"): "most that one origin may bring",
    ("grants", "most"): "most that is granted in a year of each period",
    ("grants", "share"): "most of the capital of an option",
    ("grants", "cost"): "what a unit granted costs the region",
    ("spreads", "share"): "most that they may bring of all that is made and bought",
}
"""The same where a table means something of its own."""


def meaning(kind: str, name: str, money: str) -> str:
    """Return a line on a column: what it means, and its unit where it has one."""
    said = SAYS.get((kind, name), MEANS[name])
    unit = UNITS.get((kind, name), "")
    if unit in ("", "1"):
        return said
    return f"{said} [{unit.format(unit='unit', money=money)}]"
