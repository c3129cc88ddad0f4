"""Units of the fields of a case's tables, for files and for faults of numbers."""

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
