"""What a reader of a spec sheet must know: stand-ins, defaults, limits that it does not compute."""

from __future__ import annotations

from itertools import pairwise

from ionwright import data, ion, units
from ionwright.cell.balance import Balance
from ionwright.cell.design import Design
from ionwright.cell.electrode import Composite, Reference
from ionwright.cell.materials import Population, beyond_the_curve
from ionwright.cell.resistance import Power
from ionwright.errors import InputError

Notes = list[str]
CARBON = {"carbon-black", "VGCF", "CNT"}
TOO_LOW_FOR_ALUMINIUM = {"lithium", "silicon", "graphite"}


def notes(
    design: Design,
    charge: Balance,
    hosts_p: list[Population],
    hosts_n: list[Population],
    power: Power | None,
) -> tuple[str, ...]:
    """Return every note on a sheet, each one sentence or two."""
    out = _charge(charge) + _dropped(design)
    out += list(beyond_the_curve(design.cell, hosts_p)) + _borrowed([*hosts_p, *hosts_n])
    out += _stand_ins(design) + _paths(design) + _junctions(design) + _windows(design)
    if power is None:
        out.append(
            "Two planar electrodes have no capacity between voltage limits and no state of charge:"
            " what may move is the lithium of the one that is stripped."
        )
    else:
        out += _currents(design, power)
    return tuple(out + _left_out(design))


def _charge(charge: Balance) -> Notes:
    out = []
    if charge.limiting == "negative":
        out.append(
            f"The negative is too small (N/P {charge.n_to_p:.2f}): the charge ends before the"
            " positive is empty, or lithium plates."
        )
    if charge.limiting == "lithium lost in formation":
        out.append("The negative loses more lithium in formation than the positive refuses.")
    if charge.rated:
        out.append("The average voltage is the one given in the file.")
    return out


def _dropped(design: Design) -> Notes:
    gone = [path for path, value in design.changed.items() if value is None]
    if not gone:
        return []
    return [f"Dropped with the material that was exchanged: {', '.join(gone)}."]


def _borrowed(hosts: list[Population]) -> Notes:
    out = {}
    for h in hosts:
        for e in h.material.evidence:
            if isinstance(e, data.Curve) and e.quantity == "ocp" and e.kind == "estimated":
                out[h.material.item] = (
                    f"{h.material.item} has no potential curve of its own: {e.locator}, {e.source}."
                )
    return list(out.values())


def _touching(design: Design, side: str) -> list[tuple[str, str, bool]]:
    """Return (electrode item, electrolyte, whether the data's exchange current is used)."""
    electrode = getattr(design.cell, side)
    if isinstance(electrode, Composite):
        electrolyte = electrode.electrolyte.material
        return [
            (active.material, electrolyte, active.exchange_current_density is None)
            for active in electrode.active
        ]
    item = electrode.material if isinstance(electrode, Reference) else "lithium"
    from_data = electrode.exchange_current_density is None
    return [(item, design.touching(side).electrolyte, from_data)]


def _stand_ins(design: Design) -> Notes:
    out = []
    touching = [*_touching(design, "positive"), *_touching(design, "negative")]
    for item, electrolyte, from_data in dict.fromkeys(touching):
        if not from_data:
            continue
        row = ion.interface(item, electrolyte)[1][0]
        against = row.condition("against") if isinstance(row, data.Row) else None
        if against and against != electrolyte:
            out.append(
                f"No exchange current of {item} against {electrolyte} is in the data; that against"
                f" {against} stands in."
            )
    return out


def _paths(design: Design) -> Notes:
    """Say where a law or a network was left to a default that flatters the design."""
    out = []
    for side in ("positive", "negative"):
        electrode = getattr(design.cell, side)
        if not isinstance(electrode, Composite):
            continue
        written = design.raw.get(side, {})
        solid = electrode.electrolyte.pore_filling is None
        if solid and "ionic_transport" not in written:
            out.append(
                f"The ion path of the {side} follows Bruggeman for want of a law in the file, which"
                " overrates composites with little solid electrolyte."
            )
        carbon = [a.material for a in electrode.additive if a.material in CARBON]
        measured = electrode.electronic_conductivity or electrode.carbon_conductivity
        if carbon and measured is None:
            out.append(
                f"The {carbon[0]} of the {side} is not counted in its electron path: give"
                " electronic_conductivity of the composite or carbon_conductivity."
            )
    return out


def _junctions(design: Design) -> Notes:
    """Say where two electrolytes meet without a resistance."""
    layers = design.cell.separator
    chain = [(layer.electrolyte, layer.junction_resistance) for layer in layers]
    if isinstance(design.cell.positive, Composite):
        # the electrode's own junction comes on top of that of the last layer
        last = chain[-1][0], chain[-1][1] + design.positive.junction_resistance
        chain = [*chain[:-1], last, (design.positive.electrolyte.material, 0.0)]
    return [
        f"The junction {a} | {b} has no resistance here; set junction_resistance."
        for (a, resistance), (b, _) in pairwise(chain)
        if a != b and resistance == 0.0
    ]


def _windows(design: Design) -> Notes:
    """Compare stability windows with the potentials that an electrolyte meets."""
    out = []
    metal = [side for side in ("negative", "positive") if _lithium(design, side)]
    for part in dict.fromkeys(design.touching(side).electrolyte for side in metal):
        low = _window(part, "window_low")
        if low is not None and low > 0.3:
            out.append(
                f"{part} is reduced by lithium (stable above {low:.2f} V): what grows there is not"
                " in this sheet."
            )
    for side in ("positive", "negative"):
        collector = getattr(design.cell, side).collector
        meets = {item for item, _, _ in _touching(design, side)} & TOO_LOW_FOR_ALUMINIUM
        if collector is not None and collector.material == "aluminium" and meets:
            out.append(
                f"Aluminium alloys with lithium at this {side}: use copper, nickel or steel."
            )
    return sorted(out + _host_windows(design))


def _lithium(design: Design, side: str) -> bool:
    """Return whether lithium metal stands, or is plated, on a side."""
    return not isinstance(getattr(design.cell, side), Composite | Reference)


def _host_windows(design: Design) -> Notes:
    """Compare the electrolytes at a composite positive with the potential that it reaches."""
    if not isinstance(design.cell.positive, Composite):
        return []
    out = []
    top = design.cell.operation.upper_voltage
    for part in {design.positive.electrolyte.material, design.touching("positive").electrolyte}:
        high = _window(part, "window_high")
        if high is not None and high < top - 0.3:
            out.append(
                f"{part} is oxidised above {high:.2f} V without a coating between it and the"
                f" positive, which goes to {top:.2f} V: that reaction is not in this sheet."
            )
    return out


def _window(item: str, quantity: str) -> float | None:
    try:
        return data.default(item, quantity).value.value
    except InputError:
        return None


def _currents(design: Design, power: Power) -> Notes:
    """Compare the pulse with the currents at which lithium loses contact or shorts the cell."""
    if isinstance(design.cell.negative, Composite | Reference):
        return []
    first = design.cell.separator[0].electrolyte
    rows = data.find("lithium", "critical_stripping_current") + data.find(
        first, "critical_stripping_current"
    )
    rows = [r for r in rows if first in (r.item, r.condition("against"))]
    known = [r for r in rows if r.value.value < power.current_density]
    if not known:
        return []
    worst = max(known, key=lambda r: r.value.value)
    stack = worst.condition("stack")
    return [
        f"The 10 s pulse asks for {units.show(power.current_density, 'mA/cm2', 3)}; lithium on"
        f" {first} lost contact above {units.show(worst.value.value, 'mA/cm2', 3)}"
        + (f" at {stack}" if stack else "")
        + f" ({worst.source}): the power is a linear estimate, not a promise."
    ]


def _left_out(design: Design) -> Notes:
    out = []
    kinds = {layer.electrolyte for layer in design.cell.separator}
    if design.stores and any(ion.electrolyte(kind).salt is not None for kind in kinds):
        out.append("Salt gradients inside the electrodes are not counted in the resistance.")
    if "PVDF-HFP-gel" in kinds:
        out.append(
            "The semi-solid electrolyte is described as one binary gel; two ionic networks side"
            " by side are not resolved."
        )
    if design.cell.operation.stack_pressure:
        out.append("The stack pressure is recorded; no contact or conductivity depends on it here.")
    return out
