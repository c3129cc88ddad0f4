"""Planar electrodes in the sheet: charge transfer, interphase, interlayer."""

from __future__ import annotations

from ionwright import ion
from ionwright.cell.design import Design
from ionwright.cell.electrode import Composite
from ionwright.cell.materials import planar_interface, spread
from ionwright.cell.resistance import Cause, ranged


def planar_causes(design: Design, side: str, T: float) -> tuple[list[Cause], ion.Evidence]:
    """Return charge transfer, film and interlayer of a planar electrode [ohm m2] at `T` [K].

    Parameters
    ----------
    design : Design
    side : str
        "positive" or "negative".
    T : float
        [K].
    """
    electrode = design.cell.positive if side == "positive" else design.cell.negative
    assert not isinstance(electrode, Composite)
    face, evidence = planar_interface(electrode, design.touching(side).electrolyte)
    film = electrode.interface_resistance / electrode.contact
    origin, path = design.origin, f"cell.{side}"
    written = origin.get(f"{path}.exchange_current_density")
    ends = spread(evidence, "exchange_current_density", written)
    value, most, least = (face.small_signal(0.5, T, f) - film for f in (1.0, *ends))
    out = [Cause("charge transfer", side, value, least, most)]
    if film:
        given = origin.get(f"{path}.interface_resistance")
        scaled = (given.low / electrode.contact, given.high / electrode.contact) if given else ()
        out.append(Cause("interphase", side, film, *scaled))
    interlayer = getattr(electrode, "interlayer", None)
    if interlayer is not None and interlayer.resistance:
        given = origin.get(f"{path}.interlayer.resistance")
        out.append(ranged("interlayer", side, interlayer.resistance, given))
    return out, evidence
