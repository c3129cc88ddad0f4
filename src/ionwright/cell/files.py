"""Load, vary and save designs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from ionwright import units
from ionwright.cell.design import Cell, Design
from ionwright.core.document import SCHEMA, STAGES, parse, read_text, validate
from ionwright.core.paths import Leaf, replace
from ionwright.errors import InputError, nearest

FOLDER = Path(__file__).parent / "designs"
SUFFIX = ".toml"


def names() -> list[str]:
    """Return the names of the shipped designs, in the order in which they are shown."""
    return (FOLDER / "order.txt").read_text(encoding="utf-8").split()


def published() -> list[str]:
    """Return the names of the published and makers' cells that are shipped for comparison."""
    return sorted(path.stem for path in (FOLDER / "published").glob(f"*{SUFFIX}"))


def planar() -> list[str]:
    """Return the names of the shipped cells of two planar electrodes: symmetric and their kin."""
    return sorted(path.stem for path in (FOLDER / "planar").glob(f"*{SUFFIX}"))


def load(name: str | Path) -> Design:
    """Load a design: a shipped name, or a path to a TOML file.

    Parameters
    ----------
    name : str or Path
        For example ``"sulfide-nmc811-lithium"`` or ``"my-cell.toml"``.

    Returns
    -------
    Design
        Frozen inputs in SI with the origin of each.

    Raises
    ------
    InputError
        With file, line and path, if anything in it breaks a rule.
    """
    text = str(name)
    groups = {"": names(), "published": published(), "planar": planar()}
    for folder, known in groups.items():
        if text in known:
            return loads(read_text(FOLDER / folder / f"{text}{SUFFIX}"), text, f"{text}{SUFFIX}")
    path = Path(name)
    if not path.exists() and path.suffix != SUFFIX:
        raise InputError(
            "a design is a shipped name or a path to a TOML file",
            seen=repr(text),
            do=f"{nearest(text, sum(groups.values(), []), 'design')} See: ionwright cell list",
        )
    return loads(read_text(path), path.stem, str(path))


def loads(text: str, id: str, where: str) -> Design:
    """Load a design from TOML text; `id` and `where` name it in results and messages."""
    raw = parse(text, where, "cell")
    return Design(id, validate(Cell, raw, "cell", text, where, border=True), raw, text, where)


def change(design: Design, changes: Mapping[str, Any], border: bool = False) -> Design:
    """Return the design with some inputs changed and everything checked again.

    Parameters
    ----------
    design : Design
    changes : mapping
        Path -> value: text with a unit, or a float in SI (unless `border`).
    border : bool
        True where the values come from text written by a user (command line).

    Raises
    ------
    InputError
        If a path does not exist or a value breaks a rule.
    """
    known = [leaf.path for leaf in design.leaves] + _optional(design)
    raw = dict(design.raw)
    changes = {**_left_behind(design, changes), **changes}
    for path, value in changes.items():
        if path.split(".")[0] != "cell":
            raise InputError(
                "an input of a cell design has a path that begins with cell",
                seen=repr(path),
                do=nearest(path, known, "path"),
            )
        raw = replace(design.cell, raw, path, _plain(value), known)
    cell = validate(Cell, raw, "cell", "", f"{design.id} as changed", border)
    return Design(design.id, cell, raw, design.text, design.where, {**design.changed, **changes})


BOUND = (
    "capacity",
    "capacity_upper_potential",
    "capacity_lower_potential",
    "stoichiometry_charged",
    "stoichiometry_discharged",
    "maximum_concentration",
    "density",
    "diffusivity",
    "electronic_conductivity",
    "exchange_current_density",
    "exchange_activation_energy",
    "double_layer_capacitance",
    "hysteresis_decay",
    "entropic_coefficient",
    "ocp_source",
    "conductivity",
    "activation_energy",
)
"""Inputs that belong to the material beside them and go when it is exchanged."""


def _left_behind(design: Design, changes: Mapping[str, Any]) -> dict[str, None]:
    """Return the inputs that a change of material leaves without meaning, to be dropped."""
    written = {leaf.path: leaf for leaf in design.leaves if leaf.raw is not None}
    out: dict[str, None] = {}
    for path, value in changes.items():
        place, _, name = path.rpartition(".")
        old = written.get(path)
        if name not in ("material", "electrolyte") or old is None or value == old.value:
            continue
        for bound in BOUND:
            if f"{place}.{bound}" in written and f"{place}.{bound}" not in changes:
                out[f"{place}.{bound}"] = None
    return out


class Batch(Sequence[Design]):
    """Designs that differ in the inputs that were varied; indexable.

    Parameters
    ----------
    base : Design
        The design that was varied.
    columns : mapping
        Path -> values, all columns of one length.
    """

    def __init__(self, base: Design, columns: Mapping[str, Sequence[Any]]) -> None:
        self.base = base
        for path, values in columns.items():
            if isinstance(values, str | int | float):
                raise InputError(
                    "vary takes a list of values for each path",
                    seen=f"{path}: {values!r}",
                    do=f"Write [{values!r}]",
                )
        self.columns = {path: list(values) for path, values in columns.items()}
        lengths = {len(values) for values in self.columns.values()}
        if len(lengths) != 1 or 0 in lengths:
            raise InputError(
                "the columns that vary must all have the same length, at least 1",
                seen=", ".join(f"{p}: {len(v)}" for p, v in self.columns.items()) or "no column",
                do="Give each path as many values as the others",
            )
        self._length = lengths.pop()

    def __len__(self) -> int:
        """Return the number of designs."""
        return self._length

    def __getitem__(self, index: Any) -> Any:
        """Return one design, or a list of them for a slice."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return change(self.base, {path: v[index] for path, v in self.columns.items()})

    @cached_property
    def ends(self) -> tuple[Design, Design]:
        """The first and the last design, made once."""
        return self[0], self[len(self) - 1]


def vary(design: Design, columns: Mapping[str, Sequence[Any]]) -> Batch:
    """Return a batch of designs in which some inputs vary together, row by row.

    Parameters
    ----------
    design : Design
    columns : mapping
        Path -> values, floats in SI or text with a unit: any input, by its path. Several
        paths vary together (first with first); for a grid, write out its columns.

    Raises
    ------
    InputError
        If the columns differ in length, or the first row breaks a rule.

    Examples
    --------
    >>> import ionwright as iw
    >>> design = iw.cell.load("sulfide-nmc811-lithium")
    >>> batch = iw.cell.vary(design, {"cell.separator.thickness": [15e-6, 30e-6]})
    >>> len(batch)
    2
    """
    batch = Batch(design, columns)
    for i in range(len(batch)):
        batch[i]  # a bad value is told before anything is computed
    return batch


def room(path: str | Path, overwrite: bool = False) -> Path:
    """Return the path of a file that may be written.

    Raises
    ------
    InputError
        If the file exists and `overwrite` is not set, or the folder does not.
    """
    path = Path(path)
    if path.exists() and not overwrite:
        raise InputError(
            "a file is not overwritten unless asked for",
            seen=str(path),
            do="Choose another name, or remove the old file",
        )
    if not path.parent.is_dir():
        raise InputError(
            "the folder of the new file must exist", seen=str(path.parent), do="Make it first"
        )
    return path


def save(design: Design, path: str | Path, overwrite: bool = False) -> Path:
    """Write a design to a TOML file, with its units and comments.

    Inputs that were changed are written in the unit of the original; the range and source of
    the old number are dropped with it, since they do not speak of the new one.

    Raises
    ------
    InputError
        If the file exists and `overwrite` is not set, or the folder does not.
    """
    path = room(path, overwrite)
    path.write_text(dumps(design), encoding="utf-8")
    return path


def dumps(design: Design) -> str:
    """Return the TOML text of a design, with its units and comments."""
    import tomlkit  # keeps comments; tomllib, which reads, is faster

    if not design.text:
        return tomlkit.dumps({"schema": SCHEMA, "cell": dict(design.raw)})
    document = tomlkit.parse(design.text)
    by_path = {leaf.path: leaf for leaf in design.leaves}
    for path in design.changed:
        _write(document, {"cell": dict(design.raw)}, path, by_path)
    return tomlkit.dumps(document)


def _write(document: Any, raw: Any, path: str, by_path: Mapping[str, Leaf]) -> None:
    """Bring one changed path from the raw table into the document."""
    node, parts = document, path.split(".")
    for depth, part in enumerate(parts):
        index: Any = int(part) if isinstance(node, list) else part
        raw = raw[int(part) if isinstance(raw, list) else part]
        here = node[index] if isinstance(node, list) or index in node else None
        if depth + 1 < len(parts) and isinstance(here, dict | list):
            node = here
            continue
        value = _in_units(raw, ".".join(parts[: depth + 1]), by_path)
        if value is None:
            if here is not None:
                del node[index]
        else:
            node[index] = value
        return


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a cell file."""
    cell = Cell.model_json_schema()
    quantities: dict[str, Any] = {}
    definitions = {name: _shared(part, quantities) for name, part in cell.pop("$defs").items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ionwright cell design",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            "cell": _shared(cell, quantities),
            **{stage: {"type": "object"} for stage in STAGES if stage != "cell"},
        },
        "required": ["schema", "cell"],
        "additionalProperties": False,
        "$defs": {**definitions, **quantities},
    }


def _shared(node: Any, quantities: dict[str, Any]) -> Any:
    """Move the forms of a quantity, which many fields share, into definitions of their own."""
    if isinstance(node, list):
        return [_shared(part, quantities) for part in node]
    if not isinstance(node, dict):
        return node
    forms = node.get("anyOf", [])
    if forms and "dimension" in str(forms[0].get("description", "")):
        name = forms[0]["description"].replace("number and unit; ", "quantity of ")
        name = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-")
        quantities[name] = {"anyOf": forms}
        rest = {key: value for key, value in node.items() if key != "anyOf"}
        return {"$ref": f"#/$defs/{name}", **rest}
    return {key: _shared(value, quantities) for key, value in node.items()}


def schema_text() -> str:
    """Return the JSON Schema as text, as it is committed."""
    return json.dumps(schema(), indent=1, sort_keys=True) + "\n"


def _optional(design: Design) -> list[str]:
    """Paths of inputs that the design leaves out, for the names in a message."""
    out = []
    for part, at in (
        (design.cell.positive, "cell.positive"),
        (design.cell.negative, "cell.negative"),
        (design.cell.format, "cell.format"),
        (design.cell.rating, "cell.rating"),
        (design.cell, "cell"),
    ):
        out += [f"{at}.{name}" for name in type(part).model_fields]
    return out


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _in_units(raw: Any, path: str, by_path: Mapping[str, Leaf]) -> Any:
    """Return a raw value as it is written: SI floats of quantities as text with their unit."""
    if isinstance(raw, dict):
        return {k: _in_units(v, f"{path}.{k}", by_path) for k, v in raw.items() if v is not None}
    leaf = by_path.get(path) or by_path.get(path.rsplit(".", 1)[0])
    if leaf is None or leaf.quantity is None or isinstance(raw, str | bool | None):
        return raw
    return units.exact(float(raw), leaf.quantity.shown)
